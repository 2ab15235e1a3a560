//! Keeps a report form on the server while it is being typed, and marks the fields that differ from the last report.

use leptos::prelude::*;

/// Sits inside a `<form data-draft="URL">`. Two seconds after the last keystroke the form's fields are posted to that
/// address; the answer is the new revision, which goes into the hidden field `revision`. `saved`, `failed` and `stale` are
/// finished sentences in the reader's language; `{time}` in `saved` becomes the time of day.
#[island]
pub fn DraftKeeper(saved: String, failed: String, stale: String) -> impl IntoView {
    let root = NodeRef::<leptos::html::Span>::new();
    let message = RwSignal::new(String::new());
    #[cfg(target_arch = "wasm32")]
    Effect::new(move |_| {
        if let Some(root) = root.get() {
            browser::keep(
                &root,
                message,
                browser::Sentences { saved: saved.clone(), failed: failed.clone(), stale: stale.clone() },
            );
        }
    });
    #[cfg(not(target_arch = "wasm32"))]
    drop((saved, failed, stale));
    view! { <span class="mute" role="status" node_ref=root>{move || message.get()}</span> }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use leptos::prelude::{RwSignal, Set};
    use leptos::task::spawn_local;
    use std::cell::Cell;
    use std::rc::Rc;
    use std::time::Duration;
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{
        Element, Event, FormData, HtmlFormElement, HtmlInputElement, RequestInit, Response, UrlSearchParams,
    };

    pub struct Sentences {
        pub saved: String,
        pub failed: String,
        pub stale: String,
    }

    pub fn keep(inside: &Element, message: RwSignal<String>, sentences: Sentences) {
        let Ok(Some(form)) = inside.closest("form[data-draft]") else { return };
        let Ok(form) = form.dyn_into::<HtmlFormElement>() else { return };
        let sentences = Rc::new(sentences);
        let turn = Rc::new(Cell::new(0_u32));
        let listened = form.clone();
        let on_input = Closure::<dyn Fn(Event)>::new(move |_| {
            let mine = turn.get().wrapping_add(1);
            turn.set(mine);
            let (form, turn, sentences) = (form.clone(), Rc::clone(&turn), Rc::clone(&sentences));
            leptos::prelude::set_timeout(
                move || {
                    if turn.get() == mine {
                        spawn_local(async move { save(&form, message, &sentences).await });
                    }
                },
                Duration::from_secs(2),
            );
        });
        if listened.add_event_listener_with_callback("input", on_input.as_ref().unchecked_ref()).is_ok() {
            // The page holds the listener for as long as it lives.
            on_input.forget();
        }
    }

    async fn save(form: &HtmlFormElement, message: RwSignal<String>, sentences: &Sentences) {
        match post(form).await {
            Ok(response) if response.ok() => {
                let revision = match response.text() {
                    Ok(text) => JsFuture::from(text).await.ok().and_then(|text| text.as_string()),
                    Err(_) => None,
                };
                if let Some(revision) = revision {
                    set_revision(form, &revision);
                }
                let now = js_sys::Date::new_0();
                let time = format!("{:02}:{:02}", now.get_hours(), now.get_minutes());
                message.set(sentences.saved.replace("{time}", &time));
            }
            Ok(response) if response.status() == 409 => message.set(sentences.stale.clone()),
            Ok(_) | Err(_) => message.set(sentences.failed.clone()),
        }
    }

    async fn post(form: &HtmlFormElement) -> Result<Response, JsValue> {
        let url = form.get_attribute("data-draft").unwrap_or_default();
        let fields = UrlSearchParams::new()?;
        let data = FormData::new_with_form(form)?;
        let entries = js_sys::try_iter(&data)?.ok_or(JsValue::NULL)?;
        for entry in entries {
            let entry: js_sys::Array = entry?.unchecked_into();
            // Files are sent with the form itself.
            if let (Some(name), Some(value)) = (entry.get(0).as_string(), entry.get(1).as_string()) {
                fields.append(&name, &value);
            }
        }
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_body(&fields);
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        JsFuture::from(window.fetch_with_str_and_init(&url, &init)).await?.dyn_into()
    }

    fn set_revision(form: &HtmlFormElement, revision: &str) {
        let field = form.query_selector("input[name=revision]").ok().flatten();
        if let Some(field) = field.as_ref().and_then(|field| field.dyn_ref::<HtmlInputElement>()) {
            field.set_value(revision);
        }
    }
}
