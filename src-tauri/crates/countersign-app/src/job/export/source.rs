//! The rows of the record, streamed from one read transaction as often as they are asked for.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};
use countersign_domain::definition::DefaultDecision;
use countersign_evidence::root::Hash;
use countersign_evidence::{
    ChangeRecord, EvidenceError, FindingRecord, ItemRecord, LogEntry, LogSource, NoticeRecord, ReassignmentRecord,
    RecordHead, RecordSource, ResourceRecord, ReviewerRecord, TaskRecord, Visit,
};
use countersign_store::review::InstanceView;
use countersign_store::rusqlite::{Connection, Row};
use countersign_store::{StoreError, audit, plan};

use super::item::Items;
use super::slice::Slice;
use super::{change, finding, resource, reviewer};
use crate::Problem;
use crate::audit::hex;

pub(super) struct Source<'c> {
    connection: &'c Connection,
    view: &'c InstanceView,
    head: RecordHead,
    slice: Slice,
    silence: DefaultDecision,
    /// One for each resource: bounded by the groups of the directory.
    totals: Vec<ResourceRecord>,
    administrators: BTreeSet<i64>,
}

impl<'c> Source<'c> {
    pub(super) fn new(
        connection: &'c Connection,
        view: &'c InstanceView,
        head: RecordHead,
        slice: Slice,
    ) -> Result<Self, Problem> {
        let (definition, _) = crate::review::definition_of(connection, view)?;
        Ok(Self {
            connection,
            view,
            head,
            slice,
            silence: definition.settings.default_decision,
            totals: resource::totals(connection, view)?,
            administrators: finding::administrators(connection)?,
        })
    }
}

pub(super) fn fault(error: impl Into<StoreError>) -> EvidenceError {
    EvidenceError::Source(Box::new(error.into()))
}

impl RecordSource for Source<'_> {
    fn head(&self) -> &RecordHead {
        &self.head
    }

    fn for_each_item(&self, visit: Visit<'_, ItemRecord>) -> Result<(), EvidenceError> {
        let rule = self.head.configuration.recommendation_rule.as_deref();
        Items::new(self.connection, self.view, &self.slice, rule, self.silence).for_each(visit)
    }

    fn for_each_change(&self, visit: Visit<'_, ChangeRecord>) -> Result<(), EvidenceError> {
        change::for_each(self.connection, self.view.instance, visit)
    }

    fn for_each_task(&self, visit: Visit<'_, TaskRecord>) -> Result<(), EvidenceError> {
        let mut tasks = plan::tasks(self.connection, self.view.instance).map_err(fault)?;
        tasks.sort_unstable_by_key(|task| task.task);
        for task in tasks {
            visit(&TaskRecord {
                task_id: task.task,
                item_id: task.item.unwrap_or_default(),
                person: task.principal_name,
                resource: task.resource_name,
                action: format!("change {}", task.cut_name),
                reason: task.reason,
                owner: task.owner,
                due_on: Some(task.due_on),
                path: task.path,
                state: task.status,
                noted_at: task.noted_at,
                noted_by: task.noted_by,
                closed_at: task.closed_at,
                closed_by: task.closed_by,
                reopened_at: task.reopened_at,
                reopened_by: task.reopened_by,
                proof: task.note,
            })?;
        }
        Ok(())
    }

    fn for_each_reviewer(&self, visit: Visit<'_, ReviewerRecord>) -> Result<(), EvidenceError> {
        reviewer::for_each(self.connection, self.view, &self.administrators, visit)
    }

    fn for_each_finding(&self, visit: Visit<'_, FindingRecord>) -> Result<(), EvidenceError> {
        finding::for_each(self.connection, self.view, &self.head, &self.administrators, visit)
    }

    fn for_each_resource(&self, visit: Visit<'_, ResourceRecord>) -> Result<(), EvidenceError> {
        self.totals.iter().try_for_each(visit)
    }

    fn for_each_reassignment(&self, visit: Visit<'_, ReassignmentRecord>) -> Result<(), EvidenceError> {
        for one in countersign_store::review::reassignments(self.connection, self.view.instance).map_err(fault)? {
            let entry = self.slice.handed.iter().find(|(_, at)| *at == one.at);
            visit(&ReassignmentRecord {
                at: one.at,
                by: one.by,
                from: Some(one.from_name),
                to: one.to_name,
                items: u64::try_from(one.item_count).unwrap_or(0),
                reason: one.reason,
                entry: entry.and_then(|(seq, _)| u64::try_from(*seq).ok()),
            })?;
        }
        Ok(())
    }

    fn for_each_notice(&self, visit: Visit<'_, NoticeRecord>) -> Result<(), EvidenceError> {
        reviewer::for_each_notice(self.connection, self.view, visit)
    }
}

impl LogSource for Source<'_> {
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT a.seq, a.entry, a.hash, (SELECT hash FROM audit WHERE seq = a.seq - 1) FROM audit a
                 WHERE a.instance_id = ?1 ORDER BY a.seq",
            )
            .map_err(fault)?;
        let mut rows = statement.query([self.view.instance]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let entry = read_entry(row).map_err(|error| EvidenceError::Source(Box::new(error)))?;
            visit(&entry)?;
        }
        Ok(())
    }

    fn for_each_proof_node(&self, visit: Visit<'_, Hash>) -> Result<(), EvidenceError> {
        let sql = "SELECT seq FROM audit WHERE instance_id = ?1 ORDER BY seq";
        super::proof::nodes(self.connection, &self.head.log, sql, [self.view.instance], visit)
    }
}

/// A kind of resource, in words.
pub(super) fn resource_kind(kind: &str) -> &str {
    match kind {
        "servicePrincipal" => "application",
        "directoryRole" => "directory role",
        "azureRole" => "Azure role",
        other => other,
    }
}

pub(super) fn read_entry(row: &Row<'_>) -> Result<LogEntry, StoreError> {
    let text: String = row.get(1)?;
    let entry: audit::AuditEntry = serde_json::from_str(&text)?;
    let hash: [u8; 32] = row.get(2)?;
    let previous: Option<[u8; 32]> = row.get(3)?;
    let at = DateTime::parse_from_rfc3339(&entry.at)
        .map(|at| at.with_timezone(&Utc))
        .unwrap_or_default();
    debug_assert_eq!(at.to_rfc3339_opts(SecondsFormat::Millis, true), entry.at);
    Ok(LogEntry {
        seq: u64::try_from(entry.seq).unwrap_or(0),
        at,
        actor: entry.actor,
        operation: entry.operation,
        entry: text,
        prev: hex(&previous.unwrap_or([0; 32])),
        hash: hex(&hash),
    })
}
