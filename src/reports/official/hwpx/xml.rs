//! Text as it may stand in XML.

use crate::reports::official::Text;
use crate::reports::official::shown::clean;
use std::borrow::Cow;
use std::fmt::Write as _;

pub const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>"#;

/// Declared on the root of every part, used there or not, as 한글 does.
pub const NAMESPACES: &str = concat!(
    r#" xmlns:ha="http://www.hancom.co.kr/hwpml/2011/app""#,
    r#" xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph""#,
    r#" xmlns:hp10="http://www.hancom.co.kr/hwpml/2016/paragraph""#,
    r#" xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section""#,
    r#" xmlns:hc="http://www.hancom.co.kr/hwpml/2011/core""#,
    r#" xmlns:hh="http://www.hancom.co.kr/hwpml/2011/head""#,
    r#" xmlns:hhs="http://www.hancom.co.kr/hwpml/2011/history""#,
    r#" xmlns:hm="http://www.hancom.co.kr/hwpml/2011/master-page""#,
    r#" xmlns:hpf="http://www.hancom.co.kr/schema/2011/hpf""#,
    r#" xmlns:dc="http://purl.org/dc/elements/1.1/""#,
    r#" xmlns:opf="http://www.idpf.org/2007/opf/""#,
    r#" xmlns:ooxmlchart="http://www.hancom.co.kr/hwpml/2016/ooxmlchart""#,
    r#" xmlns:hwpunitchar="http://www.hancom.co.kr/hwpml/2016/HwpUnitChar""#,
    r#" xmlns:epub="http://www.idpf.org/2007/ops""#,
    r#" xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0""#,
);

/// The text as character data, without what XML forbids.
pub fn escaped(text: &str) -> Cow<'_, str> {
    let text = clean(text);
    if !text.contains(['&', '<', '>', '"']) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Points as HWPUNIT (1/7200 inch).
pub fn units(points: f32) -> i32 {
    (points * 100.0).round() as i32
}

/// The runs of a text: plain ones in the look numbered `plain`, strong ones in the next.
pub fn runs(xml: &mut String, text: &Text, plain: usize) {
    if text.runs.is_empty() {
        let _ = write!(xml, r#"<hp:run charPrIDRef="{plain}"><hp:t/></hp:run>"#);
    }
    for run in &text.runs {
        let look = plain + usize::from(run.strong);
        let words = escaped(&run.words);
        let words = if words.contains('\n') { Cow::Owned(words.replace('\n', "<hp:lineBreak/>")) } else { words };
        let _ = write!(xml, r#"<hp:run charPrIDRef="{look}"><hp:t>{words}</hp:t></hp:run>"#);
    }
}

/// Opens a paragraph of the style numbered `style`, which has the look of paragraph of the same number.
pub fn open_paragraph(xml: &mut String, style: usize, on_new_page: bool) {
    let _ = write!(
        xml,
        r#"<hp:p id="0" paraPrIDRef="{style}" styleIDRef="{style}" pageBreak="{}" columnBreak="0" merged="0">"#,
        u8::from(on_new_page),
    );
}

pub fn close_paragraph(xml: &mut String) {
    xml.push_str("</hp:p>");
}
