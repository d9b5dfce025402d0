//! What other programs take out of an evidence file.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The record inside a PDF, taken out by Poppler into a folder beside it.
pub fn record(pdf: &Path) -> Value {
    let folder = pdf.with_extension("parts");
    std::fs::create_dir(&folder).expect("a folder");
    let taken = Command::new("pdfdetach")
        .args(["-saveall", "-o"])
        .args([folder.as_path(), pdf])
        .status();
    assert!(taken.expect("pdfdetach").success());
    serde_json::from_slice(&std::fs::read(folder.join("evidence.json")).expect("the record")).expect("JSON")
}

/// The words of the first page.
pub fn first_page(pdf: &Path) -> String {
    let page = Command::new("pdftotext")
        .args(["-l", "1"])
        .args([pdf, Path::new("-")])
        .output();
    String::from_utf8(page.expect("pdftotext").stdout).expect("text")
}

/// The words of all pages, with one space between them.
pub fn words(pdf: &Path) -> String {
    let pages = Command::new("pdftotext").args([pdf, Path::new("-")]).output();
    let text = String::from_utf8(pages.expect("pdftotext").stdout).expect("text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
