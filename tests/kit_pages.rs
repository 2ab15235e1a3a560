//! The offline kit over the routes: downloaded, filled in, uploaded, looked at, confirmed.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod desk;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use calamine::{Reader, Xlsx};
use desk::{Desk, run};
use http_body_util::BodyExt;
use ihaeng::domain::calendar::start_of;
use ihaeng::domain::entry::Entry;
use ihaeng::domain::ids::{AssignmentId, Slug};
use ihaeng::domain::ledger::Ledger;
use ihaeng::domain::report::value;
use ihaeng::domain::returns::{Return, ReturnEventKind, ReturnState};
use ihaeng::domain::round::{Round, RoundSettings, RoundSlug};
use ihaeng::domain::standing::Standing;
use ihaeng::store::{Actor, KeptEntry, NewReturnEvent, NewRound, Opening};
use std::io::{Cursor, Read, Write};
use tower::ServiceExt;

const KIT: &str = "/reviews/2024-A9/returns/mois/kit";
const FILE: &str = "/reviews/2024-A9/kit/mois.xlsx";

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

async fn ledger(desk: &Desk) -> Ledger {
    let plan = desk.store.plan_list().await.unwrap().remove(0);
    desk.store.ledger(plan).await.unwrap()
}

async fn state(desk: &Desk, institution: &str) -> (Ledger, Round, Return) {
    let ledger = ledger(desk).await;
    let round = ledger.reviews.round(&RoundSlug::parse("2024-A9").unwrap()).unwrap().clone();
    let one = ledger.reviews.return_of(round.id, &slug(institution)).unwrap().clone();
    (ledger, round, one)
}

async fn entry(desk: &Desk, id: AssignmentId) -> Entry {
    let (_, _, one) = state(desk, "mois").await;
    desk.store.entries(one.id).await.unwrap().remove(&id).unwrap()
}

/// A round over two assignments of 행정안전부 that may be repeated, and one of 과학기술정보통신부.
async fn open(desk: &Desk) -> Vec<(i64, AssignmentId)> {
    let today = "2024-03-20".parse().unwrap();
    let at = start_of(today) + chrono::TimeDelta::hours(8);
    let ledger = ledger(desk).await;
    let standing = Standing::derive(&ledger, today);
    let of = |institution: &str| {
        let is_own = |one: &&ihaeng::domain::standing::AssignmentStanding| {
            one.institution == slug(institution) && ihaeng::domain::report::may_repeat(one, 0).is_ok()
        };
        standing.assignments.iter().filter(is_own).map(|one| (one.task_no, one.id)).collect::<Vec<_>>()
    };
    let (mois, msit) = (of("mois")[..2].to_vec(), of("msit")[..1].to_vec());
    let settings = RoundSettings {
        base_date: today,
        window_from: today,
        due: "2024-03-29".parse().unwrap(),
        meeting_on: None,
        meeting_place: String::new(),
        tasks: mois.iter().chain(&msit).map(|(no, _)| *no).collect(),
        two_steps: false,
    };
    let plan = ledger.plan.id;
    let new = NewRound { plan, slug: RoundSlug::parse("2024-A9").unwrap(), ordinal: 9, settings };
    let mut tx = desk.store.write(&Actor::system(), at).await.unwrap();
    tx.plan_round(&new).await.unwrap();
    tx.commit().await.unwrap();
    let rounds = desk.store.rounds(plan).await.unwrap();
    let round = rounds.iter().find(|round| round.slug == new.slug).unwrap();
    let opening = |institution: &str, of: &[(_, AssignmentId)]| Opening {
        institution: slug(institution),
        assignments: of.iter().map(|(_, id)| (*id, true)).collect(),
    };
    let mut tx = desk.store.write(&Actor::system(), at).await.unwrap();
    tx.open_round(plan, round, &[opening("mois", &mois), opening("msit", &msit)]).await.unwrap();
    tx.commit().await.unwrap();
    mois.into_iter().map(|(no, id)| (no.0, id)).collect()
}

async fn get(desk: &Desk, cookie: Option<&str>, path: &str) -> (StatusCode, Vec<u8>) {
    let mut request = Request::builder().uri(path);
    if let Some(cookie) = cookie {
        request = request.header("cookie", cookie);
    }
    let response = desk.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    (response.status(), response.into_body().collect().await.unwrap().to_bytes().to_vec())
}

/// Status, place and page that an upload is answered with.
async fn put(desk: &Desk, cookie: Option<&str>, path: &str, file: Option<&[u8]>) -> (StatusCode, String, String) {
    let mut body = Vec::new();
    if let Some(file) = file {
        body.extend_from_slice(
            b"--x\r\nContent-Disposition: form-data; name=\"kit\"; filename=\"mois.xlsx\"\r\n\
              Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\r\n\r\n",
        );
        body.extend_from_slice(file);
    }
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = Request::builder()
        .method("POST")
        .uri(path)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=x")
        .header("cookie", cookie.unwrap())
        .body(Body::from(body))
        .unwrap();
    let response = desk.router.clone().oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let place = headers.get("location").map(|place| place.to_str().unwrap().to_owned()).unwrap_or_default();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, place, String::from_utf8_lossy(&bytes).into_owned())
}

/// The file with cells of a task's block typed anew: label and text.
fn filled(book: &[u8], task: i64, changes: &[(&str, &str)]) -> Vec<u8> {
    let mut reader: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book)).unwrap();
    let rows: Vec<String> = reader.worksheet_range("작성").unwrap().rows().map(|row| row[0].to_string()).collect();
    let heading = rows.iter().position(|label| label.starts_with(&format!("과제 {task} "))).unwrap();
    let place = |label: &str| heading + rows[heading..].iter().position(|row| row.starts_with(label)).unwrap() + 1;
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name == "xl/worksheets/sheet2.xml" {
            let mut sheet = String::from_utf8(bytes).unwrap();
            for (label, text) in changes {
                sheet = with_cell(&sheet, &format!("C{}", place(label)), text);
            }
            bytes = sheet.into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn with_cell(sheet: &str, at: &str, text: &str) -> String {
    let from = sheet.find(&format!("<c r=\"{at}\"")).unwrap();
    let end = sheet[from..].find('>').unwrap() + from;
    let until = if sheet[..=end].ends_with("/>") { end + 1 } else { sheet[from..].find("</c>").unwrap() + from + 4 };
    format!(
        "{}<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>{}",
        &sheet[..from],
        &sheet[until..]
    )
}

/// What the return holds about an assignment.
async fn save(desk: &Desk, id: AssignmentId, fields: &[(&str, &str)], seen: i64) {
    let (_, _, one) = state(desk, "mois").await;
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let kept = KeptEntry { assignment: id, fields: Some(fields), no_change: false, seen };
    let mut tx = desk.store.write(&Actor::system(), start_of("2024-03-21".parse().unwrap())).await.unwrap();
    assert_eq!(tx.keep_entries(one.id, &slug("mois"), &[kept]).await.unwrap(), []);
    tx.commit().await.unwrap();
}

/// `name="seen" value="…"` of a page.
fn seen(page: &str) -> String {
    page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[test]
fn a_filled_in_file_is_looked_at_and_then_taken_into_the_draft() {
    run(async |desk| {
        let mine = open(&desk).await;
        let (no, id) = mine[0];
        let officer = desk.cookie("mois.officer").await;
        let (status, book) = get(&desk, officer.as_deref(), FILE).await;
        assert_eq!(status, StatusCode::OK);
        let changes = [("진척률", "84%"), ("추진실적", "- 재산정 완료\n- 통보"), ("예상완료일", "2024. 3. 29.(금)")];
        let (status, place, _) = put(&desk, officer.as_deref(), KIT, Some(&filled(&book, no, &changes))).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert!(place.starts_with(&format!("{KIT}/")), "{place}");

        let (status, _, page) = desk.ask(officer.as_deref(), "GET", &place, "").await;
        assert_eq!(status, StatusCode::OK);
        for part in
            ["칸 3개가 바뀝니다", "아직 아무것도 반영하지 않았습니다", ">84<", "- 재산정 완료\n- 통보", "2024-03-29"]
        {
            assert!(page.contains(part), "{part}");
        }
        assert!(!page.contains("type=\"radio\""), "nothing to choose");
        assert_eq!((entry(&desk, id).await.revision, state(&desk, "mois").await.2.state), (0, ReturnState::NotStarted));

        let body = format!("action=confirm&seen={}", seen(&page));
        let (status, back, _) = desk.ask(officer.as_deref(), "POST", &place, &body).await;
        assert_eq!((status, back.as_str()), (StatusCode::SEE_OTHER, "/reviews/2024-A9/returns/mois"));
        let written = entry(&desk, id).await;
        let fields = written.fields.unwrap();
        let told = ["progress", "done"].map(|name| value(&fields, name).to_owned());
        assert_eq!(told, ["84", "- 재산정 완료\n- 통보"]);
        assert!(!value(&fields, "self_rating").is_empty(), "what the file did not change stays");
        assert_eq!((written.revision, state(&desk, "mois").await.2.state), (1, ReturnState::Draft));
        assert_eq!(entry(&desk, mine[1].1).await.revision, 0, "an assignment that the file did not change");
        let (status, _, _) = desk.ask(officer.as_deref(), "POST", &place, &body).await;
        assert_eq!(status, StatusCode::GONE, "once is enough");
        assert!(desk.store.verify_audit().await.unwrap().is_ok());
    });
}

#[test]
fn what_both_sides_changed_is_chosen() {
    run(async |desk| {
        let mine = open(&desk).await;
        let (no, id) = mine[0];
        let officer = desk.cookie("mois.officer").await;
        let (_, book) = get(&desk, officer.as_deref(), FILE).await;
        save(&desk, id, &[("self_rating", "on_track"), ("done", "시스템에서 고친 실적"), ("next", "시스템의 계획")], 0)
            .await;
        let changes = [("추진실적", "파일에서 고친 실적"), ("애로사항", "파일의 애로")];
        let (_, place, _) = put(&desk, officer.as_deref(), KIT, Some(&filled(&book, no, &changes))).await;
        let (_, _, page) = desk.ask(officer.as_deref(), "GET", &place, "").await;
        for part in ["시스템에서 고친 실적", "파일에서 고친 실적", "파일을 받은 뒤", "칸 1개는 골라 주세요"]
        {
            assert!(page.contains(part), "{part}");
        }
        let seen = seen(&page);
        let unchosen = format!("action=confirm&seen={seen}");
        let (status, _, page) = desk.ask(officer.as_deref(), "POST", &place, &unchosen).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains(&format!("href=\"#f-t{no}.done\"")), "the summary leads to the choice");
        assert_eq!(entry(&desk, id).await.revision, 1, "nothing was written");
        let (status, ..) = desk.ask(officer.as_deref(), "POST", &place, &format!("{unchosen}&t{no}.done=ours")).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let fields = entry(&desk, id).await.fields.unwrap();
        let told = ["done", "next", "obstacle"].map(|name| value(&fields, name).to_owned());
        assert_eq!(told, ["시스템에서 고친 실적", "시스템의 계획", "파일의 애로"]);
    });
}

#[test]
fn who_saves_between_looking_and_confirming_is_not_overwritten() {
    run(async |desk| {
        let mine = open(&desk).await;
        let (no, id) = mine[0];
        let officer = desk.cookie("mois.officer").await;
        let (_, book) = get(&desk, officer.as_deref(), FILE).await;
        let (_, place, _) =
            put(&desk, officer.as_deref(), KIT, Some(&filled(&book, no, &[("추진실적", "파일")]))).await;
        let (_, _, page) = desk.ask(officer.as_deref(), "GET", &place, "").await;
        let body = format!("action=confirm&seen={}", seen(&page));
        save(&desk, id, &[("self_rating", "on_track"), ("done", "그 사이")], 0).await;
        let (status, _, page) = desk.ask(officer.as_deref(), "POST", &place, &body).await;
        assert_eq!(status, StatusCode::CONFLICT);
        assert!(page.contains("그 사이") && page.contains("type=\"radio\""), "it is a choice now");
        assert_eq!(value(&entry(&desk, id).await.fields.unwrap(), "done"), "그 사이");
    });
}

#[test]
fn a_file_that_cannot_be_taken_says_why_and_changes_nothing() {
    run(async |desk| {
        let (no, id) = open(&desk).await[0];
        let (officer, pmo) = (desk.cookie("mois.officer").await, desk.cookie("pmo").await);
        let (_, book) = get(&desk, officer.as_deref(), FILE).await;
        let refused = async |file: Option<&[u8]>, words: &str| {
            let (status, _, page) = put(&desk, officer.as_deref(), KIT, file).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            assert!(page.contains(words), "{words}");
        };
        refused(None, "올릴 파일을 골라 주세요").await;
        refused(Some(b"not a workbook"), "읽을 수 있는 xlsx 파일이 아닙니다").await;
        let (_, other) = get(&desk, pmo.as_deref(), "/reviews/2024-A9/kit/msit.xlsx").await;
        refused(Some(&other), "과학기술정보통신부의 작성 파일입니다").await;
        let state = get(&desk, officer.as_deref(), "/export.xlsx").await.1;
        refused(Some(&state), "이 시스템에서 받은 작성 파일이 아닙니다").await;
        let bad = filled(&book, no, &[("진척률", "140"), ("예상완료일", "4월쯤"), ("자체평가", "매우 좋음")]);
        refused(Some(&bad), "칸 3곳을 고쳐 주세요").await;
        refused(Some(&bad), "0에서 100까지의 정수로").await;
        refused(Some(&bad), "정상추진, 관심필요, 재검토필요, 완료 보고").await;
        refused(Some(&filled(&book, no, &[("변경 없음", "변경 없음"), ("진척률", "84")])), "변경 없음을 골랐는데")
            .await;
        assert_eq!(entry(&desk, id).await.revision, 0);
    });
}

#[test]
fn an_upload_is_its_persons_and_can_be_thrown_away() {
    run(async |desk| {
        let (no, _) = open(&desk).await[0];
        let (officer, head) = (desk.cookie("mois.officer").await, desk.cookie("mois.head").await);
        let (_, book) = get(&desk, officer.as_deref(), FILE).await;
        let (_, place, _) =
            put(&desk, officer.as_deref(), KIT, Some(&filled(&book, no, &[("추진실적", "파일")]))).await;
        assert_eq!(desk.ask(head.as_deref(), "GET", &place, "").await.0, StatusCode::GONE);
        let (status, back, _) = desk.ask(officer.as_deref(), "POST", &place, "action=discard").await;
        assert_eq!((status, back.as_str()), (StatusCode::SEE_OTHER, KIT));
        assert_eq!(desk.ask(officer.as_deref(), "GET", &place, "").await.0, StatusCode::GONE);
        // A file that changes nothing says so, and offers nothing to confirm.
        let (_, place, _) = put(&desk, officer.as_deref(), KIT, Some(&book)).await;
        let (_, _, page) = desk.ask(officer.as_deref(), "GET", &place, "").await;
        assert!(page.contains("파일에서 고친 칸이 없습니다") && !page.contains("value=\"confirm\""));
    });
}

#[test]
fn the_pmo_takes_a_file_for_an_institution() {
    run(async |desk| {
        let (no, id) = open(&desk).await[0];
        let (officer, pmo) = (desk.cookie("mois.officer").await, desk.cookie("pmo").await);
        let (_, book) = get(&desk, officer.as_deref(), FILE).await;
        let (_, place, _) =
            put(&desk, pmo.as_deref(), KIT, Some(&filled(&book, no, &[("추진실적", "보내온 실적")]))).await;
        let (_, _, page) = desk.ask(pmo.as_deref(), "GET", &place, "").await;
        let body = format!("action=confirm&seen={}", seen(&page));
        let (status, back, _) = desk.ask(pmo.as_deref(), "POST", &place, &body).await;
        assert_eq!((status, back.as_str()), (StatusCode::SEE_OTHER, "/reviews/2024-A9/returns/mois?on_behalf=1"));
        assert_eq!(value(&entry(&desk, id).await.fields.unwrap(), "done"), "보내온 실적");
    });
}

#[test]
fn only_its_own_institution_and_the_pmo_may_use_a_kit() {
    run(async |desk| {
        open(&desk).await;
        let expected = [
            ("", 303),
            ("mois.officer", 200),
            ("mois.head", 200),
            ("msit.head", 403),
            ("pmo", 200),
            ("viewer", 403),
            ("admin", 403),
        ];
        for (login, status) in expected {
            let cookie = desk.cookie(login).await;
            for path in [FILE, KIT] {
                assert_eq!(get(&desk, cookie.as_deref(), path).await.0.as_u16(), status, "{path} as `{login}`");
            }
            if status == 403 {
                assert_eq!(put(&desk, cookie.as_deref(), KIT, Some(b"x")).await.0.as_u16(), 403, "`{login}`");
                let confirmed = desk.ask(cookie.as_deref(), "POST", &format!("{KIT}/00"), "action=confirm").await;
                assert_eq!(confirmed.0.as_u16(), 403, "`{login}`");
            }
        }
        let pmo = desk.cookie("pmo").await;
        for path in [
            "/reviews/2024-A9/kit/none.xlsx",
            "/reviews/2024-Q4/kit/mois.xlsx",
            "/reviews/2024-A9/kit/mois",
            "/reviews/x/returns/mois/kit",
        ] {
            assert_eq!(get(&desk, pmo.as_deref(), path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
    });
}

#[test]
fn a_return_that_is_handed_in_gives_and_takes_no_kit() {
    run(async |desk| {
        let (no, _) = open(&desk).await[0];
        let officer = desk.cookie("mois.officer").await;
        let (_, book) = get(&desk, officer.as_deref(), FILE).await;
        let file = filled(&book, no, &[("추진실적", "늦은 실적")]);
        let (_, place, _) = put(&desk, officer.as_deref(), KIT, Some(&file)).await;
        let (ledger, round, one) = state(&desk, "mois").await;
        let mut tx = desk.store.write(&Actor::system(), start_of("2024-03-20".parse().unwrap())).await.unwrap();
        let new = NewReturnEvent::default();
        tx.add_return_event(ledger.plan.id, &round, &one, ReturnEventKind::Submitted, &new).await.unwrap();
        tx.commit().await.unwrap();
        for path in [FILE, &place] {
            let (status, page) = get(&desk, officer.as_deref(), path).await;
            assert_eq!(status, StatusCode::CONFLICT, "{path}");
            assert!(String::from_utf8_lossy(&page).contains("이미 제출한 제출본입니다"), "{path}");
        }
        assert_eq!(put(&desk, officer.as_deref(), KIT, Some(&file)).await.0, StatusCode::CONFLICT);
        let confirmed = desk.ask(officer.as_deref(), "POST", &place, "action=confirm&seen=").await;
        assert_eq!(confirmed.0, StatusCode::CONFLICT);
        let (status, page) = get(&desk, officer.as_deref(), KIT).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!String::from_utf8_lossy(&page).contains("type=\"file\""));
    });
}

#[test]
fn an_earlier_day_gives_and_takes_no_kit() {
    run(async |desk| {
        open(&desk).await;
        let officer = desk.cookie("mois.officer").await;
        let (status, page) = get(&desk, officer.as_deref(), &format!("{KIT}?asof=2024-03-19")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!String::from_utf8_lossy(&page).contains("type=\"file\""));
        assert_eq!(get(&desk, officer.as_deref(), &format!("{FILE}?asof=2024-03-19")).await.0, StatusCode::CONFLICT);
    });
}
