//! The sizes of an official document, the same in both writers. Lengths are points (1/72 inch).

use super::Level;

/// What a piece of text is, as far as its size goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Body,
    /// The kind of document, above its title.
    Kind,
    Title,
    /// The heading of a part.
    Heading,
    Square,
    Note,
    Caption,
    Cell,
    /// A cell of a table on a wide page.
    WideCell,
    /// Head and foot of every page.
    Running,
}

impl Look {
    pub const ALL: [Self; 10] = [
        Self::Body,
        Self::Kind,
        Self::Title,
        Self::Heading,
        Self::Square,
        Self::Note,
        Self::Caption,
        Self::Cell,
        Self::WideCell,
        Self::Running,
    ];

    pub const fn size(self) -> f32 {
        match self {
            Self::Title => 20.0,
            Self::Heading => 15.0,
            Self::Square => 12.5,
            Self::Kind => 12.0,
            Self::Body => 11.5,
            Self::Caption => 10.5,
            Self::Note => 10.0,
            Self::Cell => 9.5,
            Self::WideCell | Self::Running => 8.5,
        }
    }

    pub const fn of(level: Level) -> Self {
        match level {
            Level::Square => Self::Square,
            Level::Circle | Level::Dash => Self::Body,
            Level::Note => Self::Note,
        }
    }

    /// Grey for what stands beside the matter.
    pub const fn is_faint(self) -> bool {
        matches!(self, Self::Running)
    }
}

/// How far a line of 개조식 is set in, and how far its words are from its sign.
pub const fn indent(level: Level) -> (f32, f32) {
    match level {
        Level::Square => (0.0, 18.0),
        Level::Circle => (10.0, 16.0),
        Level::Dash => (24.0, 11.0),
        Level::Note => (24.0, 15.0),
    }
}

/// The space above a line of 개조식.
pub const fn space_above(level: Level) -> f32 {
    match level {
        Level::Square => 9.0,
        Level::Circle => 4.5,
        Level::Dash | Level::Note => 2.5,
    }
}

/// A page and its margins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paper {
    pub width: f32,
    pub height: f32,
    pub wide: bool,
}

const A4: (f32, f32) = (595.28, 841.89);

impl Paper {
    /// 20 mm left and right, as the rules for official documents have it.
    pub const SIDE: f32 = 56.7;
    pub const TOP: f32 = 70.9;
    pub const BOTTOM: f32 = 59.5;
    /// Where the head of the page stands, from its top edge.
    pub const HEAD: f32 = 34.0;
    /// Where the foot of the page stands, from its bottom edge.
    pub const FOOT: f32 = 32.0;

    pub const fn new(wide: bool) -> Self {
        let (width, height) = if wide { (A4.1, A4.0) } else { A4 };
        Self { width, height, wide }
    }

    pub const fn text_width(self) -> f32 {
        self.width - 2.0 * Self::SIDE
    }
}

/// Space between a cell's border and its text: left and right, above and below.
pub const CELL_PADDING: (f32, f32) = (4.0, 3.0);

/// The widths of columns that share `total` as `shares` say.
pub fn widths(shares: impl Iterator<Item = u16> + Clone, total: f32) -> Vec<f32> {
    let sum: f32 = shares.clone().map(f32::from).sum();
    shares.map(|share| total * f32::from(share) / sum.max(1.0)).collect()
}
