//! Taking a packet into a store: a small directory, a review, its one run and stage, and the items with what was said.

mod fill;

use chrono::{DateTime, Utc};
use countersign_domain::item::{Decision, DecisionSource};
use countersign_domain::recommendation::{Insight, Recommendation};
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::json;

use crate::StoreError;
use crate::review::stamp;
use fill::{Sealing, freeze, items, keep, said};

/// A person, a group or another thing that access is to, as the packet tells of it.
#[derive(Debug, Clone, Default)]
pub struct NewPerson {
    /// Its number where the packet was made: the same in every packet of one organization.
    pub origin: i64,
    pub key: String,
    pub kind: String,
    pub dn: String,
    pub display_name: String,
    pub description: Option<String>,
    pub user_name: Option<String>,
    pub mail: Option<String>,
    pub user_type: Option<String>,
    pub enabled: Option<bool>,
    pub department: Option<String>,
    pub title: Option<String>,
    pub manager_name: Option<String>,
    pub employment: Option<String>,
    pub created_at: Option<DateTime<Utc>>,
    pub last_sign_in_at: Option<DateTime<Utc>>,
    pub last_sign_in_field: Option<String>,
}

/// One item; people and resources by their place in [`NewPacket::people`].
#[derive(Debug, Clone)]
pub struct NewItem {
    pub origin_item: i64,
    pub version: i64,
    pub principal: usize,
    pub resource: usize,
    pub entitlement: String,
    pub direct: bool,
    pub path: Vec<usize>,
    pub recommendation: Recommendation,
    pub insights: Vec<Insight>,
    /// Why the reviewer may decide although they are not independent.
    pub released: Option<String>,
    /// The reviewer gave this access.
    pub provisioned: bool,
    /// What was said before, oldest first.
    pub said: Vec<NewEvent>,
}

/// Something that was decided where the packet was made.
#[derive(Debug, Clone)]
pub struct NewEvent {
    pub at: DateTime<Utc>,
    pub actor: String,
    /// By the reviewer themselves.
    pub own: bool,
    pub decision: Decision,
    pub justification: String,
    pub source: DecisionSource,
    pub stage: i64,
}

/// A packet as the store takes it in.
#[derive(Debug, Clone)]
pub struct NewPacket<'a> {
    pub packet_id: &'a str,
    pub packet_hash: &'a str,
    pub origin: &'a str,
    pub origin_name: &'a str,
    pub origin_instance: i64,
    pub number: i64,
    pub stage: i64,
    pub stage_count: i64,
    pub display_name: &'a str,
    pub description: &'a str,
    pub recommendations: bool,
    pub self_review: bool,
    pub justification: &'a str,
    pub look_back_days: i64,
    pub sign_ins_kept: bool,
    pub started_at: DateTime<Utc>,
    pub due_at: Option<DateTime<Utc>>,
    pub made_at: DateTime<Utc>,
    /// A JSON object.
    pub head: &'a str,
    pub reviewer: usize,
    pub people: &'a [NewPerson],
    pub items: &'a [NewItem],
    pub now: DateTime<Utc>,
    pub actor: &'a str,
    /// The entry of the audit log that will record the opening.
    pub audit_seq: i64,
}

/// What opening a packet came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub instance: i64,
    pub review: i64,
    pub reviewer: i64,
    pub items: usize,
    /// Answers of the packet before that are kept.
    pub kept: usize,
    /// The run that this one takes the place of.
    pub replaced: Option<i64>,
    /// What was said before: how many events, and the digest by which the entry seals them.
    pub events: Option<(usize, String)>,
}

/// Takes a packet in. One that is here already is for the caller to notice.
pub fn open(transaction: &Transaction<'_>, packet: &NewPacket<'_>) -> Result<Opened, StoreError> {
    let directory = directory(transaction, packet.origin, packet.origin_name, packet.now)?;
    let ids = people(transaction, packet.people, directory)?;
    let reviewer = *ids.get(packet.reviewer).ok_or_else(wrong)?;
    let replaced: Option<i64> = transaction
        .query_row(
            "SELECT instance_id FROM opened_packet WHERE origin = ?1 AND origin_instance = ?2 AND stage = ?3
             AND reviewer_id = ?4 AND replaced_by IS NULL",
            params![packet.origin, packet.origin_instance, packet.stage, reviewer],
            |row| row.get(0),
        )
        .optional()?;
    let (review, instance) = run(transaction, packet, directory)?;
    freeze(transaction, packet, instance, &ids)?;
    let first = items(transaction, packet, instance, &ids)?;
    transaction.execute(
        "INSERT INTO opened_packet (instance_id, packet_id, packet_hash, origin, origin_name, origin_instance, stage,
                                    reviewer_id, made_at, opened_at, head)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            instance,
            packet.packet_id,
            packet.packet_hash,
            packet.origin,
            packet.origin_name,
            packet.origin_instance,
            packet.stage,
            reviewer,
            stamp(packet.made_at),
            stamp(packet.now),
            packet.head
        ],
    )?;
    let mut sealing = Sealing::default();
    said(transaction, packet, first, reviewer, &mut sealing)?;
    let mut kept = 0;
    if let Some(old) = replaced {
        kept = keep(transaction, packet, (old, first, reviewer), &mut sealing)?;
        transaction.execute(
            "UPDATE opened_packet SET replaced_by = ?2 WHERE instance_id = ?1",
            [old, instance],
        )?;
        transaction.execute(
            "UPDATE review SET deleted_at = ?2 WHERE id = (SELECT review_id FROM instance WHERE id = ?1)",
            params![old, stamp(packet.now)],
        )?;
    }
    Ok(Opened {
        instance,
        review,
        reviewer,
        items: packet.items.len(),
        kept,
        replaced,
        events: (sealing.count > 0).then(|| (sealing.count, sealing.digester.finish())),
    })
}

fn wrong() -> StoreError {
    StoreError::Value("the packet names a person that it does not hold".into())
}

/// The small directory that holds whom the packets of an organization name.
pub(crate) fn directory(
    transaction: &Transaction<'_>,
    origin: &str,
    origin_name: &str,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let found: Option<i64> = transaction
        .query_row(
            "SELECT id FROM directory WHERE kind = 'packet' AND settings ->> '$.origin' = ?1",
            [origin],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(found) = found {
        return Ok(found);
    }
    let taken = |name: &str| -> Result<bool, StoreError> {
        let mut statement = transaction.prepare_cached("SELECT 1 FROM directory WHERE name = ?1")?;
        Ok(statement.exists([name])?)
    };
    let mut name = origin_name.to_owned();
    if name.is_empty() || taken(&name)? {
        name = format!("{name} ({})", origin);
    }
    transaction.execute(
        "INSERT INTO directory (name, kind, settings, created_at) VALUES (?1, 'packet', ?2, ?3)",
        params![name, json!({ "origin": origin }).to_string(), stamp(now)],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// Brings everybody whom the packet names up to date; their numbers here, in the packet's order.
pub(crate) fn people(
    transaction: &Transaction<'_>,
    people: &[NewPerson],
    directory: i64,
) -> Result<Vec<i64>, StoreError> {
    // No read of a directory brings, counts or seals them: a place below 0, as for an access package.
    let mut put = transaction.prepare(
        "INSERT INTO principal (directory_id, key, kind, dn, display_name, user_name, mail, user_type, enabled, department,
           title, created_at, last_sign_in_at, last_sign_in_field, attributes, since_snapshot_id, digest, grant_digest,
           bucket, marks)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 0, zeroblob(32), zeroblob(32), -1, x'')
         ON CONFLICT (directory_id, key) DO UPDATE SET kind = excluded.kind, dn = excluded.dn,
           display_name = excluded.display_name, user_name = excluded.user_name, mail = excluded.mail,
           user_type = excluded.user_type, enabled = excluded.enabled, department = excluded.department,
           title = excluded.title, created_at = excluded.created_at, last_sign_in_at = excluded.last_sign_in_at,
           last_sign_in_field = excluded.last_sign_in_field, attributes = excluded.attributes
         RETURNING id",
    )?;
    people
        .iter()
        .map(|one| {
            let attributes = match &one.description {
                Some(description) => json!({ "description": [description] }),
                None => json!({}),
            };
            let id = put.query_row(
                params![
                    directory,
                    one.origin.to_string(),
                    one.kind,
                    one.dn,
                    one.display_name,
                    one.user_name,
                    one.mail,
                    one.user_type,
                    one.enabled,
                    one.department,
                    one.title,
                    one.created_at.map(stamp),
                    one.last_sign_in_at.map(stamp),
                    one.last_sign_in_field,
                    attributes.to_string()
                ],
                |row| row.get(0),
            )?;
            Ok(id)
        })
        .collect()
}

/// The review, its run and its stages: those before are over, this one is going on.
fn run(transaction: &Transaction<'_>, packet: &NewPacket<'_>, directory: i64) -> Result<(i64, i64), StoreError> {
    let query = |text: String| json!({ "query": text });
    let mut looked: Vec<usize> = packet.items.iter().map(|item| item.resource).collect();
    looked.dedup();
    let key = |at: usize| {
        packet
            .people
            .get(at)
            .map_or(String::new(), |one| one.origin.to_string())
    };
    let resources: Vec<_> = looked
        .into_iter()
        .map(|at| query(format!("/groups/{}/transitiveMembers", key(at))))
        .collect();
    let definition = json!({
        "displayName": packet.display_name,
        "descriptionForReviewers": packet.description,
        "scope": {
            "@odata.type": "#microsoft.graph.principalResourceMembershipsScope",
            "principalScopes": [query("/users".into())],
            "resourceScopes": resources,
        },
        "reviewers": [query(format!("/users/{}", key(packet.reviewer)))],
        // What a packet holds of earlier stages may be seen.
        "settings": { "instanceDurationInDays": 14, "decisionHistoriesForReviewersEnabled": true },
        "@countersign.packet": packet.packet_id,
    });
    transaction.execute(
        "INSERT INTO review (display_name, definition, created_at, created_by) VALUES (?1, ?2, ?3, ?4)",
        params![
            packet.display_name,
            definition.to_string(),
            stamp(packet.now),
            packet.actor
        ],
    )?;
    let review = transaction.last_insert_rowid();
    transaction.execute(
        "INSERT INTO instance (review_id, status, number, stage, stage_count, directory_id, started_at, started_by, due_at,
                               item_count, justification, look_back_days, sign_ins_kept)
         VALUES (?1, 'InProgress', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            review,
            packet.number,
            packet.stage,
            packet.stage_count,
            directory,
            stamp(packet.started_at),
            packet.origin_name,
            packet.due_at.map(stamp),
            i64::try_from(packet.items.len()).unwrap_or(i64::MAX),
            packet.justification,
            packet.look_back_days,
            packet.sign_ins_kept
        ],
    )?;
    let instance = transaction.last_insert_rowid();
    for position in 1..=packet.stage {
        let going = position == packet.stage;
        // Here one person answers, and what they answered last stands.
        transaction.execute(
            "INSERT INTO stage (instance_id, position, stage_id, status, duration_days, self_review, recommendations,
                                strategy, moves_on, started_at, due_at)
             VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, 'lastAnswer', '[]', ?7, ?8)",
            params![
                instance,
                position,
                position.to_string(),
                if going { "InProgress" } else { "Completed" },
                going && packet.self_review,
                packet.recommendations,
                going.then(|| stamp(packet.started_at)),
                packet.due_at.filter(|_| going).map(stamp),
            ],
        )?;
    }
    Ok((review, instance))
}
