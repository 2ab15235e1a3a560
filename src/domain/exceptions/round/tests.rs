use super::*;
use crate::domain::exceptions::tests::{ledger, report, verdict};
use crate::domain::ids::{ReportId, ReturnId};
use crate::domain::ledger::{Cause, Fact, ReturnFact, ReviewTail, StepStatement, VerdictFact};
use crate::domain::returns::{ReturnEvent, ReturnEventKind};
use crate::domain::round::{RoundEvent, RoundEventKind, RoundSettings, RoundSlug};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(on: &str) -> DateTime<Utc> {
    crate::domain::calendar::start_of(day(on)) + chrono::TimeDelta::hours(9)
}

fn round(id: i64, slug: &str, base_date: &str, opened: &str) -> Round {
    let settings = RoundSettings {
        base_date: day(base_date),
        window_from: day(opened),
        due: day(base_date),
        meeting_on: None,
        meeting_place: String::new(),
        tasks: vec![],
        two_steps: false,
    };
    let event = RoundEvent {
        kind: RoundEventKind::Opened,
        settings,
        reason: String::new(),
        by: None,
        by_name: String::new(),
        recorded_at: at(opened),
    };
    Round::of(RoundId(id), RoundSlug::parse(slug).unwrap(), id, vec![event]).unwrap()
}

/// Two rounds, with returns of all three institutions: 11, 12, 13 and 21, 22, 23.
fn with_rounds(ledger: Ledger) -> Ledger {
    let mut ledger = ledger;
    let rounds = vec![round(1, "2024-A1", "2024-02-29", "2024-02-26"), round(2, "2024-Q1", "2024-03-15", "2024-03-11")];
    let opened = |round: &Round, id: i64, slug: &str| ReturnFact {
        id: ReturnId(id),
        round: round.id,
        institution: Slug::parse(slug).unwrap(),
        event: ReturnEvent {
            kind: ReturnEventKind::Opened,
            reason: String::new(),
            way: None,
            nil: false,
            by: None,
            by_name: String::new(),
            on_behalf_of: None,
            recorded_at: round.opened_at().unwrap(),
        },
    };
    let mut returns = Vec::new();
    for (place, one) in rounds.iter().enumerate() {
        for (no, slug) in (1..).zip(["mois", "moef", "kostat"]) {
            returns.push(opened(one, i64::try_from(place + 1).unwrap() * 10 + no, slug));
        }
    }
    ledger.add_reviews(ReviewTail { rounds, returns, seals: vec![] });
    ledger
}

fn found(ledger: &Ledger, on: &str) -> Vec<RoundException> {
    let now = Standing::derive(ledger, day(on));
    let this = ledger.reviews.rounds()[1].clone();
    let previous = previous_round(ledger, &this, now.cutoff).unwrap();
    let before = Standing::derive(ledger, previous.base_date());
    round_exceptions(ledger, &now, &this, Some((&previous, &before)))
}

fn rules(ledger: &Ledger, on: &str) -> Vec<(RoundRule, i64)> {
    found(ledger, on).iter().map(|one| (one.rule, one.number)).collect()
}

fn of_return(id: i64, return_id: i64, of: i64, on: &str, evidence: i64) -> Fact {
    let one = ReportFact {
        id: ReportId(id),
        return_id: Some(ReturnId(return_id)),
        evidence_count: evidence,
        ..report(of, on, Some("2024-03-31"), false)
    };
    Fact::Report(one)
}

#[test]
fn on_track_without_evidence_in_two_rounds_is_looked_at() {
    let facts = |evidence: [i64; 2]| {
        [of_return(1, 11, 1, "2024-02-28", evidence[0]), of_return(2, 21, 1, "2024-03-14", evidence[1])]
    };
    let told = |evidence| rules(&with_rounds(ledger().with(facts(evidence))), "2024-03-15");
    assert_eq!(told([0, 0]), [(RoundRule::UnprovenOnTrack, 0)]);
    assert_eq!(told([1, 0]), []);
    assert_eq!(told([0, 1]), []);
    // Evidence given between the rounds counts too.
    let between = Fact::Report(ReportFact { id: ReportId(3), ..report(1, "2024-03-05", Some("2024-03-31"), false) });
    let [first, last] = facts([0, 0]);
    let ledger = with_rounds(ledger().with([first, between, last]));
    assert_eq!(rules(&ledger, "2024-03-15"), []);
}

#[test]
fn on_track_while_the_light_is_late_is_looked_at() {
    let ledger = with_rounds(ledger().with([Fact::Report(report(2, "2024-03-14", Some("2024-03-31"), false))]));
    let told = rules(&ledger, "2024-04-02");
    // The lead and 3 never reported: late as well, but they say nothing too good.
    let late = (RoundRule::NewlyLate, 2);
    assert_eq!(told, [late, late, late, (RoundRule::RatedBetterThanLight, 2)]);
    assert_eq!(rules(&ledger, "2024-03-31"), []);
}

#[test]
fn a_forecast_that_moved_three_times_is_looked_at() {
    let moved = |id: i64, on: &str, to: &str| {
        let steps = vec![StepStatement {
            milestone: MilestoneId(1),
            forecast: Some(day(to)),
            cause: Some(Cause::Budget),
            cause_reason: "사유".into(),
            claimed: false,
        }];
        Fact::Report(ReportFact { id: ReportId(id), steps, ..report(1, on, None, false) })
    };
    let twice = [moved(1, "2024-02-10", "2024-04-10"), moved(2, "2024-02-20", "2024-04-20")];
    let ledger = with_rounds(ledger().with(twice));
    assert_eq!(rules(&ledger, "2024-03-15"), []);
    let ledger = ledger.with([moved(3, "2024-03-12", "2024-05-01")]);
    assert_eq!(rules(&ledger, "2024-03-15"), [(RoundRule::Slipped, 11), (RoundRule::ForecastMovedAgain, 3)]);
}

#[test]
fn unchanged_three_times_running_is_an_exception_and_a_statement_ends_it() {
    let repeat = |id: i64, on: &str| {
        let kind = ReportKind::NoChange;
        Fact::Report(ReportFact { id: ReportId(id), kind, ..report(3, on, Some("2024-03-31"), false) })
    };
    let said = Fact::Report(report(3, "2024-02-06", Some("2024-03-31"), false));
    let ledger = with_rounds(ledger().with([said, repeat(4, "2024-02-20"), repeat(5, "2024-02-28")]));
    assert_eq!(rules(&ledger, "2024-03-15"), []);
    let ledger = ledger.with([repeat(6, "2024-03-12")]);
    assert_eq!(rules(&ledger, "2024-03-15"), [(RoundRule::UnchangedAgain, 3)]);
    let again = ReportFact { id: ReportId(7), ..report(3, "2024-03-13", Some("2024-03-31"), false) };
    assert_eq!(rules(&ledger.with([Fact::Report(again)]), "2024-03-15"), []);
}

#[test]
fn at_risk_is_new_once_and_a_verdict_outweighs_the_self_rating() {
    let at_risk = |id: i64, on: &str| {
        let self_rating = SelfRating::AtRisk;
        Fact::Report(ReportFact { id: ReportId(id), self_rating, ..report(1, on, Some("2024-03-31"), false) })
    };
    let now = with_rounds(ledger().with([at_risk(1, "2024-03-14")]));
    assert_eq!(rules(&now, "2024-03-15"), [(RoundRule::NewlyAtRisk, 0)]);
    let before = with_rounds(ledger().with([at_risk(1, "2024-02-20"), at_risk(2, "2024-03-14")]));
    assert_eq!(rules(&before, "2024-03-15"), []);
    let milder = Fact::Verdict(VerdictFact { report: ReportId(1), ..verdict("2024-03-15", Verdict::Watch) });
    assert_eq!(rules(&now.with([milder]), "2024-03-15"), []);
}

#[test]
fn claims_and_requests_are_brought_up_until_they_are_settled() {
    let asks = ReportFact { has_request: true, ..report(2, "2024-03-12", Some("2024-03-31"), false) };
    let ledger = with_rounds(ledger().with([Fact::Report(asks), Fact::Report(report(1, "2024-03-13", None, true))]));
    assert_eq!(rules(&ledger, "2024-03-15"), [(RoundRule::ClaimWaiting, 2), (RoundRule::Request, 0)]);
}

#[test]
fn what_came_in_with_a_return_is_counted() {
    let repeat = ReportFact {
        id: ReportId(5),
        kind: ReportKind::NoChange,
        return_id: Some(ReturnId(22)),
        evidence_count: 0,
        ..report(2, "2024-03-14", Some("2024-03-31"), false)
    };
    let leap = ReportFact { progress: Some(95), return_id: Some(ReturnId(21)), ..report(1, "2024-03-14", None, true) };
    let ledger = with_rounds(ledger().with([
        Fact::Report(ReportFact { id: ReportId(3), ..report(1, "2024-03-05", Some("2024-03-31"), false) }),
        Fact::Report(ReportFact { id: ReportId(4), ..leap }),
        Fact::Report(ReportFact { id: ReportId(6), ..report(2, "2024-03-05", Some("2024-03-31"), false) }),
        Fact::Report(repeat),
    ]));
    let of = |slug: &str| {
        let one = ledger.reviews.return_of(RoundId(2), &Slug::parse(slug).unwrap()).unwrap();
        HandedIn::of(&ledger, one, at("2024-03-20"))
    };
    let mois = HandedIn { edited: 1, claims: 1, evidence: 1, leaps: vec![(TaskNo(1), 40, 95)], ..HandedIn::default() };
    assert_eq!(of("mois"), mois);
    assert_eq!(of("moef"), HandedIn { unchanged: 1, ..HandedIn::default() });
    assert!(of("moef").is_nil() && !of("mois").is_nil());
    assert_eq!(of("kostat"), HandedIn::default());
}

#[test]
fn only_what_the_round_covers_is_looked_at() {
    let mut ledger = with_rounds(ledger().with([Fact::Report(report(1, "2024-03-13", None, true))]));
    let mut other = ledger.reviews.rounds().to_vec();
    other[1].settings.tasks = vec![TaskNo(9)];
    let returns = vec![];
    ledger.add_reviews(ReviewTail { rounds: other, returns, seals: vec![] });
    assert_eq!(rules(&ledger, "2024-03-15"), []);
}

#[test]
fn a_difficulty_is_brought_up_after_a_fortnight_without_an_answer() {
    let one = OpenDifficulty {
        institution: Slug::parse("moef").unwrap(),
        task_no: Some(TaskNo(1)),
        title: "이중화 예산".into(),
        raised_on: day("2024-03-01"),
    };
    assert!(unanswered(std::slice::from_ref(&one), day("2024-03-15")).is_empty());
    let found = unanswered(&[one], day("2024-03-16"));
    assert_eq!((found[0].number, found[0].subject.as_str()), (15, "이중화 예산"));
}

#[test]
fn a_meeting_takes_up_a_task_at_a_time_and_leads_first() {
    let exception = |rule, task: i64, slug: &str, role| RoundException {
        rule,
        institution: Slug::parse(slug).unwrap(),
        task_no: Some(TaskNo(task)),
        assignment: None,
        milestone: None,
        role,
        number: task,
        subject: String::new(),
    };
    let mut all = vec![
        exception(RoundRule::UnchangedAgain, 3, "nfa", TaskRole::Implementing),
        exception(RoundRule::UnchangedAgain, 1, "nfa", TaskRole::Implementing),
        exception(RoundRule::NewlyLate, 7, "moef", TaskRole::Implementing),
        exception(RoundRule::NewlyLate, 7, "mofa", TaskRole::Implementing),
        exception(RoundRule::NewlyLate, 10, "msit", TaskRole::Lead),
    ];
    sort(&mut all);
    let candidates = candidates(&all);
    let keys: Vec<String> = candidates.iter().map(Candidate::key).collect();
    assert_eq!(keys, ["newly_late:10", "newly_late:7", "unchanged_again:-:nfa"]);
    assert_eq!((candidates[1].institutions(), candidates[2].exceptions.len()), (2, 2));
}

proptest! {
    #[test]
    fn no_exception_is_lost_or_doubled_among_the_candidates(
        parts in prop::collection::vec((0usize..10, 1i64..5, 0usize..3, 0i64..30), 0..40)
    ) {
        let slugs = ["mois", "moef", "kostat"];
        let mut all: Vec<RoundException> = parts.iter().map(|(rule, task, slug, number)| RoundException {
            rule: RoundRule::ALL[*rule],
            institution: Slug::parse(slugs[*slug]).unwrap(),
            task_no: Some(TaskNo(*task)),
            assignment: None,
            milestone: None,
            role: TaskRole::Implementing,
            number: *number,
            subject: String::new(),
        }).collect();
        sort(&mut all);
        let grouped = candidates(&all);
        prop_assert_eq!(grouped.iter().map(|one| one.exceptions.len()).sum::<usize>(), all.len());
        let mut keys: Vec<String> = grouped.iter().map(Candidate::key).collect();
        keys.sort();
        keys.dedup();
        prop_assert_eq!(keys.len(), grouped.len());
        prop_assert!(grouped.iter().map(|one| one.rule).is_sorted());
    }

    #[test]
    fn rules_read_back(index in 0usize..10) {
        let rule = RoundRule::ALL[index];
        prop_assert_eq!(RoundRule::parse(rule.code()), Some(rule));
    }
}
