//! The desk at which a return lies: its round, its lines with all they need, and what the reader may do with it.

use super::words::note;
use crate::domain::calendar::end_of;
use crate::domain::chase::{Chase, Way};
use crate::domain::council::source::Source;
use crate::domain::entry::{Entry, EntryFacts, EntryState, missing, state_of};
use crate::domain::ids::{AssignmentId, ReportId, RoundId, Slug};
use crate::domain::ledger::ReportFact;
use crate::domain::narrative::{EvidenceRow, ReportText};
use crate::domain::permission::{Action, may};
use crate::domain::query::Query;
use crate::domain::report::{prefilled, value};
use crate::domain::returns::{Return, ReturnState};
use crate::domain::round::{Round, RoundSlug};
use crate::domain::standing::AssignmentStanding;
use crate::pages::council::CouncilScene;
use crate::pages::difficulties::field::Registered;
use crate::pages::particle::object;
use crate::pages::record::Scene;
use crate::pages::report::fault_words;
use crate::pages::returns::{Line, ReturnModel, Rights, form_page, reading_page, round_name, submitting_page};
use crate::pages::texts::returns as texts;
use crate::pages::{PageInfo, Section, format};
use crate::server::council::parts;
use crate::server::errors::PageError;
use crate::server::reading::{Reading, first};
use crate::server::render::{Sheet, draw};
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::Actor;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use leptos::prelude::AnyView;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub(super) struct ReturnDesk {
    pub app: Shared,
    pub reading: Arc<Reading>,
    pub actor: Actor,
    pub model: ReturnModel,
    /// The texts of the last reports, for what is repeated.
    pub texts: HashMap<ReportId, ReportText>,
}

/// What is loaded for the lines of a return.
struct Loaded {
    entries: BTreeMap<AssignmentId, Entry>,
    evidence: HashMap<AssignmentId, Vec<EvidenceRow>>,
    handed_in: HashMap<ReportId, Vec<EvidenceRow>>,
    queries: Vec<Query>,
    texts: HashMap<ReportId, ReportText>,
    reports: HashMap<AssignmentId, LastTwo>,
}

/// The last report of an assignment, and the last that did not come with the return at hand.
type LastTwo = (Option<Arc<ReportFact>>, Option<Arc<ReportFact>>);

impl ReturnDesk {
    /// # Errors
    /// Not logged in, no such round or return, or one that the reader may not see yet.
    pub async fn open(app: &Shared, visitor: &Visitor, uri: &Uri, round: &str, slug: &str) -> Result<Self, PageError> {
        let reading = Reading::open(app, visitor, uri, Section::Reviews, true).await?;
        let round = RoundSlug::parse(round).ok_or(PageError::NotFound)?;
        let slug = Slug::parse(slug).ok_or(PageError::NotFound)?;
        let (reviews, cutoff) = (&reading.plan.ledger.reviews, end_of(reading.info.day()));
        let round = reviews.round(&round).and_then(|round| round.before(cutoff)).ok_or(PageError::NotFound)?;
        let one = reviews.return_of(round.id, &slug).and_then(|one| one.before(cutoff)).ok_or(PageError::NotFound)?;
        let reader = visitor.reader()?;
        // What is not approved yet exists for its institution and the PMO alone.
        if one.state != ReturnState::Approved && !may(reader, Action::ReadReturn(&slug)) {
            return Err(PageError::NotFound);
        }
        let rights = rights(visitor, &reading, &round, &one)?;
        let loaded = load(app, &reading, &round, &one).await?;
        let council = parts::council(app, visitor, &reading).await?;
        let hall = CouncilScene { scene: scene(&reading, &reading.info), council: &council };
        let lines = lines(&hall, &round, &one, &loaded);
        let round_id = round.id;
        let changed_only = first(&reading.query, "view") == Some("changed");
        let mut model = ReturnModel {
            round,
            one,
            lines,
            rights,
            missing: vec![],
            refused: false,
            conflict: None,
            contact: last_contact(app, &reading, visitor, &slug, round_id).await?,
            changed_only,
            typed: vec![],
            typed_faults: vec![],
        };
        model.missing = missing_of(&model.lines);
        let actor = visitor.actor(Some(&slug))?;
        Ok(Self { app: Arc::clone(app), reading: Arc::new(reading), actor, model, texts: loaded.texts })
    }

    pub fn scene(&self) -> Scene<'_> {
        scene(&self.reading, &self.reading.info)
    }

    /// The address of the page, with the PMO's own way kept.
    pub fn path(&self) -> String {
        let path = self.reading.info.link(&self.model.path());
        let joint = if path.contains('?') { '&' } else { '?' };
        if self.model.rights.on_behalf { format!("{path}{joint}on_behalf=1") } else { path }
    }

    /// What is stored for each assignment: the fields, or those of the last report where nothing was typed yet.
    pub fn stored(&self, entries: &BTreeMap<AssignmentId, Entry>) -> HashMap<AssignmentId, Vec<(String, String)>> {
        let of = |line: &Line| {
            let entry = entries.get(&line.assignment.id)?;
            let text = line.assignment.last_report.as_ref().and_then(|report| self.texts.get(&report.id));
            let before = || prefilled(&line.assignment, &text.cloned().unwrap_or_default());
            Some((line.assignment.id, entry.fields.clone().unwrap_or_else(before)))
        };
        self.model.lines.iter().filter_map(of).collect()
    }

    /// Works the states of the lines out again, after their fields changed.
    pub fn settle(&mut self) {
        let reading = Arc::clone(&self.reading);
        let scene = scene(&reading, &reading.info);
        for line in &mut self.model.lines {
            let last_text = line.assignment.last_report.as_ref().and_then(|report| self.texts.get(&report.id));
            let before = prefilled(&line.assignment, &last_text.cloned().unwrap_or_default());
            let handed_in = is_handed_in(&self.model.one, &line.assignment);
            line.state = state(line, &before, handed_in);
            line.faults = faults(&scene, &line.state);
        }
        self.model.missing = missing_of(&self.model.lines);
    }

    pub async fn show(&self, status: StatusCode) -> Response {
        let writes = self.model.rights.write || self.model.rights.on_behalf;
        self.drawn(status, if writes { form_page } else { reading_page }).await
    }

    pub async fn show_submitting(&self, status: StatusCode) -> Response {
        self.drawn(status, submitting_page).await
    }

    async fn drawn(&self, status: StatusCode, page: fn(&Scene, &ReturnModel) -> AnyView) -> Response {
        let (reading, model) = (Arc::clone(&self.reading), Arc::new(self.model.clone()));
        let info = reading.info.clone();
        let title = format!(
            "{} · {}",
            round_name(info.lang, &model.round.slug),
            self.scene().institution(&model.one.institution)
        );
        let body = move |info: &PageInfo| page(&scene(&reading, info), &model);
        draw(status, Sheet { info, title, wide: false, body }).await
    }

    /// 303 back to the page, where a sentence is said.
    pub fn done(&self, key: &str) -> Response {
        note(&self.app, &self.path(), key)
    }
}

fn scene<'a>(reading: &'a Reading, info: &'a PageInfo) -> Scene<'a> {
    Scene { info, ledger: &reading.plan.ledger, standing: &reading.standing, calendar: &reading.plan.calendar }
}

/// The last contact with an institution that people made, for the PMO; on an earlier day nothing is looked up.
async fn last_contact(
    app: &Shared,
    reading: &Reading,
    visitor: &Visitor,
    slug: &Slug,
    round: RoundId,
) -> Result<Option<Chase>, PageError> {
    if reading.info.asof.is_some() || !may(visitor.reader()?, Action::ManageRounds) {
        return Ok(None);
    }
    let mut contacts = app.store.chases(round).await?;
    contacts.retain(|one| one.institution == *slug && one.way != Way::System);
    Ok(contacts.pop())
}

fn rights(visitor: &Visitor, reading: &Reading, round: &Round, one: &Return) -> Result<Rights, PageError> {
    let reader = visitor.reader()?;
    if reading.info.asof.is_some() {
        return Ok(Rights::default());
    }
    let editable = one.edit(round.state).is_ok();
    let slug = &one.institution;
    let own = may(reader, Action::DraftReturn(slug));
    let asked = first(&reading.query, "on_behalf") == Some("1");
    let for_them = editable && !own && may(reader, Action::SubmitOnBehalf);
    let submitted_by = one.submission().and_then(|event| event.by);
    Ok(Rights {
        write: editable && own,
        on_behalf: for_them && asked,
        submit: editable && may(reader, Action::SubmitReturn(slug)),
        call_back: one.call_back(round.state).is_ok() && may(reader, Action::SubmitReturn(slug)),
        answer: own && round.state != crate::domain::round::RoundState::Sealed,
        review: one.reviewable(reader.id, round.state).is_ok() && may(reader, Action::ReviewReturn { submitted_by }),
        reopen: one.reopen(reader.id, round.state, "-").is_ok() && may(reader, Action::ReviewReturn { submitted_by }),
        offer_on_behalf: for_them && !asked,
    })
}

async fn load(app: &Shared, reading: &Reading, round: &Round, one: &Return) -> Result<Loaded, PageError> {
    let cutoff = end_of(reading.info.day());
    let entries = app.store.entries(one.id).await?;
    let mut reports = HashMap::new();
    for id in entries.keys() {
        let counting = reading.plan.ledger.record(*id).counting_reports(cutoff);
        let base = counting.iter().rev().find(|report| report.return_id != Some(one.id));
        reports.insert(*id, (counting.last().map(|one| Arc::clone(one)), base.map(|one| Arc::clone(one))));
    }
    let ids: Vec<ReportId> =
        reports.values().flat_map(|(last, base)| [last, base]).flatten().map(|one| one.id).collect();
    let queries = app.store.queries(round.id).await?;
    Ok(Loaded {
        evidence: app.store.entry_evidence(one.id).await?,
        handed_in: app.store.report_evidence(&ids).await?,
        queries: queries
            .iter()
            .filter(|query| query.return_id == one.id)
            .filter_map(|query| query.before(cutoff))
            .collect(),
        texts: app.store.report_texts(&ids).await?,
        entries,
        reports,
    })
}

fn lines(hall: &CouncilScene, round: &Round, one: &Return, loaded: &Loaded) -> Vec<Line> {
    let of = |(id, entry): (&AssignmentId, &Entry)| {
        let assignment = hall.scene.standing.by_id(*id)?.clone();
        let mut line = line(&hall.scene, one, loaded, assignment, entry.clone());
        let source = Source::Return { round: round.slug.clone(), task: line.no() };
        line.registered = Registered::of(hall, &one.institution, &source, value(&line.fields, "obstacle"));
        Some(line)
    };
    let mut lines: Vec<Line> = loaded.entries.iter().filter_map(of).collect();
    lines.sort_by_key(Line::no);
    lines
}

fn line(scene: &Scene, one: &Return, loaded: &Loaded, assignment: AssignmentStanding, entry: Entry) -> Line {
    let text = |report: &Option<Arc<ReportFact>>| {
        report.as_ref().and_then(|report| loaded.texts.get(&report.id)).cloned().unwrap_or_default()
    };
    let (last, base) = loaded.reports.get(&assignment.id).cloned().unwrap_or_default();
    let before = prefilled(&assignment, &text(&last));
    let said_before = AssignmentStanding { last_report: base.clone(), ..assignment.clone() };
    let lang = scene.lang();
    let handed_in = is_handed_in(one, &assignment);
    // A past day knows only what had been handed in.
    let writes = scene.info.asof.is_none() && one.state.is_owed();
    let fields = entry.fields.clone().filter(|_| writes).unwrap_or_else(|| before.clone());
    let mut line = Line {
        base: prefilled(&said_before, &text(&base)),
        base_from: base
            .as_ref()
            .map(|report| format!("{} {}", format::instant(lang, report.recorded_at), report.by_name)),
        evidence: loaded.evidence.get(&assignment.id).cloned().unwrap_or_default(),
        handed_in: last
            .filter(|_| handed_in)
            .and_then(|report| loaded.handed_in.get(&report.id).cloned())
            .unwrap_or_default(),
        queries: loaded.queries.iter().filter(|query| query.assignment == assignment.id).cloned().collect(),
        state: EntryState::Unconfirmed,
        stored: String::new(),
        faults: vec![],
        theirs: None,
        registered: Registered::default(),
        fields,
        assignment,
        entry,
    };
    line.note_stored();
    line.state = state(&line, &before, handed_in);
    line.faults = faults(scene, &line.state);
    line
}

fn state(line: &Line, before: &[(String, String)], handed_in: bool) -> EntryState {
    let entry = Entry { fields: Some(line.fields.clone()), ..line.entry.clone() };
    state_of(EntryFacts {
        entry: &entry,
        assignment: &line.assignment,
        before,
        handed_in,
        evidence: line.evidence.len(),
        open_queries: line.open_queries(),
    })
}

fn faults(scene: &Scene, state: &EntryState) -> Vec<(String, String)> {
    match state {
        EntryState::Faulty { faults, .. } => {
            faults.iter().map(|fault| (fault.field.clone(), fault_words(scene, fault))).collect()
        }
        _ => vec![],
    }
}

/// Whether the last report of an assignment came with this return.
pub(super) fn is_handed_in(one: &Return, assignment: &AssignmentStanding) -> bool {
    assignment.last_report.as_ref().is_some_and(|report| report.return_id == Some(one.id))
}

fn missing_of(lines: &[Line]) -> Vec<(AssignmentId, crate::domain::entry::Missing)> {
    missing(lines.iter().map(|line| (line.assignment.id, &line.state, line.open_queries())))
}

/// A fault of a field beside the entries, in words.
pub(super) fn text_fault(desk: &ReturnDesk, label: &str, fault: crate::domain::text::TextFault) -> String {
    let lang = desk.reading.info.lang;
    match fault {
        crate::domain::text::TextFault::Empty => texts::fault_missing(lang, object(lang, label)),
        crate::domain::text::TextFault::TooLong { max, .. } => texts::fault_too_long(lang, max),
    }
}
