//! Collects records into batches of a bounded weight and hands them on.

use countersign_domain::snapshot::{Entry, Record};

use crate::connector::Sink;
use crate::{Control, DirectoryProblem};

const RECORDS: usize = 512;
// A group with very many members is a batch of its own.
const REFERENCES: usize = 50_000;

pub(crate) struct Batch<'a> {
    sink: Sink,
    control: &'a Control,
    phase: &'static str,
    records: Vec<Record>,
    references: usize,
    /// Entries handed on.
    pub entries: u64,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(sink: Sink, control: &'a Control, phase: &'static str) -> Batch<'a> {
        Batch {
            sink,
            control,
            phase,
            records: Vec::new(),
            references: 0,
            entries: 0,
        }
    }

    pub(crate) fn entry(&mut self, entry: Entry) {
        self.record(Record::Entry(Box::new(entry)));
    }

    pub(crate) fn record(&mut self, record: Record) {
        if let Record::Entry(entry) = &record {
            self.references += entry.members.len();
            self.entries += 1;
        }
        self.records.push(record);
    }

    /// Hands on what is there if it is enough, or in any case.
    pub(crate) async fn flush(&mut self, always: bool) -> Result<(), DirectoryProblem> {
        if self.records.is_empty() || !always && self.records.len() < RECORDS && self.references < REFERENCES {
            return Ok(());
        }
        let records = std::mem::take(&mut self.records);
        self.references = 0;
        tokio::select! {
            sent = self.sink.send(records) => sent.map_err(|_| DirectoryProblem::SinkClosed)?,
            () = self.control.cancel.cancelled() => return Err(DirectoryProblem::Cancelled("The sync")),
        }
        self.control.report(self.phase, self.entries, None);
        Ok(())
    }
}
