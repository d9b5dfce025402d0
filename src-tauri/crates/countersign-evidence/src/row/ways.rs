//! The ways from some leaves of a tree to its root, found at once.

use std::collections::HashMap;

use countersign_domain::merkle::{Gaps, Hash, node};

/// Every subtree that lies on or beside a way.
pub(super) struct Ways {
    size: u64,
    known: HashMap<(u64, u64), Hash>,
}

fn middle(start: u64, end: u64) -> u64 {
    start + (1 << (end - start - 1).ilog2())
}

impl Ways {
    /// Of a tree of `size` leaves, from those in `leaves` (ascending) and the hashes of the gaps between them; none
    /// where they do not make a tree.
    pub(super) fn new(size: u64, leaves: Vec<(u64, Hash)>, gaps: Vec<Hash>) -> Option<Self> {
        let mut known = HashMap::with_capacity(leaves.len() * 2 + gaps.len());
        let mut hashes = gaps.into_iter();
        for gap in Gaps::new(size, leaves.iter().map(|(index, _)| *index)) {
            let gap = gap.ok()?;
            known.insert((gap.start, gap.end), hashes.next()?);
        }
        known.extend(leaves.into_iter().map(|(index, leaf)| ((index, index + 1), leaf)));
        let mut ways = Self { size, known };
        (size > 0 && hashes.next().is_none()).then_some(())?;
        ways.fill(0, size)?;
        Some(ways)
    }

    fn fill(&mut self, start: u64, end: u64) -> Option<Hash> {
        if let Some(hash) = self.known.get(&(start, end)) {
            return Some(*hash);
        }
        (end - start > 1).then_some(())?;
        let middle = middle(start, end);
        let hash = node(&self.fill(start, middle)?, &self.fill(middle, end)?);
        self.known.insert((start, end), hash);
        Some(hash)
    }

    pub(super) fn root(&self) -> Hash {
        self.known.get(&(0, self.size)).copied().unwrap_or_default()
    }

    /// The hashes beside the way of a leaf, from below.
    pub(super) fn way(&self, index: u64) -> Option<Vec<Hash>> {
        let (mut start, mut end) = (0, self.size);
        let mut way = Vec::new();
        while end - start > 1 {
            let middle = middle(start, end);
            if index < middle {
                way.push(*self.known.get(&(middle, end))?);
                end = middle;
            } else {
                way.push(*self.known.get(&(start, middle))?);
                start = middle;
            }
        }
        way.reverse();
        Some(way)
    }
}
