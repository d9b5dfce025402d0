//! Pages and attachments exchanged, within a file and between two.

use countersign_evidence::{EvidenceError, LogSource, Step};

use crate::forge::{Forged, MANIFEST, PROOF, RECORD, TABLE};
use crate::support::Sample;
use crate::support::signed_log::signed;
use crate::{Folder, names, signing};

#[test]
fn two_pages_exchanged_are_both_named() {
    let folder = Folder::fresh();
    let (_, whole) = folder.export("whole.pdf", &Sample::new(30), Some(&signing::generated()));
    let mut forged = Forged::of(&whole);
    // As it lies there: the seal and the signature speak.
    let pages = ["page 5", "page 6"].map(|name| forged.part(name).clone());
    let at = |page: &[u8]| {
        whole
            .windows(page.len())
            .position(|window| window == page)
            .expect("a page")
    };
    let (five, six) = (at(&pages[0]), at(&pages[1]));
    let between = &whole[five + pages[0].len()..six];
    let swapped = [
        &whole[..five],
        &pages[1],
        between,
        &pages[0],
        &whole[six + pages[1].len()..],
    ]
    .concat();
    assert_eq!(swapped.len(), whole.len());
    let report = folder.verdict(&swapped);
    names(&report, Step::Seal, "page 5", "were changed");
    names(&report, Step::Seal, "page 6", "were changed");
    names(
        &report,
        Step::Signature,
        "signature",
        "The file is not what CN=Contoso Bank",
    );

    // The seal made anew: what the pages say is held against the record.
    let (_, whole) = folder.export("bare.pdf", &Sample::new(30), None);
    let mut forged = Forged::of(&whole);
    assert_eq!(forged.bytes(), whole, "the forger changes nothing else");
    let pages = ["page 5", "page 6"].map(|name| forged.part(name).clone());
    forged.part("page 5").clone_from(&pages[1]);
    forged.part("page 6").clone_from(&pages[0]);
    names(
        &folder.verdict(&forged.bytes()),
        Step::Render,
        "page 5",
        "the file is not what its record prints",
    );
}

#[test]
fn a_page_of_another_evidence_file_is_named() {
    let folder = Folder::fresh();
    let (_, whole) = folder.export("whole.pdf", &Sample::new(30), None);
    let mut other = Sample::new(31);
    other.head.document.document_id = "another".into();
    let (_, theirs) = folder.export("theirs.pdf", &other, None);
    let mut forged = Forged::of(&whole);
    *forged.part("page 6") = Forged::of(&theirs).part("page 6").clone();
    names(
        &folder.verdict(&forged.bytes()),
        Step::Render,
        "page 6",
        "the file is not what its record prints",
    );
}

#[test]
fn a_record_of_another_file_is_named() {
    let folder = Folder::fresh();
    let (_, whole) = folder.export("whole.pdf", &Sample::new(30), None);
    let (_, theirs) = folder.export("theirs.pdf", &Sample::new(31), None);
    let mut theirs = Forged::of(&theirs);
    let mut forged = Forged::of(&whole);
    *forged.part(RECORD) = theirs.part(RECORD).clone();
    let report = folder.verdict(&forged.bytes());
    names(&report, Step::Record, "root", "is not the one the seal states");
    names(&report, Step::Record, MANIFEST, "names another record");
    // Table and manifest taken over with it: the seal still states the root of the first.
    for name in [TABLE, MANIFEST] {
        *forged.part(name) = theirs.part(name).clone();
    }
    names(
        &folder.verdict(&forged.bytes()),
        Step::Record,
        "root",
        "is not the one the seal states",
    );
}

#[test]
fn another_table_is_named_even_where_the_manifest_was_made_to_fit() {
    let folder = Folder::fresh();
    let (_, whole) = folder.export("whole.pdf", &Sample::new(30), None);
    let mut forged = Forged::of(&whole);
    let table = forged.plain(TABLE);
    forged.edit(TABLE, |text| text.replacen("approve", "deny", 1));
    names(
        &folder.verdict(&forged.bytes()),
        Step::Record,
        TABLE,
        "It is not the table that the manifest names.",
    );
    let hash = |plain: &[u8]| {
        use sha2::Digest;
        countersign_evidence::root::to_hex(&sha2::Sha256::digest(plain))
    };
    let (before, now) = (hash(&table), hash(&forged.plain(TABLE)));
    forged.edit(MANIFEST, |text| text.replace(&before, &now));
    names(
        &folder.verdict(&forged.bytes()),
        Step::Render,
        TABLE,
        "the file is not what its record prints",
    );
    let kept: Vec<_> = forged.parts.drain(..).filter(|(name, _)| name != TABLE).collect();
    forged.parts = kept;
    names(
        &folder.verdict(&forged.bytes()),
        Step::Record,
        TABLE,
        "The table is missing.",
    );
}

#[test]
fn the_proof_of_another_store_is_named() {
    let folder = Folder::fresh();
    let (_, whole) = folder.export("whole.pdf", &signed(30), None);
    let (_, theirs) = folder.export("theirs.pdf", &signed(40), None);
    let mut forged = Forged::of(&whole);
    *forged.part(PROOF) = Forged::of(&theirs).part(PROOF).clone();
    names(
        &folder.verdict(&forged.bytes()),
        Step::Proof,
        PROOF,
        "another signed state than the record's",
    );
    let kept: Vec<_> = forged.parts.drain(..).filter(|(name, _)| name != PROOF).collect();
    forged.parts = kept;
    names(
        &folder.verdict(&forged.bytes()),
        Step::Proof,
        PROOF,
        "The proof of the entries is missing.",
    );
    // A store's own hashes under this checkpoint.
    let mut forged = Forged::of(&whole);
    let first = {
        let mut nodes = Vec::new();
        let visit = &mut |node: &countersign_evidence::root::Hash| {
            nodes.push(countersign_evidence::root::to_hex(node));
            Ok::<(), EvidenceError>(())
        };
        signed(30).for_each_proof_node(visit).expect("nodes");
        nodes.swap_remove(0)
    };
    forged.edit(PROOF, |text| text.replace(&first, &"7".repeat(64)));
    names(
        &folder.verdict(&forged.bytes()),
        Step::Proof,
        PROOF,
        "are not those of the signed log",
    );
}
