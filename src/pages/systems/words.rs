//! The register's choices in words, and the cells made of them.

use crate::domain::ids::Slug;
use crate::domain::institution::Institution;
use crate::domain::systems::coverage::Item;
use crate::domain::systems::search::{GradeFilter, PlanFilter};
use crate::domain::systems::words::{
    Doubled, DrillResult, EquipmentKind, Grade, PlanState, RecoveryWay, RunnerKind, Site,
};
use crate::pages::components::icon;
use crate::pages::lang::Lang;
use crate::pages::record::institution_name;
use crate::pages::texts::systems as texts;
use leptos::prelude::*;

#[must_use]
pub fn grade(lang: Lang, grade: Option<Grade>) -> String {
    grade.map_or_else(|| texts::grade_none(lang).to_owned(), |grade| texts::grade(lang, grade.code()))
}

#[must_use]
pub fn grade_filter(lang: Lang, filter: GradeFilter) -> String {
    match filter {
        GradeFilter::Of(of) => grade(lang, Some(of)),
        GradeFilter::High => texts::grade_high(lang).to_owned(),
        GradeFilter::Missing => grade(lang, None),
    }
}

#[must_use]
pub const fn runner(lang: Lang, runner: RunnerKind) -> &'static str {
    match runner {
        RunnerKind::Own => texts::runner_own(lang),
        RunnerKind::Affiliate => texts::runner_affiliate(lang),
        RunnerKind::Local => texts::runner_local(lang),
    }
}

#[must_use]
pub const fn site(lang: Lang, site: Site) -> &'static str {
    match site {
        Site::NirsDaejeon => texts::site_nirs_daejeon(lang),
        Site::NirsGwangju => texts::site_nirs_gwangju(lang),
        Site::NirsDaegu => texts::site_nirs_daegu(lang),
        Site::Own => texts::site_own(lang),
        Site::Cloud => texts::site_cloud(lang),
        Site::Other => texts::site_other(lang),
    }
}

#[must_use]
pub const fn doubled(lang: Lang, doubled: Doubled) -> &'static str {
    match doubled {
        Doubled::Yes => texts::doubled_yes(lang),
        Doubled::No => texts::doubled_no(lang),
        Doubled::Unknown => texts::doubled_unknown(lang),
        Doubled::NotNeeded => texts::doubled_not_needed(lang),
    }
}

#[must_use]
pub const fn way(lang: Lang, way: RecoveryWay) -> &'static str {
    match way {
        RecoveryWay::Unknown => texts::way_unknown(lang),
        RecoveryWay::None => texts::way_none(lang),
        RecoveryWay::Backup => texts::way_backup(lang),
        RecoveryWay::Cold => texts::way_cold(lang),
        RecoveryWay::Warm => texts::way_warm(lang),
        RecoveryWay::Hot => texts::way_hot(lang),
        RecoveryWay::Mirror => texts::way_mirror(lang),
    }
}

#[must_use]
pub const fn result(lang: Lang, result: DrillResult) -> &'static str {
    match result {
        DrillResult::Passed => texts::result_passed(lang),
        DrillResult::Partly => texts::result_partly(lang),
        DrillResult::Failed => texts::result_failed(lang),
    }
}

#[must_use]
pub const fn equipment(lang: Lang, kind: EquipmentKind) -> &'static str {
    match kind {
        EquipmentKind::Server => texts::kind_server(lang),
        EquipmentKind::Storage => texts::kind_storage(lang),
        EquipmentKind::Network => texts::kind_network(lang),
        EquipmentKind::Security => texts::kind_security(lang),
        EquipmentKind::Power => texts::kind_power(lang),
        EquipmentKind::Backup => texts::kind_backup(lang),
        EquipmentKind::Other => texts::kind_other(lang),
    }
}

#[must_use]
pub const fn state(lang: Lang, state: PlanState) -> &'static str {
    match state {
        PlanState::Drafting => texts::state_drafting(lang),
        PlanState::Review => texts::state_review(lang),
        PlanState::Approved => texts::state_approved(lang),
        PlanState::Drilled => texts::state_drilled(lang),
    }
}

#[must_use]
pub const fn plan_filter(lang: Lang, filter: PlanFilter) -> &'static str {
    match filter {
        PlanFilter::In(of) => state(lang, of),
        PlanFilter::Missing => texts::plan_none(lang),
        PlanFilter::ReviewDue => texts::review_due(lang),
    }
}

#[must_use]
pub const fn item(lang: Lang, item: Item) -> &'static str {
    match item {
        Item::Graded => texts::item_graded(lang),
        Item::PlanApproved => texts::item_plan_approved(lang),
        Item::PlanDrilled => texts::item_plan_drilled(lang),
        Item::Redundant => texts::item_redundant(lang),
        Item::DisasterRecovery => texts::item_disaster_recovery(lang),
        Item::WithinLife => texts::item_within_life(lang),
    }
}

/// The name of an institution; its slug where the register does not know it.
#[must_use]
pub fn institution(lang: Lang, institutions: &[Institution], slug: &Slug) -> String {
    let known = institutions.iter().find(|one| one.slug == *slug);
    known.map_or_else(|| slug.to_string(), |one| institution_name(lang, one).to_owned())
}

/// Whether something is as the plan asks: symbol and word.
#[must_use]
pub fn met(lang: Lang, met: Option<bool>) -> AnyView {
    met_as(
        met,
        match met {
            Some(true) => texts::met(lang),
            Some(false) => texts::unmet(lang),
            None => texts::unknown(lang),
        },
    )
}

/// The symbol of [`met`] with a word of one's own.
#[must_use]
pub fn met_as(met: Option<bool>, word: impl Into<String>) -> AnyView {
    let word: String = word.into();
    let (class, symbol) = match met {
        Some(true) => ("mk k-yes", "k-yes"),
        Some(false) => ("mk k-no", "k-no"),
        None => ("mk k-unk", "k-unk"),
    };
    view! { <span class=class>{icon(symbol)}{word}</span> }.into_any()
}

/// The state of a continuity plan, as the return states are marked: a page that fills up.
#[must_use]
pub fn state_mark(lang: Lang, of: Option<PlanState>) -> AnyView {
    let (symbol, word) = match of {
        None => ("d-none", texts::plan_none(lang)),
        Some(PlanState::Drafting) => ("d-draft", texts::state_drafting(lang)),
        Some(PlanState::Review) => ("d-sent", texts::state_review(lang)),
        Some(PlanState::Approved) => ("d-ok", texts::state_approved(lang)),
        Some(PlanState::Drilled) => ("d-ok", texts::state_drilled(lang)),
    };
    view! { <span class=format!("mk {symbol}")>{icon(symbol)}{word}</span> }.into_any()
}

/// Values and words of a closed choice.
#[must_use]
pub fn choices<T: Copy>(
    all: &[T],
    code: impl Fn(T) -> &'static str,
    word: impl Fn(T) -> String,
) -> Vec<(String, String)> {
    all.iter().map(|one| (code(*one).to_owned(), word(*one))).collect()
}
