//! `/council/{id}/session`: the page of a meeting while it is held: large enough for a projector, quick for who types.
//!
//! Every form posts by itself and works without JavaScript. With it, the line keeper sends each line at once, keeps it in
//! this window while the connection is away, and fetches [`lines`], where the other secretary's lines are too.

use crate::domain::council::Entry;
use crate::domain::council::agenda::AgendaItem;
use crate::domain::council::attendance::{Attendance, Presence};
use crate::domain::council::outcome::OutcomeKind;
use crate::domain::ids::RecordId;
use crate::islands::LineKeeper;
use crate::pages::components::{Empty, breadcrumb, hidden, section};
use crate::pages::council::forms::FormView;
use crate::pages::council::line::{outcome_fields, remark_fields};
use crate::pages::council::meeting::{MeetingModel, about};
use crate::pages::council::{CouncilScene, agenda, words};
use crate::pages::record::korean;
use crate::pages::texts::council as texts;
use leptos::prelude::*;

/// The page. `seed` is random: from it the forms take the keys by which a line that is sent twice stays one.
#[must_use]
pub fn page(model: &MeetingModel, seed: &str) -> AnyView {
    let (hall, lang) = (&model.hall, model.hall.lang());
    let title = words::title(lang, &model.minutes.meeting.body);
    let crumbs = [
        (texts::list_title(lang).to_owned(), Some(hall.link("/council"))),
        (title.clone(), Some(model.path(""))),
        (texts::session(lang).to_owned(), None),
    ];
    let items: Vec<AnyView> = (1..).zip(&model.minutes.items).map(|(no, one)| item(model, seed, no, one)).collect();
    let body = if items.is_empty() {
        Empty::new(texts::agenda_none(lang), texts::agenda_none_why(lang))
            .link(texts::item_new(lang), model.path("#agenda"))
            .view()
    } else {
        items.into_any()
    };
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head">
            <div><h1>{title}</h1><p class="sub">{about(hall, model.minutes)}</p></div>
            <div class="acts"><a class="krds-btn small" href=model.path("")>{texts::to_minutes(lang)}</a></div>
        </div>
        <p class="keeper">{keeper(model)}</p>
        {names_list(hall)}
        {attendance(model)}
        {handlings(model)}
        {body}
        {loose(model, seed)}
    }
    .into_any()
}

/// The island that keeps the lines: it finds its forms and lists by their attributes.
fn keeper(model: &MeetingModel) -> AnyView {
    let lang = model.hall.lang();
    // What somebody typed is sent under that name alone, also where another logs in in the same window.
    let who = model.hall.info().reader.as_ref().map_or(0, |reader| reader.id.0);
    view! {
        <LineKeeper
            lines=model.path("/session/lines")
            store=format!("ihaeng.lines.{who}.{}", model.minutes.meeting.id)
            saved=texts::keeper_saved(lang).to_owned()
            waiting=texts::keeper_waiting(lang, "{count}")
            refused=texts::keeper_refused(lang).to_owned()
            away=texts::keeper_away(lang).to_owned()
        />
    }
    .into_any()
}

/// The names that the fields of institutions offer while one types.
fn names_list(hall: &CouncilScene) -> AnyView {
    let options: Vec<AnyView> = hall
        .institution_choices()
        .into_iter()
        .map(|(_, name)| view! { <option value=name></option> }.into_any())
        .collect();
    view! { <datalist id="institutions">{options}</datalist> }.into_any()
}

/// The parts of the page that are fetched again while the meeting goes on.
#[must_use]
pub fn lines(model: &MeetingModel) -> AnyView {
    let of = |id: Option<RecordId>| {
        view! { <div data-lines=lines_key(id)>{agenda::lines_of(&model.hall, model.minutes, id)}</div> }.into_any()
    };
    let items: Vec<AnyView> = model.minutes.items.iter().map(|one| of(Some(one.id))).collect();
    view! { {items}{of(None)} }.into_any()
}

fn lines_key(item: Option<RecordId>) -> String {
    item.map_or_else(|| "none".to_owned(), |id| id.to_string())
}

fn item(model: &MeetingModel, seed: &str, no: usize, one: &Entry<AgendaItem>) -> AnyView {
    let (hall, lang) = (&model.hall, model.hall.lang());
    let quiet = one.body.no_remarks;
    let word = if quiet { texts::quiet_undo(lang) } else { texts::quiet(lang) };
    let step = if quiet { "speak" } else { "quiet" };
    view! {
        <section class="sec live" id=format!("item-{}", one.id)>
            {section::head(format!("{no}. {}", one.body.title), None, None, None)}
            <p class="by" lang=korean(lang)>{agenda::by_line(hall, &one.body)}</p>
            {agenda::papers(hall, hall.council.papers_of(one.id))}
            <div data-lines=lines_key(Some(one.id)) aria-live="polite">{agenda::lines_of(hall, model.minutes, Some(one.id))}</div>
            {forms(model, seed, Some(one.id))}
            <form action=model.path(&format!("/items/{}", one.id)) method="post">
                {hidden("back", "session")}
                <button class="krds-btn xsmall" type="submit" name="step" value=step>{word}</button>
            </form>
        </section>
    }
    .into_any()
}

/// Lines that belong to no item, and whether nothing was decided.
fn loose(model: &MeetingModel, seed: &str) -> AnyView {
    let (hall, lang) = (&model.hall, model.hall.lang());
    let nothing = model.minutes.meeting.body.nothing_decided;
    let (step, word) = if nothing {
        ("decided", texts::nothing_undo(lang))
    } else {
        ("nothing_decided", texts::nothing_decided(lang))
    };
    view! {
        <section class="sec live" id="item-none">
            {section::head(texts::loose(lang), None, None, None)}
            <div data-lines=lines_key(None) aria-live="polite">{agenda::lines_of(hall, model.minutes, None)}</div>
            {forms(model, seed, None)}
            <form action=model.path("/state") method="post">
                {hidden("back", "session")}
                <button class="krds-btn xsmall" type="submit" name="step" value=step>{word}</button>
            </form>
        </section>
    }
    .into_any()
}

/// The two forms of an item: a remark, an outcome. The one that was refused comes back as typed.
fn forms(model: &MeetingModel, seed: &str, item: Option<RecordId>) -> AnyView {
    let (hall, lang) = (&model.hall, model.hall.lang());
    let key = lines_key(item);
    let remark = model.tried.form(format!("remark-{key}"), &[]);
    let begun = [("kind", OutcomeKind::Decision.code().to_owned()), ("tasks", tasks_of(model, item))];
    let outcome = model.tried.form(format!("outcome-{key}"), &begun);
    let form = |below: &'static str, view: &FormView, fields: AnyView, word: &'static str| {
        let item = item.map(|id| hidden("item", id.to_string()));
        let client = format!("{seed}{below}-{key}");
        // A line that was refused is posted by the browser: the page that answers is drawn anew, without its faults.
        let kept = (!view.is_faulty()).then_some("");
        view! {
            <form class="line" action=model.path(below) method="post" data-line=kept>
                {view.summary(lang)}
                {hidden("client", client)}
                {item}
                {fields}
                <div class="prow"><button class="krds-btn small secondary" type="submit">{word}</button></div>
            </form>
        }
        .into_any()
    };
    view! {
        {form("/remarks", &remark, remark_fields(hall, &remark), texts::remark_add(lang))}
        {form("/outcomes", &outcome, outcome_fields(hall, &outcome, true), texts::outcome_add(lang))}
    }
    .into_any()
}

/// The tasks of an item, which its outcomes begin with.
fn tasks_of(model: &MeetingModel, item: Option<RecordId>) -> String {
    let item = item.and_then(|id| model.minutes.items.iter().find(|one| one.id == id));
    let tasks = item.map(|one| one.body.tasks.as_slice()).unwrap_or_default();
    tasks.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Attendance by institution, all in one form; only what was changed is recorded.
fn attendance(model: &MeetingModel) -> AnyView {
    let (lang, all) = (model.hall.lang(), &model.minutes.attendance);
    if all.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = all.iter().map(|one| attendance_row(model, one)).collect();
    let unknown = all.iter().filter(|one| one.body.presence.is_none()).count();
    view! {
        <section class="sec" id="attendance">
            {section::head(texts::attendance(lang), Some(all.len()), Some(texts::attendance_unknown(lang, unknown)), None)}
            <details class="fold">
                <summary>{texts::attendance_open(lang)}</summary>
                <form action=model.path("/attendance") method="post">
                    <table class="tbl tbl--tight flow">
                        <caption class="sr-only">{texts::attendance(lang)}</caption>
                        <thead><tr>
                            <th scope="col">{texts::institution(lang)}</th><th scope="col">{texts::person(lang)}</th>
                            <th scope="col">{texts::presence(lang)}</th><th scope="col">{texts::attendance_note(lang)}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                    <div class="prow">
                        <button class="krds-btn secondary" type="submit" name="rest" value="">{texts::attendance_save(lang)}</button>
                        <button class="krds-btn" type="submit" name="rest" value="present">{texts::attendance_rest(lang)}</button>
                    </div>
                </form>
            </details>
        </section>
    }
    .into_any()
}

fn attendance_row(model: &MeetingModel, one: &Entry<Attendance>) -> AnyView {
    let (hall, lang, id) = (&model.hall, model.hall.lang(), one.id);
    let name = hall.scene.institution(&one.body.institution);
    let now = one.body.presence.map_or("", Presence::code);
    let options: Vec<AnyView> = Presence::ALL
        .iter()
        .map(|presence| {
            let selected = Some(*presence) == one.body.presence;
            view! { <option value=presence.code() selected=selected>{words::presence(lang, *presence)}</option> }
                .into_any()
        })
        .collect();
    let label = |word: &str| format!("{name} {word}");
    view! {
        <tr>
            <th scope="row">{name.clone()}</th>
            <td data-l=texts::person(lang)>
                {hidden(format!("was_person_{id}"), one.body.person.clone())}
                <input class="krds-input" name=format!("person_{id}") value=one.body.person.clone() aria-label=label(texts::person(lang)) maxlength="100"/>
            </td>
            <td data-l=texts::presence(lang)>
                {hidden(format!("was_presence_{id}"), now)}
                <select class="krds-input" name=format!("presence_{id}") aria-label=label(texts::presence(lang))>
                    <option value="" selected=now.is_empty()>{texts::presence_unknown(lang)}</option>{options}
                </select>
            </td>
            <td data-l=texts::attendance_note(lang)>
                {hidden(format!("was_note_{id}"), one.body.note.clone())}
                <input class="krds-input" name=format!("note_{id}") value=one.body.note.clone() aria-label=label(texts::attendance_note(lang)) maxlength="100"/>
            </td>
        </tr>
    }
    .into_any()
}

/// What the meeting makes of the directives that were carried into it.
fn handlings(model: &MeetingModel) -> AnyView {
    let (hall, lang) = (&model.hall, model.hall.lang());
    let all: Vec<_> = model.carried.directives.iter().chain(&model.carried.requests).collect();
    if all.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = all
        .iter()
        .map(|one| {
            let now = hall.council.outcome(one.outcome.id).and_then(|outcome| hall.council.follow_up(outcome));
            let noted = now.as_ref().and_then(|now| now.handling_at(model.minutes.meeting.id));
            let value = noted.map(|note| note.body.text.clone()).unwrap_or_default();
            let name = format!("handling_{}", one.outcome.id);
            let label = format!("{} {}", one.code(), texts::col_handling(lang));
            view! {
                <tr>
                    <th scope="row" class="nw">{one.code()}</th>
                    <td data-l=texts::col_text(lang) lang=korean(lang)>{one.outcome.body.text.clone()}</td>
                    <td data-l=texts::col_owner(lang)>{hall.names(&one.outcome.body.owners)}</td>
                    <td data-l=texts::col_handling(lang)>
                        {hidden(format!("was_{name}"), value.clone())}
                        <input class="krds-input" name=name value=value aria-label=label maxlength="200"/>
                    </td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="sec" id="handlings">
            {section::head(texts::carried(lang), Some(all.len()), None, None)}
            <form action=model.path("/handlings") method="post">
                <table class="tbl tbl--tight flow">
                    <caption class="sr-only">{texts::carried_caption(lang)}</caption>
                    <thead><tr>
                        <th scope="col">{texts::col_no(lang)}</th><th scope="col">{texts::col_text(lang)}</th>
                        <th scope="col">{texts::col_owner(lang)}</th><th scope="col">{texts::col_handling(lang)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                <div class="prow"><button class="krds-btn secondary" type="submit">{texts::handlings_save(lang)}</button></div>
            </form>
        </section>
    }
    .into_any()
}
