//! Sealing through the pages: what is missing, the last question, one winner, and files that hold elsewhere.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod engines;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::NaiveDate;
use http_body_util::BodyExt;
use ihaeng::commands::seed::seed_demonstration_with;
use ihaeng::domain::calendar::start_of;
use ihaeng::domain::clock::{PlanClock, SystemClock};
use ihaeng::domain::ids::{Slug, TaskNo};
use ihaeng::domain::round::{RoundSettings, RoundSlug};
use ihaeng::domain::seal::{KeyRing, verify};
use ihaeng::domain::standing::Standing;
use ihaeng::server::seal_key::{new_key, write_key};
use ihaeng::server::session::{new_session_id, session_hash};
use ihaeng::server::{App, router};
use ihaeng::store::{Actor, NewRound, Opening, Store};
use object_store::memory::InMemory;
use std::path::PathBuf;
use std::sync::Arc;
use tower::ServiceExt;

struct Desk {
    router: Router,
    store: Store,
    key: PathBuf,
    _folder: tempfile::TempDir,
}

/// The demonstration on 20 March with its key, and the quarter's round open for 행정안전부 and task 4.
async fn desk(store: Store, folder: tempfile::TempDir) -> Desk {
    let today = NaiveDate::from_ymd_opt(2024, 3, 20).unwrap();
    let now = start_of(today) + chrono::TimeDelta::hours(9);
    let (path, key) = (folder.path().join("seal.key"), new_key());
    write_key(&path, &key).unwrap();
    seed_demonstration_with(&store, &key, now, today).await.unwrap();
    let clock = PlanClock::shifted(now - SystemClock.now());
    let app = App::new(store.clone(), clock, true, false, Arc::new(InMemory::new()));
    app.seal_key.set(path.clone()).unwrap();
    let desk = Desk { router: router(app), store, key: path, _folder: folder };
    desk.open_round("2024-Q2", now).await;
    desk
}

impl Desk {
    async fn open_round(&self, slug: &str, now: chrono::DateTime<chrono::Utc>) {
        let plan = self.store.plan_list().await.unwrap().remove(0);
        let ledger = self.store.ledger(plan).await.unwrap();
        let day = ihaeng::domain::calendar::day_of(now);
        let slug = RoundSlug::parse(slug).unwrap();
        let settings = RoundSettings {
            base_date: day,
            window_from: day,
            due: day,
            meeting_on: Some(day),
            meeting_place: String::new(),
            tasks: vec![TaskNo(4)],
            two_steps: false,
        };
        let mut tx = self.store.write(&Actor::system(), now).await.unwrap();
        let new = NewRound { plan: ledger.plan.id, slug: slug.clone(), ordinal: 9, settings };
        tx.plan_round(&new).await.unwrap();
        tx.commit().await.unwrap();
        let rounds = self.store.rounds(ledger.plan.id).await.unwrap();
        let round = rounds.iter().find(|round| round.slug == slug).unwrap();
        let standing = Standing::derive(&ledger, day);
        let assignment = standing.lead_of(standing.task(TaskNo(4)).unwrap()).unwrap().id;
        let asked = Opening { institution: Slug::parse("mois").unwrap(), assignments: vec![(assignment, true)] };
        let mut tx = self.store.write(&Actor::system(), now).await.unwrap();
        tx.open_round(ledger.plan.id, round, &[asked]).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn cookie(&self, login: &str) -> String {
        let (person, _) = self.store.credentials(login).await.unwrap().unwrap();
        let id = new_session_id();
        self.store.open_session(&session_hash(&id), person, SystemClock.now()).await.unwrap();
        format!("ihaeng_demo={id}")
    }

    async fn ask(&self, login: &str, method: &str, path: &str, body: &str) -> (StatusCode, Vec<u8>) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        if !login.is_empty() {
            request = request.header("cookie", self.cookie(login).await);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        (status, response.into_body().collect().await.unwrap().to_bytes().to_vec())
    }

    async fn page(&self, login: &str, method: &str, path: &str, body: &str) -> (u16, String) {
        let (status, bytes) = self.ask(login, method, path, body).await;
        (status.as_u16(), String::from_utf8(bytes).unwrap())
    }

    /// What the last question carries along.
    async fn seen(&self, reason: &str) -> String {
        let (status, page) = self.page("pmo", "POST", SEAL, &format!("action=review&reason={reason}")).await;
        assert_eq!(status, 200, "{page}");
        let (_, rest) = page.split_once("name=\"seen\" value=\"").unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    }

    async fn seal(&self) {
        let seen = self.seen("x").await;
        let (status, _) = self.page("pmo", "POST", SEAL, &format!("action=seal&reason=x&seen={seen}")).await;
        assert_eq!(status, 303);
    }
}

const SEAL: &str = "/reviews/2024-Q2/seal";

fn on_sqlite(test: impl AsyncFnOnce(Desk)) {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let (store, folder) = engines::sqlite().await;
        test(desk(store, folder).await).await;
    });
}

#[test]
fn an_unsealed_round_is_the_pmo_s_and_a_sealed_one_everybody_s() {
    on_sqlite(async |desk| {
        let roles = ["", "mois.officer", "mois.head", "pmo", "viewer", "admin"];
        for (path, expected) in [
            (SEAL, [303, 403, 403, 200, 403, 403]),
            ("/reviews/2024-A1/seal", [303, 200, 200, 200, 200, 403]),
            ("/reviews/2024-A1/seal.json", [303, 200, 200, 200, 200, 403]),
            ("/reviews/2024-Q2/seal.json", [303, 403, 403, 404, 403, 403]),
            ("/reviews/2024-Q4/seal", [303, 404, 404, 404, 404, 403]),
            ("/reviews/2024-A1/addenda/1.json", [303, 404, 404, 404, 404, 403]),
            ("/seal.pub", [200; 6]),
        ] {
            for (login, expected) in roles.iter().zip(expected) {
                let (status, _) = desk.ask(login, "GET", path, "").await;
                assert_eq!(status.as_u16(), expected, "GET {path} as `{login}`");
            }
        }
        for path in [SEAL, "/reviews/2024-A1/addenda"] {
            for (login, may) in roles.iter().zip([false, false, false, true, false, false]) {
                let (status, _) = desk.ask(login, "POST", path, "action=review&text=").await;
                assert_eq!([409, 422].contains(&status.as_u16()), may, "POST {path} as `{login}`: {status}");
            }
        }
    });
}

#[test]
fn what_is_missing_is_said_and_needs_a_reason() {
    on_sqlite(async |desk| {
        let (_, page) = desk.page("pmo", "GET", SEAL, "").await;
        for words in ["제출하지 않은 기관", "1곳", "행정안전부", "접수"] {
            assert!(page.contains(words), "{words} in {page}");
        }
        for reason in ["", "%20%20"] {
            let (status, page) = desk.page("pmo", "POST", SEAL, &format!("action=review&reason={reason}")).await;
            assert_eq!(status, 422);
            assert!(page.contains("사유를 적어야") && page.contains("href=\"#f-reason\""), "{page}");
        }
        let long = "가".repeat(4_001);
        let (status, page) = desk.page("pmo", "POST", SEAL, &format!("action=review&reason={long}")).await;
        assert!(status == 422 && page.contains(&long), "what was typed stays");
        let (status, page) =
            desk.page("pmo", "POST", SEAL, "action=review&reason=%3Cscript%3Ealert(1)%3C%2Fscript%3E").await;
        assert!(status == 200 && page.contains("되돌릴 수 없습니다") && !page.contains("<script>alert"), "{page}");
        let (status, _) = desk.page("pmo", "GET", SEAL, "").await;
        assert_eq!(status, 200, "nothing was sealed by looking");
    });
}

#[test]
fn what_is_confirmed_is_what_is_sealed() {
    on_sqlite(async |desk| {
        let (status, page) = desk.page("pmo", "POST", SEAL, "action=seal&reason=x&seen=other").await;
        assert_eq!(status, 409);
        assert!(page.contains("남은 것이 달라졌습니다"), "{page}");
        let seen = desk.seen("%EA%B8%B0%ED%95%9C%20%EB%82%B4%20%EB%AF%B8%EC%A0%9C%EC%B6%9C").await;
        let body =
            format!("action=seal&reason=%EA%B8%B0%ED%95%9C%20%EB%82%B4%20%EB%AF%B8%EC%A0%9C%EC%B6%9C&seen={seen}");
        assert_eq!(desk.page("pmo", "POST", SEAL, &body).await.0, 303);
        let (status, page) = desk.page("viewer", "GET", SEAL, "").await;
        assert_eq!(status, 200);
        for words in ["봉인된 회차입니다", "기한 내 미제출", "행정안전부", "ihaeng verify seal.json"]
        {
            assert!(page.contains(words), "{words} in {page}");
        }
        let (status, page) = desk.page("pmo2", "POST", SEAL, &body).await;
        assert!(status == 409 && page.contains("다른 사람이 먼저 봉인했습니다(이서연"), "{status} {page}");
    });
}

#[test]
fn the_files_hold_on_another_machine() {
    on_sqlite(async |desk| {
        desk.seal().await;
        let (_, keys) = desk.page("", "GET", "/seal.pub", "").await;
        let ring = KeyRing::from_pem(&keys).unwrap();
        let (_, before) = desk.ask("viewer", "GET", "/reviews/2024-A1/seal.json", "").await;
        let (_, file) = desk.ask("viewer", "GET", "/reviews/2024-Q2/seal.json", "").await;
        let verified = verify(&file, &ring, Some(&before)).unwrap();
        let (_, page) = desk.page("viewer", "GET", SEAL, "").await;
        assert!(page.contains(verified.hash.as_str()) && page.contains(verified.hash.short()));
        assert_eq!(desk.store.check_seals(Some(&ring)).await.unwrap().findings, []);
    });
}

#[test]
fn of_two_who_confirm_at_once_one_seals_and_the_other_is_told_on_both_engines() {
    engines::on_both(|store| async move {
        let desk = desk(store, tempfile::tempdir().unwrap()).await;
        let seen = desk.seen("x").await;
        let body = format!("action=seal&reason=x&seen={seen}");
        let (one, two) = tokio::join!(desk.page("pmo", "POST", SEAL, &body), desk.page("pmo2", "POST", SEAL, &body));
        let mut statuses = [one.0, two.0];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        let loser = if one.0 == 409 { one.1 } else { two.1 };
        assert_eq!(loser.matches("다른 사람이 먼저 봉인했습니다").count(), 1, "{loser}");
        let check = desk.store.check_seals(None).await.unwrap();
        assert_eq!((check.seals, check.findings), (2, vec![]));
    });
}

#[test]
fn a_server_without_the_key_says_so_and_seals_nothing() {
    on_sqlite(async |desk| {
        let kept = desk.key.with_extension("kept");
        let seen = desk.seen("x").await;
        let says = async |words: &str| {
            let (status, page) = desk.page("pmo", "GET", SEAL, "").await;
            assert!(status == 200 && page.contains(words) && !page.contains("name=\"action\""), "{words}: {page}");
            let (status, page) = desk.page("pmo", "POST", SEAL, &format!("action=seal&reason=x&seen={seen}")).await;
            assert!(status == 422 && page.contains(words), "{status} {page}");
        };
        std::fs::rename(&desk.key, &kept).unwrap();
        says("이 서버에는 봉인 키가 없어").await;
        write_key(&desk.key, &new_key()).unwrap();
        says("지금 등록된 키가 아닙니다").await;
        std::fs::write(&desk.key, "x").unwrap();
        says("봉인 키 파일을 쓸 수 없습니다").await;
        std::fs::rename(&kept, &desk.key).unwrap();
        desk.seal().await;
    });
}

#[test]
fn an_addendum_stands_beside_the_seal_and_holds_by_itself() {
    on_sqlite(async |desk| {
        let (status, page) = desk.page("pmo", "POST", "/reviews/2024-A1/addenda", "text=%20").await;
        assert!(status == 422 && page.contains("덧붙일 내용을 적어 주세요"), "{page}");
        let (status, _) = desk.page("pmo", "POST", "/reviews/2024-Q2/addenda", "text=x").await;
        assert_eq!(status, 422, "nothing is added before the seal");
        let text = "%ED%91%9C%203%20%3Cb%3E";
        assert_eq!(desk.page("pmo", "POST", "/reviews/2024-A1/addenda", &format!("text={text}")).await.0, 303);
        let (_, page) = desk.page("viewer", "GET", "/reviews/2024-A1/seal", "").await;
        assert!(page.contains("표 3 &lt;b&gt;") && page.contains("추록 1건"), "{page}");
        let (_, keys) = desk.page("", "GET", "/seal.pub", "").await;
        let ring = KeyRing::from_pem(&keys).unwrap();
        let (_, seal) = desk.ask("viewer", "GET", "/reviews/2024-A1/seal.json", "").await;
        let (_, added) = desk.ask("viewer", "GET", "/reviews/2024-A1/addenda/1.json", "").await;
        assert!(verify(&added, &ring, Some(&seal)).is_ok());
    });
}

#[test]
fn a_seal_is_not_there_before_its_day_and_nothing_is_done_in_the_past() {
    on_sqlite(async |desk| {
        let early = "/reviews/2024-A1/seal?asof=2024-03-07";
        let (status, page) = desk.page("pmo", "GET", early, "").await;
        assert!(
            status == 200 && !page.contains("봉인된 회차입니다") && !page.contains("method=\"post\" action=\"/reviews"),
            "{page}"
        );
        assert_eq!(desk.page("viewer", "GET", early, "").await.0, 403);
        assert_eq!(desk.page("pmo", "POST", early, "action=review&reason=x").await.0, 422);
        let (status, page) = desk.page("viewer", "GET", "/reviews/2024-A1/seal?asof=2024-03-08", "").await;
        assert!(status == 200 && page.contains("봉인된 회차입니다"), "{page}");
    });
}

const FORMATS: [&str; 5] = ["xlsx", "csv", "hwpx", "pdf", "json"];

impl Desk {
    async fn touch(&self, sql: &'static str) {
        let Store::Sqlite { writer, .. } = &self.store else { panic!("a file is SQLite") };
        assert!(sqlx::query(sql).execute(writer).await.unwrap().rows_affected() > 0, "{sql}");
    }

    async fn file(&self, path: &str) -> Vec<u8> {
        let (status, bytes) = self.ask("viewer", "GET", path, "").await;
        assert_eq!(status.as_u16(), 200, "{path}");
        bytes
    }
}

#[test]
fn sealing_makes_the_five_files_and_they_stay_as_they_were_made() {
    on_sqlite(async |desk| {
        desk.seal().await;
        let seals = desk.store.seals(desk.store.plan_list().await.unwrap()[0].id).await.unwrap();
        let seal = seals.last().unwrap();
        let kept = desk.store.sealed_files(seal.id).await.unwrap();
        let mut formats: Vec<_> = kept.iter().map(|file| file.format.as_str()).collect();
        formats.sort_unstable();
        assert_eq!(formats, ["csv", "hwpx", "json", "pdf", "xlsx"]);
        let mut before = Vec::new();
        for format in FORMATS {
            before.push(desk.file(&format!("/reviews/2024-Q2/export.{format}")).await);
        }
        let report: serde_json::Value = serde_json::from_slice(&before[4]).unwrap();
        assert_eq!(
            (report["draft"].as_bool(), report["seal"]["hash"].as_str()),
            (Some(false), Some(seal.hash.as_str()))
        );
        assert!(String::from_utf8_lossy(&before[1]).contains(seal.hash.short()));
        // What would make a new drawing differ, however it comes about.
        desk.touch("update institution set name_ko = '이름을 바꾼 부처'").await;
        desk.touch("update data_version set facts = facts + 1, registry = registry + 1").await;
        for (format, before) in FORMATS.iter().zip(&before) {
            assert_eq!(&desk.file(&format!("/reviews/2024-Q2/export.{format}")).await, before, "{format}");
        }
        let (_, page) = desk.page("viewer", "GET", SEAL, "").await;
        assert!(page.contains("이행점검_2024-Q2.pdf") && page.contains("처음 만든 그대로"), "{page}");
    });
}

#[test]
fn one_institution_s_file_is_kept_when_it_is_first_asked_for() {
    on_sqlite(async |desk| {
        desk.seal().await;
        let path = "/reviews/2024-Q2/export.csv?institution=mois";
        let first = desk.file(path).await;
        desk.touch("update institution set name_ko = '이름을 바꾼 부처'").await;
        desk.touch("update data_version set facts = facts + 1, registry = registry + 1").await;
        assert_eq!(desk.file(path).await, first);
        let (status, _) = desk.ask("viewer", "GET", "/reviews/2024-Q2/export.csv?institution=msit", "").await;
        assert_eq!(status.as_u16(), 404, "the round did not ask them");
        assert_eq!(desk.store.check_seals(None).await.unwrap().files, 6);
    });
}

#[test]
fn before_its_seal_a_round_is_a_draft() {
    on_sqlite(async |desk| {
        let path = "/reviews/2024-Q2/export.json";
        let draft = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).unwrap()["draft"].clone();
        assert_eq!(draft(&desk.file(path).await), true);
        desk.seal().await;
        assert_eq!(draft(&desk.file(path).await), false);
        assert_eq!(desk.store.check_seals(None).await.unwrap().files, 5);
    });
}

/// Each process starts from the same database, in which no file was kept yet.
#[test]
fn two_processes_make_the_same_bytes_of_a_sealed_round() {
    on_sqlite(async |desk| {
        desk.seal().await;
        desk.touch("delete from sealed_file").await;
        let Store::Sqlite { writer, readers } = &desk.store else { panic!("a file is SQLite") };
        let folder = tempfile::tempdir().unwrap();
        let copies = ["one", "two"].map(|name| folder.path().join(name));
        for copy in &copies {
            std::fs::create_dir(copy).unwrap();
            let target = copy.join("ihaeng.db").display().to_string();
            sqlx::query("vacuum into $1").bind(target).execute(writer).await.unwrap();
        }
        readers.close().await;
        for format in FORMATS {
            let made = copies.clone().map(|data| {
                let out = data.join(format!("out.{format}"));
                let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ihaeng"));
                command.args(["export", "2024-Q2", "--format", format]).arg("--out").arg(&out).arg("--data").arg(&data);
                assert!(command.status().unwrap().success(), "{format}");
                std::fs::read(out).unwrap()
            });
            assert!(made[0] == made[1], "{format}");
        }
    });
}
