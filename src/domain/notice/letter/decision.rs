//! Letters about what the PMO decides on one assignment: its verdict, claims of completion, approved dues.

use super::words::day_words;
use super::{Letter, fact, letter, quote};
use crate::domain::due::Due;
use crate::domain::rating::Verdict;

/// Whose assignment a decision is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    pub institution: &'a str,
    /// `과제 4 등급제 개선`
    pub task: &'a str,
}

impl About<'_> {
    fn letter(self, what: &str, say: &str, mut facts: Vec<String>, close: &str) -> Letter {
        facts.insert(0, fact("소관과제", self.task));
        let subject = format!("{} · {} {what}", self.institution, self.task);
        letter(subject, &format!("{} 담당자께", self.institution), say, &facts, close)
    }
}

const fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::OnTrack => "정상추진",
        Verdict::Watch => "관심필요",
        Verdict::AtRisk => "재검토필요",
        Verdict::Verified => "완료확인",
    }
}

/// The PMO's verdict on the last report; `condition` is what would change it.
#[must_use]
pub fn judged(about: About<'_>, verdict: Verdict, reason: &str, condition: &str) -> Letter {
    let word = verdict_word(verdict);
    let mut facts = vec![fact("총괄 판정", word), fact("사유", quote(reason))];
    if !condition.trim().is_empty() {
        facts.push(fact("판정이 바뀌는 조건", quote(condition)));
    }
    let say = "보고하신 실적에 대한 총괄 판정을 알려 드립니다.";
    about.letter(&format!("총괄 판정({word})"), say, facts, "")
}

/// A claim of completion, confirmed or refused; `step` is `4-1 등급 재산정`.
#[must_use]
pub fn claim_decided(about: About<'_>, step: &str, verified: bool, reason: &str) -> Letter {
    let facts = vec![fact("이행단계", step), fact("사유", quote(reason))];
    if verified {
        return about.letter("완료확인", "보고하신 완료를 확인하였습니다.", facts, "");
    }
    let close = "사유를 확인하고, 남은 일과 예상완료일을 다시 보고하여 주시기 바랍니다.";
    about.letter("완료 보고 반려", "보고하신 완료를 확인하지 못하여 되돌려 드립니다.", facts, close)
}

/// A proposal to move an approved due, approved or refused.
#[must_use]
pub fn date_decided(about: About<'_>, step: &str, (from, to): (Due, Due), approved: bool, reason: &str) -> Letter {
    let facts = vec![
        fact("이행단계", step),
        fact("요청", format!("{} → {}", day_words(from.last_day), day_words(to.last_day))),
        fact("사유", quote(reason)),
    ];
    if approved {
        let say = "요청하신 일정변경을 승인하였습니다.";
        return about.letter("일정변경 승인", say, facts, "처음 승인 기한은 기록에 남습니다.");
    }
    let say = "요청하신 일정변경을 승인하지 않았습니다. 승인 기한은 그대로입니다.";
    about.letter("일정변경 불승인", say, facts, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: About<'static> = About { institution: "외교부", task: "과제 4 등급제 개선" };

    fn due(text: &str) -> Due {
        Due::parse(text).unwrap()
    }

    #[test]
    fn a_verdict_is_told_with_its_reason_and_what_would_change_it() {
        let letter = judged(ABOUT, Verdict::Watch, "산정이 늦음", "3월 말까지 확정");
        assert_eq!(letter.subject, "외교부 · 과제 4 등급제 개선 총괄 판정(관심필요)");
        for part in ["외교부 담당자께", "○ 사유: 산정이 늦음", "○ 판정이 바뀌는 조건: 3월 말까지 확정"]
        {
            assert!(letter.body.contains(part), "{part} in {}", letter.body);
        }
        assert!(!judged(ABOUT, Verdict::OnTrack, "순조로움", " ").body.contains("조건"));
    }

    #[test]
    fn a_refused_claim_says_what_to_do_next_and_a_confirmed_one_asks_nothing() {
        let refused = claim_decided(ABOUT, "4-1 등급 재산정", false, "증빙이 다름");
        assert!(refused.subject.ends_with("완료 보고 반려") && refused.body.contains("다시 보고하여"));
        let confirmed = claim_decided(ABOUT, "4-1 등급 재산정", true, "확인함");
        assert!(confirmed.subject.ends_with("완료확인") && !confirmed.body.contains("다시 보고하여"));
    }

    #[test]
    fn a_decided_date_change_names_both_days() {
        let dates = (due("2024-03"), due("2024-04-12"));
        let approved = date_decided(ABOUT, "4-1 등급 재산정", dates, true, "협의 완료");
        assert!(approved.body.contains("○ 요청: 2024. 3. 31.(일) → 2024. 4. 12.(금)"), "{}", approved.body);
        assert!(date_decided(ABOUT, "4-1", dates, false, "근거 부족").body.contains("승인 기한은 그대로입니다"));
    }
}
