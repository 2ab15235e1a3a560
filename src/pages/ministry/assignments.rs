//! The institution's tasks by strategy: signals, progress, dues, and the way to report for those who may.

use super::MinistryModel;
use crate::domain::permission::Action;
use crate::domain::plan::Strategy;
use crate::domain::schedule::Light;
use crate::domain::standing::AssignmentStanding;
use crate::pages::components::{progress, section as section_head};
use crate::pages::record::cells::{due_and_forecast_cell, light_of, rating_cell, role_word, verdict_cell};
use crate::pages::record::trio::step_name;
use crate::pages::record::{institution_name, korean, strategy_title, task_title};
use crate::pages::texts;
use leptos::prelude::*;

/// The table with its heading.
pub fn section(model: &MinistryModel, own: &[&AssignmentStanding]) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let slug = &model.institution.slug;
    let reports = model.may(Action::Report(slug));
    let bodies: Vec<AnyView> =
        scene.ledger.strategies.iter().filter_map(|strategy| body(model, strategy, own, reports)).collect();
    let name = institution_name(lang, model.institution).to_owned();
    let download = (texts::record::download(lang), scene.info.link(&format!("/export.xlsx?institution={slug}")));
    let note = Some(texts::ministry::tasks_note(lang).to_owned());
    view! {
        <section class="sec">
            {section_head::head(texts::ministry::tasks(lang), Some(own.len()), note, Some(download))}
            <div class="scroll" tabindex="0" role="region" aria-label=texts::ministry::tasks(lang)>
            <table class="tbl tbl--tight flow pack">
                <caption class="sr-only">{texts::ministry::tasks_caption(lang, name)}</caption>
                <colgroup>
                    <col/><col width="4.6%"/><col width="9%"/><col width="10.4%"/><col width="10.4%"/>
                    <col width="19.4%"/><col width="14.6%"/>
                </colgroup>
                <thead><tr>
                    <th scope="col">{texts::record::col_task(lang)}</th>
                    <th scope="col">{texts::record::col_role(lang)}</th>
                    <th scope="col">{texts::record::col_light(lang)}</th>
                    <th scope="col">{texts::record::col_self(lang)}</th>
                    <th scope="col">{texts::record::col_verdict(lang)}</th>
                    <th scope="col">{texts::record::col_progress(lang)}</th>
                    <th scope="col">{texts::record::col_due(lang)}</th>
                </tr></thead>
                {bodies}
            </table>
            </div>
        </section>
    }
    .into_any()
}

fn body(model: &MinistryModel, strategy: &Strategy, own: &[&AssignmentStanding], reports: bool) -> Option<AnyView> {
    let scene = &model.scene;
    let lang = scene.lang();
    let in_strategy =
        |one: &&&AssignmentStanding| scene.task(one.task_no).is_some_and(|task| task.strategy_no == strategy.no);
    let rows: Vec<AnyView> = own.iter().filter(in_strategy).map(|one| row(model, one, reports)).collect();
    let name = texts::tasks::strategy(lang, strategy.no, strategy_title(lang, strategy));
    (!rows.is_empty()).then(|| {
        view! { <tbody><tr class="grp"><th colspan="7" scope="rowgroup">{name}</th></tr>{rows}</tbody> }.into_any()
    })
}

fn row(model: &MinistryModel, one: &AssignmentStanding, reports: bool) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let slug = &model.institution.slug;
    let link = scene.info.link(&format!("/tasks/{}/{slug}", one.task_no));
    let title = scene.task(one.task_no).map(|task| task_title(lang, task).to_owned()).unwrap_or_default();
    let next = one.next_step();
    let class = if one.light == Light::Late { "rowlate" } else { "" };
    let report = (reports && one.light.is_open()).then(|| {
        let link = scene.info.link(&format!("/work/{slug}/{}", one.task_no));
        view! { " "<a class="nw xs" href=link>{texts::record::report_now(lang)}</a> }
    });
    view! {
        <tr>
            <th scope="row" class=class>
                <span class="ttl"><a href=link><span class="no">{one.task_no.to_string()}</span>{title}</a></span>
                <br/><span class="no"></span><span class="mute xs" lang=korean(lang)>{step_name(scene, next)}</span>{report}
            </th>
            <td class="h" data-l=texts::record::col_role(lang)>{role_word(lang, one.role)}</td>
            <td class="q" data-l=texts::record::col_light(lang)>{light_of(scene, one)}</td>
            <td class="h" data-l=texts::record::col_self(lang)>{rating_cell(scene, Some(one))}</td>
            <td class="q" data-l=texts::record::col_verdict(lang)>{verdict_cell(scene, Some(one))}</td>
            <td class="q" data-l=texts::record::col_progress(lang)>
                {progress(lang, one.progress().map(|percent| percent * 10), one.planned_progress)}
            </td>
            <td class="nw q" data-l=texts::record::col_due(lang)>{due_and_forecast_cell(scene, next)}</td>
        </tr>
    }
    .into_any()
}
