//! The chooser in the header of every page about a plan.

use crate::pages::PageInfo;
use crate::pages::components::hidden;
use crate::pages::texts::shell as texts;
use leptos::prelude::*;

/// Chooses among several plans, nothing where there is one; the page stays where the other plan has it too.
#[must_use]
pub fn plan_form(info: &PageInfo) -> AnyView {
    if info.plans.is_empty() {
        return ().into_any();
    }
    let lang = info.lang;
    let options: Vec<AnyView> = info
        .plans
        .iter()
        .map(|(slug, title)| {
            let selected = *title == info.plan_title;
            view! { <option value=slug.clone() selected=selected>{title.clone()}</option> }.into_any()
        })
        .collect();
    let is_of_every_plan = info.path.matches('/').count() == 1;
    let action = if is_of_every_plan { info.path.clone() } else { "/".to_owned() };
    let asof = info.asof.map(|day| hidden("asof", day.to_string()));
    view! {
        <form class="asof plan" action=action method="get">
            <label for="plan">{texts::plan_field(lang)}</label>
            <select id="plan" name="plan">{options}</select>
            {asof}
            <button class="krds-btn small" type="submit">{texts::plan_show(lang)}</button>
        </form>
    }
    .into_any()
}
