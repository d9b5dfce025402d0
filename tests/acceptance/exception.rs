//! The register of exceptions and the tasks of the sample organization, by the command line.

use countersign_tests::cli::Cli;
use countersign_tests::printed;
use serde_json::{Value, json};

fn sample(now: &str) -> Cli {
    let mut cli = Cli::bare();
    cli.now = Some(now.into());
    cli.ok(&["store", "init", "--practice", "--sample", "--organization", "Example"]);
    cli.ok(&["directory", "sync", "Sample organization"]);
    cli
}

fn members(cli: &Cli, group: &str) -> Vec<Value> {
    let page = cli.ok(&["grant", "list", "--resource", group, "--limit", "1000"]);
    let rows = page["rows"].as_array().cloned().unwrap_or_default();
    rows.into_iter().filter(|one| one["entitlement"] != "owner").collect()
}

/// Two people of the sample organization who may act, by number.
fn two_people(cli: &Cli) -> (String, String) {
    let page = cli.ok(&["principal", "list", "--kind", "user", "--limit", "50"]);
    let mut able = page["rows"]
        .as_array()
        .expect("people")
        .iter()
        .filter(|one| one["enabled"] == true)
        .map(|one| one["principal"].to_string());
    (able.next().expect("one"), able.next().expect("another"))
}

#[test]
fn an_exception_takes_two_people_covers_until_its_last_day_and_then_is_a_finding_again() {
    let mut cli = sample("2026-09-01T08:00:00Z");
    let (first, second) = two_people(&cli);
    let group = "Department Engineering";
    let held = members(&cli, group);
    let person = held
        .iter()
        .map(|one| one["principal"].to_string())
        .find(|one| *one != first && *one != second)
        .expect("somebody in the group");
    let propose = |cli: &Cli, until: &str, who: &str| {
        cli.run(&[
            "exception",
            "propose",
            "--principal",
            &person,
            "--resource",
            group,
            "--policy",
            "Least privilege",
            "--reason",
            "Closes the year",
            "--until",
            until,
            "--as",
            who,
            "--administrator",
            "--json",
        ])
    };
    let late = propose(&cli, "2028-09-01", &first);
    assert_eq!(late.code, Some(1));
    assert!(late.stderr.contains("at most 366 days"), "{}", late.stderr);
    let proposed: Value = serde_json::from_str(&propose(&cli, "2026-09-30", &first).stdout).expect("an exception");
    let id = proposed["exception"].to_string();
    assert_eq!(
        (&proposed["state"], &proposed["inForce"]),
        (&json!("proposed"), &json!(false))
    );
    let approve =
        |cli: &Cli, who: &str| cli.run(&["exception", "approve", &id, "--as", who, "--administrator", "--json"]);
    let own = approve(&cli, &first);
    assert!(
        own.stderr.contains("Nobody approves the exception they proposed."),
        "{}",
        own.stderr
    );
    let theirs = approve(&cli, &person);
    assert!(
        theirs
            .stderr
            .contains("Nobody approves an exception for their own access."),
        "{}",
        theirs.stderr
    );
    assert_eq!(approve(&cli, &second).code, Some(0));
    assert_eq!(cli.ok(&["exception", "show", &id])["inForce"], true);

    // An item whose access it covers says so, and so does the evidence.
    let definition = countersign_tests::cli::definition("Engineering", &[group], &[&format!("/users/{second}")]);
    let (review, instance) = cli.start_review(&definition);
    let items = cli.items(&instance);
    let item = items
        .iter()
        .find(|one| one["principal"].as_i64() == person.parse().ok())
        .expect("the item")["item"]
        .to_string();
    let shown = cli.ok(&["item", "show", &item]);
    assert_eq!(shown["exceptions"][0]["exception"].to_string(), id);
    cli.ok(&["review", "stop", &review]);
    let pdf = cli.folder().join("exceptions.pdf");
    cli.ok(&["evidence", "export", &instance, "--out", &pdf.to_string_lossy()]);
    assert_eq!(cli.ok(&["evidence", "verify", &pdf.to_string_lossy()])["valid"], true);
    if let Some(folder) = std::env::var_os("KEEP_EVIDENCE") {
        std::fs::copy(&pdf, std::path::Path::new(&folder).join("exceptions.pdf")).expect("a copy of the evidence");
    }

    cli.now = Some("2026-09-30T20:00:00Z".into());
    assert_eq!(cli.ok(&["tick"])["expired"], json!([]), "the last day counts");
    cli.now = Some("2026-10-02T08:00:00Z".into());
    assert_eq!(cli.ok(&["tick"])["expired"].as_array().map(Vec::len), Some(1));
    assert_eq!(cli.ok(&["tick"])["expired"], json!([]), "once");
    let board = cli.ok(&["task", "board"]);
    assert_eq!(
        (&board["total"], &board["rows"][0]["kind"]),
        (&json!(1), &json!("exceptionEnded")),
        "{board}"
    );
    assert_eq!(cli.ok(&["item", "show", &item])["exceptions"], json!([]));

    // Renewed and approved anew, the next read closes the finding.
    cli.ok(&[
        "exception",
        "renew",
        &id,
        "--reason",
        "Audit goes on",
        "--until",
        "2026-12-31",
        "--as",
        &first,
        "--administrator",
    ]);
    assert_eq!(
        approve(&cli, &first).code,
        Some(1),
        "a renewal takes a second person, too"
    );
    assert_eq!(approve(&cli, &second).code, Some(0));
    let synced = cli.ok(&["directory", "sync", "Sample organization"]);
    assert_eq!(synced["watch"]["tasksClosed"], 1, "{synced}");
    // Revoked, it is a finding once more.
    cli.ok(&["exception", "revoke", &id, "--reason", "No longer needed"]);
    let board = cli.ok(&["task", "board", "--status", "reopened"]);
    assert_eq!(board["total"], 1, "{board}");
    let acts: Vec<Value> = cli.ok(&["exception", "show", &id])["events"]
        .as_array()
        .expect("events")
        .iter()
        .map(|one| one["act"].clone())
        .collect();
    assert_eq!(
        acts,
        ["proposed", "approved", "expired", "renewed", "approved", "revoked"]
    );
    assert_eq!(cli.ok(&["audit", "verify"])["valid"], true);

    // Its own evidence tells all of it: every act with its entry of the log, the review that met it, the task.
    let pdf = cli.folder().join("exception.pdf");
    cli.ok(&["evidence", "exception", &id, "--out", &pdf.to_string_lossy()]);
    let verdict = cli.ok(&["evidence", "verify", &pdf.to_string_lossy()]);
    assert_eq!(
        (&verdict["valid"], &verdict["evidence"]),
        (&json!(true), &json!("exception")),
        "{verdict}"
    );
    let record = printed::record(&pdf);
    let rows = record["rows"].as_array().expect("rows");
    let of = |table: i64| rows.iter().filter(|row| row["table"] == table).collect::<Vec<_>>();
    let told: Vec<&Value> = of(0).iter().map(|row| &row["cells"][1]).collect();
    assert_eq!(
        told,
        ["proposed", "approved", "expired", "renewed", "approved", "revoked"]
    );
    for row in of(0) {
        let seq = &row["entry"];
        let entries = record["entries"].as_array().expect("entries");
        let entry = entries
            .iter()
            .find(|one| &one["seq"] == seq)
            .expect("the entry of the act");
        let sealed: Value = serde_json::from_str(entry["personal"]["entry"].as_str().expect("text")).expect("JSON");
        assert_eq!(sealed["detail"]["act"], row["cells"][1]);
    }
    assert_eq!((of(1).len(), of(2).len()), (1, 1));
    if let Some(folder) = std::env::var_os("KEEP_EVIDENCE") {
        std::fs::copy(&pdf, std::path::Path::new(&folder).join("exception.pdf")).expect("a copy of the evidence");
    }

    // The evidence of the period binds the documents by their roots.
    let period = cli.folder().join("period.pdf");
    let (from, to) = ("2026-09-01T00:00:00Z", "2026-11-01T00:00:00Z");
    cli.ok(&[
        "evidence",
        "period",
        "--from",
        from,
        "--to",
        to,
        "--out",
        &period.to_string_lossy(),
    ]);
    assert_eq!(
        cli.ok(&["evidence", "verify", &period.to_string_lossy()])["valid"],
        true
    );
    let record = printed::record(&period);
    let rows = |title: &str| {
        let tables = record["tables"]["rows"].as_array().expect("tables");
        let place = tables.iter().position(|one| one["title"] == title).expect("the table");
        let rows = record["rows"].as_array().expect("rows").iter();
        rows.filter(|row| row["table"] == place)
            .map(|row| row["cells"].clone())
            .collect::<Vec<_>>()
    };
    let reviews = rows("Reviews");
    assert_eq!(
        (reviews.len(), &reviews[0][0], &reviews[0][5]),
        (1, &json!("Engineering"), &json!("yes"))
    );
    let roots: Vec<Value> = rows("Documents").iter().map(|cells| cells[4].clone()).collect();
    let listed = cli.ok(&["evidence", "list"]);
    let written: Vec<Value> = listed
        .as_array()
        .expect("rows")
        .iter()
        .rev()
        .map(|one| one["root"].clone())
        .collect();
    assert_eq!(
        roots,
        written[..2],
        "the review's and the exception's document, not its own"
    );
    assert_eq!(
        (rows("Policy exceptions").len(), rows("Remediation tasks").len()),
        (1, 1)
    );
    let backwards = cli.run(&[
        "evidence",
        "period",
        "--from",
        to,
        "--to",
        from,
        "--out",
        "/nowhere/x.pdf",
    ]);
    assert!(
        backwards.stderr.contains("ends before it begins"),
        "{}",
        backwards.stderr
    );
    if let Some(folder) = std::env::var_os("KEEP_EVIDENCE") {
        std::fs::copy(&period, std::path::Path::new(&folder).join("period.pdf")).expect("a copy of the evidence");
    }
}

/// The first resource of a kind whose name passes, with an item that passes.
fn deny(cli: &Cli, resource: &str, query: &str, wanted: impl Fn(&Value) -> bool) -> String {
    let (reviewer, other) = two_people(cli);
    let mut definition = countersign_tests::cli::definition(
        resource,
        &[],
        &[&format!("/users/{reviewer}"), &format!("/users/{other}")],
    );
    definition["scope"]["resourceScopes"] = json!([{ "query": query }]);
    let (review, instance) = cli.start_review(&definition);
    let items = cli.items(&instance);
    let item = items
        .iter()
        .find(|one| wanted(one))
        .unwrap_or_else(|| panic!("no item in {resource}"));
    let who = if item["principal"].as_i64() == reviewer.parse().ok() {
        other
    } else {
        reviewer
    };
    cli.ok(&[
        "item",
        "decide",
        &item["item"].to_string(),
        "--decision",
        "deny",
        "--as",
        &who,
    ]);
    cli.ok(&["review", "stop", &review]);
    cli.ok(&["plan", "draw", &instance]);
    instance
}

#[test]
fn what_no_connector_changes_is_foreseen_and_becomes_a_task_with_a_file() {
    let cli = sample("2026-09-01T08:00:00Z");
    let everything = json!({
        "displayName": "Everything",
        "scope": {
            "@odata.type": "#microsoft.graph.principalResourceMembershipsScope",
            "principalScopes": [{ "query": "/users" }],
            "resourceScopes": [
                { "query": "/groups" }, { "query": "/servicePrincipals" },
                { "query": "/roleManagement/directory/roleDefinitions" }
            ]
        },
        "reviewers": [{ "query": format!("/users/{}", two_people(&cli).0) }],
        "settings": { "instanceDurationInDays": 7 }
    });
    let file = cli.write("everything.json", &everything.to_string());
    let foreseen = cli.run(&["review", "foresee", "--file", &file.to_string_lossy(), "--json"]);
    if foreseen.code == Some(0) {
        for reason in ["dynamic", "synced", "mailEnabled", "throughGroup", "disconnected"] {
            assert!(
                foreseen.stdout.contains(&format!("\"{reason}\"")),
                "{reason} is not foreseen"
            );
        }
    } else {
        panic!("{}", foreseen.stderr);
    }
    let task = |instance: &str| {
        let tasks = cli.ok(&["task", "list", instance]);
        let first = tasks[0].clone();
        assert_eq!(tasks.as_array().map(Vec::len), Some(1), "{tasks}");
        let file = cli.ok(&["task", "change-file", "--task", &first["task"].to_string()]);
        (first["kind"].clone(), file)
    };
    let group = |name: &str| format!("/groups/{name}/transitiveMembers/microsoft.graph.user");
    let (kind, file) = task(&deny(&cli, "Sales", &group("Department Sales"), |one| {
        one["direct"] == true
    }));
    assert_eq!(kind, "dynamic");
    assert!(
        file["text"]
            .as_str()
            .is_some_and(|text| text.contains("No command does this")),
        "{file}"
    );
    let text_of = |file: &Value| file["text"].as_str().expect("a text").to_owned();
    let (kind, file) = task(&deny(&cli, "Laboratory", &group("Laboratory emergency"), |one| {
        one["direct"] == true
    }));
    assert_eq!(
        (kind, &file["mediaType"]),
        (json!("synced"), &json!("text/x-powershell"))
    );
    assert!(text_of(&file).contains("\nRemove-ADGroupMember -Identity 'Laboratory emergency' -Members '"));
    let (kind, file) = task(&deny(&cli, "Mail", &group("Announcements"), |one| {
        one["direct"] == true
    }));
    assert_eq!(kind, "mailEnabled");
    assert!(text_of(&file).contains("\nRemove-DistributionGroupMember -Identity 'announcements@sample.example'"));
    let applications = |name: &str| format!("/servicePrincipals/{name}/appRoleAssignedTo");
    let (kind, _) = task(&deny(&cli, "Doors", &applications("Door System"), |one| {
        one["direct"] == true
    }));
    assert_eq!(kind, "disconnected");
    let (kind, file) = task(&deny(&cli, "Releases", &applications("Build Farm"), |one| {
        one["direct"] == false && one["entitlement"] == "Release signer"
    }));
    assert_eq!(kind, "throughGroup");
    assert!(
        text_of(&file).contains("\nchangetype: modify\ndelete: member\n"),
        "{file}"
    );
    assert_eq!(cli.ok(&["task", "board"])["total"], 5);
}
