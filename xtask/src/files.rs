//! The folders all work happens in, and writing files so that a second run finds nothing to do.

use std::{
    env, fs,
    hash::{DefaultHasher, Hasher},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// The folder of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

pub fn target() -> PathBuf {
    root().join("target")
}

/// Where the stamps and intermediate files of this program live.
pub fn workshop() -> PathBuf {
    target().join("xtask")
}

/// A fingerprint of contents. It need not last beyond one compiler version: another one only means doing work again.
pub fn fingerprint(parts: &[&[u8]]) -> String {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        hasher.write_usize(part.len());
        hasher.write(part);
    }
    format!("{:016x}", hasher.finish())
}

/// Remembers for what inputs a step was last done.
pub struct Stamp {
    file: PathBuf,
    inputs: String,
}

impl Stamp {
    pub fn new(name: &str, inputs: &[&[u8]]) -> Self {
        Self { file: workshop().join(format!("{name}.stamp")), inputs: fingerprint(inputs) }
    }

    pub fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|known| known == self.inputs)
    }

    pub fn set(&self) -> Result<()> {
        write_if_changed(&self.file, self.inputs.as_bytes()).map(drop)
    }

    pub fn lift(&self) {
        // A missing stamp is what this wants.
        let _ = fs::remove_file(&self.file);
    }
}

/// Writes a file whole or not at all, and leaves one that already says this alone: its time is what cargo goes by.
/// Tells whether it wrote.
pub fn write_if_changed(file: &Path, contents: &[u8]) -> Result<bool> {
    if fs::read(file).is_ok_and(|known| known == contents) {
        return Ok(false);
    }
    write_whole(file, contents)?;
    Ok(true)
}

pub fn write_whole(file: &Path, contents: &[u8]) -> Result<()> {
    let saying = || format!("cannot write {}", file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(saying)?;
    }
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    fs::write(&part, contents).and_then(|()| fs::rename(&part, file)).with_context(saying)
}

/// All files below a folder, in order; none when there is no such folder.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !folder.exists() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files_below(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

/// An empty folder of its own that goes when this does.
pub struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    pub fn new(name: &str) -> Result<Self> {
        let folder = env::temp_dir().join(format!("ihaeng-{name}-{}", std::process::id()));
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self(folder))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // The machine clears its temporary folder in the end.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_already_says_so_is_left_alone() {
        let folder = TemporaryFolder::new("write").unwrap();
        let file = folder.path().join("deep/a.txt");
        assert!(write_if_changed(&file, b"one").unwrap());
        assert!(!write_if_changed(&file, b"one").unwrap());
        assert!(write_if_changed(&file, b"two").unwrap());
        assert_eq!(files_below(folder.path()).unwrap(), [file]);
    }

    #[test]
    fn the_fingerprint_tells_where_one_part_ends() {
        assert_ne!(fingerprint(&[b"ab", b"c"]), fingerprint(&[b"a", b"bc"]));
    }
}
