//! Random edits: of the file, of what stands in it, of a row shown alone. Not one verifies.

mod support;

use std::fs;
use std::path::Path;

use countersign_evidence::{Depth, Prover, VerifyOptions, export, redact, verify};
use support::signed_log::{Signed, signed};

/// Edits in every run of the tests, and in the long one.
const FEW: u64 = 2_000;
const MANY: u64 = 50_000;

struct Chance(u64);

impl Chance {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((x ^ (x >> 31)) % below.max(1) as u64) as usize
    }

    /// A blind edit: a bit, a byte more or less, two bytes changed over, a stretch copied or zeroed, a cut.
    fn edit(&mut self, bytes: &mut Vec<u8>) {
        let at = self.next(bytes.len());
        match self.next(7) {
            0 => bytes[at] ^= 1 << self.next(8),
            1 => bytes.insert(at, self.next(256) as u8),
            2 => drop(bytes.remove(at)),
            3 => {
                let other = self.next(bytes.len());
                bytes.swap(at, other);
            }
            4 => {
                let length = 1 + self.next(200.min(bytes.len() - at));
                let to = self.next(bytes.len() - length);
                let stretch = bytes[at..at + length].to_vec();
                bytes[to..to + length].copy_from_slice(&stretch);
            }
            5 => {
                let end = (at + 1 + self.next(64)).min(bytes.len());
                bytes[at..end].fill(0);
            }
            _ => bytes.truncate(at),
        }
    }

    /// A clever edit: the record itself is changed, and everything that anybody can compute is made anew.
    fn forge(&mut self, forged: &mut Signed) -> &'static str {
        let item = self.next(forged.record.items.len());
        let entry = self.next(forged.record.entries.len() - 1);
        match self.next(10) {
            0 => {
                let item = &mut forged.record.items[item];
                item.decision = if item.decision == "approve" { "deny" } else { "approve" }.into();
                if let Some(last) = item.events.last_mut() {
                    last.decision.clone_from(&item.decision);
                }
                "a decision"
            }
            1 => {
                forged.record.items[item].person.name.push('x');
                "a name"
            }
            2 => {
                forged.record.items[item].justification = Some("because".into());
                "a reason"
            }
            3 => {
                forged.record.items.remove(item);
                forged.record.head.reconciliation.in_scope -= 1;
                forged.record.head.reconciliation.loaded -= 1;
                forged.record.head.reconciliation.source -= 1;
                "an item taken out"
            }
            4 => {
                let other = self.next(forged.record.items.len());
                if other == item {
                    forged.record.items[item].item_id += 1_000;
                }
                forged.record.items.swap(item, other);
                "items changed over"
            }
            5 => {
                let text = &mut forged.record.entries[entry].entry;
                *text = text.replace("\"subject\":\"s", "\"subject\":\"t");
                rechain(forged);
                "an entry's text, the chain made anew"
            }
            6 => {
                forged.record.entries.remove(entry);
                rechain(forged);
                "an entry taken out, the chain made anew"
            }
            7 => {
                let node = self.next(forged.nodes.len());
                forged.nodes[node][3] ^= 1;
                "a hash of the proof"
            }
            8 => {
                forged.record.head.document.document_key = "ee".repeat(32);
                "the document's key"
            }
            _ => {
                forged.record.head.plan.as_mut().expect("a plan").drawn_by.push('x');
                "who drew the plan"
            }
        }
    }
}

/// The hashes of the chain, as a forger makes them anew.
fn rechain(forged: &mut Signed) {
    use sha2::{Digest, Sha256};
    for entry in &mut forged.record.entries {
        let prev = countersign_evidence::root::from_hex(&entry.prev).expect("hex");
        let hash = Sha256::new().chain_update(prev).chain_update(&entry.entry).finalize();
        entry.hash = countersign_evidence::root::to_hex(&hash);
    }
    let last = forged.record.entries.last().expect("entries");
    if last.seq == forged.record.head.log.seq {
        forged.record.head.log.hash.clone_from(&last.hash);
    }
}

fn anchored(root: &str, note: &str) -> VerifyOptions {
    VerifyOptions {
        depth: Depth::Record,
        expected_root: Some(root.to_owned()),
        expected_checkpoint: Some(note.to_owned()),
        ..VerifyOptions::default()
    }
}

fn run(edits: u64) {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let whole = signed(12);
    let note = whole.record.head.log.checkpoint.as_ref().expect("signed").note.clone();
    let root = export(&whole, &at("full.pdf"), &mut |_| true).expect("exports").root;
    redact(&at("full.pdf"), &at("redacted.pdf"), None, &mut |_| true).expect("redacts");
    let row = Prover::load(&at("full.pdf")).expect("loads").item(5).expect("an item");
    fs::write(at("row.json"), serde_json::to_vec(&row).expect("JSON")).expect("writes");
    let options = anchored(&root, &note);
    let valid = |path: &Path| verify(path, &options).expect("reads");
    for name in ["full.pdf", "redacted.pdf", "row.json"] {
        let report = valid(&at(name));
        assert!(report.valid, "{name}: {:?}", report.findings);
    }
    let mut chance = Chance(edits);
    let bad = at("bad");
    let (mut counts, mut unchanged) = ([0_u64; 4], 0_u64);
    for (kind, name) in ["full.pdf", "redacted.pdf", "row.json"].into_iter().enumerate() {
        let original = fs::read(at(name)).expect("reads");
        for _ in 0..edits * 3 / 10 {
            let mut copy = original.clone();
            chance.edit(&mut copy);
            if copy == original {
                unchanged += 1;
                continue;
            }
            fs::write(&bad, &copy).expect("writes");
            let report = valid(&bad);
            assert!(!report.valid, "an edit of {name} verifies: {}", said(&original, &copy));
            counts[kind] += 1;
        }
    }
    let mut kinds = std::collections::BTreeMap::new();
    for _ in 0..edits / 30 {
        let mut forged = signed(12);
        let what = chance.forge(&mut forged);
        export(&forged, &bad, &mut |_| true).expect("exports");
        assert!(!valid(&bad).valid, "a forgery verifies: {what}");
        // Against the signed log alone, without the root, whatever concerns the log shows as well.
        if what.contains("entry") || what.contains("proof") {
            let alone = VerifyOptions {
                expected_root: None,
                ..options.clone()
            };
            assert!(!verify(&bad, &alone).expect("reads").valid, "{what}");
        }
        *kinds.entry(what).or_insert(0_u64) += 1;
        counts[3] += 1;
    }
    println!(
        "edits that do not verify: {} of the full file, {} of the redacted one, {} of a row, {} forgeries {kinds:?}; \
         {unchanged} edits changed nothing",
        counts[0], counts[1], counts[2], counts[3]
    );
}

/// Where two files part, in words.
fn said(original: &[u8], copy: &[u8]) -> String {
    let at = original
        .iter()
        .zip(copy)
        .take_while(|(left, right)| left == right)
        .count();
    let text = |bytes: &[u8]| {
        String::from_utf8_lossy(&bytes[at.saturating_sub(30).min(bytes.len())..(at + 30).min(bytes.len())]).into_owned()
    };
    format!("{} became {}", text(original), text(copy))
}

#[test]
fn not_one_of_some_thousand_random_edits_verifies() {
    run(FEW);
}

#[test]
#[ignore = "takes minutes"]
fn not_one_of_fifty_thousand_random_edits_verifies() {
    run(MANY);
}
