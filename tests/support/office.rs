//! A small office, written by hand: names in many scripts, nested groups, guests, leavers, groups
//! without an owner or with one member. What main-job, refusal and kill tests decide on.

use base64::Engine;
use std::fmt::Write as _;

use crate::slapd::BASE;

/// Account, name, and whatever else the entry has.
const PEOPLE: &[(&str, &str, &str)] = &[
    ("olga", "Olga Owner", ""),
    (
        "mona",
        "Mona Manager",
        "manager: uid=olga,ou=people,dc=example,dc=org\n",
    ),
    ("fred", "Fred Fallback", ""),
    (
        "eleni",
        "Ελένη Παπαδοπούλου",
        "manager: uid=mona,ou=people,dc=example,dc=org\n",
    ),
    ("ivan", "Иван Петров", "manager: uid=mona,ou=people,dc=example,dc=org\n"),
    (
        "muhammad",
        "محمد علي",
        "manager: uid=mona,ou=people,dc=example,dc=org\n",
    ),
    ("david", "דוד כהן", "manager: uid=mona,ou=people,dc=example,dc=org\n"),
    ("wang", "王小明", "manager: uid=mona,ou=people,dc=example,dc=org\n"),
    ("zoe", "Zoë Müller", ""),
    ("gina", "Gina Guest", "employeeType: guest\n"),
    ("lars", "Lars Leaver", "pwdAccountLockedTime: 000001010000Z\n"),
    ("formula", "=HYPERLINK(\"http://example.org\",\"click\")", ""),
    ("control", "Con\u{7}tr\u{1b}[31mol", ""),
];

/// Group, its class, its owner, its members (accounts, or `cn=…` for a group).
const GROUPS: &[(&str, &str, &str, &[&str])] = &[
    (
        "payroll",
        "groupOfNames",
        "olga",
        &[
            "eleni",
            "ivan",
            "muhammad",
            "david",
            "wang",
            "gina",
            "olga",
            "lars",
            "formula",
            "control",
            "cn=payroll-team",
        ],
    ),
    ("payroll-team", "groupOfNames", "", &["ivan", "zoe"]),
    ("vault", "groupOfNames", "olga", &["ivan"]),
    ("archive", "groupOfUniqueNames", "", &["eleni", "zoe", "wang"]),
    ("ghosts", "groupOfNames", "olga", &["zoe", "nobody-of-this-name"]),
    ("circle", "groupOfNames", "olga", &["cn=circle", "fred"]),
];

/// The office as LDIF.
pub fn ldif() -> String {
    let mut out = String::new();
    let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let huge = "N".repeat(5_000);
    for (account, name, more) in PEOPLE.iter().chain(&[("huge", huge.as_str(), "")]) {
        let _ = write!(
            out,
            "dn: {}\nobjectClass: inetOrgPerson\nuid: {account}\ncn:: {}\nsn: Family\nmail: {account}@example.org\n{more}\n",
            person(account),
            encode(name)
        );
    }
    for (name, class, owner, members) in GROUPS {
        let _ = write!(out, "dn: {}\nobjectClass: {class}\ncn: {name}\n", group(name));
        if !owner.is_empty() {
            let _ = writeln!(out, "owner: {}", person(owner));
        }
        let list = if *class == "groupOfUniqueNames" {
            "uniqueMember"
        } else {
            "member"
        };
        for member in *members {
            let dn = member.strip_prefix("cn=").map_or_else(|| person(member), group);
            let _ = writeln!(out, "{list}: {dn}");
        }
        out.push('\n');
    }
    out
}

pub fn person(account: &str) -> String {
    format!("uid={account},ou=people,{BASE}")
}

pub fn group(name: &str) -> String {
    format!("cn={name},ou=groups,{BASE}")
}
