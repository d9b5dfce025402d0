//! Evidence that was changed does not verify, and rubbish ends in a finding.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use countersign_evidence::{
    Depth, LogSource, Record, RecordSource, Severity, VerifyOptions, export, export_to, verify,
};
use support::Sample;

fn written(rows: u64, folder: &Path) -> (PathBuf, String) {
    let path = folder.join("evidence.pdf");
    let report = export(&Sample::new(rows), &path, &mut |_| true).expect("exports");
    (path, report.root)
}

fn at(depth: Depth) -> VerifyOptions {
    VerifyOptions {
        depth,
        ..VerifyOptions::default()
    }
}

fn mix(n: u64) -> u64 {
    let x = n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (x ^ (x >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) ^ (x >> 32)
}

#[test]
fn evidence_verifies_in_full_depth_and_against_its_root() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, root) = written(300, folder.path());
    let options = VerifyOptions {
        depth: Depth::Render,
        expected_root: Some(root.clone()),
        expected_log_head: None,
        expected_checkpoint: None,
    };
    let report = verify(&path, &options).expect("reads");
    assert!(report.valid, "{:?}", report.findings);
    assert_eq!(report.root, Some(root));
    assert_eq!(report.totals.and_then(|totals| Some(totals.review()?.items)), Some(300));
    assert_eq!(report.checked.len(), 5, "{:?}", report.checked);

    let other = VerifyOptions {
        expected_root: Some("0".repeat(64)),
        ..at(Depth::Seal)
    };
    assert!(!verify(&path, &other).expect("reads").valid);
}

#[test]
fn one_changed_byte_anywhere_makes_verification_fail_and_say_where() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _) = written(40, folder.path());
    let whole = fs::read(&path).expect("reads");
    let bad = folder.path().join("bad.pdf");
    // Every byte of the first and last 1 200, and some thousands between.
    let edges = (0..1200).chain(whole.len() - 1200..whole.len());
    let between = (0..2500).map(|n| mix(n) as usize % whole.len());
    for (round, position) in edges.chain(between).enumerate() {
        let mut copy = whole.clone();
        copy[position] ^= 1 << (round % 8);
        fs::write(&bad, &copy).expect("writes");
        let report = verify(&bad, &at(Depth::Seal)).expect("reads");
        assert!(!report.valid, "byte {position} was changed and nothing found");
        let finding = report
            .findings
            .iter()
            .find(|finding| finding.severity == Severity::Error)
            .expect("a finding");
        assert!(!finding.place.is_empty() && !finding.message.is_empty());
    }
}

#[test]
fn a_change_on_a_page_is_located_on_that_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _) = written(40, folder.path());
    let mut whole = fs::read(&path).expect("reads");
    let text = String::from_utf8_lossy(&whole).into_owned();
    let list = text.split("countersign-seal 1\nroot").nth(1).expect("a seal");
    let mut offset = 0;
    for line in list.lines().skip(3) {
        let words: Vec<&str> = line.splitn(3, ' ').collect();
        let length: usize = words[0].parse().expect("a length");
        if words[2] == "page 5" {
            break;
        }
        offset += length;
    }
    whole[offset + 100] ^= 4;
    fs::write(&path, &whole).expect("writes");
    let report = verify(&path, &at(Depth::Record)).expect("reads");
    assert_eq!(report.findings[0].place, "page 5");
}

#[test]
fn a_cut_off_lengthened_or_foreign_file_is_a_finding_and_never_a_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _) = written(20, folder.path());
    let whole = fs::read(&path).expect("reads");
    let bad = folder.path().join("bad.pdf");
    let huge =
        b"%countersign-seal 1 18446744073709551615 18446744073709551615 00\nstartxref\n99999999999999999999\n%%EOF\n";
    let nested = format!("%PDF-1.7\n{}\n", "[".repeat(300_000));
    let mut cases: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"%PDF-1.7\n".to_vec(),
        huge.to_vec(),
        nested.into_bytes(),
        [&whole[..], b"\n"].concat(),
        [&whole[..], &whole[..]].concat(),
    ];
    cases.extend((1..60).map(|n| whole[..whole.len() * n / 60].to_vec()));
    cases.extend((0..60).map(|n| (0..3000_u64).map(|byte| mix(n * 3000 + byte) as u8).collect()));
    for case in cases {
        fs::write(&bad, &case).expect("writes");
        let report = verify(&bad, &at(Depth::Render)).expect("reads");
        assert!(!report.valid, "{} bytes passed", case.len());
    }
}

/// Builds a file that agrees with itself but whose record was altered, as a forger with the program would.
fn forged(change: impl Fn(&mut Record)) -> (tempfile::TempDir, PathBuf) {
    let sample = Sample::new(30);
    let mut record = Record {
        head: sample.head.clone(),
        ..Record::default()
    };
    sample
        .for_each_item(&mut |row| {
            record.items.push(row.clone());
            Ok(())
        })
        .expect("items");
    sample
        .for_each_change(&mut |row| {
            record.changes.push(row.clone());
            Ok(())
        })
        .expect("changes");
    sample
        .for_each_entry(&mut |row| {
            record.entries.push(row.clone());
            Ok(())
        })
        .expect("entries");
    change(&mut record);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("forged.pdf");
    export(&record, &path, &mut |_| true).expect("exports");
    (folder, path)
}

#[test]
fn a_record_that_contradicts_itself_is_found_even_under_a_good_seal() {
    let (_folder, good) = forged(|_| {});
    assert!(verify(&good, &at(Depth::Render)).expect("reads").valid);
    type Change = fn(&mut Record);
    let cases: [(&str, Change); 4] = [
        ("log entry", |record| record.entries[4].entry.push(' ')),
        ("log entry missing", |record| {
            record.entries.remove(6);
        }),
        ("decision", |record| record.items[3].decision = "deny2".into()),
        ("plan", |record| {
            record.changes.pop();
        }),
    ];
    for (what, change) in cases {
        let (_folder, path) = forged(change);
        let report = verify(&path, &at(Depth::Record)).expect("reads");
        assert!(!report.valid, "a forged {what} passed");
    }
}

#[test]
fn the_same_record_gives_the_same_bytes_twice_in_one_process() {
    let print = || {
        let mut out = Vec::new();
        export_to(&Sample::new(120), &mut out, &mut |_| true).expect("exports");
        out
    };
    assert!(print() == print());
}

#[test]
fn a_stopped_export_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("evidence.pdf");
    let mut asked = 0;
    let result = export(&Sample::new(2000), &path, &mut |_| {
        asked += 1;
        asked < 3
    });
    assert!(matches!(result, Err(countersign_evidence::EvidenceError::Cancelled)));
    assert_eq!(fs::read_dir(folder.path()).expect("reads").count(), 0);
}

#[test]
fn a_full_disk_is_an_error_and_leaves_nothing_behind() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let mut full = fs::OpenOptions::new().write(true).open("/dev/full").expect("opens");
    assert!(export_to(&Sample::new(500), &mut full, &mut |_| true).is_err());
}
