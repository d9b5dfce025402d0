//! Time stamps of an authority (RFC 3161) on checkpoints: asked for in a job, checked, and kept as they came.

mod ask;

use chrono::SecondsFormat;
use countersign_evidence::time_stamp::{self, TimeStamp};
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use countersign_store::{StoreError, StoreKey, checkpoint as kept};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Start, Write};
use crate::job::JobStarted;
use crate::store::Nothing;

const AUTHORITY: &str = "timeStampAuthority";

/// Where checkpoints are sent to be stamped with the time.
#[derive(Debug, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct TimeStampAuthority {
    /// An address that begins with http or https; none stamps nothing.
    pub url: Option<String>,
}

/// Where checkpoints are sent to be stamped, if anywhere.
pub(crate) fn authority(connection: &Connection) -> Result<Option<String>, Problem> {
    Ok(connection
        .query_row("SELECT value FROM setting WHERE name = ?1", [AUTHORITY], |row| {
            row.get(0)
        })
        .optional()
        .map_err(StoreError::from)?)
}

/// `audit.timestampAuthority`.
pub(crate) fn choose(write: &Write<'_>, input: TimeStampAuthority) -> Result<(TimeStampAuthority, Entry), Problem> {
    let before = authority(write.transaction)?;
    let url = input.url.map(|url| url.trim().to_owned()).filter(|url| !url.is_empty());
    if let Some(url) = &url {
        ask::check_address(url, write.open.is_practice())?;
    }
    let done = match &url {
        Some(url) => write.transaction.execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
            params![AUTHORITY, url],
        ),
        None => write
            .transaction
            .execute("DELETE FROM setting WHERE name = ?1", [AUTHORITY]),
    };
    done.map_err(StoreError::from)?;
    let detail = json!({ "before": before, "after": url });
    Ok((TimeStampAuthority { url }, Entry::new("timeStampAuthority", detail)))
}

/// `audit.timestamp`: the newest checkpoint, where it has no time stamp yet. It is over all that earlier ones are over.
pub(crate) fn start(start: Start, _: Nothing) -> Result<JobStarted, Problem> {
    let (url, checkpoint) = start.desk.read(&start.open, &start.actor, |read| {
        let url = authority(read.connection)?.ok_or_else(|| {
            Problem::new("No time-stamping authority is chosen.")
                .code("noAuthority")
                .hint("Choose one with “audit timestamp --authority URL”.")
        })?;
        let newest = kept::newest(read.connection)?
            .ok_or_else(|| Problem::new("There is no checkpoint to be stamped yet.").code("state"))?;
        Ok((url, newest))
    })?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let name = format!("checkpoint {}", checkpoint.id);
    start.spawn("audit.timestamp", name, &["checkpoint"], move |handle| {
        if let Some(at) = &checkpoint.stamped_at {
            return Ok(json!({ "checkpoint": checkpoint.id, "at": at, "already": true }));
        }
        handle.report("asking the time-stamping authority", 0, None);
        let hash = time_stamp::imprint_of(&checkpoint.note);
        let nonce = nonce()?;
        let question = time_stamp::question(&hash, nonce).map_err(refused)?;
        let answer = ask::ask(&url, &question, open.is_practice())?;
        let stamp = time_stamp::check(&answer, &hash, Some(nonce)).map_err(refused)?;
        handle.go_on()?;
        desk.write(&open, &actor, "audit.timestamp", |write| {
            let named = kept::show(write.transaction, checkpoint.id)?;
            if named.is_none_or(|one| one.stamped_at.is_some()) {
                return Err(Problem::new("The checkpoint was stamped meanwhile.").code("state"));
            }
            kept::put_time_stamp(write.transaction, checkpoint.id, stamp.at, &url, &answer)?;
            let entry = Entry::new(format!("checkpoint:{}", checkpoint.id), said(&stamp, &url));
            Ok((answered(checkpoint.id, &stamp, &url), entry))
        })
    })
}

fn said(stamp: &TimeStamp, url: &str) -> Value {
    json!({
        "at": stamp.at.to_rfc3339_opts(SecondsFormat::Millis, true), "authority": url, "policy": stamp.policy,
        "serial": stamp.serial, "signer": stamp.signer, "certificate": crate::audit::hex(&stamp.certificate),
    })
}

fn answered(checkpoint: i64, stamp: &TimeStamp, url: &str) -> Value {
    let mut answer = said(stamp, url);
    answer["checkpoint"] = checkpoint.into();
    answer
}

/// A random number that no earlier answer can repeat.
fn nonce() -> Result<u64, Problem> {
    let hex = StoreKey::random()?.to_hex();
    u64::from_str_radix(&hex[..16], 16).map_err(|_| Problem::new("The machine gives no random numbers."))
}

fn refused(refusal: time_stamp::Refusal) -> Problem {
    Problem::new(refusal.to_string())
        .code("timeStamp")
        .hint("The checkpoint stands without a time stamp, and can be stamped later.")
}
