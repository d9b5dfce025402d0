//! Evidence of an access package: verifies as a review's does, and a record that contradicts itself does not.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use countersign_evidence::{
    Depth, EmbeddedPackage, Kind, PackageRecord, PackageSource, Severity, VerifyOptions, VerifyReport, export_package,
    export_package_to, verify,
};
use support::package::PackageSample;

fn written(rows: u64, folder: &Path) -> (PathBuf, String) {
    let path = folder.join("evidence.pdf");
    let report = export_package(&PackageSample::new(rows), &path, &mut |_| true).expect("exports");
    (path, report.root)
}

fn at(depth: Depth) -> VerifyOptions {
    VerifyOptions {
        depth,
        ..VerifyOptions::default()
    }
}

/// The whole record in memory.
fn gathered(source: &dyn PackageSource) -> PackageRecord {
    let mut record = PackageRecord {
        head: source.head().clone(),
        ..PackageRecord::default()
    };
    let mut assignments = Vec::new();
    source
        .for_each_assignment(&mut |row| {
            assignments.push(row.clone());
            Ok(())
        })
        .expect("assignments");
    source
        .for_each_request(&mut |row| {
            record.requests.push(row.clone());
            Ok(())
        })
        .expect("requests");
    source
        .for_each_entry(&mut |row| {
            record.entries.push(row.clone());
            Ok(())
        })
        .expect("entries");
    record.assignments = assignments;
    record
}

#[test]
fn evidence_of_a_package_verifies_in_full_depth_and_says_its_kind() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, root) = written(60, folder.path());
    let options = VerifyOptions {
        depth: Depth::Render,
        expected_root: Some(root.clone()),
        expected_log_head: None,
        expected_checkpoint: None,
    };
    let report = verify(&path, &options).expect("reads");
    assert!(report.valid, "{:?}", report.findings);
    assert_eq!((report.kind, report.root), (Some(Kind::AccessPackage), Some(root)));
    let totals = *report
        .totals
        .as_ref()
        .and_then(|totals| totals.package())
        .expect("totals");
    assert_eq!((totals.assignments, totals.requests), (60, 63));
    assert_eq!(totals.held + totals.ended + totals.under_way + totals.failed, 60);
    assert_eq!(totals.by_request + totals.by_administrator + totals.by_rule, 60);
    assert_eq!(report.checked.len(), 4, "{:?}", report.checked);
}

#[test]
fn the_record_of_a_package_comes_out_of_its_file_as_it_went_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _) = written(40, folder.path());
    let read = EmbeddedPackage::open(&path).expect("a record");
    assert_eq!(gathered(&read), gathered(&PackageSample::new(40)));
}

#[test]
fn one_changed_byte_anywhere_in_the_file_of_a_package_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _) = written(12, folder.path());
    let whole = fs::read(&path).expect("reads");
    let bad = folder.path().join("bad.pdf");
    let edges = (0..300).chain(whole.len() - 900..whole.len());
    for (round, position) in edges.chain((0..whole.len()).step_by(whole.len() / 800)).enumerate() {
        let mut copy = whole.clone();
        copy[position] ^= 1 << (round % 8);
        fs::write(&bad, &copy).expect("writes");
        let report = verify(&bad, &at(Depth::Seal)).expect("reads");
        assert!(!report.valid, "byte {position} was changed and nothing found");
    }
}

/// What the record check says of a file that agrees with its seal, after `change` to its record.
fn forged(change: impl Fn(&mut PackageRecord)) -> VerifyReport {
    let mut record = gathered(&PackageSample::new(30));
    change(&mut record);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("forged.pdf");
    export_package(&record, &path, &mut |_| true).expect("exports");
    verify(&path, &at(Depth::Record)).expect("reads")
}

#[test]
fn a_record_whose_counts_or_claims_do_not_agree_is_refused_even_under_a_good_seal() {
    assert!(forged(|_| {}).valid);
    type Change = fn(&mut PackageRecord);
    let cases: [(&str, &str, Change); 9] = [
        ("an assignment left out", "The assignments do not add up", |record| {
            record.assignments.pop();
        }),
        ("a request left out", "The requests do not add up", |record| {
            record.requests.pop();
        }),
        ("fewer in the ledger", "The assignments do not add up", |record| {
            record.head.reconciliation.assignments.stored -= 1;
        }),
        ("an ended one called held", "are held, the ledger has", |record| {
            let ended = record.assignments.iter_mut().find(|one| one.has_ended()).expect("one");
            ended.state = "delivered".into();
        }),
        (
            "a version that is not there",
            "has no version 7 of policy 4",
            |record| {
                record.assignments[3].policy_version = 7;
            },
        ),
        ("a stage that was denied", "Not every stage of request", |record| {
            record.assignments[0].requests[0].stages[1].result = Some("deny".into());
        }),
        (
            "an answer nobody gave",
            "No answer gives the result of stage 1",
            |record| {
                record.assignments[0].requests[0].stages[0].answers.clear();
            },
        ),
        ("a read that is not there", "has no read 99", |record| {
            record.assignments[0].entitlements[0].gone_in = Some(99);
        }),
        (
            "a log entry that is not there",
            "log entries that are not in the record",
            |record| {
                record.entries.remove(8);
            },
        ),
    ];
    for (what, sentence, change) in cases {
        let report = forged(change);
        assert!(!report.valid, "a record with {what} passed");
        let errors: Vec<&str> = report
            .findings
            .iter()
            .filter(|one| one.severity == Severity::Error)
            .map(|one| one.message.as_str())
            .collect();
        assert!(
            errors.iter().any(|message| message.contains(sentence)),
            "{what} gave {errors:?}"
        );
    }
}

#[test]
fn the_same_record_of_a_package_gives_the_same_bytes() {
    let print = || {
        let mut out = Vec::new();
        export_package_to(&PackageSample::new(50), &mut out, &mut |_| true).expect("exports");
        out
    };
    assert!(print() == print());
}

#[test]
fn a_package_that_nobody_ever_held_has_evidence_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("empty.pdf");
    export_package(&PackageRecord::default(), &path, &mut |_| true).expect("exports");
    let report = verify(&path, &at(Depth::Render)).expect("reads");
    assert!(report.valid, "{:?}", report.findings);
}
