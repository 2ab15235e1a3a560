//! An official Korean document (보고서, 회의록, 서식) as a value, and its two writers: [`pdf`] and [`hwpx`].
//!
//! A [`Document`] says what stands in it and in which order; how it looks is the writers' business, so that a report,
//! minutes and a form share one face. It holds plain words, never markup: whatever a person typed stays text. The same
//! document gives the same bytes, because times and ids come from it.
//!
//! To make a new kind of document: write a function from your facts to [`Document`], using [`Block::line`] for 개조식
//! (□, ○, -, ※), [`Table::list`] for tables that may run over pages and [`Table::form`] for label-and-value forms. To
//! add a part to one that exists, push a [`Part`]: the writers number parts and annexes themselves.

pub mod hwpx;
pub mod marks;
pub mod pdf;
mod scale;
mod shown;
mod table;

#[cfg(test)]
pub(crate) mod fixture;

pub use table::{Align, Cell, Column, Row, Table};

use chrono::{DateTime, FixedOffset, NaiveDate};
use std::fmt::Write as _;

/// An official document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub title: String,
    /// Above the title: what kind of document it is, such as 이행점검 결과 보고.
    pub kind: String,
    /// 기관: whose document it is; its author.
    pub institution: String,
    /// 작성 일시 (KST): the data's own time, never the time of writing the file.
    pub made_at: DateTime<FixedOffset>,
    /// 기준일, on every page where the document has one.
    pub base_date: Option<NaiveDate>,
    /// 문서번호
    pub number: Option<String>,
    /// The short hash of the seal that the document belongs to, on every page.
    pub seal: Option<String>,
    /// 초안: it says so on every page.
    pub draft: bool,
    /// What a demonstration's documents say on every page.
    pub demonstration: Option<&'static str>,
    /// More lines of the title block, as label and value.
    pub about: Vec<(&'static str, String)>,
    /// What stands under the title block, ahead of the parts: the one-page summary. Parts begin on the next page.
    pub summary: Vec<Block>,
    pub parts: Vec<Part>,
}

/// A part with a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub title: String,
    pub kind: PartKind,
    /// Set on A4 landscape, for tables of many columns.
    pub wide: bool,
    pub blocks: Vec<Block>,
}

/// How a part is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Ⅰ, Ⅱ, …
    Section,
    /// 붙임 1, 붙임 2, …: each begins on a page of its own.
    Annex,
    /// No number, for documents of one part such as forms.
    Plain,
    /// 안건 1, 안건 2, …: each begins on a page of its own.
    Item,
}

impl PartKind {
    /// Whether such a part begins on a page of its own.
    #[must_use]
    pub const fn begins_a_page(self) -> bool {
        matches!(self, Self::Annex | Self::Item)
    }
}

impl Part {
    #[must_use]
    pub fn section(title: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self { title: title.into(), kind: PartKind::Section, wide: false, blocks }
    }

    /// An annex on A4 landscape: what annexes hold is wide tables.
    #[must_use]
    pub fn annex(title: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self { title: title.into(), kind: PartKind::Annex, wide: true, blocks }
    }

    #[must_use]
    pub fn plain(title: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self { title: title.into(), kind: PartKind::Plain, wide: false, blocks }
    }

    /// An item of an agenda.
    #[must_use]
    pub fn item(title: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self { title: title.into(), kind: PartKind::Item, wide: false, blocks }
    }
}

/// What stands between headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A line of 개조식.
    Line(Level, Text),
    /// Running text.
    Paragraph(Text),
    Table(Table),
}

impl Block {
    #[must_use]
    pub fn line(level: Level, text: impl Into<Text>) -> Self {
        Self::Line(level, text.into())
    }
}

/// The levels of 개조식 in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// □
    Square,
    /// ○
    Circle,
    /// -
    Dash,
    /// ※, a remark on what stands above it.
    Note,
}

impl Level {
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Square => "□",
            Self::Circle => "○",
            Self::Dash => "-",
            Self::Note => "※",
        }
    }
}

/// Words, some of them strong. A line feed begins a new line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pub runs: Vec<Run>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub words: String,
    pub strong: bool,
}

impl Text {
    #[must_use]
    pub fn strong(words: impl Into<String>) -> Self {
        Self { runs: vec![Run { words: words.into(), strong: true }] }
    }

    #[must_use]
    pub fn and(mut self, words: impl Into<String>) -> Self {
        self.runs.push(Run { words: words.into(), strong: false });
        self
    }

    #[must_use]
    pub fn and_strong(mut self, words: impl Into<String>) -> Self {
        self.runs.push(Run { words: words.into(), strong: true });
        self
    }

    /// The words alone.
    #[must_use]
    pub fn plain(&self) -> String {
        self.runs.iter().map(|run| run.words.as_str()).collect()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.iter().all(|run| run.words.is_empty())
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self { runs: vec![Run { words, strong: false }] }
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl Document {
    /// The parts with their numbered headings.
    pub(crate) fn headed_parts(&self) -> impl Iterator<Item = (String, &Part)> {
        let (mut sections, mut annexes, mut items) = (0, 0, 0);
        self.parts.iter().map(move |part| {
            let heading = match part.kind {
                PartKind::Section => {
                    sections += 1;
                    format!("{}. {}", roman(sections), part.title)
                }
                PartKind::Annex => {
                    annexes += 1;
                    format!("붙임 {annexes}. {}", part.title)
                }
                PartKind::Item => {
                    items += 1;
                    format!("안건 {items}. {}", part.title)
                }
                PartKind::Plain => part.title.clone(),
            };
            (heading, part)
        })
    }

    /// The lines of the title block.
    pub(crate) fn title_block(&self) -> Vec<(&'static str, String)> {
        let mut lines = vec![("기관", self.institution.clone())];
        if let Some(day) = self.base_date {
            lines.push(("기준일", long_day(day)));
        }
        lines.push(("작성 일시", long_moment(self.made_at)));
        if let Some(number) = &self.number {
            lines.push(("문서번호", number.clone()));
        }
        if let Some(seal) = &self.seal {
            lines.push(("봉인", seal.clone()));
        }
        if self.draft {
            lines.push(("상태", DRAFT.into()));
        }
        lines.extend(self.about.iter().cloned());
        lines
    }

    /// What the head of every page says, left and right.
    pub(crate) fn page_head(&self) -> (String, String) {
        let right = self.base_date.map_or_else(String::new, |day| format!("기준일 {}", long_day(day)));
        (self.title.clone(), right)
    }

    /// What the foot of every page says at its left.
    pub(crate) fn page_foot(&self) -> String {
        let mut foot = self.institution.clone();
        if let Some(number) = &self.number {
            let _ = write!(foot, " · {number}");
        }
        match &self.seal {
            Some(seal) => {
                let _ = write!(foot, " · 봉인 {seal}");
            }
            None if self.draft => foot.push_str(" · 초안"),
            None => {}
        }
        foot
    }
}

/// The title block as a form of two pairs a line.
pub(crate) fn title_table(document: &Document) -> Table {
    let lines = document.title_block();
    let rows = lines.chunks(2).map(|pair| match pair {
        [(first, value), (second, other)] => {
            Row::Cells(vec![Cell::head(*first), value.as_str().into(), Cell::head(*second), other.as_str().into()])
        }
        _ => {
            let pair =
                pair.iter().flat_map(|(label, value)| [Cell::head(*label), Cell::new(value.as_str()).spanning(3)]);
            Row::Cells(pair.collect())
        }
    });
    Table::form("", &[3, 8, 3, 8], rows.collect())
}

const DRAFT: &str = "초안 (봉인 전이며 내용이 바뀔 수 있음)";

/// 2024. 3. 15.(금)
#[must_use]
pub fn long_day(day: NaiveDate) -> String {
    use chrono::Datelike as _;
    let weekday = ["월", "화", "수", "목", "금", "토", "일"][day.weekday().num_days_from_monday() as usize];
    format!("{}. {}. {}.({weekday})", day.year(), day.month(), day.day())
}

/// 2024. 3. 15.(금) 18:30
#[must_use]
pub fn long_moment(at: DateTime<FixedOffset>) -> String {
    format!("{} {}", long_day(at.date_naive()), at.format("%H:%M"))
}

/// 1 to 12 have a sign of their own.
fn roman(number: u32) -> String {
    const SIGNS: [&str; 12] = ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ", "Ⅶ", "Ⅷ", "Ⅸ", "Ⅹ", "Ⅺ", "Ⅻ"];
    let at = usize::try_from(number).unwrap_or(usize::MAX).wrapping_sub(1);
    SIGNS.get(at).map_or_else(|| number.to_string(), |sign| (*sign).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_annexes_are_numbered_apart() {
        let mut document = fixture::document();
        document.parts = vec![
            Part::section("추진 현황", Vec::new()),
            Part::annex("실적", Vec::new()),
            Part::section("조치 필요 사항", Vec::new()),
            Part::annex("질의", Vec::new()),
        ];
        let headings: Vec<_> = document.headed_parts().map(|(heading, _)| heading).collect();
        assert_eq!(headings, ["Ⅰ. 추진 현황", "붙임 1. 실적", "Ⅱ. 조치 필요 사항", "붙임 2. 질의"]);
    }

    #[test]
    fn a_day_is_told_as_in_official_documents() {
        assert_eq!(long_day("2024-03-05".parse().unwrap()), "2024. 3. 5.(화)");
        assert_eq!(roman(12), "Ⅻ");
        assert_eq!(roman(13), "13");
    }

    #[test]
    fn a_draft_says_so_on_every_page_until_it_is_sealed() {
        let draft = Document { draft: true, seal: None, ..fixture::document() };
        assert!(draft.page_foot().contains("초안"));
        let sealed = Document { draft: false, seal: Some("3f2a9c01".into()), ..fixture::document() };
        assert!(sealed.page_foot().contains("봉인 3f2a9c01") && !sealed.page_foot().contains("초안"));
    }
}
