//! Reviews and approvals of a period, run by run and month by month.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// A run of a review, in the month in which it began.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewRun {
    /// `2026-03`, in UTC.
    pub month: String,
    pub review: i64,
    pub review_name: String,
    pub instance: i64,
    pub number: i64,
    pub status: String,
    pub started_at: DateTime<Utc>,
    pub due_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub items: i64,
    pub approve: i64,
    pub deny: i64,
    pub dont_know: i64,
    pub not_reviewed: i64,
    /// Items that a person decided before the time was up.
    pub on_time: i64,
    /// Denied items whose removal the directory acknowledged.
    pub removed: i64,
    /// Denied items that a later read showed gone.
    pub seen_gone: i64,
    /// From the newest denial of an item to the directory's acknowledgement, in seconds; the middle one.
    pub median_removal_for: Option<i64>,
}

/// The answers of approvers about one access package in one month.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackageMonth {
    pub month: String,
    pub package: i64,
    pub package_name: String,
    pub approve: i64,
    pub deny: i64,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "HistorySummary")]
pub struct Summary {
    pub runs: Vec<ReviewRun>,
    pub packages: Vec<PackageMonth>,
}

/// What the runs that began in a period came to, and the approvals answered in it; the newest first.
pub fn summary(
    connection: &Connection,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
) -> Result<Summary, StoreError> {
    let from = from.map_or_else(String::new, stamp);
    let to = to.map_or_else(|| "9999".to_owned(), stamp);
    let mut statement = connection.prepare_cached(include_str!("run.sql"))?;
    let mut counts = connection.prepare_cached(include_str!("item.sql"))?;
    let mut rows = statement.query(params![from, to])?;
    let mut runs = Vec::new();
    while let Some(row) = rows.next()? {
        let (first, items): (i64, i64) = (row.get("first_item_id")?, row.get("item_count")?);
        let due_at: Option<DateTime<Utc>> = row.get("due_at")?;
        let (approve, deny, dont_know, on_time): (i64, i64, i64, i64) = counts
            .query_row(params![first, first + items - 1, due_at.map(stamp)], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
        let started_at: DateTime<Utc> = row.get("started_at")?;
        let instance = row.get("instance")?;
        let removals = Removals::of(connection, instance)?;
        runs.push(ReviewRun {
            month: started_at.format("%Y-%m").to_string(),
            review: row.get("review")?,
            review_name: row.get("review_name")?,
            instance,
            number: row.get("number")?,
            status: row.get("status")?,
            started_at,
            due_at,
            ended_at: row.get("ended_at")?,
            items,
            approve,
            deny,
            dont_know,
            not_reviewed: items - approve - deny - dont_know,
            on_time,
            removed: removals.removed,
            seen_gone: removals.seen_gone,
            median_removal_for: removals.median_for,
        });
    }
    Ok(Summary {
        runs,
        packages: packages(connection, &from, &to)?,
    })
}

struct Removals {
    removed: i64,
    seen_gone: i64,
    median_for: Option<i64>,
}

impl Removals {
    fn of(connection: &Connection, instance: i64) -> Result<Self, StoreError> {
        let mut statement = connection.prepare_cached(
            "SELECT CAST(unixepoch(max(r.received_at)) - unixepoch((SELECT max(e.at) FROM decision_event e
                      WHERE e.item_id = c.item_id AND e.decision = 'deny' AND e.at <= r.received_at)) AS INTEGER)
             FROM plan n JOIN change c ON c.plan_id = n.id JOIN receipt r ON r.change_id = c.id
             WHERE n.instance_id = ?1 AND c.item_id IS NOT NULL AND r.outcome IN ('applied','alreadySo')
             GROUP BY c.item_id",
        )?;
        let times: Vec<Option<i64>> = statement
            .query_map([instance], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let removed = i64::try_from(times.len()).unwrap_or(i64::MAX);
        let mut times: Vec<i64> = times.into_iter().flatten().collect();
        times.sort_unstable();
        let seen_gone = connection
            .prepare_cached(
                "SELECT count(*) FROM (SELECT DISTINCT c.item_id FROM plan n JOIN change c ON c.plan_id = n.id
                   WHERE n.instance_id = ?1 AND c.item_id IS NOT NULL) d
                 WHERE (SELECT v.state FROM verification v WHERE v.item_id = d.item_id ORDER BY v.id DESC LIMIT 1) = 'gone'",
            )?
            .query_row([instance], |row| row.get(0))?;
        Ok(Self {
            removed,
            seen_gone,
            median_for: times.get(times.len() / 2).copied(),
        })
    }
}

fn packages(connection: &Connection, from: &str, to: &str) -> Result<Vec<PackageMonth>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT substr(e.at, 1, 7) AS month, k.id, k.display_name, sum(e.decision = 'approve'), sum(e.decision = 'deny')
         FROM approval_event e JOIN request q ON q.id = e.request_id JOIN package k ON k.id = q.package_id
         WHERE e.at >= ?1 AND e.at < ?2 GROUP BY month, k.id ORDER BY month DESC, k.display_name, k.id",
    )?;
    let rows = statement.query_map(params![from, to], |row| {
        Ok(PackageMonth {
            month: row.get(0)?,
            package: row.get(1)?,
            package_name: row.get(2)?,
            approve: row.get(3)?,
            deny: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
