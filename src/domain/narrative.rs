//! The long texts and the evidence of reports: loaded for the reports a page shows, never kept in the ledger.

use serde::{Deserialize, Serialize};

/// What a report says in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportText {
    /// Why the ministry does not say 정상추진.
    pub rating_reason: String,
    /// 추진실적
    pub done: String,
    /// 향후계획
    pub next: String,
    /// 애로사항
    pub obstacle: String,
    /// 협조요청
    pub request: String,
}

/// A file or link given with a report (증빙).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceRow {
    pub id: i64,
    pub name: String,
    /// The address, where the evidence is a link and not a file.
    pub link: Option<String>,
    pub bytes: i64,
    /// SHA-256 of the file in hexadecimal digits; empty for a link.
    pub sha256: String,
}
