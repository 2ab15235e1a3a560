//! Pretendard GOV, regular and bold: which glyph a character has and how wide it is.

use krilla::text::Font;
use skrifa::MetadataProvider as _;
use skrifa::instance::{LocationRef, Size};
use std::sync::LazyLock;

static REGULAR: &[u8] = include_bytes!("../../../../fonts/PretendardGOV-Regular.otf");
static BOLD: &[u8] = include_bytes!("../../../../fonts/PretendardGOV-Bold.otf");

/// Read once, when the first document is written.
static FACES: LazyLock<Option<[Face; 2]>> = LazyLock::new(|| Some([Face::read(REGULAR)?, Face::read(BOLD)?]));

/// The height of letters above and below the baseline, in parts of the size.
pub const ASCENT: f32 = 0.952;
pub const DESCENT: f32 = 0.241;

pub struct Face {
    pub font: Font,
    /// Glyph and advance of every character of the basic plane; glyph 0 is none.
    glyphs: Box<[(u16, u16)]>,
    units: f32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    pub id: u16,
    /// In parts of the size.
    pub advance: f32,
}

/// The faces, or nothing where the fonts built in cannot be read.
pub fn faces() -> Option<&'static [Face; 2]> {
    FACES.as_ref()
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let font = skrifa::FontRef::new(bytes).ok()?;
        let advances = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let mut glyphs = vec![(0, 0); 0x1_0000].into_boxed_slice();
        for (c, glyph) in font.charmap().mappings() {
            let place = usize::try_from(c).ok().and_then(|at| glyphs.get_mut(at));
            let (Some(place), Ok(id)) = (place, u16::try_from(glyph.to_u32())) else { continue };
            // An advance is a small whole number in the font's units.
            *place = (id, advances.advance_width(glyph).unwrap_or(0.0) as u16);
        }
        let font = Font::new(bytes.into(), 0)?;
        let units = font.units_per_em();
        Some(Self { font, glyphs, units })
    }

    pub fn glyph(&self, c: char) -> Option<Glyph> {
        let at = usize::try_from(u32::from(c)).ok()?;
        let (id, advance) = *self.glyphs.get(at)?;
        (id != 0).then(|| Glyph { id, advance: f32::from(advance) / self.units })
    }

    /// The glyphs that show a character: its own, those of its nearest kin, or its number in brackets. Never none.
    pub fn glyphs(&self, c: char, mut each: impl FnMut(Glyph)) {
        if let Some(glyph) = self.glyph(c).or_else(|| self.glyph(kin(c)?)) {
            return each(glyph);
        }
        number(c).chars().filter_map(|sign| self.glyph(sign)).for_each(each);
    }

    pub fn advance(&self, c: char) -> f32 {
        let mut advance = 0.0;
        self.glyphs(c, |glyph| advance += glyph.advance);
        advance
    }
}

/// How a character that the fonts lack is shown.
pub fn number(c: char) -> String {
    format!("[U+{:04X}]", u32::from(c))
}

/// A sign that reads the same.
const fn kin(c: char) -> Option<char> {
    Some(match c {
        '✕' | '✖' | '╳' => '×',
        '✔' | '☑' => '✓',
        '✘' => '✗',
        '∙' | '⋅' | '・' => '·',
        '─' | '━' | '―' => '—',
        '│' | '┃' => '|',
        '◎' | '◯' | '⚪' => '○',
        '⚫' => '●',
        '▷' | '▶' | '►' => '→',
        '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => ' ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::official::{Level, marks};

    #[test]
    fn every_syllable_and_every_sign_of_ours_has_a_glyph() {
        for face in faces().unwrap() {
            assert!(('가'..='힣').all(|c| face.glyph(c).is_some()));
            for level in [Level::Square, Level::Circle, Level::Dash, Level::Note] {
                assert!(level.sign().chars().all(|c| face.glyph(c).is_some()));
            }
            for light in crate::domain::schedule::Light::ALL {
                assert!(marks::light(light).chars().all(|c| face.glyph(c).is_some()), "{light:?}");
            }
            for verdict in crate::domain::rating::Verdict::ALL {
                assert!(marks::verdict(Some(verdict)).chars().all(|c| face.glyph(c).is_some()), "{verdict:?}");
            }
        }
    }

    #[test]
    fn what_the_font_lacks_is_shown_all_the_same() {
        let [face, _] = faces().unwrap();
        let count = |c| {
            let mut count = 0;
            face.glyphs(c, |_| count += 1);
            count
        };
        assert_eq!((count('가'), count('✕'), count('😀')), (1, 1, "[U+1F600]".len()));
        assert!(face.advance('😀') > 3.0);
    }
}
