//! Lists of catalogs and access packages at their largest: filters and offsets drawn at random, totals compared
//! with SQL's for the administrator, and once more as somebody who governs a few catalogs.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use countersign_app::Desk;
use countersign_store::rusqlite::{ToSql, params_from_iter};
use countersign_store::{Header, Store, StoreError};
use countersign_tests::population::Chance;
use serde_json::{Value, json};

use crate::measure::{median, quantile, shown, timed};
use crate::place::Place;
use crate::table::Row;
use crate::{Outcome, Size, desk, population};

const CALLS: usize = 1_500;
const COUNTED: usize = 40;
const LIMIT: i64 = 100;
const FRAME: Duration = Duration::from_millis(16);
const FILL: &str = include_str!("package/fill.sql");

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let folder = place.folder().join("package");
    let path = population::store(&folder, size)?;
    let (packages, catalogs, assignments) = (size.of(20_000), size.of(7_500), size.of(300_000));
    let ledger = open(&path)?;
    fill(&ledger, FILL, &[packages, catalogs, assignments, size.groups()])?;
    let desk = desk::with(&path)?;
    let mut rows = Vec::new();
    for (who, owned) in [("", 0), (" of 40 catalogs", 40)] {
        if owned > 0 {
            sit_owner(&desk, catalogs, owned)?;
        }
        let mut chance = Chance::new(owned as u64 + 1);
        for noun in ["package", "catalog"] {
            rows.push(list(&desk, &ledger, noun, who, &mut chance, [packages, catalogs])?);
        }
    }
    desk::call(&desk, "actor.choose", json!({ "administrator": true }))?;
    let mut chance = Chance::new(7);
    let mut times = Vec::new();
    for _ in 0..CALLS {
        let package = 1 + chance.below(packages);
        let (answer, took) = timed(|| desk::call(&desk, "package.show", json!({ "package": package })));
        answer?;
        times.push(took);
    }
    rows.push(row(
        format!("package.show of {packages}, {assignments} assignments"),
        &times,
    ));
    drop(desk);
    let _ = std::fs::remove_dir_all(&folder);
    Ok(rows)
}

pub fn open(path: &Path) -> Outcome<Store> {
    let said = |error: StoreError| error.to_string();
    let header = Header::read(path).map_err(said)?;
    let key = Store::derive_key(&header, None)
        .map_err(said)?
        .ok_or("a practice store has a published key.")?;
    Store::open(path, header, key).map_err(said)
}

/// Each statement takes of the numbers those it names.
pub fn fill(ledger: &Store, sql: &str, numbers: &[usize]) -> Outcome<()> {
    let filled: Result<(), StoreError> = ledger.write(|transaction| {
        for statement in sql.split(";\n").filter(|text| text.contains("INSERT")) {
            let mut statement = transaction.prepare(statement)?;
            let named = numbers.iter().take(statement.parameter_count()).map(|&one| one as i64);
            statement.execute(params_from_iter(named))?;
        }
        Ok(())
    });
    filled.map_err(|error| error.to_string())
}

/// Makes somebody the owner of some catalogs, and seats them.
fn sit_owner(desk: &Arc<Desk>, catalogs: usize, owned: usize) -> Outcome<()> {
    let person = desk::sit_reviewer(desk)?;
    for n in 0..owned {
        let catalog = 1 + n * (catalogs / owned);
        let input = json!({ "role": "owner", "catalog": catalog, "principal": person });
        desk::call(desk, "delegation.give", input)?;
    }
    desk::call(
        desk,
        "actor.choose",
        json!({ "principal": person, "administrator": false }),
    )?;
    Ok(())
}

fn list(
    desk: &Arc<Desk>,
    ledger: &Store,
    noun: &str,
    who: &str,
    chance: &mut Chance,
    [packages, catalogs]: [usize; 2],
) -> Outcome<Row> {
    let operation = format!("{noun}.list");
    let mut times = Vec::new();
    let mut last_total = 1;
    for at in 0..CALLS {
        let mut input = json!({ "limit": LIMIT, "offset": chance.below(last_total) });
        match chance.below(4) {
            0 => input["search"] = json!(["sales", "ENGINEER", "plant", "Package 001", "0042"][chance.below(5)]),
            1 if noun == "package" => input["hidden"] = json!(chance.below(2) == 0),
            1 => input["published"] = json!(chance.below(2) == 0),
            2 if noun == "package" && who.is_empty() => input["catalog"] = json!(1 + chance.below(catalogs)),
            _ => {}
        }
        let (answer, took) = timed(|| desk::call(desk, &operation, input.clone()));
        let answer = answer?;
        times.push(took);
        let total = answer["total"].as_i64().unwrap_or(-1);
        last_total = usize::try_from(total).unwrap_or(0).max(1);
        if at < COUNTED && who.is_empty() {
            let counted = count(ledger, noun, &input)?;
            if counted != total {
                return Err(format!("{operation} {input} says {total}, SQL counts {counted}"));
            }
        }
    }
    let all = if noun == "package" { packages } else { catalogs };
    Ok(row(
        format!("{operation}{who}, {all} rows, any page and filter"),
        &times,
    ))
}

pub fn row(name: String, times: &[Duration]) -> Row {
    let p99 = quantile(times, 0.99);
    Row::new(name, format!("p50 {}, p99 {}", shown(median(times)), shown(p99))).within("p99 ≤ 16 ms", p99 <= FRAME)
}

/// The same total by the ledger itself, without any index of ours in mind.
fn count(ledger: &Store, noun: &str, input: &Value) -> Outcome<i64> {
    let search = input["search"]
        .as_str()
        .map(|text| format!("%{}%", text.to_lowercase()));
    let flag = match noun {
        "package" => "hidden",
        _ => "state = 'published'",
    };
    let wanted = input["hidden"].as_bool().or(input["published"].as_bool());
    let catalog = input["catalog"].as_i64();
    let column = if noun == "package" { "catalog_id" } else { "NULL" };
    let sql = format!(
        "SELECT count(*) FROM {noun} WHERE (?1 IS NULL OR lower(display_name) LIKE ?1) AND (?2 IS NULL OR ({flag}) = ?2)
         AND (?3 IS NULL OR {column} = ?3)"
    );
    let values: [&dyn ToSql; 3] = [&search, &wanted, &catalog];
    let counted: Result<i64, StoreError> =
        ledger.read(|connection| Ok(connection.query_row(&sql, values, |row| row.get(0))?));
    counted.map_err(|error| error.to_string())
}
