//! Files as a directory: people and grants in CSV or Excel tables, and LDIF. Nothing is ever written to them.
//!
//! People are read twice: once for their names, so that a manager or a holder may stand anywhere, and once to hand
//! them on. Of each row only a few numbers stay in memory.

mod column;
mod csv;
mod csvde;
mod grant;
mod heading;
mod known;
mod ldif;
mod look;
mod person;
mod read;
mod setting;
mod sheet;
mod source;
#[cfg(test)]
mod tests;
mod text;
mod value;
mod xlsx;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Utc;
use countersign_domain::snapshot::{ApplyOutcome, Change, Presence, ReadReport, Target};
use zeroize::Zeroizing;

use crate::connector::{Changes, Connector, Later, ProbeReport, Readable, Sink};
use crate::ldap::text::clean;
use crate::{Control, DirectoryProblem};
pub use heading::TableKind;
pub use look::{ColumnGuess, Guess, guess, guess_as};
pub use sheet::each_row;

type Visit<'v> = dyn FnMut(u64, &[String]) -> Result<(), DirectoryProblem> + 'v;

/// The file a problem is in.
struct Place<'n>(&'n str);

impl Place<'_> {
    fn wrong(&self, reason: &str) -> DirectoryProblem {
        DirectoryProblem::File {
            place: self.0.to_owned(),
            reason: reason.to_owned(),
        }
    }

    fn row(&self, row: u64, reason: &str) -> DirectoryProblem {
        DirectoryProblem::File {
            place: format!("{}, row {row},", self.0),
            reason: reason.to_owned(),
        }
    }

    /// A row that is wider or narrower than the first.
    fn ragged(&self, row: u64, count: usize, width: usize) -> DirectoryProblem {
        let cells = if count == 1 { "cell" } else { "cells" };
        self.row(row, &format!("has {count} {cells} where the first row has {width}"))
    }

    /// Columns are counted from 1, as rows are.
    fn cell(&self, row: u64, column: usize, reason: &str) -> DirectoryProblem {
        DirectoryProblem::File {
            place: format!("{}, row {row}, column {column},", self.0),
            reason: reason.to_owned(),
        }
    }

    fn line(&self, line: u64, reason: &str) -> DirectoryProblem {
        DirectoryProblem::File {
            place: format!("{}, line {line},", self.0),
            reason: reason.to_owned(),
        }
    }

    fn at(&self, row: u64) -> String {
        format!("{}, row {row}", self.0)
    }

    fn unreadable(&self, error: &std::io::Error) -> DirectoryProblem {
        let reason = match error.kind() {
            std::io::ErrorKind::NotFound => "is not there".to_owned(),
            std::io::ErrorKind::PermissionDenied => "may not be read by this account".to_owned(),
            _ => format!("cannot be read: {error}"),
        };
        self.wrong(&reason)
    }
}

/// A directory made of files.
#[derive(Debug, Clone)]
pub struct Files {
    setting: Arc<setting::Setting>,
    folder: PathBuf,
}

impl Files {
    /// Settings: `{ "files": [{ "path", "format"?, "table"?, "sheet"?, "delimiter"?, "resource"?, "mapping"? }] }`;
    /// paths are relative to `folder`.
    ///
    /// # Errors
    /// Settings that cannot be right. The files themselves are not looked at.
    pub fn new(settings: &serde_json::Value, folder: &Path) -> Result<Files, DirectoryProblem> {
        Ok(Files {
            setting: Arc::new(setting::Setting::parse(settings)?),
            folder: folder.to_owned(),
        })
    }

    // On a thread for slow work; a fault of a library that takes workbooks apart ends there, as a problem.
    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Files) -> Result<T, DirectoryProblem> + Send + 'static,
    ) -> Result<T, DirectoryProblem> {
        let files = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&files)).await;
        done.unwrap_or_else(|_| Err(Place("A file").wrong("is built in a way that cannot be read")))
    }
}

impl Connector for Files {
    fn probe<'a>(&'a self, control: &'a Control) -> Later<'a, ProbeReport> {
        let control = control.clone();
        Box::pin(self.apart(move |files| {
            let opened = read::open_all(files, &control)?;
            let mut readable = Vec::new();
            let mut remarks = Vec::new();
            for (name, columns) in opened {
                remarks.push(match columns.is_empty() {
                    true => format!("{name} is LDIF."),
                    false => format!("{name}: {}.", columns.join(", ")),
                });
                for column in columns {
                    readable.push(Readable {
                        attribute: format!("{name}: {column}"),
                        seen: 1,
                        of: 1,
                    });
                }
            }
            remarks.push("Files are read whole every time, and never changed.".into());
            Ok(ProbeReport {
                server: "Files".into(),
                account: "the account of this program".into(),
                naming_contexts: files.setting.files.iter().map(setting::FileSetting::name).collect(),
                controls: Vec::new(),
                incremental: false,
                readable,
                writable: Vec::new(),
                missing: Vec::new(),
                remarks,
            })
        }))
    }

    fn read_full<'a>(&'a self, sink: Sink, control: &'a Control) -> Later<'a, ReadReport> {
        let control = control.clone();
        Box::pin(self.apart(move |files| read::read(files, sink, &control)))
    }

    fn read_changes<'a>(&'a self, _cursor: &'a str, _sink: Sink, _control: &'a Control) -> Later<'a, Changes> {
        Box::pin(async {
            Ok(Changes::FullNeeded {
                because: "files are always read whole".into(),
            })
        })
    }

    fn read_some<'a>(&'a self, _keys: &'a [String], _sink: Sink, _control: &'a Control) -> Later<'a, u64> {
        // Only an incremental read asks for single entries, and there is none.
        Box::pin(async { Ok(0) })
    }

    fn apply<'a>(&'a self, changes: &'a [Change], _control: &'a Control) -> Later<'a, Vec<ApplyOutcome>> {
        let by_hand = |_| ApplyOutcome::ByHand {
            reason: "this directory is read from files; change the access where the files come from".into(),
        };
        Box::pin(async move { Ok(changes.iter().map(by_hand).collect()) })
    }

    fn confirm<'a>(
        &'a self,
        group: &'a Target,
        members: &'a [Target],
        control: &'a Control,
    ) -> Later<'a, Vec<Presence>> {
        let control = control.clone();
        let (group, members) = (group.clone(), members.to_vec());
        Box::pin(self.apart(move |files| {
            let (group_exists, listed) = read::confirm(files, &group, &members, &control)?;
            let presence = |(member, present)| Presence {
                group: group.clone(),
                member,
                present,
                group_exists,
                read_at: Utc::now(),
            };
            Ok(members.into_iter().zip(listed).map(presence).collect())
        }))
    }

    fn prove<'a>(
        &'a self,
        _person: &'a Target,
        _secret: &'a Zeroizing<String>,
        _control: &'a Control,
    ) -> Later<'a, bool> {
        Box::pin(async {
            Err(DirectoryProblem::NoPassword(
                "this directory is read from files, and files know no passwords",
            ))
        })
    }
}
