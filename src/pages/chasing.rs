//! `/reviews/{round}/reminders`: what the PMO sends today to those whose return is not in, before it is sent.

use crate::domain::chase::Level;
use crate::domain::ids::Slug;
use crate::domain::notice::letter::Letter;
use crate::domain::round::{RoundSlug, RoundState};
use crate::pages::PageInfo;
use crate::pages::admin::Filled;
use crate::pages::components::form::id_of;
use crate::pages::components::{Empty, breadcrumb, error_summary, section};
use crate::pages::lang::Lang;
use crate::pages::record::korean;
use crate::pages::texts::reminders as texts;
use leptos::prelude::*;

/// An institution whose turn it is today.
#[derive(Clone, Debug)]
pub struct ChaseRow {
    pub institution: Slug,
    pub name: String,
    pub level: Level,
    /// Contacts so far.
    pub asked: usize,
    pub letter: Letter,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ChasingModel {
    pub round: RoundSlug,
    /// `2024년 1분기 점검(제2차)`
    pub label: String,
    pub state: RoundState,
    pub rows: Vec<ChaseRow>,
    /// As typed: `add`, and `to` for each institution chosen; nothing typed yet: all are chosen.
    pub form: Filled,
    /// Whether this server sends mail.
    pub sends: bool,
}

impl ChasingModel {
    /// The address of the page.
    #[must_use]
    pub fn path(round: &RoundSlug) -> String {
        format!("/reviews/{round}/reminders")
    }

    fn is_chosen(&self, institution: &Slug) -> bool {
        self.form.typed.is_empty() || self.form.all("to").any(|slug| slug == institution.as_str())
    }
}

/// A rung in words.
#[must_use]
pub const fn level_word(lang: Lang, level: Level) -> &'static str {
    match level {
        Level::Officer => texts::level_officer(lang),
        Level::Head => texts::level_head(lang),
        Level::Minister => texts::level_minister(lang),
    }
}

/// The mails of today.
#[must_use]
pub fn page(info: &PageInfo, model: &ChasingModel) -> AnyView {
    let lang = info.lang;
    let crumbs = [
        (texts::reviews(lang).to_owned(), Some(info.link("/reviews"))),
        (model.label.clone(), Some(info.link(&format!("/reviews/{}", model.round)))),
        (texts::crumb(lang).to_owned(), None),
    ];
    let say = if model.rows.is_empty() { texts::say_none(lang).to_owned() } else { texts::say(lang, model.rows.len()) };
    let silent = (!model.sends).then(|| view! { <p class="note-box">{texts::no_server(lang)}</p> });
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div><h1>{texts::title(lang, &model.label)}</h1><p class="sub">{say}</p></div></div>
        {error_summary(texts::faults(lang), &model.form.faults)}
        {silent}
        <section class="sec">
            {section::head(texts::list(lang), Some(model.rows.len()), Some(texts::note(lang).to_owned()), None)}
            {body(info, model)}
        </section>
    }
    .into_any()
}

fn body(info: &PageInfo, model: &ChasingModel) -> AnyView {
    let lang = info.lang;
    if model.rows.is_empty() {
        let why = if model.state == RoundState::Open { texts::empty_why(lang) } else { texts::closed(lang) };
        return Empty::new(texts::empty(lang), why).view();
    }
    let add = model.form.field("add", texts::add(lang)).optional().hint(texts::add_hint(lang)).max_length(500);
    view! {
        <form action=info.link(&ChasingModel::path(&model.round)) method="post">
            {table(lang, model)}
            <div class="cols chase-add"><div class="c6">{add.textarea(lang, 3)}</div></div>
            <div class="prow">
                <button class="krds-btn primary" type="submit" name="action" value="send">{texts::send(lang)}</button>
                <button class="krds-btn" type="submit" name="action" value="preview">{texts::preview(lang)}</button>
            </div>
        </form>
    }
    .into_any()
}

fn table(lang: Lang, model: &ChasingModel) -> AnyView {
    let rows: Vec<AnyView> = model.rows.iter().enumerate().map(|(index, one)| row(lang, model, one, index)).collect();
    view! {
        <table class="tbl flow chase-list">
            <caption class="sr-only">{texts::caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::col_send(lang)}</th><th scope="col">{texts::col_institution(lang)}</th>
                <th scope="col">{texts::col_level(lang)}</th><th scope="col">{texts::col_asked(lang)}</th>
                <th scope="col">{texts::col_letter(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(lang: Lang, model: &ChasingModel, one: &ChaseRow, index: usize) -> AnyView {
    // The first carries the field's id, so that the error summary leads to it.
    let id = if index == 0 { id_of("to") } else { format!("{}-{index}", id_of("to")) };
    let slug = one.institution.to_string();
    view! {
        <tr>
            <td data-l=texts::col_send(lang)>
                <label class="ckb">
                    <input type="checkbox" id=id name="to" value=slug checked=model.is_chosen(&one.institution)/>
                    <span class="sr-only">{texts::send_to(lang, &one.name)}</span>
                </label>
            </td>
            <th scope="row" class="ttl">{one.name.clone()}</th>
            <td data-l=texts::col_level(lang)>{level_word(lang, one.level)}</td>
            <td data-l=texts::col_asked(lang)>{texts::asked(lang, one.asked)}</td>
            <td data-l=texts::col_letter(lang) lang=korean(lang)>
                <details class="letter-view">
                    <summary>{one.letter.subject.clone()}</summary>
                    <p class="letter">{one.letter.body.clone()}</p>
                </details>
            </td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::permission::Role;
    use crate::pages::shell::tests::info;

    fn model(rows: Vec<ChaseRow>, typed: &[(&str, &str)]) -> ChasingModel {
        let typed = typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (round, form) = (RoundSlug::parse("2024-Q1").unwrap(), Filled { typed, faults: vec![] });
        let label = "2024년 1분기 점검(제2차)".into();
        ChasingModel { round, label, state: RoundState::Open, rows, form, sends: true }
    }

    fn row(slug: &str) -> ChaseRow {
        let letter = Letter { subject: "제출 요청(D-2)".into(), body: "하나\n둘".into() };
        let institution = Slug::parse(slug).unwrap();
        ChaseRow { institution, name: "외교부".into(), level: Level::Head, asked: 2, letter }
    }

    fn drawn(model: &ChasingModel) -> String {
        Owner::new().with(|| page(&info(Role::Pmo), model).to_html())
    }

    #[test]
    fn all_are_chosen_until_somebody_chooses() {
        let rows = || vec![row("mofa"), row("spo")];
        assert_eq!(drawn(&model(rows(), &[])).matches(" checked").count(), 2);
        let html = drawn(&model(rows(), &[("to", "spo"), ("add", "내일까지")]));
        assert_eq!(html.matches(" checked").count(), 1);
        assert!(html.contains("내일까지") && html.contains("제출 요청(D-2)"), "{html}");
    }

    #[test]
    fn where_nobody_is_left_it_says_why() {
        assert!(drawn(&model(vec![], &[])).contains("약속한 날을 기다리고"));
        let closed = ChasingModel { state: RoundState::Closed, ..model(vec![], &[]) };
        assert!(drawn(&closed).contains("접수 중인 회차가 아니어서"));
    }
}
