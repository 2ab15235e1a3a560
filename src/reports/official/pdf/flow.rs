//! Putting the document on pages, from top to bottom.

use super::lines::{Line, break_lines};
use super::list::Lists;
use super::table;
use super::tree::{Kind, NodeId, Tree};
use super::typeface::{ASCENT, DESCENT, Face, faces};
use crate::reports::official::scale::{self, Look, Paper};
use crate::reports::official::{Align, Block, Document, Level, Text, title_table};

/// Lines of running text are this many times as high as their letters.
const SPACING: f32 = 1.5;

/// The pages with all that is needed to draw them.
pub struct Laid {
    pub pages: Vec<Page>,
    pub tree: Tree,
    pub bookmarks: Vec<Bookmark>,
}

pub struct Page {
    pub paper: Paper,
    pub texts: Vec<Drawn>,
    /// Fills and rules, under the text.
    pub shapes: Vec<Shape>,
}

/// A piece of text at its place.
pub struct Drawn {
    /// What it belongs to; nothing where it only repeats what the tree has already.
    pub node: Option<NodeId>,
    pub x: f32,
    pub baseline: f32,
    pub size: f32,
    pub strong: bool,
    pub words: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    pub tone: Tone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Head,
    Group,
    Demonstration,
    Rule,
    TitleRule,
}

impl Tone {
    /// In the order of drawing.
    pub const ALL: [Self; 5] = [Self::Head, Self::Group, Self::Demonstration, Self::Rule, Self::TitleRule];
}

/// A heading that can be jumped to.
pub struct Bookmark {
    pub words: String,
    /// Parts are 1, tables in them 2.
    pub level: u8,
    pub page: usize,
    pub y: f32,
}

pub fn lay_out(document: &Document) -> Option<Laid> {
    let mut flow = Flow::new(faces()?);
    flow.title(document);
    for block in &document.summary {
        flow.block(block);
    }
    let mut new_page = !document.summary.is_empty();
    for (heading, part) in document.headed_parts() {
        if new_page || part.kind.begins_a_page() || flow.paper.wide != part.wide {
            flow.turn_page(Paper::new(part.wide));
        }
        new_page = false;
        flow.heading(&heading);
        for block in &part.blocks {
            flow.block(block);
        }
    }
    Some(flow.laid)
}

pub struct Flow {
    pub faces: &'static [Face; 2],
    pub laid: Laid,
    pub paper: Paper,
    /// How far down the page is filled.
    pub y: f32,
    /// What the next block belongs to.
    pub section: NodeId,
    pub lists: Lists,
}

impl Flow {
    fn new(faces: &'static [Face; 2]) -> Self {
        let mut tree = Tree::default();
        let section = tree.add(None, Kind::Section);
        let laid = Laid { pages: Vec::new(), tree, bookmarks: Vec::new() };
        let mut flow = Self { faces, laid, paper: Paper::new(false), y: Paper::TOP, section, lists: Lists::default() };
        flow.turn_page(flow.paper);
        flow
    }

    pub fn turn_page(&mut self, paper: Paper) {
        self.paper = paper;
        self.y = Paper::TOP;
        self.laid.pages.push(Page { paper, texts: Vec::new(), shapes: Vec::new() });
    }

    pub const fn bottom(&self) -> f32 {
        self.paper.height - Paper::BOTTOM
    }

    pub fn is_at_top(&self) -> bool {
        self.y <= Paper::TOP
    }

    /// Turns the page where `height` more does not fit on it.
    pub fn make_room(&mut self, height: f32) {
        if self.y + height > self.bottom() && !self.is_at_top() {
            self.turn_page(self.paper);
        }
    }

    /// Leaves space between blocks, though not at the head of a page.
    pub fn leave(&mut self, height: f32) {
        if !self.is_at_top() {
            self.y += height;
        }
    }

    pub fn page(&mut self) -> &mut Page {
        // `new` opens the first page, and pages only ever follow.
        if self.laid.pages.is_empty() {
            self.turn_page(self.paper);
        }
        let last = self.laid.pages.len() - 1;
        &mut self.laid.pages[last]
    }

    pub fn shape(&mut self, shape: Shape) {
        self.page().shapes.push(shape);
    }

    pub fn bookmark(&mut self, words: &str, level: u8) {
        let (page, y) = (self.laid.pages.len().saturating_sub(1), self.y);
        self.laid.bookmarks.push(Bookmark { words: words.to_owned(), level, page, y });
    }

    /// Draws one line whose box begins at `top`.
    pub fn put(&mut self, line: &Line, node: Option<NodeId>, (x, top): (f32, f32), size: f32, height: f32) {
        let baseline = top + (height - (ASCENT + DESCENT) * size) / 2.0 + ASCENT * size;
        let drawn = line.pieces.iter().filter(|piece| !piece.words.is_empty()).map(|piece| Drawn {
            node,
            x: x + piece.x,
            baseline,
            size,
            strong: piece.strong,
            words: piece.words.clone(),
        });
        self.page().texts.extend(drawn.collect::<Vec<_>>());
    }

    /// Sets a text from margin to margin, set in by `left`.
    pub fn text(&mut self, text: &Text, strong: bool, look: Look, node: NodeId, (left, align): (f32, Align)) {
        let (size, width) = (look.size(), self.paper.text_width() - left);
        for line in break_lines(self.faces, text, strong, size, width) {
            self.make_room(size * SPACING);
            let free = width - line.width;
            let x = Paper::SIDE
                + left
                + match align {
                    Align::Left => 0.0,
                    Align::Center => free / 2.0,
                    Align::Right => free,
                };
            self.put(&line, Some(node), (x, self.y), size, size * SPACING);
            self.y += size * SPACING;
        }
    }

    fn title(&mut self, document: &Document) {
        if !document.kind.is_empty() {
            let node = self.laid.tree.add(Some(self.section), Kind::Paragraph);
            self.text(&document.kind.as_str().into(), false, Look::Kind, node, (0.0, Align::Center));
        }
        self.bookmark(&document.title, 1);
        let node = self.laid.tree.add(Some(self.section), Kind::Heading(1, document.title.clone()));
        self.text(&document.title.as_str().into(), true, Look::Title, node, (0.0, Align::Center));
        self.y += 4.0;
        let (y, width) = (self.y, self.paper.text_width());
        self.shape(Shape { x: Paper::SIDE, y, width, height: 2.0, tone: Tone::TitleRule });
        self.y += 10.0;
        table::set(self, &title_table(document));
        self.y += 6.0;
    }

    fn heading(&mut self, words: &str) {
        let size = Look::Heading.size();
        self.make_room(size * SPACING * 4.0);
        self.leave(14.0);
        self.lists.end();
        self.bookmark(words, 1);
        self.section = self.laid.tree.add(None, Kind::Section);
        let node = self.laid.tree.add(Some(self.section), Kind::Heading(2, words.to_owned()));
        self.text(&words.into(), true, Look::Heading, node, (0.0, Align::Left));
        self.y += 3.0;
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Line(level, text) => self.line(*level, text),
            Block::Paragraph(text) => {
                self.lists.end();
                self.leave(4.0);
                let node = self.laid.tree.add(Some(self.section), Kind::Paragraph);
                self.text(text, false, Look::Body, node, (0.0, Align::Left));
            }
            Block::Table(table) => {
                self.lists.end();
                table::set(self, table);
            }
        }
    }

    /// A line of 개조식: its sign, and its words set in behind it.
    fn line(&mut self, level: Level, text: &Text) {
        let (look, (left, hanging)) = (Look::of(level), scale::indent(level));
        let (size, strong) = (look.size(), level == Level::Square);
        // □ never stands alone at the foot of a page.
        self.make_room(size * SPACING * if strong { 3.0 } else { 1.0 });
        self.leave(scale::space_above(level));
        self.make_room(size * SPACING);
        let places = self.lists.next(&mut self.laid.tree, self.section, level);
        let sign = break_lines(self.faces, &level.sign().into(), strong, size, hanging.max(size * 2.0));
        let at = (Paper::SIDE + left, self.y);
        sign.iter().for_each(|sign| self.put(sign, Some(places.sign), at, size, size * SPACING));
        self.text(text, strong, look, places.words, (left + hanging, Align::Left));
    }
}
