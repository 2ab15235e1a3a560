//! `/systems/new` and `/systems/{id}/edit`: what an institution knows of a system.

use super::words;
use crate::domain::report::value;
use crate::domain::systems::SystemCode;
use crate::domain::systems::fields::{Fault, FieldFault, Fields, PURPOSE_MAX, equipment_field};
use crate::domain::systems::words::{Doubled, DrillResult, EquipmentKind, Grade, RecoveryWay, RunnerKind, Site};
use crate::domain::text::LINE_MAX;
use crate::pages::PageInfo;
use crate::pages::components::{Field, breadcrumb, error_summary, hidden, section, submit};
use crate::pages::lang::Lang;
use crate::pages::texts::systems as t;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Empty equipment lines below the filled ones.
const SPARE_LINES: usize = 3;

/// What the form is drawn from.
#[derive(Clone, Debug, Default)]
pub struct FormModel {
    /// The system that is edited; `None`: a new one.
    pub code: Option<SystemCode>,
    /// Values and names of the institutions one may register for.
    pub institutions: Vec<(String, String)>,
    pub fields: Fields,
    pub faults: Vec<Fault>,
    /// The version that was seen.
    pub seen: i64,
    /// Somebody else was first.
    pub conflict: bool,
}

impl FormModel {
    fn get(&self, name: &str) -> String {
        value(&self.fields, name).trim().to_owned()
    }
}

/// The form.
#[must_use]
pub fn page(info: &PageInfo, model: &FormModel) -> AnyView {
    let lang = info.lang;
    let (title, action, back) = match &model.code {
        Some(code) => (t::form_edit(lang), format!("/systems/{code}/edit"), format!("/systems/{code}")),
        None => (t::form_add(lang), "/systems/new".to_owned(), "/systems".to_owned()),
    };
    let faults: Vec<(&str, String)> =
        model.faults.iter().map(|(name, fault)| (name.as_str(), fault_words(lang, *fault))).collect();
    let name = model.get("name");
    let mut crumbs = vec![(t::title(lang).to_owned(), Some("/systems".to_owned()))];
    if model.code.is_some() {
        crumbs.push((name, Some(back.clone())));
    }
    crumbs.push((title.to_owned(), None));
    let form = Form { lang, model, faults: &faults };
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div><h1>{title}</h1></div></div>
        {conflict(lang, model, &back)}
        {error_summary(t::faults(lang), &faults)}
        <form action=action method="post">
            {hidden("seen", model.seen.to_string())}
            <div class="cols">
                <section class="sec c6">{form.about()}</section>
                <section class="sec c6">{form.grading()}{form.site()}</section>
            </div>
            <div class="cols">
                <section class="sec c6">{form.redundancy()}</section>
                <section class="sec c6">{form.recovery()}</section>
            </div>
            <section class="sec" id="f-equipment">{form.equipment()}</section>
            <section class="sec">
                <div class="cols"><div class="c6">{form.optional("retired_on", t::retired_on(lang)).hint(t::retired_hint(lang)).date(lang)}</div></div>
            </section>
            <div class="prow sec">{submit(t::save(lang))}<a class="krds-btn" href=back>{t::cancel(lang)}</a></div>
        </form>
    }
    .into_any()
}

fn conflict(lang: Lang, model: &FormModel, back: &str) -> AnyView {
    if !model.conflict {
        return ().into_any();
    }
    let see = model.code.as_ref().map(|_| {
        let href = back.to_owned();
        view! { " "<a href=href target="_blank" rel="noopener">{t::conflict_see(lang)}</a> }
    });
    view! { <div class="warn" role="alert"><p>{t::conflict(lang)}{see}</p></div> }.into_any()
}

struct Form<'a> {
    lang: Lang,
    model: &'a FormModel,
    faults: &'a [(&'a str, String)],
}

impl Form<'_> {
    fn field(&self, name: &str, label: &'static str) -> Field {
        Field::new(name, label).value(self.model.get(name)).faults(self.faults)
    }

    fn optional(&self, name: &str, label: &'static str) -> Field {
        self.field(name, label).optional()
    }

    fn about(&self) -> AnyView {
        let lang = self.lang;
        let code = match &self.model.code {
            Some(code) => view! { {hidden("code", code.to_string())} }.into_any(),
            None => self.optional("code", t::code(lang)).hint(t::code_hint(lang)).max_length(40).text(lang),
        };
        let institutions = &self.model.institutions;
        let institution = match institutions.as_slice() {
            [(slug, _)] => hidden("institution", slug.clone()),
            _ => self.field("institution", t::institution(lang)).required().select(lang, institutions),
        };
        let runners = words::choices(RunnerKind::ALL, RunnerKind::code, |one| words::runner(lang, one).to_owned());
        view! {
            {section::head(t::about(lang), None, None, None)}
            {code}{institution}
            {self.field("name", t::col_name(lang)).required().max_length(LINE_MAX).text(lang)}
            {self.optional("purpose", t::purpose(lang)).max_length(PURPOSE_MAX).textarea(lang, 4)}
            {self.field("runner_kind", t::runner(lang)).select(lang, &runners)}
            {self.optional("runner", t::runner_name(lang)).hint(t::runner_hint(lang)).max_length(LINE_MAX).text(lang)}
            {self.optional("users", t::users_label(lang)).hint(t::users_hint(lang)).text(lang)}
            {self.optional("contact", t::contact(lang)).max_length(LINE_MAX).text(lang)}
        }
        .into_any()
    }

    fn grading(&self) -> AnyView {
        let lang = self.lang;
        let grades = words::choices(Grade::ALL, Grade::code, |one| words::grade(lang, Some(one)));
        view! {
            {section::head(t::grade_label(lang), None, None, None)}
            {self.optional("grade", t::grade_label(lang)).hint(t::grade_hint(lang)).select(lang, &grades)}
            {self.optional("graded_on", t::graded_on(lang)).date(lang)}
            {self.optional("grade_basis", t::grade_basis(lang)).max_length(LINE_MAX).text(lang)}
            {self.optional("needs", t::needs(lang)).hint(t::needs_hint(lang)).text(lang)}
        }
        .into_any()
    }

    fn site(&self) -> AnyView {
        let lang = self.lang;
        let sites = words::choices(Site::ALL, Site::code, |one| words::site(lang, one).to_owned());
        view! {
            {self.optional("site", t::site_label(lang)).select(lang, &sites)}
            {self.optional("site_note", t::site_note(lang)).max_length(LINE_MAX).text(lang)}
        }
        .into_any()
    }

    fn redundancy(&self) -> AnyView {
        let lang = self.lang;
        let answers = words::choices(Doubled::ALL, Doubled::code, |one| words::doubled(lang, one).to_owned());
        let part = |name: &str, label: &'static str| {
            let field = self.field(name, label);
            let field = if self.model.get(name).is_empty() { field.value(Doubled::Unknown.code()) } else { field };
            field.required().select(lang, &answers)
        };
        view! {
            {section::head(t::redundancy(lang), None, None, None)}
            {part("red_network", t::red_network(lang))}
            {part("red_server", t::red_server(lang))}
            {part("red_storage", t::red_storage(lang))}
            {part("red_power", t::red_power(lang))}
            {self.optional("red_year", t::red_year(lang)).number(lang)}
            {self.optional("red_cost", t::red_cost(lang)).text(lang)}
        }
        .into_any()
    }

    fn recovery(&self) -> AnyView {
        let lang = self.lang;
        let ways = words::choices(RecoveryWay::ALL, RecoveryWay::code, |one| words::way(lang, one).to_owned());
        let results = words::choices(DrillResult::ALL, DrillResult::code, |one| words::result(lang, one).to_owned());
        let way = self.field("dr_way", t::dr_way(lang));
        let way = if self.model.get("dr_way").is_empty() { way.value(RecoveryWay::Unknown.code()) } else { way };
        view! {
            {section::head(t::recovery(lang), None, None, None)}
            {way.required().select(lang, &ways)}
            {self.optional("dr_rto", t::dr_rto(lang)).hint(t::duration_hint(lang)).text(lang)}
            {self.optional("dr_rpo", t::dr_rpo(lang)).hint(t::duration_hint(lang)).text(lang)}
            {self.optional("dr_drilled_on", t::dr_drilled_on(lang)).date(lang)}
            {self.optional("dr_result", t::dr_result(lang)).select(lang, &results)}
        }
        .into_any()
    }

    fn equipment(&self) -> AnyView {
        let lang = self.lang;
        let number = |name: &String| name.strip_prefix("eq_")?.split_once('_')?.0.parse::<usize>().ok();
        let filled = self.model.fields.iter().filter(|(_, value)| !value.trim().is_empty());
        let used: BTreeSet<usize> = filled.filter_map(|(name, _)| number(name)).collect();
        let next = used.last().map_or(0, |last| last + 1);
        let lines: Vec<AnyView> = used.into_iter().chain(next..next + SPARE_LINES).map(|n| self.line(n)).collect();
        view! {
            {section::head(t::equipment(lang), None, Some(t::equipment_hint(lang).to_owned()), None)}
            {lines}
        }
        .into_any()
    }

    fn line(&self, n: usize) -> AnyView {
        let lang = self.lang;
        let kinds =
            words::choices(EquipmentKind::ALL, EquipmentKind::code, |one| words::equipment(lang, one).to_owned());
        let field = |name: &str, label: &'static str| self.field(&equipment_field(n, name), label);
        view! {
            <fieldset class="eqline">
                <legend class="form-tit">{t::equipment_line(lang, n + 1)}</legend>
                {field("kind", t::eq_kind(lang)).select(lang, &kinds)}
                {field("name", t::eq_name(lang)).max_length(LINE_MAX).text(lang)}
                {field("count", t::eq_count(lang)).text(lang)}
                {field("made", t::eq_made(lang)).text(lang)}
                {field("life", t::eq_life(lang)).text(lang)}
                {field("replaced_by", t::eq_replaced_by(lang)).text(lang)}
                {field("budget_year", t::eq_budget_year(lang)).text(lang)}
                {field("cost", t::eq_cost(lang)).text(lang)}
            </fieldset>
        }
        .into_any()
    }
}

/// What is wrong with a value, and how to mend it.
#[must_use]
pub fn fault_words(lang: Lang, fault: FieldFault) -> String {
    let plain = match fault {
        FieldFault::TooLong(max) => return t::fault_too_long(lang, max),
        FieldFault::Number(min, max) => return t::fault_number(lang, max, min),
        FieldFault::TooMany(max) => return t::fault_too_many(lang, max),
        FieldFault::Missing => t::fault_missing(lang),
        FieldFault::Day => t::fault_day(lang),
        FieldFault::Future => t::fault_future(lang),
        FieldFault::Period => t::fault_period(lang),
        FieldFault::Choice => t::fault_choice(lang),
        FieldFault::Duration => t::fault_duration(lang),
        FieldFault::Code => t::fault_code(lang),
        FieldFault::Institution => t::fault_institution(lang),
        FieldFault::NotYours => t::fault_not_yours(lang),
        FieldFault::UnknownSystem => t::fault_unknown_system(lang),
        FieldFault::Itself => t::fault_itself(lang),
        FieldFault::GradeMissing => t::fault_grade_missing(lang),
        FieldFault::DrillIncomplete => t::fault_drill_incomplete(lang),
        FieldFault::RunnerMissing => t::fault_runner_missing(lang),
        FieldFault::NameTaken => t::fault_name_taken(lang),
        FieldFault::Twice => t::fault_twice(lang),
        FieldFault::CodeTaken => t::fault_code_taken(lang),
        FieldFault::Formula => t::fault_formula(lang),
        FieldFault::Broken => t::fault_broken(lang),
        FieldFault::Crowded => t::fault_crowded(lang),
    };
    plain.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::permission::Role;
    use crate::pages::shell::tests::info;

    fn drawn(model: &FormModel) -> String {
        Owner::new().with(|| page(&info(Role::Officer), model).to_html())
    }

    #[test]
    fn everything_typed_stays_and_each_fault_stands_at_its_field() {
        let fields = [("name", "민원24"), ("eq_4_made", "2017-13"), ("red_network", "no")];
        let model = FormModel {
            fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            faults: vec![("eq_4_made".into(), FieldFault::Period)],
            institutions: vec![("mois".into(), "행정안전부".into())],
            ..FormModel::default()
        };
        let html = drawn(&model);
        for part in [
            "value=\"민원24\"",
            "value=\"2017-13\"",
            "id=\"f-eq_4_made-e\"",
            "href=\"#f-eq_4_made\"",
            "value=\"no\" selected",
        ] {
            assert!(html.contains(part), "{part}");
        }
        assert!(html.contains("name=\"eq_7_kind\"") && !html.contains("name=\"eq_8_kind\""), "three lines are spare");
        assert!(html.contains("<input type=\"hidden\" name=\"institution\" value=\"mois\""), "{html}");
    }

    #[test]
    fn a_number_once_given_is_not_asked_for_again() {
        let model = FormModel { code: SystemCode::parse("mois-1"), ..FormModel::default() };
        assert!(drawn(&model).contains("<input type=\"hidden\" name=\"code\" value=\"mois-1\""));
    }
}
