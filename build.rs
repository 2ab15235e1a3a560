//! Turns `locales/*.toml` into Rust: one module a file, one function a text, so that a missing text, a missing language
//! or a wrong placeholder does not compile. A text is `key = ["한국어", "English"]`, with `{placeholders}`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=locales");
    let mut code = String::new();
    let mut files: Vec<_> = fs::read_dir("locales")?.collect::<Result<Vec<_>, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let path = file.path();
        println!("cargo:rerun-if-changed={}", path.display());
        let Some(module) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let texts: BTreeMap<String, Vec<String>> = toml::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: every text is `key = [\"한국어\", \"English\"]`: {error}", path.display()))?;
        writeln!(code, "pub mod {module} {{ use crate::pages::lang::Lang;")?;
        for (key, languages) in texts {
            write_text(&mut code, &path, &key, &languages)?;
        }
        code.push_str("}\n");
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("texts.rs"), code)?;
    Ok(())
}

fn write_text(
    code: &mut String,
    path: &Path,
    key: &str,
    languages: &[String],
) -> Result<(), Box<dyn std::error::Error>> {
    let [ko, en] = languages else {
        return Err(format!("{}: `{key}` needs Korean and English", path.display()).into());
    };
    let names = placeholders(ko);
    if names != placeholders(en) {
        return Err(format!("{}: `{key}` has other placeholders in Korean than in English", path.display()).into());
    }
    writeln!(code, "#[must_use]\n#[doc = {ko:?}]")?;
    if names.is_empty() {
        writeln!(
            code,
            "pub const fn {key}(lang: Lang) -> &'static str {{ match lang {{ Lang::Ko => {ko:?}, Lang::En => {en:?} }} }}"
        )?;
    } else {
        let arguments: Vec<String> = names.iter().map(|name| format!("{name}: impl std::fmt::Display")).collect();
        let arguments = arguments.join(", ");
        writeln!(
            code,
            "pub fn {key}(lang: Lang, {arguments}) -> String {{ match lang {{ Lang::Ko => format!({ko:?}), Lang::En => format!({en:?}) }} }}"
        )?;
    }
    Ok(())
}

fn placeholders(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}
