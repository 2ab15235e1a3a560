//! What the invented reports say (개조식), by task of the plan `trust-2024`; any other plan or task says the general.
//!
//! To add a task's phrases, add an entry to [`trust::TASKS`]. Places to fill: `{total}`, `{done}`, `{left}` (counts that the
//! progress figure follows) and `{day}` (a recent working day). Lists of reasons are in [`reasons`].

pub mod queries;
pub mod reasons;
mod trust;

/// What a report counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// All information systems of the institution.
    Systems,
    /// Those of grades 1 and 2.
    HighGrade,
    /// Those of grade 3 and below.
    LowGrade,
    /// Something else, so many from and to.
    Count(usize, usize),
}

/// The phrases of one task. Every list has at least one line.
#[derive(Debug)]
pub struct Phrases {
    pub measure: Measure,
    /// Per cent done by 19 March, from and to.
    pub pace: (usize, usize),
    /// 추진실적, with counts.
    pub done: &'static [&'static str],
    /// A second line.
    pub detail: &'static [&'static str],
    /// 추진실적 of the lead, whose counts are institutions where the task asks all of them.
    pub lead: &'static [&'static str],
    /// 추진실적 where no progress figure can be given.
    pub unknown: &'static [&'static str],
    /// 향후계획
    pub next: &'static [&'static str],
    /// 애로사항
    pub obstacle: &'static [&'static str],
    /// 협조요청
    pub request: &'static [&'static str],
    /// 추진실적 of a report that claims completion.
    pub claimed: &'static str,
    /// The name of the evidence.
    pub evidence: &'static str,
}

/// The phrases of a task of a plan.
#[must_use]
pub fn phrases_of(plan: &str, task: i64) -> &'static Phrases {
    let known = if plan == "trust-2024" { trust::TASKS } else { &[] };
    known.iter().find(|(no, _)| *no == task).map_or(&GENERAL, |(_, phrases)| phrases)
}

static GENERAL: Phrases = Phrases {
    measure: Measure::Count(8, 24),
    pace: (15, 55),
    done: &[
        "- 세부 이행사항 {total}건 중 {done}건 완료({day})",
        "- 이행계획상 {total}건 가운데 {done}건 조치 완료",
        "- 자체 점검표 {total}개 항목 중 {done}개 이행",
    ],
    detail: &[
        "- 남은 {left}건은 소관 부서 협의 중",
        "- 추진상황 자체 점검회의 개최({day})",
        "- 담당 부서별 역할 분담 확정",
    ],
    lead: &[
        "- 추진계획상 세부사항 {total}건 중 {done}건 이행({day})",
        "- 총 {total}건 중 {done}건 조치, {left}건 추진 중",
    ],
    unknown: &[
        "- 세부 이행계획 수립 중으로 진척률 산정 전",
        "- 소관 현황 조사 중({day} 착수), 조사 후 진척률 산정 예정",
    ],
    next: &["- 남은 {left}건 순차 이행", "- 분기별 자체 점검 실시", "- 소관 부서 실무협의 지속"],
    obstacle: &["- 전담 인력 부족으로 타 업무와 병행", "- 세부 기준이 정해지지 않아 범위 확정이 늦어짐"],
    request: &["- 세부 추진기준 안내 요청", "- 유사 사례 공유 요청"],
    claimed: "- 계획한 이행사항을 모두 마치고 내부 결재 완료({day})",
    evidence: "이행 결과보고",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_plan_says_the_general() {
        assert!(std::ptr::eq(phrases_of("other-2025", 4), &GENERAL));
        assert!(std::ptr::eq(phrases_of("trust-2024", 13), &GENERAL));
        assert!(phrases_of("trust-2024", 4).done[0].contains("등급"));
    }

    #[test]
    fn every_task_has_its_phrases_and_every_line_begins_as_a_line() {
        for task in 0..=12 {
            let phrases = phrases_of("trust-2024", task);
            assert!(task == 0 || !std::ptr::eq(phrases, &GENERAL), "{task}");
            let lists = [
                phrases.done,
                phrases.detail,
                phrases.lead,
                phrases.unknown,
                phrases.next,
                phrases.obstacle,
                phrases.request,
            ];
            for list in lists {
                assert!(!list.is_empty() && list.iter().all(|line| line.starts_with("- ")), "{list:?}");
            }
            assert!(
                phrases.done.iter().chain(phrases.lead).all(|line| line.contains("{done}") && line.contains("{total}"))
            );
        }
    }
}
