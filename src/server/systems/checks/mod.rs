//! Samples drawn from the register and checked on the spot.
//!
//! The list and the results are for all who may count systems; names and what was found of a named system for the PMO and
//! its institution; only the PMO draws and records.

mod detail;
mod drawing;
mod files;
mod finding;

pub use detail::{list, show};
pub use drawing::{draw, new};
pub use files::{as_csv, as_xlsx};
pub use finding::{edit as show_finding, record as record_finding};
