//! POST /reviews/{round}/agenda: every button saves what was typed, then does its own.

use super::Table;
use crate::domain::exceptions::agenda::{RoundAgenda, WANTED_MAX, may_change};
use crate::domain::text::optional_text;
use crate::pages::admin::Filled;
use crate::pages::lang::Lang;
use crate::pages::reviews::agenda::{AgendaModel, TypedLine};
use crate::pages::texts::agenda as texts;
use crate::server::errors::PageError;
use crate::server::posted::Posted;
use crate::server::reviews::desk::Managed;
use crate::server::router::Answer;
use crate::store::StoreError;
use axum::extract::OriginalUri;
use axum::http::StatusCode;

/// An item's fields as typed.
struct Line {
    key: String,
    typed: TypedLine,
    /// What they say, where they can be read.
    read: Option<(i64, String)>,
}

/// What was posted.
struct Typed {
    seen: i64,
    lines: Vec<Line>,
    chosen: Vec<String>,
    step: String,
}

impl Typed {
    fn read(lang: Lang, form: &Filled) -> Self {
        let fields = form.all("key").zip(form.all("no")).zip(form.all("wanted"));
        let lines = fields.map(|((key, no), wanted)| line(lang, key, no, wanted)).collect();
        Self {
            seen: form.get("seen").parse().unwrap_or(-1),
            lines,
            chosen: form.all("take").map(ToOwned::to_owned).collect(),
            step: form.get("step").to_owned(),
        }
    }

    fn is_readable(&self) -> bool {
        self.lines.iter().all(|line| line.read.is_some())
    }

    /// Puts what was typed into a page that is shown again.
    fn put_into(self, model: &mut AgendaModel) {
        for line in self.lines {
            let Some(at) = model.lines.iter().position(|one| one.entry.key() == line.key) else { continue };
            let faults = [("no", &line.typed.no_fault), ("wanted", &line.typed.wanted_fault)];
            let told = faults.into_iter().filter_map(|(name, text)| Some((format!("{name}-{at}"), text.clone()?)));
            model.faults.extend(told);
            model.lines[at].typed = line.typed;
        }
        model.chosen = self.chosen;
    }
}

fn line(lang: Lang, key: &str, no: &str, wanted: &str) -> Line {
    let place = no.trim().parse::<i64>().ok().filter(|place| (1..10_000).contains(place));
    let text = optional_text(wanted, WANTED_MAX);
    let typed = TypedLine {
        no: no.to_owned(),
        wanted: wanted.to_owned(),
        no_fault: place.is_none().then(|| texts::no_unreadable(lang).to_owned()),
        wanted_fault: text.is_err().then(|| texts::wanted_long(lang, WANTED_MAX)),
    };
    let read = place.zip(text.ok().map(Option::unwrap_or_default));
    Line { key: key.to_owned(), typed, read }
}

/// POST /reviews/{round}/agenda
pub(in crate::server::reviews) async fn change(
    OriginalUri(uri): OriginalUri,
    Managed(desk): Managed,
    posted: Posted,
) -> Answer {
    let table = Table::of(desk).await?;
    let lang = table.desk.visitor.lang;
    may_change(&table.desk.round).map_err(|_| PageError::Conflict)?;
    let typed = Typed::read(lang, &Filled { typed: posted.fields, faults: vec![] });
    if posted.show_only {
        return again(&table, typed, StatusCode::OK, None).await;
    }
    if typed.seen != table.agenda.revision {
        return overtaken(&table, typed).await;
    }
    if !typed.is_readable() {
        return again(&table, typed, StatusCode::UNPROCESSABLE_ENTITY, None).await;
    }
    let none = texts::none_chosen(lang).to_owned();
    let Some((agenda, done)) = changed(&table, &typed) else {
        return again(&table, typed, StatusCode::UNPROCESSABLE_ENTITY, Some(("take", none))).await;
    };
    let desk = &table.desk;
    let mut tx = desk.write().await?;
    match tx.keep_round_agenda(desk.reading.plan.ledger.plan.id, &desk.round, typed.seen, &agenda.entries).await {
        Ok(()) => tx.commit().await?,
        Err(StoreError::Conflict) => {
            drop(tx);
            let table = Table::of(desk.again(&uri).await?).await?;
            may_change(&table.desk.round).map_err(|_| PageError::Conflict)?;
            return overtaken(&table, typed).await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(desk.done(&format!("/agenda{}", place(&agenda, &typed.step)), done))
}

/// The agenda after the step, and what is said of it; `None` where nothing was chosen.
fn changed(table: &Table, typed: &Typed) -> Option<(RoundAgenda, &'static str)> {
    let mut agenda = table.agenda.clone();
    let mut places = Vec::new();
    for line in &typed.lines {
        if let Some((place, wanted)) = &line.read {
            agenda.word(&line.key, wanted.clone());
            places.push((line.key.clone(), *place));
        }
    }
    let done = match typed.step.split_once(':').unwrap_or((&typed.step, "")) {
        ("take", _) => {
            let chosen: Vec<_> = table.found.iter().filter(|one| typed.chosen.contains(&one.key())).cloned().collect();
            if chosen.is_empty() {
                return None;
            }
            agenda.take(&chosen, table.desk.reading.info.today);
            "agenda_taken"
        }
        ("remove", key) => {
            agenda.remove(key, true);
            "agenda_removed"
        }
        ("restore", key) => {
            agenda.remove(key, false);
            "agenda_restored"
        }
        (verb @ ("up" | "down"), key) => {
            agenda.shift(key, verb == "up");
            "agenda_saved"
        }
        _ => {
            agenda.place(&places);
            "agenda_saved"
        }
    };
    Some((agenda, done))
}

/// Where the page is opened again: at the item that was moved, else at the list.
fn place(agenda: &RoundAgenda, step: &str) -> String {
    let moved = step.split_once(':').filter(|(verb, _)| ["up", "down", "restore"].contains(verb));
    let at = moved.and_then(|(_, key)| agenda.kept().position(|one| one.key() == key));
    match (at, step.starts_with("remove:")) {
        (Some(at), _) => format!("#item-{at}"),
        (None, true) => "#removed".to_owned(),
        (None, false) => "#kept".to_owned(),
    }
}

async fn again(table: &Table, typed: Typed, status: StatusCode, fault: Option<(&str, String)>) -> Answer {
    let mut model = table.model().await?;
    model.faults.extend(fault.map(|(name, text)| (name.to_owned(), text)));
    typed.put_into(&mut model);
    table.show(status, model).await
}

/// Somebody was first: what they made, with what was typed laid over it.
async fn overtaken(table: &Table, mut typed: Typed) -> Answer {
    let text = texts::overtaken(table.desk.reading.info.lang, &table.agenda.saved_by);
    // The places that were typed count from an order that is no more.
    for (at, entry) in table.agenda.kept().enumerate() {
        if let Some(line) = typed.lines.iter_mut().find(|line| line.key == entry.key()) {
            line.typed.no = (at + 1).to_string();
            line.typed.no_fault = None;
        }
    }
    again(table, typed, StatusCode::CONFLICT, Some(("wanted-0", text))).await
}
