//! Contents/section*.xml: what stands on the pages. A section is a run of pages of one orientation.

use super::header::{Style, border, char_look};
use super::table::write_table;
use super::xml::{DECLARATION, NAMESPACES, close_paragraph, open_paragraph, runs, units};
use crate::reports::official::scale::{Look, Paper};
use crate::reports::official::{Align, Block, Document, Level, Run, Text};
use std::fmt::Write as _;

/// The sections of a document, each as the text of its part.
pub fn sections(document: &Document) -> Vec<String> {
    let mut writer = Writer::new(document);
    writer.title();
    for block in &document.summary {
        writer.block(block);
    }
    let mut new_page = !document.summary.is_empty();
    for (heading, part) in document.headed_parts() {
        new_page |= part.kind.begins_a_page();
        if writer.paper.wide != part.wide {
            writer.turn(part.wide);
            new_page = false;
        }
        writer.text(Style::Heading, Look::Heading, &Text::strong(heading), new_page);
        for block in &part.blocks {
            writer.block(block);
        }
        new_page = false;
    }
    writer.finish()
}

pub struct Writer<'a> {
    document: &'a Document,
    done: Vec<String>,
    xml: String,
    pub paper: Paper,
    /// What the first paragraph of a section has to open with.
    opening: Option<String>,
    tables: u32,
}

impl<'a> Writer<'a> {
    fn new(document: &'a Document) -> Self {
        let paper = Paper::new(false);
        let opening = Some(section_opening(document, paper));
        Self { document, done: Vec::new(), xml: section_root(), paper, opening, tables: 0 }
    }

    /// Begins a section of the other orientation.
    fn turn(&mut self, wide: bool) {
        self.close();
        self.paper = Paper::new(wide);
        self.opening = Some(section_opening(self.document, self.paper));
        self.xml = section_root();
    }

    fn close(&mut self) {
        self.xml.push_str("</hs:sec>");
        self.done.push(std::mem::take(&mut self.xml));
    }

    fn finish(mut self) -> Vec<String> {
        self.close();
        self.done
    }

    fn title(&mut self) {
        if !self.document.kind.is_empty() {
            self.text(Style::Kind, Look::Kind, &self.document.kind.as_str().into(), false);
        }
        self.text(Style::Title, Look::Title, &Text::strong(self.document.title.as_str()), false);
        let block = crate::reports::official::title_table(self.document);
        self.block(&Block::Table(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Line(level, text) => {
                let look = Look::of(*level);
                self.text(Style::Line(*level), look, &signed(*level, text), false);
            }
            Block::Paragraph(text) => self.text(Style::Normal, Look::Body, text, false),
            Block::Table(table) => {
                if !table.caption.is_empty() {
                    let caption = Text::strong(format!("< {} >", table.caption));
                    self.text(Style::Caption, Look::Caption, &caption, false);
                }
                if !table.unit.is_empty() {
                    self.text(Style::Unit, Look::Running, &table.unit.as_str().into(), false);
                }
                self.open(Style::Normal, false);
                let _ = write!(self.xml, r#"<hp:run charPrIDRef="{}">"#, char_look(Look::Cell));
                self.tables += 1;
                write_table(&mut self.xml, table, self.paper, self.tables);
                self.xml.push_str("<hp:t/></hp:run>");
                close_paragraph(&mut self.xml);
            }
        }
    }

    fn open(&mut self, style: Style, on_new_page: bool) {
        open_paragraph(&mut self.xml, style.number(), on_new_page);
        if let Some(opening) = self.opening.take() {
            self.xml.push_str(&opening);
        }
    }

    fn text(&mut self, style: Style, look: Look, text: &Text, on_new_page: bool) {
        self.open(style, on_new_page);
        runs(&mut self.xml, text, char_look(look));
        close_paragraph(&mut self.xml);
    }
}

/// The text after its sign; the words of □ are strong as a whole.
fn signed(level: Level, text: &Text) -> Text {
    let strong = level == Level::Square;
    let mut runs = vec![Run { words: format!("{} ", level.sign()), strong }];
    runs.extend(text.runs.iter().map(|run| Run { strong: run.strong || strong, ..run.clone() }));
    Text { runs }
}

fn section_root() -> String {
    format!("{DECLARATION}<hs:sec{NAMESPACES}>")
}

/// Paper, columns, head, foot and page number of a section.
fn section_opening(document: &Document, paper: Paper) -> String {
    let plain = char_look(Look::Body);
    let mut xml = format!(r#"<hp:run charPrIDRef="{plain}">"#);
    properties(&mut xml, paper);
    xml.push_str(
        r#"<hp:ctrl><hp:colPr id="" type="NEWSPAPER" layout="LEFT" colCount="1" sameSz="1" sameGap="0"/></hp:ctrl>"#,
    );
    page_head(&mut xml, document, paper);
    page_foot(&mut xml, document, paper);
    xml.push_str(r#"<hp:ctrl><hp:pageNum pos="BOTTOM_CENTER" formatType="DIGIT" sideChar="-"/></hp:ctrl></hp:run>"#);
    xml
}

fn properties(xml: &mut String, paper: Paper) {
    // Width and height are those of the upright page; the page is turned by `landscape`.
    let upright = Paper::new(false);
    let (side, head, foot) = (units(Paper::SIDE), units(Paper::HEAD), units(Paper::FOOT));
    let _ = write!(
        xml,
        r##"<hp:secPr id="" textDirection="HORIZONTAL" spaceColumns="1134" tabStop="8000" tabStopVal="4000" tabStopUnit="HWPUNIT" outlineShapeIDRef="1" memoShapeIDRef="0" textVerticalWidthHead="0" masterPageCnt="0"><hp:grid lineGrid="0" charGrid="0" wonggojiFormat="0"/><hp:startNum pageStartsOn="BOTH" page="0" pic="0" tbl="0" equation="0"/><hp:visibility hideFirstHeader="0" hideFirstFooter="0" hideFirstMasterPage="0" border="SHOW_ALL" fill="SHOW_ALL" hideFirstPageNum="0" hideFirstEmptyLine="0" showLineNumber="0"/><hp:lineNumberShape restartType="0" countBy="0" distance="0" startNumber="0"/><hp:pagePr landscape="{}" width="{}" height="{}" gutterType="LEFT_ONLY"><hp:margin header="{}" footer="{}" gutter="0" left="{side}" right="{side}" top="{head}" bottom="{foot}"/></hp:pagePr>"##,
        if paper.wide { "NARROWLY" } else { "WIDELY" },
        units(upright.width),
        units(upright.height),
        units(Paper::TOP) - head,
        units(Paper::BOTTOM) - foot,
    );
    xml.push_str(concat!(
        r##"<hp:footNotePr><hp:autoNumFormat type="DIGIT" userChar="" prefixChar="" suffixChar=")" supscript="0"/><hp:noteLine length="-1" type="SOLID" width="0.12 mm" color="#000000"/><hp:noteSpacing betweenNotes="283" belowLine="567" aboveLine="850"/><hp:numbering type="CONTINUOUS" newNum="1"/><hp:placement place="EACH_COLUMN" beneathText="0"/></hp:footNotePr>"##,
        r##"<hp:endNotePr><hp:autoNumFormat type="DIGIT" userChar="" prefixChar="" suffixChar=")" supscript="0"/><hp:noteLine length="14692344" type="SOLID" width="0.12 mm" color="#000000"/><hp:noteSpacing betweenNotes="0" belowLine="567" aboveLine="850"/><hp:numbering type="CONTINUOUS" newNum="1"/><hp:placement place="END_OF_DOCUMENT" beneathText="0"/></hp:endNotePr>"##,
    ));
    for kind in ["BOTH", "EVEN", "ODD"] {
        let _ = write!(
            xml,
            r#"<hp:pageBorderFill type="{kind}" borderFillIDRef="{}" textBorder="PAPER" headerInside="0" footerInside="0" fillArea="PAPER"><hp:offset left="1417" right="1417" top="1417" bottom="1417"/></hp:pageBorderFill>"#,
            border::NONE,
        );
    }
    xml.push_str("</hp:secPr>");
}

fn page_head(xml: &mut String, document: &Document, paper: Paper) {
    let (title, day) = document.page_head();
    let line = if day.is_empty() { title } else { format!("{title} · {day}") };
    open_running(xml, "header", 1, "TOP", paper);
    if let Some(note) = document.demonstration {
        running(xml, Style::Demonstration, &Text::strong(format!("※ {note}")));
    }
    running(xml, Style::Running(Align::Right), &line.into());
    close_running(xml, "header");
}

fn page_foot(xml: &mut String, document: &Document, paper: Paper) {
    open_running(xml, "footer", 2, "BOTTOM", paper);
    running(xml, Style::Running(Align::Left), &document.page_foot().into());
    close_running(xml, "footer");
}

fn open_running(xml: &mut String, element: &str, id: u8, at: &str, paper: Paper) {
    let (width, height) = (units(paper.text_width()), units(Paper::TOP - Paper::HEAD));
    let _ = write!(
        xml,
        r#"<hp:ctrl><hp:{element} id="{id}" applyPageType="BOTH"><hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="{at}" linkListIDRef="0" linkListNextIDRef="0" textWidth="{width}" textHeight="{height}" hasTextRef="0" hasNumRef="0">"#,
    );
}

fn close_running(xml: &mut String, element: &str) {
    let _ = write!(xml, "</hp:subList></hp:{element}></hp:ctrl>");
}

fn running(xml: &mut String, style: Style, text: &Text) {
    open_paragraph(xml, style.number(), false);
    runs(xml, text, char_look(Look::Running));
    close_paragraph(xml);
}
