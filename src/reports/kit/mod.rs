//! The offline kit: a return as a workbook to be filled in without the system, and read back.
//!
//! A kit is laid out once ([`layout`]): which cell holds which fixed text, which one is to be filled in. The [`write`] side
//! draws that layout and seals a [`KitToken`] over it; the [`read`] side finds the token, checks seal, round, institution
//! and the fixed cells against it, and reads the cells that it names. So a file is read by what it was issued with, whatever
//! the plan has become since. What is typed is only ever written as text or as a day, never as a formula, and a formula is
//! not taken back.
//!
//! To add a field: a row in [`layout`], a kind in [`Kind`] if it is typed in a new way, its reading in [`value`].

mod book;
pub(in crate::reports) mod bounds;
mod layout;
mod model;
mod read;
mod value;
mod words;
mod write;

#[cfg(test)]
mod tests;

pub use model::{Kit, KitEntry, KitSource, KitStep, reports};
pub use read::{Address, read};
pub(in crate::reports) use value::{read_typed, serial_day, shown};
pub use words::{CLAIMED, UNCHANGED, label};
pub use write::write;

/// The largest file that is read, in bytes: many times what a kit of fifty assignments takes.
pub const KIT_BYTES: usize = 5 * 1024 * 1024;

/// The sheet with the token; hidden.
const TOKEN_SHEET: &str = "_ihaeng";
/// What stands at its top.
const TOKEN_MARK: &str = "ihaeng-kit";
