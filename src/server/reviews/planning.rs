//! Planning a round, and changing its settings before it is opened.

use super::desk::{Managed, RoundDesk};
use crate::domain::due::parse_typed_day;
use crate::domain::ids::TaskNo;
use crate::domain::ledger::Ledger;
use crate::domain::permission::{Action, may};
use crate::domain::round::planning::{next_ad_hoc, next_ordinal, next_quarter, proposed_settings};
use crate::domain::round::{Round, RoundRefusal, RoundSettings, RoundSlug};
use crate::domain::text::{LINE_MAX, optional_text};
use crate::pages::admin::Filled;
use crate::pages::lang::Lang;
use crate::pages::reviews::plan::{PlanModel, filled, page};
use crate::pages::reviews::round_path;
use crate::pages::texts::reviews as texts;
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::forms::{noted, status_of};
use crate::server::posted::Posted;
use crate::server::reading::{Reading, first};
use crate::server::render::{Sheet, draw};
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{NewRound, StoreError};
use axum::extract::{OriginalUri, State};
use chrono::NaiveDate;
use std::sync::Arc;

type Faults = Vec<(&'static str, String)>;

async fn gate(app: &Shared, visitor: &Visitor, uri: &axum::http::Uri) -> Result<Reading, PageError> {
    if !may(visitor.reader()?, Action::ManageRounds) {
        return Err(PageError::Forbidden);
    }
    Reading::open(app, visitor, uri, Section::Reviews, false).await
}

/// GET /reviews/new: filled as proposed for the next quarter; `?kind=ad_hoc`: for an ad hoc round.
pub(super) async fn show_new(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let reading = gate(&app, &visitor, &uri).await?;
    let rounds = reading.plan.ledger.reviews.rounds();
    let today = reading.info.today;
    let ad_hoc = first(&reading.query, "kind") == Some("ad_hoc");
    let slug = if ad_hoc { next_ad_hoc(rounds, today) } else { next_quarter(rounds, today) };
    let slug = slug.ok_or_else(|| PageError::Failed("no name for a next round".into()))?;
    let mut typed = filled(&proposed_settings(&slug, today, &reading.plan.calendar));
    typed.push(("slug".to_owned(), slug.to_string()));
    typed.push(("ordinal".to_owned(), next_ordinal(rounds).to_string()));
    show(reading, None, Filled { typed, faults: vec![] }).await
}

async fn show(reading: Reading, round: Option<Round>, form: Filled) -> Answer {
    let rounds = reading.plan.ledger.reviews.rounds();
    let proposals = [next_quarter(rounds, reading.info.today), next_ad_hoc(rounds, reading.info.today)];
    let status = status_of(&form.faults);
    let (info, plan) = (reading.info, reading.plan);
    let title = texts::plan_title(info.lang).to_owned();
    let model = Arc::new(PlanModel { round, proposals, form });
    let body = move |info: &PageInfo| page(info, &plan.ledger, &model);
    Ok(draw(status, Sheet { info, title, wide: false, body }).await)
}

/// POST /reviews/new
pub(super) async fn plan(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    posted: Posted,
) -> Answer {
    let reading = gate(&app, &visitor, &uri).await?;
    let mut form = Filled { typed: posted.fields, faults: vec![] };
    if posted.show_only {
        return show(reading, None, form).await;
    }
    let (lang, today) = (visitor.lang, reading.info.today);
    let rounds = reading.plan.ledger.reviews.rounds();
    let mut faults = Faults::new();
    let slug = RoundSlug::parse(form.get("slug"));
    match &slug {
        None => faults.push(("slug", texts::slug_unfit(lang).to_owned())),
        Some(slug) if rounds.iter().any(|round| round.slug == *slug) => {
            faults.push(("slug", texts::slug_taken(lang).to_owned()));
        }
        Some(_) => {}
    }
    let ordinal = form.get("ordinal").parse::<i64>().ok().filter(|n| (1..10_000).contains(n));
    match ordinal {
        None => faults.push(("ordinal", texts::ordinal_unfit(lang).to_owned())),
        Some(n) if rounds.iter().any(|round| round.ordinal == n) => {
            faults.push(("ordinal", texts::ordinal_taken(lang, n)));
        }
        Some(_) => {}
    }
    let settings = read_settings(lang, today, &reading.plan.ledger, &form, &mut faults);
    let (Some(slug), Some(ordinal), Some(settings), true) = (slug, ordinal, settings, faults.is_empty()) else {
        form.faults = faults;
        return show(reading, None, form).await;
    };
    let new = NewRound { plan: reading.plan.ledger.plan.id, slug: slug.clone(), ordinal, settings };
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    match tx.plan_round(&new).await {
        Ok(_) => tx.commit().await?,
        // Somebody else planned one of that name since the page was read.
        Err(StoreError::Conflict) => {
            drop(tx);
            form.faults = vec![("slug", texts::slug_taken(lang).to_owned())];
            return show(reading, None, form).await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(noted(&app, &reading.info.link(&format!("/reviews/{slug}")), "round_planned"))
}

/// GET /reviews/{round}/settings
pub(super) async fn show_settings(Managed(desk): Managed) -> Answer {
    if desk.round.replan(&desk.round.settings).is_err() {
        return Ok(see_other(&desk.reading.info.link(&round_path(&desk.round, ""))));
    }
    let typed = filled(&desk.round.settings);
    show_filled(desk, Filled { typed, faults: vec![] }).await
}

async fn show_filled(desk: RoundDesk, form: Filled) -> Answer {
    let round = desk.round.clone();
    let status = status_of(&form.faults);
    let model = Arc::new(PlanModel { round: Some(round), proposals: [None, None], form });
    let title = texts::settings(desk.reading.info.lang).to_owned();
    let body = move |scene: &crate::pages::record::Scene| page(scene.info, scene.ledger, &model);
    Ok(desk.show(status, title, false, body).await)
}

/// POST /reviews/{round}/settings
pub(super) async fn replan(Managed(desk): Managed, posted: Posted) -> Answer {
    let mut form = Filled { typed: posted.fields, faults: vec![] };
    if posted.show_only {
        return show_filled(desk, form).await;
    }
    let (lang, today) = (desk.visitor.lang, desk.reading.info.today);
    let mut faults = Faults::new();
    let settings = read_settings(lang, today, &desk.reading.plan.ledger, &form, &mut faults);
    let Some(settings) = settings.filter(|_| faults.is_empty()) else {
        form.faults = faults;
        return show_filled(desk, form).await;
    };
    let kind = desk.round.replan(&settings).map_err(|_| PageError::Conflict)?;
    let mut tx = desk.write().await?;
    tx.add_round_event(desk.reading.plan.ledger.plan.id, &desk.round, kind, &settings, "").await?;
    tx.commit().await?;
    Ok(desk.done("", "round_replanned"))
}

/// Reads the settings, or every fault.
fn read_settings(
    lang: Lang,
    today: NaiveDate,
    ledger: &Ledger,
    form: &Filled,
    faults: &mut Faults,
) -> Option<RoundSettings> {
    let mut day = |name: &'static str| {
        let on = parse_typed_day(form.get(name));
        if on.is_none() {
            faults.push((name, texts::day_unreadable(lang).to_owned()));
        }
        on
    };
    let (base_date, window_from, due) = (day("base_date"), day("window_from"), day("due"));
    let meeting_on = if form.get("meeting_on").is_empty() { Some(None) } else { day("meeting_on").map(Some) };
    let meeting_place = optional_text(form.get("meeting_place"), LINE_MAX).unwrap_or_else(|_| {
        faults.push(("meeting_place", texts::text_too_long(lang, LINE_MAX)));
        None
    });
    let settings = RoundSettings {
        base_date: base_date?,
        window_from: window_from?,
        due: due?,
        meeting_on: meeting_on?,
        meeting_place: meeting_place.unwrap_or_default(),
        tasks: tasks(ledger, form),
        two_steps: form.get("two_steps") == "on",
    };
    faults.extend(day_fault(lang, today, &settings));
    Some(settings)
}

/// The first thing wrong with the order of the days.
fn day_fault(lang: Lang, today: NaiveDate, settings: &RoundSettings) -> Option<(&'static str, String)> {
    if settings.due < today {
        return Some(("due", texts::due_past(lang).to_owned()));
    }
    if Round::check_days(settings) != Err(RoundRefusal::Days) {
        return None;
    }
    Some(if settings.due < settings.window_from {
        ("due", texts::due_before_window(lang).to_owned())
    } else if settings.base_date > settings.due {
        ("base_date", texts::base_after_due(lang).to_owned())
    } else {
        ("meeting_on", texts::meeting_early(lang).to_owned())
    })
}

/// The tasks ticked and those of the strategies ticked, by number; none where that is all of them.
fn tasks(ledger: &Ledger, form: &Filled) -> Vec<TaskNo> {
    let strategies: Vec<&str> = form.all("strategies").collect();
    let ticked: Vec<TaskNo> = form.all("tasks").filter_map(TaskNo::parse).collect();
    let chosen = ledger
        .tasks
        .iter()
        .filter(|task| ticked.contains(&task.no) || strategies.contains(&task.strategy_no.to_string().as_str()));
    let chosen: Vec<TaskNo> = chosen.map(|task| task.no).collect();
    if chosen.len() == ledger.tasks.len() { vec![] } else { chosen }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::exceptions::tests::ledger;

    fn read(changes: &[(&str, &str)]) -> (Option<RoundSettings>, Faults) {
        let mut typed = vec![
            ("base_date".to_owned(), "2024-06-14".to_owned()),
            ("window_from".to_owned(), "2024. 6. 10.".to_owned()),
            ("due".to_owned(), "20240621".to_owned()),
        ];
        for (name, value) in changes {
            typed.retain(|(known, _)| known != name);
            typed.push(((*name).to_owned(), (*value).to_owned()));
        }
        let (form, mut faults) = (Filled { typed, faults: vec![] }, Faults::new());
        let settings = read_settings(Lang::Ko, "2024-03-20".parse().unwrap(), &ledger(), &form, &mut faults);
        (settings, faults)
    }

    #[test]
    fn days_are_read_as_officers_write_them() {
        let (settings, faults) = read(&[]);
        assert!(faults.is_empty(), "{faults:?}");
        let settings = settings.unwrap();
        assert_eq!(
            (settings.window_from.to_string(), settings.due.to_string()),
            ("2024-06-10".into(), "2024-06-21".into())
        );
        assert_eq!((settings.meeting_on, settings.tasks, settings.two_steps), (None, vec![], false));
    }

    #[test]
    fn what_is_wrong_stands_beside_its_field() {
        let fault = |changes: &[(&str, &str)]| {
            let (_, faults) = read(changes);
            faults.into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(fault(&[("due", "2024-06-09")]), ["due"]);
        assert_eq!(
            fault(&[("due", "2024-03-19"), ("window_from", "2024-03-11"), ("base_date", "2024-03-11")]),
            ["due"]
        );
        assert_eq!(fault(&[("base_date", "2024-06-30")]), ["base_date"]);
        assert_eq!(fault(&[("meeting_on", "2024-06-01")]), ["meeting_on"]);
        assert_eq!(fault(&[("base_date", "어제"), ("meeting_on", "언젠가")]), ["base_date", "meeting_on"]);
        assert_eq!(fault(&[("meeting_place", &"가".repeat(201))]), ["meeting_place"]);
    }

    #[test]
    fn a_strategy_stands_for_its_tasks_and_all_of_them_for_no_limit() {
        let (settings, _) = read(&[("strategies", "1")]);
        assert_eq!(settings.unwrap().tasks, []);
        let (settings, _) = read(&[("tasks", "99")]);
        assert_eq!(settings.unwrap().tasks, []);
    }
}
