//! Lighthouse on the main pages. It is fetched when it is first asked for: nothing but this needs it.

use std::{path::PathBuf, process::Command};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{browser, figures::Figure, files, tool};

const VERSION: &str = "lighthouse@13.0.1";
const PAGES: [&str; 6] = ["/", "/ministries", "/ministries/mois", "/tasks", "/tasks/1", "/deadlines"];
const BROWSER: &str = "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run \
                       --disable-background-networking --disable-component-update --disable-sync";

pub fn scores(port: u16, cookie: &str, found: &mut Vec<Figure>) -> Result<()> {
    let (program, chromium) = (program()?, browser::chromium()?);
    for page in PAGES {
        let report = report(&program, &chromium, &format!("http://127.0.0.1:{port}{page}"), cookie)?;
        for (kind, words, floor) in [
            ("performance", "performance", 95.0),
            ("accessibility", "accessibility", 100.0),
            ("best-practices", "best practices", 100.0),
        ] {
            let score = report["categories"][kind]["score"].as_f64();
            let score = score.with_context(|| format!("Lighthouse gave {page} no score for {words}"))? * 100.0;
            found.push(Figure::at_least(&format!("Lighthouse {page}: {words}"), score, floor, "points"));
            unmet(&report, kind);
        }
    }
    Ok(())
}

fn program() -> Result<PathBuf> {
    let folder = files::target().join("lighthouse");
    let program = folder.join("node_modules/.bin/lighthouse");
    if !program.exists() {
        std::fs::create_dir_all(&folder)?;
        let words = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"];
        let mut command = browser::node("npm", &folder);
        tool::run(command.args(words).arg(&folder).arg(VERSION), "Lighthouse could not be installed (npm)")?;
    }
    Ok(program)
}

fn report(program: &PathBuf, chromium: &PathBuf, address: &str, cookie: &str) -> Result<Value> {
    let headers = serde_json::json!({ "Cookie": cookie }).to_string();
    let mut command = Command::new(program);
    command.args([address, "--quiet", "--output=json", "--output-path=stdout", "--preset=desktop", BROWSER]);
    command.args(["--only-categories=performance,accessibility,best-practices", "--extra-headers", &headers]);
    let text = tool::read(command.env("CHROME_PATH", chromium))?;
    serde_json::from_str(&text).context("Lighthouse did not answer with its report")
}

/// Says what cost a page its points.
fn unmet(report: &Value, kind: &str) {
    let parts = report["categories"][kind]["auditRefs"].as_array().into_iter().flatten();
    for part in parts.filter(|it| it["weight"].as_f64().is_some_and(|weight| weight > 0.0)) {
        let audit = &report["audits"][part["id"].as_str().unwrap_or_default()];
        if audit["score"].as_f64().is_some_and(|score| score < 0.9) {
            eprintln!("   {kind}: {} {}", audit["title"], audit["displayValue"]);
        }
    }
}
