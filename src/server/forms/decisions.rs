//! What is decided about an assignment: verdicts, verifications, dates, endings, duties.
//!
//! Every handler has the same shape: open the page, ask for permission, read the form, record, 303; or the page again with
//! the faults beside their fields.

use crate::domain::due::{Due, parse_typed_day};
use crate::domain::ids::{DateChangeId, MilestoneId, UserId};
use crate::domain::permission::{Action, may};
use crate::domain::rating::Verdict;
use crate::domain::schedule::{Ending, Light};
use crate::domain::standing::StepStanding;
use crate::domain::text::{LINE_MAX, NARRATIVE_MAX, TextFault, required_text};
use crate::pages::assignment::{AssignmentForms, FormFault, TypedForm};
use crate::server::errors::PageError;
use crate::server::forms::assignment::Opened;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{NewDateChange, NewEnding, NewVerdict, NewVerification, StoreError, Tx};
use axum::extract::{OriginalUri, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;

type Place = Path<(String, String)>;

/// A form being read: its fields and the faults found so far.
struct Reader<'a> {
    posted: &'a Posted,
    faults: Vec<(String, FormFault)>,
}

impl<'a> Reader<'a> {
    fn new(posted: &'a Posted) -> Self {
        Self { posted, faults: Vec::new() }
    }

    fn fault(&mut self, field: &str, fault: FormFault) {
        self.faults.push((field.to_owned(), fault));
    }

    fn text(&mut self, field: &str, max: usize) -> String {
        match required_text(self.posted.get(field), max) {
            Ok(text) => text,
            Err(fault) => {
                let fault = match fault {
                    TextFault::Empty => FormFault::Missing,
                    TextFault::TooLong { max, .. } => FormFault::TooLong { max },
                };
                self.fault(field, fault);
                String::new()
            }
        }
    }

    fn choice<T>(&mut self, field: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let chosen = parse(self.posted.get(field));
        if chosen.is_none() {
            self.fault(field, FormFault::Missing);
        }
        chosen
    }

    /// An open step of the assignment, named by its milestone.
    fn open_step<'s>(&mut self, opened: &'s Opened) -> Option<&'s StepStanding> {
        let id = self.choice("milestone", |text| text.parse().ok().map(MilestoneId))?;
        let step = opened.assignment.steps.iter().find(|step| step.milestone == id && step.light.is_open());
        if step.is_none() {
            self.fault("milestone", FormFault::StepClosed);
        }
        step
    }

    fn day(&mut self, field: &str) -> Option<Due> {
        let typed = self.posted.get(field);
        if typed.is_empty() {
            self.fault(field, FormFault::Missing);
            return None;
        }
        let due = Due::parse(typed).or_else(|| parse_typed_day(typed).map(Due::on));
        if due.is_none() {
            self.fault(field, FormFault::Day);
        }
        due
    }

    fn typed(self) -> TypedForm {
        TypedForm { fields: self.posted.fields.clone(), faults: self.faults }
    }
}

/// A form's part in the page's forms.
type Slot = fn(TypedForm) -> AssignmentForms;

async fn refuse(opened: &Opened, app: &Shared, visitor: &Visitor, forms: AssignmentForms) -> Answer {
    opened.show(app, visitor, StatusCode::UNPROCESSABLE_ENTITY, forms).await
}

async fn show_again(opened: &Opened, app: &Shared, visitor: &Visitor, posted: &Posted, slot: Slot) -> Answer {
    let typed = TypedForm { fields: posted.fields.clone(), faults: vec![] };
    opened.show(app, visitor, StatusCode::OK, slot(typed)).await
}

async fn opened(
    app: &Shared,
    visitor: &Visitor,
    uri: &Uri,
    (no, slug): (&str, &str),
    action: Option<Action<'_>>,
) -> Result<Opened, PageError> {
    let opened = Opened::open(app, visitor, uri, no, slug).await?;
    if opened.reading.info.asof.is_some() {
        return Err(PageError::Unprocessable("nothing is recorded in the past"));
    }
    if action.is_some_and(|action| visitor.reader().is_ok_and(|reader| !may(reader, action))) {
        return Err(PageError::Forbidden);
    }
    Ok(opened)
}

async fn writing(app: &Shared, visitor: &Visitor, opened: &Opened) -> Result<Tx, PageError> {
    Ok(app.store.write(&visitor.actor(Some(&opened.slug))?, app.clock.now()).await?)
}

fn done(app: &Shared, opened: &Opened, note: &str) -> Response {
    noted(app, &opened.path, note)
}

/// POST /tasks/{no}/{slug}/verdicts
pub async fn verdict(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, slug)): Place,
    posted: Posted,
) -> Answer {
    let slot: Slot = |verdict| AssignmentForms { verdict, ..AssignmentForms::default() };
    let opened = opened(&app, &visitor, &uri, (&no, &slug), Some(Action::Judge { reported_by: None })).await?;
    let report = opened.assignment.last_report.clone().ok_or(PageError::NotFound)?;
    if !may(visitor.reader()?, Action::Judge { reported_by: Some(report.by) }) {
        return Err(PageError::Forbidden);
    }
    if posted.show_only {
        return show_again(&opened, &app, &visitor, &posted, slot).await;
    }
    let mut form = Reader::new(&posted);
    let verdict = form.choice("verdict", Verdict::parse);
    let reason = form.text("reason", NARRATIVE_MAX);
    let condition = posted.get("condition").to_owned();
    if verdict.is_some_and(Verdict::needs_condition) && condition.is_empty() {
        form.fault("condition", FormFault::ConditionMissing);
    }
    let unclaimed = opened.assignment.steps.iter().any(|step| step.light.is_open() && !step.is_waiting());
    if verdict == Some(Verdict::Verified) && (unclaimed || opened.assignment.steps.is_empty()) {
        form.fault("verdict", FormFault::NothingClaimed);
    }
    let Some(verdict) = verdict.filter(|_| form.faults.is_empty()) else {
        return refuse(&opened, &app, &visitor, slot(form.typed())).await;
    };
    let new = NewVerdict {
        plan: opened.reading.plan.ledger.plan.id,
        report: report.id,
        assignment: opened.assignment.id,
        institution: opened.slug.clone(),
        verdict,
        reason,
        condition,
    };
    let mut tx = writing(&app, &visitor, &opened).await?;
    tx.add_verdict(&new).await?;
    tx.commit().await?;
    Ok(done(&app, &opened, "verdict_saved"))
}

/// POST /tasks/{no}/{slug}/verifications
pub async fn verification(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, slug)): Place,
    posted: Posted,
) -> Answer {
    let by = Action::Judge { reported_by: None };
    let opened = opened(&app, &visitor, &uri, (&no, &slug), Some(by)).await?;
    let claimed_by = opened.assignment.last_report.as_ref().map(|report| report.by);
    if !may(visitor.reader()?, Action::Judge { reported_by: claimed_by }) {
        return Err(PageError::Forbidden);
    }
    let milestone = posted.get("milestone").parse().map(MilestoneId).map_err(|_| PageError::NotFound)?;
    let slot = |typed| AssignmentForms { verification: Some((milestone, typed)), ..AssignmentForms::default() };
    let mut form = Reader::new(&posted);
    let decision = form.choice("decision", |text| ["verified", "refused"].contains(&text).then(|| text == "verified"));
    let reason = form.text("reason", NARRATIVE_MAX);
    if !opened.assignment.waiting_steps().any(|step| step.milestone == milestone) {
        form.fault("decision", FormFault::AlreadyDecided);
    }
    if posted.show_only {
        form.faults.clear();
        return opened.show(&app, &visitor, StatusCode::OK, slot(form.typed())).await;
    }
    let Some(verified) = decision.filter(|_| form.faults.is_empty()) else {
        return refuse(&opened, &app, &visitor, slot(form.typed())).await;
    };
    let new = NewVerification {
        plan: opened.reading.plan.ledger.plan.id,
        assignment: opened.assignment.id,
        institution: opened.slug.clone(),
        milestone,
        verified,
        reason,
    };
    let mut tx = writing(&app, &visitor, &opened).await?;
    tx.add_verification(&new).await?;
    tx.commit().await?;
    Ok(done(&app, &opened, "verification_saved"))
}

/// POST /tasks/{no}/{slug}/date-changes
pub async fn date_change(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, slug)): Place,
    posted: Posted,
) -> Answer {
    let slot: Slot = |date_change| AssignmentForms { date_change, ..AssignmentForms::default() };
    let opened = opened(&app, &visitor, &uri, (&no, &slug), None).await?;
    if !may(visitor.reader()?, Action::Report(&opened.slug)) {
        return Err(PageError::Forbidden);
    }
    if posted.show_only {
        return show_again(&opened, &app, &visitor, &posted, slot).await;
    }
    let mut form = Reader::new(&posted);
    let step = form.open_step(&opened);
    let to = form.day("to");
    let reason = form.text("reason", NARRATIVE_MAX);
    if step.zip(to).is_some_and(|(step, to)| step.due == to) {
        form.fault("to", FormFault::SameDay);
    }
    let Some((step, to)) = step.zip(to).filter(|_| form.faults.is_empty()) else {
        return refuse(&opened, &app, &visitor, slot(form.typed())).await;
    };
    let new = NewDateChange {
        plan: opened.reading.plan.ledger.plan.id,
        assignment: opened.assignment.id,
        institution: opened.slug.clone(),
        milestone: step.milestone,
        from: step.due,
        to,
        reason,
    };
    let mut tx = writing(&app, &visitor, &opened).await?;
    match tx.propose_date_change(&new).await {
        Ok(_) => tx.commit().await?,
        Err(StoreError::Conflict) => {
            form.fault("milestone", FormFault::AlreadyAsked);
            return refuse(&opened, &app, &visitor, slot(form.typed())).await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(done(&app, &opened, "date_change_proposed"))
}

/// POST /tasks/{no}/{slug}/date-changes/{id}/decision
pub async fn date_decision(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, slug, id)): Path<(String, String, i64)>,
    posted: Posted,
) -> Answer {
    let id = DateChangeId(id);
    let opened = opened(&app, &visitor, &uri, (&no, &slug), Some(Action::DecideDates { proposed_by: None })).await?;
    let known = opened
        .reading
        .plan
        .ledger
        .date_changes
        .iter()
        .any(|one| one.id == id && one.assignment == opened.assignment.id);
    if !known {
        return Err(PageError::NotFound);
    }
    let slot = |typed| AssignmentForms { decision: Some((id, typed)), ..AssignmentForms::default() };
    let mut form = Reader::new(&posted);
    let decision = form.choice("decision", |text| ["approved", "refused"].contains(&text).then(|| text == "approved"));
    let reason = form.text("reason", NARRATIVE_MAX);
    let proposed_by = app.store.proposer_of(id).await?;
    if !may(visitor.reader()?, Action::DecideDates { proposed_by }) {
        form.fault("decision", FormFault::OwnDoing);
    }
    if posted.show_only {
        form.faults.clear();
        return opened.show(&app, &visitor, StatusCode::OK, slot(form.typed())).await;
    }
    let Some(approved) = decision.filter(|_| form.faults.is_empty()) else {
        return refuse(&opened, &app, &visitor, slot(form.typed())).await;
    };
    let mut tx = writing(&app, &visitor, &opened).await?;
    match tx.decide_date_change(id, &opened.slug, approved, &reason).await {
        Ok(()) => tx.commit().await?,
        Err(StoreError::Conflict) => {
            form.fault("decision", FormFault::AlreadyDecided);
            return refuse(&opened, &app, &visitor, slot(form.typed())).await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(done(&app, &opened, "date_change_decided"))
}

/// POST /tasks/{no}/{slug}/dues
pub async fn due(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, slug)): Place,
    posted: Posted,
) -> Answer {
    let slot: Slot = |due| AssignmentForms { due, ..AssignmentForms::default() };
    let opened = opened(&app, &visitor, &uri, (&no, &slug), Some(Action::DecideDates { proposed_by: None })).await?;
    if posted.show_only {
        return show_again(&opened, &app, &visitor, &posted, slot).await;
    }
    let mut form = Reader::new(&posted);
    let step = form.open_step(&opened);
    let due = form.day("due");
    let reason = form.text("reason", LINE_MAX);
    if step.zip(due).is_some_and(|(step, due)| due.last_day >= step.due.last_day) {
        form.fault("due", FormFault::NotEarlier);
    }
    let Some((step, due)) = step.zip(due).filter(|_| form.faults.is_empty()) else {
        return refuse(&opened, &app, &visitor, slot(form.typed())).await;
    };
    let mut tx = writing(&app, &visitor, &opened).await?;
    tx.set_step_due(opened.assignment.id, &opened.slug, step.milestone, due, &reason).await?;
    tx.commit().await?;
    Ok(done(&app, &opened, "due_saved"))
}

/// POST /tasks/{no}/{slug}/endings
pub async fn ending(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, slug)): Place,
    posted: Posted,
) -> Answer {
    let slot: Slot = |ending| AssignmentForms { ending, ..AssignmentForms::default() };
    let opened = opened(&app, &visitor, &uri, (&no, &slug), Some(Action::DecideDates { proposed_by: None })).await?;
    if posted.show_only {
        return show_again(&opened, &app, &visitor, &posted, slot).await;
    }
    let mut form = Reader::new(&posted);
    let step = form.open_step(&opened);
    let parse = |text: &str| match Light::parse(text) {
        Some(Light::Dropped) => Some(Ending::Dropped),
        Some(Light::Superseded) => Some(Ending::Superseded),
        _ => None,
    };
    let ending = form.choice("ending", parse);
    let reason = form.text("reason", NARRATIVE_MAX);
    let decider = form.text("decider", LINE_MAX);
    let Some((step, ending)) = step.zip(ending).filter(|_| form.faults.is_empty()) else {
        return refuse(&opened, &app, &visitor, slot(form.typed())).await;
    };
    let new = NewEnding {
        plan: opened.reading.plan.ledger.plan.id,
        assignment: opened.assignment.id,
        institution: opened.slug.clone(),
        milestone: step.milestone,
        ending,
        reason,
        decider,
    };
    let mut tx = writing(&app, &visitor, &opened).await?;
    tx.add_ending(&new).await?;
    tx.commit().await?;
    Ok(done(&app, &opened, "ending_saved"))
}

/// POST /tasks/{no}/{slug}/duty
pub async fn duty(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, slug)): Place,
    posted: Posted,
) -> Answer {
    let slot: Slot = |duty| AssignmentForms { duty, ..AssignmentForms::default() };
    let opened = opened(&app, &visitor, &uri, (&no, &slug), None).await?;
    if !may(visitor.reader()?, Action::AssignDuty(&opened.slug)) {
        return Err(PageError::Forbidden);
    }
    if posted.show_only {
        return show_again(&opened, &app, &visitor, &posted, slot).await;
    }
    let people = app.store.people_of(&opened.slug).await?;
    let mut form = Reader::new(&posted);
    let person = |field: &str, form: &mut Reader<'_>| -> Option<UserId> {
        let typed = form.posted.get(field).to_owned();
        let found = typed.parse().ok().map(UserId).filter(|id| people.iter().any(|(known, _)| known == id));
        if found.is_none() && !typed.is_empty() {
            form.fault(field, FormFault::NoSuchPerson);
        }
        found
    };
    let owner = person("owner", &mut form);
    let reviewer = person("reviewer", &mut form);
    let contact = form.text("contact", LINE_MAX);
    if !form.faults.is_empty() {
        return refuse(&opened, &app, &visitor, slot(form.typed())).await;
    }
    let mut tx = writing(&app, &visitor, &opened).await?;
    tx.set_duty(opened.assignment.id, &opened.slug, owner, reviewer, &contact).await?;
    tx.commit().await?;
    Ok(done(&app, &opened, "duty_saved"))
}
