//! A form of an assignment's page being read: its fields, and the faults found so far.

use crate::domain::due::{Due, parse_typed_day};
use crate::domain::ids::MilestoneId;
use crate::domain::standing::{AssignmentStanding, StepStanding};
use crate::domain::text::{TextFault, required_text};
use crate::pages::assignment::{FormFault, TypedForm};
use crate::server::posted::Posted;

pub(super) struct Form<'a> {
    pub posted: &'a Posted,
    faults: Vec<(String, FormFault)>,
}

impl<'a> Form<'a> {
    pub fn new(posted: &'a Posted) -> Self {
        Self { posted, faults: Vec::new() }
    }

    pub fn fault(&mut self, field: &str, fault: FormFault) {
        self.faults.push((field.to_owned(), fault));
    }

    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    pub fn text(&mut self, field: &str, max: usize) -> String {
        match required_text(self.posted.get(field), max) {
            Ok(text) => text,
            Err(fault) => {
                let fault = match fault {
                    TextFault::Empty => FormFault::Missing,
                    TextFault::TooLong { max, .. } => FormFault::TooLong { max },
                };
                self.fault(field, fault);
                String::new()
            }
        }
    }

    pub fn choice<T>(&mut self, field: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let chosen = parse(self.posted.get(field));
        if chosen.is_none() {
            self.fault(field, FormFault::Missing);
        }
        chosen
    }

    /// Whether `decision` says `yes`, or `refused`.
    pub fn decision(&mut self, yes: &str) -> Option<bool> {
        self.choice("decision", |text| [yes, "refused"].contains(&text).then(|| text == yes))
    }

    /// An open step of the assignment, named by its milestone.
    pub fn open_step<'s>(&mut self, assignment: &'s AssignmentStanding) -> Option<&'s StepStanding> {
        let id = self.choice("milestone", |text| text.parse().ok().map(MilestoneId))?;
        let step = assignment.steps.iter().find(|step| step.milestone == id && step.light.is_open());
        if step.is_none() {
            self.fault("milestone", FormFault::StepClosed);
        }
        step
    }

    pub fn day(&mut self, field: &str) -> Option<Due> {
        let typed = self.posted.get(field);
        if typed.is_empty() {
            self.fault(field, FormFault::Missing);
            return None;
        }
        let due = Due::parse(typed).or_else(|| parse_typed_day(typed).map(Due::on));
        if due.is_none() {
            self.fault(field, FormFault::Day);
        }
        due
    }

    pub fn typed(self) -> TypedForm {
        TypedForm { fields: self.posted.fields.clone(), faults: self.faults }
    }
}
