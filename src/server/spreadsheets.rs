//! Reading what people bring as a table, away from the threads that answer and one at a time.

use tokio::sync::Semaphore;
use tokio::task::JoinError;

/// A small file may unpack to hundreds of megabytes. One of them is room enough at a time; who comes meanwhile waits.
static READING: Semaphore = Semaphore::const_new(1);

/// The turn is kept until the work has ended, also where nobody waits for it any longer.
///
/// # Errors
/// Where the work broke off.
pub async fn reading_aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, JoinError> {
    let turn = READING.acquire().await;
    tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    })
    .await
}
