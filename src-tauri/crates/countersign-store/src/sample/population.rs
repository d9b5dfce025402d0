//! Walking a population in its order, without holding it.

use chrono::{DateTime, Duration, Utc};
use countersign_domain::item::Decision;
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::StoreError;
use crate::history::{self, HistoryFilter, HistoryKind};
use crate::review::stamp;

/// What a sample is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Population {
    /// Decisions on items of reviews, every event of them.
    Decisions,
    /// Those among them that deny.
    Denials,
    /// Answers of approvers to requests.
    Approvals,
    /// Changes that took an access away, as the directory acknowledged.
    Removals,
    Assignments,
    Requests,
    Exceptions,
}

impl Population {
    pub const ALL: [Self; 7] = [
        Self::Decisions,
        Self::Denials,
        Self::Approvals,
        Self::Removals,
        Self::Assignments,
        Self::Requests,
        Self::Exceptions,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Decisions => "decisions",
            Self::Denials => "denials",
            Self::Approvals => "approvals",
            Self::Removals => "removals",
            Self::Assignments => "assignments",
            Self::Requests => "requests",
            Self::Exceptions => "exceptions",
        }
    }

    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Its rows are lines of the history.
    pub fn is_history(self) -> bool {
        matches!(self, Self::Decisions | Self::Denials | Self::Approvals)
    }
}

/// What narrows a population.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[ts(optional_fields)]
pub struct PopulationFilter {
    pub review: Option<i64>,
    /// Who decided, or answered; for decisions and answers alone.
    pub reviewer: Option<i64>,
    pub principal: Option<i64>,
    pub resource: Option<i64>,
    /// For decisions and answers alone.
    pub decision: Option<Decision>,
    /// For decisions and answers alone.
    pub source: Option<history::HistorySource>,
    /// For decisions and answers alone.
    pub privileged: Option<bool>,
}

impl PopulationFilter {
    fn history(&self, of: Population, from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>) -> HistoryFilter {
        let approval = of == Population::Approvals;
        HistoryFilter {
            from,
            to,
            review: self.review,
            reviewer: self.reviewer,
            principal: self.principal,
            resource: self.resource,
            decision: if of == Population::Denials {
                Some(Decision::Deny)
            } else {
                self.decision
            },
            source: self.source,
            privileged: self.privileged,
            kind: Some(if approval {
                HistoryKind::Approval
            } else {
                HistoryKind::Review
            }),
        }
    }

    /// Asks for what only decisions and answers have.
    pub fn is_about_decisions(&self) -> bool {
        self.reviewer.is_some() || self.decision.is_some() || self.source.is_some() || self.privileged.is_some()
    }
}

/// One of a population.
#[derive(Debug, Clone)]
pub struct Member {
    /// The id by which it is known outside, for good.
    pub subject: String,
    pub resource: Option<i64>,
    pub reviewer: Option<i64>,
    pub privileged: bool,
}

/// How many there are.
pub fn total(
    connection: &Connection,
    of: Population,
    filter: &PopulationFilter,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
) -> Result<i64, StoreError> {
    if of.is_history() {
        return history::total(connection, &filter.history(of, from, to));
    }
    let mut count = 0;
    each(connection, of, filter, from, to, |_| {
        count += 1;
        Ok::<_, StoreError>(())
    })?;
    Ok(count)
}

/// Hands on every member, in the order of the population. The history must have been gathered.
pub fn each<E: From<StoreError>>(
    connection: &Connection,
    of: Population,
    filter: &PopulationFilter,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
    mut visit: impl FnMut(&Member) -> Result<(), E>,
) -> Result<(), E> {
    if of.is_history() {
        return history::each(connection, &filter.history(of, from, to), |line| {
            visit(&Member {
                subject: line.key(),
                resource: Some(line.resource),
                reviewer: line.actor,
                privileged: line.privileged,
            })
        });
    }
    let mut statement = connection.prepare_cached(sql(of)).map_err(StoreError::from)?;
    let from = from.map_or_else(String::new, stamp);
    // Exceptions know days: the day of the last moment is part of the period.
    let last = to.map(|to| {
        if of == Population::Exceptions {
            to - Duration::milliseconds(1)
        } else {
            to
        }
    });
    let to = last.map_or_else(|| "9999".to_owned(), stamp);
    let mut rows = statement
        .query(params![from, to, filter.review, filter.principal, filter.resource])
        .map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        visit(&read(of, row).map_err(StoreError::from)?)?;
    }
    Ok(())
}

fn read(of: Population, row: &Row<'_>) -> rusqlite::Result<Member> {
    let word = match of {
        Population::Removals => "removal",
        Population::Assignments => "assignment",
        Population::Requests => "request",
        _ => "exception",
    };
    Ok(Member {
        subject: format!("{word}:{}", row.get::<_, i64>(0)?),
        resource: row.get(1)?,
        reviewer: None,
        privileged: row.get::<_, Option<bool>>(2)?.unwrap_or(false),
    })
}

/// Number, resource and whether that is privileged, in the order of the numbers.
fn sql(of: Population) -> &'static str {
    match of {
        Population::Removals => include_str!("removal.sql"),
        Population::Assignments => {
            "SELECT a.id, k.principal_id, p.attributes ->> '$.privileged[0]' = 'true' FROM assignment a
             JOIN package k ON k.id = a.package_id JOIN principal p ON p.id = k.principal_id
             WHERE a.starts_at >= ?1 AND a.starts_at < ?2 AND ?3 IS NULL AND (?4 IS NULL OR a.principal_id = ?4)
               AND (?5 IS NULL OR k.principal_id = ?5) ORDER BY a.id"
        }
        Population::Requests => {
            "SELECT r.id, k.principal_id, p.attributes ->> '$.privileged[0]' = 'true' FROM request r
             JOIN package k ON k.id = r.package_id JOIN principal p ON p.id = k.principal_id
             WHERE r.created_at >= ?1 AND r.created_at < ?2 AND ?3 IS NULL AND (?4 IS NULL OR r.target_id = ?4)
               AND (?5 IS NULL OR k.principal_id = ?5) ORDER BY r.id"
        }
        _ => {
            "SELECT x.id, x.resource_id, p.attributes ->> '$.privileged[0]' = 'true' FROM exception x
             JOIN principal p ON p.id = x.resource_id
             WHERE x.proposed_on >= substr(?1, 1, 10) AND x.proposed_on <= substr(?2, 1, 10)
               AND ?3 IS NULL AND (?4 IS NULL OR x.principal_id = ?4) AND (?5 IS NULL OR x.resource_id = ?5) ORDER BY x.id"
        }
    }
}
