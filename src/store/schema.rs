//! The schema travels inside the program, in pairs of the same name; a landed migration is never edited.

use crate::store::{Store, StoreError, StoreResult};
use rust_embed::RustEmbed;
use sqlx::SqlSafeStr;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use std::borrow::Cow;

#[derive(RustEmbed)]
#[folder = "migrations/sqlite"]
struct SqliteMigrations;

#[derive(RustEmbed)]
#[folder = "migrations/postgres"]
struct PostgresMigrations;

fn migrations<E: RustEmbed>() -> Vec<Migration> {
    let mut names: Vec<Cow<'static, str>> = E::iter().collect();
    names.sort();
    names.iter().filter_map(|name| migration::<E>(name)).collect()
}

fn migration<E: RustEmbed>(name: &str) -> Option<Migration> {
    let (version, description) = name.strip_suffix(".sql")?.split_once('_')?;
    let sql = String::from_utf8(E::get(name)?.data.into_owned()).ok()?;
    // The text is a file of this program, not anything a user wrote.
    let sql = sqlx::AssertSqlSafe(sql).into_sql_str();
    let description = Cow::Owned(description.replace('_', " "));
    Some(Migration::new(version.parse().ok()?, description, MigrationType::Simple, sql, false))
}

impl Store {
    pub(super) async fn migrate(&self) -> StoreResult<()> {
        let outcome = match self {
            Self::Sqlite { writer, .. } => {
                Migrator::with_migrations(migrations::<SqliteMigrations>()).run(writer).await
            }
            Self::Postgres(pool) => Migrator::with_migrations(migrations::<PostgresMigrations>()).run(pool).await,
        };
        outcome.map_err(|error| match error {
            MigrateError::VersionMissing(version) => {
                StoreError::Unusable(format!("its schema ({version}) is newer than this program; use a newer ihaeng"))
            }
            other => StoreError::Unusable(other.to_string()),
        })
    }
}
