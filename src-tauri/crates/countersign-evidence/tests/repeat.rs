//! The same record gives the same bytes: in one process and in the next, signed or not, on either paper.

#[path = "support/signing.rs"]
mod signing;
mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use countersign_evidence::{KeySigner, Signer, export_signed};
use support::Sample;

/// Tells a child of this test where certificate and key lie.
const CHILD: &str = "COUNTERSIGN_TEST_REPEAT";

/// SHA-256 of the four files, one a line, in the order of the loops.
fn printed(folder: &Path) -> String {
    let read = |name: &str| fs::read(folder.join(name)).expect("certificate and key");
    let signer = KeySigner::new(vec![read("certificate")], &read("key")).expect("a signer");
    let mut out = String::new();
    for paper in ["A4", "letter"] {
        for by in [None, Some(&signer as &dyn Signer)] {
            let mut sample = Sample::new(250);
            sample.head.document.paper = paper.into();
            let path = folder.join(format!("{}.pdf", std::process::id()));
            let report = export_signed(&sample, &path, by, &mut |_| true).expect("exports");
            out.push_str(&format!("sum {}\n", report.sha256));
        }
    }
    out
}

#[test]
fn the_same_record_gives_the_same_bytes_in_every_process_signed_or_not_on_either_paper() {
    if let Some(folder) = std::env::var_os(CHILD) {
        print!("\n{}", printed(Path::new(&folder)));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (certificate, key) = signing::parts();
    fs::write(folder.path().join("certificate"), certificate).expect("writes");
    fs::write(folder.path().join("key"), key).expect("writes");
    let here = printed(folder.path());
    assert_eq!(here, printed(folder.path()), "twice in one process");
    let mut sums: Vec<&str> = here.lines().collect();
    sums.sort_unstable();
    sums.dedup();
    assert_eq!(sums.len(), 4, "paper and signature make a difference");
    for _ in 0..2 {
        let name = "the_same_record_gives_the_same_bytes_in_every_process_signed_or_not_on_either_paper";
        let mut child = Command::new(std::env::current_exe().expect("this program"));
        child.args(["--exact", name, "--nocapture"]).env(CHILD, folder.path());
        let said = String::from_utf8(child.output().expect("a child").stdout).expect("UTF-8");
        let there: String = said
            .lines()
            .filter(|line| line.starts_with("sum "))
            .map(|line| format!("{line}\n"))
            .collect();
        assert_eq!(here, there, "in another process");
    }
}
