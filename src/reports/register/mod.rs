//! The register of information systems as a spreadsheet, and a spreadsheet read as rows of the register.
//!
//! Columns are known by their titles ([`columns::COLUMNS`]), choices by their Korean words ([`words`]); what is written
//! reads back the same, in a workbook and in a text table. Equipment stands in one cell, a line each ([`lines`]).
//!
//! To add something known of a system: its column in [`columns::COLUMNS`] and, where it is a choice, its words.

pub mod columns;
mod lines;
mod read;
pub mod words;
mod write;

pub use read::{read, read_rows};
pub use write::{FaultLine, Listed, cells, csv, faults_csv, faults_xlsx, xlsx};

#[cfg(test)]
mod tests;
