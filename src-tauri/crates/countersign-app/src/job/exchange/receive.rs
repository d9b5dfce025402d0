//! What came is fetched, checked, handed on once, and acknowledged.

use chrono::Duration;
use countersign_exchange::{Found, Inbox};
use countersign_store::exchange::{self, ArrivalRow, Told};
use serde_json::json;

use super::arrive::{Arrived, arrive};
use super::send::proof_of;
use super::{Count, KIND, Run};
use crate::Problem;
use crate::call::Entry;
use crate::exchange::{incoming_folder, own_inboxes, unusable};

/// Taken in and acknowledged, a file stays at the place so long, should its sender not clean up.
const KEPT_FOR: Duration = Duration::days(30);
/// A file that is still there after it was acknowledged is acknowledged again: the place may have lost that.
const AGAIN: Duration = Duration::days(1);
/// An envelope has at most 64 MiB, sealed a little more, and a part 4 MiB.
const MOST_PARTS: u32 = 17;

impl Run<'_> {
    fn inboxes(&self) -> Result<Vec<Inbox>, Problem> {
        let store = &self.open.store;
        Ok(store.read(|connection| own_inboxes(connection, &store.header().id))?)
    }

    pub(super) fn receive(&self, count: &mut Count) -> Result<(), Problem> {
        let folder = incoming_folder(&self.open.store);
        std::fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
        for inbox in self.inboxes()? {
            let mut after = None;
            loop {
                let page = self.wait(self.exchange.poll(&inbox, after.as_ref(), &self.control))?;
                count.strange += page.strange;
                for found in &page.found {
                    self.meet(&inbox, found, count)?;
                }
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
        }
        Ok(())
    }

    fn known(&self, file: &str) -> Result<Option<ArrivalRow>, Problem> {
        Ok(self.open.store.read(|connection| exchange::arrival(connection, file))?)
    }

    fn meet(&self, inbox: &Inbox, found: &Found, count: &mut Count) -> Result<(), Problem> {
        let file = found.id.to_string();
        let known = self.known(&file)?;
        let now = self.desk.clock().now();
        if let Some(row) = known.as_ref().filter(|row| row.state == "taken") {
            if row.acknowledged_at.is_none_or(|at| now - at >= AGAIN) {
                self.acknowledge(inbox, found, row.content.as_deref())?;
            }
            return Ok(());
        }
        if known.as_ref().is_some_and(|row| row.state == "refused") {
            return Ok(());
        }
        // Its parts are told by its name; what is longer than any envelope is not fetched first.
        if found.parts > MOST_PARTS {
            let why = "The file is larger than any that Countersign makes.";
            count.told(why.to_owned());
            let told = Told {
                state: "refused",
                problem: Some(why),
                ..Told::default()
            };
            return self.note(&file, known.as_ref(), &told);
        }
        let folder = incoming_folder(&self.open.store);
        let path = match self.wait(self.exchange.fetch(found, &folder, &self.control)) {
            Ok(path) => path,
            Err(problem) if problem.is_about_one_file() => {
                count.incomplete += 1;
                count.told(problem.to_string());
                let told = Told {
                    state: "waiting",
                    problem: Some(&problem.to_string()),
                    ..Told::default()
                };
                return self.note(&file, known.as_ref(), &told);
            }
            Err(problem) => return Err(problem.into()),
        };
        if known.as_ref().is_none_or(|row| row.state == "waiting") {
            count.arrived += 1;
        }
        let bytes = std::fs::metadata(&path)
            .ok()
            .and_then(|found| i64::try_from(found.len()).ok());
        match arrive(self.desk, self.open, self.actor, &path, self.handle)? {
            Arrived::Taken { kind, subject, content } => {
                let told = Told {
                    state: "taken",
                    bytes,
                    kind: Some(&kind),
                    subject: Some(&subject),
                    content: Some(&content),
                    problem: None,
                };
                self.note(&file, known.as_ref(), &told)?;
                count.taken += 1;
                self.acknowledge(inbox, found, Some(&content))?;
                let _ = std::fs::remove_file(&path);
                Ok(())
            }
            Arrived::Left { kind, why } => {
                let told = Told {
                    state: "arrived",
                    bytes,
                    kind: kind.as_deref(),
                    problem: why.as_deref(),
                    ..Told::default()
                };
                self.note(&file, known.as_ref(), &told)
            }
            Arrived::Refused { why } => {
                count.told(why.clone());
                let told = Told {
                    state: "refused",
                    bytes,
                    problem: Some(&why),
                    ..Told::default()
                };
                self.note(&file, known.as_ref(), &told)
            }
        }
    }

    /// What is as it was is not written down again.
    fn note(&self, file: &str, known: Option<&ArrivalRow>, told: &Told<'_>) -> Result<(), Problem> {
        if known.is_some_and(|row| row.state == told.state && row.last_problem.as_deref() == told.problem) {
            return Ok(());
        }
        self.desk.write(self.open, self.actor, KIND, |write| {
            exchange::set_arrival(write.transaction, file, told, write.now)?;
            let detail = json!({ "file": file, "state": told.state, "kind": told.kind, "subject": told.subject,
                                 "problem": told.problem });
            Ok(((), Entry::new(format!("arrival:{file}"), detail)))
        })
    }

    fn acknowledge(&self, inbox: &Inbox, found: &Found, content: Option<&str>) -> Result<(), Problem> {
        let Some(proof) = content.and_then(proof_of) else {
            return Ok(());
        };
        self.wait(self.exchange.acknowledge(inbox, &found.id, &proof, &self.control))?;
        let file = found.id.to_string();
        self.desk.write(self.open, self.actor, KIND, |write| {
            exchange::set_told(write.transaction, &file, write.now)?;
            let detail = json!({ "file": file, "acknowledged": true });
            Ok(((), Entry::new(format!("arrival:{file}"), detail)))
        })
    }

    /// Once a day: what was taken in long ago and is still there.
    pub(super) fn clean_own(&self, count: &mut Count) -> Result<(), Problem> {
        let now = self.desk.clock().now();
        if !self.open.contacts.is_cleaning_due(now) {
            return Ok(());
        }
        let is_settled = |id: &countersign_exchange::FileId, is_old: bool| {
            let row = self.known(&id.to_string()).ok().flatten();
            is_old && row.is_some_and(|row| row.state == "taken" && row.acknowledged_at.is_some())
        };
        for inbox in self.inboxes()? {
            let work = self.exchange.clean(&inbox, now - KEPT_FOR, is_settled, &self.control);
            count.cleaned += self.wait(work)?.files;
        }
        Ok(())
    }
}
