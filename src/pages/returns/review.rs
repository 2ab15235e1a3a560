//! The PMO's means on a return: queries per field, verdicts, and the buttons that move it.

use super::query::field_word;
use super::{Line, ReturnModel};
use crate::domain::query::QUERY_FIELDS;
use crate::domain::rating::Verdict;
use crate::domain::returns::ReturnState;
use crate::pages::components::escape::textarea_text;
use crate::pages::components::{Field, error_summary, hidden, verdict_word};
use crate::pages::record::Scene;
use crate::pages::returns::line::reason_field;
use crate::pages::texts::returns as texts;
use leptos::prelude::*;

/// What was refused, above the page.
#[must_use]
pub fn alerts(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let told = model
        .conflict
        .clone()
        .map(|text| view! { <div class="warn" role="alert"><b>{texts::not_done(lang)}</b>" "{text}</div> });
    let faults: Vec<(&str, String)> =
        model.typed_faults.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    view! { {told}{error_summary(texts::refused(lang, faults.len()), &faults)} }.into_any()
}

/// What the PMO may ask or say about one assignment.
#[must_use]
pub fn of_line(scene: &Scene, model: &ReturnModel, line: &Line) -> AnyView {
    if !model.rights.review || !line.entry.asked {
        return ().into_any();
    }
    view! { <div class="rev">{ask(scene, model, line)}{verdict(scene, model, line)}</div> }.into_any()
}

fn ask(scene: &Scene, model: &ReturnModel, line: &Line) -> AnyView {
    let lang = scene.lang();
    let action = scene.info.link(&format!("{}/queries", model.path()));
    let (field, question, due) =
        (format!("ask{}.field", line.no()), format!("ask{}.question", line.no()), format!("ask{}.due", line.no()));
    let fields = QUERY_FIELDS.map(|name| (name.to_owned(), field_word(lang, name).to_owned()));
    let open = !model.typed(&question).is_empty() || model.typed_fault(&question).is_some();
    let proposed = scene.calendar.after_working_days(scene.info.today, 2);
    let due_typed = Some(model.typed(&due)).filter(|text| !text.is_empty()).unwrap_or_else(|| proposed.to_string());
    view! {
        <details class="fold" open=open><summary>{texts::ask(lang)}</summary>
            <form method="post" action=action novalidate=true>
                {hidden("assignment", line.no().to_string())}
                {Field::new(field.clone(), texts::ask_field(lang)).value(model.typed(&field)).error(model.typed_fault(&field)).required().select(lang, &fields)}
                {Field::new(question.clone(), texts::question(lang)).value(model.typed(&question)).error(model.typed_fault(&question)).required().textarea(lang, 2)}
                {Field::new(due.clone(), texts::answer_due(lang)).value(due_typed).error(model.typed_fault(&due)).required().date(lang)}
                <p class="prow"><button class="krds-btn small secondary" type="submit">{texts::send_query(lang)}</button></p>
            </form></details>
    }
    .into_any()
}

fn verdict(scene: &Scene, model: &ReturnModel, line: &Line) -> AnyView {
    let lang = scene.lang();
    let one = &line.assignment;
    if one.last_report.is_none() {
        return ().into_any();
    }
    let action = scene.info.link(&format!("/tasks/{}/{}/verdicts", one.task_no, one.institution));
    let back = format!("{}#a-{}", scene.info.link(&model.path()), line.no());
    let choices = Verdict::ALL
        .map(|verdict| (verdict.code().to_owned(), verdict_word(lang, Some(verdict)).to_owned(), String::new()));
    // Each form of the page has fields of the same name, so each id carries its assignment.
    let legend = texts::verdict_legend(lang, line.no());
    let radios: Vec<AnyView> = choices
        .into_iter()
        .map(|(code, word, _)| {
            view! { <label><input type="radio" name="verdict" value=code required=true/>{word}</label> }.into_any()
        })
        .collect();
    let (reason, condition) = (format!("v{}-reason", line.no()), format!("v{}-condition", line.no()));
    let condition_hint = format!("{condition}-h");
    view! {
        <details class="fold"><summary>{texts::judge(lang)}</summary>
            <form method="post" action=action novalidate=true>
                {hidden("back", back)}
                <fieldset class="form-group"><legend class="form-tit">{legend}</legend><div class="rads">{radios}</div></fieldset>
                <div class="form-group"><label class="form-tit" for=reason.clone()>{texts::verdict_reason(lang)}</label>
                    <textarea class="krds-input" id=reason name="reason" rows="2" required=true>{textarea_text("")}</textarea></div>
                <div class="form-group"><label class="form-tit" for=condition.clone()>{texts::verdict_condition(lang)}</label>
                    <textarea class="krds-input" id=condition name="condition" rows="2" aria-describedby=condition_hint.clone()>{textarea_text("")}</textarea>
                    <p class="form-hint" id=condition_hint>{texts::verdict_condition_hint(lang)}</p></div>
                <p class="prow"><button class="krds-btn small secondary" type="submit">{texts::save_verdict(lang)}</button></p>
            </form></details>
    }
    .into_any()
}

/// The same decisions ahead of a long page: what was handed in, in numbers, and the first steps.
#[must_use]
pub fn at_top(scene: &Scene, model: &ReturnModel) -> AnyView {
    if !model.rights.review || model.one.state != ReturnState::Submitted {
        return ().into_any();
    }
    let lang = scene.lang();
    let post = |tail: &str| scene.info.link(&format!("{}/{tail}", model.path()));
    let edited = model.lines.iter().filter(|line| !line.changes().is_empty()).count();
    let asked = model.lines.iter().filter(|line| line.entry.asked).count();
    let open: i64 = model.lines.iter().map(Line::open_queries).sum();
    let summary = texts::top_summary(lang, asked, edited, open);
    let start = model.one.review_started().is_none().then(|| {
        view! { <form method="post" action=post("review")><button class="krds-btn" type="submit">{texts::start(lang)}</button></form> }
    });
    let approve = (open == 0).then(|| {
        view! { <form method="post" action=post("approval")><button class="krds-btn primary" type="submit">{texts::approve(lang)}</button></form> }
    });
    view! {
        <section class="rev-top no-print" aria-label=texts::decide(lang)>
            <p>{summary}</p>
            <div class="prow">{start}{approve}<a class="krds-btn" href="#decide">{texts::to_decide(lang)}</a></div>
        </section>
    }
    .into_any()
}

/// The buttons that move the return.
#[must_use]
pub fn bar(scene: &Scene, model: &ReturnModel) -> AnyView {
    let rights = model.rights;
    if !rights.review && !rights.reopen {
        return ().into_any();
    }
    let lang = scene.lang();
    let body = match model.one.state {
        ReturnState::Submitted if rights.review => reviewing(scene, model),
        ReturnState::Approved if rights.reopen => {
            let action = scene.info.link(&format!("{}/reopening", model.path()));
            view! {
                <details class="fold" open=model.typed_fault("reopen_reason").is_some()><summary>{texts::reopen(lang)}</summary>
                    <form method="post" action=action novalidate=true>{reason_field(model, lang, "reopen_reason", texts::reopen_reason(lang), texts::reopen_hint(lang))}
                        <p class="prow"><button class="krds-btn danger" type="submit">{texts::reopen(lang)}</button></p></form></details>
            }
            .into_any()
        }
        _ => ().into_any(),
    };
    view! { <section class="sec rev-bar" id="decide"><div class="sec-h"><h2>{texts::decide(lang)}</h2></div>{body}</section> }
        .into_any()
}

fn reviewing(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let post = |tail: &str| scene.info.link(&format!("{}/{tail}", model.path()));
    let start = model.one.review_started().is_none().then(|| {
        view! { <form method="post" action=post("review")><p>{texts::start_note(lang)}</p><p class="prow"><button class="krds-btn" type="submit">{texts::start(lang)}</button></p></form> }
    });
    let two_steps = model.round.settings.two_steps;
    let check = (two_steps && model.one.checked().is_none()).then(|| {
        view! { <form method="post" action=post("check")><p class="prow"><button class="krds-btn secondary" type="submit">{texts::check_first(lang)}</button></p></form> }
    });
    let open: i64 = model.lines.iter().map(Line::open_queries).sum();
    let blocked =
        (open > 0).then(|| view! { <p class="xs bad" id="approve-why">{texts::approve_blocked(lang, open)}</p> });
    let disabled = (open > 0).then_some("true");
    let why = (open > 0).then_some("approve-why");
    view! {
        {start}{check}
        <form method="post" action=post("approval")>{blocked}<p class="prow"><button class="krds-btn primary" type="submit" aria-disabled=disabled aria-describedby=why>{texts::approve(lang)}</button></p></form>
        <details class="fold" open=model.typed_fault("back_reason").is_some()><summary>{texts::send_back(lang)}</summary>
            <form method="post" action=post("sending-back") novalidate=true>{reason_field(model, lang, "back_reason", texts::back_reason(lang), texts::back_hint(lang))}
                <p class="prow"><button class="krds-btn danger" type="submit">{texts::send_back(lang)}</button></p></form></details>
    }
    .into_any()
}
