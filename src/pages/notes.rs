//! What is said once after a form was recorded. To add one: a text in `locales/notes.toml`, a line here.

use crate::pages::lang::Lang;
use crate::pages::texts::notes as texts;

/// The sentence of a key as the cookie carries it; `None` for what no form of ours left there.
#[must_use]
pub fn sentence(lang: Lang, key: &str) -> Option<String> {
    let text = match key {
        "report_saved" => texts::report_saved(lang),
        "draft_saved" => texts::draft_saved(lang),
        "draft_dropped" => texts::draft_dropped(lang),
        "evidence_removed" => texts::evidence_removed(lang),
        "no_change_saved" => texts::no_change_saved(lang),
        "return_saved" => texts::return_saved(lang),
        "return_unchanged" => texts::return_unchanged(lang),
        "return_submitted" => texts::return_submitted(lang),
        "return_called_back" => texts::return_called_back(lang),
        "review_started" => texts::review_started(lang),
        "return_checked" => texts::return_checked(lang),
        "return_approved" => texts::return_approved(lang),
        "return_sent_back" => texts::return_sent_back(lang),
        "return_reopened" => texts::return_reopened(lang),
        "return_ready" => texts::return_ready(lang),
        "kit_applied" => texts::kit_applied(lang),
        "kit_unchanged" => texts::kit_unchanged(lang),
        "kit_discarded" => texts::kit_discarded(lang),
        "query_asked" => texts::query_asked(lang),
        "query_answered" => texts::query_answered(lang),
        "query_closed" => texts::query_closed(lang),
        "verdict_saved" => texts::verdict_saved(lang),
        "verification_saved" => texts::verification_saved(lang),
        "date_change_proposed" => texts::date_change_proposed(lang),
        "date_change_decided" => texts::date_change_decided(lang),
        "due_saved" => texts::due_saved(lang),
        "ending_saved" => texts::ending_saved(lang),
        "duty_saved" => texts::duty_saved(lang),
        "password_changed" => texts::password_changed(lang),
        "calendar_withdrawn" => texts::calendar_withdrawn(lang),
        "wording_saved" => texts::wording_saved(lang),
        "subtask_saved" => texts::subtask_saved(lang),
        "deputy_appointed" => texts::deputy_appointed(lang),
        "deputy_withdrawn" => texts::deputy_withdrawn(lang),
        "person_added" => texts::person_added(lang),
        "person_edited" => texts::person_edited(lang),
        "institution_added" => texts::institution_added(lang),
        "institution_ended" => texts::institution_ended(lang),
        "notice_settings_saved" => texts::notice_settings_saved(lang),
        "mail_address_saved" => texts::mail_address_saved(lang),
        "reminders_sent" => texts::reminders_sent(lang),
        "mail_again" => texts::mail_again(lang),
        "round_sealed" => texts::round_sealed(lang),
        "addendum_added" => texts::addendum_added(lang),
        "system_saved" => texts::system_saved(lang),
        "system_unchanged" => texts::system_unchanged(lang),
        "continuity_saved" => texts::continuity_saved(lang),
        "continuity_submitted" => texts::continuity_submitted(lang),
        "continuity_approved" => texts::continuity_approved(lang),
        "continuity_sent_back" => texts::continuity_sent_back(lang),
        "continuity_drilled" => texts::continuity_drilled(lang),
        "continuity_revised" => texts::continuity_revised(lang),
        "standard_saved" => texts::standard_saved(lang),
        "contact_logged" => texts::contact_logged(lang),
        "returns_approved" => texts::returns_approved(lang),
        "round_planned" => texts::round_planned(lang),
        "round_replanned" => texts::round_replanned(lang),
        "round_opened" => texts::round_opened(lang),
        "round_extended" => texts::round_extended(lang),
        "round_closed" => texts::round_closed(lang),
        "agenda_saved" => texts::agenda_saved(lang),
        "agenda_taken" => texts::agenda_taken(lang),
        "agenda_removed" => texts::agenda_removed(lang),
        "agenda_restored" => texts::agenda_restored(lang),
        "logged_out" => texts::logged_out(lang),
        "display_changed" => texts::display_changed(lang),
        "meeting_added" => texts::meeting_added(lang),
        "meeting_saved" => texts::meeting_saved(lang),
        "meeting_taken_up" => texts::meeting_taken_up(lang),
        "minutes_circulated" => texts::minutes_circulated(lang),
        "minutes_recalled" => texts::minutes_recalled(lang),
        "minutes_closed" => texts::minutes_closed(lang),
        "item_added" => texts::item_added(lang),
        "item_saved" => texts::item_saved(lang),
        "paper_added" => texts::paper_added(lang),
        "paper_removed" => texts::paper_removed(lang),
        "invited" => texts::invited(lang),
        "line_saved" => texts::line_saved(lang),
        "attendance_saved" => texts::attendance_saved(lang),
        "correction_asked" => texts::correction_asked(lang),
        "correction_decided" => texts::correction_decided(lang),
        "minutes_amended" => texts::minutes_amended(lang),
        "cio_saved" => texts::cio_saved(lang),
        "note_added" => texts::note_added(lang),
        "directive_decided" => texts::directive_decided(lang),
        "difficulty_raised" => texts::difficulty_raised(lang),
        "difficulty_asked" => texts::difficulty_asked(lang),
        "difficulty_answered" => texts::difficulty_answered(lang),
        "difficulty_shared" => texts::difficulty_shared(lang),
        "difficulty_merged" => texts::difficulty_merged(lang),
        "difficulty_reopened" => texts::difficulty_reopened(lang),
        "support_saved" => texts::support_saved(lang),
        "waiting_saved" => texts::waiting_saved(lang),
        "waiting_ended" => texts::waiting_ended(lang),
        _ => return None,
    };
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_sentences_are_said() {
        assert!(sentence(Lang::Ko, "report_saved").is_some());
        assert_eq!(sentence(Lang::Ko, "<script>"), None);
    }
}
