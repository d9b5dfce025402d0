//! Starting a review of a million items beside a bare copy of the rows it wrote, into the same
//! encrypted file with the same settings, in one transaction that is on disk when it returns.
//!
//! The rows are picked by their instance, as a program has to; without a WHERE, SQLite copies a whole
//! table's records unread into an identical one, which is no work that a start could do.

use countersign_store::{Header, Store, StoreError};
use serde_json::json;

use crate::measure::{median, ratio, shown, timed};
use crate::place::Place;
use crate::table::{Reach, Row};
use crate::{Outcome, Size, desk, population};

const ROUNDS: usize = 3;
/// All that a start fills, and how its rows are picked; the copies have the same columns and keys.
const TABLES: [(&str, &str); 4] = [
    ("item", "instance_id = 1"),
    ("frozen", "instance_id = 1"),
    ("reviewer_set", "instance_id = 1"),
    (
        "reviewer_set_member",
        "set_id IN (SELECT id FROM reviewer_set WHERE instance_id = 1)",
    ),
];

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let (mut starts, mut copies, mut items) = (vec![], vec![], 0);
    for round in 0..ROUNDS {
        // A store of its own for every round: a second million is another task than the first.
        let folder = place.folder().join(format!("start-{round}"));
        let store = population::store(&folder, size)?;
        {
            let desk = desk::with(&store)?;
            let (review, _) = desk::create(&desk, "Everything", &[])?;
            let (started, took) = timed(|| desk::wait(&desk, "review.start", json!({ "review": review })));
            items = desk::number(&started?, "items")?;
            starts.push(took);
        }
        let (copied, took) = timed_copy(&store)?;
        if copied != items {
            return Err(format!("{copied} items were copied of {items}"));
        }
        copies.push(took);
        let _ = std::fs::remove_dir_all(&folder);
    }
    let (start, copy) = (median(&starts), median(&copies));
    Ok(vec![
        Row::new(
            format!("start of a review of {items} items, with recommendations"),
            shown(start),
        )
        .beside(
            format!("INSERT … SELECT of the same rows: {}", shown(copy)),
            ratio(start, copy),
            Reach::AtMost(3.0),
        ),
    ])
}

fn timed_copy(path: &std::path::Path) -> Outcome<(i64, std::time::Duration)> {
    let said = |error: StoreError| error.to_string();
    let header = Header::read(path).map_err(said)?;
    let key = Store::derive_key(&header, None)
        .map_err(said)?
        .ok_or("a practice store has a published key.")?;
    let store = Store::open(path, header, key).map_err(said)?;
    let made: Result<Vec<String>, StoreError> = store.write(|tx| {
        let mut copies = Vec::new();
        for (table, picked) in TABLES {
            let sql = "SELECT replace(sql, 'CREATE TABLE ' || ?1, 'CREATE TABLE copy_' || ?1) FROM sqlite_schema
                       WHERE type = 'table' AND name = ?1";
            tx.execute_batch(&tx.query_row(sql, [table], |row| row.get::<_, String>(0))?)?;
            copies.push(format!("INSERT INTO copy_{table} SELECT * FROM {table} WHERE {picked}"));
        }
        Ok(copies)
    });
    let copies = made.map_err(said)?;
    let (copied, took) = timed(|| {
        store.write(|tx| {
            let mut items = 0;
            for copy in &copies {
                let rows = tx.execute(copy, [])?;
                items = if copy.contains("copy_item ") { rows } else { items };
            }
            Ok::<i64, StoreError>(i64::try_from(items).unwrap_or(0))
        })
    });
    Ok((copied.map_err(said)?, took))
}
