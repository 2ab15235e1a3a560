//! A list whose copies share what they have in common.
//!
//! A ledger and the standings derived from it are handed to every reader and change by one entry at a time. Copying a
//! shelf copies a pointer per block; changing an entry copies the pointers of its block; the entries themselves are never
//! copied.

use std::ops::Index;
use std::sync::Arc;

/// Entries in a block: with 30,000 entries a copy takes some 240 pointers, a change 128 more.
const BLOCK: usize = 128;

/// A list of fixed length; see the module.
#[derive(Debug)]
pub struct Shelf<T> {
    /// Each full but the last.
    blocks: Vec<Arc<Vec<Arc<T>>>>,
    len: usize,
}

impl<T> Shelf<T> {
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The entry at `index`, to be held on its own.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Arc<T>> {
        self.blocks.get(index / BLOCK)?.get(index % BLOCK)
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.blocks.iter().flat_map(|block| block.iter().map(AsRef::as_ref))
    }

    /// Puts `entry` in the place of the one at `index`; copies made before keep the old one. Past the end nothing happens.
    pub fn replace(&mut self, index: usize, entry: T) {
        let Some(block) = self.blocks.get_mut(index / BLOCK) else { return };
        if let Some(place) = Arc::make_mut(block).get_mut(index % BLOCK) {
            *place = Arc::new(entry);
        }
    }
}

impl<T> Clone for Shelf<T> {
    fn clone(&self) -> Self {
        Self { blocks: self.blocks.clone(), len: self.len }
    }
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { blocks: Vec::new(), len: 0 }
    }
}

impl<T> FromIterator<T> for Shelf<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        let mut shelf = Self::default();
        let mut entries = entries.into_iter().map(Arc::new).peekable();
        while entries.peek().is_some() {
            let block: Vec<_> = entries.by_ref().take(BLOCK).collect();
            shelf.len += block.len();
            shelf.blocks.push(Arc::new(block));
        }
        shelf
    }
}

impl<T> Index<usize> for Shelf<T> {
    type Output = T;

    fn index(&self, index: usize) -> &T {
        &self.blocks[index / BLOCK][index % BLOCK]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stand_in_their_order_over_all_blocks() {
        let shelf: Shelf<usize> = (0..300).collect();
        assert_eq!((shelf.len(), shelf[0], shelf[127], shelf[128], shelf[299]), (300, 0, 127, 128, 299));
        assert!(shelf.iter().copied().eq(0..300));
        assert!(shelf.get(300).is_none());
    }

    #[test]
    fn a_copy_keeps_what_is_replaced_later_and_shares_the_rest() {
        let mut shelf: Shelf<usize> = (0..300).collect();
        let copy = shelf.clone();
        shelf.replace(200, 7);
        assert_eq!((copy[200], shelf[200]), (200, 7));
        assert!(Arc::ptr_eq(copy.get(10).unwrap(), shelf.get(10).unwrap()));
        shelf.replace(300, 7);
        assert_eq!(shelf.len(), 300);
    }
}
