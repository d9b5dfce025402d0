//! The main job by the command line alone: a real directory in, a review decided with the directory
//! stopped, the removal carried out and seen, the evidence out.

use std::path::PathBuf;
use std::process::Command;

use countersign_tests::cli::{Cli, definition, ran};
use countersign_tests::slapd::{BASE, PASSWORD, Slapd, run, tool};
use countersign_tests::{office, population};
use serde_json::{Value, json};

/// The settings of the account that may change groups, with the office's rule for guests.
fn settings(server: &Slapd) -> Value {
    let mut settings = server.writer_settings();
    settings["guestRule"] = json!({ "attribute": "employeeType", "values": ["guest"] });
    settings
}

fn item(items: &[Value], resource: &str, account: &str) -> String {
    let found = items
        .iter()
        .find(|one| one["resourceName"] == resource && one["userName"] == account);
    found.unwrap_or_else(|| panic!("no item of {account} in {resource}"))["item"].to_string()
}

/// The members of a group by the server's own word.
fn members(server: &Slapd, group: &str) -> Vec<String> {
    let found = server.search(&format!("(cn={group})"), &["member", "uniqueMember"]);
    let mut members: Vec<String> = found
        .lines()
        .filter_map(|line| line.split_once(": "))
        .filter(|(name, _)| ["member", "uniqueMember"].contains(name))
        .map(|(_, dn)| dn.split(',').next().unwrap_or_default().to_owned())
        .collect();
    members.sort();
    members
}

#[test]
fn a_review_goes_from_a_real_directory_to_evidence_by_the_command_line() {
    let ldif = office::ldif() + &population::ldif(200, 20, 1_200, 7);
    let Some(mut server) = Slapd::start(&ldif) else {
        return;
    };
    let cli = Cli::practice();
    cli.add_directory("Lab", &settings(&server));
    let synced = cli.ok(&["directory", "sync", "Lab"]);

    // The population certificate says what the server's own tool counts.
    let shown = cli.ok(&["directory", "certificate", "Lab"]);
    let certificate = &shown["certificate"];
    let filter = certificate["filter"].as_str().expect("a filter");
    assert_eq!(certificate["entriesReturned"], server.count(filter));
    assert_eq!(certificate["entriesLoaded"], server.count(filter));
    let groups = "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames))";
    assert_eq!(certificate["population"]["group"], server.count(groups));
    assert_eq!(certificate["population"]["guest"], server.count("(employeeType=guest)"));
    assert_eq!(certificate["orphans"], 1, "{:?}", shown["orphans"]);
    assert_eq!(shown["orphans"][0]["reference"], office::person("nobody-of-this-name"));
    assert_eq!(synced["digest"], certificate["digest"]);

    let owners = review(&cli, "Payroll and vault", &["payroll", "vault"], &["./owners"], |it| {
        it["fallbackReviewers"] = json!([{ "query": "/users/fred" }]);
        it["settings"]["@countersign.settings"] = json!({ "justification": "onDenial" });
    });
    let managers = review(&cli, "Archive", &["archive"], &["./manager"], |it| {
        it["fallbackReviewers"] = json!([{ "query": "/users/fred" }]);
    });
    let own = review(&cli, "Payroll team", &["payroll-team"], &[], |_| {});
    let named = review(
        &cli,
        "Group three",
        &["g00003"],
        &["/users/fred", "/groups/payroll-team/members"],
        |it| {
            it["settings"]["defaultDecisionEnabled"] = json!(true);
            it["settings"]["defaultDecision"] = json!("Recommendation");
            it["settings"]["@countersign.settings"] =
                json!({ "threshold": { "percentOfGroup": 100, "removals": null } });
        },
    );

    // From here on nobody needs the directory.
    server.stop();
    decide_as_owner(&cli, &owners.1);
    decide_as_manager(&cli, &managers);
    decide_on_oneself(&cli, &own.1);
    let denied_of_three = decide_as_named(&cli, &named.1);
    for (review, _) in [&owners, &managers, &own, &named] {
        cli.ok(&["review", "stop", review]);
    }

    let drawn = cli.ok(&["plan", "draw", &owners.1]);
    assert_eq!(drawn["changeCount"], 5, "{drawn}");
    assert_eq!(drawn["held"], true, "the vault would be left empty: {drawn}");
    assert_eq!(cli.ok(&["plan", "draw", &managers.1])["changeCount"], 0);
    assert_eq!(cli.ok(&["plan", "draw", &own.1])["changeCount"], 1);
    cli.ok(&["plan", "draw", &named.1]);
    let said = cli.refused(&["plan", "carry-out", &own.1]);
    assert_eq!(
        said.lines().next(),
        Some(format!("No directory answers at {}.", server.tls_url()).as_str())
    );
    assert_eq!(cli.ok(&["plan", "show", &own.1])["pending"], 1);

    server.start_again();
    let before = (members(&server, "payroll"), members(&server, "vault"));
    let look = cli.ok(&["plan", "carry-out", &owners.1, "--dry-run"]);
    assert_eq!((&look["wouldRemove"], &look["alreadySo"]), (&json!(5), &json!(0)));
    assert_eq!(
        cli.refused(&["plan", "carry-out", &owners.1]).lines().next(),
        Some("This plan removes more than the threshold allows and waits for a second signature.")
    );
    assert_eq!(
        cli.refused(&["plan", "countersign", &owners.1]).lines().next(),
        Some("The second signature comes from a second person.")
    );
    assert_eq!(before, (members(&server, "payroll"), members(&server, "vault")));
    cli.ok(&["plan", "countersign", &owners.1, "--as", "mona", "--administrator"]);

    let done = cli.ok(&["plan", "carry-out", &owners.1]);
    assert_eq!((&done["applied"], &done["byHand"]), (&json!(4), &json!(1)), "{done}");
    assert_eq!(
        members(&server, "payroll"),
        [
            "cn=payroll-team",
            "uid=control",
            "uid=david",
            "uid=eleni",
            "uid=muhammad",
            "uid=olga",
            "uid=wang"
        ]
    );
    assert_eq!(members(&server, "vault"), ["uid=ivan"], "a groupOfNames is never empty");
    let again = cli.ok(&["plan", "carry-out", &owners.1]);
    assert_eq!(done, again, "the second time is harmless");
    let seen = cli.ok(&["plan", "verify", &owners.1]);
    assert_eq!((&seen["gone"], &seen["stillThere"]), (&json!(3), &json!(2)), "{seen}");
    let tasks = cli.ok(&["task", "list", &owners.1]);
    let mut reasons: Vec<&str> = tasks
        .as_array()
        .expect("tasks")
        .iter()
        .filter_map(|one| one["reason"].as_str())
        .collect();
    reasons.sort_unstable();
    assert_eq!(reasons.len(), 2, "one for the vault, one for the nested group: {tasks}");
    assert!(reasons.iter().any(|one| one.contains("last member")), "{reasons:?}");
    assert!(reasons.iter().any(|one| one.contains("“payroll-team”")), "{reasons:?}");

    cli.ok(&["plan", "carry-out", &own.1]);
    assert_eq!(members(&server, "payroll-team"), ["uid=ivan"]);
    cli.ok(&["plan", "carry-out", &named.1]);
    let left = members(&server, "g00003");
    assert!(denied_of_three.iter().all(|one| !left.contains(&format!("uid={one}"))));
    cli.ok(&["plan", "verify", &named.1]);
    assert_eq!(cli.ok(&["plan", "show", &named.1])["stillThere"], 0);

    evidence(&cli, &owners.1);
    assert_eq!(cli.ok(&["audit", "verify"])["valid"], true);
    assert_eq!(cli.ok(&["store", "check"])["sound"], true);
}

/// Makes a review, changed by `change`, and starts it.
fn review(
    cli: &Cli,
    name: &str,
    groups: &[&str],
    reviewers: &[&str],
    change: impl FnOnce(&mut Value),
) -> (String, String) {
    let mut definition = definition(name, groups, reviewers);
    change(&mut definition);
    cli.start_review(&definition)
}

fn decide_as_owner(cli: &Cli, instance: &str) {
    let items = cli.items(instance);
    let names: Vec<&str> = items.iter().filter_map(|one| one["principalName"].as_str()).collect();
    for name in ["Ελένη Παπαδοπούλου", "Иван Петров", "محمد علي", "דוד כהן", "王小明"]
    {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
    assert!(
        !names.iter().any(|name| name.chars().any(char::is_control)),
        "{names:?}"
    );
    let find = |account: &str| item(&items, "payroll", account);
    let deny = |item: &str| {
        cli.ok(&[
            "item",
            "decide",
            item,
            "--decision",
            "deny",
            "--justification",
            "Changed jobs",
            "--as",
            "olga",
        ])
    };
    assert_eq!(
        cli.refused(&["item", "decide", &find("olga"), "--decision", "approve", "--as", "olga"]),
        "Nobody decides on their own access.\nAnother reviewer or the fallback reviewer decides on it."
    );
    for account in ["ivan", "lars", "gina", "formula"] {
        assert_eq!(deny(&find(account))["decision"], "deny");
    }
    assert_eq!(deny(&item(&items, "vault", "ivan"))["decision"], "deny");
    let denied = deny(&find("david"));
    let version = denied["version"].to_string();
    let undone = cli.ok(&["item", "undo", &find("david"), "--version", &version, "--as", "olga"]);
    assert_eq!(undone["decision"], "notReviewed");
    cli.ok(&[
        "item",
        "decide",
        &find("muhammad"),
        "--decision",
        "dontKnow",
        "--as",
        "olga",
    ]);
    cli.ok(&["item", "decide", &find("olga"), "--decision", "approve", "--as", "fred"]);
    // The rest in one act: eleni, david, wang, control and zoe, who comes through payroll-team.
    let many = cli.ok(&["item", "decide-many", instance, "--decision", "approve", "--as", "olga"]);
    assert_eq!(many["decided"], 5, "{many}");
    let david = cli.ok(&["item", "show", &find("david")]);
    let words: Vec<&str> = david["events"]
        .as_array()
        .expect("events")
        .iter()
        .filter_map(|one| one["decision"].as_str())
        .collect();
    assert_eq!(words.len(), 3, "every decision is kept: {words:?}");
}

fn decide_as_manager(cli: &Cli, (review, instance): &(String, String)) {
    let many = |decision: &str, person: &str| {
        cli.ok(&["item", "decide-many", instance, "--decision", decision, "--as", person])["decided"].clone()
    };
    assert_eq!(many("deny", "mona"), 2);
    assert_eq!(many("deny", "fred"), 1, "zoe has no manager, so the fallback is asked");
    assert_eq!(cli.ok(&["review", "reset", review])["written"], 3);
    assert_eq!(many("approve", "mona"), 2);
    assert_eq!(many("approve", "fred"), 1);
}

fn decide_on_oneself(cli: &Cli, instance: &str) {
    let items = cli.items(instance);
    let of = |account: &str| item(&items, "payroll-team", account);
    assert_eq!(
        cli.refused(&["item", "decide", &of("zoe"), "--decision", "deny", "--as", "ivan"]),
        "You are not among the reviewers of this item."
    );
    cli.ok(&["item", "decide", &of("zoe"), "--decision", "deny", "--as", "zoe"]);
    cli.ok(&["item", "decide", &of("ivan"), "--decision", "approve", "--as", "ivan"]);
}

/// Denies four by hand, leaves the rest to the default; answers all accounts that end denied.
fn decide_as_named(cli: &Cli, instance: &str) -> Vec<String> {
    let items = cli.items(instance);
    assert_eq!(items.len(), 20);
    for (one, person) in items.iter().take(4).zip(["fred", "ivan", "zoe", "fred"]) {
        let item = one["item"].to_string();
        cli.ok(&["item", "decide", &item, "--decision", "deny", "--as", person]);
    }
    items
        .iter()
        .take(4)
        .filter_map(|one| one["userName"].as_str().map(str::to_owned))
        .collect()
}

fn evidence(cli: &Cli, instance: &str) {
    let pdf = cli.folder().join("evidence.pdf");
    let path = pdf.to_string_lossy().into_owned();
    cli.ok(&["evidence", "export", instance, "--out", &path]);
    assert_eq!(
        cli.refused(&["evidence", "export", instance, "--out", &path]),
        format!("{path} is there already. (at path)")
    );
    let verdict = cli.ok(&["evidence", "verify", &path]);
    assert_eq!(verdict["valid"], true, "{verdict}");
    if let (Some(qpdf), Some(pdftotext)) = (tool("/usr/bin/qpdf"), tool("/usr/bin/pdftotext")) {
        run(Command::new(qpdf).arg("--check").arg(&pdf));
        let text = run(Command::new(pdftotext).arg(&pdf).arg("-"));
        let text = String::from_utf8_lossy(&text.stdout).into_owned();
        for words in [
            "PRACTICE",
            "Ελένη Παπαδοπούλου",
            "Иван Петров",
            "王小明",
            "Changed jobs",
        ] {
            assert!(text.contains(words), "the PDF's text does not hold {words}");
        }
    }
    let mut bytes = std::fs::read(&pdf).expect("the evidence");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let changed = cli.folder().join("changed.pdf");
    std::fs::write(&changed, bytes).expect("a changed copy");
    let verdict = cli.finds(&["evidence", "verify", &changed.to_string_lossy()]);
    assert_eq!(verdict["valid"], false, "{verdict}");
}

#[test]
fn start_tls_and_ldaps_read_the_same_population() {
    let Some(server) = Slapd::start(&office::ldif()) else {
        return;
    };
    let digest = |settings: &Value| {
        let cli = Cli::practice();
        cli.add_directory("Lab", settings);
        cli.ok(&["directory", "sync", "Lab"])["digest"].clone()
    };
    let mut start_tls = settings(&server);
    start_tls["url"] = json!(server.url());
    start_tls["startTls"] = json!(true);
    assert_eq!(digest(&settings(&server)), digest(&start_tls));
}

#[test]
fn the_bind_password_is_in_no_file_and_in_no_answer() {
    let Some(server) = Slapd::start(&office::ldif()) else {
        return;
    };
    let cli = Cli::practice();
    cli.add_directory("Lab", &settings(&server));
    cli.ok(&["directory", "sync", "Lab"]);
    for words in [
        &["directory", "list"][..],
        &["audit", "list"],
        &["directory", "certificate", "Lab"],
    ] {
        assert!(!cli.run(words).stdout.contains(PASSWORD), "{words:?}");
    }
    for entry in std::fs::read_dir(cli.store()).expect("the store").flatten() {
        let bytes = std::fs::read(entry.path()).expect("a file of the store");
        let found = bytes.windows(PASSWORD.len()).any(|one| one == PASSWORD.as_bytes());
        assert!(!found, "{} holds the password", entry.path().display());
    }
}

/// The example of 389 Directory Server, which Debian's package 389-ds-base carries; where it is, or
/// where setup has unpacked it.
fn public_ldif() -> Option<String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let unpacked = root.join("target/public/usr/share/dirsrv/data/Example.ldif");
    let named = std::env::var_os("COUNTERSIGN_PUBLIC_LDIF").map(PathBuf::from);
    let file = match named {
        Some(named) => named,
        None if unpacked.exists() => unpacked,
        None => tool("/usr/share/dirsrv/data/Example.ldif")?,
    };
    Some(std::fs::read_to_string(file).expect("the public LDIF"))
}

/// The public LDIF for this server: below its base, without the other product's own attributes.
fn fitted(ldif: &str) -> String {
    let unfolded = ldif.replace("\n ", "");
    let ours = unfolded.replace("dc=example,dc=com", BASE);
    let foreign = [
        "aci:",
        "nssizelimit:",
        "nstimelimit:",
        "nslookthroughlimit:",
        "nsidletimeout:",
    ];
    let keeps =
        |line: &&str| !line.starts_with('#') && !foreign.iter().any(|one| line.to_ascii_lowercase().starts_with(one));
    let entries = ours
        .split("\n\n")
        .map(|entry| entry.lines().filter(keeps).collect::<Vec<_>>().join("\n"));
    // The server has these places already.
    let places = ["dn: dc=", "dn: ou=People", "dn: ou=Groups"];
    entries
        .filter(|entry| {
            entry.trim_start().starts_with("dn:") && !places.iter().any(|one| entry.trim_start().starts_with(one))
        })
        .map(|entry| entry.trim().to_owned() + "\n\n")
        .collect()
}

#[test]
fn a_public_ldif_goes_the_same_way() {
    let Some(public) = public_ldif() else { return };
    let ldif = fitted(&public);
    let Some(mut server) = Slapd::start(&ldif) else {
        return;
    };
    let cli = Cli::practice();
    cli.add_directory("Public", &server.writer_settings());
    cli.ok(&["directory", "sync", "Public"]);
    let certificate = cli.ok(&["directory", "certificate", "Public"])["certificate"].clone();
    assert_eq!(
        certificate["entriesLoaded"],
        server.count(certificate["filter"].as_str().expect("a filter"))
    );
    let groups = server.count("(objectClass=groupOfUniqueNames)");
    let people = server.count("(objectClass=person)");
    assert_eq!(certificate["population"]["group"], groups);
    assert!(people >= 150 && groups >= 5, "{people} people, {groups} groups");

    let (review, instance) = review(&cli, "PD managers", &["PD Managers"], &["/users/scarter"], |_| {});
    server.stop();
    let items = cli.items(&instance);
    let denied = items[0]["userName"].as_str().expect("an account").to_owned();
    cli.ok(&[
        "item",
        "decide",
        &items[0]["item"].to_string(),
        "--decision",
        "deny",
        "--as",
        "scarter",
    ]);
    cli.ok(&["review", "stop", &review]);
    cli.ok(&["plan", "draw", &instance]);
    server.start_again();
    let before = members(&server, "PD Managers");
    assert_eq!(before.len(), items.len());
    cli.ok(&["plan", "carry-out", &instance]);
    let after = members(&server, "PD Managers");
    assert_eq!(after.len(), before.len() - 1);
    assert!(!after.contains(&format!("uid={denied}")));
    assert_eq!(cli.ok(&["plan", "verify", &instance])["gone"], 1);
    let pdf = cli.folder().join("public.pdf");
    cli.ok(&["evidence", "export", &instance, "--out", &pdf.to_string_lossy()]);
    assert!(ran(&mut cli.command(&["audit", "verify"])).code == Some(0));
}
