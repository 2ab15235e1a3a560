//! The pages: views of the domain, drawn on the server, complete without JavaScript. They only read.
//!
//! A page is a function from its model to a view; the server loads the model, asks for permission and wraps the view in
//! the [`shell`]. To add one: a file here with `pub fn page(info: &PageInfo, …) -> AnyView`, its texts in
//! `locales/<file>.toml`, its route in `server::router`.

pub mod account;
pub mod admin;
pub mod assignment;
pub mod audit;
pub mod chasing;
pub mod components;
pub mod council;
pub mod deadlines;
pub mod deputies;
pub mod difficulties;
pub mod directives;
pub mod format;
pub mod inbox;
pub mod kit;
pub mod lang;
pub mod legend;
pub mod login;
pub mod ministries;
pub mod ministry;
pub mod notes;
pub mod notice_settings;
pub mod overview;
pub mod particle;
pub mod plan_choice;
pub mod plan_edit;
pub mod record;
pub mod report;
pub mod returns;
pub mod reviews;
pub mod seal;
pub mod search;
pub mod shell;
pub mod subscription;
pub mod supports;
pub mod systems;
pub mod task;
pub mod tasks;
pub mod waiting;
pub mod work;
pub mod work_sheet;

/// Every text of the product, by file and key, in both languages; generated from `locales/`.
pub mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

use crate::domain::permission::Reader;
use chrono::{DateTime, NaiveDate, Utc};
use lang::Lang;

/// The sections of the main navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Overview,
    Tasks,
    Ministries,
    Deadlines,
    Reviews,
    /// Meetings and what comes of them.
    Council,
    /// Forms of the councils, which have no past.
    CouncilDesk,
    /// 정보시스템
    Systems,
    /// Forms on systems, which have no past.
    SystemsDesk,
    Work,
    Audit,
    Admin,
    /// Log-in, account and error pages.
    None,
}

/// What every page knows about the request that asked for it.
#[derive(Clone, Debug)]
pub struct PageInfo {
    pub lang: Lang,
    pub high_contrast: bool,
    /// Who reads; `None` before log-in.
    pub reader: Option<Reader>,
    pub section: Section,
    /// Path and query of the request, for links that keep them.
    pub path: String,
    pub query: String,
    /// `plan=…` where a plan other than the first was asked for.
    pub plan_slug: Option<String>,
    pub plan_title: String,
    /// The plans to choose from, by slug and title; none where there is one plan only.
    pub plans: Vec<(String, String)>,
    pub demo: bool,
    pub today: NaiveDate,
    /// Whether the page can be asked for as of an earlier day.
    pub dated: bool,
    /// The day asked for by `?asof=`; `None`: live.
    pub asof: Option<NaiveDate>,
    pub last_recorded_at: Option<DateTime<Utc>>,
    pub now: DateTime<Utc>,
    /// The content security policy's nonce, and the build's asset directory.
    pub nonce: String,
    pub build: String,
    /// How many notices the reader has not read.
    pub unread: i64,
    /// The seal of the round that the page is about, where it has one by the day seen.
    pub sealed: Option<seal::SealedBand>,
    /// A message left by the POST that led here.
    pub flash: Option<String>,
}

impl PageInfo {
    /// The day the figures speak of.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.asof.unwrap_or(self.today)
    }

    /// A link within the product that keeps the plan and the "as of" day.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        let plan = self.plan_slug.as_ref().map(|slug| format!("plan={slug}"));
        let asof = self.asof.map(|day| format!("asof={day}"));
        let kept: Vec<String> = plan.into_iter().chain(asof).collect();
        if kept.is_empty() {
            return path.to_owned();
        }
        let (path, fragment) = path.split_once('#').map_or((path, String::new()), |(p, f)| (p, format!("#{f}")));
        let joint = if path.contains('?') { '&' } else { '?' };
        format!("{path}{joint}{}{fragment}", kept.join("&"))
    }
}
