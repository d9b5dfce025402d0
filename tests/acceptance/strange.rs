//! Everything that the fuzzer found worth keeping, and what people thought of: each is refused or opened, soon, and
//! nothing panics.

#[allow(dead_code, reason = "only the fuzzer itself sets how a fault ends")]
#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use countersign_tests::practice::Practice;
use serde_json::json;

/// No input is larger than a few thousand bytes, so each is done in a moment; a slow machine at work is given more.
const SOON: Duration = Duration::from_secs(120);
/// What all inputs together may take beyond what was held before, in KiB.
const MOST: u64 = 256 * 1024;

fn corpus(door: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(door);
    let listed = std::fs::read_dir(&folder).unwrap_or_else(|problem| panic!("{}: {problem}", folder.display()));
    let mut files: Vec<PathBuf> = listed.flatten().map(|one| one.path()).collect();
    files.sort();
    assert!(files.len() >= 3, "{} holds {} inputs", folder.display(), files.len());
    files
}

/// The most memory this process has held, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or_default()
}

fn name(path: &Path) -> std::borrow::Cow<'_, str> {
    path.file_name().unwrap_or_default().to_string_lossy()
}

/// One test, as the memory of the process is measured, and a second test would have its part in it.
#[test]
fn every_kept_input_is_refused_or_opened_soon_and_within_bounds_and_changes_nothing_at_the_desk() {
    kept_inputs_are_refused_or_opened_soon_and_within_bounds();
    a_strange_workbook_and_a_strange_answer_end_at_the_desk_as_a_problem_and_change_nothing();
}

/// What the fuzzer starts from is what really travels; otherwise it would only ever knock.
fn what_is_whole_is_opened() {
    use countersign_packet::{Approval, Approvals, Offers, Request};
    fn is_read<B: countersign_packet::Body>(name: &str) -> bool {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fuzz/corpus/request")
            .join(name);
        let bytes = std::fs::read(&path).expect("an input");
        let read = fuzz::body::read::<B>(&bytes[1..]);
        read.is_some_and(|body| serde_json::to_vec(&body).is_ok_and(|again| again == bytes[1..]))
    }
    assert!(is_read::<Approvals>("approvals") && is_read::<Approval>("approval"));
    assert!(is_read::<Offers>("offers") && is_read::<Request>("request"));
}

fn kept_inputs_are_refused_or_opened_soon_and_within_bounds() {
    what_is_whole_is_opened();
    let before = peak();
    for (door, enter) in fuzz::DOORS {
        for path in corpus(door) {
            let bytes = std::fs::read(&path).expect("an input");
            let begun = Instant::now();
            let ended = std::panic::catch_unwind(|| enter(&bytes));
            assert!(ended.is_ok(), "{door}/{} panics", name(&path));
            let took = begun.elapsed();
            assert!(took < SOON, "{door}/{} took {took:?}", name(&path));
        }
        let held = peak().saturating_sub(before);
        assert!(held < MOST, "after “{door}” {held} KiB more are held");
    }
}

fn a_strange_workbook_and_a_strange_answer_end_at_the_desk_as_a_problem_and_change_nothing() {
    let practice = Practice::at("2026-09-01T08:00:00Z".parse().expect("a moment"));
    let folder = practice.store().with_file_name("strange");
    std::fs::create_dir_all(&folder).expect("a folder");
    let entries = |practice: &Practice| practice.call("audit.list", json!({ "limit": 0 }))["total"].clone();
    let before = entries(&practice);
    for path in corpus("workbook") {
        let bytes = std::fs::read(&path).expect("an input");
        let file = folder.join(format!("{}.xlsx", name(&path)));
        std::fs::write(&file, fuzz::workbook::file(&bytes)).expect("a file");
        let ended = practice.job("packet.takeWorkbook", json!({ "path": file }));
        let problem = ended.err().unwrap_or_else(|| panic!("{} was taken in", name(&path)));
        assert!(problem.message.ends_with('.'), "{}: {}", name(&path), problem.message);
        assert_ne!(problem.code.as_deref(), Some("panic"), "{}", name(&path));
    }
    for (door, operation) in [("sealed", "packet.takeIn"), ("envelope", "packet.takeIn")] {
        for path in corpus(door) {
            let ended = practice.job(operation, json!({ "paths": [path] }));
            assert!(ended.is_err(), "{door}/{} was taken in", name(&path));
        }
    }
    assert_eq!(entries(&practice), before, "nothing was written");
}
