use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::chase::Level;
use crate::domain::entry::EntryState;
use crate::domain::ids::Slug;
use crate::domain::notice::NoticeKind;
use crate::domain::round::{RoundSettings, RoundSlug};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn round() -> RoundWords {
    RoundWords {
        label: "2024년 1분기 점검(제2차)".into(),
        base_date: day("2024-03-15"),
        due: day("2024-03-22"),
        meeting_on: Some(day("2024-03-27")),
    }
}

fn missing() -> Missing {
    let items = vec![("과제 4 등급 재산정".into(), Gap::Unwritten), ("과제 12 이중화".into(), Gap::Begun)];
    Missing { sent_back: false, items }
}

fn reminded(today: &str) -> (NoticeKind, Letter) {
    reminder("외교부", &round(), &missing(), &Calendar::default(), day(today))
}

#[test]
fn a_reminder_names_institution_round_due_and_what_is_missing() {
    let (kind, letter) = reminded("2024-03-19");
    assert_eq!(kind, NoticeKind::Reminder);
    assert_eq!(letter.subject, "외교부 · 2024년 1분기 점검(제2차) 제출 기한 안내(D-3)");
    assert_eq!(
        letter.body,
        "외교부 담당자께\n\n\
         2024년 1분기 점검(제2차) 실적이 아직 제출되지 않았습니다. 제출 기한까지 근무일로 3일 남았습니다.\n\n\
         ○ 기관: 외교부\n○ 점검회차: 2024년 1분기 점검(제2차)\n○ 제출 기한: 2024. 3. 22.(금) 24:00 (D-3)\n\
         ○ 남은 소관과제: 2건\n - 과제 4 등급 재산정: 미작성\n - 과제 12 이중화: 작성중\n\n\
         기한까지 제출하여 주시고, 어려우면 미리 총괄에 알려 주시기 바랍니다."
    );
}

#[test]
fn the_time_left_is_told_in_working_days_and_then_the_time_over() {
    let told = |today| reminded(today).1.body;
    assert!(told("2024-03-22").contains("오늘이 제출 기한입니다."));
    assert!(told("2024-03-23").contains("제출 기한이 지났습니다."));
    assert!(told("2024-03-27").contains("제출 기한이 근무일로 3일 지났습니다."));
    assert_eq!(reminded("2024-03-27").0, NoticeKind::Late);
    assert!(reminded("2024-03-27").1.subject.ends_with("제출 지연 안내(D+5)"));
}

#[test]
fn on_the_friday_before_a_sunday_due_it_is_the_last_working_day() {
    let round = RoundWords { due: day("2024-03-31"), ..round() };
    let (_, letter) = reminder("외교부", &round, &missing(), &Calendar::default(), day("2024-03-29"));
    assert!(letter.body.contains("오늘이 제출 기한 전 마지막 근무일입니다."), "{}", letter.body);
}

#[test]
fn where_all_is_written_only_the_head_is_missing() {
    let none = Missing::default();
    let (_, letter) = reminder("외교부", &round(), &none, &Calendar::default(), day("2024-03-21"));
    assert!(letter.body.contains("○ 남은 일: 책임관의 제출(작성은 끝남)"));
    let back = Missing { sent_back: true, ..none };
    let (_, letter) = reminder("외교부", &round(), &back, &Calendar::default(), day("2024-03-21"));
    assert!(letter.body.contains("○ 남은 일: 보완하여 다시 제출"));
}

#[test]
fn each_rung_is_spoken_to_in_its_own_words() {
    let to = |level| {
        let what = (level, 3, "차관 보고 전에 필요합니다.");
        chase("외교부", &round(), &missing(), &Calendar::default(), day("2024-03-25"), what).body
    };
    assert!(to(Level::Officer).starts_with("외교부 담당자께"));
    assert!(to(Level::Head).starts_with("외교부 책임관께"));
    assert!(to(Level::Minister).contains("기관장께 보고"));
    let body = to(Level::Head);
    assert!(body.contains("그동안 3차례 안내하였습니다.") && body.contains("○ 총괄의 말: 차관 보고 전에 필요합니다."));
}

#[test]
fn an_opening_lists_what_is_asked() {
    let tasks: Vec<String> = (1..=32).map(|no| format!("과제 {no}")).collect();
    let letter = opened("외교부", &round(), &tasks, day("2024-03-11"));
    assert_eq!(letter.subject, "외교부 · 2024년 1분기 점검(제2차) 실적 제출 안내(기한 2024. 3. 22.(금))");
    for part in
        ["(D-11)", "○ 기준일: 2024. 3. 15.(금)", "○ 점검회의: 2024. 3. 27.(수)", "32건", " - 과제 30\n - 그 밖에 2건"]
    {
        assert!(letter.body.contains(part), "{part} in {}", letter.body);
    }
}

#[test]
fn a_long_text_is_cut_and_says_so() {
    let text = "가".repeat(700);
    let letter = query_asked("외교부", &round(), "2024-Q1-003", "과제 7 훈련, 추진실적", &text, day("2024-03-25"));
    assert!(letter.body.contains(&format!("{}… (이어지는", "가".repeat(600))));
    assert!(letter.body.contains("○ 답변 기한: 2024. 3. 25.(월)"));
}

#[test]
fn a_late_nil_return_is_told_as_such() {
    let letter = submitted("외교부", &round(), Arrival { by: "김하나", nil: true, late_days: 2 });
    assert!(letter.body.contains("○ 내용: 전 과제 변경 없음\n○ 지연: 근무일로 2일"), "{}", letter.body);
    let in_time = submitted("외교부", &round(), Arrival { by: "김하나", nil: false, late_days: 0 });
    assert!(!in_time.body.contains("지연") && !in_time.body.contains("변경 없음"));
}

fn posted(subject: &str) -> Posted {
    let letter = Letter { subject: subject.into(), body: format!("{subject} 본문") };
    Posted { letter, link: "/reviews/2024-Q1/returns/mofa".into() }
}

#[test]
fn a_mail_of_one_notice_is_that_notice_with_its_link() {
    let mail = mail(&[posted("보완 요청")], "https://ihaeng.example.go.kr", false).unwrap();
    assert_eq!(mail.subject, "[이행] 보완 요청");
    assert!(mail.body.contains("바로 가기: https://ihaeng.example.go.kr/reviews/2024-Q1/returns/mofa\n"));
    assert!(mail.body.contains("https://ihaeng.example.go.kr/account/notices"));
}

#[test]
fn several_notices_share_a_mail_and_a_demonstration_says_that_it_is_one() {
    let mail = mail(&[posted("하나"), posted("둘"), posted("셋")], "http://127.0.0.1:3000", true).unwrap();
    assert_eq!(mail.subject, "[이행·시연] 하나 외 2건");
    assert!(mail.body.starts_with("시연용으로 지어낸 자료입니다."));
    for part in ["읽지 않은 알림 3건입니다.", "1. 하나", "3. 셋"] {
        assert!(mail.body.contains(part), "{part}");
    }
    assert_eq!(super::mail(&[], "", false), None);
}

#[test]
fn a_round_is_called_by_quarter_or_number_and_by_its_place_in_line() {
    let settings = RoundSettings {
        base_date: day("2024-03-15"),
        window_from: day("2024-03-11"),
        due: day("2024-03-22"),
        meeting_on: None,
        meeting_place: String::new(),
        tasks: vec![],
        two_steps: false,
    };
    let label = |slug, ordinal| RoundWords::new(&RoundSlug::parse(slug).unwrap(), ordinal, &settings).label;
    assert_eq!(label("2024-Q1", 2), "2024년 1분기 점검(제2차)");
    assert_eq!(label("2024-A1", 1), "2024년 수시 1차 점검(제1차)");
}

#[test]
fn links_name_the_plan_where_it_is_not_the_first() {
    let (round, mofa) = (RoundSlug::parse("2024-Q1").unwrap(), Slug::parse("mofa").unwrap());
    assert_eq!(Place::new(None, &round).of_return(&mofa), "/reviews/2024-Q1/returns/mofa");
    assert_eq!(Place::new(Some("next"), &round).of_round(), "/reviews/2024-Q1?plan=next");
}

#[test]
fn an_assignment_is_missing_while_something_keeps_it_from_being_handed_in() {
    let faulty = EntryState::Faulty { changes: 1, faults: vec![] };
    assert_eq!(Gap::of(&EntryState::Unconfirmed, 0), Some(Gap::Unwritten));
    assert_eq!(Gap::of(&faulty, 1), Some(Gap::Begun));
    assert_eq!(Gap::of(&EntryState::HandedIn, 1), Some(Gap::Unanswered));
    assert_eq!(Gap::of(&EntryState::HandedIn, 0), None);
    assert_eq!(Gap::of(&EntryState::NotAsked, 1), None);
}

#[test]
fn every_field_that_queries_ask_about_has_its_word() {
    let words: std::collections::HashSet<_> = crate::domain::query::QUERY_FIELDS.map(field_word).into_iter().collect();
    assert_eq!(words.len(), crate::domain::query::QUERY_FIELDS.len());
}
