//! That an earlier tree is the beginning of a later one: RFC 6962 §2.1.2, RFC 9162 §2.1.4.

use super::{Hash, empty, node as over, split, subtree};

/// The hashes by which both roots can be made. Nothing, where either tree holds nothing or both are of one size.
/// `node` knows the complete subtrees of the later tree by level and index.
///
/// # Errors
/// Those of `node`.
pub fn consistency<E>(
    earlier: u64,
    later: u64,
    mut node: impl FnMut(u32, u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    if earlier == 0 || earlier >= later {
        return Ok(Vec::new());
    }
    let (mut start, mut end) = (0, later);
    let mut proof = Vec::new();
    while earlier != end {
        let middle = start + split(end - start);
        if earlier <= middle {
            proof.push(subtree(middle, end, &mut node)?);
            end = middle;
        } else {
            proof.push(subtree(start, middle, &mut node)?);
            start = middle;
        }
    }
    // The whole earlier tree is a subtree whose root the reader knows; a part of it is not.
    if start != 0 {
        proof.push(subtree(start, end, &mut node)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Whether the tree of the earlier size and root is the beginning of the later one.
pub fn verify_consistency(earlier: (u64, &Hash), later: (u64, &Hash), proof: &[Hash]) -> bool {
    let ((first, first_root), (second, second_root)) = (earlier, later);
    if first > second || (first == 0 && *first_root != empty()) {
        return false;
    }
    if first == second || first == 0 {
        return proof.is_empty() && (first == 0 || first_root == second_root);
    }
    let whole = first.is_power_of_two().then_some(first_root);
    let mut proof = whole.into_iter().chain(proof);
    let Some(begin) = proof.next() else {
        return false;
    };
    let (mut place, mut last) = (first - 1, second - 1);
    while place & 1 == 1 {
        place >>= 1;
        last >>= 1;
    }
    let (mut old, mut new) = (*begin, *begin);
    for beside in proof {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            old = over(beside, &old);
            new = over(beside, &new);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            new = over(&new, beside);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && old == *first_root && new == *second_root
}
