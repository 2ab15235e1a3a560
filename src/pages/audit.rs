//! `/audit`: who did what, when, and for those who may read it, from what to what.

mod words;

use self::words::{action_word, field_word, subject_words, value_word};
use crate::domain::due::parse_typed_day;
use crate::domain::ids::Slug;
use crate::domain::institution::Institution;
use crate::pages::PageInfo;
use crate::pages::admin::{filter_select, filter_text, institution_words, typed_address};
use crate::pages::components::{Empty, instant, section};
use crate::pages::format::{self, DASH, written_day};
use crate::pages::lang::Lang;
use crate::pages::record::institution_name;
use crate::pages::record::query::value;
use crate::pages::texts::audit as texts;
use crate::store::AuditRow;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde_json::Value;

/// What the address asks for; what it does not understand is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    pub actor: String,
    pub action: String,
    pub institution: String,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    /// Only entries before this number; 0: the newest.
    pub before: i64,
}

impl AuditQuery {
    #[must_use]
    pub fn parse(pairs: &[(String, String)]) -> Self {
        let text = |key: &str| value(pairs, key).unwrap_or_default().to_owned();
        let day = |key: &str| value(pairs, key).and_then(parse_typed_day);
        Self {
            actor: text("actor").to_lowercase(),
            action: text("action"),
            institution: text("institution"),
            from: day("from"),
            until: day("until"),
            before: value(pairs, "before").and_then(|no| no.parse().ok()).unwrap_or(0),
        }
    }

    fn address(&self, before: i64) -> String {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let (from, until) = (day(self.from), day(self.until));
        let before = if before > 0 { before.to_string() } else { String::new() };
        let pairs = [
            ("actor", self.actor.as_str()),
            ("action", &self.action),
            ("institution", &self.institution),
            ("from", &from),
            ("until", &until),
            ("before", &before),
        ];
        typed_address("/audit", &pairs)
    }
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct AuditModel {
    pub query: AuditQuery,
    pub rows: Vec<AuditRow>,
    pub has_older: bool,
    /// Whether old and new values are shown; where not, they are not even here.
    pub with_values: bool,
    pub actions: Vec<String>,
    pub institutions: Vec<Institution>,
}

/// The audit log.
#[must_use]
pub fn page(info: &PageInfo, model: &AuditModel) -> AnyView {
    let lang = info.lang;
    let body = if model.rows.is_empty() {
        Empty::new(texts::none(lang), texts::none_why(lang)).link(texts::show_all(lang), "/audit").view()
    } else {
        table(lang, model)
    };
    let note = (!model.with_values).then(|| texts::without_values(lang).to_owned());
    view! {
        <div class="head"><div><h1>{texts::title(lang)}</h1><p class="sub">{texts::sub(lang)}</p></div></div>
        <section class="sec">
            {section::head(texts::entries(lang), None, note, None)}
            {filters(lang, model)}
            {body}
            {turning(lang, model)}
        </section>
    }
    .into_any()
}

fn filters(lang: Lang, model: &AuditModel) -> AnyView {
    let (query, any) = (&model.query, texts::any(lang));
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let actions: Vec<(String, String)> =
        model.actions.iter().map(|code| (code.clone(), action_word(lang, code))).collect();
    let named = model.institutions.iter();
    let institutions: Vec<(String, String)> =
        named.map(|one| (one.slug.to_string(), institution_name(lang, one).to_owned())).collect();
    view! {
        <form class="filters" action="/audit" method="get">
            {filter_text("actor", texts::by_actor(lang), "search", query.actor.clone())}
            {filter_select("action", texts::action(lang), any, &query.action, &actions)}
            {filter_select("institution", texts::institution(lang), any, &query.institution, &institutions)}
            {filter_text("from", texts::from(lang), "date", day(query.from))}
            {filter_text("until", texts::until(lang), "date", day(query.until))}
            <button class="krds-btn" type="submit">{texts::find(lang)}</button>
        </form>
    }
    .into_any()
}

fn table(lang: Lang, model: &AuditModel) -> AnyView {
    let rows: Vec<AnyView> = model.rows.iter().map(|row| entry(lang, model, row)).collect();
    let values = model.with_values.then(|| view! { <th scope="col">{texts::values(lang)}</th> });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=texts::entries(lang)>
        <table class="tbl tbl--tight flow audit">
            <caption class="sr-only">{texts::caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::no(lang)}</th><th scope="col">{texts::at(lang)}</th>
                <th scope="col">{texts::actor(lang)}</th><th scope="col">{texts::action(lang)}</th>
                <th scope="col">{texts::subject(lang)}</th><th scope="col">{texts::institution(lang)}</th>
                {values}
                <th scope="col">{texts::hash(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
        </div>
    }
    .into_any()
}

fn entry(lang: Lang, model: &AuditModel, row: &AuditRow) -> AnyView {
    let entry = &row.entry;
    let behalf = entry.on_behalf_of.as_ref().map(|head| view! { <br/><small>{texts::behalf(lang, head)}</small> });
    let slug = entry.institution.as_deref().and_then(Slug::parse);
    let institution = slug.map_or_else(|| DASH.to_owned(), |slug| institution_words(lang, &model.institutions, &slug));
    let values = model.with_values.then(|| {
        view! { <td class="chg" data-l=texts::values(lang)>{change(lang, &entry.old_value, &entry.new_value)}</td> }
    });
    let short: String = row.hash.chars().take(12).collect();
    view! {
        <tr>
            <th scope="row" class="nw">{entry.no.to_string()}</th>
            <td data-l=texts::at(lang)>{instant(lang, entry.at)}</td>
            <td class="nw" data-l=texts::actor(lang)>{entry.actor.clone()}{behalf}</td>
            <td class="nw" data-l=texts::action(lang)>{action_word(lang, &entry.action)}</td>
            <td data-l=texts::subject(lang)>{subject_words(lang, &entry.subject)}</td>
            <td data-l=texts::institution(lang)>{institution}</td>
            {values}
            <td data-l=texts::hash(lang)><code title=row.hash.clone()>{short}</code></td>
        </tr>
    }
    .into_any()
}

/// Old → new; what is absent on one side is not drawn.
fn change(lang: Lang, old: &str, new: &str) -> AnyView {
    let (old, new) = (readable(lang, old), readable(lang, new));
    if old.is_empty() && new.is_empty() {
        return DASH.into_any();
    }
    let before = (!old.is_empty()).then(|| view! { <del>{old}</del><span aria-hidden="true">"→"</span> });
    let after = if new.is_empty() { texts::gone(lang).to_owned() } else { new };
    view! { {before}<ins>{after}</ins> }.into_any()
}

/// The stored JSON as people read it: `진척률: 40, 내용: …`.
fn readable(lang: Lang, json: &str) -> String {
    match serde_json::from_str(json) {
        Ok(Value::Object(fields)) => {
            let fields = fields.iter().map(|(name, value)| field(lang, name, value));
            fields.collect::<Vec<_>>().join(", ")
        }
        Ok(value) => plain(lang, "", &value),
        Err(_) => json.to_owned(),
    }
}

fn field(lang: Lang, name: &str, value: &Value) -> String {
    format!("{}: {}", field_word(lang, name), plain(lang, name, value))
}

fn plain(lang: Lang, name: &str, value: &Value) -> String {
    match value {
        Value::Null => DASH.to_owned(),
        Value::String(text) => match written_day(text) {
            Some(day) => format::full(lang, day),
            None => value_word(lang, name, text).to_owned(),
        },
        Value::Array(items) => {
            format!("[{}]", items.iter().map(|item| plain(lang, name, item)).collect::<Vec<_>>().join(", "))
        }
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| field(lang, name, value));
            format!("({})", fields.collect::<Vec<_>>().join(", "))
        }
        Value::Bool(flag) => value_word(lang, "", if *flag { "true" } else { "false" }).to_owned(),
        Value::Number(number) => number.to_string(),
    }
}

fn turning(lang: Lang, model: &AuditModel) -> AnyView {
    let oldest = model.rows.last().map(|row| row.entry.no).filter(|_| model.has_older);
    let newest = (model.query.before > 0).then(|| model.query.address(0));
    if oldest.is_none() && newest.is_none() {
        return ().into_any();
    }
    let newest = newest.map(|href| view! { <a href=href>{texts::newest(lang)}</a> });
    let older = oldest.map(|no| view! { <a href=model.query.address(no) rel="next">{texts::older(lang)}</a> });
    view! { <nav class="pager" aria-label=texts::turning(lang)>{newest}{older}</nav> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_value_reads_like_a_sentence() {
        let read = |json| readable(Lang::Ko, json);
        assert_eq!(read(r#"{"must_change":true,"name":"head"}"#), "비밀번호 변경 필요: 예, 이름: head");
        assert_eq!(read(r#"{"grants":[{"role":"head","institution":null}]}"#), "역할: [(기관: –, 역할: 책임관)]");
        assert_eq!(read(r#"{"due":"2024-03-29","of_ours":7}"#), "기한: 2024. 3. 29.(금), of_ours: 7");
        assert_eq!(read("not json"), "not json");
        assert_eq!(read(""), "");
    }

    #[test]
    fn what_people_typed_is_never_markup() {
        let html = Owner::new().with(|| change(Lang::Ko, "", r#"{"name":"<script>"}"#).to_html());
        assert!(html.contains("&lt;script&gt;") && !html.contains("<script>"), "{html}");
    }

    #[test]
    fn paging_keeps_the_filters() {
        let pairs = [("actor", "MOIS.head"), ("from", "20240301"), ("until", "x")];
        let pairs: Vec<(String, String)> = pairs.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect();
        assert_eq!(AuditQuery::parse(&pairs).address(51), "/audit?actor=mois.head&from=2024-03-01&before=51");
    }
}
