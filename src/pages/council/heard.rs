//! What institutions raised in a meeting, among the lines of its minutes.

use crate::domain::council::Entry;
use crate::domain::council::difficulty::Difficulty;
use crate::domain::council::minutes::Minutes;
use crate::pages::components::day_in_year;
use crate::pages::council::forms::FormView;
use crate::pages::council::{CouncilScene, agenda};
use crate::pages::difficulties::state;
use crate::pages::record::korean;
use crate::pages::texts::{council as texts, difficulties};
use chrono::Datelike;
use leptos::prelude::*;

/// One line: what it is, who has it, who is to answer.
#[must_use]
pub fn line(hall: &CouncilScene, minutes: &Minutes, one: &Entry<Difficulty>) -> AnyView {
    let (lang, body) = (hall.lang(), &one.body);
    let href = hall.link(format!("/difficulties/{}", one.id));
    let answerer = body.asked.as_ref().map(|asked| format!(" → {}", hall.scene.institution(&asked.answerer)));
    let due = body.asked.as_ref().map(|asked| day_in_year(lang, asked.due, hall.council.day.year()));
    let tasks = (!body.tasks.is_empty()).then(|| view! { " "<span class="xs">{hall.tasks(&body.tasks)}</span> });
    view! {
        <li id=format!("line-{}", one.id)>
            <span class="ty">{texts::kind_raised(lang)}<small><a href=href>{difficulties::no(lang, body.no)}</a></small></span>
            <span><span lang=korean(lang)>{body.title.clone()}</span>{tasks}{agenda::line_link(hall, minutes, one.id, None)}</span>
            <span>{hall.scene.institution(&body.institution)}{answerer}</span>
            <span>{due}" "{state(hall, one)}</span>
        </li>
    }
    .into_any()
}

/// What a form that words it anew begins with.
#[must_use]
pub fn begun(hall: &CouncilScene, one: &Difficulty) -> Vec<(&'static str, String)> {
    let tasks: Vec<String> = one.tasks.iter().map(ToString::to_string).collect();
    vec![
        ("institution", hall.scene.institution(&one.institution)),
        ("title", one.title.clone()),
        ("text", one.text.clone()),
        ("tasks", tasks.join(", ")),
    ]
}

/// Who has it, in one line, in more.
#[must_use]
pub fn fields(hall: &CouncilScene, form: &FormView) -> AnyView {
    let lang = hall.lang();
    view! {
        {form.field("institution", difficulties::col_institution(lang)).required().text(lang)}
        {form.field("title", difficulties::title_label(lang)).required().max_length(200).text(lang)}
        {form.field("text", difficulties::text_label(lang)).required().textarea(lang, 4)}
        {form.field("tasks", texts::tasks(lang)).hint(texts::tasks_hint(lang)).text(lang)}
    }
    .into_any()
}
