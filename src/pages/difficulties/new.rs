//! `/difficulties/new`: raise a difficulty; `?source=return:4:mohw:2024-Q1` fills it in from a return's 애로사항, `?task=4&text=…`
//! with what the address says.

use crate::domain::council::Entry;
use crate::domain::council::difficulty::Difficulty;
use crate::domain::council::similar::{RESEMBLES, resemblance};
use crate::domain::council::source::Source;
use crate::domain::ids::Slug;
use crate::domain::permission::Action;
use crate::pages::components::{breadcrumb, hidden, section, submit};
use crate::pages::council::CouncilScene;
use crate::pages::council::forms::Tried;
use crate::pages::difficulties::{field, table};
use crate::pages::texts::{council, difficulties as texts};
use leptos::prelude::*;

/// The address of the form, filled in with what stands in a field: one click from where an institution writes what it
/// finds hard. The words themselves are no part of it: a long text would not fit into an address.
#[must_use]
pub fn address(source: &Source, institution: &Slug) -> String {
    format!("/difficulties/new?source={}", source.code(institution))
}

/// The institutions for which the reader may raise one.
#[must_use]
pub fn choices(hall: &CouncilScene) -> Vec<(String, String)> {
    let all = hall.institution_choices().into_iter();
    all.filter(|(slug, _)| Slug::parse(slug).is_some_and(|slug| hall.may(Action::RaiseDifficulty(&slug)))).collect()
}

/// The page; `begun` fills the form in.
#[must_use]
pub fn page(hall: &CouncilScene, begun: &[(&str, String)], tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let form = tried.form("difficulty", begun);
    let crumbs =
        [(texts::title(lang).to_owned(), Some(hall.link("/difficulties"))), (texts::raise(lang).to_owned(), None)];
    let choices = choices(hall);
    let institution = match choices.as_slice() {
        [(only, _)] => hidden("institution", only.as_str()),
        several => form.field("institution", texts::col_institution(lang)).required().select(lang, several),
    };
    let from = Source::parse(form.get("source")).map(|(source, who)| from(hall, &who, &source, form.get("text")));
    let near = near(hall, &format!("{} {}", form.get("title"), form.get("text")));
    let near: Vec<&Entry<Difficulty>> = near.into_iter().take(5).collect();
    let near = (!near.is_empty()).then(|| {
        view! {
            <section class="sec">
                {section::head(texts::near(lang), Some(near.len()), Some(texts::near_note(lang).to_owned()), None)}
                {table(hall, &near, texts::near(lang))}
            </section>
        }
    });
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div><h1>{texts::raise(lang)}</h1><p class="sub">{texts::raise_sub(lang)}</p></div></div>
        {form.summary(lang)}
        {from}
        <div class="cols"><form class="c8" action=hall.link("/difficulties") method="post">
            {hidden("source", form.get("source"))}
            {institution}
            {form.field("title", texts::title_label(lang)).required().max_length(200).hint(texts::title_hint(lang)).text(lang)}
            {form.field("text", texts::text_label(lang)).required().textarea(lang, 6)}
            {form.field("tasks", council::tasks(lang)).hint(council::tasks_hint(lang)).text(lang)}
            <div class="prow">{submit(texts::raise_do(lang))}</div>
        </form></div>
        {near}
    }
    .into_any()
}

/// Where the words come from, and whether they were raised from there before.
fn from(hall: &CouncilScene, institution: &Slug, source: &Source, said: &str) -> AnyView {
    let lang = hall.lang();
    let raised = hall.council.raised_from(institution, source, said).map(|one| {
        let href = hall.link(format!("/difficulties/{}", one.id));
        let told = texts::no(lang, one.body.no);
        view! { <br/>{texts::raised_before(lang)}" "<a href=href>{told}" "{one.body.title.clone()}</a> }
    });
    view! { <p class="note-box">{texts::comes_from(lang)}" "{field::origin(hall, institution, source)}{raised}</p> }
        .into_any()
}

/// Difficulties that go on and resemble a text, the most like it first.
#[must_use]
pub fn near<'a>(hall: &'a CouncilScene, text: &str) -> Vec<&'a Entry<Difficulty>> {
    let going =
        hall.council.difficulties.iter().filter(|one| one.body.merged_into.is_none() && !one.body.stage.is_over());
    let told = |one: &Entry<Difficulty>| format!("{} {}", one.body.title, one.body.text);
    let mut near: Vec<_> = going.map(|one| (resemblance(&told(one), text), one)).collect();
    near.retain(|(share, _)| *share >= RESEMBLES);
    near.sort_by_key(|(share, one)| (std::cmp::Reverse(*share), one.id));
    near.into_iter().map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::TaskNo;
    use crate::domain::round::RoundSlug;

    #[test]
    fn the_form_is_one_click_away_from_the_field() {
        let source = Source::Return { round: RoundSlug::parse("2024-Q1").unwrap(), task: TaskNo(4) };
        let address = address(&source, &Slug::parse("mohw").unwrap());
        assert_eq!(address, "/difficulties/new?source=return:4:mohw:2024-Q1");
    }
}
