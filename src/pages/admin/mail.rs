//! `/admin/mail`: whether mail goes out, and what did not. What the mails say is not shown.

use crate::domain::notice::MailFault;
use crate::pages::PageInfo;
use crate::pages::components::{Empty, breadcrumb, hidden, instant, section};
use crate::pages::lang::Lang;
use crate::pages::texts::{admin, inbox as texts};
use crate::store::{MailTrouble, OutboxCount};
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct MailModel {
    /// Server, sender and the address that links lead to; `None`: no mail goes out.
    pub server: Option<(String, String, String)>,
    pub count: OutboxCount,
    pub troubles: Vec<MailTrouble>,
}

/// The outbox as the administration sees it.
#[must_use]
pub fn page(info: &PageInfo, model: &MailModel) -> AnyView {
    let lang = info.lang;
    let crumbs =
        [(admin::title(lang).to_owned(), Some("/admin".to_owned())), (texts::admin_title(lang).to_owned(), None)];
    let note = Some(texts::troubles_note(lang).to_owned());
    let body = if model.troubles.is_empty() {
        Empty::new(texts::troubles_none(lang), texts::troubles_none_why(lang)).view()
    } else {
        table(lang, &model.troubles)
    };
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div><h1>{texts::admin_title(lang)}</h1><p class="sub">{texts::admin_sub(lang)}</p></div></div>
        <section class="sec">
            {section::head(texts::server(lang), None, None, None)}
            {facts(lang, model)}
        </section>
        <section class="sec">
            {section::head(texts::troubles(lang), Some(model.troubles.len()), note, None)}
            {body}
        </section>
    }
    .into_any()
}

fn facts(lang: Lang, model: &MailModel) -> AnyView {
    let server = match &model.server {
        Some((server, from, base)) => view! {
            <dt>{texts::server(lang)}</dt><dd>{server.clone()}</dd>
            <dt>{texts::sender(lang)}</dt><dd>{from.clone()}</dd>
            <dt>{texts::link_base(lang)}</dt><dd>{base.clone()}</dd>
        }
        .into_any(),
        None => view! { <dt>{texts::server(lang)}</dt><dd>{texts::server_none(lang)}</dd> }.into_any(),
    };
    view! {
        <dl class="kv kv--w">
            {server}
            <dt>{texts::pending(lang)}</dt><dd>{texts::mails(lang, model.count.pending)}</dd>
            <dt>{texts::sent(lang)}</dt><dd>{texts::mails(lang, model.count.sent)}</dd>
            <dt>{texts::failed(lang)}</dt><dd>{texts::mails(lang, model.count.failed)}</dd>
        </dl>
    }
    .into_any()
}

fn table(lang: Lang, troubles: &[MailTrouble]) -> AnyView {
    let rows: Vec<AnyView> = troubles.iter().map(|trouble| row(lang, trouble)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::troubles(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::col_to(lang)}</th><th scope="col">{texts::address(lang)}</th>
                <th scope="col">{texts::col_at(lang)}</th><th scope="col">{texts::col_attempts(lang)}</th>
                <th scope="col">{texts::col_fault(lang)}</th><th scope="col">{texts::col_state(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(lang: Lang, trouble: &MailTrouble) -> AnyView {
    let person = format!("/admin/people/{}", trouble.login);
    let state = if trouble.given_up {
        view! {
            <form class="prow" action="/admin/mail/attempts" method="post">
                <span>{texts::state_given_up(lang)}</span>
                {hidden("mail", trouble.id.to_string())}
                <button class="krds-btn xsmall" type="submit"><span class="sr-only">{trouble.name.clone()}" "</span>{texts::again(lang)}</button>
            </form>
        }
        .into_any()
    } else {
        texts::state_waiting(lang).into_any()
    };
    view! {
        <tr>
            <th scope="row" class="ttl"><a href=person>{trouble.name.clone()}</a></th>
            <td data-l=texts::address(lang)>{trouble.address.clone()}</td>
            <td data-l=texts::col_at(lang)>{instant(lang, trouble.recorded_at)}</td>
            <td data-l=texts::col_attempts(lang)>{texts::times(lang, trouble.attempts)}</td>
            <td data-l=texts::col_fault(lang)>{fault_word(lang, trouble.fault)}</td>
            <td data-l=texts::col_state(lang)>{state}</td>
        </tr>
    }
    .into_any()
}

const fn fault_word(lang: Lang, fault: MailFault) -> &'static str {
    match fault {
        MailFault::Unreachable => texts::fault_unreachable(lang),
        MailFault::Tls => texts::fault_tls(lang),
        MailFault::LogIn => texts::fault_log_in(lang),
        MailFault::Busy => texts::fault_busy(lang),
        MailFault::Refused => texts::fault_refused(lang),
        MailFault::Expired => texts::fault_expired(lang),
    }
}
