//! A TOML table being read: every reading of a key that fails leaves a fault with its line and place.

use super::faults::{Faults, about, day, not_one_of, one_line};
use crate::domain::ids::Slug;
use crate::domain::plan::Basis;
use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const NOT_TEXT: &str = "따옴표로 감싼 글자여야 합니다";
const NOT_NUMBER: &str = "1 이상의 정수여야 합니다";
const NOT_TABLE: &str = "표여야 합니다";
const NOT_LIST: &str = "목록이어야 합니다";

/// One table, where it begins, and the name by which its faults are told.
pub(super) struct Fields<'a> {
    table: &'a DeTable<'a>,
    start: usize,
    name: String,
    faults: &'a Faults<'a>,
}

impl<'a> Fields<'a> {
    /// The whole document.
    pub(super) fn document(table: &'a DeTable<'a>, known: &[&str], faults: &'a Faults<'a>) -> Self {
        let fields = Self { table, start: 0, name: String::new(), faults };
        fields.refuse_unknown(known);
        fields
    }

    fn within(value: &'a Spanned<DeValue<'a>>, name: String, known: &[&str], faults: &'a Faults<'a>) -> Option<Self> {
        let start = value.span().start;
        let Some(table) = value.get_ref().as_table() else {
            faults.note(start, name, NOT_TABLE);
            return None;
        };
        let fields = Self { table, start, name, faults };
        fields.refuse_unknown(known);
        Some(fields)
    }

    fn refuse_unknown(&self, known: &[&str]) {
        for key in self.table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            self.faults.note(key.span().start, self.path(key.get_ref()), "모르는 항목입니다");
        }
    }

    /// The place of a key, as faults tell it.
    pub(super) fn path(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    /// Notes a problem at the key, or at the table's beginning where the key is not written.
    pub(super) fn fault(&self, key: &str, problem: impl Into<String>) {
        let offset = self.table.get(key).map_or(self.start, |value| value.span().start);
        self.faults.note(offset, self.path(key), problem);
    }

    /// Notes a problem of the table itself.
    pub(super) fn fault_here(&self, problem: impl Into<String>) {
        self.faults.note(self.start, self.name.clone(), problem);
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn required<T>(&self, key: &str, read: impl FnOnce() -> Option<T>) -> Option<T> {
        if !self.has(key) {
            self.fault(key, "항목이 빠졌습니다");
            return None;
        }
        read()
    }

    /// The text of a key as `read` understands it; `None` where it is missing, or faulty (and noted).
    pub(super) fn optional_as<T>(&self, key: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let value = self.table.get(key)?;
        let read = value.get_ref().as_str().ok_or_else(|| NOT_TEXT.to_owned()).and_then(read);
        read.map_err(|problem| self.fault(key, problem)).ok()
    }

    /// As [`Self::optional_as`], for a key that must be there.
    pub(super) fn read_as<T>(&self, key: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        self.required(key, || self.optional_as(key, read))
    }

    pub(super) fn line(&self, key: &str) -> Option<String> {
        self.read_as(key, one_line)
    }

    pub(super) fn optional_line(&self, key: &str) -> Option<String> {
        self.optional_as(key, one_line)
    }

    pub(super) fn day(&self, key: &str) -> Option<NaiveDate> {
        self.required(key, || self.optional_day(key))
    }

    pub(super) fn optional_day(&self, key: &str) -> Option<NaiveDate> {
        self.optional_as(key, |text| day(text).ok_or_else(|| about(text, "날짜(YYYY-MM-DD)가 아닙니다")))
    }

    pub(super) fn basis(&self, key: &str) -> Option<Basis> {
        let codes = [Basis::Published.code(), Basis::Assumed.code()];
        self.read_as(key, |text| Basis::parse(text).ok_or_else(|| not_one_of(text, &codes)))
    }

    pub(super) fn slug(&self, key: &str) -> Option<Slug> {
        let bad = "영문 소문자·숫자·하이픈만의 이름이 아닙니다";
        self.read_as(key, |text| Slug::parse(text).ok_or_else(|| about(text, bad)))
    }

    pub(super) fn number(&self, key: &str) -> Option<i64> {
        self.required(key, || self.optional_number(key))
    }

    pub(super) fn optional_number(&self, key: &str) -> Option<i64> {
        let number = positive(self.table.get(key)?.get_ref());
        if number.is_none() {
            self.fault(key, NOT_NUMBER);
        }
        number
    }

    /// The lines of a list; none where it is missing.
    pub(super) fn lines(&self, key: &str) -> Vec<String> {
        let items = self.items(key).iter().enumerate();
        items
            .filter_map(|(at, item)| {
                let read = item.get_ref().as_str().ok_or_else(|| NOT_TEXT.to_owned()).and_then(one_line);
                let place = || self.path(&format!("{key}.{}", at + 1));
                read.map_err(|problem| self.faults.note(item.span().start, place(), problem)).ok()
            })
            .collect()
    }

    /// The numbers of a list; none where it is missing.
    pub(super) fn numbers(&self, key: &str) -> Vec<i64> {
        let items = self.items(key).iter().enumerate();
        items
            .filter_map(|(at, item)| {
                let number = positive(item.get_ref());
                if number.is_none() {
                    self.faults.note(item.span().start, self.path(&format!("{key}.{}", at + 1)), NOT_NUMBER);
                }
                number
            })
            .collect()
    }

    /// The table that a key must hold.
    pub(super) fn table(&self, key: &str, known: &[&str]) -> Option<Self> {
        self.required(key, || Self::within(self.table.get(key)?, self.path(key), known, self.faults))
    }

    /// The tables of a list, named by their `no` where they have one, else by their place from 1.
    pub(super) fn tables(&self, key: &str, known: &[&str]) -> Vec<Self> {
        let items = self.items(key).iter().enumerate();
        items
            .filter_map(|(at, item)| {
                let no = item.get_ref().get("no").and_then(|no| positive(no.get_ref()));
                let name = no.map_or_else(|| (at + 1).to_string(), |no| no.to_string());
                Self::within(item, self.path(&format!("{key}.{name}")), known, self.faults)
            })
            .collect()
    }

    fn items(&self, key: &str) -> &'a [Spanned<DeValue<'a>>] {
        let Some(value) = self.table.get(key) else { return &[] };
        let Some(items) = value.get_ref().as_array() else {
            self.fault(key, NOT_LIST);
            return &[];
        };
        items
    }

    /// The tables that a key holds under names of their own, in the order of the file; `None` for one that is no table.
    pub(super) fn named_tables(&self, key: &str, known: &[&str]) -> Vec<(String, Option<Self>)> {
        let Some(held) = self.required(key, || self.table.get(key)) else { return Vec::new() };
        let Some(held) = held.get_ref().as_table() else {
            self.fault(key, NOT_TABLE);
            return Vec::new();
        };
        let mut entries: Vec<_> = held.iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        let read = entries.into_iter().map(|(name, value)| {
            let name = name.get_ref().to_string();
            let place = self.path(&format!("{key}.{name}"));
            (name, Self::within(value, place, known, self.faults))
        });
        read.collect()
    }
}

fn positive(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok().filter(|number| *number >= 1)
}
