//! Merkle trees as in RFC 6962 §2.1 and RFC 9162 §2: one hash over a list of lines, and short proofs about it.

mod consistency;
mod inclusion;
mod selection;
#[cfg(test)]
mod tests;

pub use consistency::{consistency, verify_consistency};
pub use inclusion::{inclusion, verify_inclusion};
pub use selection::{Gap, Gaps, Selection};

use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// Why a proof is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("A leaf lies outside the tree, or the leaves are not in ascending order.")]
    Order,
    #[error("The proof ends too early.")]
    Short,
    #[error("The proof holds more than it needs.")]
    Long,
}

/// Hash of one line: SHA-256(0x00 ‖ line).
pub fn leaf(line: &[u8]) -> Hash {
    let mut sha = Sha256::new();
    sha.update([0]);
    sha.update(line);
    sha.finalize().into()
}

/// Hash over two subtrees: SHA-256(0x01 ‖ left ‖ right).
pub fn node(left: &Hash, right: &Hash) -> Hash {
    let mut sha = Sha256::new();
    sha.update([1]);
    sha.update(left);
    sha.update(right);
    sha.finalize().into()
}

/// The root of an empty tree: SHA-256 of nothing.
pub fn empty() -> Hash {
    Sha256::digest([]).into()
}

/// The tree under construction: one hash per complete subtree, at most 64 of them.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    leaves: u64,
    stack: Vec<Hash>,
}

impl Tree {
    /// Adds the next line.
    pub fn add(&mut self, line: &[u8]) {
        self.add_leaf(leaf(line), |_, _, _| {});
    }

    /// Adds the hash of the next line, and names every complete subtree that it closes: its level (a leaf is level 0),
    /// its index among the subtrees of that level, and its hash.
    pub fn add_leaf(&mut self, leaf: Hash, mut closed: impl FnMut(u32, u64, &Hash)) {
        self.push(0, leaf, &mut closed);
    }

    /// Adds a complete subtree of 2^`level` leaves. The leaves so far are a multiple of that.
    fn push(&mut self, level: u32, hash: Hash, closed: &mut impl FnMut(u32, u64, &Hash)) {
        let (mut hash, mut level) = (hash, level);
        let mut index = self.leaves >> level;
        self.leaves += 1 << level;
        closed(level, index, &hash);
        while index & 1 == 1 {
            if let Some(left) = self.stack.pop() {
                hash = node(&left, &hash);
            }
            index >>= 1;
            level += 1;
            closed(level, index, &hash);
        }
        self.stack.push(hash);
    }

    /// Takes up a tree of so many lines, whose complete subtrees `node` knows by level and index.
    ///
    /// # Errors
    /// Those of `node`.
    pub fn resume<E>(leaves: u64, mut node: impl FnMut(u32, u64) -> Result<Hash, E>) -> Result<Self, E> {
        let mut stack = Vec::new();
        complete(0, leaves, |level, index| {
            stack.push(node(level, index)?);
            Ok(())
        })?;
        Ok(Self { leaves, stack })
    }

    /// Lines so far.
    pub fn leaves(&self) -> u64 {
        self.leaves
    }

    /// The root over the lines so far.
    pub fn root(&self) -> Hash {
        fold(&self.stack).unwrap_or_else(empty)
    }
}

/// Subtrees side by side, from left to right, under one hash.
fn fold(stack: &[Hash]) -> Option<Hash> {
    let (last, rest) = stack.split_last()?;
    Some(rest.iter().rev().fold(*last, |right, left| node(left, &right)))
}

/// Names the complete subtrees that cover `start..end`, from left to right. `start` is where a subtree of the tree
/// over `end` leaves begins.
fn complete<E>(start: u64, end: u64, mut each: impl FnMut(u32, u64) -> Result<(), E>) -> Result<(), E> {
    let mut at = start;
    while at < end {
        let level = at.trailing_zeros().min((end - at).ilog2());
        each(level, at >> level)?;
        at += 1 << level;
    }
    Ok(())
}

/// The hash over the leaves `start..end`, where they are a subtree: MTH(D\[start:end\]) of RFC 6962 §2.1. `node` knows
/// the complete subtrees by level and index.
///
/// # Errors
/// Those of `node`.
pub fn subtree<E>(start: u64, end: u64, mut node: impl FnMut(u32, u64) -> Result<Hash, E>) -> Result<Hash, E> {
    let mut stack = Vec::new();
    complete(start, end, |level, index| {
        stack.push(node(level, index)?);
        Ok(())
    })?;
    Ok(fold(&stack).unwrap_or_else(empty))
}

/// The root of the tree over the first `size` leaves.
///
/// # Errors
/// Those of `node`.
pub fn root<E>(size: u64, node: impl FnMut(u32, u64) -> Result<Hash, E>) -> Result<Hash, E> {
    subtree(0, size, node)
}

/// Where the tree over `count` leaves is parted: the largest power of two below `count`, which is 2 or more.
fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

/// Lower-case hex.
pub fn to_hex(bytes: &[u8]) -> String {
    const DIGIT: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(char::from(DIGIT[usize::from(byte >> 4)]));
        out.push(char::from(DIGIT[usize::from(byte & 15)]));
    }
    out
}

/// Reads what [`to_hex`] writes: 64 digits, lower-case, so that one hash has one form; none for anything else.
pub fn from_hex(text: &str) -> Option<Hash> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let bytes = text.as_bytes();
    if bytes.len() != 64 {
        return None;
    }
    let mut out = [0; 32];
    for (slot, pair) in out.iter_mut().zip(bytes.chunks_exact(2)) {
        *slot = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(out)
}
