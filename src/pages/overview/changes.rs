//! What changed in the last seven days, derived from the facts recorded in them.

use super::year;
use crate::domain::calendar::{day_of, start_of};
use crate::domain::ids::AssignmentId;
use crate::domain::ledger::{DateChangeFact, ReportFact, VerdictFact, counting_reports};
use crate::pages::components::{Empty, rating_word, section, short_day, verdict_word};
use crate::pages::format;
use crate::pages::record::{Scene, korean};
use crate::pages::texts::overview as texts;
use chrono::{DateTime, Days, Utc};
use leptos::prelude::*;
use std::cmp::Reverse;

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
    let known = move |at: DateTime<Utc>| since <= at && at < scene.standing.cutoff;
    let mut all = ratings(scene);
    all.extend(forecasts(scene));
    all.extend(verdicts(scene));
    all.extend(verifications(scene));
    all.extend(date_changes(scene));
    all.retain(|change| known(change.at) && scene.standing.by_id(change.assignment).is_some());
    all.sort_by_key(|change| Reverse((change.at, change.assignment)));
    all
}

/// Reports whose self rating is not that of the report before.
fn ratings(scene: &Scene) -> Vec<Change> {
    let lang = scene.lang();
    let changed = |(before, now): (&ReportFact, &ReportFact)| {
        (before.self_rating != now.self_rating).then(|| Change {
            at: now.recorded_at,
            assignment: now.assignment,
            what: texts::what_rating(lang).to_owned(),
            was: rating_word(lang, Some(before.self_rating)).to_owned(),
            is: rating_word(lang, Some(now.self_rating)).to_owned(),
            why: String::new(),
        })
    };
    let streams = counting_reports(&scene.ledger.reports, scene.standing.cutoff);
    streams.values().flat_map(|stream| stream.windows(2).map(|pair| (pair[0], pair[1]))).filter_map(changed).collect()
}

fn forecasts(scene: &Scene) -> Vec<Change> {
    let (lang, year) = (scene.lang(), year(scene));
    let steps = scene.standing.assignments.iter().flat_map(|one| &one.steps);
    let moves = steps.flat_map(|step| &step.moves).map(|one| Change {
        at: one.recorded_at,
        assignment: one.assignment,
        what: texts::what_forecast(lang, scene.milestone_no(one.milestone)),
        was: format::short(lang, one.from, year),
        is: format!("{} ({})", format::short(lang, one.to, year), format::slip(lang, one.days())),
        why: one.reason.clone(),
    });
    moves.collect()
}

fn verdicts(scene: &Scene) -> Vec<Change> {
    let lang = scene.lang();
    let all = &scene.ledger.verdicts;
    let before = |fact: &VerdictFact| {
        let earlier = all.iter().filter(|one| one.assignment == fact.assignment && one.recorded_at < fact.recorded_at);
        earlier.max_by_key(|one| one.recorded_at).map(|one| one.verdict)
    };
    let told = all.iter().filter(|fact| before(fact) != Some(fact.verdict)).map(|fact| Change {
        at: fact.recorded_at,
        assignment: fact.assignment,
        what: texts::what_verdict(lang).to_owned(),
        was: verdict_word(lang, before(fact)).to_owned(),
        is: verdict_word(lang, Some(fact.verdict)).to_owned(),
        why: fact.reason.clone(),
    });
    told.collect()
}

fn verifications(scene: &Scene) -> Vec<Change> {
    let lang = scene.lang();
    let told = scene.ledger.verifications.iter().map(|fact| Change {
        at: fact.recorded_at,
        assignment: fact.assignment,
        what: scene.milestone_no(fact.milestone),
        was: texts::claimed(lang).to_owned(),
        is: if fact.verified { texts::verified(lang) } else { texts::refused(lang) }.to_owned(),
        why: fact.reason.clone(),
    });
    told.collect()
}

/// Proposals to move an approved due, and the decisions on them.
fn date_changes(scene: &Scene) -> Vec<Change> {
    let lang = scene.lang();
    let mut all = Vec::new();
    for fact in &scene.ledger.date_changes {
        all.push(date_change(scene, fact, fact.recorded_at, texts::change_waits(lang), fact.reason.clone()));
        if let Some(decision) = &fact.decision {
            let word = if decision.approved { texts::change_approved(lang) } else { texts::change_refused(lang) };
            all.push(date_change(scene, fact, decision.at, word, decision.reason.clone()));
        }
    }
    all
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
