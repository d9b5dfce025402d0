use std::collections::BTreeMap;

use super::*;

/// MTH(D[start:end]), as RFC 6962 §2.1 says it.
fn plain(lines: &[Hash]) -> Hash {
    match lines {
        [] => empty(),
        [one] => *one,
        lines => {
            let (left, right) = lines.split_at(lines.len().next_power_of_two() / 2);
            node(&plain(left), &plain(right))
        }
    }
}

/// PATH(m, D[n]), as RFC 6962 §2.1.1 says it.
fn plain_path(index: usize, lines: &[Hash]) -> Vec<Hash> {
    if lines.len() == 1 {
        return Vec::new();
    }
    let (left, right) = lines.split_at(lines.len().next_power_of_two() / 2);
    let (mut path, beside) = if index < left.len() {
        (plain_path(index, left), plain(right))
    } else {
        (plain_path(index - left.len(), right), plain(left))
    };
    path.push(beside);
    path
}

/// SUBPROOF(m, D[n], b), as RFC 6962 §2.1.2 says it.
fn plain_subproof(earlier: usize, lines: &[Hash], whole: bool) -> Vec<Hash> {
    if earlier == lines.len() {
        return if whole { Vec::new() } else { vec![plain(lines)] };
    }
    let (left, right) = lines.split_at(lines.len().next_power_of_two() / 2);
    let (mut proof, beside) = if earlier <= left.len() {
        (plain_subproof(earlier, left, whole), plain(right))
    } else {
        (plain_subproof(earlier - left.len(), right, false), plain(left))
    };
    proof.push(beside);
    proof
}

/// The largest subtrees without a chosen leaf, from left to right.
fn plain_gaps(start: usize, lines: &[Hash], chosen: &[u64], out: &mut Vec<Hash>) {
    let inside = |index: &u64| (start..start + lines.len()).contains(&usize::try_from(*index).expect("small"));
    if !chosen.iter().any(inside) {
        out.push(plain(lines));
    } else if lines.len() > 1 {
        let (left, right) = lines.split_at(lines.len().next_power_of_two() / 2);
        plain_gaps(start, left, chosen, out);
        plain_gaps(start + left.len(), right, chosen, out);
    }
}

/// A tree of so many lines with every complete subtree it closed.
struct Kept {
    lines: Vec<Hash>,
    tree: Tree,
    nodes: BTreeMap<(u32, u64), Hash>,
}

impl Kept {
    fn of(count: u64) -> Self {
        let lines: Vec<Hash> = (0..count).map(|one| leaf(&one.to_be_bytes())).collect();
        let (mut tree, mut nodes) = (Tree::default(), BTreeMap::new());
        for line in &lines {
            tree.add_leaf(*line, |level, index, hash| {
                assert_eq!(nodes.insert((level, index), *hash), None, "a subtree closes once");
            });
        }
        Self { lines, tree, nodes }
    }

    fn node(&self) -> impl FnMut(u32, u64) -> Result<Hash, (u32, u64)> {
        |level, index| self.nodes.get(&(level, index)).copied().ok_or((level, index))
    }
}

/// Numbers that look like chance, the same at every run.
fn chance(seed: &mut u64) -> u64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

fn size_of(kept: &Kept) -> u64 {
    kept.tree.leaves()
}

fn check_inclusion(kept: &Kept, index: u64, expected: Option<&[Hash]>) {
    let (size, root) = (size_of(kept), kept.tree.root());
    let line = kept.lines[usize::try_from(index).expect("small")];
    let proof = inclusion(index, size, kept.node()).expect("the nodes are there");
    if let Some(expected) = expected {
        assert_eq!(proof, expected);
    }
    assert!(verify_inclusion(&line, index, size, &proof, &root));
    assert!(!verify_inclusion(&leaf(b"other"), index, size, &proof, &root));
    assert!(!verify_inclusion(&line, size, size, &proof, &root));
    assert!(!verify_inclusion(&line, index ^ 1, size, &proof, &root) || size == 1);
    let mut longer = proof.clone();
    longer.push(root);
    assert!(!verify_inclusion(&line, index, size, &longer, &root));
    for cut in 0..proof.len() {
        assert!(!verify_inclusion(&line, index, size, &proof[..cut], &root));
        let mut edited = proof.clone();
        edited[cut][7] ^= 1;
        assert!(!verify_inclusion(&line, index, size, &edited, &root));
    }
}

fn check_consistency(kept: &Kept, earlier: u64, expected: Option<&[Hash]>) {
    let (size, root) = (size_of(kept), kept.tree.root());
    let first = root_of(kept, earlier);
    let proof = consistency(earlier, size, kept.node()).expect("the nodes are there");
    if let Some(expected) = expected {
        assert_eq!(proof, expected);
    }
    assert!(verify_consistency((earlier, &first), (size, &root), &proof));
    let other = leaf(b"other");
    assert!(!verify_consistency((earlier, &other), (size, &root), &proof));
    assert!(earlier == 0 || !verify_consistency((earlier, &first), (size, &other), &proof));
    let mut longer = proof.clone();
    longer.push(root);
    assert!(!verify_consistency((earlier, &first), (size, &root), &longer));
    for cut in 0..proof.len() {
        assert!(!verify_consistency((earlier, &first), (size, &root), &proof[..cut]));
        let mut edited = proof.clone();
        edited[cut][7] ^= 1;
        assert!(!verify_consistency((earlier, &first), (size, &root), &edited));
    }
}

fn root_of(kept: &Kept, size: u64) -> Hash {
    root(size, kept.node()).expect("the nodes are there")
}

fn check_selection(kept: &Kept, chosen: &[u64], expected: Option<&[Hash]>) {
    let (size, root) = (size_of(kept), kept.tree.root());
    let proof: Vec<Hash> = Gaps::new(size, chosen.iter().copied())
        .map(|gap| gap.expect("in order").hash(kept.node()).expect("the nodes are there"))
        .collect();
    if let Some(expected) = expected {
        assert_eq!(proof, expected);
    }
    let again = |proof: &[Hash], odd: Option<u64>| {
        let mut hashes = proof.iter().copied();
        let mut selection = Selection::new(size);
        for index in chosen {
            let mut line = kept.lines[usize::try_from(*index).expect("small")];
            line[0] ^= u8::from(odd == Some(*index));
            selection.add(*index, line, &mut hashes)?;
        }
        selection.root(&mut hashes)
    };
    assert_eq!(again(&proof, None), Ok(root));
    for index in chosen.iter().take(3) {
        assert_ne!(again(&proof, Some(*index)), Ok(root));
    }
    if let Some((_, shorter)) = proof.split_last() {
        assert_eq!(again(shorter, None), Err(Refusal::Short));
        let mut edited = proof.clone();
        edited[proof.len() / 2][31] ^= 0x80;
        assert_ne!(again(&edited, None), Ok(root));
    }
    let longer: Vec<Hash> = proof.iter().copied().chain([root]).collect();
    assert_eq!(again(&longer, None), Err(Refusal::Long));
}

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
fn roots_and_proofs_are_those_of_the_standard_for_every_size_up_to_seventy() {
    for size in 0..=70u64 {
        let kept = Kept::of(size);
        assert_eq!(kept.tree.root(), plain(&kept.lines));
        assert_eq!(root_of(&kept, size), kept.tree.root());
        let mut resumed = Tree::resume(size, kept.node()).expect("the nodes are there");
        assert_eq!(resumed.root(), kept.tree.root());
        resumed.add(&size.to_be_bytes());
        assert_eq!(resumed.root(), Kept::of(size + 1).tree.root());
        for index in 0..size {
            let place = usize::try_from(index).expect("small");
            check_inclusion(&kept, index, Some(&plain_path(place, &kept.lines)));
            check_consistency(&kept, index + 1, Some(&plain_subproof(place + 1, &kept.lines, true)));
        }
        check_consistency(&kept, 0, Some(&[]));
        let mut seed = size;
        for _ in 0..40 {
            let share = chance(&mut seed) % 9;
            let chosen: Vec<u64> = (0..size).filter(|_| chance(&mut seed) % 8 < share).collect();
            let mut expected = Vec::new();
            plain_gaps(0, &kept.lines, &chosen, &mut expected);
            if size == 0 {
                expected.clear();
            }
            check_selection(&kept, &chosen, Some(&expected));
        }
    }
}

#[test]
fn proofs_of_big_trees_hold_and_stay_short() {
    let mut seed = 7;
    for size in [1_000, 4_095, 4_096, 4_097, 30_011] {
        let kept = Kept::of(size);
        for _ in 0..30 {
            check_inclusion(&kept, chance(&mut seed) % size, None);
            check_consistency(&kept, 1 + chance(&mut seed) % size, None);
            let mut chosen: Vec<u64> = (0..12).map(|_| chance(&mut seed) % size).collect();
            chosen.sort_unstable();
            chosen.dedup();
            check_selection(&kept, &chosen, None);
        }
        let everything: Vec<u64> = (0..size).collect();
        check_selection(&kept, &everything, Some(&[]));
        assert!(inclusion(size / 3, size, kept.node()).expect("nodes").len() <= 15);
    }
}

#[test]
fn a_selection_out_of_order_or_outside_the_tree_is_refused() {
    for chosen in [vec![3, 2], vec![2, 2], vec![9], vec![u64::MAX]] {
        let gaps: Vec<_> = Gaps::new(9, chosen.iter().copied()).collect();
        assert_eq!(gaps.last(), Some(&Err(Refusal::Order)), "{chosen:?}");
        let mut endless = std::iter::repeat(empty());
        let mut selection = Selection::new(9);
        let refused = chosen
            .iter()
            .map(|index| selection.add(*index, empty(), &mut endless))
            .any(|one| one == Err(Refusal::Order));
        assert!(refused, "{chosen:?}");
    }
    // A size that no log has ends as well.
    let mut endless = std::iter::repeat(empty());
    let mut selection = Selection::new(u64::MAX);
    assert_eq!(selection.add(u64::MAX - 1, empty(), &mut endless), Ok(()));
    assert_eq!(selection.root(&mut endless), Err(Refusal::Long));
    assert!(!verify_inclusion(&empty(), 5, u64::MAX, &[], &empty()));
    assert!(!verify_consistency(
        (5, &empty()),
        (u64::MAX, &empty()),
        &[empty(); 200]
    ));
}

#[test]
fn hex_is_read_back_and_rubbish_is_refused() {
    let hash = leaf(b"x");
    assert_eq!(from_hex(&to_hex(&hash)), Some(hash));
    assert_eq!(from_hex("zz"), None);
    // One hash has one form: what is read from either of two could be changed without being noticed.
    assert_eq!(from_hex(&to_hex(&hash).to_ascii_uppercase()), None);
    assert_eq!(from_hex(&"é".repeat(32)), None);
}
