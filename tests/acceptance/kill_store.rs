//! SIGKILL at random moments of making a store and of its backup: there is a whole one or none, and the
//! next run makes it.

use std::path::Path;
use std::time::Duration;

use countersign_tests::cli::Cli;
use countersign_tests::kill::{call, kill_within, kills, quiet, sound, takes};
use countersign_tests::population::Chance;
use serde_json::json;

const INIT: [&str; 6] = ["store", "init", "--practice", "--sample", "--organization", "Example"];

/// A folder is a store from the moment its description lies in it.
fn is_store(folder: &Path) -> bool {
    folder.join("store.json").exists()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the store").flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_killed_init_leaves_a_whole_store_or_none() {
    let mut within = takes(Cli::bare().command(&INIT)).max(Duration::from_millis(10));
    let mut chance = Chance::new(21);
    let (mut hit, mut whole, wanted) = (0, 0, kills(20));
    for _ in 0..wanted {
        let cli = Cli::bare();
        // Killed twice in the same folder: the second clears away what the first left.
        for _ in 0..2 {
            if !is_store(&cli.store()) {
                let mut child = quiet(cli.command(&INIT));
                hit += usize::from(kill_within(&mut child, &mut chance, &mut within));
            }
        }
        if is_store(&cli.store()) {
            whole += 1;
        } else {
            cli.ok(&INIT);
        }
        let desk = sound(&cli.store());
        let log = call(&desk, "audit.list", json!({}));
        let written: Vec<&str> = log["rows"]
            .as_array()
            .expect("entries")
            .iter()
            .filter_map(|one| one["operation"].as_str())
            .filter(|name| *name != "store.check")
            .collect();
        for first in ["store.init", "directory.add"] {
            let times = written.iter().filter(|name| **name == first).count();
            assert_eq!(times, 1, "a store begins with its first entries: {log}");
        }
        assert_eq!(names(&cli.store()), ["store.db", "store.json"]);
    }
    eprintln!("init: {hit} killed while running, {whole} of {wanted} stores were made all the same");
    assert!(hit >= wanted, "{hit} were killed while running");
}

#[test]
fn a_killed_backup_leaves_a_whole_one_or_none() {
    let cli = Cli::bare();
    cli.ok(&INIT);
    cli.ok(&["directory", "sync", "Sample organization"]);
    let path = |n: usize| cli.folder().join(format!("backup-{n}"));
    let backup = |n: usize| cli.command(&["store", "backup", &path(n).to_string_lossy()]);
    let mut within = takes(backup(100_000));
    let mut chance = Chance::new(22);
    let (mut hit, wanted) = (0, kills(15));
    for n in 0..wanted {
        let mut child = quiet(backup(n));
        hit += usize::from(kill_within(&mut child, &mut chance, &mut within));
        sound(&cli.store());
        if !is_store(&path(n)) {
            assert!(
                quiet(backup(n)).wait().expect("it ends").success(),
                "the next run goes on to the end"
            );
        }
        sound(&path(n));
        assert_eq!(names(&path(n)), ["store.db", "store.json"]);
    }
    eprintln!("backup: {hit} of {wanted} killed while running, within {within:?}");
    assert!(hit * 2 > wanted, "{hit} of {wanted} were killed while running");
}
