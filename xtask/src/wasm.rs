//! What the browser runs: the library of the package for wasm32, its JavaScript side, and both made small.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use crate::{
    files::{self, Stamp},
    say,
    tool::{self, Profile},
};

const TRIPLE: &str = "wasm32-unknown-unknown";

/// What wasm-opt may take for granted: what Rust itself assumes for this target, no more. Browsers since 2022 know all.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-sign-ext",
];

/// Builds what is needed and hands back the folder with `ihaeng.js` and `ihaeng.wasm`.
pub fn build(profile: Profile) -> Result<PathBuf> {
    add_target()?;
    say::step("browser part", || compile(profile))?;
    let compiled = files::target().join("wasm").join(TRIPLE).join(folder_of(profile)).join("ihaeng.wasm");
    let contents = fs::read(&compiled).with_context(|| format!("cannot read {}", compiled.display()))?;
    let optimiser = if profile == Profile::Release { find_optimiser() } else { None };
    let optimiser_name = optimiser.as_deref().unwrap_or(Path::new("none")).to_string_lossy().into_owned();

    let folder = files::workshop().join("bindgen");
    let stamp = Stamp::new("bindgen", &[&contents, optimiser_name.as_bytes(), folder_of(profile).as_bytes()]);
    if stamp.is_fresh() && folder.join("ihaeng.js").exists() {
        return Ok(folder);
    }
    stamp.lift();
    say::step("JavaScript side", || bind(&compiled, &folder, profile))?;
    match optimiser {
        Some(program) => say::step("wasm-opt", || optimise(&program, &folder.join("ihaeng.wasm")))?,
        None if profile == Profile::Release => say::note("no wasm-opt here: the program for the browser stays larger"),
        None => {}
    }
    stamp.set()?;
    Ok(folder)
}

/// Makes sure that the compiler can build for browsers.
pub fn add_target() -> Result<()> {
    let library = tool::read(Command::new("rustc").args(["--print", "target-libdir", "--target", TRIPLE]))?;
    if Path::new(&library).exists() {
        return Ok(());
    }
    say::step("adding the target for browsers", || {
        tool::run(
            Command::new("rustup").args(["target", "add", TRIPLE]),
            &format!("the compiler's target {TRIPLE} is missing and could not be added (rustup target add {TRIPLE})"),
        )
    })
}

/// The words for cargo that make the browser part, the same for building and for clippy so that they share their work.
pub fn cargo_words(verb: &str, profile: Profile) -> Vec<&str> {
    let mut words = vec![verb, "--package", "ihaeng", "--lib", "--target", TRIPLE, "--target-dir", "target/wasm"];
    words.extend(["--no-default-features", "--features", "hydrate"]);
    if profile == Profile::Release {
        words.extend(["--profile", "wasm-release"]);
    }
    words
}

fn compile(profile: Profile) -> Result<()> {
    tool::run(&mut tool::cargo(&cargo_words("build", profile)), "the browser part does not compile")
}

fn folder_of(profile: Profile) -> &'static str {
    match profile {
        Profile::Release => "wasm-release",
        Profile::Debug => "debug",
    }
}

fn bind(compiled: &Path, folder: &Path, profile: Profile) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let debug = profile == Profile::Debug;
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(compiled)
        .out_name("ihaeng")
        .web(true)?
        .typescript(false)
        // So that a page may leave out where the program lies: then it is taken from beside its JavaScript.
        .omit_default_module_path(false)
        .debug(debug)
        .remove_name_section(!debug)
        .remove_producers_section(!debug)
        .generate(folder)
        .context("wasm-bindgen failed")?;
    rename(folder)
}

/// The pages ask for `ihaeng.wasm`, wasm-bindgen writes `ihaeng_bg.wasm`.
fn rename(folder: &Path) -> Result<()> {
    fs::rename(folder.join("ihaeng_bg.wasm"), folder.join("ihaeng.wasm"))?;
    let script = folder.join("ihaeng.js");
    let text = fs::read_to_string(&script)?;
    ensure!(text.contains("ihaeng_bg.wasm"), "wasm-bindgen no longer names ihaeng_bg.wasm in its JavaScript");
    fs::write(&script, text.replace("ihaeng_bg.wasm", "ihaeng.wasm"))?;
    Ok(())
}

fn find_optimiser() -> Option<PathBuf> {
    let installed = files::root().join("end2end/node_modules/.bin/wasm-opt");
    tool::find(&["wasm-opt"]).or_else(|| Some(installed).filter(|it| tool::runs(it)))
}

/// An optimiser that is too old for the file says no: then the file stays as it is, which is only larger.
fn optimise(program: &Path, file: &Path) -> Result<()> {
    let small = file.with_extension("small");
    let before = fs::metadata(file)?.len();
    let outcome = Command::new(program).arg("-Oz").args(FEATURES).arg(file).arg("-o").arg(&small).output();
    match outcome {
        Ok(output) if output.status.success() && small.exists() => {
            fs::rename(&small, file)?;
            say::note(&format!("{} kB, was {} kB", fs::metadata(file)?.len() / 1000, before / 1000));
        }
        Ok(output) => say::note(&format!(
            "{} could not: {}",
            program.display(),
            String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or("no reason given")
        )),
        Err(fault) => say::note(&format!("{} did not start: {fault}", program.display())),
    }
    // There is nothing to remove when all went well.
    let _ = fs::remove_file(small);
    Ok(())
}
