//! A membership rule over everybody, as automatic assignment asks it: read from the store, and only what the
//! rule names.

use std::time::Duration;

use countersign_domain::id::PrincipalId;
use countersign_domain::rule::Rule;
use countersign_store::rusqlite::Connection;
use countersign_store::snapshot::{attribute_names, matching, matching_one};
use countersign_store::{Header, Store, StoreError};

use crate::measure::{median, quantile, shown, timed};
use crate::place::Place;
use crate::table::Row;
use crate::{Outcome, Size, population};

/// Five comparisons, two of them on attributes that have no column of their own.
const RULE: &str = r#"user.department -in ["Department 1","Department 2","Department 3"] -and user.accountEnabled -eq true
    -and (user.jobTitle -startsWith "title 1" -or user.costCentre -eq "4711")
    -and user.proxyAddresses -any (_ -endsWith "@example.com")"#;
/// The same, as SQLite understands it.
const SAME: &str = "SELECT count(*) FROM principal p NOT INDEXED
    WHERE kind = 'user' AND department IN ('Department 1','Department 2','Department 3') AND enabled = 1
      AND (title LIKE 'title 1%' OR attributes ->> '$.costCentre[0]' = '4711')
      AND EXISTS (SELECT 1 FROM json_each(p.attributes, '$.proxyAddresses') WHERE value LIKE '%@example.com')";
/// What a directory tells of people beyond the columns, most of which no rule asks for.
const ATTRIBUTES: &str = "UPDATE principal SET attributes = json_object(
      'city', json_array('City ' || id % 91), 'costCentre', json_array('' || (4700 + id % 13)),
      'telephoneNumber', json_array('+49 30 ' || id), 'physicalDeliveryOfficeName', json_array('House ' || id % 7),
      'proxyAddresses', json_array('SMTP:u' || id || '@example.org',
                                   'smtp:u' || id || iif(id % 3 = 0, '@example.com', '@example.net')),
      'extensionAttribute1', json_array('kept for a program that nobody remembers, number ' || id))
    WHERE kind = 'user'";
const TIMES: usize = 7;
const ONES: i64 = 2_000;
const LIMIT: Duration = Duration::from_millis(500);

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let folder = place.folder().join("rule");
    let path = population::store(&folder, size)?;
    let rows = measured(&path, size).map_err(|problem| problem.to_string())?;
    let _ = std::fs::remove_dir_all(&folder);
    rows
}

fn measured(path: &std::path::Path, size: Size) -> Result<Outcome<Vec<Row>>, StoreError> {
    let open = || {
        let header = Header::read(path)?;
        let key = Store::derive_key(&header, None)?.ok_or(StoreError::WrongKey)?;
        Store::open(path, header, key)
    };
    let store = open()?;
    let expected: usize = store.write::<_, StoreError>(|tx| {
        tx.execute(ATTRIBUTES, [])?;
        Ok(tx.query_row(SAME, [], |row| row.get(0))?)
    })?;
    drop(store);
    let rule = match Rule::parse(RULE) {
        Ok(rule) => rule,
        Err(problem) => return Ok(Err(problem.to_string())),
    };
    // The first time nothing is in SQLite's cache.
    let store = open()?;
    let everybody = |connection: &Connection| {
        let mut found = 0;
        matching(connection, 1, &rule, |_| found += 1)?;
        Ok::<usize, StoreError>(found)
    };
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let (found, took) = timed(|| store.read(everybody));
        if found? != expected {
            return Ok(Err(format!("SQL finds {expected} people, and the rule does not.")));
        }
        times.push(took);
    }
    let (names, listing) = timed(|| store.read(|connection| attribute_names(connection, 1)));
    let names = names?.len();
    let ones = store.read::<_, StoreError>(|connection| {
        let one = |id| {
            let (met, took) = timed(|| matching_one(connection, PrincipalId(id), &rule));
            met.map(|_| took)
        };
        (1..=ONES)
            .map(|n| one(n * 31 % size.users() as i64 + 1))
            .collect::<Result<Vec<_>, _>>()
    })?;
    let usual = median(&times);
    let users = size.users();
    Ok(Ok(vec![
        Row::new(
            format!("a membership rule of five terms over {users} users, {expected} meet it"),
            shown(usual),
        )
        .within("≤ 0.5 s", expected > 0 && usual <= LIMIT),
        Row::new("  the slowest of them", shown(quantile(&times, 1.0))),
        Row::new("  the first time", shown(times[0])),
        Row::new("  one person, p99", shown(quantile(&ones, 0.99))),
        Row::new(format!("  the {names} attributes a rule may name"), shown(listing)),
    ]))
}
