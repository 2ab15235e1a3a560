//! CIOs of record, difficulties, supports and waitings.

use super::february::February;
use super::{Scribe, day, slug};
use crate::commands::CommandResult;
use crate::domain::council::Body;
use crate::domain::council::cio::{Cio, Deputy};
use crate::domain::council::difficulty::{Difficulty, SameHere, Stage};
use crate::domain::council::support::{Support, SupportKind};
use crate::domain::council::waiting::{Awaited, WaitingOn};
use crate::domain::ids::{RecordId, Slug, TaskNo};
use chrono::NaiveDate;

/// Names that belong to nobody in particular.
const NAMES: [&str; 12] = [
    "김다온",
    "이가람",
    "박새날",
    "최아라",
    "정마루",
    "강누리",
    "조한빛",
    "윤슬기",
    "장미르",
    "임보람",
    "오하람",
    "한솔비",
];

/// Three of the bodies have told nobody who their CIO is; one changed in February; one is away now.
pub async fn cios(scribe: &mut Scribe<'_>) -> CommandResult<()> {
    const UNKNOWN: [&str; 3] = ["spo", "oka", "kcc"];
    scribe.at(2, 5, 9, 0).pmo();
    let all: Vec<Slug> = scribe.central(day(2, 5)).map(|one| one.slug.clone()).collect();
    let mut terms = Vec::new();
    for (index, institution) in all.into_iter().enumerate() {
        if UNKNOWN.contains(&institution.as_str()) {
            continue;
        }
        let changed = institution.as_str() == "kipo";
        let cio = Cio {
            institution,
            name: NAMES[index % NAMES.len()].to_owned(),
            post: "기획조정실장".to_owned(),
            from: NaiveDate::from_ymd_opt(2023, 7 + u32::try_from(index % 6).unwrap_or(0), 1).unwrap_or_default(),
            until: changed.then(|| day(2, 29)),
            notified_on: None,
            deputy: None,
        };
        terms.push(Body::Cio(cio));
    }
    scribe.add_all(terms).await?;
    scribe.at(3, 4, 10, 0).officer("kipo")?;
    let successor = Cio {
        institution: slug("kipo")?,
        name: "서하늘".to_owned(),
        post: "기획조정관".to_owned(),
        from: day(3, 1),
        until: None,
        notified_on: Some(day(3, 4)),
        deputy: Some(Deputy {
            name: "문가온".to_owned(),
            post: "정보화담당관".to_owned(),
            from: day(3, 18),
            until: day(3, 29),
        }),
    };
    scribe.add(Body::Cio(successor)).await?;
    Ok(())
}

/// One difficulty: who has it, in one line, in more, on which task.
struct Hard {
    month: u32,
    dom: u32,
    institution: &'static str,
    title: &'static str,
    text: &'static str,
    tasks: &'static [i64],
}

const HARD: [Hard; 6] = [
    Hard {
        month: 2,
        dom: 15,
        institution: "mnd",
        title: "보안 정보시스템 등급의 공개 범위",
        text: "보안 정보시스템의 등급을 어디까지 밝혀야 하는지 기준이 없음.",
        tasks: &[4],
    },
    Hard {
        month: 2,
        dom: 26,
        institution: "kipo",
        title: "유지관리 계약 중에 이중화를 넣으면 과업 변경이 필요함",
        text: "이미 맺은 유지관리 계약에 이중화 작업을 더하려면 과업 변경과 금액 조정이 필요함.",
        tasks: &[11, 12],
    },
    Hard {
        month: 3,
        dom: 4,
        institution: "sdia",
        title: "연속성 계획을 쓸 담당자가 3월에 바뀜",
        text: "담당자가 3월 정기 인사로 바뀌어 표준안 교육을 다시 받아야 함.",
        tasks: &[7],
    },
    Hard {
        month: 3,
        dom: 6,
        institution: "mof",
        title: "2등급 이중화 예산이 올해 예산에 없음",
        text: "2등급 시스템 4개의 이중화 예산을 확보하지 못함.",
        tasks: &[12],
    },
    Hard {
        month: 3,
        dom: 11,
        institution: "nssc",
        title: "소규모 기관의 상시 관제 비용",
        text: "시스템이 세 개뿐이라 따로 관제 체계를 두기 어려움.",
        tasks: &[1],
    },
    Hard {
        month: 3,
        dom: 18,
        institution: "acrc",
        title: "민원이 몰리는 시기의 점검 시간 확보",
        text: "예방점검을 하려면 새벽에 서비스를 멈추어야 하나 민원 접수가 이어져 어려움.",
        tasks: &[3],
    },
];

/// Raises all of them; `heard` are the two that the council of 7 February heard.
pub async fn difficulties(scribe: &mut Scribe<'_>, [budget, nights]: [RecordId; 2]) -> CommandResult<()> {
    let mut raised = Vec::new();
    for hard in &HARD {
        scribe.at(hard.month, hard.dom, 16, 30).officer(hard.institution)?;
        let tasks = hard.tasks.iter().map(|no| TaskNo(*no)).collect();
        let (title, text) = (hard.title.to_owned(), hard.text.to_owned());
        let difficulty = Difficulty::raised(slug(hard.institution)?, title, text, tasks);
        raised.push(scribe.add(Body::Difficulty(difficulty)).await?);
    }
    let [secrecy, contract, staff, again, small, _] = raised[..] else { return Ok(()) };
    ask(scribe, budget, (2, 13), "moef", day(2, 27)).await?;
    ask(scribe, nights, (2, 13), "mois", day(3, 27)).await?;
    ask(scribe, secrecy, (2, 16), "mois", day(3, 4)).await?;
    answer(scribe, secrecy, (2, 28), "mois", Stage::Resolved, "등급은 산정하되 공개하지 않고, 총괄이 따로 보관함")
        .await?;
    ask(scribe, contract, (2, 28), "pps", day(3, 14)).await?;
    ask(scribe, staff, (3, 5), "mois", day(3, 19)).await?;
    answer(scribe, staff, (3, 12), "mois", Stage::Acting, "3월 27일 교육을 한 번 더 열고 자료를 보냄").await?;
    ask(scribe, small, (3, 12), "mois", day(3, 26)).await?;
    answer(
        scribe,
        small,
        (3, 15),
        "mois",
        Stage::Declined,
        "공동 관제는 1·2등급부터 시작하며, 3등급 이하는 내년에 다시 검토함",
    )
    .await?;
    merge(scribe, again, budget).await?;
    same_here(scribe, budget, "me", "2등급 6개가 같은 사정임").await?;
    same_here(scribe, budget, "kma", "").await?;
    same_here(scribe, nights, "nfa", "").await
}

async fn edit(
    scribe: &Scribe<'_>,
    id: RecordId,
    verb: impl FnOnce(Difficulty) -> Result<Difficulty, crate::domain::council::difficulty::Refusal>,
) -> CommandResult<()> {
    let verb = |body| match body {
        Body::Difficulty(one) => verb(one).map(Body::Difficulty),
        other => Ok(other),
    };
    scribe.change(id, verb).await
}

async fn ask(scribe: &mut Scribe<'_>, id: RecordId, on: (u32, u32), who: &str, due: NaiveDate) -> CommandResult<()> {
    scribe.at(on.0, on.1, 17, 10).pmo();
    let answerer = slug(who)?;
    edit(scribe, id, |one| one.ask(answerer, day(on.0, on.1), due)).await
}

async fn answer(
    scribe: &mut Scribe<'_>,
    id: RecordId,
    on: (u32, u32),
    who: &str,
    stage: Stage,
    text: &str,
) -> CommandResult<()> {
    scribe.at(on.0, on.1, 15, 20).officer(who)?;
    edit(scribe, id, |one| one.answer(stage, text.to_owned(), day(on.0, on.1))).await
}

async fn merge(scribe: &mut Scribe<'_>, id: RecordId, target: RecordId) -> CommandResult<()> {
    scribe.at(3, 7, 9, 40).pmo();
    let council = scribe.council().await?;
    let Some(target) = council.difficulty(target).cloned() else { return Ok(()) };
    edit(scribe, id, |one| one.merge_into(id, &target)).await
}

async fn same_here(scribe: &mut Scribe<'_>, difficulty: RecordId, who: &str, note: &str) -> CommandResult<()> {
    scribe.at(3, 8, 11, 0).officer(who)?;
    let said = SameHere { difficulty, institution: slug(who)?, note: note.to_owned() };
    scribe.add(Body::SameHere(said)).await?;
    Ok(())
}

/// What was done to help, and who waits for whom.
pub async fn supports_and_waitings(scribe: &mut Scribe<'_>, council: &February) -> CommandResult<()> {
    scribe.at(3, 15, 17, 30).pmo();
    let support =
        |institution: &str, task, kind, text: &str, by: &str, from, until, outcome: &str| -> CommandResult<Body> {
            Ok(Body::Support(Support {
                institution: slug(institution)?,
                task: Some(TaskNo(task)),
                kind,
                text: text.to_owned(),
                by: slug(by)?,
                by_whom: "디지털정부기획과".to_owned(),
                from,
                until,
                outcome: outcome.to_owned(),
            }))
        };
    use SupportKind::{Budget, Staffing, Technical, Visit};
    for one in [
        support(
            "mofa",
            4,
            Technical,
            "공관 정보시스템 목록 정리와 등급 산정 방법 설명",
            "mois",
            day(2, 26),
            Some(day(2, 27)),
            "대상 51개를 서비스 단위 7개로 정리함",
        )?,
        support(
            "sdia",
            7,
            Visit,
            "연속성 계획 작성 현장 방문",
            "mois",
            day(3, 14),
            Some(day(3, 14)),
            "초안 2건을 함께 씀",
        )?,
        support("kfs", 1, Staffing, "야간 관제 공동 운영 시범", "mois", day(3, 18), Some(day(5, 31)), "")?,
        support("mohw", 12, Budget, "2등급 이중화 예산 협의 자리 마련", "moef", day(3, 19), None, "")?,
    ] {
        scribe.add(one).await?;
    }
    waitings(scribe, council).await
}

async fn waitings(scribe: &mut Scribe<'_>, council: &February) -> CommandResult<()> {
    let standard = scribe.ledger.milestones.iter().find(|one| one.task_no == TaskNo(7)).map(|one| one.id);
    let Some((milestone, scope)) = standard.zip(council.outcomes.get(4).copied()) else { return Ok(()) };
    let step = Awaited::Step { task: TaskNo(7), milestone, institution: slug("mois")? };
    let outcome = Awaited::Outcome { outcome: scope, institution: slug("mois")? };
    for (who, task, awaited, reason, since) in [
        ("mohw", 7, step, "표준안이 나와야 계획을 쓸 수 있음", day(2, 26)),
        ("mof", 12, outcome, "2등급 포함 여부가 정해져야 물량을 낼 수 있음", day(3, 6)),
    ] {
        scribe.at(3, 11, 10, 15).officer(who)?;
        let waiting = WaitingOn {
            task: TaskNo(task),
            institution: slug(who)?,
            awaited,
            reason: reason.to_owned(),
            since,
            ended_on: None,
        };
        scribe.add(Body::Waiting(waiting)).await?;
    }
    Ok(())
}
