//! Sends the lines of a meeting as they are typed, keeps them in the window while the connection is away, and shows the
//! lines of the other secretary.
//!
//! The page works without it: every form posts by itself. With it, a `<form data-line>` is not sent by the browser but
//! put into a queue in `sessionStorage` and posted from there, one after another; its hidden field `client` names the line,
//! so that a line that was sent twice is one line. Whatever stands in an element with `data-lines` is fetched again from
//! `lines` every two seconds and after each line.

use leptos::prelude::*;

/// `lines`: the address of the lines; `store`: the name of the queue. The others are finished sentences in the reader's
/// language; `{count}` in `waiting` becomes the number of lines kept.
#[island]
pub fn LineKeeper(
    lines: String,
    store: String,
    saved: String,
    waiting: String,
    refused: String,
    away: String,
) -> impl IntoView {
    let root = NodeRef::<leptos::html::Span>::new();
    let message = RwSignal::new(String::new());
    #[cfg(target_arch = "wasm32")]
    Effect::new(move |_| {
        if root.get().is_some() {
            browser::keep(browser::Keeper {
                lines: lines.clone(),
                store: store.clone(),
                sentences: browser::Sentences {
                    saved: saved.clone(),
                    waiting: waiting.clone(),
                    refused: refused.clone(),
                    away: away.clone(),
                },
                message,
                busy: std::cell::Cell::new(false),
                shown: std::cell::RefCell::new(String::new()),
            });
        }
    });
    #[cfg(not(target_arch = "wasm32"))]
    drop((lines, store, saved, waiting, refused, away));
    view! { <span class="mute" role="status" node_ref=root>{move || message.get()}</span> }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use leptos::prelude::{RwSignal, Set};
    use leptos::task::spawn_local;
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use std::time::Duration;
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{
        Document, Element, Event, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement,
        HtmlTextAreaElement, RequestInit, Response, Storage, UrlSearchParams, Window,
    };

    /// How long to wait before the lines are fetched, or sent again.
    const PAUSE: Duration = Duration::from_secs(2);

    pub struct Sentences {
        pub saved: String,
        pub waiting: String,
        pub refused: String,
        pub away: String,
    }

    pub struct Keeper {
        pub lines: String,
        pub store: String,
        pub sentences: Sentences,
        pub message: RwSignal<String>,
        /// Whether the queue is being sent.
        pub busy: Cell<bool>,
        /// The lines as they were fetched last.
        pub shown: RefCell<String>,
    }

    /// What became of a line that was posted.
    enum Outcome {
        Saved,
        Refused,
        LoggedOut,
        Unreachable,
    }

    pub fn keep(keeper: Keeper) {
        let Some(document) = window().and_then(|window| window.document()) else { return };
        let keeper = Rc::new(keeper);
        for form in forms(&document) {
            listen(&keeper, &form);
        }
        again(&keeper);
        let sender = Rc::clone(&keeper);
        spawn_local(async move { send(&sender).await });
    }

    fn window() -> Option<Window> {
        web_sys::window()
    }

    fn forms(document: &Document) -> Vec<HtmlFormElement> {
        let Ok(list) = document.query_selector_all("form[data-line]") else { return Vec::new() };
        (0..list.length()).filter_map(|at| list.item(at)?.dyn_into().ok()).collect()
    }

    /// Fetches the lines and tries the queue, again and again for as long as the page lives.
    fn again(keeper: &Rc<Keeper>) {
        let keeper = Rc::clone(keeper);
        leptos::prelude::set_timeout(
            move || {
                let next = Rc::clone(&keeper);
                spawn_local(async move {
                    send(&next).await;
                    drop(show(&next).await);
                    again(&next);
                });
            },
            PAUSE,
        );
    }

    fn listen(keeper: &Rc<Keeper>, form: &HtmlFormElement) {
        let (keeper, typed) = (Rc::clone(keeper), form.clone());
        let on_submit = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            // A form that cannot be kept is sent by the browser.
            if put(&keeper, &typed).is_some() {
                event.prevent_default();
                clear(&typed);
                let keeper = Rc::clone(&keeper);
                spawn_local(async move {
                    send(&keeper).await;
                    drop(show(&keeper).await);
                });
            }
        });
        if form.add_event_listener_with_callback("submit", on_submit.as_ref().unchecked_ref()).is_ok() {
            // The page holds the listener for as long as it lives.
            on_submit.forget();
        }
    }

    fn storage() -> Option<Storage> {
        window()?.session_storage().ok()?
    }

    /// The lines that wait: an address and a form's fields each.
    fn queue(keeper: &Keeper) -> Vec<String> {
        let kept = storage().and_then(|storage| storage.get_item(&keeper.store).ok()?);
        kept.unwrap_or_default().split('\n').filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    fn keep_queue(keeper: &Keeper, lines: &[String]) -> Option<()> {
        storage()?.set_item(&keeper.store, &lines.join("\n")).ok()
    }

    /// Puts what was typed at the end of the queue.
    fn put(keeper: &Keeper, form: &HtmlFormElement) -> Option<()> {
        let fields = UrlSearchParams::new().ok()?;
        let data = FormData::new_with_form(form).ok()?;
        let entries = js_sys::try_iter(&data).ok()??;
        for entry in entries {
            let entry: js_sys::Array = entry.ok()?.unchecked_into();
            fields.append(&entry.get(0).as_string()?, &entry.get(1).as_string()?);
        }
        fields.append("via", "island");
        let mut lines = queue(keeper);
        lines.push(format!("{} {}", form.get_attribute("action")?, String::from(fields.to_string())));
        keep_queue(keeper, &lines)
    }

    /// Empties the form for the next line, under a name of its own.
    fn clear(form: &HtmlFormElement) {
        form.reset();
        let name = form.query_selector("input[name=client]").ok().flatten();
        if let Some(name) = name.as_ref().and_then(|field| field.dyn_ref::<HtmlInputElement>()) {
            let stem = name.value().split('+').next().unwrap_or_default().to_owned();
            let (time, chance) = (js_sys::Date::now(), js_sys::Math::random());
            name.set_value(&format!("{stem}+{time:.0}{chance:.6}"));
        }
        let first = form.query_selector("input:not([type=hidden]), select, textarea").ok().flatten();
        if let Some(first) = first.as_ref().and_then(|field| field.dyn_ref::<HtmlElement>()) {
            drop(first.focus());
        }
    }

    /// Sends what waits, in its order, until nothing is left or a line does not go through.
    async fn send(keeper: &Keeper) {
        if keeper.busy.replace(true) {
            return;
        }
        let mut sent = false;
        while let Some(line) = queue(keeper).into_iter().next() {
            let Some((address, fields)) = line.split_once(' ') else { break };
            match post(address, fields).await {
                Outcome::Saved => {
                    sent = true;
                    forget_first(keeper);
                }
                Outcome::Refused => {
                    forget_first(keeper);
                    give_back(address, fields);
                    keeper.message.set(keeper.sentences.refused.clone());
                    keeper.busy.set(false);
                    return;
                }
                Outcome::LoggedOut => {
                    keeper.message.set(keeper.sentences.away.clone());
                    keeper.busy.set(false);
                    return;
                }
                Outcome::Unreachable => {
                    let count = queue(keeper).len().to_string();
                    keeper.message.set(keeper.sentences.waiting.replace("{count}", &count));
                    keeper.busy.set(false);
                    return;
                }
            }
        }
        if sent {
            keeper.message.set(keeper.sentences.saved.clone());
        }
        keeper.busy.set(false);
    }

    fn forget_first(keeper: &Keeper) {
        let lines = queue(keeper);
        let _kept = keep_queue(keeper, lines.get(1..).unwrap_or_default());
    }

    async fn post(address: &str, fields: &str) -> Outcome {
        let sent = async {
            let init = RequestInit::new();
            init.set_method("POST");
            let body = UrlSearchParams::new_with_str(fields)?;
            init.set_body(&body);
            fetch(address, &init).await
        };
        match sent.await {
            Ok(response) if response.ok() && !response.redirected() => Outcome::Saved,
            Ok(response) if response.status() == 401 => Outcome::LoggedOut,
            Ok(response) if (400..500).contains(&response.status()) => Outcome::Refused,
            Ok(_) | Err(_) => Outcome::Unreachable,
        }
    }

    async fn fetch(address: &str, init: &RequestInit) -> Result<Response, JsValue> {
        let window = window().ok_or(JsValue::NULL)?;
        JsFuture::from(window.fetch_with_str_and_init(address, init)).await?.dyn_into()
    }

    /// Puts a refused line back into the form it came from, and lets the browser send it: the page that answers says what is
    /// wrong beside each field.
    fn give_back(address: &str, fields: &str) {
        let Some(document) = window().and_then(|window| window.document()) else { return };
        let Ok(fields) = UrlSearchParams::new_with_str(fields) else { return };
        let item = fields.get("item").unwrap_or_default();
        let of_item = |form: &HtmlFormElement| {
            let hidden = form.query_selector("input[name=item]").ok().flatten();
            let hidden = hidden.and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
            hidden.map(|field| field.value()).unwrap_or_default() == item
        };
        let from = forms(&document).into_iter();
        let form = from.filter(|form| form.get_attribute("action").as_deref() == Some(address)).find(of_item);
        if let Some(form) = form {
            fill(&form, &fields);
            if form.submit().is_err() {
                form.scroll_into_view();
            }
        }
    }

    fn fill(form: &HtmlFormElement, fields: &UrlSearchParams) {
        let Ok(list) = form.query_selector_all("[name]:not([type=hidden])") else { return };
        for field in (0..list.length()).filter_map(|at| list.item(at)?.dyn_into::<Element>().ok()) {
            let value = fields.get(&field.get_attribute("name").unwrap_or_default());
            let given = value.clone().unwrap_or_default();
            if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
                if input.type_() == "checkbox" {
                    input.set_checked(value.is_some());
                } else {
                    input.set_value(&given);
                }
            } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
                area.set_value(&given);
            } else if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
                select.set_value(&given);
            }
        }
    }

    /// Fetches the lines and puts those in place that changed.
    async fn show(keeper: &Keeper) -> Result<(), JsValue> {
        let init = RequestInit::new();
        init.set_method("GET");
        let response = fetch(&keeper.lines, &init).await?;
        if !response.ok() || response.redirected() {
            return Ok(());
        }
        let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
        if *keeper.shown.borrow() == text {
            return Ok(());
        }
        let document = window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
        let fetched = document.create_element("div")?;
        fetched.set_inner_html(&text);
        let places = document.query_selector_all("[data-lines]")?;
        for place in (0..places.length()).filter_map(|at| places.item(at)?.dyn_into::<Element>().ok()) {
            let key = place.get_attribute("data-lines").unwrap_or_default();
            if let Some(newer) = fetched.query_selector(&format!("[data-lines=\"{key}\"]"))? {
                place.set_inner_html(&newer.inner_html());
            }
        }
        *keeper.shown.borrow_mut() = text;
        Ok(())
    }
}
