//! Drawing laid-out pages, with head and foot, tree and bookmarks.

use super::flow::{Bookmark, Drawn, Laid, Page, Shape, Tone};
use super::lines::{Line, break_lines};
use super::tree::Tree;
use super::typeface::{Face, faces};
use crate::reports::ExportError;
use crate::reports::official::scale::{Look, Paper};
use crate::reports::official::{Document, Text};
use chrono::{DateTime, Datelike as _, FixedOffset, Timelike as _};
use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use krilla::text::{GlyphId, KrillaGlyph};

/// The file of the pages of `document`.
pub fn paint(document: &Document, laid: Option<Laid>) -> Result<Vec<u8>, ExportError> {
    let (Some(mut laid), Some(faces)) = (laid, faces()) else {
        return Err(ExportError::Pdf("the fonts built in cannot be read".into()));
    };
    let mut file = krilla::Document::new_with(settings()?);
    file.set_metadata(metadata(document));
    let painter = Painter { document, faces, pages: laid.pages.len() };
    for (number, page) in (1..).zip(&laid.pages) {
        let size = PageSettings::from_wh(page.paper.width, page.paper.height);
        let mut sheet = file.start_page_with(size.ok_or_else(|| ExportError::Pdf("a page without size".into()))?);
        let mut surface = sheet.surface();
        painter.page(&mut surface, page, number, &mut laid.tree);
        surface.finish();
        sheet.finish();
    }
    file.set_tag_tree(laid.tree.tags());
    file.set_outline(outline(&laid.bookmarks));
    file.finish().map_err(|error| ExportError::Pdf(format!("{error:?}")))
}

fn settings() -> Result<SerializeSettings, ExportError> {
    let standards = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .with_archival_validator(Archival::A2_A)
        .finish();
    let configuration = standards.map_err(|error| ExportError::Pdf(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, ..SerializeSettings::default() })
}

fn metadata(document: &Document) -> Metadata {
    let at = document.made_at;
    let metadata = Metadata::new()
        .title(document.title.clone())
        .authors(vec![document.institution.clone()])
        .language("ko".into())
        .creator("ihaeng".into())
        .creation_date(date(at))
        .document_id(format!("{}\n{:?}\n{:?}\n{at}", document.title, document.number, document.seal));
    match document.demonstration {
        Some(note) => metadata.description(format!("{} ({note})", document.kind)),
        None => metadata.description(document.kind.clone()),
    }
}

fn date(at: DateTime<FixedOffset>) -> krilla::metadata::DateTime {
    let narrow = |part: u32| u8::try_from(part).unwrap_or(0);
    krilla::metadata::DateTime::new(u16::try_from(at.year()).unwrap_or(0))
        .month(narrow(at.month()))
        .day(narrow(at.day()))
        .hour(narrow(at.hour()))
        .minute(narrow(at.minute()))
        .second(narrow(at.second()))
        .utc_offset_hour(i8::try_from(at.offset().local_minus_utc() / 3600).unwrap_or(0))
        .utc_offset_minute(0)
}

/// Headings of parts, and the captions of tables under them.
fn outline(bookmarks: &[Bookmark]) -> Outline {
    let mut outline = Outline::new();
    let mut last: Option<OutlineNode> = None;
    for bookmark in bookmarks {
        let place = Point::from_xy(Paper::SIDE, (bookmark.y - 6.0).max(0.0));
        let node = OutlineNode::new(bookmark.words.clone(), XyzDestination::new(bookmark.page, place));
        match &mut last {
            Some(part) if bookmark.level > 1 => part.push_child(node),
            _ => {
                if let Some(done) = last.replace(node) {
                    outline.push_child(done);
                }
            }
        }
    }
    if let Some(done) = last {
        outline.push_child(done);
    }
    outline
}

struct Painter<'a> {
    document: &'a Document,
    faces: &'static [Face; 2],
    pages: usize,
}

impl Painter<'_> {
    fn page(&self, surface: &mut Surface<'_>, page: &Page, number: usize, tree: &mut Tree) {
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        shapes(surface, &page.shapes);
        surface.end_tagged();
        self.head(surface, page.paper);
        ink(surface, BLACK);
        let mut texts = page.texts.as_slice();
        while let Some(first) = texts.first() {
            let together = texts.iter().take_while(|one| one.node == first.node).count();
            let drawn = surface.start_tagged(match first.node {
                Some(_) => ContentTag::Span(SpanTag::empty()),
                None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
            });
            texts[..together].iter().for_each(|text| self.text(surface, text));
            surface.end_tagged();
            if let Some(node) = first.node {
                tree.draw(node, drawn);
            }
            texts = &texts[together..];
        }
        self.foot(surface, page.paper, number);
    }

    fn head(&self, surface: &mut Surface<'_>, paper: Paper) {
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Header)));
        let (title, day) = self.document.page_head();
        let right = paper.width - Paper::SIDE;
        if let Some(note) = self.document.demonstration {
            let band =
                Shape { x: Paper::SIDE, y: 16.0, width: paper.text_width(), height: 15.0, tone: Tone::Demonstration };
            shapes(surface, &[band]);
            ink(surface, BLACK);
            let line = self.running(&format!("※ {note}"), true, paper.text_width());
            self.line(surface, &line, (Paper::SIDE + (paper.text_width() - line.width) / 2.0, 26.5), Look::Running);
        }
        ink(surface, FAINT);
        let line = self.running(&day, false, paper.text_width());
        let room = paper.text_width() - line.width - 12.0;
        self.line(surface, &line, (right - line.width, Paper::HEAD + 12.0), Look::Running);
        let line = self.running(&title, false, room);
        self.line(surface, &line, (Paper::SIDE, Paper::HEAD + 12.0), Look::Running);
        let rule =
            Shape { x: Paper::SIDE, y: Paper::HEAD + 17.0, width: paper.text_width(), height: 0.5, tone: Tone::Rule };
        shapes(surface, &[rule]);
        surface.end_tagged();
    }

    fn foot(&self, surface: &mut Surface<'_>, paper: Paper, number: usize) {
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        ink(surface, FAINT);
        let y = paper.height - Paper::FOOT;
        let line = self.running(&format!("- {number} / {} -", self.pages), false, paper.text_width());
        let center = (paper.width - line.width) / 2.0;
        self.line(surface, &line, (center, y), Look::Running);
        let line = self.running(&self.document.page_foot(), false, center - Paper::SIDE - 8.0);
        self.line(surface, &line, (Paper::SIDE, y), Look::Running);
        surface.end_tagged();
    }

    /// The first line of a text that fits `width`.
    fn running(&self, words: &str, strong: bool, width: f32) -> Line {
        let text = Text::from(words);
        break_lines(self.faces, &text, strong, Look::Running.size(), width).into_iter().next().unwrap_or_default()
    }

    fn line(&self, surface: &mut Surface<'_>, line: &Line, (x, baseline): (f32, f32), look: Look) {
        for piece in &line.pieces {
            self.words(surface, &piece.words, piece.strong, (x + piece.x, baseline), look.size());
        }
    }

    fn text(&self, surface: &mut Surface<'_>, text: &Drawn) {
        self.words(surface, &text.words, text.strong, (text.x, text.baseline), text.size);
    }

    fn words(&self, surface: &mut Surface<'_>, words: &str, strong: bool, (x, y): (f32, f32), size: f32) {
        let face = &self.faces[usize::from(strong)];
        let mut glyphs = Vec::with_capacity(words.len() / 2);
        for (at, c) in words.char_indices() {
            let range = at..at + c.len_utf8();
            face.glyphs(c, |glyph| {
                let id = GlyphId::new(glyph.id.into());
                glyphs.push(KrillaGlyph::new(id, glyph.advance, 0.0, 0.0, 0.0, range.clone(), None));
            });
        }
        if !glyphs.is_empty() {
            surface.draw_glyphs(Point::from_xy(x, y), &glyphs, face.font.clone(), words, size, false);
        }
    }
}

const BLACK: (u8, u8, u8) = (0, 0, 0);
const FAINT: (u8, u8, u8) = (0x44, 0x4b, 0x52);

const fn color(tone: Tone) -> (u8, u8, u8) {
    match tone {
        Tone::Head => (0xe6, 0xec, 0xf3),
        Tone::Group => (0xf3, 0xf5, 0xf8),
        Tone::Demonstration => (0xff, 0xf6, 0xd6),
        Tone::Rule => (0x7b, 0x85, 0x8f),
        Tone::TitleRule => (0x06, 0x3a, 0x74),
    }
}

fn ink(surface: &mut Surface<'_>, (red, green, blue): (u8, u8, u8)) {
    surface.set_fill(Some(Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }));
}

/// Fills before rules, each tone in one stroke.
fn shapes(surface: &mut Surface<'_>, shapes: &[Shape]) {
    for tone in Tone::ALL {
        let mut path = PathBuilder::new();
        let of_tone = shapes.iter().filter(|shape| shape.tone == tone);
        of_tone
            .filter_map(|shape| Rect::from_xywh(shape.x, shape.y, shape.width, shape.height))
            .for_each(|rect| path.push_rect(rect));
        if let Some(path) = path.finish() {
            ink(surface, color(tone));
            surface.draw_path(&path);
        }
    }
}
