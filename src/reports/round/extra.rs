//! A section that another area adds to the report of a round: it states its lines and tables once, and every format
//! writes them.

use crate::reports::official::{Align, Block, Cell as DocumentCell, Column, Level, Row, Table as DocumentTable};
use crate::reports::tables::{Cell, Table};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

/// A section of the documents, its tables as sheets, its code word as a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Extra {
    /// Its code word.
    pub code: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What the documents say before the tables, in 개조식.
    #[serde(serialize_with = "words")]
    pub lines: Vec<(Level, String)>,
    /// One of them for the first page of the documents; empty: none.
    pub summary: String,
    pub tables: Vec<ExtraTable>,
}

/// A table of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraTable {
    /// Its code word.
    pub code: &'static str,
    /// The name of its sheet, at most 31 characters, and its caption.
    pub name: &'static str,
    pub columns: Vec<ExtraColumn>,
    /// A cell a column.
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtraColumn {
    /// The key in json.
    pub code: &'static str,
    pub title: &'static str,
    /// Its share of the width in documents.
    pub width: u16,
    pub align: Align,
}

impl Extra {
    pub(super) fn blocks(&self) -> Vec<Block> {
        let lines = self.lines.iter().map(|(level, words)| Block::line(*level, words.as_str()));
        lines.chain(self.tables.iter().map(|table| Block::Table(table.in_document()))).collect()
    }
}

impl ExtraTable {
    /// As a sheet.
    pub(super) fn sheet(&self) -> Table {
        Table {
            name: self.name,
            titles: self.columns.iter().map(|column| column.title).collect(),
            rows: self.rows.clone(),
        }
    }

    fn in_document(&self) -> DocumentTable {
        let columns = self.columns.iter().map(|column| Column {
            title: column.title.to_owned(),
            width: column.width,
            align: column.align,
        });
        let rows =
            self.rows.iter().map(|row| Row::Cells(row.iter().map(|cell| DocumentCell::new(cell.words())).collect()));
        DocumentTable::list(self.name, columns.collect(), rows.collect())
    }
}

/// A list of objects with the columns' code words as keys.
impl Serialize for ExtraTable {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut table = to.serialize_map(Some(2))?;
        table.serialize_entry("code", self.code)?;
        table.serialize_entry("rows", &Rows(self))?;
        table.end()
    }
}

struct Rows<'a>(&'a ExtraTable);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut rows = to.serialize_seq(Some(self.0.rows.len()))?;
        for row in &self.0.rows {
            rows.serialize_element(&Line(&self.0.columns, row))?;
        }
        rows.end()
    }
}

struct Line<'a>(&'a [ExtraColumn], &'a [Cell]);

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|column| column.code).zip(self.1))
    }
}

fn words<S: Serializer>(lines: &[(Level, String)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(lines.iter().map(|(_, words)| words))
}
