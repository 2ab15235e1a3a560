use super::*;
use crate::domain::permission::Grant;
use proptest::prelude::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn every_kind_is_found_by_its_word_and_goes_to_somebody() {
    for kind in NoticeKind::ALL {
        assert_eq!(NoticeKind::parse(kind.code()), Some(kind));
        assert!(kind.is_for_pmo() || kind.is_for_institutions(), "{kind:?}");
    }
    assert_eq!(NoticeKind::parse("anything"), None);
}

#[test]
fn what_is_owed_stays_in_the_inbox() {
    assert_eq!(Reach::parse(NoticeKind::SentBack, "none"), None);
    assert_eq!(Reach::parse(NoticeKind::QueryAsked, "inbox"), Some(Reach::Inbox));
    assert_eq!(Reach::parse(NoticeKind::Approved, "none"), Some(Reach::Nowhere));
}

#[test]
fn one_is_asked_only_about_what_may_come() {
    let reader = |role: Role| Reader {
        id: UserId(1),
        login: "x".into(),
        name: "김하나".into(),
        grants: vec![Grant { role, institution: role.needs_institution().then(|| Slug::parse("mois").unwrap()) }],
        deputyships: vec![],
    };
    assert!(NoticeKind::Submitted.concerns(&reader(Role::Pmo)));
    assert!(!NoticeKind::SentBack.concerns(&reader(Role::Pmo)));
    assert!(NoticeKind::SentBack.concerns(&reader(Role::Officer)));
    assert!(
        NoticeKind::RoundSealed.concerns(&reader(Role::Pmo)) && NoticeKind::RoundSealed.concerns(&reader(Role::Head))
    );
    assert!(NoticeKind::ALL.iter().all(|kind| !kind.concerns(&reader(Role::Admin))));
}

#[test]
fn the_daily_mail_goes_at_eight_in_korea() {
    let ready = |text| ready_at(NoticeKind::Reminder, Rhythm::Daily, at(text));
    // 07:00 and 08:00 in Korea on the 20th.
    assert_eq!(ready("2024-03-19T22:00:00Z"), at("2024-03-19T23:00:00Z"));
    assert_eq!(ready("2024-03-19T23:00:00Z"), at("2024-03-20T23:00:00Z"));
    assert_eq!(ready("2024-03-20T14:59:59Z"), at("2024-03-20T23:00:00Z"));
}

#[test]
fn queries_wait_for_each_other_and_a_return_sent_back_does_not() {
    let now = at("2024-03-20T01:00:00Z");
    assert_eq!(ready_at(NoticeKind::QueryAsked, Rhythm::Instant, now), now + GATHERING);
    assert_eq!(ready_at(NoticeKind::SentBack, Rhythm::Instant, now), now);
}

#[test]
fn pauses_double_up_to_the_longest() {
    let seconds: Vec<i64> = (1..=10).map(|n| pause_after(n).num_seconds()).collect();
    assert_eq!(seconds, [30, 60, 120, 240, 480, 960, 1920, 3840, 7200, 7200]);
}

#[test]
fn an_address_is_what_a_server_takes() {
    for good in ["kim@mois.go.kr", " kim.hana+1@korea.kr ", "a@b.c"] {
        assert!(MailAddress::parse(good).is_some(), "{good}");
    }
    for bad in [
        "",
        "kim",
        "kim@",
        "@mois.go.kr",
        "kim@localhost",
        "김@mois.go.kr",
        "kim@mois..kr",
        "kim@mois.go.kr\r\nBcc: x@y.z",
        "kim hana@mois.go.kr",
        ".kim@mois.go.kr",
        "a@b@c.d",
        "kim@-mois.kr",
    ] {
        assert_eq!(MailAddress::parse(bad), None, "{bad}");
    }
}

proptest! {
    #[test]
    fn no_address_carries_a_second_line_or_a_second_recipient(text in "\\PC{0,40}") {
        if let Some(address) = MailAddress::parse(&text) {
            let plain = |c: char| c.is_ascii_graphic() && !",;<>\"\\".contains(c);
            prop_assert!(address.as_str().chars().all(plain));
            prop_assert_eq!(address.as_str().matches('@').count(), 1);
        }
    }

    #[test]
    fn a_pause_never_shrinks(attempts in 0i64..1000) {
        prop_assert!(pause_after(attempts) <= pause_after(attempts + 1));
    }
}
