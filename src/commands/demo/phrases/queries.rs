//! What the PMO asks about returns, and what institutions answer.

/// About a claim of completion: field and question.
pub const OF_CLAIMS: &[(&str, &str)] = &[
    ("evidence", "완료 보고의 확정 결재 문서를 증빙으로 제출해 주시기 바랍니다."),
    ("done", "결과보고의 대상 시스템 수가 지난 보고와 다릅니다. 어느 쪽이 맞는지 확인해 주시기 바랍니다."),
];

/// About any other report.
pub const OF_REPORTS: &[(&str, &str)] = &[
    ("progress", "진척률의 산출 근거(대상 수와 완료 수)를 적어 주시기 바랍니다."),
    ("self_rating", "정상추진으로 평가한 근거 자료를 제출해 주시기 바랍니다."),
    ("done", "점검 대상 시스템 수가 지난 보고와 다릅니다. 확인해 주시기 바랍니다."),
    ("forecast", "남은 대상에 비해 예상완료일이 이릅니다. 세부 일정을 적어 주시기 바랍니다."),
    ("request", "협조를 요청하는 기관과 내용, 필요한 시기를 구체적으로 적어 주시기 바랍니다."),
];

/// What institutions answer.
pub const ANSWERS: &[&str] = &[
    "산하기관 보유분을 뺀 수치였습니다. 추진실적에 다시 적었습니다.",
    "내부 결재 문서를 증빙으로 붙였습니다.",
    "대상 목록을 다시 확인하여 수치를 바로잡았습니다.",
    "담당 부서와 확인한 세부 일정을 향후계획에 적었습니다.",
];

/// Why a return is sent back.
pub const REASONS: &[&str] = &[
    "질의에 답하고 수치의 근거를 보완하여 다시 제출해 주시기 바랍니다.",
    "일부 과제의 실적이 증빙과 맞지 않습니다. 확인하여 다시 제출해 주시기 바랍니다.",
    "향후계획이 구체적이지 않습니다. 남은 일정을 보완해 주시기 바랍니다.",
];
