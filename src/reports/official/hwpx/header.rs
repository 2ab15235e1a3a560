//! Contents/header.xml: fonts, borders, the looks of characters and paragraphs, and the styles that name them.
//!
//! Looks are referred to by number: [`char_look`] for characters; a [`Style`] is the number of both a paragraph's look
//! and its style. To add a style, add a variant and its line in [`Style::shape`].

use super::xml::{DECLARATION, NAMESPACES, units};
use crate::reports::official::scale::{self, Look};
use crate::reports::official::{Align, Level};
use std::fmt::Write as _;

const FONT: &str = "함초롬돋움";
const LANGUAGES: [&str; 7] = ["HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER"];

/// The number of the plain look of characters; the next is its strong one.
pub fn char_look(look: Look) -> usize {
    Look::ALL.iter().position(|one| *one == look).unwrap_or(0) * 2
}

/// Borders and fills, by number.
pub mod border {
    pub const NONE: u32 = 1;
    pub const CELL: u32 = 2;
    pub const HEAD: u32 = 3;
    pub const GROUP: u32 = 4;
    /// A thick line below.
    pub const TITLE: u32 = 5;
    pub const DEMONSTRATION: u32 = 6;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Normal,
    Kind,
    Title,
    Heading,
    Line(Level),
    Caption,
    Unit,
    Cell(Align),
    Running(Align),
    Demonstration,
}

/// What a style asks of its paragraphs; lengths in points.
struct Shape {
    name: &'static str,
    english: &'static str,
    look: Look,
    align: &'static str,
    left: f32,
    hanging: f32,
    above: f32,
    below: f32,
    /// Per cent of the size.
    spacing: u32,
    with_next: bool,
    outline: bool,
    border: u32,
}

impl Style {
    const ALL: [Self; 17] = [
        Self::Normal,
        Self::Kind,
        Self::Title,
        Self::Heading,
        Self::Line(Level::Square),
        Self::Line(Level::Circle),
        Self::Line(Level::Dash),
        Self::Line(Level::Note),
        Self::Caption,
        Self::Unit,
        Self::Cell(Align::Left),
        Self::Cell(Align::Center),
        Self::Cell(Align::Right),
        Self::Running(Align::Left),
        Self::Running(Align::Center),
        Self::Running(Align::Right),
        Self::Demonstration,
    ];

    pub fn number(self) -> usize {
        Self::ALL.iter().position(|one| *one == self).unwrap_or(0)
    }

    fn shape(self) -> Shape {
        let plain = Shape {
            name: "바탕글",
            english: "Normal",
            look: Look::Body,
            align: "JUSTIFY",
            left: 0.0,
            hanging: 0.0,
            above: 3.0,
            below: 0.0,
            spacing: 150,
            with_next: false,
            outline: false,
            border: border::NONE,
        };
        let named = |name, english, look| Shape { name, english, look, ..plain };
        match self {
            Self::Normal => plain,
            Self::Kind => Shape { align: "CENTER", ..named("문서 종류", "Document kind", Look::Kind) },
            Self::Title => Shape {
                align: "CENTER",
                above: 4.0,
                below: 6.0,
                border: border::TITLE,
                ..named("문서 제목", "Document title", Look::Title)
            },
            Self::Heading => Shape {
                above: 14.0,
                below: 3.0,
                with_next: true,
                outline: true,
                ..named("장 제목", "Part heading", Look::Heading)
            },
            Self::Line(level) => level_shape(level, &plain),
            Self::Caption => Shape {
                align: "CENTER",
                above: 9.0,
                with_next: true,
                ..named("표 제목", "Table caption", Look::Caption)
            },
            Self::Unit => {
                Shape {
                    align: "RIGHT", above: 0.0, with_next: true, ..named("표 단위", "Table unit", Look::Running)
                }
            }
            Self::Cell(align) => {
                aligned(Shape { above: 0.0, spacing: 130, ..named("표 칸", "Table cell", Look::Cell) }, align)
            }
            Self::Running(align) => {
                aligned(Shape { above: 0.0, spacing: 120, ..named("머리말", "Header", Look::Running) }, align)
            }
            Self::Demonstration => Shape {
                align: "CENTER",
                above: 0.0,
                spacing: 130,
                border: border::DEMONSTRATION,
                ..named("시연 자료", "Demonstration", Look::Running)
            },
        }
    }
}

fn level_shape(level: Level, plain: &Shape) -> Shape {
    let (left, hanging) = scale::indent(level);
    let (name, english) = match level {
        Level::Square => ("개조식 1", "Item 1"),
        Level::Circle => ("개조식 2", "Item 2"),
        Level::Dash => ("개조식 3", "Item 3"),
        Level::Note => ("주석 줄", "Remark"),
    };
    let look = Look::of(level);
    let with_next = level == Level::Square;
    Shape { name, english, look, left, hanging, above: scale::space_above(level), with_next, ..*plain }
}

fn aligned(shape: Shape, align: Align) -> Shape {
    let cell = shape.look == Look::Cell;
    let (align, name, english) = match align {
        Align::Left => ("LEFT", ["머리말 왼쪽", "표 칸 왼쪽"], ["Header left", "Cell left"]),
        Align::Center => ("CENTER", ["머리말 가운데", "표 칸 가운데"], ["Header center", "Cell center"]),
        Align::Right => ("RIGHT", ["머리말 오른쪽", "표 칸 오른쪽"], ["Header right", "Cell right"]),
    };
    Shape { align, name: name[usize::from(cell)], english: english[usize::from(cell)], ..shape }
}

pub fn header(sections: usize) -> String {
    let mut xml = format!(r#"{DECLARATION}<hh:head{NAMESPACES} version="1.5" secCnt="{sections}">"#);
    xml.push_str(r#"<hh:beginNum page="1" footnote="1" endnote="1" pic="1" tbl="1" equation="1"/><hh:refList>"#);
    fonts(&mut xml);
    borders(&mut xml);
    characters(&mut xml);
    xml.push_str(
        r#"<hh:tabProperties itemCnt="1"><hh:tabPr id="0" autoTabLeft="0" autoTabRight="1"/></hh:tabProperties>"#,
    );
    numbering(&mut xml);
    paragraphs(&mut xml);
    styles(&mut xml);
    xml.push_str(concat!(
        r#"</hh:refList><hh:compatibleDocument targetProgram="HWP201X"><hh:layoutCompatibility/></hh:compatibleDocument>"#,
        r#"<hh:docOption><hh:linkinfo path="" pageInherit="0" footnoteInherit="0"/></hh:docOption>"#,
        r#"<hh:trackchageConfig flags="56"/></hh:head>"#,
    ));
    xml
}

fn fonts(xml: &mut String) {
    let _ = write!(xml, r#"<hh:fontfaces itemCnt="{}">"#, LANGUAGES.len());
    for language in LANGUAGES {
        let _ = write!(
            xml,
            r#"<hh:fontface lang="{language}" fontCnt="1"><hh:font id="0" face="{FONT}" type="TTF" isEmbedded="0"><hh:typeInfo familyType="FCAT_GOTHIC" weight="6" proportion="4" contrast="0" strokeVariation="1" armStyle="1" letterform="1" midline="1" xHeight="1"/></hh:font></hh:fontface>"#,
        );
    }
    xml.push_str("</hh:fontfaces>");
}

const THIN: &str = r##"type="SOLID" width="0.12 mm" color="#7B858F""##;
const THICK: &str = r##"type="SOLID" width="0.7 mm" color="#063A74""##;
const NO_LINE: &str = r##"type="NONE" width="0.1 mm" color="#000000""##;

fn borders(xml: &mut String) {
    let cell = [THIN; 4];
    let all = [
        (border::NONE, [NO_LINE; 4], "none"),
        (border::CELL, cell, "none"),
        (border::HEAD, cell, "#E6ECF3"),
        (border::GROUP, cell, "#F3F5F8"),
        (border::TITLE, [NO_LINE, NO_LINE, NO_LINE, THICK], "none"),
        (border::DEMONSTRATION, cell, "#FFF6D6"),
    ];
    let _ = write!(xml, r#"<hh:borderFills itemCnt="{}">"#, all.len());
    for (number, [left, right, top, bottom], fill) in all {
        let _ = write!(
            xml,
            r##"<hh:borderFill id="{number}" threeD="0" shadow="0" centerLine="NONE" breakCellSeparateLine="0"><hh:slash type="NONE" Crooked="0" isCounter="0"/><hh:backSlash type="NONE" Crooked="0" isCounter="0"/><hh:leftBorder {left}/><hh:rightBorder {right}/><hh:topBorder {top}/><hh:bottomBorder {bottom}/><hh:diagonal {NO_LINE}/><hc:fillBrush><hc:winBrush faceColor="{fill}" hatchColor="#999999" alpha="0"/></hc:fillBrush></hh:borderFill>"##,
        );
    }
    xml.push_str("</hh:borderFills>");
}

/// The same value for each of the seven languages.
fn each(value: i32) -> String {
    LANGUAGES.iter().fold(String::new(), |mut all, language| {
        let _ = write!(all, r#" {}="{value}""#, language.to_lowercase());
        all
    })
}

fn characters(xml: &mut String) {
    let _ = write!(xml, r#"<hh:charProperties itemCnt="{}">"#, Look::ALL.len() * 2);
    for look in Look::ALL {
        for strong in [false, true] {
            let number = char_look(look) + usize::from(strong);
            let (size, color) = (units(look.size()), if look.is_faint() { "#444B52" } else { "#000000" });
            let bold = if strong { "<hh:bold/>" } else { "" };
            let _ = write!(
                xml,
                r##"<hh:charPr id="{number}" height="{size}" textColor="{color}" shadeColor="none" useFontSpace="0" useKerning="0" symMark="NONE" borderFillIDRef="1"><hh:fontRef{}/><hh:ratio{}/><hh:spacing{}/><hh:relSz{}/><hh:offset{}/>{bold}<hh:underline type="NONE" shape="SOLID" color="#000000"/><hh:strikeout shape="NONE" color="#000000"/><hh:outline type="NONE"/><hh:shadow type="NONE" color="#C0C0C0" offsetX="10" offsetY="10"/></hh:charPr>"##,
                each(0),
                each(100),
                each(0),
                each(100),
                each(0),
            );
        }
    }
    xml.push_str("</hh:charProperties>");
}

/// The outline that headings belong to. It shows no number: the headings carry their own.
fn numbering(xml: &mut String) {
    xml.push_str(r#"<hh:numberings itemCnt="1"><hh:numbering id="1" start="0">"#);
    for level in 1..=10 {
        let _ = write!(
            xml,
            r#"<hh:paraHead start="1" level="{level}" align="LEFT" useInstWidth="1" autoIndent="0" widthAdjust="0" textOffsetType="PERCENT" textOffset="0" numFormat="DIGIT" charPrIDRef="4294967295" checkable="0"/>"#,
        );
    }
    xml.push_str("</hh:numbering></hh:numberings>");
}

fn paragraphs(xml: &mut String) {
    let _ = write!(xml, r#"<hh:paraProperties itemCnt="{}">"#, Style::ALL.len());
    for style in Style::ALL {
        let shape = style.shape();
        let _ = write!(
            xml,
            r#"<hh:paraPr id="{}" tabPrIDRef="0" condense="0" fontLineHeight="0" snapToGrid="0" suppressLineNumbers="0" checked="0" textDir="LTR"><hh:align horizontal="{}" vertical="BASELINE"/><hh:heading type="{}" idRef="0" level="0"/><hh:breakSetting breakLatinWord="KEEP_WORD" breakNonLatinWord="KEEP_WORD" widowOrphan="0" keepWithNext="{}" keepLines="0" pageBreakBefore="0" lineWrap="BREAK"/><hh:autoSpacing eAsianEng="0" eAsianNum="0"/><hp:switch><hp:case hp:required-namespace="http://www.hancom.co.kr/hwpml/2016/HwpUnitChar">{}</hp:case><hp:default>{}</hp:default></hp:switch><hh:border borderFillIDRef="{}" offsetLeft="0" offsetRight="0" offsetTop="0" offsetBottom="0" connect="0" ignoreMargin="0"/></hh:paraPr>"#,
            style.number(),
            shape.align,
            if shape.outline { "OUTLINE" } else { "NONE" },
            u8::from(shape.with_next),
            margins(&shape, 1),
            margins(&shape, 2),
            shape.border,
        );
    }
    xml.push_str("</hh:paraProperties>");
}

/// Older versions of 한글 read margins in half units: they are given twice.
fn margins(shape: &Shape, times: i32) -> String {
    let value = |points: f32| units(points) * times;
    format!(
        r#"<hh:margin><hc:intent value="{}" unit="HWPUNIT"/><hc:left value="{}" unit="HWPUNIT"/><hc:right value="0" unit="HWPUNIT"/><hc:prev value="{}" unit="HWPUNIT"/><hc:next value="{}" unit="HWPUNIT"/></hh:margin><hh:lineSpacing type="PERCENT" value="{}" unit="HWPUNIT"/>"#,
        value(-shape.hanging),
        value(shape.left + shape.hanging),
        value(shape.above),
        value(shape.below),
        shape.spacing,
    )
}

fn styles(xml: &mut String) {
    let _ = write!(xml, r#"<hh:styles itemCnt="{}">"#, Style::ALL.len());
    for style in Style::ALL {
        let (number, shape) = (style.number(), style.shape());
        let _ = write!(
            xml,
            r#"<hh:style id="{number}" type="PARA" name="{}" engName="{}" paraPrIDRef="{number}" charPrIDRef="{}" nextStyleIDRef="{number}" langID="1042" lockForm="0"/>"#,
            shape.name,
            shape.english,
            char_look(shape.look),
        );
    }
    xml.push_str("</hh:styles>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_style_has_a_name_of_its_own() {
        let mut names: Vec<_> = Style::ALL.iter().map(|style| style.shape().name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Style::ALL.len());
    }

    #[test]
    fn looks_are_numbered_in_pairs() {
        let numbers: Vec<_> = Look::ALL.iter().map(|look| char_look(*look)).collect();
        assert_eq!(numbers, (0..Look::ALL.len()).map(|at| at * 2).collect::<Vec<_>>());
    }
}
