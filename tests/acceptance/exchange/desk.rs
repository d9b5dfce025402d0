//! Two installations with stores of their own, and the place between them.

use std::fs;
use std::path::Path;

use countersign_tests::cli::Cli;
use countersign_tests::place;
use serde_json::{Value, json};

use crate::carry::sealed;

fn number(value: &Value) -> i64 {
    value.as_i64().expect("a number")
}

/// Two stores that exchange over the same place.
fn pair(place: &Value, secret: Option<&str>) -> (Cli, Cli, String) {
    let (one, two) = (Cli::practice(), Cli::practice());
    let file = one.folder().join("place.json");
    fs::write(&file, place.to_string()).expect("settings");
    let file = file.to_str().expect("a path");
    for cli in [&one, &two] {
        let mut words = vec!["exchange", "set", "--settings", file, "--every", "5"];
        match secret {
            None => {
                cli.ok(&words);
            }
            Some(secret) => {
                words.push("--secret-stdin");
                cli.ok_told(&words, secret);
            }
        }
    }
    let inbox = two.ok(&["exchange", "show"])["inbox"]
        .as_str()
        .expect("an inbox")
        .to_owned();
    (one, two, inbox)
}

fn sealed_to_nobody(number: u64, length: usize) -> Vec<u8> {
    place::sealed_to_nobody(&sealed(number, length))
}

fn put(cli: &Cli, inbox: &str, number: u64, length: usize) {
    let path = cli.folder().join(format!("packet-{number}.sealed"));
    fs::write(&path, sealed_to_nobody(number, length)).expect("a file");
    let path = path.to_str().expect("a path");
    cli.ok(&[
        "exchange",
        "put",
        path,
        "--to",
        inbox,
        "--recipient",
        "Pia Reviewer",
        "--subject",
        "Quarter 3",
    ]);
}

/// The one file that lies beside a store, as it came.
fn came(cli: &Cli) -> Vec<Vec<u8>> {
    let folder = cli.store().join("exchange/in");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|one| one.expect("an entry").path())
        .collect();
    files.sort();
    files.iter().map(|file| fs::read(file).expect("a file")).collect()
}

fn over(place: &Value, secret: Option<&str>) {
    let (one, two, inbox) = pair(place, secret);
    let probe = one.ok(&["exchange", "probe"]);
    assert_eq!(
        (&probe["listsAtOnce"], &probe["takesAway"]),
        (&json!(true), &json!(true))
    );
    put(&one, &inbox, 1, 30_000);
    put(&one, &inbox, 1, 30_000);
    assert_eq!(
        number(&one.ok(&["exchange", "status"])["count"]["waiting"]),
        1,
        "the same file waits once"
    );
    // The receiver is there first, and finds nothing; then the sender, then the receiver again.
    assert_eq!(number(&two.ok(&["exchange", "run"])["arrived"]), 0);
    assert_eq!(number(&one.ok(&["exchange", "run"])["sent"]), 1);
    assert_eq!(number(&two.ok(&["exchange", "run"])["arrived"]), 1);
    assert_eq!(came(&two), [sealed_to_nobody(1, 30_000)]);
    assert_eq!(number(&two.ok(&["exchange", "run"])["arrived"]), 0, "it arrives once");
    let status = two.ok(&["exchange", "status"]);
    // It is sealed to somebody else: kept beside the store, told, and tried again once a key of ours opens it.
    assert_eq!(number(&status["count"]["arrived"]), 1, "{status}");
    let listed = one.ok(&["exchange", "outbox"]);
    assert_eq!(
        (&listed["total"], &listed["rows"][0]["state"]),
        (&json!(1), &json!("sent"))
    );
    // Taken back, it is gone from the place and from beside the store.
    one.ok(&["exchange", "withdraw", &listed["rows"][0]["id"].to_string()]);
    assert_eq!(number(&one.ok(&["exchange", "run"])["cleaned"]), 1);
    assert_eq!(
        fs::read_dir(one.store().join("exchange/out"))
            .expect("a folder")
            .count(),
        0
    );
    let log = one.ok(&["audit", "verify"]);
    assert_eq!(log["valid"], true, "{log}");
}

#[test]
fn two_installations_meet_in_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    over(&json!({ "kind": "folder", "path": folder.path() }), None);
}

#[test]
fn two_installations_meet_at_a_web_dav_server() {
    let Some(server) = place::web_dav(true) else { return };
    over(&place::web_dav_place(&server, server.port, true), Some(place::PASSWORD));
}

#[test]
fn the_secret_of_the_place_is_in_no_answer_no_log_and_no_file_in_clear() {
    let Some(server) = place::azure_blob() else { return };
    let (one, _, inbox) = pair(&place::azure_blob_place(server.port), Some(place::ACCOUNT_KEY));
    put(&one, &inbox, 1, 100);
    one.ok(&["exchange", "run"]);
    let needle = &place::ACCOUNT_KEY[..20];
    for words in [["exchange", "show"], ["exchange", "status"], ["audit", "list"]] {
        assert!(!one.ok(&words).to_string().contains(needle), "{words:?}");
    }
    let mut files = vec![one.folder().to_owned()];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(
                fs::read_dir(&path)
                    .expect("a folder")
                    .map(|one| one.expect("an entry").path()),
            );
        } else {
            assert!(!holds(&path, needle.as_bytes()), "{}", path.display());
        }
    }
}

fn holds(path: &Path, needle: &[u8]) -> bool {
    let bytes = fs::read(path).unwrap_or_default();
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn a_place_out_of_reach_is_told_and_what_waits_is_sent_later() {
    let folder = tempfile::tempdir().expect("a folder");
    let stick = folder.path().join("stick");
    fs::create_dir(&stick).expect("a folder");
    let (one, two, inbox) = pair(&json!({ "kind": "folder", "path": stick }), None);
    put(&one, &inbox, 4, 500);
    fs::remove_dir(&stick).expect("pulled out");
    let ran = one.run(&["exchange", "run"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("is not there"), "{}", ran.stderr);
    assert!(!stick.exists(), "nothing is made where the stick was");
    let told = one.ok(&["exchange", "outbox"])["rows"][0]["lastProblem"].clone();
    assert!(
        told.as_str().is_some_and(|text| text.contains("is not there")),
        "{told}"
    );
    fs::create_dir(&stick).expect("plugged in");
    assert_eq!(number(&one.ok(&["exchange", "run"])["sent"]), 1);
    assert_eq!(number(&two.ok(&["exchange", "run"])["arrived"]), 1);
    assert_eq!(came(&two), [sealed_to_nobody(4, 500)]);
}

#[test]
fn settings_that_would_send_a_secret_in_clear_are_refused() {
    let cli = Cli::practice();
    let file = cli.folder().join("place.json");
    for (place, said) in [
        (
            json!({ "kind": "webDav", "url": "http://files.example.org/", "user": "a" }),
            "not encrypted",
        ),
        (
            json!({ "kind": "webDav", "url": "https://a:b@files.example.org/" }),
            "no user, password",
        ),
        (
            json!({ "kind": "s3", "bucket": "../x", "region": "r", "accessKeyId": "k" }),
            "no name of a bucket",
        ),
        (
            json!({ "kind": "webDav", "url": "https://files.example.org/", "user": "a" }),
            "needs its secret",
        ),
        (json!({ "kind": "folder", "path": "here" }), "whole path"),
        (json!({ "kind": "ftp", "url": "x" }), "not understood"),
    ] {
        fs::write(&file, place.to_string()).expect("settings");
        let ran = cli.run(&["exchange", "set", "--settings", file.to_str().expect("a path")]);
        assert_eq!(ran.code, Some(1), "{place}");
        assert!(ran.stderr.contains(said), "{place}: {}", ran.stderr);
    }
    assert_eq!(cli.ok(&["exchange", "show"]), Value::Null);
}

#[test]
fn what_is_not_sealed_is_not_put_where_others_can_read_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, _, inbox) = pair(&json!({ "kind": "folder", "path": folder.path() }), None);
    let path = one.write("people.csv", "name,mail\nAda,ada@example.org\n");
    let path = path.to_str().expect("a path");
    let ran = one.run(&["exchange", "put", path, "--to", &inbox, "--recipient", "Pia"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let notes = one.write("notes.json", "{\"signed\": false}");
    let notes = notes.to_str().expect("a path");
    let ran = one.run(&["exchange", "put", notes, "--to", &inbox, "--recipient", "Pia"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert_eq!(number(&one.ok(&["exchange", "outbox"])["total"]), 0);
}

#[test]
fn what_was_taken_back_can_be_put_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, two, inbox) = pair(&json!({ "kind": "folder", "path": folder.path() }), None);
    put(&one, &inbox, 1, 500);
    let row = one.ok(&["exchange", "outbox"])["rows"][0]["id"].to_string();
    one.ok(&["exchange", "withdraw", &row]);
    assert_eq!(number(&one.ok(&["exchange", "run"])["sent"]), 0);
    put(&one, &inbox, 1, 500);
    assert_eq!(number(&one.ok(&["exchange", "run"])["sent"]), 1);
    assert_eq!(number(&two.ok(&["exchange", "run"])["arrived"]), 1);
}

#[test]
fn what_waits_is_in_a_backup_and_goes_out_from_the_restored_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, two, inbox) = pair(&json!({ "kind": "folder", "path": folder.path() }), None);
    put(&one, &inbox, 9, 4_000);
    let backup = one.folder().join("backup");
    one.ok(&["store", "backup", backup.to_str().expect("a path")]);
    fs::remove_dir_all(one.store()).expect("the disk is lost");
    one.ok(&["store", "restore", backup.to_str().expect("a path")]);
    assert_eq!(number(&one.ok(&["exchange", "run"])["sent"]), 1);
    assert_eq!(number(&two.ok(&["exchange", "run"])["arrived"]), 1);
    assert_eq!(came(&two), [sealed_to_nobody(9, 4_000)]);
    // Put back once more, it goes out once more, and arrives no second time.
    fs::remove_dir_all(one.store()).expect("the disk is lost");
    one.ok(&["store", "restore", backup.to_str().expect("a path")]);
    one.ok(&["exchange", "run"]);
    assert_eq!(number(&two.ok(&["exchange", "run"])["arrived"]), 0);
}
