//! Reading a form of the councils: values into types, faults beside their fields.

use crate::domain::council::names::{read_institution, read_institutions, read_tasks};
use crate::domain::due::parse_typed_day;
use crate::domain::evidence::{MAX_BYTES, file_kind, is_link, tidy_file_name};
use crate::domain::ids::{Slug, TaskNo};
use crate::domain::ledger::Ledger;
use crate::domain::text::{TextFault, optional_text};
use crate::pages::council::forms::Tried;
use crate::pages::lang::Lang;
use crate::pages::texts::council as texts;
use crate::server::posted::{Posted, PostedFile};
use chrono::{NaiveDate, NaiveTime};

/// A posted form while it is read.
pub struct Form<'a> {
    pub posted: &'a Posted,
    lang: Lang,
    faults: Vec<(&'static str, String)>,
}

impl<'a> Form<'a> {
    #[must_use]
    pub fn new(posted: &'a Posted, lang: Lang) -> Self {
        Self { posted, lang, faults: Vec::new() }
    }

    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    pub fn fault(&mut self, field: &'static str, text: impl Into<String>) {
        self.faults.push((field, text.into()));
    }

    /// Whether nothing is wrong so far.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.faults.is_empty()
    }

    /// The form as it was typed, to be shown again.
    #[must_use]
    pub fn tried(self, key: impl Into<String>) -> Tried {
        Tried { form: key.into(), typed: self.posted.fields.clone(), faults: self.faults }
    }

    /// A text that may be empty.
    pub fn optional(&mut self, field: &'static str, max: usize) -> String {
        match optional_text(self.posted.get(field), max) {
            Ok(text) => text.unwrap_or_default(),
            Err(TextFault::TooLong { max, .. }) => {
                self.fault(field, texts::fault_too_long(self.lang, max));
                String::new()
            }
            Err(TextFault::Empty) => String::new(),
        }
    }

    /// A text that must be there.
    pub fn text(&mut self, field: &'static str, max: usize) -> String {
        let before = self.faults.len();
        let text = self.optional(field, max);
        if text.is_empty() && self.faults.len() == before {
            self.fault(field, texts::fault_missing(self.lang));
        }
        text
    }

    /// A line: no breaks.
    pub fn line(&mut self, field: &'static str, max: usize) -> String {
        self.optional(field, max).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// One of several, which must be chosen.
    pub fn choice<T>(&mut self, field: &'static str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let chosen = parse(self.posted.get(field));
        if chosen.is_none() {
            self.fault(field, texts::fault_choose(self.lang));
        }
        chosen
    }

    /// An institution chosen from a list, by its slug.
    pub fn chosen_institution(&mut self, field: &'static str, ledger: &Ledger) -> Option<Slug> {
        self.choice(field, |text| Slug::parse(text).filter(|slug| ledger.institution(slug).is_some()))
    }

    /// A day that may be empty.
    pub fn optional_day(&mut self, field: &'static str) -> Option<NaiveDate> {
        let typed = self.posted.get(field);
        let day = parse_typed_day(typed);
        if day.is_none() && !typed.is_empty() {
            self.fault(field, texts::fault_day(self.lang));
        }
        day
    }

    /// A day that must be there.
    pub fn day(&mut self, field: &'static str) -> Option<NaiveDate> {
        if self.posted.get(field).is_empty() {
            self.fault(field, texts::fault_missing(self.lang));
            return None;
        }
        self.optional_day(field)
    }

    /// A time of day as `14:00`, `1400` or `14`, which may be empty.
    pub fn time(&mut self, field: &'static str) -> Option<NaiveTime> {
        let typed = self.posted.get(field);
        if typed.is_empty() {
            return None;
        }
        let time = read_time(typed);
        if time.is_none() {
            self.fault(field, texts::fault_time(self.lang));
        }
        time
    }

    /// A whole number from 1 to `max`, which may be empty.
    pub fn number(&mut self, field: &'static str, max: i64) -> Option<i64> {
        let typed = self.posted.get(field);
        if typed.is_empty() {
            return None;
        }
        let number = typed.parse().ok().filter(|number| (1..=max).contains(number));
        if number.is_none() {
            self.fault(field, texts::fault_number(self.lang, max));
        }
        number
    }

    /// An institution by any of its names, which may be empty.
    pub fn institution(&mut self, field: &'static str, ledger: &Ledger, day: NaiveDate) -> Option<Slug> {
        let typed = self.posted.get(field);
        if typed.is_empty() {
            return None;
        }
        let found = read_institution(typed, &ledger.institutions, day);
        if found.is_none() {
            self.fault(field, texts::fault_institution(self.lang, typed));
        }
        found
    }

    /// Institutions by their names, separated by commas.
    pub fn institutions(&mut self, field: &'static str, ledger: &Ledger, day: NaiveDate) -> Vec<Slug> {
        match read_institutions(self.posted.get(field), &ledger.institutions, day) {
            Ok(found) => found,
            Err(name) => {
                self.fault(field, texts::fault_institution(self.lang, name));
                Vec::new()
            }
        }
    }

    /// Tasks by their numbers, separated by commas.
    pub fn tasks(&mut self, field: &'static str, ledger: &Ledger) -> Vec<TaskNo> {
        let known: Vec<TaskNo> = ledger.tasks.iter().map(|task| task.no).collect();
        match read_tasks(self.posted.get(field), &known) {
            Ok(found) => found,
            Err(name) => {
                self.fault(field, texts::fault_task(self.lang, name));
                Vec::new()
            }
        }
    }

    /// A link that may be empty.
    pub fn link(&mut self, field: &'static str) -> Option<String> {
        let typed = self.posted.get(field);
        if typed.is_empty() {
            return None;
        }
        if !is_link(typed) {
            self.fault(field, texts::fault_link(self.lang));
            return None;
        }
        Some(typed.to_owned())
    }

    /// The file that came with the form, if it is one that is taken.
    pub fn file(&mut self, field: &'static str) -> Option<(&'a PostedFile, String, &'static str)> {
        let file = self.posted.files.iter().find(|file| file.field == field)?;
        let name = tidy_file_name(&file.name);
        match file_kind(&name, &file.contents) {
            Ok(kind) if file.contents.len() <= MAX_BYTES => Some((file, name, kind.media_type())),
            _ => {
                self.fault(field, texts::fault_file(self.lang));
                None
            }
        }
    }
}

fn read_time(text: &str) -> Option<NaiveTime> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (hour, minute) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        3 | 4 => digits.split_at(digits.len() - 2),
        _ => return None,
    };
    let plain = text.chars().all(|c| c.is_ascii_digit() || ": 시분".contains(c));
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0).filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_in_the_forms_people_use() {
        for typed in ["14:00", "1400", "14", "14시", "14시 00분"] {
            assert_eq!(read_time(typed), NaiveTime::from_hms_opt(14, 0, 0), "{typed}");
        }
        assert_eq!(read_time("9:05"), NaiveTime::from_hms_opt(9, 5, 0));
        for bad in ["25:00", "14:60", "오후 2시", "", "14000"] {
            assert_eq!(read_time(bad), None, "{bad}");
        }
    }
}
