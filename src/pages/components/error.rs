//! A page that cannot be shown: what happened, whether anything is lost, and two ways out.

use crate::domain::permission::{Action, may};
use crate::pages::PageInfo;
use crate::pages::texts::components as texts;
use leptos::prelude::*;

/// Why a page cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageFault {
    /// 401
    LogInNeeded,
    /// 403
    Forbidden,
    /// 404
    NotFound,
    /// 409
    Conflict,
    /// 422: the address asks for what cannot be.
    Unprocessable,
    /// 500
    Failed,
}

/// The body of the page; `reference` is the number under which the log has the details.
#[must_use]
pub fn error_page(info: &PageInfo, fault: PageFault, reference: Option<&str>) -> AnyView {
    let (what, why) = words(info, fault);
    let reference = reference.map(|number| view! { <p><code>{texts::error_reference(info.lang, number)}</code></p> });
    let [(first, first_href), (second, second_href)] = ways_out(info, fault);
    view! {
        <div class="page-err">
            <h1>{what}</h1>
            <p>{why}</p>
            {reference}
            <p class="prow"><a class="krds-btn primary" href=first_href>{first}</a><a class="krds-btn" href=second_href>{second}</a></p>
        </div>
    }
    .into_any()
}

/// The title of the page.
#[must_use]
pub fn title(info: &PageInfo, fault: PageFault) -> &'static str {
    words(info, fault).0
}

const fn words(info: &PageInfo, fault: PageFault) -> (&'static str, &'static str) {
    let lang = info.lang;
    match fault {
        PageFault::LogInNeeded => (texts::error_log_in(lang), texts::error_log_in_why(lang)),
        PageFault::Forbidden => (texts::error_forbidden(lang), texts::error_forbidden_why(lang)),
        PageFault::NotFound => (texts::error_not_found(lang), texts::error_not_found_why(lang)),
        PageFault::Conflict => (texts::error_conflict(lang), texts::error_conflict_why(lang)),
        PageFault::Unprocessable => (texts::error_unprocessable(lang), texts::error_unprocessable_why(lang)),
        PageFault::Failed => (texts::error_failed(lang), texts::error_failed_why(lang)),
    }
}

fn ways_out(info: &PageInfo, fault: PageFault) -> [(&'static str, String); 2] {
    let lang = info.lang;
    let log_in = (texts::go_log_in(lang), "/login".to_owned());
    let again = (texts::go_again(lang), info.same_page(&[], None));
    let home = match &info.reader {
        None => log_in.clone(),
        Some(reader) if may(reader, Action::ReadDashboards) => (texts::go_overview(lang), info.link("/")),
        Some(reader) if may(reader, Action::Administer) => (texts::go_admin(lang), "/admin".to_owned()),
        Some(_) => (texts::go_account(lang), "/account".to_owned()),
    };
    match fault {
        PageFault::LogInNeeded => [log_in, again],
        PageFault::Conflict | PageFault::Failed => [again, home],
        PageFault::Unprocessable => [(texts::go_now(lang), info.same_page(&["asof"], None)), home],
        PageFault::NotFound if info.asof.is_some() => [(texts::go_now(lang), info.same_page(&["asof"], None)), home],
        PageFault::NotFound | PageFault::Forbidden if info.reader.is_none() => [home, again],
        PageFault::NotFound => [home, (texts::go_tasks(lang), info.link("/tasks"))],
        PageFault::Forbidden => [home, (texts::go_account(lang), "/account".to_owned())],
    }
}
