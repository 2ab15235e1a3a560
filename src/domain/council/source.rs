//! Where a difficulty was first written: the 애로사항 field of a return or of a report, or a meeting. Raised from there it is
//! found again, so that nobody raises the same words twice.

use crate::domain::council::difficulty::Difficulty;
use crate::domain::council::view::{Council, Entry};
use crate::domain::ids::{ReportId, Slug, TaskNo};
use crate::domain::ledger::{ReportFact, Reviews};
use crate::domain::round::RoundSlug;
use serde::{Deserialize, Serialize};

/// The 애로사항 field in which a difficulty was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Source {
    /// Of a return, and of the report that was made when it was handed in.
    Return { round: RoundSlug, task: TaskNo },
    /// Of a report outside a round.
    Report { report: ReportId, task: TaskNo },
    /// Of a report outside a round while it is written.
    Draft { task: TaskNo },
}

impl Source {
    /// The field of a report: that of the return with which it came, where there is one.
    #[must_use]
    pub fn of_report(fact: &ReportFact, task: TaskNo, reviews: &Reviews) -> Self {
        let one = fact.return_id.and_then(|id| reviews.return_by_id(id));
        let round = one.and_then(|one| reviews.round_by_id(one.round)).map(|round| round.slug.clone());
        round.map_or(Self::Report { report: fact.id, task }, |round| Self::Return { round, task })
    }

    #[must_use]
    pub const fn task(&self) -> TaskNo {
        match self {
            Self::Return { task, .. } | Self::Report { task, .. } | Self::Draft { task } => *task,
        }
    }

    /// As it stands in an address, with the institution that wrote: `return:4:mohw:2024-Q1`, `report:4:mohw:93`,
    /// `draft:4:mohw`.
    #[must_use]
    pub fn code(&self, institution: &Slug) -> String {
        match self {
            Self::Return { round, task } => format!("return:{task}:{institution}:{}", round.as_str()),
            Self::Report { report, task } => format!("report:{task}:{institution}:{report}"),
            Self::Draft { task } => format!("draft:{task}:{institution}"),
        }
    }

    /// Reads [`Self::code`].
    #[must_use]
    pub fn parse(code: &str) -> Option<(Self, Slug)> {
        let mut parts = code.splitn(4, ':');
        let (kind, task, institution) = (parts.next()?, parts.next()?, parts.next()?);
        let (task, institution, key) = (TaskNo::parse(task)?, Slug::parse(institution)?, parts.next());
        let source = match (kind, key) {
            ("return", Some(round)) => Self::Return { round: RoundSlug::parse(round)?, task },
            ("report", Some(id)) => Self::Report { report: ReportId(id.parse().ok().filter(|id| *id > 0)?), task },
            ("draft", None) => Self::Draft { task },
            _ => return None,
        };
        Some((source, institution))
    }
}

/// The one line that a difficulty is called by, from its text: the first line without its bullet, 80 letters at most.
#[must_use]
pub fn headline(text: &str) -> String {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    first.trim_start_matches(['-', ' ', '○', '□', 'ㅇ', '·']).chars().take(80).collect::<String>().trim_end().to_owned()
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Council {
    /// What an institution raised from this field, or with the same words about the same task; the latest.
    #[must_use]
    pub fn raised_from(&self, institution: &Slug, source: &Source, said: &str) -> Option<&Entry<Difficulty>> {
        let said = flat(said);
        let is_it = |one: &&Entry<Difficulty>| {
            let body = &one.body;
            let from_here = body.source.as_ref() == Some(source) && !matches!(source, Source::Draft { .. });
            let same_words = !said.is_empty() && body.tasks.contains(&source.task()) && flat(&body.text) == said;
            body.institution == *institution && (from_here || same_words)
        };
        self.difficulties.iter().filter(is_it).max_by_key(|one| one.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::fixture::{Story, slug};

    fn returned(task: i64) -> Source {
        Source::Return { round: RoundSlug::parse("2024-Q1").unwrap(), task: TaskNo(task) }
    }

    #[test]
    fn a_source_is_read_from_an_address_as_it_was_written() {
        let report = Source::Report { report: ReportId(93), task: TaskNo(4) };
        for source in [returned(4), report, Source::Draft { task: TaskNo(12) }] {
            assert_eq!(Source::parse(&source.code(&slug("mohw"))), Some((source, slug("mohw"))));
        }
        for bad in
            ["", "return:4:mohw", "return:4:mohw:봄", "report:4:mohw:0", "draft:4:mohw:1", "draft:x:mohw", "draft"]
        {
            assert_eq!(Source::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn words_that_were_raised_are_known_again_wherever_they_stand() {
        let mut story = Story::default();
        let id = story.difficulty("2024-03-01", "mohw");
        story.edit_on(id, "2024-03-01", |body| {
            if let crate::domain::council::Body::Difficulty(one) = body {
                one.tasks = vec![TaskNo(12)];
                one.source = Some(returned(12));
            }
        });
        let council = story.council("2024-03-02");
        let found =
            |who: &str, source: &Source, said: &str| council.raised_from(&slug(who), source, said).map(|one| one.id);
        assert_eq!(found("mohw", &returned(12), "그 뒤에 고쳐 씀"), Some(id), "the same field");
        assert_eq!(
            found("mohw", &Source::Draft { task: TaskNo(12) }, "올해  예산에\n없음"),
            Some(id),
            "the same words"
        );
        assert_eq!(found("mohw", &returned(4), "올해 예산에 없음"), None, "another task");
        assert_eq!(found("kfs", &returned(12), "올해 예산에 없음"), None, "another institution");
        assert_eq!(found("mohw", &Source::Draft { task: TaskNo(12) }, ""), None, "nothing said");
    }

    #[test]
    fn a_headline_is_the_first_line_without_its_bullet() {
        assert_eq!(headline("\n - 예산이 없음\n- 인력도 없음"), "예산이 없음");
        assert_eq!(headline(&"가".repeat(90)).chars().count(), 80);
        assert_eq!(headline("  \n"), "");
    }
}
