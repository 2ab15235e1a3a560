//! One style sheet from the files of `style/`, and the pass that makes it small.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use crate::files;

/// The files in the order of their names, made small.
pub fn sheet(folder: &Path) -> Result<Vec<u8>> {
    let mut whole = String::new();
    for file in files::files_below(folder)? {
        if file.extension().is_some_and(|it| it == "css") {
            whole.push_str(&fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?);
            whole.push('\n');
        }
    }
    Ok(small(&whole).into_bytes())
}

/// Drops comments and the blanks that never mean anything. Strings and bare `url(…)` are copied as they are, and a
/// blank beside a combinator, a colon or a bracket stays: there it may tell two selectors or sums apart.
fn small(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut blank = false;
    while let Some(first) = rest.chars().next() {
        let taken = verbatim(rest);
        if first.is_ascii_whitespace() {
            blank = true;
        } else if rest.starts_with("/*") {
            // Between two words it has to go on keeping them apart; beside a blank it may go without a trace.
            let touches = !blank && rest[taken..].starts_with(|next: char| !next.is_ascii_whitespace());
            if touches && !out.is_empty() {
                out.push_str("/**/");
            }
        } else {
            put(&mut out, &rest[..taken], blank);
            blank = false;
        }
        rest = &rest[taken..];
    }
    out
}

fn put(out: &mut String, piece: &str, after_blank: bool) {
    let meaningless = out.is_empty() || out.ends_with(['{', '}', ';', ',']) || piece.starts_with(['{', '}']);
    if after_blank && !meaningless {
        out.push(' ');
    }
    if piece == "}" && out.ends_with(';') {
        out.pop();
    }
    out.push_str(piece);
}

/// How many bytes from here belong together: a comment, a string, a bare address, or else one character.
fn verbatim(rest: &str) -> usize {
    let to = |end: Option<usize>| end.unwrap_or(rest.len());
    let quote = rest.chars().next().filter(|it| *it == '"' || *it == '\'');
    if let Some(comment) = rest.strip_prefix("/*") {
        return to(comment.find("*/").map(|at| at + 4));
    }
    if let Some(quote) = quote {
        return to(end_of_string(rest, quote));
    }
    if rest.starts_with("url(") && !rest[4..].trim_start().starts_with(['"', '\'']) {
        return to(rest.find(')').map(|at| at + 1));
    }
    rest.chars().next().map_or(0, char::len_utf8)
}

fn end_of_string(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        if letter == quote && !escaped {
            return Some(at + letter.len_utf8());
        }
        escaped = letter == '\\' && !escaped;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::small;

    #[test]
    fn comments_and_needless_blanks_go() {
        let css = "/* top */\n.a , .b {\n  color : red;\n  margin: 0 auto; /* why */\n}\n\n@media (width > 1px) { p { a: b } }\n";
        assert_eq!(small(css), ".a ,.b{color : red;margin: 0 auto}@media (width > 1px){p{a: b}}");
    }

    #[test]
    fn blanks_that_carry_meaning_stay() {
        assert_eq!(small("a :hover > b + c{width:calc(1px  +  2px)}"), "a :hover > b + c{width:calc(1px + 2px)}");
        assert_eq!(small("a{margin:0/**/1px}"), "a{margin:0/**/1px}");
    }

    #[test]
    fn strings_and_addresses_are_copied_as_they_are() {
        let css = r#"a::before{content:" /* no */ \"  ; ";background:url(data:x;y,/*z*/)}"#;
        assert_eq!(small(css), css);
    }

    #[test]
    fn hangul_and_unfinished_pieces_do_no_harm() {
        assert_eq!(small("a{content:'이행'} /* open"), "a{content:'이행'}");
    }
}
