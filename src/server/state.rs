//! What every handler may use.

use crate::domain::clock::{PlanClock, SystemClock};
use crate::server::bodies::BodyCache;
use crate::server::councils::Councils;
use crate::server::mail::MailSettings;
use crate::server::plans::Plans;
use crate::server::registers::Registers;
use crate::server::sessions::Sessions;
use crate::store::Store;
use axum::Router;
use object_store::ObjectStore;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;

/// The running program.
pub struct App {
    pub store: Store,
    pub clock: PlanClock,
    pub system: SystemClock,
    /// Whether this is the demonstration.
    pub demo: bool,
    /// Whether the address readers use is https (HSTS, cookie names).
    pub tls: bool,
    pub files: Arc<dyn ObjectStore>,
    pub plans: Plans,
    pub councils: Councils,
    pub systems: Registers,
    pub bodies: BodyCache,
    pub sessions: Sessions,
    /// At most two password hashes at once: each takes 19 MiB.
    pub hashing: Semaphore,
    /// Where the private key is that seals are signed with; unset where nobody seals.
    pub seal_key: OnceLock<PathBuf>,
    /// How mail goes out; empty: not at all.
    pub mail: OnceLock<MailSettings>,
    /// The router itself, to show a form again after log-in.
    pub router: OnceLock<Router>,
}

/// What handlers receive.
pub type Shared = Arc<App>;

impl App {
    #[must_use]
    pub fn new(store: Store, clock: PlanClock, demo: bool, tls: bool, files: Arc<dyn ObjectStore>) -> Shared {
        Arc::new(Self {
            store,
            clock,
            system: SystemClock,
            demo,
            tls,
            files,
            plans: Plans::default(),
            councils: Councils::default(),
            systems: Registers::default(),
            bodies: BodyCache::default(),
            sessions: Sessions::default(),
            hashing: Semaphore::new(2),
            seal_key: OnceLock::new(),
            mail: OnceLock::new(),
            router: OnceLock::new(),
        })
    }

    /// The session cookie's name: browsers keep `__Host-` only where it is Secure, and the demonstration has no TLS.
    #[must_use]
    pub fn cookie_name(&self) -> &'static str {
        if self.demo { "ihaeng_demo" } else { "__Host-ihaeng" }
    }
}
