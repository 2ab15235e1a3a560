//! What is known of an invented system. The important are better kept, as one would hope; something is unknown everywhere.

use super::super::random::Random;
use super::{DemoSystem, Estate, names};
use crate::domain::due::Due;
use crate::domain::ids::Slug;
use crate::domain::systems::InformationSystem;
use crate::domain::systems::equipment::Equipment;
use crate::domain::systems::system::{Grading, Recovery, Redundancy, Runner, SystemCode};
use crate::domain::systems::words::{Doubled, DrillResult, EquipmentKind, Grade, RecoveryWay, RunnerKind, Site};
use chrono::NaiveDate;

/// Per cent of network, server, storage and power that stand twice, by grade.
const DOUBLED: [[usize; 4]; 4] = [[96, 92, 86, 94], [88, 80, 68, 84], [56, 44, 30, 58], [30, 20, 12, 36]];
/// Per cent with a place to go on, and with at least a back-up, by grade.
const RECOVERY: [(usize, usize); 4] = [(88, 100), (62, 98), (24, 88), (8, 66)];
/// Years of service life the demonstration assumes (가정).
const LIVES: [(EquipmentKind, &str, i64); 5] = [
    (EquipmentKind::Server, "응용·자료 서버", 7),
    (EquipmentKind::Storage, "저장장치", 7),
    (EquipmentKind::Network, "네트워크 장비", 9),
    (EquipmentKind::Security, "보안 장비", 7),
    (EquipmentKind::Backup, "백업 장비", 8),
];

pub fn system(
    (code, name, institution, place): (SystemCode, String, &Slug, usize),
    grade: Grade,
    estate: &Estate,
    random: &mut Random,
) -> DemoSystem {
    let rank = grade as usize;
    let redundancy = redundancy(rank, random);
    let recovery = recovery(rank, random);
    let equipment = equipment(rank, random);
    let (old, regraded) = grading(grade, random);
    let site = site(random);
    let system = InformationSystem {
        purpose: names::purpose(&name),
        runner: runner(grade, random),
        users: users(rank, random),
        needs: needs(institution, place, estate, random),
        site_note: if site == Some(Site::Cloud) { "공공 클라우드 존".to_owned() } else { String::new() },
        site,
        contact: format!("정보화 담당 부서(시연) 044-{:03}-{:04}", random.between(200, 249), random.between(0, 9999)),
        grading: old,
        code,
        name,
        institution: institution.clone(),
        redundancy,
        recovery,
        equipment,
        retired_on: None,
    };
    DemoSystem { system, regraded }
}

/// The grade before the plan, and the one given anew: three quarters are done by 20 March.
fn grading(grade: Grade, random: &mut Random) -> (Option<Grading>, Option<(Grading, usize)>) {
    let year = random.between(2019, 2022);
    let rank = grade as usize;
    let other = if random.chance(50) { rank.saturating_sub(1).max(1) } else { (rank + 1).min(3) };
    let old = if random.chance(18) { Grade::ALL[other] } else { grade };
    let before = (!random.chance(6)).then(|| Grading {
        grade: old,
        on: NaiveDate::from_ymd_opt(i32::try_from(year).unwrap_or(2021), 6, 30),
        basis: "종전 기준(업무 영향도)".to_owned(),
    });
    let regraded = random.chance(76).then(|| {
        let turn = random.below(super::REGRADED_ON.len());
        let (month, dom) = super::REGRADED_ON[turn];
        let basis = random.text(&["이용자 수·파급도 산정표", "연계 시스템 수·업무 중요도", "자체 심의(등급 산정표)"]);
        (Grading { grade, on: NaiveDate::from_ymd_opt(2024, month, dom), basis: basis.to_owned() }, turn)
    });
    (before, regraded)
}

fn runner(grade: Grade, random: &mut Random) -> Runner {
    let (kind, name) = match random.below(100) {
        0..14 => (RunnerKind::Affiliate, random.text(&names::AFFILIATES)),
        14..19 if !grade.is_high() => (RunnerKind::Local, random.text(&names::LOCALS)),
        _ => (RunnerKind::Own, ""),
    };
    Runner { kind, name: name.to_owned() }
}

fn users(rank: usize, random: &mut Random) -> Option<i64> {
    if random.chance(9) {
        return None;
    }
    let digits = [random.between(5, 7), random.between(4, 6), random.between(3, 4), random.between(1, 3)][rank];
    let lead = random.between(10, 99);
    let number = (0..digits.saturating_sub(1)).fold(lead, |number, _| number * 10);
    i64::try_from(number).ok()
}

/// Some lean on the institution's first system, some on the first of 행정안전부's.
fn needs(institution: &Slug, place: usize, estate: &Estate, random: &mut Random) -> Vec<SystemCode> {
    let mut needs = Vec::new();
    if place > 0 && random.chance(26) {
        let other = random.below(estate.high().min(place)) + 1;
        needs.push(SystemCode::numbered(institution, i64::try_from(other).unwrap_or(1)));
    }
    if institution.as_str() != "mois" && random.chance(3) {
        needs.extend(Slug::parse("mois").map(|mois| SystemCode::numbered(&mois, 1)));
    }
    needs
}

fn site(random: &mut Random) -> Option<Site> {
    match random.below(100) {
        0..38 => Some(Site::NirsDaejeon),
        38..62 => Some(Site::NirsGwangju),
        62..70 => Some(Site::NirsDaegu),
        70..86 => Some(Site::Own),
        86..94 => Some(Site::Cloud),
        94..97 => Some(Site::Other),
        _ => None,
    }
}

fn redundancy(rank: usize, random: &mut Random) -> Redundancy {
    let looked_at = !random.chance([0, 3, 8, 14][rank]);
    let mut part = |share: usize| match random.below(100) {
        drawn if drawn < share => Doubled::Yes,
        _ if random.chance(8) => Doubled::NotNeeded,
        _ if !looked_at => Doubled::Unknown,
        _ => Doubled::No,
    };
    let [network, server, storage, power] = DOUBLED[rank].map(&mut part);
    let missing = [network, server, storage, power].contains(&Doubled::No);
    let planned = missing && random.chance([85, 65, 22, 8][rank]);
    let year = planned.then(|| 2024 + i64::try_from(random.below(3)).unwrap_or(0));
    let cost = year.filter(|_| random.chance(70)).map(|_| i64::try_from(random.between(8, 120) * 10).unwrap_or(0));
    Redundancy { network, server, storage, power, budget_year: year, cost }
}

fn recovery(rank: usize, random: &mut Random) -> Recovery {
    if random.chance([0, 2, 7, 12][rank]) {
        return Recovery::UNKNOWN;
    }
    let (recovers, backed_up) = RECOVERY[rank];
    let way = match random.below(100) {
        drawn if drawn < recovers => match rank {
            0 => [RecoveryWay::Mirror, RecoveryWay::Hot, RecoveryWay::Hot, RecoveryWay::Warm][random.below(4)],
            1 => [RecoveryWay::Hot, RecoveryWay::Warm, RecoveryWay::Warm, RecoveryWay::Cold][random.below(4)],
            _ => [RecoveryWay::Warm, RecoveryWay::Cold][random.below(2)],
        },
        drawn if drawn < backed_up => RecoveryWay::Backup,
        _ => RecoveryWay::None,
    };
    let hours = |most: usize, random: &mut Random| i64::try_from(random.between(1, most) * 60).ok();
    let recovers = way.recovers() == Some(true);
    let drilled = recovers && random.chance(55);
    Recovery {
        way,
        rto_minutes: if recovers { hours([3, 6, 24, 72][rank], random) } else { None },
        rpo_minutes: if recovers { hours([1, 2, 12, 24][rank], random) } else { None },
        drilled_on: drilled
            .then(|| NaiveDate::from_ymd_opt(2023, u32::try_from(random.between(3, 11)).unwrap_or(6), 15))
            .flatten(),
        drill_result: drilled.then(|| {
            [DrillResult::Passed, DrillResult::Passed, DrillResult::Partly, DrillResult::Failed][random.below(4)]
        }),
    }
}

fn equipment(rank: usize, random: &mut Random) -> Vec<Equipment> {
    if random.chance([0, 1, 5, 10][rank]) {
        return Vec::new();
    }
    let lines = [random.between(3, 5), random.between(3, 4), random.between(1, 3), random.between(1, 2)][rank];
    LIVES[..lines].iter().map(|(kind, name, life)| line((*kind, name, *life), rank, random)).collect()
}

fn line((kind, name, life_years): (EquipmentKind, &str, i64), rank: usize, random: &mut Random) -> Equipment {
    let (oldest, newest) = [(2017, 2023), (2016, 2023), (2014, 2023), (2012, 2022)][rank];
    let made = random.between(oldest, newest);
    let made = if random.chance(60) {
        Due::parse(&format!("{made}-{:02}", random.between(1, 12)))
    } else {
        Due::parse(&made.to_string())
    };
    let made = made.unwrap_or(Due::on(NaiveDate::MIN));
    let count =
        i64::try_from([random.between(4, 24), random.between(2, 12), random.between(1, 6), random.between(1, 3)][rank])
            .unwrap_or(1);
    let mut line = Equipment {
        kind,
        name: name.to_owned(),
        count,
        made,
        life_years,
        replaced_by: None,
        budget_year: None,
        cost: None,
    };
    let ends = chrono::Datelike::year(&line.serves_until());
    if ends <= 2026 && random.chance([85, 70, 45, 25][rank]) {
        let year = i64::from(ends.clamp(2024, 2026)) + i64::try_from(random.below(2)).unwrap_or(0);
        line.budget_year = Some(year);
        line.replaced_by = Due::parse(&format!("{year}-H{}", random.between(1, 2)));
        line.cost = random.chance(75).then(|| count * i64::try_from(random.between(12, 60)).unwrap_or(20));
    }
    line
}
