//! Compressed siblings of the files that text compression helps: the server sends them as they lie.

use std::{fs, io::Write, path::Path};

use anyhow::{Context, Result};

use crate::files;

const WORTH_IT: [&str; 6] = ["js", "wasm", "css", "svg", "json", "txt"];

/// The endings of the siblings, in the order the server prefers them.
pub const SIBLINGS: [&str; 2] = ["br", "gz"];

pub fn is_worth_it(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| WORTH_IT.contains(&ending))
}

/// Writes the siblings of one file unless they are there and no older than it. Tells whether it wrote.
pub fn beside(file: &Path) -> Result<bool> {
    let times: Vec<_> = SIBLINGS.iter().map(|ending| changed(&sibling(file, ending))).collect();
    if let Some(own) = changed(file)
        && times.iter().all(|time| time.is_some_and(|it| it >= own))
    {
        return Ok(false);
    }
    let contents = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    files::write_whole(&sibling(file, "br"), &brotli(&contents)?)?;
    files::write_whole(&sibling(file, "gz"), &gzip(&contents)?)?;
    Ok(true)
}

fn changed(file: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(file).and_then(|it| it.modified()).ok()
}

fn sibling(file: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn brotli(contents: &[u8]) -> Result<Vec<u8>> {
    let settings = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &contents[..], &mut packed, &settings).context("brotli failed")?;
    Ok(packed)
}

pub fn gzip(contents: &[u8]) -> Result<Vec<u8>> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(contents).context("gzip failed")?;
    packed.finish().context("gzip failed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::TemporaryFolder;
    use std::io::Read;

    #[test]
    fn the_siblings_hold_the_same_and_are_made_once() {
        let folder = TemporaryFolder::new("pack").unwrap();
        let file = folder.path().join("a.css");
        let css = "a{color:red}".repeat(200);
        fs::write(&file, &css).unwrap();
        assert!(beside(&file).unwrap());
        assert!(!beside(&file).unwrap());

        let mut text = String::new();
        flate2::read::GzDecoder::new(&fs::read(sibling(&file, "gz")).unwrap()[..]).read_to_string(&mut text).unwrap();
        assert_eq!(text, css);
        let mut text = Vec::new();
        brotli::BrotliDecompress(&mut &fs::read(sibling(&file, "br")).unwrap()[..], &mut text).unwrap();
        assert_eq!(text, css.as_bytes());
    }

    #[test]
    fn fonts_and_pictures_are_packed_already() {
        assert!(is_worth_it("fonts/LICENSE.txt") && is_worth_it("ihaeng.wasm"));
        assert!(!is_worth_it("fonts/a.woff2") && !is_worth_it("icon.png") && !is_worth_it("LICENSE"));
    }
}
