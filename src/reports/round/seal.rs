//! What every file of a sealed round says of its seal: the hash, who sealed when, and the reason why it was sealed although
//! something was missing.

use super::{Extra, ExtraColumn, ExtraTable, SealMark};
use crate::domain::calendar::KST;
use crate::domain::ledger::Ledger;
use crate::domain::seal::document::Gap;
use crate::domain::seal::fact::SealFact;
use crate::domain::seal::missing::CheckKind;
use crate::reports::official::{Align, Level, long_moment};
use crate::reports::tables::Cell;

/// The mark that stands on every page.
#[must_use]
pub fn mark(seal: &SealFact) -> SealMark {
    SealMark {
        hash: seal.hash.to_string(),
        short: seal.hash.short().to_owned(),
        sealed_at: seal.sealed_at.with_timezone(&KST),
    }
}

/// The section about the seal.
#[must_use]
pub fn section(seal: &SealFact, ledger: &Ledger) -> Extra {
    let sealed = long_moment(seal.sealed_at.with_timezone(&KST));
    let mut lines = vec![
        (Level::Circle, format!("제{}호 봉인, {sealed}, {}", seal.no, seal.by_name)),
        (Level::Dash, format!("해시(SHA-256) {}", seal.hash)),
    ];
    if let Some(previous) = &seal.previous {
        lines.push((Level::Dash, format!("앞 봉인 {previous}")));
    }
    lines.push((Level::Dash, format!("서명한 키 {}", seal.key)));
    let mut summary = String::new();
    if !seal.missing.is_empty() {
        let missing: Vec<String> = seal.missing.iter().map(counted).collect();
        lines.push((Level::Circle, format!("봉인할 때 남아 있던 것: {}", missing.join(", "))));
        lines.push((Level::Circle, format!("남은 것이 있는 채 봉인한 사유: {}", seal.reason)));
        summary = format!("남은 것({})이 있는 채 봉인함. 사유: {}", missing.join(", "), seal.reason);
    }
    let tables = if seal.missing.is_empty() { Vec::new() } else { vec![table(seal, ledger)] };
    Extra { code: "sealing", title: "봉인", lines, summary, tables }
}

fn table(seal: &SealFact, ledger: &Ledger) -> ExtraTable {
    let column = |code, title, width, align| ExtraColumn { code, title, width, align };
    let row = |gap: &Gap| {
        let which: Vec<String> = gap.items.iter().map(|item| item_words(gap, item, ledger)).collect();
        let count = i64::try_from(gap.items.len()).unwrap_or(i64::MAX).max(1);
        vec![Cell::Text(word(gap).to_owned()), Cell::Number(count), Cell::Text(which.join(", "))]
    };
    ExtraTable {
        code: "missing",
        name: "봉인할 때 남은 것",
        columns: vec![
            column("what", "남은 것", 3, Align::Left),
            column("count", "건수", 1, Align::Right),
            column("items", "대상", 7, Align::Left),
        ],
        rows: seal.missing.iter().map(row).collect(),
    }
}

fn word(gap: &Gap) -> &str {
    match CheckKind::parse(&gap.what) {
        Some(CheckKind::TakingReturns) => "마감하지 않은 접수",
        Some(CheckKind::NotSubmitted) => "제출하지 않은 기관",
        Some(CheckKind::NotApproved) => "검토·보완이 끝나지 않은 제출본",
        Some(CheckKind::QueriesOpen) => "답이 없는 총괄 질의",
        Some(CheckKind::VerdictMissing) => "총괄 판정이 없는 과제",
        Some(CheckKind::VerdictWithoutReason) => "사유나 조건이 없는 판정",
        Some(CheckKind::MeetingNotHeld) => "열지 않은 점검회의",
        None => &gap.what,
    }
}

/// 제출하지 않은 기관 16
fn counted(gap: &Gap) -> String {
    match CheckKind::parse(&gap.what) {
        Some(CheckKind::TakingReturns | CheckKind::MeetingNotHeld) | None => word(gap).to_owned(),
        Some(_) => format!("{} {}", word(gap), gap.items.len()),
    }
}

/// An institution by its name, a task as 과제 N, everything else as it stands.
fn item_words(gap: &Gap, item: &str, ledger: &Ledger) -> String {
    match CheckKind::parse(&gap.what) {
        Some(CheckKind::NotSubmitted | CheckKind::NotApproved) => {
            let known = ledger.institutions.iter().find(|one| one.slug.as_str() == item);
            known.map_or_else(|| item.to_owned(), |one| one.name_ko.clone())
        }
        Some(CheckKind::VerdictMissing | CheckKind::VerdictWithoutReason) => format!("과제 {item}"),
        _ => item.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::ledger;
    use super::*;
    use crate::domain::ids::RoundId;
    use crate::domain::seal::{Digest, SealKey};

    fn seal(missing: Vec<Gap>) -> SealFact {
        SealFact {
            id: 1,
            round: RoundId(1),
            no: 2,
            hash: Digest::of(b"x"),
            previous: Some(Digest::of(b"y")),
            key: SealKey::from_seed(&[1; 32]).public().id(),
            reason: "다음 회차에 함께 받음".into(),
            missing,
            by_name: "이서연".into(),
            sealed_at: "2024-03-27T08:00:00Z".parse().unwrap(),
            addenda: vec![],
        }
    }

    #[test]
    fn the_reason_is_printed_with_what_was_missing() {
        let gap = Gap { what: "not_submitted".into(), items: vec!["mois".into()] };
        let section = section(&seal(vec![gap]), &ledger(&[]));
        assert_eq!(section.summary, "남은 것(제출하지 않은 기관 1)이 있는 채 봉인함. 사유: 다음 회차에 함께 받음");
        assert_eq!(section.tables[0].rows[0][2], Cell::Text("행정안전부".into()));
        assert!(section.lines.iter().any(|(_, line)| line.contains(Digest::of(b"x").as_str())));
    }

    #[test]
    fn where_nothing_was_missing_nothing_is_said_of_it() {
        let section = section(&seal(vec![]), &ledger(&[]));
        assert_eq!((section.summary.as_str(), section.tables.len()), ("", 0));
        assert!(!section.lines.iter().any(|(_, line)| line.contains("사유")));
    }
}
