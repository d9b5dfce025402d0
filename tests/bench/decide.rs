//! One decision through the desk, durable with its audit entry, beside one bare commit: a small
//! INSERT into an empty encrypted store of its own, on the same file system with the same settings.
//! They take turns, so that both meet the same disk.

use std::time::Duration;

use chrono::Utc;
use countersign_store::{NewStore, Store, StoreError};
use serde_json::json;

use crate::measure::{quantile, ratio, shown, timed};
use crate::place::Place;
use crate::table::{Reach, Row};
use crate::{Outcome, Size, desk, population};

const DECISIONS: usize = 3_000;

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let said = |error: StoreError| error.to_string();
    let folder = place.folder().join("decide");
    let store = population::store(&folder, size)?;
    let desk = desk::with(&store)?;
    desk::sit_reviewer(&desk)?;
    let (instance, items) = desk::start(&desk, "Everything", &[])?;
    let new = NewStore {
        organization: "Bare",
        practice: true,
        passphrase: None,
        now: Utc::now(),
    };
    let bare = Store::init(&folder.join("bare"), &new, |_, _| Ok(())).map_err(said)?;
    let made: Result<(), StoreError> =
        bare.write(|tx| Ok(tx.execute_batch("CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT) STRICT")?));
    made.map_err(said)?;

    let (mut decisions, mut commits): (Vec<Duration>, Vec<Duration>) = (vec![], vec![]);
    let step = usize::try_from(items).unwrap_or(0) / DECISIONS;
    let first = desk::call(&desk, "item.list", json!({ "instance": instance, "limit": 1 }))?;
    let first = desk::number(&first["rows"][0], "item")?;
    for at in 0..DECISIONS {
        let item = first + (at * step) as i64;
        let decision = if at % 5 == 0 { "deny" } else { "approve" };
        let input = json!({ "item": item, "decision": decision, "justification": "Still on the team", "version": 0 });
        let (answer, took) = timed(|| desk::call(&desk, "item.decide", input));
        match answer {
            Ok(_) => decisions.push(took),
            // The one person who decides here has access of their own among the items.
            Err(problem) if problem.contains("own access") => {}
            Err(problem) => return Err(problem),
        }
        let (written, took) = timed(|| {
            bare.write(|tx| {
                Ok(tx
                    .prepare_cached("INSERT INTO bare (text) VALUES (?1)")?
                    .execute(["approve"])?)
            })
        });
        written.map_err(said)?;
        commits.push(took);
    }
    drop((desk, bare));
    let _ = std::fs::remove_dir_all(&folder);
    let at = |part: f64| (quantile(&decisions, part), quantile(&commits, part));
    let ((decision, commit), (middle, usual)) = (at(0.99), at(0.5));
    Ok(vec![
        Row::new(
            format!("a decision of {items} items, p99 of {}", decisions.len()),
            shown(decision),
        )
        .beside(
            format!("one bare commit, p99: {}", shown(commit)),
            ratio(decision, commit),
            Reach::AtMost(2.0),
        ),
        Row::new("  median", shown(middle)).beside(shown(usual), ratio(middle, usual), Reach::Nothing),
    ])
}
