//! Search: what is in memory is read through, reports come from their index; the domain decides what is found.

use crate::domain::calendar::day_of;
use crate::domain::council::Council;
use crate::domain::ids::{ReportId, Slug};
use crate::domain::narrative::ReportText;
use crate::domain::search::{Query, excerpt};
use crate::pages::council::words;
use crate::pages::record::{Scene, task_title};
use crate::pages::search::{Found, Hit, HitKind, page};
use crate::pages::texts::{difficulties, search as texts};
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::reading::{Reading, first};
use crate::server::render::{Sheet, draw};
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::store::{Candidate, StoreResult};
use axum::extract::{OriginalUri, State};
use axum::http::StatusCode;
use std::sync::Arc;

/// How many of each kind are shown among all, and of one kind alone.
const SHOWN: usize = 5;
const SHOWN_ALONE: usize = 50;
/// Letters of a text that are shown around what was found.
const WIDTH: usize = 160;
/// How many candidates are read at once, and how many at most.
const CANDIDATES: i64 = 200;
const CANDIDATES_MAX: usize = 2_000;
/// How many batches the job takes in before others have their turn.
const BATCHES: usize = 8;

/// `GET /search?q=&kind=&institution=`
pub async fn show(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let reading = Reading::open(&app, &visitor, &uri, Section::None, false).await?;
    let council = super::parts::council(&app, &visitor, &reading).await?;
    let found = find(&app, &reading, &council).await?;
    let (plan, standing, info) = (Arc::clone(&reading.plan), Arc::clone(&reading.standing), reading.info.clone());
    let title = texts::title(info.lang).to_owned();
    let body = move |info: &PageInfo| {
        let scene = Scene { info, ledger: &plan.ledger, standing: &standing, calendar: &plan.calendar };
        page(&scene, &found)
    };
    Ok(draw(StatusCode::OK, Sheet { info, title, wide: false, body }).await)
}

async fn find(app: &App, reading: &Reading, council: &Council) -> Result<Found, PageError> {
    let typed: String = first(&reading.query, "q").unwrap_or_default().chars().take(80).collect();
    let kind = first(&reading.query, "kind").and_then(HitKind::parse);
    let institution = first(&reading.query, "institution").and_then(Slug::parse);
    let Some(query) = Query::parse(&typed) else {
        return Ok(Found { typed, kind, institution, ..Found::default() });
    };
    let search = Search { reading, council, query: &query };
    let mut hits = search.in_memory();
    hits.retain(|hit| kind.is_none_or(|kind| hit.kind == kind));
    hits.retain(|hit| institution.as_ref().is_none_or(|slug| hit.institution.as_ref() == Some(slug)));
    let limit = if kind.is_some() { SHOWN_ALONE } else { SHOWN };
    if kind.is_none_or(|kind| kind == HitKind::Report) {
        hits.extend(search.reports(app, institution.as_ref(), limit + 1).await?);
    }
    let cut = HitKind::ALL.into_iter().filter(|kind| hits.iter().filter(|hit| hit.kind == *kind).count() > limit);
    let cut: Vec<HitKind> = cut.collect();
    let mut shown: Vec<Hit> = Vec::new();
    for hit in hits {
        if shown.iter().filter(|one| one.kind == hit.kind).count() < limit {
            shown.push(hit);
        }
    }
    Ok(Found { typed, kind, institution, hits: shown, cut })
}

struct Search<'a> {
    reading: &'a Reading,
    council: &'a Council,
    query: &'a Query,
}

impl Search<'_> {
    /// A hit where every word stands in title or text.
    fn hit(&self, kind: HitKind, title: String, text: &str, path: String) -> Option<Hit> {
        let whole = if text.is_empty() { title.clone() } else { format!("{title}\n{text}") };
        let places = self.query.find(&whole)?;
        let pieces = excerpt(&whole, &places, WIDTH);
        Some(Hit { kind, title, path, institution: None, day: None, pieces })
    }

    /// Tasks, then what comes of meetings, the newest first.
    fn in_memory(&self) -> Vec<Hit> {
        let mut hits = self.tasks();
        hits.extend(self.meetings());
        hits.extend(self.remarks());
        hits.extend(self.outcomes());
        hits.extend(self.difficulties());
        hits.extend(self.supports());
        hits
    }

    fn tasks(&self) -> Vec<Hit> {
        let (ledger, lang) = (&self.reading.plan.ledger, self.reading.info.lang);
        let hit = |task: &crate::domain::plan::Task| {
            let milestones =
                ledger.milestones.iter().filter(|one| one.task_no == task.no && one.known_from <= self.council.day);
            let mut text: Vec<&str> = milestones.map(|one| one.title.as_str()).collect();
            let subtasks = ledger.subtasks_before(task.no, self.reading.standing.cutoff);
            text.extend(subtasks.map(|one| one.text.title.as_str()));
            let title = format!("{} {}", task.no, task_title(lang, task));
            let hit = self.hit(HitKind::Task, title, &text.join("\n"), format!("/tasks/{}", task.no))?;
            Some(Hit { institution: Some(task.lead.clone()), ..hit })
        };
        ledger.tasks.iter().filter_map(hit).collect()
    }

    fn meetings(&self) -> Vec<Hit> {
        let lang = self.reading.info.lang;
        let hit = |one: &crate::domain::council::Entry<crate::domain::council::meeting::Meeting>| {
            let items = self.council.items.iter().filter(|item| item.body.meeting == one.id);
            let mut text: Vec<&str> =
                items.flat_map(|item| [item.body.title.as_str(), item.body.summary.as_str()]).collect();
            if let Some(told) = &one.body.published {
                text.extend(told.agenda.iter().map(String::as_str));
            }
            text.extend([one.body.place.as_str(), one.body.chair.as_str()]);
            text.retain(|line| !line.is_empty());
            let title = words::title(lang, &one.body);
            let hit = self.hit(HitKind::Meeting, title, &text.join("\n"), format!("/council/{}", one.id))?;
            Some(Hit { day: Some(one.body.held_on), ..hit })
        };
        self.council.meetings.iter().rev().filter_map(hit).collect()
    }

    fn remarks(&self) -> Vec<Hit> {
        let lang = self.reading.info.lang;
        let hit = |one: &crate::domain::council::Entry<crate::domain::council::minutes::Remark>| {
            let meeting = self.council.meeting(one.body.meeting)?;
            let title = format!("{} · {}", words::title(lang, &meeting.body), one.body.speaker);
            let path = format!("/council/{}#line-{}", meeting.id, one.id);
            let hit = self.hit(HitKind::Remark, title, &one.body.text, path)?;
            Some(Hit { institution: one.body.institution.clone(), day: Some(meeting.body.held_on), ..hit })
        };
        self.council.remarks.iter().rev().filter_map(hit).collect()
    }

    fn outcomes(&self) -> Vec<Hit> {
        let lang = self.reading.info.lang;
        let hit = |one: &crate::domain::council::Entry<crate::domain::council::outcome::Outcome>| {
            let meeting = self.council.meeting(one.body.meeting)?;
            let kind = words::outcome_kind(lang, one.body.kind);
            let notes = self.council.notes.iter().filter(|note| note.body.outcome == one.id);
            let mut text = vec![one.body.text.clone()];
            text.extend(notes.map(|note| note.body.text.clone()));
            let (title, path, of) = if one.body.kind.is_followed_up() {
                let code = meeting.body.outcome_code(one.body.no);
                (format!("{kind} {code}"), format!("/directives/{}", one.id), HitKind::Directive)
            } else {
                let title = format!("{kind} · {}", words::title(lang, &meeting.body));
                (title, format!("/council/{}#line-{}", meeting.id, one.id), HitKind::Outcome)
            };
            let hit = self.hit(of, title, &text.join("\n"), path)?;
            Some(Hit { institution: one.body.owners.first().cloned(), day: Some(meeting.body.held_on), ..hit })
        };
        self.council.outcomes.iter().rev().filter_map(hit).collect()
    }

    fn difficulties(&self) -> Vec<Hit> {
        let lang = self.reading.info.lang;
        let hit = |one: &crate::domain::council::Entry<crate::domain::council::difficulty::Difficulty>| {
            let title = format!("{} {}", difficulties::no(lang, one.body.no), one.body.title);
            let text = format!("{}\n{}", one.body.text, one.body.answer);
            let hit = self.hit(HitKind::Difficulty, title, text.trim(), format!("/difficulties/{}", one.id))?;
            Some(Hit { institution: Some(one.body.institution.clone()), day: Some(day_of(one.first_at)), ..hit })
        };
        self.council.difficulties.iter().rev().filter_map(hit).collect()
    }

    fn supports(&self) -> Vec<Hit> {
        let lang = self.reading.info.lang;
        let hit = |one: &crate::domain::council::Entry<crate::domain::council::support::Support>| {
            let title = words::support_kind(lang, one.body.kind).to_owned();
            let text = format!("{}\n{}", one.body.text, one.body.outcome);
            let hit = self.hit(HitKind::Support, title, text.trim(), "/supports".to_owned())?;
            Some(Hit { institution: Some(one.body.institution.clone()), day: Some(one.body.from), ..hit })
        };
        self.council.supports.iter().rev().filter_map(hit).collect()
    }

    /// Reports that count, the newest first, at most `limit`.
    async fn reports(&self, app: &App, institution: Option<&Slug>, limit: usize) -> Result<Vec<Hit>, PageError> {
        app.store.index_newest_reports(app.clock.now()).await?;
        let (plan, grams) = (self.reading.plan.ledger.plan.id, self.query.grams());
        let (mut hits, mut before, mut read) = (Vec::new(), None, 0);
        while hits.len() < limit && read < CANDIDATES_MAX {
            let candidates = app.store.report_candidates(plan, &grams, before, CANDIDATES).await?;
            let Some(last) = candidates.last() else { break };
            before = Some(last.report);
            read += candidates.len();
            let ids: Vec<ReportId> = candidates.iter().map(|one| one.report).collect();
            let texts = app.store.report_texts(&ids).await?;
            hits.extend(candidates.iter().filter_map(|one| self.report(one, texts.get(&one.report)?, institution)));
        }
        hits.truncate(limit);
        Ok(hits)
    }

    fn report(&self, one: &Candidate, text: &ReportText, institution: Option<&Slug>) -> Option<Hit> {
        let assignment = self.reading.standing.by_id(one.assignment)?;
        if institution.is_some_and(|slug| *slug != assignment.institution) {
            return None;
        }
        let task = self.reading.plan.ledger.tasks.iter().find(|task| task.no == assignment.task_no)?;
        let parts = [&text.done, &text.next, &text.obstacle, &text.request, &text.rating_reason];
        let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let whole = parts.join("\n");
        let places = self.query.find(&whole)?;
        Some(Hit {
            kind: HitKind::Report,
            title: format!("{} {}", task.no, task_title(self.reading.info.lang, task)),
            path: format!("/tasks/{}/{}", assignment.task_no, assignment.institution),
            institution: Some(assignment.institution.clone()),
            day: Some(day_of(one.recorded_at)),
            pieces: excerpt(&whole, &places, WIDTH),
        })
    }
}

/// Takes new reports into the index, some batches at a time: a job beside the requests.
///
/// # Errors
/// Where the database fails.
pub async fn index_some(app: &App) -> StoreResult<()> {
    for _ in 0..BATCHES {
        if !app.store.index_reports(app.clock.now()).await? {
            break;
        }
    }
    Ok(())
}
