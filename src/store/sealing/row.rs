//! Column types that read as the document writes them.

use crate::store::instant;
use chrono::SecondsFormat;
use serde::{Serialize, Serializer};

/// An instant: microseconds in the database, ISO 8601 in UTC in the document.
#[derive(Clone, Copy, Debug, sqlx::Type)]
#[sqlx(transparent)]
pub struct At(pub i64);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&instant(self.0).to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

/// A flag: 0 or 1 in the database. Any other number is shown as it is, so that it does not pass for a flag.
#[derive(Clone, Copy, Debug, sqlx::Type)]
#[sqlx(transparent)]
pub struct Flag(pub i64);

impl Serialize for Flag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            0 => serializer.serialize_bool(false),
            1 => serializer.serialize_bool(true),
            other => serializer.serialize_i64(other),
        }
    }
}

/// JSON kept as text; what is none is shown as text, so that it does not pass for JSON.
#[derive(Clone, Debug, sqlx::Type)]
#[sqlx(transparent)]
pub struct Json(pub String);

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serde_json::from_str::<serde_json::Value>(&self.0) {
            Ok(value) => value.serialize(serializer),
            Err(_) => serializer.serialize_str(&self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn columns_read_as_the_document_writes_them() {
        let at = At(1_711_000_000_123_456);
        assert_eq!(json!(at), json!("2024-03-21T05:46:40.123456Z"));
        assert_eq!(json!([Flag(0), Flag(1), Flag(7)]), json!([false, true, 7]));
        assert_eq!(json!([Json("{\"a\":1}".into()), Json("{".into())]), json!([{ "a": 1 }, "{"]));
    }
}
