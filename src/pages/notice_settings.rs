//! `/account/notices`: which notices one wants, where, and the mail address they go to.

use crate::domain::notice::{NoticeKind, Preferences, Reach, Rhythm};
use crate::pages::PageInfo;
use crate::pages::admin::Filled;
use crate::pages::components::form::id_of;
use crate::pages::components::{breadcrumb, error_summary, icon, section, submit};
use crate::pages::inbox::kind_word;
use crate::pages::lang::Lang;
use crate::pages::texts::{account, inbox as texts};
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct SettingsModel {
    /// As typed, or as it stands.
    pub form: Filled,
    /// The kinds that may come to this reader.
    pub kinds: Vec<NoticeKind>,
    /// Whether this server sends mail.
    pub sends: bool,
}

/// The name of a kind's field.
#[must_use]
pub const fn field_of(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::RoundOpened => "reach_round_opened",
        NoticeKind::RoundExtended => "reach_round_extended",
        NoticeKind::Reminder => "reach_reminder",
        NoticeKind::Late => "reach_late",
        NoticeKind::Chased => "reach_chased",
        NoticeKind::SentBack => "reach_sent_back",
        NoticeKind::Reopened => "reach_reopened",
        NoticeKind::QueryAsked => "reach_query_asked",
        NoticeKind::QueryAnswered => "reach_query_answered",
        NoticeKind::Submitted => "reach_submitted",
        NoticeKind::SubmittedOnBehalf => "reach_submitted_on_behalf",
        NoticeKind::CalledBack => "reach_called_back",
        NoticeKind::Approved => "reach_approved",
        NoticeKind::Judged => "reach_judged",
        NoticeKind::ClaimDecided => "reach_claim_decided",
        NoticeKind::DateDecided => "reach_date_decided",
        NoticeKind::RoundSealed => "reach_round_sealed",
        NoticeKind::Deputy => "reach_deputy",
    }
}

/// The form as preferences fill it.
#[must_use]
pub fn filled(address: &str, preferences: &Preferences) -> Filled {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut typed = vec![pair("address", address), pair("rhythm", preferences.rhythm.code())];
    typed.extend(preferences.mail.then(|| pair("mail", "on")));
    typed.extend(NoticeKind::ALL.map(|kind| pair(field_of(kind), preferences.reach(kind).code())));
    Filled { typed, faults: vec![] }
}

/// The settings of one's notices.
#[must_use]
pub fn page(info: &PageInfo, model: &SettingsModel) -> AnyView {
    let lang = info.lang;
    let crumbs =
        [(account::title(lang).to_owned(), Some("/account".to_owned())), (texts::settings(lang).to_owned(), None)];
    let note = Some(texts::kinds_note(lang).to_owned());
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div><h1>{texts::settings(lang)}</h1><p class="sub">{texts::settings_sub(lang)}</p></div></div>
        {error_summary(texts::settings_faults(lang), &model.form.faults)}
        <form class="notice-form" action="/account/notices" method="post">
            <section class="sec">
                {section::head(texts::mail(lang), None, None, None)}
                {mail_fields(lang, model)}
            </section>
            <section class="sec">
                {section::head(texts::kinds(lang), None, note, None)}
                {kinds(lang, model)}
            </section>
            <div class="prow">{submit(texts::save(lang))}</div>
        </form>
    }
    .into_any()
}

fn mail_fields(lang: Lang, model: &SettingsModel) -> AnyView {
    let form = &model.form;
    let silent = (!model.sends).then(|| view! { <p class="note-box">{texts::no_server(lang)}</p> });
    let rhythms = [
        (Rhythm::Instant.code().to_owned(), texts::rhythm_instant(lang).to_owned(), String::new()),
        (
            Rhythm::Daily.code().to_owned(),
            texts::rhythm_daily(lang).to_owned(),
            texts::rhythm_daily_hint(lang).to_owned(),
        ),
    ];
    let address =
        form.field("address", texts::address(lang)).optional().hint(texts::address_hint(lang)).autocomplete("email");
    view! {
        {silent}
        <div class="cols"><div class="c6">
            {address.max_length(254).text(lang)}
            {form.field("mail", texts::want_mail(lang)).checkbox(lang)}
            {form.field("rhythm", texts::rhythm(lang)).required().radios(lang, &rhythms)}
        </div></div>
    }
    .into_any()
}

fn kinds(lang: Lang, model: &SettingsModel) -> AnyView {
    if model.kinds.is_empty() {
        return view! { <p class="note-box">{texts::kinds_none(lang)}</p> }.into_any();
    }
    let rows: Vec<AnyView> = model.kinds.iter().map(|kind| row(lang, &model.form, *kind)).collect();
    view! {
        <table class="tbl flow">
            <caption class="sr-only">{texts::kinds(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::col_kind(lang)}</th><th scope="col">{texts::col_when(lang)}</th>
                <th scope="col">{texts::col_reach(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(lang: Lang, form: &Filled, kind: NoticeKind) -> AnyView {
    let name = field_of(kind);
    let id = id_of(name);
    let chosen = form.get(name);
    let fault = form.faults.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone());
    let error_id = format!("{id}-e");
    let (described, invalid) = (fault.as_ref().map(|_| error_id.clone()), fault.as_ref().map(|_| "true"));
    let fault =
        fault.map(|text| view! { <p class="form-hint-invalid" id=error_id>{icon("err")}<span>{text}</span></p> });
    let options: Vec<AnyView> = Reach::open_to(kind)
        .iter()
        .map(|reach| {
            let selected = reach.code() == chosen;
            view! { <option value=reach.code() selected=selected>{reach_word(lang, *reach)}</option> }.into_any()
        })
        .collect();
    view! {
        <tr>
            <th scope="row" class="ttl">{kind_word(lang, kind)}</th>
            <td data-l=texts::col_when(lang)>{when(lang, kind)}</td>
            <td data-l=texts::col_reach(lang)>
                {fault}
                <select class="krds-input" id=id name=name aria-label=texts::reach_of(lang, kind_word(lang, kind))
                    aria-describedby=described aria-invalid=invalid>{options}</select>
            </td>
        </tr>
    }
    .into_any()
}

const fn reach_word(lang: Lang, reach: Reach) -> &'static str {
    match reach {
        Reach::InboxAndMail => texts::reach_mail(lang),
        Reach::Inbox => texts::reach_inbox(lang),
        Reach::Nowhere => texts::reach_none(lang),
    }
}

const fn when(lang: Lang, kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::RoundOpened => texts::about_round_opened(lang),
        NoticeKind::RoundExtended => texts::about_round_extended(lang),
        NoticeKind::Reminder => texts::about_reminder(lang),
        NoticeKind::Late => texts::about_late(lang),
        NoticeKind::Chased => texts::about_chased(lang),
        NoticeKind::SentBack => texts::about_sent_back(lang),
        NoticeKind::Reopened => texts::about_reopened(lang),
        NoticeKind::QueryAsked => texts::about_query_asked(lang),
        NoticeKind::QueryAnswered => texts::about_query_answered(lang),
        NoticeKind::Submitted => texts::about_submitted(lang),
        NoticeKind::SubmittedOnBehalf => texts::about_submitted_on_behalf(lang),
        NoticeKind::CalledBack => texts::about_called_back(lang),
        NoticeKind::Approved => texts::about_approved(lang),
        NoticeKind::Judged => texts::about_judged(lang),
        NoticeKind::ClaimDecided => texts::about_claim_decided(lang),
        NoticeKind::DateDecided => texts::about_date_decided(lang),
        NoticeKind::RoundSealed => texts::about_round_sealed(lang),
        NoticeKind::Deputy => texts::about_deputy(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::permission::Role;
    use crate::pages::shell::tests::info;

    #[test]
    fn every_kind_has_a_field_of_its_own_that_begins_as_it_stands() {
        let mut preferences = Preferences::default();
        preferences.reach.insert(NoticeKind::Approved, Reach::Nowhere);
        let form = filled("kim@mois.go.kr", &preferences);
        for kind in NoticeKind::ALL {
            assert_eq!(field_of(kind), format!("reach_{}", kind.code()));
            assert_eq!(form.get(field_of(kind)), preferences.reach(kind).code());
        }
        assert_eq!((form.get("mail"), form.get("rhythm")), ("on", "instant"));
    }

    #[test]
    fn what_is_owed_offers_no_way_out() {
        let form = filled("", &Preferences::default());
        let model = SettingsModel { form, kinds: vec![NoticeKind::SentBack], sends: false };
        let html = Owner::new().with(|| page(&info(Role::Pmo), &model).to_html());
        assert!(!html.contains("value=\"none\"") && html.contains("value=\"inbox\""), "{html}");
        assert!(html.contains("지금은 메일을 보내지 않습니다."));
    }
}
