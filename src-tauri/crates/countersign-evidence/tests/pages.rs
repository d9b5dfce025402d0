//! What the pages say, as foreign programs read them: the answer first, every line of the checklist, true page
//! numbers, nothing outside the paper.

mod support;

use std::path::Path;
use std::process::Command;

use countersign_evidence::{Depth, Redaction, VerifyOptions, export, redact, verify};
use support::Sample;

/// Runs a tool; none where it is not installed and nobody insists.
fn run(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(_) if std::env::var("REQUIRE_TOOLS").as_deref() != Ok("1") => None,
        Err(problem) => panic!("{program} is missing: {problem}"),
    }
}

fn printed(folder: &Path, rows: u64, kind: &str) -> (String, Vec<String>) {
    let path = folder.join(format!("{kind}-{rows}.pdf"));
    let mut sample = Sample::new(rows);
    sample.dress(kind);
    let report = export(&sample, &path, &mut |_| true).expect("exports");
    let file = path.to_str().expect("a path").to_owned();
    let text = run("pdftotext", &["-layout", &file, "-"]).unwrap_or_default();
    let pages: Vec<String> = text.split('\u{C}').map(str::to_owned).collect();
    assert!(text.is_empty() || pages.len() == report.pages as usize + 1);
    (file, pages)
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_first_page_read_aloud_is_the_answer_in_its_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, _) = printed(folder.path(), 400, "");
    let Some(text) = run("pdftotext", &["-l", "1", &file, "-"]) else {
        return;
    };
    let said = flat(&text);
    let mut at = 0;
    for sentence in [
        "EVIDENCE OF AN ACCESS REVIEW",
        "Quarterly review of privileged and finance groups, Q3 2026",
        "The period covered is 2026-07-01 to 2026-09-30. It answers control IAM-07, Periodic access review.",
        "The population is complete. Memberships of the groups in scope: 407 at the source, 407 loaded, of these 400 \
         in scope and 7 left out by rule; the sums add up.",
        "40 reviewers were asked: 32 decided everything they were asked, 8 a part of it, 0 nothing. People decided 371 \
         of 400 items (92.8 %), the program 29. Nobody decided on their own access.",
        "Of 400 items, exactly those in scope, 333 were approved, 26 denied, 12 answered with “don’t know” and 29 not \
         reviewed. 100 items are privileged.",
        "26 changes were planned. 26 of them were applied or found already so. A later read of the directory on \
         2026-09-16 09:00:00 UTC proves 25 gone and shows 1 still effective.",
        "Still open at this export: 1 change not seen gone; 1 access that came back; 8 remediation tasks; 3 findings; \
         29 items nobody reviewed.",
        "ended in time, on 2026-09-15 08:00:00 UTC.",
        "This lies inside the period of the control.",
        "Ingrid Falk, Chief Information Security Officer, acknowledged the result for the management on 2026-09-21.",
        "The audit log, of 405 entries, was signed with the key nordhafen.example/log.",
        "This document is complete; nothing is withheld. It is kept until 2033-09-22",
        "Root: SHA-256 over the whole record",
    ] {
        let found = said[at..].find(sentence);
        assert!(found.is_some(), "{sentence} is missing or out of order: {said}");
        at += found.unwrap_or(0) + sentence.len();
    }
}

#[test]
fn every_line_of_the_checklist_leads_to_a_page_that_has_its_chapter() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, pages) = printed(folder.path(), 200, "");
    if pages.len() < 4 {
        return;
    }
    assert!(pages[2].contains("Where the auditor’s checklist is answered"));
    for line in 1..=40 {
        let code = format!("E{line:02} ");
        let row = pages[2].lines().find(|row| row.trim_start().starts_with(&code));
        let row = row.unwrap_or_else(|| panic!("{code} is missing: {}", pages[2]));
        let columns: Vec<&str> = row
            .split("   ")
            .map(str::trim)
            .filter(|column| !column.is_empty())
            .collect();
        let page: usize = columns.last().and_then(|page| page.parse().ok()).unwrap_or(0);
        let chapter = flat(columns[columns.len() - 2]);
        let target = pages
            .get(page.wrapping_sub(1))
            .map(|page| flat(page))
            .unwrap_or_default();
        let there = target.contains(&chapter) || (page == 1 && chapter == "Result at a glance");
        assert!(there, "{row}: page {page} has no chapter {chapter}");
    }
}

#[test]
fn the_contents_name_the_page_of_every_chapter() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, pages) = printed(folder.path(), 200, "");
    if pages.len() < 4 {
        return;
    }
    let mut chapters = 0;
    for row in pages[1].lines() {
        let Some((title, page)) = row.trim().rsplit_once("   ") else {
            continue;
        };
        let Ok(page) = page.trim().parse::<usize>() else {
            continue;
        };
        let title = flat(title.split("   ").next().unwrap_or_default());
        chapters += 1;
        assert!(
            title == "Result at a glance" || flat(&pages[page - 1]).contains(&title),
            "{title}: {page}"
        );
    }
    assert_eq!(chapters, 16, "{}", pages[1]);
}

#[test]
fn a_redacted_document_says_so_on_every_page_and_nobody_without_a_name_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let (full, _) = printed(folder.path(), 60, "");
    let out = folder.path().join("redacted.pdf");
    let done = redact(Path::new(&full), &out, None, &mut |_| true).expect("redacts");
    assert!(matches!(done, Redaction::Written(_)));
    let Some(text) = run("pdftotext", &["-layout", out.to_str().expect("a path"), "-"]) else {
        return;
    };
    let pages: Vec<&str> = text.split('\u{C}').collect();
    for (number, page) in pages.iter().enumerate().take(pages.len() - 1) {
        assert!(page.contains("REDACTED"), "page {}", number + 1);
    }
    assert!(flat(pages[0]).contains("This is a redacted document"));
    let whole = flat(&text);
    assert!(whole.matches(" p-").count() > 60, "{whole}");
}

#[test]
fn nothing_stands_outside_the_margins_whatever_its_length() {
    let folder = tempfile::tempdir().expect("a folder");
    for kind in ["", "long"] {
        let (file, _) = printed(folder.path(), 60, kind);
        let Some(boxes) = run("pdftotext", &["-bbox", &file, "-"]) else {
            return;
        };
        let value = |line: &str, name: &str| -> Option<f64> {
            line.split(&format!("{name}=\""))
                .nth(1)?
                .split('"')
                .next()?
                .parse()
                .ok()
        };
        let (mut width, mut height, mut words) = (0.0, 0.0, 0);
        for line in boxes.lines().map(str::trim) {
            if line.starts_with("<page") {
                width = value(line, "width").unwrap_or(0.0);
                height = value(line, "height").unwrap_or(0.0);
            } else if let (true, Some(left), Some(right), Some(low)) = (
                line.starts_with("<word"),
                value(line, "xMin"),
                value(line, "xMax"),
                value(line, "yMax"),
            ) {
                words += 1;
                assert!(
                    left >= 39.0 && right <= width - 38.0 && low <= height - 20.0,
                    "{kind} {line}"
                );
            }
        }
        assert!(words > 1000);
    }
}

#[test]
fn reviews_of_no_item_and_of_one_are_printed_and_verify() {
    let folder = tempfile::tempdir().expect("a folder");
    for rows in [0, 1, 2] {
        let (file, _) = printed(folder.path(), rows, "");
        let options = VerifyOptions {
            depth: Depth::Render,
            ..VerifyOptions::default()
        };
        let report = verify(Path::new(&file), &options).expect("reads");
        assert!(report.valid, "{rows}: {:?}", report.findings);
    }
}
