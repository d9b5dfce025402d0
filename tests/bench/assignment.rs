//! Assignments at their largest: any page of their list, and a tick that ends what is over.

use std::sync::Arc;
use std::time::Duration;

use countersign_app::Desk;
use countersign_store::rusqlite::params;
use countersign_store::{Store, StoreError};
use countersign_tests::population::Chance;
use serde_json::json;

use crate::measure::{ratio, shown, timed};
use crate::package::{fill, open, row};
use crate::place::Place;
use crate::table::Row;
use crate::{Outcome, Size, desk, population};

const CALLS: usize = 500;
const LIMIT: i64 = 100;
const PACKAGES: &str = include_str!("package/fill.sql");
/// So many assignments end at one tick, and ten times as many at another.
const FEW: usize = 500;

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let folder = place.folder().join("assignment");
    let path = population::store(&folder, size)?;
    let (packages, catalogs, assignments) = (size.of(20_000), size.of(7_500), size.of(300_000));
    let ledger = open(&path)?;
    fill(&ledger, PACKAGES, &[packages, catalogs, assignments, size.groups()])?;
    over(&ledger, 0)?;
    let desk = desk::with(&path)?;
    let mut rows = vec![listed(&desk, packages, assignments)?];
    over(&ledger, FEW)?;
    let few = sweep(&desk)?;
    over(&ledger, 10 * FEW)?;
    let many = sweep(&desk)?;
    let nothing = sweep(&desk)?;
    rows.push(Row::new(
        format!("a tick that ends {} of {assignments} assignments", few.0),
        shown(few.1),
    ));
    let share = ratio(many.1.saturating_sub(nothing.1), few.1.saturating_sub(nothing.1));
    let meant = many.0 as f64 / few.0.max(1) as f64;
    rows.push(
        Row::new(
            format!("  one that ends {} costs so many times as much", many.0),
            format!("{share:.1}"),
        )
        .within(format!("≤ {:.0}", meant * 1.5), share <= meant * 1.5),
    );
    rows.push(Row::new("  one with nothing over", shown(nothing.1)));
    drop(desk);
    let _ = std::fs::remove_dir_all(&folder);
    Ok(rows)
}

/// The time of the first so many that are delivered is over; the others end in months.
fn over(ledger: &Store, first: usize) -> Outcome<()> {
    let set: Result<usize, StoreError> = ledger.write(|transaction| {
        Ok(transaction.execute(
            "UPDATE assignment SET ends_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now',
               CASE WHEN id <= (SELECT max(id) FROM (SELECT id FROM assignment WHERE state = 'delivered' ORDER BY id LIMIT ?1))
                    THEN '-2 hours' ELSE '+' || (100 + id % 200) || ' days' END) WHERE state = 'delivered'",
            params![first as i64],
        )?)
    });
    set.map(|_| ()).map_err(|error| error.to_string())
}

/// How many ended, and how long it took; what they gave is not taken back here.
fn sweep(desk: &Arc<Desk>) -> Outcome<(u64, Duration)> {
    let (ticked, took) = timed(|| desk::call(desk, "tick", json!({})));
    let ticked = ticked?;
    for job in ticked["jobs"].as_array().into_iter().flatten() {
        while desk::call(desk, "job.show", json!({ "job": job }))?["state"] == "running" {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    Ok((ticked["assignmentsEnded"].as_u64().unwrap_or(0), took))
}

fn listed(desk: &Arc<Desk>, packages: usize, assignments: usize) -> Outcome<Row> {
    let mut chance = Chance::new(8);
    let (mut times, mut total) = (Vec::new(), 1);
    for _ in 0..CALLS {
        let mut input = json!({ "limit": LIMIT, "offset": chance.below(total) });
        match chance.below(6) {
            0 => input["package"] = json!(1 + chance.below(packages)),
            1 => input["policy"] = json!(1 + chance.below(packages)),
            2 => input["state"] = json!(["delivered", "expired"][chance.below(2)]),
            3 => input["nearEndDays"] = json!([1, 30, 250][chance.below(3)]),
            4 => {
                input["package"] = json!(1 + chance.below(packages));
                input["state"] = json!("delivered");
            }
            _ => {}
        }
        let (answer, took) = timed(|| desk::call(desk, "assignment.list", input.clone()));
        let answer = answer?;
        total = usize::try_from(answer["total"].as_u64().ok_or("a list has no total")?)
            .unwrap_or(1)
            .max(1);
        times.push(took);
    }
    Ok(row(
        format!("assignment.list, {assignments} rows, any page and filter"),
        &times,
    ))
}
