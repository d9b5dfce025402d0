//! Bad input, each with the exact sentence a person reads, exit code 1, and nothing changed.

use countersign_tests::cli::{Cli, definition};
use countersign_tests::{Slapd, office, population};
use serde_json::{Value, json};

/// A practice store that has read the office.
fn office() -> Option<(Slapd, Cli)> {
    let server = Slapd::start(&(office::ldif() + &population::ldif(60, 4, 60, 7)))?;
    let cli = Cli::practice();
    cli.add_directory("Lab", &server.writer_settings());
    cli.ok(&["directory", "sync", "Lab"]);
    Some((server, cli))
}

fn find(items: &[Value], resource: &str, account: &str) -> Value {
    let found = items
        .iter()
        .find(|one| one["resourceName"] == resource && one["userName"] == account);
    found
        .unwrap_or_else(|| panic!("no item of {account} in {resource}"))
        .clone()
}

#[test]
fn a_wrong_review_file_is_refused_at_its_place() {
    let Some((_server, cli)) = office() else { return };
    let with = |change: &dyn Fn(&mut Value)| {
        let mut review = definition("Payroll", &["payroll"], &["/users/mona"]);
        change(&mut review);
        review.to_string()
    };
    let hinted = "\nSync the directory, or check the id.";
    let cases: Vec<(String, String)> = vec![
        (
            with(&|it| it["reviewers"] = json!([{ "query": "/users/mona" }, { "query": "/users/nemo" }])),
            format!("The directory holds no person “nemo”. (at reviewers[1].query){hinted}"),
        ),
        (
            with(&|it| it["reviewers"] = json!([{ "query": "/groups/no-such/members" }])),
            format!("The directory holds no group “no-such”. (at reviewers[0].query){hinted}"),
        ),
        (
            with(&|it| it["reviewers"] = json!([{ "query": "/users/lars" }])),
            "The account of the reviewer “lars” is disabled. (at reviewers[0].query)".into(),
        ),
        (
            with(&|it| it["reviewers"] = json!([{ "query": "" }])),
            "The reviewer query is missing. (at reviewers[0].query)".into(),
        ),
        (
            with(&|it| it["scope"]["resourceScopes"] = json!([])),
            "The scope is empty: say what is reviewed. (at scope.resourceScopes)".into(),
        ),
        (
            with(&|it| it["scope"] = json!({ "query": " " })),
            "The scope is empty: say what is reviewed. (at scope.query)".into(),
        ),
        (
            with(&|it| it["scope"]["resourceScopes"] = json!([{ "query": "/groups/payroll" }, { "query": "/groups/gone" }])),
            format!("The directory holds no group “gone”. (at scope.resourceScopes[1].query){hinted}"),
        ),
        (
            with(&|it| {
                it["settings"]["recurrence"] =
                    json!({ "range": { "type": "endDate", "startDate": "2026-07-10", "endDate": "2026-07-01" } })
            }),
            "The review would end on 2026-07-01, before it starts on 2026-07-10. (at settings.recurrence.range.endDate)".into(),
        ),
        (
            with(&|it| it["settings"]["instanceDurationInDays"] = json!(-3)),
            "A review runs for 1 to 730 days, so it cannot end after -3. (at settings.instanceDurationInDays)".into(),
        ),
        (
            with(&|it| it["displayName"] = json!("Pay\u{7}roll")),
            "The name holds control characters. (at displayName)".into(),
        ),
        (
            with(&|it| it["displayName"] = json!("x".repeat(257))),
            "The name is longer than 256 characters. (at displayName)".into(),
        ),
        (with(&|it| it["displayName"] = json!("  ")), "The review needs a name. (at displayName)".into()),
        (
            with(&|it| it["fallbackReviewers"] = json!([{ "query": "/users/fred" }])),
            "Fallback reviewers go with managers or owners as reviewers. (at fallbackReviewers)".into(),
        ),
        (
            with(&|it| it["settings"]["@countersign.settings"] = json!({ "threshold": { "percentOfGroup": 0, "removals": null } })),
            "The threshold is a share of 1 to 100 percent. (at settings.@countersign.settings.threshold.percentOfGroup)".into(),
        ),
        (
            with(&|it| it["stageSettings"] = json!([{}, {}, {}, {}])),
            "A review has at most three stages; these are 4. (at stageSettings)".into(),
        ),
        (
            with(&|it| {
                it["stageSettings"] = json!([
                    { "durationInDays": 3, "decisionsThatWillMoveToNextStage": [] },
                    { "durationInDays": 3 }
                ])
            }),
            "Nobody would reach the next stage; say who moves on. (at stageSettings[0].decisionsThatWillMoveToNextStage)".into(),
        ),
        (
            with(&|it| {
                it["settings"]["recurrence"] = json!({ "pattern": { "type": "weekly", "interval": 1 },
                                                       "range": { "type": "noEnd", "startDate": "2026-07-10" } })
            }),
            "A run of a weekly review lasts 1 to 7 days, so that no two overlap; this says 14. (at settings.instanceDurationInDays)".into(),
        ),
        (
            with(&|it| it["scope"]["@countersign.scope"] = json!({ "exclude": [{ "principal": "lars", "reason": " " }] })),
            "Say why this person is left out; the reason stands in the evidence. (at scope.@countersign.scope.exclude[0].reason)".into(),
        ),
        (
            with(&|it| it["scope"]["inactiveDuration"] = json!("P2Y")),
            "An inactivity is a whole number of 1 to 730 days, such as P90D. (at scope.inactiveDuration)".into(),
        ),
        (
            with(&|it| it["settings"]["applyActions"] = json!([{ "@odata.type": "#microsoft.graph.disableAndDeleteUserApplyAction" }])),
            "Only guests are blocked and deleted; this review is not limited to guests. (at settings.applyActions)".into(),
        ),
    ];
    let before = cli.ok(&["audit", "list"])["total"].clone();
    let file = cli.folder().join("review.json");
    let path = file.to_string_lossy().into_owned();
    for (text, says) in cases {
        std::fs::write(&file, &text).expect("a file");
        assert_eq!(cli.refused(&["review", "create", "--file", &path]), says, "{text}");
    }
    for (text, says) in [
        (&b"{ not json"[..], format!("{path} is not JSON: ")),
        (b"\xff\xfe\x00", format!("{path} is not readable: ")),
        (b"[]", "This is not a review definition: ".into()),
    ] {
        std::fs::write(&file, text).expect("a file");
        let said = cli.refused(&["review", "create", "--file", &path]);
        assert!(said.starts_with(&says), "{said}");
    }
    let deep = "[".repeat(100_000);
    std::fs::write(&file, deep).expect("a file");
    let said = cli.refused(&["review", "create", "--file", &path]);
    assert!(
        said.starts_with(&format!("{path} is not JSON: recursion limit exceeded")),
        "{said}"
    );
    assert_eq!(cli.ok(&["review", "list"])["total"], 0);
    assert_eq!(
        cli.ok(&["audit", "list"])["total"],
        before,
        "a refused act leaves no entry"
    );
}

#[test]
fn a_review_whose_groups_hold_nobody_does_not_start() {
    let Some((_server, cli)) = office() else { return };
    let mut review = definition("Guests of the vault", &["vault"], &["/users/mona"]);
    review["scope"]["principalScopes"] = json!([{ "query": "/users?$filter=(userType eq 'Guest')" }]);
    let file = cli.write("review.json", &review.to_string());
    let created = cli.ok(&["review", "create", "--file", &file.to_string_lossy()]);
    let number = created["review"].to_string();
    assert_eq!(
        cli.refused(&["review", "start", &number]),
        "The scope is empty: nobody in it holds any of these resources. (at scope)"
    );
    assert_eq!(
        cli.ok(&["review", "show", &number])["instances"][0]["status"],
        "NotStarted"
    );
}

#[test]
fn a_decision_that_may_not_be_taken_is_refused() {
    let Some((_server, cli)) = office() else { return };
    let mut review = definition("Payroll", &["payroll"], &["./owners"]);
    review["fallbackReviewers"] = json!([{ "query": "/users/fred" }]);
    review["settings"]["@countersign.settings"] = json!({ "justification": "always" });
    let (review, instance) = cli.start_review(&review);
    let items = cli.items(&instance);
    let eleni = find(&items, "payroll", "eleni")["item"].to_string();
    let olga = find(&items, "payroll", "olga")["item"].to_string();
    let decide = |item: &str, person: &str, more: &[&str]| {
        let mut words = vec!["item", "decide", item, "--decision", "approve", "--as", person];
        words.extend(more);
        cli.refused(&words)
    };
    let reason = ["--justification", "Needed"];
    assert_eq!(
        decide(&eleni, "mona", &reason),
        "You are not among the reviewers of this item."
    );
    assert_eq!(
        decide(&olga, "olga", &reason),
        "Nobody decides on their own access.\nAnother reviewer or the fallback reviewer decides on it."
    );
    assert_eq!(
        decide(&eleni, "eleni", &reason).lines().next(),
        Some("Nobody decides on their own access.")
    );
    assert_eq!(
        decide(&eleni, "olga", &[]),
        "This decision needs a reason. (at justification)"
    );
    assert_eq!(
        decide(&eleni, "olga", &["--justification", " \t "]),
        "This decision needs a reason. (at justification)"
    );
    assert_eq!(
        decide(&eleni, "olga", &["--justification", &"x".repeat(4_001)]),
        "A reason has at most 4000 characters. (at justification)"
    );
    assert_eq!(decide("999999", "olga", &reason), "There is no item 999999.");
    assert_eq!(
        decide(&eleni, "nemo", &reason).lines().next(),
        Some("The directory holds no person “nemo”. (at person)")
    );
    assert_eq!(
        decide(&eleni, "lars", &reason),
        "The account of Lars Leaver is disabled. (at principal)"
    );
    let administrator = cli.refused(&[
        "item",
        "decide",
        &eleni,
        "--decision",
        "approve",
        "--justification",
        "x",
    ]);
    assert_eq!(
        administrator,
        "carol may not do this.\nSay which person of the directory you are."
    );
    assert_eq!(cli.items(&instance), items, "nothing was decided");

    let decided = cli.ok(&[
        "item",
        "decide",
        &eleni,
        "--decision",
        "approve",
        "--justification",
        "Needed",
        "--version",
        "0",
        "--as",
        "olga",
    ]);
    assert_eq!(decided["version"], 1);
    let stale = "This item was changed since you looked at it.\nLook at it again and decide.";
    assert_eq!(
        decide(&eleni, "olga", &["--justification", "Needed", "--version", "0"]),
        stale
    );
    assert_eq!(
        cli.refused(&["item", "undo", &eleni, "--version", "0", "--as", "olga"]),
        stale
    );
    assert_eq!(
        cli.refused(&["item", "decide-many", &instance, "--decision", "deny", "--as", "wang"])
            .lines()
            .next(),
        Some("You are not among the reviewers of this item.")
    );

    let pdf = cli.folder().join("early.pdf");
    assert_eq!(
        cli.refused(&["evidence", "export", &instance, "--out", &pdf.to_string_lossy()]),
        "Evidence is written when a review has ended.\nStop the review, or wait for its end."
    );
    assert_eq!(
        cli.refused(&["plan", "draw", &instance]),
        "This review has not ended: nothing is changed in a directory before the end."
    );
    assert_eq!(
        cli.refused(&["review", "delete", &review]),
        "A review that is going on is not deleted.\nStop it first."
    );
    assert_eq!(
        cli.refused(&["review", "start", &review]),
        "This review has started already."
    );
    assert_eq!(
        cli.refused(&["review", "stop", &review, "--as", "olga"]),
        "Olga Owner may not do this.\nAsk an administrator of this store."
    );

    cli.ok(&["review", "stop", &review]);
    assert_eq!(
        decide(&eleni, "olga", &reason),
        "This review does not accept decisions any more."
    );
    assert_eq!(
        decide(&olga, "fred", &reason),
        "This review does not accept decisions any more."
    );
    assert_eq!(
        cli.refused(&["review", "stop", &review]),
        "This review is not in progress."
    );
    assert_eq!(
        cli.refused(&["review", "reset", &review]),
        "This review is not in progress."
    );
    assert_eq!(cli.ok(&["store", "check"])["sound"], true);
}

#[test]
fn a_plan_over_the_threshold_waits_for_a_second_person() {
    let Some((server, cli)) = office() else { return };
    let mut review = definition("Payroll", &["payroll"], &["/users/fred"]);
    review["settings"]["@countersign.settings"] = json!({ "threshold": { "percentOfGroup": 10, "removals": null } });
    let (review, instance) = cli.start_review(&review);
    let items = cli.items(&instance);
    for account in ["eleni", "wang"] {
        let item = find(&items, "payroll", account)["item"].to_string();
        cli.ok(&["item", "decide", &item, "--decision", "deny", "--as", "fred"]);
    }
    cli.ok(&["review", "stop", &review]);
    assert_eq!(
        cli.refused(&["plan", "show", &instance]),
        "No plan is drawn yet.\nDraw one with “plan draw”."
    );
    let drawn = cli.ok(&["plan", "draw", &instance, "--as", "mona", "--administrator"]);
    let hold = &drawn["holds"][0];
    assert_eq!(
        (&hold["kind"], &hold["removals"], &hold["members"]),
        (&json!("shareOfGroup"), &json!(2), &json!(11)),
        "{drawn}"
    );
    let held = "This plan removes more than the threshold allows and waits for a second signature.\n\
                Another administrator looks at it and countersigns, or the plan is drawn anew.";
    let payroll = || server.search("(cn=payroll)", &["member"]);
    let before = payroll();
    assert_eq!(cli.refused(&["plan", "carry-out", &instance]), held);
    assert_eq!(cli.refused(&["review", "apply", &review]), held);
    let second = "The second signature comes from a second person.\nLet another administrator look at it and sign it.";
    // `review apply` above drew a plan of its own, as the administrator of this machine.
    assert_eq!(cli.refused(&["plan", "countersign", &instance]), second);
    cli.ok(&["plan", "draw", &instance, "--as", "mona", "--administrator"]);
    assert_eq!(
        cli.refused(&["plan", "countersign", &instance, "--as", "mona", "--administrator"]),
        second
    );
    assert_eq!(
        cli.refused(&["plan", "countersign", &instance, "--as", "olga"]),
        "Olga Owner may not do this.\nAsk an administrator of this store."
    );
    assert_eq!(payroll(), before, "nothing was changed while the plan was held");
    cli.ok(&["plan", "countersign", &instance, "--as", "olga", "--administrator"]);
    assert_eq!(
        cli.refused(&["plan", "countersign", &instance, "--as", "fred", "--administrator"]),
        "This plan does not wait for a signature."
    );
    assert_eq!(
        cli.refused(&["plan", "verify", &instance]),
        "The plan is not carried out yet."
    );
    assert_eq!(cli.ok(&["plan", "carry-out", &instance])["applied"], 2);
    assert_ne!(payroll(), before);
}

#[test]
fn names_from_a_directory_are_only_ever_text() {
    let Some((_server, cli)) = office() else { return };
    let listed = cli.run(&["principal", "list", "--kind", "user", "--limit", "1000"]);
    assert!(
        !listed
            .stdout
            .chars()
            .any(|one| one.is_control() && one != '\n' && one != '\t'),
        "no escape reaches the terminal"
    );
    let names = cli.ok(&["principal", "list", "--kind", "user", "--limit", "1000"]);
    let names: Vec<&str> = names["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|one| one["displayName"].as_str())
        .collect();
    assert!(
        names.iter().any(|name| name.starts_with("=HYPERLINK(")),
        "a name is kept as it is"
    );
    assert!(
        !names.iter().any(|name| name.chars().any(char::is_control)),
        "{names:?}"
    );
    let longest = names.iter().map(|name| name.chars().count()).max();
    assert!(
        longest.is_some_and(|longest| (1..=5_000).contains(&longest)),
        "{longest:?}"
    );
    for search in ["%", "_", "' OR 1=1 --", "*)(uid=*", "\\", "=HYPERLINK(\"", "\u{202e}"] {
        let found = cli.ok(&["principal", "list", "--search", search, "--limit", "1000"]);
        let rows = found["rows"].as_array().expect("rows");
        let all = rows.iter().all(|one| {
            one.to_string()
                .contains(&search.replace('\\', "\\\\").replace('"', "\\\""))
        });
        assert!(all, "{search} found something else: {found}");
    }
}

#[test]
fn a_wrong_directory_is_refused_and_leaves_no_snapshot() {
    let Some((server, cli)) = office() else { return };
    let url = server.tls_url();
    let with = |name: &str, value: Value| {
        let mut settings = server.writer_settings();
        settings[name] = value;
        settings
    };
    let cases = [
        (
            "Base",
            with("base", json!("dc=nowhere,dc=org")),
            "The base dc=nowhere,dc=org does not exist in the directory, or the account may not see it.",
        ),
        (
            "Account",
            with("bindDn", json!("cn=nobody,dc=example,dc=org")),
            &format!(
                "The directory at {url} does not accept the account cn=nobody,dc=example,dc=org with this password."
            ),
        ),
        (
            "Port",
            with("url", json!("ldaps://127.0.0.1:1")),
            "No directory answers at ldaps://127.0.0.1:1.",
        ),
        (
            "Authority",
            with("caPem", json!(countersign_tests::slapd::certificates(cli.folder()))),
            &format!("The certificate of {url} is not trusted: "),
        ),
    ];
    for (name, settings, says) in cases {
        cli.add_directory(name, &settings);
        let said = cli.refused(&["directory", "sync", name]);
        assert!(
            said.lines().next().is_some_and(|line| line.starts_with(says)),
            "{name}: {said}"
        );
        assert!(!said.contains(countersign_tests::slapd::PASSWORD), "{said}");
    }
    let list = cli.ok(&["directory", "list"]);
    let with_snapshot: Vec<&Value> = list
        .as_array()
        .expect("rows")
        .iter()
        .filter(|one| !one["snapshot"].is_null())
        .collect();
    assert_eq!(with_snapshot.len(), 1, "only the one that could be read: {list}");
    assert_eq!(
        cli.refused(&["directory", "sync", "Nowhere"]),
        "There is no directory “Nowhere”.\nSee “directory list”."
    );
}
