//! The document as HWPX (KS X 6101), the format of 한글: a package of XML.
//!
//! Written directly: what we need is one shape of paragraph and one of table, and writing it ourselves keeps the bytes
//! ours to repeat (docs/decisions/0050). [`header`] holds the looks by number, [`section`] what stands on the pages.
//! No layout is stored; 한글 lays the text out when it opens the file.

mod header;
mod section;
mod table;
mod xml;

use crate::reports::ExportError;
use crate::reports::official::{Block, Document, Row, Table, long_moment};
use chrono::{DateTime, Datelike as _, FixedOffset, Timelike as _};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use xml::{DECLARATION, NAMESPACES, escaped};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The document as the bytes of an `.hwpx` file.
///
/// # Errors
/// [`ExportError::Hwpx`] where the package cannot be put together.
pub fn hwpx(document: &Document) -> Result<Vec<u8>, ExportError> {
    let sections = section::sections(document);
    let mut package = Package::new(document.made_at);
    package.store("mimetype", "application/hwp+zip")?;
    package.pack("version.xml", VERSION)?;
    package.pack("Contents/header.xml", &header::header(sections.len()))?;
    for (number, section) in sections.iter().enumerate() {
        package.pack(&format!("Contents/section{number}.xml"), section)?;
    }
    package.pack("Preview/PrvText.txt", &preview(document))?;
    package.pack("settings.xml", SETTINGS)?;
    package.pack("META-INF/container.rdf", &parts(sections.len()))?;
    package.pack("Contents/content.hpf", &manifest(document, sections.len()))?;
    package.pack("META-INF/container.xml", CONTAINER)?;
    package.pack("META-INF/manifest.xml", MANIFEST)?;
    package.finish()
}

/// The ZIP file, every entry with the document's own time.
struct Package {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    options: SimpleFileOptions,
}

impl Package {
    fn new(made_at: DateTime<FixedOffset>) -> Self {
        let options = SimpleFileOptions::default().last_modified_time(zip_time(made_at)).unix_permissions(0o644);
        Self { zip: ZipWriter::new(Cursor::new(Vec::new())), options }
    }

    /// The first entry is not packed, so that programs can tell the format by its first bytes.
    fn store(&mut self, name: &str, text: &str) -> Result<(), ExportError> {
        self.zip.start_file(name, self.options.compression_method(CompressionMethod::Stored))?;
        Ok(self.zip.write_all(text.as_bytes())?)
    }

    fn pack(&mut self, name: &str, text: &str) -> Result<(), ExportError> {
        self.zip.start_file(name, self.options.compression_method(CompressionMethod::Deflated))?;
        Ok(self.zip.write_all(text.as_bytes())?)
    }

    fn finish(self) -> Result<Vec<u8>, ExportError> {
        Ok(self.zip.finish()?.into_inner())
    }
}

/// ZIP knows the years 1980 to 2107; outside them an entry has none of ours.
fn zip_time(at: DateTime<FixedOffset>) -> zip::DateTime {
    let narrow = |part: u32| u8::try_from(part).unwrap_or(0);
    let year = u16::try_from(at.year()).unwrap_or(0);
    let (month, day) = (narrow(at.month()), narrow(at.day()));
    zip::DateTime::from_date_and_time(year, month, day, narrow(at.hour()), narrow(at.minute()), narrow(at.second()))
        .unwrap_or_default()
}

const VERSION: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>"#,
    r#"<hv:HCFVersion xmlns:hv="http://www.hancom.co.kr/hwpml/2011/version" tagetApplication="WORDPROCESSOR" "#,
    r#"major="5" minor="1" micro="1" buildNumber="0" os="1" xmlVersion="1.5" application="ihaeng" appVersion="1"/>"#,
);

const SETTINGS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>"#,
    r#"<ha:HWPApplicationSetting xmlns:ha="http://www.hancom.co.kr/hwpml/2011/app" "#,
    r#"xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0">"#,
    r#"<ha:CaretPosition listIDRef="0" paraIDRef="0" pos="0"/></ha:HWPApplicationSetting>"#,
);

const CONTAINER: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>"#,
    r#"<ocf:container xmlns:ocf="urn:oasis:names:tc:opendocument:xmlns:container" "#,
    r#"xmlns:hpf="http://www.hancom.co.kr/schema/2011/hpf"><ocf:rootfiles>"#,
    r#"<ocf:rootfile full-path="Contents/content.hpf" media-type="application/hwpml-package+xml"/>"#,
    r#"<ocf:rootfile full-path="Preview/PrvText.txt" media-type="text/plain"/>"#,
    r#"<ocf:rootfile full-path="META-INF/container.rdf" media-type="application/rdf+xml"/>"#,
    r#"</ocf:rootfiles></ocf:container>"#,
);

const MANIFEST: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>"#,
    r#"<odf:manifest xmlns:odf="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#,
);

/// META-INF/container.rdf: which part is what.
fn parts(sections: usize) -> String {
    const PKG: &str = "http://www.hancom.co.kr/hwpml/2016/meta/pkg#";
    let mut rdf = format!(r#"{DECLARATION}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">"#);
    let sections = (0..sections).map(|number| (format!("Contents/section{number}.xml"), "SectionFile"));
    for (path, kind) in std::iter::once(("Contents/header.xml".to_owned(), "HeaderFile")).chain(sections) {
        let _ = write!(
            rdf,
            r#"<rdf:Description rdf:about=""><ns0:hasPart xmlns:ns0="{PKG}" rdf:resource="{path}"/></rdf:Description><rdf:Description rdf:about="{path}"><rdf:type rdf:resource="{PKG}{kind}"/></rdf:Description>"#,
        );
    }
    let _ = write!(
        rdf,
        r#"<rdf:Description rdf:about=""><rdf:type rdf:resource="{PKG}Document"/></rdf:Description></rdf:RDF>"#
    );
    rdf
}

/// Contents/content.hpf: what the document says of itself, and its parts.
fn manifest(document: &Document, sections: usize) -> String {
    let mut hpf = format!(
        r#"{DECLARATION}<opf:package{NAMESPACES} version="" unique-identifier="" id=""><opf:metadata><opf:title>{}</opf:title><opf:language>ko</opf:language>"#,
        escaped(&document.title),
    );
    let at = document.made_at.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let (institution, spoken) = (escaped(&document.institution), long_moment(document.made_at));
    let subject = escaped(&document.kind);
    for (name, value) in [
        ("creator", institution.as_ref()),
        ("subject", subject.as_ref()),
        ("description", document.demonstration.unwrap_or("")),
        ("lastsaveby", institution.as_ref()),
        ("CreatedDate", &at),
        ("ModifiedDate", &at),
        ("date", &spoken),
        ("keyword", ""),
    ] {
        let _ = write!(hpf, r#"<opf:meta name="{name}" content="text">{value}</opf:meta>"#);
    }
    hpf.push_str(r#"</opf:metadata><opf:manifest><opf:item id="header" href="Contents/header.xml" media-type="application/xml"/>"#);
    for number in 0..sections {
        let _ = write!(
            hpf,
            r#"<opf:item id="section{number}" href="Contents/section{number}.xml" media-type="application/xml"/>"#
        );
    }
    hpf.push_str(r#"<opf:item id="settings" href="settings.xml" media-type="application/xml"/><opf:item id="version" href="version.xml" media-type="application/xml"/></opf:manifest><opf:spine><opf:itemref idref="header" linear="yes"/>"#);
    for number in 0..sections {
        let _ = write!(hpf, r#"<opf:itemref idref="section{number}" linear="yes"/>"#);
    }
    hpf.push_str("</opf:spine></opf:package>");
    hpf
}

/// Preview/PrvText.txt: the first words, for those who list files without opening them.
fn preview(document: &Document) -> String {
    const LENGTH: usize = 1000;
    let mut text = format!("{}\r\n{}\r\n", document.kind, document.title);
    for (label, value) in document.title_block() {
        let _ = write!(text, "<{label}><{value}>\r\n");
    }
    let parts = document.parts.iter().flat_map(|part| &part.blocks);
    for block in document.summary.iter().chain(parts) {
        if text.chars().count() > LENGTH {
            break;
        }
        preview_block(&mut text, block);
    }
    text.chars().take(LENGTH).collect()
}

fn preview_block(text: &mut String, block: &Block) {
    match block {
        Block::Line(level, words) => {
            let _ = write!(text, "{} {}\r\n", level.sign(), words.plain());
        }
        Block::Paragraph(words) => {
            let _ = write!(text, "{}\r\n", words.plain());
        }
        Block::Table(Table { rows, .. }) => {
            for row in rows {
                match row {
                    Row::Group(name) => text.push_str(&format!("<{name}>")),
                    Row::Cells(cells) => {
                        cells.iter().for_each(|cell| text.push_str(&format!("<{}>", cell.text.plain())));
                    }
                }
                text.push_str("\r\n");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::official::fixture::document;
    use std::io::Read as _;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn programs_tell_the_format_by_the_first_bytes() {
        let bytes = hwpx(&document()).unwrap();
        assert_eq!(&bytes[30..57], b"mimetypeapplication/hwp+zip");
    }

    #[test]
    fn the_same_document_gives_the_same_bytes() {
        assert_eq!(hwpx(&document()).unwrap(), hwpx(&document()).unwrap());
    }

    #[test]
    fn what_people_typed_stays_text() {
        let bytes = hwpx(&document()).unwrap();
        let body = part(&bytes, "Contents/section0.xml");
        assert!(body.contains("&lt;hp:t&gt; &amp; &quot;인용&quot;"), "{body}");
        assert!(!body.contains('\u{1}'));
    }

    #[test]
    fn titles_of_lists_are_repeated_on_every_page() {
        let body = part(&hwpx(&document()).unwrap(), "Contents/section1.xml");
        assert!(body.contains(r#"repeatHeader="1""#) && body.contains(r#"<hp:tc name="" header="1""#));
        assert!(body.contains(r#"landscape="NARROWLY""#));
    }

    #[test]
    fn each_page_says_whose_it_is_and_that_it_is_a_demonstration() {
        let bytes = hwpx(&document()).unwrap();
        for name in ["Contents/section0.xml", "Contents/section1.xml"] {
            let body = part(&bytes, name);
            let head = body.split("<hp:header ").nth(1).and_then(|rest| rest.split("</hp:header>").next()).unwrap();
            assert!(head.contains("시연 자료") && head.contains("기준일"), "{head}");
            let foot = body.split("<hp:footer ").nth(1).and_then(|rest| rest.split("</hp:footer>").next()).unwrap();
            assert!(foot.contains("행정안전부") && foot.contains("봉인 3f2a9c01"), "{foot}");
        }
    }

    #[test]
    fn the_preview_holds_the_first_words() {
        let preview = part(&hwpx(&document()).unwrap(), "Preview/PrvText.txt");
        assert!(preview.contains("□ 총괄") && preview.chars().count() <= 1000);
    }
}
