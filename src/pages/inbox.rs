//! `/inbox`: what one was told, unread first. Opening one is a form, because it notes that it was read.

use crate::domain::ids::{NoticeId, Slug};
use crate::domain::institution::Institution;
use crate::domain::notice::NoticeKind;
use crate::pages::PageInfo;
use crate::pages::admin::{filter_select, institution_words};
use crate::pages::components::{Empty, hidden, instant, pager, section};
use crate::pages::lang::Lang;
use crate::pages::record::korean;
use crate::pages::record::query::{address, page_number, value};
use crate::pages::texts::inbox as texts;
use crate::store::{Notice, NoticeFilter};
use leptos::prelude::*;

/// How many notices stand on a page.
pub const PER_PAGE: i64 = 30;

/// What the address asks for; what it does not understand is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InboxQuery {
    pub filter: NoticeFilter,
    pub page: i64,
}

impl InboxQuery {
    #[must_use]
    pub fn parse(pairs: &[(String, String)]) -> Self {
        let read = match value(pairs, "read") {
            Some("yes") => Some(true),
            Some("no") => Some(false),
            _ => None,
        };
        let kind = value(pairs, "kind").and_then(NoticeKind::parse);
        Self { filter: NoticeFilter { kind, read }, page: page_number(pairs) }
    }

    fn read_code(&self) -> &'static str {
        match self.filter.read {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        }
    }

    /// The address of a page under the same filters.
    #[must_use]
    pub fn address(&self, page: i64) -> String {
        let read = Some(self.read_code().to_owned()).filter(|code| !code.is_empty());
        let kind = self.filter.kind.map(|kind| kind.code().to_owned());
        address("/inbox", &[("kind", kind), ("read", read), ("page", (page > 1).then(|| page.to_string()))])
    }
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct InboxModel {
    pub query: InboxQuery,
    pub notices: Vec<Notice>,
    /// All that the filters let through.
    pub total: i64,
    pub pages: i64,
    /// Unread ones, whatever the filters.
    pub unread: i64,
    /// The newest notice when the page was drawn: what came later stays unread.
    pub last: NoticeId,
    pub institutions: Vec<Institution>,
}

/// A kind in words.
#[must_use]
pub const fn kind_word(lang: Lang, kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::RoundOpened => texts::kind_round_opened(lang),
        NoticeKind::RoundExtended => texts::kind_round_extended(lang),
        NoticeKind::Reminder => texts::kind_reminder(lang),
        NoticeKind::Late => texts::kind_late(lang),
        NoticeKind::Chased => texts::kind_chased(lang),
        NoticeKind::SentBack => texts::kind_sent_back(lang),
        NoticeKind::Reopened => texts::kind_reopened(lang),
        NoticeKind::QueryAsked => texts::kind_query_asked(lang),
        NoticeKind::QueryAnswered => texts::kind_query_answered(lang),
        NoticeKind::Submitted => texts::kind_submitted(lang),
        NoticeKind::SubmittedOnBehalf => texts::kind_submitted_on_behalf(lang),
        NoticeKind::CalledBack => texts::kind_called_back(lang),
        NoticeKind::Approved => texts::kind_approved(lang),
        NoticeKind::Judged => texts::kind_judged(lang),
        NoticeKind::ClaimDecided => texts::kind_claim_decided(lang),
        NoticeKind::DateDecided => texts::kind_date_decided(lang),
        NoticeKind::RoundSealed => texts::kind_round_sealed(lang),
        NoticeKind::Deputy => texts::kind_deputy(lang),
    }
}

/// The inbox.
#[must_use]
pub fn page(info: &PageInfo, model: &InboxModel) -> AnyView {
    let lang = info.lang;
    let say =
        if model.unread > 0 { texts::sub_unread(lang, model.unread) } else { texts::sub_all_read(lang).to_owned() };
    let more = Some((texts::settings(lang), "/account/notices".to_owned()));
    view! {
        <div class="head"><div><h1>{texts::title(lang)}</h1><p class="sub">{say}</p></div></div>
        <section class="sec">
            {section::head(texts::list(lang), usize::try_from(model.total).ok(), None, more)}
            <div class="inbox-bar">{filters(info, model)}{mark_all(lang, model)}</div>
            {list(info, model)}
            {pager(info, model.query.page, model.pages, |number| model.query.address(number))}
        </section>
    }
    .into_any()
}

fn filters(info: &PageInfo, model: &InboxModel) -> AnyView {
    let lang = info.lang;
    let offered = |kind: &NoticeKind| {
        info.reader.as_ref().is_some_and(|reader| kind.concerns(reader)) || model.query.filter.kind == Some(*kind)
    };
    let kinds = NoticeKind::ALL.into_iter().filter(offered);
    let kinds: Vec<_> = kinds.map(|kind| (kind.code().to_owned(), kind_word(lang, kind).to_owned())).collect();
    let reads = [("no".to_owned(), texts::unread(lang).to_owned()), ("yes".to_owned(), texts::read(lang).to_owned())];
    let kind = model.query.filter.kind.map_or("", NoticeKind::code);
    view! {
        <form class="filters" action="/inbox" method="get">
            {filter_select("kind", texts::by_kind(lang), texts::any(lang), kind, &kinds)}
            {filter_select("read", texts::by_read(lang), texts::any(lang), model.query.read_code(), &reads)}
            <button class="krds-btn" type="submit">{texts::find(lang)}</button>
        </form>
    }
    .into_any()
}

fn mark_all(lang: Lang, model: &InboxModel) -> AnyView {
    if model.unread == 0 || model.query.filter.read == Some(true) {
        return ().into_any();
    }
    let kind = model.query.filter.kind;
    let word = if kind.is_some() { texts::mark_all_kind(lang) } else { texts::mark_all(lang) };
    view! {
        <form action="/inbox/reading" method="post">
            {hidden("last", model.last.to_string())}
            {hidden("kind", kind.map_or("", NoticeKind::code))}
            {hidden("back", model.query.address(1))}
            <button class="krds-btn small" type="submit">{word}</button>
        </form>
    }
    .into_any()
}

fn list(info: &PageInfo, model: &InboxModel) -> AnyView {
    let lang = info.lang;
    if model.notices.is_empty() {
        let filtered = model.query.filter != NoticeFilter::default();
        return if filtered {
            Empty::new(texts::filtered(lang), texts::filtered_why(lang)).link(texts::show_all(lang), "/inbox").view()
        } else {
            Empty::new(texts::none(lang), texts::none_why(lang)).view()
        };
    }
    let items: Vec<AnyView> = model.notices.iter().map(|notice| item(lang, model, notice)).collect();
    view! { <ol class="inbox">{items}</ol> }.into_any()
}

fn item(lang: Lang, model: &InboxModel, notice: &Notice) -> AnyView {
    let is_new = notice.read_at.is_none();
    let class = if is_new { "new" } else { "" };
    let tag = is_new.then(|| view! { <b class="tag fresh">{texts::new(lang)}</b>" " });
    let who = notice.institution.as_ref().map(|slug: &Slug| {
        let name = institution_words(lang, &model.institutions, slug);
        view! { <span>{name}</span> }
    });
    view! {
        <li class=class>
            <p class="who">{tag}<span class="tag">{kind_word(lang, notice.kind)}</span>{who}{instant(lang, notice.recorded_at)}</p>
            <details lang=korean(lang)>
                <summary>{notice.letter.subject.clone()}</summary>
                <p class="letter">{notice.letter.body.clone()}</p>
            </details>
            {buttons(lang, model, notice)}
        </li>
    }
    .into_any()
}

fn buttons(lang: Lang, model: &InboxModel, notice: &Notice) -> AnyView {
    let subject = texts::about(lang, &notice.letter.subject);
    let mark = notice.read_at.is_none().then(|| {
        view! {
            <button class="krds-btn small" type="submit" name="to" value="list">
                <span class="sr-only" lang=korean(lang)>{subject.clone()}</span>{texts::mark_read(lang)}
            </button>
        }
    });
    view! {
        <form class="prow" action=format!("/inbox/{}/reading", notice.id) method="post">
            {hidden("back", model.query.address(model.query.page))}
            <button class="krds-btn small secondary" type="submit" name="to" value="link">
                <span class="sr-only" lang=korean(lang)>{subject.clone()}</span>{texts::go(lang)}
            </button>
            {mark}
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::notice::letter::Letter;
    use crate::domain::permission::Role;
    use crate::pages::shell::tests::info;

    fn parse(given: &[(&str, &str)]) -> InboxQuery {
        let pairs: Vec<_> = given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        InboxQuery::parse(&pairs)
    }

    fn model(query: InboxQuery, notices: Vec<Notice>) -> InboxModel {
        let unread = notices.iter().filter(|one| one.read_at.is_none()).count();
        let (total, unread) = (i64::try_from(notices.len()).unwrap(), i64::try_from(unread).unwrap());
        InboxModel { query, notices, total, pages: 1, unread, last: NoticeId(9), institutions: vec![] }
    }

    fn notice(read: bool) -> Notice {
        let at = "2024-03-20T00:00:00Z".parse().unwrap();
        Notice {
            id: NoticeId(7),
            kind: NoticeKind::SentBack,
            letter: Letter { subject: "<b>보완 요청".into(), body: "하나\n둘".into() },
            link: "/reviews/2024-Q1/returns/mois".into(),
            institution: Slug::parse("mois"),
            recorded_at: at,
            read_at: read.then_some(at),
        }
    }

    fn drawn(query: InboxQuery, notices: Vec<Notice>) -> String {
        Owner::new().with(|| page(&info(Role::Pmo), &model(query, notices)).to_html())
    }

    #[test]
    fn filters_stand_in_the_address() {
        let query = parse(&[("kind", "sent_back"), ("read", "no"), ("page", "3")]);
        assert_eq!(query.address(3), "/inbox?kind=sent_back&read=no&page=3");
        assert_eq!(parse(&[("kind", "x"), ("read", "maybe")]), InboxQuery { page: 1, ..InboxQuery::default() });
    }

    #[test]
    fn an_unread_notice_is_marked_in_words_and_can_be_marked_read() {
        let html = drawn(parse(&[]), vec![notice(false)]);
        for part in ["새 알림", "/inbox/7/reading", "&lt;b&gt;보완 요청", "읽음으로 표시", "/inbox/reading"]
        {
            assert!(html.contains(part), "{part} in {html}");
        }
        let html = drawn(parse(&[]), vec![notice(true)]);
        assert!(!html.contains("새 알림") && !html.contains("읽음으로 표시") && html.contains("보러 가기"));
    }

    #[test]
    fn nothing_there_and_nothing_found_are_told_apart() {
        assert!(drawn(parse(&[]), vec![]).contains("받은 알림이 없습니다."));
        assert!(drawn(parse(&[("read", "no")]), vec![]).contains("찾는 알림이 없습니다."));
    }
}
