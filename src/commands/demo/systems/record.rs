//! Records the invented systems: the register at once, new grades in five lists, the standard form, the plans act by act.

use super::super::People;
use super::super::random::Random;
use super::{DemoSystem, REGRADED_ON, at, entered_at, invent, plans};
use crate::commands::{CommandError, CommandResult};
use crate::domain::ids::{Slug, UserId};
use crate::domain::institution::Institution;
use crate::domain::systems::continuity::{ContinuityPlan, Drill};
use crate::domain::systems::standard::Standard;
use crate::domain::systems::words::{DrillResult, PlanState};
use crate::domain::systems::{InformationSystem, SystemCode};
use crate::store::{Actor, ContinuityAct, NewContinuity, Person, Store, SystemChange, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use std::collections::HashMap;

/// Who acts for an institution: its officer and its head.
type Staff = HashMap<Slug, (Actor, Actor)>;

/// Records `total` systems of the institutions that have an officer, as they stood at `until`.
///
/// # Errors
/// Where the store refuses.
pub async fn record(
    store: &Store,
    institutions: &[Institution],
    people: &People,
    (total, seed): (usize, u64),
    until: DateTime<Utc>,
) -> CommandResult<()> {
    let with_officer = institutions.iter().filter(|one| people.officers.contains_key(&one.slug));
    let named: Vec<(Slug, String)> = with_officer.map(|one| (one.slug.clone(), one.short_ko.clone())).collect();
    let invented = invent(&named, total, seed);
    let ids = enter(store, &invented).await?;
    for (turn, on) in REGRADED_ON.iter().enumerate().filter(|(_, on)| at(**on) <= until) {
        regrade(store, &invented, &ids, turn, at(*on)).await?;
    }
    if at(plans::STANDARD_ON) <= until {
        let (staff, pmo) = staff(store, people).await?;
        let standard = plans::standard();
        let mut tx = store.write(&pmo, at(plans::STANDARD_ON)).await?;
        tx.put_standard(&standard).await?;
        tx.commit().await?;
        record_plans(store, (&invented, &ids), &staff, &standard, (seed, until)).await?;
    }
    Ok(())
}

async fn staff(store: &Store, people: &People) -> CommandResult<(Staff, Actor)> {
    let known = store.people().await?.into_iter();
    let actor = |one: Person| Actor { id: one.id, login: one.login, name: one.name, on_behalf_of: None };
    let known: HashMap<UserId, Actor> = known.map(|one| (one.id, actor(one))).collect();
    let find = |id: &UserId| known.get(id).cloned().ok_or_else(|| CommandError::told(format!("없는 사람: {id}")));
    let mut staff = Staff::new();
    for (slug, officer) in &people.officers {
        if let Some(head) = people.heads.get(slug) {
            staff.insert(slug.clone(), (find(officer)?, find(head)?));
        }
    }
    Ok((staff, find(&people.pmo[0])?))
}

/// System and version of each, in order: the versions are the first that were recorded.
async fn enter(store: &Store, invented: &[DemoSystem]) -> CommandResult<Vec<(i64, i64)>> {
    let change = |one: &DemoSystem| SystemChange { seen: None, system: one.system.clone() };
    let changes: Vec<SystemChange> = invented.iter().map(change).collect();
    let mut tx = store.write(&Actor::system(), entered_at()).await?;
    let ids = tx.put_systems(&changes, None).await?;
    tx.note_import(None, None, &json!({ "demonstration": true, "added": changes.len() })).await?;
    tx.commit().await?;
    Ok(ids.into_iter().zip(1..).collect())
}

async fn regrade(
    store: &Store,
    invented: &[DemoSystem],
    ids: &[(i64, i64)],
    turn: usize,
    on: DateTime<Utc>,
) -> CommandResult<()> {
    let of_turn = invented.iter().zip(ids).filter_map(|(one, seen)| {
        let (grading, _) = one.regraded.as_ref().filter(|(_, own)| *own == turn)?;
        let system = InformationSystem { grading: Some(grading.clone()), ..one.system.clone() };
        Some(SystemChange { seen: Some(*seen), system })
    });
    let changes: Vec<SystemChange> = of_turn.collect();
    let mut tx = store.write(&Actor::system(), on).await?;
    tx.put_systems(&changes, None).await?;
    tx.note_import(None, None, &json!({ "demonstration": true, "changed": changes.len() })).await?;
    tx.commit().await?;
    Ok(())
}

/// The systems acted on, in what way, and the plan that came of it.
type Acts = Vec<(i64, ContinuityAct, ContinuityPlan)>;

/// The acts on one system's plan, each on its day by officer or head.
struct Story<'a> {
    system_id: i64,
    institution: &'a Slug,
    acts: Vec<(DateTime<Utc>, bool, ContinuityAct, ContinuityPlan)>,
}

async fn record_plans(
    store: &Store,
    (invented, ids): (&[DemoSystem], &[(i64, i64)]),
    staff: &Staff,
    standard: &Standard,
    (seed, until): (u64, DateTime<Utc>),
) -> CommandResult<()> {
    let mut by_act: HashMap<(DateTime<Utc>, Slug, bool), Acts> = HashMap::new();
    for (one, (id, _)) in invented.iter().zip(ids) {
        let Some((officer, head)) = staff.get(&one.system.institution) else { continue };
        let Some(story) = tell(one, *id, (officer.id, head.id), standard, seed) else { continue };
        for (on, by_head, act, plan) in story.acts.into_iter().filter(|(on, ..)| *on <= until) {
            by_act.entry((on, story.institution.clone(), by_head)).or_default().push((story.system_id, act, plan));
        }
    }
    let mut order: Vec<_> = by_act.into_iter().collect();
    order.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut seen: HashMap<i64, i64> = HashMap::new();
    let mut last = 0;
    for ((on, institution, by_head), acts) in order {
        let actor = staff.get(&institution).map(|(officer, head)| if by_head { head } else { officer });
        let mut tx = store.write(actor.unwrap_or(&Actor::system()), on).await?;
        for (system_id, act, plan) in &acts {
            let new = NewContinuity {
                system_id: *system_id,
                institution: institution.clone(),
                seen: seen.get(system_id).copied(),
                plan: plan.clone(),
                act: *act,
                reason: String::new(),
            };
            tx.put_continuity_quietly(&new).await?;
            last += 1;
            seen.insert(*system_id, last);
        }
        note(&mut tx, &institution, &acts).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn note(tx: &mut Tx, institution: &Slug, acts: &[(i64, ContinuityAct, ContinuityPlan)]) -> CommandResult<()> {
    let systems: Vec<&SystemCode> = acts.iter().map(|(_, _, plan)| &plan.system).collect();
    let acts: Vec<&str> = acts.iter().map(|(_, act, _)| act.code()).collect();
    let value = json!({ "demonstration": true, "systems": systems, "acts": acts });
    Ok(tx.audit("continuity_plan.acts", format!("institution {institution}"), Some(institution), &(), &value).await?)
}

fn tell<'a>(
    one: &'a DemoSystem,
    system_id: i64,
    (officer, head): (UserId, UserId),
    standard: &Standard,
    seed: u64,
) -> Option<Story<'a>> {
    let system = &one.system;
    let mut random = Random::keyed(seed, &["continuity", system.code.as_str()]);
    let grade = one.regraded.as_ref().map(|(grading, _)| grading.grade).or(system.grade())?;
    let state = plans::state(grade, &mut random)?;
    let begun = ContinuityPlan::begin(system.code.clone(), standard, plans::content(&system.name, state, &mut random));
    let mut acts = vec![(at((3, 12)), false, ContinuityAct::Begin, begun.clone())];
    let today = |(month, dom)| super::super::timetable::day(month, dom);
    if state != PlanState::Drafting
        && let Ok(submitted) = begun.submit(standard, officer)
    {
        acts.push((at((3, 14)), false, ContinuityAct::Submit, submitted.clone()));
        let review = NaiveDate::from_ymd_opt(2025, 3, 14)?;
        if state != PlanState::Review
            && let Ok(approved) = submitted.approve(head, review, today((3, 15)))
        {
            acts.push((at((3, 15)), true, ContinuityAct::Approve, approved.clone()));
            let drill =
                Drill { on: today((3, 18)), result: DrillResult::Passed, note: "불시 훈련(시연)".to_owned() };
            if state == PlanState::Drilled
                && let Ok(drilled) = approved.record_drill(drill, today((3, 18)))
            {
                acts.push((at((3, 18)), false, ContinuityAct::Drill, drilled));
            }
        }
    }
    Some(Story { system_id, institution: &system.institution, acts })
}
