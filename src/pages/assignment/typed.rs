//! What was typed into the forms of an assignment's page, and what was wrong with it.

use crate::domain::ids::{DateChangeId, MilestoneId};
use crate::pages::lang::Lang;
use crate::pages::texts;

/// Why a form was not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormFault {
    /// Must be given or chosen.
    Missing,
    /// Longer than this many characters.
    TooLong { max: usize },
    /// No calendar has such a day.
    Day,
    /// The new due is not before the approved one.
    NotEarlier,
    /// The new due is the approved one.
    SameDay,
    /// 관심필요 and 재검토필요 need the condition that would change them.
    ConditionMissing,
    /// 완료확인 while a step is neither done nor claimed.
    NothingClaimed,
    /// The step is not of this task, or no longer open.
    StepClosed,
    /// A change of this step already waits for a decision.
    AlreadyAsked,
    /// Somebody else decided first.
    AlreadyDecided,
    /// The reader recorded it themselves.
    OwnDoing,
    /// The person named is not known or not active.
    NoSuchPerson,
}

impl FormFault {
    /// What is wrong and how to mend it.
    #[must_use]
    pub fn words(self, lang: Lang) -> String {
        let words = match self {
            Self::TooLong { max } => return texts::assignment::fault_too_long(lang, max),
            Self::Missing => texts::assignment::fault_missing(lang),
            Self::Day => texts::assignment::fault_day(lang),
            Self::NotEarlier => texts::assignment::fault_not_earlier(lang),
            Self::SameDay => texts::assignment::fault_same_day(lang),
            Self::ConditionMissing => texts::assignment::fault_condition(lang),
            Self::NothingClaimed => texts::assignment::fault_nothing_claimed(lang),
            Self::StepClosed => texts::assignment::fault_step_closed(lang),
            Self::AlreadyAsked => texts::assignment::fault_already_asked(lang),
            Self::AlreadyDecided => texts::assignment::fault_already_decided(lang),
            Self::OwnDoing => texts::assignment::fault_own_doing(lang),
            Self::NoSuchPerson => texts::assignment::fault_person(lang),
        };
        words.to_owned()
    }
}

/// One form as typed, with its faults; empty before the first try.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedForm {
    /// Names and values as posted.
    pub fields: Vec<(String, String)>,
    /// By field; an empty name is about the form as a whole.
    pub faults: Vec<(String, FormFault)>,
}

impl TypedForm {
    /// What was typed into `field`; `None` before the first try.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    /// What is wrong with `field`.
    #[must_use]
    pub fn fault(&self, field: &str) -> Option<FormFault> {
        self.faults.iter().find(|(name, _)| name == field).map(|(_, fault)| *fault)
    }
}

/// The forms of the page, as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssignmentForms {
    /// `verdict`, `reason`, `condition`
    pub verdict: TypedForm,
    /// The claim decided on: `decision`, `reason`
    pub verification: Option<(MilestoneId, TypedForm)>,
    /// The proposal decided on: `decision`, `reason`
    pub decision: Option<(DateChangeId, TypedForm)>,
    /// `milestone`, `due`, `reason`
    pub due: TypedForm,
    /// `milestone`, `ending`, `reason`, `decider`
    pub ending: TypedForm,
    /// `milestone`, `to`, `reason`
    pub date_change: TypedForm,
    /// `owner`, `reviewer`, `contact`
    pub duty: TypedForm,
}
