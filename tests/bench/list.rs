//! Any page of any list: filters, sorts and offsets drawn at random, totals compared with SQL's.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use countersign_app::Desk;
use countersign_store::rusqlite::params;
use countersign_store::{Header, Store, StoreError};
use countersign_tests::population::Chance;
use serde_json::{Value, json};

use crate::measure::{median, quantile, ratio, shown, timed};
use crate::place::Place;
use crate::table::{Reach, Row};
use crate::{Outcome, Size, desk, population};

const LIMIT: usize = 100;
const LISTS: usize = 300;
const PAGES: usize = 5;
/// Lists whose totals SQL counts too, which takes it seconds each.
const COUNTED: usize = 12;
const FRAME: Duration = Duration::from_millis(16);

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let folder = place.folder().join("list");
    let store = population::store(&folder, size)?;
    let desk = desk::with(&store)?;
    let reviewer = desk::sit_reviewer(&desk)?;
    let sizes = if size == Size::Full {
        vec![10_001, 100_000, 1_000_000]
    } else {
        vec![10_001, 100_000]
    };
    let mut rows = Vec::new();
    for items in sizes {
        // The review of everything is the whole population.
        let whole = items == size.of(1_000_000);
        let groups = if whole {
            Vec::new()
        } else {
            population::groups_of(items)
        };
        let (instance, started) = desk::start(&desk, &format!("{items} items"), &groups)?;
        if started != items as i64 {
            return Err(format!("the review was to have {items} items and has {started}"));
        }
        rows.extend(one(&desk, &store, instance, reviewer, items)?);
    }
    drop(desk);
    let _ = std::fs::remove_dir_all(&folder);
    Ok(rows)
}

fn one(desk: &Arc<Desk>, store: &Path, instance: i64, reviewer: i64, items: usize) -> Outcome<Vec<Row>> {
    let mut chance = Chance::new(items as u64);
    let (first, opening) = timed(|| page(desk, instance, &json!({}), "resource", 0));
    let first = first?;
    if first["total"] != json!(items) {
        return Err(format!("the list of {items} items says {}", first["total"]));
    }
    decide_some(desk, instance, items, &mut chance)?;
    let drawn = draw(desk, instance, items, &mut chance)?;
    let (mut unseen, mut further, mut early, mut late) = (vec![], vec![], vec![], vec![]);
    let mut exact = 0;
    for at in 0..LISTS {
        let filter = filter(&drawn, reviewer, &mut chance);
        let sort = ["resource", "principal", "decision", "recommendation"][chance.below(4)];
        let (answer, took) = timed(|| page(desk, instance, &filter, sort, 0));
        let total = answer?["total"].as_u64().unwrap_or(0) as usize;
        unseen.push(took);
        for _ in 0..PAGES {
            let offset = chance.below(total.max(1)) / LIMIT * LIMIT;
            let (answer, took) = timed(|| page(desk, instance, &filter, sort, offset));
            let answer = answer?;
            let rows = answer["rows"].as_array().map_or(0, Vec::len);
            if rows != LIMIT.min(total - offset.min(total)) || answer["total"] != json!(total) {
                return Err(format!(
                    "page {offset} of {filter} by {sort} has {rows} rows of {total}"
                ));
            }
            further.push(took);
            match offset * 3 / total.max(1) {
                _ if total < items / 10 => {}
                0 => early.push(took),
                2 => late.push(took),
                _ => {}
            }
        }
        if at < COUNTED {
            let counted = count(store, instance, &filter)?;
            if counted != total {
                return Err(format!("{filter}: the list says {total}, SQL counts {counted}"));
            }
            exact += 1;
        }
    }
    let pages = |name: &str, times: &[Duration]| {
        let p99 = quantile(times, 0.99);
        Row::new(
            format!("{name} of {items} items"),
            format!("p50 {}, p99 {}", shown(median(times)), shown(p99)),
        )
        .within("p99 ≤ 16 ms", p99 <= FRAME)
    };
    Ok(vec![
        pages("first page of a new filter", &unseen),
        pages("any further page", &further),
        Row::new("  its last third of pages", shown(median(&late))).beside(
            format!("its first third: {}", shown(median(&early))),
            ratio(median(&late), median(&early)),
            Reach::AtMost(1.25),
        ),
        Row::new("  lists counted by SQL too", format!("{exact} of {LISTS}")).within("exact", exact == COUNTED),
        Row::new("  the very first page after opening", shown(opening)),
    ])
}

fn page(desk: &Arc<Desk>, instance: i64, filter: &Value, sort: &str, offset: usize) -> Outcome<Value> {
    let input = json!({ "instance": instance, "filter": filter, "sort": sort, "offset": offset, "limit": LIMIT });
    desk::call(desk, "item.list", input)
}

/// What filters are made of: people and groups of the review.
struct Drawn {
    people: Vec<i64>,
    resources: Vec<i64>,
}

fn draw(desk: &Arc<Desk>, instance: i64, items: usize, chance: &mut Chance) -> Outcome<Drawn> {
    let mut drawn = Drawn {
        people: Vec::new(),
        resources: Vec::new(),
    };
    for _ in 0..5 {
        let answer = page(desk, instance, &json!({}), "resource", chance.below(items - LIMIT))?;
        for row in answer["rows"].as_array().into_iter().flatten() {
            drawn.people.push(desk::number(row, "principal")?);
            drawn.resources.push(desk::number(row, "resource")?);
        }
    }
    Ok(drawn)
}

/// A few thousand decisions, so that there is something to filter by.
fn decide_some(desk: &Arc<Desk>, instance: i64, items: usize, chance: &mut Chance) -> Outcome<()> {
    for decision in ["approve", "deny", "dontKnow"] {
        let rows = page(desk, instance, &json!({}), "resource", chance.below(items / 2))?;
        let ids: Vec<i64> = rows["rows"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|row| row["item"].as_i64())
            .collect();
        let input =
            json!({ "instance": instance, "items": ids, "decision": decision, "justification": "for the lists" });
        desk::call(desk, "item.decideMany", input)?;
    }
    Ok(())
}

fn filter(drawn: &Drawn, reviewer: i64, chance: &mut Chance) -> Value {
    let mut filter = json!({});
    if chance.below(10) < 5 {
        filter["decision"] =
            [json!(["notReviewed"]), json!(["approve", "deny"]), json!(["deny"])][chance.below(3)].clone();
    }
    if chance.below(10) < 4 {
        filter["recommendation"] =
            [json!(["deny"]), json!(["approve"]), json!(["deny", "noInfoAvailable"])][chance.below(3)].clone();
    }
    if chance.below(10) < 1 {
        filter["resource"] = json!(drawn.resources[chance.below(drawn.resources.len())]);
    }
    if chance.below(10) < 1 {
        filter["principal"] = json!(drawn.people[chance.below(drawn.people.len())]);
    }
    if chance.below(10) < 3 {
        filter["reviewer"] = json!(reviewer);
    }
    if chance.below(10) < 3 {
        filter["search"] = match chance.below(4) {
            0 => json!(format!("given{}", chance.below(89))),
            1 => json!(format!("FAMILY{:03}", chance.below(1000))),
            2 => json!(format!("u{:04}", chance.below(10_000))),
            _ => json!(format!("g{:04}", chance.below(500))),
        };
    }
    filter
}

/// The same total by the ledger itself.
fn count(path: &Path, instance: i64, filter: &Value) -> Outcome<usize> {
    let said = |error: StoreError| error.to_string();
    let header = Header::read(path).map_err(said)?;
    let key = Store::derive_key(&header, None)
        .map_err(said)?
        .ok_or("a practice store has a published key.")?;
    let store = Store::open(path, header, key).map_err(said)?;
    let list = |name: &str| filter.get(name).map(Value::to_string);
    let search = filter["search"].as_str().map(str::to_lowercase);
    let counted: Result<usize, StoreError> = store.read(|connection| {
        Ok(connection.query_row(
            include_str!("count.sql"),
            params![
                instance,
                list("decision"),
                list("recommendation"),
                filter["resource"].as_i64(),
                filter["principal"].as_i64(),
                filter["reviewer"].as_i64(),
                search,
            ],
            |row| row.get(0),
        )?)
    });
    counted.map_err(said)
}
