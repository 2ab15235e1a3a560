//! The Korean words of the register's choices, both ways.

use crate::domain::sheet::fold;
use crate::domain::systems::words::{
    Doubled, DrillResult, EquipmentKind, Grade, PlanState, RecoveryWay, RunnerKind, Site,
};

/// The code and the word of each choice of a field; empty for a field that is no choice.
#[must_use]
pub fn choices(field: &str) -> Vec<(&'static str, &'static str)> {
    fn all<T: Copy>(
        values: &[T],
        code: impl Fn(T) -> &'static str,
        word: impl Fn(T) -> &'static str,
    ) -> Vec<(&'static str, &'static str)> {
        values.iter().map(|one| (code(*one), word(*one))).collect()
    }
    match field {
        "grade" => all(Grade::ALL, Grade::code, grade),
        "runner_kind" => all(RunnerKind::ALL, RunnerKind::code, runner),
        "site" => all(Site::ALL, Site::code, site),
        "red_network" | "red_server" | "red_storage" | "red_power" => all(Doubled::ALL, Doubled::code, doubled),
        "dr_way" => all(RecoveryWay::ALL, RecoveryWay::code, way),
        "dr_result" => all(DrillResult::ALL, DrillResult::code, result),
        "kind" => all(EquipmentKind::ALL, EquipmentKind::code, equipment),
        _ => Vec::new(),
    }
}

/// The code of a word, however it is spaced; what is none of the words stays as it was typed, and is refused as such.
#[must_use]
pub fn code_of(field: &str, typed: &str) -> String {
    let folded = fold(typed);
    // 등급 없음 is what the pages call an empty grade.
    if field == "grade" && folded == fold("등급 없음") {
        return String::new();
    }
    let found = choices(field).into_iter().find(|(code, word)| fold(word) == folded || *code == folded);
    found.map_or_else(|| typed.trim().to_owned(), |(code, _)| code.to_owned())
}

/// The word of a code; a code that is none stays.
#[must_use]
pub fn word_of<'a>(field: &str, code: &'a str) -> &'a str {
    choices(field).into_iter().find(|(own, _)| *own == code).map_or(code, |(_, word)| word)
}

const fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::One => "1등급",
        Grade::Two => "2등급",
        Grade::Three => "3등급",
        Grade::Four => "4등급",
    }
}

const fn runner(runner: RunnerKind) -> &'static str {
    match runner {
        RunnerKind::Own => "직접 운영",
        RunnerKind::Affiliate => "소속·산하기관",
        RunnerKind::Local => "지방자치단체",
    }
}

const fn site(site: Site) -> &'static str {
    match site {
        Site::NirsDaejeon => "국가정보자원관리원 대전",
        Site::NirsGwangju => "국가정보자원관리원 광주",
        Site::NirsDaegu => "국가정보자원관리원 대구",
        Site::Own => "자체 전산실",
        Site::Cloud => "민간 클라우드",
        Site::Other => "그 밖",
    }
}

const fn doubled(doubled: Doubled) -> &'static str {
    match doubled {
        Doubled::Yes => "있음",
        Doubled::No => "없음",
        Doubled::Unknown => "미확인",
        Doubled::NotNeeded => "해당 없음",
    }
}

const fn way(way: RecoveryWay) -> &'static str {
    match way {
        RecoveryWay::Unknown => "미확인",
        RecoveryWay::None => "없음",
        RecoveryWay::Backup => "백업만",
        RecoveryWay::Cold => "콜드 사이트",
        RecoveryWay::Warm => "웜 사이트",
        RecoveryWay::Hot => "핫 사이트",
        RecoveryWay::Mirror => "미러 사이트",
    }
}

const fn result(result: DrillResult) -> &'static str {
    match result {
        DrillResult::Passed => "목표 달성",
        DrillResult::Partly => "일부 달성",
        DrillResult::Failed => "미달성",
    }
}

const fn equipment(kind: EquipmentKind) -> &'static str {
    match kind {
        EquipmentKind::Server => "서버",
        EquipmentKind::Storage => "저장장치",
        EquipmentKind::Network => "네트워크",
        EquipmentKind::Security => "보안",
        EquipmentKind::Power => "전원·공조",
        EquipmentKind::Backup => "백업",
        EquipmentKind::Other => "그 밖",
    }
}

/// The state of a continuity plan.
#[must_use]
pub const fn plan_state(state: Option<PlanState>) -> &'static str {
    match state {
        None => "계획 없음",
        Some(PlanState::Drafting) => "작성",
        Some(PlanState::Review) => "부서 검토",
        Some(PlanState::Approved) => "승인",
        Some(PlanState::Drilled) => "훈련 완료",
    }
}
