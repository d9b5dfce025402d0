//! The right to write goes from one workstation to another, or is taken where the other is lost.

use std::path::Path;
use std::sync::Arc;

use countersign_domain::merkle::to_hex;
use countersign_domain::pen::Knows;
use countersign_store::audit;
use countersign_store::workstation::{self as kept, NewTerm};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use super::accept::{reasoned, whole_words};
use super::station::{Station, no_station};
use super::{WorkstationView, view};
use crate::call::{Entry, Write};
use crate::store::Nothing;
use crate::{Desk, Problem};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields, rename = "WorkstationHandOverInput")]
pub struct HandOverInput {
    pub workstation: i64,
    pub reason: Option<String>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields, rename = "WorkstationTakeOverInput")]
pub struct TakeOverInput {
    /// Needed where the store was not handed over: the workstation that wrote it is lost.
    pub reason: Option<String>,
}

fn refused(refusal: &countersign_domain::pen::Refusal) -> Problem {
    Problem::new(refusal.to_string()).code("state")
}

/// `workstation.handOver`: with this entry nobody writes, until the other has it and says that it goes on from it.
pub(crate) fn hand_over(write: &Write<'_>, input: HandOverInput) -> Result<(WorkstationView, Entry), Problem> {
    if write.desk.jobs().values().any(|job| job.is_running()) {
        return Err(Problem::new("Work is still going on in this store.")
            .code("running")
            .hint("Wait for it or cancel it."));
    }
    let id = input.workstation;
    let to = kept::one(write.transaction, id)?.ok_or_else(|| Problem::missing("workstation", id))?;
    if to.ended_at.is_some() {
        return Err(Problem::new(format!("“{}” is no workstation of this store any more.", to.name)).code("state"));
    }
    let reason = input.reason.unwrap_or_default();
    let reason = if reason.trim().is_empty() {
        ""
    } else {
        reasoned(&reason)?
    };
    let last = kept::last_term(write.transaction)?.ok_or_else(no_station)?;
    let term = last.term();
    let seat = write.open.store.seat();
    let knows = Knows {
        own: seat.own.as_deref(),
        kept: Some(&term),
        seen: None,
    };
    let next = knows.hand_over(&to.key_id).map_err(|refusal| refused(&refusal))?;
    let new = NewTerm {
        number: next.number,
        workstation: id,
        cause: "handOver",
        by: &write.actor.label(),
        reason,
        taken: false,
        at: write.now,
    };
    kept::put_term(write.transaction, &new)?;
    let detail = json!({ "term": next.number, "from": last.name, "to": to.name, "key": to.key_id, "reason": reason,
                         "entries": write.audit_seq - 1 });
    drop(seat);
    let view = view(write.open, write.transaction)?;
    Ok((view, Entry::new(format!("workstation:{id}"), detail)))
}

/// `workstation.takeOver`: this workstation writes from here on. Where the store was not handed to it, the entry says
/// so, and from which state it goes on.
pub(crate) fn take_over(desk: &Arc<Desk>, input: TakeOverInput) -> Result<WorkstationView, Problem> {
    let open = desk.opened()?;
    let nobody = || Problem::new("Say first who you are.").code("actor");
    let actor = open.actor().ok_or_else(nobody)?;
    let station = Station::read(&open.home)?.ok_or_else(no_station)?;
    if let Some(fork) = &station.fork {
        let said = format!(
            "The log here and that of “{}” part after entry {}; a store with two histories is not taken over.",
            fork.from, fork.common
        );
        return Err(Problem::new(said)
            .code("fork")
            .hint("Set what is here aside first: “workstation set-aside”."));
    }
    let reason = input.reason.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let reason = reason.map(reasoned).transpose()?;
    let view = desk.write_taking(&open, &actor, "workstation.takeOver", |write| {
        let seat = open.store.seat();
        if let Some(of) = &seat.original {
            let of = of.display().to_string();
            return Err(refused(&countersign_domain::pen::Refusal::Copied { of }));
        }
        let own = seat.own.clone().ok_or_else(|| {
            Problem::new("The keys of this workstation are not on this machine.")
                .code("noWorkstation")
                .hint("Let this machine follow the store anew.")
        })?;
        let row = kept::by_key(write.transaction, &own)?.filter(|row| row.ended_at.is_none());
        let row = row
            .ok_or_else(|| Problem::new("This workstation is none of the store's, or was ended.").code("permission"))?;
        let last = kept::last_term(write.transaction)?.ok_or_else(no_station)?;
        let (term, seen) = (last.term(), seat.seen());
        drop(seat);
        let knows = Knows {
            own: Some(&own),
            kept: Some(&term),
            seen: seen.as_ref(),
        };
        let next = knows.take_over(reason.is_some()).map_err(|refusal| match refusal {
            countersign_domain::pen::Refusal::NoReason => refused(&refusal).field("reason"),
            _ => refused(&refusal),
        })?;
        let is_handed = next.number == last.number;
        if is_handed {
            kept::take_term(write.transaction, next.number, write.now)?;
        } else {
            let new = NewTerm {
                number: next.number,
                workstation: row.id,
                cause: "emergency",
                by: &write.actor.label(),
                reason: reason.unwrap_or_default(),
                taken: true,
                at: write.now,
            };
            kept::put_term(write.transaction, &new)?;
        }
        let entries = write.audit_seq - 1;
        let root = audit::root_at(write.transaction, u64::try_from(entries).unwrap_or_default())?;
        let detail = json!({
            "term": next.number, "cause": if is_handed { "handOver" } else { "emergency" }, "name": row.name,
            "key": own, "from": last.name, "reason": reason, "entries": entries, "root": to_hex(&root),
            "copyOf": station.as_of,
        });
        let view = view(&open, write.transaction)?;
        Ok((view, Entry::new(format!("workstation:{}", row.id), detail)))
    })?;
    // What others showed stays written down: it hinders nothing that is not later than the term here.
    Ok(view)
}

/// A store of several workstations that is made from a backup goes on in a term of its own: the others see that, and
/// what they have beyond the backup is shown, not lost. Answers the term; none: the store had one workstation alone.
pub(crate) fn restored(write: &Write<'_>) -> Result<Option<i64>, Problem> {
    let Some(last) = kept::last_term(write.transaction)? else {
        return Ok(None);
    };
    let home = &write.open.home;
    let name: String = format!("{} (restored)", last.name).chars().take(100).collect();
    let (station, _) = super::key::fresh(write.desk, &name, write.open.is_practice(), Some(&write.open.store))?;
    station.write(home)?;
    super::key::sit(write.desk, &write.open.store, home, Some(&station));
    let id = super::accept::put(write, &station.key, &name)?;
    let new = NewTerm {
        number: last.number + 1,
        workstation: id,
        cause: "restored",
        by: &write.actor.label(),
        reason: "",
        taken: true,
        at: write.now,
    };
    kept::put_term(write.transaction, &new)?;
    Ok(Some(new.number))
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "WorkstationSetAsideInput")]
pub struct SetAsideInput {
    pub reason: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "WorkstationTrustInput")]
pub struct TrustInput {
    /// The eight words of the workstation that writes now, as its administrator reads them out.
    pub words: String,
}

/// `workstation.trust`: whose copies count although no copy here names it, such as one that was accepted and took the
/// store over since.
pub(crate) fn trust(desk: &Arc<Desk>, input: TrustInput) -> Result<Nothing, Problem> {
    let open = desk.opened()?;
    compared(&open.home, whole_words(&input.words)?)?;
    Ok(Nothing {})
}

/// The workstation of these words counts from here on.
pub(super) fn compared(home: &Path, words: String) -> Result<(), Problem> {
    Station::change(home, |station| {
        station.trusts = Some(words);
        // What came from it while nobody had compared it may count now.
        station.met.clear();
    })
}

/// `workstation.setAside`: what is here gives way to the other's copy, and is kept beside it. Nothing is merged.
pub(crate) fn set_aside(desk: &Arc<Desk>, input: SetAsideInput) -> Result<Nothing, Problem> {
    let open = desk.opened()?;
    let reason = reasoned(&input.reason)?.to_owned();
    let is_there = Station::change(&open.home, |station| {
        let Some(fork) = &mut station.fork else { return false };
        fork.aside = Some(reason);
        true
    })?;
    if is_there {
        return Ok(Nothing {});
    }
    Err(Problem::new("The log here is that of the workstation that writes; nothing is to be set aside.").code("state"))
}
