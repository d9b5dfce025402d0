//! The parts of the record of which there is one each.

use std::io::Write;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::EvidenceError;
use crate::record::{
    AcknowledgementRecord, ControlRecord, Document, ExceptionRecord, ExclusionCount, LineWriter, LogHead, Population,
    ReadHead, RetentionRecord, Setting, is_false, parse,
};

/// The head parts in the order in which they stand.
pub(crate) const PARTS: [&str; 14] = [
    "document",
    "package",
    "catalog",
    "roles",
    "policies",
    "population",
    "reads",
    "reconciliation",
    "conflicts",
    "exceptions",
    "controls",
    "acknowledgements",
    "retention",
    "log",
];

/// Everything but the rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PackageHead {
    /// The document itself.
    pub document: Document,
    /// The access package it is about.
    pub package: Package,
    /// The catalog it lies in.
    pub catalog: Catalog,
    /// What it gives, and every change of that.
    pub roles: Vec<RoleRecord>,
    /// Every version of a policy that was in force in the period, or that a row names (E04).
    pub policies: Vec<PolicyRecord>,
    /// The newest read of the directory before the export (E05, E06, E08).
    pub population: Option<Population>,
    /// The reads that a row names as its proof (E27).
    pub reads: Vec<ReadRecord>,
    /// What the ledger holds against what is recorded here (E07).
    pub reconciliation: PackageReconciliation,
    /// What nobody should hold together with it (E30).
    pub conflicts: Vec<ConflictRecord>,
    /// Policy exceptions about holding it, whatever their state (E35).
    pub exceptions: Vec<ExceptionRecord>,
    /// The controls it answers (E01).
    pub controls: Vec<ControlRecord>,
    /// Who acknowledged and signed off (E32, E33).
    pub acknowledgements: Vec<AcknowledgementRecord>,
    /// How long it is kept (E36).
    pub retention: Option<RetentionRecord>,
    /// The audit log at the moment of export.
    pub log: LogHead,
}

/// The access package.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its number in the store.
    pub package_id: i64,
    /// Its identity in files.
    pub key: String,
    /// What it is for.
    pub description: String,
    /// Not listed for people.
    pub hidden: bool,
    /// What a holder had before is lost with it.
    pub adopts: bool,
    /// Made.
    pub created_at: DateTime<Utc>,
    /// By.
    pub created_by: String,
    /// Deleted, where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<DateTime<Utc>>,
    /// Start of the period covered; none is from its making.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// End of the period covered.
    pub until: DateTime<Utc>,
}

/// The catalog, and who has a say in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Catalog {
    /// Its name.
    pub name: String,
    /// Its number in the store.
    pub catalog_id: i64,
    /// Its identity in files.
    pub key: String,
    /// What it is for.
    pub description: String,
    /// Its packages can be asked for.
    pub published: bool,
    /// Open to people from outside.
    pub external: bool,
    /// The directory of its resources.
    pub directory: String,
    /// Every role given over it, ended ones too.
    pub delegations: Vec<DelegationRecord>,
}

/// A role over the catalog.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DelegationRecord {
    /// catalogOwner, catalogReader, …
    pub role: String,
    /// Who has it.
    pub person: String,
    /// Their account.
    pub user_name: String,
    /// Given.
    pub given_at: DateTime<Utc>,
    /// By.
    pub given_by: String,
    /// Ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// By.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<String>,
}

/// An entitlement in the package, now or once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RoleRecord {
    /// On what.
    pub resource: String,
    /// Its immutable id.
    pub resource_id: String,
    /// group, application, …
    pub resource_kind: String,
    /// member, owner, a role.
    pub entitlement: String,
    /// Put into the package.
    pub added_at: DateTime<Utc>,
    /// By.
    pub added_by: String,
    /// Taken out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<DateTime<Utc>>,
    /// By.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed_by: Option<String>,
    /// The directory holds the resource no longer.
    #[serde(skip_serializing_if = "is_false")]
    pub gone: bool,
}

/// One version of a policy.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PolicyRecord {
    /// Number of the policy in the store.
    pub policy_id: i64,
    /// Its identity in files.
    pub key: String,
    /// Its name in this version.
    pub name: String,
    /// The version.
    pub version: u64,
    /// In force from.
    pub from: DateTime<Utc>,
    /// Made by.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Until the next version, or its deletion; none is in force still.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// It assigns by a rule.
    #[serde(skip_serializing_if = "is_false")]
    pub automatic: bool,
    /// What it says, in words.
    pub words: Vec<Setting>,
    /// What it says, in Microsoft Graph's shape.
    pub definition: Value,
}

/// A read of the directory that a row names.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ReadRecord {
    /// Number of the snapshot.
    pub snapshot: i64,
    /// full or incremental.
    pub mode: String,
    /// Began.
    pub started_at: DateTime<Utc>,
    /// Ended.
    pub ended_at: DateTime<Utc>,
    /// SHA-256 of what was read, hex.
    pub digest: String,
}

/// What the ledger holds, counted apart from the rows: stored = recorded + left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PackageReconciliation {
    /// Assignments.
    pub assignments: Tally,
    /// Requests, whether an assignment came of them or not.
    pub requests: Tally,
    /// Of the recorded assignments, held at the export.
    pub held: u64,
}

/// One sum.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Tally {
    /// In the ledger.
    pub stored: u64,
    /// In this record.
    pub recorded: u64,
    /// Not in this record, and why.
    pub left_out: Vec<ExclusionCount>,
}

impl Tally {
    /// How many are left out by all rules.
    pub(crate) fn left(&self) -> u64 {
        self.left_out.iter().fold(0, |sum, rule| sum.saturating_add(rule.count))
    }

    /// Whether the sum holds, and the record has as many rows as it says.
    pub(crate) fn adds_up(&self, rows: u64) -> bool {
        self.recorded == rows && self.recorded.checked_add(self.left()) == Some(self.stored)
    }
}

/// Something nobody should hold together with the package.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConflictRecord {
    /// The other package, or the group.
    pub other: String,
    /// Its immutable id.
    pub other_id: String,
    /// accessPackage or group.
    pub kind: String,
    /// Why.
    pub reason: String,
    /// The rule stands with the other package.
    #[serde(skip_serializing_if = "is_false")]
    pub stands_there: bool,
    /// Set.
    pub added_at: DateTime<Utc>,
    /// By.
    pub added_by: String,
    /// Lifted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<DateTime<Utc>>,
    /// Who holds both at the export, where the rule stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub holders: Vec<HolderOfBoth>,
}

/// Somebody who holds what nobody should hold together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HolderOfBoth {
    /// The assignment of this package.
    pub assignment_id: i64,
    /// Who.
    pub person: String,
    /// Account.
    pub user_name: String,
    /// How they come by the other, nested groups named.
    pub through: String,
    /// The exception in force that lets them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exception_id: Option<i64>,
}

impl PackageHead {
    /// Writes the parts in their order.
    pub(crate) fn write(&self, lines: &mut LineWriter, out: &mut dyn Write) -> Result<(), EvidenceError> {
        lines.part("document", &self.document, out)?;
        lines.part("package", &self.package, out)?;
        lines.part("catalog", &self.catalog, out)?;
        lines.part("roles", &self.roles, out)?;
        lines.part("policies", &self.policies, out)?;
        lines.part("population", &self.population, out)?;
        lines.part("reads", &self.reads, out)?;
        lines.part("reconciliation", &self.reconciliation, out)?;
        lines.part("conflicts", &self.conflicts, out)?;
        lines.part("exceptions", &self.exceptions, out)?;
        lines.part("controls", &self.controls, out)?;
        lines.part("acknowledgements", &self.acknowledgements, out)?;
        lines.part("retention", &self.retention, out)?;
        lines.part("log", &self.log, out)
    }

    /// Whether a version of a policy is here.
    pub(crate) fn has_version(&self, policy: i64, version: u64) -> bool {
        self.policies
            .iter()
            .any(|one| one.policy_id == policy && one.version == version)
    }
}

impl ReadHead for PackageHead {
    fn put(&mut self, part: usize, line: u64, json: &[u8]) -> Result<(), EvidenceError> {
        match part {
            0 => self.document = parse(line, json)?,
            1 => self.package = parse(line, json)?,
            2 => self.catalog = parse(line, json)?,
            3 => self.roles = parse(line, json)?,
            4 => self.policies = parse(line, json)?,
            5 => self.population = parse(line, json)?,
            6 => self.reads = parse(line, json)?,
            7 => self.reconciliation = parse(line, json)?,
            8 => self.conflicts = parse(line, json)?,
            9 => self.exceptions = parse(line, json)?,
            10 => self.controls = parse(line, json)?,
            11 => self.acknowledgements = parse(line, json)?,
            12 => self.retention = parse(line, json)?,
            _ => self.log = parse(line, json)?,
        }
        Ok(())
    }
    fn document(&mut self) -> &mut Document {
        &mut self.document
    }
}
