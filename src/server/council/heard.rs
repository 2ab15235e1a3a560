//! Difficulties raised in a meeting: typed as a line of the minutes, they enter the register with their source.

use crate::domain::council::Entry;
use crate::domain::council::difficulty::{ANSWER_WORKING_DAYS, Difficulty};
use crate::domain::council::meeting::Meeting;
use crate::domain::council::source::headline;
use crate::domain::ids::{RecordId, Slug};
use crate::domain::text::{LINE_MAX, NARRATIVE_MAX};
use crate::pages::council::line::RAISED;
use crate::pages::texts::council as texts;
use crate::server::council::form::Form;
use crate::server::council::hall::Hall;
use chrono::NaiveDate;

/// The longest that is typed in one line.
const TYPED_MAX: usize = 1_000;

/// Whether the line that was posted is a difficulty.
#[must_use]
pub fn is_raised(form: &Form<'_>) -> bool {
    form.posted.get("kind") == RAISED
}

/// A line: who has it, what it is, on which tasks; and, where that was settled at once, who is to answer and by when.
pub fn read_raised(
    form: &mut Form<'_>,
    hall: &Hall,
    meeting: &Entry<Meeting>,
    item: Option<RecordId>,
) -> Option<Difficulty> {
    let (ledger, held_on) = (&hall.reading.plan.ledger, meeting.body.held_on);
    let text = form.text("text", TYPED_MAX);
    let institution = raiser(form, hall, "from", held_on);
    let answerers = form.institutions("owners", ledger, held_on);
    let due = form.optional_day("due");
    let tasks = form.tasks("tasks", ledger);
    check(form, &answerers, due, held_on);
    let raised = Difficulty::raised(institution?, headline(&text), text, tasks);
    let raised = Difficulty { meeting: Some(meeting.id), item, ..raised };
    let Some(answerer) = answerers.into_iter().next() else { return Some(raised) };
    let today = hall.today();
    let usual = || hall.reading.plan.calendar.after_working_days(today, ANSWER_WORKING_DAYS);
    raised.ask(answerer, today, due.unwrap_or_else(usual)).ok()
}

fn raiser(form: &mut Form<'_>, hall: &Hall, field: &'static str, day: NaiveDate) -> Option<Slug> {
    if form.posted.get(field).is_empty() {
        form.fault(field, texts::fault_raiser(form.lang()));
    }
    form.institution(field, &hall.reading.plan.ledger, day)
}

fn check(form: &mut Form<'_>, answerers: &[Slug], due: Option<NaiveDate>, held_on: NaiveDate) {
    let lang = form.lang();
    if answerers.len() > 1 {
        form.fault("owners", texts::fault_one_answerer(lang));
    }
    if due.is_some() && answerers.is_empty() && form.posted.get("owners").is_empty() {
        form.fault("owners", texts::fault_answerer(lang));
    }
    if due.is_some_and(|due| due < held_on) {
        form.fault("due", texts::fault_due_before(lang));
    }
    if !form.posted.get("vote").is_empty() {
        form.fault("vote", texts::fault_vote_elsewhere(lang));
    }
}

/// The line put differently while the minutes are written.
pub fn read_reworded(
    form: &mut Form<'_>,
    hall: &Hall,
    meeting: &Entry<Meeting>,
    known: &Difficulty,
) -> Option<Difficulty> {
    let institution = raiser(form, hall, "institution", meeting.body.held_on);
    let title = form.text("title", LINE_MAX).split_whitespace().collect::<Vec<_>>().join(" ");
    let text = form.text("text", NARRATIVE_MAX);
    let tasks = form.tasks("tasks", &hall.reading.plan.ledger);
    Some(Difficulty { institution: institution?, title, text, tasks, ..known.clone() })
}
