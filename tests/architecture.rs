//! The arrows point one way, and the gate is in one place.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}

fn assert_none_uses(folder: &str, forbidden: &[&str]) {
    let files = sources(folder);
    assert!(!files.is_empty(), "{folder}");
    for (path, text) in files {
        for module in forbidden {
            assert!(!text.contains(&format!("crate::{module}")), "{} reaches for {module}", path.display());
        }
    }
}

#[test]
fn the_domain_knows_nobody() {
    assert_none_uses("src/domain", &["store", "pages", "server", "reports", "islands", "commands"]);
}

#[test]
fn the_store_knows_the_domain_alone() {
    assert_none_uses("src/store", &["pages", "server", "reports", "islands", "commands"]);
}

#[test]
fn pages_and_reports_do_not_reach_for_the_server() {
    assert_none_uses("src/pages", &["server", "commands"]);
    assert_none_uses("src/reports", &["store", "pages", "server", "commands", "islands"]);
    assert_none_uses("src/islands", &["store", "pages", "server", "commands", "reports"]);
}

#[test]
fn features_are_asked_for_in_one_place() {
    for (path, text) in sources("src") {
        let is_gate = path.ends_with("src/lib.rs") || path.ends_with("src/main.rs");
        assert!(is_gate || !text.contains("feature = \""), "{}", path.display());
    }
}

/// Leptos leaves the content of these elements as it is.
#[test]
fn what_people_typed_is_escaped_in_every_text_field() {
    let drawing = sources("src/pages").into_iter().filter(|(path, _)| !path.ends_with("components/escape.rs"));
    for (path, text) in drawing {
        for before in text.split("</textarea>").collect::<Vec<_>>().split_last().unwrap().1 {
            let content = before.rsplit('>').next().unwrap();
            let is_comment = before.rsplit('\n').next().unwrap().trim_start().starts_with("//");
            assert!(is_comment || content.starts_with("{textarea_text("), "{}: {content}", path.display());
        }
    }
}

#[test]
fn migrations_come_in_pairs() {
    let names = |engine: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}
