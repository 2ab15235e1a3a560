//! What the browser is sent: `target/site` with the program for the browser, the style sheet and all of `public/`.
//!
//! The folder is put together in memory and then laid over what is there, so that only what changed is written: the
//! server takes these files into itself when it is compiled, and cargo goes by their times.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{files, pack, say, style, tool::Profile, wasm};

type Contents = BTreeMap<String, Vec<u8>>;

pub fn folder() -> PathBuf {
    files::target().join("site")
}

/// Builds what is not there or no longer right.
pub fn build(profile: Profile) -> Result<()> {
    let program = wasm::build(profile)?;
    say::step("site", || {
        let mut site = Contents::new();
        take(&files::root().join("public"), &mut site)?;
        take(&program, &mut site)?;
        site.insert("style.css".into(), style::sheet(&files::root().join("style"))?);
        let written = lay(&folder(), &site, profile)?;
        say::note(&format!("{} files, {written} of them new", site.len()));
        list_names(&site)
    })
}

fn take(from: &Path, site: &mut Contents) -> Result<()> {
    for file in files::files_below(from)? {
        let name = name_in(from, &file)?;
        // What starts with a dot is for git and editors.
        if !name.split('/').any(|part| part.starts_with('.')) {
            site.insert(name, fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?);
        }
    }
    Ok(())
}

fn name_in(folder: &Path, file: &Path) -> Result<String> {
    Ok(file.strip_prefix(folder)?.to_string_lossy().into_owned())
}

/// Makes the folder hold exactly these files and, for use, their compressed siblings. Tells how many were written.
fn lay(folder: &Path, site: &Contents, profile: Profile) -> Result<usize> {
    let mut written = 0;
    for (name, contents) in site {
        let file = folder.join(name);
        let mut new = files::write_if_changed(&file, contents)?;
        if profile == Profile::Release && pack::is_worth_it(name) {
            new |= pack::beside(&file)?;
        }
        written += usize::from(new);
    }
    for file in files::files_below(folder)? {
        if !belongs(&name_in(folder, &file)?, site, profile) {
            fs::remove_file(&file)?;
        }
    }
    Ok(written)
}

fn belongs(name: &str, site: &Contents, profile: Profile) -> bool {
    let of_another = |ending: &str| name.strip_suffix(ending).and_then(|it| it.strip_suffix('.'));
    site.contains_key(name)
        || (profile == Profile::Release
            && pack::SIBLINGS
                .iter()
                .filter_map(|it| of_another(it))
                .any(|it| pack::is_worth_it(it) && site.contains_key(it)))
}

/// Cargo sees when a file that it took in has changed, but not that there is one more. The build script watches this
/// list instead.
fn list_names(site: &Contents) -> Result<()> {
    let names: String = site.keys().map(|name| format!("{name}\n")).collect();
    files::write_if_changed(&files::workshop().join("site.names"), names.as_bytes()).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::TemporaryFolder;

    fn names(folder: &Path) -> Vec<String> {
        files::files_below(folder).unwrap().iter().map(|it| name_in(folder, it).unwrap()).collect()
    }

    #[test]
    fn the_folder_holds_what_is_wanted_and_nothing_else() {
        let folder = TemporaryFolder::new("site").unwrap();
        let mut site = Contents::from([("a.css".into(), b"a{}".to_vec()), ("fonts/b.woff2".into(), vec![1])]);
        assert_eq!(lay(folder.path(), &site, Profile::Release).unwrap(), 2);
        assert_eq!(names(folder.path()), ["a.css", "a.css.br", "a.css.gz", "fonts/b.woff2"]);
        assert_eq!(lay(folder.path(), &site, Profile::Release).unwrap(), 0);

        site.remove("fonts/b.woff2");
        lay(folder.path(), &site, Profile::Debug).unwrap();
        assert_eq!(names(folder.path()), ["a.css"]);
    }
}
