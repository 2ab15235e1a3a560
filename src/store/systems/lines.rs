//! The rows of a spreadsheet that waits to be confirmed, each with what it would do.

use super::to_column;
use crate::store::tx::Connection;
use crate::store::{Store, StoreResult, Tx, in_tx, on_db, word};
use serde::Serialize;

/// Rows put in with one statement.
const CHUNK: usize = 500;

/// What a row would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LineOutcome {
    New,
    Changed,
    /// It says what is there already.
    Same,
    /// It cannot be taken.
    Bad,
}

impl LineOutcome {
    pub const ALL: [Self; 4] = [Self::New, Self::Changed, Self::Same, Self::Bad];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Same => "same",
            Self::Bad => "bad",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// A row as it waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportLine {
    pub row_no: i64,
    pub outcome: LineOutcome,
    pub code: String,
    pub name: String,
    /// What it would do, or what is wrong with it, as JSON.
    pub contents: String,
}

/// A line as the engines unfold it from JSON; the names are those of the columns.
#[derive(Serialize)]
struct NewLine<'a> {
    row_no: i64,
    outcome: &'a str,
    code: &'a str,
    name: &'a str,
    contents: &'a str,
}

#[derive(sqlx::FromRow)]
struct Row {
    row_no: i64,
    outcome: String,
    code: String,
    name: String,
    contents: String,
}

fn line(row: Row) -> StoreResult<ImportLine> {
    let outcome = word(&row.outcome, LineOutcome::parse)?;
    Ok(ImportLine { row_no: row.row_no, outcome, code: row.code, name: row.name, contents: row.contents })
}

impl Store {
    /// Lines of an outcome after row `after`, in the order of the file.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn import_lines(
        &self,
        import: i64,
        outcome: LineOutcome,
        (skip, limit): (i64, i64),
    ) -> StoreResult<Vec<ImportLine>> {
        let rows: Vec<Row> = on_db!(self, db => sqlx::query_as(
            "select row_no, outcome, code, name, contents from import_line where import_id = $1 and outcome = $2 \
             order by row_no limit $3 offset $4")
            .bind(import).bind(outcome.code()).bind(limit).bind(skip).fetch_all(db).await)?;
        rows.into_iter().map(line).collect()
    }
}

impl Tx {
    /// Keeps lines of an import.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn keep_lines(&mut self, import: i64, lines: &[ImportLine]) -> StoreResult<()> {
        for chunk in lines.chunks(CHUNK) {
            let rows: Vec<NewLine<'_>> = chunk.iter().map(new_line).collect();
            let list = to_column(&rows)?;
            match &mut self.connection {
                Connection::Sqlite(db) => {
                    const SQL: &str = "insert into import_line (import_id, row_no, outcome, code, name, contents) \
                         select $2, value ->> 'row_no', value ->> 'outcome', value ->> 'code', value ->> 'name', \
                         value ->> 'contents' from json_each($1)";
                    sqlx::query(SQL).bind(list).bind(import).execute(&mut **db).await?;
                }
                Connection::Postgres(db) => {
                    const SQL: &str = "insert into import_line (import_id, row_no, outcome, code, name, contents) \
                         select $2, row_no, outcome, code, name, contents from json_to_recordset($1::json) \
                         as r (row_no bigint, outcome text, code text, name text, contents text)";
                    sqlx::query(SQL).bind(list).bind(import).execute(&mut **db).await?;
                }
            }
        }
        Ok(())
    }

    /// Forgets the lines of an import; those that could not be taken may stay, so that they can still be looked at.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn forget_lines(&mut self, import: i64, keep_bad: bool) -> StoreResult<()> {
        in_tx!(self, db => sqlx::query("delete from import_line where import_id = $1 and (outcome <> 'bad' or $2 = 0)")
            .bind(import).bind(i64::from(keep_bad)).execute(db).await.map(drop))?;
        Ok(())
    }

    /// Whether all of these versions of systems (each named once) are the present ones.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn are_present(&mut self, versions: &[i64]) -> StoreResult<bool> {
        let list = to_column(&versions)?;
        let found: i64 = match &mut self.connection {
            Connection::Sqlite(db) => {
                const SQL: &str = "select count(*) from system_version where superseded_at is null \
                     and id in (select value from json_each($1))";
                sqlx::query_scalar(SQL).bind(list).fetch_one(&mut **db).await?
            }
            Connection::Postgres(db) => {
                const SQL: &str = "select count(*) from system_version where superseded_at is null \
                     and id in (select value::bigint from json_array_elements_text($1::json))";
                sqlx::query_scalar(SQL).bind(list).fetch_one(&mut **db).await?
            }
        };
        Ok(usize::try_from(found).is_ok_and(|found| found == versions.len()))
    }
}

fn new_line(line: &ImportLine) -> NewLine<'_> {
    NewLine {
        row_no: line.row_no,
        outcome: line.outcome.code(),
        code: &line.code,
        name: &line.name,
        contents: &line.contents,
    }
}
