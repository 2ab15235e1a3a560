//! Which error to use: a refusal of the domain goes beside its field (422, see [`crate::server::forms`]); everything else
//! that keeps a page from being shown is a [`PageError`], which becomes a page with a way back. Its detail goes to the
//! log under a reference number that the reader can quote.

use crate::store::StoreError;
use axum::http::StatusCode;

/// Why a page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The reader is not logged in.
    #[error("log-in needed")]
    LoginNeeded,
    #[error("forbidden")]
    Forbidden,
    #[error("not found")]
    NotFound,
    /// The address asks for something that cannot be: a day in the future, a malformed one.
    #[error("the address makes no sense: {0}")]
    Unprocessable(&'static str),
    /// Somebody else was first.
    #[error("changed meanwhile")]
    Conflict,
    #[error("{0}")]
    Failed(String),
}

impl PageError {
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::LoginNeeded => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Unprocessable(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::Conflict,
            other => Self::Failed(other.to_string()),
        }
    }
}
