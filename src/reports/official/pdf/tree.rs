//! The logical structure of the document, for those who do not see its pages.

use krilla::tagging::{Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};
use std::num::{NonZeroU16, NonZeroU32};

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Section,
    /// With its level, from 1, and its words.
    Heading(u16, String),
    Paragraph,
    List,
    Item,
    Label,
    Body,
    Table,
    Caption,
    Titles,
    Rows,
    Row,
    /// A title of a column.
    ColumnTitle,
    /// A heading of a row, over so many columns.
    RowTitle(u32),
    Cell(u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeId(usize);

#[derive(Debug, Default)]
pub struct Tree {
    nodes: Vec<Branch>,
    roots: Vec<usize>,
}

#[derive(Debug)]
struct Branch {
    kind: Kind,
    children: Vec<Child>,
}

#[derive(Debug)]
enum Child {
    Branch(usize),
    Drawn(Identifier),
}

impl Tree {
    /// A node at the end of `parent`, or of the document.
    pub fn add(&mut self, parent: Option<NodeId>, kind: Kind) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(Branch { kind, children: Vec::new() });
        match parent {
            Some(NodeId(parent)) => self.nodes[parent].children.push(Child::Branch(id)),
            None => self.roots.push(id),
        }
        NodeId(id)
    }

    /// Notes that something drawn belongs to a node.
    pub fn draw(&mut self, node: NodeId, drawn: Identifier) {
        self.nodes[node.0].children.push(Child::Drawn(drawn));
    }

    pub fn tags(&self) -> TagTree {
        let mut tree = TagTree::new();
        for root in &self.roots {
            tree.push(self.group(*root));
        }
        tree
    }

    fn group(&self, id: usize) -> TagGroup {
        let node = &self.nodes[id];
        let mut group = TagGroup::new(tag(&node.kind));
        for child in &node.children {
            match child {
                Child::Branch(id) => group.push(self.group(*id)),
                Child::Drawn(drawn) => group.push(Node::Leaf(*drawn)),
            }
        }
        group
    }
}

fn tag(kind: &Kind) -> TagKind {
    let span = |columns: u32| NonZeroU32::new(columns).filter(|columns| columns.get() > 1);
    match kind {
        Kind::Section => Tag::Section.into(),
        Kind::Heading(level, words) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(words.clone())).into()
        }
        Kind::Paragraph => Tag::P.into(),
        Kind::List => Tag::L(ListNumbering::None).into(),
        Kind::Item => Tag::LI.into(),
        Kind::Label => Tag::Lbl.into(),
        Kind::Body => Tag::LBody.into(),
        Kind::Table => Tag::Table.into(),
        Kind::Caption => Tag::Caption.into(),
        Kind::Titles => Tag::THead.into(),
        Kind::Rows => Tag::TBody.into(),
        Kind::Row => Tag::TR.into(),
        Kind::ColumnTitle => Tag::TH(TableHeaderScope::Column).into(),
        Kind::RowTitle(columns) => Tag::TH(TableHeaderScope::Row).with_col_span(span(*columns)).into(),
        Kind::Cell(columns) => Tag::TD.with_col_span(span(*columns)).into(),
    }
}
