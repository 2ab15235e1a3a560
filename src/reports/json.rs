//! The whole report as one JSON document: keys and values are code words in snake_case, dates ISO 8601, instants with
//! their offset (+09:00), progress of a mean in tenths of a per cent, unknown `null`.

use crate::reports::ExportError;
use crate::reports::state::StateReport;

/// The document, indented, with a line feed at its end.
///
/// # Errors
/// [`ExportError::Json`] where serialising fails, which no value of the model does.
pub fn json(report: &StateReport) -> Result<Vec<u8>, ExportError> {
    let mut bytes = serde_json::to_vec_pretty(report)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use crate::reports::fixture::{day, report, standing};
    use serde_json::{Value, json};

    fn document() -> Value {
        serde_json::from_slice(&super::json(&report(None)).unwrap()).unwrap()
    }

    #[test]
    fn signals_are_code_words_and_dates_iso_8601() {
        let document = document();
        assert_eq!(document["demonstration"], json!(true));
        assert_eq!(document["summary"]["base_date"], json!("2024-03-20"));
        assert_eq!(document["summary"]["made_at"], json!("2024-03-20T18:00:00+09:00"));
        let row = &document["reports"][0];
        assert_eq!(row["light"], json!("due_soon"));
        assert_eq!(row["role"], json!("lead"));
        assert_eq!(row["self_rating"], json!("watch"));
        assert_eq!(row["verdict"], json!("at_risk"));
        assert_eq!(row["next_step"]["approved_due"], json!("2024-03"));
        assert_eq!(row["next_step"]["last_working_day"], json!("2024-03-29"));
        assert_eq!(document["moves"][0]["cause"], json!("contract"));
        assert_eq!(document["date_changes"][0]["state"], json!("pending"));
    }

    #[test]
    fn the_figures_are_those_of_the_standing() {
        let (document, standing) = (document(), standing(day("2024-03-20")));
        let figures = &document["summary"]["figures"];
        assert_eq!(figures["progress"]["tenths"], json!(standing.mean_task_progress().tenths));
        let late = standing.assignments.iter().filter(|one| one.light.code() == "late").count();
        assert_eq!(figures["assignment_lights"]["late"], json!(late));
        assert_eq!(figures["late_assignments"], json!(late));
    }
}
