//! Tables of official documents: lists that may run over pages, and forms of labels and values.

use super::Text;

/// A table. Its titles are repeated at the head of every page it reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Above the table; empty: none.
    pub caption: String,
    /// At the right above the table, such as (단위: 건); empty: none.
    pub unit: String,
    pub columns: Vec<Column>,
    /// Whether the columns' titles are shown.
    pub titled: bool,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    /// The column's share of the table's width, against those of the others.
    pub width: u16,
    pub align: Align,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Center,
    Right,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// The name of the rows that follow, over the whole width.
    Group(String),
    Cells(Vec<Cell>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub text: Text,
    /// Over how many columns it reaches; at least 1.
    pub span: u16,
    /// A heading of its row.
    pub head: bool,
}

/// What stands in a table that has no rows.
const NONE: &str = "해당 없음";

impl Column {
    /// A column of words.
    #[must_use]
    pub fn words(title: impl Into<String>, width: u16) -> Self {
        Self { title: title.into(), width, align: Align::Left }
    }

    /// A column of short words, dates or marks.
    #[must_use]
    pub fn mark(title: impl Into<String>, width: u16) -> Self {
        Self { title: title.into(), width, align: Align::Center }
    }

    /// A column of numbers.
    #[must_use]
    pub fn number(title: impl Into<String>, width: u16) -> Self {
        Self { title: title.into(), width, align: Align::Right }
    }
}

impl Cell {
    #[must_use]
    pub fn new(text: impl Into<Text>) -> Self {
        Self { text: text.into(), span: 1, head: false }
    }

    #[must_use]
    pub fn head(text: impl Into<Text>) -> Self {
        Self { head: true, ..Self::new(text) }
    }

    #[must_use]
    pub fn spanning(self, columns: u16) -> Self {
        Self { span: columns.max(1), ..self }
    }
}

impl<T: Into<Text>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::new(text)
    }
}

impl Table {
    /// A list under titles. Without rows it says 해당 없음.
    #[must_use]
    pub fn list(caption: impl Into<String>, columns: Vec<Column>, rows: Vec<Row>) -> Self {
        Self { caption: caption.into(), unit: String::new(), columns, titled: true, rows }.or_none()
    }

    /// A form of labels (heads) and values over `widths`, without titles.
    #[must_use]
    pub fn form(caption: impl Into<String>, widths: &[u16], rows: Vec<Row>) -> Self {
        let columns = widths.iter().map(|width| Column::words("", *width)).collect();
        Self { caption: caption.into(), unit: String::new(), columns, titled: false, rows }.or_none()
    }

    #[must_use]
    pub fn in_units(self, unit: impl Into<String>) -> Self {
        Self { unit: unit.into(), ..self }
    }

    fn or_none(mut self) -> Self {
        if self.rows.is_empty() {
            let width = u16::try_from(self.columns.len()).unwrap_or(u16::MAX);
            self.rows.push(Row::Cells(vec![Cell::new(NONE).spanning(width)]));
        }
        self
    }

    /// The cells of a row with the columns they cover. Cells past the last column are left out, missing ones are empty.
    pub(crate) fn placed<'a>(&self, cells: &'a [Cell]) -> Vec<Placed<'a>> {
        let (mut column, mut placed) = (0, Vec::with_capacity(self.columns.len()));
        for cell in cells {
            if column >= self.columns.len() {
                break;
            }
            let end = (column + usize::from(cell.span)).min(self.columns.len());
            placed.push(Placed { cell: Some(cell), from: column, until: end });
            column = end;
        }
        placed.extend((column..self.columns.len()).map(|at| Placed { cell: None, from: at, until: at + 1 }));
        placed
    }

    /// How a cell's text stands: in the middle where it is a head or reaches over columns of a list.
    pub(crate) fn align(&self, placed: &Placed<'_>) -> Align {
        let head = placed.cell.is_some_and(|cell| cell.head);
        if (head && !self.titled) || (self.titled && placed.until - placed.from > 1) {
            Align::Center
        } else {
            self.columns[placed.from].align
        }
    }
}

/// A cell and the columns it covers.
pub(crate) struct Placed<'a> {
    pub cell: Option<&'a Cell>,
    pub from: usize,
    pub until: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_a_row_is_covered_once() {
        let table = Table::form("", &[1, 2, 1, 2], Vec::new());
        for cells in [
            vec![Cell::head("가"), Cell::new("나").spanning(3)],
            vec![Cell::new("가").spanning(9), Cell::new("나")],
            vec![Cell::new("가")],
        ] {
            let covered: Vec<_> = table.placed(&cells).iter().flat_map(|one| one.from..one.until).collect();
            assert_eq!(covered, [0, 1, 2, 3]);
        }
    }

    #[test]
    fn an_empty_list_says_that_there_is_nothing() {
        let table = Table::list("질의", vec![Column::words("번호", 1), Column::words("내용", 4)], Vec::new());
        let Row::Cells(cells) = &table.rows[0] else { panic!("{:?}", table.rows) };
        assert_eq!((cells[0].text.plain().as_str(), cells[0].span), (NONE, 2));
    }
}
