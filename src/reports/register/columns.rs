//! The columns of the register's spreadsheet.

use crate::domain::sheet::fold;

/// A column: the field it fills, its title, other titles that mean the same, and how it is filled in.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub field: &'static str,
    pub title: &'static str,
    others: &'static [&'static str],
    pub guide: &'static str,
}

const fn column(
    field: &'static str,
    title: &'static str,
    others: &'static [&'static str],
    guide: &'static str,
) -> Column {
    Column { field, title, others, guide }
}

/// In the order of the spreadsheet.
pub const COLUMNS: [Column; 27] = [
    column("code", "관리번호", &["시스템 관리번호"], "바꾸지 않습니다. 새 시스템은 비워 두면 번호를 붙입니다."),
    column("institution", "소관 기관", &["소관기관명", "기관", "기관명"], "기관 이름. 반드시 적습니다."),
    column("name", "정보시스템명", &["정보시스템", "시스템명", "시스템 이름", "이름"], "반드시 적습니다. 200자까지."),
    column("purpose", "용도", &[], "1,000자까지."),
    column("runner_kind", "운영 주체", &[], "직접 운영, 소속·산하기관, 지방자치단체. 비우면 직접 운영입니다."),
    column("runner", "운영 기관명", &["운영 기관"], "직접 운영이 아니면 반드시 적습니다."),
    column("users", "이용자 수", &[], "숫자. 모르면 비워 둡니다."),
    column("contact", "담당 부서·연락처", &["담당 부서", "연락처"], "200자까지."),
    column("grade", "등급", &["시스템 등급"], "1등급에서 4등급. 산정 전이면 비워 둡니다."),
    column("graded_on", "등급 산정일", &["산정일"], "2024-03-29처럼 적습니다. 오늘보다 뒤일 수 없습니다."),
    column("grade_basis", "등급 산정 근거", &["산정 근거"], "200자까지."),
    column(
        "needs",
        "의존하는 시스템",
        &["선행 시스템"],
        "관리번호를 쉼표로 나누어 적습니다. 같은 기관의 시스템은 이름으로도 됩니다.",
    ),
    column("site", "입주 장소", &[], "국가정보자원관리원 대전·광주·대구, 자체 전산실, 민간 클라우드, 그 밖."),
    column("site_note", "전산실·지역·사업자", &["전산실"], "200자까지."),
    column("red_network", "이중화(네트워크)", &["네트워크 이중화"], "있음, 없음, 미확인, 해당 없음."),
    column("red_server", "이중화(서버)", &["서버 이중화"], "있음, 없음, 미확인, 해당 없음."),
    column("red_storage", "이중화(저장장치)", &["저장장치 이중화"], "있음, 없음, 미확인, 해당 없음."),
    column("red_power", "이중화(전원)", &["전원 이중화"], "있음, 없음, 미확인, 해당 없음."),
    column("red_year", "이중화 예산연도", &[], "2025처럼 적습니다."),
    column("red_cost", "이중화 비용(백만원)", &["이중화 비용"], "백만원 단위의 정수."),
    column("dr_way", "재해복구 방식", &["재해복구"], "미확인, 없음, 백업만, 콜드·웜·핫·미러 사이트."),
    column(
        "dr_rto",
        "목표복구시간(RTO)",
        &["목표복구시간", "RTO"],
        "4시간, 30분처럼 적습니다. 숫자만 적으면 시간입니다.",
    ),
    column("dr_rpo", "목표복구시점(RPO)", &["목표복구시점", "RPO"], "4시간, 30분처럼 적습니다."),
    column("dr_drilled_on", "마지막 복구훈련일", &["복구훈련일"], "결과와 함께 적습니다."),
    column("dr_result", "복구훈련 결과", &[], "목표 달성, 일부 달성, 미달성."),
    column(
        "equipment",
        "장비",
        &["장비 목록"],
        "한 줄에 하나씩(Alt+Enter): 종류 | 이름 | 수량 | 제작·도입 | 내용연수(년) | 교체 예정 | 예산연도 | 비용(백만원). \
         예: 서버 | 웹서버 | 4 | 2017-05 | 7 | 2025-H1 | 2025 | 350",
    ),
    column("retired_on", "폐기일", &[], "쓰지 않기로 한 첫날. 줄을 지워도 대장에서 지워지지 않습니다."),
];

/// Columns that files of ours have and that say nothing to the register.
pub const ASIDE: [&str; 3] = ["연속성 계획(참고)", "기준일", "비고"];

/// The title of a field's column; of a field of an equipment line, that of all equipment.
#[must_use]
pub fn title_of(field: &str) -> &'static str {
    let own = if field.starts_with("eq_") { "equipment" } else { field };
    COLUMNS.iter().find(|column| column.field == own).map_or("", |column| column.title)
}

/// The place of a field in words: the title of its column, and in the cell of the equipment its line and value.
#[must_use]
pub fn place_of(field: &str) -> String {
    let of_line = field.strip_prefix("eq_").and_then(|rest| rest.split_once('_'));
    let line = of_line.and_then(|(n, name)| Some((n.parse::<usize>().ok()?, name)));
    let Some((n, name)) = line else { return title_of(field).to_owned() };
    let value = match name {
        "kind" => "종류",
        "name" => "이름",
        "count" => "수량",
        "made" => "제작·도입",
        "life" => "내용연수",
        "replaced_by" => "교체 예정",
        "budget_year" => "예산연도",
        _ => "비용",
    };
    format!("{} {}번째 줄 {value}", title_of(field), n + 1)
}

/// The column of a title, folded: its own, another that means the same, or the field's name.
#[must_use]
pub fn column_of(folded: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| {
        column.field == folded || std::iter::once(&column.title).chain(column.others).any(|title| fold(title) == folded)
    })
}

/// Whether a title, folded, belongs to a column that is left aside without a word.
#[must_use]
pub fn is_aside(folded: &str) -> bool {
    folded.is_empty() || ASIDE.iter().any(|title| fold(title) == folded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::systems::fields::NAMES;
    use std::collections::BTreeSet;

    #[test]
    fn every_field_has_a_column_and_no_title_means_two() {
        let fields: BTreeSet<&str> = COLUMNS.iter().map(|column| column.field).collect();
        assert_eq!(fields, NAMES.into_iter().collect());
        let titles =
            COLUMNS.iter().flat_map(|one| [one.field, one.title].into_iter().chain(one.others.iter().copied()));
        let titles: Vec<String> = titles.map(fold).collect();
        assert_eq!(titles.iter().collect::<BTreeSet<_>>().len(), titles.len());
        assert!(titles.iter().all(|title| !is_aside(title)));
        assert_eq!([place_of("eq_1_made"), place_of("users")], ["장비 2번째 줄 제작·도입", "이용자 수"]);
    }
}
