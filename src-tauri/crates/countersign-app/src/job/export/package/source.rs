//! The rows of the record, streamed from one read transaction as often as they are asked for.

use std::collections::BTreeSet;

use countersign_evidence::package::{AssignmentRecord, PackageHead, RequestRecord};
use countersign_evidence::root::Hash;
use countersign_evidence::{EvidenceError, LogEntry, LogSource, PackageSource, Person, Visit};
use countersign_store::StoreError;
use countersign_store::rusqlite::{self, Connection};

use super::proof::Reads;
use super::{Period, assignment, content, request};
use crate::Problem;
use crate::job::export::source::{fault, read_entry};

pub(super) struct Source<'c> {
    connection: &'c Connection,
    values: (i64, String, String),
    reads: Reads,
    head: PackageHead,
}

/// An error of the store on its way through a walk.
struct Fault(EvidenceError);

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self(fault(error))
    }
}

impl<'c> Source<'c> {
    pub(super) fn new(connection: &'c Connection, period: &Period, head: PackageHead) -> Result<Self, Problem> {
        let package = content::package(connection, period.package)?;
        Ok(Self {
            connection,
            values: period.values(),
            reads: Reads::of(connection, package.directory)?,
            head,
        })
    }

    /// Puts the reads into the head that rows are going to name.
    pub(super) fn name_reads(&mut self) -> Result<(), Problem> {
        let mut named = BTreeSet::new();
        assignment::for_each_read(self.connection, &self.reads, &self.values, &mut |read| {
            named.insert(read);
            Ok::<(), Problem>(())
        })?;
        self.head.reads = self.reads.named(&named);
        Ok(())
    }
}

impl PackageSource for Source<'_> {
    fn head(&self) -> &PackageHead {
        &self.head
    }

    fn for_each_assignment(&self, visit: Visit<'_, AssignmentRecord>) -> Result<(), EvidenceError> {
        let mut visit = |one: &AssignmentRecord| visit(one).map_err(Fault);
        assignment::for_each(self.connection, &self.reads, &self.values, &mut visit).map_err(|fault| fault.0)
    }

    fn for_each_request(&self, visit: Visit<'_, RequestRecord>) -> Result<(), EvidenceError> {
        let mut visit = |one: &RequestRecord| visit(one).map_err(Fault);
        request::for_each_other(self.connection, &self.values, &mut visit).map_err(|fault| fault.0)
    }
}

impl LogSource for Source<'_> {
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT a.seq, a.entry, a.hash, (SELECT hash FROM audit WHERE seq = a.seq - 1)
                 FROM audit_package k JOIN audit a ON a.seq = k.seq WHERE k.package_id = ?1 ORDER BY k.seq",
            )
            .map_err(fault)?;
        let mut rows = statement.query([self.values.0]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let entry = read_entry(row).map_err(|error| EvidenceError::Source(Box::new(error)))?;
            visit(&entry)?;
        }
        Ok(())
    }

    fn for_each_proof_node(&self, visit: Visit<'_, Hash>) -> Result<(), EvidenceError> {
        let sql = "SELECT seq FROM audit_package WHERE package_id = ?1 ORDER BY seq";
        crate::job::export::proof::nodes(self.connection, &self.head.log, sql, [self.values.0], visit)
    }
}

/// Whoever holds a package or was to hold it, as the directory has them now or had them last.
pub(super) fn person(connection: &Connection, principal: i64) -> rusqlite::Result<Person> {
    let mut statement = connection.prepare_cached(
        "SELECT p.key, p.kind, p.display_name, p.user_name, p.user_type, p.enabled, p.department, m.display_name,
                CASE WHEN instr(p.attributes, '\"employ') > 0 THEN nullif(concat_ws(', ',
                  p.attributes ->> '$.employeeType[0]', p.attributes ->> '$.employeeStatus[0]',
                  p.attributes ->> '$.employmentStatus[0]'), '') END
         FROM principal p LEFT JOIN principal m ON m.id = p.manager_id WHERE p.id = ?1",
    )?;
    statement.query_row([principal], |row| {
        let kind: String = row.get(1)?;
        let user_type: Option<String> = row.get(4)?;
        Ok(Person {
            id: row.get(0)?,
            name: row.get(2)?,
            user_name: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            kind: match kind.as_str() {
                "user" => user_type.unwrap_or_else(|| "member".into()),
                _ => kind,
            },
            enabled: row.get(5)?,
            employment: row.get(8)?,
            department: row.get(6)?,
            manager: row.get(7)?,
        })
    })
}

/// Numbers of the log entries about one assignment or request alone; `of` is the column that names it.
pub(super) fn log(connection: &Connection, of: &str, id: i64) -> rusqlite::Result<Vec<u64>> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT seq FROM audit_package WHERE {of} = ?1 ORDER BY seq"))?;
    let rows = statement.query_map([id], |row| row.get::<_, i64>(0))?;
    rows.map(|seq| seq.map(|seq| u64::try_from(seq).unwrap_or(0))).collect()
}

/// Who did something; of the program itself not that it may do what administrators may.
pub(super) fn who(actor: String) -> String {
    match is_program(&actor) {
        true => crate::tick::SCHEDULE.to_owned(),
        false => actor,
    }
}

/// Whether an actor of the log is the program itself.
pub(super) fn is_program(actor: &str) -> bool {
    actor.starts_with(crate::tick::SCHEDULE)
}
