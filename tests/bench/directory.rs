//! A full sync beside `ldapsearch` writing the same entries to a file; an incremental one beside the full.
//!
//! The sync runs in a process of its own, through the product's own operation, so that its memory is
//! its own. Both sides speak TLS; `ldapsearch` is not paged, which is the faster way.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use countersign_tests::slapd::{ADMIN, BASE, PASSWORD, Slapd};
use countersign_tests::{population, samba};
use serde_json::{Value, json};

use crate::measure::{median, peak, ratio, shown, timed};
use crate::place::Place;
use crate::table::{Reach, Row};
use crate::{Outcome, Size, desk};

const ROUNDS: usize = 3;
const CHANGED: usize = 100;

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let (users, groups) = (size.users(), size.groups());
    let ldif = population::ldif(users, groups, users * 10, 1);
    let Some(server) = Slapd::start(&ldif) else {
        return Err("slapd is not installed; run cargo xtask setup.".into());
    };
    drop(ldif);
    dump(&server)?;
    let (mut dumps, mut fulls, mut smalls, mut nothings, mut memory) = (vec![], vec![], vec![], vec![], 0);
    let mut held = Value::Null;
    for round in 0..ROUNDS {
        dumps.push(dump(&server)?);
        let folder = place.folder().join(format!("sync-{round}"));
        let mut part = Part::start("ldap", &server.settings(), &folder)?;
        let full = part.answer()?;
        fulls.push(seconds(&full)?);
        memory = memory.max(desk::number(&full, "peak")?);
        held = full["population"].clone();
        part.go_on()?;
        nothings.push(seconds(&part.answer()?)?);
        server.modify(&changes(users, round));
        part.go_on()?;
        let small = part.answer()?;
        // The server also notes when the reading account itself signed in.
        let changed = small["changed"].as_u64().unwrap_or(0) as usize;
        if small["mode"] != json!("incremental") || !(CHANGED..=CHANGED + 2).contains(&changed) {
            return Err(format!("the incremental sync did something else: {small}"));
        }
        smalls.push(seconds(&small)?);
        part.end()?;
    }
    let (full, dump) = (median(&fulls), median(&dumps));
    let what = format!(
        "{} users, {} groups, {} memberships",
        users, held["group"], held["membership"]
    );
    let shrink = ratio(median(&smalls), full);
    Ok(vec![
        Row::new(format!("full sync of {what}"), shown(full)).beside(
            format!("ldapsearch to a file: {}", shown(dump)),
            ratio(full, dump),
            Reach::AtMost(3.0),
        ),
        Row::new("  peak memory of it", format!("{memory} MiB")),
        Row::new(format!("sync of {CHANGED} changed entries"), shown(median(&smalls))).beside(
            format!("the full sync: {}", shown(full)),
            shrink,
            Reach::Said("≤ 1 %".into(), shrink <= 0.01),
        ),
        Row::new("  sync of nothing changed", shown(median(&nothings))),
    ])
}

fn dump(server: &Slapd) -> Outcome<Duration> {
    let said = |error: std::io::Error| format!("ldapsearch: {error}");
    let out = File::create(server.folder().join("dump.ldif")).map_err(said)?;
    let mut command = Command::new("ldapsearch");
    command.env("LDAPTLS_CACERT", server.folder().join("ca.pem"));
    command.args([
        "-x",
        "-LLL",
        "-H",
        &server.tls_url(),
        "-D",
        ADMIN,
        "-w",
        PASSWORD,
        "-b",
        BASE,
    ]);
    command.args([
        "(objectClass=*)",
        "*",
        "entryUUID",
        "createTimestamp",
        "authTimestamp",
        "pwdAccountLockedTime",
    ]);
    let (status, took) = timed(|| command.stdout(out).stderr(Stdio::null()).status());
    if !status.map_err(said)?.success() {
        return Err("ldapsearch could not read the directory.".into());
    }
    Ok(took)
}

fn changes(users: usize, round: usize) -> String {
    let change = |n: usize| {
        let person = population::person(n * 37 % users);
        format!("dn: {person}\nchangetype: modify\nreplace: title\ntitle: Other {round}\n\n")
    };
    (0..CHANGED).map(change).collect()
}

pub fn seconds(answer: &Value) -> Outcome<Duration> {
    let seconds = answer["seconds"]
        .as_f64()
        .ok_or_else(|| format!("no time in {answer}"))?;
    Ok(Duration::from_secs_f64(seconds))
}

/// The process that syncs: a line from it for each sync, a line to it for the next.
pub struct Part {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
}

impl Part {
    pub fn start(kind: &str, settings: &Value, folder: &Path) -> Outcome<Part> {
        let own = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut child = Command::new(own)
            .args(["part", "sync"])
            .arg(folder)
            .args([kind, &settings.to_string()])
            // The bind password of a benchmark is not put into this account's keyring.
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let out = child.stdout.take().ok_or("the sync has no output.")?;
        Ok(Part {
            child,
            lines: BufReader::new(out),
        })
    }

    pub fn answer(&mut self) -> Outcome<Value> {
        let mut line = String::new();
        self.lines.read_line(&mut line).map_err(|error| error.to_string())?;
        serde_json::from_str(&line).map_err(|_| "the sync ended before its answer.".to_owned())
    }

    pub fn go_on(&mut self) -> Outcome<()> {
        let input = self.child.stdin.as_mut().ok_or("the sync has no input.")?;
        writeln!(input).map_err(|error| error.to_string())
    }

    pub fn end(mut self) -> Outcome<()> {
        drop(self.child.stdin.take());
        self.child.wait().map(|_| ()).map_err(|error| error.to_string())
    }
}

/// `FOLDER KIND SETTINGS`: a full sync, and one more for each line read.
pub fn part(words: &[String]) -> Outcome<()> {
    let [folder, kind, settings] = words else {
        return Err("part sync takes FOLDER, KIND and SETTINGS.".into());
    };
    let settings: Value = serde_json::from_str(settings).map_err(|error| error.to_string())?;
    let one = desk::empty()?;
    let store = json!({ "path": folder, "organization": "Benchmark", "practice": false, "passphrase": PASSWORD });
    desk::call(&one, "store.init", store)?;
    let secret = if kind == "ad" { samba::PASSWORD } else { PASSWORD };
    let add = json!({ "name": "Lab", "kind": kind, "settings": settings, "secret": secret });
    let directory = desk::call(&one, "directory.add", add)?["directory"].clone();
    let mut full = true;
    loop {
        let before = peak();
        let (synced, took) =
            timed(|| desk::wait(&one, "directory.sync", json!({ "directory": directory, "full": full })));
        let mut answer = synced?;
        answer["seconds"] = json!(took.as_secs_f64());
        answer["peak"] = json!(peak());
        answer["before"] = json!(before);
        println!("{answer}");
        full = false;
        let mut line = String::new();
        if std::io::stdin()
            .read_line(&mut line)
            .map_err(|error| error.to_string())?
            == 0
        {
            return Ok(());
        }
    }
}
