//! The audit chain in the store, on both engines.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod engines;

use chrono::{DateTime, Utc};
use engines::on_both;
use ihaeng::domain::audit::ChainFault;
use ihaeng::domain::calendar::start_of;
use ihaeng::domain::ids::{Slug, UserId};
use ihaeng::store::{Actor, AuditFilter, Store};

fn at(day: &str) -> DateTime<Utc> {
    start_of(day.parse().unwrap()) + chrono::TimeDelta::hours(10)
}

/// An entry by `login` on a day, about an institution.
async fn enter(store: &Store, login: &str, action: &str, institution: &str, on: &str) {
    let actor = Actor { id: UserId(1), login: login.into(), name: "김하나".into(), on_behalf_of: None };
    let mut tx = store.write(&actor, at(on)).await.unwrap();
    tx.audit(action, "assignment 1", Slug::parse(institution).as_ref(), &(), &"값").await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn the_chain_holds_and_a_touched_entry_is_named() {
    on_both(|store| async move {
        for on in ["2024-03-11", "2024-03-12", "2024-03-13"] {
            enter(&store, "mois.officer", "report.add", "mois", on).await;
        }
        assert_eq!(store.verify_audit().await.unwrap(), Ok(3));
        let touch = "update audit set new_value = '{}' where no = 2";
        match &store {
            Store::Sqlite { writer, .. } => drop(sqlx::query(touch).execute(writer).await.unwrap()),
            Store::Postgres(pool) => drop(sqlx::query(touch).execute(pool).await.unwrap()),
        }
        assert_eq!(store.verify_audit().await.unwrap(), Err(ChainFault::Broken { no: 2 }));
    });
}

#[test]
fn entries_are_found_by_each_filter_newest_first() {
    on_both(|store| async move {
        enter(&store, "mois.officer", "report.add", "mois", "2024-03-11").await;
        enter(&store, "pmo", "verdict.add", "mois", "2024-03-12").await;
        enter(&store, "moef.officer", "report.add", "moef", "2024-03-13").await;
        enter(&store, "mois.officer", "report.add", "mois", "2024-03-14").await;
        let of = async |filter: AuditFilter| -> Vec<i64> {
            store.audit_page(&filter, 50).await.unwrap().iter().map(|row| row.entry.no).collect()
        };
        let any = AuditFilter::default;
        assert_eq!(of(any()).await, [4, 3, 2, 1]);
        assert_eq!(of(AuditFilter { before: 3, ..any() }).await, [2, 1]);
        assert_eq!(of(AuditFilter { actor: "mois.officer".into(), ..any() }).await, [4, 1]);
        assert_eq!(of(AuditFilter { action: "report.add".into(), ..any() }).await, [4, 3, 1]);
        assert_eq!(of(AuditFilter { institution: "mois".into(), ..any() }).await, [4, 2, 1]);
        assert_eq!(of(AuditFilter { institution: "mois".into(), action: "verdict.add".into(), ..any() }).await, [2]);
        let (from, until) = (Some(at("2024-03-12")), Some(at("2024-03-14")));
        assert_eq!(of(AuditFilter { from, until, ..any() }).await, [3, 2]);
        assert_eq!(of(AuditFilter { from, actor: "mois.officer".into(), ..any() }).await, [4]);
        assert_eq!(store.audit_actions().await.unwrap(), ["report.add", "verdict.add"]);
    });
}
