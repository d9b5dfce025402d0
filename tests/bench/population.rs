//! A made-up directory put straight into a store, for the rows that are not about reading one.
//!
//! Groups come in runs of 25 that hold 5 000 effective memberships between them, so that reviews of
//! an exact size can be made by naming groups.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Duration, Utc};
use countersign_domain::snapshot::{Entry, Kind, Mark, ReadMode, ReadReport, Record, Reference, UserType};
use countersign_store::snapshot::{self, MergeProblem, Staging};
use countersign_store::{NewStore, Store};
use serde_json::json;

use crate::{Outcome, Size};

/// The person every review of the benchmark asks.
pub const REVIEWER: &str = "u000000";
/// The group with one member, which makes 10 001 of 10 000; its number comes after all others.
const LONE: usize = 0xffff;

const RUN: usize = 25;
const OF_RUN: usize = 5_000;

/// The keys of the groups of a review of a given number of items: a multiple of 5 000, or one more than that.
pub fn groups_of(items: usize) -> Vec<String> {
    // The first run is one short, which the lone group makes up for in the review of everything.
    let mut groups: Vec<String> = (RUN..RUN + items / OF_RUN * RUN).map(group_key).collect();
    if items % OF_RUN == 1 {
        groups.push(group_key(LONE));
    }
    groups
}

fn group_key(n: usize) -> String {
    format!("00000000-0000-4000-9000-{n:012x}")
}

fn group_name(n: usize) -> String {
    format!("g{n:05}")
}

fn person(n: usize) -> Reference {
    named(format!("uid=u{n:06},ou=people,dc=example,dc=org"))
}

fn named(text: String) -> Reference {
    Reference {
        mark: Mark::of(&text),
        text,
    }
}

/// Makes a practice store holding the population, in a folder of this name.
pub fn store(folder: &Path, size: Size) -> Outcome<PathBuf> {
    let path = folder.join("store");
    fill(&path, size).map_err(|problem| problem.to_string())?;
    Ok(path)
}

fn fill(path: &Path, size: Size) -> Result<(), MergeProblem> {
    let now = Utc::now();
    let new = NewStore {
        organization: "Benchmark",
        practice: true,
        passphrase: None,
        now,
    };
    let store = Arc::new(Store::init(path, &new, |_, _| Ok(()))?);
    let directory =
        store.write::<_, MergeProblem>(|tx| Ok(snapshot::add_directory(tx, "Made up", "sample", &json!({}), now)?))?;
    let mut staging = Staging::create(&store, directory)?;
    let (users, groups) = (size.users(), size.groups());
    let all = (0..users)
        .map(|n| user(n, now))
        .chain((0..groups).map(|n| group(n, users)))
        .chain([lone(users)]);
    let mut batch = Vec::with_capacity(512);
    for entry in all {
        batch.push(Record::Entry(Box::new(entry)));
        if batch.len() == 512 {
            staging.put(&batch)?;
            batch.clear();
        }
    }
    staging.put(&batch)?;
    let report = report(now, (users + groups + 1) as u64);
    store.write::<_, MergeProblem>(|tx| snapshot::merge(tx, &staging, report))?;
    Ok(())
}

fn user(n: usize, now: chrono::DateTime<Utc>) -> Entry {
    let own = person(n);
    let guest = n % 11 == 3;
    Entry {
        key: format!("00000000-0000-4000-8000-{n:012x}"),
        display_name: format!("Given{} Family{:05}", n % 89, n * 7 % 100_003),
        user_name: Some(format!("u{n:06}")),
        mail: Some(format!("u{n:06}@example.org")),
        user_type: Some(if guest { UserType::Guest } else { UserType::Member }),
        enabled: Some(n % 50 != 7),
        department: Some(format!("Department {}", n % 37)),
        title: Some(format!("Title {}", n % 61)),
        employee_id: Some(format!("{}", 100_000 + n)),
        manager: (n > 0).then(|| person((n - 1) / 10)),
        created_at: Some(now - Duration::days(400)),
        last_sign_in_at: (n % 20 != 1).then(|| now - Duration::days((n % 45) as i64)),
        last_sign_in_field: (n % 20 != 1).then(|| "authTimestamp".into()),
        ..entry(own, Kind::User)
    }
}

/// The 25 groups of a run: one of 100 direct members with another of 100 nested in it, one of 300,
/// the rest of 200; people are taken with a stride that visits everybody before it repeats.
fn group(n: usize, users: usize) -> Entry {
    let (from, size) = match n % RUN {
        0 => (0, if n == 0 { 99 } else { 100 }),
        1 => (100, 100),
        2 => (0, 300),
        _ => (0, 200),
    };
    let first = (if n % RUN == 1 { n - 1 } else { n }) * 7_919;
    let mut members: Vec<Reference> = (from..from + size)
        .map(|at| person((first + at * 37) % users))
        .collect();
    if n.is_multiple_of(RUN) {
        members.push(named(group_dn(&group_name(n + 1))));
    }
    Entry {
        members,
        owners: vec![person(n * 13 % users)],
        ..group_entry(n)
    }
}

fn lone(users: usize) -> Entry {
    Entry {
        members: vec![person(users - 1)],
        owners: vec![person(1)],
        ..group_entry(LONE)
    }
}

fn group_dn(name: &str) -> String {
    format!("cn={name},ou=groups,dc=example,dc=org")
}

fn group_entry(n: usize) -> Entry {
    let name = group_name(n);
    Entry {
        key: group_key(n),
        display_name: name.clone(),
        attributes: vec![("description".into(), vec![format!("Access to resource {n}")])],
        ..entry(named(group_dn(&name)), Kind::Group)
    }
}

fn entry(own: Reference, kind: Kind) -> Entry {
    Entry {
        key: String::new(),
        dn: own.text,
        marks: vec![own.mark],
        parent: None,
        kind,
        display_name: String::new(),
        user_name: None,
        mail: None,
        user_type: None,
        enabled: None,
        department: None,
        title: None,
        employee_id: None,
        manager: None,
        owners: Vec::new(),
        members: Vec::new(),
        holdings: Vec::new(),
        member_of: Vec::new(),
        created_at: None,
        last_sign_in_at: None,
        last_sign_in_field: None,
        attributes: Vec::new(),
    }
}

fn report(now: chrono::DateTime<Utc>, entries: u64) -> ReadReport {
    ReadReport {
        server: "made up".into(),
        url: String::new(),
        account: String::new(),
        base: "dc=example,dc=org".into(),
        filter: String::new(),
        attributes: Vec::new(),
        mode: ReadMode::Full,
        full_because: None,
        started_at: now,
        ended_at: now,
        pages: 1,
        entries_returned: entries,
        entries_loaded: entries,
        excluded: Vec::new(),
        adjusted: Vec::new(),
        server_reported_count: None,
        watermark_before: None,
        watermark_after: None,
        cursor: None,
        names_all_present: true,
        files: Vec::new(),
    }
}
