//! Code words of the audit log in the reader's words. To add an action: a line here and its text in
//! `locales/audit.toml`; the test fails until an action that the store writes has one.

use crate::pages::lang::Lang;
use crate::pages::texts::{audit as texts, audit_words as words};

/// An action in words; its code where no words are known.
#[must_use]
pub fn action_word(lang: Lang, code: &str) -> String {
    known_action(lang, code).unwrap_or(code).to_owned()
}

fn known_action(lang: Lang, code: &str) -> Option<&'static str> {
    Some(match code {
        "addendum.add" => texts::addendum_add(lang),
        "addendum.edit" => texts::addendum_edit(lang),
        "agenda.save" => texts::agenda_save(lang),
        "attendance.add" => texts::attendance_add(lang),
        "attendance.edit" => texts::attendance_edit(lang),
        "calendar.make" => texts::calendar_make(lang),
        "calendar.renew" => texts::calendar_renew(lang),
        "calendar.withdraw" => texts::calendar_withdraw(lang),
        "chase.add" => texts::chase_add(lang),
        "cio.add" => texts::cio_add(lang),
        "cio.edit" => texts::cio_edit(lang),
        "continuity_plan.acts" => texts::continuity_plan_acts(lang),
        "continuity_plan.approve" => texts::continuity_plan_approve(lang),
        "continuity_plan.begin" => texts::continuity_plan_begin(lang),
        "continuity_plan.drill" => texts::continuity_plan_drill(lang),
        "continuity_plan.revise" => texts::continuity_plan_revise(lang),
        "continuity_plan.send_back" => texts::continuity_plan_send_back(lang),
        "continuity_plan.submit" => texts::continuity_plan_submit(lang),
        "continuity_plan.write" => texts::continuity_plan_write(lang),
        "continuity_standard.put" => texts::continuity_standard_put(lang),
        "correction.add" => texts::correction_add(lang),
        "correction.edit" => texts::correction_edit(lang),
        "date_change.decide" => texts::date_change_decide(lang),
        "date_change.propose" => texts::date_change_propose(lang),
        "deputy.appoint" => texts::deputy_appoint(lang),
        "deputy.withdraw" => texts::deputy_withdraw(lang),
        "difficulty.add" => texts::difficulty_add(lang),
        "difficulty.edit" => texts::difficulty_edit(lang),
        "draft.save" => texts::draft_save(lang),
        "duty.set" => texts::duty_set(lang),
        "ending.add" => texts::ending_add(lang),
        "entry.keep" => texts::entry_keep(lang),
        "evidence.add" => texts::evidence_add(lang),
        "evidence.remove" => texts::evidence_remove(lang),
        "institution.add" => texts::institution_add(lang),
        "institution.end" => texts::institution_end(lang),
        "item.add" => texts::item_add(lang),
        "item.edit" => texts::item_edit(lang),
        "kit.apply" => texts::kit_apply(lang),
        "kit.key" => texts::kit_key(lang),
        "kit.upload" => texts::kit_upload(lang),
        "meeting.add" => texts::meeting_add(lang),
        "meeting.edit" => texts::meeting_edit(lang),
        "meeting.export_full" => texts::meeting_export_full(lang),
        "note.add" => texts::note_add(lang),
        "note.edit" => texts::note_edit(lang),
        "notice.preferences" => texts::notice_preferences(lang),
        "outcome.add" => texts::outcome_add(lang),
        "outcome.edit" => texts::outcome_edit(lang),
        "paper.add" => texts::paper_add(lang),
        "paper.edit" => texts::paper_edit(lang),
        "person.add" => texts::person_add(lang),
        "person.edit" => texts::person_edit(lang),
        "person.mail" => texts::person_mail(lang),
        "person.password" => texts::person_password(lang),
        "plan.import" => texts::plan_import(lang),
        "query.answer" => texts::query_answer(lang),
        "query.ask" => texts::query_ask(lang),
        "query.close" => texts::query_close(lang),
        "remark.add" => texts::remark_add(lang),
        "remark.edit" => texts::remark_edit(lang),
        "report.add" => texts::report_add(lang),
        "report.withdraw" => texts::report_withdraw(lang),
        "reports.import" => texts::reports_import(lang),
        "reports.upload" => texts::reports_upload(lang),
        "systems.upload" => texts::systems_upload(lang),
        "return.approved" => texts::return_approved(lang),
        "return.called_back" => texts::return_called_back(lang),
        "return.checked" => texts::return_checked(lang),
        "return.drafted" => texts::return_drafted(lang),
        "return.opened" => texts::return_opened(lang),
        "return.reopened" => texts::return_reopened(lang),
        "return.review_started" => texts::return_review_started(lang),
        "return.sent_back" => texts::return_sent_back(lang),
        "return.submitted" => texts::return_submitted(lang),
        "round.add" => texts::round_add(lang),
        "round.closed" => texts::round_closed(lang),
        "round.extended" => texts::round_extended(lang),
        "round.opened" => texts::round_opened(lang),
        "round.planned" => texts::round_planned(lang),
        "round.replanned" => texts::round_replanned(lang),
        "round.sealed" => texts::round_sealed(lang),
        "same_here.add" => texts::same_here_add(lang),
        "same_here.edit" => texts::same_here_edit(lang),
        "sample_finding.put" => texts::sample_finding_put(lang),
        "seal.make" => texts::seal_make(lang),
        "seal_key.add" => texts::seal_key_add(lang),
        "sealed_file.keep" => texts::sealed_file_keep(lang),
        "session.close" => texts::session_close(lang),
        "session.open" => texts::session_open(lang),
        "step_due.set" => texts::step_due_set(lang),
        "subtask.add" => texts::subtask_add(lang),
        "subtask.edit" => texts::subtask_edit(lang),
        "subtask.retire" => texts::subtask_retire(lang),
        "support.add" => texts::support_add(lang),
        "support.edit" => texts::support_edit(lang),
        "system.add" => texts::system_add(lang),
        "system.edit" => texts::system_edit(lang),
        "system.hand_over" => texts::system_hand_over(lang),
        "system_sample.draw" => texts::system_sample_draw(lang),
        "systems.import" => texts::systems_import(lang),
        "verdict.add" => texts::verdict_add(lang),
        "verification.add" => texts::verification_add(lang),
        "waiting.add" => texts::waiting_add(lang),
        "waiting.edit" => texts::waiting_edit(lang),
        "wording.edit" => texts::wording_edit(lang),
        _ => return None,
    })
}

/// What an entry is about, in words: `plan trust-2024 task 4` as 대책 trust-2024 과제 4. Pairs that are not known stay.
#[must_use]
pub fn subject_words(lang: Lang, subject: &str) -> String {
    let tokens: Vec<&str> = subject.split(' ').collect();
    let pairs = tokens.chunks(2).map(|pair| match pair {
        [kind, id] => known_subject(lang, kind, id).unwrap_or_else(|| format!("{kind} {id}")),
        other => other.join(" "),
    });
    pairs.collect::<Vec<_>>().join(" ")
}

fn known_subject(lang: Lang, kind: &str, id: &str) -> Option<String> {
    Some(match kind {
        "assignment" => words::subject_assignment(lang, id),
        "round" => words::subject_round(lang, id),
        "institution" => words::subject_institution(lang, id),
        "person" => words::subject_person(lang, id),
        "plan" => words::subject_plan(lang, id),
        "task" => words::subject_task(lang, id),
        "subtask" => words::subject_subtask(lang, id),
        "return" => words::subject_return(lang, id),
        "system" => words::subject_system(lang, id),
        "system_sample" => words::subject_system_sample(lang, id),
        "system_import" => words::subject_system_import(lang, id),
        "seal" => words::subject_seal(lang, id),
        "seal_key" => words::subject_seal_key(lang, id),
        "kit" => words::subject_kit(lang).to_owned(),
        "evidence" => words::subject_evidence(lang, id),
        "date_change" => words::subject_date_change(lang, id),
        "report" => words::subject_report(lang, id),
        "meeting" => words::subject_meeting(lang, id),
        "item" => words::subject_item(lang, id),
        "attendance" => words::subject_attendance(lang, id),
        "remark" => words::subject_remark(lang, id),
        "outcome" => words::subject_outcome(lang, id),
        "note" => words::subject_note(lang, id),
        "correction" => words::subject_correction(lang, id),
        "addendum" => words::subject_addendum(lang, id),
        "paper" => words::subject_paper(lang, id),
        "difficulty" => words::subject_difficulty(lang, id),
        "same_here" => words::subject_same_here(lang, id),
        "support" => words::subject_support(lang, id),
        "waiting" => words::subject_waiting(lang, id),
        "cio" => words::subject_cio(lang, id),
        _ => return None,
    })
}

/// The name of a stored field.
#[must_use]
pub fn field_word(lang: Lang, code: &str) -> &str {
    match code {
        "action" => words::field_action(lang),
        "active" => words::field_active(lang),
        "answer" => words::field_answer(lang),
        "assignment" => words::field_assignment(lang),
        "base_date" => words::field_base_date(lang),
        "basis" => words::field_basis(lang),
        "changes" => words::field_changes(lang),
        "condition" => words::field_condition(lang),
        "contact" => words::field_contact(lang),
        "decider" => words::field_decider(lang),
        "deputy" => words::field_deputy(lang),
        "done" => words::field_done(lang),
        "due" => words::field_due(lang),
        "ending" => words::field_ending(lang),
        "evidence" => words::field_evidence(lang),
        "field" => words::field_field(lang),
        "file" => words::field_file(lang),
        "for" => words::field_for(lang),
        "from" => words::field_from(lang),
        "grants" => words::field_grants(lang),
        "hash" => words::field_hash(lang),
        "institution" => words::field_institution(lang),
        "kind" => words::field_kind(lang),
        "lead" => words::field_lead(lang),
        "level" => words::field_level(lang),
        "login" => words::field_login(lang),
        "milestone" => words::field_milestone(lang),
        "milestones" => words::field_milestones(lang),
        "must_change" => words::field_must_change(lang),
        "name" => words::field_name(lang),
        "next" => words::field_next(lang),
        "nil" => words::field_nil(lang),
        "no" => words::field_no(lang),
        "note" => words::field_note(lang),
        "obstacle" => words::field_obstacle(lang),
        "owner" => words::field_owner(lang),
        "place" => words::field_place(lang),
        "progress" => words::field_progress(lang),
        "query" => words::field_query(lang),
        "question" => words::field_question(lang),
        "promised_on" => words::field_promised_on(lang),
        "reason" => words::field_reason(lang),
        "report" => words::field_report(lang),
        "request" => words::field_request(lang),
        "reviewer" => words::field_reviewer(lang),
        "role" => words::field_role(lang),
        "self_rating" => words::field_self_rating(lang),
        "sha256" => words::field_sha256(lang),
        "source" => words::field_source(lang),
        "state" => words::field_state(lang),
        "subtask" => words::field_subtask(lang),
        "text" => words::field_text(lang),
        "title" => words::field_title(lang),
        "title_en" => words::field_title_en(lang),
        "to" => words::field_to(lang),
        "until" => words::field_until(lang),
        "verdict" => words::field_verdict(lang),
        "verified" => words::field_verified(lang),
        "way" => words::field_way(lang),
        "wording" => words::field_wording(lang),
        "window_from" => words::field_window_from(lang),
        other => other,
    }
}

/// A stored code word; what people typed stays as it is.
#[must_use]
pub fn value_word<'a>(lang: Lang, field: &str, value: &'a str) -> &'a str {
    // A name or a remark may happen to be a code word.
    if ["name", "login", "note", "text", "title", "reason", "file"].contains(&field) {
        return value;
    }
    match value {
        "officer" => words::value_officer(lang),
        "head" => words::value_head(lang),
        "pmo" => words::value_pmo(lang),
        "viewer" => words::value_viewer(lang),
        "admin" => words::value_admin(lang),
        "system" => words::value_system(lang),
        "not_started" => words::value_not_started(lang),
        "draft" => words::value_draft(lang),
        "submitted" => words::value_submitted(lang),
        "returned" => words::value_returned(lang),
        "approved" => words::value_approved(lang),
        "planned" => words::value_planned(lang),
        "open" => words::value_open(lang),
        "closed" => words::value_closed(lang),
        "sealed" => words::value_sealed(lang),
        "on_track" => words::value_on_track(lang),
        "watch" => words::value_watch(lang),
        "at_risk" => words::value_at_risk(lang),
        "claimed" => words::value_claimed(lang),
        "verified" => words::value_verified(lang),
        "published" => words::value_published(lang),
        "assumed" => words::value_assumed(lang),
        "official_letter" => words::value_official_letter(lang),
        "mail" => words::value_mail(lang),
        "phone" => words::value_phone(lang),
        "visit" => words::value_visit(lang),
        "kit" => words::value_kit(lang),
        "lead" => words::value_lead(lang),
        "cooperating" => words::value_cooperating(lang),
        "implementing" => words::value_implementing(lang),
        "dropped" => words::value_dropped(lang),
        "superseded" => words::value_superseded(lang),
        "true" => words::value_true(lang),
        "false" => words::value_false(lang),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::returns::ReturnEventKind;
    use crate::domain::round::RoundEventKind;
    use crate::store::{ContinuityAct, ImportKind};
    use std::fs;
    use std::path::{Path, PathBuf};

    fn sources() -> Vec<String> {
        let mut folders: Vec<PathBuf> = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store")];
        let mut texts = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    texts.push(fs::read_to_string(path).unwrap());
                }
            }
        }
        texts
    }

    /// Every literal of the store that looks like an action: `noun.verb`, either of which may be put in when it runs.
    fn actions() -> Vec<String> {
        let is_word = |word: &str| word == "{}" || word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        let is_action = |text: &&str| {
            text.split_once('.')
                .is_some_and(|(noun, verb)| noun.len() > 1 && verb.len() > 1 && is_word(noun) && is_word(verb))
        };
        let sources = sources();
        let literals = sources.iter().flat_map(|text| text.split('"').skip(1).step_by(2));
        let mut found: Vec<String> = literals.filter(is_action).map(str::to_owned).collect();
        found.sort();
        found.dedup();
        found
    }

    /// The kinds of entries that councils keep, as `domain::council` names them.
    fn council_kinds() -> Vec<String> {
        let text = include_str!("../../domain/council/register.rs");
        let (_, rest) = text.split_once("pub const fn kind(&self)").unwrap();
        let (arms, _) = rest.split_once("\n    }").unwrap();
        arms.split('"').skip(1).step_by(2).map(str::to_owned).collect()
    }

    #[test]
    fn every_action_that_the_store_writes_has_a_word() {
        let mut written = Vec::new();
        for action in actions() {
            let Some((noun, verb)) = action.split_once('.') else { continue };
            match (noun, verb) {
                ("{}", "upload") => {
                    let kinds = [ImportKind::Systems, ImportKind::Reports];
                    written.extend(kinds.map(|kind| format!("{}.upload", kind.code())));
                }
                ("{}", verb) => written.extend(council_kinds().iter().map(|kind| format!("{kind}.{verb}"))),
                ("return", "{}") => written.extend(ReturnEventKind::ALL.map(|kind| format!("return.{}", kind.code()))),
                ("round", "{}") => written.extend(RoundEventKind::ALL.map(|kind| format!("round.{}", kind.code()))),
                ("continuity_plan", "{}") => {
                    written.extend(ContinuityAct::ALL.map(|act| format!("continuity_plan.{}", act.code())));
                }
                // The name of a setting.
                ("plan_file", "{}") => {}
                _ => written.push(action),
            }
        }
        assert!(written.len() > 60, "{written:?}");
        let wordless: Vec<&String> = written
            .iter()
            .filter(|code| [Lang::Ko, Lang::En].iter().any(|lang| known_action(*lang, code).is_none()))
            .collect();
        assert!(wordless.is_empty(), "{wordless:?}");
    }

    #[test]
    fn a_subject_and_a_value_are_told_in_words() {
        assert_eq!(subject_words(Lang::Ko, "assignment 382"), "소관과제 382");
        assert_eq!(subject_words(Lang::Ko, "plan trust-2024 task 4 subtask 1"), "대책 trust-2024 과제 4 세부과제 1");
        assert_eq!(subject_words(Lang::En, "kit key"), "Kit key");
        assert_eq!(subject_words(Lang::Ko, "comet 7"), "comet 7");
        assert_eq!((field_word(Lang::Ko, "level"), value_word(Lang::Ko, "level", "officer")), ("상대", "담당자"));
        assert_eq!(value_word(Lang::Ko, "note", "open"), "open");
    }
}
