//! The main job over Entra ID, by the command line: read, decided, carried out, seen, and the groups that Entra does
//! not let anybody change left to a person.

use std::fs::File;

use countersign_tests::cli::{Cli, definition, ran};
use countersign_tests::graph::tenant::{Of, id};
use countersign_tests::graph::{Graph, SECRET};
use serde_json::{Value, json};

use super::{conforms, tenant};

pub(super) fn add(cli: &Cli, graph: &Graph) {
    let settings = cli.write("settings.json", &graph.settings().to_string());
    let settings = settings.to_string_lossy();
    let words = [
        "directory",
        "add",
        "Contoso",
        "--kind",
        "entra",
        "--settings",
        &settings,
        "--secret-stdin",
    ];
    let mut command = cli.command(&words);
    let secret = cli.write("secret", SECRET);
    command.stdin(File::open(&secret).expect("the secret"));
    let ran = ran(&mut command);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    std::fs::remove_file(secret).expect("the secret is gone");
}

pub(super) fn item(items: &[Value], resource: &str, account: &str) -> String {
    let found = items
        .iter()
        .find(|one| one["resourceName"] == resource && one["userName"] == account);
    found.unwrap_or_else(|| panic!("no item of {account} in {resource}: {items:?}"))["item"].to_string()
}

#[test]
fn a_denied_membership_is_removed_in_entra_and_seen_gone_and_a_synced_one_becomes_a_task() {
    let mut tenant = tenant(60, 12, 0);
    for n in [10, 11, 12, 13] {
        for group in [0, 2] {
            tenant.group(group).members.insert(id(Of::User, n));
        }
    }
    let graph = Graph::start(tenant);
    let cli = Cli::practice();
    add(&cli, &graph);
    let probe = cli.ok(&["directory", "probe", "Contoso"]);
    assert_eq!(probe["incremental"], true, "{probe}");
    let synced = cli.ok(&["directory", "sync", "Contoso"]);
    assert_eq!(synced["population"]["user"], 54, "{synced}");

    let review = definition("Entra", &["Group 0", "Synced"], &["/users/u000021@example.com"]);
    let (review, instance) = cli.start_review(&review);
    let items = cli.items(&instance);
    assert_eq!(items.len(), 8);
    for (group, account) in [
        ("Group 0", "u000010@example.com"),
        ("Group 0", "u000011@example.com"),
        ("Synced", "u000010@example.com"),
    ] {
        let item = item(&items, group, account);
        cli.ok(&[
            "item",
            "decide",
            &item,
            "--decision",
            "deny",
            "--as",
            "u000021@example.com",
        ]);
    }
    cli.ok(&["review", "stop", &review]);
    let drawn = cli.ok(&["plan", "draw", &instance]);
    assert_eq!(
        (&drawn["changeCount"], &drawn["taskCount"]),
        (&json!(2), &json!(1)),
        "{drawn}"
    );
    let done = cli.ok(&["plan", "carry-out", &instance]);
    assert_eq!(done["applied"], 2, "{done}");
    let left: Vec<String> = graph.tenant().group(0).members.iter().cloned().collect();
    assert_eq!(left, [id(Of::User, 12), id(Of::User, 13)], "by the tenant's own word");
    assert_eq!(
        graph.tenant().group(2).members.len(),
        4,
        "the synced group is as it was"
    );
    let people = graph.tenant().objects.keys().filter(|(of, _)| *of == Of::User).count();
    assert_eq!(people, 60, "nobody was deleted");
    // Somebody is put back; the read finds them, and the copy that is asked for the list after it has not heard of it.
    let (group, back) = (id(Of::Group, 0), id(Of::User, 10));
    graph
        .tenant()
        .edit(Of::Group, &group, |one| _ = one.members.insert(back.clone()));
    graph.faults().behind = Some((group.clone(), back.clone(), 1..2));
    let seen = cli.ok(&["plan", "verify", &instance]);
    assert_eq!((&seen["gone"], &seen["stillThere"]), (&json!(1), &json!(2)), "{seen}");
    graph
        .tenant()
        .edit(Of::Group, &group, |one| _ = one.members.remove(&back));
    let seen = cli.ok(&["plan", "verify", &instance]);
    assert_eq!(seen["gone"], 2, "{seen}");
    assert_eq!(cli.ok(&["task", "board", "--status", "open"])["total"], 1);

    // The task is closed by the read that no longer finds the membership.
    let gone = id(Of::User, 10);
    graph
        .tenant()
        .edit(Of::Group, &id(Of::Group, 2), |group| _ = group.members.remove(&gone));
    let synced = cli.ok(&["directory", "sync", "Contoso"]);
    assert_eq!(cli.ok(&["task", "board", "--status", "open"])["total"], 0, "{synced}");
    conforms(&graph);

    // The secret lies in no file of the store in clear.
    let mut files = vec![cli.store()];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(
                std::fs::read_dir(path)
                    .expect("a folder")
                    .flatten()
                    .map(|entry| entry.path()),
            );
        } else if let Ok(bytes) = std::fs::read(&path) {
            let clear = bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
            assert!(!clear, "{}", path.display());
        }
    }
}
