//! A copy of a workstation's folder, and a workstation that a follower does not know.

use std::fs;

use countersign_tests::cli::Cli;

use crate::two::{Two, in_step, look, lying, number, text, writes};

#[test]
fn a_folder_that_was_copied_on_the_same_machine_is_not_written_beside_the_first() {
    let two = Two::begun();
    let mut twin = Cli::bare();
    twin.passphrase.clone_from(&two.office.passphrase);
    fs::create_dir_all(twin.store()).expect("a folder");
    for one in fs::read_dir(two.office.store()).expect("a folder").flatten() {
        if one.path().is_file() {
            fs::copy(one.path(), twin.store().join(one.file_name())).expect("copied");
        }
    }
    let is_copy = "is a copy of";
    assert!(twin.refused(&["audit", "checkpoint"]).contains(is_copy));
    let refusal = twin.refused(&["workstation", "take-over", "--reason", "mine"]);
    assert!(refusal.contains(is_copy), "{refusal}");
    let standing = &twin.ok(&["workstation", "list"])["standing"];
    assert_eq!(standing["writes"], false);
    assert!(text(&standing["why"]).contains(is_copy), "{standing}");
    two.office.ok(&["audit", "checkpoint"]);
    // A folder that was moved is still the workstation, and the copy of it still none.
    let mut moved = Cli::bare();
    moved.passphrase.clone_from(&two.office.passphrase);
    fs::rename(two.office.store(), moved.store()).expect("moved");
    assert!(writes(&moved));
    // The copy does not know where the first went, and finds it where it was again.
    fs::rename(moved.store(), two.office.store()).expect("back");
    assert!(writes(&two.office) && !writes(&twin));
    // Where the first is given up, what is left is the workstation.
    fs::remove_file(two.office.store().join("workstation.json")).expect("given up");
    assert!(writes(&twin));
    assert_eq!(twin.ok(&["audit", "verify"])["valid"], true);
}

#[test]
fn a_workstation_that_is_not_known_here_counts_once_its_words_were_told() {
    let mut two = Two::begun();
    let words = "eye merit census warm element rare cycle logic";
    let refusal = Cli::practice().refused(&["workstation", "trust", "--words", words]);
    assert!(refusal.contains("no workstation"), "{refusal}");
    let refusal = two.home.refused(&["workstation", "trust", "--words", "one two three"]);
    assert!(refusal.contains("eight words"), "{refusal}");
    // While nobody looks at home, a third one is accepted and takes the store over.
    let mut third = Cli::bare();
    third.passphrase.clear();
    let office = text(&two.office.ok(&["workstation", "list"])["words"]).to_owned();
    let words = two.follow(&third, "Third", &office);
    let accepted = two.accept(&third, &words);
    let rows = accepted["rows"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["name"] == "Third").expect("it is accepted");
    two.office
        .ok(&["workstation", "hand-over", &number(&row["id"]).to_string()]);
    // Of what the office sends home, nothing arrives.
    let before = lying(&two.place);
    look(&two.office);
    assert_eq!(number(&third.ok(&["workstation", "receive"])["taken"]), 1);
    for path in lying(&two.place).iter().filter(|path| !before.contains(path)) {
        fs::remove_file(path).expect("lost");
    }
    third.ok(&["workstation", "take-over"]);
    look(&third);
    let met = two.home.finds(&["exchange", "run"]);
    assert!(met["problems"].to_string().contains("nobody compared"), "{met}");
    two.home.ok(&["workstation", "trust", "--words", &words]);
    assert_eq!(number(&look(&two.home)["copiesTaken"]), 1);
    in_step(&two.home, &third);
    // From now on it is known by the store itself.
    assert!(writes(&third));
    look(&third);
    assert_eq!(number(&look(&two.home)["copiesTaken"]), 1);
    two.office = third;
    in_step(&two.home, &two.office);
}
