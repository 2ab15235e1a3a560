//! What the rules of a round found, in words: the same on the board, in the agenda and in its document.

use crate::domain::exceptions::round::{Candidate, HandedIn, RoundException, RoundRule};
use crate::pages::lang::Lang;
use crate::pages::record::{Scene, task_title};
use crate::pages::texts::exceptions as texts;

#[must_use]
pub const fn rule_word(lang: Lang, rule: RoundRule) -> &'static str {
    match rule {
        RoundRule::NewlyLate => texts::rule_newly_late(lang),
        RoundRule::NewlyAtRisk => texts::rule_newly_at_risk(lang),
        RoundRule::Slipped => texts::rule_slipped(lang),
        RoundRule::RatedBetterThanLight => texts::rule_rated_better_than_light(lang),
        RoundRule::ForecastMovedAgain => texts::rule_forecast_moved_again(lang),
        RoundRule::UnprovenOnTrack => texts::rule_unproven_on_track(lang),
        RoundRule::UnchangedAgain => texts::rule_unchanged_again(lang),
        RoundRule::ClaimWaiting => texts::rule_claim_waiting(lang),
        RoundRule::Request => texts::rule_request(lang),
        RoundRule::Unanswered => texts::rule_unanswered(lang),
    }
}

/// The rule itself, as it is printed.
#[must_use]
pub const fn rule_text(lang: Lang, rule: RoundRule) -> &'static str {
    match rule {
        RoundRule::NewlyLate => texts::about_newly_late(lang),
        RoundRule::NewlyAtRisk => texts::about_newly_at_risk(lang),
        RoundRule::Slipped => texts::about_slipped(lang),
        RoundRule::RatedBetterThanLight => texts::about_rated_better_than_light(lang),
        RoundRule::ForecastMovedAgain => texts::about_forecast_moved_again(lang),
        RoundRule::UnprovenOnTrack => texts::about_unproven_on_track(lang),
        RoundRule::UnchangedAgain => texts::about_unchanged_again(lang),
        RoundRule::ClaimWaiting => texts::about_claim_waiting(lang),
        RoundRule::Request => texts::about_request(lang),
        RoundRule::Unanswered => texts::about_unanswered(lang),
    }
}

/// `과제 10 전자정부법 개정 · 새로 지연`
#[must_use]
pub fn candidate_title(scene: &Scene, lang: Lang, candidate: &Candidate) -> String {
    let rule = rule_word(lang, candidate.rule);
    let about = match (candidate.task_no, &candidate.institution) {
        (Some(no), _) => {
            let title = scene.task(no).map_or("", |task| task_title(lang, task));
            texts::task(lang, no, title)
        }
        (None, Some(slug)) => {
            let name = scene.institution(slug);
            match candidate.rule {
                RoundRule::Unanswered => name,
                _ => texts::institution_all(lang, name, candidate.exceptions.len()),
            }
        }
        (None, None) => String::new(),
    };
    format!("{about} · {rule}")
}

/// `주관 기관 · 기한 12일 넘김 · 과학기술정보통신부`
#[must_use]
pub fn candidate_facts(scene: &Scene, lang: Lang, candidate: &Candidate) -> String {
    let mut parts: Vec<String> = Vec::new();
    if candidate.concerns_lead() && candidate.institution.is_none() {
        parts.push(texts::lead(lang).to_owned());
    }
    let several = candidate.institutions() > 1;
    parts.extend(number_words(lang, candidate.rule, candidate.number(), several));
    if candidate.institution.is_none() {
        parts.push(institutions(scene, lang, candidate));
    } else if candidate.rule == RoundRule::Unanswered {
        parts.extend(candidate.exceptions.iter().map(|one| one.subject.clone()));
    }
    parts.join(" · ")
}

fn institutions(scene: &Scene, lang: Lang, candidate: &Candidate) -> String {
    let first = candidate.exceptions.first().map(|one| scene.institution(&one.institution)).unwrap_or_default();
    match candidate.institutions() {
        0 | 1 => first,
        count => texts::and_more(lang, first, count),
    }
}

/// What a rule counted, where it counted anything.
#[must_use]
pub fn number_words(lang: Lang, rule: RoundRule, number: i64, several: bool) -> Option<String> {
    let words = match rule {
        RoundRule::NewlyLate | RoundRule::RatedBetterThanLight if several => texts::most_over_days(lang, number),
        RoundRule::NewlyLate | RoundRule::RatedBetterThanLight => texts::over_days(lang, number),
        RoundRule::Slipped if several => texts::most_later_days(lang, number),
        RoundRule::Slipped => texts::later_days(lang, number),
        RoundRule::ForecastMovedAgain => texts::moves(lang, number),
        RoundRule::UnchangedAgain => texts::times(lang, number),
        RoundRule::ClaimWaiting if number > 0 => texts::waiting_days(lang, number),
        RoundRule::Unanswered => texts::unanswered_days(lang, number),
        RoundRule::ClaimWaiting | RoundRule::NewlyAtRisk | RoundRule::UnprovenOnTrack | RoundRule::Request => {
            return None;
        }
    };
    Some(words)
}

/// One exception of an institution, as a line of an agenda item: `외교부 · 4-1 등급 재산정 · 기한 12일 넘김`.
#[must_use]
pub fn exception_line(scene: &Scene, lang: Lang, one: &RoundException) -> String {
    let mut parts = vec![scene.institution(&one.institution)];
    match one.milestone {
        Some(milestone) => parts.push(scene.milestone(milestone)),
        None => parts.extend(one.task_no.map(|no| {
            let title = scene.task(no).map_or("", |task| task_title(lang, task));
            texts::task(lang, no, title)
        })),
    }
    parts.extend(number_words(lang, one.rule, one.number, false));
    if !one.subject.is_empty() {
        parts.push(one.subject.clone());
    }
    parts.join(" · ")
}

/// What a reviewer should look at in a return, in words; nothing where nothing was found.
#[must_use]
pub fn finding_words(lang: Lang, handed_in: &HandedIn, found: &[RoundException]) -> Vec<String> {
    let mut words = Vec::new();
    if handed_in.is_nil() {
        words.push(texts::finding_nil(lang).to_owned());
    }
    if handed_in.claims > 0 {
        words.push(texts::finding_claims(lang, handed_in.claims));
    }
    words.extend(handed_in.leaps.iter().map(|(no, from, to)| texts::finding_progress(lang, from, no, to)));
    let shown = RoundRule::ALL.into_iter().filter(|rule| *rule != RoundRule::ClaimWaiting);
    for rule in shown {
        let count = found.iter().filter(|one| one.rule == rule).count();
        if count > 0 {
            words.push(texts::finding_rule(lang, count, rule_word(lang, rule)));
        }
    }
    if handed_in.evidence > 0 && !words.is_empty() {
        words.push(texts::finding_evidence(lang, handed_in.evidence));
    }
    words
}
