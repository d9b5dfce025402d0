//! One entry, or one decision in it, proven to be in the log by a checkpoint, without the rest of the log.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use countersign_domain::merkle::to_hex;
use countersign_store::rusqlite::OptionalExtension;
use countersign_store::{StoreError, audit, checkpoint as kept};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::CheckpointView;
use crate::Problem;
use crate::call::Read;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct AuditProveInput {
    /// The number of the entry; of a decision, none is needed.
    pub entry: Option<i64>,
    /// A decision that the entry records: the number of its event.
    pub decision: Option<i64>,
    /// The checkpoint to prove it by; none takes the newest.
    pub checkpoint: Option<i64>,
}

/// What an auditor needs to check one entry alone.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditProof {
    /// How to read it, and of which version it is.
    pub format: String,
    pub entry: i64,
    /// The bytes that are hashed, as text: the leaf is SHA-256 over a zero byte and these.
    pub text: String,
    pub leaf: String,
    /// The leaf's place, from 0.
    pub index: i64,
    /// The hashes beside the way up to the root, from below (RFC 9162 §2.1.3), hexadecimal.
    pub proof: Vec<String>,
    pub checkpoint: CheckpointView,
    /// What a time-stamping authority answered about the checkpoint's note (RFC 3161), its DER in base64.
    pub time_stamp: Option<String>,
    /// One decision among those that the entry seals.
    pub decision: Option<DecisionProof>,
}

/// That one decision is among those whose root stands in the entry.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DecisionProof {
    pub event: i64,
    /// The line that is hashed: item, moment, actor, decision, justification, source, stage, note, id of the actor.
    pub line: String,
    /// Its place among the decisions of the entry, from 0, and how many there are.
    pub index: u64,
    pub count: u64,
    pub proof: Vec<String>,
    /// As `detail.events.digest` of the entry.
    pub root: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ConsistencyInput {
    /// Entries of the earlier log.
    pub from: i64,
    /// Entries of the later one; none is all of it.
    pub to: Option<i64>,
}

/// That the log of `from` entries is the beginning of that of `to`.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConsistencyProof {
    pub from: i64,
    pub from_root: String,
    pub to: i64,
    pub to_root: String,
    /// RFC 9162 §2.1.4, hexadecimal.
    pub proof: Vec<String>,
}

fn hexed(hashes: &[[u8; 32]]) -> Vec<String> {
    hashes.iter().map(|hash| to_hex(hash)).collect()
}

/// `audit.prove`.
pub(crate) fn prove(read: &Read<'_>, input: AuditProveInput) -> Result<AuditProof, Problem> {
    let connection = read.connection;
    let decision = match input.decision {
        None => None,
        Some(event) => {
            let found = audit::event_proof(connection, event)?.ok_or_else(|| Problem::missing("decision", event))?;
            Some((event, found))
        }
    };
    let entry = match (input.entry, &decision) {
        (Some(entry), Some((event, found))) if found.seq != entry => {
            return Err(Problem::new(format!("Decision {event} was not recorded by entry {entry}.")).field("decision"));
        }
        (Some(entry), _) => entry,
        (None, Some((_, found))) => found.seq,
        (None, None) => return Err(Problem::new("Say which entry.").field("entry")),
    };
    let text: Option<String> = connection
        .prepare_cached("SELECT entry FROM audit WHERE seq = ?1")
        .and_then(|mut statement| statement.query_row([entry], |row| row.get(0)).optional())
        .map_err(StoreError::from)?;
    let text = text.ok_or_else(|| Problem::missing("entry", entry).field("entry"))?;
    let checkpoint = match input.checkpoint {
        Some(id) => {
            kept::show(connection, id)?.ok_or_else(|| Problem::missing("checkpoint", id).field("checkpoint"))?
        }
        None => kept::newest(connection)?.ok_or_else(|| uncovered(entry))?,
    };
    if checkpoint.size < entry {
        return Err(uncovered(entry));
    }
    let proof = audit::inclusion(connection, entry, u64::try_from(checkpoint.size).unwrap_or_default())?;
    let time_stamp = kept::time_stamp(connection, checkpoint.id)?;
    Ok(AuditProof {
        format: "countersign/auditProof/1".into(),
        entry,
        leaf: to_hex(&countersign_domain::merkle::leaf(text.as_bytes())),
        text,
        index: entry - 1,
        proof: hexed(&proof),
        checkpoint: checkpoint.try_into()?,
        time_stamp: time_stamp.map(|token| STANDARD.encode(token)),
        decision: decision.map(|(event, found)| DecisionProof {
            event,
            line: found.line,
            index: found.index,
            count: found.count,
            proof: hexed(&found.proof),
            root: to_hex(&found.root),
        }),
    })
}

fn uncovered(entry: i64) -> Problem {
    Problem::new(format!("No checkpoint is over entry {entry} yet."))
        .code("uncovered")
        .hint("Make one; it takes a moment.")
}

/// `audit.consistency`.
pub(crate) fn consistency(read: &Read<'_>, input: ConsistencyInput) -> Result<ConsistencyProof, Problem> {
    let entries = audit::head(read.connection)?.entries;
    let to = input.to.unwrap_or(entries);
    if to > entries {
        return Err(Problem::new(format!("The log has {entries} entries, not {to}.")).field("to"));
    }
    let (Ok(first), Ok(second)) = (u64::try_from(input.from), u64::try_from(to)) else {
        return Err(Problem::new("A number of entries is not negative.").field("from"));
    };
    if first > second {
        return Err(Problem::new("The earlier log has no more entries than the later one.").field("from"));
    }
    Ok(ConsistencyProof {
        from: input.from,
        from_root: to_hex(&audit::root_at(read.connection, first)?),
        to,
        to_root: to_hex(&audit::root_at(read.connection, second)?),
        proof: hexed(&audit::consistency(read.connection, first, second)?),
    })
}
