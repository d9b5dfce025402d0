//! The redacted form has the root of the full one, and nothing of the people in it.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use countersign_evidence::{
    Depth, EvidenceError, Redaction, VerifyOptions, VerifyReport, export, export_package, redact, verify,
};
use support::package::PackageSample;
use support::{NAMES, Sample};

fn checked(path: &Path, root: &str) -> VerifyReport {
    let options = VerifyOptions {
        depth: Depth::Render,
        expected_root: Some(root.to_owned()),
        expected_log_head: None,
        expected_checkpoint: None,
    };
    let report = verify(path, &options).expect("reads");
    assert!(report.valid, "{:#?}", report.findings);
    report
}

/// Redacts, verifies both, and answers the record and the text of the redacted one.
fn redacted(full: &Path, root: &str, folder: &Path) -> (String, String) {
    let out = folder.join("redacted.pdf");
    let done = redact(full, &out, None, &mut |_| true).expect("redacts");
    assert!(matches!(done, Redaction::Written(report) if report.root == root));
    let whole = checked(full, root);
    let report = checked(&out, root);
    assert!(report.redacted && report.withheld > 0 && !whole.redacted && whole.withheld == 0);
    assert_eq!(report.totals, whole.totals);
    let text = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).output().ok()?;
        assert!(output.status.success(), "{output:?}");
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let out = out.to_str().expect("a path");
    let parts = folder.join("parts");
    fs::create_dir(&parts).expect("a folder");
    let Some(_) = text("pdfdetach", &["-saveall", "-o", parts.to_str().expect("a path"), out]) else {
        return Default::default();
    };
    let pages = text("pdftotext", &["-layout", out, "-"]).unwrap_or_default();
    let part = |name: &str| fs::read_to_string(parts.join(name)).expect("attached");
    (part("evidence.json") + &part("evidence.csv"), pages)
}

#[test]
fn a_redacted_review_has_the_root_of_the_full_one_and_no_person_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let full = folder.path().join("full.pdf");
    let root = export(&Sample::new(300), &full, &mut |_| true).expect("exports").root;
    let (record, pages) = redacted(&full, &root, folder.path());
    if record.is_empty() {
        return;
    }
    for secret in NAMES
        .iter()
        .copied()
        .chain(["user7@example.org", "Still on the team", "NHB-WS", "c5c5c5"])
    {
        assert!(!record.contains(secret), "{secret} stands in the record");
        assert!(!pages.contains(secret), "{secret} stands on a page");
    }
    assert!(record.contains("\"who\":\"p-") && pages.contains("p-"));
    let count = pages.matches('\u{c}').count();
    assert_eq!(pages.matches("REDACTED").count(), count, "every page says so");
}

#[test]
fn a_redacted_package_has_the_root_of_the_full_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let full = folder.path().join("full.pdf");
    let mut sample = PackageSample::new(60);
    sample.head.document.document_key = "7b".repeat(32);
    let root = export_package(&sample, &full, &mut |_| true).expect("exports").root;
    let (record, _) = redacted(&full, &root, folder.path());
    assert!(!record.contains("Emma Clarke"));
    // What is redacted can be redacted again, and stays the same.
    let (one, two) = (folder.path().join("redacted.pdf"), folder.path().join("twice.pdf"));
    redact(&one, &two, None, &mut |_| true).expect("redacts");
    assert!(fs::read(one).expect("reads") == fs::read(two).expect("reads"));
}

#[test]
fn a_document_without_a_key_of_its_own_is_not_redacted() {
    let folder = tempfile::tempdir().expect("a folder");
    let (full, out) = (folder.path().join("full.pdf"), folder.path().join("out.pdf"));
    let mut sample = Sample::new(20);
    sample.head.document.document_key.clear();
    export(&sample, &full, &mut |_| true).expect("exports");
    assert!(matches!(
        redact(&full, &out, None, &mut |_| true),
        Err(EvidenceError::NoKey)
    ));
    assert!(!out.exists());
}
