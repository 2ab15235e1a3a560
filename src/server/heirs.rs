//! What belonged to institutions that have ended passes to their heirs on the day: assignments by the recorded act itself,
//! systems here, because an institution may end on a day that was known long before.

use crate::store::{Actor, Store, StoreError, StoreResult};
use chrono::{DateTime, NaiveDate, Utc};

/// Hands over the systems of institutions that have ended by `today`; answers how many. Done twice, it changes nothing.
///
/// # Errors
/// Where the database fails.
pub async fn hand_over_systems(store: &Store, today: NaiveDate, now: DateTime<Utc>) -> StoreResult<usize> {
    let mut count = 0;
    for ended in store.ended_with_systems(today).await? {
        let mut tx = store.write(&Actor::system(), now).await?;
        match tx.hand_over_systems(&ended).await {
            Ok(handed) => {
                tx.commit().await?;
                count += handed;
            }
            // Another process did it meanwhile.
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}
