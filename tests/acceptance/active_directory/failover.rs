//! Two controllers of one domain, and the first is lost: between two reads, in the middle of one, and with the answer
//! to a change on the line.

use std::sync::{Arc, Mutex};

use countersign_domain::snapshot::{ApplyOutcome, Change};
use countersign_tests::cli::{Cli, definition};
use countersign_tests::samba::PASSWORD;
use serde_json::Value;

use super::apply::target;
use super::line::{MODIFIED, PAGE_ENDS, line};
use super::*;

fn settings(first: &str, second: &Samba, account: &str) -> Value {
    let mut settings = second.settings(account);
    settings["url"] = json!(format!("{first} {}", second.tls_url()));
    settings["allowPlaintext"] = json!(true);
    settings["pageSize"] = json!(20);
    settings
}

fn leaves(server: &Samba, from: &str, who: &str) {
    server.modify(&format!(
        "dn: {}\nchangetype: modify\ndelete: member\nmember: {}\n\n",
        group(from),
        person(who)
    ));
}

/// Syncs, and compares with what a store that saw nothing else reads from this controller alone.
async fn whole(lab: &Lab, settings: &Value, server: &Samba) -> (ReadMode, String) {
    let merged = lab.sync(&*active_directory(settings), false).await.expect("a sync");
    let alone = Lab::new();
    let one = active_directory(&server.settings(READER));
    let full = alone.sync(&*one, true).await.expect("a full read of one controller");
    assert_eq!(lab.grants(), alone.grants());
    assert_eq!(merged.certificate.digest, full.certificate.digest);
    assert_eq!(merged.certificate.population, full.certificate.population);
    assert_eq!(
        full.certificate.entries_returned,
        server.count(&full.certificate.filter)
    );
    (
        merged.certificate.mode,
        merged.certificate.full_because.unwrap_or_default(),
    )
}

const OTHER: &str = "another controller answers than at the last read, and it counts its changes for itself";
const BEHIND: &str =
    "another controller answers than at the last read, and it has not taken over yet all that was read there";

#[tokio::test(flavor = "multi_thread")]
async fn a_controller_that_is_lost_between_two_reads_is_followed_by_a_full_read_of_the_other() {
    let Some([mut first, mut second]) = Samba::start_pair() else {
        return;
    };
    first.take_over_from(&second);
    let settings = settings(&first.tls_url(), &second, READER);
    let lab = Lab::new();
    assert_eq!(whole(&lab, &settings, &first).await.0, ReadMode::Full);
    leaves(&first, "payroll", "dora");
    assert_eq!(whole(&lab, &settings, &first).await.0, ReadMode::Incremental);

    second.take_over_from(&first);
    first.stop();
    assert_eq!(whole(&lab, &settings, &second).await, (ReadMode::Full, OTHER.into()));
    assert!(!lab.grants().is_empty());
    leaves(&second, "payroll", "eva");
    assert_eq!(whole(&lab, &settings, &second).await.0, ReadMode::Incremental);
    // The first one comes back: what was counted at the second is asked of the second.
    first.start_again();
    leaves(&second, "vault", "fred");
    assert_eq!(whole(&lab, &settings, &second).await.0, ReadMode::Incremental);

    // The second is lost with what the first has not heard of: it is read whole, and said.
    second.stop();
    assert!(first.members("vault").contains(&"fred".to_owned()));
    assert_eq!(whole(&lab, &settings, &first).await, (ReadMode::Full, BEHIND.into()));
    second.start_again();
    first.take_over_from(&second);
    assert_eq!(whole(&lab, &settings, &first).await.0, ReadMode::Incremental);
    assert!(!first.members("vault").contains(&"fred".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_controller_that_is_lost_in_the_middle_of_a_read_leaves_the_last_snapshot_and_the_other_is_read_whole() {
    let Some([first, second]) = Samba::start_pair() else {
        return;
    };
    let address = first.address().to_owned();
    let first = Arc::new(Mutex::new(first));
    let pages = Arc::new(Mutex::new(None::<u32>));
    // After so many pages the controller ends, by its own process.
    let near = {
        let (first, pages) = (first.clone(), pages.clone());
        line(&address, move |operation| {
            let mut left = pages.lock().expect("a number");
            match (&mut *left, operation) {
                (Some(0), PAGE_ENDS) => {
                    *left = None;
                    first.lock().expect("the controller").stop();
                    false
                }
                (Some(left), PAGE_ENDS) => {
                    *left -= 1;
                    true
                }
                _ => true,
            }
        })
    };
    let settings = settings(&near, &second, READER);
    let lab = Lab::new();
    let connector = active_directory(&settings);
    lab.sync(&*connector, true).await.expect("a sync");
    leaves(&second, "payroll", "dora");
    let before = (lab.grants(), lab.number("SELECT max(id) FROM snapshot"));
    // A sign-in asks for two things before the first page.
    for (full, after) in [(true, 4), (true, 8), (false, 4), (false, 7)] {
        *pages.lock().expect("a number") = Some(after);
        let problem = lab.sync(&*connector, full).await.expect_err("half a read");
        assert!(
            matches!(&problem, SyncProblem::Directory(DirectoryProblem::BrokenOff { url, .. }) if *url == near),
            "{full} {after}: {problem:?}"
        );
        assert_eq!((lab.grants(), lab.number("SELECT max(id) FROM snapshot")), before);
        first.lock().expect("the controller").start_again();
    }
    // What an incremental read asks for besides is asked of the same controller, or of none.
    let (cursor, key) = (
        lab.lines("SELECT cursor FROM directory"),
        lab.lines("SELECT key FROM principal WHERE user_name = 'fred'"),
    );
    let control = countersign_directory::Control::default();
    let (sink, mut records) = tokio::sync::mpsc::channel(64);
    let read = connector
        .read_changes(&cursor[0], sink, &control)
        .await
        .expect("a read");
    assert!(matches!(read, countersign_directory::Changes::Read(_)), "{read:?}");
    records.close();
    first.lock().expect("the controller").stop();
    let (sink, _records) = tokio::sync::mpsc::channel(64);
    let problem = connector
        .read_some(&key, sink, &control)
        .await
        .expect_err("another controller");
    assert!(
        matches!(&problem, DirectoryProblem::BrokenOff { url, .. } if *url == near),
        "{problem:?}"
    );
    assert_eq!(whole(&lab, &settings, &second).await.0, ReadMode::Full);
    assert_eq!(before.0.len(), lab.grants().len() + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_go_to_the_controller_that_is_left_whatever_it_has_heard() {
    let Some([mut first, second]) = Samba::start_pair() else {
        return;
    };
    let settings = settings(&first.tls_url(), &second, WRITER);
    let lab = Lab::new();
    let writer = active_directory(&settings);
    lab.sync(&*writer, true).await.expect("a sync");
    let control = countersign_directory::Control::default();
    let remove = |name: &str| Change::RemoveMember {
        group: target(&lab, "payroll"),
        member: target(&lab, name),
        attribute: None,
    };
    let changes = [remove("dora"), remove("eva")];
    assert_eq!(
        writer.apply(&changes[..1], &control).await.expect("outcomes"),
        [ApplyOutcome::Applied]
    );
    // The second has not heard of the first change: it makes it again, which comes to the same in the end.
    first.stop();
    let outcomes = writer.apply(&changes, &control).await.expect("outcomes");
    assert_eq!(outcomes, vec![ApplyOutcome::Applied; 2]);
    first.start_again();
    first.take_over_from(&second);
    second.take_over_from(&first);
    assert_eq!(first.members("payroll"), second.members("payroll"));
    assert!(!first.members("payroll").contains(&"dora".to_owned()));
    let outcomes = writer.apply(&changes, &control).await.expect("outcomes");
    assert_eq!(outcomes, vec![ApplyOutcome::AlreadySo; 2]);
}

#[test]
fn a_change_whose_answer_is_lost_with_its_controller_is_carried_out_once() {
    let Some([first, second]) = Samba::start_pair() else {
        return;
    };
    let address = first.address().to_owned();
    let first = Arc::new(Mutex::new(first));
    // The controller has made the change, the other one has heard of it; then it ends, and its answer is lost.
    let second = Arc::new(second);
    let near = {
        let (first, second) = (first.clone(), second.clone());
        line(&address, move |operation| {
            if operation == MODIFIED {
                let mut first = first.lock().expect("the controller");
                second.take_over_from(&first);
                first.stop();
            }
            operation != MODIFIED
        })
    };
    let cli = Cli::practice();
    cli.add_directory_of("ad", "Domain", &settings(&near, &second, WRITER), PASSWORD);
    cli.ok(&["directory", "sync", "Domain"]);
    let mut definition = definition("Domain", &["vault"], &["./owners"]);
    definition["fallbackReviewers"] = json!([{ "query": "/users/mona" }]);
    definition["settings"]["@countersign.settings"] =
        json!({ "threshold": { "percentOfGroup": 100, "removals": null } });
    let (review, instance) = cli.start_review(&definition);
    let items = cli.items(&instance);
    let fred = items.iter().find(|one| one["userName"] == "fred").expect("an item");
    let item = fred["item"].to_string();
    cli.ok(&[
        "item",
        "decide",
        &item,
        "--decision",
        "deny",
        "--justification",
        "Left",
        "--as",
        "olga",
    ]);
    cli.ok(&["review", "stop", &review]);
    cli.ok(&["plan", "draw", &instance]);

    let problem = cli.refused(&["plan", "carry-out", &instance]);
    assert!(problem.contains("broke off"), "{problem}");
    let counted = || {
        let found = second.search("(cn=vault)", &["uSNChanged"]);
        found
            .lines()
            .find(|line| line.starts_with("uSNChanged"))
            .map(str::to_owned)
    };
    let before = counted();
    assert!(before.is_some() && !second.members("vault").contains(&"fred".to_owned()));
    let done = cli.ok(&["plan", "carry-out", &instance]);
    assert_eq!((&done["applied"], &done["alreadySo"]), (&json!(0), &json!(1)), "{done}");
    assert_eq!(counted(), before, "the second controller was asked to change nothing");
    assert_eq!(done, cli.ok(&["plan", "carry-out", &instance]));
    let seen = cli.ok(&["plan", "verify", &instance]);
    assert_eq!(seen["gone"], 1, "{seen}");
}
