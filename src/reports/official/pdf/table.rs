//! Tables on pages: titles repeated at the head of every page, rows cut between lines only where they must be.

use super::flow::{Flow, Shape, Tone};
use super::lines::{Line, break_lines};
use super::tree::{Kind, NodeId};
use crate::reports::official::scale::{CELL_PADDING, Look, Paper, widths};
use crate::reports::official::{Align, Cell, Row, Table, Text};

const SPACING: f32 = 1.35;
const RULE: f32 = 0.5;
/// A row higher than this part of a page may be cut.
const CUT: f32 = 0.3;

/// Sets a table where the flow stands.
pub fn set(flow: &mut Flow, table: &Table) {
    let setter = Setter::new(flow, table);
    let node = flow.laid.tree.add(Some(flow.section), Kind::Table);
    setter.caption(flow, node);
    let titles = setter.titles();
    if let Some(titles) = &titles {
        let head = flow.laid.tree.add(Some(node), Kind::Titles);
        setter.row(flow, head, titles, &[]);
    } else {
        setter.rule_above(flow);
    }
    let rows = flow.laid.tree.add(Some(node), Kind::Rows);
    let mut again: Vec<LaidRow> = titles.into_iter().collect();
    let titles = again.len();
    for row in &table.rows {
        let laid = setter.lay(row);
        if matches!(row, Row::Group(_)) {
            again.truncate(titles);
            // The name of a group stays with its first row.
            setter.turn(flow, laid.height + setter.line * 2.0, &again);
        }
        setter.row(flow, rows, &laid, &again);
        if let Row::Group(name) = row {
            again.push(setter.lay(&Row::Group(format!("{name} (계속)"))));
        }
    }
    flow.y += 6.0;
}

struct Setter<'a> {
    table: &'a Table,
    faces: &'static [super::typeface::Face; 2],
    size: f32,
    line: f32,
    /// The left edge of each column, and the right edge of the last.
    edges: Vec<f32>,
}

/// A row broken into lines.
struct LaidRow {
    cells: Vec<LaidCell>,
    height: f32,
}

struct LaidCell {
    lines: Vec<Line>,
    from: usize,
    until: usize,
    align: Align,
    fill: Option<Tone>,
    kind: Kind,
}

impl<'a> Setter<'a> {
    fn new(flow: &Flow, table: &'a Table) -> Self {
        let look = if flow.paper.wide { Look::WideCell } else { Look::Cell };
        let shares = table.columns.iter().map(|column| column.width);
        let mut edges = vec![Paper::SIDE];
        for width in widths(shares, flow.paper.text_width()) {
            edges.push(edges[edges.len() - 1] + width);
        }
        Self { table, faces: flow.faces, size: look.size(), line: look.size() * SPACING, edges }
    }

    fn caption(&self, flow: &mut Flow, table: NodeId) {
        let needed = self.line * 6.0;
        flow.make_room(needed);
        flow.leave(9.0);
        if !self.table.caption.is_empty() {
            flow.bookmark(&self.table.caption, 2);
            let node = flow.laid.tree.add(Some(table), Kind::Caption);
            let words = format!("< {} >", self.table.caption);
            flow.text(&words.into(), true, Look::Caption, node, (0.0, Align::Center));
        }
        if !self.table.unit.is_empty() {
            let node = flow.laid.tree.add(Some(table), Kind::Caption);
            flow.text(&self.table.unit.as_str().into(), false, Look::Running, node, (0.0, Align::Right));
        }
    }

    fn titles(&self) -> Option<LaidRow> {
        self.table.titled.then(|| {
            let cells = self.table.columns.iter().enumerate().map(|(at, column)| {
                let lines = self.lines(&column.title.as_str().into(), true, at, at + 1);
                let fill = Some(Tone::Head);
                LaidCell { lines, from: at, until: at + 1, align: Align::Center, fill, kind: Kind::ColumnTitle }
            });
            self.measured(cells.collect())
        })
    }

    fn lay(&self, row: &Row) -> LaidRow {
        match row {
            Row::Group(name) => {
                let until = self.table.columns.len();
                let lines = self.lines(&name.as_str().into(), true, 0, until);
                let kind = Kind::RowTitle(u32::try_from(until).unwrap_or(1));
                let fill = Some(Tone::Group);
                self.measured(vec![LaidCell { lines, from: 0, until, align: Align::Left, fill, kind }])
            }
            Row::Cells(cells) => self.measured(self.cells(cells)),
        }
    }

    fn cells(&self, cells: &[Cell]) -> Vec<LaidCell> {
        let empty = Text::default();
        let lay = |placed: &crate::reports::official::table::Placed<'_>| {
            let head = placed.cell.is_some_and(|cell| cell.head);
            let columns = u32::try_from(placed.until - placed.from).unwrap_or(1);
            LaidCell {
                lines: self.lines(placed.cell.map_or(&empty, |cell| &cell.text), head, placed.from, placed.until),
                from: placed.from,
                until: placed.until,
                align: self.table.align(placed),
                fill: head.then_some(Tone::Head),
                kind: if head { Kind::RowTitle(columns) } else { Kind::Cell(columns) },
            }
        };
        self.table.placed(cells).iter().map(lay).collect()
    }

    fn lines(&self, text: &Text, strong: bool, from: usize, until: usize) -> Vec<Line> {
        let width = self.edges[until] - self.edges[from] - 2.0 * CELL_PADDING.0;
        break_lines(self.faces, text, strong, self.size, width)
    }

    fn measured(&self, cells: Vec<LaidCell>) -> LaidRow {
        let lines = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(1);
        LaidRow { cells, height: self.height(lines) }
    }

    fn height(&self, lines: usize) -> f32 {
        lines as f32 * self.line + 2.0 * CELL_PADDING.1
    }

    /// Draws a row under `parent`, on as many pages as it needs.
    fn row(&self, flow: &mut Flow, parent: NodeId, row: &LaidRow, again: &[LaidRow]) {
        let node = flow.laid.tree.add(Some(parent), Kind::Row);
        let nodes: Vec<_> = row.cells.iter().map(|cell| flow.laid.tree.add(Some(node), cell.kind.clone())).collect();
        let page = flow.bottom() - Paper::TOP;
        if row.height <= page * CUT {
            self.turn(flow, row.height, again);
        }
        let (mut done, all) = (0, row.cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(1));
        while done < all {
            self.turn(flow, self.height((all - done).min(3)), again);
            let room = ((flow.bottom() - flow.y - 2.0 * CELL_PADDING.1) / self.line).floor().max(1.0) as usize;
            let until = (done + room).min(all);
            self.strip(flow, row, Some(&nodes), (done, until));
            done = until;
        }
    }

    /// Turns the page where `height` does not fit, and repeats on the new one what stands `again` at its head: titles and
    /// the name of the group. They are there for the eye; the tree has them once.
    fn turn(&self, flow: &mut Flow, height: f32, again: &[LaidRow]) {
        if flow.y + height <= flow.bottom() || flow.is_at_top() {
            return;
        }
        flow.turn_page(flow.paper);
        if again.is_empty() {
            self.rule_above(flow);
        }
        again.iter().for_each(|row| self.strip(flow, row, None, (0, usize::MAX)));
    }

    /// Draws the lines `from..until` of each cell of a row, with fills and rules around them.
    fn strip(&self, flow: &mut Flow, row: &LaidRow, nodes: Option<&[NodeId]>, (from, until): (usize, usize)) {
        let tallest = row.cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(1);
        let shown = until.min(tallest) - from;
        let (top, height) = (flow.y, self.height(shown));
        let whole = shown == tallest;
        for (at, cell) in row.cells.iter().enumerate() {
            let (left, right) = (self.edges[cell.from], self.edges[cell.until]);
            self.frame(flow, cell, (left, right), (top, height));
            let lines = cell.lines.get(from..until.min(cell.lines.len())).unwrap_or_default();
            // In the middle of its cell, unless the row is cut.
            let slack = if whole { (shown - lines.len()) as f32 * self.line / 2.0 } else { 0.0 };
            for (number, line) in lines.iter().enumerate() {
                let free = right - left - 2.0 * CELL_PADDING.0 - line.width;
                let x = left
                    + CELL_PADDING.0
                    + match cell.align {
                        Align::Left => 0.0,
                        Align::Center => free / 2.0,
                        Align::Right => free,
                    };
                let y = top + CELL_PADDING.1 + slack + number as f32 * self.line;
                flow.put(line, nodes.map(|nodes| nodes[at]), (x, y), self.size, self.line);
            }
        }
        flow.y += height;
    }

    fn frame(&self, flow: &mut Flow, cell: &LaidCell, (left, right): (f32, f32), (top, height): (f32, f32)) {
        if let Some(tone) = cell.fill {
            flow.shape(Shape { x: left, y: top, width: right - left, height, tone });
        }
        let rule = |x, y, width, height| Shape { x, y, width, height, tone: Tone::Rule };
        flow.shape(rule(left - RULE / 2.0, top, RULE, height));
        if cell.until == self.table.columns.len() {
            flow.shape(rule(right - RULE / 2.0, top, RULE, height));
        }
        flow.shape(rule(left, top + height - RULE / 2.0, right - left, RULE));
        if cell.kind == Kind::ColumnTitle {
            flow.shape(rule(left, top - RULE / 2.0, right - left, RULE));
        }
    }

    /// The upper edge of a table without titles.
    fn rule_above(&self, flow: &mut Flow) {
        let (x, end, y) = (self.edges[0], self.edges[self.edges.len() - 1], flow.y);
        flow.shape(Shape { x, y: y - RULE / 2.0, width: end - x, height: RULE, tone: Tone::Rule });
    }
}
