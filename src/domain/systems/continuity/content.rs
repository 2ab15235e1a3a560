//! What a plan says: for each service the answers to the standard form, and whom to call in which order.

use crate::domain::report::value;
use crate::domain::systems::standard::Standard;
use crate::domain::text::{LINE_MAX, TextFault, optional_text};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most services of one plan, and people in the chain.
pub const SERVICES_MAX: usize = 20;
pub const CONTACTS_MAX: usize = 20;
/// The longest answer, in characters.
pub const ANSWER_MAX: usize = 2_000;

/// A service of the system (대상 업무) and what happens to it in an outage, by question of the standard form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    pub name: String,
    pub answers: BTreeMap<String, String>,
}

/// One person in the chain of contacts (비상연락망), called in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub role: String,
    pub name: String,
    pub phone: String,
}

/// The contents of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanContent {
    pub services: Vec<Service>,
    pub contacts: Vec<Contact>,
}

/// Why a value was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentFault {
    /// A service with answers needs a name; a contact a role and a telephone.
    Missing,
    TooLong(usize),
    TooMany(usize),
}

impl PlanContent {
    /// The required answers that are not there: the service's place and the question's key.
    #[must_use]
    pub fn missing(&self, standard: &Standard) -> Vec<(usize, String)> {
        let required = || standard.questions.iter().filter(|question| question.required);
        let of_service = |(place, service): (usize, &Service)| {
            let missing = required().filter(|question| !service.answers.contains_key(&question.key));
            missing.map(|question| (place, question.key.clone())).collect::<Vec<_>>()
        };
        self.services.iter().enumerate().flat_map(of_service).collect()
    }

    /// As fields: `sN_name`, `sN_KEY`, `cN_role`, `cN_name`, `cN_phone`.
    #[must_use]
    pub fn to_fields(&self) -> Vec<(String, String)> {
        let services = self.services.iter().enumerate().flat_map(|(n, service)| {
            let answers = service.answers.iter().map(move |(key, text)| (format!("s{n}_{key}"), text.clone()));
            std::iter::once((format!("s{n}_name"), service.name.clone())).chain(answers)
        });
        let contacts = self.contacts.iter().enumerate().flat_map(|(n, one)| {
            [("role", &one.role), ("name", &one.name), ("phone", &one.phone)]
                .map(|(field, text)| (format!("c{n}_{field}"), text.clone()))
        });
        services.chain(contacts).collect()
    }
}

/// Reads contents as typed, by the questions of the standard form; services and contacts left empty are none. A draft may
/// be incomplete.
///
/// # Errors
/// Each field with its fault.
pub fn read_content(
    fields: &[(String, String)],
    standard: &Standard,
) -> Result<PlanContent, Vec<(String, ContentFault)>> {
    let mut form = Form { fields, faults: Vec::new() };
    let services = form.numbers('s').into_iter().map(|n| form.service(n, standard)).collect::<Vec<_>>();
    let contacts = form.numbers('c').into_iter().map(|n| form.contact(n)).collect::<Vec<_>>();
    if services.len() > SERVICES_MAX {
        form.faults.push(("s0_name".into(), ContentFault::TooMany(SERVICES_MAX)));
    }
    if contacts.len() > CONTACTS_MAX {
        form.faults.push(("c0_role".into(), ContentFault::TooMany(CONTACTS_MAX)));
    }
    if form.faults.is_empty() { Ok(PlanContent { services, contacts }) } else { Err(form.faults) }
}

struct Form<'a> {
    fields: &'a [(String, String)],
    faults: Vec<(String, ContentFault)>,
}

impl Form<'_> {
    /// The numbers of the groups in which anything is typed.
    fn numbers(&self, letter: char) -> Vec<usize> {
        let filled = self.fields.iter().filter(|(_, value)| !value.trim().is_empty());
        let number = |name: &String| name.strip_prefix(letter)?.split_once('_')?.0.parse().ok();
        filled.filter_map(|(name, _)| number(name)).collect::<BTreeSet<usize>>().into_iter().collect()
    }

    fn text(&mut self, name: String, max: usize, required: bool) -> String {
        match optional_text(value(self.fields, &name), max) {
            Ok(Some(text)) => return text,
            Ok(None) | Err(TextFault::Empty) if required => self.faults.push((name, ContentFault::Missing)),
            Ok(None) | Err(TextFault::Empty) => {}
            Err(TextFault::TooLong { max, .. }) => self.faults.push((name, ContentFault::TooLong(max))),
        }
        String::new()
    }

    fn service(&mut self, n: usize, standard: &Standard) -> Service {
        let name = self.text(format!("s{n}_name"), LINE_MAX, true);
        let mut answers = BTreeMap::new();
        for question in &standard.questions {
            let answer = self.text(format!("s{n}_{}", question.key), ANSWER_MAX, false);
            if !answer.is_empty() {
                answers.insert(question.key.clone(), answer);
            }
        }
        Service { name, answers }
    }

    fn contact(&mut self, n: usize) -> Contact {
        Contact {
            role: self.text(format!("c{n}_role"), LINE_MAX, true),
            name: self.text(format!("c{n}_name"), LINE_MAX, false),
            phone: self.text(format!("c{n}_phone"), LINE_MAX, true),
        }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Everything the first form asks, for one service.
    pub fn whole() -> PlanContent {
        let answers = Standard::built_in().questions.into_iter().map(|one| (one.key, "- 답".to_owned())).collect();
        let services = vec![Service { name: "민원 접수".into(), answers }];
        let contact =
            Contact { role: "시스템 담당".into(), name: "김○○".into(), phone: "044-000-0000".into() };
        PlanContent { services, contacts: vec![contact] }
    }

    #[test]
    fn what_is_written_reads_back_and_gaps_close() {
        let mut fields = whole().to_fields();
        fields.push(("s4_name".into(), "증명 발급".into()));
        fields.push(("s2_name".into(), "  ".into()));
        let content = read_content(&fields, &Standard::built_in()).unwrap();
        assert_eq!(content.services.len(), 2);
        assert_eq!(content.services[0], whole().services[0]);
        assert_eq!(content.missing(&Standard::built_in()).len(), 10);
    }

    #[test]
    fn a_service_without_a_name_and_a_contact_without_a_number_are_named() {
        let fields = vec![("s0_retro_rule".to_owned(), "기준".to_owned()), ("c1_role".to_owned(), "과장".to_owned())];
        let faults = read_content(&fields, &Standard::built_in()).unwrap_err();
        assert_eq!(faults, [("s0_name".into(), ContentFault::Missing), ("c1_phone".into(), ContentFault::Missing)]);
    }
}
