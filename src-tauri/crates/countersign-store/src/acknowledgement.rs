//! Signed acts over results, who is named for them, and what they were signed over.

mod nominee;
mod result;

pub use nominee::{Nominee, Run, end_nominee, is_anybody_named, is_named, name, nominee, nominees, runs};
pub use result::{Asked, asked, is_reviewer, of_instance, of_package};

use chrono::{DateTime, Utc};
use countersign_domain::acknowledgement::{Kind, Signed};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// What is signed: a run of a review, or an access package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Instance(i64),
    Package(i64),
}

impl Of {
    /// As two columns, one of them empty.
    fn columns(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Instance(instance) => (Some(instance), None),
            Self::Package(package) => (None, Some(package)),
        }
    }
}

/// One signed act.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AcknowledgementRow {
    pub acknowledgement: i64,
    pub kind: Kind,
    /// The run of a review it is about …
    pub instance: Option<i64>,
    /// … or the access package.
    pub package: Option<i64>,
    /// Who signed; none where an administrator did who is nobody of the directory.
    pub principal: Option<i64>,
    pub by: String,
    /// The immutable id of who signed, where the directory has one.
    pub by_key: String,
    /// What they signed as.
    pub role: String,
    pub statement: String,
    pub at: DateTime<Utc>,
    /// How it was shown who they are.
    pub assurance: String,
    /// The machine it was signed on.
    pub device: String,
    /// SHA-256 over what stood at that moment, hex.
    pub digest: String,
    /// The entry of the log that records it.
    pub entry: i64,
    /// Nothing of what was signed changed since.
    pub current: bool,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub withdrawn_by: Option<String>,
    pub withdrawn_because: Option<String>,
}

/// What is kept of a new act.
pub struct New<'a> {
    pub kind: Kind,
    pub of: Of,
    pub principal: Option<i64>,
    pub signer: &'a str,
    pub role: &'a str,
    pub statement: &'a str,
    pub at: DateTime<Utc>,
    pub assurance: &'a str,
    pub device: &'a str,
    pub signed: &'a Signed,
    pub audit_seq: i64,
}

/// Keeps a signed act and answers its number.
pub fn sign(transaction: &Transaction<'_>, new: &New<'_>) -> Result<i64, StoreError> {
    let (instance, package) = new.of.columns();
    transaction.execute(
        "INSERT INTO acknowledgement (kind, instance_id, package_id, principal_id, signer, role, statement, at, assurance,
                                      device, state, digest, audit_seq, event_id, plan_id, verification_id)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
                coalesce((SELECT max(id) FROM decision_event), 0), coalesce((SELECT max(id) FROM plan), 0),
                coalesce((SELECT max(id) FROM verification), 0)",
        params![
            new.kind.word(),
            instance,
            package,
            new.principal,
            new.signer,
            new.role,
            new.statement,
            stamp(new.at),
            new.assurance,
            new.device,
            serde_json::to_string(new.signed)?,
            new.signed.digest(),
            new.audit_seq,
        ],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// Takes one back; it stays, with the reason.
pub fn withdraw(
    transaction: &Transaction<'_>,
    acknowledgement: i64,
    at: DateTime<Utc>,
    by: &str,
    because: &str,
) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE acknowledgement SET withdrawn_at = ?2, withdrawn_by = ?3, withdrawn_because = ?4
         WHERE id = ?1 AND withdrawn_at IS NULL",
        params![acknowledgement, stamp(at), by, because],
    )?;
    Ok(())
}

/// Whether what was signed stands as it was: nothing was decided, drawn or seen since. What the program itself writes
/// down at the end of a run leaves a reviewer's part as it is.
const CURRENT: &str = "CASE
  WHEN a.package_id IS NOT NULL THEN coalesce(a.state ->> '$.entry', 0) >= coalesce((
    SELECT k.seq FROM audit_package k JOIN audit l ON l.seq = k.seq
    WHERE k.package_id = a.package_id AND l.entry ->> '$.operation' NOT LIKE 'acknowledgement.%'
      AND l.entry ->> '$.operation' NOT LIKE 'evidence.%' ORDER BY k.seq DESC LIMIT 1), 0)
  WHEN a.kind = 'reviewerSignOff' THEN NOT EXISTS (
    SELECT 1 FROM decision_event e JOIN item i ON i.id = e.item_id
    WHERE e.id > a.event_id AND i.instance_id = a.instance_id AND e.source NOT IN ('default','stands','carried')
      AND EXISTS (SELECT 1 FROM reviewer_set_member m WHERE m.principal_id = a.principal_id AND
                  m.set_id IN (i.reviewer_set_id, i.set_1, i.set_2)))
  ELSE NOT EXISTS (SELECT 1 FROM decision_event e JOIN item i ON i.id = e.item_id
                   WHERE e.id > a.event_id AND i.instance_id = a.instance_id)
   AND NOT EXISTS (SELECT 1 FROM plan p WHERE p.id > a.plan_id AND p.instance_id = a.instance_id)
   AND NOT EXISTS (SELECT 1 FROM verification v JOIN item i ON i.id = v.item_id
                   WHERE v.id > a.verification_id AND i.instance_id = a.instance_id
                     AND v.state IS NOT (SELECT b.state FROM verification b WHERE b.item_id = v.item_id
                                         AND b.id <= a.verification_id ORDER BY b.id DESC LIMIT 1))
  END";

fn read(row: &Row<'_>) -> Result<AcknowledgementRow, StoreError> {
    let word: String = row.get("kind")?;
    let kind = Kind::from_word(&word).ok_or_else(|| StoreError::Value(format!("“{word}” is no signed act")))?;
    Ok(AcknowledgementRow {
        acknowledgement: row.get("id")?,
        kind,
        instance: row.get("instance_id")?,
        package: row.get("package_id")?,
        principal: row.get("principal_id")?,
        by: row.get("signer")?,
        by_key: row.get::<_, Option<String>>("signer_key")?.unwrap_or_default(),
        role: row.get("role")?,
        statement: row.get("statement")?,
        at: row.get("at")?,
        assurance: row.get("assurance")?,
        device: row.get("device")?,
        digest: row.get("digest")?,
        entry: row.get("audit_seq")?,
        current: row.get("current")?,
        withdrawn_at: row.get("withdrawn_at")?,
        withdrawn_by: row.get("withdrawn_by")?,
        withdrawn_because: row.get("withdrawn_because")?,
    })
}

fn select(condition: &str) -> String {
    format!(
        "SELECT a.*, p.key AS signer_key, {CURRENT} AS current
         FROM acknowledgement a LEFT JOIN principal p ON p.id = a.principal_id WHERE {condition}"
    )
}

/// One signed act.
pub fn one(connection: &Connection, acknowledgement: i64) -> Result<Option<AcknowledgementRow>, StoreError> {
    let mut statement = connection.prepare_cached(&select("a.id = ?1"))?;
    let mut rows = statement.query([acknowledgement])?;
    rows.next()?.map(read).transpose()
}

/// The signed acts over one result, of one signer alone or of all, oldest first, and how many there are.
pub fn list(
    connection: &Connection,
    of: Of,
    signer: Option<&str>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<AcknowledgementRow>, i64), StoreError> {
    let (instance, package) = of.columns();
    let narrow = match of {
        Of::Instance(_) => "a.instance_id = ?1 AND ?2 IS NULL AND (?3 IS NULL OR a.signer = ?3)",
        Of::Package(_) => "a.package_id = ?2 AND ?1 IS NULL AND (?3 IS NULL OR a.signer = ?3)",
    };
    let mut statement = connection.prepare_cached(&select(&format!("{narrow} ORDER BY a.id LIMIT ?5 OFFSET ?4")))?;
    let mut rows = statement.query(params![instance, package, signer, offset, limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    let total = connection
        .prepare_cached(&format!("SELECT count(*) FROM acknowledgement a WHERE {narrow}"))?
        .query_row(params![instance, package, signer], |row| row.get(0))?;
    Ok((found, total))
}

/// Whether a person has signed it, did not take it back, and nothing changed since.
pub fn is_signed(connection: &Connection, kind: Kind, of: Of, signer: &str) -> Result<bool, StoreError> {
    let (instance, package) = of.columns();
    let found: Option<bool> = connection
        .prepare_cached(&format!(
            "SELECT {CURRENT} FROM acknowledgement a WHERE a.kind = ?1 AND a.instance_id IS ?2 AND a.package_id IS ?3
               AND a.signer = ?4 AND a.withdrawn_at IS NULL ORDER BY a.id DESC LIMIT 1"
        ))?
        .query_row(params![kind.word(), instance, package, signer], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or(false))
}
