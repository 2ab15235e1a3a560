//! Invented continuity plans: the important systems first, and few of them finished by 20 March.

use super::super::random::Random;
use crate::domain::systems::continuity::{Contact, PlanContent, Service};
use crate::domain::systems::standard::Standard;
use crate::domain::systems::words::{Grade, PlanState};

/// The day on which the PMO recorded the first version of the standard form.
pub const STANDARD_ON: (u32, u32) = (3, 11);

/// How far the plan of a system is, in per cent by grade: drilled, approved, in review, in writing.
const STATES: [[usize; 4]; 4] = [[14, 40, 26, 14], [5, 34, 30, 20], [0, 2, 5, 10], [0, 0, 1, 4]];

/// How far a system's plan is by 19 March; most have none.
pub fn state(grade: Grade, random: &mut Random) -> Option<PlanState> {
    let states = [PlanState::Drilled, PlanState::Approved, PlanState::Review, PlanState::Drafting];
    let drawn = random.below(100);
    let mut end = 0;
    for (state, share) in states.into_iter().zip(STATES[grade as usize]) {
        end += share;
        if drawn < end {
            return Some(state);
        }
    }
    None
}

/// The standard form as the demonstration's PMO recorded it.
pub fn standard() -> Standard {
    Standard {
        version: 1,
        effective_on: super::super::timetable::day(STANDARD_ON.0, STANDARD_ON.1),
        note: "첫 판. 수기 처리, 대체 창구, 소급 적용을 반드시 적도록 함(시연 자료)".to_owned(),
        ..Standard::built_in()
    }
}

const ANSWERS: [(&str, &[&str]); 10] = [
    ("manual_forms", &["접수대장(수기)과 신청서 사본 양식", "수기 접수증 2부 1조, 처리대장"]),
    ("manual_who", &["접수: 민원실 담당자 / 처리: 업무 담당 부서", "접수: 운영팀 / 처리: 소관 과 주무관"]),
    ("manual_kept", &["민원실 서식함과 당직실, 각 200부", "업무 담당 부서 서식함 100부, 분기마다 수량 확인"]),
    ("counter_which", &["방문 창구와 전화 접수", "유관 기관 창구(협약), 팩스 접수"]),
    (
        "counter_announced",
        &["대표 누리집 공지, 민원실 게시, 문자 안내(운영팀)", "누리집 첫 화면과 콜센터 안내 말(홍보 담당)"],
    ),
    (
        "retro_rule",
        &[
            "장애 시작 시각에 접수한 것으로 보고, 수기 접수증으로 확인",
            "장애 기간의 신청은 당초 기한 안에 한 것으로 봄",
        ],
    ),
    ("retro_basis", &["민원 처리에 관한 법률과 기관 훈령의 해당 조항", "기관 고시의 장애 시 처리 조항"]),
    ("retro_until", &["복구한 날부터 7일까지", "복구한 다음 날부터 5근무일까지"]),
    (
        "extension",
        &["부서장 결정으로 장애 기간만큼 연장하고 신청인에게 문자로 알림", "최대 10일, 책임관 결정, 누리집 공지"],
    ),
    (
        "notice_text",
        &[
            "지금 전산 장애로 온라인 접수가 되지 않습니다. 가까운 창구에서 종이로 접수하시면 같은 날 접수한 것으로 처리합니다.",
            "시스템 점검으로 서비스가 잠시 멈췄습니다. 기한이 오늘까지인 신청은 복구 뒤 7일까지 받습니다.",
        ],
    ),
];

/// What a plan says; a draft lacks something.
pub fn content(name: &str, state: PlanState, random: &mut Random) -> PlanContent {
    let work =
        name.split_once(' ').map_or(name, |(_, work)| work).trim_end_matches(" 시스템").trim_end_matches(" 서비스");
    let mut services = vec![service(&format!("{work} 업무"), random)];
    if random.chance(35) {
        services.push(service("조회·발급 업무", random));
    }
    if state == PlanState::Drafting {
        for missing in ["retro_basis", "retro_until", "notice_text"] {
            services[0].answers.remove(missing);
        }
    }
    let phone = |random: &mut Random| format!("044-{:03}-{:04}", random.between(200, 249), random.between(0, 9999));
    let contact = |role: &str, phone: String| Contact { role: role.to_owned(), name: "○○○".to_owned(), phone };
    let contacts = vec![
        contact("시스템 운영 담당", phone(random)),
        contact("업무 담당 과장", phone(random)),
        contact("정보화 담당관", phone(random)),
    ];
    PlanContent { services, contacts }
}

fn service(name: &str, random: &mut Random) -> Service {
    let answers = ANSWERS.iter().map(|(key, texts)| ((*key).to_owned(), format!("- {}", random.text(texts))));
    Service { name: name.to_owned(), answers: answers.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finished_plan_answers_the_whole_form_and_a_draft_does_not() {
        let mut random = Random::keyed(1, &["x"]);
        assert_eq!(content("기관 민원 시스템", PlanState::Approved, &mut random).missing(&standard()), []);
        assert_eq!(content("기관 민원 시스템", PlanState::Drafting, &mut random).missing(&standard()).len(), 3);
    }
}
