//! Checkpoints: the state of the log, signed, so that whoever holds one can tell later whether it was rewritten.

mod compare;
mod key;
mod prove;
pub(crate) mod remember;

pub(crate) use compare::{CompareInput, Comparison, compare};
pub(crate) use key::{RotateInput, Rotated, rotate};
pub(crate) use prove::{AuditProof, AuditProveInput, ConsistencyInput, ConsistencyProof, consistency, prove};
pub(crate) use remember::{ExplainInput, Rollback, explain};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use countersign_domain::actor::Actor;
use countersign_domain::checkpoint::Checkpoint;
use countersign_domain::merkle::to_hex;
use countersign_evidence::{CheckpointRecord, KeyRecord};
use countersign_store::audit;
use countersign_store::checkpoint::{self as kept, Kept};
use countersign_store::rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::call::{After, Entry, Read, Write};
use crate::desk::Open;
use crate::principal::page;
use crate::store::Nothing;
use crate::{Desk, Problem};

/// A checkpoint as a person sees it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckpointView {
    pub id: i64,
    pub at: String,
    pub size: i64,
    /// Hexadecimal.
    pub root: String,
    /// What is signed, with its signature: text to print, send or paste.
    pub note: String,
    pub key: KeyView,
    /// The moment that a time-stamping authority states for it.
    pub stamped_at: Option<String>,
    pub stamped_by: Option<String>,
}

/// A key that signs checkpoints.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeyView {
    pub name: String,
    /// The four bytes by which signatures name it, in hexadecimal.
    pub id: String,
    /// For others' programs: name, id and key, parted by plus signs.
    pub public_key: String,
    /// `keyring`; `store`, inside the encrypted file; `practice`, where whoever has the file has the key.
    pub keeping: String,
    pub from_entry: i64,
    pub made_at: String,
    pub retired_at: Option<String>,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct CheckpointListInput {
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// Newest first.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckpointPage {
    pub rows: Vec<CheckpointView>,
    pub total: i64,
    /// Oldest first.
    pub keys: Vec<KeyView>,
    /// How many entries the log has.
    pub entries: i64,
    /// Where checkpoints are sent to be stamped with the time, if anywhere.
    pub time_stamp_authority: Option<String>,
}

impl TryFrom<kept::LogKey> for KeyView {
    type Error = Problem;

    fn try_from(key: kept::LogKey) -> Result<Self, Problem> {
        let verifying = key.verifying()?;
        Ok(Self {
            id: to_hex(&verifying.key_id()),
            public_key: verifying.to_text(),
            name: key.name,
            keeping: key.keeping,
            from_entry: key.from_entry,
            made_at: key.made_at,
            retired_at: key.retired_at,
        })
    }
}

impl TryFrom<Kept> for CheckpointView {
    type Error = Problem;

    fn try_from(one: Kept) -> Result<Self, Problem> {
        Ok(Self {
            id: one.id,
            at: one.at,
            size: one.size,
            root: to_hex(&one.root),
            note: one.note,
            key: one.key.try_into()?,
            stamped_at: one.stamped_at,
            stamped_by: one.stamped_by,
        })
    }
}

/// Signs the log as it is before the entry of this write. Makes the first key where there is none.
pub(crate) fn make(write: &Write<'_>) -> Result<Kept, Problem> {
    let key = key::current(write)?;
    let said = state(write, &key.signing, Vec::new())?;
    let note = said.sign(&key.signing).map_err(refused)?;
    put(write, &key, &said, note)
}

/// What a checkpoint says of the log now.
fn state(
    write: &Write<'_>,
    key: &countersign_domain::checkpoint::SigningKey,
    further: Vec<String>,
) -> Result<Checkpoint, Problem> {
    let size = u64::try_from(write.audit_seq - 1).unwrap_or_default();
    let mut extensions = vec![format!("at {}", write.now.to_rfc3339_opts(SecondsFormat::Millis, true))];
    if write.open.is_practice() {
        extensions.push("practice".into());
    }
    extensions.extend(further);
    Ok(Checkpoint {
        origin: key.name().to_owned(),
        size,
        root: audit::root_at(write.transaction, size)?,
        extensions,
    })
}

fn put(write: &Write<'_>, key: &key::Current, said: &Checkpoint, note: String) -> Result<Kept, Problem> {
    let id = kept::put(write.transaction, key.id, said, &note, write.now)?;
    write.after(After::Remember(Box::new(remember::Remembered {
        size: said.size,
        root: to_hex(&said.root),
        at: write.now,
    })));
    kept::show(write.transaction, id)?.ok_or_else(|| Problem::missing("checkpoint", id))
}

fn refused(refusal: countersign_domain::checkpoint::Refusal) -> Problem {
    Problem::new(refusal.to_string()).code("checkpoint")
}

/// The newest checkpoint where the log has grown by nothing but its own entry since, and else a new one in a
/// transaction of its own.
pub(crate) fn take(desk: &Desk, open: &Open, actor: &Actor) -> Result<Kept, Problem> {
    desk.write_unless(
        open,
        actor,
        "audit.checkpoint",
        |connection| {
            let Some(newest) = kept::newest(connection)? else {
                return Ok(None);
            };
            let is_last = audit::head(connection)?.entries == newest.size + 1;
            Ok((is_last && newest.key.retired_at.is_none()).then_some(newest))
        },
        Ok,
        |write| {
            let signed = make(write)?;
            let entry = entry(&signed)?;
            Ok((signed, entry))
        },
    )
}

fn entry(signed: &Kept) -> Result<Entry, Problem> {
    let key = signed.key.verifying()?.to_text();
    let detail = json!({ "size": signed.size, "root": to_hex(&signed.root), "key": key });
    Ok(Entry::new(format!("checkpoint:{}", signed.id), detail))
}

/// The newest checkpoint as it stands in evidence; none before the first.
pub(crate) fn record(connection: &Connection) -> Result<Option<CheckpointRecord>, Problem> {
    let Some(newest) = kept::newest(connection)? else {
        return Ok(None);
    };
    let moment = |at: &str| DateTime::parse_from_rfc3339(at).ok().map(|at| at.to_utc());
    let keys = kept::keys(connection)?.into_iter().map(|key| KeyRecord {
        name: key.name,
        public_key: STANDARD.encode(key.public),
        from_entry: u64::try_from(key.from_entry).unwrap_or_default(),
        retired_at: key.retired_at.as_deref().and_then(moment),
    });
    Ok(Some(CheckpointRecord {
        size: u64::try_from(newest.size).unwrap_or_default(),
        root: to_hex(&newest.root),
        key_name: newest.key.name,
        public_key: STANDARD.encode(newest.key.public),
        keys: keys.collect(),
        time_stamp: kept::time_stamp(connection, newest.id)?.map(|token| STANDARD.encode(token)),
        time_stamped_at: newest.stamped_at.as_deref().and_then(moment),
        note: newest.note,
    }))
}

/// Whether a day has passed since the last checkpoint, and the log has more than that checkpoint's own entry.
pub(crate) fn is_due(connection: &Connection, now: DateTime<Utc>) -> Result<bool, Problem> {
    let Some(newest) = kept::newest(connection)? else {
        return Ok(true);
    };
    let at = DateTime::parse_from_rfc3339(&newest.at).map(|at| at.to_utc());
    let apart = at.is_ok_and(|at| (now - at).abs() >= Duration::days(1));
    Ok(apart && audit::head(connection)?.entries > newest.size + 1)
}

/// `audit.checkpoint`.
pub(crate) fn sign(write: &Write<'_>, _: Nothing) -> Result<(CheckpointView, Entry), Problem> {
    let signed = make(write)?;
    let entry = entry(&signed)?;
    Ok((signed.try_into()?, entry))
}

/// `audit.checkpoint.list`.
pub(crate) fn list(read: &Read<'_>, input: CheckpointListInput) -> Result<CheckpointPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = kept::page(read.connection, offset, limit)?;
    let keys = kept::keys(read.connection)?;
    Ok(CheckpointPage {
        rows: rows
            .into_iter()
            .map(CheckpointView::try_from)
            .collect::<Result<_, _>>()?,
        total,
        keys: keys.into_iter().map(KeyView::try_from).collect::<Result<_, _>>()?,
        entries: audit::head(read.connection)?.entries,
        time_stamp_authority: crate::timestamp::authority(read.connection)?,
    })
}
