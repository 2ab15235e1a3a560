//! Offline kits in the store, on both engines.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod engines;
mod opened;

use chrono::{DateTime, TimeDelta, Utc};
use engines::on_both;
use ihaeng::domain::calendar::day_of;
use ihaeng::domain::ids::UserId;
use ihaeng::domain::kit::{Filled, FilledCell, FilledEntry, KitKey, fingerprint};
use ihaeng::domain::returns::{ReturnEventKind, ReturnState};
use ihaeng::domain::round::RoundEventKind;
use ihaeng::store::{Actor, AuditFilter, KeptEntry, KitUpload, NewReturnEvent, Store, StoreError, StoreResult};
use opened::{Opened, at, day, ledger, mois, opened};

fn upload(scene: &Opened, id: &str, uploaded_at: DateTime<Utc>) -> KitUpload {
    let cell = FilledCell {
        field: "done".into(),
        at: "C9".into(),
        base: fingerprint("done", ""),
        value: "- 하나\n- 둘".into(),
    };
    let entry = FilledEntry { assignment: scene.assignment(), revision: 0, cells: vec![cell] };
    let filled = Filled { issued_at: at("2024-03-12"), sheet: "작성".into(), entries: vec![entry] };
    KitUpload {
        id: id.into(),
        return_id: scene.one().id,
        file_name: "작성.xlsx".into(),
        sha256: "00".repeat(32),
        filled,
        uploaded_at,
    }
}

fn kept(scene: &Opened, seen: i64) -> KeptEntry {
    let fields = Some(vec![("done".to_owned(), "- 하나\n- 둘".to_owned())]);
    KeptEntry { assignment: scene.assignment(), fields, no_change: false, seen }
}

async fn keep(store: &Store, scene: &Opened, by: &Actor, upload: &KitUpload) {
    let mut tx = store.write(by, at("2024-03-13")).await.unwrap();
    tx.keep_kit_upload(scene.round(), scene.one(), upload).await.unwrap();
    tx.commit().await.unwrap();
}

async fn apply(store: &Store, scene: &Opened, by: &Actor, upload: &KitUpload, seen: i64) -> StoreResult<()> {
    let mut tx = store.write(by, at("2024-03-13")).await?;
    tx.apply_kit(scene.ledger.plan.id, scene.round(), scene.one(), upload, &[kept(scene, seen)]).await?;
    tx.commit().await
}

#[test]
fn the_secret_is_made_once_and_stays() {
    on_both(|store| async move {
        assert!(store.kit_key().await.unwrap().is_none());
        for secret in [[1; 32], [2; 32]] {
            let mut tx = store.write(&Actor::system(), at("2024-03-12")).await.unwrap();
            let key = tx.make_kit_key(secret).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(key.system(), KitKey::new([1; 32]).system());
        }
        let key = store.kit_key().await.unwrap().unwrap();
        assert_eq!(key.seal("x"), KitKey::new([1; 32]).seal("x"));
        let log =
            store.audit_page(&AuditFilter { action: "kit.key".into(), ..AuditFilter::default() }, 10).await.unwrap();
        assert_eq!(log.len(), 1);
        assert!(!log[0].entry.new_value.contains(&"01".repeat(8)), "the secret is in no entry");
    });
}

#[test]
fn an_upload_belongs_to_its_person_and_is_forgotten_after_a_day() {
    on_both(|store| async move {
        let scene = opened(&store).await;
        let now = at("2024-03-13");
        let one = upload(&scene, "a1", now);
        keep(&store, &scene, &scene.head, &one).await;
        let found = async |id: &str, person: UserId, hours: i64| {
            store.kit_upload(id, person, now + TimeDelta::hours(hours)).await.unwrap()
        };
        assert_eq!(found("a1", scene.head.id, 23).await, Some(one));
        assert_eq!(found("a1", scene.pmo2.id, 0).await, None);
        assert_eq!(found("a1", scene.head.id, 24).await, None);
        // Another upload of the same person for the same return takes its place; one of another person stays.
        keep(&store, &scene, &scene.pmo2, &upload(&scene, "b1", now)).await;
        keep(&store, &scene, &scene.head, &upload(&scene, "a2", now)).await;
        assert!(found("a1", scene.head.id, 0).await.is_none() && found("a2", scene.head.id, 0).await.is_some());
        assert!(found("b1", scene.pmo2.id, 0).await.is_some());
    });
}

#[test]
fn a_confirmed_file_is_written_once_and_begins_the_return() {
    on_both(|store| async move {
        let scene = opened(&store).await;
        let one = upload(&scene, "a1", at("2024-03-13"));
        keep(&store, &scene, &scene.head, &one).await;
        apply(&store, &scene, &scene.head, &one, 0).await.unwrap();
        let entry = store.entries(scene.one().id).await.unwrap().remove(&scene.assignment()).unwrap();
        assert_eq!((entry.revision, entry.saved_by.as_str()), (1, "head"));
        assert_eq!(entry.saved_at.map(day_of), Some(day("2024-03-13")));
        assert_eq!(entry.fields, kept(&scene, 0).fields);
        let scene = scene.again(&store).await;
        assert_eq!(scene.one().state, ReturnState::Draft);
        let again = apply(&store, &scene, &scene.head, &one, 1).await;
        assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
        let actions = store.audit_page(&AuditFilter::default(), 10).await.unwrap();
        let actions: Vec<&str> = actions.iter().map(|row| row.entry.action.as_str()).take(4).collect();
        assert_eq!(actions, ["kit.apply", "entry.keep", "return.drafted", "kit.upload"]);
        assert!(store.verify_audit().await.unwrap().is_ok());
    });
}

#[test]
fn nothing_is_written_where_somebody_saved_meanwhile() {
    on_both(|store| async move {
        let scene = opened(&store).await;
        let one = upload(&scene, "a1", at("2024-03-13"));
        keep(&store, &scene, &scene.head, &one).await;
        let mut tx = store.write(&scene.pmo, at("2024-03-13")).await.unwrap();
        let theirs = KeptEntry { fields: Some(vec![("done".into(), "그 사이".into())]), ..kept(&scene, 0) };
        assert_eq!(tx.keep_entries(scene.one().id, &mois(), &[theirs]).await.unwrap(), []);
        tx.commit().await.unwrap();
        let stale = apply(&store, &scene, &scene.head, &one, 0).await;
        assert!(matches!(stale, Err(StoreError::Conflict)), "{stale:?}");
        let entry = store.entries(scene.one().id).await.unwrap().remove(&scene.assignment()).unwrap();
        assert_eq!(entry.fields, Some(vec![("done".to_owned(), "그 사이".to_owned())]));
        // The upload is still there: it is looked at again, not sent again.
        assert!(store.kit_upload("a1", scene.head.id, at("2024-03-13")).await.unwrap().is_some());
        let reviews = ledger(&store).await.reviews;
        assert_eq!(reviews.return_by_id(scene.one().id).unwrap().state, ReturnState::NotStarted);
    });
}

#[test]
fn nothing_is_written_once_the_return_or_its_round_moved_on() {
    on_both(|store| async move {
        let scene = opened(&store).await;
        let one = upload(&scene, "a1", at("2024-03-13"));
        keep(&store, &scene, &scene.head, &one).await;
        let mut tx = store.write(&scene.head, at("2024-03-13")).await.unwrap();
        let (plan, new) = (scene.ledger.plan.id, NewReturnEvent::default());
        tx.add_return_event(plan, scene.round(), scene.one(), ReturnEventKind::Drafted, &new).await.unwrap();
        tx.commit().await.unwrap();
        let drafted = scene.again(&store).await;
        let mut tx = store.write(&drafted.head, at("2024-03-14")).await.unwrap();
        tx.add_return_event(plan, drafted.round(), drafted.one(), ReturnEventKind::Submitted, &new).await.unwrap();
        tx.commit().await.unwrap();
        let submitted = apply(&store, &drafted, &drafted.head, &one, 0).await;
        assert!(matches!(submitted, Err(StoreError::Conflict)), "{submitted:?}");
        let called_back = drafted.again(&store).await;
        let mut tx = store.write(&called_back.pmo, at("2024-03-23")).await.unwrap();
        let settings = called_back.round().settings.clone();
        tx.add_round_event(plan, called_back.round(), RoundEventKind::Closed, &settings, "").await.unwrap();
        tx.commit().await.unwrap();
        let closed = apply(&store, &called_back, &called_back.head, &one, 0).await;
        assert!(matches!(closed, Err(StoreError::Conflict)), "{closed:?}");
        let entry = store.entries(called_back.one().id).await.unwrap().remove(&called_back.assignment()).unwrap();
        assert_eq!(entry.revision, 0);
    });
}
