//! That many leaves are in a tree, by one proof: the fewest hashes from which, with these leaves, the root is made.
//!
//! The hashes are those of the largest subtrees that hold none of the leaves, from left to right. So neither side holds
//! more than one hash a level: the leaves come in ascending order, the hashes as they are needed.

use super::{Hash, Refusal, Tree, empty, fold, subtree};

/// A largest subtree without any of the leaves: those from `start` up to `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    pub start: u64,
    pub end: u64,
}

impl Gap {
    /// The next one at `at` that goes no further than `until`, in a tree of `size` leaves.
    fn next(at: u64, until: u64, size: u64) -> Self {
        let reach = if at == 0 { size } else { 1 << at.trailing_zeros() };
        let end = match at.checked_add(reach) {
            // The rest of the tree, whole or not, is one subtree.
            Some(end) if end < size => end,
            _ => size,
        };
        let end = if end <= until {
            end
        } else {
            at + (1 << at.trailing_zeros().min((until - at).ilog2()))
        };
        Self { start: at, end }
    }

    /// Its hash; `node` knows the complete subtrees by level and index.
    ///
    /// # Errors
    /// Those of `node`.
    pub fn hash<E>(self, node: impl FnMut(u32, u64) -> Result<Hash, E>) -> Result<Hash, E> {
        subtree(self.start, self.end, node)
    }
}

/// The gaps between leaves that come in ascending order. A leaf out of order, or beyond the tree, is refused.
#[derive(Debug)]
pub struct Gaps<I> {
    size: u64,
    at: u64,
    until: Option<u64>,
    indexes: I,
}

impl<I: Iterator<Item = u64>> Gaps<I> {
    pub fn new(size: u64, indexes: impl IntoIterator<IntoIter = I>) -> Self {
        Self {
            size,
            at: 0,
            until: None,
            indexes: indexes.into_iter(),
        }
    }
}

impl<I: Iterator<Item = u64>> Iterator for Gaps<I> {
    type Item = Result<Gap, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let until = match self.until {
                Some(until) => until,
                None => {
                    let next = self.indexes.next();
                    if next.is_some_and(|index| index < self.at || index >= self.size) {
                        (self.at, self.until) = (self.size, Some(self.size));
                        return Some(Err(Refusal::Order));
                    }
                    *self.until.insert(next.unwrap_or(self.size))
                }
            };
            if self.at < until {
                let gap = Gap::next(self.at, until, self.size);
                self.at = gap.end;
                return Some(Ok(gap));
            }
            if until == self.size {
                return None;
            }
            (self.at, self.until) = (until + 1, None);
        }
    }
}

/// The root made anew from some leaves and the hashes of the gaps between them.
#[derive(Debug)]
pub struct Selection {
    size: u64,
    tree: Tree,
}

impl Selection {
    /// Of a tree of `size` leaves.
    pub fn new(size: u64) -> Self {
        Self {
            size,
            tree: Tree::default(),
        }
    }

    /// Adds the next leaf; takes the hashes that come before it.
    ///
    /// # Errors
    /// The leaf is out of order or outside the tree, or the hashes end.
    pub fn add(&mut self, index: u64, leaf: Hash, proof: &mut impl Iterator<Item = Hash>) -> Result<(), Refusal> {
        if index < self.tree.leaves() || index >= self.size {
            return Err(Refusal::Order);
        }
        while self.tree.leaves() < index {
            let gap = Gap::next(self.tree.leaves(), index, self.size);
            let hash = proof.next().ok_or(Refusal::Short)?;
            self.tree.push((gap.end - gap.start).ilog2(), hash, &mut |_, _, _| {});
        }
        self.tree.add_leaf(leaf, |_, _, _| {});
        Ok(())
    }

    /// The root over all of it.
    ///
    /// # Errors
    /// The hashes end too early, or some are left over.
    pub fn root(mut self, proof: &mut impl Iterator<Item = Hash>) -> Result<Hash, Refusal> {
        let mut rest = None;
        let mut at = self.tree.leaves();
        while at < self.size {
            let gap = Gap::next(at, self.size, self.size);
            let hash = proof.next().ok_or(Refusal::Short)?;
            // The last one need not be complete.
            if gap.end == self.size {
                rest = Some(hash);
            } else {
                self.tree.push((gap.end - gap.start).ilog2(), hash, &mut |_, _, _| {});
            }
            at = gap.end;
        }
        if proof.next().is_some() {
            return Err(Refusal::Long);
        }
        self.tree.stack.extend(rest);
        Ok(fold(&self.tree.stack).unwrap_or_else(empty))
    }
}
