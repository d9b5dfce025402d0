//! What the previous instance of a review decided, looked up resource by resource.

use std::collections::HashMap;
use std::rc::Rc;

use chrono::{DateTime, Utc};
use countersign_domain::item::{Decision, DecisionSource};
use countersign_domain::recommendation::previous::Previous;
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;

/// Where the items of the previous instance lie, by resource.
pub(super) struct Before {
    runs: HashMap<i64, (i64, i64)>,
}

/// The previous decision on one access.
pub(super) struct Earlier {
    pub previous: Previous,
    /// When a person approved it, in this chain of carried approvals; none where nobody did.
    pub approved_at: Option<DateTime<Utc>>,
    /// The event of that approval.
    pub event: i64,
    pub direct: bool,
    pub path: Vec<i64>,
    /// Department, title, manager, kind of account and whether it is enabled are what they were.
    pub unchanged: bool,
}

impl Before {
    /// The newest instance of the same review that has ended; none before there is one.
    pub(super) fn load(connection: &Connection, instance: i64) -> Result<Option<Self>, StoreError> {
        let found: Option<(i64, i64)> = connection
            .query_row(
                "SELECT n.first_item_id, n.item_count FROM instance n
                 WHERE n.review_id = (SELECT review_id FROM instance WHERE id = ?1) AND n.id <> ?1
                   AND n.ended_at IS NOT NULL ORDER BY n.ended_at DESC, n.id DESC LIMIT 1",
                [instance],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let Some((first, count)) = found else { return Ok(None) };
        let mut statement = connection.prepare(
            "SELECT resource_id, min(id), max(id) FROM item WHERE id BETWEEN ?1 AND ?2 GROUP BY resource_id",
        )?;
        let runs = statement
            .query_map(params![first, first + count - 1], |row| {
                Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))
            })?
            .collect::<Result<_, _>>()?;
        Ok(Some(Self { runs }))
    }

    /// By person and entitlement; what nobody and nothing decided is left out.
    pub(super) fn of(
        &self,
        connection: &Connection,
        resource: i64,
    ) -> Result<HashMap<(i64, Rc<str>), Earlier>, StoreError> {
        let mut found = HashMap::new();
        let Some((first, last)) = self.runs.get(&resource) else {
            return Ok(found);
        };
        let mut statement = connection.prepare_cached(include_str!("before.sql"))?;
        let mut rows = statement.query(params![first, last])?;
        while let Some(row) = rows.next()? {
            let (word, source): (String, String) = (row.get("decision")?, row.get("source")?);
            let wrong = |word: &str| StoreError::Value(format!("“{word}” is not a word of the ledger"));
            let decision = Decision::from_word(&word).ok_or_else(|| wrong(&word))?;
            let source = DecisionSource::from_word(&source).ok_or_else(|| wrong(&source))?;
            let mut event: i64 = row.get("event")?;
            let mut told = (row.get("at")?, row.get("actor")?, source);
            if source == DecisionSource::Carried {
                // What a person said stands behind it, and its date.
                let note: String = row.get("note")?;
                let original = note.strip_prefix(CARRIED_FROM).and_then(|id| id.parse::<i64>().ok());
                event = original.unwrap_or(event);
                told = approval(connection, event)?.unwrap_or(told);
            }
            let (at, decided_by, source): (DateTime<Utc>, String, _) = told;
            let by_nobody = matches!(
                source,
                DecisionSource::Default | DecisionSource::Reset | DecisionSource::Stands | DecisionSource::Carried
            );
            let approved_at = (decision == Decision::Approve && !by_nobody).then_some(at);
            let path: Option<String> = row.get("path")?;
            let entitlement: String = row.get("entitlement")?;
            found.insert(
                (row.get("principal_id")?, Rc::from(entitlement)),
                Earlier {
                    previous: Previous {
                        decision,
                        source,
                        decided_on: at.date_naive(),
                        decided_by,
                    },
                    approved_at,
                    event,
                    direct: row.get("direct")?,
                    path: path.map_or(Ok(Vec::new()), |path| serde_json::from_str(&path))?,
                    unchanged: row.get("unchanged")?,
                },
            );
        }
        Ok(found)
    }
}

/// How the note of a carried decision begins; the number of the original event follows.
pub(super) const CARRIED_FROM: &str = "carried from decision ";

fn approval(
    connection: &Connection,
    event: i64,
) -> Result<Option<(DateTime<Utc>, String, DecisionSource)>, StoreError> {
    let found: Option<(DateTime<Utc>, String, String)> = connection
        .prepare_cached("SELECT at, actor, source FROM decision_event WHERE id = ?1 AND decision = 'approve'")?
        .query_row([event], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    Ok(found.and_then(|(at, actor, source)| Some((at, actor, DecisionSource::from_word(&source)?))))
}
