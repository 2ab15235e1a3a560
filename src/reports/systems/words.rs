//! The register's choices in the words of exports.

use crate::domain::systems::coverage::Item;
use crate::domain::systems::search::GradeFilter;
use crate::domain::systems::words::Grade;

/// What is measured of a system.
#[must_use]
pub const fn item(item: Item) -> &'static str {
    match item {
        Item::Graded => "등급 재산정",
        Item::PlanApproved => "연속성 계획 승인",
        Item::PlanDrilled => "연속성 계획 훈련",
        Item::Redundant => "이중화",
        Item::DisasterRecovery => "재해복구",
        Item::WithinLife => "내용연수 이내",
    }
}

#[must_use]
pub const fn grade(grade: Option<Grade>) -> &'static str {
    match grade {
        Some(Grade::One) => "1등급",
        Some(Grade::Two) => "2등급",
        Some(Grade::Three) => "3등급",
        Some(Grade::Four) => "4등급",
        None => "등급 없음",
    }
}

/// The systems that a filter lets through.
#[must_use]
pub const fn grades(filter: Option<GradeFilter>) -> &'static str {
    match filter {
        None => "전체",
        Some(GradeFilter::High) => "1·2등급",
        Some(GradeFilter::Of(of)) => grade(Some(of)),
        Some(GradeFilter::Missing) => grade(None),
    }
}

/// Tenths of a per cent: `59.5%`; a dash of nothing.
#[must_use]
pub fn percent(tenths: Option<i64>) -> String {
    tenths.map_or_else(|| "–".to_owned(), |tenths| format!("{}.{}%", tenths / 10, tenths % 10))
}
