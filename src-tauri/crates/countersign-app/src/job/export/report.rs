//! Evidence in the form of a report: facts and tables in words, with the entries of the log that show them.

pub(crate) mod exception;
pub(crate) mod period;

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use countersign_domain::actor::Actor;
use countersign_evidence::report::{ColumnHead, Report, ReportGroup, ReportHead, RowRecord, TableHead};
use countersign_evidence::root::Hash;
use countersign_evidence::{
    EvidenceError, Kind, LogEntry, LogHead, LogSource, ReportSource, Setting, Signer, Visit, export_report_signed,
};
use countersign_store::audit;
use countersign_store::rusqlite::Connection;

use super::source::{fault, read_entry};
use super::{ROOM, head, keep, refuse_path, stopped};
use crate::audit::hex;
use crate::call::{Read, Start};
use crate::desk::Open;
use crate::job::JobStarted;
use crate::{Desk, Problem, signing};

/// A title, its share of the width, and whether it names people.
pub(super) type Column = (&'static str, u32, bool);

/// A report while it is gathered.
pub(super) struct Draft {
    head: ReportHead,
    rows: Vec<RowRecord>,
    entries: BTreeSet<i64>,
}

impl Draft {
    /// Begins a report; `of` is its part of the document's id.
    pub(super) fn begin(
        (desk, open, actor): (&Desk, &Open, &Actor),
        connection: &Connection,
        of: &str,
        report: Report,
    ) -> Result<Self, Problem> {
        let log = audit::head(connection)?;
        let count = u64::try_from(log.entries).unwrap_or(0);
        Ok(Self {
            head: ReportHead {
                document: head::document(desk, open, actor, of, &log)?,
                report,
                log: LogHead {
                    count,
                    seq: count,
                    hash: hex(&log.hash),
                    checkpoint: crate::checkpoint::record(connection)?,
                },
                ..ReportHead::default()
            },
            rows: Vec::new(),
            entries: BTreeSet::new(),
        })
    }

    /// A figure of the first page.
    pub(super) fn answer(&mut self, name: &str, value: impl Into<String>) {
        self.head.answer.push(setting(name, value));
    }

    pub(super) fn group(&mut self, title: &str, fields: Vec<Setting>) {
        self.head.groups.push(ReportGroup {
            title: title.into(),
            fields,
        });
    }

    /// Begins a table; `rows` is how many the ledger counts, apart from those that follow.
    pub(super) fn table(&mut self, title: &str, about: &str, columns: &[Column], rows: u64) {
        self.head.tables.push(TableHead {
            title: title.into(),
            about: about.into(),
            columns: columns
                .iter()
                .map(|&(title, share, personal)| ColumnHead {
                    title: title.into(),
                    share,
                    personal,
                })
                .collect(),
            rows,
        });
    }

    /// Adds a row to the newest table.
    pub(super) fn row(&mut self, cells: Vec<String>, entry: Option<i64>) {
        self.entries.extend(entry);
        self.rows.push(RowRecord {
            table: u32::try_from(self.head.tables.len().saturating_sub(1)).unwrap_or(0),
            cells,
            entry: entry.and_then(|seq| u64::try_from(seq).ok()),
        });
    }

    /// Entries that show what is said, beside those that rows name.
    pub(super) fn show(&mut self, entries: impl IntoIterator<Item = i64>) {
        self.entries.extend(entries);
    }
}

pub(super) fn setting(name: &str, value: impl Into<String>) -> Setting {
    Setting {
        name: name.into(),
        value: value.into(),
    }
}

struct Source<'c> {
    connection: &'c Connection,
    kind: Kind,
    draft: Draft,
}

impl ReportSource for Source<'_> {
    fn kind(&self) -> Kind {
        self.kind
    }
    fn head(&self) -> &ReportHead {
        &self.draft.head
    }
    fn for_each_row(&self, visit: Visit<'_, RowRecord>) -> Result<(), EvidenceError> {
        self.draft.rows.iter().try_for_each(visit)
    }
}

impl LogSource for Source<'_> {
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT a.seq, a.entry, a.hash, (SELECT hash FROM audit WHERE seq = a.seq - 1) FROM audit a
                 WHERE a.seq = ?1",
            )
            .map_err(fault)?;
        for seq in &self.draft.entries {
            let mut rows = statement.query([seq]).map_err(fault)?;
            if let Some(row) = rows.next().map_err(fault)? {
                let entry = read_entry(row).map_err(|error| EvidenceError::Source(Box::new(error)))?;
                visit(&entry)?;
            }
        }
        Ok(())
    }

    fn for_each_proof_node(&self, visit: Visit<'_, Hash>) -> Result<(), EvidenceError> {
        let seqs = self.draft.entries.iter().copied();
        super::proof::of(self.connection, &self.draft.head.log, seqs, visit)
    }
}

/// A moment of the ledger as a page shows it; anything else as it is.
pub(super) fn spoken(cell: &str) -> String {
    match DateTime::parse_from_rfc3339(cell) {
        Ok(at) => at.with_timezone(&Utc).format("%Y-%m-%d %H:%M").to_string(),
        Err(_) => cell.to_owned(),
    }
}

/// What the job of one kind of report needs: its operation, what it is about, the file.
pub(super) struct Wanted {
    pub operation: &'static str,
    pub kind: Kind,
    /// Its identity in the store, such as `exception:7`.
    pub subject: String,
    pub name: String,
    pub path: PathBuf,
    pub replace: bool,
}

/// Gathers, prints, and keeps that it was done.
pub(super) fn spawn(
    start: Start,
    wanted: Wanted,
    gather: impl Fn(&Read<'_>, &Desk) -> Result<Draft, Problem> + Send + 'static,
) -> Result<JobStarted, Problem> {
    refuse_path(&wanted.path, wanted.replace)?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    start.spawn(wanted.operation, wanted.name.clone(), &["evidence"], move |handle| {
        crate::checkpoint::take(&desk, &open, &actor)?;
        let signer = signing::signer(&desk, &open)?;
        let written = desk.read(&open, &actor, |read| {
            let print = || {
                let mut draft = gather(read, &desk)?;
                draft.head.document.further.extend(signing::named(signer.as_ref()));
                let source = Source {
                    connection: read.connection,
                    kind: wanted.kind,
                    draft,
                };
                let signer = signer.as_ref().map(|signer| signer as &dyn Signer);
                let report = export_report_signed(&source, &wanted.path, signer, &mut |progress| {
                    handle.report(progress.phase, progress.done, Some(progress.total));
                    !handle.is_cancelled()
                })
                .map_err(stopped)?;
                Ok((source.head().document.document_id.clone(), report))
            };
            countersign_store::with_room(read.connection, ROOM, print)
        });
        let (document, report) = written?;
        let of = (None, None, Some(wanted.subject.as_str()));
        keep(
            &desk,
            &open,
            &actor,
            wanted.operation,
            of,
            &wanted.path,
            &document,
            &report,
        )
    })
}
