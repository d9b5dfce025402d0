//! Figures about how each reviewer decided (E24).

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use countersign_domain::item::Decision;
use countersign_domain::recommendation::Recommendation;
use rusqlite::{Connection, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;

/// How one person decided in one instance.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Signal {
    pub principal: i64,
    pub display_name: String,
    /// Decisions recorded, changes and taking back included.
    pub decisions: i64,
    /// Of their latest answers, how many approve, in percent.
    pub approved_percent: u32,
    /// Decisions made many at a time, in percent.
    pub bulk_percent: u32,
    /// How many reasons are the same as their most frequent one, in percent of the reasons given.
    pub identical_reason_percent: Option<u32>,
    /// Recommendations followed, in percent of the answers where there was one.
    pub followed_percent: Option<u32>,
    pub first_at: DateTime<Utc>,
    pub last_at: DateTime<Utc>,
    /// The median time between two decisions made one by one, pauses of over ten minutes left out.
    pub median_seconds: Option<f64>,
    /// The most decisions made one by one within one minute.
    pub most_in_a_minute: usize,
}

/// Longer than this is a pause, not a decision.
const PAUSE: i64 = 600;

#[derive(Default)]
struct Told {
    name: String,
    decisions: i64,
    bulk: i64,
    reasons: HashMap<String, i64>,
    latest: BTreeMap<i64, (String, String)>,
    single: Vec<DateTime<Utc>>,
    first_at: Option<DateTime<Utc>>,
    last_at: Option<DateTime<Utc>>,
}

/// The figures of everybody who decided, by name.
pub fn signals(connection: &Connection, instance: i64) -> Result<Vec<Signal>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT e.actor_id, p.display_name, e.item_id, e.at, e.decision, e.justification, e.source, i.recommendation
         FROM instance n
         JOIN decision_event e ON e.item_id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
         JOIN item i ON i.id = e.item_id JOIN principal p ON p.id = e.actor_id
         WHERE n.id = ?1 AND e.source IN ('reviewer', 'bulk', 'recommendation', 'undo') ORDER BY e.id",
    )?;
    let mut rows = statement.query(params![instance])?;
    let mut people: BTreeMap<i64, Told> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let told = people.entry(row.get(0)?).or_default();
        told.name = row.get(1)?;
        told.decisions += 1;
        let at: DateTime<Utc> = row.get(3)?;
        told.first_at.get_or_insert(at);
        told.last_at = Some(at);
        let source: String = row.get(6)?;
        match source.as_str() {
            "reviewer" => told.single.push(at),
            "bulk" | "recommendation" => told.bulk += 1,
            _ => {}
        }
        let reason: String = row.get(5)?;
        if !reason.is_empty() && source != "undo" && source != "recommendation" {
            *told.reasons.entry(reason).or_default() += 1;
        }
        told.latest.insert(row.get(2)?, (row.get(4)?, row.get(7)?));
    }
    let mut signals: Vec<Signal> = people.into_iter().map(|(id, told)| signal(id, told)).collect();
    signals.sort_by_cached_key(|one| one.display_name.to_lowercase());
    Ok(signals)
}

fn percent(part: usize, of: usize) -> u32 {
    u32::try_from(part * 100 / of.max(1)).unwrap_or(100)
}

fn signal(principal: i64, told: Told) -> Signal {
    let approved = told
        .latest
        .values()
        .filter(|(decision, _)| decision == "approve")
        .count();
    let advised: Vec<_> = told
        .latest
        .values()
        .filter(|(_, advice)| advice != "noInfoAvailable")
        .collect();
    let followed = advised.iter().filter(|(decision, advice)| decision == advice).count();
    let reasons: i64 = told.reasons.values().sum();
    let most = told.reasons.values().max().copied().unwrap_or(0);
    let count = |number: i64| usize::try_from(number).unwrap_or(0);
    let mut gaps: Vec<f64> = told
        .single
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).num_milliseconds())
        .filter(|gap| (0..=PAUSE * 1_000).contains(gap))
        .map(|gap| gap as f64 / 1_000.0)
        .collect();
    gaps.sort_by(f64::total_cmp);
    Signal {
        principal,
        display_name: told.name,
        decisions: told.decisions,
        approved_percent: percent(approved, told.latest.len()),
        bulk_percent: percent(count(told.bulk), count(told.decisions)),
        identical_reason_percent: (reasons > 0).then(|| percent(count(most), count(reasons))),
        followed_percent: (!advised.is_empty()).then(|| percent(followed, advised.len())),
        first_at: told.first_at.unwrap_or_default(),
        last_at: told.last_at.unwrap_or_default(),
        median_seconds: gaps.get(gaps.len() / 2).copied(),
        most_in_a_minute: most_in_a_minute(&told.single),
    }
}

fn most_in_a_minute(at: &[DateTime<Utc>]) -> usize {
    let mut from = 0;
    let mut most = 0;
    for (to, moment) in at.iter().enumerate() {
        while (*moment - at[from]).num_seconds() >= 60 {
            from += 1;
        }
        most = most.max(to - from + 1);
    }
    most
}

/// Advice and what people decided, in the runs of a review that have ended, and how often. Decisions that
/// the program wrote, or that took the advice without a look at it, prove nothing and are left out.
pub fn advice_and_decision(
    connection: &Connection,
    review: i64,
) -> Result<Vec<(Recommendation, Decision, usize)>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT i.recommendation, i.decision, count(*) FROM instance n
         JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
         JOIN decision_event e ON e.id = (SELECT max(id) FROM decision_event WHERE item_id = i.id)
         WHERE n.review_id = ?1 AND n.ended_at IS NOT NULL AND e.source IN ('reviewer', 'bulk', 'undo')
         GROUP BY 1, 2",
    )?;
    let mut rows = statement.query([review])?;
    let mut pairs = Vec::new();
    while let Some(row) = rows.next()? {
        let (advice, decision): (String, String) = (row.get(0)?, row.get(1)?);
        let wrong = |word: &str| StoreError::Value(format!("“{word}” is not a word of the ledger"));
        pairs.push((
            Recommendation::from_word(&advice).ok_or_else(|| wrong(&advice))?,
            Decision::from_word(&decision).ok_or_else(|| wrong(&decision))?,
            row.get(2)?,
        ));
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn the_busiest_minute_is_found_wherever_it_begins() {
        let at = |seconds: i64| Utc.timestamp_opt(seconds, 0).single().expect("a moment");
        let all: Vec<_> = [0, 50, 61, 62, 63, 109, 200].map(at).into();
        assert_eq!(most_in_a_minute(&all), 5);
        assert_eq!(most_in_a_minute(&[]), 0);
    }
}
