//! A look at the place for copies: what others made comes in first, then what was made here goes out.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use countersign_exchange::{Control, Exchange};
use serde::Deserialize;
use ts_rs::TS;
use zeroize::Zeroizing;

use super::accept::whole_words;
use super::install::unusable;
use super::key;
use super::receive::{Received, Receiver};
use super::send::Sender;
use super::station::{Station, no_station};
use crate::desk::Open;
use crate::exchange::control;
use crate::job::{JobStarted, Work};
use crate::{Desk, Problem};

#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields, rename = "WorkstationReceiveInput")]
pub struct ReceiveInput {
    /// The folder that follows.
    #[ts(type = "string")]
    pub path: PathBuf,
    /// Of the store that is followed, where it has one.
    pub passphrase: Option<String>,
    /// The eight words of the workstation that writes, where others were given before.
    pub words: Option<String>,
}

/// `workstation.receive`: fetches the first copy, before there is a store that could be open.
pub(crate) fn receive(desk: &Arc<Desk>, input: ReceiveInput) -> Result<JobStarted, Problem> {
    let home = std::path::absolute(&input.path).unwrap_or(input.path);
    let station = Station::read(&home)?.ok_or_else(no_station)?;
    if station.current.is_some() || home.join("store.db").exists() {
        return Err(Problem::new("There is a copy of the store already.")
            .code("exists")
            .hint("Open it; each look at the exchange brings what is newer."));
    }
    let words = input.words.filter(|words| !words.trim().is_empty());
    if let Some(words) = words.map(|words| whole_words(&words)).transpose()? {
        super::term::compared(&home, words)?;
    }
    let (kept, secret) = key::place_of(desk, &station).ok_or_else(no_station)?;
    let exchange = Exchange::open(&kept.place, secret.as_ref())?;
    let passphrase = input.passphrase.map(Zeroizing::new).filter(|text| !text.is_empty());
    let work = Work {
        kind: "workstation.receive",
        subject: kept.place.shown(),
        about: None,
        // Nobody sits there yet.
        owner: None,
        touches: &["store"],
    };
    let of_desk = desk.clone();
    desk.spawn(work, move |handle| {
        let control = control(handle);
        let Some(_turn) = turn(&home)? else {
            return Err(Problem::new("Another program fetches a copy into this folder.").code("busy"));
        };
        let receiver = Receiver {
            desk: &of_desk,
            home: &home,
            open: None,
            passphrase,
            exchange: &exchange,
            control: &control,
        };
        Ok(serde_json::to_value(receiver.run()?)?)
    })
}

/// One look at a time, whatever programs are at this folder: they share the places in which copies are made and opened.
fn turn(home: &Path) -> Result<Option<File>, Problem> {
    // A folder that is no workstation's has nothing to look for.
    let path = home.join("workstation.look.lock");
    let lock = File::create(&path).map_err(|error| unusable(&path, &error))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(unusable(&path, &error)),
    }
}

/// What a look came to, for the workstations.
#[derive(Debug, Default)]
pub(crate) struct Looked {
    pub received: Received,
    /// Copies that were put at the place.
    pub sent: u64,
}

/// One part of a run of the exchange, before the others: whoever does not write any more sends nothing else.
pub(crate) fn look(
    desk: &Arc<Desk>,
    open: &Arc<Open>,
    exchange: &Exchange,
    control: &Control,
    whole: bool,
) -> Result<Looked, Problem> {
    // What is meant for the workstation is left to it.
    if open.store.seat().original.is_some() {
        return Ok(Looked::default());
    }
    // Another program is at it: its look is as good as this one.
    let Some(_turn) = turn(&open.home)? else {
        return Ok(Looked::default());
    };
    let receiver = Receiver {
        desk,
        home: &open.home,
        open: Some(open.clone()),
        passphrase: None,
        exchange,
        control,
    };
    let received = receiver.run()?;
    let now = desk.open_now().filter(|now| now.home == open.home);
    let open = now.as_ref().unwrap_or(open);
    let sender = Sender {
        desk,
        open,
        exchange,
        control,
        whole,
    };
    let sent = sender.run()?;
    Ok(Looked { received, sent })
}
