//! What only one process may do at a time: on PostgreSQL an advisory lock, which goes with its connection; on SQLite, where
//! processes share a file, a row that its holder renews.

use crate::store::{Store, StoreResult, micros};
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{Connection as _, PgConnection};

/// How long a lease on SQLite lasts without being renewed; measured by the machine's clock.
pub const LEASE: TimeDelta = TimeDelta::seconds(60);
/// The advisory lock: the letters `ihaeng`.
const LOCK: i64 = 0x6968_6165_6e67;
const NAME: &str = "jobs";

/// The right to do what only one process does. Dropped, it ends with its connection or its time.
#[derive(Debug)]
pub enum Lead {
    Sqlite { holder: String },
    Postgres(Box<PgConnection>),
}

impl Store {
    /// Takes the lead for `holder`, where nobody has it.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn take_lead(&self, holder: &str, now: DateTime<Utc>) -> StoreResult<Option<Lead>> {
        match self {
            Self::Sqlite { writer, .. } => {
                let got: Option<String> = sqlx::query_scalar(
                    "insert into lease (name, holder, until) values ($1, $2, $3) on conflict (name) do update \
                     set holder = excluded.holder, until = excluded.until where lease.until <= $4 or lease.holder = $2 returning holder",
                )
                .bind(NAME)
                .bind(holder)
                .bind(micros(now + LEASE))
                .bind(micros(now))
                .fetch_optional(writer)
                .await?;
                Ok(got.map(|holder| Lead::Sqlite { holder }))
            }
            Self::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                let got: bool = sqlx::query_scalar("select pg_try_advisory_lock($1)")
                    .bind(LOCK)
                    .fetch_one(&mut *connection)
                    .await?;
                // The lock lives as long as this connection, which must not go back to the pool.
                Ok(got.then(|| Lead::Postgres(Box::new(connection.detach()))))
            }
        }
    }

    /// Whether the lead still holds; on SQLite it is renewed.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn keep_lead(&self, lead: &mut Lead, now: DateTime<Utc>) -> StoreResult<bool> {
        match lead {
            Lead::Sqlite { holder } => Ok(self.take_lead(holder, now).await?.is_some()),
            Lead::Postgres(connection) => Ok(connection.ping().await.is_ok()),
        }
    }

    /// Gives the lead back, so that another process need not wait.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn leave_lead(&self, lead: Lead) -> StoreResult<()> {
        match (lead, self) {
            (Lead::Sqlite { holder }, Self::Sqlite { writer, .. }) => {
                sqlx::query("delete from lease where name = $1 and holder = $2")
                    .bind(NAME)
                    .bind(holder)
                    .execute(writer)
                    .await?;
            }
            (Lead::Postgres(mut connection), _) => {
                // Before closing, which the server notices only later.
                sqlx::query("select pg_advisory_unlock($1)").bind(LOCK).execute(&mut *connection).await?;
                connection.close().await?;
            }
            (Lead::Sqlite { .. }, Self::Postgres(_)) => {}
        }
        Ok(())
    }
}
