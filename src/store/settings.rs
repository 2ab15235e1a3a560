//! Small facts about the database itself: whether it is a demonstration, how far its clock is moved.

use crate::store::{Store, StoreResult, Tx, in_tx, on_db};

impl Store {
    /// # Errors
    /// Where the database fails.
    pub async fn setting(&self, key: &str) -> StoreResult<Option<String>> {
        Ok(
            on_db!(self, db => sqlx::query_scalar("select value from setting where key = $1").bind(key).fetch_optional(db).await)?,
        )
    }

    /// Whether nothing has been put into the database yet.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn is_empty(&self) -> StoreResult<bool> {
        let people: i64 = on_db!(self, db => sqlx::query_scalar("select count(*) from person").fetch_one(db).await)?;
        let plans: i64 = on_db!(self, db => sqlx::query_scalar("select count(*) from plan").fetch_one(db).await)?;
        Ok(people == 0 && plans == 0)
    }
}

impl Tx {
    /// # Errors
    /// Where the database fails.
    pub async fn set_setting(&mut self, key: &str, value: &str) -> StoreResult<()> {
        in_tx!(self, db => sqlx::query(
            "insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value")
            .bind(key).bind(value).execute(db).await.map(drop))?;
        Ok(())
    }
}
