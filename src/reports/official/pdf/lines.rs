//! Breaking a text into lines: at spaces, as Korean is read, and inside a word only where the word alone is too long.

use super::typeface::Face;
use crate::reports::official::Text;
use crate::reports::official::shown::clean;

/// A line with its pieces of one weight, each at its distance from the line's beginning.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    pub pieces: Vec<Piece>,
    /// Without the space it ends with.
    pub width: f32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub words: String,
    pub strong: bool,
    pub x: f32,
}

#[derive(Clone, Copy)]
struct Letter {
    c: char,
    strong: bool,
    advance: f32,
}

/// The lines of `text` at `size` points within `width` points; `strong` makes all of it strong. At least one line.
pub fn break_lines(faces: &[Face; 2], text: &Text, strong: bool, size: f32, width: f32) -> Vec<Line> {
    let (mut lines, mut letters) = (Vec::new(), Vec::new());
    for run in &text.runs {
        let strong = strong || run.strong;
        let face = &faces[usize::from(strong)];
        for c in clean(&run.words).chars() {
            if c == '\n' {
                // Who hears the text, or copies it, needs a space where the eye sees a new line.
                if !letters.is_empty() {
                    letters.push(Letter { c: ' ', strong, advance: face.advance(' ') * size });
                }
                wrap(&letters, width, &mut lines);
                letters.clear();
            } else {
                letters.push(Letter { c, strong, advance: face.advance(c) * size });
            }
        }
    }
    wrap(&letters, width, &mut lines);
    lines
}

fn wrap(letters: &[Letter], width: f32, lines: &mut Vec<Line>) {
    let (mut start, mut space, mut x, mut at) = (0, None, 0.0, 0);
    while at < letters.len() {
        let letter = letters[at];
        x += letter.advance;
        if letter.c == ' ' {
            space = if is_within_date(letters, at) { space } else { Some(at + 1) };
        } else if x > width && at > start {
            let cut = space.filter(|cut| *cut > start).unwrap_or_else(|| inside(letters, start, at));
            lines.push(line(&letters[start..cut]));
            (start, space, x, at) = (cut, None, 0.0, cut);
            continue;
        }
        at += 1;
    }
    lines.push(line(&letters[start..]));
}

/// 2024. 12. 31. is one word: its spaces stand between a digit's full stop and a digit.
fn is_within_date(letters: &[Letter], space: usize) -> bool {
    let is_digit = |at: usize| letters.get(at).is_some_and(|letter| letter.c.is_ascii_digit());
    space >= 2 && letters[space - 1].c == '.' && is_digit(space - 2) && is_digit(space + 1)
}

/// Where to cut inside a word: before `at`, but never so that the next line begins with a closing sign.
fn inside(letters: &[Letter], start: usize, at: usize) -> usize {
    let closes = |c: char| matches!(c, ')' | ']' | '」' | '』' | '〉' | '》' | ',' | '.' | '·' | '%' | '”' | '’');
    if closes(letters[at].c) && at - 1 > start { at - 1 } else { at }
}

fn line(letters: &[Letter]) -> Line {
    let mut line = Line::default();
    let mut x = 0.0;
    for letter in letters {
        match line.pieces.last_mut() {
            Some(piece) if piece.strong == letter.strong => piece.words.push(letter.c),
            _ => line.pieces.push(Piece { words: letter.c.to_string(), strong: letter.strong, x }),
        }
        x += letter.advance;
        if letter.c != ' ' {
            line.width = x;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::super::typeface::faces;
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str, width: f32) -> Vec<String> {
        let lines = break_lines(faces().unwrap(), &text.into(), false, 10.0, width);
        lines.iter().map(|line| line.pieces.iter().map(|piece| piece.words.as_str()).collect()).collect()
    }

    #[test]
    fn a_line_ends_between_words() {
        assert_eq!(told("정보시스템 등급 재산정을 마침", 70.0), ["정보시스템 등급 ", "재산정을 마침"]);
    }

    #[test]
    fn a_date_is_not_torn_apart() {
        assert_eq!(told("기한은 2024. 12. 31.(화)", 75.0), ["기한은 ", "2024. 12. 31.(화)"]);
    }

    #[test]
    fn a_word_too_long_for_a_line_is_cut() {
        assert_eq!(told("과학기술정보통신부", 42.0).concat(), "과학기술정보통신부");
        assert_eq!(told("과학기술정보통신부", 42.0).len(), 3);
    }

    #[test]
    fn a_line_feed_begins_a_line_and_an_empty_text_is_one_line() {
        assert_eq!(told("첫째\n\n셋째", 100.0), ["첫째 ", "", "셋째"]);
        assert_eq!(told("", 100.0), [""]);
    }

    proptest! {
        #[test]
        fn no_letter_is_lost_and_no_line_is_too_wide(text in "[가-힣a-z0-9 ,.()]{0,200}", width in 30.0f32..300.0) {
            let lines = break_lines(faces().unwrap(), &text.as_str().into(), false, 10.0, width);
            let told: String = lines.iter().flat_map(|line| &line.pieces).map(|piece| piece.words.as_str()).collect();
            prop_assert_eq!(told, text);
            prop_assert!(lines.iter().all(|line| line.width <= width));
        }
    }
}
