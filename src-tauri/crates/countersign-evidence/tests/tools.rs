//! Other people's programs open the evidence: qpdf, poppler, mupdf.

mod support;
#[path = "support/tool.rs"]
mod tool;

use std::fs;
use std::path::Path;

use countersign_evidence::{export, export_package};
use support::package::PackageSample;
use support::{NAMES, Sample};
use tool::run;

fn sample(folder: &Path, rows: u64) -> String {
    let path = folder.join("evidence.pdf");
    export(&Sample::new(rows), &path, &mut |_| true).expect("exports");
    path.to_str().expect("a path").to_owned()
}

#[test]
fn qpdf_and_mupdf_find_nothing_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = sample(folder.path(), 400);
    if let Some(text) = run("qpdf", &["--check", &file]) {
        assert!(text.contains("No syntax or stream encoding errors"), "{text}");
    }
    if let Some(text) = run("mutool", &["show", &file, "outline"]) {
        assert!(text.contains("Decisions") && text.contains("Methodology"), "{text}");
    }
    if let Some(text) = run("mutool", &["draw", "-F", "text", "-o", "/dev/null", &file]) {
        // Debian builds it without colour management; that is no fault of the file.
        let text = text.replace("warning: ICC support is not available", "");
        assert!(!text.contains("warning") && !text.contains("error"), "{text}");
    }
}

#[test]
fn every_name_in_every_script_is_readable_and_accounts_come_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = sample(folder.path(), 400);
    let Some(text) = run("pdftotext", &[&file, "-"]) else {
        return;
    };
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{202A}'..='\u{202E}'))
        .collect();
    for name in NAMES {
        // Poppler turns the two letters of the lam-alef ligature round; the file maps them in logical order.
        let name: String = name
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .replace("الأ", "األ");
        assert!(bare.contains(&name), "{name} cannot be read");
    }
    // A bracket is drawn by the other one's glyph where text runs from right to left.
    assert!(bare.contains("AnnaBerger(30)"), "brackets cannot be read");
    let mut at = 0;
    for row in 0..400 {
        let account = format!("user{row}@example.org");
        let found = bare[at..].find(&account);
        assert!(found.is_some(), "{account} is missing or out of order");
        at += found.unwrap_or(0);
    }
}

#[test]
fn every_font_is_embedded_cut_and_mapped_to_unicode() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = sample(folder.path(), 200);
    let Some(text) = run("pdffonts", &[&file]) else {
        return;
    };
    let fonts: Vec<&str> = text.lines().skip(2).collect();
    assert!(fonts.len() >= 9, "{text}");
    assert!(fonts.iter().all(|line| line.contains("yes yes yes")), "{text}");
}

#[test]
fn the_attachments_come_out_and_the_record_is_json() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = sample(folder.path(), 50);
    let out = folder.path().join("out");
    fs::create_dir(&out).expect("a folder");
    if run("pdfdetach", &["-saveall", "-o", out.to_str().expect("a path"), &file]).is_none() {
        return;
    }
    let record: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("evidence.json")).expect("attached")).expect("JSON");
    assert_eq!(record["items"].as_array().map(Vec::len), Some(50));
    let table = fs::read_to_string(out.join("evidence.csv")).expect("attached");
    assert_eq!(table.lines().count(), 51);
    assert!(out.join("manifest.json").exists());
}

#[test]
fn the_structure_is_what_pdf_a_asks_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = sample(folder.path(), 50);
    let bytes = fs::read(&file).expect("reads");
    assert!(bytes.starts_with(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n") && bytes.ends_with(b"%%EOF\n"));
    let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has(
        "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>"
    ));
    let Some(plain) = run(
        "qpdf",
        &[
            "--qdf",
            "--object-streams=disable",
            "--stream-data=preserve",
            &file,
            "-",
        ],
    ) else {
        return;
    };
    for wanted in [
        "/GTS_PDFA1",
        "/AFRelationship /Source",
        "/Subtype /application#2fjson",
        "/Subtype /text#2fcsv",
        "/N 3",
        "/Lang",
    ] {
        assert!(
            plain.contains(wanted) || plain.contains(&wanted.replace("#2f", "#2F")),
            "{wanted} is missing"
        );
    }
    let links = plain.matches("/Subtype /Link").count();
    assert!(links > 5 && plain.matches("/F 4\n").count() == links);
    assert!(!plain.contains("/Encrypt") && !plain.contains("/JavaScript") && !plain.contains("/SMask"));
}

#[test]
fn a_practice_store_says_so_on_every_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("practice.pdf");
    let mut sample = Sample::new(60);
    sample.head.document.practice = true;
    let report = export(&sample, &path, &mut |_| true).expect("exports");
    let Some(text) = run("pdftotext", &[path.to_str().expect("a path"), "-"]) else {
        return;
    };
    assert_eq!(text.matches("PRACTICE").count(), report.pages as usize);
}

#[test]
fn the_evidence_of_a_package_is_sound_and_its_first_page_is_the_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("package.pdf");
    let written = export_package(&PackageSample::new(150), &path, &mut |_| true).expect("exports");
    let file = path.to_str().expect("a path");
    if let Some(text) = run("qpdf", &["--check", file]) {
        assert!(text.contains("No syntax or stream encoding errors"), "{text}");
    }
    if let Some(text) = run("mutool", &["draw", "-F", "text", "-o", "/dev/null", file]) {
        let text = text.replace("warning: ICC support is not available", "");
        assert!(!text.contains("warning") && !text.contains("error"), "{text}");
    }
    let Some(text) = run("pdftotext", &["-l", "1", file, "-"]) else {
        return;
    };
    let totals = *written.totals.package().expect("a package");
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let said = bare(&text);
    for sentence in [
        "EVIDENCE OF AN ACCESS PACKAGE".to_owned(),
        "Treasury: release of payments".to_owned(),
        "of these 150 recorded here".to_owned(),
        format!(
            "{} were approved in every stage, {} denied, 0 not answered in time and 0 withdrawn.",
            totals.approved, totals.denied
        ),
        format!("{} are held now, and a read", totals.held),
        format!("{} assignments not proven by a read", totals.not_proven()),
        "1 person holds what nobody should hold together with it. 1 policy exception is in force.".to_owned(),
    ] {
        assert!(said.contains(&bare(&sentence)), "{sentence} is missing: {text}");
    }
    let table = run("pdftotext", &["-layout", "-l", "1", file, "-"]).unwrap_or_default();
    for (label, number) in [
        ("Held now", totals.held),
        ("Ended, gone", totals.seen_gone),
        ("All", 150),
    ] {
        let line = table.lines().find(|line| line.trim_start().starts_with(label));
        let words: Vec<&str> = line.unwrap_or_default().split_whitespace().collect();
        assert!(words.contains(&number.to_string().as_str()), "{label}: {table}");
    }
    let whole = run("pdftotext", &[file, "-"]).unwrap_or_default();
    let bare: String = whole.chars().filter(|c| !c.is_whitespace()).collect();
    for row in 0..150 {
        assert!(bare.contains(&format!("user{row}@example.org")), "row {row} is missing");
    }
}
