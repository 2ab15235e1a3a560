//! The log-in form. After a session ended it carries what was typed elsewhere.

use crate::pages::PageInfo;
use crate::pages::components::{Field, error_summary, hidden, submit};
use crate::pages::texts::login as texts;
use leptos::prelude::*;

/// What the form shows.
#[derive(Clone, Debug, Default)]
pub struct LoginForm {
    pub login: String,
    /// Where to go afterwards; a path of this program.
    pub next: String,
    /// One sentence, where the last attempt failed.
    pub fault: Option<String>,
    /// A form that was posted after the session had ended: its address and fields.
    pub carried: Option<(String, Vec<(String, String)>)>,
    pub lost_files: bool,
    pub contact: String,
}

#[must_use]
pub fn page(info: &PageInfo, form: &LoginForm) -> AnyView {
    let lang = info.lang;
    let faults: Vec<(&str, String)> = form.fault.iter().map(|fault| ("login", fault.clone())).collect();
    view! {
        <div class="login">
            <section>
                <h1>{texts::title(lang)}</h1>
                <p class="mute">{texts::lead(lang)}</p>
                {carried_note(info, form)}
                <form method="post" action="/login">
                    {error_summary(texts::fault_summary(lang), &faults)}
                    {hidden("next", form.next.clone())}
                    {carried_fields(form)}
                    {Field::new("login", texts::login(lang)).value(form.login.clone()).hint(texts::login_hint(lang)).required()
                        .autocomplete("username").error(form.fault.clone()).text(lang)}
                    {Field::new("password", texts::password(lang)).required().autocomplete("current-password").password(lang)}
                    <p class="prow">{submit(texts::submit(lang))}</p>
                </form>
            </section>
            {aside(info, form)}
        </div>
    }
    .into_any()
}

fn carried_note(info: &PageInfo, form: &LoginForm) -> AnyView {
    let lang = info.lang;
    let note = form.carried.as_ref().map(|_| {
        let files = form.lost_files.then(|| view! { " "{texts::ended_files(lang)} });
        view! { <div class="warn" role="status"><b>{texts::ended(lang)}</b>" "{texts::ended_kept(lang)}{files}</div> }
    });
    note.into_any()
}

fn carried_fields(form: &LoginForm) -> AnyView {
    let Some((path, fields)) = &form.carried else { return ().into_any() };
    let fields: Vec<AnyView> =
        fields.iter().map(|(name, value)| hidden(format!("carried.{name}"), value.clone())).collect();
    view! { {hidden("carried_path", path.clone())}{fields} }.into_any()
}

fn aside(info: &PageInfo, form: &LoginForm) -> AnyView {
    let lang = info.lang;
    let demo =
        info.demo.then(|| view! { <h2>{texts::demo_title(lang)}</h2><p class="mute">{texts::demo_text(lang)}</p> });
    view! {
        <section class="stack">
            <div><h2>{texts::help_title(lang)}</h2><p class="mute">{texts::help_text(lang, &form.contact)}</p></div>
            <div>{demo}</div>
        </section>
    }
    .into_any()
}
