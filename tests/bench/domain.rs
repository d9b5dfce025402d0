//! A full sync of a domain beside `ldapsearch` writing the same entries to a file; an incremental one beside the full.
//! As large as a Samba controller is made in a minute.

use std::fmt::Write as _;
use std::fs::File;
use std::process::Stdio;
use std::time::Duration;

use countersign_tests::domain::{GROUPS, STAFF};
use countersign_tests::samba::{DOMAIN, READER, Samba};
use serde_json::json;

use crate::directory::{Part, seconds};
use crate::measure::{median, ratio, shown, timed};
use crate::place::Place;
use crate::table::{Reach, Row};
use crate::{Outcome, Size, desk};

const ROUNDS: usize = 3;
const CHANGED: usize = 100;
/// Memberships of each person.
const EACH: usize = 5;
/// What the connector asks for of every entry.
const ASKED: &str = "objectClass cn displayName givenName sn sAMAccountName userPrincipalName mail employeeID \
    employeeNumber employeeType department title manager managedBy description groupType userAccountControl \
    accountExpires lastLogonTimestamp primaryGroupID servicePrincipalName whenCreated uSNChanged member";

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let (users, groups) = (size.of(5_000), size.of(250));
    let Some(server) = Samba::start_with(&ldif(users, groups)) else {
        return Err("Samba is not installed; run cargo xtask setup.".into());
    };
    let (mut dumps, mut fulls, mut smalls, mut nothings, mut memory) = (vec![], vec![], vec![], vec![], 0);
    dump(&server, place)?;
    for round in 0..ROUNDS {
        dumps.push(dump(&server, place)?);
        let mut part = Part::start(
            "ad",
            &server.settings(READER),
            &place.folder().join(format!("domain-{round}")),
        )?;
        let full = part.answer()?;
        fulls.push(seconds(&full)?);
        memory = memory.max(desk::number(&full, "peak")?);
        part.go_on()?;
        nothings.push(seconds(&part.answer()?)?);
        server.modify(&changes(users, round));
        part.go_on()?;
        let small = part.answer()?;
        let changed = small["changed"].as_u64().unwrap_or(0) as usize;
        // The account's own sign-in may have moved its stamp.
        if small["mode"] != json!("incremental") || !(CHANGED..=CHANGED + 2).contains(&changed) {
            return Err(format!("the incremental sync did something else: {small}"));
        }
        smalls.push(seconds(&small)?);
        part.end()?;
    }
    let (full, dump) = (median(&fulls), median(&dumps));
    let what = format!("{users} people, {groups} groups, {} memberships", users * EACH);
    Ok(vec![
        Row::new(format!("full sync of a domain of {what}"), shown(full)).beside(
            format!("ldapsearch to a file: {}", shown(dump)),
            ratio(full, dump),
            Reach::AtMost(3.0),
        ),
        Row::new("  peak memory of it", format!("{memory} MiB")),
        Row::new(format!("  sync of {CHANGED} changed accounts"), shown(median(&smalls))).beside(
            format!("the full sync: {}", shown(full)),
            ratio(median(&smalls), full),
            Reach::Nothing,
        ),
        Row::new("  sync of nothing changed", shown(median(&nothings))),
    ])
}

fn dump(server: &Samba, place: &Place) -> Outcome<Duration> {
    let said = |error: std::io::Error| format!("ldapsearch: {error}");
    let out = File::create(place.folder().join("domain.ldif")).map_err(said)?;
    let mut command = server.client("ldapsearch");
    command.args(["-LLL", "-E", "pr=1000/noprompt", "-b", DOMAIN, "(objectClass=*)"]);
    command.args(ASKED.split_whitespace());
    let (status, took) = timed(|| command.stdout(out).stderr(Stdio::null()).status());
    match status.map_err(said)?.success() {
        true => Ok(took),
        false => Err("ldapsearch could not read the domain.".into()),
    }
}

fn person(n: usize) -> String {
    format!("CN=p{n:06},{STAFF}")
}

fn ldif(users: usize, groups: usize) -> String {
    let mut out = String::new();
    for n in 0..users {
        let _ = write!(
            out,
            "dn: {}\nchangetype: add\nobjectClass: user\nsAMAccountName: p{n:06}\nuserAccountControl: 544\n\
             displayName: Person {n}\nmail: p{n}@lab.test\ndepartment: Department {}\ntitle: Title {}\n{}\n",
            person(n),
            n % 40,
            n % 90,
            if n == 0 {
                String::new()
            } else {
                format!("manager: {}\n", person(n / 10))
            },
        );
    }
    for group in 0..groups {
        let _ = write!(
            out,
            "dn: CN=g{group:05},{GROUPS}\nchangetype: add\nobjectClass: group\nsAMAccountName: g{group:05}\n"
        );
        for member in 0..users * EACH / groups {
            let _ = writeln!(out, "member: {}", person((group * 37 + member * 7) % users));
        }
        out.push('\n');
    }
    out
}

fn changes(users: usize, round: usize) -> String {
    let change = |n: usize| {
        let person = person(n * 37 % users);
        format!("dn: {person}\nchangetype: modify\nreplace: title\ntitle: Other {round}\n\n")
    };
    (0..CHANGED).map(change).collect()
}
