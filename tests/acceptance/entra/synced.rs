//! Groups that are synced from a domain: denied in a review of the tenant, carried out in the domain, seen in both.

use countersign_tests::cli::{Cli, definition};
use countersign_tests::graph::Graph;
use countersign_tests::graph::copy::Copy;
use countersign_tests::graph::tenant::{Of, id};
use countersign_tests::handover::Handover;
use countersign_tests::printed;
use countersign_tests::samba::{PASSWORD, Samba, WRITER};
use serde_json::{Value, json};

use super::review::{add, item};
use super::{conforms, tenant};

const REVIEWER: &str = "u000021@example.com";

fn deny(cli: &Cli, items: &[Value], resource: &str, account: &str) {
    let item = item(items, resource, account);
    cli.ok(&["item", "decide", &item, "--decision", "deny", "--as", REVIEWER]);
}

fn changes(cli: &Cli, plan: &Value) -> Vec<Value> {
    let page = cli.call("plan.change.list", &json!({ "plan": plan["plan"] }));
    page["rows"].as_array().expect("changes").clone()
}

#[test]
fn a_denied_membership_of_a_synced_group_is_removed_in_its_domain_and_seen_gone_in_both() {
    let Some(server) = Samba::start() else { return };
    let mut tenant = tenant(60, 12, 0);
    let copy = Copy::of(&server, &["payroll", "vault", "payroll-team"], &mut tenant);
    // A synced group of a domain that this store does not hold, and somebody whose two anchors do not agree.
    tenant.group(2).members.insert(copy.person("fred").to_owned());
    let stray = json!("S-1-5-21-1-2-3-4444");
    tenant.edit(Of::User, copy.person("eva"), |one| {
        let guid = one.properties["onPremisesImmutableId"].clone();
        one.properties
            .insert("onPremisesSecurityIdentifier".into(), stray.clone());
        assert!(guid.is_string());
    });
    let other = tenant.objects[&(Of::User, copy.person("zoe").to_owned())].properties["onPremisesImmutableId"].clone();
    tenant.edit(Of::User, copy.person("ivan"), |one| {
        _ = one.properties.insert("onPremisesImmutableId".into(), other)
    });
    let graph = Graph::start(tenant);
    let cli = Cli::practice();
    add(&cli, &graph);
    cli.add_directory_of("ad", "Domain", &server.settings(WRITER), PASSWORD);
    cli.ok(&["directory", "sync", "Contoso"]);
    cli.ok(&["directory", "sync", "Domain"]);

    let scope = [copy.group("payroll"), copy.group("vault"), "Synced"];
    let mut definition = definition("Synced groups", &scope, &[&format!("/users/{REVIEWER}")]);
    definition["settings"]["@countersign.settings"] =
        json!({ "threshold": { "percentOfGroup": 100, "removals": null } });
    let (review, instance) = cli.start_review(&definition);
    let items = cli.items(&instance);
    deny(&cli, &items, "payroll", "dora@contoso.example");
    deny(&cli, &items, "payroll", "eva@contoso.example");
    deny(&cli, &items, "payroll", "ivan@contoso.example");
    deny(&cli, &items, "vault", "fred@contoso.example");
    deny(&cli, &items, "Synced", "fred@contoso.example");
    let shown = cli.ok(&["item", "show", &item(&items, "vault", "fred@contoso.example")]);
    assert_eq!(
        shown["removal"][0]["step"], "Take the person out of “vault” in Domain, from where it is synced.",
        "{shown}"
    );
    cli.ok(&["review", "stop", &review]);
    let drawn = cli.ok(&["plan", "draw", &instance]);
    // Eva by her source anchor alone; Ivan's anchors name two accounts; and Fred's other group comes from elsewhere.
    // Ivan is in the group within it besides.
    assert_eq!(drawn["changeCount"], 3, "{drawn}");
    let planned = changes(&cli, &drawn);
    for change in &planned {
        assert_eq!(
            (&change["elsewhere"], &change["directoryName"]),
            (&json!(true), &json!("Domain"))
        );
        assert!(
            change["groupDn"]
                .as_str()
                .expect("a name")
                .ends_with("OU=Access,DC=lab,DC=test")
        );
    }
    let tasks = cli.ok(&["task", "board", "--status", "open"])["total"].clone();
    assert_eq!(tasks, drawn["taskCount"]);

    let dry = cli.ok(&["plan", "carry-out", &instance, "--dry-run"]);
    assert_eq!(dry["wouldRemove"], 3, "{dry}");
    let done = cli.ok(&["plan", "carry-out", &instance]);
    assert_eq!(done["applied"], 3, "{done}");
    assert_eq!(
        server.members("payroll"),
        ["PC7", "gina", "ivan", "payroll-team", "svc-backup"]
    );
    assert_eq!(server.members("vault"), ["ivan", "olga"]);
    let asked = graph.log();
    assert!(
        asked
            .iter()
            .all(|one| one.verb == "GET" || one.target.contains("/token")),
        "the tenant is not asked to change"
    );

    // Gone in the domain; the tenant still lists its copy, and nobody needs to do anything about it.
    let seen = cli.ok(&["plan", "verify", &instance]);
    assert_eq!(
        (&seen["gone"], &seen["stillThere"], &seen["elsewhere"]),
        (&json!(0), &json!(5), &json!({ "gone": 3, "stillThere": 0 })),
        "{seen}"
    );
    for change in changes(&cli, &drawn) {
        let said = &change["verification"];
        assert_eq!(said["state"], "stillDirect");
        assert_eq!(said["through"], "the copy, until it is synced from Domain", "{said}");
    }
    assert_eq!(cli.ok(&["task", "board", "--status", "open"])["total"], tasks);

    // The sync runs, and the next read of the tenant sees it.
    copy.follow(&server, &mut graph.tenant());
    let synced = cli.ok(&["directory", "sync", "Contoso"]);
    assert_eq!(synced["watch"]["followed"], 3, "{synced}");
    assert!(
        changes(&cli, &drawn)
            .iter()
            .all(|change| change["verification"]["state"] == "gone")
    );
    let shown = cli.ok(&["plan", "show", &instance]);
    assert_eq!(
        (&shown["seenGone"], &shown["applied"]),
        (&json!(3), &json!(3)),
        "{shown}"
    );
    assert_eq!(
        cli.ok(&["directory", "sync", "Contoso"])["watch"]["followed"],
        0,
        "it is said once"
    );
    conforms(&graph);

    let pdf = cli.folder().join("evidence.pdf");
    let path = pdf.to_string_lossy().into_owned();
    cli.ok(&["evidence", "export", &instance, "--out", &path]);
    assert_eq!(cli.ok(&["evidence", "verify", &path])["valid"], true);
    if countersign_tests::tool("/usr/bin/pdfdetach").is_some() {
        let record = printed::record(&pdf).to_string();
        assert!(
            record.contains("remove the membership in vault of Domain, from where it is synced"),
            "{record}"
        );
    }
    let again = cli.ok(&["plan", "draw", &instance]);
    assert_eq!(again["changeCount"], 0, "what is done is not asked for again: {again}");

    // Come back in the domain, it comes back here, and is noticed.
    let (vault, fred) = (
        countersign_tests::domain::group("vault"),
        countersign_tests::domain::person("fred"),
    );
    server.modify(&format!(
        "dn: {vault}\nchangetype: modify\nadd: member\nmember: {fred}\n\n"
    ));
    copy.follow(&server, &mut graph.tenant());
    let synced = cli.ok(&["directory", "sync", "Contoso"]);
    assert_eq!(synced["watch"]["cameBack"], 1, "{synced}");

    // A second connection to the same domain: which of the two is not for the program to guess.
    cli.add_directory_of("ad", "Domain again", &server.settings(WRITER), PASSWORD);
    cli.ok(&["directory", "sync", "Domain again"]);
    let (review, instance) = cli.start_review(&definition);
    let items = cli.items(&instance);
    deny(&cli, &items, "vault", "olga@contoso.example");
    cli.ok(&["review", "stop", &review]);
    let drawn = cli.ok(&["plan", "draw", &instance]);
    assert_eq!(
        (&drawn["changeCount"], &drawn["taskCount"]),
        (&json!(0), &json!(1)),
        "{drawn}"
    );
    assert_eq!(graph.tenant().kind(&id(Of::User, 21)), Some(Of::User));
}

#[test]
fn a_package_on_a_synced_group_is_given_and_taken_in_its_domain_and_waits_for_the_copy() {
    let Some(server) = Samba::start() else { return };
    let mut tenant = tenant(40, 12, 0);
    let copy = Copy::of(&server, &["payroll", "news"], &mut tenant);
    let graph = Graph::start(tenant);
    let (practice, directory) = super::package::practice(&graph);
    let domain = json!({ "name": "Domain", "kind": "ad", "settings": server.settings(WRITER), "secret": PASSWORD });
    let domain = practice.call("directory.add", domain)["directory"]
        .as_i64()
        .expect("a number");
    practice.sync(domain);
    let groups = ["payroll", "news"].map(|name| (practice.principal(copy.group(name), "group"), None));
    let handover = Handover::new(&practice, directory, &groups);
    let lists = |name: &str| ["payroll", "news"].map(|group| server.members(group).contains(&name.to_owned()));
    let fred = "fred@contoso.example";
    assert_eq!(lists("olga"), [false, false]);
    let olga = practice.person("olga@contoso.example");
    let foreseen = practice.call(
        "assignment.foresee",
        json!({ "package": handover.package, "principal": olga }),
    );
    for one in foreseen.as_array().expect("entitlements") {
        assert_eq!((&one["act"], &one["byHand"]), (&json!("add"), &json!(false)), "{one}");
        assert_eq!(one["reason"], "In Domain, from where it is synced.");
    }

    let given = handover.give("olga@contoso.example");
    assert_eq!(
        handover.state(given),
        ("delivered".to_owned(), true),
        "seen in the domain"
    );
    assert_eq!(lists("olga"), [true, true]);
    // The tenant is read before its copy comes: nothing is missing, and nothing is given twice.
    handover.read();
    practice.sync(domain);
    handover.read();
    assert_eq!(handover.state(given), ("delivered".to_owned(), true));
    assert_eq!(handover.proven(), (0, 0), "the tenant has not shown it yet");
    copy.follow(&server, &mut graph.tenant());
    handover.read();
    assert_eq!(handover.proven(), (2, 0));
    // Somebody takes one of them away in the domain: that is noticed here when the copy follows.
    server.modify(&format!(
        "dn: {}\nchangetype: modify\ndelete: member\nmember: {}\n\n",
        countersign_tests::domain::group("news"),
        countersign_tests::domain::person("olga")
    ));
    copy.follow(&server, &mut graph.tenant());
    practice.set_clock(practice.now() + chrono::Duration::hours(1));
    practice.sync(domain);
    handover.read();
    assert_eq!(handover.state(given).0, "partiallyDelivered");
    let again = practice.call("assignment.reprocess", json!({ "assignment": given }));
    assert!(again.is_object(), "{again}");
    practice.done("assignment.deliver", json!({ "directory": directory }));
    assert_eq!(handover.state(given), ("delivered".to_owned(), true));
    assert_eq!(lists("olga"), [true, true]);

    handover.end(given);
    assert_eq!(
        handover.state(given),
        ("expired".to_owned(), true),
        "seen gone in the domain"
    );
    assert_eq!(lists("olga"), [false, false]);
    copy.follow(&server, &mut graph.tenant());
    handover.read();
    assert_eq!(handover.proven().1, 2);

    // What somebody had in the domain before any package gave it is theirs, though the tenant has not heard of it.
    server.modify(&format!(
        "dn: {}\nchangetype: modify\nadd: member\nmember: {}\n\n",
        countersign_tests::domain::group("payroll"),
        countersign_tests::domain::person("fred")
    ));
    let given = handover.give(fred);
    handover.end(given);
    assert_eq!(lists("fred"), [true, true], "the list for news had him before, too");
    let asked = graph.log();
    assert!(
        asked
            .iter()
            .all(|one| one.verb == "GET" || one.target.contains("/token")),
        "the tenant is not asked to change"
    );
    conforms(&graph);
    practice.is_sound();
}
