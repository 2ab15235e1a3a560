//! Reads the files of `plans/`, naming the line and the place of everything that cannot stand, and writes a plan back.
//!
//! A file is read whole before it is judged, so that one run tells every fault. To add a key: a field in
//! [`crate::domain::plan_file`], its name in the list of known keys in `parts`, one line there that reads it, one in
//! `write`.

pub mod built_in;
mod faults;
mod fields;
mod parts;
mod subtasks;
mod tables;
mod write;

pub use tables::{parse_holidays, parse_institutions};
pub use write::write_plan;

use crate::domain::institution::Institution;
use crate::domain::plan_file::{PlanFault, PlanFile};
use faults::Faults;
use toml::de::DeTable;

/// Reads a plan file.
///
/// # Errors
/// Every fault found, in the order of their lines: syntax first and alone; else unknown keys, missing or malformed
/// fields, institutions, sources and strategies that are not there, numbers used twice, dues before the announcement.
pub fn parse_plan(text: &str, institutions: &[Institution]) -> Result<PlanFile, Vec<PlanFault>> {
    let text = without_mark(text);
    let faults = Faults::of(text);
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let offset = error.span().map_or(0, |span| span.start);
        faults.note(offset, "", format!("TOML 문법에 맞지 않습니다 ({})", error.message()));
    }
    let plan = if errors.is_empty() { parts::read(document.get_ref(), institutions, &faults) } else { None };
    faults.judge(plan)
}

/// Spreadsheets and editors on Windows put a byte order mark before the text.
fn without_mark(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan_file::MilestoneEntry;

    fn institutions() -> Vec<Institution> {
        parse_institutions(built_in::INSTITUTIONS).unwrap()
    }

    fn faults_of(text: &str) -> Vec<String> {
        parse_plan(text, &institutions()).unwrap_err().iter().map(ToString::to_string).collect()
    }

    /// The faults of the small plan in which `from` is written as `to`.
    fn broken(from: &str, to: &str) -> Vec<String> {
        assert!(SMALL.contains(from), "{from}");
        faults_of(&SMALL.replacen(from, to, 1))
    }

    const SMALL: &str = r#"[plan]
slug = "small"
title = "작은 대책"
title_en = "A small plan"
announced_on = "2024-01-31"
lead = "mois"
contact = { unit = "디지털정부기획과", phone = "044-205-2720" }
sources = ["paper"]
[sources]
paper = { title = "보도자료", where = "korea.kr", published_on = "2024-02-01" }
[[strategy]]
no = 1
title = "상시 장애예방"
title_en = "Prevent"
[[task]]
no = 4
strategy = 1
title = "등급제"
title_en = "Grades"
lead = { institution = "mois", basis = "assumed" }
cooperating = [{ institution = "nirs", basis = "assumed" }]
scope = "named"
  [[task.milestone]]
  title = "재산정"
  due = "2024-03"
  basis = "published"
  source = "paper"
  reported_done_by = "2024-05-16"
  reported_in = "paper"
[[meeting]]
kind = "progress_review"
held_on = "2024-03-15"
source = "paper"
"#;

    #[test]
    fn a_small_plan_reads_whatever_its_line_ends_or_mark() {
        let plain = parse_plan(SMALL, &institutions()).unwrap();
        assert_eq!(parse_plan(&format!("\u{feff}{}", SMALL.replace('\n', "\r\n")), &institutions()), Ok(plain));
    }

    #[test]
    fn a_milestone_is_known_from_its_source_else_from_the_announcement() {
        let plan = parse_plan(SMALL, &institutions()).unwrap();
        let milestone = &plan.tasks[0].milestones[0];
        assert_eq!(plan.known_from(milestone).to_string(), "2024-02-01");
        assert_eq!(plan.known_from(&MilestoneEntry { source: None, ..milestone.clone() }).to_string(), "2024-01-31");
    }

    #[test]
    fn each_fault_of_a_task_names_its_line_and_place() {
        for (from, to, told) in [
            ("strategy = 1", "strategy = 9", "17행 task.4.strategy: 그 번호의 전략이"),
            ("no = 4", "no = 0", "16행 task.1.no: 1 이상의 정수"),
            ("no = 4", "no = 10000", "16행 task.10000.no: 과제 번호는"),
            ("scope = \"named\"", "scope = \"all\"", "22행 task.4.scope: 'all'은 all-central, named"),
            ("scope = \"named\"", "scope = \"named\"\ncoverage = \"some\"", "23행 task.4.coverage: 'some'는 graded"),
            ("\"nirs\"", "\"nowhere\"", "21행 task.4.cooperating.1.institution: 'nowhere'는 기관 목록"),
            ("\"nirs\"", "\"mois\"", "21행 task.4.cooperating.1.institution: 이 과제의 주관"),
        ] {
            let faults = broken(from, to);
            assert!(faults.len() == 1 && faults[0].starts_with(told), "{to}: {faults:#?}");
        }
    }

    #[test]
    fn each_fault_of_a_milestone_names_its_line_and_place() {
        for (from, to, told) in [
            ("due = \"2024-03\"", "due = \"2024-13\"", "25행 due: '2024-13'은 날짜"),
            ("due = \"2024-03\"", "due = 2024", "25행 due: 따옴표로 감싼"),
            ("due = \"2024-03\"", "due = \"2023-12\"", "25행 due: '2023-12'는 대책 발표일(2024-01-31)"),
            ("  title = \"재산정\"", "  title = \" \"", "24행 title: 비어 있습니다"),
            ("  title = \"재산정\"\n", "", "23행 title: 항목이 빠졌습니다"),
            ("\"published\"", "\"heard\"", "26행 basis: 'heard'는 published, assumed"),
            ("  source = \"paper\"\n", "", "26행 basis: published이면"),
            ("  source = \"paper\"", "  source = \"news\"", "27행 source: 'news'는 [sources]에"),
            ("  reported_done_by = \"2024-05-16\"\n", "", "28행 reported_in: reported_done_by"),
            ("  reported_in = \"paper\"\n", "", "28행 reported_done_by: reported_in"),
            ("2024-05-16", "2024-5-16", "28행 reported_done_by: '2024-5-16'은 날짜"),
        ] {
            let told = told.replacen("행 ", "행 task.4.milestone.1.", 1);
            let faults = broken(from, to);
            assert!(faults.len() == 1 && faults[0].starts_with(&told), "{to}: {faults:#?}");
        }
    }

    #[test]
    fn each_fault_of_a_subtask_names_its_line_and_place() {
        let subtask = "  [[task.subtask]]\n  no = 2\n  title = \"심의\"\n  milestones = [1]\n  basis = \"assumed\"\n";
        let with = |subtask: &str| SMALL.replacen("[[meeting]]", &format!("{subtask}[[meeting]]"), 1);
        let plan = parse_plan(&with(subtask), &institutions()).unwrap();
        assert_eq!(plan.tasks[0].subtasks[0].text.title, "심의");
        for (from, to, told) in [
            ("no = 2", "no = 0", "31행 task.4.subtask.1.no: 1 이상의 정수"),
            ("  title = \"심의\"\n", "", "30행 task.4.subtask.2.title: 항목이 빠졌습니다"),
            ("milestones = [1]", "milestones = [1, 2]", "33행 task.4.subtask.2.milestones: 그 번호의 마일스톤"),
            ("milestones = [1]", "milestones = [\"a\"]", "33행 task.4.subtask.2.milestones.1: 1 이상의 정수"),
            ("\"assumed\"", "\"published\"", "34행 task.4.subtask.2.basis: published이면"),
            ("no = 2", "no = 2\n  lead = \"nowhere\"", "32행 task.4.subtask.2.lead: 'nowhere'는 기관"),
            ("no = 2", "no = 2\n  due = \"2024\"", "32행 task.4.subtask.2.due: 모르는 항목"),
        ] {
            let faults = faults_of(&with(&subtask.replacen(from, to, 1)));
            assert!(faults.len() == 1 && faults[0].starts_with(told), "{to}: {faults:#?}");
        }
        let twice = faults_of(&with(&subtask.repeat(2)));
        assert_eq!(twice, ["36행 task.4.subtask.2.no: 같은 번호의 세부과제가 앞에 있습니다"]);
    }

    #[test]
    fn each_fault_of_the_plan_its_sources_and_meetings_names_its_line_and_place() {
        for (from, to, told) in [
            ("lead = \"mois\"", "lead = \"home\"", "6행 plan.lead: 'home'는 기관 목록에"),
            ("slug = \"small\"", "slug = \"Small\"", "2행 plan.slug: 'Small'은 영문"),
            ("sources = [\"paper\"]", "sources = [\"news\"]", "8행 plan.sources: 'news'는 [sources]에"),
            (", phone = \"044-205-2720\"", "", "7행 plan.contact.phone: 항목이 빠졌습니다"),
            (", where = \"korea.kr\"", "", "10행 sources.paper.where: 항목이 빠졌습니다"),
            ("held_on = \"2024-03-15\"\n", "", "30행 meeting.1.held_on: 항목이 빠졌습니다"),
            ("progress_review", "party", "31행 meeting.1.kind: 'party'는 cio_council"),
        ] {
            let faults = broken(from, to);
            assert!(faults.len() == 1 && faults[0].starts_with(told), "{to}: {faults:#?}");
        }
    }

    #[test]
    fn an_unknown_key_is_refused_where_it_stands() {
        assert_eq!(broken("no = 4\n", "no = 4\nowner = \"x\"\n"), ["17행 task.4.owner: 모르는 항목입니다"]);
        assert_eq!(broken("[plan]\n", "[extra]\n[plan]\n"), ["1행 extra: 모르는 항목입니다"]);
    }

    #[test]
    fn broken_syntax_is_told_alone_with_its_line() {
        for (to, line) in [("no = ", "16행: TOML 문법"), ("no = 4\nno = 5", "17행: TOML 문법")] {
            let faults = broken("no = 4", to);
            assert!(faults.len() == 1 && faults[0].starts_with(line), "{faults:#?}");
        }
    }

    #[test]
    fn a_number_is_used_once() {
        let (head, rest) = SMALL.split_once("[[task]]").unwrap();
        let (task, meetings) = rest.split_once("[[meeting]]").unwrap();
        let twice = format!("{head}[[task]]{task}[[task]]{task}[[meeting]]{meetings}");
        assert_eq!(faults_of(&twice), ["31행 task.4.no: 같은 번호의 과제가 앞에 있습니다"]);
        let strategy = "[[strategy]]\nno = 1\ntitle = \"가\"\ntitle_en = \"a\"\n[[strategy]]";
        assert_eq!(broken("[[strategy]]", strategy), ["16행 strategy.1.no: 같은 번호의 전략이 앞에 있습니다"]);
    }

    #[test]
    fn every_fault_is_told_in_one_run_in_the_order_of_the_lines() {
        let text = SMALL.replace("2024-03\"", "soon\"").replace("\"small\"", "\"SMALL\"");
        let faults = parse_plan(&text.replace("strategy = 1", "strategy = 2"), &institutions()).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [Some(2), Some(17), Some(25)]);
    }

    #[test]
    fn an_empty_file_says_what_a_plan_needs() {
        let faults = faults_of("").join("\n");
        for told in ["1행 plan: 항목이", "1행 sources: 항목이", "1행 strategy: 하나도", "1행 task: 하나도"]
        {
            assert!(faults.contains(told), "{told}: {faults}");
        }
    }

    #[test]
    fn a_refusal_always_says_why() {
        let lines: Vec<&str> = SMALL.lines().collect();
        for at in 0..lines.len() {
            let without = [&lines[..at], &lines[at + 1..]].concat().join("\n");
            for text in [without, lines[..at].join("\n"), SMALL.replacen('"', "", at + 1)] {
                let read = parse_plan(&text, &institutions());
                assert!(read.is_ok() || read.is_err_and(|faults| !faults.is_empty()), "{text}");
            }
        }
    }
}
