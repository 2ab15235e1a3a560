//! One institution, and its end: renamed (the new one is added first and inherits), merged, split, or dissolved.

use super::{Faults, gate};
use crate::domain::due::parse_typed_day;
use crate::domain::ids::{AssignmentId, Slug};
use crate::domain::institution::{Institution, Kind};
use crate::domain::plan::Assignment;
use crate::pages::admin::Filled;
use crate::pages::admin::institution::InstitutionModel;
use crate::pages::lang::Lang;
use crate::pages::texts::admin as texts;
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::forms::{noted, sheet, status_of};
use crate::server::heirs::hand_over_systems;
use crate::server::posted::Posted;
use crate::server::render::draw;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use axum::extract::{OriginalUri, Path, State};
use axum::http::Uri;
use chrono::NaiveDate;
use std::sync::Arc;

/// `GET /admin/institutions/{slug}`
///
/// # Errors
/// Not an administrator, no such institution, or the database fails.
pub async fn institution(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(slug): Path<String>,
) -> Answer {
    gate(&visitor)?;
    let (institution, all) = find(&app, &slug).await?;
    answer(&app, &visitor, &uri, institution, all, Filled::default()).await
}

async fn find(app: &App, slug: &str) -> Result<(Institution, Vec<Institution>), PageError> {
    let all = app.store.institutions().await?;
    let institution = all.iter().find(|one| one.slug.as_str() == slug).cloned().ok_or(PageError::NotFound)?;
    Ok((institution, all))
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    uri: &Uri,
    institution: Institution,
    all: Vec<Institution>,
    form: Filled,
) -> Answer {
    let status = status_of(&form.faults);
    let title = crate::pages::record::institution_name(visitor.lang, &institution).to_owned();
    let held = of_all_plans(app).await?.iter().flatten().filter(|one| holds(one, &institution.slug)).count();
    let model = Arc::new(InstitutionModel { institution, all, held, form });
    let body = move |info: &PageInfo| crate::pages::admin::institution::page(info, &model);
    Ok(draw(status, sheet(app, visitor, uri, Section::Admin, &title, body)).await)
}

/// The assignments of each plan.
async fn of_all_plans(app: &App) -> Result<Vec<Vec<Assignment>>, PageError> {
    let mut all = Vec::new();
    for plan in app.store.plan_list().await? {
        all.push(app.store.registry(plan).await?.assignments);
    }
    Ok(all)
}

/// Whether the institution holds the assignment and it has not ended.
fn holds(assignment: &Assignment, slug: &Slug) -> bool {
    assignment.ended_at.is_none() && assignment.holders.last().is_some_and(|(_, holder)| holder == slug)
}

/// The open assignments of `old` that the heir takes over: all but those of tasks that the heir carries already.
fn inherited(plans: &[Vec<Assignment>], old: &Slug, heir: &Slug) -> Vec<AssignmentId> {
    let of_plan = |assignments: &Vec<Assignment>| -> Vec<AssignmentId> {
        let carried = |one: &&Assignment| assignments.iter().any(|own| own.task_no == one.task_no && holds(own, heir));
        assignments.iter().filter(|one| holds(one, old)).filter(|one| !carried(one)).map(|one| one.id).collect()
    };
    plans.iter().flat_map(of_plan).collect()
}

/// `POST /admin/institutions/{slug}`
///
/// # Errors
/// Not an administrator, no such institution, one that has ended already, or the database fails.
pub async fn end_institution(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(slug): Path<String>,
    posted: Posted,
) -> Answer {
    gate(&visitor)?;
    let mut form = Filled { typed: posted.fields, faults: vec![] };
    if posted.show_only {
        let (institution, all) = find(&app, &slug).await?;
        return answer(&app, &visitor, &uri, institution, all, form).await;
    }
    // Opened before reading: nobody ends it twice or hands its assignments to two heirs.
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    let (old, all) = find(&app, &slug).await?;
    if old.valid_until.is_some() {
        return Err(PageError::Conflict);
    }
    let plans = of_all_plans(&app).await?;
    let holds_any = plans.iter().flatten().any(|one| holds(one, &old.slug));
    match read(visitor.lang, &old, &all, holds_any, &form) {
        Ok(end) => {
            let heir = end.heir.map(|heir| (inherited(&plans, &old.slug, &heir), heir));
            let heir = heir.as_ref().map(|(assignments, heir)| (heir, assignments.as_slice()));
            tx.end_institution(&old, end.until, &end.successors, heir).await?;
            tx.commit().await?;
            hand_over_systems(&app.store, app.clock.today(), app.clock.now()).await?;
            Ok(noted(&app, &format!("/admin/institutions/{slug}"), "institution_ended"))
        }
        Err(faults) => {
            drop(tx);
            form.faults = faults;
            answer(&app, &visitor, &uri, old, all, form).await
        }
    }
}

struct End {
    until: NaiveDate,
    successors: Vec<Slug>,
    heir: Option<Slug>,
}

fn read(lang: Lang, old: &Institution, all: &[Institution], holds_any: bool, form: &Filled) -> Result<End, Faults> {
    let mut faults = Faults::new();
    let until = parse_typed_day(form.get("until"));
    match until {
        None => faults.push(("until", texts::day_unreadable(lang).to_owned())),
        Some(until) if old.valid_from.is_some_and(|from| until <= from) => {
            faults.push(("until", texts::until_before(lang).to_owned()));
        }
        Some(_) => {}
    }
    let follows = |one: &Institution| one.slug != old.slug && until.is_none_or(|day| one.is_valid_on(day));
    let chosen: Vec<&str> = form.all("successors").collect();
    let named: Vec<&Institution> =
        all.iter().filter(|one| follows(one) && chosen.contains(&one.slug.as_str())).collect();
    if named.len() != chosen.len() {
        faults.push(("successors", texts::successors_unfit(lang).to_owned()));
    }
    let typed = form.get("heir");
    let heir = named.iter().find(|one| one.slug.as_str() == typed && one.kind != Kind::Affiliate);
    if heir.is_none() && !typed.is_empty() {
        faults.push(("heir", texts::heir_unfit(lang).to_owned()));
    } else if heir.is_none() && holds_any && !named.is_empty() {
        faults.push(("heir", texts::heir_missing(lang).to_owned()));
    }
    let heir = heir.map(|one| one.slug.clone());
    let successors = named.into_iter().map(|one| one.slug.clone()).collect();
    match until {
        Some(until) if faults.is_empty() => Ok(End { until, successors, heir }),
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::TaskNo;
    use crate::domain::plan::{Basis, TaskRole};

    fn slug(text: &str) -> Slug {
        Slug::parse(text).unwrap()
    }

    fn assignment(id: i64, task: i64, holder: &str) -> Assignment {
        let at = "2024-01-31T01:00:00Z".parse().unwrap();
        let holders = vec![(at, slug(holder))];
        let (role, basis) = (TaskRole::Lead, Basis::Published);
        Assignment {
            id: AssignmentId(id),
            task_no: TaskNo(task),
            role,
            basis,
            recorded_at: at,
            ended_at: None,
            holders,
        }
    }

    fn institution(text: &str, from: Option<&str>) -> Institution {
        Institution {
            slug: slug(text),
            name_ko: text.into(),
            name_en: text.into(),
            short_ko: text.into(),
            kind: Kind::Agency,
            code: String::new(),
            parent: None,
            valid_from: from.and_then(|day| day.parse().ok()),
            valid_until: None,
            successors: vec![],
            note: String::new(),
        }
    }

    #[test]
    fn the_heir_takes_what_it_does_not_carry_already() {
        let mut ended = assignment(4, 4, "cha");
        ended.ended_at = Some(ended.recorded_at);
        let one = vec![assignment(1, 1, "cha"), assignment(2, 2, "cha"), assignment(3, 2, "khs"), ended];
        let other = vec![assignment(5, 2, "cha")];
        let taken = inherited(&[one, other], &slug("cha"), &slug("khs"));
        assert_eq!(taken, [AssignmentId(1), AssignmentId(5)]);
    }

    #[test]
    fn a_successor_must_exist_on_the_day_the_old_one_ends() {
        let all = [institution("cha", None), institution("khs", Some("2024-05-17"))];
        let faults = |until: &str, heir: &str| -> Vec<&'static str> {
            let pairs = [("until", until), ("successors", "khs"), ("heir", heir)];
            let typed = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
            let read = read(Lang::Ko, &all[0], &all, true, &Filled { typed, faults: vec![] });
            read.err().unwrap_or_default().into_iter().map(|(field, _)| field).collect()
        };
        assert!(faults("2024-05-17", "khs").is_empty());
        assert_eq!(faults("2024-05-16", "khs"), ["successors", "heir"]);
        assert_eq!(faults("2024-05-17", ""), ["heir"]);
        assert_eq!(faults("내일", "khs"), ["until"]);
    }
}
