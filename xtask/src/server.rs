//! The program itself: one file that holds the site, the migrations and the plan.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use crate::{
    files, say, site,
    tool::{self, Profile},
};

/// Compiles the server and hands back where it lies. The site has to be there before: a release takes it in.
pub fn build(profile: Profile) -> Result<PathBuf> {
    let mut words =
        vec!["build", "--package", "ihaeng", "--bin", "ihaeng", "--no-default-features", "--features", "ssr"];
    words.extend(["--target-dir", "target"]);
    if profile == Profile::Release {
        words.push("--release");
    }
    say::step("server", || tool::run(&mut tool::cargo(&words), "the server does not compile"))?;
    let folder = if profile == Profile::Release { "release" } else { "debug" };
    Ok(files::target().join(folder).join("ihaeng"))
}

/// `target/dist/ihaeng`, made of everything.
pub fn dist() -> Result<PathBuf> {
    site::build(Profile::Release)?;
    let program = build(Profile::Release)?;
    let dist = files::target().join("dist/ihaeng");
    fs::create_dir_all(files::target().join("dist"))?;
    // Beside it first: a copy that is running cannot be written over, but it can be replaced.
    let part = dist.with_extension("part");
    fs::copy(&program, &part)
        .and_then(|_| fs::rename(&part, &dist))
        .with_context(|| format!("cannot write {}", dist.display()))?;
    let size = fs::metadata(&dist)?.len() as f64 / 1e6;
    say::note(&format!("target/dist/ihaeng, {size:.1} MB"));
    Ok(dist)
}
