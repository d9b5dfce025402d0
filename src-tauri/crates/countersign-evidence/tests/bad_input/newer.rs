//! What a newer program wrote is told from what is damaged.

use countersign_evidence::{EvidenceError, Prover, Step, look, rows};

use crate::forge::{Forged, PROOF, RECORD};
use crate::support::Sample;
use crate::support::signed_log::signed;
use crate::{Folder, names, verdict};

const SENTENCE: &str = "written by a newer version: get a newer verifier";

#[test]
fn a_record_of_a_newer_version_says_that_a_newer_program_made_it() {
    let folder = Folder::fresh();
    let (path, whole) = folder.export("whole.pdf", &Sample::new(20), None);
    let mut forged = Forged::of(&whole);
    forged.edit(RECORD, |text| {
        let text = text.replacen("{\"countersignEvidence\":2,", "{\"countersignEvidence\":3,", 1);
        // Parts and fields nobody knows today come with it.
        text.replacen(
            "\"document\":{",
            "\"weather\":{\"sunny\":true},\n\"document\":{\"mood\":[1,{}],",
            1,
        )
    });
    let report = folder.verdict(&forged.bytes());
    names(&report, Step::Record, RECORD, SENTENCE);
    assert_eq!(
        report.findings.iter().filter(|one| one.place == RECORD).count(),
        1,
        "{report:#?}"
    );
    std::fs::write(&path, forged.bytes()).expect("writes");
    assert!(matches!(look(&path), Err(EvidenceError::Newer { version: 3 })));
    assert!(matches!(
        rows(&path, "items", 0, 9, ""),
        Err(EvidenceError::Newer { version: 3 })
    ));
}

#[test]
fn parts_that_nobody_knows_in_a_record_of_this_version_are_named_by_their_line() {
    let folder = Folder::fresh();
    let (_, whole) = folder.export("whole.pdf", &Sample::new(20), None);
    for (before, after, line) in [
        ("\"document\":{", "\"weather\":{},\n\"document\":{", "line 2"),
        (
            "{\"countersignEvidence\":2,",
            "{\"countersignEvidence\":2,\"evidence\":\"weather\",",
            "line 1",
        ),
        (
            "\"totals\":{",
            "\"totals\":{\"weather\":1,",
            "is not what this version writes",
        ),
    ] {
        let mut forged = Forged::of(&whole);
        forged.edit(RECORD, |text| text.replacen(before, after, 1));
        names(&folder.verdict(&forged.bytes()), Step::Record, RECORD, line);
    }
}

#[test]
fn a_seal_a_proof_and_a_row_of_a_newer_version_say_so_too() {
    let folder = Folder::fresh();
    let (path, whole) = folder.export("whole.pdf", &signed(20), None);
    let at = whole
        .windows(19)
        .rposition(|window| window == b"%countersign-seal 1")
        .expect("an ending");
    let mut newer = whole.clone();
    newer[at + 18] = b'2';
    names(&folder.verdict(&newer), Step::Seal, "end of the file", SENTENCE);

    let mut forged = Forged::of(&whole);
    forged.edit(PROOF, |text| {
        let text = text.replacen("\"countersignProof\":1", "\"countersignProof\":2", 1);
        text.replacen("\"nodes\":[", "\"tiles\":[[1]],\"nodes\":[", 1)
    });
    names(&folder.verdict(&forged.bytes()), Step::Proof, PROOF, SENTENCE);

    let row = Prover::load(&path).expect("loads").item(3).expect("an item");
    let text = serde_json::to_string(&row).expect("JSON");
    let newer = text.replacen("{\"countersignRow\":1,", "{\"countersignRow\":12,\"tiles\":[],", 1);
    let path = folder.at("row.json");
    std::fs::write(&path, newer).expect("writes");
    names(
        &verdict(&path),
        Step::Record,
        "the file",
        "newer version: get a newer verifier",
    );
    std::fs::write(
        &path,
        text.replacen("{\"countersignRow\":1,", "{\"countersignRow\":1,\"tiles\":[],", 1),
    )
    .expect("writes");
    names(
        &verdict(&path),
        Step::Record,
        "the file",
        "It is not a row as this version writes it",
    );
}
