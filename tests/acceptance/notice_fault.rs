//! Notices when something is wrong: a recipient, a certificate, a password, a setting, a killed run, an
//! answer that never comes. Nobody is told twice, and what was not sent is known.

use std::process::Stdio;
use std::time::{Duration, Instant};

use countersign_tests::cli::refusal;
use countersign_tests::mailing::{configure, mailing, notices, office_with, states, try_configure};
use countersign_tests::smtp::Smtp;
use serde_json::{Value, json};

#[test]
fn a_refused_recipient_is_written_down_and_the_others_are_told() {
    let more = [
        ("ralf", "Ralf Refused", "refused@example.org"),
        ("lena", "Lena Later", "later@example.org"),
        ("otto", "Otto Odd", "not an address"),
    ];
    let Some((_directory, cli)) = office_with(&more) else {
        return;
    };
    let Some(server) = Smtp::started() else { return };
    configure(&cli, &server, "tls", server.ports[0]);
    cli.start_review(&mailing(&["ralf", "lena", "otto", "zoe"]));
    assert_eq!(
        cli.ok(&["notice", "send"]),
        json!({ "sent": 1, "refused": 1, "waiting": 1, "unknown": 0 })
    );
    assert_eq!(server.recipients(), ["zoe@example.org"]);
    let rows = notices(&cli);
    let of = |address: &str| {
        rows.iter()
            .find(|row| row["address"] == address)
            .expect("a notice")
            .clone()
    };
    let refused = of("refused@example.org");
    assert_eq!(refused["state"], "refused");
    assert!(
        refused["lastProblem"]
            .as_str()
            .is_some_and(|why| why.contains("550") && why.contains("nobody of this name")),
        "{refused}"
    );
    let later = of("later@example.org");
    assert_eq!(
        (&later["state"], &later["attempts"]),
        (&json!("queued"), &json!(1)),
        "{later}"
    );
    assert!(
        later["lastProblem"]
            .as_str()
            .is_some_and(|why| why.contains("mailbox is full")),
        "{later}"
    );
    assert_eq!(
        of("not an address")["lastProblem"],
        "“not an address” is not a mail address."
    );
    assert_eq!(
        cli.ok(&["notice", "send"])["waiting"],
        1,
        "tried again, and only that one"
    );
    assert_eq!(server.recipients(), ["zoe@example.org"]);
}

#[test]
fn nothing_is_sent_to_a_server_that_is_not_the_right_one_or_not_encrypted() {
    let Some((_directory, cli)) = office_with(&[]) else {
        return;
    };
    let (Some(server), Some(stranger)) = (Smtp::started(), Smtp::stopped()) else {
        return;
    };
    cli.start_review(&mailing(&["zoe"]));
    let waiting = states(&cli);

    for (at, security) in [(0, "tls"), (1, "startTls")] {
        configure(&cli, &stranger, security, server.ports[at]);
        let problem = cli.refused(&["notice", "send"]);
        assert!(
            problem.contains("cannot be trusted") && problem.contains("nothing was sent"),
            "{problem}"
        );
    }
    configure(&cli, &server, "startTls", server.ports[2]);
    let problem = cli.refused(&["notice", "send"]);
    assert!(
        problem.contains("does not offer STARTTLS; nothing was sent"),
        "{problem}"
    );

    assert_eq!(
        try_configure(&cli, &server, "tls", server.ports[0], "wrong horse").code,
        Some(0)
    );
    let problem = cli.refused(&["notice", "send"]);
    assert!(
        problem.contains("does not accept reviews with this password"),
        "{problem}"
    );
    assert!(!problem.contains("wrong horse"), "{problem}");

    assert_eq!(states(&cli), waiting, "all of it still waits");
    assert_eq!(server.recipients(), [""; 0]);
}

#[test]
fn settings_that_cannot_be_right_are_refused() {
    let Some((_directory, cli)) = office_with(&[]) else {
        return;
    };
    let Some(server) = Smtp::stopped() else { return };
    let authority = server.authority();
    let good = json!({ "host": "localhost", "port": 465, "security": "tls", "from": "reviews@example.org",
                       "caFile": authority });
    for (field, value, sentence) in [
        (
            "host",
            json!("mail example"),
            "The mail server needs a host name. (at host)",
        ),
        ("port", json!(0), "A port is a number from 1 to 65535. (at port)"),
        (
            "security",
            json!("none"),
            "unknown variant `none`, expected `tls` or `startTls`",
        ),
        ("from", json!("a@b\r\nBcc: c@d"), "is not a mail address."),
        ("user", json!("reviews"), "A user needs a password. (at secret)"),
        ("secret", json!("horse"), "A password needs a user. (at user)"),
        (
            "caFile",
            json!("/nowhere/ca.pem"),
            "The certificates in /nowhere/ca.pem cannot be read",
        ),
        (
            "administrator",
            json!("nobody"),
            "“nobody” is not a mail address. (at administrator)",
        ),
    ] {
        let mut input = good.clone();
        input[field] = value;
        let said = refusal(&cli.run(&["call", "mail.configure", &input.to_string()]));
        assert!(said.contains(sentence), "{field}: {said}");
    }
    assert_eq!(cli.ok(&["mail", "show"]), Value::Null);
    cli.call("mail.configure", &good);
}

#[test]
fn a_run_that_is_killed_in_the_middle_tells_nobody_twice() {
    let more = [("sam", "Sam Slow", "slow@example.org")];
    let Some((_directory, cli)) = office_with(&more) else {
        return;
    };
    let Some(server) = Smtp::started() else { return };
    configure(&cli, &server, "tls", server.ports[0]);
    cli.start_review(&mailing(&["eve", "sam", "zoe"]));
    let mut sending = cli.command(&["notice", "send"]);
    let mut child = sending
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the run starts");
    let begun = Instant::now();
    while !server.folder().join("under-way").exists() {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "the slow message is never under way"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().expect("the run is killed");
    child.wait().expect("the run ended");

    let rows = notices(&cli);
    let unknown: Vec<&Value> = rows.iter().filter(|row| row["state"] == "sending").collect();
    assert_eq!(unknown.len(), 1, "{rows:?}");
    assert_eq!(unknown[0]["address"], "slow@example.org");
    assert_eq!(
        cli.ok(&["notice", "send"])["unknown"],
        0,
        "the next run leaves it alone"
    );
    assert_eq!(cli.ok(&["notice", "send"])["sent"], 0);
    // The slow server had taken it after all.
    assert!(server.recipients().iter().any(|told| told == "slow@example.org"));
    let mut told = server.recipients();
    told.sort();
    told.dedup();
    assert_eq!(told.len(), server.recipients().len(), "nobody was told twice");
    assert!(
        told.contains(&"eve@example.org".into()) && told.contains(&"zoe@example.org".into()),
        "{told:?}"
    );

    // Only a person may decide to risk it.
    let notice = unknown[0]["notice"].to_string();
    assert_eq!(cli.ok(&["notice", "requeue", &notice])["state"], "queued");
    assert_eq!(cli.ok(&["notice", "send"])["sent"], 1);
    assert!(cli.refused(&["notice", "requeue", &notice]).contains("was sent"));
}

#[test]
fn a_message_without_an_answer_is_not_sent_again_by_itself() {
    let more = [("sid", "Sid Silent", "silent@example.org")];
    let Some((_directory, cli)) = office_with(&more) else {
        return;
    };
    let Some(server) = Smtp::started() else { return };
    configure(&cli, &server, "tls", server.ports[0]);
    cli.start_review(&mailing(&["eve", "sid", "zoe"]));
    let problem = cli.refused(&["notice", "send"]);
    assert!(problem.contains("cannot be reached"), "{problem}");
    cli.ok(&["notice", "send"]);
    cli.ok(&["notice", "send"]);
    let mut told = server.recipients();
    told.sort();
    assert_eq!(
        told,
        ["eve@example.org", "silent@example.org", "zoe@example.org"],
        "each once"
    );
    let row = notices(&cli)
        .into_iter()
        .find(|row| row["address"] == "silent@example.org")
        .expect("Sid's");
    assert_eq!(row["state"], "sending");
    assert_eq!(
        row["lastProblem"],
        "The mail server did not answer after the message was handed over: maybe it was sent."
    );
}
