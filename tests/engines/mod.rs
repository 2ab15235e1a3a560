//! Each test runs once per engine: SQLite in a temporary folder, PostgreSQL in a database of its own.

use ihaeng::store::Store;
use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A new, empty SQLite store; the folder goes with the guard.
pub async fn sqlite() -> (Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&format!("sqlite:{}", folder.path().join("test.db").display())).await.unwrap();
    (store, folder)
}

/// A new, empty database on the PostgreSQL server that `cargo xtask test` starts.
pub async fn postgres() -> Store {
    let server = std::env::var("IHAENG_TEST_POSTGRES")
        .expect("IHAENG_TEST_POSTGRES is not set: run `cargo xtask test`, which starts a PostgreSQL server");
    let name = format!("ihaeng_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let admin = sqlx::PgPool::connect(&server).await.unwrap();
    // The name is made of numbers of this process.
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("create database {name}"))).execute(&admin).await.unwrap();
    admin.close().await;
    let (base, query) = server.split_once('?').map_or((server.as_str(), ""), |(base, query)| (base, query));
    let (base, _) = base.rsplit_once('/').unwrap();
    let url = if query.is_empty() { format!("{base}/{name}") } else { format!("{base}/{name}?{query}") };
    Store::open(&url).await.unwrap()
}

/// Runs a test on both engines.
pub fn on_both<F, R>(test: F)
where
    F: Fn(Store) -> R,
    R: Future<Output = ()>,
{
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (store, folder) = sqlite().await;
        test(store).await;
        drop(folder);
        test(postgres().await).await;
    });
}
