//! Reasons: of moved forecasts, ratings, verdicts, decisions.

use crate::domain::ledger::Cause;

/// Why a forecast moves later.
#[must_use]
pub const fn of_cause(cause: Cause) -> &'static [&'static str] {
    match cause {
        Cause::Budget => &[
            "금년 예산에 소요액이 반영되지 않아 이·전용 협의 중",
            "장비 도입비 부족분 확보를 위해 예산 부서와 협의 중",
            "하반기 예산 배정 일정에 맞추어 착수 시기 조정",
        ],
        Cause::Contract => &[
            "용역 입찰 유찰로 재공고 진행 중",
            "유지관리 계약 변경 협상이 길어져 착수가 늦어짐",
            "제안서 평가 일정 조정으로 계약 체결 지연",
        ],
        Cause::OtherInstitution => &[
            "연계기관의 점검 일정과 맞추기 위해 적용 시기 조정",
            "위탁기관의 회신이 늦어져 취합 일정 순연",
            "공동 이용 시스템 주관기관과 적용 범위 협의 중",
        ],
        Cause::PreviousStep => &[
            "선행 현황조사가 끝나지 않아 후속 일정 순연",
            "등급 산정 결과가 확정된 뒤 착수할 수 있어 일정 조정",
            "구조 진단 결과 보완이 필요하여 후속 단계 순연",
        ],
        Cause::Interpretation => &[
            "적용 대상 범위에 대한 해석이 나뉘어 유권해석 질의 중",
            "산하 공공기관 시스템의 포함 여부 확인 중",
            "기준 적용 방식에 대한 내부 법무 검토 진행 중",
        ],
        Cause::Staffing => &[
            "2월 정기인사로 담당자가 교체되어 업무 인수 중",
            "전산직 결원으로 전담 인력 확보 중",
            "담당 인력이 장애 대응을 겸하여 일정 조정 필요",
        ],
    }
}

/// The second line of a reason for 관심필요.
pub const WATCH: &[&str] = &[
    "- 주 단위로 진행상황을 점검하며 기한 내 이행을 추진",
    "- 부서장 주관으로 격주 점검 중",
    "- 대체 일정을 함께 검토 중",
];

/// The second line of a reason for 재검토필요.
pub const AT_RISK: &[&str] =
    &["- 현 상태로는 기한 내 이행이 어려워 추진방식 재검토 필요", "- 기한 조정 또는 범위 축소 여부의 결정이 필요함"];

/// What the PMO says with 정상추진.
pub const VERDICT_ON_TRACK: &[&str] = &[
    "제출 실적이 계획 대비 적정하고 남은 일정에 무리가 없음",
    "이행계획에 따라 추진 중이며 특이사항 없음",
    "전월 대비 진척이 확인되고 애로사항이 관리되고 있음",
];

/// What the PMO says with 관심필요, and what would change it.
pub const VERDICT_WATCH: &[(&str, &str)] = &[
    (
        "남은 일정에 비해 진척이 더디어 기한 준수 여부를 살필 필요",
        "다음 보고에서 남은 대상의 세부 일정과 담당자를 제시할 것",
    ),
    ("실적은 있으나 객관적 확인 자료가 부족함", "조사 결과나 회의 결과 등 확인 자료를 첨부할 것"),
    ("관계기관 협의가 길어지고 있어 후속 일정에 영향이 우려됨", "협의 결과와 조정된 일정을 3월 말까지 제출할 것"),
];

/// What the PMO says with 재검토필요, and what would change it.
pub const VERDICT_AT_RISK: &[(&str, &str)] = &[
    (
        "관계기관 협의가 시작 단계에 머물러 현재 방식으로는 기한 내 이행이 어려움",
        "실무협의체를 구성하고 월별 추진일정을 다시 제출할 것",
    ),
    ("선행 단계가 늦어져 후속 일정 전반의 재설계가 필요함", "범위와 일정을 조정한 수정 이행계획을 제출할 것"),
];

/// What the PMO says with 완료확인.
pub const VERIFIED: &[&str] = &[
    "제출한 결과보고로 완료 사실 확인",
    "증빙 자료와 보고 내용이 일치하여 완료 확인",
    "담당자 유선 확인 및 결과 공문 대조로 완료 확인",
];

/// Why a claim was refused.
pub const REFUSED: &[&str] = &[
    "일부 시스템의 산정 근거가 빠져 있어 보완 필요",
    "내부 결재 전 자료로 확정본 제출 필요",
    "소속기관 보유분이 대상에서 빠져 있어 추가 확인 필요",
    "결과보고의 대상 수와 보고된 대상 수가 서로 달라 정정 필요",
];

/// What an institution says after its claim was refused.
pub const AFTER_REFUSAL: &str = "- 확인 결과 보완 요청에 따라 누락분 정비 중({day})";

/// What comes after completion.
pub const AFTER_COMPLETION: &[&str] = &["- 변경사항 발생 시 수시 현행화", "- 연 1회 이상 재점검하여 최신 상태 유지"];

/// Why an earlier due is proposed (조기 추진).
pub const EARLIER: &str = "상반기 점검과 병행할 수 있어 조기 추진 가능";

/// What the PMO says when it approves or refuses a date change.
pub const APPROVED: &str = "사유가 타당하고 전체 일정에 미치는 영향이 적어 승인";
pub const APPROVED_EARLIER: &str = "조기 추진으로 국민 불편 예방에 도움이 되어 승인";
pub const NOT_APPROVED: &str = "예산 조정으로 기한 내 이행이 가능하다고 보아 불승인, 당초 기한 유지";

/// Why an institution has an earlier due of its own.
pub const OWN_DUE: &str = "(시연) 기관 협의에 따라 총괄이 정한 기관별 기한. 실제 대책에는 없음";

/// Departments that are named as contacts.
pub const UNITS: &[&str] = &["정보화담당관실", "디지털정보담당관실", "정보통신담당관실", "지능정보화담당관실"];
