//! Notices and the mail they go out in, on both engines and over a real socket.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod engines;
mod smtp;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use engines::on_both;
use ihaeng::domain::calendar::start_of;
use ihaeng::domain::ids::{NoticeId, RoundId, Slug, UserId};
use ihaeng::domain::notice::letter::Letter;
use ihaeng::domain::notice::{
    Audience, GIVEN_UP_AFTER, MailAddress, MailFault, NoticeKind, Preferences, Reach, Rhythm,
};
use ihaeng::domain::permission::{Grant, Role};
use ihaeng::domain::round::{RoundSettings, RoundSlug};
use ihaeng::server::mail::{Drained, MailSettings, Mailer};
use ihaeng::store::{Actor, LEASE, NewNotice, NewPerson, NewRound, NoticeFilter, Store};
use smtp::SmtpServer;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Ten in the morning in Korea on 20 March 2024.
fn now() -> DateTime<Utc> {
    start_of(day("2024-03-20")) + TimeDelta::hours(10)
}

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

async fn person(store: &Store, login: &str, role: Role, institution: Option<&str>) -> UserId {
    let person = NewPerson {
        login: login.into(),
        name: "김하나".into(),
        password_hash: "x".into(),
        must_change: false,
        grants: vec![Grant { role, institution: institution.map(slug) }],
    };
    let mut tx = store.write(&Actor::system(), now()).await.unwrap();
    let id = tx.add_person(&person).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    id
}

async fn with_mail(store: &Store, login: &str, role: Role, institution: Option<&str>, address: &str) -> UserId {
    let id = person(store, login, role, institution).await;
    let mut tx = store.write(&Actor::system(), now()).await.unwrap();
    tx.set_mail_address((id, login), None, MailAddress::parse(address).as_ref()).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn actor(id: UserId) -> Actor {
    Actor { id, login: "x".into(), name: "x".into(), on_behalf_of: None }
}

fn notice(kind: NoticeKind, audience: Audience, subject: &str) -> NewNotice {
    let institution = match &audience {
        Audience::Institution(slug) | Audience::Officers(slug) | Audience::Heads(slug) => Some(slug.clone()),
        Audience::Pmo | Audience::Person(_) => None,
    };
    let letter = Letter { subject: subject.into(), body: format!("{subject}의 본문") };
    NewNotice { kind, audience, letter, link: "/reviews/2024-Q1/returns/mois".into(), round: None, institution }
}

async fn tell(store: &Store, by: &Actor, at: DateTime<Utc>, new: &NewNotice) -> usize {
    let mut tx = store.write(by, at).await.unwrap();
    let told = tx.notify(new).await.unwrap().people;
    tx.commit().await.unwrap();
    told
}

async fn unread(store: &Store, person: UserId) -> i64 {
    store.inbox_size(person, NoticeFilter::default()).await.unwrap().1
}

async fn subjects(store: &Store, person: UserId, filter: NoticeFilter) -> Vec<String> {
    let all = store.inbox(person, filter, 100, 0).await.unwrap();
    all.into_iter().map(|one| one.letter.subject).collect()
}

fn mois() -> Audience {
    Audience::Institution(slug("mois"))
}

#[test]
fn an_institution_is_its_officers_heads_and_deputies_in_force_but_not_the_one_who_acts() {
    on_both(|store| async move {
        let officer = person(&store, "mois.officer", Role::Officer, Some("mois")).await;
        let head = person(&store, "mois.head", Role::Head, Some("mois")).await;
        let deputy = person(&store, "msit.officer", Role::Officer, Some("msit")).await;
        let old_deputy = person(&store, "moj.officer", Role::Officer, Some("moj")).await;
        let pmo = person(&store, "pmo", Role::Pmo, None).await;
        let mut tx = store.write(&actor(head), now()).await.unwrap();
        tx.appoint_deputy(&slug("mois"), deputy, day("2024-03-20"), day("2024-03-20")).await.unwrap();
        tx.appoint_deputy(&slug("mois"), old_deputy, day("2024-03-01"), day("2024-03-19")).await.unwrap();
        tx.commit().await.unwrap();

        assert_eq!(tell(&store, &actor(head), now(), &notice(NoticeKind::SentBack, mois(), "하나")).await, 2);
        let heads = notice(NoticeKind::Chased, Audience::Heads(slug("mois")), "둘");
        assert_eq!(tell(&store, &actor(pmo), now(), &heads).await, 2);
        assert_eq!(tell(&store, &actor(officer), now(), &notice(NoticeKind::Submitted, Audience::Pmo, "셋")).await, 1);
        let all = NoticeFilter::default();
        assert_eq!(subjects(&store, officer, all).await, ["하나"]);
        assert_eq!(subjects(&store, head, all).await, ["둘"]);
        let appointed = "mois · 직무대리 지정";
        assert_eq!(subjects(&store, deputy, all).await, ["둘", "하나", appointed]);
        assert_eq!(subjects(&store, old_deputy, all).await, [appointed]);
        assert_eq!(subjects(&store, pmo, all).await, ["셋"]);
    });
}

#[test]
fn a_notice_goes_with_its_act_and_moves_no_figures() {
    on_both(|store| async move {
        let head = person(&store, "mois.head", Role::Head, Some("mois")).await;
        let version = store.data_version().await.unwrap();
        let mut given_up = store.write(&Actor::system(), now()).await.unwrap();
        given_up.notify(&notice(NoticeKind::Approved, mois(), "없던 일")).await.unwrap();
        drop(given_up);
        assert_eq!(unread(&store, head).await, 0);
        tell(&store, &Actor::system(), now(), &notice(NoticeKind::Approved, mois(), "승인")).await;
        assert_eq!((unread(&store, head).await, store.data_version().await.unwrap()), (1, version));
    });
}

#[test]
fn unread_notices_come_first_and_only_their_owner_reads_them() {
    on_both(|store| async move {
        let head = person(&store, "mois.head", Role::Head, Some("mois")).await;
        let other = person(&store, "msit.head", Role::Head, Some("msit")).await;
        for (minutes, subject) in [(0, "하나"), (1, "둘"), (2, "셋")] {
            let kind = if subject == "둘" { NoticeKind::Approved } else { NoticeKind::SentBack };
            tell(&store, &Actor::system(), now() + TimeDelta::minutes(minutes), &notice(kind, mois(), subject)).await;
        }
        let newest = store.inbox(head, NoticeFilter::default(), 1, 0).await.unwrap().remove(0);
        assert_eq!(newest.letter.subject, "셋");
        assert_eq!(store.read_notice(other, newest.id, now()).await.unwrap(), None);
        let link = store.read_notice(head, newest.id, now()).await.unwrap();
        assert_eq!(link.as_deref(), Some("/reviews/2024-Q1/returns/mois"));
        assert_eq!(subjects(&store, head, NoticeFilter::default()).await, ["둘", "하나", "셋"]);
        let unread_ones = NoticeFilter { read: Some(false), kind: None };
        assert_eq!(subjects(&store, head, unread_ones).await, ["둘", "하나"]);
        let sent_back = NoticeFilter { kind: Some(NoticeKind::SentBack), read: Some(true) };
        assert_eq!(subjects(&store, head, sent_back).await, ["셋"]);
        assert_eq!(store.inbox_size(head, NoticeFilter::default()).await.unwrap(), (3, 2));
    });
}

#[test]
fn what_came_after_the_page_was_drawn_stays_unread() {
    on_both(|store| async move {
        let head = person(&store, "mois.head", Role::Head, Some("mois")).await;
        assert_eq!(store.last_notice(head).await.unwrap(), NoticeId(0));
        tell(&store, &Actor::system(), now(), &notice(NoticeKind::SentBack, mois(), "하나")).await;
        let drawn = store.last_notice(head).await.unwrap();
        tell(&store, &Actor::system(), now(), &notice(NoticeKind::SentBack, mois(), "둘")).await;
        store.read_notices(head, Some(NoticeKind::Approved), drawn, now()).await.unwrap();
        assert_eq!(unread(&store, head).await, 2);
        store.read_notices(head, None, drawn, now()).await.unwrap();
        assert_eq!(unread(&store, head).await, 1);
    });
}

#[test]
fn a_session_knows_how_many_notices_are_unread() {
    on_both(|store| async move {
        let head = person(&store, "mois.head", Role::Head, Some("mois")).await;
        store.open_session("hash", head, now()).await.unwrap();
        assert_eq!(store.arrival("hash").await.unwrap().unread, 0);
        tell(&store, &Actor::system(), now(), &notice(NoticeKind::SentBack, mois(), "하나")).await;
        assert_eq!(store.arrival("hash").await.unwrap().unread, 1);
    });
}

#[test]
fn who_wants_no_notice_gets_none_and_what_is_owed_comes_all_the_same() {
    on_both(|store| async move {
        let head = with_mail(&store, "mois.head", Role::Head, Some("mois"), "head@mois.go.kr").await;
        let mut new = Preferences { rhythm: Rhythm::Daily, ..Preferences::default() };
        new.reach.insert(NoticeKind::Approved, Reach::Nowhere);
        new.reach.insert(NoticeKind::SentBack, Reach::Inbox);
        let mut tx = store.write(&actor(head), now()).await.unwrap();
        tx.set_preferences((head, "mois.head"), &Preferences::default(), &new).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.preferences(head).await.unwrap(), new);
        for kind in [NoticeKind::Approved, NoticeKind::SentBack, NoticeKind::Reminder] {
            tell(&store, &Actor::system(), now(), &notice(kind, mois(), kind.code())).await;
        }
        assert_eq!(subjects(&store, head, NoticeFilter::default()).await, ["reminder", "sent_back"]);
        // Only the reminder goes by mail, with the daily one.
        assert_eq!(store.outbox_count().await.unwrap().pending, 1);
        assert!(store.due_mails(now(), now(), 9).await.unwrap().is_empty());
        let eight = start_of(day("2024-03-21")) + TimeDelta::hours(8);
        assert_eq!(store.due_mails(eight, now(), 9).await.unwrap().len(), 1);
        assert!(store.verify_audit().await.unwrap().is_ok());
    });
}

#[test]
fn queries_within_ten_minutes_share_a_mail_until_it_is_taken() {
    on_both(|store| async move {
        with_mail(&store, "mois.head", Role::Head, Some("mois"), "head@mois.go.kr").await;
        for (minutes, subject) in [(0, "질의 1"), (4, "질의 2")] {
            let at = now() + TimeDelta::minutes(minutes);
            tell(&store, &Actor::system(), at, &notice(NoticeKind::QueryAsked, mois(), subject)).await;
        }
        assert!(store.due_mails(now() + TimeDelta::minutes(9), now(), 9).await.unwrap().is_empty());
        let due = store.due_mails(now() + TimeDelta::minutes(10), now(), 9).await.unwrap();
        assert_eq!(due.len(), 1);
        assert!(store.claim_mail(&due[0], "head@mois.go.kr", now()).await.unwrap());
        tell(&store, &Actor::system(), now(), &notice(NoticeKind::QueryAsked, mois(), "질의 3")).await;
        assert_eq!(store.notices_in(due[0].id).await.unwrap().len(), 2);
        assert_eq!(store.outbox_count().await.unwrap().pending, 2);
    });
}

#[test]
fn of_two_processes_that_take_a_mail_one_sends_it() {
    on_both(|store| async move {
        with_mail(&store, "mois.head", Role::Head, Some("mois"), "head@mois.go.kr").await;
        tell(&store, &Actor::system(), now(), &notice(NoticeKind::SentBack, mois(), "보완 요청")).await;
        let due = store.due_mails(now(), now(), 9).await.unwrap().remove(0);
        let claim = || store.claim_mail(&due, "head@mois.go.kr", now());
        let (one, two) = tokio::join!(claim(), claim());
        assert_eq!([one.unwrap(), two.unwrap()].into_iter().filter(|won| *won).count(), 1);
        // Should the winner die now, the mail comes back after a pause.
        assert!(store.due_mails(now(), now() + TimeDelta::seconds(29), 9).await.unwrap().is_empty());
        assert_eq!(store.due_mails(now(), now() + TimeDelta::seconds(30), 9).await.unwrap().len(), 1);
    });
}

#[test]
fn one_process_leads_and_another_follows_when_it_is_gone() {
    on_both(|store| async move {
        let mut first = store.take_lead("first", now()).await.unwrap().unwrap();
        assert!(store.take_lead("second", now()).await.unwrap().is_none());
        assert!(store.keep_lead(&mut first, now() + TimeDelta::seconds(30)).await.unwrap());
        store.leave_lead(first).await.unwrap();
        let second = store.take_lead("second", now()).await.unwrap().unwrap();
        // A process that ends without a word: PostgreSQL sees its connection go, SQLite waits out its time.
        drop(second);
        let follow = async {
            while store.take_lead("third", now() + LEASE).await.unwrap().is_none() {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), follow).await.unwrap();
    });
}

#[test]
fn an_institution_is_reminded_once_a_stage_and_again_after_the_due_moved() {
    on_both(|store| async move {
        let round = round(&store).await;
        let mut tx = store.write(&Actor::system(), now()).await.unwrap();
        let mois = slug("mois");
        assert!(tx.note_reminder(round, &mois, day("2024-03-22"), "before 3").await.unwrap());
        assert!(!tx.note_reminder(round, &mois, day("2024-03-22"), "before 3").await.unwrap());
        assert!(tx.note_reminder(round, &mois, day("2024-03-22"), "before 1").await.unwrap());
        assert!(tx.note_reminder(round, &mois, day("2024-03-29"), "before 3").await.unwrap());
        tx.commit().await.unwrap();
    });
}

/// A round of the built-in plan.
async fn round(store: &Store) -> RoundId {
    use ihaeng::domain::plan_parse::{built_in, parse_institutions, parse_plan};
    let institutions = parse_institutions(built_in::INSTITUTIONS).unwrap();
    let plan = parse_plan(built_in::PLAN, &institutions).unwrap();
    let mut tx = store.write(&Actor::system(), now()).await.unwrap();
    tx.import_plan(&plan, built_in::PLAN, None, &institutions, day("2024-03-20")).await.unwrap();
    tx.commit().await.unwrap();
    let id = store.plan_list().await.unwrap()[0].id;
    let mut tx = store.write(&Actor::system(), now()).await.unwrap();
    let settings = RoundSettings {
        base_date: day("2024-03-15"),
        window_from: day("2024-03-11"),
        due: day("2024-03-22"),
        meeting_on: None,
        meeting_place: String::new(),
        tasks: vec![],
        two_steps: false,
    };
    let slug = RoundSlug::parse("2024-Q1").unwrap();
    let round = tx.plan_round(&NewRound { plan: id, slug, ordinal: 2, settings }).await.unwrap();
    tx.commit().await.unwrap();
    round
}

fn mailer(port: u16) -> Mailer {
    mailer_at(&format!("smtp://127.0.0.1:{port}?tls=none"))
}

fn mailer_at(smtp: &str) -> Mailer {
    let (from, base) = ("이행 <ihaeng@example.go.kr>", "https://ihaeng.example.go.kr");
    let settings = MailSettings::read(Some(smtp), Some(from), Some(base)).unwrap().unwrap();
    Mailer::new(&settings, "mark".into(), false)
}

#[tokio::test]
async fn nothing_is_said_to_a_server_that_cannot_keep_it_secret() {
    let server = SmtpServer::start().await;
    assert_eq!(mailer(server.port).greet().await, Ok(()));
    for scheme in ["smtp", "smtps"] {
        let mailer = mailer_at(&format!("{scheme}://127.0.0.1:{}", server.port));
        assert_eq!(mailer.greet().await, Err(MailFault::Tls), "{scheme}");
    }
}

#[test]
fn a_mail_arrives_with_its_subject_its_korean_body_and_its_link() {
    on_both(|store| async move {
        let server = SmtpServer::start().await;
        with_mail(&store, "mois.head", Role::Head, Some("mois"), "head@mois.go.kr").await;
        tell(&store, &Actor::system(), now(), &notice(NoticeKind::SentBack, mois(), "행정안전부 · 보완 요청")).await;
        let drained = mailer(server.port).drain(&store, now(), now()).await.unwrap();
        assert_eq!(drained, Drained { sent: 1, ..Drained::default() });
        let mail = server.mails().remove(0);
        assert_eq!(
            (mail.to.as_str(), mail.header("Subject").as_str()),
            ("head@mois.go.kr", "[이행] 행정안전부 · 보완 요청")
        );
        assert!(mail.body().contains("행정안전부 · 보완 요청의 본문"));
        assert!(mail.body().contains("바로 가기: https://ihaeng.example.go.kr/reviews/2024-Q1/returns/mois\n"));
        assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
        assert_eq!(mail.header("Date"), "Wed, 20 Mar 2024 01:00:00 +0000");
        assert!(mail.header("From").contains("ihaeng@example.go.kr") && mail.header("From").contains("이행"));
        assert_eq!(mailer(server.port).drain(&store, now(), now()).await.unwrap(), Drained::default());
        assert_eq!(server.mails().len(), 1);
    });
}

#[test]
fn a_busy_server_gets_the_same_mail_again_after_a_pause() {
    on_both(|store| async move {
        let server = SmtpServer::start().await;
        with_mail(&store, "mois.head", Role::Head, Some("mois"), "head@mois.go.kr").await;
        tell(&store, &Actor::system(), now(), &notice(NoticeKind::SentBack, mois(), "보완 요청")).await;
        *server.busy.lock().unwrap() = true;
        let mailer = mailer(server.port);
        assert_eq!(mailer.drain(&store, now(), now()).await.unwrap().put_off, 1);
        assert_eq!(store.mail_troubles(9).await.unwrap()[0].fault, MailFault::Busy);
        *server.busy.lock().unwrap() = false;
        assert_eq!(mailer.drain(&store, now(), now()).await.unwrap(), Drained::default());
        assert_eq!(mailer.drain(&store, now(), now() + TimeDelta::seconds(30)).await.unwrap().sent, 1);
        assert!(store.mail_troubles(9).await.unwrap().is_empty());
        let mail = server.mails().remove(0);
        assert_eq!(mail.header("Message-ID"), "<1.mark@example.go.kr>");
    });
}

#[test]
fn a_refused_address_is_given_up_told_and_may_be_tried_again() {
    on_both(|store| async move {
        let server = SmtpServer::start().await;
        let head = with_mail(&store, "mois.head", Role::Head, Some("mois"), "gone@mois.go.kr").await;
        with_mail(&store, "mois.officer", Role::Officer, Some("mois"), "officer@mois.go.kr").await;
        tell(&store, &Actor::system(), now(), &notice(NoticeKind::SentBack, mois(), "보완 요청")).await;
        let drained = mailer(server.port).drain(&store, now(), now()).await.unwrap();
        assert_eq!(drained, Drained { sent: 1, given_up: 1, put_off: 0 });
        let trouble = store.mail_troubles(9).await.unwrap().remove(0);
        assert_eq!(
            (trouble.fault, trouble.given_up, trouble.address.as_str()),
            (MailFault::Refused, true, "gone@mois.go.kr")
        );
        let mut tx = store.write(&Actor::system(), now()).await.unwrap();
        tx.set_mail_address((head, "mois.head"), None, MailAddress::parse("head@mois.go.kr").as_ref()).await.unwrap();
        tx.commit().await.unwrap();
        assert!(store.retry_mail(trouble.id, now()).await.unwrap());
        assert!(!store.retry_mail(trouble.id, now()).await.unwrap());
        assert_eq!(mailer(server.port).drain(&store, now(), now()).await.unwrap().sent, 1);
        assert_eq!(server.mails()[1].to, "head@mois.go.kr");
    });
}

#[test]
fn while_no_server_answers_nothing_is_lost_and_after_three_days_it_is_no_longer_news() {
    on_both(|store| async move {
        let free = SmtpServer::start().await.port;
        with_mail(&store, "mois.head", Role::Head, Some("mois"), "head@mois.go.kr").await;
        with_mail(&store, "mois.officer", Role::Officer, Some("mois"), "officer@mois.go.kr").await;
        tell(&store, &Actor::system(), now(), &notice(NoticeKind::SentBack, mois(), "보완 요청")).await;
        let mailer = mailer(free);
        assert_eq!(mailer.greet().await, Err(MailFault::Unreachable));
        // The second is not tried: the same would happen to it.
        assert_eq!(mailer.drain(&store, now(), now()).await.unwrap(), Drained { put_off: 1, ..Drained::default() });
        assert_eq!(store.outbox_count().await.unwrap().pending, 2);
        let later = now() + GIVEN_UP_AFTER + TimeDelta::seconds(1);
        assert_eq!(mailer.drain(&store, later, later).await.unwrap(), Drained { given_up: 2, ..Drained::default() });
        assert!(store.mail_troubles(9).await.unwrap().iter().all(|one| one.fault == MailFault::Expired));
    });
}

#[test]
fn the_daily_mail_holds_what_is_unread_and_is_left_out_where_nothing_is() {
    on_both(|store| async move {
        let server = SmtpServer::start().await;
        let head = with_mail(&store, "mois.head", Role::Head, Some("mois"), "head@mois.go.kr").await;
        let daily = Preferences { rhythm: Rhythm::Daily, ..Preferences::default() };
        let mut tx = store.write(&actor(head), now()).await.unwrap();
        tx.set_preferences((head, "mois.head"), &Preferences::default(), &daily).await.unwrap();
        tx.commit().await.unwrap();
        for subject in ["하나", "둘", "셋"] {
            tell(&store, &Actor::system(), now(), &notice(NoticeKind::SentBack, mois(), subject)).await;
        }
        let first = store.inbox(head, NoticeFilter::default(), 9, 0).await.unwrap().pop().unwrap();
        store.read_notice(head, first.id, now()).await.unwrap();
        let eight = start_of(day("2024-03-21")) + TimeDelta::hours(8);
        let mailer = mailer(server.port);
        assert_eq!(mailer.drain(&store, eight, now()).await.unwrap().sent, 1);
        let mail = server.mails().remove(0);
        assert_eq!(mail.header("Subject"), "[이행] 둘 외 1건");
        assert!(mail.body().contains("2. 셋") && !mail.body().contains("하나"));

        tell(&store, &Actor::system(), eight, &notice(NoticeKind::SentBack, mois(), "넷")).await;
        store.read_notices(head, None, NoticeId(i64::MAX), eight).await.unwrap();
        let next = eight + TimeDelta::days(1);
        assert_eq!(mailer.drain(&store, next, now()).await.unwrap(), Drained { given_up: 1, ..Drained::default() });
        assert_eq!(server.mails().len(), 1);
    });
}

#[test]
fn who_left_or_has_no_address_gets_no_mail() {
    on_both(|store| async move {
        let server = SmtpServer::start().await;
        let head = with_mail(&store, "mois.head", Role::Head, Some("mois"), "head@mois.go.kr").await;
        person(&store, "mois.officer", Role::Officer, Some("mois")).await;
        tell(&store, &Actor::system(), now(), &notice(NoticeKind::SentBack, mois(), "보완 요청")).await;
        assert_eq!(store.outbox_count().await.unwrap().pending, 1);
        let old = store.people().await.unwrap().into_iter().find(|one| one.id == head).unwrap();
        let mut tx = store.write(&Actor::system(), now()).await.unwrap();
        tx.edit_person(&old, "김하나", false, &old.grants).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(mailer(server.port).drain(&store, now(), now()).await.unwrap().given_up, 1);
        assert!(server.mails().is_empty());
    });
}
