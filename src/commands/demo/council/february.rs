//! The council of 7 February: what it might have said and decided, and what became of it by the middle of March.

use super::{Scribe, day, slug, slugs, time};
use crate::commands::CommandResult;
use crate::domain::council::Body;
use crate::domain::council::agenda::{AgendaItem, ItemKind};
use crate::domain::council::attendance::{Attendance, Presence, members};
use crate::domain::council::difficulty::Difficulty;
use crate::domain::council::meeting::{Meeting, Refusal, Way};
use crate::domain::council::minutes::{Correction, Remark};
use crate::domain::council::outcome::{Note, NoteKind, Outcome, OutcomeKind, Vote};
use crate::domain::ids::{RecordId, TaskNo};
use crate::domain::plan_file::MeetingKind;

/// The council's meeting and its numbered outcomes.
pub struct February {
    /// In the order of their numbers.
    pub outcomes: Vec<RecordId>,
    /// What the field raised: an answer is wanted, and the first comes back in April.
    pub heard: [RecordId; 2],
}

/// A remark without a name: `(institution, speaker, text)`.
pub type Said<'a> = (&'a str, &'a str, &'a str);

/// An agenda item and what was said about it.
pub struct Told<'a> {
    pub kind: ItemKind,
    pub title: &'a str,
    pub institution: &'a str,
    pub presenter: &'a str,
    pub tasks: &'a [i64],
    pub minutes: i64,
    pub said: &'a [Said<'a>],
}

const AGENDA: [Told<'static>; 6] = [
    Told {
        kind: ItemKind::Report,
        title: "대책 개요",
        institution: "mois",
        presenter: "디지털정부실장",
        tasks: &[],
        minutes: 15,
        said: &[("mois", "주재자", "대책의 12개 과제를 기관별로 맡아 분기마다 점검할 계획임")],
    },
    Told {
        kind: ItemKind::Discussion,
        title: "등급별 운영",
        institution: "mois",
        presenter: "디지털정부기획과장",
        tasks: &[4],
        minutes: 25,
        said: &[
            ("mofa", "CIO", "재외공관 정보시스템을 기관별로 셀지 하나로 셀지 기준이 필요함"),
            ("nts", "CIO", "납기에는 2등급도 1등급만큼 중요하므로 시기별 예외를 둘 수 있어야 함"),
            ("mois", "디지털정부기획과장", "3월 말까지 재산정을 마쳐야 장비 교체와 예산의 기준으로 쓸 수 있음"),
        ],
    },
    Told {
        kind: ItemKind::Discussion,
        title: "서비스 연속성",
        institution: "mois",
        presenter: "디지털정부기획과장",
        tasks: &[7],
        minutes: 20,
        said: &[
            ("mohw", "CIO", "소급적용은 개별 법령의 근거가 달라 표준 문구만으로는 부족함"),
            ("moleg", "CIO", "공통 조문 예시를 4월 중 줄 수 있음"),
        ],
    },
    Told {
        kind: ItemKind::Sharing,
        title: "장애 사례 공유",
        institution: "mois",
        presenter: "국가정보자원관리원",
        tasks: &[1, 3],
        minutes: 15,
        said: &[("kostat", "CIO", "점검 때 쓴 점검표를 함께 나누어 주기 바람")],
    },
    Told {
        kind: ItemKind::Report,
        title: "기술 지원",
        institution: "mois",
        presenter: "국가정보자원관리원",
        tasks: &[6],
        minutes: 10,
        said: &[("msit", "CIO", "사이버장애지원단의 민간 전문가 명단을 함께 관리할 필요가 있음")],
    },
    Told {
        kind: ItemKind::Discussion,
        title: "현장 애로사항 청취",
        institution: "mois",
        presenter: "디지털정부기획과장",
        tasks: &[12],
        minutes: 35,
        said: &[
            ("kfs", "CIO", "야간 상황 근무를 맡을 인력이 한 명뿐임"),
            ("moef", "CIO", "이중화 대상의 수가 먼저 나와야 예산을 협의할 수 있음"),
        ],
    },
];

/// Takes the published meeting up, writes its minutes and closes them.
pub async fn council(scribe: &mut Scribe<'_>) -> CommandResult<February> {
    scribe.at(2, 7, 9, 30).pmo();
    let meeting = scribe.published(MeetingKind::CioCouncil, day(2, 7)).await?;
    take_up(scribe, meeting).await?;
    attend(scribe, meeting).await?;
    let items = agenda(scribe, meeting, &AGENDA).await?;
    let outcomes = decide(scribe, meeting, &items).await?;
    let heard = hear(scribe, meeting, items[5]).await?;
    scribe.at(2, 13, 10, 0);
    step(scribe, meeting, |meeting| meeting.circulate(day(2, 13))).await?;
    correct(scribe, meeting).await?;
    scribe.at(2, 20, 17, 0).pmo();
    scribe.close(meeting).await?;
    Ok(February { outcomes, heard })
}

/// Moves a meeting on.
pub async fn step(
    scribe: &Scribe<'_>,
    meeting: RecordId,
    verb: impl FnOnce(Meeting) -> Result<Meeting, Refusal>,
) -> CommandResult<()> {
    let verb = |body| match body {
        Body::Meeting(meeting) => verb(meeting).map(Body::Meeting),
        other => Ok(other),
    };
    scribe.change(meeting, verb).await
}

async fn take_up(scribe: &Scribe<'_>, meeting: RecordId) -> CommandResult<()> {
    step(scribe, meeting, Meeting::take_up).await?;
    step(scribe, meeting, |meeting| {
        Ok(Meeting {
            starts: time(14, 0),
            ends: time(16, 0),
            place: "정부세종청사 대회의실".to_owned(),
            way: Some(Way::Both),
            chair: "행정안전부 디지털정부실장".to_owned(),
            host: "행정안전부 디지털정부기획과".to_owned(),
            proceedings: "개회\n대책 개요 보고\n안건 보고와 논의\n현장 애로사항 청취\n마무리".to_owned(),
            ..meeting
        })
    })
    .await
}

/// Who came: a few by proxy, a few not at all, the provinces as observers.
async fn attend(scribe: &Scribe<'_>, meeting: RecordId) -> CommandResult<()> {
    const PROXIES: [&str; 8] = ["mnd", "me", "mof", "nts", "mma", "kfs", "fsc", "sdia"];
    const ABSENT: [(&str, &str); 3] = [("dapa", "국회 일정(사유 제출)"), ("oka", "사유 없음"), ("kcc", "사유 없음")];
    let held_on = day(2, 7);
    let mut lines = Vec::new();
    for institution in members(MeetingKind::CioCouncil, &scribe.ledger.institutions, &[], held_on) {
        let central = scribe.central(held_on).any(|one| one.slug == institution);
        let name = institution.as_str();
        let absent = ABSENT.iter().find(|(slug, _)| *slug == name);
        let presence = match absent {
            Some(_) => Presence::Absent,
            None if !central => Presence::Observing,
            None if PROXIES.contains(&name) => Presence::Proxy,
            None => Presence::Present,
        };
        let person = if presence == Presence::Proxy { "정보화담당관" } else { "기획조정실장" };
        let person = if central { person } else { "정보화 담당 과장" };
        let line = Attendance {
            meeting,
            institution,
            person: person.to_owned(),
            presence: Some(presence),
            note: absent.map(|(_, reason)| (*reason).to_owned()).unwrap_or_default(),
            struck: false,
        };
        lines.push(Body::Attendance(line));
    }
    scribe.add_all(lines).await
}

/// Writes an agenda and what was said; the items in their order.
pub async fn agenda(scribe: &Scribe<'_>, meeting: RecordId, told: &[Told<'_>]) -> CommandResult<Vec<RecordId>> {
    let mut items = Vec::new();
    for (position, one) in (1..).zip(told) {
        let item = AgendaItem {
            meeting,
            position,
            kind: one.kind,
            title: one.title.to_owned(),
            presenter: one.presenter.to_owned(),
            institution: Some(slug(one.institution)?),
            tasks: one.tasks.iter().map(|no| TaskNo(*no)).collect(),
            minutes: Some(one.minutes),
            summary: String::new(),
            carries: vec![],
            exception: None,
            no_remarks: false,
            struck: false,
        };
        let item = scribe.add(Body::Item(item)).await?;
        for said in one.said {
            remark(scribe, meeting, item, *said, false).await?;
        }
        items.push(item);
    }
    Ok(items)
}

/// Writes down a remark.
pub async fn remark(
    scribe: &Scribe<'_>,
    meeting: RecordId,
    item: RecordId,
    (institution, speaker, text): Said<'_>,
    private: bool,
) -> CommandResult<RecordId> {
    let remark = Remark {
        meeting,
        item: Some(item),
        institution: Some(slug(institution)?),
        speaker: speaker.to_owned(),
        text: text.to_owned(),
        private,
        // Elsewhere random; here the demonstration is the same each time it is made.
        salt: format!("{:016x}{:016x}", item.0, text.len()),
        struck: false,
    };
    scribe.add(Body::Remark(remark)).await
}

/// A line of what came of a meeting.
pub fn outcome(meeting: RecordId, item: RecordId, kind: OutcomeKind, text: &str, tasks: &[i64]) -> Outcome {
    Outcome {
        meeting,
        item: Some(item),
        kind,
        no: 0,
        text: text.to_owned(),
        owners: vec![],
        from: None,
        due: None,
        tasks: tasks.iter().map(|no| TaskNo(*no)).collect(),
        vote: None,
        struck: false,
    }
}

async fn decide(scribe: &Scribe<'_>, meeting: RecordId, items: &[RecordId]) -> CommandResult<Vec<RecordId>> {
    use OutcomeKind::{Decision, Directive, Request, Sharing};
    let line = |at: usize, kind, text: &str, tasks: &[i64]| outcome(meeting, items[at], kind, text, tasks);
    remark(
        scribe,
        meeting,
        items[1],
        ("mnd", "CIO(대리)", "보안 시스템은 등급을 공개하지 않는 조건으로 산정할 수 있음"),
        true,
    )
    .await?;
    scribe.add(Body::Outcome(line(1, Decision, "재외공관 정보시스템은 서비스 단위로 하나로 셈", &[4]))).await?;
    let vote = Some(Vote { in_favour: 36, against: 5, abstained: 3 });
    let voted = line(5, Decision, "이중화는 1등급 기준을 먼저 확정하고 2등급은 다음 회의에서 다룸", &[12]);
    scribe.add(Body::Outcome(Outcome { vote, ..voted })).await?;
    scribe.add(Body::Outcome(line(3, Sharing, "장애 사례집은 국가정보자원관리원이 2월 중 나누어 줌", &[3]))).await?;
    let directive = |at, text: &str, tasks: &[i64], owners: &[&str], due| -> CommandResult<Outcome> {
        Ok(Outcome { owners: slugs(owners)?, due: Some(due), ..line(at, Directive, text, tasks) })
    };
    let request = |at, text: &str, tasks: &[i64], from: &str, to: &[&str], due| -> CommandResult<Outcome> {
        let from = Some(slug(from)?);
        Ok(Outcome { from, owners: slugs(to)?, due: Some(due), ..line(at, Request, text, tasks) })
    };
    let lines = [
        directive(1, "등급 산정이 어려운 정보시스템의 예시를 나누어 줄 것", &[4], &["mois"], day(2, 29))?,
        directive(1, "재산정 미제출 기관은 자체 산정 결과를 제출할 것", &[4], &["mofa", "dapa", "nssc"], day(3, 15))?,
        directive(2, "서비스 연속성 계획 표준안에 대한 의견을 모을 것", &[7], &["mois"], day(3, 22))?,
        directive(3, "장애 점검표를 정리해 모든 부처에 나누어 줄 것", &[3], &["mois"], day(3, 8))?,
        directive(5, "2등급을 포함할 때의 대상 시스템 수와 소요를 낼 것", &[12], &["mois", "moef"], day(4, 5))?,
        request(2, "소급적용 공통 조문의 예시를 마련해 주기 바람", &[7], "mohw", &["moleg"], day(4, 19))?,
        request(5, "2등급 이중화 예산의 협의 일정을 알려 주기 바람", &[12], "mohw", &["moef"], day(3, 15))?,
    ];
    let mut outcomes = Vec::new();
    for line in lines {
        outcomes.push(scribe.add(Body::Outcome(line)).await?);
    }
    Ok(outcomes)
}

/// What institutions find hard, written down as they raise it.
async fn hear(scribe: &Scribe<'_>, meeting: RecordId, item: RecordId) -> CommandResult<[RecordId; 2]> {
    let raise = async |institution: &str, title: &str, text: &str, task: i64| -> CommandResult<RecordId> {
        let raised = Difficulty::raised(slug(institution)?, title.to_owned(), text.to_owned(), vec![TaskNo(task)]);
        scribe.add(Body::Difficulty(Difficulty { meeting: Some(meeting), item: Some(item), ..raised })).await
    };
    let budget = raise(
        "mohw",
        "2등급 이중화 예산을 2024년에 확보하지 못함",
        "2등급 정보시스템 9개의 이중화 예산이 올해 예산에 없음. 내년 예산에 넣으려면 5월 전에 기준이 있어야 함.",
        12,
    );
    let nights = raise(
        "kfs",
        "야간 상황 근무를 맡을 인력이 한 명뿐임",
        "산불 조심 기간에는 야간 관제를 교대할 사람이 없음. 공동 관제를 쓸 수 있는지 알고자 함.",
        1,
    );
    Ok([budget.await?, nights.await?])
}

/// 외교부 asks for its remark to be put more exactly, and it is.
async fn correct(scribe: &mut Scribe<'_>, meeting: RecordId) -> CommandResult<()> {
    scribe.at(2, 14, 11, 20).officer("mofa")?;
    let council = scribe.council().await?;
    let institution = slug("mofa")?;
    let own = council
        .remarks
        .iter()
        .find(|one| one.body.meeting == meeting && one.body.institution.as_ref() == Some(&institution));
    let Some(remark) = own.map(|one| one.id) else { return Ok(()) };
    let asked = Correction {
        meeting,
        remark,
        institution,
        proposed: "재외공관 정보시스템을 공관별로 셀지 서비스 단위로 하나로 셀지 기준이 필요함".to_owned(),
        reason: "‘기관별’이 아니라 ‘공관별’로 말함".to_owned(),
        decision: None,
    };
    let asked = scribe.add(Body::Correction(asked)).await?;
    scribe.at(2, 16, 15, 0).pmo();
    scribe.accept(asked, "녹취로 확인함").await
}

fn note(outcome: RecordId, kind: NoteKind, text: &str, institution: Option<&str>) -> CommandResult<Body> {
    let institution = institution.map(slug).transpose()?;
    Ok(Body::Note(Note { outcome, kind, text: text.to_owned(), institution, meeting: None }))
}

/// What became of the directives by the middle of March.
pub async fn follow_up(scribe: &mut Scribe<'_>, council: &February) -> CommandResult<()> {
    use NoteKind::{Claim, Closed, Progress};
    let [examples, missing, opinions, checklist, _, _, _] = council.outcomes[..] else { return Ok(()) };
    scribe.at(2, 27, 16, 10).officer("mois")?;
    scribe.add(note(examples, Claim, "예시 12건을 정리해 모든 부처에 나누어 줌", Some("mois"))?).await?;
    scribe.at(2, 29, 10, 0).pmo();
    scribe.add(note(examples, Closed, "배포를 확인함", None)?).await?;
    scribe.at(3, 6, 14, 40).officer("mois")?;
    scribe.add(note(checklist, Claim, "점검표를 정리해 게시함", Some("mois"))?).await?;
    scribe.at(3, 11, 9, 50).officer("mofa")?;
    scribe
        .add(note(
            missing,
            Progress,
            "공관 정보시스템 목록을 다시 확인하고 있음. 3월 22일까지 낼 수 있음",
            Some("mofa"),
        )?)
        .await?;
    scribe.at(3, 13, 17, 0).officer("nssc")?;
    scribe.add(note(missing, Progress, "자체 산정을 마쳐 제출함", Some("nssc"))?).await?;
    scribe.at(3, 18, 11, 0).officer("mois")?;
    scribe.add(note(opinions, Progress, "의견 29곳 접수, 나머지 18곳에 다시 요청함", Some("mois"))?).await?;
    Ok(())
}
