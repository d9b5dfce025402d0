//! What an administrator makes of a device: accepted after words were compared, turned down, revoked, replaced.

use countersign_exchange::Inbox;
use countersign_packet::word;
use countersign_store::device::{self as kept, DeviceRow, End};
use countersign_store::exchange;
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use super::{DeviceView, key_of, one};
use crate::Problem;
use crate::call::{Entry, Write};

const LONGEST_REASON: usize = 2_000;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DeviceAcceptInput")]
pub struct AcceptInput {
    pub device: i64,
    /// Whose it is.
    pub principal: i64,
    /// The eight words, as the person read them out.
    pub words: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DeviceReplaceInput")]
pub struct ReplaceInput {
    /// The device whose time ends.
    pub device: i64,
    /// The offered one of the same person that takes its place.
    pub by: i64,
    /// The eight words of the new one, as the person read them out.
    pub words: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DeviceEndInput")]
pub struct EndInput {
    pub device: i64,
    pub reason: String,
}

fn in_state(device: &DeviceRow, state: &str, word: &str) -> Result<(), Problem> {
    if device.state == state {
        Ok(())
    } else {
        Err(Problem::new(format!(
            "“{}” is not {word}: it is {}.",
            device.name,
            said(&device.state)
        ))
        .code("state"))
    }
}

fn said(state: &str) -> &str {
    match state {
        "turnedDown" => "turned down",
        other => other,
    }
}

fn compared(device: &DeviceRow, words: &str) -> Result<(), Problem> {
    if word::normal(words) == key_of(device).words() {
        return Ok(());
    }
    Err(Problem::new("These are not the words of this device.")
        .code("words")
        .field("words")
        .hint("Let the person read them out again; if they differ, turn the device down."))
}

fn take(write: &Write<'_>, device: &DeviceRow, principal: i64, words: &str) -> Result<(), Problem> {
    in_state(device, "offered", "waiting to be accepted")?;
    compared(device, words)?;
    if crate::actor::person_of(write.transaction, Some(principal), None)?.is_none() {
        return Err(Problem::missing("person", principal).field("principal"));
    }
    kept::accept(
        write.transaction,
        device.device,
        principal,
        &write.actor.label(),
        write.now,
    )?;
    Ok(())
}

fn entry(write: &Write<'_>, device: i64, mut detail: serde_json::Value) -> Result<(DeviceView, Entry), Problem> {
    let view = DeviceView::new(one(write.transaction, device)?);
    detail["key"] = view.row.key_id.clone().into();
    detail["principal"] = view.row.principal.into();
    Ok((view, Entry::new(format!("device:{device}"), detail)))
}

/// `device.accept`
pub(crate) fn accept(write: &Write<'_>, input: AcceptInput) -> Result<(DeviceView, Entry), Problem> {
    let device = one(write.transaction, input.device)?;
    take(write, &device, input.principal, &input.words)?;
    let words = key_of(&device).words();
    entry(write, input.device, json!({ "words": words, "name": device.name }))
}

/// `device.replace`: the new device is accepted and the old one ended in one act.
pub(crate) fn replace(write: &Write<'_>, input: ReplaceInput) -> Result<(DeviceView, Entry), Problem> {
    let (old, new) = (one(write.transaction, input.device)?, one(write.transaction, input.by)?);
    in_state(&old, "accepted", "in use")?;
    let principal = old
        .principal
        .ok_or_else(|| Problem::missing("person of device", input.device))?;
    take(write, &new, principal, &input.words)?;
    let end = End {
        state: "replaced",
        reason: "",
        replaced_by: Some(input.by),
        by: &write.actor.label(),
        at: write.now,
    };
    kept::end(write.transaction, input.device, &end)?;
    let withdrawn = withdraw(write, &old)?;
    let detail = json!({ "words": key_of(&new).words(), "name": new.name, "replaces": old.key_id,
                         "withdrawn": withdrawn });
    entry(write, input.by, detail)
}

/// Nothing goes on being sent to a device that is used no more.
fn withdraw(write: &Write<'_>, device: &DeviceRow) -> Result<usize, Problem> {
    let inbox = Inbox::of(key_of(device).seal.as_bytes()).to_string();
    Ok(exchange::withdraw_all(write.transaction, &inbox)?)
}

fn finish(write: &Write<'_>, input: EndInput, state: &str) -> Result<(DeviceView, Entry), Problem> {
    let reason = input.reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(Problem::new(format!("Say why, in at most {LONGEST_REASON} characters.")).field("reason"));
    }
    let end = End {
        state,
        reason,
        replaced_by: None,
        by: &write.actor.label(),
        at: write.now,
    };
    kept::end(write.transaction, input.device, &end)?;
    let withdrawn = withdraw(write, &one(write.transaction, input.device)?)?;
    entry(write, input.device, json!({ "reason": reason, "withdrawn": withdrawn }))
}

/// `device.revoke`: what it signs from now on is not taken in by itself.
pub(crate) fn revoke(write: &Write<'_>, input: EndInput) -> Result<(DeviceView, Entry), Problem> {
    in_state(&one(write.transaction, input.device)?, "accepted", "in use")?;
    finish(write, input, "revoked")
}

/// `device.turnDown`
pub(crate) fn turn_down(write: &Write<'_>, input: EndInput) -> Result<(DeviceView, Entry), Problem> {
    in_state(
        &one(write.transaction, input.device)?,
        "offered",
        "waiting to be accepted",
    )?;
    finish(write, input, "turnedDown")
}
