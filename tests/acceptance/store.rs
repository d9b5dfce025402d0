//! The store under bad luck and bad will: a wrong key, a newer or damaged file, a full disk, a changed
//! record. Each ends in a sentence that says so, and changes nothing.

#[path = "store/edit.rs"]
mod edit;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use countersign_store::rusqlite::Connection;
use countersign_tests::cli::{Cli, binary, definition, ran, refusal};
use countersign_tests::tool;
use serde_json::Value;

const DIRECTORY: &str = "Sample organization";

/// A practice store on the sample organization, read.
fn sample() -> Cli {
    let cli = Cli::bare();
    cli.ok(&["store", "init", "--practice", "--sample"]);
    cli.ok(&["directory", "sync", DIRECTORY]);
    cli
}

/// A review of forty people in progress, some of them decided on; answers its instance.
fn decided(cli: &Cli) -> String {
    let (_, instance) = cli.start_review(&definition("Backup", &["Backup operators readers"], &["/users/p0161"]));
    let items = cli.items(&instance);
    for (one, decision) in items.iter().zip(["approve", "deny", "dontKnow"]) {
        let item = one["item"].to_string();
        cli.ok(&[
            "item",
            "decide",
            &item,
            "--decision",
            decision,
            "--justification",
            "Seen",
            "--as",
            "p0161",
        ]);
    }
    cli.ok(&[
        "item",
        "decide-many",
        &instance,
        "--decision",
        "approve",
        "--as",
        "p0161",
    ]);
    instance
}

/// The store's own file, opened past the program.
fn raw(cli: &Cli) -> Connection {
    countersign_tests::raw::open(&cli.store(), Some(&cli.passphrase))
}

/// Every file of a folder with its bytes, without SQLite's shared memory, which any reader may make.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    entries
        .filter(|entry| !entry.file_name().to_string_lossy().ends_with("-shm"))
        .map(|entry| {
            let bytes = std::fs::read(entry.path()).expect("a file");
            (entry.file_name().to_string_lossy().into_owned(), bytes)
        })
        .filter(|(name, bytes)| !(name.ends_with("-wal") && bytes.is_empty()))
        .collect()
}

#[test]
fn a_wrong_passphrase_opens_nothing() {
    let mut cli = Cli::practice();
    let before = files(&cli.store());
    cli.passphrase = "another passphrase".into();
    assert_eq!(
        cli.refused(&["store", "show"]),
        "The key does not open this store.\nCheck the passphrase; if the key is right, the file is damaged or no store."
    );
    cli.passphrase = String::new();
    assert_eq!(
        cli.refused(&["store", "show"]),
        "This store opens with a passphrase. (at passphrase)"
    );
    assert_eq!(files(&cli.store()), before);
}

#[test]
fn a_store_from_a_newer_program_is_not_touched() {
    let cli = Cli::practice();
    raw(&cli)
        .execute_batch("PRAGMA user_version = 999")
        .expect("a newer version");
    let before = files(&cli.store());
    let said = cli.refused(&["directory", "list"]);
    assert!(
        said.starts_with("This store was written by a newer Countersign (store version 999, this program knows "),
        "{said}"
    );
    assert!(
        said.ends_with("\nUpdate Countersign on this machine; the store was not touched."),
        "{said}"
    );
    assert_eq!(files(&cli.store()), before);

    let cli = Cli::practice();
    let file = cli.store().join("store.json");
    let text = std::fs::read_to_string(&file).expect("store.json");
    std::fs::write(&file, text.replacen("\"format\": 1", "\"format\": 2", 1)).expect("a newer format");
    let said = cli.refused(&["directory", "list"]);
    assert!(
        said.starts_with("This store was written by a newer Countersign (store version 2"),
        "{said}"
    );
}

#[test]
fn a_missing_store_is_named() {
    let cli = Cli::bare();
    let place = cli.store();
    assert_eq!(
        cli.refused(&["directory", "list"]),
        format!(
            "There is no store at {}.\nMake one with “store init”, or choose another folder.",
            place.display()
        )
    );
    assert!(!place.exists(), "looking makes no folder");
    let cli = Cli::practice();
    std::fs::remove_file(cli.database()).expect("the file is gone");
    let said = cli.refused(&["directory", "list"]);
    assert!(
        said.starts_with("The store is damaged: store.db is missing beside store.json\n"),
        "{said}"
    );
    assert!(!cli.database().exists(), "no empty store takes its place");
    assert_eq!(
        cli.refused(&["store", "init", "--practice"]).lines().next(),
        Some(format!("There is a store at {} already.", cli.store().display()).as_str())
    );
}

#[test]
fn a_damaged_description_is_a_problem_and_not_a_crash() {
    let cli = Cli::practice();
    let file = cli.store().join("store.json");
    let text = std::fs::read_to_string(&file).expect("store.json");
    for (broken, says) in [
        (
            text[..text.len() / 2].to_owned(),
            "The store's description store.json is not readable: ",
        ),
        (
            text.replace("\"memoryKib\": 65536", "\"memoryKib\": 4294967295"),
            "The store's description store.json is not readable: the passphrase parameters are out of range",
        ),
        (String::new(), "The store's description store.json is not readable: "),
    ] {
        std::fs::write(&file, broken).expect("a broken description");
        let said = cli.refused(&["directory", "list"]);
        assert!(said.starts_with(says), "{said}");
    }
}

#[test]
fn one_changed_byte_in_any_page_is_found() {
    let cli = sample();
    decided(&cli);
    // What stands in the log is moved into the file, so that the pages are the whole truth.
    raw(&cli)
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .expect("a checkpoint");
    let sound = std::fs::read(cli.database()).expect("the store");
    let pages = sound.len() / 8192;
    assert!(pages > 20, "{pages} pages");
    for at in 0..12 {
        let page = at * (pages - 1) / 11;
        let mut bytes = sound.clone();
        bytes[page * 8192 + 100 + at * 700] ^= 1;
        std::fs::write(cli.database(), &bytes).expect("a damaged store");
        let ran = cli.run(&["store", "check"]);
        match ran.code {
            Some(3) => assert!(ran.stdout.contains("page"), "page {page}: {}", ran.stdout),
            _ => {
                let said = refusal(&ran);
                let known = ["The store is damaged: ", "The key does not open this store."];
                assert!(known.iter().any(|one| said.starts_with(one)), "page {page}: {said}");
            }
        }
    }
    std::fs::write(cli.database(), &sound[..sound.len() / 2]).expect("half a store");
    let ran = cli.run(&["store", "check"]);
    assert!(
        ran.code == Some(3) || refusal(&ran).starts_with("The store is damaged: "),
        "{}{}",
        ran.stdout,
        ran.stderr
    );
    std::fs::write(cli.database(), &sound).expect("the store as it was");
    assert_eq!(cli.ok(&["store", "check"])["sound"], true);
}

#[test]
fn a_full_disk_is_said_and_nothing_is_changed() {
    let Some(unshare) = tool("/usr/bin/unshare") else {
        return;
    };
    let cli = sample();
    // A small disk of its own, full to the last block and then all but; seen by this one shell and its
    // children only.
    let script = r#"set -e
        mkdir "$1/disk"; mount -t tmpfs -o size=16m none "$1/disk"
        cp -r "$1/store" "$1/disk/store"
        dd if=/dev/zero of="$1/disk/filler" bs=4096 2> "$1/dd" || true
        set +e
        n=0
        while [ $n -lt 60 ] && "$2" --store "$1/disk/store" review create --file "$1/review.json" > "$1/made"; do n=$((n + 1)); done
        echo "made $n"
        truncate -s -400K "$1/disk/filler"
        n=0
        while [ $n -lt 60 ] && "$2" --store "$1/disk/store" review create --file "$1/review.json" > "$1/made"; do n=$((n + 1)); done
        echo "made $n"
        "$2" --store "$1/disk/store" store backup "$1/disk/backup"; echo "code $?"
        rm "$1/disk/filler"
        "$2" --store "$1/disk/store" store check --json > "$1/check"; echo "code $?"
        "$2" --store "$1/disk/store" review list --json > "$1/list"; echo "code $?"
    "#;
    let mut review = definition("Large", &["All staff"], &["/users/p0161"]);
    review["descriptionForAdmins"] = "x".repeat(8_000).into();
    cli.write("review.json", &review.to_string());
    let mut command = Command::new(unshare);
    command
        .args(["-r", "-m", "sh", "-c", script, "sh"])
        .arg(cli.folder())
        .arg(binary());
    cli.surround(&mut command);
    let ran = ran(&mut command);
    if ran.stderr.contains("unshare") || ran.stderr.contains("mount") {
        assert!(std::env::var_os("REQUIRE_TOOLS").is_none(), "{}", ran.stderr);
        eprintln!("skipped: no disk of its own: {}", ran.stderr);
        return;
    }
    let codes: Vec<&str> = ran.stdout.lines().filter(|line| line.starts_with("code")).collect();
    let read = |name: &str| -> Value {
        serde_json::from_slice(&std::fs::read(cli.folder().join(name)).expect("an answer")).expect("JSON")
    };
    let told = || format!("{}\n{}", ran.stderr, read("check"));
    assert_eq!(codes, ["code 1", "code 0", "code 0"], "{}", told());
    let said: Vec<&str> = ran.stderr.lines().collect();
    let full = ["The disk is full; nothing was changed.", "Free some space and repeat."];
    assert_eq!(said, [full, full, full].concat());
    assert_eq!(read("check")["sound"], true);
    let made = ran
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("made "))
        .next_back()
        .expect("how many were made");
    assert_eq!(
        read("list")["total"].to_string(),
        made,
        "what was acknowledged is there, and nothing else"
    );
    assert!(
        (1..60).contains(&made.parse().unwrap_or(0)),
        "the disk filled up on the way: {made}"
    );
}

#[test]
fn a_backup_is_a_store_and_a_restore_never_overwrites_one() {
    let cli = sample();
    let instance = decided(&cli);
    let backup = cli.folder().join("backup");
    let place = backup.to_string_lossy().into_owned();
    cli.ok(&["store", "backup", &place]);
    let items = cli.items(&instance);
    let said = cli.refused(&["store", "backup", &place]);
    assert_eq!(
        said.lines().next(),
        Some(format!("There is a store at {place} already.").as_str())
    );
    let said = cli.refused(&["store", "restore", &place]);
    assert_eq!(
        said.lines().next(),
        Some(format!("There is a store at {} already.", cli.store().display()).as_str())
    );
    std::fs::rename(cli.store(), cli.folder().join("lost")).expect("the store is lost");
    cli.ok(&["store", "restore", &place]);
    assert_eq!(cli.items(&instance), items);
    assert_eq!(cli.ok(&["audit", "verify"])["valid"], true);
    assert_eq!(cli.ok(&["store", "check"])["sound"], true);

    // A backup that is not sound is not restored.
    let lost = cli.folder().join("lost-too");
    std::fs::rename(cli.store(), &lost).expect("the store is lost again");
    let file = backup.join("store.db");
    let mut bytes = std::fs::read(&file).expect("the backup");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).expect("a damaged backup");
    let said = cli.refused(&["store", "restore", &place]);
    assert!(said.starts_with("The store is damaged: "), "{said}");
    assert!(!cli.store().join("store.json").exists(), "no half store stands there");
}

#[test]
fn whatever_is_changed_in_the_record_is_found_and_named() {
    let cli = sample();
    decided(&cli);
    let pristine = std::fs::read({
        raw(&cli)
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .expect("a checkpoint");
        cli.database()
    })
    .expect("the store");
    let number = |sql: &str| -> i64 { raw(&cli).query_row(sql, [], |row| row.get(0)).expect("a number") };
    let deciding = number("SELECT min(seq) FROM audit WHERE json_extract(entry, '$.operation') = 'item.decide'");
    let bulk = number("SELECT seq FROM audit WHERE json_extract(entry, '$.operation') = 'item.decideMany'");
    let last = number("SELECT max(seq) FROM audit");
    let item = number("SELECT min(id) FROM item");
    let unsealed = number("SELECT seq FROM audit WHERE json_extract(entry, '$.operation') = 'review.start'");
    let decisions =
        |seq: i64| format!("The decisions recorded by entry {seq} of the audit log are not those in the store.");
    let entry = |seq: i64| format!("Entry {seq} of the audit log was changed.");
    let cases = [
        (
            format!("UPDATE audit SET entry = replace(entry, 'Seen', 'Sean') WHERE seq = {deciding}"),
            entry(deciding),
        ),
        (
            format!("UPDATE audit SET hash = zeroblob(32) WHERE seq = {deciding}"),
            entry(deciding),
        ),
        (
            // Whoever writes what no index can read takes the index away first.
            format!(
                "DROP INDEX audit_by_subject;
                 UPDATE audit SET entry = CAST(X'ff00' AS TEXT) WHERE seq = {deciding}"
            ),
            entry(deciding),
        ),
        (
            "DELETE FROM audit WHERE seq = 2".into(),
            "Entry 2 of the audit log is missing; the next one there is 3.".into(),
        ),
        (
            format!("UPDATE decision_event SET decision = 'approve' WHERE item_id = {item} + 1"),
            decisions(deciding + 2),
        ),
        (
            format!("UPDATE decision_event SET justification = justification || ' ' WHERE audit_seq = {deciding}"),
            decisions(deciding),
        ),
        (
            format!(
                "UPDATE decision_event SET actor = 'x', at = '2026' WHERE id = (SELECT max(id) FROM decision_event WHERE audit_seq = {bulk})"
            ),
            decisions(bulk),
        ),
        (
            format!(
                "DELETE FROM decision_event WHERE id = (SELECT max(id) FROM decision_event WHERE audit_seq = {bulk})"
            ),
            decisions(bulk),
        ),
        (
            format!(
                "INSERT INTO decision_event (item_id, at, actor, decision, justification, source, stage, audit_seq) VALUES ({item}, '2026-01-01T00:00:00.000Z', 'x', 'deny', '', 'reviewer', 1, {unsealed})"
            ),
            decisions(unsealed),
        ),
        (
            format!(
                "INSERT INTO decision_event (item_id, at, actor, decision, justification, source, stage, audit_seq) VALUES ({item}, '2026-01-01T00:00:00.000Z', 'x', 'deny', '', 'reviewer', 1, {last} + 7)"
            ),
            decisions(last + 7),
        ),
        (
            format!("UPDATE decision_event SET note = 'released' WHERE audit_seq = {deciding}"),
            decisions(deciding),
        ),
        (
            format!("UPDATE decision_event SET stage = 2 WHERE audit_seq = {deciding}"),
            decisions(deciding),
        ),
        (
            format!("UPDATE item SET standing = 'approve' WHERE id = {item}"),
            format!("Item {item} shows another decision than the last one recorded on it."),
        ),
        (
            format!("UPDATE item SET decision = 'notReviewed' WHERE id = {item}"),
            format!("Item {item} shows another decision than the last one recorded on it."),
        ),
    ];
    for (sql, finding) in cases {
        let connection = raw(&cli);
        connection
            .execute_batch(&format!(
                "PRAGMA foreign_keys = OFF; DROP TRIGGER audit_is_never_updated; DROP TRIGGER audit_is_never_deleted;
                 DROP TRIGGER decision_event_is_never_updated; DROP TRIGGER decision_event_is_never_deleted; {sql}"
            ))
            .expect("a change by force");
        drop(connection);
        let verified = cli.finds(&["audit", "verify"]);
        assert_eq!(verified["finding"], finding, "{sql}");
        let check = cli.finds(&["store", "check"]);
        let found = check["findings"].as_array().expect("findings");
        assert!(
            found.iter().any(|one| *one == format!("audit: {finding}")),
            "{sql}: {check}"
        );
        for name in ["store.db-wal", "store.db-shm"] {
            let _ = std::fs::remove_file(cli.store().join(name));
        }
        std::fs::write(cli.database(), &pristine).expect("the store as it was");
    }
    assert_eq!(cli.ok(&["audit", "verify"])["valid"], true);
}

#[test]
fn the_log_and_the_events_refuse_to_be_changed() {
    let cli = sample();
    decided(&cli);
    let connection = raw(&cli);
    for (sql, says) in [
        ("UPDATE audit SET entry = '{}'", "the audit log is never changed"),
        ("DELETE FROM audit", "the audit log is never changed"),
        (
            "UPDATE decision_event SET decision = 'approve'",
            "a decision event is never changed",
        ),
        ("DELETE FROM decision_event", "a decision event is never changed"),
    ] {
        let refused = connection.execute(sql, []).expect_err("refused");
        assert!(refused.to_string().contains(says), "{sql}: {refused}");
    }
}
