//! The register of institutions, and adding one: a new one, or the successor of a renamed, split or merged one.

use super::{Faults, gate, known};
use crate::domain::due::parse_typed_day;
use crate::domain::ids::Slug;
use crate::domain::institution::{Institution, Kind};
use crate::pages::admin::Filled;
use crate::pages::admin::institutions::InstitutionsModel;
use crate::pages::lang::Lang;
use crate::pages::texts::admin as texts;
use crate::pages::{PageInfo, Section};
use crate::server::forms::{noted, sheet, status_of};
use crate::server::posted::Posted;
use crate::server::render::draw;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use axum::extract::{OriginalUri, State};
use axum::http::Uri;
use std::sync::Arc;

/// The longest full name and the longest note, in characters.
const NAME_MAX: usize = 80;
const SHORT_MAX: usize = 20;
const NOTE_MAX: usize = 500;

/// `GET /admin/institutions`
///
/// # Errors
/// Not an administrator, or the database fails.
pub async fn institutions(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    gate(&visitor)?;
    answer(&app, &visitor, &uri, Filled::default()).await
}

async fn answer(app: &App, visitor: &Visitor, uri: &Uri, form: Filled) -> Answer {
    let institutions = app.store.institutions().await?;
    let status = status_of(&form.faults);
    let model = Arc::new(InstitutionsModel { institutions, form });
    let body = move |info: &PageInfo| crate::pages::admin::institutions::page(info, &model);
    Ok(draw(status, sheet(app, visitor, uri, Section::Admin, texts::institutions(visitor.lang), body)).await)
}

/// `POST /admin/institutions`
///
/// # Errors
/// Not an administrator, or the database fails.
pub async fn add_institution(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    posted: Posted,
) -> Answer {
    gate(&visitor)?;
    let mut form = Filled { typed: posted.fields, faults: vec![] };
    if posted.show_only {
        return answer(&app, &visitor, &uri, form).await;
    }
    // Opened before reading: a slug taken meanwhile would be overwritten.
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    let all = app.store.institutions().await?;
    match read(visitor.lang, &all, &form) {
        Ok(one) => {
            let position = i64::try_from(all.len()).unwrap_or(i64::MAX - 1) + 1;
            tx.put_institution(&one, position).await?;
            tx.audit("institution.add", format!("institution {}", one.slug), Some(&one.slug), &(), &one).await?;
            tx.commit().await?;
            Ok(noted(&app, "/admin/institutions", "institution_added"))
        }
        Err(faults) => {
            drop(tx);
            form.faults = faults;
            answer(&app, &visitor, &uri, form).await
        }
    }
}

fn read(lang: Lang, all: &[Institution], form: &Filled) -> Result<Institution, Faults> {
    let mut faults = Faults::new();
    let slug = Slug::parse(form.get("slug"));
    match &slug {
        None => faults.push(("slug", texts::slug_unfit(lang).to_owned())),
        Some(slug) if known(all, slug.as_str()).is_some() => faults.push(("slug", texts::slug_taken(lang).to_owned())),
        Some(_) => {}
    }
    let mut line = |name: &'static str, max: usize, least: usize| {
        let text = form.get(name).to_owned();
        if !(least..=max).contains(&text.chars().count()) {
            faults.push((name, texts::text_length(lang, max)));
        }
        text
    };
    let (name_ko, name_en) = (line("name_ko", NAME_MAX, 1), line("name_en", NAME_MAX, 1));
    let (short_ko, note) = (line("short_ko", SHORT_MAX, 1), line("note", NOTE_MAX, 0));
    let kind = Kind::parse(form.get("kind"));
    if kind.is_none() {
        faults.push(("kind", texts::kind_missing(lang).to_owned()));
    }
    let code = form.get("code").to_owned();
    if !is_code(&code) {
        faults.push(("code", texts::code_unfit(lang).to_owned()));
    }
    let parent = known(all, form.get("parent"));
    if parent.is_none() && (kind == Some(Kind::Affiliate) || !form.get("parent").is_empty()) {
        faults.push(("parent", texts::parent_missing(lang).to_owned()));
    }
    let valid_from = parse_typed_day(form.get("valid_from"));
    if valid_from.is_none() && !form.get("valid_from").is_empty() {
        faults.push(("valid_from", texts::day_unreadable(lang).to_owned()));
    }
    match (slug, kind) {
        (Some(slug), Some(kind)) if faults.is_empty() => Ok(Institution {
            slug,
            name_ko,
            name_en,
            short_ko,
            kind,
            code,
            parent,
            valid_from,
            valid_until: None,
            successors: vec![],
            note,
        }),
        _ => Err(faults),
    }
}

/// Seven digits, or empty where it is not known; never zero.
fn is_code(code: &str) -> bool {
    let seven = code.len() == 7 && code.bytes().all(|byte| byte.is_ascii_digit()) && code != "0000000";
    code.is_empty() || seven
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(changed: &[(&str, &str)]) -> Filled {
        let mut typed: Vec<(String, String)> = changed.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect();
        let usual = [("slug", "khs"), ("name_ko", "국가유산청"), ("name_en", "Korea Heritage Service")];
        let rest = [("short_ko", "유산청"), ("kind", "agency"), ("valid_from", "20240517")];
        typed.extend(usual.into_iter().chain(rest).map(|(n, v)| (n.into(), v.into())));
        Filled { typed, faults: vec![] }
    }

    fn faults(changed: &[(&str, &str)]) -> Vec<&'static str> {
        let read = read(Lang::Ko, &[], &form(changed));
        read.err().unwrap_or_default().into_iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn an_institution_is_read_from_its_form() {
        let read = read(Lang::Ko, &[], &form(&[])).unwrap();
        assert_eq!((read.slug.as_str(), read.kind), ("khs", Kind::Agency));
        assert_eq!(read.valid_from, "2024-05-17".parse().ok());
    }

    #[test]
    fn each_fault_stands_beside_its_field() {
        assert_eq!(faults(&[("slug", "국가유산청")]), ["slug"]);
        assert_eq!(faults(&[("code", "0000000")]), ["code"]);
        assert_eq!(faults(&[("kind", "affiliate")]), ["parent"]);
        assert_eq!(faults(&[("valid_from", "내일")]), ["valid_from"]);
        assert_eq!(faults(&[("name_ko", ""), ("short_ko", "")]), ["name_ko", "short_ko"]);
    }
}
