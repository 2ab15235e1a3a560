//! The web server. Handlers are thin: load, ask [`crate::domain::permission::may`], draw or record, answer.
//!
//! A GET draws a page of [`crate::pages`]. Every write is an HTML form posted to the same address or to a noun below it:
//! 303 where it was recorded, 422 with the same page where it was not, everything typed kept. To add a form: a file in
//! [`forms`], its route in [`router`], its row in `tests/permissions.rs`.

pub mod assets;
pub mod bodies;
pub mod council;
pub mod councils;
pub mod errors;
pub mod exports;
pub mod files;
pub mod forms;
pub mod headers;
pub mod heirs;
pub mod jobs;
pub mod kits;
pub mod mail;
pub mod passwords;
pub mod plans;
pub mod posted;
pub mod reading;
pub mod registers;
pub mod reminders;
pub mod render;
pub mod reviews;
pub mod round_files;
pub mod router;
pub mod seal_key;
pub mod seals;
pub mod session;
pub mod sessions;
mod spreadsheets;
pub mod state;
pub mod subscription;
pub mod systems;
pub mod views;
pub mod work_sheets;

pub use router::router;
pub use state::App;
