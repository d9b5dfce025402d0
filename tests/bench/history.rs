//! History of a million decisions over years: any page of any usual filter, all of it as a file, a sample of it, findings.

use std::sync::Arc;
use std::time::Duration;

use countersign_app::Desk;
use countersign_store::rusqlite::params;
use countersign_store::{Store, StoreError};
use countersign_tests::population::Chance;
use serde_json::{Value, json};

use crate::measure::{peak, ratio, shown, timed};
use crate::package::{fill, open, row};
use crate::place::Place;
use crate::table::{Reach, Row};
use crate::{Outcome, Size, desk, finding, population};

const CALLS: usize = 1_500;
const COUNTED: usize = 40;
const LIMIT: i64 = 100;
const RUNS: usize = 8;
const FILL: &str = include_str!("history/fill.sql");

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let folder = place.folder().join("history");
    let path = population::store(&folder, size)?;
    let items = size.of(1_000_000);
    let ledger = open(&path)?;
    privileged(&ledger)?;
    let (person, people) = span(&ledger, "user")?;
    let (group, groups) = span(&ledger, "group")?;
    fill(&ledger, FILL, &[items, RUNS, person, people, group, groups])?;
    let desk = desk::with(&path)?;
    let (first, gathering) = timed(|| desk::call(&desk, "history.list", json!({ "limit": 1 })));
    if first?["total"] != items {
        return Err("the history does not hold all decisions".into());
    }
    let mut rows = vec![Row::new(
        format!("history: the first look at {items} new decisions"),
        shown(gathering),
    )];
    rows.push(listed(&desk, &ledger, items)?);
    rows.extend(exported(&desk, &folder, items)?);
    rows.extend(sampled(&desk, items)?);
    rows.extend(finding::measure(&desk)?);
    drop(desk);
    let _ = std::fs::remove_dir_all(&folder);
    Ok(rows)
}

/// The first number of a kind of principal, and how many there are in a row.
fn span(ledger: &Store, kind: &str) -> Outcome<(usize, usize)> {
    let found: Result<(usize, usize), StoreError> = ledger.read(|connection| {
        let sql = "SELECT min(id), count(*) FROM principal WHERE kind = ?1";
        Ok(connection.query_row(sql, [kind], |row| Ok((row.get(0)?, row.get(1)?)))?)
    });
    found.map_err(|error| error.to_string())
}

fn privileged(ledger: &Store) -> Outcome<()> {
    let set: Result<usize, StoreError> = ledger.write(|transaction| {
        let sql =
            "UPDATE principal SET attributes = '{\"privileged\":[\"true\"]}' WHERE kind = 'group' AND id % 50 = 0";
        Ok(transaction.execute(sql, [])?)
    });
    set.map(|_| ()).map_err(|error| error.to_string())
}

fn listed(desk: &Arc<Desk>, ledger: &Store, items: usize) -> Outcome<Row> {
    let mut chance = Chance::new(3);
    let page = desk::call(desk, "history.list", json!({ "limit": 100, "offset": items / 3 }))?;
    let some = page["rows"].as_array().cloned().unwrap_or_default();
    let mut times = Vec::new();
    for at in 0..CALLS {
        let line = &some[chance.below(some.len().max(1))];
        let mut filter = json!({});
        match chance.below(9) {
            0 => filter["review"] = json!(1 + chance.below(RUNS)),
            1 => filter["reviewer"] = line["actorId"].clone(),
            2 => filter["principal"] = line["principal"].clone(),
            3 => filter["resource"] = line["resource"].clone(),
            4 => filter["source"] = json!(["human", "bulk", "default"][chance.below(3)]),
            5 => filter["privileged"] = json!(true),
            _ => {}
        }
        if chance.below(3) == 0 {
            filter["decision"] = json!(["deny", "approve", "dontKnow"][chance.below(3)]);
        }
        if chance.below(3) == 0 {
            let year = 2020 + chance.below(4);
            filter["from"] = json!(format!("{year}-02-03T04:05:06Z"));
            filter["to"] = json!(format!("{}-02-03T04:05:06Z", year + 1));
        }
        let input = json!({ "filter": filter, "limit": LIMIT, "offset": 0 });
        let (answer, took) = timed(|| desk::call(desk, "history.list", input.clone()));
        let total = answer?["total"].as_u64().unwrap_or(0);
        times.push(took);
        let mut input = input;
        input["offset"] = json!(chance.below(usize::try_from(total).unwrap_or(1).max(1)));
        let (answer, took) = timed(|| desk::call(desk, "history.list", input.clone()));
        let answer = answer?;
        times.push(took);
        if at < COUNTED {
            let counted = count(ledger, &filter)?;
            if counted != total {
                return Err(format!("{filter}: the history says {total}, SQL counts {counted}"));
            }
            let offset = input["offset"].as_u64().unwrap_or(0);
            let expected = (total - offset).min(100);
            if answer["rows"].as_array().map(Vec::len) != usize::try_from(expected).ok() {
                return Err(format!("{input} has another number of rows than {expected}"));
            }
        }
    }
    Ok(row(format!("history.list of {items}, any page and filter"), &times))
}

/// The same total by the events themselves.
fn count(ledger: &Store, filter: &Value) -> Outcome<u64> {
    let source = match filter["source"].as_str() {
        Some("human") => Some("reviewer"),
        other => other,
    };
    let counted: Result<u64, StoreError> = ledger.read(|connection| {
        Ok(connection.query_row(
            "SELECT count(*) FROM decision_event e JOIN item i ON i.id = e.item_id JOIN instance n ON n.id = i.instance_id
             WHERE (?1 IS NULL OR n.review_id = ?1) AND (?2 IS NULL OR e.actor_id = ?2) AND (?3 IS NULL OR i.principal_id = ?3)
               AND (?4 IS NULL OR i.resource_id = ?4) AND (?5 IS NULL OR e.source = ?5) AND (?6 IS NULL OR e.decision = ?6)
               AND (?7 IS NULL OR e.at >= ?7) AND (?8 IS NULL OR e.at < ?8) AND (?9 IS NULL OR (i.resource_id % 50 = 0) = ?9)",
            params![
                filter["review"].as_i64(),
                filter["reviewer"].as_i64(),
                filter["principal"].as_i64(),
                filter["resource"].as_i64(),
                source,
                filter["decision"].as_str(),
                filter["from"].as_str().map(|at| at.replace('Z', ".000Z")),
                filter["to"].as_str().map(|at| at.replace('Z', ".000Z")),
                filter["privileged"].as_bool(),
            ],
            |row| row.get(0),
        )?)
    });
    counted.map_err(|error| error.to_string())
}

fn exported(desk: &Arc<Desk>, folder: &std::path::Path, items: usize) -> Outcome<Vec<Row>> {
    let mut rows = Vec::new();
    let before = peak();
    let mut csv = Duration::ZERO;
    for format in ["csv", "json", "xlsx"] {
        let path = folder.join(format!("history.{format}"));
        let input = json!({ "path": path, "format": format });
        let (done, took) = timed(|| desk::wait(desk, "history.export", input.clone()));
        let done = done?;
        if done["rows"] != items {
            return Err(format!("{format} holds {} rows", done["rows"]));
        }
        let bytes = std::fs::metadata(&path).map(|one| one.len()).unwrap_or(0) / 1_000_000;
        let row = Row::new(
            format!("history.export, {items} rows, {format}, {bytes} MB"),
            format!(
                "{}, {:.1} µs a row",
                shown(took),
                took.as_secs_f64() * 1e6 / items as f64
            ),
        );
        rows.push(match format {
            "csv" => {
                csv = took;
                row
            }
            _ => row.beside(format!("csv: {}", shown(csv)), ratio(took, csv), Reach::Nothing),
        });
    }
    let grown = peak().saturating_sub(before);
    rows.push(
        Row::new("  memory that all three took on top", format!("{grown} MiB")).within("≤ 100 MiB", grown <= 100),
    );
    Ok(rows)
}

fn sampled(desk: &Arc<Desk>, items: usize) -> Outcome<Vec<Row>> {
    let mut rows = Vec::new();
    for stratify in [Value::Null, json!("resource")] {
        let input = json!({ "population": "decisions", "size": 60, "seed": "bench", "stratify": stratify });
        let (drawn, took) = timed(|| desk::call(desk, "sample.draw", input.clone()));
        let drawn = drawn?;
        if drawn["populationCount"] != items {
            return Err("the sample is not drawn from all decisions".into());
        }
        let how = if stratify.is_null() { "" } else { ", by resource" };
        rows.push(
            Row::new(format!("sample.draw, 60 of {items}{how}"), shown(took))
                .within("≤ 3 s", took <= Duration::from_secs(3)),
        );
    }
    Ok(rows)
}
