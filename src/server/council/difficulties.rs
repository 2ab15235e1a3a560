//! The register of difficulties: raised at any time, put to somebody, answered, shared, merged.

use crate::domain::calendar::end_of;
use crate::domain::council::difficulty::{Difficulty, Refusal, SameHere, Stage};
use crate::domain::council::register::Version;
use crate::domain::council::source::headline;
use crate::domain::council::{Body, Entry};
use crate::domain::ids::{RecordId, Slug};
use crate::domain::permission::{Action, may};
use crate::domain::text::{LINE_MAX, NARRATIVE_MAX};
use crate::pages::council::forms::Tried;
use crate::pages::difficulties::{DifficultiesQuery, detail, new as new_page, page};
use crate::pages::lang::Lang;
use crate::pages::texts::difficulties as texts;
use crate::server::council::fields::{field, words};
use crate::server::council::form::Form;
use crate::server::council::hall::{Hall, entry_of, record};
use crate::server::council::meeting::shown;
use crate::server::errors::PageError;
use crate::server::posted::Posted;
use crate::server::reading::first;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;

/// `GET /difficulties`
pub async fn show(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let hall = Hall::open(&app, &visitor, &uri).await?;
    let query = DifficultiesQuery::parse(&hall.reading.query);
    let title = texts::title(hall.lang()).to_owned();
    Ok(hall.draw(StatusCode::OK, title, false, move |hall| page(hall, &query)).await)
}

/// Whether the reader may raise one for any institution.
fn may_raise(hall: &Hall) -> Result<(), PageError> {
    let reader = hall.visitor.reader()?;
    let own = reader.institutions().iter().any(|slug| may(reader, Action::RaiseDifficulty(slug)));
    if own { Ok(()) } else { hall.ask(Action::RunMeetings) }
}

async fn show_new(hall: &Hall, begun: Vec<(&'static str, String)>, tried: Tried) -> Answer {
    let title = texts::raise(hall.lang()).to_owned();
    hall.tried(title, tried, move |hall, tried| new_page::page(hall, &begun, tried)).await
}

/// What the form begins with.
fn begun(institution: &str, task: &str, text: String, source: String) -> Vec<(&'static str, String)> {
    let title = headline(&text);
    let (institution, tasks) = (institution.to_owned(), task.to_owned());
    vec![("institution", institution), ("title", title), ("text", text), ("tasks", tasks), ("source", source)]
}

/// `GET /difficulties/new?source=return:4:mohw:2024-Q1`, or `?task=4&institution=…&text=…`
pub async fn new(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let hall = Hall::desk(&app, &visitor, &uri).await?;
    may_raise(&hall)?;
    let value = |name: &str| first(&hall.reading.query, name).unwrap_or_default().to_owned();
    let begun = match field(&hall, &value("source"))? {
        Some((source, institution)) => {
            let text = words(&hall, &source, &institution).await?;
            begun(&institution.to_string(), &source.task().to_string(), text, source.code(&institution))
        }
        None => begun(&value("institution"), &value("task"), value("text"), String::new()),
    };
    show_new(&hall, begun, Tried::default()).await
}

/// `POST /difficulties`
pub async fn add(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri, posted: Posted) -> Answer {
    let hall = Hall::desk(&app, &visitor, &uri).await?;
    may_raise(&hall)?;
    let mut form = Form::new(&posted, hall.lang());
    let institution = form.chosen_institution("institution", &hall.reading.plan.ledger);
    if let Some(institution) = &institution {
        hall.ask(Action::RaiseDifficulty(institution))?;
    }
    let title = form.text("title", LINE_MAX).split_whitespace().collect::<Vec<_>>().join(" ");
    let text = form.text("text", NARRATIVE_MAX);
    let tasks = form.tasks("tasks", &hall.reading.plan.ledger);
    let Some(institution) = institution.filter(|_| form.is_good() && !posted.show_only) else {
        return show_new(&hall, vec![], shown(form, "difficulty")).await;
    };
    let from = field(&hall, posted.get("source"))?.filter(|(_, who)| *who == institution);
    let raised = Difficulty::raised(institution, title, text, tasks);
    let difficulty = Difficulty { source: from.map(|(source, _)| source), ..raised };
    match hall.add(Body::Difficulty(difficulty), None).await? {
        Ok(id) => Ok(hall.done(format!("/difficulties/{id}"), "difficulty_raised")),
        Err(_) => Err(PageError::Conflict),
    }
}

fn entry<'a>(hall: &'a Hall, id: &str) -> Result<&'a Entry<Difficulty>, PageError> {
    entry_of(&hall.council.difficulties, id)
}

async fn show_one(hall: &Hall, id: &str, tried: Tried) -> Answer {
    let one = entry(hall, id)?.clone();
    let history: Vec<Version> =
        hall.state.register.history(one.id, end_of(hall.reading.info.day())).into_iter().cloned().collect();
    let title = format!("{} {}", texts::no(hall.lang(), one.body.no), one.body.title);
    hall.tried(title, tried, move |hall, tried| detail::page(hall, &one, &history, tried)).await
}

/// `GET /difficulties/{id}`
pub async fn one(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
) -> Answer {
    show_one(&Hall::open(&app, &visitor, &uri).await?, &id, Tried::default()).await
}

fn told(lang: Lang, refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Merged => texts::refused_merged(lang),
        Refusal::Over => texts::refused_over(lang),
        Refusal::NobodyAsked => texts::refused_nobody(lang),
        Refusal::Target => texts::refused_target(lang),
        Refusal::NotOver => texts::refused_not_over(lang),
        Refusal::OwnOrTwice => texts::refused_twice(lang),
    }
}

/// Changes a difficulty by a verb; a refusal stands in its form, at `field`.
async fn change(
    hall: &Hall,
    id: &str,
    mut form: Form<'_>,
    (key, field, note): (&str, &'static str, &str),
    as_of: Option<&Slug>,
    verb: impl FnOnce(Difficulty) -> Result<Difficulty, Refusal>,
) -> Answer {
    let record = entry(hall, id)?.id;
    let mut tx = hall.write(as_of).await?;
    let verb = |body| match body {
        Body::Difficulty(one) => verb(one).map(Body::Difficulty),
        other => Ok(other),
    };
    match tx.change_record(hall.plan(), record, verb).await? {
        Ok(Ok(())) => {
            tx.commit().await?;
            Ok(hall.done(format!("/difficulties/{id}"), note))
        }
        Ok(Err(refusal)) => {
            form.fault(field, told(hall.lang(), refusal));
            show_one(hall, id, form.tried(key)).await
        }
        Err(_) => Err(PageError::Conflict),
    }
}

/// `POST /difficulties/{id}/asking`: who is to answer, within how many working days.
pub async fn ask(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    entry(&hall, &id)?;
    let mut form = Form::new(&posted, hall.lang());
    let answerer = form.chosen_institution("answerer", &hall.reading.plan.ledger);
    let days = form.number("days", 60).and_then(|days| u8::try_from(days).ok());
    if days.is_none() && form.is_good() {
        form.fault("days", crate::pages::texts::council::fault_number(hall.lang(), 60));
    }
    let Some((answerer, days)) = answerer.zip(days).filter(|_| form.is_good() && !posted.show_only) else {
        return show_one(&hall, &id, shown(form, "ask")).await;
    };
    let today = hall.today();
    let due = hall.reading.plan.calendar.after_working_days(today, days);
    let verb = move |one: Difficulty| one.ask(answerer, today, due);
    change(&hall, &id, form, ("ask", "answerer", "difficulty_asked"), None, verb).await
}

/// `POST /difficulties/{id}/answer`
pub async fn answer(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::desk(&app, &visitor, &uri).await?;
    let answerer = entry(&hall, &id)?.body.asked.as_ref().map(|asked| asked.answerer.clone());
    match &answerer {
        Some(answerer) => hall.ask(Action::AnswerDifficulty(answerer))?,
        None => hall.ask(Action::RunMeetings)?,
    }
    let mut form = Form::new(&posted, hall.lang());
    let answers = |stage: &Stage| Stage::ANSWERS.contains(stage);
    let stage = form.choice("stage", |text| Stage::parse(text).filter(answers));
    let text = form.text("text", NARRATIVE_MAX);
    let Some(stage) = stage.filter(|_| form.is_good() && !posted.show_only) else {
        return show_one(&hall, &id, shown(form, "answer")).await;
    };
    let today = hall.today();
    let verb = move |one: Difficulty| one.answer(stage, text, today);
    change(&hall, &id, form, ("answer", "stage", "difficulty_answered"), answerer.as_ref(), verb).await
}

/// `POST /difficulties/{id}/same-here`
pub async fn same_here(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::desk(&app, &visitor, &uri).await?;
    may_raise(&hall)?;
    let one = entry(&hall, &id)?.clone();
    let mut form = Form::new(&posted, hall.lang());
    let institution = form.chosen_institution("institution", &hall.reading.plan.ledger);
    let note = form.line("note", LINE_MAX);
    let Some(institution) = institution.filter(|_| form.is_good() && !posted.show_only) else {
        return show_one(&hall, &id, shown(form, "same")).await;
    };
    hall.ask(Action::RaiseDifficulty(&institution))?;
    if let Err(refusal) = hall.council.may_share(&one, &institution) {
        form.fault("institution", told(hall.lang(), refusal));
        return show_one(&hall, &id, form.tried("same")).await;
    }
    // An institution has a difficulty once, however often it says so.
    let key = format!("same-here-{}-{institution}", one.id);
    let said = SameHere { difficulty: one.id, institution, note };
    match hall.add(Body::SameHere(said), Some(&key)).await? {
        Ok(_) => Ok(hall.done(format!("/difficulties/{id}"), "difficulty_shared")),
        Err(_) => Err(PageError::Conflict),
    }
}

/// `POST /difficulties/{id}/merge`
pub async fn merge(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let own: RecordId = entry(&hall, &id)?.id;
    let mut form = Form::new(&posted, hall.lang());
    let target = form.choice("target", |text| record(text).and_then(|id| hall.council.difficulty(id)).cloned());
    let Some(target) = target.filter(|_| form.is_good() && !posted.show_only) else {
        return show_one(&hall, &id, shown(form, "merge")).await;
    };
    let verb = move |one: Difficulty| one.merge_into(own, &target);
    change(&hall, &id, form, ("merge", "target", "difficulty_merged"), None, verb).await
}

/// `POST /difficulties/{id}/reopening`
pub async fn reopen(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    if posted.show_only {
        return show_one(&hall, &id, Tried::default()).await;
    }
    let form = Form::new(&posted, hall.lang());
    change(&hall, &id, form, ("reopen", "reopen", "difficulty_reopened"), None, Difficulty::reopen).await
}
