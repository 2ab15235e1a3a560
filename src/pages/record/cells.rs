//! The cells of tables: marks, days, dues, progress, each the same on every page.

use super::Scene;
use crate::domain::calendar::day_of;
use crate::domain::due::Due;
use crate::domain::institution::Kind;
use crate::domain::plan::{Basis, TaskRole};
use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, StepStanding};
use crate::pages::components::marks::{light_mark, rating_mark, verdict_mark, waiting_mark};
use crate::pages::format;
use crate::pages::lang::Lang;
use crate::pages::texts;
use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;

pub use crate::pages::components::progress::{count_bar, progress_bar};
pub use crate::pages::format::{basis_word, bytes, day_left_text, difference, kind_word, light_word, percent, role_word};

/// A day in words, with its year where the year is not that of the day shown.
#[must_use]
pub fn day_text(scene: &Scene, day: NaiveDate) -> String {
    format::day(scene.lang(), day, scene.standing.day)
}

/// A day, for reading and for machines.
pub fn date(scene: &Scene, day: NaiveDate) -> AnyView {
    view! { <time datetime=day.to_string()>{day_text(scene, day)}</time> }.into_any()
}

/// The Korean day of an instant.
pub fn time_of(scene: &Scene, at: DateTime<Utc>) -> AnyView {
    date(scene, day_of(at))
}
