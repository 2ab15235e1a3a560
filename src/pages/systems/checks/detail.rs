//! One check: what it says by grade, the systems drawn, and the draw made again.

use super::sizes;
use crate::domain::institution::Institution;
use crate::domain::systems::SystemCode;
use crate::domain::systems::sample::{Finding, Seen, Share};
use crate::domain::systems::spot_check::result::Group;
use crate::domain::systems::spot_check::{Drawn, Stratum};
use crate::domain::systems::words::Grade;
use crate::pages::components::{Empty, breadcrumb, instant, rule, section};
use crate::pages::lang::Lang;
use crate::pages::record::korean;
use crate::pages::systems::{tabs, words};
use crate::pages::texts::checks as t;
use crate::pages::{PageInfo, format};
use crate::store::{FindingRow, SampleRow};
use leptos::prelude::*;

/// A system drawn, which the reader may see by name.
#[derive(Clone, Debug)]
pub struct DrawnLine {
    pub place: i64,
    pub code: SystemCode,
    pub name: String,
    pub institution: String,
    pub grade: Option<Grade>,
    pub finding: Option<FindingRow>,
}

/// What the page is drawn from.
pub struct CheckModel<'a> {
    pub info: &'a PageInfo,
    pub institutions: &'a [Institution],
    pub sample: &'a SampleRow,
    pub groups: &'a [Group],
    /// Those that the reader may see by name, in the order of the draw.
    pub lines: &'a [DrawnLine],
    pub names_all: bool,
    pub may_record: bool,
    /// The draw made again, and whether it gives the list that was recorded; `None`: not asked for.
    pub again: Option<&'a Repeated>,
}

/// The draw made again beside the record.
#[derive(Clone, Debug)]
pub struct Repeated {
    pub drawn: Drawn,
    /// Grade by grade: whether the same systems came in the same order.
    pub same: Vec<bool>,
}

/// The page.
#[must_use]
pub fn page(model: &CheckModel) -> AnyView {
    let (info, lang, sample) = (model.info, model.info.lang, model.sample);
    let name = t::name(lang, sample.id);
    let crumb =
        breadcrumb(lang, &[(t::crumb(lang).to_owned(), Some("/systems/checks".to_owned())), (name.clone(), None)]);
    let scope = sample.institution.as_ref().map(|slug| words::institution(lang, model.institutions, slug));
    let scope = scope.unwrap_or_else(|| t::scope_all(lang).to_owned());
    let about = t::about(lang, format::full(lang, sample.day), scope, sample.seed);
    let file = |kind: &str| format!("/systems/checks/{}/export.{kind}", sample.id);
    let csv = (!model.lines.is_empty())
        .then(|| view! { <a class="krds-btn small" href=file("csv") download="">{t::csv(lang)}</a> });
    let note =
        (!sample.note.is_empty()).then(|| view! { <p class="note-box" lang=korean(lang)>{sample.note.clone()}</p> });
    view! {
        {crumb}
        <div class="head">
            <div><h1>{name}</h1><p class="sub">{about}</p></div>
            <div class="acts"><a class="krds-btn small" href=file("xlsx") download="">{t::xlsx(lang)}</a>{csv}</div>
        </div>
        {tabs(info, "")}
        <p class="xs mute">{sizes(lang, sample)}" · "{sample.by_name.clone()}" · "{instant(lang, sample.recorded_at)}</p>
        {note}
        {results(model)}
        {systems(model)}
        {again(model)}
    }
    .into_any()
}

fn group_name(lang: Lang, group: &Group) -> String {
    group.grade.map_or_else(|| t::group_all(lang).to_owned(), |grade| words::grade(lang, grade))
}

fn results(model: &CheckModel) -> AnyView {
    let lang = model.info.lang;
    let checked = model.groups.first().map_or(0, |whole| whole.checked);
    let body = if checked == 0 {
        Empty::new(t::results_none(lang), t::results_none_why(lang)).view()
    } else {
        results_table(lang, model.groups)
    };
    view! {
        <section class="sec" id="results">
            {section::head(t::results(lang), None, Some(t::results_note(lang).to_owned()), None)}
            {body}
            {rule(lang, t::rule_results(lang))}
        </section>
    }
    .into_any()
}

fn results_table(lang: Lang, groups: &[Group]) -> AnyView {
    let bodies: Vec<AnyView> = groups
        .iter()
        .map(|group| {
            let title = t::group(lang, group.checked, group_name(lang, group), group.systems);
            let rows: Vec<AnyView> = group.findings.iter().map(|one| finding(lang, one)).collect();
            view! { <tbody><tr class="grp"><th colspan="7" scope="rowgroup">{title}</th></tr>{rows}</tbody> }.into_any()
        })
        .collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=t::results_caption(lang)>
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{t::results_caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{t::col_item(lang)}</th>
                <th scope="col" class="num">{t::col_looked(lang)}</th>
                <th scope="col" class="num">{t::col_claimed(lang)}</th>
                <th scope="col" class="num">{t::col_found(lang)}</th>
                <th scope="col" class="num">{t::col_interval(lang)}</th>
                <th scope="col" class="num">{t::col_over(lang)}</th>
                <th scope="col" class="num">{t::col_under(lang)}</th>
            </tr></thead>
            {bodies}
        </table>
        </div>
    }
    .into_any()
}

/// `3/10 (30.0%)`
fn share(share: Share) -> String {
    let percent = share.tenths().map_or_else(|| format::DASH.to_owned(), |tenths| format!("{}%", tenths_text(tenths)));
    format!("{}/{} ({percent})", share.yes, share.of)
}

fn tenths_text(tenths: i64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn finding(lang: Lang, one: &Finding) -> AnyView {
    let interval = one
        .found
        .interval()
        .map_or_else(|| format::DASH.to_owned(), |(low, high)| t::interval(lang, tenths_text(high), tenths_text(low)));
    let over = if one.overstated > 0 {
        view! { <b class="late-t">{one.overstated}</b> }.into_any()
    } else {
        view! { {one.overstated} }.into_any()
    };
    view! {
        <tr>
            <th scope="row">{words::item(lang, one.item)}</th>
            <td class="num" data-l=t::col_looked(lang)>{one.found.of}</td>
            <td class="num" data-l=t::col_claimed(lang)>{share(one.claimed)}</td>
            <td class="num" data-l=t::col_found(lang)><b>{share(one.found)}</b></td>
            <td class="num" data-l=t::col_interval(lang)>{interval}</td>
            <td class="num" data-l=t::col_over(lang)>{over}</td>
            <td class="num" data-l=t::col_under(lang)>{one.understated}</td>
        </tr>
    }
    .into_any()
}

fn systems(model: &CheckModel) -> AnyView {
    let lang = model.info.lang;
    let note = (!model.names_all).then(|| t::systems_note_own(lang, model.lines.len(), model.sample.drawn));
    let body = if model.lines.is_empty() {
        Empty::new(t::systems_none(lang), t::systems_none_why(lang)).view()
    } else {
        systems_table(model)
    };
    view! {
        <section class="sec" id="systems">
            {section::head(t::systems(lang), Some(model.lines.len()), note, None)}
            {body}
        </section>
    }
    .into_any()
}

fn systems_table(model: &CheckModel) -> AnyView {
    let lang = model.info.lang;
    let rows: Vec<AnyView> = model.lines.iter().map(|one| line(model, one)).collect();
    let act = model.may_record.then(|| view! { <th scope="col">{t::col_act(lang)}</th> });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=t::systems_caption(lang)>
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{t::systems_caption(lang)}</caption>
            <thead><tr>
                <th scope="col" class="num">{t::col_place(lang)}</th>
                <th scope="col">{t::col_system(lang)}</th>
                <th scope="col">{t::col_institution(lang)}</th>
                <th scope="col">{t::col_grade(lang)}</th>
                <th scope="col">{t::col_state(lang)}</th>
                <th scope="col">{t::col_differs(lang)}</th>
                {act}
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
        </div>
    }
    .into_any()
}

/// The items of which something else was found than claimed.
fn differing(lang: Lang, seen: &[Seen]) -> String {
    let differs = seen.iter().filter(|one| one.found.is_some_and(|found| found != (one.claimed == Some(true))));
    let names: Vec<&str> = differs.map(|one| words::item(lang, one.item)).collect();
    if names.is_empty() { t::differs_none(lang).to_owned() } else { names.join(", ") }
}

fn line(model: &CheckModel, one: &DrawnLine) -> AnyView {
    let lang = model.info.lang;
    let act = model.may_record.then(|| {
        let href = format!("/systems/checks/{}/{}", model.sample.id, one.code);
        let word = if one.finding.is_some() { t::edit(lang) } else { t::record(lang) };
        let whole = t::record_of(lang, &one.name);
        view! { <td data-l=t::col_act(lang)><a href=href aria-label=format!("{word} · {whole}")>{word}</a></td> }
    });
    let (state, differs) = match &one.finding {
        Some(finding) => (words::met_as(Some(true), t::state_done(lang)), differing(lang, &finding.seen)),
        None => (words::met_as(None, t::state_open(lang)), format::DASH.to_owned()),
    };
    let note = one.finding.as_ref().filter(|finding| !finding.note.is_empty()).map(|finding| {
        view! { <br/><span class="mute xs" lang=korean(lang)>{finding.note.clone()}</span> }
    });
    view! {
        <tr>
            <td class="num" data-l=t::col_place(lang)>{one.place}</td>
            <th scope="row"><span class="ttl"><a href=format!("/systems/{}", one.code) lang=korean(lang)>{one.name.clone()}</a></span>
                <br/><span class="mute xs">{one.code.to_string()}</span></th>
            <td data-l=t::col_institution(lang)>{one.institution.clone()}</td>
            <td data-l=t::col_grade(lang)>{words::grade(lang, one.grade)}</td>
            <td data-l=t::col_state(lang)>{state}</td>
            <td data-l=t::col_differs(lang)>{differs}{note}</td>
            {act}
        </tr>
    }
    .into_any()
}

fn again(model: &CheckModel) -> AnyView {
    let lang = model.info.lang;
    let body = match model.again {
        None => {
            let href = format!("/systems/checks/{}?again=1#again", model.sample.id);
            view! { <p><a class="krds-btn small" href=href>{t::again_do(lang)}</a></p> }.into_any()
        }
        Some(repeated) => repeated_table(lang, &model.sample.strata, repeated),
    };
    view! {
        <section class="sec" id="again">
            {section::head(t::again(lang), None, Some(t::again_note(lang).to_owned()), None)}
            {body}
            {rule(lang, t::rule_again(lang))}
        </section>
    }
    .into_any()
}

fn repeated_table(lang: Lang, recorded: &[Stratum], repeated: &Repeated) -> AnyView {
    let whole = repeated.same.iter().all(|same| *same) && *recorded == repeated.drawn.strata;
    let sentence = if whole { t::again_whole(lang) } else { t::again_broken(lang) };
    let rows: Vec<AnyView> = recorded
        .iter()
        .zip(&repeated.same)
        .map(|(then, same)| {
            let now = repeated.drawn.strata.iter().find(|one| one.grade == then.grade);
            let size = format!("{} → {}", then.frame_size, now.map_or(0, |now| now.frame_size));
            let hash = now.is_some_and(|now| now.frame_hash == then.frame_hash);
            view! {
                <tr>
                    <th scope="row">{words::grade(lang, then.grade)}</th>
                    <td data-l=t::again_size(lang)>{size}</td>
                    <td data-l=t::again_hash(lang)>{same_mark(lang, hash)}<br/><code class="xs">{then.frame_hash.chars().take(12).collect::<String>()}</code></td>
                    <td data-l=t::again_list(lang)>{same_mark(lang, *same)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <p role="status">{words::met_as(Some(whole), sentence)}</p>
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{t::again_caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{t::col_grade(lang)}</th><th scope="col">{t::again_size(lang)}</th>
                <th scope="col">{t::again_hash(lang)}</th><th scope="col">{t::again_list(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn same_mark(lang: Lang, same: bool) -> AnyView {
    words::met_as(Some(same), if same { t::again_same(lang) } else { t::again_differs(lang) })
}
