//! People from outside on a real server: asked for, approved by a sponsor, given an account, blocked when their last
//! access package ends, deleted after some days, and kept where something else stands or somebody says so.

#[path = "organization/desk.rs"]
mod desk;

use countersign_tests::practice::{Practice, group, person};
use countersign_tests::slapd::{BASE, PASSWORD, Slapd};
use desk::{Desk, at, guest, ldif, pairs};
use serde_json::{Value, json};

#[test]
fn an_outsider_is_let_in_by_a_sponsor_and_leaves_with_the_last_package() {
    let Some(server) = Slapd::start(&ldif()) else { return };
    let practice = Practice::locked(at("2026-09-01T08:00:00Z"));
    let mut settings = server.writer_settings();
    settings["guestRule"] = json!({ "attribute": "employeeType", "values": ["guest"] });
    settings["guestContainer"] = json!(format!("ou=guests,{BASE}"));
    settings["guestAttributes"] = json!({ "description": ["From an access package"] });
    let added = practice.call(
        "directory.add",
        json!({ "name": "Lab", "kind": "ldap", "settings": settings, "secret": PASSWORD }),
    );
    let directory = Desk::number(&added["directory"]);
    practice.sync(directory);
    let desk = Desk::made(practice, directory, "project");
    desk.policy("allConfiguredConnectedOrganizationUsers");
    let unknown = desk.ask_for("eve@fabrikam.example").expect_err("no organization");
    assert_eq!(unknown.code.as_deref(), Some("notEligible"), "{unknown:?}");
    assert_eq!(
        desk.call("organization.list", json!({}))["total"],
        0,
        "nothing is left of it"
    );
    desk.contoso();

    let asked: Vec<Value> = ["ann@contoso.example", "cat@contoso.example", "dan@contoso.example"]
        .iter()
        .map(|mail| desk.ask_for(mail).expect("a request"))
        .collect();
    assert_eq!(asked[0]["state"], "pendingApproval", "{}", asked[0]);
    assert_eq!(asked[0]["outsider"]["organizationName"], "Contoso", "{}", asked[0]);
    for request in &asked {
        assert_eq!(desk.approve("olga", request)["state"], "delivering");
    }
    assert_eq!(
        server.count("(employeeType=guest)"),
        0,
        "nothing reaches the directory but a plan"
    );
    assert_eq!(
        desk.call("organization.invitation.list", json!({ "waiting": true }))["total"],
        3
    );
    desk.tick();
    assert_eq!(
        server.count("(&(employeeType=guest)(mail=ann@contoso.example)(description=From an access package))"),
        1
    );
    assert_eq!(
        desk.call("organization.invitation.list", json!({ "waiting": true }))["total"],
        0,
        "the read found them"
    );
    desk.tick();
    for mail in ["ann", "cat", "dan"] {
        let member = guest(&format!("{mail}@contoso.example"));
        assert_eq!(server.count(&format!("(&(cn=project)(member={member}))")), 1, "{mail}");
    }
    let shown = desk.call("request.show", json!({ "request": asked[0]["request"] }));
    assert_eq!(shown["state"], "delivered", "{shown}");
    let again = desk.ask_for("ann@contoso.example").expect_err("is there already");
    assert_eq!(again.code.as_deref(), Some("known"));
    desk.sync();
    assert_eq!(desk.governed().len(), 3);

    // Their packages end; dan holds something else that nobody here gave.
    server.modify(&format!(
        "dn: cn=archive,ou=groups,{BASE}\nchangetype: modify\nadd: member\nmember: {}\n",
        guest("dan@contoso.example")
    ));
    for mail in ["ann", "cat", "dan"] {
        let principal = desk.practice.person(&format!("{mail}@contoso.example"));
        let list = desk.call("assignment.list", json!({ "principal": principal }));
        let end = json!({ "assignment": list["rows"][0]["assignment"], "reason": "The project is over" });
        desk.call("assignment.end", end);
    }
    desk.tick();
    assert_eq!(
        server.count(&format!("(&(cn=project)(member={}))", guest("ann@contoso.example"))),
        0
    );
    desk.sync();
    desk.tick();
    let locked = |mail: &str| {
        server.count(&format!(
            "(&(mail={mail}@contoso.example)(pwdAccountLockedTime=000001010000Z))"
        ))
    };
    assert_eq!((locked("ann"), locked("cat"), locked("dan")), (1, 1, 0));
    assert_eq!(
        desk.leaving(),
        pairs(&[("Guest ann", "blocked"), ("Guest cat", "blocked")])
    );
    let list = desk.call("guest.list", json!({ "revocable": true }));
    assert_eq!(list["rows"][0]["deleteAt"], "2026-10-01T08:00:00Z", "{list}");
    assert_eq!(list["rows"][0]["instance"], Value::Null, "{list}");
    let governed = desk.call("guest.governed.list", json!({ "status": "present" }));
    assert_eq!(governed["rows"][0]["otherAccess"], json!(["archive"]), "{governed}");

    // One is kept in between.
    desk.practice.set_clock(at("2026-09-15T08:00:00Z"));
    let cat = desk.practice.person("cat@contoso.example");
    let kept = desk.call(
        "guest.keep",
        json!({ "principal": cat, "reason": "A new project begins" }),
    );
    assert!(kept["task"].is_i64(), "a task lets them in again: {kept}");
    desk.practice.set_clock(at("2026-09-30T08:00:00Z"));
    desk.tick();
    assert_eq!(
        server.count("(mail=ann@contoso.example)"),
        1,
        "the thirty days are not over"
    );
    desk.practice.set_clock(at("2026-10-01T08:00:00Z"));
    desk.tick();
    assert_eq!(server.count("(mail=ann@contoso.example)"), 0, "deleted");
    assert_eq!(
        (
            server.count("(mail=cat@contoso.example)"),
            server.count("(mail=dan@contoso.example)")
        ),
        (1, 1)
    );
    assert_eq!(
        desk.leaving(),
        pairs(&[("Guest ann", "deleted"), ("Guest cat", "kept")])
    );
    let expected = [("ann", "deleted"), ("cat", "released"), ("dan", "present")];
    let expected = expected.map(|(name, status)| (format!("{name}@contoso.example"), status.to_owned()));
    assert_eq!(desk.governed(), expected);

    // What held dan goes; the setting says that a block is enough.
    let setting = json!({ "externalUserLifecycleAction": "blockSignIn",
                          "durationUntilExternalUserDeletedAfterBlocked": "P30D", "keepWhileOtherAccess": true });
    desk.call("organization.setting.change", setting);
    server.modify(&format!(
        "dn: cn=archive,ou=groups,{BASE}\nchangetype: modify\ndelete: member\nmember: {}\n",
        guest("dan@contoso.example")
    ));
    desk.sync();
    desk.tick();
    assert_eq!(locked("dan"), 1);
    desk.practice.set_clock(at("2027-10-01T08:00:00Z"));
    desk.tick();
    assert_eq!(
        server.count("(mail=dan@contoso.example)"),
        1,
        "blocked for good, and not deleted"
    );
    desk.practice.is_sound();
}

#[test]
fn somebody_from_an_unknown_organization_is_entered_by_an_administrator_alone_and_the_organization_proposed() {
    let practice = Practice::at(at("2026-09-01T08:00:00Z"));
    let nodes = vec![
        person(1, "olga", &json!({})),
        person(2, "mona", &json!({})),
        group(11, "project", &[1], &[1]),
    ];
    let directory = practice.add_nodes(&nodes);
    let desk = Desk::made(practice, directory, "project");
    desk.policy("allExternalUsers");
    let refused = |outsider: Value| {
        desk.practice.refused(
            "request.submit",
            json!({ "package": desk.package, "outsider": outsider }),
        )
    };
    for mail in [
        "",
        "eve",
        "eve@",
        "@x.example",
        "eve@localhost",
        "eve @x.example",
        "e*)(mail=*@x.example\u{0}",
        "a@b@c.example",
    ] {
        let problem = refused(json!({ "mail": mail, "displayName": "Eve" }));
        assert_eq!(problem.field.as_deref(), Some("outsider.mail"), "{mail}: {problem:?}");
    }
    assert_eq!(
        refused(json!({ "mail": "eve@x.example", "displayName": " " }))
            .field
            .as_deref(),
        Some("outsider.displayName")
    );
    // Nobody but a sponsor or an administrator enters somebody.
    desk.practice.sit(Some(desk.practice.person("mona")));
    assert_eq!(
        desk.ask_for("eve@fabrikam.example")
            .expect_err("not allowed")
            .code
            .as_deref(),
        Some("permission")
    );
    desk.practice.sit(None);
    let asked = desk.ask_for("eve@fabrikam.example").expect("a request");
    let organizations = desk.call("organization.list", json!({ "state": "proposed" }));
    assert_eq!(
        organizations["rows"][0]["displayName"], "fabrikam.example",
        "{organizations}"
    );
    let organization = organizations["rows"][0]["organization"].clone();
    let configured = desk.call("organization.configure", json!({ "organization": organization }));
    assert_eq!(configured["definition"]["state"], "configured", "{configured}");
    // The organization has no sponsor, so the fallback answers.
    assert_eq!(desk.approve("mona", &asked)["state"], "delivering");
    desk.tick();
    desk.tick();
    let person = desk.practice.person("eve@fabrikam.example");
    let held = desk.call("assignment.list", json!({ "principal": person }));
    assert_eq!(held["rows"][0]["state"], "delivered", "{held}");
    let tree = std::fs::read_to_string(desk.practice.store().join("directory.json")).expect("the directory");
    assert!(tree.contains("eve@fabrikam.example"), "{tree}");
    // Somebody the store knows already is put under the same rules, and released.
    let governed = desk.call(
        "guest.govern",
        json!({ "principal": person, "governed": false, "reason": "Stays for good" }),
    );
    assert_eq!(governed["status"], "released", "{governed}");
    let member = desk.practice.refused(
        "guest.govern",
        json!({ "principal": desk.practice.person("mona"), "governed": true, "reason": "?" }),
    );
    assert!(member.message.contains("is not a guest"), "{}", member.message);
    desk.practice.is_sound();
}

#[test]
fn where_nothing_makes_accounts_a_person_does_and_the_package_follows_the_read_that_shows_it() {
    let Some(server) = Slapd::start(&ldif()) else { return };
    let practice = Practice::locked(at("2026-09-01T08:00:00Z"));
    let mut settings = server.writer_settings();
    settings["guestRule"] = json!({ "under": format!("ou=guests,{BASE}") });
    let mut wrong = settings.clone();
    wrong["guestContainer"] = json!("ou=guests,dc=elsewhere");
    let add = |settings: &Value| json!({ "name": "Lab", "kind": "ldap", "settings": settings, "secret": PASSWORD });
    let refused = practice.refused("directory.add", add(&wrong));
    assert!(refused.message.contains("guestContainer"), "{}", refused.message);
    let added = practice.call("directory.add", add(&settings));
    let directory = Desk::number(&added["directory"]);
    practice.sync(directory);
    let desk = Desk::made(practice, directory, "project");
    desk.policy("allConfiguredConnectedOrganizationUsers");
    desk.contoso();
    let asked = desk.ask_for("ann@contoso.example").expect("a request");
    desk.approve("olga", &asked);
    desk.tick();
    let tasks = desk.call("task.board", json!({}));
    assert_eq!(
        (&tasks["total"], &tasks["rows"][0]["kind"]),
        (&json!(1), &json!("inviteByHand")),
        "{tasks}"
    );
    assert!(
        tasks["rows"][0]["reason"]
            .as_str()
            .expect("a reason")
            .contains("ann@contoso.example"),
        "{tasks}"
    );
    desk.tick();
    assert_eq!(desk.call("task.board", json!({}))["total"], 1, "it is asked for once");

    server.modify(&format!(
        "dn: uid=ann,ou=guests,{BASE}\nchangetype: add\nobjectClass: inetOrgPerson\nuid: ann\ncn: Ann\nsn: Family\nmail: Ann@Contoso.example\n"
    ));
    let synced = desk.sync();
    assert_eq!(synced["watch"]["tasksClosed"], 1, "{synced}");
    desk.tick();
    assert_eq!(
        server.count(&format!("(&(cn=project)(member=uid=ann,ou=guests,{BASE}))")),
        1
    );
    let shown = desk.call("request.show", json!({ "request": asked["request"] }));
    assert_eq!(
        (&shown["state"], &shown["targetName"]),
        (&json!("delivered"), &json!("Ann")),
        "{shown}"
    );
    desk.practice.is_sound();
}
