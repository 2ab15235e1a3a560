//! Text where Leptos does not look after it.

/// A text as HTML shows it, in content and in quoted attributes.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for piece in text.split_inclusive(['&', '<', '>', '"']) {
        let (plain, entity) = match piece.as_bytes().last() {
            Some(b'&') => (&piece[..piece.len() - 1], "&amp;"),
            Some(b'<') => (&piece[..piece.len() - 1], "&lt;"),
            Some(b'>') => (&piece[..piece.len() - 1], "&gt;"),
            Some(b'"') => (&piece[..piece.len() - 1], "&quot;"),
            _ => (piece, ""),
        };
        escaped.push_str(plain);
        escaped.push_str(entity);
    }
    escaped
}

/// What stands between `<textarea>` and `</textarea>`. Leptos puts its content there as it is, so that it has to be escaped
/// here; and browsers drop the first line break, so that one is put before it.
#[must_use]
pub fn textarea_text(value: &str) -> String {
    format!("\n{}", escape(value))
}

#[cfg(test)]
mod tests {
    use crate::pages::components::Field;
    use crate::pages::lang::Lang;
    use leptos::prelude::*;

    #[test]
    fn what_people_wrote_stays_inside_its_field() {
        let typed = "\n</textarea><img src=x onerror=alert(1)> & \"둘\"";
        let html = Owner::new()
            .with(|| Field::new("done", "추진실적").value(typed.to_owned()).textarea(Lang::Ko, 3).to_html());
        let kept = "\n\n&lt;/textarea&gt;&lt;img src=x onerror=alert(1)&gt; &amp; &quot;둘&quot;</textarea>";
        assert!(html.contains(kept), "{html}");
        assert!(!html.contains("<img"));
    }
}
