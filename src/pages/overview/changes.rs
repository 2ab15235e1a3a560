//! What changed in the last seven days, derived from the facts recorded in them.

use super::year;
use crate::domain::calendar::{day_of, start_of};
use crate::domain::ids::AssignmentId;
use crate::domain::ledger::{DateChangeFact, ReportFact, VerdictFact, VerificationFact};
use crate::domain::slip::Move;
use crate::domain::standing::AssignmentStanding;
use crate::pages::components::{Empty, rating_word, section, short_day, verdict_word};
use crate::pages::format;
use crate::pages::record::{Scene, korean};
use crate::pages::texts::overview as texts;
use chrono::{DateTime, Days, Utc};
use leptos::prelude::*;
use std::cmp::Reverse;
use std::sync::Arc;

/// So many changes are shown, the newest.
const SHOWN: usize = 12;

/// One change: when, of which assignment, of what, from what to what, and why.
struct Change {
    at: DateTime<Utc>,
    assignment: AssignmentId,
    what: String,
    was: String,
    is: String,
    why: String,
}

/// The section with the newest changes.
pub fn section(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    let first = scene.standing.day - Days::new(6);
    let changes = changes(scene, start_of(first));
    let count = changes.len();
    let body = if changes.is_empty() {
        Empty::new(texts::changed_none(lang), texts::changed_none_why(lang)).view()
    } else {
        let items: Vec<AnyView> = changes.into_iter().take(SHOWN).map(|change| item(scene, change)).collect();
        view! { <ol class="log">{items}</ol> }.into_any()
    };
    let days = |day| format::in_year(lang, day, year(scene));
    let period = format!("{}~{}", days(first), days(scene.standing.day));
    let note = if count > SHOWN { texts::changed_newest(lang, SHOWN, period) } else { period };
    view! {
        <section class="sec c7">{section::head(texts::changed(lang), Some(count), Some(note), None)}{body}</section>
    }
    .into_any()
}

fn item(scene: &Scene, change: Change) -> AnyView {
    let lang = scene.lang();
    let about = scene.standing.by_id(change.assignment);
    let (task, who) = about.map_or_else(Default::default, |one| {
        let href = scene.info.link(&format!("/tasks/{}/{}", one.task_no, one.institution));
        let task = view! { <a href=href>{texts::task(lang, one.task_no)}</a> }.into_any();
        (Some(task), scene.institution(&one.institution))
    });
    let was = (!change.was.is_empty()).then(|| view! { <span class="was">{change.was}</span>" → " });
    let why = (!change.why.is_empty())
        .then(|| view! { <br/><span class="mute" lang=korean(lang)>{texts::because(lang, change.why)}</span> });
    view! {
        <li>{short_day(lang, day_of(change.at), year(scene))}<div>{task}" "{who}" "{change.what}" "{was}<b>{change.is}</b>{why}</div></li>
    }
    .into_any()
}

/// All changes since `since`, the newest first.
fn changes(scene: &Scene, since: DateTime<Utc>) -> Vec<Change> {
    let known = |at: DateTime<Utc>| since <= at && at < scene.standing.cutoff;
    let moved = scene.standing.assignments.iter().filter(|one| one.last_fact_at.is_some_and(known));
    let mut all: Vec<Change> = moved.flat_map(|one| of_assignment(scene, one, &known)).collect();
    all.sort_by_key(|change| Reverse((change.at, change.assignment)));
    all
}

fn of_assignment(scene: &Scene, one: &AssignmentStanding, known: &impl Fn(DateTime<Utc>) -> bool) -> Vec<Change> {
    let record = scene.ledger.record(one.id);
    let mut all = ratings(scene, &record.counting_reports(scene.standing.cutoff), known);
    let moves = one.steps.iter().flat_map(|step| &step.moves).filter(|moved| known(moved.recorded_at));
    all.extend(moves.map(|moved| forecast(scene, moved)));
    all.extend(verdicts(scene, &record.verdicts, known));
    let verifications = record.verifications.iter().filter(|fact| known(fact.recorded_at));
    all.extend(verifications.map(|fact| verification(scene, fact)));
    all.extend(record.date_changes.iter().flat_map(|fact| date_changes(scene, fact)).filter(|change| known(change.at)));
    all
}

/// Reports whose self rating is not that of the report before.
fn ratings(scene: &Scene, reports: &[&Arc<ReportFact>], known: &impl Fn(DateTime<Utc>) -> bool) -> Vec<Change> {
    let lang = scene.lang();
    let pairs = reports.windows(2).map(|pair| (pair[0], pair[1]));
    let changed = pairs.filter(|(before, now)| known(now.recorded_at) && before.self_rating != now.self_rating);
    let told = changed.map(|(before, now)| Change {
        at: now.recorded_at,
        assignment: now.assignment,
        what: texts::what_rating(lang).to_owned(),
        was: rating_word(lang, Some(before.self_rating)).to_owned(),
        is: rating_word(lang, Some(now.self_rating)).to_owned(),
        why: String::new(),
    });
    told.collect()
}

fn forecast(scene: &Scene, one: &Move) -> Change {
    let (lang, year) = (scene.lang(), year(scene));
    Change {
        at: one.recorded_at,
        assignment: one.assignment,
        what: texts::what_forecast(lang, scene.milestone_no(one.milestone)),
        was: format::short(lang, one.from, year),
        is: format!("{} ({})", format::short(lang, one.to, year), format::slip(lang, one.days())),
        why: one.reason.clone(),
    }
}

/// Verdicts that are not that of the verdict before; the first is a change from none.
fn verdicts(scene: &Scene, verdicts: &[Arc<VerdictFact>], known: &impl Fn(DateTime<Utc>) -> bool) -> Vec<Change> {
    let lang = scene.lang();
    let before = [None].into_iter().chain(verdicts.iter().map(|fact| Some(fact.verdict)));
    let changed = verdicts.iter().zip(before).filter(|(fact, before)| *before != Some(fact.verdict));
    let told = changed.filter(|(fact, _)| known(fact.recorded_at)).map(|(fact, before)| Change {
        at: fact.recorded_at,
        assignment: fact.assignment,
        what: texts::what_verdict(lang).to_owned(),
        was: verdict_word(lang, before).to_owned(),
        is: verdict_word(lang, Some(fact.verdict)).to_owned(),
        why: fact.reason.clone(),
    });
    told.collect()
}

fn verification(scene: &Scene, fact: &VerificationFact) -> Change {
    let lang = scene.lang();
    Change {
        at: fact.recorded_at,
        assignment: fact.assignment,
        what: scene.milestone_no(fact.milestone),
        was: texts::claimed(lang).to_owned(),
        is: if fact.verified { texts::verified(lang) } else { texts::refused(lang) }.to_owned(),
        why: fact.reason.clone(),
    }
}

/// A proposal to move an approved due, and the decision on it.
fn date_changes(scene: &Scene, fact: &DateChangeFact) -> Vec<Change> {
    let lang = scene.lang();
    let asked = date_change(scene, fact, fact.recorded_at, texts::change_waits(lang), fact.reason.clone());
    let decided = fact.decision.as_ref().map(|decision| {
        let word = if decision.approved { texts::change_approved(lang) } else { texts::change_refused(lang) };
        date_change(scene, fact, decision.at, word, decision.reason.clone())
    });
    [asked].into_iter().chain(decided).collect()
}

fn date_change(scene: &Scene, fact: &DateChangeFact, at: DateTime<Utc>, word: &str, why: String) -> Change {
    let (lang, year) = (scene.lang(), year(scene));
    Change {
        at,
        assignment: fact.assignment,
        what: texts::what_due(lang, scene.milestone_no(fact.milestone)),
        was: format::due_short(lang, fact.from, year),
        is: format!("{} ({word})", format::due_short(lang, fact.to, year)),
        why,
    }
}
