//! The administration: people, institutions, the audit log. It never touches the contents of a plan.

mod audit;
mod institution;
mod institutions;
mod people;
mod person;

pub use audit::audit;
pub use institution::{end_institution, institution};
pub use institutions::{add_institution, institutions};
pub use people::{add_person, people};
pub(super) use person::{answer as show_person, find as find_person};
pub use person::{edit_person, person, reset_password};

use crate::domain::ids::Slug;
use crate::domain::institution::Institution;
use crate::domain::permission::{Action, Grant, Reader, Role, may};
use crate::pages::admin::Filled;
use crate::pages::lang::Lang;
use crate::pages::texts::admin as texts;
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::forms::sheet;
use crate::server::reading::page_info;
use crate::server::render::{Sheet, draw};
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use axum::extract::{OriginalUri, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use std::sync::Arc;

type Faults = Vec<(&'static str, String)>;

/// The longest name of a person, in characters.
const NAME_MAX: usize = 60;

pub(super) fn gate(visitor: &Visitor) -> Result<&Reader, PageError> {
    let reader = visitor.reader()?;
    if may(reader, Action::Administer) { Ok(reader) } else { Err(PageError::Forbidden) }
}

/// `GET /admin`
///
/// # Errors
/// Not an administrator, or the database fails.
pub async fn index(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    gate(&visitor)?;
    let (people, institutions) = (app.store.people().await?, app.store.institutions().await?);
    let active = people.iter().filter(|person| person.active).count();
    let valid = institutions.iter().filter(|one| one.is_valid_on(app.clock.today())).count();
    let body = move |info: &PageInfo| crate::pages::admin::page(info, active, valid);
    Ok(draw(StatusCode::OK, sheet(&app, &visitor, &uri, Section::Admin, texts::title(visitor.lang), body)).await)
}

/// A person's name; `None` where it is missing, too long, or holds characters that no name has.
fn parse_name(typed: &str) -> Option<String> {
    let name = typed.trim();
    let odd = |c: char| c.is_control() || ('\u{E000}'..='\u{F8FF}').contains(&c);
    let fits = (1..=NAME_MAX).contains(&name.chars().count()) && !name.chars().any(odd);
    fits.then(|| name.to_owned())
}

/// The role chosen in a form, if one was; with its institution where the role asks for one.
fn read_grant(
    lang: Lang,
    institutions: &[Institution],
    form: &Filled,
) -> Result<Option<Grant>, (&'static str, String)> {
    let typed = form.get("role");
    if typed.is_empty() {
        return Ok(None);
    }
    let role = Role::parse(typed).ok_or_else(|| ("role", texts::role_unknown(lang).to_owned()))?;
    if !role.needs_institution() {
        return Ok(Some(Grant { role, institution: None }));
    }
    let slug = known(institutions, form.get("institution"));
    let slug = slug.ok_or_else(|| ("institution", texts::institution_missing(lang).to_owned()))?;
    Ok(Some(Grant { role, institution: Some(slug) }))
}

/// The slug as typed, where an institution has it.
fn known(institutions: &[Institution], typed: &str) -> Option<Slug> {
    institutions.iter().find(|one| one.slug.as_str() == typed).map(|one| one.slug.clone())
}

/// A password made here: 72 random bits, changed at the first log-in.
fn new_password() -> String {
    hex::encode(rand::random::<[u8; 9]>())
}

/// The one page on which a new password is shown.
async fn draw_secret(app: &App, visitor: &Visitor, uri: &Uri, login: &str, password: String, added: bool) -> Response {
    let title = if added { texts::added_title(visitor.lang) } else { texts::reset_title(visitor.lang) };
    let mut info = page_info(app, visitor, uri, Section::Admin);
    // Links to "this page" must lead to one that can be opened.
    info.path = format!("/admin/people/{login}");
    let secret = Arc::new((login.to_owned(), password));
    let body = move |info: &PageInfo| crate::pages::admin::person::secret_page(info, title, &secret.0, &secret.1);
    draw(StatusCode::OK, Sheet { info, title: title.to_owned(), wide: false, body }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_people_are_called() {
        assert_eq!(parse_name(" 김○○ ").as_deref(), Some("김○○"));
        for odd in ["", "  ", "a\u{0}b", "\u{E000}", &"가".repeat(61)] {
            assert_eq!(parse_name(odd), None, "{odd:?}");
        }
    }

    #[test]
    fn a_role_for_an_institution_needs_one() {
        let form = |role: &str| Filled { typed: vec![("role".into(), role.into())], faults: vec![] };
        assert_eq!(read_grant(Lang::Ko, &[], &form("")), Ok(None));
        assert_eq!(read_grant(Lang::Ko, &[], &form("pmo")), Ok(Some(Grant { role: Role::Pmo, institution: None })));
        assert_eq!(read_grant(Lang::Ko, &[], &form("head")).unwrap_err().0, "institution");
        assert_eq!(read_grant(Lang::Ko, &[], &form("king")).unwrap_err().0, "role");
    }
}
