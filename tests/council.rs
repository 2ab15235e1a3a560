//! The councils' register and the search in reports, on both engines.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod engines;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use engines::on_both;
use ihaeng::domain::calendar::start_of;
use ihaeng::domain::council::agenda::{AgendaItem, ItemKind};
use ihaeng::domain::council::attendance::{Attendance, Presence};
use ihaeng::domain::council::difficulty::Difficulty;
use ihaeng::domain::council::meeting::{Meeting, MeetingState, Refusal};
use ihaeng::domain::council::minutes::{Addendum, Correction, CorrectionDecision, Remark};
use ihaeng::domain::council::outcome::{Outcome, OutcomeKind};
use ihaeng::domain::council::{Body, Council, Register, Sight};
use ihaeng::domain::ids::{PlanId, RecordId, ReportId, Slug};
use ihaeng::domain::ledger::ReportKind;
use ihaeng::domain::narrative::ReportText;
use ihaeng::domain::permission::{Grant, Role};
use ihaeng::domain::plan_file::MeetingKind;
use ihaeng::domain::plan_parse::{built_in, parse_institutions, parse_plan};
use ihaeng::domain::rating::SelfRating;
use ihaeng::domain::search::Query;
use ihaeng::store::{Actor, MinutesFault, NewPerson, NewReport, PlanChange, Put, Store};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    start_of(day(text)) + chrono::TimeDelta::hours(10)
}

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

async fn seeded(store: &Store) -> (PlanId, Actor) {
    let institutions = parse_institutions(built_in::INSTITUTIONS).unwrap();
    let plan = parse_plan(built_in::PLAN, &institutions).unwrap();
    let mut tx = store.write(&Actor::system(), at("2024-02-01")).await.unwrap();
    for (position, institution) in (1..).zip(&institutions) {
        tx.put_institution(institution, position).await.unwrap();
    }
    let changes = tx.import_plan(&plan, built_in::PLAN, None, &institutions, day("2024-03-20")).await.unwrap();
    assert!(changes.contains(&PlanChange::NewMeetings(7)), "{changes:?}");
    let grants = vec![Grant { role: Role::Pmo, institution: None }];
    let person =
        NewPerson {
            login: "pmo".into(), name: "이총괄".into(), password_hash: "x".into(), must_change: false, grants
        };
    let id = tx.add_person(&person).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let plan = store.plan_list().await.unwrap()[0].id;
    (plan, Actor { id, login: "pmo".into(), name: "이총괄".into(), on_behalf_of: None })
}

async fn council(store: &Store, plan: PlanId, on: &str) -> Council {
    let mut register = Register::default();
    register.append(store.council_tail(plan, 0).await.unwrap());
    Council::at(&register, day(on), Sight::Full)
}

/// One desk: a store with the plan, and who writes.
struct Desk {
    store: Store,
    plan: PlanId,
    actor: Actor,
}

impl Desk {
    async fn add(&self, on: &str, body: Body, key: Option<&str>) -> Put<RecordId> {
        let mut tx = self.store.write(&self.actor, at(on)).await.unwrap();
        let put = tx.add_record(self.plan, body, key).await.unwrap();
        tx.commit().await.unwrap();
        put
    }

    async fn edit(&self, on: &str, id: RecordId, change: impl FnOnce(&mut Body)) -> Put<()> {
        let mut tx = self.store.write(&self.actor, at(on)).await.unwrap();
        let verb = |mut body: Body| -> Result<Body, ()> {
            change(&mut body);
            Ok(body)
        };
        let put = tx.change_record(self.plan, id, verb).await.unwrap();
        tx.commit().await.unwrap();
        put.map(|done| done.unwrap())
    }

    /// Writes past the product.
    async fn touch(&self, sql: &'static str) {
        let touched = match &self.store {
            Store::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.unwrap().rows_affected(),
            Store::Postgres(pool) => sqlx::query(sql).execute(pool).await.unwrap().rows_affected(),
        };
        assert!(touched > 0, "{sql}");
    }

    async fn set_state(&self, on: &str, id: RecordId, state: MeetingState) {
        let change = |body: &mut Body| {
            if let Body::Meeting(one) = body {
                one.state = state
            }
        };
        self.edit(on, id, change).await.unwrap();
    }
}

fn meeting() -> Meeting {
    Meeting {
        kind: MeetingKind::CioCouncil,
        ordinal: Some(2),
        held_on: day("2024-03-13"),
        starts: NaiveTime::from_hms_opt(14, 0, 0),
        ends: NaiveTime::from_hms_opt(15, 40, 0),
        place: "정부세종청사".into(),
        way: None,
        chair: "행정안전부 차관".into(),
        host: "디지털정부기획과".into(),
        proceedings: "개회, 보고, 폐회".into(),
        published: None,
        state: MeetingState::Preparing,
        nothing_decided: false,
        minutes: None,
    }
}

fn item(meeting: RecordId) -> Body {
    Body::Item(AgendaItem {
        meeting,
        position: 1,
        kind: ItemKind::Report,
        title: "등급 재산정".into(),
        presenter: "과장".into(),
        institution: Some(slug("mois")),
        tasks: vec![],
        minutes: None,
        summary: String::new(),
        carries: vec![],
        exception: None,
        no_remarks: false,
        struck: false,
    })
}

fn remark(meeting: RecordId, item: RecordId, text: &str) -> Body {
    Body::Remark(Remark {
        meeting,
        item: Some(item),
        institution: Some(slug("mofa")),
        speaker: "외교부 CIO".into(),
        text: text.into(),
        private: false,
        salt: "5f".repeat(16),
        struck: false,
    })
}

fn outcome(meeting: RecordId, kind: OutcomeKind) -> Body {
    Body::Outcome(Outcome {
        meeting,
        item: None,
        kind,
        no: 0,
        text: "제출할 것".into(),
        owners: vec![slug("mofa")],
        from: None,
        due: Some(day("2024-03-29")),
        tasks: vec![],
        vote: None,
        struck: false,
    })
}

fn run(test: impl AsyncFn(Desk)) {
    on_both(|store| async {
        let (plan, actor) = seeded(&store).await;
        test(Desk { store, plan, actor }).await;
    });
}

#[test]
fn published_meetings_are_known_from_their_day_on_and_put_down_once() {
    run(async |desk| {
        assert_eq!(council(&desk.store, desk.plan, "2024-02-06").await.meetings.len(), 0);
        let known = council(&desk.store, desk.plan, "2024-03-20").await;
        let days: Vec<_> = known.meetings.iter().map(|one| one.body.held_on.to_string()).collect();
        assert_eq!(days, ["2024-02-07", "2024-02-28", "2024-03-15"]);
        let first = &known.meetings[0].body;
        assert_eq!((first.state, first.published.as_ref().unwrap().agenda.len()), (MeetingState::Published, 6));
        assert!(known.items.is_empty() && first.host.is_empty(), "nothing more than was published");

        let institutions = desk.store.institutions().await.unwrap();
        let file = parse_plan(built_in::PLAN, &institutions).unwrap();
        assert_eq!(desk.store.new_meetings(desk.plan, &file).await.unwrap(), 0);
        let mut tx = desk.store.write(&Actor::system(), at("2024-03-20")).await.unwrap();
        assert_eq!(tx.put_meetings(desk.plan, &file).await.unwrap(), 0);
        tx.commit().await.unwrap();
    });
}

#[test]
fn a_line_sent_twice_is_one_line_and_a_tail_brings_only_what_is_new() {
    run(async |desk| {
        let id = desk.add("2024-03-04", Body::Meeting(meeting()), None).await.unwrap();
        let item = desk.add("2024-03-05", item(id), None).await.unwrap();
        let before = desk.store.council_tail(desk.plan, 0).await.unwrap();
        let first = desk.add("2024-03-13", remark(id, item, "기준이 필요함"), Some("a-1")).await.unwrap();
        let again = desk.add("2024-03-13", remark(id, item, "기준이 필요함"), Some("a-1")).await.unwrap();
        assert_eq!(first, again);
        let tail = desk.store.council_tail(desk.plan, before.last().unwrap().no).await.unwrap();
        assert_eq!(tail.len(), 1);
        assert_eq!(
            (tail[0].record, tail[0].by_name.as_str(), tail[0].recorded_at),
            (first, "이총괄", at("2024-03-13"))
        );
        assert!(desk.store.verify_audit().await.unwrap().is_ok());
    });
}

#[test]
fn directives_are_numbered_by_their_meeting_and_keep_their_numbers() {
    run(async |desk| {
        let id = desk.add("2024-03-04", Body::Meeting(meeting()), None).await.unwrap();
        let mut made = Vec::new();
        for kind in [OutcomeKind::Directive, OutcomeKind::Decision, OutcomeKind::Request] {
            made.push(desk.add("2024-03-13", outcome(id, kind), None).await.unwrap());
        }
        let strike = |body: &mut Body| {
            if let Body::Outcome(one) = body {
                one.struck = true
            }
        };
        desk.edit("2024-03-13", made[2], strike).await.unwrap();
        let turn = |body: &mut Body| {
            if let Body::Outcome(one) = body {
                one.kind = OutcomeKind::Directive
            }
        };
        desk.edit("2024-03-13", made[1], turn).await.unwrap();
        let known = council(&desk.store, desk.plan, "2024-03-13").await;
        let numbers: Vec<_> = known.outcomes.iter().map(|one| one.body.no).collect();
        assert_eq!(numbers, [1, 3], "a number that was struck out is not given again");
    });
}

#[test]
fn closed_minutes_are_numbered_hashed_and_refuse_every_line() {
    run(async |desk| {
        let id = desk.add("2024-03-04", Body::Meeting(meeting()), None).await.unwrap();
        let item = desk.add("2024-03-05", item(id), None).await.unwrap();
        let said = desk.add("2024-03-13", remark(id, item, "기준이 필요함"), None).await.unwrap();
        desk.add("2024-03-13", outcome(id, OutcomeKind::Directive), None).await.unwrap();
        let addendum = || Body::Addendum(Addendum { meeting: id, text: "정정".into() });
        assert_eq!(desk.add("2024-03-13", addendum(), None).await, Err(Refusal::NotClosed));
        desk.set_state("2024-03-13", id, MeetingState::Circulated).await;
        assert_eq!(desk.add("2024-03-14", remark(id, item, "덧붙임"), None).await, Err(Refusal::NotPreparing));

        let close = async |on: &str| {
            let mut tx = desk.store.write(&desk.actor, at(on)).await.unwrap();
            let closed = tx.close_minutes(desk.plan, id).await.unwrap();
            tx.commit().await.unwrap();
            closed
        };
        assert_eq!(close("2024-03-15").await, Err(Refusal::Incomplete(1)), "nobody's attendance is known");
        desk.set_state("2024-03-15", id, MeetingState::Preparing).await;
        let presence = Some(Presence::Present);
        let line = Attendance {
            meeting: id,
            institution: slug("mofa"),
            person: String::new(),
            presence,
            note: String::new(),
            struck: false,
        };
        desk.add("2024-03-15", Body::Attendance(line), None).await.unwrap();
        desk.set_state("2024-03-15", id, MeetingState::Circulated).await;

        let asked = Correction {
            meeting: id,
            remark: said,
            institution: slug("mofa"),
            proposed: "재외공관의 기준이 필요함".into(),
            reason: "주어가 빠짐".into(),
            decision: None,
        };
        let asked = desk.add("2024-03-16", Body::Correction(asked), None).await.unwrap();
        assert_eq!(close("2024-03-16").await, Err(Refusal::CorrectionsOpen(1)));
        let mut tx = desk.store.write(&desk.actor, at("2024-03-17")).await.unwrap();
        let decision = CorrectionDecision { accepted: true, reason: "맞음".into() };
        tx.decide_correction(desk.plan, asked, decision).await.unwrap().unwrap();
        tx.commit().await.unwrap();

        let closed = close("2024-03-18").await.unwrap();
        assert_eq!((closed.number.as_str(), closed.sha256.len()), ("2024-1", 64));
        let known = council(&desk.store, desk.plan, "2024-03-18").await;
        let minutes = known.minutes(id).unwrap();
        assert_eq!(minutes.remarks[0].body.text, "재외공관의 기준이 필요함");
        assert_eq!(minutes.sha256().unwrap(), closed.sha256, "the fingerprint can be made again from what is there");
        assert_eq!(desk.add("2024-03-19", remark(id, item, "뒤늦음"), None).await, Err(Refusal::Locked));
        let strike = |body: &mut Body| {
            if let Body::Remark(one) = body {
                one.struck = true
            }
        };
        assert_eq!(desk.edit("2024-03-19", said, strike).await, Err(Refusal::Locked));
        assert!(desk.add("2024-03-19", addendum(), None).await.is_ok());
        assert!(desk.store.verify_audit().await.unwrap().is_ok());
    });
}

/// A meeting with a public and a private remark, closed; and one that was raised in it.
async fn closed_minutes(desk: &Desk) -> (RecordId, RecordId, RecordId) {
    let id = desk.add("2024-03-04", Body::Meeting(meeting()), None).await.unwrap();
    let item = desk.add("2024-03-05", item(id), None).await.unwrap();
    desk.add("2024-03-13", remark(id, item, "기준이 필요함"), None).await.unwrap();
    let Body::Remark(private) = remark(id, item, "등급은 공개하지 않음") else { panic!("a remark") };
    let private = desk.add("2024-03-13", Body::Remark(Remark { private: true, ..private }), None).await.unwrap();
    desk.add("2024-03-13", outcome(id, OutcomeKind::Directive), None).await.unwrap();
    let (institution, person, note) = (slug("mofa"), String::new(), String::new());
    let presence = Some(Presence::Present);
    let came = Attendance { meeting: id, institution, person, presence, note, struck: false };
    desk.add("2024-03-13", Body::Attendance(came), None).await.unwrap();
    let raised = desk.add("2024-03-13", raised(id, item), None).await.unwrap();
    desk.set_state("2024-03-14", id, MeetingState::Circulated).await;
    let mut tx = desk.store.write(&desk.actor, at("2024-03-18")).await.unwrap();
    tx.close_minutes(desk.plan, id).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    (id, private, raised)
}

fn raised(meeting: RecordId, item: RecordId) -> Body {
    let raised = Difficulty::raised(slug("kfs"), "야간 근무 인력".into(), "교대할 사람이 없음".into(), vec![]);
    Body::Difficulty(Difficulty { meeting: Some(meeting), item: Some(item), ..raised })
}

#[test]
fn what_is_raised_in_a_meeting_is_worded_with_its_minutes_and_goes_on_after_them() {
    run(async |desk| {
        let (id, _, raised_there) = closed_minutes(&desk).await;
        let reword = |body: &mut Body| {
            if let Body::Difficulty(one) = body {
                one.title.push_str(" 부족")
            }
        };
        assert_eq!(desk.edit("2024-03-19", raised_there, reword).await, Err(Refusal::Locked));
        let late = raised(id, RecordId(1));
        assert_eq!(desk.add("2024-03-19", late, None).await, Err(Refusal::Locked), "nothing is raised afterwards");
        let ask = |body: &mut Body| {
            if let Body::Difficulty(one) = body {
                *one = one.clone().ask(slug("mois"), day("2024-03-19"), day("2024-04-02")).unwrap();
            }
        };
        desk.edit("2024-03-19", raised_there, ask).await.unwrap();
        let known = council(&desk.store, desk.plan, "2024-03-19").await;
        let one = known.difficulty(raised_there).unwrap();
        assert_eq!((one.body.no, one.body.asked.as_ref().unwrap().answerer.as_str()), (1, "mois"));
        assert_eq!(desk.store.check_minutes().await.unwrap().findings, [], "an answer changes no minutes");
    });
}

#[test]
fn closed_minutes_that_were_touched_are_named_with_what_differs() {
    run(async |desk| {
        let (meeting, private, _) = closed_minutes(&desk).await;
        let sound = desk.store.check_minutes().await.unwrap();
        assert_eq!((sound.closed, sound.findings), (1, vec![]));
        let faults = async || -> Vec<MinutesFault> {
            let found = desk.store.check_minutes().await.unwrap().findings;
            assert!(found.iter().all(|one| one.minutes == "2024-1"), "{found:?}");
            found.into_iter().map(|one| one.fault).collect()
        };
        let line = |kind: &str, record: RecordId, field: &str| MinutesFault::Line {
            kind: kind.into(),
            record: record.0,
            fields: vec![field.into()],
        };

        desk.touch("update council_version set body = replace(body, '등급은 공개하지', '등급을 공개하지')").await;
        assert_eq!(faults().await, [MinutesFault::Fingerprint, line("remark", private, "text")], "one letter");
        desk.touch("update council_version set body = replace(body, '등급을 공개하지', '등급은 공개하지')").await;
        assert_eq!(faults().await, []);

        desk.touch(
            "update council_version set body = replace(body, '\"place\":\"정부세종청사\"', '\"place\":\"다른 곳\"')",
        )
        .await;
        let found = faults().await;
        assert_eq!(found, [MinutesFault::Fingerprint, line("meeting", meeting, "place")]);
        desk.touch(
            "update council_version set body = replace(body, '\"place\":\"다른 곳\"', '\"place\":\"정부세종청사\"')",
        )
        .await;

        desk.touch("update council_version set body = replace(body, '\"private\":true', '\"private\":false')").await;
        assert_eq!(faults().await, [MinutesFault::Fingerprint, line("remark", private, "private")], "made public");
        desk.touch("update council_version set body = replace(body, '등급은 공개하지 않음\",\"private\":false', '등급은 공개하지 않음\",\"private\":true')").await;
        assert_eq!(faults().await, []);

        desk.touch(
            "update council_version set body = replace(body, '\"state\":\"closed\"', '\"state\":\"preparing\"')",
        )
        .await;
        assert_eq!(faults().await, [MinutesFault::Opened]);
        desk.touch(
            "update council_version set body = replace(body, '\"state\":\"preparing\"', '\"state\":\"closed\"') \
            where id = (select max(id) from council_version where body like '%\"record\":\"meeting\"%')",
        )
        .await;
        assert_eq!(faults().await, []);

        desk.touch("delete from council_version where body like '%등급은 공개하지%'").await;
        let gone = MinutesFault::Gone { kind: "remark".into(), record: private.0 };
        assert_eq!(faults().await, [MinutesFault::Fingerprint, gone]);
    });
}

async fn report(desk: &Desk, on: &str, assignment: usize, previous: Option<ReportId>, text: ReportText) -> ReportId {
    let plan = desk.store.plan_list().await.unwrap().remove(0);
    let registry = desk.store.registry(plan).await.unwrap();
    let new = NewReport {
        plan: desk.plan,
        return_id: None,
        assignment: registry.assignments[assignment].id,
        institution: slug("mois"),
        kind: ReportKind::Statement,
        self_rating: SelfRating::OnTrack,
        progress: None,
        text,
        base_date: day("2024-03-18"),
        previous,
        steps: vec![],
        evidence: vec![],
    };
    let mut tx = desk.store.write(&desk.actor, at(on)).await.unwrap();
    let id = tx.add_report(&new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[test]
fn reports_are_found_by_two_syllables_one_syllable_and_parts_of_words() {
    run(async |desk| {
        let mut previous = None;
        for text in ["- 정보시스템 장애등급을 정함", "- 국민신뢰 제고 방안", "- HWPX 서식 배포"]
        {
            let text = ReportText { done: text.into(), ..ReportText::default() };
            previous = Some(report(&desk, "2024-03-18", 0, previous, text).await);
        }
        assert!(!desk.store.index_reports(at("2024-03-18")).await.unwrap());
        assert!(!desk.store.index_reports(at("2024-03-18")).await.unwrap(), "nothing is taken in twice");
        let find = async |query: &str| {
            let grams = Query::parse(query).unwrap().grams();
            let found = desk.store.report_candidates(desk.plan, &grams, None, 10).await.unwrap();
            found.iter().map(|one| one.report.0).collect::<Vec<_>>()
        };
        let all = find("-한").await;
        assert!(all.is_empty());
        let [first, second, third] = [find("장애").await, find("신뢰").await, find("hwp").await];
        assert_eq!((first.len(), second.len(), third.len()), (1, 1, 1));
        assert_eq!(find("장애등급 시스템").await, first);
        assert_eq!(find("뢰").await, second);
        assert_eq!(find("서식 x").await, third);
        assert!(find("장애 신뢰").await.is_empty());
        let later = ReportText { next: "장애 훈련".into(), ..ReportText::default() };
        report(&desk, "2024-03-19", 1, None, later).await;
        desk.store.index_newest_reports(at("2024-03-19")).await.unwrap();
        assert_eq!(find("장애").await.len(), 2, "what came later is taken in by its tail");
    });
}
