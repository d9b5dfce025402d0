//! Which workstations a store has: the first gives itself a name, and accepts others after words were compared.

use std::path::PathBuf;

use countersign_packet::{DeviceKey, Enrolment, word};
use countersign_store::workstation::{self as kept, NewTerm, NewWorkstation};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use super::station::Station;
use super::{WorkstationView, key, view};
use crate::Problem;
use crate::call::{Entry, Write};
use crate::packet::read_file;

const LONGEST_NAME: usize = 100;
const LONGEST_REASON: usize = 2_000;
/// Bytes of an enrolment; they have less than two thousand.
const LARGEST: u64 = 64 << 10;
/// Minutes between two copies, where nobody says.
pub(super) const EVERY: i64 = 60;
pub(super) const SETTING: &str = "workstation";

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields, rename = "WorkstationNameInput")]
pub struct NameInput {
    /// What people call this workstation.
    pub name: String,
    /// Minutes that pass at least between two copies for others.
    pub every_minutes: Option<i64>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "WorkstationAcceptInput")]
pub struct AcceptInput {
    /// The file that the other workstation wrote.
    #[ts(type = "string")]
    pub path: PathBuf,
    /// Its eight words, as the person there reads them out.
    pub words: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "WorkstationEndInput")]
pub struct EndInput {
    pub workstation: i64,
    pub reason: String,
}

pub(super) fn named(name: &str) -> Result<&str, Problem> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        let said = format!("A workstation has a name of at most {LONGEST_NAME} characters.");
        return Err(Problem::new(said).field("name"));
    }
    Ok(name)
}

/// Eight words as they are compared.
pub(super) fn whole_words(words: &str) -> Result<String, Problem> {
    let words = word::normal(words);
    if words.split_whitespace().count() != 8 {
        return Err(Problem::new("Give the eight words of the workstation that writes.").field("words"));
    }
    Ok(words)
}

pub(super) fn reasoned(reason: &str) -> Result<&str, Problem> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(Problem::new(format!("Say why, in at most {LONGEST_REASON} characters.")).field("reason"));
    }
    Ok(reason)
}

pub(super) fn put(write: &Write<'_>, key: &DeviceKey, name: &str) -> Result<i64, Problem> {
    let new = NewWorkstation {
        key_id: &key.id(),
        sign: &key.sign.0,
        seal: &key.seal,
        name,
        by: &write.actor.label(),
        at: write.now,
    };
    Ok(kept::put(write.transaction, &new)?)
}

/// `workstation.name`: the first one takes the first term with it.
pub(crate) fn name(write: &Write<'_>, input: NameInput) -> Result<(WorkstationView, Entry), Problem> {
    let name = named(&input.name)?.to_owned();
    if let Some(every) = input.every_minutes {
        if !(1..=7 * 24 * 60).contains(&every) {
            return Err(Problem::new("Copies are made every minute to once a week.").field("everyMinutes"));
        }
        super::put_setting(write, every)?;
    }
    let home = &write.open.home;
    let station = match Station::read(home)? {
        Some(_) => Station::change(home, |station| {
            station.name.clone_from(&name);
            station.clone()
        })?,
        None => {
            let (station, _) = key::fresh(write.desk, &name, write.open.is_practice(), Some(&write.open.store))?;
            station.write(home)?;
            station
        }
    };
    key::sit(write.desk, &write.open.store, home, Some(&station));
    let key_id = station.key.id();
    let id = match kept::by_key(write.transaction, &key_id)? {
        Some(row) => {
            kept::rename(write.transaction, row.id, &name)?;
            row.id
        }
        None => put(write, &station.key, &name)?,
    };
    let is_first = kept::last_term(write.transaction)?.is_none();
    if is_first {
        let term = NewTerm {
            number: 1,
            workstation: id,
            cause: "first",
            by: &write.actor.label(),
            reason: "",
            taken: true,
            at: write.now,
        };
        kept::put_term(write.transaction, &term)?;
    }
    let detail = json!({ "name": name, "key": key_id, "words": station.key.words(), "first": is_first,
                         "everyMinutes": input.every_minutes });
    let view = view(write.open, write.transaction)?;
    Ok((view, Entry::new(format!("workstation:{id}"), detail)))
}

/// `workstation.accept`: from now on it gets copies of the whole store.
pub(crate) fn accept(write: &Write<'_>, input: AcceptInput) -> Result<(WorkstationView, Entry), Problem> {
    if kept::last_term(write.transaction)?.is_none() {
        return Err(super::station::no_station());
    }
    let body = Enrolment::open(&read_file(&input.path, LARGEST)?)?.body;
    let words = body.key.words();
    if word::normal(&input.words) != words {
        return Err(Problem::new("These are not the words of this workstation.")
            .code("words")
            .field("words")
            .hint("Let the person there read them out again; if they differ, do not accept it."));
    }
    let name = named(&body.device_name)?;
    let key_id = body.key.id();
    if kept::by_key(write.transaction, &key_id)?.is_some() {
        return Err(Problem::new("This workstation was accepted before.").code("state"));
    }
    let id = put(write, &body.key, name)?;
    let detail = json!({ "name": name, "key": key_id, "words": words });
    let view = view(write.open, write.transaction)?;
    Ok((view, Entry::new(format!("workstation:{id}"), detail)))
}

/// `workstation.end`: it gets no copies any more, and what it says does not count.
pub(crate) fn end(write: &Write<'_>, input: EndInput) -> Result<(WorkstationView, Entry), Problem> {
    let reason = reasoned(&input.reason)?;
    let id = input.workstation;
    let row = kept::one(write.transaction, id)?.ok_or_else(|| Problem::missing("workstation", id))?;
    if row.ended_at.is_some() {
        return Err(Problem::new(format!("“{}” was ended before.", row.name)).code("state"));
    }
    if kept::last_term(write.transaction)?.is_some_and(|term| term.workstation == id) {
        return Err(
            Problem::new("The workstation that writes the store is not ended; hand the store over first.")
                .code("state"),
        );
    }
    kept::end(write.transaction, id, reason, &write.actor.label(), write.now)?;
    let detail = json!({ "name": row.name, "key": row.key_id, "reason": reason });
    let view = view(write.open, write.transaction)?;
    Ok((view, Entry::new(format!("workstation:{id}"), detail)))
}
