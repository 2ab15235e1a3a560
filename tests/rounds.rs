//! Rounds, returns, queries and contacts, on both engines.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod engines;
mod opened;

use engines::on_both;
use ihaeng::domain::chase::{Level, Way};
use ihaeng::domain::exceptions::agenda::RoundAgenda;
use ihaeng::domain::exceptions::round::{Candidate, RoundRule};
use ihaeng::domain::ids::{AssignmentId, ReportId, TaskNo};
use ihaeng::domain::ledger::{Ledger, ReportKind};
use ihaeng::domain::narrative::ReportText;
use ihaeng::domain::query::QueryState;
use ihaeng::domain::rating::SelfRating;
use ihaeng::domain::returns::{ReturnEventKind, ReturnState};
use ihaeng::domain::round::{RoundEventKind, RoundState};
use ihaeng::domain::standing::Standing;
use ihaeng::store::{
    Actor, KeptEntry, NewChase, NewQuery, NewReport, NewReturnEvent, NewRound, Store, StoreError, StoreResult,
    Submission,
};
use opened::{Opened, at, day, ledger, mois, opened};

fn statement(scene: &Opened, previous: Option<ReportId>, progress: i64) -> NewReport {
    NewReport {
        plan: scene.ledger.plan.id,
        assignment: scene.assignment(),
        institution: mois(),
        kind: ReportKind::Statement,
        self_rating: SelfRating::OnTrack,
        progress: Some(progress),
        text: ReportText { done: "- 재산정 착수".into(), ..ReportText::default() },
        base_date: day("2024-03-15"),
        previous,
        steps: vec![],
        evidence: vec![],
        return_id: Some(scene.one().id),
    }
}

async fn submit(store: &Store, scene: &Opened, when: &str, reports: Vec<NewReport>) -> StoreResult<Vec<ReportId>> {
    let entries = store.entries(scene.one().id).await?;
    let revisions = entries.values().map(|entry| entry.revision).sum();
    let submission = Submission { event: NewReturnEvent::default(), reports, revisions };
    let mut tx = store.write(&scene.head, at(when)).await?;
    let ids = tx.submit_return(scene.ledger.plan.id, scene.round(), scene.one(), &submission).await?;
    tx.commit().await?;
    Ok(ids)
}

async fn event(store: &Store, scene: &Opened, by: &Actor, when: &str, kind: ReturnEventKind) -> StoreResult<()> {
    let mut tx = store.write(by, at(when)).await?;
    let new = NewReturnEvent::default();
    tx.add_return_event(scene.ledger.plan.id, scene.round(), scene.one(), kind, &new).await?;
    tx.commit().await
}

fn progress(ledger: &Ledger, assignment: AssignmentId, on: &str) -> (Option<i64>, bool) {
    let standing = Standing::derive(ledger, day(on));
    let one = standing.by_id(assignment).unwrap();
    (one.progress(), one.unreviewed)
}

#[test]
fn opening_makes_a_return_and_handing_it_in_writes_its_reports() {
    on_both(|store| async move {
        let scene = opened(&store).await;
        assert_eq!((scene.round().state, scene.one().state), (RoundState::Open, ReturnState::NotStarted));
        submit(&store, &scene, "2024-03-18", vec![statement(&scene, None, 84)]).await.unwrap();
        let scene = scene.again(&store).await;
        assert_eq!(scene.one().state, ReturnState::Submitted);
        assert_eq!(progress(&scene.ledger, scene.assignment(), "2024-03-18"), (Some(84), true));
        event(&store, &scene, &scene.pmo, "2024-03-19", ReturnEventKind::Approved).await.unwrap();
        let scene = scene.again(&store).await;
        assert_eq!(progress(&scene.ledger, scene.assignment(), "2024-03-19"), (Some(84), false));
        assert_eq!(progress(&scene.ledger, scene.assignment(), "2024-03-18"), (Some(84), true));
    });
}

#[test]
fn a_call_back_lets_the_earlier_report_count_again() {
    on_both(|store| async move {
        let scene = opened(&store).await;
        let mut tx = store.write(&scene.head, at("2024-03-08")).await.unwrap();
        let earlier = NewReport { return_id: None, ..statement(&scene, None, 40) };
        let earlier = tx.add_report(&earlier).await.unwrap();
        tx.commit().await.unwrap();
        submit(&store, &scene, "2024-03-18", vec![statement(&scene, Some(earlier), 84)]).await.unwrap();
        let scene = scene.again(&store).await;
        let mut tx = store.write(&scene.head, at("2024-03-19")).await.unwrap();
        tx.call_back_return(scene.ledger.plan.id, scene.round(), scene.one()).await.unwrap();
        tx.commit().await.unwrap();
        let scene = scene.again(&store).await;
        assert_eq!(scene.one().state, ReturnState::Draft);
        assert_eq!(progress(&scene.ledger, scene.assignment(), "2024-03-19"), (Some(40), false));
        assert_eq!(progress(&scene.ledger, scene.assignment(), "2024-03-18"), (Some(84), true));
        let again = submit(&store, &scene, "2024-03-20", vec![statement(&scene, Some(earlier), 90)]).await;
        assert!(again.is_ok(), "the earlier report is the last that counts: {again:?}");
    });
}

#[test]
fn two_who_act_at_once_get_one_winner() {
    on_both(|store| async move {
        let scene = opened(&store).await;
        submit(&store, &scene, "2024-03-18", vec![statement(&scene, None, 84)]).await.unwrap();
        let scene = std::sync::Arc::new(scene.again(&store).await);
        let start = std::sync::Arc::new(tokio::sync::Barrier::new(2));
        let act = |by: Actor, kind: ReturnEventKind| {
            let (store, scene, start) = (store.clone(), std::sync::Arc::clone(&scene), std::sync::Arc::clone(&start));
            tokio::spawn(async move {
                start.wait().await;
                event(&store, &scene, &by, "2024-03-19", kind).await
            })
        };
        let (one, two) =
            (act(scene.pmo.clone(), ReturnEventKind::Approved), act(scene.pmo2.clone(), ReturnEventKind::SentBack));
        let outcomes = [one.await.unwrap(), two.await.unwrap()];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(StoreError::Conflict))), "{outcomes:?}");
        let events = ledger(&store).await.reviews.return_by_id(scene.one().id).unwrap().events.len();
        assert_eq!(events, 3);
    });
}

#[test]
fn nothing_is_handed_in_once_the_round_was_closed_meanwhile() {
    on_both(|store| async move {
        let scene = opened(&store).await;
        let mut tx = store.write(&scene.pmo, at("2024-03-23")).await.unwrap();
        let settings = scene.round().settings.clone();
        tx.add_round_event(scene.ledger.plan.id, scene.round(), RoundEventKind::Closed, &settings, "").await.unwrap();
        tx.commit().await.unwrap();
        let late = submit(&store, &scene, "2024-03-23", vec![statement(&scene, None, 84)]).await;
        assert!(matches!(late, Err(StoreError::Conflict)), "{late:?}");
        let scene = scene.again(&store).await;
        assert_eq!((scene.round().state, scene.one().state), (RoundState::Closed, ReturnState::NotStarted));
    });
}

#[test]
fn an_entry_is_shared_and_who_saves_an_older_one_is_told() {
    on_both(|store| async move {
        let scene = opened(&store).await;
        let fields = |text: &str| Some(vec![("done".to_owned(), text.to_owned())]);
        let keep = async |by: &Actor, text: &str, seen: i64| {
            let mut tx = store.write(by, at("2024-03-12")).await.unwrap();
            let entry = KeptEntry { assignment: scene.assignment(), fields: fields(text), no_change: false, seen };
            let stale = tx.keep_entries(scene.one().id, &mois(), &[entry]).await.unwrap();
            tx.commit().await.unwrap();
            stale
        };
        assert_eq!(keep(&scene.head, "하나", 0).await, []);
        assert_eq!(keep(&scene.pmo, "둘", 0).await, [scene.assignment()]);
        assert_eq!(keep(&scene.head, "셋", 1).await, []);
        let entry = store.entries(scene.one().id).await.unwrap().remove(&scene.assignment()).unwrap();
        assert_eq!((entry.fields, entry.revision, entry.saved_by.as_str()), (fields("셋"), 2, "head"));
        let counts = store.entry_counts(scene.round().id.0).await.unwrap();
        assert_eq!(counts[&scene.one().id], (1, 1));
    });
}

#[test]
fn queries_are_numbered_answered_and_closed() {
    on_both(|store| async move {
        let scene = opened(&store).await;
        submit(&store, &scene, "2024-03-18", vec![statement(&scene, None, 84)]).await.unwrap();
        let scene = scene.again(&store).await;
        let ask = |field: &str| NewQuery {
            plan: scene.ledger.plan.id,
            assignment: scene.assignment(),
            field: field.into(),
            question: "근거를 알려 주십시오.".into(),
            due: day("2024-03-21"),
        };
        let mut tx = store.write(&scene.pmo, at("2024-03-19")).await.unwrap();
        tx.ask_query(scene.one(), &ask("progress")).await.unwrap();
        tx.ask_query(scene.one(), &ask("done")).await.unwrap();
        tx.commit().await.unwrap();
        let queries = store.queries(scene.round().id).await.unwrap();
        assert_eq!(queries.iter().map(|query| query.no).collect::<Vec<_>>(), [1, 2]);
        let mut tx = store.write(&scene.head, at("2024-03-20")).await.unwrap();
        tx.answer_query(scene.one(), &queries[0], "붙임과 같음").await.unwrap();
        tx.close_query(scene.one(), &queries[1]).await.unwrap();
        tx.commit().await.unwrap();
        let states: Vec<_> =
            store.queries(scene.round().id).await.unwrap().iter().map(ihaeng::domain::query::Query::state).collect();
        assert_eq!(states, [QueryState::Answered, QueryState::Closed]);
        let mut tx = store.write(&scene.head, at("2024-03-20")).await.unwrap();
        let late = tx.answer_query(scene.one(), &queries[1], "늦은 답").await;
        assert!(matches!(late, Err(StoreError::Conflict)));
    });
}

#[test]
fn contacts_stand_in_the_log_in_their_order() {
    on_both(|store| async move {
        let scene = opened(&store).await;
        for (when, level) in [("2024-03-19", Level::Officer), ("2024-03-25", Level::Head)] {
            let new = NewChase {
                plan: scene.ledger.plan.id,
                round: scene.round().id,
                institution: mois(),
                level,
                way: Way::Phone,
                note: "담당자 통화".into(),
                promised_on: Some(day("2024-03-26")),
            };
            let mut tx = store.write(&scene.pmo, at(when)).await.unwrap();
            tx.add_chase(&new).await.unwrap();
            tx.commit().await.unwrap();
        }
        let log = store.chases(scene.round().id).await.unwrap();
        assert_eq!(log.iter().map(|chase| chase.level).collect::<Vec<_>>(), [Level::Officer, Level::Head]);
        assert_eq!(log[0].promised_on, Some(day("2024-03-26")));
    });
}

#[test]
fn a_round_is_planned_once_and_its_extension_is_kept_beside_what_was_announced() {
    on_both(|store| async move {
        let scene = opened(&store).await;
        let round = scene.round().clone();
        let again = NewRound {
            plan: scene.ledger.plan.id,
            slug: round.slug.clone(),
            ordinal: 3,
            settings: round.settings.clone(),
        };
        let mut tx = store.write(&scene.pmo, at("2024-03-12")).await.unwrap();
        assert!(matches!(tx.plan_round(&again).await, Err(StoreError::Conflict)));
        drop(tx);
        let (kind, settings) = round.extend(day("2024-03-29"), "기관 요청").unwrap();
        let mut tx = store.write(&scene.pmo, at("2024-03-21")).await.unwrap();
        tx.add_round_event(scene.ledger.plan.id, &round, kind, &settings, "기관 요청").await.unwrap();
        tx.commit().await.unwrap();
        let scene = scene.again(&store).await;
        assert_eq!(scene.round().due(), day("2024-03-29"));
        assert_eq!(scene.round().before(at("2024-03-20")).unwrap().due(), day("2024-03-22"));
    });
}

fn candidate(task: i64) -> Candidate {
    Candidate { rule: RoundRule::NewlyLate, task_no: Some(TaskNo(task)), institution: None, exceptions: vec![] }
}

async fn keep_agenda(store: &Store, scene: &Opened, by: &Actor, when: &str, agenda: &RoundAgenda) -> StoreResult<()> {
    let mut tx = store.write(by, at(when)).await?;
    tx.keep_round_agenda(scene.ledger.plan.id, scene.round(), agenda.revision, &agenda.entries).await?;
    tx.commit().await
}

#[test]
fn an_agenda_keeps_its_order_and_can_be_read_as_of_an_earlier_day() {
    on_both(|store| async move {
        let scene = opened(&store).await;
        let mut agenda = store.round_agenda(scene.round().id, at("2024-03-18")).await.unwrap();
        assert_eq!(agenda, RoundAgenda::default());
        agenda.take(&[candidate(4), candidate(7)], day("2024-03-18"));
        keep_agenda(&store, &scene, &scene.pmo, "2024-03-18", &agenda).await.unwrap();
        let mut agenda = store.round_agenda(scene.round().id, at("2024-03-19")).await.unwrap();
        agenda.word(&candidate(7).key(), "만회 계획을 냄".into());
        agenda.shift(&candidate(7).key(), true);
        keep_agenda(&store, &scene, &scene.pmo2, "2024-03-19", &agenda).await.unwrap();
        let last = store.round_agenda(scene.round().id, at("2024-03-20")).await.unwrap();
        assert_eq!((last.revision, last.saved_by.as_str()), (2, "pmo2"));
        assert_eq!(
            (last.entries[0].found.task_no, last.entries[0].wanted.as_str()),
            (Some(TaskNo(7)), "만회 계획을 냄")
        );
        let then = store.round_agenda(scene.round().id, at("2024-03-19")).await.unwrap();
        assert_eq!((then.revision, then.entries[0].found.task_no), (1, Some(TaskNo(4))));
        assert!(store.verify_audit().await.unwrap().is_ok());
    });
}

#[test]
fn two_who_save_at_once_get_one_winner_and_nobody_saves_after_the_seal() {
    on_both(|store| async move {
        let scene = std::sync::Arc::new(opened(&store).await);
        let start = std::sync::Arc::new(tokio::sync::Barrier::new(2));
        let act = |by: Actor, task: i64| {
            let (store, scene, start) = (store.clone(), std::sync::Arc::clone(&scene), std::sync::Arc::clone(&start));
            tokio::spawn(async move {
                let mut agenda = RoundAgenda::default();
                agenda.take(&[candidate(task)], day("2024-03-18"));
                start.wait().await;
                keep_agenda(&store, &scene, &by, "2024-03-18", &agenda).await
            })
        };
        let (one, two) = (act(scene.pmo.clone(), 4), act(scene.pmo2.clone(), 7));
        let outcomes = [one.await.unwrap(), two.await.unwrap()];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(StoreError::Conflict))), "{outcomes:?}");

        let settings = scene.round().settings.clone();
        let mut tx = store.write(&scene.pmo, at("2024-03-25")).await.unwrap();
        tx.add_round_event(scene.ledger.plan.id, scene.round(), RoundEventKind::Sealed, &settings, "").await.unwrap();
        tx.commit().await.unwrap();
        let agenda = store.round_agenda(scene.round().id, at("2024-03-26")).await.unwrap();
        let late = keep_agenda(&store, &scene, &scene.pmo, "2024-03-26", &agenda).await;
        assert!(matches!(late, Err(StoreError::Conflict)), "{late:?}");
    });
}
