//! The sections of a round that come of meetings: 지시사항 이행현황, 애로사항·협조요청, 지원.
//!
//! What is in them: everything open on the round's day, and what was closed since the base date of the round before.

use super::{Extra, ExtraColumn, ExtraTable, RoundView};
use crate::domain::calendar::day_of;
use crate::domain::council::difficulty::{Difficulty, Stage};
use crate::domain::council::follow::FollowUp;
use crate::domain::council::outcome::OutcomeKind;
use crate::domain::council::support::{Support, SupportKind};
use crate::domain::council::{Council, Entry};
use crate::domain::ids::{Slug, TaskNo};
use crate::domain::schedule::Light;
use crate::domain::standing::name_of;
use crate::reports::labels;
use crate::reports::official::{Align, Level};
use crate::reports::tables::Cell;
use chrono::NaiveDate;

/// What a section is drawn from.
struct Source<'a> {
    view: &'a RoundView<'a>,
    council: &'a Council,
    scope: Option<&'a Slug>,
}

/// The sections; those of which there is nothing say so.
#[must_use]
pub fn sections(view: &RoundView<'_>, council: &Council, scope: Option<&Slug>) -> Vec<Extra> {
    let source = Source { view, council, scope };
    let follow_ups: Vec<_> = council.follow_ups().into_iter().filter(|one| source.shows(one)).collect();
    let (directives, requests): (Vec<_>, Vec<_>) =
        follow_ups.into_iter().partition(|one| one.outcome.body.kind == OutcomeKind::Directive);
    vec![source.directives(&directives), source.difficulties(&requests), source.supports()]
}

fn column(code: &'static str, title: &'static str, width: u16, align: Align) -> ExtraColumn {
    ExtraColumn { code, title, width, align }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Source<'_> {
    fn name(&self, slug: &Slug) -> String {
        name_of(&self.view.ledger, slug).to_owned()
    }

    fn names(&self, slugs: &[Slug]) -> String {
        slugs.iter().map(|slug| self.name(slug)).collect::<Vec<_>>().join(", ")
    }

    /// The base date of the round before; what was closed by then is left out.
    fn since(&self) -> NaiveDate {
        self.view.before.as_ref().map_or(self.view.ledger.plan.announced_on, |(round, _)| round.base_date())
    }

    /// Whether the round is about one of the tasks, or the line names none.
    fn covers(&self, tasks: &[TaskNo]) -> bool {
        tasks.is_empty() || tasks.iter().any(|no| self.view.ledger.tasks.iter().any(|task| task.no == *no))
    }

    fn concerns(&self, slugs: &[&Slug]) -> bool {
        self.scope.is_none_or(|scope| slugs.contains(&scope))
    }

    fn shows(&self, one: &FollowUp<'_>) -> bool {
        let outcome = &one.outcome.body;
        let whose: Vec<&Slug> = outcome.owners.iter().chain(&outcome.from).collect();
        let closed = one.notes.last().map(|note| day_of(note.at));
        let recent = one.is_open() || closed.is_some_and(|day| day > self.since());
        recent && self.covers(&outcome.tasks) && self.concerns(&whose)
    }

    fn directives(&self, all: &[FollowUp<'_>]) -> Extra {
        let summary = standing(all, "지시사항");
        let lines = vec![(Level::Circle, summary.clone())];
        let summary = if all.is_empty() { String::new() } else { summary };
        let tables = vec![self.follow_table("directives", "지시사항 이행현황", all)];
        Extra { code: "directives", title: "지시사항 이행현황", lines, summary, tables }
    }

    fn follow_table(&self, code: &'static str, name: &'static str, all: &[FollowUp<'_>]) -> ExtraTable {
        let columns = vec![
            column("code", "번호", 3, Align::Center),
            column("text", "내용", 8, Align::Left),
            column("owners", "담당", 4, Align::Left),
            column("due", "기한", 3, Align::Center),
            column("light", "일정 신호", 2, Align::Center),
            column("carried_over", "이월", 1, Align::Right),
            column("last_word", "추진상황", 7, Align::Left),
        ];
        let row = |one: &FollowUp<'_>| {
            let owners = self.names(&one.outcome.body.owners);
            let from = one.outcome.body.from.as_ref().map(|from| format!("{} → ", self.name(from)));
            vec![
                Cell::Text(one.code()),
                Cell::Text(one.outcome.body.text.clone()),
                Cell::Text(format!("{}{owners}", from.unwrap_or_default())),
                Cell::Day(one.due()),
                Cell::Coded { code: one.light.code(), label: labels::light(one.light) },
                Cell::Number(one.age),
                Cell::maybe(one.last_word(), |note| Cell::text(&note.body.text)),
            ]
        };
        ExtraTable { code, name, columns, rows: all.iter().map(row).collect() }
    }

    fn difficulties(&self, requests: &[FollowUp<'_>]) -> Extra {
        let shown: Vec<_> = self.council.difficulties.iter().filter(|one| self.shows_difficulty(one)).collect();
        let unanswered = shown.iter().filter(|one| one.body.is_unanswered()).count();
        let told = format!("애로사항 {}건 가운데 답변을 기다리는 것 {unanswered}건", shown.len());
        let lines = vec![(Level::Circle, told.clone()), (Level::Circle, standing(requests, "협조요청"))];
        let summary = if unanswered > 0 { told } else { String::new() };
        let columns = vec![
            column("no", "번호", 1, Align::Right),
            column("institution", "낸 곳", 4, Align::Left),
            column("text", "내용", 8, Align::Left),
            column("answerer", "답할 곳", 4, Align::Left),
            column("answer_due", "답변 기한", 3, Align::Center),
            column("stage", "상태", 2, Align::Center),
            column("answer", "답변", 7, Align::Left),
        ];
        let rows = shown.iter().map(|one| self.difficulty(one)).collect();
        let register = ExtraTable { code: "difficulty_register", name: "애로사항 대장", columns, rows };
        let tables = vec![register, self.follow_table("meeting_requests", "협조요청 대장", requests)];
        Extra { code: "difficulty_register", title: "애로사항·협조요청 대장", lines, summary, tables }
    }

    fn shows_difficulty(&self, one: &Entry<Difficulty>) -> bool {
        let mut whose = self.council.sharing(one);
        whose.extend(one.body.asked.as_ref().map(|asked| asked.answerer.clone()));
        let recent = !one.body.stage.is_over() || day_of(one.at) > self.since();
        let whose: Vec<&Slug> = whose.iter().collect();
        one.body.merged_into.is_none() && recent && self.covers(&one.body.tasks) && self.concerns(&whose)
    }

    fn difficulty(&self, one: &Entry<Difficulty>) -> Vec<Cell> {
        let asked = one.body.asked.as_ref();
        let label = match one.body.stage {
            Stage::Received => "접수",
            Stage::Reviewing => "검토",
            Stage::Acting => "조치",
            Stage::Resolved => "해결",
            Stage::Declined => "불수용",
        };
        vec![
            Cell::Number(one.body.no),
            Cell::Text(self.names(&self.council.sharing(one))),
            Cell::Text(one.body.title.clone()),
            Cell::maybe(asked, |asked| Cell::Text(self.name(&asked.answerer))),
            Cell::maybe(asked, |asked| Cell::Day(asked.due)),
            Cell::Coded { code: one.body.stage.code(), label },
            Cell::text(&one.body.answer),
        ]
    }

    fn supports(&self) -> Extra {
        let shown: Vec<_> = self.council.supports.iter().filter(|one| self.shows_support(&one.body)).collect();
        let going = shown.iter().filter(|one| one.body.goes_on(self.council.day)).count();
        let lines = vec![(Level::Circle, format!("지원 {}건, 진행 중 {going}건", shown.len()))];
        let columns = vec![
            column("institution", "받은 기관", 4, Align::Left),
            column("kind", "종류", 2, Align::Center),
            column("text", "내용", 7, Align::Left),
            column("by", "지원 기관", 4, Align::Left),
            column("from", "시작", 3, Align::Center),
            column("until", "종료", 3, Align::Center),
            column("outcome", "결과", 6, Align::Left),
        ];
        let rows = shown.iter().map(|one| self.support(&one.body)).collect();
        let tables = vec![ExtraTable { code: "supports", name: "지원", columns, rows }];
        Extra { code: "supports", title: "지원", lines, summary: String::new(), tables }
    }

    fn shows_support(&self, one: &Support) -> bool {
        let recent = one.until.is_none_or(|until| until > self.since()) && one.from <= self.council.day;
        let tasks: Vec<TaskNo> = one.task.into_iter().collect();
        recent && self.covers(&tasks) && self.concerns(&[&one.institution, &one.by])
    }

    fn support(&self, one: &Support) -> Vec<Cell> {
        let label = match one.kind {
            SupportKind::Technical => "기술",
            SupportKind::Staffing => "인력",
            SupportKind::Budget => "예산 협의",
            SupportKind::Visit => "현장 방문",
        };
        vec![
            Cell::Text(self.name(&one.institution)),
            Cell::Coded { code: one.kind.code(), label },
            Cell::Text(one.text.clone()),
            Cell::Text(format!("{} {}", self.name(&one.by), one.by_whom).trim().to_owned()),
            Cell::Day(one.from),
            Cell::maybe(one.until, Cell::Day),
            Cell::text(&one.outcome),
        ]
    }
}

/// `지시사항 9건 가운데 이행 확인 6건, 지연 1건`
fn standing(all: &[FollowUp<'_>], what: &str) -> String {
    let of = |light| count(all.iter().filter(|one| one.light == light).count());
    format!("{what} {}건 가운데 이행 확인 {}건, 지연 {}건", all.len(), of(Light::Done), of(Light::Late))
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;
    use crate::domain::council::Sight;
    use crate::domain::council::fixture::Story;
    use crate::domain::council::outcome::NoteKind;
    use crate::domain::plan_file::MeetingKind;

    fn told(scope: Option<&str>) -> Vec<Extra> {
        let mut story = Story::default();
        let meeting = story.meeting("2024-02-07", MeetingKind::CioCouncil);
        story.set_state_on(meeting, "2024-02-08", crate::domain::council::meeting::MeetingState::Closed);
        story.directive(meeting, "2024-03-08", &["mofa"]);
        let old = story.directive(meeting, "2024-02-20", &["mois"]);
        story.note(old, "2024-02-19", NoteKind::Closed, None);
        let done = story.directive(meeting, "2024-03-08", &["mois"]);
        story.note(done, "2024-03-06", NoteKind::Closed, None);
        story.request(meeting, "2024-04-19", "mohw", &["moef"]);
        story.difficulty("2024-03-01", "mohw");
        let ledger = fixture::ledger(&[]);
        let round = ledger.reviews.round(&crate::domain::round::RoundSlug::parse("2024-Q1").unwrap()).unwrap();
        let view = RoundView::open(&ledger, round, fixture::at("2024-03-15")).unwrap();
        let council = story.seen("2024-03-15", Sight::Closed);
        let scope = scope.map(|text| Slug::parse(text).unwrap());
        sections(&view, &council, scope.as_ref())
    }

    #[test]
    fn what_is_open_or_was_closed_since_the_round_before_is_told() {
        let all = told(None);
        let rows = |at: usize, table: usize| all[at].tables[table].rows.len();
        assert_eq!([rows(0, 0), rows(1, 0), rows(1, 1), rows(2, 0)], [2, 1, 1, 0]);
        assert_eq!(all[0].lines[0].1, "지시사항 2건 가운데 이행 확인 1건, 지연 1건");
        assert_eq!(all[1].summary, "애로사항 1건 가운데 답변을 기다리는 것 1건");
    }

    #[test]
    fn an_institution_sees_what_concerns_it() {
        let rows = |scope: &str| told(Some(scope))[0].tables[0].rows.len();
        assert_eq!([rows("mofa"), rows("mois"), rows("kostat")], [1, 1, 0]);
    }
}
