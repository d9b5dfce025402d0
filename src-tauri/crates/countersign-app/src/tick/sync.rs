//! Directories whose time to be read has come.

use countersign_store::sync::{self, Ending, NewSync, Planned};
use serde_json::json;

use super::{Round, Ticked};
use crate::Problem;
use crate::call::{Entry, Start};
use crate::directory::SyncInput;

impl Round<'_> {
    pub(super) fn sync(&self, ticked: &mut Ticked) {
        let planned = self.find(|connection| {
            let zone = crate::review::zone(connection)?;
            let all = sync::schedules(connection, None)?;
            Ok(all.into_iter().map(|one| (one, zone)).collect::<Vec<_>>())
        });
        for (one, zone) in ticked.kept(planned) {
            if self.desk.is_syncing(one.directory) {
                continue;
            }
            // Another program on the same store may be reading it: that read has not ended, it goes on.
            let turn = self.open.store.turn(one.directory).map_err(Problem::from);
            let Some(turn) = ticked.kept(turn) else { continue };
            // As it stands now that nobody reads it.
            let again = self.find(|connection| Ok(sync::schedules(connection, Some(one.directory))?));
            let Some(one) = ticked.kept(again).pop() else { continue };
            if one.begun_at.is_some() {
                // It counts as refused, so what ends the program is not begun again at once.
                let noted = self.interrupted(&one);
                ticked.kept(noted);
                continue;
            }
            drop(turn);
            let next = one.schedule.next(one.past, zone, self.now);
            if next.is_none_or(|next| next > self.now) {
                continue;
            }
            match self.begin_sync(one.directory) {
                Ok(job) => {
                    ticked.synced.push(one.directory);
                    ticked.jobs.push(job);
                }
                Err(problem) => ticked.problems.push(problem.message),
            }
        }
    }

    /// A read that the schedule began, and the program ended before it.
    fn interrupted(&self, one: &Planned) -> Result<(), Problem> {
        let told = json!({ "message": "The program ended before the read did.", "hint": null });
        self.desk
            .write(self.open, &self.system, "directory.syncRefused", |write| {
                let line = NewSync {
                    directory: one.directory,
                    began_at: one.begun_at.unwrap_or(self.now),
                    took_for: 0,
                    actor: &self.system.label(),
                    by_schedule: true,
                    ending: Ending::Refused(&told),
                };
                sync::put(write.transaction, &line)?;
                let detail = json!({ "cancelled": false, "problem": told["message"] });
                Ok(((), Entry::new(format!("directory:{}", one.directory), detail)))
            })
    }

    fn begin_sync(&self, directory: i64) -> Result<i64, Problem> {
        self.desk.write(self.open, &self.system, "tick.sync", |write| {
            sync::begin(write.transaction, directory, write.now)?;
            Ok(((), Entry::new(format!("directory:{directory}"), json!({}))))
        })?;
        let start = Start {
            desk: self.desk.clone(),
            open: self.open.clone(),
            actor: self.system.clone(),
        };
        Ok(crate::job::sync::start(start, SyncInput { directory, full: false })?.job)
    }
}
