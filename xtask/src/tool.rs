//! Other programs: finding them, installing them, running them, ending them.

use std::{
    env, fs,
    io::{BufRead, BufReader, Read},
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::files;

/// How a program is built: for use, or for trying out a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    Release,
    Debug,
}

/// Cargo in the workspace. What `cargo run` told this program about its own package is taken back: build scripts of
/// some crates watch those variables and would be run anew each time the caller changes.
pub fn cargo(words: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words).current_dir(files::root());
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_TARGET_DIR" {
            command.env_remove(name);
        }
    }
    command
}

/// Runs to the end with its output on the terminal; `else_say` is the sentence for when it does not go well.
pub fn run(command: &mut Command, else_say: &str) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().with_context(|| cannot_start(command))?;
    if status.success() { Ok(()) } else { bail!("{else_say}") }
}

/// Runs to the end, shows the output as it comes and hands it back too.
pub fn run_and_read(command: &mut Command) -> Result<(bool, String)> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| cannot_start(command))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let errors = thread::spawn(move || err.map(|pipe| show(pipe, |line| eprintln!("{line}"))).unwrap_or_default());
    let mut text = out.map(|pipe| show(pipe, |line| println!("{line}"))).unwrap_or_default();
    text.push_str(&errors.join().unwrap_or_default());
    Ok((child.wait()?.success(), text))
}

fn show(pipe: impl Read, print: impl Fn(&str)) -> String {
    let mut text = String::new();
    for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        print(&line);
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// What a program that ends at once has to say.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!("{} failed: {}", name_of(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_string())
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start {}", name_of(command))
}

fn name_of(command: &Command) -> String {
    Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The first of these programs that is on PATH.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().flat_map(|name| env::split_paths(&path).map(move |folder| folder.join(name))).find(|file| runs(file))
}

pub fn runs(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o111 != 0)
}

pub fn am_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0)
}

/// Brings Debian packages onto the machine. The lists are fetched only when the first try shows that they are needed.
pub fn install(packages: &[&str], for_what: &str) -> Result<()> {
    let names = packages.join(" ");
    if !am_root() || find(&["apt-get"]).is_none() {
        bail!("{for_what} is missing here: install it (on Debian, as root: apt-get install {names})");
    }
    eprintln!("   {for_what} is missing: installing {names}");
    if apt("install", packages)? || (apt("update", &[])? && apt("install", packages)?) {
        return Ok(());
    }
    bail!("{for_what} is missing and could not be installed (apt-get install {names})")
}

fn apt(verb: &str, packages: &[&str]) -> Result<bool> {
    let mut command = Command::new("apt-get");
    command.args([verb, "-y", "-qq"]).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    if verb == "install" {
        command.arg("--no-install-recommends").args(packages);
    }
    Ok(command.stdout(Stdio::null()).status().context("cannot start apt-get")?.success())
}

/// Asks a program to end, and ends it by force when it has not within ten seconds. The standard library can only kill;
/// the shell's own `kill` is on every machine.
pub fn end(child: &mut Child, signal: &str) {
    if matches!(child.try_wait(), Ok(Some(_))) {
        return;
    }
    let id = child.id().to_string();
    let asked = Command::new("sh").args(["-c", "kill -s \"$1\" \"$2\"", "sh", signal, &id]).status();
    let until = Instant::now() + Duration::from_secs(if asked.is_ok_and(|it| it.success()) { 10 } else { 0 });
    while Instant::now() < until {
        if matches!(child.try_wait(), Ok(Some(_))) {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    // Nothing more can be done when this fails too.
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_is_not_found() {
        assert!(find(&["sh"]).is_some());
        assert!(find(&["no-such-program-here"]).is_none());
    }

    #[test]
    fn both_streams_of_a_program_are_handed_back() {
        let (well, text) = run_and_read(Command::new("sh").args(["-c", "echo out; echo err >&2; exit 3"])).unwrap();
        assert!(!well);
        assert!(text.contains("out") && text.contains("err"));
    }
}
