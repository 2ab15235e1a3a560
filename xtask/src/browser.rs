//! What the tests in the browser need: a browser, letters for Korean, Node and the packages of `end2end/`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use crate::{
    files::{self, Stamp},
    tool::{self, find},
};

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// A Chromium that is there or is installed now, and the fonts without which it draws boxes for Hangul.
pub fn chromium() -> Result<PathBuf> {
    if find(&BROWSERS).is_none() {
        tool::install(&["chromium"], "a Chromium")?;
    }
    if !has_korean_font() {
        tool::install(&["fontconfig", "fonts-noto-cjk"], "a font with Hangul")?;
    }
    find(&BROWSERS).context("chromium was installed, but is not on PATH")
}

fn has_korean_font() -> bool {
    find(&["fc-list"]).is_some() && tool::read(Command::new("fc-list").arg(":lang=ko")).is_ok_and(|it| !it.is_empty())
}

/// The packages of `end2end/`, as its lock file has them; nothing happens when they are there.
pub fn packages() -> Result<PathBuf> {
    let folder = files::root().join("end2end");
    if find(&["npm"]).is_none() {
        tool::install(&["nodejs", "npm"], "Node.js with npm")?;
    }
    let lock = folder.join("package-lock.json");
    ensure!(lock.exists(), "end2end/package-lock.json is missing: npm ci cannot tell what to install");
    let stamp = Stamp::new("packages", &[&fs::read(&lock)?]);
    if stamp.is_fresh() && folder.join("node_modules").exists() {
        return Ok(folder);
    }
    stamp.lift();
    // The readers of documents bring engines for pictures and PDF along that nobody here asks for.
    let words = ["ci", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"];
    tool::run(node("npm", &folder).args(words), "the packages of end2end could not be installed (npm ci)")?;
    stamp.set()?;
    Ok(folder)
}

/// A program of Node in that folder. The browser is Debian's: Playwright is never to fetch one of its own.
pub fn node(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    command
}
