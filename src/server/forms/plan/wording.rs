//! `/tasks/{no}/wording`

use super::{Desk, line};
use crate::domain::ledger::Registry;
use crate::domain::plan::Task;
use crate::domain::wording::{Place, Rewording, Wording};
use crate::pages::lang::Lang;
use crate::pages::plan_edit::{Typed, wording::page};
use crate::pages::texts::plan_edit as texts;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::store::{Actor, StoreError, StoreResult};
use axum::extract::{OriginalUri, Path, State};

/// `GET /tasks/{no}/wording`
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(no): Path<String>,
) -> Answer {
    let desk = Desk::open(&app, &visitor, &uri, &no).await?;
    let typed = Typed { fields: in_force(&desk.reading.plan.ledger, &desk.task), faults: vec![] };
    answer(desk, typed).await
}

async fn answer(desk: Desk, typed: Typed) -> Answer {
    let (title, no) = (texts::wording_title(desk.lang()).to_owned(), desk.task.no);
    let is_faulty = !typed.faults.is_empty();
    desk.draw(title, is_faulty, move |scene| page(scene, no, &typed)).await
}

/// How many rewordings there were: whoever saw fewer is told before overwriting one.
fn seen(registry: &Registry) -> String {
    registry.past_wordings.len().to_string()
}

fn in_force(registry: &Registry, task: &Task) -> Vec<(String, String)> {
    let milestones = registry.milestones.iter().filter(|one| one.task_no == task.no);
    let milestones = milestones.map(|one| (format!("milestone-{}", one.no), one.title.clone()));
    let own = [("seen", seen(registry)), ("title", task.title.clone()), ("title_en", task.title_en.clone())];
    own.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(milestones).collect()
}

/// `POST /tasks/{no}/wording`
pub async fn save(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(no): Path<String>,
    posted: Posted,
) -> Answer {
    let desk = Desk::open(&app, &visitor, &uri, &no).await?;
    let mut typed = Typed { fields: posted.fields, faults: vec![] };
    if posted.show_only {
        return answer(desk, typed).await;
    }
    let ledger = &desk.reading.plan.ledger;
    let (changes, reason) = read(ledger, &desk.task, &mut typed, desk.lang());
    if !typed.faults.is_empty() {
        return answer(desk, typed).await;
    }
    match write(&app, &visitor.actor(None)?, &desk, &changes, &reason).await {
        Ok(()) => Ok(noted(&app, &desk.reading.info.link(&format!("/tasks/{no}")), "wording_saved")),
        // Somebody was faster by a moment: what they wrote is shown as changed, and what was typed stays.
        Err(StoreError::Conflict) => {
            let desk = Desk::open(&app, &visitor, &uri, &no).await?;
            typed.fault("title", texts::fault_changed(desk.lang(), &desk.task.title));
            see_anew(&mut typed, &desk.reading.plan.ledger);
            answer(desk, typed).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn write(app: &App, actor: &Actor, desk: &Desk, changes: &[Rewording], reason: &str) -> StoreResult<()> {
    let mut tx = app.store.write(actor, app.clock.now()).await?;
    tx.reword(&desk.reading.plan.ledger.plan, desk.task.no, changes, reason).await?;
    tx.commit().await
}

/// From here on the editor has seen what is in force.
fn see_anew(typed: &mut Typed, registry: &Registry) {
    typed.fields.retain(|(name, _)| name != "seen");
    typed.fields.push(("seen".to_owned(), seen(registry)));
}

/// What is worded differently, and why.
fn read(registry: &Registry, task: &Task, typed: &mut Typed, lang: Lang) -> (Vec<Rewording>, String) {
    let (title, other) = (line(typed, lang, "title"), line(typed, lang, "title_en"));
    let mut wanted = vec![(Place::Task(task.no), Wording { title, other })];
    for one in registry.milestones.iter().filter(|one| one.task_no == task.no) {
        let title = line(typed, lang, &format!("milestone-{}", one.no));
        wanted.push((Place::Milestone(task.no, one.no), Wording { title, other: String::new() }));
    }
    let changed = wanted.into_iter().filter_map(|(place, to)| {
        let from = registry.wording(&place)?;
        (from != to).then_some(Rewording { place, from, to })
    });
    let changes: Vec<Rewording> = changed.collect();
    let reason = line(typed, lang, "reason");
    if typed.faults.is_empty() && typed.get("seen") != seen(registry) {
        typed.fault("title", texts::fault_changed(lang, &task.title));
        see_anew(typed, registry);
    } else if typed.faults.is_empty() && changes.is_empty() {
        typed.fault("title", texts::fault_same(lang));
    }
    (changes, reason)
}
