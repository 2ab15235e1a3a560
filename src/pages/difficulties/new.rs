//! `/difficulties/new`: raise a difficulty; `?task=4&text=…&institution=…` fills it in, as from a return's 애로사항.

use crate::domain::council::Entry;
use crate::domain::council::difficulty::Difficulty;
use crate::domain::council::similar::{RESEMBLES, resemblance};
use crate::domain::ids::{Slug, TaskNo};
use crate::domain::permission::Action;
use crate::pages::components::{breadcrumb, hidden, section, submit};
use crate::pages::council::CouncilScene;
use crate::pages::council::forms::Tried;
use crate::pages::difficulties::table;
use crate::pages::texts::{council, difficulties as texts};
use leptos::prelude::*;

/// The address of the form, filled in: one click from where an institution writes what it finds hard.
#[must_use]
pub fn address(task: TaskNo, institution: &Slug, text: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("task", &task.to_string()).append_pair("institution", institution.as_str());
    format!("/difficulties/new?{}", query.append_pair("text", text).finish())
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
        <div class="cols"><form class="c8" action=hall.link("/difficulties") method="post">
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

    #[test]
    fn the_form_is_one_click_away_with_what_was_written() {
        let slug = Slug::parse("mohw").unwrap();
        let address = address(TaskNo(4), &slug, "예산 & 인력");
        assert!(address.starts_with("/difficulties/new?task=4&institution=mohw&text=%EC%98%88"), "{address}");
        assert!(address.contains("%26"), "what is typed stays one value");
    }
}
