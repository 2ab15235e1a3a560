//! Keeps a report form on the server while it is being typed.
//!
//! A saving that is under way when a button of the form is pressed would leave the button's own saving with an old
//! revision. The form then waits until the server has answered, and goes with the new one; a server that does not
//! answer holds it up for a few seconds, not for ever.

use leptos::prelude::*;

/// Sits inside a `<form data-draft="URL">`. Two seconds after the last keystroke the form's fields are posted to that
/// address; the answer is the new revision, which goes into the hidden field `revision`. `saving`, `saved`, `failed` and
/// `stale` are finished sentences in the reader's language; `{time}` in `saved` becomes the time of day.
#[island]
pub fn DraftKeeper(saving: String, saved: String, failed: String, stale: String) -> impl IntoView {
    let root = NodeRef::<leptos::html::Span>::new();
    let message = RwSignal::new(String::new());
    #[cfg(target_arch = "wasm32")]
    Effect::new(move |_| {
        if let Some(root) = root.get() {
            let (saving, saved) = (saving.clone(), saved.clone());
            let sentences = browser::Sentences { saving, saved, failed: failed.clone(), stale: stale.clone() };
            browser::keep(&root, message, sentences);
        }
    });
    #[cfg(not(target_arch = "wasm32"))]
    drop((saving, saved, failed, stale));
    view! { <span class="mute" role="status" node_ref=root>{move || message.get()}</span> }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use leptos::prelude::{RwSignal, Set, set_timeout};
    use leptos::task::spawn_local;
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use std::time::Duration;
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{
        Element, Event, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, RequestInit, Response, SubmitEvent,
        UrlSearchParams,
    };

    const AFTER_TYPING: Duration = Duration::from_secs(2);
    /// So long a form waits for a saving that is under way.
    const PATIENCE: Duration = Duration::from_secs(5);

    pub struct Sentences {
        pub saving: String,
        pub saved: String,
        pub failed: String,
        pub stale: String,
    }

    struct Keeper {
        form: HtmlFormElement,
        message: RwSignal<String>,
        sentences: Sentences,
        /// Counts keystrokes and submissions; a saving planned before the last of them does not happen.
        turn: Cell<u32>,
        running: Cell<bool>,
        /// The button pressed while a saving was under way; `None` inside: the form was sent without one.
        held: RefCell<Option<Option<HtmlElement>>>,
    }

    pub fn keep(inside: &Element, message: RwSignal<String>, sentences: Sentences) {
        let Ok(Some(form)) = inside.closest("form[data-draft]") else { return };
        let Ok(form) = form.dyn_into::<HtmlFormElement>() else { return };
        let (turn, running, held) = (Cell::new(0), Cell::new(false), RefCell::new(None));
        let keeper = Rc::new(Keeper { form, message, sentences, turn, running, held });
        let (typing, sending) = (Rc::clone(&keeper), Rc::clone(&keeper));
        listen(&keeper.form, "input", move |_| typing.save_later());
        listen(&keeper.form, "submit", move |event| sending.hold(&event));
    }

    fn listen(form: &HtmlFormElement, name: &str, then: impl Fn(Event) + 'static) {
        let closure = Closure::<dyn Fn(Event)>::new(then);
        if form.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()).is_ok() {
            // The page holds the listener for as long as it lives.
            closure.forget();
        }
    }

    impl Keeper {
        fn next_turn(&self) -> u32 {
            self.turn.set(self.turn.get().wrapping_add(1));
            self.turn.get()
        }

        fn save_later(self: &Rc<Self>) {
            let (mine, keeper) = (self.next_turn(), Rc::clone(self));
            let save = move || {
                if keeper.turn.get() != mine {
                    return;
                }
                if keeper.running.get() {
                    // Two savings at once would collide with each other.
                    keeper.save_later();
                } else {
                    spawn_local(async move { keeper.save().await });
                }
            };
            set_timeout(save, AFTER_TYPING);
        }

        /// The form sends what a planned saving would have saved; one that is under way it waits for.
        fn hold(self: &Rc<Self>, event: &Event) {
            self.next_turn();
            if !self.running.get() {
                return;
            }
            event.prevent_default();
            let button = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter);
            let is_first = self.held.replace(Some(button)).is_none();
            self.message.set(self.sentences.saving.clone());
            if is_first {
                let keeper = Rc::clone(self);
                set_timeout(move || keeper.release(), PATIENCE);
            }
        }

        /// Sends a form that waits, with the button that was pressed.
        fn release(&self) {
            let Some(button) = self.held.take() else { return };
            self.running.set(false);
            let sent = self.form.request_submit_with_submitter(button.as_ref());
            if sent.is_err() {
                self.message.set(self.sentences.failed.clone());
            }
        }

        async fn save(&self) {
            self.running.set(true);
            let told = match self.post().await {
                Ok(response) if response.ok() => {
                    self.take_revision(&response).await;
                    let now = js_sys::Date::new_0();
                    let time = format!("{:02}:{:02}", now.get_hours(), now.get_minutes());
                    self.sentences.saved.replace("{time}", &time)
                }
                Ok(response) if response.status() == 409 => self.sentences.stale.clone(),
                Ok(_) | Err(_) => self.sentences.failed.clone(),
            };
            self.running.set(false);
            self.message.set(told);
            self.release();
        }

        async fn post(&self) -> Result<Response, JsValue> {
            let url = self.form.get_attribute("data-draft").unwrap_or_default();
            let fields = UrlSearchParams::new()?;
            let data = FormData::new_with_form(&self.form)?;
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

        async fn take_revision(&self, response: &Response) {
            let Ok(text) = response.text() else { return };
            let Some(revision) = JsFuture::from(text).await.ok().and_then(|text| text.as_string()) else { return };
            let field = self.form.query_selector("input[name=revision]").ok().flatten();
            if let Some(field) = field.as_ref().and_then(|field| field.dyn_ref::<HtmlInputElement>()) {
                field.set_value(&revision);
            }
        }
    }
}
