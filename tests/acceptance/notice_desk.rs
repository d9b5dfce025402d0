//! Notices that no reviewer's mail shows: what is to be done by hand, and what waits for the person at the desk.

use countersign_tests::mailing::{configure, mailing, notices, office_with};
use countersign_tests::office::{group, person};
use countersign_tests::smtp::Smtp;
use serde_json::{Value, json};

#[test]
fn the_owner_of_a_group_is_told_what_must_be_done_by_hand() {
    let Some((directory, cli)) = office_with(&[]) else {
        return;
    };
    let Some(server) = Smtp::started() else { return };
    configure(&cli, &server, "tls", server.ports[0]);
    // Anna reaches the vault through a group inside it too, which no plan takes apart; Wang owns it.
    directory.modify(&format!(
        "dn: cn=inner,ou=groups,dc=example,dc=org\nchangetype: add\nobjectClass: groupOfNames\ncn: inner\nmember: {}\n\n\
         dn: {vault}\nchangetype: modify\nreplace: member\nmember: {}\n-\nadd: owner\nowner: {}\n",
        person("anna"),
        group("inner"),
        person("wang"),
        vault = group("vault"),
    ));
    cli.ok(&["directory", "sync", "Lab"]);
    let mut review = mailing(&["zoe"]);
    review["scope"]["resourceScopes"] = json!([{ "query": "/groups/vault/transitiveMembers/microsoft.graph.user" }]);
    let (review, instance) = cli.start_review(&review);
    cli.ok(&["--as", "zoe", "item", "decide-many", &instance, "--decision", "deny"]);
    cli.ok(&["review", "stop", &review]);
    let drawn = cli.ok(&["plan", "draw", &instance]);
    assert_eq!(drawn["taskCount"], 1, "{drawn}");
    cli.ok(&["notice", "send"]);
    let task = server
        .messages()
        .into_iter()
        .find(|one| one["to"][0][1] == "wang@example.org")
        .expect("the owner's message");
    assert_eq!(
        task["headers"]["subject"],
        "To be done by hand: Payroll – Prüfung until 15 March 2026"
    );
    let text = task["text"].as_str().expect("a text");
    assert!(text.contains("One access must be removed by hand."), "{text}");
    assert_eq!(task["events"][0]["start"], "2026-03-15T23:59:00+00:00");
    assert_eq!(cli.ok(&["notice", "send"])["sent"], 0);
}

#[test]
fn the_person_at_the_desk_hears_what_waits_for_them_also_with_mail_off() {
    let Some((_directory, cli)) = office_with(&[]) else {
        return;
    };
    let ask = |who: &str, after: Value| {
        cli.ok(&[
            "--as",
            who,
            "call",
            "notice.mine",
            &json!({ "after": after }).to_string(),
        ])
    };
    assert_eq!(ask("zoe", Value::Null), json!({ "newest": 0, "rows": [] }));
    let mut review = mailing(&["zoe"]);
    review["settings"]["mailNotificationsEnabled"] = json!(false);
    let (_, instance) = cli.start_review(&review);
    let mine = ask("zoe", json!(0));
    assert_eq!(
        mine["rows"][0]["subject"],
        "Access review: Payroll – Prüfung until 15 March 2026"
    );
    assert_eq!(mine["rows"][0]["text"], "4 items wait for you until 15 March 2026");
    assert_eq!(
        ask("zoe", mine["newest"].clone())["rows"],
        json!([]),
        "each is said once"
    );
    assert_eq!(
        ask("wang", json!(0))["rows"],
        json!([]),
        "nobody hears what waits for others"
    );
    cli.ok(&["--as", "zoe", "item", "decide-many", &instance, "--decision", "approve"]);
    assert_eq!(ask("zoe", json!(0))["rows"], json!([]), "nothing waits any more");
    assert_eq!(notices(&cli).len(), 1);
}

#[test]
fn the_end_is_told_to_its_maker_and_to_those_whom_the_definition_names() {
    let Some((_directory, cli)) = office_with(&[]) else {
        return;
    };
    let Some(server) = Smtp::started() else { return };
    configure(&cli, &server, "tls", server.ports[0]);
    let also = |query: &str| {
        json!({ "notificationTemplateType": "CompletedAdditionalRecipients",
                "notificationRecipientScope": { "query": query, "queryType": "MicrosoftGraph" } })
    };
    let mut review = mailing(&["zoe"]);
    review["additionalNotificationRecipients"] = json!([also("/users/wang"), also("/v1.0/users/nobody-of-this-name")]);
    let file = cli.write("review.json", &review.to_string());
    let made = cli.ok(&[
        "--as",
        "lang",
        "--administrator",
        "review",
        "create",
        "--file",
        &file.to_string_lossy(),
    ]);
    let review = made["review"].to_string();
    cli.ok(&["review", "start", &review]);
    cli.ok(&["review", "stop", &review]);
    assert_eq!(cli.ok(&["notice", "send"])["sent"], 2);
    let mut told = server.recipients();
    told.sort();
    assert_eq!(
        told,
        ["lang@example.org", "wang@example.org"],
        "Zoë's start was withdrawn"
    );
}
