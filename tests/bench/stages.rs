//! The end of a stage, a bulk act and the end of a review at a million items, each beside bare SQL that
//! writes the same rows into the same encrypted file.

use std::path::Path;
use std::time::Duration;

use countersign_store::rusqlite::Transaction;
use countersign_store::{Header, Store, StoreError};
use serde_json::{Value, json};

use crate::measure::{ratio, shown, timed};
use crate::place::Place;
use crate::table::{Reach, Row};
use crate::{Outcome, Size, desk, population};

const AT_MOST: f64 = 3.0;

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let folder = place.folder().join("stages");
    let store = population::store(&folder, size)?;
    let (figures, items, many) = run(&store, size)?;
    let bare = bare(&store)?;
    let _ = std::fs::remove_dir_all(&folder);
    let labels = [
        format!("end of the first stage, {items} items move on"),
        format!("{many} items decided in one act, as a job in parts, each with its audit entry"),
        format!("end of the review, the default written on {} items", items - many),
    ];
    let peers = [
        "UPDATE of the same rows",
        "INSERT … SELECT and UPDATE of the same rows",
        "the same",
    ];
    let rows = labels.into_iter().zip(figures).zip(peers.into_iter().zip(bare));
    Ok(rows
        .map(|((label, took), (peer, beside))| {
            Row::new(label, shown(took)).beside(
                format!("{peer}: {}", shown(beside)),
                ratio(took, beside),
                Reach::AtMost(AT_MOST),
            )
        })
        .collect())
}

/// The three acts at the desk, how many items there are, and how many the bulk act decided.
fn run(store: &Path, size: Size) -> Outcome<([Duration; 3], i64, i64)> {
    let desk = desk::with(store)?;
    let reviewer = desk::sit_reviewer(&desk)?;
    let named = json!([{ "query": format!("/users/{}", population::REVIEWER) }]);
    let stage = |id: &str| json!({ "stageId": id, "durationInDays": 10, "reviewers": named });
    let definition = json!({
        "displayName": "Everything, twice",
        "scope": { "query": "/groups" },
        "stageSettings": [stage("1"), stage("2")],
        "settings": { "defaultDecisionEnabled": true, "defaultDecision": "Deny" },
    });
    let made = desk::call(&desk, "review.create", json!({ "definition": definition }))?;
    let started = desk::wait(&desk, "review.start", json!({ "review": made["review"] }))?;
    let items = desk::number(&started, "items")?;
    let instance = json!({ "instance": made["instance"] });
    let (ended, advance) = timed(|| desk::call(&desk, "review.stopStage", instance.clone()));
    ended?;
    let filter = json!({ "reviewer": reviewer });
    let mut wanted: Vec<Value> = Vec::new();
    while wanted.len() < size.of(100_000) {
        let input = json!({ "instance": made["instance"], "filter": filter, "offset": wanted.len(), "limit": 1000 });
        let page = desk::call(&desk, "item.list", input)?;
        let rows = page["rows"].as_array().ok_or("the list has no rows")?;
        if rows.is_empty() {
            break;
        }
        wanted.extend(rows.iter().map(|row| row["item"].clone()));
    }
    let input =
        json!({ "instance": made["instance"], "items": wanted, "decision": "approve", "justification": "needed" });
    let (decided, bulk) = timed(|| desk::wait(&desk, "item.decideAll", input));
    let many = desk::number(&decided?, "decided")?;
    let (ended, end) = timed(|| desk::call(&desk, "review.stop", instance));
    let written = desk::number(&ended?, "written")?;
    if written != items - many {
        return Err(format!("silence was written on {written} of {} items", items - many));
    }
    Ok(([advance, bulk, end], items, many))
}

/// The same rows written by bare SQL into tables of the same shape.
fn bare(path: &Path) -> Outcome<[Duration; 3]> {
    let said = |error: StoreError| error.to_string();
    let header = Header::read(path).map_err(said)?;
    let key = Store::derive_key(&header, None)
        .map_err(said)?
        .ok_or("a practice store has a published key.")?;
    let store = Store::open(path, header, key).map_err(said)?;
    let made: Result<(), StoreError> = store.write(|tx| {
        for table in ["item", "decision_event"] {
            let sql = "SELECT replace(sql, 'CREATE TABLE ' || ?1, 'CREATE TABLE copy_' || ?1) FROM sqlite_schema
                       WHERE type = 'table' AND name = ?1";
            tx.execute_batch(&tx.query_row(sql, [table], |row| row.get::<_, String>(0))?)?;
        }
        tx.execute_batch("INSERT INTO copy_item SELECT * FROM item WHERE instance_id = 1")?;
        Ok(())
    });
    made.map_err(said)?;
    let run = |sql: &str| {
        let (done, took) = timed(|| store.write(|tx: &Transaction<'_>| Ok::<(), StoreError>(tx.execute_batch(sql)?)));
        done.map(|()| took).map_err(said)
    };
    let answered = |source: &str, decision: &str| {
        format!(
            "INSERT INTO copy_decision_event SELECT * FROM decision_event WHERE source = '{source}';
             UPDATE copy_item SET decision = '{decision}', version = version + 1
             WHERE id IN (SELECT item_id FROM copy_decision_event WHERE source = '{source}')"
        )
    };
    Ok([
        run(
            "UPDATE copy_item SET stage = 2, standing = decision, decision = 'notReviewed', version = version + 1,
             set_1 = reviewer_set_id, reviewer_set_id = set_2 WHERE instance_id = 1",
        )?,
        run(&answered("bulk", "approve"))?,
        run(&answered("default", "deny"))?,
    ])
}
