//! The nesting of 개조식 in the tree: a list for each level inside the item above it.

use super::tree::{Kind, NodeId, Tree};
use crate::reports::official::Level;

/// The lists that are open, outermost first.
#[derive(Debug, Default)]
pub struct Lists {
    open: Vec<Open>,
}

#[derive(Debug)]
struct Open {
    level: Level,
    list: NodeId,
    /// The body of its last item.
    body: NodeId,
}

/// Where the sign and the words of a line belong.
pub struct Places {
    pub sign: NodeId,
    pub words: NodeId,
}

impl Lists {
    /// What is no line of 개조식 ends all lists.
    pub fn end(&mut self) {
        self.open.clear();
    }

    /// The places of the next line under `section`.
    pub fn next(&mut self, tree: &mut Tree, section: NodeId, level: Level) -> Places {
        if level == Level::Note {
            let words = tree.add(Some(self.open.last().map_or(section, |open| open.body)), Kind::Paragraph);
            return Places { sign: words, words };
        }
        self.open.retain(|open| open.level <= level);
        let list = match self.open.pop_if(|open| open.level == level) {
            Some(open) => open.list,
            None => tree.add(Some(self.open.last().map_or(section, |open| open.body)), Kind::List),
        };
        let item = tree.add(Some(list), Kind::Item);
        let sign = tree.add(Some(item), Kind::Label);
        let body = tree.add(Some(item), Kind::Body);
        let words = tree.add(Some(body), Kind::Paragraph);
        self.open.push(Open { level, list, body });
        Places { sign, words }
    }
}
