//! Korean particles: which of the two forms follows a word depends on its last sound.

use crate::pages::lang::Lang;

/// Whether a word ends in a consonant when it is read aloud; `None` where that cannot be told.
fn is_closed(word: &str) -> Option<bool> {
    match word.chars().rev().find(|c| c.is_alphanumeric())? {
        syllable @ '가'..='힣' => Some(!(u32::from(syllable) - u32::from('가')).is_multiple_of(28)),
        // 영, 일, 삼, 육, 칠, 팔
        digit @ '0'..='9' => Some("013678".contains(digit)),
        letter if letter.is_ascii_alphabetic() => Some("lmnr".contains(letter.to_ascii_lowercase())),
        _ => None,
    }
}

fn with(lang: Lang, word: &str, closed: &str, open: &str) -> String {
    if lang != Lang::Ko {
        return word.to_owned();
    }
    match is_closed(word) {
        Some(true) => format!("{word}{closed}"),
        Some(false) => format!("{word}{open}"),
        None => format!("{word}{closed}({open})"),
    }
}

/// `추진실적을`, `사유를`; in other languages the word alone.
#[must_use]
pub fn object(lang: Lang, word: &str) -> String {
    with(lang, word, "을", "를")
}

/// `산림청은`, `교육부는`; in other languages the word alone.
#[must_use]
pub fn topic(lang: Lang, word: &str) -> String {
    with(lang, word, "은", "는")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_particle_follows_the_last_sound() {
        for (word, expected) in [
            ("추진실적", "추진실적을"),
            ("자체평가", "자체평가를"),
            ("사유(한 줄)", "사유(한 줄)을"),
            ("과제 3", "과제 3을"),
            ("과제 2", "과제 2를"),
            ("CIO", "CIO를"),
            ("모뎀 V.m", "모뎀 V.m을"),
            ("", "을(를)"),
            ("漢", "漢을(를)"),
        ] {
            assert_eq!(object(Lang::Ko, word), expected);
            assert_eq!(object(Lang::En, word), word);
        }
        let told = ["산림청", "교육부", "4 · 10"].map(|word| topic(Lang::Ko, word));
        assert_eq!(told, ["산림청은", "교육부는", "4 · 10은"]);
    }
}
