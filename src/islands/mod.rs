//! All that reaches the browser. Islands are leaves: the page works without them. To add one: a file here, a finished
//! page beneath it, and only strings and numbers as props.

mod draft_keeper;
mod grid_keys;

pub use draft_keeper::DraftKeeper;
pub use grid_keys::GridKeys;
