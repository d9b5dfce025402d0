//! From denied items to a plan on record.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use countersign_domain::id::PrincipalId;
use countersign_domain::plan::{GroupImpact, Hold};
use rusqlite::{Connection, Transaction, params};
use sha2::{Digest, Sha256};

use crate::review::InstanceView;
use crate::{StoreError, key};

/// A denied item with the names by which a directory knows it.
#[derive(Debug, Clone)]
pub struct DeniedRow {
    pub item: i64,
    pub principal: i64,
    pub principal_name: String,
    pub resource: i64,
    pub entitlement: String,
    /// The resource named the person itself when the review started, and no plan has taken that away.
    pub direct: bool,
    pub group_key: String,
    pub group_dn: String,
    pub member_key: String,
    pub member_dn: String,
    /// The directory holds the person no longer.
    pub person_gone: bool,
    /// By the last snapshot.
    pub guest: bool,
}

/// What is changed in a directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    AddMember,
    GiveRole,
    RemoveMember,
    /// A role on an application, or of the directory itself.
    TakeRole,
    /// An access package is taken back: not a change of the directory itself, but the cause of such.
    EndAssignment,
    /// An account for somebody from outside.
    InviteGuest,
    BlockAccount,
    DeleteAccount,
}

impl ChangeKind {
    /// The word stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::AddMember => "addMember",
            Self::GiveRole => "giveRole",
            Self::TakeRole => "takeRole",
            Self::RemoveMember => "removeMember",
            Self::EndAssignment => "endAssignment",
            Self::InviteGuest => "inviteGuest",
            Self::BlockAccount => "blockAccount",
            Self::DeleteAccount => "deleteAccount",
        }
    }

    pub fn from_word(word: &str) -> Result<Self, StoreError> {
        let all = [
            Self::AddMember,
            Self::GiveRole,
            Self::TakeRole,
            Self::RemoveMember,
            Self::EndAssignment,
            Self::InviteGuest,
            Self::BlockAccount,
            Self::DeleteAccount,
        ];
        all.into_iter()
            .find(|one| one.word() == word)
            .ok_or_else(|| StoreError::Value(format!("“{word}” is not a change")))
    }
}

/// A change about to be put on record.
#[derive(Debug, Clone)]
pub struct NewChange {
    /// The denied item it follows from, or the assignment.
    pub item: Option<i64>,
    pub assignment: Option<i64>,
    pub principal: i64,
    pub kind: ChangeKind,
    /// The directory that is changed, where it is not the plan's.
    pub directory: Option<i64>,
    /// Which entitlement of the resource, where it is not its members that are changed.
    pub entitlement: Option<String>,
    /// The list that is changed, or the account.
    pub resource: i64,
    pub group_key: String,
    pub group_dn: String,
    pub member_key: String,
    pub member_dn: String,
    pub path: Vec<String>,
    pub also: Vec<String>,
}

/// A plan about to be put on record.
#[derive(Debug, Clone)]
pub struct Drawn<'a> {
    /// The instance it follows from; `None` where it delivers access packages.
    pub instance: Option<i64>,
    pub directory: i64,
    pub now: DateTime<Utc>,
    pub actor: &'a countersign_domain::actor::Actor,
    pub changes: &'a [NewChange],
    pub task_count: usize,
    pub holds: &'a [Hold],
}

/// All denied items of an instance, in their order.
pub fn denied(connection: &Connection, instance: &InstanceView) -> Result<Vec<DeniedRow>, StoreError> {
    let mut statement = connection.prepare_cached(include_str!("denied.sql"))?;
    let rows = statement.query_map([instance.instance], |row| {
        Ok(DeniedRow {
            item: row.get(0)?,
            principal: row.get(1)?,
            resource: row.get(2)?,
            entitlement: row.get(3)?,
            direct: row.get(4)?,
            group_key: row.get(5)?,
            group_dn: row.get(6)?,
            member_key: row.get(7)?,
            member_dn: row.get(8)?,
            person_gone: row.get(9)?,
            guest: row.get::<_, Option<String>>(10)?.as_deref() == Some("guest"),
            principal_name: row.get(11)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The lasting identity of a principal and where it stands.
pub fn target(connection: &Connection, principal: i64) -> Result<(String, String), StoreError> {
    let mut statement = connection.prepare_cached("SELECT key, dn FROM principal WHERE id = ?1")?;
    Ok(statement.query_row([principal], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Whether an earlier plan took this person out of this list, and no later read shows them in it again.
pub fn is_done(connection: &Connection, item: i64, group_key: &str) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM change c JOIN receipt r ON r.change_id = c.id
           WHERE c.item_id = ?1 AND c.group_key = ?2 AND r.outcome IN ('applied','alreadySo')
             AND NOT EXISTS (SELECT 1 FROM verification v WHERE v.item_id = c.item_id
                             AND v.read_at >= r.received_at AND v.state IN ('stillDirect','cameBack')
                             AND v.id = (SELECT max(id) FROM verification w WHERE w.item_id = c.item_id)))",
    )?;
    Ok(statement.query_row(params![item, group_key], |row| row.get(0))?)
}

/// For each group that loses members: how many it has now, and how many go. Somebody who leaves one group
/// for the sake of two items leaves it once, and who has left it already empties nothing.
pub fn impacts(connection: &Connection, changes: &[NewChange]) -> Result<Vec<GroupImpact>, StoreError> {
    let mut removals: BTreeMap<(i64, &str), BTreeSet<&str>> = BTreeMap::new();
    let mut present = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM principal m JOIN \"grant\" g ON g.principal_id = m.id
                        WHERE m.key = ?2 AND g.resource_id = ?1 AND g.entitlement = ?3)",
    )?;
    let takes = |one: &&NewChange| matches!(one.kind, ChangeKind::RemoveMember | ChangeKind::TakeRole);
    for change in changes.iter().filter(takes) {
        let entitlement = change.entitlement.as_deref().unwrap_or("member");
        let asked = params![change.resource, change.member_key, entitlement];
        if present.query_row(asked, |row| row.get(0))? {
            let of = removals.entry((change.resource, entitlement)).or_default();
            of.insert(&change.member_key);
        }
    }
    let mut look = connection.prepare_cached(
        "SELECT p.display_name, (SELECT count(*) FROM \"grant\" g
                                 WHERE g.resource_id = p.id AND g.entitlement = ?2)
         FROM principal p WHERE p.id = ?1",
    )?;
    removals
        .into_iter()
        .map(|((resource, entitlement), removals)| {
            let (display_name, members) = look.query_row(params![resource, entitlement], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, u64>(1)?))
            })?;
            Ok(GroupImpact {
                resource: PrincipalId(resource),
                display_name,
                members,
                removals: removals.len() as u64,
            })
        })
        .collect()
}

/// Puts a plan on record and answers its id. It cannot be changed afterwards.
pub fn draw(transaction: &Transaction<'_>, drawn: &Drawn<'_>) -> Result<i64, StoreError> {
    let mut digest = Sha256::new();
    for (position, change) in drawn.changes.iter().enumerate() {
        let line = match change.kind {
            kind if let Some(entitlement) = &change.entitlement => serde_json::to_string(&(
                position,
                change.item,
                change.assignment,
                kind.word(),
                entitlement,
                &change.group_key,
                &change.member_key,
            ))?,
            kind if change.directory.is_some() => serde_json::to_string(&(
                position,
                change.item,
                kind.word(),
                change.directory,
                &change.group_key,
                &change.member_key,
            ))?,
            ChangeKind::RemoveMember if change.item.is_some() => {
                serde_json::to_string(&(position, change.item, &change.group_key, &change.member_key))?
            }
            kind => serde_json::to_string(&(
                position,
                change.item,
                change.assignment,
                kind.word(),
                &change.group_key,
                &change.member_key,
            ))?,
        };
        digest.update(line.as_bytes());
        digest.update(b"\n");
    }
    transaction.execute(
        "INSERT INTO plan (instance_id, drawn_at, drawn_by, actor, change_count, task_count, holds, hash, directory_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            drawn.instance,
            crate::review::stamp(drawn.now),
            drawn.actor.label(),
            serde_json::to_string(drawn.actor)?,
            drawn.changes.len(),
            drawn.task_count,
            serde_json::to_string(drawn.holds)?,
            key::to_hex(&digest.finalize()),
            drawn.directory,
        ],
    )?;
    let plan = transaction.last_insert_rowid();
    let mut insert = transaction.prepare_cached(
        "INSERT INTO change (plan_id, position, item_id, kind, resource_id, group_key, group_dn, member_key, member_dn,
                             path, also, assignment_id, principal_id, directory_id, entitlement)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?;
    for (position, change) in drawn.changes.iter().enumerate() {
        insert.execute(params![
            plan,
            position,
            change.item,
            change.kind.word(),
            change.resource,
            change.group_key,
            change.group_dn,
            change.member_key,
            change.member_dn,
            serde_json::to_string(&change.path)?,
            serde_json::to_string(&change.also)?,
            change.assignment,
            change.principal,
            change.directory,
            change.entitlement,
        ])?;
    }
    Ok(plan)
}
