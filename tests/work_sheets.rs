//! Reports by spreadsheet over the routes: taken out, edited, brought back as drafts, entries of a return, or reports.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod desk;

use axum::http::StatusCode;
use desk::{Desk, run};
use ihaeng::domain::ids::{AssignmentId, Slug, TaskNo};
use ihaeng::domain::ledger::Ledger;
use ihaeng::domain::report::value;
use ihaeng::domain::round::RoundSlug;
use ihaeng::domain::standing::Standing;

async fn ledger(desk: &Desk) -> Ledger {
    let plan = desk.store.plan_list().await.unwrap().remove(0);
    desk.store.ledger(plan).await.unwrap()
}

async fn assignment(desk: &Desk, institution: &str, no: i64) -> AssignmentId {
    let standing = Standing::derive(&ledger(desk).await, "2024-03-20".parse().unwrap());
    standing.assignment(TaskNo(no), &Slug::parse(institution).unwrap()).unwrap().id
}

/// Brings a table; answers its own address and page.
async fn bring(desk: &Desk, login: &str, table: &str) -> (String, String) {
    let cookie = desk.cookie(login).await;
    let body = format!(
        "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"work.csv\"\r\ncontent-type: text/csv\r\n\r\n{table}\r\n--b--\r\n"
    );
    let kind = "multipart/form-data; boundary=b";
    let (status, place, page) = desk.send(cookie.as_deref(), ("POST", "/work/import"), kind, &body).await;
    if status != StatusCode::SEE_OTHER {
        return (String::new(), page);
    }
    let (_, _, page) = desk.ask(cookie.as_deref(), "GET", &place, "").await;
    (place, page.replace("<!>", ""))
}

async fn act(desk: &Desk, login: &str, path: &str, body: &str) -> (u16, String) {
    let cookie = desk.cookie(login).await;
    let (status, _, page) = desk.ask(cookie.as_deref(), "POST", path, body).await;
    (status.as_u16(), page)
}

async fn export(desk: &Desk, login: &str) -> String {
    let cookie = desk.cookie(login).await;
    let (status, _, table) = desk.ask(cookie.as_deref(), "GET", "/work/export.csv", "").await;
    assert_eq!(status, StatusCode::OK);
    table
}

#[test]
fn a_table_brought_back_as_it_was_taken_changes_nothing() {
    run(async |desk| {
        let table = export(&desk, "mois.officer").await;
        assert!(table.contains("과제 번호,기관,과제명,단계,자체평가"), "{table}");
        let (path, page) = bring(&desk, "mois.officer", table.trim_start_matches('\u{feff}')).await;
        assert!(page.contains("고친 과제 0건") && page.contains("고쳐야 할 과제 0건"), "{page}");
        assert_eq!(act(&desk, "mois.officer", &path, "action=draft").await.0, 422);
    });
}

#[test]
fn outside_a_return_a_table_becomes_drafts_or_reports() {
    run(async |desk| {
        let id = assignment(&desk, "mois", 4).await;
        let table = "과제 번호,진척률(%),추진실적\n4,0.77,- 파일에서 적은 실적\n";
        let (path, page) = bring(&desk, "mois.officer", table).await;
        assert!(
            page.contains("내 임시저장에 들어갑니다") && page.contains("77") && page.contains("파일에서 적은 실적"),
            "{page}"
        );
        let (person, _) = desk.store.credentials("mois.officer").await.unwrap().unwrap();
        assert_eq!(desk.store.draft(person, id).await.unwrap(), None, "looking writes nothing");
        assert_eq!(act(&desk, "mois.officer", &path, "action=draft").await.0, 303);
        let draft = desk.store.draft(person, id).await.unwrap().unwrap();
        assert_eq!((value(&draft.fields, "progress"), value(&draft.fields, "done")), ("77", "- 파일에서 적은 실적"));
        assert_eq!(act(&desk, "mois.officer", &path, "action=draft").await.0, 409, "once is enough");

        let (path, _) = bring(&desk, "mois.officer", "과제 번호,진척률(%)\n4,78\n").await;
        assert_eq!(act(&desk, "mois.officer", &path, "action=report").await.0, 303);
        let standing = Standing::derive(&ledger(&desk).await, "2024-03-20".parse().unwrap());
        let last = standing.by_id(id).unwrap().last_report.clone().unwrap();
        assert_eq!(last.progress, Some(78));
        assert_eq!(desk.store.draft(person, id).await.unwrap(), None, "a report takes its draft with it");
    });
}

#[test]
fn while_a_return_is_written_a_table_edits_its_entries() {
    run(async |desk| {
        let table = export(&desk, "mohw.officer").await;
        let no: i64 = table.lines().nth(1).unwrap().split(',').next().unwrap().parse().unwrap();
        let id = assignment(&desk, "mohw", no).await;
        let (path, page) = bring(&desk, "mohw.officer", &format!("과제 번호,추진실적\n{no},- 표에서\n")).await;
        assert!(page.contains("제출본의 임시저장에 들어갑니다"), "{page}");
        assert_eq!(act(&desk, "mohw.officer", &path, "action=report").await.0, 303);
        let ledger = ledger(&desk).await;
        let round = ledger.reviews.round(&RoundSlug::parse("2024-Q1").unwrap()).unwrap();
        let one = ledger.reviews.return_of(round.id, &Slug::parse("mohw").unwrap()).unwrap();
        let entries = desk.store.entries(one.id).await.unwrap();
        assert_eq!(value(entries[&id].fields.as_ref().unwrap(), "done"), "- 표에서");
        let standing = Standing::derive(&ledger, "2024-03-20".parse().unwrap());
        let said = standing.by_id(id).unwrap().last_report.as_ref().map(|last| last.recorded_at);
        assert!(
            said.is_none_or(|at| at < ihaeng::domain::calendar::start_of("2024-03-20".parse().unwrap())),
            "no report came of it"
        );
    });
}

#[test]
fn bad_cells_are_named_and_another_institutions_task_is_refused() {
    run(async |desk| {
        let table = "과제 번호,기관,자체평가,진척률(%)\n4,행정안전부,매우 좋음,140\n10,과학기술정보통신부,정상추진,1\n99,행정안전부,,\n";
        let (path, page) = bring(&desk, "mois.officer", table).await;
        for told in [">C2<", ">D2<", ">B3<", ">A4<", "매우 좋음", "소속 기관이 아닙니다"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert_eq!(act(&desk, "mois.officer", &path, "action=draft").await.0, 422);
        assert_eq!(act(&desk, "mois.officer", &path, "action=draft&only=good").await.0, 422, "there is no good row");
        assert_eq!(act(&desk, "mois.head", &path, "action=discard").await.0, 404);
        assert_eq!(act(&desk, "mois.officer", &path, "action=discard").await.0, 303);
        let (_, refused) = bring(&desk, "mois.officer", "가,나\n1,2\n").await;
        assert!(refused.contains("열 이름을 찾지 못했습니다"), "{refused}");
    });
}

#[test]
fn a_form_that_was_written_meanwhile_refuses_the_table() {
    run(async |desk| {
        let (path, _) = bring(&desk, "mois.officer", "과제 번호,진척률(%)\n4,77\n").await;
        let (other, _) = bring(&desk, "mois.officer", "과제 번호,진척률(%)\n4,78\n").await;
        assert_eq!(act(&desk, "mois.officer", &other, "action=draft").await.0, 303);
        let (status, page) = act(&desk, "mois.officer", &path, "action=draft").await;
        assert!(status == 409 && page.contains("보시는 사이에 내용이 달라졌습니다"), "{page}");
    });
}
