//! Sealed rows against the rows a database holds now: what is missing, what was added, which field reads otherwise.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;

/// How a row differs from the sealed one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Sealed, and no longer there.
    Missing,
    /// Not sealed, and there now.
    Added,
    /// A field that reads otherwise; both as JSON.
    Field { field: String, sealed: String, found: String },
}

/// One difference, named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub section: String,
    /// The row's `id` within its section.
    pub row: String,
    pub change: Change,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.section, self.row)?;
        match &self.change {
            Change::Missing => f.write_str(": 봉인에 있으나 데이터베이스에 없음"),
            Change::Added => f.write_str(": 봉인에 없으나 데이터베이스에 있음"),
            Change::Field { field, sealed, found } => {
                write!(f, "의 {field}: 봉인 {}, 데이터베이스 {}", cut(sealed), cut(found))
            }
        }
    }
}

/// A value short enough for a line.
fn cut(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}

/// Compares two lists of rows by `id`; what is not a list of rows is compared as one row.
#[must_use]
pub fn differences(section: &str, sealed: &Value, found: &Value) -> Vec<Difference> {
    let (sealed, found) = (by_id(sealed), by_id(found));
    let mut all = Vec::new();
    let mut tell = |row: &str, change: Change| {
        all.push(Difference { section: section.to_owned(), row: row.to_owned(), change });
    };
    for (id, row) in &sealed {
        match found.get(id) {
            None => tell(id, Change::Missing),
            Some(now) => fields(row, now).into_iter().for_each(|change| tell(id, change)),
        }
    }
    for id in found.keys().filter(|id| !sealed.contains_key(*id)) {
        tell(id, Change::Added);
    }
    all
}

/// Rows by their `id`; two of one id are told apart by their place.
fn by_id(rows: &Value) -> BTreeMap<String, &Value> {
    let Value::Array(rows) = rows else { return BTreeMap::from([(String::new(), rows)]) };
    let mut all = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        let id = match row.get("id") {
            Some(Value::String(id)) => id.clone(),
            Some(id) => id.to_string(),
            None => format!("#{place}"),
        };
        let id = if all.contains_key(&id) { format!("{id} #{place}") } else { id };
        all.insert(id, row);
    }
    all
}

fn fields(sealed: &Value, found: &Value) -> Vec<Change> {
    let (Value::Object(one), Value::Object(two)) = (sealed, found) else {
        return if sealed == found { vec![] } else { vec![changed("", sealed, found)] };
    };
    let names = one.keys().chain(two.keys().filter(|name| !one.contains_key(*name)));
    let value = |fields: &Map<String, Value>, name: &String| fields.get(name).cloned().unwrap_or(Value::Null);
    names
        .filter(|name| value(one, name) != value(two, name))
        .map(|name| changed(name, &value(one, name), &value(two, name)))
        .collect()
}

fn changed(field: &str, sealed: &Value, found: &Value) -> Change {
    Change::Field { field: field.to_owned(), sealed: sealed.to_string(), found: found.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_changed_a_missing_and_an_added_row_are_told_apart() {
        let sealed = json!([{ "id": 1, "done": "가" }, { "id": 2, "done": "나" }]);
        let found = json!([{ "id": 1, "done": "다" }, { "id": 3, "done": "라" }]);
        let told: Vec<String> = differences("reports", &sealed, &found).iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "reports 1의 done: 봉인 \"가\", 데이터베이스 \"다\"",
                "reports 2: 봉인에 있으나 데이터베이스에 없음",
                "reports 3: 봉인에 없으나 데이터베이스에 있음",
            ]
        );
        assert_eq!(differences("reports", &sealed, &sealed), []);
    }

    #[test]
    fn a_row_that_stands_twice_is_an_added_row() {
        let sealed = json!([{ "id": "mois" }]);
        let found = json!([{ "id": "mois" }, { "id": "mois" }]);
        let told = differences("institutions", &sealed, &found);
        assert!(matches!(told[..], [Difference { change: Change::Added, .. }]), "{told:?}");
    }

    #[test]
    fn an_emptied_field_is_a_difference() {
        let told = differences("queries", &json!([{ "id": 1, "answer": "예" }]), &json!([{ "id": 1 }]));
        assert!(matches!(&told[0].change, Change::Field { field, found, .. } if field == "answer" && found == "null"));
    }
}
