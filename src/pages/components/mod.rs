//! The parts that pages are made of. Each is a function (or a small builder) from owned values to an `AnyView`; none
//! knows the store. To add one: a file here, its `pub use` below, its texts in `locales/components.toml`.
//!
//! ```text
//! icon("clip")                                           <svg> by its symbol in sprite.svg; words stand beside it
//! light_mark(lang, light)  light_cell(lang, light, tag)  the schedule light; `tag`: 확인 대기 beside it
//! rating_mark(lang, Option<SelfRating>)  verdict_mark(lang, Option<Verdict>)  waiting_tag(lang)  assumed_tag(lang)
//! light_word / light_symbol / rating_word / rating_symbol / verdict_word / verdict_symbol   (lang, …) -> &'static str
//! bar(percent, planned)   progress(lang, tenths, planned)   share(done, all, words)       bars with their number
//! full_day(lang, day)  day_in_year(lang, day, year)  short_day(lang, day, year)  instant(lang, at)      <time>
//! days_left(days)  slip(lang, days)                      D-11 and +12일 with their colours
//! section::head(title, count, note, more)                the heading of a section: Some(6), Some(note), Some((word, href))
//! rule(lang, "how it is computed")                       <details> 산출 방법
//! Empty::new("what is missing", "why").link("word", href).view()
//! pager(info, page, pages, |number| path)                path without plan and as-of: `info.link` is applied
//! breadcrumb(lang, &[(word, Some(href)), (word, None)])  the last one is the page itself
//! Field::new("progress", "진척률").value(text).hint(…).required().error(…).text(lang)   also .number .date .password
//!     .textarea(lang, rows) .select(lang, &[(value, word)]) .radios(lang, &[(value, word, hint)]) .checkbox(lang)
//! error_summary(lang, title, &[("field name", "fault")])   the alert above a form; links to `#field-name`
//! submit("저장")  hidden("name", value)
//! error::error_page(info, PageFault::NotFound, None)     body of a page that cannot be shown
//! ```
//!
//! A field's id is its name prefixed with `f-`; a list of faults is `&[(name, text)]`, see [`form::fault_of`].

pub mod bar;
pub mod breadcrumb;
pub mod empty;
pub mod error;
pub mod escape;
pub mod form;
pub mod marks;
pub mod pager;
pub mod rule;
pub mod section;
pub mod time;

pub use bar::{bar, progress, share};
pub use breadcrumb::breadcrumb;
pub use empty::Empty;
pub use form::{Field, error_summary, hidden, submit};
pub use marks::{
    assumed_tag, icon, light_cell, light_mark, light_symbol, light_word, rating_mark, rating_symbol, rating_word,
    verdict_mark, verdict_symbol, verdict_word, waiting_tag,
};
pub use pager::pager;
pub use rule::rule;
pub use time::{day_in_year, days_left, full_day, instant, short_day, slip};
