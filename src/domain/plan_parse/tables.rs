//! The tables beside a plan: institutions and holidays, as CSV with a fixed header and no comments.

use super::faults::{Faults, about, day, not_one_of, one_line};
use super::without_mark;
use crate::domain::ids::Slug;
use crate::domain::institution::{Institution, Kind};
use crate::domain::plan_file::PlanFault;
use chrono::NaiveDate;
use csv::{Position, ReaderBuilder, StringRecord};
use std::collections::BTreeSet;

const INSTITUTION: [&str; 11] = [
    "slug",
    "name_ko",
    "name_en",
    "short_ko",
    "kind",
    "code",
    "parent",
    "valid_from",
    "valid_until",
    "successors",
    "note",
];
const HOLIDAY: [&str; 2] = ["date", "name_ko"];

/// Reads the table of institutions.
///
/// # Errors
/// Every fault found, by line and column: a header that differs (alone), malformed slugs, kinds, codes and days, a slug
/// used twice, an end not after its beginning, parents and successors that are not in the table.
pub fn parse_institutions(csv: &str) -> Result<Vec<Institution>, Vec<PlanFault>> {
    let text = without_mark(csv);
    let faults = Faults::of(text);
    let read = read_institutions(&rows(text, &INSTITUTION, &faults));
    faults.judge(Some(read))
}

/// Reads the table of holidays: days, and what they are called.
///
/// # Errors
/// Every fault found, by line and column: a header that differs (alone), malformed days, names left empty, a day that
/// stands twice.
pub fn parse_holidays(csv: &str) -> Result<Vec<(NaiveDate, String)>, Vec<PlanFault>> {
    let text = without_mark(csv);
    let faults = Faults::of(text);
    let mut read: Vec<(NaiveDate, String)> = Vec::new();
    for row in rows(text, &HOLIDAY, &faults) {
        let (date, name) = (row.read("date", as_day), row.read("name_ko", one_line));
        if date.is_some_and(|date| read.iter().any(|(earlier, _)| *earlier == date)) {
            row.fault("date", "같은 날짜가 앞에 있습니다");
        }
        read.extend(date.zip(name));
    }
    faults.judge(Some(read))
}

/// One line of a table under its header.
struct Row<'a> {
    record: StringRecord,
    start: usize,
    header: &'static [&'static str],
    faults: &'a Faults<'a>,
}

impl Row<'_> {
    /// What stands in a column, trimmed; `None` where it is empty.
    fn get(&self, column: &str) -> Option<&str> {
        let at = self.header.iter().position(|name| *name == column)?;
        self.record.get(at).map(str::trim).filter(|text| !text.is_empty())
    }

    fn fault(&self, column: &str, problem: impl Into<String>) {
        self.faults.note(self.start, column, problem);
    }

    /// A column that may be empty; `None` also where it is faulty (and noted).
    fn optional<T>(&self, column: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        read(self.get(column)?).map_err(|problem| self.fault(column, problem)).ok()
    }

    /// A column that must be filled.
    fn read<T>(&self, column: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        if self.get(column).is_none() {
            self.fault(column, "비어 있습니다");
        }
        self.optional(column, read)
    }
}

/// The lines under the header; none where the header differs, and without those that have too few or too many columns.
fn rows<'a>(text: &'a str, header: &'static [&'static str], faults: &'a Faults<'a>) -> Vec<Row<'a>> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records();
    let first = records.next().and_then(Result::ok).unwrap_or_default();
    if !first.iter().map(str::trim).eq(header.iter().copied()) {
        faults.note(0, "", format!("첫 줄은 {}여야 합니다", header.join(",")));
        return Vec::new();
    }
    let rows = records.filter_map(|record| {
        let record = record.map_err(|error| faults.note(0, "", format!("읽을 수 없습니다 ({error})"))).ok()?;
        let start = start_of(text, record.position());
        if record.len() != header.len() {
            faults.note(start, "", format!("열이 {}개입니다: {}개여야 합니다", record.len(), header.len()));
            return None;
        }
        Some(Row { record, start, header, faults })
    });
    rows.collect()
}

/// Where a record's own line begins: the reader counts the blank lines before it as part of it.
fn start_of(text: &str, position: Option<&Position>) -> usize {
    let start = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
    let blank = text.bytes().skip(start).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    start + blank
}

fn read_institutions(rows: &[Row<'_>]) -> Vec<Institution> {
    let slugs: BTreeSet<&str> = rows.iter().filter_map(|row| row.get("slug")).collect();
    let mut seen = BTreeSet::new();
    let mut read = Vec::new();
    for row in rows {
        if row.get("slug").is_some_and(|slug| !seen.insert(slug)) {
            row.fault("slug", "같은 이름의 기관이 앞에 있습니다");
        }
        read.extend(read_institution(row, &slugs));
    }
    read
}

fn read_institution(row: &Row<'_>, slugs: &BTreeSet<&str>) -> Option<Institution> {
    let slug = row.read("slug", as_slug);
    let names = [row.read("name_ko", one_line), row.read("name_en", one_line), row.read("short_ko", one_line)];
    let kinds = Kind::ALL.map(Kind::code);
    let kind = row.read("kind", |text| Kind::parse(text).ok_or_else(|| not_one_of(text, &kinds)));
    let code = row.optional("code", as_code);
    let parent = row.optional("parent", |text| other_of(text, row, slugs));
    if kind == Some(Kind::Affiliate) && row.get("parent").is_none() {
        row.fault("parent", "소속기관(affiliate)은 소속된 기관을 적어야 합니다");
    }
    let (valid_from, valid_until) = (row.optional("valid_from", as_day), row.optional("valid_until", as_day));
    if let (Some(from), Some(until)) = (valid_from, valid_until)
        && until <= from
    {
        row.fault("valid_until", format!("valid_from({from})보다 뒤여야 합니다"));
    }
    let successors = row.get("successors").unwrap_or_default().split_whitespace();
    let successors = successors
        .filter_map(|text| other_of(text, row, slugs).map_err(|problem| row.fault("successors", problem)).ok())
        .collect();
    let note = row.optional("note", one_line).unwrap_or_default();
    let [name_ko, name_en, short_ko] = names;
    Some(Institution {
        slug: slug?,
        name_ko: name_ko?,
        name_en: name_en?,
        short_ko: short_ko?,
        kind: kind?,
        code: code.unwrap_or_default(),
        parent,
        valid_from,
        valid_until,
        successors,
        note,
    })
}

fn as_slug(text: &str) -> Result<Slug, String> {
    Slug::parse(text).ok_or_else(|| about(text, "영문 소문자·숫자·하이픈만의 이름이 아닙니다"))
}

fn as_day(text: &str) -> Result<NaiveDate, String> {
    day(text).ok_or_else(|| about(text, "날짜(YYYY-MM-DD)가 아닙니다"))
}

fn as_code(text: &str) -> Result<String, String> {
    let seven = text.len() == 7 && text.bytes().all(|byte| byte.is_ascii_digit());
    seven.then(|| text.to_owned()).ok_or_else(|| about(text, "일곱 자리 숫자가 아닙니다 (모르면 비워 둡니다)"))
}

/// The slug of another institution of the table.
fn other_of(text: &str, row: &Row<'_>, slugs: &BTreeSet<&str>) -> Result<Slug, String> {
    if row.get("slug") == Some(text) {
        return Err(about(text, "자기 자신입니다"));
    }
    let known = slugs.contains(text).then(|| Slug::parse(text)).flatten();
    known.ok_or_else(|| about(text, "이 표에 없습니다"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "slug,name_ko,name_en,short_ko,kind,code,parent,valid_from,valid_until,successors,note";

    fn faults_of(rows: &str) -> Vec<String> {
        let faults = parse_institutions(&format!("{HEADER}\n{rows}")).unwrap_err();
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_fault_names_its_line_and_column() {
        for (row, told) in [
            ("MOIS,행정안전부,Interior,행안부,ministry,,,,,,", "2행 slug: 'MOIS'는 영문"),
            ("mois,,Interior,행안부,ministry,,,,,,", "2행 name_ko: 비어 있습니다"),
            ("mois,행정안전부,Interior,,ministry,,,,,,", "2행 short_ko: 비어 있습니다"),
            ("mois,행정안전부,Interior,행안부,bureau,,,,,,", "2행 kind: 'bureau'는 ministry, "),
            ("mois,행정안전부,Interior,행안부,ministry,174100,,,,,", "2행 code: '174100'은 일곱"),
            ("mois,행정안전부,Interior,행안부,ministry,,home,,,,", "2행 parent: 'home'는 이 표에"),
            ("mois,행정안전부,Interior,행안부,ministry,,mois,,,,", "2행 parent: 'mois'는 자기 자신"),
            ("nirs,관리원,NIRS,관리원,affiliate,,,,,,", "2행 parent: 소속기관(affiliate)은"),
            ("mois,행정안전부,Interior,행안부,ministry,,,2024/1/1,,,", "2행 valid_from: '2024/1/1'은 날짜"),
            (
                "mois,행정안전부,Interior,행안부,ministry,,,2024-01-02,2024-01-02,,",
                "2행 valid_until: valid_from(2024-01-02)",
            ),
            ("mois,행정안전부,Interior,행안부,ministry,,,,2025-01-01,next,", "2행 successors: 'next'는 이 표에"),
            ("mois,행정안전부,Interior", "2행: 열이 3개입니다: 11개여야"),
        ] {
            let faults = faults_of(row);
            assert!(faults.len() == 1 && faults[0].starts_with(told), "{row}: {faults:#?}");
        }
    }

    #[test]
    fn lines_are_counted_past_blank_lines_and_lines_within_quotes() {
        let rows = [
            "\na,가,A,가,agency,,,,,,\"1\"\r\n\r\n",
            "a,나,\"B\",나,agency,,,,,,\n",
            "c,\"다\n라\",C,다,agency,,,,,,\n",
            "d,라,D,라,x,,,,,,",
        ];
        let faults = faults_of(&rows.concat());
        assert_eq!(faults[..2], ["5행 slug: 같은 이름의 기관이 앞에 있습니다", "6행 name_ko: 한 줄로 써야 합니다"]);
        assert!(faults[2].starts_with("8행 kind: 'x'는"), "{faults:#?}");
    }

    #[test]
    fn a_header_that_differs_is_told_alone() {
        let faults = parse_institutions("slug,name\nx,y").unwrap_err();
        assert!(faults.len() == 1 && faults[0].to_string().starts_with("1행: 첫 줄은 slug,name_ko,"), "{faults:#?}");
        assert_eq!(parse_holidays("").unwrap_err()[0].to_string(), "1행: 첫 줄은 date,name_ko여야 합니다");
    }

    #[test]
    fn a_holiday_stands_once_with_a_day_and_a_name() {
        let faults = parse_holidays("\u{feff}date,name_ko\n2024-01-01,신정\n2024-13-01,x\n2024-01-01,\n").unwrap_err();
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        let expected = [
            "3행 date: '2024-13-01'은 날짜(YYYY-MM-DD)가 아닙니다",
            "4행 name_ko: 비어 있습니다",
            "4행 date: 같은 날짜가 앞에 있습니다",
        ];
        assert_eq!(told, expected);
    }
}
