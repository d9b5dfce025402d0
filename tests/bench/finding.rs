//! Findings over everybody and a million decisions: counted anew, as after every act, and any page of any kind.

use std::sync::Arc;
use std::time::Duration;

use countersign_app::Desk;
use countersign_tests::population::Chance;
use serde_json::json;

use crate::measure::{quantile, shown, timed};
use crate::package::row;
use crate::table::Row;
use crate::{Outcome, desk};

const LOOKS: usize = 20;
const CALLS: usize = 500;
const LIMIT: i64 = 100;

/// The store is whatever the caller has filled.
pub fn measure(desk: &Arc<Desk>) -> Outcome<Vec<Row>> {
    let mut looks = Vec::new();
    let mut counts = Vec::new();
    for at in 0..LOOKS {
        // Counts are kept by what they were asked with, so that another number of days is a look anew.
        let input = json!({ "soonDays": 31 + at, "limit": LIMIT });
        let (page, took) = timed(|| desk::call(desk, "finding.list", input));
        let page = page?;
        counts = page["counts"].as_array().cloned().unwrap_or_default();
        let sum: i64 = counts.iter().filter_map(|one| one["count"].as_i64()).sum();
        if sum == 0 || page["total"] != sum {
            return Err(format!("the findings are {} in all and {sum} by kind", page["total"]));
        }
        looks.push(took);
    }
    counts.retain(|one| one["count"].as_i64().is_some_and(|count| count > 0));
    let mut chance = Chance::new(5);
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..CALLS {
        let one = &counts[chance.below(counts.len())];
        let count = one["count"].as_u64().and_then(|count| usize::try_from(count).ok());
        let offset = chance.below(count.unwrap_or(1));
        let input = json!({ "kind": one["kind"], "limit": LIMIT, "offset": offset });
        let (page, took) = timed(|| desk::call(desk, "finding.list", input.clone()));
        let page = page?;
        let expected = count.unwrap_or(0).saturating_sub(offset).min(100);
        if page["rows"].as_array().map(Vec::len) != Some(expected) {
            return Err(format!("{input} has another number of rows than {expected}"));
        }
        times.push(took);
    }
    let slowest = quantile(&looks, 0.99);
    Ok(vec![
        Row::new("finding.list, everything counted anew, p99", shown(slowest)),
        row("finding.list, any page of any kind".to_owned(), &times),
    ])
}
