//! What becomes of denials that a plan cannot simply carry out: every way of a nested membership, tasks that
//! only a read closes, and access that comes back. Against a real directory, by the command line.

use std::process::Command;

use countersign_tests::cli::{Cli, definition};
use countersign_tests::slapd::{ADMIN, BASE, PASSWORD, Slapd, run};
use serde_json::{Value, json};

const PEOPLE: &[(&str, &str)] = &[
    ("olga", "Olga Owner"),
    ("fred", "Fred Fallback"),
    ("nina", "Nina Nested"),
    ("ada", "Ada Other"),
];

/// Group, owner, members. Nina is in “erp” directly, through “inner”, and through “team” and “core”; and
/// “core” also gives “archive”.
const GROUPS: &[(&str, &str, &[&str])] = &[
    ("erp", "olga", &["uid=nina", "cn=inner", "cn=team"]),
    ("inner", "fred", &["uid=nina", "uid=ada"]),
    ("team", "", &["cn=core", "uid=ada"]),
    ("core", "", &["uid=nina", "uid=fred"]),
    ("archive", "", &["cn=core", "uid=ada"]),
];

fn dn(name: &str) -> String {
    match name.starts_with("cn=") {
        true => format!("{name},ou=groups,{BASE}"),
        false => format!("{name},ou=people,{BASE}"),
    }
}

fn ldif() -> String {
    let mut out = String::new();
    for (account, name) in PEOPLE {
        let person = dn(&format!("uid={account}"));
        out += &format!("dn: {person}\nobjectClass: inetOrgPerson\nuid: {account}\ncn: {name}\nsn: Family\n\n");
    }
    for (name, owner, members) in GROUPS {
        let group = dn(&format!("cn={name}"));
        out += &format!("dn: {group}\nobjectClass: groupOfNames\ncn: {name}\n");
        if !owner.is_empty() {
            out += &format!("owner: {}\n", dn(&format!("uid={owner}")));
        }
        for member in *members {
            out += &format!("member: {}\n", dn(member));
        }
        out.push('\n');
    }
    out
}

fn is_member(server: &Slapd, group: &str, account: &str) -> bool {
    let filter = format!("(&(cn={group})(member={}))", dn(&format!("uid={account}")));
    server.count(&filter) == 1
}

/// Starts a review of “erp” with this setting for nested memberships, denies Nina, and ends it.
fn denied(server: &Slapd, nested: &str) -> (Cli, String, String) {
    let cli = Cli::practice();
    cli.add_directory("Lab", &server.writer_settings());
    cli.ok(&["directory", "sync", "Lab"]);
    let mut definition = definition("ERP", &["erp"], &["/users/fred"]);
    definition["settings"]["@countersign.settings"] = json!({ "nested": nested, "taskDueDays": 5 });
    let file = cli.write("foresee.json", &definition.to_string());
    let foreseen = cli.ok(&["review", "foresee", "--file", &file.to_string_lossy()]);
    assert_eq!(
        foreseen.as_array().is_some_and(Vec::is_empty),
        nested == "remove",
        "{foreseen}"
    );
    let (review, instance) = cli.start_review(&definition);
    let items = cli.items(&instance);
    let nina = items.iter().find(|one| one["userName"] == "nina").expect("Nina’s item");
    let item = nina["item"].to_string();
    cli.ok(&["item", "decide", &item, "--decision", "deny", "--as", "fred"]);
    cli.ok(&["review", "stop", &review]);
    (cli, instance, item)
}

#[test]
fn a_nested_membership_is_removed_on_every_way_and_nothing_effective_is_left() {
    let Some(server) = Slapd::start(&ldif()) else { return };
    let (cli, instance, item) = denied(&server, "remove");
    let removal = cli.ok(&["item", "show", &item])["removal"].clone();
    let ways: Vec<String> = rows(&removal).iter().map(|one| one["path"].to_string()).collect();
    assert_eq!(
        ways,
        ["[]", "[\"inner\"]", "[\"team\",\"core\"]"],
        "the shortest first: {removal}"
    );
    assert!(rows(&removal).iter().all(|one| one["possible"] == true), "{removal}");
    assert_eq!(
        removal[2]["also"],
        json!(["archive"]),
        "what else goes with it: {removal}"
    );

    let drawn = cli.ok(&["plan", "draw", &instance]);
    assert_eq!(
        (&drawn["changeCount"], &drawn["taskCount"]),
        (&json!(3), &json!(0)),
        "{drawn}"
    );
    let changes = cli.call("plan.change.list", &json!({ "plan": drawn["plan"] }));
    let through = rows(&changes["rows"])
        .iter()
        .find(|one| one["listName"] == "core")
        .expect("the inner group")
        .clone();
    assert_eq!(through["resourceName"], "erp");
    assert_eq!(
        (&through["path"], &through["also"]),
        (&json!(["team", "core"]), &json!(["archive"]))
    );
    let done = cli.ok(&["plan", "carry-out", &instance]);
    assert_eq!(done["applied"], 3, "{done}");
    for group in ["erp", "inner", "core"] {
        assert!(!is_member(&server, group, "nina"), "{group}");
    }
    assert!(is_member(&server, "inner", "ada") && is_member(&server, "core", "fred"));
    let seen = cli.ok(&["plan", "verify", &instance]);
    assert_eq!((&seen["gone"], &seen["stillThere"]), (&json!(1), &json!(0)), "{seen}");
    assert_eq!(cli.ok(&["plan", "show", &instance])["seenGone"], 3);
    assert_eq!(cli.ok(&["task", "board"])["total"], 0);

    // It comes back through one of the groups.
    let back = format!(
        "dn: {}\nchangetype: modify\nadd: member\nmember: {}\n",
        dn("cn=inner"),
        dn("uid=nina")
    );
    server.modify(&back);
    let synced = cli.ok(&["directory", "sync", "Lab"]);
    assert_eq!(synced["watch"]["cameBack"], 1, "{synced}");
    assert_eq!(cli.ok(&["plan", "show", &instance])["cameBack"], 3);
    let board = cli.ok(&["task", "board", "--status", "open"]);
    assert_eq!(board["total"], 1, "{board}");
    assert_eq!(
        (&board["rows"][0]["kind"], &board["rows"][0]["cutName"]),
        (&json!("cameBack"), &json!("inner"))
    );
    assert_eq!(
        board["rows"][0]["owner"], "Fred Fallback",
        "who owns the group to change"
    );
    // A new plan takes it away again.
    let again = cli.ok(&["plan", "draw", &instance]);
    assert_eq!(again["changeCount"], 1, "{again}");
    cli.ok(&["plan", "carry-out", &instance]);
    assert_eq!(cli.ok(&["plan", "verify", &instance])["gone"], 1);
    assert_eq!(
        cli.ok(&["task", "board", "--status", "closed"])["total"],
        1,
        "the read closed it"
    );
    evidence(&cli, &instance);
}

#[test]
fn a_task_has_a_change_file_and_only_a_read_closes_it() {
    let Some(server) = Slapd::start(&ldif()) else { return };
    let (cli, instance, item) = denied(&server, "task");
    let removal = cli.ok(&["item", "show", &item])["removal"].clone();
    assert_eq!(removal[0]["possible"], true);
    assert_eq!(
        (&removal[1]["possible"], &removal[1]["reason"]),
        (&json!(false), &json!("nested"))
    );
    let drawn = cli.ok(&["plan", "draw", &instance]);
    assert_eq!(
        (&drawn["changeCount"], &drawn["taskCount"]),
        (&json!(1), &json!(2)),
        "{drawn}"
    );
    cli.ok(&["plan", "carry-out", &instance]);
    cli.ok(&["plan", "verify", &instance]);
    let tasks = cli.ok(&["task", "list", &instance]);
    assert_eq!(rows(&tasks).len(), 2, "the read opens none twice: {tasks}");
    let inner = rows(&tasks)
        .iter()
        .find(|one| one["cutName"] == "inner")
        .expect("a task")
        .clone();
    let task = inner["task"].to_string();

    // Said to be done, and it is not.
    let closed = cli.ok(&["task", "close", &task, "--note", "Asked the help desk"]);
    assert_eq!(closed["status"], "waiting");
    cli.ok(&["directory", "sync", "Lab"]);
    let shown = cli.ok(&["task", "board", "--status", "reopened"]);
    assert_eq!(
        (&shown["total"], &shown["rows"][0]["task"]),
        (&json!(1), &inner["task"]),
        "{shown}"
    );
    assert_eq!(
        shown["count"],
        json!({ "open": 1, "waiting": 0, "closed": 0, "reopened": 1, "overdue": 0 })
    );

    let file = cli.folder().join("tasks.ldif");
    let written = cli.ok(&[
        "task",
        "change-file",
        "--instance",
        &instance,
        "--out",
        &file.to_string_lossy(),
    ]);
    assert_eq!(
        (&written["mediaType"], &written["tasks"]),
        (&json!("text/x-ldif"), &json!(2))
    );
    let parsed = |extra: &[&str]| {
        let mut command = Command::new("ldapmodify");
        command.args(["-x", "-H", &server.url(), "-D", ADMIN, "-w", PASSWORD]);
        run(command.args(extra).arg("-f").arg(&file));
    };
    parsed(&["-n"]);
    assert!(is_member(&server, "inner", "nina"), "so far it was only read");
    parsed(&[]);
    assert!(!is_member(&server, "inner", "nina") && !is_member(&server, "core", "nina"));
    let synced = cli.ok(&["directory", "sync", "Lab"]);
    assert_eq!(synced["watch"]["tasksClosed"], 2, "{synced}");
    let closed = cli.ok(&["task", "board", "--status", "closed"]);
    assert!(
        rows(&closed["rows"])
            .iter()
            .all(|one| one["closedBy"].as_str().is_some_and(|by| by.starts_with("snapshot ")))
    );
    assert_eq!(
        cli.refused(&["task", "close", &task, "--note", "again"]).lines().next(),
        Some(format!("There is no open task {task}.").as_str())
    );
    assert_eq!(cli.ok(&["plan", "verify", &instance])["gone"], 1);
    evidence(&cli, &instance);
}

#[test]
fn what_is_carried_out_by_itself_is_looked_at_by_itself() {
    let Some(server) = Slapd::start(&ldif()) else { return };
    let cli = Cli::practice();
    cli.add_directory("Lab", &server.writer_settings());
    cli.ok(&["directory", "sync", "Lab"]);
    let mut definition = definition("ERP", &["erp"], &["/users/fred"]);
    definition["settings"]["autoApplyDecisionsEnabled"] = json!(true);
    let (review, instance) = cli.start_review(&definition);
    for item in cli.items(&instance).iter().filter(|one| one["userName"] == "nina") {
        cli.ok(&[
            "item",
            "decide",
            &item["item"].to_string(),
            "--decision",
            "deny",
            "--as",
            "fred",
        ]);
    }
    cli.ok(&["review", "stop", &review]);
    let ticked = cli.ok(&["tick"]);
    assert_eq!(rows(&ticked["jobs"]).len(), 1, "{ticked}");
    let shown = cli.ok(&["plan", "show", &instance]);
    assert_eq!(
        (&shown["applied"], &shown["unverified"], &shown["stillThere"]),
        (&json!(1), &json!(0), &json!(1)),
        "{shown}"
    );
    assert_eq!(cli.ok(&["task", "board"])["total"], 2, "for the ways that are left");
}

#[test]
fn a_hostile_name_stays_a_name_in_every_change_file() {
    let evil = "x'; Remove-Item C: #\u{2019}; calc";
    let encode = |text: &str| {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(text)
    };
    let person = format!("uid=nina,ou=people,{BASE}");
    let more = format!(
        "dn:: {}\nobjectClass: groupOfNames\ncn:: {}\nmember: {person}\nmember: {}\n\ndn: cn=outer,ou=groups,{BASE}\nobjectClass: groupOfNames\ncn: outer\nmember:: {}\nmember: {}\n\n",
        encode(&format!("cn=x'\\; Remove-Item C: \\#\u{2019}\\; calc,ou=groups,{BASE}")),
        encode(evil),
        dn("uid=ada"),
        encode(&format!("cn=x'\\; Remove-Item C: \\#\u{2019}\\; calc,ou=groups,{BASE}")),
        dn("uid=ada"),
    );
    let Some(server) = Slapd::start(&(ldif() + &more)) else {
        return;
    };
    let cli = Cli::practice();
    cli.add_directory("Lab", &server.writer_settings());
    cli.ok(&["directory", "sync", "Lab"]);
    let (review, instance) = cli.start_review(&definition("Outer", &["outer"], &["/users/fred"]));
    for item in cli.items(&instance).iter().filter(|one| one["userName"] == "nina") {
        cli.ok(&[
            "item",
            "decide",
            &item["item"].to_string(),
            "--decision",
            "deny",
            "--as",
            "fred",
        ]);
    }
    cli.ok(&["review", "stop", &review]);
    assert_eq!(cli.ok(&["plan", "draw", &instance])["taskCount"], 1);
    let file = cli.folder().join("evil.ldif");
    let written = cli.ok(&[
        "task",
        "change-file",
        "--instance",
        &instance,
        "--out",
        &file.to_string_lossy(),
    ]);
    let text = written["text"].as_str().expect("a text");
    let plain: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(plain.iter().all(|line| !line.contains("Remove-Item")), "{text}");
    let mut command = Command::new("ldapmodify");
    command.args(["-x", "-H", &server.url(), "-D", ADMIN, "-w", PASSWORD, "-f"]);
    run(command.arg(&file));
    let filter = format!("(&(objectClass=groupOfNames)(member={person}))");
    assert!(
        !server.search(&filter, &["cn"]).contains(&encode(evil)),
        "the very group was changed"
    );
}

fn rows(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn evidence(cli: &Cli, instance: &str) {
    let pdf = cli.folder().join("evidence.pdf");
    cli.ok(&["evidence", "export", instance, "--out", &pdf.to_string_lossy()]);
    assert_eq!(cli.ok(&["evidence", "verify", &pdf.to_string_lossy()])["valid"], true);
    assert_eq!(cli.ok(&["audit", "verify"])["valid"], true);
    if let Some(folder) = std::env::var_os("KEEP_EVIDENCE") {
        let name = format!("{}-{instance}.pdf", std::thread::current().name().unwrap_or("test"));
        std::fs::copy(&pdf, std::path::Path::new(&folder).join(name)).expect("a copy of the evidence");
    }
}
