//! All that reaches the browser. Islands are leaves: the page works without them. To add one: a file here, a finished
//! page beneath it, and only strings and numbers as props.

mod draft_keeper;
mod grid_keys;
mod line_keeper;

pub use draft_keeper::DraftKeeper;
pub use grid_keys::GridKeys;
pub use line_keeper::LineKeeper;
