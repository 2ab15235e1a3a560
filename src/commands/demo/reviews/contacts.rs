//! With whom the PMO spoke about returns that are not in: what the log says on 20 March.

use super::{DemoContact, SECOND, at};
use crate::commands::demo::Scene;
use crate::commands::demo::timetable::day;
use crate::domain::chase::{Level, Way};
use crate::domain::ids::Slug;

/// The institution's place in the register; day of March, hour, minute; whom, how, what was said, the day of March for which
/// the return was promised.
type Contact = (usize, (u32, i64, i64), Level, Way, &'static str, Option<u32>);

/// By time.
const CONTACTS: [Contact; 23] = [
    (29, (14, 10, 30), Level::Officer, Way::Mail, "열어 봄, 답 없음", None),
    (27, (14, 10, 32), Level::Officer, Way::Mail, "열어 보지 않음", None),
    (3, (14, 10, 35), Level::Officer, Way::Mail, "확인했다는 답", None),
    (40, (14, 10, 40), Level::Officer, Way::Mail, "담당자 교체 중이라는 답", None),
    (29, (15, 14, 20), Level::Officer, Way::Phone, "“작성하고 있다”고 함. 날짜는 말하지 않음", None),
    (32, (15, 15, 10), Level::Officer, Way::Messenger, "등급 산정 기준을 물어 안내함", None),
    (15, (18, 9, 40), Level::Officer, Way::Mail, "읽지 않음", None),
    (27, (18, 9, 50), Level::Officer, Way::Messenger, "읽음, 답 없음", None),
    (29, (18, 10, 10), Level::Head, Way::Phone, "정보화담당관 통화, 담당자에게 확인하겠다고 함", None),
    (40, (18, 10, 30), Level::Officer, Way::Phone, "새 담당자가 인수 중(3. 21.까지)", Some(22)),
    (32, (18, 13, 20), Level::Officer, Way::Mail, "두 과제만 적힘. 나머지 일정 문의", None),
    (39, (18, 13, 30), Level::Officer, Way::Phone, "현장 점검 뒤 적겠다고 함", Some(21)),
    (3, (19, 9, 45), Level::Officer, Way::Phone, "재외공관 시스템 범위를 확인하고 있다고 함", Some(22)),
    (29, (19, 10, 20), Level::Head, Way::Phone, "부재, 비서실에 회신 요청", None),
    (41, (19, 10, 50), Level::Officer, Way::Mail, "내부 결재 중이라는 답", Some(21)),
    (6, (19, 11, 10), Level::Officer, Way::Phone, "보안성 검토가 끝나는 대로 제출하겠다고 함", Some(21)),
    (43, (19, 11, 30), Level::Officer, Way::Messenger, "작성 중이라는 답", Some(22)),
    (27, (19, 13, 20), Level::Head, Way::Mail, "담당자에게 전달하겠다는 답", None),
    (46, (19, 13, 40), Level::Officer, Way::Mail, "답 없음", None),
    (9, (19, 14, 10), Level::Officer, Way::Messenger, "소속기관 자료를 모으는 중", None),
    (12, (19, 14, 40), Level::Officer, Way::Phone, "과제 7의 범위를 물어 안내함", Some(21)),
    (13, (19, 15, 20), Level::Officer, Way::Mail, "읽음", None),
    (2, (19, 15, 50), Level::Officer, Way::Phone, "질의 답변을 준비 중", Some(21)),
];

/// The program's notices at the opening, and the PMO's contacts.
pub(in crate::commands::demo) fn contacts(scene: &Scene<'_>) -> Vec<DemoContact> {
    let institutions: Vec<_> = Scene::reporting(scene.ledger, scene.people).collect();
    let Some(opened_at) = scene.rounds[SECOND].opened_at else { return vec![] };
    let notice = |slug: &&Slug| DemoContact {
        round: SECOND,
        institution: (*slug).clone(),
        by: None,
        at: opened_at,
        level: Level::Officer,
        way: Way::System,
        note: "접수 시작 안내",
        promised_on: None,
    };
    let logged =
        CONTACTS.iter().enumerate().filter_map(|(index, (place, (on, hour, minute), level, way, note, promised))| {
            Some(DemoContact {
                round: SECOND,
                institution: (*institutions.get(*place)?).clone(),
                by: Some(scene.people.pmo[index % 2]),
                at: at(day(3, *on), *hour, *minute),
                level: *level,
                way: *way,
                note,
                promised_on: promised.map(|on| day(3, on)),
            })
        });
    institutions.iter().map(notice).chain(logged).collect()
}
