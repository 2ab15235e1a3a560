//! The form: last report on the left, this one on the right; only what changed needs typing.

use crate::domain::ids::TaskNo;
use crate::domain::ledger::Cause;
use crate::domain::narrative::EvidenceRow;
use crate::domain::report::value;
use crate::domain::standing::{AssignmentStanding, StepStanding};
use crate::islands::DraftKeeper;
use crate::pages::components::form::fault_of;
use crate::pages::components::{Field, breadcrumb, error_summary, hidden, icon, light_cell};
use crate::pages::difficulties::field::Registered;
use crate::pages::format;
use crate::pages::record::{Scene, task_title};
use crate::pages::texts::report as texts;
use crate::pages::texts::{common, record, work};
use leptos::prelude::*;
use std::sync::Arc;

/// What the form shows.
#[derive(Clone, Default)]
pub struct ReportForm {
    /// As typed, or as the last report left it.
    pub fields: Vec<(String, String)>,
    /// By field, in words.
    pub faults: Vec<(String, String)>,
    /// What the last report says, beside each field.
    pub before: Vec<(String, String)>,
    pub evidence: Vec<EvidenceRow>,
    pub revision: i64,
    /// The last report when the form was opened; 0: none.
    pub based_on: i64,
    /// Where the text comes from, in a sentence.
    pub origin: Option<String>,
    /// Whether a draft is kept that may be thrown away.
    pub has_draft: bool,
    /// Somebody else reported meanwhile: who and when, in a sentence.
    pub conflict: Option<String>,
    /// The head for whom a deputy reports.
    pub on_behalf_of: Option<String>,
    /// Where the assignment is reported on now, while a return takes it.
    pub in_return: Option<String>,
    /// Before the name of each field, where a page holds the forms of several assignments.
    pub prefix: String,
    /// What is asked about a field, drawn before it.
    pub asked: Vec<(String, Asked)>,
    /// How the 애로사항 field stands in the register of difficulties.
    pub registered: Registered,
    /// The word of the button that raises it.
    pub raise: String,
}

/// Draws a query where it belongs.
pub type Asked = Arc<dyn Fn() -> AnyView + Send + Sync>;

impl ReportForm {
    fn value(&self, name: &str) -> String {
        value(&self.fields, name).to_owned()
    }

    fn was(&self, name: &str) -> String {
        value(&self.before, name).to_owned()
    }

    fn name(&self, field: &str) -> String {
        format!("{}{field}", self.prefix)
    }

    /// The queries about a field.
    fn asked(&self, field: &str) -> AnyView {
        let of = |name: &str| name == field || (field == "forecast" && name.starts_with("forecast"));
        let asked = self.asked.iter().filter(|(name, _)| of(name)).map(|(_, draw)| draw());
        asked.collect::<Vec<_>>().into_any()
    }
}

#[must_use]
pub fn page(scene: &Scene, assignment: &AssignmentStanding, form: &ReportForm) -> AnyView {
    let lang = scene.lang();
    let task = scene.task(assignment.task_no).map_or("", |task| task_title(lang, task)).to_owned();
    let path = format!("/work/{}/{}", assignment.institution, assignment.task_no);
    let steps = vec![
        (work::title(lang).to_owned(), Some(scene.info.link("/work"))),
        (texts::title(lang, assignment.task_no), None),
    ];
    let waiting = assignment.waiting_steps().next().is_some();
    view! {
        {breadcrumb(lang, &steps)}
        <div class="head"><div>
            <h1>{texts::title(lang, assignment.task_no)}</h1>
            <p class="sub">{task}" · "{scene.institution(&assignment.institution)}" · "{light_cell(lang, assignment.light, waiting)}</p>
            <p class="sub xs">{last_line(scene, assignment)}</p>
        </div></div>
        {alerts(scene, form)}
        <form method="post" action=scene.info.link(&path) enctype="multipart/form-data" data-draft=scene.info.link(&format!("{path}/draft")) novalidate=true>
            {hidden("revision", form.revision.to_string())}
            {hidden("based_on", form.based_on.to_string())}
            // Enter in a field means the first button: look before recording.
            <button class="sr-only" type="submit" name="action" value="review" tabindex="-1" aria-hidden="true"></button>
            <section class="asg"><div class="asg-b">{fields(scene, assignment, form)}</div></section>
            {actions(scene, assignment, form)}
        </form>
    }
    .into_any()
}

/// The fields of one assignment, each with what was said before beside it.
#[must_use]
pub fn fields(scene: &Scene, assignment: &AssignmentStanding, form: &ReportForm) -> AnyView {
    view! { {judgement(scene, form)}{narratives(scene, assignment.task_no, form)}{schedule(scene, assignment, form)}{evidence(scene, form)} }
        .into_any()
}

fn last_line(scene: &Scene, assignment: &AssignmentStanding) -> String {
    let lang = scene.lang();
    assignment.last_report.as_ref().map_or_else(
        || texts::last_none(lang).to_owned(),
        |report| texts::last_at(lang, format::instant(lang, report.recorded_at), &report.by_name),
    )
}

fn alerts(scene: &Scene, form: &ReportForm) -> AnyView {
    let lang = scene.lang();
    let faults: Vec<(&str, String)> = form.faults.iter().map(|(field, text)| (field.as_str(), text.clone())).collect();
    let summary = (!faults.is_empty()).then(|| {
        let title = format!("{} {}", texts::summary(lang, faults.len()), texts::kept(lang));
        error_summary(title, &faults)
    });
    let place = form.in_return.clone().map(|href| view! { " "<a href=href>{texts::go_to_return(lang)}</a> });
    let conflict = form.conflict.clone().map(|text| {
        view! { <div class="warn" role="alert"><b>{texts::conflict_title(lang)}</b>" "{text}{place}</div> }
    });
    let origin = form.origin.clone().unwrap_or_else(|| texts::prefilled(lang).to_owned());
    let behalf =
        form.on_behalf_of.as_ref().map(|name| view! { <p class="note-box">{texts::on_behalf(lang, name)}</p> });
    view! { {summary}{conflict}<p class="note-box">{origin}</p>{behalf} }.into_any()
}

/// One field with what the last report says beside it.
fn pair(label: &str, was: String, field: AnyView) -> AnyView {
    let was = if was.trim().is_empty() { "–".to_owned() } else { was };
    let label = label.to_owned();
    view! { <div class="two"><div class="was"><b>{label}</b><span class="pre">{was}</span></div><div class="now">{field}</div></div> }.into_any()
}

fn field(form: &ReportForm, name: &str, label: &str) -> Field {
    let faults: Vec<(&str, String)> = form.faults.iter().map(|(field, text)| (field.as_str(), text.clone())).collect();
    let edited = form.value(name).trim() != form.was(name).trim();
    Field::new(form.name(name), label).value(form.value(name)).error(fault_of(&faults, name)).edited(edited)
}

fn judgement(scene: &Scene, form: &ReportForm) -> AnyView {
    let lang = scene.lang();
    let choices = [
        ("on_track", common::rating_on_track(lang), texts::hint_on_track(lang)),
        ("watch", common::rating_watch(lang), texts::hint_watch(lang)),
        ("at_risk", common::rating_at_risk(lang), texts::hint_at_risk(lang)),
        ("claimed", common::rating_claimed(lang), texts::hint_claimed(lang)),
    ];
    let word =
        |code: String| choices.iter().find(|(value, _, _)| *value == code).map_or("", |(_, word, _)| word).to_owned();
    let options = choices.map(|(value, word, hint)| (value.to_owned(), word.to_owned(), hint.to_owned()));
    let reason = field(form, "rating_reason", texts::rating_reason(lang))
        .hint(texts::rating_reason_hint(lang))
        .textarea(lang, 2);
    let progress =
        field(form, "progress", texts::progress(lang)).hint(texts::progress_hint(lang)).optional().number(lang);
    view! {
        {form.asked("self_rating")}
        {pair(texts::self_rating(lang), word(form.was("self_rating")), field(form, "self_rating", texts::self_rating(lang)).required().radios(lang, &options))}
        {form.asked("rating_reason")}
        {pair(texts::rating_reason(lang), form.was("rating_reason"), reason)}
        {form.asked("progress")}
        {pair(texts::progress(lang), form.was("progress"), progress)}
    }
    .into_any()
}

fn narratives(scene: &Scene, no: TaskNo, form: &ReportForm) -> AnyView {
    let lang = scene.lang();
    let area = |name: &'static str, label: &'static str, rows: u8, below: Option<AnyView>| {
        let area =
            field(form, name, label).optional().max_length(crate::domain::text::NARRATIVE_MAX).textarea(lang, rows);
        view! { {form.asked(name)}{pair(label, form.was(name), view! { {area}{below} }.into_any())} }
    };
    let register = form.registered.button(lang, &form.raise, &record::task_no(lang, no));
    let done = field(form, "done", texts::done(lang)).required().hint(texts::done_hint(lang)).textarea(lang, 4);
    view! {
        {form.asked("done")}
        {pair(texts::done(lang), form.was("done"), done)}
        {area("next", texts::next(lang), 3, None)}
        {area("obstacle", texts::obstacle(lang), 2, Some(register))}
        {area("request", texts::request(lang), 2, None)}
    }
    .into_any()
}

fn schedule(scene: &Scene, assignment: &AssignmentStanding, form: &ReportForm) -> AnyView {
    let open = assignment.steps.iter().filter(|step| step.light.is_open());
    let steps: Vec<AnyView> = open.map(|step| step_fields(scene, step, form)).collect();
    view! { {form.asked("forecast")}{steps} }.into_any()
}

fn step_fields(scene: &Scene, step: &StepStanding, form: &ReportForm) -> AnyView {
    let lang = scene.lang();
    let (id, title) = (step.milestone, scene.milestone(step.milestone));
    let (forecast, cause, reason, claim) =
        (format!("forecast_{id}"), format!("cause_{id}"), format!("cause_reason_{id}"), format!("claim_{id}"));
    let due = texts::forecast_due(lang, format::due(lang, step.due));
    let causes = Cause::ALL
        .map(|cause| (cause.code().to_owned(), crate::pages::record::slips::cause_word(lang, cause).to_owned()));
    let ticked = if form.value(&claim).is_empty() { "" } else { "on" };
    let claim_field = Field::new(form.name(&claim), texts::claim(lang, &title))
        .value(ticked)
        .hint(texts::claim_hint(lang))
        .checkbox(lang);
    let explains =
        !form.value(&cause).is_empty() || form.faults.iter().any(|(name, _)| *name == cause || *name == reason);
    let now = view! {
        {field(form, &forecast, &texts::forecast(lang, &title)).optional().hint(due).date(lang)}
        <details class="fold" open=explains><summary>{texts::cause(lang, &title)}</summary>
            {field(form, &cause, &texts::cause(lang, &title)).optional().hint(texts::cause_hint(lang)).select(lang, &causes)}
            {field(form, &reason, &texts::cause_reason(lang, &title)).optional().text(lang)}
        </details>
        {claim_field}
    };
    pair(&texts::forecast(lang, &title), form.was(&forecast), now.into_any())
}

fn evidence(scene: &Scene, form: &ReportForm) -> AnyView {
    let lang = scene.lang();
    let items: Vec<AnyView> = form
        .evidence
        .iter()
        .map(|one| {
            let href = one.link.clone().unwrap_or_else(|| format!("/evidence/{}", one.id));
            let size = (one.bytes > 0).then(|| format!("{} KB", (one.bytes + 1023) / 1024));
            let (name, again) = (one.name.clone(), one.name.clone());
            view! {
                <li>{icon("clip")}<a href=href>{name}</a><span class="m">{size}</span>
                    <button class="krds-btn xsmall" type="submit" name="action" value=format!("remove:{}", one.id)>{texts::remove(lang)}<span class="sr-only">" "{again}</span></button>
                </li>
            }
            .into_any()
        })
        .collect();
    let list =
        (!items.is_empty()).then(|| view! { <ul class="evi" aria-label=texts::evidence_list(lang)>{items}</ul> });
    let fault = form.faults.iter().find(|(field, _)| field == "evidence").map(|(_, text)| text.clone());
    let (id, name) = (crate::pages::components::form::id_of(&form.name("evidence")), form.name("evidence"));
    let (hint_id, error_id) = (format!("{id}-h"), format!("{id}-e"));
    let described_by = hint_id.clone();
    let class = if fault.is_some() { "form-group is-error" } else { "form-group" };
    let invalid = fault.is_some().then_some("true");
    let fault = fault.map(|text| view! { <p class="form-hint-invalid" id=error_id>{icon("err")}{text}</p> });
    let now = view! {
        {list}
        <div class=class>
            <label class="form-tit" for=id.clone()>{texts::evidence(lang)}</label>
            {fault}
            <input class="krds-input" r#type="file" id=id name=name multiple=true aria-invalid=invalid aria-describedby=described_by
                accept=".pdf,.hwp,.hwpx,.docx,.xlsx,.pptx,.png,.jpg,.jpeg,.zip"/>
            <p class="form-hint" id=hint_id>{texts::evidence_hint(lang)}</p>
        </div>
        {field(form, "link", texts::link(lang)).optional().hint(texts::link_hint(lang)).text(lang)}
    };
    view! { {form.asked("evidence")}{pair(texts::evidence(lang), String::new(), now.into_any())} }.into_any()
}

fn actions(scene: &Scene, assignment: &AssignmentStanding, form: &ReportForm) -> AnyView {
    let lang = scene.lang();
    let may_repeat = crate::domain::report::may_repeat(assignment, 0).is_ok();
    let no_change = may_repeat
        .then(|| view! { <button class="krds-btn" type="submit" name="action" value="no_change">{texts::no_change(lang)}</button> });
    let discard = form.has_draft
        .then(|| view! { <button class="krds-btn text" type="submit" name="action" value="discard">{texts::discard(lang)}</button> });
    view! {
        <div class="sticky"><div class="wrap">
            <div class="st">
                <DraftKeeper saving=texts::saving(lang).to_owned() saved=texts::saved_at(lang, "{time}")
                    failed=texts::save_failed(lang).to_owned() stale=texts::stale(lang).to_owned()/>
                {discard}
            </div>
            {no_change}
            <button class="krds-btn" type="submit" name="action" value="draft">{texts::keep(lang)}</button>
            <button class="krds-btn primary" type="submit" name="action" value="review">{texts::review(lang)}</button>
        </div></div>
    }
    .into_any()
}
