//! Notices, with a real mail server: queued without a network, sent later, never twice; who is told, who
//! is reminded, and what another program reads of it.

use countersign_tests::cli::{Cli, definition};
use countersign_tests::mailing::{HALF_WAY, REVIEWERS, configure, mailing, notices, office_with, pairs, states};
use countersign_tests::smtp::{self, Smtp};
use serde_json::{Value, json};

#[test]
fn what_is_queued_offline_is_sent_later_and_never_twice() {
    let Some((_directory, cli)) = office_with(&[]) else {
        return;
    };
    let Some(mut server) = Smtp::stopped() else { return };
    let accounts: Vec<&str> = REVIEWERS.iter().map(|one| one.0).collect();
    assert_eq!(
        cli.refused(&["notice", "send"]),
        "No mail server is configured.\nConfigure one with “mail configure”, or write drafts with “notice draft”."
    );
    configure(&cli, &server, "tls", server.ports[0]);
    let shown = cli.ok(&["mail", "show"]);
    assert_eq!(shown["user"], smtp::USER);
    assert!(!shown.to_string().contains(smtp::PASSWORD), "{shown}");

    let (_, instance) = cli.start_review(&mailing(&accounts));
    let waiting = pairs(&[
        ("", "skipped"),
        ("eve@example.org", "queued"),
        ("lang@example.org", "queued"),
        ("muhammad@example.org", "queued"),
        ("wang@example.org", "queued"),
        ("zoe@example.org", "queued"),
    ]);
    assert_eq!(states(&cli), waiting);
    let nora = notices(&cli)
        .into_iter()
        .find(|row| row["state"] == "skipped")
        .expect("Nora's");
    assert_eq!(
        nora["lastProblem"],
        "The directory holds no mail address of this person."
    );

    let problem = cli.refused(&["notice", "send"]);
    assert!(
        problem.contains("localhost") && problem.contains("cannot be reached"),
        "{problem}"
    );
    assert_eq!(states(&cli), waiting, "nothing changed while there was no network");

    server.start();
    assert_eq!(
        cli.ok(&["notice", "send"]),
        json!({ "sent": 5, "refused": 0, "waiting": 0, "unknown": 0 })
    );
    for _ in 0..2 {
        assert_eq!(cli.ok(&["notice", "send", "--instance", &instance])["sent"], 0);
    }
    let mut told = server.recipients();
    told.sort();
    assert_eq!(
        told,
        [
            "eve@example.org",
            "lang@example.org",
            "muhammad@example.org",
            "wang@example.org",
            "zoe@example.org"
        ]
    );
    assert!(
        server
            .envelopes()
            .iter()
            .all(|one| one["from"] == "reviews@example.org")
    );
    read_as_another_program_does(&server.messages());

    let log = cli.ok(&["audit", "list", "--limit", "1000"]).to_string();
    assert!(log.contains("notice.send") && !log.contains(smtp::PASSWORD), "{log}");
    assert_eq!(cli.ok(&["audit", "verify"])["valid"], true);
}

fn read_as_another_program_does(messages: &[Value]) {
    let names: Vec<(&str, &str)> = messages
        .iter()
        .map(|one| {
            (
                one["to"][0][1].as_str().expect("an address"),
                one["to"][0][0].as_str().expect("a name"),
            )
        })
        .collect();
    for (address, name) in [
        ("zoe@example.org", "Zoë \"Z.\" Müller, B.A."),
        ("wang@example.org", "王小明"),
        ("lang@example.org", REVIEWERS[2].1),
        ("muhammad@example.org", "محمد علي"),
    ] {
        assert!(names.contains(&(address, name)), "{address} {name}: {names:?}");
    }
    let eve = names.iter().find(|(address, _)| *address == "eve@example.org");
    assert!(eve.is_some_and(|(_, name)| name.starts_with("Eve") && name.contains("Bcc: victim@example.org")));
    let mut ids = std::collections::BTreeSet::new();
    for message in messages {
        assert_eq!(message["defects"], json!([]), "{message}");
        assert_eq!(message["to"].as_array().map(Vec::len), Some(1), "{message}");
        let mut headers: Vec<&str> = message["names"]
            .as_array()
            .expect("names")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        headers.sort_unstable();
        let known = [
            "auto-submitted",
            "content-type",
            "date",
            "from",
            "message-id",
            "mime-version",
            "subject",
            "to",
        ];
        assert_eq!(headers, known, "no header was added by a name");
        let header = |name: &str| message["headers"][name].as_str().expect("a header").to_owned();
        assert_eq!(
            header("subject"),
            "Access review: Payroll – Prüfung until 15 March 2026"
        );
        assert_eq!(header("from"), "Überprüfung <reviews@example.org>");
        assert_eq!(header("date"), "Sun, 01 Mar 2026 08:00:00 +0000");
        assert!(ids.insert(header("message-id")), "each message has its own id");
        let text = message["text"].as_str().expect("a text");
        assert!(text.contains("You are asked to decide on 4 items"), "{text}");
        assert!(
            text.contains("Look twice at guests.") && text.contains("Due: 15 March 2026, 08:00 UTC"),
            "{text}"
        );
        let events = message["events"].as_array().expect("events");
        assert_eq!(events.len(), 1, "{message}");
        assert_eq!(events[0]["start"], "2026-03-15T08:00:00+00:00");
        assert_eq!(events[0]["summary"], json!(header("subject")));
        assert_eq!(events[0]["alarms"], 1);
        assert_eq!(message["bare"], 0, "every line ends as RFC 5322 says");
        assert!(
            message["longest"].as_u64().is_some_and(|longest| longest <= 998),
            "{message}"
        );
    }
}

#[test]
fn a_reminder_reaches_only_those_who_have_not_finished_and_once() {
    let Some((_directory, mut cli)) = office_with(&[]) else {
        return;
    };
    let Some(server) = Smtp::started() else { return };
    configure(&cli, &server, "startTls", server.ports[1]);
    let mut review = mailing(&["zoe"]);
    review["displayName"] = json!("Vault");
    review["scope"]["resourceScopes"] = json!([{ "query": "/groups/vault/transitiveMembers/microsoft.graph.user" }]);
    let (_, finished) = cli.start_review(&review);
    let (open, instance) = cli.start_review(&mailing(&["wang", "muhammad", "eve"]));
    assert_eq!(cli.ok(&["notice", "send"])["sent"], 4, "over STARTTLS");
    cli.ok(&["--as", "zoe", "item", "decide-many", &finished, "--decision", "approve"]);

    cli.now = Some("2026-03-08T07:59:59Z".into());
    assert_eq!(cli.ok(&["tick"])["reminded"], json!([]));
    cli.now = Some(HALF_WAY.into());
    let ticked = cli.ok(&["tick"]);
    assert_eq!(ticked["unsent"], 3, "{ticked}");
    assert_eq!(cli.ok(&["tick"])["reminded"], json!([]), "once");
    let reminders = |cli: &Cli| -> Vec<(String, String)> {
        let rows = notices(cli);
        let some = rows.iter().filter(|row| row["kind"] == "reminder");
        some.map(|row| {
            (
                row["address"].as_str().unwrap_or_default().into(),
                row["state"].as_str().unwrap_or_default().into(),
            )
        })
        .collect()
    };
    assert!(
        reminders(&cli)
            .iter()
            .all(|(address, state)| address != "zoe@example.org" && state == "queued")
    );

    // One reviewer's answer settles an item for all who were asked, so all have finished before it is sent.
    cli.ok(&[
        "--as",
        "wang",
        "item",
        "decide-many",
        &instance,
        "--decision",
        "approve",
    ]);
    assert_eq!(
        cli.ok(&["notice", "send"])["sent"],
        0,
        "nobody is reminded who has finished"
    );
    assert!(
        reminders(&cli).iter().all(|(_, state)| state == "skipped"),
        "{:?}",
        reminders(&cli)
    );
    assert_eq!(
        cli.refused(&["review", "remind", &open]),
        "Everybody who was asked has finished, so there is nobody to remind."
    );

    let item = cli.items(&instance)[0]["item"].to_string();
    let version = cli.items(&instance)[0]["version"].to_string();
    cli.ok(&["--as", "wang", "item", "undo", &item, "--version", &version]);
    assert!(
        cli.refused(&["review", "remind", &open, "--text", &"x".repeat(257)])
            .contains("at most 256 characters")
    );
    for _ in 0..2 {
        let reminded = cli.ok(&["review", "remind", &open, "--text", "Only one is left."]);
        assert_eq!(reminded["queued"], 3, "{reminded}");
    }
    assert_eq!(
        cli.ok(&["notice", "send"])["sent"],
        6,
        "each reminder by hand is one of its own"
    );
    let last = server.messages().pop().expect("a message");
    assert_eq!(
        last["headers"]["subject"],
        "Reminder: Payroll – Prüfung until 15 March 2026"
    );
    let text = last["text"].as_str().expect("a text");
    assert!(
        text.contains("One item still waits") && text.contains("Only one is left."),
        "{text}"
    );

    cli.ok(&["review", "remind", &open]);
    cli.ok(&["review", "stop", &open]);
    assert_eq!(
        cli.ok(&["notice", "send"])["sent"],
        1,
        "only that it has ended; the reminders were withdrawn"
    );
    assert_eq!(
        server.recipients().last().map(String::as_str),
        Some("admins@example.org")
    );
    assert!(
        cli.refused(&["review", "remind", &open])
            .starts_with("This review is not in progress.")
    );
}

#[test]
fn drafts_open_in_a_mail_program_and_are_not_sent_as_well() {
    let Some((_directory, cli)) = office_with(&[]) else {
        return;
    };
    let Some(server) = Smtp::started() else { return };
    let (_, instance) = cli.start_review(&mailing(&["zoe", "wang", "eve"]));
    let folder = cli.folder().join("drafts");
    let target = folder.to_string_lossy();
    assert!(
        cli.refused(&["notice", "draft", &instance, "--folder", &target])
            .contains("Say who sends the drafts.")
    );
    let drafted = cli.ok(&[
        "notice",
        "draft",
        &instance,
        "--folder",
        &target,
        "--from",
        "Me <me@example.org>",
    ]);
    assert_eq!(drafted["drafted"], 3, "{drafted}");
    let messages = smtp::read(&smtp::files(&folder, "eml"));
    assert_eq!(messages.len(), 3);
    for message in &messages {
        assert_eq!(message["defects"], json!([]), "{message}");
        assert_eq!(message["headers"]["x-unsent"], "1");
        assert_eq!(message["headers"]["from"], "Me <me@example.org>");
        assert!(!message["names"].to_string().contains("bcc"), "{message}");
    }
    let calendars = smtp::read(&smtp::files(&folder, "ics"));
    assert_eq!(calendars.len(), 3);
    assert!(
        calendars
            .iter()
            .all(|one| one["events"][0]["start"] == "2026-03-15T08:00:00+00:00"),
        "{calendars:?}"
    );

    configure(&cli, &server, "tls", server.ports[0]);
    assert_eq!(
        cli.ok(&["notice", "send"])["sent"],
        0,
        "what was drafted is not sent as well"
    );
    assert_eq!(
        cli.ok(&["notice", "draft", &instance, "--folder", &target])["drafted"],
        0
    );
    assert!(
        notices(&cli)
            .iter()
            .all(|row| row["state"] == "drafted" && row["channel"] == "draft")
    );
}

#[test]
fn with_mail_off_people_are_noted_and_the_evidence_says_who_was_told_what() {
    let Some((_directory, cli)) = office_with(&[]) else {
        return;
    };
    let Some(server) = Smtp::started() else { return };
    configure(&cli, &server, "tls", server.ports[0]);
    let quiet = definition("Quiet", &["vault"], &["/users/zoe"]);
    let (quiet, quiet_instance) = cli.start_review(&quiet);
    let rows = notices(&cli);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0]["lastProblem"], "Mail is off in the settings of this review.");
    let (loud, loud_instance) = cli.start_review(&mailing(&["zoe", "nora"]));
    assert_eq!(cli.ok(&["notice", "send"])["sent"], 1);
    for (review, instance, expected) in [
        (
            &quiet,
            &quiet_instance,
            vec![
                "mail off, half-way reminder off",
                "start: not sent: Mail is off in the settings of this review",
            ],
        ),
        (
            &loud,
            &loud_instance,
            vec![
                "mail on, half-way reminder on",
                "start: mail 2026-03-01 08:00",
                "start: not sent: The directory holds no mail address of this person",
            ],
        ),
    ] {
        cli.ok(&["review", "stop", review]);
        let pdf = cli.folder().join(format!("{instance}.pdf"));
        let pdf = pdf.to_string_lossy();
        cli.ok(&["evidence", "export", instance, "--out", &pdf]);
        assert_eq!(cli.ok(&["evidence", "verify", &pdf])["valid"], true);
        let Some(pdftotext) = countersign_tests::tool("/usr/bin/pdftotext") else {
            return;
        };
        let output = std::process::Command::new(pdftotext)
            .args([&*pdf, "-"])
            .output()
            .expect("pdftotext runs");
        let text = String::from_utf8_lossy(&output.stdout)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        for words in expected {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
}
