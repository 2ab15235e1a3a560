//! Finding words in Korean texts: two-syllable words, parts of words, in composed Hangul, without regard to case.
//!
//! A text is found where every word of the query stands in it somewhere. [`grams`] are the pairs of letters by which an
//! index narrows the candidates; [`Query::find`] decides and says where, so that every engine finds the same.

use std::collections::BTreeSet;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// The longest query, in characters; what is longer is cut.
const QUERY_MAX: usize = 80;
/// The most words of a query.
const WORDS_MAX: usize = 8;
/// Letters of context before the first place found.
const CONTEXT: usize = 24;

/// The letters of a text as they are compared: composed, in lower case, one for one with the composed text.
#[must_use]
pub fn folded(text: &str) -> Vec<char> {
    text.nfc().map(fold).collect()
}

fn fold(letter: char) -> char {
    let mut lower = letter.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        // Few letters have a longer lower case; they are compared as they are.
        _ => letter,
    }
}

/// What an index of pairs is asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gram {
    /// A pair of letters, or the last letter of a word.
    Whole(String),
    /// Anything that begins with this letter.
    Begins(char),
}

/// Words to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    words: Vec<Vec<char>>,
}

impl Query {
    /// Reads what somebody typed; `None` where it holds no letter or digit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().take(QUERY_MAX).collect();
        let words = text.split_whitespace().map(folded).filter(|word| word.iter().any(|c| c.is_alphanumeric()));
        let words: Vec<_> = words.take(WORDS_MAX).collect();
        (!words.is_empty()).then_some(Self { words })
    }

    /// Where the words stand in a text, in letters of its composed form, merged and in order; `None` unless all of them
    /// stand there.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Vec<Range<usize>>> {
        let letters = folded(text);
        let mut places: Vec<Range<usize>> = Vec::new();
        for word in &self.words {
            let found: Vec<_> = occurrences(&letters, word).collect();
            if found.is_empty() {
                return None;
            }
            places.extend(found);
        }
        places.sort_by_key(|place| (place.start, place.end));
        Some(merged(places))
    }

    /// The grams that every text with these words has.
    #[must_use]
    pub fn grams(&self) -> BTreeSet<Gram> {
        let mut all = BTreeSet::new();
        for run in self.words.iter().flat_map(|word| word.split(|c| !c.is_alphanumeric())) {
            match run {
                [] => {}
                [one] => drop(all.insert(Gram::Begins(*one))),
                more => all.extend(more.windows(2).map(|pair| Gram::Whole(pair.iter().collect()))),
            }
        }
        all
    }
}

fn occurrences<'a>(letters: &'a [char], word: &'a [char]) -> impl Iterator<Item = Range<usize>> + 'a {
    let starts = 0..(letters.len() + 1).saturating_sub(word.len());
    starts.filter(move |at| letters[*at..].starts_with(word)).map(move |at| at..at + word.len())
}

fn merged(places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for place in places {
        match merged.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => merged.push(place),
        }
    }
    merged
}

/// The grams of a text: every pair of neighbouring letters or digits, and the last of each run by itself, so that one
/// syllable is found as the beginning of a gram wherever it stands.
#[must_use]
pub fn grams(text: &str) -> BTreeSet<String> {
    let letters = folded(text);
    let mut all = BTreeSet::new();
    for run in letters.split(|c| !c.is_alphanumeric()) {
        all.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
        all.extend(run.last().map(char::to_string));
    }
    all
}

/// A piece of a text; `true` where it was looked for.
pub type Piece = (String, bool);

/// About `width` letters of a text around the first place found, cut into pieces; `…` stands where it was cut.
#[must_use]
pub fn excerpt(text: &str, places: &[Range<usize>], width: usize) -> Vec<Piece> {
    let letters: Vec<char> = text.nfc().map(|c| if c == '\n' { ' ' } else { c }).collect();
    let first = places.first().map_or(0, |place| place.start);
    let start = if letters.len() <= width { 0 } else { first.saturating_sub(CONTEXT).min(letters.len() - width) };
    let end = (start + width).min(letters.len());
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = start;
    for place in places.iter().filter(|place| place.start < end && place.end > start) {
        push(&mut pieces, &letters[at..place.start.max(at)], false);
        push(&mut pieces, &letters[place.start.max(at)..place.end.min(end)], true);
        at = place.end.min(end);
    }
    push(&mut pieces, &letters[at..end], false);
    if start > 0 {
        pieces.insert(0, ("…".to_owned(), false));
    }
    if end < letters.len() {
        pieces.push(("…".to_owned(), false));
    }
    pieces
}

fn push(pieces: &mut Vec<Piece>, letters: &[char], found: bool) {
    if !letters.is_empty() {
        pieces.push((letters.iter().collect(), found));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finds(query: &str, text: &str) -> bool {
        Query::parse(query).unwrap().find(text).is_some()
    }

    #[test]
    fn two_syllables_and_parts_of_words_are_found() {
        let text = "정보시스템 장애등급 도입, 국민신뢰 제고 (HWPX)";
        for word in ["장애", "신뢰", "시스템", "보시", "장", "hwpx", "HWP", "국민 장애", "(HWPX)", "도입,"]
        {
            assert!(finds(word, text), "{word}");
        }
        for word in ["재해", "장애 재해", "등장"] {
            assert!(!finds(word, text), "{word}");
        }
    }

    #[test]
    fn decomposed_hangul_is_the_same_as_composed() {
        let decomposed = "\u{110C}\u{1161}\u{11BC}\u{110B}\u{1162}";
        assert!(finds(decomposed, "장애"));
        assert!(finds("장애", decomposed));
    }

    #[test]
    fn a_query_without_a_letter_is_none() {
        for bad in ["", "  ", "()", "· -"] {
            assert_eq!(Query::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_excerpt_marks_what_was_found() {
        let query = Query::parse("장애 등급").unwrap();
        let text = "정보시스템 장애등급 도입";
        let pieces = excerpt(text, &query.find(text).unwrap(), 100);
        let expected = [("정보시스템 ", false), ("장애등급", true), (" 도입", false)];
        assert_eq!(pieces, expected.map(|(text, found)| (text.to_owned(), found)));
        let long = format!("{}장애{}", "가".repeat(200), "나".repeat(200));
        let pieces = excerpt(&long, &Query::parse("장애").unwrap().find(&long).unwrap(), 60);
        assert_eq!(pieces[0].0, "…");
        assert!(pieces.iter().any(|(text, found)| *found && text == "장애"));
        assert!(pieces.iter().map(|(text, _)| text.chars().count()).sum::<usize>() <= 62);
    }

    fn has(grams: &BTreeSet<String>, gram: &Gram) -> bool {
        match gram {
            Gram::Whole(pair) => grams.contains(pair),
            Gram::Begins(letter) => grams.iter().any(|gram| gram.starts_with(*letter)),
        }
    }

    proptest! {
        /// An index of grams never loses a text that holds the words.
        #[test]
        fn the_grams_of_a_part_are_among_those_of_the_text(text in "[가-힣a-zA-Z0-9 .,·\n]{1,60}", from in 0usize..60, length in 1usize..10) {
            let letters: Vec<char> = text.chars().collect();
            let from = from.min(letters.len() - 1);
            let part: String = letters[from..(from + length).min(letters.len())].iter().collect();
            if let Some(query) = Query::parse(&part) {
                prop_assert!(query.find(&text).is_some());
                let known = grams(&text);
                for gram in query.grams() {
                    prop_assert!(has(&known, &gram), "{gram:?} of {part:?} in {text:?}");
                }
            }
        }

        #[test]
        fn the_pieces_of_an_excerpt_are_the_text(text in "[가-힣 ]{0,40}", word in "[가-힣]{1,2}") {
            let places = Query::parse(&word).unwrap().find(&text).unwrap_or_default();
            let told: String = excerpt(&text, &places, 100).into_iter().map(|(piece, _)| piece).collect();
            prop_assert_eq!(told, text);
        }
    }
}
