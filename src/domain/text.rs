//! Text as people write it: composed Hangul (NFC), counted by characters, lines kept.

use unicode_normalization::UnicodeNormalization;

/// The longest narrative a report field takes, in characters.
pub const NARRATIVE_MAX: usize = 4_000;
/// The longest single line (names, titles, contacts), in characters.
pub const LINE_MAX: usize = 200;

/// Why a text was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFault {
    Empty,
    /// Longer than `max` characters; `actual` is what was given.
    TooLong {
        max: usize,
        actual: usize,
    },
}

fn tidy(text: &str) -> String {
    let lines = text.nfc().collect::<String>().replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').collect::<String>().trim().to_owned()
}

/// A text of several lines, at most `max` characters; empty becomes `None`.
///
/// # Errors
/// [`TextFault::TooLong`] beyond `max`.
pub fn optional_text(text: &str, max: usize) -> Result<Option<String>, TextFault> {
    let text = tidy(text);
    let actual = text.chars().count();
    if actual > max {
        return Err(TextFault::TooLong { max, actual });
    }
    Ok((!text.is_empty()).then_some(text))
}

/// A text that must not be empty.
///
/// # Errors
/// [`TextFault::Empty`], or [`TextFault::TooLong`] beyond `max`.
pub fn required_text(text: &str, max: usize) -> Result<String, TextFault> {
    optional_text(text, max)?.ok_or(TextFault::Empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hangul_is_composed_and_counted_as_people_do() {
        let decomposed = "\u{1112}\u{1161}\u{11ab}";
        assert_eq!(required_text(decomposed, 1), Ok("한".to_owned()));
        assert_eq!(required_text("가나", 1), Err(TextFault::TooLong { max: 1, actual: 2 }));
    }

    #[test]
    fn blank_is_empty_and_line_ends_are_one_kind() {
        assert_eq!(required_text(" \r\n ", 10), Err(TextFault::Empty));
        assert_eq!(optional_text("- 하나\r\n- 둘\u{0}", 20), Ok(Some("- 하나\n- 둘".to_owned())));
    }
}
