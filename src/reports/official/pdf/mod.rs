//! The document as PDF: tagged for screen readers (PDF/UA-1), fit for archives (PDF/A-2a), its fonts inside.
//!
//! Laid out here and drawn with krilla (docs/decisions/0050). [`flow`] puts blocks on pages and notes for each piece of
//! text to which node of the [`tree`] it belongs; [`paint`] draws the pages and hands krilla tree and bookmarks.

mod flow;
mod lines;
mod list;
mod paint;
mod table;
mod tree;
mod typeface;

use crate::reports::ExportError;
use crate::reports::official::Document;

/// The document as the bytes of a `.pdf` file.
///
/// # Errors
/// [`ExportError::Pdf`] where the file would not keep the standards it claims, which no document of ours should cause.
pub fn pdf(document: &Document) -> Result<Vec<u8>, ExportError> {
    paint::paint(document, flow::lay_out(document))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::official::fixture::document;

    #[test]
    fn the_same_document_gives_the_same_bytes() {
        assert_eq!(pdf(&document()).unwrap(), pdf(&document()).unwrap());
    }

    #[test]
    fn the_file_claims_to_be_accessible_and_fit_for_archives() {
        let bytes = pdf(&document()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.starts_with("%PDF-1.7"));
        for claim in ["<pdfuaid:part>1</pdfuaid:part>", "<pdfaid:part>2</pdfaid:part>", "/StructTreeRoot", "/Outlines"]
        {
            assert!(text.contains(claim), "{claim}");
        }
    }
}
