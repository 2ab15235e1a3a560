//! What may be handed in as evidence (증빙): a short list of kinds, told by contents and by extension, both.

/// The largest file, in bytes (20 MB).
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Pdf,
    Hwp,
    Hwpx,
    Docx,
    Xlsx,
    Pptx,
    Png,
    Jpg,
    Zip,
}

impl FileKind {
    pub const ALL: [Self; 9] =
        [Self::Pdf, Self::Hwp, Self::Hwpx, Self::Docx, Self::Xlsx, Self::Pptx, Self::Png, Self::Jpg, Self::Zip];

    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Hwp => "hwp",
            Self::Hwpx => "hwpx",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Png => "png",
            Self::Jpg => "jpg",
            Self::Zip => "zip",
        }
    }

    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Hwp => "application/x-hwp",
            Self::Hwpx => "application/hwp+zip",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Png => "image/png",
            Self::Jpg => "image/jpeg",
            Self::Zip => "application/zip",
        }
    }
}

/// Why a file was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFault {
    Empty,
    TooLarge,
    /// The extension is not on the list.
    Extension,
    /// The contents are not what the extension says.
    Contents,
    /// The name is empty or too long.
    Name,
}

const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// The kind of a file from its name and contents.
///
/// # Errors
/// The first reason for which it is not taken.
pub fn file_kind(name: &str, contents: &[u8]) -> Result<FileKind, FileFault> {
    if contents.is_empty() {
        return Err(FileFault::Empty);
    }
    if contents.len() > MAX_BYTES {
        return Err(FileFault::TooLarge);
    }
    let (stem, extension) = name.rsplit_once('.').ok_or(FileFault::Extension)?;
    if stem.trim().is_empty() || name.chars().count() > 200 {
        return Err(FileFault::Name);
    }
    let extension = extension.to_ascii_lowercase();
    let wanted = if extension == "jpeg" { "jpg" } else { extension.as_str() };
    let kind = FileKind::ALL.into_iter().find(|kind| kind.extension() == wanted).ok_or(FileFault::Extension)?;
    if contents_fit(kind, contents) { Ok(kind) } else { Err(FileFault::Contents) }
}

fn contents_fit(kind: FileKind, contents: &[u8]) -> bool {
    let is_zip = contents.starts_with(b"PK\x03\x04");
    match kind {
        FileKind::Pdf => infer::is(contents, "pdf"),
        // HWP 5 is an OLE compound file whose first stream says so in UTF-16; HWP 3 begins with its name.
        FileKind::Hwp => {
            (contents.starts_with(OLE) && holds_utf16(contents, "FileHeader"))
                || contents.starts_with(b"HWP Document File")
        }
        FileKind::Hwpx => is_zip && first_entry_is(contents, b"mimetypeapplication/hwp+zip"),
        FileKind::Docx => infer::is(contents, "docx"),
        FileKind::Xlsx => infer::is(contents, "xlsx"),
        FileKind::Pptx => infer::is(contents, "pptx"),
        FileKind::Png => infer::is(contents, "png"),
        FileKind::Jpg => infer::is(contents, "jpg"),
        FileKind::Zip => is_zip,
    }
}

fn holds_utf16(contents: &[u8], text: &str) -> bool {
    let wanted: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    contents.windows(wanted.len()).any(|window| window == wanted)
}

/// Whether a ZIP begins with a stored entry of that name and contents, as HWPX and its like demand.
fn first_entry_is(contents: &[u8], name_and_contents: &[u8]) -> bool {
    contents.get(30..30 + name_and_contents.len()) == Some(name_and_contents)
}

/// A file name without path or control characters, as it is shown and sent back.
#[must_use]
pub fn tidy_file_name(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.nfc().filter(|c| !c.is_control() && !"\"<>|?*:".contains(*c)).collect::<String>().trim().to_owned()
}

/// Whether a link may stand as evidence: http or https, with a host, at most 1000 characters.
#[must_use]
pub fn is_link(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    text.len() <= 1000
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        && host.contains('.')
        && !host.contains('@')
        && host.split('.').all(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_must_be_what_its_name_says() {
        assert_eq!(file_kind("심의결과.pdf", b"%PDF-1.7 ..."), Ok(FileKind::Pdf));
        assert_eq!(file_kind("심의결과.pdf", b"MZ\x90\x00"), Err(FileFault::Contents));
        assert_eq!(file_kind("a.exe", b"%PDF-1.7"), Err(FileFault::Extension));
        assert_eq!(file_kind("pdf", b"%PDF-1.7"), Err(FileFault::Extension));
        assert_eq!(file_kind(".pdf", b"%PDF-1.7"), Err(FileFault::Name));
        assert_eq!(file_kind("a.pdf", b""), Err(FileFault::Empty));
        assert_eq!(file_kind("사진.JPEG", b"\xFF\xD8\xFF\xE0\x00\x10JFIF"), Ok(FileKind::Jpg));
    }

    #[test]
    fn a_file_over_twenty_megabytes_is_refused() {
        let mut large = b"%PDF-1.7".to_vec();
        large.resize(MAX_BYTES + 1, b' ');
        assert_eq!(file_kind("a.pdf", &large), Err(FileFault::TooLarge));
    }

    #[test]
    fn korean_office_files_are_told_from_other_containers() {
        let mut hwpx = b"PK\x03\x04".to_vec();
        hwpx.resize(30, 0);
        hwpx.extend_from_slice(b"mimetypeapplication/hwp+zip");
        assert_eq!(file_kind("보고.hwpx", &hwpx), Ok(FileKind::Hwpx));
        assert_eq!(
            file_kind("보고.hwpx", b"PK\x03\x04 something else, padded to be long enough"),
            Err(FileFault::Contents)
        );
        let mut hwp = OLE.to_vec();
        hwp.resize(600, 0);
        assert_eq!(file_kind("보고.hwp", &hwp), Err(FileFault::Contents));
        hwp.extend("FileHeader".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(file_kind("보고.hwp", &hwp), Ok(FileKind::Hwp));
    }

    #[test]
    fn a_file_name_keeps_its_korean_and_loses_its_path() {
        assert_eq!(tidy_file_name("C:\\문서\\등급 심의결과(2차).hwpx"), "등급 심의결과(2차).hwpx");
        assert_eq!(tidy_file_name("../../etc/pass\u{0}wd"), "passwd");
    }

    #[test]
    fn a_link_is_a_web_address_with_a_host() {
        assert!(is_link("https://www.mois.go.kr/a?b=1"));
        for bad in
            ["javascript:alert(1)", "https://", "http://a b.kr", "ftp://x.kr", "https://user@x.kr", "https://x..kr"]
        {
            assert!(!is_link(bad), "{bad}");
        }
    }
}
