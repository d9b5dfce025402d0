//! Two workstations hold one store: one writes, the other follows through the exchange, and takes over.

use std::fs;

use countersign_app::{Desk, Environment};
use countersign_tests::cli::Cli;
use countersign_tests::place;
use serde_json::json;

use crate::two::{Two, entries, in_step, look, lying, number, standing, text, writes};

#[test]
fn a_follower_reads_what_the_writer_wrote_and_writes_nothing() {
    let two = Two::begun();
    let shown = standing(&two.home);
    assert_eq!(
        (&shown["writes"], &shown["holder"], &shown["name"]),
        (&json!(false), &json!("Office"), &json!("Home"))
    );
    assert!(shown["asOf"].is_string(), "{shown}");
    let refusal = two.home.refused(&["audit", "checkpoint"]);
    assert!(
        refusal.contains("“Office”") && refusal.contains("read only"),
        "{refusal}"
    );
    let refusal = two.home.refused(&["exchange", "set", "--none"]);
    assert!(refusal.contains("read only"), "{refusal}");
    let before = entries(&two.home);
    assert!(writes(&two.office));
    assert_eq!(number(&look(&two.office)["copiesSent"]), 1);
    assert_eq!(number(&look(&two.home)["copiesTaken"]), 1);
    assert!(entries(&two.home) > before);
    // What arrived is acknowledged, taken away at the place, and not fetched twice; without news nothing is sent.
    look(&two.office);
    look(&two.office);
    assert_eq!(
        lying(&two.place)
            .iter()
            .filter(|path| path.extension().is_some())
            .count(),
        0
    );
    assert_eq!(number(&look(&two.office)["copiesSent"]), 0, "a look alone is no news");
    assert_eq!(number(&look(&two.home)["copiesTaken"]), 0);
    let row = two.office.ok(&["workstation", "list"])["rows"][1].clone();
    assert!(row["hasAt"].is_string(), "{row}");
    assert_eq!(two.home.ok(&["audit", "verify"])["valid"], true);
    // One copy is kept, not all.
    let copies = fs::read_dir(two.home.store().join("copy")).expect("copies").count();
    assert_eq!(copies, 1);
}

#[test]
fn the_store_is_handed_over_and_back_and_two_never_write() {
    let two = Two::begun();
    let refusal = two.home.refused(&["workstation", "take-over"]);
    assert!(refusal.contains("Say why"), "{refusal}");
    two.office
        .ok(&["workstation", "hand-over", "2", "--reason", "Carol is away"]);
    assert!(!writes(&two.office) && !writes(&two.home));
    let refusal = two.office.refused(&["audit", "checkpoint"]);
    assert!(refusal.contains("“Home”"), "{refusal}");
    // Before the copy with the hand-over came, there is nothing to take.
    let refusal = two.home.refused(&["workstation", "take-over"]);
    assert!(refusal.contains("Say why"), "{refusal}");
    assert_eq!(
        number(&look(&two.office)["copiesSent"]),
        1,
        "the hand-over goes out although nothing else may be written"
    );
    look(&two.home);
    assert!(!writes(&two.home), "it is not taken yet");
    assert_eq!(standing(&two.home)["waits"], true);
    let taken = two.home.ok(&["workstation", "take-over"]);
    assert_eq!(
        (&taken["standing"]["writes"], &taken["standing"]["term"]),
        (&json!(true), &json!(2))
    );
    assert!(writes(&two.home) && !writes(&two.office));
    // The old one becomes a follower by the same way …
    look(&two.home);
    assert_eq!(number(&look(&two.office)["copiesTaken"]), 1);
    in_step(&two.office, &two.home);
    assert!(!two.office.store().join("store.db").exists(), "the copy took its place");
    assert!(!writes(&two.office));
    // … and takes over by it.
    two.home.ok(&["workstation", "hand-over", "1"]);
    look(&two.home);
    look(&two.office);
    two.office.ok(&["workstation", "take-over"]);
    assert!(writes(&two.office) && !writes(&two.home));
    let log = two.office.ok(&["audit", "verify"]);
    assert_eq!(log["valid"], true, "{log}");
    let terms = two.office.ok(&["workstation", "list"])["terms"].clone();
    let causes: Vec<&str> = terms
        .as_array()
        .expect("terms")
        .iter()
        .map(|term| text(&term["cause"]))
        .collect();
    assert_eq!(causes, ["handOver", "handOver", "first"]);
    let mut said = two.office.ok(&["audit", "list", "--limit", "200"]).to_string();
    for word in ["workstation.handOver", "workstation.takeOver", "Carol is away"] {
        assert!(said.contains(word), "{word} is not in the log");
    }
    said.clear();
}

#[test]
fn a_lost_writer_that_comes_back_writes_no_more_and_shows_what_it_alone_has() {
    let two = Two::begun();
    // Written after the last copy, and never sent: the office is lost with it.
    assert!(writes(&two.office));
    let alone = entries(&two.office);
    two.home
        .ok(&["workstation", "take-over", "--reason", "The office burnt down"]);
    assert!(writes(&two.home));
    look(&two.home);
    // It comes back, and knows nothing yet: whatever it writes is its own tail.
    assert!(writes(&two.office));
    let met = two.office.finds(&["exchange", "run"]);
    assert!(met["problems"].to_string().contains("part after entry"), "{met}");
    assert!(!writes(&two.office));
    let refusal = two.office.refused(&["audit", "checkpoint"]);
    assert!(refusal.contains("took this store over in term 2"), "{refusal}");
    let tail = two.office.ok(&["workstation", "tail"]);
    let common = number(&tail["fork"]["common"]);
    assert!(common < alone && number(&tail["total"]) >= 2, "{tail}");
    assert_eq!(number(&tail["rows"][0]["seq"]), common + 1);
    assert!(tail["rows"].to_string().contains("audit.checkpoint"), "{tail}");
    // Nothing is merged by itself, however often it looks; what the office still sends does not count.
    look(&two.office);
    look(&two.home);
    assert_eq!(two.home.ok(&["audit", "verify"])["valid"], true);
    let refusal = two
        .office
        .refused(&["workstation", "take-over", "--reason", "I want it back"]);
    assert!(refusal.contains("part after entry"), "{refusal}");
    // Set aside by a person, it follows; what it alone had is kept beside it.
    two.office
        .ok(&["workstation", "set-aside", "--reason", "The fire is out"]);
    assert_eq!(number(&look(&two.office)["copiesTaken"]), 1);
    let aside = two.office.store().join("set-aside/own");
    assert!(aside.join("store.db").is_file() && aside.join("store.json").is_file());
    in_step(&two.office, &two.home);
    assert!(!writes(&two.office) && writes(&two.home));
    assert_eq!(number(&two.office.ok(&["workstation", "tail"])["total"]), 0);
}

#[test]
fn a_store_of_several_that_is_put_back_from_a_backup_goes_on_in_a_term_of_its_own() {
    let two = Two::begun();
    let backup = two.office.folder().join("backup");
    two.office.ok(&["store", "backup", backup.to_str().expect("a path")]);
    assert!(writes(&two.office));
    look(&two.office);
    look(&two.home);
    // The machine is new, and so are the keys of the workstation.
    fs::remove_dir_all(two.office.store()).expect("the disk is lost");
    two.office.ok(&["store", "restore", backup.to_str().expect("a path")]);
    let shown = standing(&two.office);
    assert_eq!((&shown["writes"], &shown["term"]), (&json!(true), &json!(2)), "{shown}");
    look(&two.office);
    // Nobody compared its words, so its copies do not count until somebody does.
    let met = two.home.finds(&["exchange", "run"]);
    assert!(met["problems"].to_string().contains("nobody compared"), "{met}");
    assert!(!writes(&two.home));
    // Whose copies count from now on is said by whoever administers the copy, and by nobody else.
    let words = text(&two.office.ok(&["workstation", "list"])["words"]).to_owned();
    let anybody = Desk::new(Environment::of_machine()).expect("a desk");
    let input = json!({ "path": two.home.store(), "name": "Home", "words": words, "practice": true, "replace": true,
        "out": two.home.folder().join("again.countersign"), "place": { "kind": "folder", "path": two.place } });
    let refused = anybody.call("workstation.follow", input).expect_err("nobody sits here");
    assert_eq!(refused.code.as_deref(), Some("permission"), "{}", refused.message);
    assert_eq!(number(&look(&two.home)["copiesTaken"]), 0);
    fs::remove_file(two.home.folder().join("home.countersign")).expect("the file of the first time");
    two.follow(&two.home, "Home", &words);
    // What came after the backup is here alone, and given up by a person only.
    let met = two.home.finds(&["exchange", "run"]);
    assert!(met["problems"].to_string().contains("part after entry"), "{met}");
    two.home
        .ok(&["workstation", "set-aside", "--reason", "The backup counts"]);
    assert_eq!(number(&look(&two.home)["copiesTaken"]), 1);
    assert_eq!(standing(&two.home)["holder"], "Office (restored)");
    assert_eq!(two.home.ok(&["audit", "verify"])["valid"], true);
}

#[test]
fn a_workstation_that_was_set_up_for_practice_takes_no_copy_of_a_real_store() {
    let (office, mut home) = (Cli::bare(), Cli::bare());
    home.passphrase.clear();
    let place = office.folder().join("place");
    fs::create_dir(&place).expect("a place");
    office.ok(&["store", "init", "--organization", "Example"]);
    let settings = office.folder().join("place.json");
    fs::write(&settings, json!({ "kind": "folder", "path": place }).to_string()).expect("settings");
    office.ok(&["exchange", "set", "--settings", settings.to_str().expect("a path")]);
    let words = text(&office.ok(&["workstation", "name", "Office"])["words"]).to_owned();
    let file = home.folder().join("home.countersign");
    let (file, place) = (file.to_str().expect("a path"), place.to_str().expect("a path"));
    let named = ["--name", "Home", "--words", &words, "--folder", place, "--out", file];
    let told = home.ok(&[&["workstation", "follow", "--practice"], &named[..]].concat());
    office.ok(&["workstation", "accept", file, "--words", text(&told["words"])]);
    look(&office);
    home.passphrase.clone_from(&office.passphrase);
    let met = home.finds(&["workstation", "receive"]);
    assert_eq!(number(&met["taken"]), 0, "{met}");
    assert!(met["problems"].to_string().contains("set up for practice"), "{met}");
    assert!(!home.store().join("store.json").exists());
    let copies = fs::read_dir(home.store().join("copy")).map_or(0, Iterator::count);
    assert_eq!(copies, 0, "nothing of it stays");
    // A file that is there already is said at its own place, before anything is made.
    let (desk, fresh) = (
        Desk::new(Environment::of_machine()).expect("a desk"),
        home.folder().join("fresh"),
    );
    let input = json!({ "path": fresh, "name": "Home", "words": words, "practice": true, "out": file,
        "place": { "kind": "folder", "path": place } });
    let refused = desk.call("workstation.follow", input).expect_err("it is there");
    assert_eq!(refused.field.as_deref(), Some("out"), "{}", refused.message);
    assert!(!fresh.exists());
}

#[test]
fn a_first_copy_counts_once_the_right_words_are_given() {
    let two = Two::new();
    let right = text(&two.office.ok(&["workstation", "list"])["words"]).to_owned();
    let wrong = "abandon ability able about above absent absorb abstract";
    fs::remove_file(two.home.folder().join("home.countersign")).expect("the file of the first time");
    two.follow(&two.home, "Home", wrong);
    look(&two.office);
    // It is told as often as somebody looks.
    two.home.finds(&["workstation", "receive"]);
    let met = two.home.finds(&["workstation", "receive"]);
    assert_eq!((number(&met["taken"]), number(&met["uncompared"])), (0, 1), "{met}");
    assert!(
        met["problems"].to_string().contains("give its eight words once more"),
        "{met}"
    );
    let refusal = two
        .home
        .refused(&["workstation", "receive", "--words", "one two three"]);
    assert!(refusal.contains("eight words"), "{refusal}");
    let met = two.home.finds(&["workstation", "receive", "--words", wrong]);
    assert_eq!(number(&met["uncompared"]), 1, "{met}");
    let met = two.home.ok(&["workstation", "receive", "--words", &right]);
    assert_eq!((number(&met["taken"]), number(&met["uncompared"])), (1, 0), "{met}");
    assert_eq!(standing(&two.home)["holder"], "Office");
    // Where a copy is, only its administrator says whose copies count.
    let refusal = two.home.refused(&["workstation", "receive", "--words", wrong]);
    assert!(refusal.contains("a copy of the store already"), "{refusal}");
}

#[test]
fn a_folder_that_was_copied_to_another_machine_is_no_workstation() {
    let two = Two::begun();
    let other = Cli::bare();
    fs::create_dir_all(other.store()).expect("a folder");
    // Without what says which workstation it is; with that, a copy would be the same workstation.
    for name in ["store.db", "store.json"] {
        fs::copy(two.office.store().join(name), other.store().join(name)).expect("copied");
    }
    let refusal = other.refused(&["audit", "checkpoint"]);
    assert!(refusal.contains("“Office”"), "{refusal}");
    let refusal = other.refused(&["workstation", "take-over", "--reason", "mine"]);
    assert!(refusal.contains("no workstation"), "{refusal}");
}

#[test]
fn copies_that_are_cut_late_doubled_or_forged_change_nothing() {
    let two = Two::new();
    look(&two.office);
    let old: Vec<_> = lying(&two.place)
        .into_iter()
        .map(|path| (fs::read(&path).expect("a file"), path))
        .collect();
    // Half a part: told, and taken once it is whole.
    let (bytes, path) = &old[0];
    fs::write(path, &bytes[..bytes.len() / 2]).expect("cut");
    let met = two.home.finds(&["workstation", "receive"]);
    assert_eq!(number(&met["taken"]), 0, "{met}");
    assert!(two.home.refused(&["store", "show"]).contains("No copy"));
    fs::write(path, bytes).expect("whole");
    assert_eq!(number(&two.home.ok(&["workstation", "receive"])["taken"]), 1);
    // A newer one, then the old one again under another name: late.
    assert!(writes(&two.office));
    look(&two.office);
    assert_eq!(number(&look(&two.home)["copiesTaken"]), 1);
    let now = entries(&two.home);
    for (bytes, path) in &old {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("again");
        fs::write(path.with_extension("copy of sealed"), bytes).expect("and beside");
    }
    assert_eq!(number(&look(&two.home)["copiesTaken"]), 0);
    assert_eq!(entries(&two.home), now);
    // A workstation that was ended is sent nothing any more.
    two.office.ok(&["workstation", "end", "2", "--reason", "Sold"]);
    assert_eq!(number(&look(&two.office)["copiesSent"]), 0);
    let refusal = two.office.refused(&["workstation", "hand-over", "2"]);
    assert!(refusal.contains("no workstation of this store any more"), "{refusal}");
}

#[test]
fn killed_at_any_step_there_is_one_copy_whole_and_at_most_one_that_writes() {
    let two = Two::begun();
    for round in 0..2 {
        let (writer, follower, to) = if round % 2 == 0 {
            (&two.office, &two.home, "2")
        } else {
            (&two.home, &two.office, "1")
        };
        assert!(writes(writer));
        writer.ok(&["workstation", "hand-over", to]);
        for (cli, words) in [
            (writer, vec!["exchange", "run"]),
            (follower, vec!["exchange", "run"]),
            (follower, vec!["workstation", "take-over"]),
        ] {
            for wait in [5_u64, 40, 90, 160, 300] {
                let mut child = cli
                    .command(&words)
                    .stdout(std::process::Stdio::null())
                    .stderr(std::process::Stdio::null())
                    .spawn()
                    .expect("it runs");
                std::thread::sleep(std::time::Duration::from_millis(wait));
                let _ = child.kill();
                let _ = child.wait();
                assert!(!(writes(writer) && writes(follower)), "round {round}");
                assert_eq!(cli.ok(&["audit", "verify"])["valid"], true);
            }
            let ended = cli.run(&words);
            let already = ended.stderr.contains("written here already");
            assert!(ended.code == Some(0) || already, "{words:?}: {}", ended.stderr);
        }
        assert!(writes(follower) && !writes(writer), "round {round}");
        look(follower);
        look(writer);
        in_step(writer, follower);
        let copies = fs::read_dir(writer.store().join("copy")).expect("copies").count();
        assert!(copies <= 1, "round {round}: {copies} copies");
    }
}

#[test]
fn it_goes_over_web_dav_with_the_line_cut_at_random() {
    let Some(server) = place::web_dav(false) else { return };
    let line = place::Line::to(server.port, 8_000_000, 7);
    let place = place::web_dav_place(&server, line.port, false);
    let two = Two::over(&place, Some(place::PASSWORD), tempfile::tempdir().expect("a folder"));
    let until = |cli: &Cli, words: &[&str]| {
        let done = (0..40).any(|_| cli.run(words).code == Some(0));
        assert!(done, "{words:?} never ended");
    };
    until(&two.office, &["exchange", "run"]);
    until(&two.home, &["workstation", "receive"]);
    two.office.ok(&["workstation", "hand-over", "2"]);
    until(&two.office, &["exchange", "run"]);
    until(&two.home, &["exchange", "run"]);
    two.home.ok(&["workstation", "take-over"]);
    assert!(writes(&two.home) && !writes(&two.office));
    until(&two.home, &["exchange", "run"]);
    until(&two.office, &["exchange", "run"]);
    in_step(&two.office, &two.home);
    assert!(line.broken() > 0, "the line was never cut");
}
