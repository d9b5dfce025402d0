//! The root: one hash over the whole record, a Merkle tree over its lines as in RFC 6962 §2.1.

pub use countersign_domain::merkle::{Hash, Tree, from_hex, leaf, node, to_hex};

/// Hex in groups of eight, as printed on paper.
pub fn grouped(hex: &str) -> String {
    let digits: Vec<char> = hex.chars().collect();
    digits
        .chunks(8)
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}
