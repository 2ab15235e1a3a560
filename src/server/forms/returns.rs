//! A return: written by its institution, handed in by its head, reviewed by the PMO.
//!
//! `GET /reviews/{round}/returns/{slug}` shows the form to those who may write in it now, and what was handed in to the
//! others. The form's one address takes every button: `draft` keeps what was typed, `no_change_all` confirms what is left,
//! `raise:NO` keeps it and takes
//! what one assignment finds hard into the register; `review` keeps it and, where nothing is missing, leads to the last look; `remove:ID` takes a file off; `answer:NO`
//! answers a query. What moves the return has an address of its own.

mod desk;
mod evidence;
mod keeping;
mod moving;
mod queries;
mod submitting;
mod words;

use self::desk::ReturnDesk;
use crate::domain::evidence::MAX_BYTES;
use crate::server::posted::Posted;
use crate::server::reading::first;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::Router;
use axum::extract::{DefaultBodyLimit, OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};

/// The form of a whole return may carry several files.
const FORM_LIMIT: usize = 4 * MAX_BYTES;

type Place = Path<(String, String)>;

pub fn routes() -> Router<Shared> {
    const RETURN: &str = "/reviews/{round}/returns/{slug}";
    let at = |tail: &str| format!("{RETURN}/{tail}");
    Router::new()
        .route(RETURN, get(show).post(keeping::take).layer(DefaultBodyLimit::max(FORM_LIMIT)))
        .route(&at("draft"), post(keeping::keep))
        .route(&at("submission"), post(submitting::submit))
        .route(&at("call-back"), post(moving::call_back))
        .route(&at("review"), post(moving::start))
        .route(&at("check"), post(moving::check))
        .route(&at("approval"), post(moving::approve))
        .route(&at("sending-back"), post(moving::send_back))
        .route(&at("reopening"), post(moving::reopen))
        .route(&at("queries"), post(queries::ask))
        .route(&at("queries/{no}/closure"), post(queries::close))
}

/// GET /reviews/{round}/returns/{slug}; `?step=submit`: the last look; `?on_behalf=1`: the PMO writes for the
/// institution; `?view=changed`: only what was changed.
async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((round, slug)): Place,
) -> Answer {
    let desk = ReturnDesk::open(&app, &visitor, &uri, &round, &slug).await?;
    let wants_submit = first(&desk.reading.query, "step") == Some("submit");
    if wants_submit && (desk.model.rights.submit || desk.model.rights.on_behalf) && desk.model.missing.is_empty() {
        return Ok(desk.show_submitting(StatusCode::OK).await);
    }
    Ok(desk.show(StatusCode::OK).await)
}

/// The fields of one assignment as they were posted, without its button-like parts.
fn typed(posted: &Posted, prefix: &str) -> Vec<(String, String)> {
    let own = posted.fields.iter().filter_map(|(name, value)| Some((name.strip_prefix(prefix)?, value)));
    own.filter(|(name, _)| !["no_change", "link"].contains(name))
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_of_one_assignment_are_told_by_their_prefix() {
        let pairs = [("a4.done", "- 하나"), ("a12.done", "- 둘"), ("a4.no_change", "on"), ("revision", "4:1")];
        let fields = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let posted = Posted { fields, ..Posted::default() };
        assert_eq!(typed(&posted, "a4."), [("done".to_owned(), "- 하나".to_owned())]);
        assert_eq!(typed(&posted, "a1."), []);
    }
}
