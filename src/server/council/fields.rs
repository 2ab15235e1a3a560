//! What stands in the 애로사항 field that a difficulty is raised from. The address names the field alone: its words are read
//! here, by those who may raise them.

use crate::domain::calendar::end_of;
use crate::domain::council::source::Source;
use crate::domain::ids::{ReportId, Slug};
use crate::domain::permission::Action;
use crate::domain::report::value;
use crate::domain::standing::AssignmentStanding;
use crate::server::council::hall::Hall;
use crate::server::errors::PageError;

/// The field that an address names, if there is one that the reader may raise from.
///
/// # Errors
/// [`PageError::Forbidden`] where it is another institution's, [`PageError::NotFound`] where there is no such field.
pub fn field(hall: &Hall, code: &str) -> Result<Option<(Source, Slug)>, PageError> {
    let Some((source, institution)) = Source::parse(code) else { return Ok(None) };
    hall.ask(Action::RaiseDifficulty(&institution))?;
    let assignment = assignment(hall, &source, &institution)?;
    let plan = &hall.reading.plan.ledger;
    let there = match &source {
        Source::Return { round, .. } => {
            plan.reviews.round(round).is_some_and(|round| plan.reviews.return_of(round.id, &institution).is_some())
        }
        Source::Report { report, .. } => plan.record(assignment.id).reports.iter().any(|one| one.id == *report),
        Source::Draft { .. } => true,
    };
    if there { Ok(Some((source, institution))) } else { Err(PageError::NotFound) }
}

fn assignment<'a>(hall: &'a Hall, source: &Source, institution: &Slug) -> Result<&'a AssignmentStanding, PageError> {
    hall.reading.standing.assignment(source.task(), institution).ok_or(PageError::NotFound)
}

/// What stands in a field now.
///
/// # Errors
/// Where there is no such assignment, or the database fails.
pub async fn words(hall: &Hall, source: &Source, institution: &Slug) -> Result<String, PageError> {
    let assignment = assignment(hall, source, institution)?;
    match source {
        Source::Return { round, .. } => {
            let reviews = &hall.reading.plan.ledger.reviews;
            let one = reviews.round(round).and_then(|round| reviews.return_of(round.id, institution));
            let one = one.ok_or(PageError::NotFound)?;
            let entries = hall.app.store.entries(one.id).await?;
            let typed = entries.get(&assignment.id).and_then(|entry| entry.fields.as_deref());
            match typed.filter(|_| one.state.is_owed()) {
                Some(fields) => Ok(value(fields, "obstacle").to_owned()),
                None => last(hall, assignment).await,
            }
        }
        Source::Report { report, .. } => report_words(hall, *report).await,
        Source::Draft { .. } => {
            let draft = hall.app.store.draft(hall.visitor.reader()?.id, assignment.id).await?;
            match draft {
                Some(draft) => Ok(value(&draft.fields, "obstacle").to_owned()),
                None => last(hall, assignment).await,
            }
        }
    }
}

/// The words of the last report: a form that nobody typed in shows them.
async fn last(hall: &Hall, assignment: &AssignmentStanding) -> Result<String, PageError> {
    let record = hall.reading.plan.ledger.record(assignment.id);
    match record.counting_reports(end_of(hall.today())).last() {
        Some(report) => report_words(hall, report.id).await,
        None => Ok(String::new()),
    }
}

async fn report_words(hall: &Hall, report: ReportId) -> Result<String, PageError> {
    let mut texts = hall.app.store.report_texts(&[report]).await?;
    Ok(texts.remove(&report).map(|text| text.obstacle).unwrap_or_default())
}
