//! Who waits for whom.

use crate::domain::council::Body;
use crate::domain::council::waiting::{Awaited, WaitingOn};
use crate::domain::ids::{MilestoneId, Slug, TaskNo};
use crate::domain::permission::{Action, may};
use crate::domain::text::LINE_MAX;
use crate::pages::council::forms::Tried;
use crate::pages::texts::waiting as texts;
use crate::pages::waiting::page;
use crate::server::council::form::Form;
use crate::server::council::hall::{Hall, entry_of, record};
use crate::server::council::meeting::{change, shown};
use crate::server::errors::PageError;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};

async fn list(hall: &Hall, tried: Tried) -> Answer {
    hall.tried(texts::title(hall.lang()).to_owned(), tried, page).await
}

/// `GET /waiting`
pub async fn show(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    list(&Hall::open(&app, &visitor, &uri).await?, Tried::default()).await
}

/// `4:mohw` as an assignment that stands.
fn read_assignment(hall: &Hall, text: &str) -> Option<(TaskNo, Slug)> {
    let (task, institution) = text.split_once(':')?;
    let (task, institution) = (TaskNo::parse(task)?, Slug::parse(institution)?);
    hall.reading.standing.assignment(task, &institution).map(|_| (task, institution))
}

/// `step:4:7:mois` or `outcome:12:mois`, as what is there.
fn read_awaited(hall: &Hall, text: &str) -> Option<Awaited> {
    match text.split(':').collect::<Vec<_>>()[..] {
        ["step", task, milestone, institution] => {
            let (task, institution) = (TaskNo::parse(task)?, Slug::parse(institution)?);
            let milestone = MilestoneId(milestone.parse().ok()?);
            let assignment = hall.reading.standing.assignment(task, &institution)?;
            let has = assignment.steps.iter().any(|step| step.milestone == milestone);
            has.then_some(Awaited::Step { task, milestone, institution })
        }
        ["outcome", outcome, institution] => {
            let (outcome, institution) = (record(outcome)?, Slug::parse(institution)?);
            let owns = hall.council.outcome(outcome)?.body.owners.contains(&institution);
            owns.then_some(Awaited::Outcome { outcome, institution })
        }
        _ => None,
    }
}

/// `POST /waiting`
pub async fn add(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri, posted: Posted) -> Answer {
    let hall = Hall::desk(&app, &visitor, &uri).await?;
    let reader = hall.visitor.reader()?;
    let own = reader.institutions().iter().any(|slug| may(reader, Action::WaitOn(slug)));
    if !own {
        hall.ask(Action::RunMeetings)?;
    }
    let lang = hall.lang();
    let mut form = Form::new(&posted, lang);
    let assignment = form.choice("assignment", |text| read_assignment(&hall, text));
    if let Some((_, institution)) = &assignment {
        hall.ask(Action::WaitOn(institution))?;
    }
    let awaited = form.choice("awaited", |text| read_awaited(&hall, text));
    let reason = form.text("reason", LINE_MAX);
    let since = form.day("since");
    if since.is_some_and(|day| day > hall.today()) {
        form.fault("since", texts::fault_future(lang));
    }
    let own = assignment.as_ref().zip(awaited.as_ref());
    if own.is_some_and(|((_, institution), awaited)| awaited.institution() == institution) {
        form.fault("awaited", texts::fault_own(lang));
    }
    let whole = assignment.zip(awaited).zip(since).filter(|_| form.is_good() && !posted.show_only);
    let Some((((task, institution), awaited), since)) = whole else {
        return list(&hall, shown(form, "waiting")).await;
    };
    let waiting = WaitingOn { task, institution, awaited, reason, since, ended_on: None };
    match hall.add(Body::Waiting(waiting), None).await? {
        Ok(_) => Ok(hall.done("/waiting", "waiting_saved")),
        Err(_) => Err(PageError::Conflict),
    }
}

/// `POST /waiting/{id}/end`
pub async fn end(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::desk(&app, &visitor, &uri).await?;
    let one = entry_of(&hall.council.waitings, &id)?;
    hall.ask(Action::WaitOn(&one.body.institution))?;
    if posted.show_only {
        return list(&hall, Tried::default()).await;
    }
    let today = hall.today();
    let verb = |body: Body| match body {
        Body::Waiting(waiting) => {
            Ok(Body::Waiting(WaitingOn { ended_on: waiting.ended_on.or(Some(today)), ..waiting }))
        }
        other => Ok(other),
    };
    match change(&hall, one.id, verb).await? {
        Ok(()) => Ok(hall.done("/waiting", "waiting_ended")),
        Err(_) => Err(PageError::Conflict),
    }
}
