//! Every entry of a record, and one row alone, against the signed log.

mod support;

use std::fs;
use std::time::{Duration, Instant};

use countersign_domain::checkpoint::Checkpoint;
use countersign_evidence::{Depth, Prover, Step, VerifyOptions, VerifyReport, export, redact, verify};
use support::signed_log::{key, signed};

fn errors(report: &VerifyReport) -> Vec<(Step, String)> {
    report
        .findings
        .iter()
        .map(|one| (one.check, one.message.clone()))
        .collect()
}

#[test]
fn the_entries_of_full_and_redacted_evidence_are_proven_against_the_signed_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let sample = signed(60);
    export(&sample, &at("full.pdf"), &mut |_| true).expect("exports");
    redact(&at("full.pdf"), &at("redacted.pdf"), None, &mut |_| true).expect("redacts");
    let signed = sample.record.head.log.checkpoint.as_ref().expect("signed");
    let options = |note: &str| VerifyOptions {
        depth: Depth::Render,
        expected_checkpoint: Some(note.to_owned()),
        ..VerifyOptions::default()
    };
    for name in ["full.pdf", "redacted.pdf"] {
        let report = verify(&at(name), &options(&signed.note)).expect("reads");
        assert!(report.valid, "{:?}", report.findings);
        assert!(
            report
                .checked
                .iter()
                .any(|one| one.starts_with("65 log entries against the log")),
            "{:?}",
            report.checked
        );
    }
    // Another log of the same size, signed by the same key: one of the two was rewritten.
    let mut other = Checkpoint::open(&signed.note, &key().verifying_key()).expect("opens");
    other.root[0] ^= 1;
    let report = verify(&at("full.pdf"), &options(&other.sign(&key()).expect("signs"))).expect("reads");
    assert!(
        errors(&report)
            .iter()
            .any(|(step, text)| *step == Step::Proof && text.contains("rewritten")),
        "{report:?}"
    );
}

#[test]
fn an_entry_that_was_changed_taken_out_or_put_in_is_found_although_the_chain_was_made_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("forged.pdf");
    type Change = fn(&mut support::signed_log::Signed);
    let changes: [Change; 3] = [
        |forged| {
            let last = forged.record.entries.last_mut().expect("entries");
            last.entry = last.entry.replace("evidence.export", "evidence.exporT");
            last.operation = "evidence.exporT".into();
            rehash(last);
            forged.record.head.log.hash.clone_from(&last.hash);
        },
        |forged| drop(forged.record.entries.remove(0)),
        |forged| {
            let mut one = forged.record.entries[0].clone();
            one.seq = 1;
            one.entry = one.entry.replace("\"seq\":3", "\"seq\":1");
            rehash(&mut one);
            forged.record.entries.insert(0, one);
        },
    ];
    for change in changes {
        let mut forged = signed(30);
        change(&mut forged);
        export(&forged, &path, &mut |_| true).expect("exports");
        let report = verify(&path, &VerifyOptions::default()).expect("reads");
        assert!(
            !report.valid && errors(&report).iter().any(|(step, _)| *step == Step::Proof),
            "{report:?}"
        );
    }
}

fn rehash(entry: &mut countersign_evidence::LogEntry) {
    use sha2::{Digest, Sha256};
    let prev = countersign_evidence::root::from_hex(&entry.prev).expect("hex");
    entry.hash =
        countersign_evidence::root::to_hex(&Sha256::new().chain_update(prev).chain_update(&entry.entry).finalize());
}

#[test]
fn one_row_is_proven_alone_and_nothing_else_of_the_record_is_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let sample = signed(2_000);
    let root = export(&sample, &at("full.pdf"), &mut |_| true).expect("exports").root;
    let prover = Prover::load(&at("full.pdf")).expect("loads");
    let (mut proofs, mut each) = (Vec::new(), Duration::MAX);
    for hundred in 0..10 {
        let started = Instant::now();
        proofs.extend((1..=100).map(|n| prover.item(hundred * 100 + n).expect("an item")));
        each = each.min(started.elapsed() / 100);
    }
    println!("one proof: {each:?}");
    // The best of ten on any machine; reading the file again for each takes longer.
    assert!(each < Duration::from_millis(50), "{each:?}");
    let text = serde_json::to_string(&proofs[499]).expect("JSON");
    assert!(
        !text.contains("user498@") && text.contains("user499@") && !text.contains(&"c5".repeat(32)),
        "{text}"
    );
    fs::write(at("row.json"), &text).expect("writes");
    let options = VerifyOptions {
        expected_root: Some(root),
        ..VerifyOptions::default()
    };
    let report = verify(&at("row.json"), &options).expect("reads");
    assert!(report.valid, "{report:?}");
    assert!(
        report.checked.iter().any(|one| one.starts_with("log entry ")),
        "{:?}",
        report.checked
    );
    // A hash that stands for what is withheld has one form: the same in capitals is an edit like any other.
    let begins = text.find("withheld\\\":\\\"").expect("something withheld") + 13;
    let capitals = text[begins..begins + 64].to_ascii_uppercase();
    let shouted = [&text[..begins], &capitals, &text[begins + 64..]].concat();
    assert_ne!(shouted, text);
    for edited in [text.replace("user499@", "user498@"), shouted] {
        fs::write(at("row.json"), edited).expect("writes");
        assert!(!verify(&at("row.json"), &options).expect("reads").valid);
    }
    assert!(prover.item(5_000_000).is_none());
}
