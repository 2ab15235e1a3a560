//! The returns as a table: when each reached each state, how late, and what is going on; filtered and sorted in the address.

use super::states::note;
use super::{BoardModel, BoardRow, address};
use crate::domain::institution::Kind;
use crate::domain::returns::{Return, ReturnEvent, ReturnEventKind, ReturnState};
use crate::pages::admin::filter_select;
use crate::pages::components::{Empty, rule, section as heading};
use crate::pages::format;
use crate::pages::record::Scene;
use crate::pages::record::cells::kind_word;
use crate::pages::record::query::{address as typed, value};
use crate::pages::record::sorting::{SortLink, sort_head};
use crate::pages::returns::{state_mark, state_word};
use crate::pages::reviews::round_path;
use crate::pages::texts::reviews as texts;
use chrono::{DateTime, Datelike, Utc};
use leptos::prelude::*;

/// By which column the table is sorted; without one, in the register's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    State,
    Submitted,
    Approved,
    Late,
}

impl Column {
    const ALL: [Self; 4] = [Self::State, Self::Submitted, Self::Approved, Self::Late];

    const fn code(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::Late => "late",
        }
    }
}

/// What the address asks for; what it does not understand is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardQuery {
    pub table: bool,
    pub state: Option<ReturnState>,
    pub kind: Option<Kind>,
    pub sort: Option<Column>,
    pub descending: bool,
}

impl BoardQuery {
    #[must_use]
    pub fn parse(pairs: &[(String, String)]) -> Self {
        let sort = value(pairs, "sort").unwrap_or_default();
        let column = sort.trim_start_matches('-');
        Self {
            table: value(pairs, "view") == Some("table"),
            state: value(pairs, "state").and_then(ReturnState::parse),
            kind: value(pairs, "kind").and_then(Kind::parse),
            sort: Column::ALL.into_iter().find(|one| one.code() == column),
            descending: sort.starts_with('-'),
        }
    }

    fn sorted(&self, column: Column) -> Self {
        let descending = self.sort == Some(column) && !self.descending;
        Self { sort: Some(column), descending, ..self.clone() }
    }

    /// The table's address under a round's.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        let minus = if self.descending { "-" } else { "" };
        typed(
            path,
            &[
                ("view", self.table.then(|| "table".to_owned())),
                ("state", self.state.map(|state| state.code().to_owned())),
                ("kind", self.kind.map(|kind| kind.code().to_owned())),
                ("sort", self.sort.map(|column| format!("{minus}{}", column.code()))),
            ],
        )
    }

    fn fits(&self, scene: &Scene, row: &BoardRow) -> bool {
        let kind = scene.ledger.institution(&row.one.institution).map(|one| one.kind);
        self.state.is_none_or(|state| row.one.state == state) && self.kind.is_none_or(|wanted| kind == Some(wanted))
    }

    fn sort(&self, rows: &mut [&BoardRow]) {
        let Some(column) = self.sort else { return };
        match column {
            Column::State => rows.sort_by_key(|row| row.one.state),
            // What never happened comes last either way.
            Column::Submitted => rows.sort_by_key(|row| order(row.one.submission(), self.descending)),
            Column::Approved => rows.sort_by_key(|row| order(row.one.approval(), self.descending)),
            Column::Late => rows.sort_by_key(|row| row.late),
        }
        if self.descending && matches!(column, Column::State | Column::Late) {
            rows.reverse();
        }
    }
}

fn order(event: Option<&ReturnEvent>, descending: bool) -> i64 {
    let at = event.map(|event| event.recorded_at.timestamp_micros());
    at.map_or(i64::MAX, |at| if descending { -at } else { at })
}

/// The table.
pub fn section(scene: &Scene, model: &BoardModel, managing: bool) -> AnyView {
    let lang = scene.lang();
    let mut rows: Vec<&BoardRow> = model.rows.iter().filter(|row| model.query.fits(scene, row)).collect();
    model.query.sort(&mut rows);
    let board = scene.info.link(&round_path(&model.round, ""));
    let body = if rows.is_empty() {
        let all = scene
            .info
            .link(&BoardQuery { table: true, ..BoardQuery::default() }.address(&round_path(&model.round, "")));
        Empty::new(texts::table_none(lang), texts::table_none_why(lang)).link(texts::show_all(lang), all).view()
    } else {
        table(scene, model, &rows, managing)
    };
    view! {
        <section class="sec">
            {heading::head(texts::states(lang), Some(rows.len()), Some(note(scene, model)), Some((texts::as_board(lang), board)))}
            {filters(scene, model)}
            {body}
            {rule(lang, texts::rule_states(lang))}
        </section>
    }
    .into_any()
}

fn filters(scene: &Scene, model: &BoardModel) -> AnyView {
    let (lang, info, query) = (scene.lang(), scene.info, &model.query);
    let states = ReturnState::ALL.map(|state| (state.code().to_owned(), state_word(lang, state).to_owned()));
    let mut kinds: Vec<Kind> = Vec::new();
    for row in &model.rows {
        let kind = scene.ledger.institution(&row.one.institution).map(|one| one.kind);
        kinds.extend(kind.filter(|kind| !kinds.contains(kind)));
    }
    let kinds: Vec<(String, String)> =
        kinds.into_iter().map(|kind| (kind.code().to_owned(), kind_word(lang, kind).to_owned())).collect();
    let kept = [
        ("view", Some("table".to_owned())),
        ("plan", info.plan_slug.clone()),
        ("asof", info.asof.map(|day| day.to_string())),
    ];
    let kept: Vec<AnyView> = kept
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| crate::pages::components::hidden(name, value)))
        .collect();
    view! {
        <form class="filters" method="get" action=round_path(&model.round, "")>
            {kept}
            {filter_select("state", texts::filter_state(lang), texts::filter_any(lang), query.state.map_or("", ReturnState::code), &states)}
            {filter_select("kind", texts::filter_kind(lang), texts::filter_any(lang), query.kind.map_or("", Kind::code), &kinds)}
            <button class="krds-btn" type="submit">{texts::filter_submit(lang)}</button>
        </form>
    }
    .into_any()
}

fn table(scene: &Scene, model: &BoardModel, rows: &[&BoardRow], managing: bool) -> AnyView {
    let lang = scene.lang();
    let head = |column: Column, word: &'static str, number: bool| {
        let sorted = model.query.sort == Some(column);
        sort_head(&SortLink {
            word,
            link: scene.info.link(&model.query.sorted(column).address(&round_path(&model.round, ""))),
            descending: sorted.then_some(model.query.descending),
            number,
        })
    };
    let inside = managing.then(|| {
        view! {
            <th scope="col" class="num">{texts::col_written(lang)}</th>
            <th scope="col" class="num">{texts::col_queries(lang)}</th>
            <th scope="col" class="num">{texts::col_contacts(lang)}</th>
        }
    });
    let body: Vec<AnyView> = rows.iter().map(|row| table_row(scene, model, row, managing)).collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=texts::states(lang)>
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::table_caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::col_institution(lang)}</th><th scope="col">{texts::col_kind(lang)}</th>
                {head(Column::State, texts::col_state(lang), false)}
                <th scope="col">{state_word(lang, ReturnState::Draft)}</th>
                {head(Column::Submitted, state_word(lang, ReturnState::Submitted), false)}
                <th scope="col">{state_word(lang, ReturnState::Returned)}</th>
                {head(Column::Approved, state_word(lang, ReturnState::Approved), false)}
                {head(Column::Late, texts::col_late(lang), true)}
                {inside}
            </tr></thead>
            <tbody>{body}</tbody>
        </table>
        </div>
    }
    .into_any()
}

fn table_row(scene: &Scene, model: &BoardModel, row: &BoardRow, managing: bool) -> AnyView {
    let lang = scene.lang();
    let one = &row.one;
    let kind = scene.ledger.institution(&one.institution).map(|known| kind_word(lang, known.kind));
    let at = |state: ReturnState, kinds: &[ReturnEventKind]| {
        view! { <td class="nw" data-l=state_word(lang, state)>{moment(scene, last(one, kinds))}</td> }.into_any()
    };
    let late = if row.late > 0 {
        view! { <b class="late-t">{row.late}</b> }.into_any()
    } else {
        view! { <span class="mute">{format::DASH}</span> }.into_any()
    };
    let inside = managing.then(|| {
        // Once it is in, what was handed in counts, not what was typed.
        let written = row
            .entries
            .filter(|_| one.state.is_owed())
            .map_or_else(|| format::DASH.to_owned(), |(asked, written)| texts::written(lang, asked, written));
        view! {
            <td class="num" data-l=texts::col_written(lang)>{written}</td>
            <td class="num" data-l=texts::col_queries(lang)>{row.open_queries()}</td>
            <td class="num" data-l=texts::col_contacts(lang)>{row.contacted()}</td>
        }
    });
    let class = if row.late > 0 && one.state.is_owed() { "rowlate" } else { "" };
    view! {
        <tr>
            <th scope="row" class=class><b><a href=address(scene, &model.round, one)>{scene.institution(&one.institution)}</a></b></th>
            <td data-l=texts::col_kind(lang)>{kind}</td>
            <td data-l=texts::col_state(lang)>{state_mark(lang, one.state)}</td>
            {at(ReturnState::Draft, &[ReturnEventKind::Drafted, ReturnEventKind::CalledBack])}
            {at(ReturnState::Submitted, &[ReturnEventKind::Submitted])}
            {at(ReturnState::Returned, &[ReturnEventKind::SentBack, ReturnEventKind::Reopened])}
            {at(ReturnState::Approved, &[ReturnEventKind::Approved])}
            <td class="num" data-l=texts::col_late(lang)>{late}</td>
            {inside}
        </tr>
    }
    .into_any()
}

fn last(one: &Return, kinds: &[ReturnEventKind]) -> Option<DateTime<Utc>> {
    one.events.iter().rev().find(|event| kinds.contains(&event.kind)).map(|event| event.recorded_at)
}

fn moment(scene: &Scene, at: Option<DateTime<Utc>>) -> AnyView {
    match at {
        None => view! { <span class="mute">{format::DASH}</span> }.into_any(),
        Some(at) => {
            let machine =
                at.with_timezone(&crate::domain::calendar::KST).to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
            let text = format::instant_in_year(scene.lang(), at, scene.standing.day.year());
            view! { <time datetime=machine>{text}</time> }.into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(given: &[(&str, &str)]) -> BoardQuery {
        let pairs: Vec<_> = given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        BoardQuery::parse(&pairs)
    }

    #[test]
    fn the_address_keeps_what_was_asked() {
        let asked = parse(&[("view", "table"), ("state", "draft"), ("kind", "agency"), ("sort", "-submitted")]);
        let address = asked.address("/reviews/2024-Q1");
        assert_eq!(address, "/reviews/2024-Q1?view=table&state=draft&kind=agency&sort=-submitted");
        assert_eq!(
            asked.sorted(Column::Submitted).address("/x"),
            "/x?view=table&state=draft&kind=agency&sort=submitted"
        );
        assert_eq!(asked.sorted(Column::Late).address("/x"), "/x?view=table&state=draft&kind=agency&sort=late");
    }

    #[test]
    fn what_is_not_understood_is_not_there() {
        assert_eq!(
            parse(&[("view", "cards"), ("state", "미착수"), ("kind", "x"), ("sort", "name")]),
            BoardQuery::default()
        );
    }
}
