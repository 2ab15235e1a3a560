//! Councils and review meetings, and what comes of them: what was said, what was decided, who has to do it by when, what
//! the field finds hard, what help it got, and who waits for whom.
//!
//! Everything here is a record of one [`register`], kept in versions: an edit adds a version, nothing is overwritten. A
//! [`Council`] is the register at the end of a day, as one class of readers may see it; every page, export and search asks
//! it and nothing else. To add a kind of record: a type here, a variant of [`register::Body`], a list in [`Council`].

pub mod agenda;
pub mod attendance;
pub mod carry;
pub mod cio;
pub mod difficulty;
pub mod follow;
pub mod meeting;
pub mod minutes;
pub mod names;
pub mod outcome;
pub mod register;
pub mod similar;
pub mod source;
pub mod support;
mod view;
pub mod waiting;

#[cfg(test)]
pub mod fixture;

pub use register::{Body, Register, Version};
pub use view::{Council, Entry, Sight};
