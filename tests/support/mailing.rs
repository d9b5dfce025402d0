//! A store with reviewers in many scripts, and a mail server configured for it: what notices are tested on.

use base64::Engine;
use serde_json::{Value, json};

use crate::cli::{Cli, Ran, definition, ran};
use crate::slapd::BASE;
use crate::smtp::{self, Smtp};
use crate::{Slapd, office};

pub const START: &str = "2026-03-01T08:00:00Z";
pub const HALF_WAY: &str = "2026-03-08T08:00:00Z";

/// Reviewers with names in many scripts, one whose name tries to begin a header, one without an address.
pub const REVIEWERS: &[(&str, &str, &str)] = &[
    ("zoe", "Zoë \"Z.\" Müller, B.A.", "zoe@example.org"),
    ("wang", "王小明", "wang@example.org"),
    (
        "lang",
        "長谷川太郎左衛門尉藤原朝臣次郎三郎四郎五郎六郎七郎八郎九郎十郎",
        "lang@example.org",
    ),
    ("muhammad", "محمد علي", "muhammad@example.org"),
    ("eve", "Eve\r\nBcc: victim@example.org\r\n\r\nevil", "eve@example.org"),
    ("nora", "Nora Nowhere", ""),
];

/// A practice store at the start of March whose directory holds these reviewers.
pub fn office_with(more: &[(&str, &str, &str)]) -> Option<(Slapd, Cli)> {
    let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let mut ldif = String::new();
    for (account, name, mail) in REVIEWERS.iter().chain(more) {
        let mail = if mail.is_empty() {
            String::new()
        } else {
            format!("mail: {mail}\n")
        };
        ldif += &format!(
            "dn: {}\nobjectClass: inetOrgPerson\nuid: {account}\ncn:: {}\nsn: Family\n{mail}\n",
            office::person(account),
            encode(name)
        );
    }
    for account in ["anna", "ben"] {
        ldif += &format!(
            "dn: {}\nobjectClass: inetOrgPerson\nuid: {account}\ncn: {account}\nsn: Family\n\n",
            office::person(account)
        );
    }
    for group in ["vault", "archive"] {
        ldif += &format!(
            "dn: cn={group},ou=groups,{BASE}\nobjectClass: groupOfNames\ncn: {group}\nmember: {}\nmember: {}\n\n",
            office::person("anna"),
            office::person("ben")
        );
    }
    let server = Slapd::start(&ldif)?;
    let mut cli = Cli::bare();
    cli.now = Some(START.into());
    cli.ok(&["store", "init", "--practice", "--organization", "Example"]);
    cli.add_directory("Lab", &server.writer_settings());
    cli.ok(&["directory", "sync", "Lab"]);
    Some((server, cli))
}

/// A review of both groups that mails these people.
pub fn mailing(reviewers: &[&str]) -> Value {
    let queries: Vec<String> = reviewers.iter().map(|one| format!("/users/{one}")).collect();
    let queries: Vec<&str> = queries.iter().map(String::as_str).collect();
    let mut review = definition("Payroll – Prüfung", &["vault", "archive"], &queries);
    review["descriptionForReviewers"] = json!("Look twice at guests.");
    review["settings"]["mailNotificationsEnabled"] = json!(true);
    review["settings"]["reminderNotificationsEnabled"] = json!(true);
    review
}

pub fn configure(cli: &Cli, server: &Smtp, security: &str, port: u16) {
    assert_eq!(try_configure(cli, server, security, port, smtp::PASSWORD).code, Some(0));
}

pub fn try_configure(cli: &Cli, server: &Smtp, security: &str, port: u16, password: &str) -> Ran {
    let secret = cli.write("secret", password);
    let (port, authority) = (port.to_string(), server.authority());
    let authority = authority.to_string_lossy();
    let mut command = cli.command(&[
        "mail",
        "configure",
        "--host",
        "localhost",
        "--port",
        &port,
        "--security",
        security,
        "--user",
        smtp::USER,
        "--from",
        "Überprüfung <reviews@example.org>",
        "--ca-file",
        &authority,
        "--secret-stdin",
        "--administrator-address",
        "admins@example.org",
    ]);
    command.stdin(std::fs::File::open(secret).expect("the secret"));
    ran(&mut command)
}

/// The notices of a store, oldest first.
pub fn notices(cli: &Cli) -> Vec<Value> {
    let page = cli.ok(&["notice", "list", "--limit", "1000"]);
    let mut rows = page["rows"].as_array().expect("rows").clone();
    assert_eq!(page["total"].as_u64(), Some(rows.len() as u64), "the total is exact");
    rows.reverse();
    rows
}

pub fn states(cli: &Cli) -> Vec<(String, String)> {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut all: Vec<_> = notices(cli)
        .iter()
        .map(|row| (word(&row["address"]), word(&row["state"])))
        .collect();
    all.sort();
    all
}

pub fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut all: Vec<_> = expected
        .iter()
        .map(|(one, two)| ((*one).into(), (*two).into()))
        .collect();
    all.sort();
    all
}
