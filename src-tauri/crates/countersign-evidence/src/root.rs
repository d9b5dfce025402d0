//! The root: one hash over the whole record, a Merkle tree over its lines as in RFC 6962 §2.1.

use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// Hash of one line: SHA-256(0x00 ‖ line).
pub fn leaf(line: &[u8]) -> Hash {
    let mut sha = Sha256::new();
    sha.update([0]);
    sha.update(line);
    sha.finalize().into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    let mut sha = Sha256::new();
    sha.update([1]);
    sha.update(left);
    sha.update(right);
    sha.finalize().into()
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
        self.add_leaf(leaf(line));
    }

    /// Adds the hash of the next line.
    pub fn add_leaf(&mut self, mut hash: Hash) {
        let mut count = self.leaves;
        while count & 1 == 1 {
            if let Some(left) = self.stack.pop() {
                hash = node(&left, &hash);
            }
            count >>= 1;
        }
        self.stack.push(hash);
        self.leaves += 1;
    }

    /// Lines so far.
    pub fn leaves(&self) -> u64 {
        self.leaves
    }

    /// The root over the lines so far; SHA-256 of nothing for an empty record.
    pub fn root(&self) -> Hash {
        let mut rest = self.stack.iter().rev();
        match rest.next() {
            None => Sha256::digest([]).into(),
            Some(last) => rest.fold(*last, |right, left| node(left, &right)),
        }
    }
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

/// Reads 64 hex digits; none for anything else.
pub fn from_hex(text: &str) -> Option<Hash> {
    let bytes = text.as_bytes();
    if bytes.len() != 64 {
        return None;
    }
    let mut out = [0; 32];
    for (slot, pair) in out.iter_mut().zip(bytes.chunks_exact(2)) {
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
        *slot = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(out)
}

/// Hex in groups of eight, as printed on paper.
pub fn grouped(hex: &str) -> String {
    let digits: Vec<char> = hex.chars().collect();
    digits
        .chunks(8)
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_depends_on_every_line_and_on_their_order() {
        let root = |lines: &[&str]| {
            let mut tree = Tree::default();
            lines.iter().for_each(|line| tree.add(line.as_bytes()));
            tree.root()
        };
        assert_eq!(root(&["a"]), leaf(b"a"));
        assert_eq!(
            root(&["a", "b", "c"]),
            node(&node(&leaf(b"a"), &leaf(b"b")), &leaf(b"c"))
        );
        assert_ne!(root(&["a", "b", "c"]), root(&["a", "c", "b"]));
        assert_eq!(
            to_hex(&root(&[])),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn hex_is_read_back_and_rubbish_is_refused() {
        let hash = leaf(b"x");
        assert_eq!(from_hex(&to_hex(&hash)), Some(hash));
        assert_eq!(from_hex("zz"), None);
        assert_eq!(from_hex(&"é".repeat(32)), None);
    }
}
