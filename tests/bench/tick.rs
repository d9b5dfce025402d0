//! A tick with nothing due, at ten thousand definitions of which half are in progress.

use chrono::{DateTime, Duration, Utc};
use countersign_tests::practice::{Practice, group, person};
use serde_json::{Value, json};

use crate::desk::said;
use crate::measure::{quantile, shown, timed};
use crate::place::Place;
use crate::table::Row;
use crate::{Outcome, Size};

const TICKS: usize = 200;
const LIMIT_MS: u128 = 20;

pub fn measure(_: &Place, size: Size) -> Outcome<Vec<Row>> {
    let definitions = size.of(10_000);
    let begin: DateTime<Utc> = "2026-04-01T08:00:00Z"
        .parse()
        .map_err(|_| "a moment is not understood")?;
    let practice = Practice::at(begin - Duration::days(1));
    let mut nodes: Vec<Value> = (0..8).map(|n| person(n, &format!("person{n}"), &json!({}))).collect();
    nodes.push(group(100, "Ledger", &[1, 2, 3, 4, 5, 6], &[7]));
    practice.add_nodes(&nodes);
    for n in 0..definitions {
        let starts = if n % 2 == 0 { "2026-04-01" } else { "2026-06-01" };
        let definition = json!({
            "displayName": format!("Ledger, review {n}"),
            "scope": { "query": "/groups/Ledger/transitiveMembers/microsoft.graph.user" },
            "reviewers": [{ "query": "./owners" }],
            "settings": {
                "instanceDurationInDays": 60, "reminderNotificationsEnabled": true,
                "recurrence": { "pattern": { "type": "absoluteMonthly", "interval": 3, "dayOfMonth": 1 },
                                "range": { "type": "noEnd", "startDate": starts } },
            },
        });
        practice
            .ask("review.create", json!({ "definition": definition }))
            .map_err(said)?;
    }
    practice.set_clock(begin);
    let (ticked, started) = timed(|| practice.ask("tick", json!({})));
    let running = ticked.map_err(said)?["started"].as_array().map_or(0, Vec::len);
    let mut ticks = Vec::new();
    for n in 0..TICKS {
        practice.set_clock(begin + Duration::minutes(n as i64));
        let (ticked, took) = timed(|| practice.ask("tick", json!({})));
        if ticked.map_err(said)?["started"] != json!([]) {
            return Err("something was due.".into());
        }
        ticks.push(took);
    }
    let usual = quantile(&ticks, 0.5);
    Ok(vec![
        Row::new(
            format!("a tick with nothing due, {definitions} definitions, {running} in progress"),
            shown(usual),
        )
        .within(format!("≤ {LIMIT_MS} ms"), usual.as_millis() <= LIMIT_MS),
        Row::new("  p99", shown(quantile(&ticks, 0.99))),
        Row::new(format!("  the tick that started {running}"), shown(started)),
    ])
}
