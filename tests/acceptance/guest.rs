//! Denied guests: blocked at once, deleted after thirty days, kept where an administrator says so.

use std::process::Command;

use countersign_tests::cli::Cli;
use countersign_tests::slapd::{ADMIN, BASE, PASSWORD, Slapd, run};
use serde_json::{Value, json};

fn person(account: &str) -> String {
    format!("uid={account},ou=people,{BASE}")
}

fn ldif() -> String {
    let mut out = String::new();
    for account in ["olga", "gus", "gia", "max", "mina"] {
        let guest = if matches!(account, "olga" | "mina") {
            ""
        } else {
            "employeeType: guest\n"
        };
        out += &format!(
            "dn: {}\nobjectClass: inetOrgPerson\nuid: {account}\ncn: {account}\nsn: Family\n{guest}\n",
            person(account)
        );
    }
    out += &format!("dn: cn=site,ou=groups,{BASE}\nobjectClass: groupOfNames\ncn: site\n");
    for account in ["gus", "gia", "max", "mina"] {
        out += &format!("member: {}\n", person(account));
    }
    out
}

fn is_blocked(server: &Slapd, account: &str) -> bool {
    server.count(&format!("(&(uid={account})(pwdAccountLockedTime=000001010000Z))")) == 1
}

fn review() -> Value {
    json!({
        "displayName": "Guests of the site",
        "scope": {
            "@odata.type": "#microsoft.graph.principalResourceMembershipsScope",
            "principalScopes": [{ "query": "/users?$filter=(userType eq 'Guest')" }],
            "resourceScopes": [{ "query": "/groups/site/transitiveMembers/microsoft.graph.user" }]
        },
        "reviewers": [{ "query": "/users/olga" }],
        "settings": {
            "instanceDurationInDays": 7,
            "applyActions": [{ "@odata.type": "#microsoft.graph.disableAndDeleteUserApplyAction" }]
        }
    })
}

#[test]
fn a_denied_guest_is_blocked_then_deleted_and_can_be_kept_in_between() {
    let Some(server) = Slapd::start(&ldif()) else { return };
    let mut cli = Cli::bare();
    let at = |cli: &mut Cli, time: &str| cli.now = Some(time.into());
    cli.ok(&["store", "init", "--practice", "--organization", "Example"]);
    at(&mut cli, "2026-09-01T08:00:00Z");
    let mut settings = server.writer_settings();
    settings["guestRule"] = json!({ "attribute": "employeeType", "values": ["guest"] });
    cli.add_directory("Lab", &settings);
    cli.ok(&["directory", "sync", "Lab"]);
    let (review, instance) = cli.start_review(&review());
    let items = cli.items(&instance);
    assert_eq!(items.len(), 3, "guests only");
    for item in &items {
        cli.ok(&[
            "item",
            "decide",
            &item["item"].to_string(),
            "--decision",
            "deny",
            "--as",
            "olga",
        ]);
    }
    cli.ok(&["review", "stop", &review]);
    let drawn = cli.ok(&["plan", "draw", &instance]);
    assert_eq!(
        (&drawn["changeCount"], &drawn["taskCount"]),
        (&json!(6), &json!(0)),
        "{drawn}"
    );
    assert_eq!(
        (&drawn["pending"], &drawn["waiting"]),
        (&json!(3), &json!(3)),
        "{drawn}"
    );
    let done = cli.ok(&["plan", "carry-out", &instance]);
    assert_eq!((&done["applied"], &done["waiting"]), (&json!(3), &json!(3)), "{done}");
    for account in ["gus", "gia", "max"] {
        assert!(is_blocked(&server, account), "{account}");
    }
    assert!(!is_blocked(&server, "mina"), "a member is never blocked");
    let status = |cli: &Cli| cli.ok(&["review", "show", &review])["instances"][0]["status"].clone();
    assert_eq!(status(&cli), "Applying");
    let seen = cli.ok(&["plan", "verify", &instance]);
    assert_eq!((&seen["gone"], &seen["waiting"]), (&json!(0), &json!(3)), "{seen}");
    let list = cli.ok(&["guest", "list", "--instance", &instance, "--revocable"]);
    assert_eq!(list["total"], 3);
    assert_eq!(list["rows"][0]["deleteAt"], "2026-10-01T08:00:00Z", "{list}");

    at(&mut cli, "2026-09-20T08:00:00Z");
    let kept = cli.ok(&["guest", "keep", "gia", "--reason", "The project was prolonged"]);
    let said = cli.refused(&["guest", "keep", "gia", "--reason", "again"]);
    assert_eq!(
        said.lines().next(),
        Some("Nobody of this name waits to be deleted. (at principal)")
    );
    // Max is taken on: what was a guest is a member now.
    server.modify(&format!(
        "dn: {}\nchangetype: modify\ndelete: employeeType\n",
        person("max")
    ));
    cli.ok(&["directory", "sync", "Lab"]);
    at(&mut cli, "2026-09-30T08:00:00Z");
    assert_eq!(cli.ok(&["tick"])["guests"], json!([]), "the thirty days are not over");
    assert_eq!(server.count("(uid=gus)"), 1);

    at(&mut cli, "2026-10-01T08:00:00Z");
    let ticked = cli.ok(&["tick"]);
    assert_eq!(ticked["guests"].as_array().map(Vec::len), Some(1), "{ticked}");
    assert_eq!(server.count("(uid=gus)"), 0, "deleted");
    assert_eq!((server.count("(uid=gia)"), server.count("(uid=max)")), (1, 1));
    assert_eq!(status(&cli), "Applied");
    let shown = cli.ok(&["guest", "list", "--instance", &instance]);
    let mut states: Vec<String> = shown["rows"]
        .as_array()
        .expect("guests")
        .iter()
        .map(|one| format!("{} {}", one["userName"], one["status"]))
        .collect();
    states.sort();
    assert_eq!(
        states,
        ["\"gia\" \"kept\"", "\"gus\" \"deleted\"", "\"max\" \"byHand\""]
    );

    // Gia is let in again by the file of her task; the next read closes it.
    let file = cli.folder().join("keep.ldif");
    let words = [
        "task",
        "change-file",
        "--task",
        &kept["task"].to_string(),
        "--out",
        &file.to_string_lossy(),
    ];
    cli.ok(&words);
    let mut command = Command::new("ldapmodify");
    command.args(["-x", "-H", &server.url(), "-D", ADMIN, "-w", PASSWORD, "-f"]);
    run(command.arg(&file));
    assert!(!is_blocked(&server, "gia"));
    let synced = cli.ok(&["directory", "sync", "Lab"]);
    assert_eq!(synced["watch"]["tasksClosed"], 1, "{synced}");
    let verified = cli.ok(&["plan", "verify", &instance]);
    assert_eq!(
        (&verified["gone"], &verified["waiting"]),
        (&json!(1), &json!(1)),
        "{verified}"
    );
    assert_eq!(cli.ok(&["tick"])["guests"], json!([]), "nothing is done twice");
    let pdf = cli.folder().join("guests.pdf");
    cli.ok(&["evidence", "export", &instance, "--out", &pdf.to_string_lossy()]);
    assert_eq!(cli.ok(&["evidence", "verify", &pdf.to_string_lossy()])["valid"], true);
    if let Some(folder) = std::env::var_os("KEEP_EVIDENCE") {
        std::fs::copy(&pdf, std::path::Path::new(&folder).join("guests.pdf")).expect("a copy of the evidence");
    }
}

#[test]
fn an_attribute_that_blocks_without_its_value_is_refused() {
    let Some(server) = Slapd::start(&ldif()) else { return };
    let cli = Cli::practice();
    let mut settings = server.writer_settings();
    settings["blockAttribute"] = json!("employeeType");
    let file = cli.write("half.json", &settings.to_string());
    let words = [
        "directory",
        "add",
        "Half",
        "--kind",
        "ldap",
        "--settings",
        &file.to_string_lossy(),
        "--secret-stdin",
    ];
    let said = cli.refused(&words);
    assert!(said.contains("blockAttribute and blockValue belong together"), "{said}");
}
