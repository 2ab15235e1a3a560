//! The milestone chart: approved dues on the upper lane, forecasts and completions on the lower, slips in red between.
//! Geometry by attributes; the table below the chart says the same.

use super::milestones::MilestoneRow;
use crate::domain::due::Due;
use crate::domain::schedule::{ClaimState, Light};
use crate::domain::standing::StepStanding;
use crate::pages::format;
use crate::pages::lang::Lang;
use crate::pages::record::cells::{day_text, due_text};
use crate::pages::record::{Scene, is_coarse, milestone_label};
use crate::pages::texts;
use chrono::{Datelike, Days, Months, NaiveDate};
use leptos::prelude::*;

const WIDTH: i64 = 1376;
/// Where the time axis begins and ends; names stand left of it, dates right.
const LEFT: i64 = 300;
const RIGHT: i64 = 1120;
const TOP: i64 = 56;
const ROW: i64 = 50;
/// Pixels for a milestone's name left of the axis, and those of a wide and of a narrow letter.
const NAME_WIDTH: usize = 280;
const WIDE: usize = 13;
const NARROW: usize = 8;
/// Month lines on the axis, at most; a longer span is marked by quarters or years.
const TICKS: i64 = 14;

/// Days to pixels.
#[derive(Clone, Copy)]
struct Axis {
    from: NaiveDate,
    until: NaiveDate,
}

impl Axis {
    fn of(scene: &Scene, rows: &[MilestoneRow]) -> Self {
        let days = rows.iter().flat_map(|row| {
            let step = row.step;
            let known = [Some(step.first_due.last_day), Some(step.due.last_day), step.forecast, finished_on(step)];
            known.into_iter().flatten()
        });
        let days: Vec<NaiveDate> = days.chain([scene.standing.day, scene.ledger.plan.announced_on]).collect();
        let first = days.iter().min().copied().unwrap_or(scene.standing.day);
        let last = days.iter().max().copied().unwrap_or(scene.standing.day);
        let until = month_start(last).checked_add_months(Months::new(1)).unwrap_or(last);
        Self { from: month_start(first), until }
    }

    fn x(self, day: NaiveDate) -> i64 {
        let whole = (self.until - self.from).num_days().max(1);
        let part = (day - self.from).num_days().clamp(0, whole);
        LEFT + part * (RIGHT - LEFT) / whole
    }

    /// The first days of the months that get a line.
    fn ticks(self) -> Vec<NaiveDate> {
        let months = i64::from(self.until.year() - self.from.year()) * 12 + i64::from(self.until.month())
            - i64::from(self.from.month());
        let step = match months {
            ..=TICKS => 1,
            15..=42 => 3,
            _ => 12,
        };
        let aligned = |day: &NaiveDate| (day.month() - 1).is_multiple_of(step);
        let mut day = self.from;
        let mut ticks = Vec::new();
        while day < self.until {
            if aligned(&day) {
                ticks.push(day);
            }
            let Some(next) = day.checked_add_months(Months::new(1)) else { break };
            day = next;
        }
        ticks
    }
}

fn month_start(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The day a verified step was claimed on.
fn finished_on(step: &StepStanding) -> Option<NaiveDate> {
    match step.claim {
        ClaimState::Verified { claimed_on, .. } if step.light == Light::Done => Some(claimed_on),
        _ => None,
    }
}

/// The first day of the period that a coarse due names.
fn period_start(due: Due) -> Option<NaiveDate> {
    use crate::domain::due::Precision;
    let months = match due.precision {
        Precision::Day => return None,
        Precision::Month => 1,
        Precision::Quarter => 3,
        Precision::Half => 6,
        Precision::Year => 12,
    };
    (due.last_day + Days::new(1)).checked_sub_months(Months::new(months))
}

/// The legend and the chart.
pub fn chart(scene: &Scene, rows: &[MilestoneRow]) -> AnyView {
    let lang = scene.lang();
    let axis = Axis::of(scene, rows);
    let height = TOP + ROW * i64::try_from(rows.len()).unwrap_or(0) + 12;
    let lines: Vec<AnyView> =
        rows.iter().zip(0..).map(|(row, index)| line(scene, axis, row, TOP + ROW * index)).collect();
    let facts: Vec<String> = rows.iter().map(|row| fact(scene, row)).collect();
    let label = texts::task::chart_label(lang, facts.join("; "));
    view! {
        {legend(scene)}
        <div class="scroll" tabindex="0" role="region" aria-label=texts::task::chart_region(lang)>
            <svg class="chart chart--gantt" viewBox=format!("0 0 {WIDTH} {height}") role="img" aria-label=label>
                {ticks(scene, axis, height)}
                {lines}
                {today(scene, axis, height)}
            </svg>
        </div>
    }
    .into_any()
}

fn legend(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    view! {
        <p class="legend">
            <span class="mk"><svg class="i" aria-hidden="true" viewBox="0 0 16 16"><path d="M8 1.5L14.5 8 8 14.5 1.5 8z"></path></svg>{texts::task::legend_due(lang)}</span>
            <span class="mk s-ok"><svg class="i" aria-hidden="true" viewBox="0 0 16 16"><circle class="f" cx="8" cy="8" r="5"></circle></svg>{texts::task::legend_forecast(lang)}</span>
            <span class="mk s-done"><svg class="i" aria-hidden="true"><use href="#s-done"></use></svg>{texts::task::legend_done(lang)}</span>
            <span class="mk s-late"><svg class="i" aria-hidden="true" viewBox="0 0 16 16"><path d="M1 8h14" stroke-width="3"></path></svg>{texts::task::legend_slip(lang)}</span>
        </p>
    }
    .into_any()
}

fn ticks(scene: &Scene, axis: Axis, height: i64) -> AnyView {
    let lang = scene.lang();
    let mut year = None;
    let marks: Vec<AnyView> = axis
        .ticks()
        .into_iter()
        .map(|day| {
            let x = axis.x(day).to_string();
            let name = match (lang, year == Some(day.year())) {
                (Lang::Ko, true) => texts::task::month(lang, day.month()),
                (Lang::Ko, false) => texts::task::year_month(lang, day.month(), day.year()),
                (Lang::En, true) => day.format("%b").to_string(),
                (Lang::En, false) => day.format("%b %Y").to_string(),
            };
            year = Some(day.year());
            let label_x = (axis.x(day) + 5).to_string();
            view! {
                <line class="ax" x1=x.clone() x2=x y1="30" y2=height.to_string()></line>
                <text x=label_x y="44">{name}</text>
            }
            .into_any()
        })
        .collect();
    marks.into_any()
}

fn today(scene: &Scene, axis: Axis, height: i64) -> AnyView {
    let lang = scene.lang();
    let day = scene.standing.day;
    let text = day_text(scene, day);
    let text = if scene.info.asof.is_some() {
        texts::task::chart_asof(lang, text)
    } else {
        texts::task::chart_today(lang, text)
    };
    let x = axis.x(day).to_string();
    view! {
        <line class="today" x1=x.clone() x2=x.clone() y1="22" y2=height.to_string()></line>
        <text class="lab-act" x=x y="16" text-anchor="middle">{text}</text>
    }
    .into_any()
}

/// One milestone: name, diamond at its approved due, disc at its forecast or tick at its end, dates at the right.
fn line(scene: &Scene, axis: Axis, row: &MilestoneRow, top: i64) -> AnyView {
    let step = row.step;
    let (upper, lower, foot) = (top + 15, top + 29, top + 47);
    let due_x = axis.x(step.due.last_day);
    let (late, words) = outcome(scene, step);
    let class = if late { "lab-late" } else { "" };
    let text_y = (top + 26).to_string();
    view! {
        <line class="ax" x1="0" x2=WIDTH.to_string() y1=foot.to_string() y2=foot.to_string()></line>
        <text class="lab" x="0" y=(top + 20).to_string()>{shortened(&milestone_label(row.milestone))}</text>
        {period(axis, step, upper)}
        {slip(axis, step, upper, lower)}
        <path class="base" d=diamond(due_x, upper)></path>
        {landing(axis, step, lower)}
        <text x=(RIGHT + 24).to_string() y=text_y.clone()>{dates(scene, step)}</text>
        <text class=class x=WIDTH.to_string() y=text_y text-anchor="end">{words}</text>
    }
    .into_any()
}

/// The period a coarse due was promised in, and the way from the first due to the one approved since.
fn period(axis: Axis, step: &StepStanding, y: i64) -> AnyView {
    let period = is_coarse(step.due).then(|| period_start(step.due)).flatten();
    let moved = (step.first_due != step.due).then_some(step.first_due.last_day);
    let span = |from: NaiveDate| {
        let (from, until) = (axis.x(from), axis.x(step.due.last_day));
        let y = y.to_string();
        view! { <line class="span" x1=from.to_string() x2=until.to_string() y1=y.clone() y2=y></line> }
    };
    let first = moved.map(|day| view! { <path class="base" d=diamond(axis.x(day), y)></path> });
    view! { {period.map(span)}{moved.map(span)}{first} }.into_any()
}

/// The red line from the first approved due to where the step is expected, or was, later.
fn slip(axis: Axis, step: &StepStanding, upper: i64, lower: i64) -> Option<AnyView> {
    let end = finished_on(step).or(step.forecast.filter(|_| step.light.is_open()))?;
    let start = step.first_due.last_day;
    (end > start).then(|| {
        let (from, until) = (axis.x(start).to_string(), axis.x(end).to_string());
        let y = lower.to_string();
        view! {
            <line class="ax0" x1=from.clone() x2=from.clone() y1=upper.to_string() y2=(lower + 5).to_string()></line>
            <line class="slip" x1=from x2=until y1=y.clone() y2=y></line>
        }
        .into_any()
    })
}

/// The disc of a forecast, or the ticked square of a completion.
fn landing(axis: Axis, step: &StepStanding, y: i64) -> Option<AnyView> {
    if let Some(day) = finished_on(step) {
        let x = axis.x(day);
        let tick = format!("M{} {}l2.4 2.4l4.4 -4.8", x - 3, y);
        return Some(
            view! {
                <rect class="fore done" x=(x - 6).to_string() y=(y - 6).to_string() width="13" height="13" rx="1.5"></rect>
                <path d=tick class="inv"></path>
            }
            .into_any(),
        );
    }
    let forecast = step.forecast.filter(|_| step.light.is_open())?;
    let class = match (step.slip_days(), step.light) {
        (Some(1..), _) | (_, Light::Late) => "fore late",
        (_, Light::DueSoon) => "fore soon",
        _ => "fore",
    };
    let (x, y) = (axis.x(forecast).to_string(), y.to_string());
    Some(view! { <circle class=class cx=x cy=y r="5.4"></circle> }.into_any())
}

fn diamond(x: i64, y: i64) -> String {
    format!("M{x} {}l7 7l-7 7l-7-7z", y - 7)
}

fn dates(scene: &Scene, step: &StepStanding) -> String {
    let end = finished_on(step).or(step.forecast.filter(|_| step.light.is_open()));
    match end.filter(|day| *day != step.first_due.last_day) {
        Some(day) => format!("{} → {}", day_text(scene, step.first_due.last_day), day_text(scene, day)),
        None => due_text(scene, step.due),
    }
}

/// The days of difference in words, and whether they are a slip.
fn outcome(scene: &Scene, step: &StepStanding) -> (bool, String) {
    let lang = scene.lang();
    if let Some(day) = finished_on(step) {
        let days = (day - step.first_due.last_day).num_days();
        let words = if days > 0 { format::slip(lang, days) } else { texts::task::in_time(lang).to_owned() };
        return (days > 0, words);
    }
    match step.slip_days() {
        Some(days) => (days > 0, format::slip(lang, days)),
        None => (false, texts::record::dash(lang).to_owned()),
    }
}

fn fact(scene: &Scene, row: &MilestoneRow) -> String {
    let lang = scene.lang();
    let step = row.step;
    let state = match (finished_on(step), step.forecast) {
        (Some(day), _) => texts::task::chart_done(lang, day_text(scene, day)),
        (None, Some(day)) => texts::task::chart_forecast(lang, day_text(scene, day)),
        (None, None) => texts::record::no_forecast(lang).to_owned(),
    };
    texts::task::chart_fact(lang, due_text(scene, step.due), milestone_label(row.milestone), state)
}

/// The name, cut with an ellipsis where it would run into the axis.
fn shortened(name: &str) -> String {
    let mut width = 0;
    for (at, letter) in name.char_indices() {
        width += if letter.is_ascii() { NARROW } else { WIDE };
        if width > NAME_WIDTH {
            return format!("{}…", name[..at].trim_end());
        }
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_axis_maps_its_ends_and_nothing_beyond() {
        let axis = Axis { from: day("2024-01-01"), until: day("2025-01-01") };
        assert_eq!(axis.x(day("2024-01-01")), LEFT);
        assert_eq!(axis.x(day("2025-01-01")), RIGHT);
        assert_eq!(axis.x(day("2030-01-01")), RIGHT);
    }

    #[test]
    fn a_long_axis_has_few_lines() {
        let axis = |until| Axis { from: day("2024-01-01"), until: day(until) };
        assert_eq!(axis("2025-01-01").ticks().len(), 12);
        assert_eq!(axis("2026-01-01").ticks().len(), 8);
        assert_eq!(axis("2030-01-01").ticks().len(), 6);
    }

    #[test]
    fn a_half_begins_in_january_or_july() {
        let start = |text| Due::parse(text).and_then(period_start);
        assert_eq!(start("2024-H2"), Some(day("2024-07-01")));
        assert_eq!(start("2024-Q1"), Some(day("2024-01-01")));
        assert_eq!(start("2024-02"), Some(day("2024-02-01")));
        assert_eq!(start("2024-03-31"), None);
    }

    #[test]
    fn a_long_name_is_cut_with_an_ellipsis() {
        assert_eq!(shortened("4-3 등급 재산정"), "4-3 등급 재산정");
        assert_eq!(shortened(&"가".repeat(30)), format!("{}…", "가".repeat(21)));
    }
}
