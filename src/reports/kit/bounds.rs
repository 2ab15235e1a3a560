//! What a workbook from outside may take in memory, looked at before it is unpacked for good.

use std::io::{Cursor, Read};
use zip::ZipArchive;

/// What is allowed at most.
#[derive(Clone, Copy, Debug)]
pub(in crate::reports) struct Bounds {
    pub(in crate::reports) parts: usize,
    /// Bytes of all parts together, unpacked.
    pub(in crate::reports) unpacked: u64,
    /// Strings that the workbook may claim to share.
    pub(in crate::reports) strings: u64,
}

/// Unpacks every part into nothing; `None` where it is no archive, or holds more than it may.
#[must_use]
pub(in crate::reports) fn screen(bytes: &[u8], bounds: &Bounds) -> Option<()> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    if archive.len() > bounds.parts {
        return None;
    }
    let mut left = bounds.unpacked;
    for index in 0..archive.len() {
        let mut unpacked = Vec::new();
        archive.by_index(index).ok()?.take(left + 1).read_to_end(&mut unpacked).ok()?;
        left = left.checked_sub(u64::try_from(unpacked.len()).ok()?)?;
        // UTF-16 would hide what is looked for, and no spreadsheet writes it.
        let is_markup = unpacked.trim_ascii_start().starts_with(b"<") || unpacked.starts_with(b"\xef\xbb\xbf");
        let is_utf16 = unpacked.starts_with(b"\xff\xfe") || unpacked.starts_with(b"\xfe\xff");
        if is_utf16 || (is_markup && claims_too_much(&unpacked, bounds.strings)) {
            return None;
        }
    }
    Some(())
}

/// Whether a part claims more strings than a workbook may: they would be reserved for before any is read.
fn claims_too_much(markup: &[u8], strings: u64) -> bool {
    const CLAIM: &[u8] = b"uniqueCount";
    let claims = markup.windows(CLAIM.len()).enumerate().filter(|(_, part)| *part == CLAIM);
    claims.into_iter().any(|(at, _)| {
        let rest = markup[at + CLAIM.len()..].iter().skip_while(|byte| b"= \t\r\n'\"".contains(byte));
        let digits: Vec<u8> = rest.take_while(|byte| byte.is_ascii_digit()).copied().collect();
        !digits.is_empty() && String::from_utf8_lossy(&digits).parse().map_or(true, |claimed: u64| claimed > strings)
    })
}
