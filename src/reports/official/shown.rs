//! What may stand in a document: text as people see it.

use std::borrow::Cow;

/// The text without signs that no reader shows and XML forbids. Line feeds stay; a tab is a space.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && is_unseen(c)) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\n' => cleaned.push('\n'),
            '\r' if rest.peek() != Some(&'\n') => cleaned.push('\n'),
            '\t' => cleaned.push(' '),
            '\u{2028}' | '\u{2029}' => cleaned.push('\n'),
            c if is_unseen(c) => {}
            c => cleaned.push(c),
        }
    }
    Cow::Owned(cleaned)
}

/// Controls, the marks that turn the direction of text, selectors of variants, byte order marks and what is no character.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{fff9}'..='\u{fffb}')
        || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_goes_and_lines_stay() {
        assert_eq!(clean("가\u{0}나\u{202e}다\u{feff}\u{ffff}"), "가나다");
        assert_eq!(clean("첫째\r\n둘째\r셋째\n\t넷째"), "첫째\n둘째\n셋째\n 넷째");
        assert!(matches!(clean("그대로 둡니다\n아래"), Cow::Borrowed(_)));
    }
}
