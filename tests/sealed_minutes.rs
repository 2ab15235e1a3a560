//! What leaves the product of meetings: the seal holds minutes and registers, and a private remark leaves in one way alone.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod desk;

use desk::{Desk, run};
use ihaeng::domain::council::{Council, Entry, Register, Sight, meeting::MeetingState, minutes::Remark};
use ihaeng::domain::seal::remark::{Salt, salted};
use ihaeng::domain::seal::{Digest, KeyRing, verify};
use serde_json::Value;
use std::io::{Cursor, Read};

async fn bytes(desk: &Desk, login: &str, method: &str, path: &str, body: &str) -> (u16, Vec<u8>) {
    let cookie = desk.cookie(login).await;
    let form = "application/x-www-form-urlencoded";
    let (status, _, bytes) = desk.raw(cookie.as_deref(), (method, path), form, body).await;
    (status.as_u16(), bytes)
}

async fn council(desk: &Desk) -> Council {
    let plan = desk.store.plan_list().await.unwrap()[0].id;
    let mut register = Register::default();
    register.append(desk.store.council_tail(plan, 0).await.unwrap());
    Council::at(&register, "2024-03-20".parse().unwrap(), Sight::Full)
}

fn private(council: &Council) -> Vec<&Entry<Remark>> {
    let all: Vec<_> = council.remarks.iter().filter(|one| one.body.private).collect();
    assert!(all.len() >= 2, "the demonstration has private remarks in two meetings");
    all
}

/// Everything that is written in a file: the parts of an archive, or the file itself.
fn written(file: &[u8]) -> String {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(file)) else {
        return String::from_utf8_lossy(file).into_owned();
    };
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut part = Vec::new();
        archive.by_index(at).unwrap().read_to_end(&mut part).unwrap();
        all.push_str(&String::from_utf8_lossy(&part));
    }
    all
}

#[test]
fn a_sealed_round_holds_minutes_directives_and_difficulties_and_no_private_word() {
    run(async |desk| {
        let (_, _, keys) = desk.ask(None, "GET", "/seal.pub", "").await;
        let (status, file) = bytes(&desk, "viewer", "GET", "/reviews/2024-A1/seal.json", "").await;
        assert_eq!(status, 200);
        let ring = KeyRing::from_pem(&keys).unwrap();
        assert!(verify(&file, &ring, None).is_ok(), "the file holds by itself, without what it hides");

        let document: Value = serde_json::from_slice(&file).unwrap();
        let section = |name: &str| document["document"]["sections"][name].as_array().unwrap().clone();
        let kinds: Vec<String> =
            section("council").iter().map(|row| row["kind"].as_str().unwrap().to_owned()).collect();
        for kind in ["note", "difficulty", "same_here"] {
            assert!(kinds.iter().any(|one| one == kind), "{kind}");
        }
        let [minutes] = &section("meetings")[..] else { panic!("the minutes of one meeting were closed by then") };
        let told = serde_json_canonicalizer::to_vec(&minutes["minutes"]).unwrap();
        assert_eq!(minutes["sha256"], Digest::of(&told).to_string(), "anybody can make the fingerprint anew");
        assert_eq!(minutes["minutes"]["outcomes"].as_array().unwrap().len(), 10);
        assert_eq!(minutes["minutes"]["difficulties"].as_array().unwrap().len(), 2);

        let council = council(&desk).await;
        let text = String::from_utf8(file).unwrap();
        for remark in private(&council) {
            assert!(!text.contains(&remark.body.text), "{}", remark.body.text);
        }
        let said = minutes["minutes"]["remarks"].as_array().unwrap();
        let hidden = said.iter().find(|one| one["private"] == true).unwrap();
        let remark = private(&council).into_iter().find(|one| one.id.0 == hidden["id"].as_i64().unwrap()).unwrap();
        let salt = Salt::parse(&remark.body.salt).unwrap();
        assert_eq!(hidden["text"]["sha256"], salted(&salt, &remark.body.text).to_string());
        assert_ne!(hidden["text"]["sha256"], Digest::of(remark.body.text.as_bytes()).to_string());
    });
}

#[test]
fn a_private_remark_leaves_every_file_but_the_pmo_s_full_one() {
    run(async |desk| {
        let council = council(&desk).await;
        let texts: Vec<String> = private(&council).iter().map(|one| one.body.text.clone()).collect();
        let leaks = |file: &[u8]| texts.iter().any(|text| written(file).contains(text.as_str()));
        let meeting = council.meetings.iter().find(|one| one.body.state == MeetingState::Closed).unwrap().id;
        for paper in ["agenda", "minutes", "result"] {
            for format in ["hwpx", "pdf"] {
                let path = format!("/council/{meeting}/{paper}.{format}");
                let (status, of_pmo) = bytes(&desk, "pmo", "GET", &path, "").await;
                assert!(status == 200 && !leaks(&of_pmo), "{path}");
                // Who may not see the remark gets the same file to the byte: also in a form that is no plain text.
                assert_eq!(bytes(&desk, "viewer", "GET", &path, "").await.1, of_pmo, "{path}");
            }
        }
        let full = format!("/council/{meeting}/minutes-full");
        let (status, file) = bytes(&desk, "pmo", "POST", &full, "format=hwpx").await;
        assert!(status == 200 && leaks(&file), "the full minutes hold it");
        for format in ["xlsx", "csv", "hwpx", "pdf", "json"] {
            let path = format!("/reviews/2024-Q1/export.{format}");
            let (status, file) = bytes(&desk, "pmo", "GET", &path, "").await;
            assert!(status == 200 && !leaks(&file), "{path}");
        }
        for path in ["/export.json", "/export.csv", "/export.xlsx", &format!("/council/{meeting}/meeting.ics")] {
            let (status, file) = bytes(&desk, "pmo", "GET", path, "").await;
            assert!(status == 200 && !leaks(&file), "{path}");
        }
    });
}
