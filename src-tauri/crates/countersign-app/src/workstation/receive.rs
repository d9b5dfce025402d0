//! Copies come in: opened, checked, and put in the place of the one before where their log goes on from it.

mod judge;

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use countersign_domain::pen::{Meeting, Term};
use countersign_exchange::{Control, Exchange, Found, Inbox};
use countersign_packet::{DeviceSecret, Expected, Opened, Signers, StoreCopy, open_copy};
use countersign_store::workstation::{self as kept};
use countersign_store::{StoreError, audit};
use serde::Serialize;
use ts_rs::TS;
use zeroize::Zeroizing;

use super::install::{Files, Install};
use super::station::{Fork, Over, Station, put_seen};
use super::{install, key};
use crate::desk::Open;
use crate::job::exchange::proof_of;
use crate::{Desk, Problem};
use judge::Judged;

/// What a look for copies came to.
#[derive(Debug, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "WorkstationReceived")]
pub struct Received {
    /// Copies that took the place of the one before.
    pub taken: u64,
    /// Copies that have nothing that is not here.
    pub late: u64,
    /// Copies of workstations whose words nobody compared.
    pub uncompared: u64,
    /// Entries of the log that is here now.
    pub entries: i64,
    pub problems: Vec<String>,
}

pub(super) struct Receiver<'a> {
    pub desk: &'a Arc<Desk>,
    pub home: &'a Path,
    /// The copy that is open; none: there is none yet.
    pub open: Option<Arc<Open>>,
    pub passphrase: Option<Zeroizing<String>>,
    pub exchange: &'a Exchange,
    pub control: &'a Control,
}

/// What became of one copy.
enum Became {
    Taken,
    Late,
    /// It stays at the place, and is not fetched again.
    Left(String),
    Refused(String),
    /// Nobody compared the words of the workstation that made it.
    Uncompared(String),
}

impl Receiver<'_> {
    pub fn run(mut self) -> Result<Received, Problem> {
        let mut received = Received::default();
        let Some(station) = Station::read(self.home)? else {
            return Ok(received);
        };
        install::sweep(self.home)?;
        let Some(secret) = key::secret(self.desk, &station, self.open.as_ref().map(|open| &*open.store)) else {
            return Ok(received);
        };
        let inbox = Inbox::of(station.key.seal.as_bytes());
        let mut after = None;
        loop {
            let page = self
                .desk
                .runtime
                .block_on(self.exchange.poll(&inbox, after.as_ref(), self.control))?;
            for found in &page.found {
                self.meet(&inbox, found, &secret, &mut received)?;
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if let Some(open) = &self.open {
            received.entries = open.store.read(audit::head)?.entries;
        }
        Ok(received)
    }

    fn meet(
        &mut self,
        inbox: &Inbox,
        found: &Found,
        secret: &DeviceSecret,
        received: &mut Received,
    ) -> Result<(), Problem> {
        let station = Station::read(self.home)?.ok_or_else(super::station::no_station)?;
        let file = found.id.to_string();
        let is_left = station
            .fork
            .as_ref()
            .is_some_and(|fork| fork.file == file && fork.aside.is_none());
        if is_left || station.met.contains(&file) {
            return Ok(());
        }
        let folder = self.home.join("copy-in");
        std::fs::create_dir_all(&folder).map_err(|error| install::unusable(&folder, &error))?;
        let path = match self
            .desk
            .runtime
            .block_on(self.exchange.fetch(found, &folder, self.control))
        {
            Ok(path) => path,
            Err(problem) if problem.is_about_one_file() => {
                // What came of it is not kept: whoever keeps the place could fill this disk with made-up files.
                discard(&folder, &file);
                received.problems.push(problem.to_string());
                return Ok(());
            }
            Err(problem) => return Err(problem.into()),
        };
        let took = self.take(&station, &path, &file, secret);
        if took.is_err() {
            let _ = std::fs::remove_file(&path);
        }
        let (became, content) = took?;
        let is_kept = match became {
            Became::Left(_) => true,
            // Somebody waits for the first copy, and is told each time why it does not count.
            Became::Uncompared(_) => self.open.is_none(),
            _ => false,
        };
        match became {
            Became::Taken => received.taken += 1,
            Became::Late => received.late += 1,
            Became::Left(why) | Became::Refused(why) => received.problems.push(why),
            Became::Uncompared(why) => {
                received.uncompared += 1;
                received.problems.push(why);
            }
        }
        if !is_kept {
            Station::change(self.home, |station| station.met.push(file))?;
        }
        if let Some(proof) = content.filter(|_| !is_kept).as_deref().and_then(proof_of) {
            let work = self.exchange.acknowledge(inbox, &found.id, &proof, self.control);
            self.desk.runtime.block_on(work)?;
        }
        let _ = std::fs::remove_file(&path);
        Ok(())
    }

    /// Opens one copy and finds out what it is. Of a copy that counts, the hash of what was said is answered too.
    fn take(
        &mut self,
        station: &Station,
        path: &Path,
        file: &str,
        secret: &DeviceSecret,
    ) -> Result<(Became, Option<String>), Problem> {
        let sealed = File::open(path).map_err(|error| install::unusable(path, &error))?;
        let own = self.open.as_ref().map(|open| open.store.header().id.clone());
        let expected = Expected {
            store: own.as_deref(),
            signers: Signers::Any,
        };
        let (said, data) = match open_copy(BufReader::new(sealed), secret, &expected) {
            Ok(opened) => opened,
            Err(error) => return Ok((Became::Refused(error.to_string()), None)),
        };
        if let Err(problem) = self.trusts(station, &said) {
            return Ok((Became::Uncompared(problem.message), None));
        }
        let files = Files::new(self.home)?;
        if let Err(problem) = files.write(&said.body, data) {
            files.clear();
            return match problem.code.as_deref() {
                Some("damaged") => Ok((Became::Refused(problem.message), None)),
                _ => Err(problem),
            };
        }
        let content = said.header.hash();
        let judged = self.judge(station, &said, &files);
        let (judged, term) = match judged {
            Ok(judged) => judged,
            Err(problem) if matches!(problem.code.as_deref(), Some("damaged" | "copy")) => {
                files.clear();
                return Ok((Became::Refused(problem.message), None));
            }
            // It may be opened by a newer program, or with what the keyring has then.
            Err(problem) if matches!(problem.code.as_deref(), Some("newer" | "wrongKey")) => {
                files.clear();
                return Ok((Became::Left(problem.message), None));
            }
            Err(problem) => {
                files.clear();
                return Err(problem);
            }
        };
        let became = self.settle(station, &said, file, (judged, &term), files)?;
        Ok((became, Some(content)))
    }

    /// Whose word counts: a workstation that the copy here names, or the one whose words were compared.
    fn trusts(&self, station: &Station, said: &Opened<StoreCopy>) -> Result<(), Problem> {
        let by = &said.body.made_with;
        let unknown = || {
            let once = match self.open {
                Some(_) => "its copies count once its words were compared under Workstations",
                None => "if it is the one that is followed, give its eight words once more",
            };
            let from = &said.body.made_by;
            Problem::new(format!(
                "A copy came from “{from}”, a workstation that nobody compared; {once}."
            ))
        };
        if by.sign != said.header.from {
            return Err(unknown());
        }
        if station.trusts.as_deref() == Some(by.words().as_str()) {
            return Ok(());
        }
        let Some(open) = &self.open else { return Err(unknown()) };
        let row = open.store.read(|connection| kept::by_key(connection, &by.id()))?;
        row.filter(|row| row.ended_at.is_none() && row.sign == by.sign.0)
            .map(|_| ())
            .ok_or_else(unknown)
    }

    fn settle(
        &mut self,
        station: &Station,
        said: &Opened<StoreCopy>,
        file: &str,
        (mut judged, term): (Judged, &Term),
        files: Files,
    ) -> Result<Became, Problem> {
        let from = said.body.made_by.clone();
        if judged.is_later {
            // Known before anything else is done: from here on nothing is written here.
            put_seen(self.home, term)?;
        }
        if let Some(open) = &self.open {
            // Whoever was inside a transaction when the logs were compared is through now, and the next one is refused.
            let own = open
                .store
                .write_taking(|transaction| Ok::<_, StoreError>(audit::head(transaction)?.entries))?;
            if judged.meeting == Meeting::Goes && own > judged.common {
                judged.meeting = Meeting::Parts;
                judged.own = own;
            }
        }
        let is_aside = station.fork.as_ref().is_some_and(|fork| fork.aside.is_some());
        match judged.meeting {
            Meeting::Late => {
                files.clear();
                Ok(Became::Late)
            }
            Meeting::Over => {
                files.clear();
                let over = Over {
                    from: from.clone(),
                    term: term.number,
                    entries: judged.entries - judged.common,
                    made_at: said.header.made_at,
                };
                Station::change(self.home, |station| station.over = Some(over))?;
                let why = format!(
                    "“{from}” goes on writing in term {}, which is over; its copy is not taken.",
                    term.number
                );
                Ok(Became::Refused(why))
            }
            Meeting::Parts if !is_aside => {
                files.clear();
                let fork = Fork {
                    common: judged.common,
                    entries: judged.own,
                    copied: judged.entries,
                    from: from.clone(),
                    term: term.number,
                    made_at: said.header.made_at,
                    file: file.to_owned(),
                    aside: None,
                };
                let why = format!(
                    "The log here and that of “{from}” part after entry {}: {} entries here are not there. Nothing was merged.",
                    judged.common,
                    judged.own - judged.common
                );
                Station::change(self.home, |station| station.fork = Some(fork))?;
                Ok(Became::Left(why))
            }
            Meeting::Goes | Meeting::Parts => {
                let install = Install {
                    desk: self.desk,
                    home: self.home,
                    said,
                    keeps: matches!(judged.meeting, Meeting::Parts),
                };
                self.open = install.run(files, self.open.take(), self.passphrase.as_ref())?;
                Ok(Became::Taken)
            }
        }
    }
}

/// Takes away what was fetched of a file.
fn discard(folder: &Path, file: &str) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(file) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
