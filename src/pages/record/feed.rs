//! The stream of reports, verdicts and decisions, with the texts and the evidence of the reports shown.

use super::cells::{bytes, date_of, due_text, lines};
use super::{Narratives, Scene, korean, milestone_label, task_title};
use crate::domain::council::Council;
use crate::domain::council::source::Source;
use crate::domain::ids::AssignmentId;
use crate::domain::ledger::{
    DateChangeFact, Decision, EndingFact, ReportFact, ReportKind, VerdictFact, VerificationFact,
};
use crate::domain::narrative::{EvidenceRow, ReportText};
use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::schedule::Ending;
use crate::domain::stream::{StreamItem, StreamPage};
use crate::pages::components::{Empty, icon, pager, rating_mark, section, verdict_mark};
use crate::pages::council::CouncilScene;
use crate::pages::difficulties::field::Registered;
use crate::pages::texts;
use leptos::prelude::*;

/// What a page's stream says of each entry beside its author: a task's stream names institutions, an institution's names
/// tasks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Names {
    Institutions,
    Tasks,
    Neither,
}

/// The stream with its heading and its pages. `path` is the page's own, for the links of the pager.
pub fn feed_section(scene: &Scene, page: &StreamPage, told: &Narratives, names: Names, path: &str) -> AnyView {
    let lang = scene.lang();
    let body = if page.items.is_empty() {
        Empty::new(texts::record::stream_none(lang), texts::record::stream_none_why(lang)).view()
    } else {
        let items: Vec<AnyView> = page.items.iter().map(|item| entry(scene, item, told, names)).collect();
        view! { <ol class="feed">{items}</ol> }.into_any()
    };
    let pages = pager(scene.info, page.page, page.pages, |number| format!("{path}?page={number}#stream"));
    let note = Some(texts::record::stream_note(lang).to_owned());
    view! {
        <section class="sec" id="stream">
            {section::head(texts::record::stream(lang), usize::try_from(page.total).ok(), note, None)}
            {body}
            {pages}
        </section>
    }
    .into_any()
}

fn entry(scene: &Scene, item: &StreamItem, told: &Narratives, names: Names) -> AnyView {
    let about = about(scene, item.assignment(), names);
    let body = match item {
        StreamItem::Report(fact) => report(scene, fact, told, about),
        StreamItem::Verdict(fact) => verdict_entry(scene, fact, about),
        StreamItem::Verification(fact) => verification(scene, fact, about),
        StreamItem::Ending(fact) => ending(scene, fact, about),
        StreamItem::DateChange(fact) => proposal(scene, fact, about),
        StreamItem::DateDecision(fact, decision) => decided(scene, fact, decision, about),
    };
    view! { <li>{date_of(scene, item.at())}<div>{body}</div></li> }.into_any()
}

/// A link to the assignment an entry is about, named as the page needs it.
fn about(scene: &Scene, id: AssignmentId, names: Names) -> Option<AnyView> {
    let lang = scene.lang();
    let assignment = scene.standing.by_id(id)?;
    let name = match names {
        Names::Neither => return None,
        Names::Institutions => scene.institution(&assignment.institution),
        Names::Tasks => {
            let title = scene.task(assignment.task_no).map(|task| task_title(lang, task)).unwrap_or_default();
            format!("{} {title}", texts::record::task_no(lang, assignment.task_no))
        }
    };
    let link = scene.info.link(&format!("/tasks/{}/{}", assignment.task_no, assignment.institution));
    Some(view! { <a href=link>{name}</a> }.into_any())
}

fn report(scene: &Scene, fact: &ReportFact, told: &Narratives, about: Option<AnyView>) -> AnyView {
    let lang = scene.lang();
    if fact.kind == ReportKind::Withdrawal {
        return view! {
            <div class="who"><b>{fact.by_name.clone()}</b>{about}<span class="tag">{texts::record::withdrawn(lang)}</span></div>
            <p class="mute">{texts::record::withdrawn_why(lang)}</p>
        }
        .into_any();
    }
    let unchanged = (fact.kind == ReportKind::NoChange)
        .then(|| view! { <span class="tag">{texts::record::no_change(lang)}</span> });
    let progress = fact.progress.map_or_else(
        || texts::record::progress_unknown(lang).to_owned(),
        |percent| texts::record::progress_is(lang, percent),
    );
    let said = told.texts.get(&fact.id).map(|text| {
        let registered = registered(scene, told.council, fact, &text.obstacle);
        view! { {narrative(scene, text)}{registered} }
    });
    let given = told.evidence.get(&fact.id).map_or(&[][..], Vec::as_slice);
    view! {
        <div class="who">
            <b>{fact.by_name.clone()}</b>{about}{rating_mark(lang, Some(fact.self_rating))}
            <span class="mute">{progress}</span>{unchanged}
        </div>
        {claims(scene, fact)}
        {said}
        {evidence(scene, fact, given)}
    }
    .into_any()
}

/// How what a report finds hard stands in the register; the last report of an assignment can be raised from here.
fn registered(scene: &Scene, council: &Council, fact: &ReportFact, said: &str) -> Option<AnyView> {
    let assignment = scene.standing.by_id(fact.assignment).filter(|_| !said.is_empty())?;
    let source = Source::of_report(fact, assignment.task_no, &scene.ledger.reviews);
    let hall = CouncilScene { scene: *scene, council };
    let registered = Registered::of(&hall, &assignment.institution, &source, said);
    let is_last = assignment.last_report.as_ref().is_some_and(|last| last.id == fact.id);
    let lang = scene.lang();
    let about = texts::record::task_no(lang, assignment.task_no);
    Some(if is_last { registered.link(lang, &about) } else { registered.mark() })
}

fn claims(scene: &Scene, fact: &ReportFact) -> Option<AnyView> {
    let claimed = fact.steps.iter().filter(|step| step.claimed);
    let names: Vec<String> =
        claimed.filter_map(|step| scene.ledger.milestone(step.milestone).map(milestone_label)).collect();
    (!names.is_empty()).then(|| view! { <p>{texts::record::claims(scene.lang(), names.join(", "))}</p> }.into_any())
}

fn narrative(scene: &Scene, text: &ReportText) -> AnyView {
    let lang = scene.lang();
    let parts = [
        (texts::record::text_reason(lang), &text.rating_reason),
        (texts::record::text_done(lang), &text.done),
        (texts::record::text_next(lang), &text.next),
        (texts::record::text_obstacle(lang), &text.obstacle),
        (texts::record::text_request(lang), &text.request),
    ];
    let parts: Vec<AnyView> = parts
        .into_iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(name, words)| view! { <p><b>{name}</b>" "<span lang=korean(lang)>{lines(words)}</span></p> }.into_any())
        .collect();
    parts.into_any()
}

fn evidence(scene: &Scene, fact: &ReportFact, given: &[EvidenceRow]) -> Option<AnyView> {
    let lang = scene.lang();
    if given.is_empty() {
        let missing = fact.self_rating == SelfRating::Claimed && fact.evidence_count == 0;
        return missing.then(|| {
            view! { <ul class="files"><li class="late-t">{icon("err")}{texts::record::evidence_none(lang)}</li></ul> }
                .into_any()
        });
    }
    let rows: Vec<AnyView> = given.iter().map(|row| evidence_row(scene, row)).collect();
    Some(view! { <ul class="files">{rows}</ul> }.into_any())
}

fn evidence_row(scene: &Scene, row: &EvidenceRow) -> AnyView {
    let lang = scene.lang();
    if let Some(address) = &row.link {
        return view! {
            <li>{icon("clip")}<a href=address.clone() rel="noopener noreferrer">{row.name.clone()}</a>" "{texts::record::evidence_link(lang)}</li>
        }
        .into_any();
    }
    let link = scene.info.link(&format!("/evidence/{}", row.id));
    let hash: String = row.sha256.chars().take(8).collect();
    view! {
        <li>
            {icon("clip")}<a href=link>{row.name.clone()}</a>
            {format!(" {} · ", bytes(row.bytes))}<code>{texts::record::fingerprint(lang, hash)}</code>
        </li>
    }
    .into_any()
}

fn verdict_entry(scene: &Scene, fact: &VerdictFact, about: Option<AnyView>) -> AnyView {
    let lang = scene.lang();
    let condition = (!fact.condition.is_empty()).then(|| texts::record::condition(lang, &fact.condition));
    view! {
        {by_pmo(scene, &fact.by_name, about, Some(verdict_mark(lang, Some(fact.verdict))))}
        <p lang=korean(lang)>{lines(&fact.reason)}</p>
        {condition.map(|condition| view! { <p class="mute">{lines(&condition)}</p> })}
    }
    .into_any()
}

fn verification(scene: &Scene, fact: &VerificationFact, about: Option<AnyView>) -> AnyView {
    let lang = scene.lang();
    let milestone = scene.milestone(fact.milestone);
    let (mark, line) = if fact.verified {
        (Some(verdict_mark(lang, Some(Verdict::Verified))), texts::record::verified(lang, milestone))
    } else {
        (None, texts::record::refused(lang, milestone))
    };
    decision_entry(scene, by_pmo(scene, &fact.by_name, about, mark), line, &fact.reason)
}

fn ending(scene: &Scene, fact: &EndingFact, about: Option<AnyView>) -> AnyView {
    let lang = scene.lang();
    let milestone = scene.milestone(fact.milestone);
    let line = match fact.ending {
        Ending::Dropped => texts::record::ended_dropped(lang, milestone),
        Ending::Superseded => texts::record::ended_superseded(lang, milestone),
    };
    let line = format!("{line} · {}", texts::record::decided_by(lang, &fact.decider));
    decision_entry(scene, by_pmo(scene, &fact.by_name, about, None), line, &fact.reason)
}

fn proposal(scene: &Scene, fact: &DateChangeFact, about: Option<AnyView>) -> AnyView {
    let lang = scene.lang();
    let (from, to) = (due_text(scene, fact.from), due_text(scene, fact.to));
    let line = texts::record::change_proposed(lang, from, scene.milestone(fact.milestone), to);
    let earlier = fact.is_earlier().then(|| view! { <span class="tag">{texts::record::change_earlier(lang)}</span> });
    let who = view! { <div class="who"><b>{fact.by_name.clone()}</b>{about}{earlier}</div> }.into_any();
    decision_entry(scene, who, line, &fact.reason)
}

fn decided(scene: &Scene, fact: &DateChangeFact, decision: &Decision, about: Option<AnyView>) -> AnyView {
    let lang = scene.lang();
    let (from, to) = (due_text(scene, fact.from), due_text(scene, fact.to));
    let milestone = scene.milestone(fact.milestone);
    let line = if decision.approved {
        texts::record::decision_approved(lang, from, milestone, to)
    } else {
        texts::record::decision_refused(lang, from, milestone, to)
    };
    decision_entry(scene, by_pmo(scene, &decision.by_name, about, None), line, &decision.reason)
}

fn by_pmo(scene: &Scene, name: &str, about: Option<AnyView>, mark: Option<AnyView>) -> AnyView {
    let name = name.to_owned();
    view! { <div class="who"><b>{texts::record::pmo(scene.lang())}</b>" "{name}{about}{mark}</div> }.into_any()
}

fn decision_entry(scene: &Scene, who: AnyView, line: String, reason: &str) -> AnyView {
    let reason = (!reason.is_empty()).then(|| reason.to_owned());
    view! {
        {who}
        <p>{line}</p>
        {reason.map(|reason| view! { <p class="mute" lang=korean(scene.lang())>{lines(&reason)}</p> })}
    }
    .into_any()
}
