//! The review of 15 March, circulated; and the next council, in preparation.

use super::february::{February, Told, agenda, outcome, remark, step};
use super::{Scribe, day, slug, slugs, time};
use crate::commands::CommandResult;
use crate::domain::council::Body;
use crate::domain::council::agenda::{AgendaItem, ItemKind};
use crate::domain::council::attendance::{Attendance, Presence, invited_person, members};
use crate::domain::council::meeting::{Meeting, MeetingState, Way};
use crate::domain::council::minutes::Correction;
use crate::domain::council::outcome::{Outcome, OutcomeKind};
use crate::domain::ids::{RecordId, TaskNo};
use crate::domain::plan_file::MeetingKind;

const AGENDA: [Told<'static>; 4] = [
    Told {
        kind: ItemKind::Report,
        title: "12개 추진과제 이행 상황",
        institution: "mois",
        presenter: "디지털정부기획과장",
        tasks: &[],
        minutes: 20,
        said: &[("mois", "차관", "지연된 단계는 사유와 만회 계획을 함께 낼 것")],
    },
    Told {
        kind: ItemKind::Discussion,
        title: "3월 내 완료 과제",
        institution: "mois",
        presenter: "디지털정부기획과장",
        tasks: &[4, 12],
        minutes: 25,
        said: &[
            ("opc", "국정과제관리관", "완료 보고와 완료확인을 나누어 관리할 필요가 있음"),
            ("msit", "소프트웨어정책관", "민간 클라우드를 쓰는 시스템의 등급 기준을 함께 정해야 함"),
        ],
    },
    Told {
        kind: ItemKind::Report,
        title: "서비스 연속성 계획 표준안",
        institution: "mois",
        presenter: "디지털정부기획과장",
        tasks: &[7],
        minutes: 15,
        said: &[("pps", "기획조정관", "입찰 마감 시각의 장애는 소급적용의 기준이 따로 있어야 함")],
    },
    Told {
        kind: ItemKind::Sharing,
        title: "분기별 점검 계획",
        institution: "mois",
        presenter: "디지털정부기획과장",
        tasks: &[],
        minutes: 10,
        said: &[],
    },
];

/// The review, as it stands while its minutes are circulated.
pub async fn review(scribe: &mut Scribe<'_>) -> CommandResult<()> {
    scribe.at(3, 15, 9, 0).pmo();
    let meeting = scribe.published(MeetingKind::ProgressReview, day(3, 15)).await?;
    step(scribe, meeting, Meeting::take_up).await?;
    step(scribe, meeting, |meeting| {
        Ok(Meeting {
            starts: time(10, 0),
            ends: time(11, 20),
            place: "정부서울청사 별관".to_owned(),
            way: Some(Way::InPerson),
            host: "행정안전부 디지털정부기획과".to_owned(),
            proceedings: "개회\n이행 상황 보고\n과제별 논의\n마무리".to_owned(),
            ..meeting
        })
    })
    .await?;
    for (institution, person) in
        [("mois", "차관"), ("opc", "국정과제관리관"), ("msit", "소프트웨어정책관"), ("pps", "기획조정관")]
    {
        let line = Attendance {
            meeting,
            institution: slug(institution)?,
            person: person.to_owned(),
            presence: Some(Presence::Present),
            note: String::new(),
            struck: false,
        };
        scribe.add(Body::Attendance(line)).await?;
    }
    let items = agenda(scribe, meeting, &AGENDA).await?;
    decide(scribe, meeting, &items).await?;
    scribe.at(3, 18, 9, 30);
    step(scribe, meeting, |meeting| meeting.circulate(day(3, 18))).await?;
    ask_for_correction(scribe, meeting).await
}

async fn decide(scribe: &Scribe<'_>, meeting: RecordId, items: &[RecordId]) -> CommandResult<()> {
    use OutcomeKind::{Decision, Directive};
    let counted = "재외공관 시스템은 서비스 단위로 하나로 세는 기준을 그대로 씀";
    scribe.add(Body::Outcome(outcome(meeting, items[1], Decision, counted, &[4]))).await?;
    let late = outcome(meeting, items[0], Directive, "지연된 이행단계의 사유와 만회 계획을 낼 것", &[4, 12]);
    let late = Outcome { owners: slugs(&["mois"])?, due: Some(day(3, 22)), ..late };
    scribe.add(Body::Outcome(late)).await?;
    let cloud = outcome(meeting, items[1], Directive, "민간 클라우드를 쓰는 시스템의 등급 기준을 정할 것", &[4]);
    let cloud = Outcome { owners: slugs(&["mois", "msit"])?, due: Some(day(4, 12)), ..cloud };
    scribe.add(Body::Outcome(cloud)).await?;
    let frank = ("opc", "국정과제관리관", "일부 기관의 완료 보고는 증빙이 부족해 보임");
    remark(scribe, meeting, items[1], frank, true).await?;
    let quiet = |body| match body {
        Body::Item(item) => Ok::<_, ()>(Body::Item(AgendaItem { no_remarks: true, ..item })),
        other => Ok(other),
    };
    scribe.change(items[3], quiet).await
}

/// 과학기술정보통신부 asks for a correction that is not decided yet.
async fn ask_for_correction(scribe: &mut Scribe<'_>, meeting: RecordId) -> CommandResult<()> {
    scribe.at(3, 19, 10, 40).officer("msit")?;
    let institution = slug("msit")?;
    let council = scribe.council().await?;
    let own = council
        .remarks
        .iter()
        .find(|one| one.body.meeting == meeting && one.body.institution.as_ref() == Some(&institution));
    let Some(remark) = own.map(|one| one.id) else { return Ok(()) };
    let asked = Correction {
        meeting,
        remark,
        institution,
        proposed: "민간 클라우드를 쓰는 시스템의 등급 기준과 점검 방법을 함께 정해야 함".to_owned(),
        reason: "점검 방법도 함께 말함".to_owned(),
        decision: None,
    };
    scribe.add(Body::Correction(asked)).await?;
    Ok(())
}

/// The council of 3 April: invitations, two items carried over, one new.
pub async fn next_council(scribe: &mut Scribe<'_>, february: &February) -> CommandResult<()> {
    scribe.at(3, 18, 14, 0).pmo();
    let held_on = day(4, 3);
    let meeting = scribe
        .add(Body::Meeting(Meeting {
            kind: MeetingKind::CioCouncil,
            ordinal: None,
            held_on,
            starts: time(14, 0),
            ends: None,
            place: "정부세종청사 대회의실".to_owned(),
            way: Some(Way::Both),
            chair: String::new(),
            host: "행정안전부 디지털정부기획과".to_owned(),
            proceedings: String::new(),
            published: None,
            state: MeetingState::Preparing,
            nothing_decided: false,
            minutes: None,
        }))
        .await?;
    let council = scribe.council().await?;
    let invited = members(MeetingKind::CioCouncil, &scribe.ledger.institutions, &[], held_on).into_iter();
    let line = |institution| {
        let person = invited_person(&council, &institution, held_on);
        Body::Attendance(Attendance {
            meeting,
            institution,
            person,
            presence: None,
            note: String::new(),
            struck: false,
        })
    };
    scribe.add_all(invited.map(line).collect()).await?;
    scribe.at(3, 19, 15, 30);
    let item = |position, kind, title: &str, tasks: &[i64], carries: Vec<RecordId>| AgendaItem {
        meeting,
        position,
        kind,
        title: title.to_owned(),
        presenter: "디지털정부기획과장".to_owned(),
        institution: slug("mois").ok(),
        tasks: tasks.iter().map(|no| TaskNo(*no)).collect(),
        minutes: Some(20),
        summary: String::new(),
        carries,
        exception: None,
        no_remarks: false,
        struck: false,
    };
    let missing = february.outcomes.get(1).copied().into_iter().collect();
    scribe.add(Body::Item(item(1, ItemKind::Report, "등급 재산정 결과와 남은 기관", &[4], missing))).await?;
    let scope = "이중화 기준에 2등급을 넣을지";
    scribe.add(Body::Item(item(2, ItemKind::Resolution, scope, &[12], vec![february.heard[0]]))).await?;
    Ok(())
}
