//! Lists of requests, approvals and what one may ask for, at their largest: filters and offsets drawn at random.

use std::sync::Arc;

use countersign_app::Desk;
use countersign_tests::population::Chance;
use serde_json::{Value, json};

use crate::measure::timed;
use crate::package::{fill, open, row};
use crate::place::Place;
use crate::table::Row;
use crate::{Outcome, Size, desk, population};

const CALLS: usize = 500;
const LIMIT: i64 = 100;
const PACKAGES: &str = include_str!("package/fill.sql");
const REQUESTS: &str = include_str!("request/fill.sql");

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let folder = place.folder().join("request");
    let path = population::store(&folder, size)?;
    let (packages, catalogs, assignments) = (size.of(20_000), size.of(7_500), size.of(300_000));
    let requests = size.of(200_000);
    let ledger = open(&path)?;
    fill(&ledger, PACKAGES, &[packages, catalogs, assignments, size.groups()])?;
    fill(&ledger, REQUESTS, &[requests, packages])?;
    let desk = desk::with(&path)?;
    let mut rows = vec![requested(&desk, packages, requests)?];
    let person = desk::sit_reviewer(&desk)?;
    for (operation, words, input) in [
        ("request.list", "of one person", json!({ "mine": true })),
        ("approval.list", "of an approver", json!({})),
        ("access.mine", "of one person", json!({})),
    ] {
        rows.push(paged(&desk, operation, words, &input)?);
    }
    rows.push(available(&desk, person, packages)?);
    drop(desk);
    let _ = std::fs::remove_dir_all(&folder);
    Ok(rows)
}

fn requested(desk: &Arc<Desk>, packages: usize, requests: usize) -> Outcome<Row> {
    desk::call(desk, "actor.choose", json!({ "administrator": true }))?;
    let states = [
        "pendingApproval",
        "scheduled",
        "delivered",
        "denied",
        "expired",
        "canceled",
    ];
    let mut chance = Chance::new(3);
    let (mut times, mut total) = (Vec::new(), 1);
    for _ in 0..CALLS {
        let mut input = json!({ "limit": LIMIT, "offset": chance.below(total) });
        match chance.below(4) {
            0 => input["state"] = json!(states[chance.below(states.len())]),
            1 => input["package"] = json!(1 + chance.below(packages)),
            2 => {
                input["package"] = json!(1 + chance.below(packages));
                input["state"] = json!(states[chance.below(states.len())]);
            }
            _ => {}
        }
        let (answer, took) = timed(|| desk::call(desk, "request.list", input.clone()));
        total = size_of(&answer?)?.max(1);
        times.push(took);
    }
    Ok(row(
        format!("request.list, {requests} rows, any page and filter"),
        &times,
    ))
}

fn size_of(answer: &Value) -> Outcome<usize> {
    let total = answer["total"].as_u64().ok_or("a list has no total")?;
    usize::try_from(total).map_err(|error| error.to_string())
}

fn paged(desk: &Arc<Desk>, operation: &str, words: &str, input: &Value) -> Outcome<Row> {
    let mut chance = Chance::new(5);
    let (mut times, mut total) = (Vec::new(), 1);
    for _ in 0..CALLS {
        let mut input = input.clone();
        input["limit"] = json!(LIMIT);
        input["offset"] = json!(chance.below(total));
        let (answer, took) = timed(|| desk::call(desk, operation, input.clone()));
        total = size_of(&answer?)?.max(1);
        times.push(took);
    }
    Ok(row(format!("{operation} {words}, {total} rows"), &times))
}

fn available(desk: &Arc<Desk>, person: i64, packages: usize) -> Outcome<Row> {
    let mut chance = Chance::new(9);
    let (mut times, mut total) = (Vec::new(), 1);
    for _ in 0..CALLS {
        let mut input = json!({ "principal": person, "limit": LIMIT, "offset": chance.below(total) });
        if chance.below(2) == 0 {
            input["search"] = json!(["sales", "ENGINEER", "plant", "0042"][chance.below(4)]);
        }
        let (answer, took) = timed(|| desk::call(desk, "access.available", input.clone()));
        total = size_of(&answer?)?.max(1);
        times.push(took);
    }
    Ok(row(
        format!("access.available of {packages}, any page and search"),
        &times,
    ))
}
