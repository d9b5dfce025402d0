//! Bad evidence, one kind after the other: each is named with its check and its place, none is accepted, and none
//! takes more time or memory than an honest file of its size might.

#[path = "bad_input/bomb.rs"]
mod bomb;
#[path = "bad_input/forge.rs"]
mod forge;
#[path = "bad_input/newer.rs"]
mod newer;
#[path = "bad_input/saved.rs"]
mod saved;
#[path = "support/signing.rs"]
mod signing;
#[path = "bad_input/sum.rs"]
mod sum;
mod support;
#[path = "bad_input/swapped.rs"]
mod swapped;
#[path = "support/tool.rs"]
mod tool;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use countersign_evidence::{
    Depth, RecordSource, Severity, Signer, Step, VerifyOptions, VerifyReport, export_signed, look, rows, verify,
};

/// On a loaded machine and without optimization; a sixtieth of it elsewhere.
const SOON: Duration = Duration::from_secs(120);

pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn fresh() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// An evidence file, its path and its bytes.
    pub fn export(&self, name: &str, record: &dyn RecordSource, by: Option<&dyn Signer>) -> (PathBuf, Vec<u8>) {
        let path = self.at(name);
        export_signed(record, &path, by, &mut |_| true).expect("exports");
        let bytes = fs::read(&path).expect("reads");
        (path, bytes)
    }

    /// The verdict on these bytes; the viewer opens them as well.
    pub fn verdict(&self, bytes: &[u8]) -> VerifyReport {
        let path = self.at("bad.pdf");
        fs::write(&path, bytes).expect("writes");
        verdict(&path)
    }
}

pub fn verdict(path: &Path) -> VerifyReport {
    let started = Instant::now();
    let options = VerifyOptions {
        depth: Depth::Render,
        ..VerifyOptions::default()
    };
    let report = verify(path, &options).expect("reads");
    // What is wrong with it is said by the verdict; the viewer need only come back.
    let _ = look(path);
    for section in ["items", "entries", "no such list"] {
        let _ = rows(path, section, 0, 50, "anna");
    }
    let took = started.elapsed();
    assert!(took < SOON, "{took:?}");
    report
}

/// That the file is not valid, and that this check says this of this place.
#[track_caller]
pub fn names(report: &VerifyReport, check: Step, place: &str, words: &str) {
    assert!(!report.valid, "accepted: {:?}", report.checked);
    let said = report
        .findings
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .any(|one| one.check == check && one.place == place && one.message.contains(words));
    assert!(said, "{check:?}, {place}: {words}: {:#?}", report.findings);
}

/// That something a reader must know is said, be it an error or not.
#[track_caller]
pub fn tells(report: &VerifyReport, place: &str, words: &str) {
    let said = |one: &countersign_evidence::Finding| one.place == place && one.message.contains(words);
    assert!(
        report.findings.iter().any(said),
        "{place}: {words}: {:#?}",
        report.findings
    );
}
