//! From fields to a system.

use super::equipment::read_equipment;
use super::{Fault, FieldFault, Fields, NEEDS_MAX, NUMBER_MAX, PURPOSE_MAX};
use crate::domain::due::{Due, parse_typed_day};
use crate::domain::ids::Slug;
use crate::domain::report::value;
use crate::domain::systems::system::{Grading, InformationSystem, Recovery, Redundancy, Runner, SystemCode};
use crate::domain::systems::words::{Doubled, DrillResult, Grade, RecoveryWay, RunnerKind, Site};
use crate::domain::text::{LINE_MAX, TextFault, optional_text};
use chrono::NaiveDate;

/// What a reader of fields must know of the world.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub today: NaiveDate,
    /// The institution of a slug or name.
    pub institution: &'a dyn Fn(&str) -> Option<Slug>,
    /// The system of a number, or of a name within an institution.
    pub system: &'a dyn Fn(&str, Option<&Slug>) -> Option<SystemCode>,
}

/// Fields being read, and the faults found so far.
pub(super) struct Reader<'a> {
    pub fields: &'a Fields,
    pub faults: Vec<Fault>,
}

impl Reader<'_> {
    pub fn get(&self, name: &str) -> &str {
        value(self.fields, name).trim()
    }

    pub fn fault(&mut self, name: &str, fault: FieldFault) {
        self.faults.push((name.to_owned(), fault));
    }

    /// A text that may be empty.
    pub fn text(&mut self, name: &str, max: usize) -> String {
        match optional_text(self.get(name), max) {
            Ok(text) => text.unwrap_or_default(),
            Err(TextFault::TooLong { max, .. }) => {
                self.fault(name, FieldFault::TooLong(max));
                String::new()
            }
            Err(TextFault::Empty) => String::new(),
        }
    }

    /// A whole number; empty is none. Thousands may be set apart, and 명, 년, 백만원, 대 may follow.
    pub fn number(&mut self, name: &str, min: i64, max: i64) -> Option<i64> {
        let plain = self.get(name).replace([',', ' '], "");
        if plain.is_empty() {
            return None;
        }
        let digits = plain.trim_end_matches(['명', '년', '백', '만', '원', '대']);
        // A spreadsheet may write a whole number with an empty fraction.
        let digits = digits.strip_suffix(".0").unwrap_or(digits);
        let number = digits.parse().ok().filter(|number| (min..=max).contains(number));
        if number.is_none() {
            self.fault(name, FieldFault::Number(min, max));
        }
        number
    }

    pub fn year(&mut self, name: &str) -> Option<i64> {
        self.number(name, 1990, 2100)
    }

    pub fn day(&mut self, name: &str) -> Option<NaiveDate> {
        if self.get(name).is_empty() {
            return None;
        }
        let day = parse_typed_day(self.get(name));
        if day.is_none() {
            self.fault(name, FieldFault::Day);
        }
        day
    }

    /// A day that must have come.
    fn past_day(&mut self, name: &str, today: NaiveDate) -> Option<NaiveDate> {
        let day = self.day(name)?;
        if day > today {
            self.fault(name, FieldFault::Future);
        }
        Some(day)
    }

    pub fn period(&mut self, name: &str) -> Option<Due> {
        let typed = self.get(name);
        if typed.is_empty() {
            return None;
        }
        let period = Due::parse(typed).or_else(|| parse_typed_day(typed).map(Due::on)).or_else(|| typed_period(typed));
        if period.is_none() {
            self.fault(name, FieldFault::Period);
        }
        period
    }

    /// One of the choices; empty is none.
    pub fn choice<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        if self.get(name).is_empty() {
            return None;
        }
        let chosen = parse(self.get(name));
        if chosen.is_none() {
            self.fault(name, FieldFault::Choice);
        }
        chosen
    }

    fn minutes(&mut self, name: &str) -> Option<i64> {
        if self.get(name).is_empty() {
            return None;
        }
        let minutes = parse_minutes(self.get(name));
        if minutes.is_none() {
            self.fault(name, FieldFault::Duration);
        }
        minutes
    }
}

/// `2017. 5.`, `2017년 5월`, `2017년`, `2025 상반기`
fn typed_period(typed: &str) -> Option<Due> {
    let plain = typed.replace(['년', '월', '.', '/'], " ");
    let parts: Vec<&str> = plain.split_whitespace().collect();
    match parts[..] {
        [year] => Due::parse(year),
        [year, "상반기"] => Due::parse(&format!("{year}-H1")),
        [year, "하반기"] => Due::parse(&format!("{year}-H2")),
        [year, quarter] if quarter.ends_with("분기") => {
            Due::parse(&format!("{year}-Q{}", quarter.trim_end_matches("분기")))
        }
        [year, month] => Due::parse(&format!("{year}-{:02}", month.parse::<u32>().ok()?)),
        _ => None,
    }
}

/// `4시간`, `30분`, `1일`, `1시간 30분`, `4h`; a bare number is hours. At most a year.
fn parse_minutes(typed: &str) -> Option<i64> {
    let spaced = typed.replace("시간", "h ").replace('분', "m ").replace('일', "d ").to_lowercase();
    let mut minutes = 0i64;
    for part in spaced.split_whitespace() {
        let (number, unit) = match part.char_indices().next_back()? {
            (at, 'h') => (&part[..at], 60.0),
            (at, 'm') => (&part[..at], 1.0),
            (at, 'd') => (&part[..at], 1440.0),
            _ => (part, 60.0),
        };
        let number: f64 = number.parse().ok().filter(|number: &f64| (0.0..=8_784.0).contains(number))?;
        minutes += (number * unit).round() as i64;
    }
    (minutes <= 527_040).then_some(minutes)
}

/// Reads a system.
///
/// # Errors
/// Every fault found, in the order of the form.
pub fn read(fields: &Fields, known: &Known<'_>) -> Result<InformationSystem, Vec<Fault>> {
    let mut form = Reader { fields, faults: Vec::new() };
    let code = SystemCode::parse(form.get("code"));
    if code.is_none() {
        form.fault("code", FieldFault::Code);
    }
    let name = form.text("name", LINE_MAX);
    if form.get("name").is_empty() {
        form.fault("name", FieldFault::Missing);
    }
    let institution = (known.institution)(form.get("institution"));
    if institution.is_none() {
        form.fault("institution", FieldFault::Institution);
    }
    let runner = read_runner(&mut form);
    let purpose = form.text("purpose", PURPOSE_MAX);
    let grading = read_grading(&mut form, known.today);
    let users = form.number("users", 0, NUMBER_MAX);
    let needs = read_needs(&mut form, code.as_ref(), institution.as_ref(), known);
    let site = form.choice("site", Site::parse);
    let site_note = form.text("site_note", LINE_MAX);
    let redundancy = read_redundancy(&mut form);
    let recovery = read_recovery(&mut form, known.today);
    let equipment = read_equipment(&mut form, known.today);
    let contact = form.text("contact", LINE_MAX);
    let retired_on = form.day("retired_on");
    match (code, institution) {
        (Some(code), Some(institution)) if form.faults.is_empty() => Ok(InformationSystem {
            code,
            name,
            institution,
            runner,
            purpose,
            grading,
            users,
            needs,
            site,
            site_note,
            redundancy,
            recovery,
            equipment,
            contact,
            retired_on,
        }),
        _ => Err(form.faults),
    }
}

fn read_runner(form: &mut Reader<'_>) -> Runner {
    let kind = form.choice("runner_kind", RunnerKind::parse).unwrap_or(RunnerKind::Own);
    let name = form.text("runner", LINE_MAX);
    if kind != RunnerKind::Own && name.is_empty() && form.get("runner").is_empty() {
        form.fault("runner", FieldFault::RunnerMissing);
    }
    Runner { kind, name }
}

fn read_grading(form: &mut Reader<'_>, today: NaiveDate) -> Option<Grading> {
    let before = form.faults.len();
    let grade = form.choice("grade", Grade::parse);
    let on = form.past_day("graded_on", today);
    let basis = form.text("grade_basis", LINE_MAX);
    if grade.is_none() && (on.is_some() || !basis.is_empty()) && form.faults.len() == before {
        form.fault("grade", FieldFault::GradeMissing);
    }
    grade.map(|grade| Grading { grade, on, basis })
}

fn read_needs(
    form: &mut Reader<'_>,
    own: Option<&SystemCode>,
    institution: Option<&Slug>,
    known: &Known<'_>,
) -> Vec<SystemCode> {
    let typed = form.get("needs").to_owned();
    let mut needs: Vec<SystemCode> = Vec::new();
    for part in needed_parts(&typed) {
        match (known.system)(part, institution) {
            None => return refuse_needs(form, FieldFault::UnknownSystem),
            Some(code) if Some(&code) == own => return refuse_needs(form, FieldFault::Itself),
            Some(code) if needs.contains(&code) => {}
            Some(code) => needs.push(code),
        }
    }
    if needs.len() > NEEDS_MAX {
        return refuse_needs(form, FieldFault::TooMany(NEEDS_MAX));
    }
    needs
}

/// Numbers stand apart by spaces; names, which hold spaces, by commas, semicolons or lines.
fn needed_parts(typed: &str) -> Vec<&str> {
    let parts = typed.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts
        .flat_map(|part| {
            let words: Vec<&str> = part.split_whitespace().collect();
            if words.iter().all(|word| SystemCode::parse(word).is_some()) { words } else { vec![part] }
        })
        .collect()
}

fn refuse_needs(form: &mut Reader<'_>, fault: FieldFault) -> Vec<SystemCode> {
    form.fault("needs", fault);
    Vec::new()
}

fn read_redundancy(form: &mut Reader<'_>) -> Redundancy {
    let mut part = |name: &str| form.choice(name, Doubled::parse).unwrap_or(Doubled::Unknown);
    let [network, server, storage, power] = ["red_network", "red_server", "red_storage", "red_power"].map(&mut part);
    let budget_year = form.year("red_year");
    let cost = form.number("red_cost", 0, NUMBER_MAX);
    Redundancy { network, server, storage, power, budget_year, cost }
}

fn read_recovery(form: &mut Reader<'_>, today: NaiveDate) -> Recovery {
    let way = form.choice("dr_way", RecoveryWay::parse).unwrap_or(RecoveryWay::Unknown);
    let rto_minutes = form.minutes("dr_rto");
    let rpo_minutes = form.minutes("dr_rpo");
    let drilled_on = form.past_day("dr_drilled_on", today);
    let drill_result = form.choice("dr_result", DrillResult::parse);
    if form.get("dr_drilled_on").is_empty() && drill_result.is_some() {
        form.fault("dr_drilled_on", FieldFault::DrillIncomplete);
    }
    if form.get("dr_result").is_empty() && drilled_on.is_some() {
        form.fault("dr_result", FieldFault::DrillIncomplete);
    }
    Recovery { way, rto_minutes, rpo_minutes, drilled_on, drill_result }
}
