//! The main job on a domain, by the command line alone.

use countersign_tests::cli::{Cli, definition};
use countersign_tests::samba::PASSWORD;

use super::*;

#[test]
fn a_review_goes_from_a_real_domain_to_evidence_by_the_command_line() {
    let Some(mut server) = Samba::start() else { return };
    let cli = Cli::practice();
    cli.add_directory_of("ad", "Domain", &server.settings(WRITER), PASSWORD);
    let probe = cli.ok(&["directory", "probe", "Domain"]);
    assert_eq!(probe["server"], "Samba Active Directory on dc1.lab.test", "{probe}");
    let synced = cli.ok(&["directory", "sync", "Domain"]);
    let shown = cli.ok(&["directory", "certificate", "Domain"]);
    assert_eq!(synced["digest"], shown["certificate"]["digest"]);
    assert_eq!(
        shown["certificate"]["entriesReturned"],
        server.count(shown["certificate"]["filter"].as_str().expect("a filter"))
    );

    let mut definition = definition("Domain", &["payroll", "vault", "news", "Domain Users"], &["./owners"]);
    definition["fallbackReviewers"] = json!([{ "query": "/users/mona" }]);
    definition["settings"]["@countersign.settings"] =
        json!({ "threshold": { "percentOfGroup": 100, "removals": null } });
    let (review, instance) = cli.start_review(&definition);
    // From here on nobody needs the domain.
    server.stop();
    let items = cli.items(&instance);
    let deny = |resource: &str, account: &str, reviewer: &str| {
        let found = items
            .iter()
            .find(|one| one["resourceName"] == resource && one["userName"] == account);
        let item = found.unwrap_or_else(|| panic!("no item of {account} in {resource}"))["item"].to_string();
        let words = [
            "item",
            "decide",
            &item,
            "--decision",
            "deny",
            "--justification",
            "Left",
            "--as",
            reviewer,
        ];
        assert_eq!(cli.ok(&words)["decision"], "deny");
    };
    deny("payroll", "dora", "olga");
    deny("payroll", "eva", "olga");
    deny("payroll", "zoe", "olga");
    deny("vault", "fred", "olga");
    deny("news", "fred", "mona");
    deny("Domain Users", "fred", "mona");
    cli.ok(&["review", "stop", &review]);
    cli.ok(&["plan", "draw", &instance]);
    server.start_again();
    let done = cli.ok(&["plan", "carry-out", &instance]);
    assert_eq!(done["applied"], 4, "{done}");
    assert_eq!(
        server.members("payroll"),
        ["PC7", "gina", "ivan", "payroll-team", "svc-backup"]
    );
    assert_eq!(server.members("vault"), ["ivan", "olga"]);
    assert_eq!(
        server.members("news"),
        ["Carl Contact"],
        "a list for mail is a list like any other here"
    );
    assert_eq!(
        done,
        cli.ok(&["plan", "carry-out", &instance]),
        "the second time is harmless"
    );
    let seen = cli.ok(&["plan", "verify", &instance]);
    assert_eq!(seen["gone"], 4, "{seen}");
    let tasks = cli.ok(&["task", "list", &instance]).to_string();
    assert!(tasks.contains("primary group"), "{tasks}");
    assert!(tasks.contains("“payroll-team”"), "{tasks}");

    let pdf = cli.folder().join("evidence.pdf");
    let path = pdf.to_string_lossy().into_owned();
    cli.ok(&["evidence", "export", &instance, "--out", &path]);
    assert_eq!(cli.ok(&["evidence", "verify", &path])["valid"], true);
    let synced = cli.ok(&["directory", "sync", "Domain"]);
    assert!(synced.to_string().contains("ncremental"), "{synced}");
    for entry in std::fs::read_dir(cli.store()).expect("the store").flatten() {
        let bytes = std::fs::read(entry.path()).expect("a file of the store");
        let found = bytes.windows(PASSWORD.len()).any(|one| one == PASSWORD.as_bytes());
        assert!(!found, "{} holds the password", entry.path().display());
    }
}
