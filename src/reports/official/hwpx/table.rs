//! Tables in HWPX. Columns are absolute widths; rows grow with their text when 한글 lays them out.

use super::header::{Style, border, char_look};
use super::xml::{close_paragraph, open_paragraph, runs, units};
use crate::reports::official::scale::{CELL_PADDING, Look, Paper, widths};
use crate::reports::official::table::Placed;
use crate::reports::official::{Align, Cell, Row, Table, Text};
use std::fmt::Write as _;

pub fn write_table(xml: &mut String, table: &Table, paper: Paper, id: u32) {
    let columns: Vec<_> =
        widths(table.columns.iter().map(|column| column.width), paper.text_width()).into_iter().map(units).collect();
    let rows = table.rows.len() + usize::from(table.titled);
    let layout = Layout { table, columns, look: if paper.wide { Look::WideCell } else { Look::Cell } };
    layout.open(xml, rows, id);
    let mut number = 0;
    if table.titled {
        layout.titles(xml);
        number += 1;
    }
    for row in &table.rows {
        xml.push_str("<hp:tr>");
        match row {
            Row::Group(name) => layout.group(xml, number, name),
            Row::Cells(cells) => layout.cells(xml, number, cells),
        }
        xml.push_str("</hp:tr>");
        number += 1;
    }
    xml.push_str("</hp:tbl>");
}

struct Layout<'a> {
    table: &'a Table,
    columns: Vec<i32>,
    look: Look,
}

/// Where a cell stands, how it is filled, and what it says.
struct Filled<'a> {
    row: usize,
    from: usize,
    until: usize,
    /// A title: repeated on every page.
    title: bool,
    fill: u32,
    align: Align,
    text: &'a Text,
    strong: bool,
}

impl Layout<'_> {
    fn open(&self, xml: &mut String, rows: usize, id: u32) {
        let (across, down) = CELL_PADDING;
        let (across, down) = (units(across), units(down));
        let (width, height) =
            (self.columns.iter().sum::<i32>(), self.line_height() * i32::try_from(rows).unwrap_or(i32::MAX / 10_000));
        let _ = write!(
            xml,
            r#"<hp:tbl id="{id}" zOrder="0" numberingType="TABLE" textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES" lock="0" dropcapstyle="None" pageBreak="CELL" repeatHeader="{}" rowCnt="{rows}" colCnt="{}" cellSpacing="0" borderFillIDRef="{}" noAdjust="0"><hp:sz width="{width}" widthRelTo="ABSOLUTE" height="{height}" heightRelTo="ABSOLUTE" protect="0"/><hp:pos treatAsChar="0" affectLSpacing="0" flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" vertRelTo="PARA" horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"/><hp:outMargin left="0" right="0" top="141" bottom="283"/><hp:inMargin left="{across}" right="{across}" top="{down}" bottom="{down}"/>"#,
            u8::from(self.table.titled),
            self.columns.len(),
            border::CELL,
        );
    }

    /// One line with the space around it; 한글 makes a row higher where its text needs it.
    fn line_height(&self) -> i32 {
        units(self.look.size() * 1.3 + 2.0 * CELL_PADDING.1)
    }

    fn titles(&self, xml: &mut String) {
        xml.push_str("<hp:tr>");
        for (at, column) in self.table.columns.iter().enumerate() {
            let text = Text::strong(column.title.as_str());
            let title = Filled {
                row: 0,
                from: at,
                until: at + 1,
                title: true,
                fill: border::HEAD,
                align: Align::Center,
                text: &text,
                strong: true,
            };
            self.cell(xml, &title);
        }
        xml.push_str("</hp:tr>");
    }

    fn group(&self, xml: &mut String, row: usize, name: &str) {
        let text = Text::strong(name);
        let until = self.columns.len();
        self.cell(
            xml,
            &Filled {
                row,
                from: 0,
                until,
                title: false,
                fill: border::GROUP,
                align: Align::Left,
                text: &text,
                strong: true,
            },
        );
    }

    fn cells(&self, xml: &mut String, row: usize, cells: &[Cell]) {
        let empty = Text::default();
        for placed in self.table.placed(cells) {
            let align = self.table.align(&placed);
            let Placed { cell, from, until } = placed;
            let head = cell.is_some_and(|cell| cell.head);
            let fill = if head { border::HEAD } else { border::CELL };
            let text = cell.map_or(&empty, |cell| &cell.text);
            self.cell(xml, &Filled { row, from, until, title: false, fill, align, text, strong: head });
        }
    }

    fn cell(&self, xml: &mut String, cell: &Filled<'_>) {
        let _ = write!(
            xml,
            r#"<hp:tc name="" header="{}" hasMargin="0" protect="0" editable="0" dirty="0" borderFillIDRef="{}"><hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="CENTER" linkListIDRef="0" linkListNextIDRef="0" textWidth="0" textHeight="0" hasTextRef="0" hasNumRef="0">"#,
            u8::from(cell.title),
            cell.fill,
        );
        open_paragraph(xml, Style::Cell(cell.align).number(), false);
        runs(
            xml,
            cell.text,
            char_look(self.look) + usize::from(cell.strong && !cell.text.runs.iter().any(|run| run.strong)),
        );
        close_paragraph(xml);
        let width: i32 = self.columns[cell.from..cell.until].iter().sum();
        let (across, down) = (units(CELL_PADDING.0), units(CELL_PADDING.1));
        let _ = write!(
            xml,
            r#"</hp:subList><hp:cellAddr colAddr="{}" rowAddr="{}"/><hp:cellSpan colSpan="{}" rowSpan="1"/><hp:cellSz width="{width}" height="{}"/><hp:cellMargin left="{across}" right="{across}" top="{down}" bottom="{down}"/></hp:tc>"#,
            cell.from,
            cell.row,
            cell.until - cell.from,
            self.line_height(),
        );
    }
}
