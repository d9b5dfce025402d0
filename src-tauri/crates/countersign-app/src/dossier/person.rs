//! The person, as they were then, and the grant as reads of the directory showed it.

use chrono::{DateTime, Utc};
use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use ts_rs::TS;

use super::focus::Focus;
use super::{DossierAbout, DossierReview};
use crate::Problem;

/// A person or account.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DossierPerson {
    pub principal: i64,
    /// The immutable id in its directory.
    pub key: String,
    pub dn: String,
    pub display_name: String,
    pub user_name: Option<String>,
    pub mail: Option<String>,
    pub kind: String,
    /// `member` or `guest`.
    pub user_type: Option<String>,
    pub enabled: Option<bool>,
    pub department: Option<String>,
    pub title: Option<String>,
    pub manager_name: Option<String>,
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// As of when all this was so, and where that is known from.
    pub as_of: Option<DateTime<Utc>>,
    pub source: String,
    /// The directory holds the person no longer.
    pub gone: bool,
}

/// A grant as reads of the directory showed it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DossierHeld {
    /// The first read that showed it, its end, and its digest.
    pub since_snapshot: i64,
    pub since: DateTime<Utc>,
    pub since_digest: String,
    /// The first read that showed it no longer.
    pub until_snapshot: Option<i64>,
    pub until: Option<DateTime<Utc>>,
    pub until_digest: Option<String>,
}

pub(super) fn gather(
    connection: &Connection,
    focus: &Focus,
    reviews: &[DossierReview],
) -> Result<Option<DossierPerson>, Problem> {
    let Some(principal) = focus.principal else {
        return Ok(None);
    };
    // What a review froze is what its reviewer saw.
    let frozen = match focus.about {
        DossierAbout::Item => reviews.iter().find(|review| review.detail.row.item == focus.id),
        _ => None,
    };
    if let Some(review) = frozen {
        let mut statement = connection
            .prepare_cached(
                "SELECT f.*, p.removed_snapshot_id IS NOT NULL AS gone FROM frozen f JOIN principal p ON p.id = f.principal_id
                 WHERE f.instance_id = ?1 AND f.principal_id = ?2",
            )
            .map_err(StoreError::from)?;
        let found = statement
            .query_row(params![review.detail.instance, principal], |row| {
                let source = format!("{}, run {}, as its reviewers saw it", review.review_name, review.number);
                read(row, principal, review.started_at, source)
            })
            .optional()
            .map_err(StoreError::from)?;
        if found.is_some() {
            return Ok(found);
        }
    }
    let mut statement = connection
        .prepare_cached(
            "SELECT p.*, m.display_name AS manager_name, p.removed_snapshot_id IS NOT NULL AS gone,
                    (SELECT max(ended_at) FROM snapshot s WHERE s.directory_id = p.directory_id) AS read_at
             FROM principal p LEFT JOIN principal m ON m.id = p.manager_id WHERE p.id = ?1",
        )
        .map_err(StoreError::from)?;
    let found = statement
        .query_row([principal], |row| {
            let at = row.get("read_at")?;
            read(row, principal, at, "the last read of the directory".to_owned())
        })
        .optional()
        .map_err(StoreError::from)?;
    Ok(found)
}

fn read(
    row: &Row<'_>,
    principal: i64,
    as_of: Option<DateTime<Utc>>,
    source: String,
) -> countersign_store::rusqlite::Result<DossierPerson> {
    Ok(DossierPerson {
        principal,
        key: row.get("key")?,
        dn: row.get("dn")?,
        display_name: row.get("display_name")?,
        user_name: row.get("user_name")?,
        mail: row.get("mail")?,
        kind: row.get("kind")?,
        user_type: row.get("user_type")?,
        enabled: row.get("enabled")?,
        department: row.get("department")?,
        title: row.get("title")?,
        manager_name: row.get("manager_name")?,
        last_sign_in_at: row.get("last_sign_in_at")?,
        as_of,
        source,
        gone: row.get("gone")?,
    })
}

/// When reads showed the grant itself.
pub(super) fn held(connection: &Connection, focus: &Focus) -> Result<Vec<DossierHeld>, Problem> {
    // No read of a directory shows who has an access package.
    if focus.access.kind == "accessPackage" {
        return Ok(Vec::new());
    }
    let mut statement = connection
        .prepare_cached(
            "SELECT g.since_snapshot_id, s.ended_at, s.digest, NULL, NULL, NULL FROM \"grant\" g
             JOIN snapshot s ON s.id = g.since_snapshot_id
             WHERE g.resource_id = ?1 AND g.entitlement = ?2 AND g.principal_id = ?3
             UNION ALL
             SELECT g.since_snapshot_id, s.ended_at, s.digest, g.until_snapshot_id, u.ended_at, u.digest FROM past_grant g
             JOIN snapshot s ON s.id = g.since_snapshot_id JOIN snapshot u ON u.id = g.until_snapshot_id
             WHERE g.resource_id = ?1 AND g.entitlement = ?2 AND g.principal_id = ?3
             ORDER BY 1",
        )
        .map_err(StoreError::from)?;
    let values = params![focus.access.resource, focus.access.entitlement, focus.principal];
    let rows = statement
        .query_map(values, |row| {
            Ok(DossierHeld {
                since_snapshot: row.get(0)?,
                since: row.get(1)?,
                since_digest: row.get(2)?,
                until_snapshot: row.get(3)?,
                until: row.get(4)?,
                until_digest: row.get(5)?,
            })
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    Ok(rows)
}
