//! `cargo xtask dev`: the debug build, made anew and restarted whenever a source file changes.
//!
//! The folders are looked at a few times a second. That needs no library and works on every file system, and a few
//! hundred files are looked at in a millisecond.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result};

use crate::{
    demo, files, server, site,
    tool::{self, Profile},
};

const WATCHED: [&str; 8] = ["src", "style", "public", "locales", "migrations", "plans", "Cargo.toml", "build.rs"];
const LOOK_EVERY: Duration = Duration::from_millis(300);

type Sight = BTreeMap<PathBuf, SystemTime>;

pub fn dev(port: u16) -> Result<()> {
    let mut seen = look()?;
    let mut running = None;
    renew(&mut running, port);
    loop {
        let (now, changed) = wait_for_change(&seen)?;
        eprintln!("\n── changed: {}", names(&changed));
        seen = now;
        renew(&mut running, port);
    }
}

/// Builds, and only when that went well puts the new server in the place of the old one.
fn renew(running: &mut Option<Running>, port: u16) {
    match build() {
        Ok(program) => {
            // The old one has to leave the port first.
            *running = None;
            match Running::start(&program, port) {
                Ok(server) => *running = Some(server),
                Err(fault) => eprintln!("xtask: {fault:#}"),
            }
        }
        Err(fault) if running.is_some() => eprintln!("xtask: {fault:#}; the server from before goes on"),
        Err(fault) => eprintln!("xtask: {fault:#}"),
    }
}

fn build() -> Result<PathBuf> {
    site::build(Profile::Debug)?;
    server::build(Profile::Debug)
}

struct Running(Child);

impl Running {
    fn start(program: &Path, port: u16) -> Result<Self> {
        let words = demo::words(port, &files::target().join("demo"))?;
        let server = Command::new(program).args(words).stdin(Stdio::null()).spawn();
        server.map(Self).with_context(|| format!("cannot start {}", program.display()))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        tool::end(&mut self.0, "TERM");
    }
}

/// Comes back when something is different from before and nothing has changed for one look: an editor that saves
/// several files is waited for.
fn wait_for_change(before: &Sight) -> Result<(Sight, Vec<PathBuf>)> {
    let mut last = look()?;
    loop {
        thread::sleep(LOOK_EVERY);
        let now = look()?;
        let changed = differences(before, &now);
        if !changed.is_empty() && now == last {
            return Ok((now, changed));
        }
        last = now;
    }
}

fn look() -> Result<Sight> {
    let mut sight = Sight::new();
    for name in WATCHED {
        let path = files::root().join(name);
        let all = if path.is_dir() { files::files_below(&path)? } else { vec![path] };
        for file in all {
            // A file may go between being listed and being looked at; then it is simply not there.
            if let Ok(time) = fs::metadata(&file).and_then(|it| it.modified()) {
                sight.insert(file, time);
            }
        }
    }
    Ok(sight)
}

fn differences(before: &Sight, now: &Sight) -> Vec<PathBuf> {
    let new = now.iter().filter(|(file, time)| before.get(*file) != Some(time)).map(|(file, _)| file);
    let gone = before.keys().filter(|file| !now.contains_key(*file));
    new.chain(gone).cloned().collect()
}

fn names(changed: &[PathBuf]) -> String {
    let root = files::root();
    let short = |file: &PathBuf| file.strip_prefix(&root).unwrap_or(file).display().to_string();
    let mut text = changed.iter().take(3).map(short).collect::<Vec<_>>().join(", ");
    if changed.len() > 3 {
        text.push_str(&format!(" and {} more", changed.len() - 3));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sight(files: &[(&str, u64)]) -> Sight {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        files.iter().map(|(name, seconds)| (PathBuf::from(name), at(*seconds))).collect()
    }

    #[test]
    fn new_changed_and_removed_files_are_differences() {
        let before = sight(&[("same", 1), ("changed", 1), ("gone", 1)]);
        let now = sight(&[("same", 1), ("changed", 2), ("new", 1)]);
        assert_eq!(differences(&before, &now), ["changed", "new", "gone"].map(PathBuf::from));
        assert!(differences(&now, &now).is_empty());
    }
}
