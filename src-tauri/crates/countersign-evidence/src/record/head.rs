//! The parts of the record of which there is one each.

use std::io::Write;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    AcknowledgementRecord, CheckpointRecord, ControlRecord, DataAge, ExceptionRecord, GuestRecord, LineWriter,
    ReadHead, ReleaseRecord, RetentionRecord, parse,
};
use crate::EvidenceError;

/// The parts in the order in which they stand.
pub(super) const PARTS: [&str; 16] = [
    "document",
    "review",
    "configuration",
    "population",
    "reconciliation",
    "timeliness",
    "controls",
    "age",
    "plan",
    "verification",
    "exceptions",
    "guests",
    "releases",
    "acknowledgements",
    "retention",
    "log",
];

/// A name and its value, for whatever has no field of its own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Setting {
    /// What it is called.
    pub name: String,
    /// What it was set to, in words.
    pub value: String,
}

/// Everything but the rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RecordHead {
    /// The document itself.
    pub document: Document,
    /// The review it is about.
    pub review: Review,
    /// The configuration in force.
    pub configuration: Configuration,
    /// The population certificate.
    pub population: Population,
    /// How the population becomes the items.
    pub reconciliation: Reconciliation,
    /// Planned and actual dates.
    pub timeliness: Timeliness,
    /// The controls it answers (E01).
    pub controls: Vec<ControlRecord>,
    /// How old the data was (E11).
    pub age: DataAge,
    /// The plan drawn from the decisions, once there is one.
    pub plan: Option<Plan>,
    /// The read that confirmed it, once there is one.
    pub verification: Option<Verification>,
    /// Policy exceptions that touch an item, whatever their state (E35).
    pub exceptions: Vec<ExceptionRecord>,
    /// Denied guests whose accounts are blocked and then deleted.
    pub guests: Vec<GuestRecord>,
    /// Who was let decide although not independent (E21).
    pub releases: Vec<ReleaseRecord>,
    /// Who acknowledged and signed off (E32, E33).
    pub acknowledgements: Vec<AcknowledgementRecord>,
    /// How long it is kept (E36).
    pub retention: Option<RetentionRecord>,
    /// The audit log at the moment of export.
    pub log: LogHead,
}

/// Who made this document, when, from what (E02, E03).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Document {
    /// Unique id of this export; stands on every page.
    pub document_id: String,
    /// The organization's name.
    pub organization: String,
    /// Id of the store the record was taken from.
    pub store_id: String,
    /// A practice store: every page says so.
    pub practice: bool,
    /// Version of the program.
    pub product_version: String,
    /// Moment of export; every date of the file derives from it.
    pub generated_at: DateTime<Utc>,
    /// Person who exported.
    pub generated_by: String,
    /// How it was shown who that is: stated, osAccount, directoryBind, signIn, program.
    pub assurance: String,
    /// Account of the operating system.
    pub machine_account: String,
    /// Name of the machine.
    pub device: String,
    /// What the machine's clock adds to UTC, such as `+02:00` (E03).
    pub local_offset: String,
    /// production or practice (E02).
    pub environment: String,
    /// Language of the pages, `en`.
    pub language: String,
    /// `A4` or `letter`.
    pub paper: String,
    /// `full`, or `redacted`: personal data are withheld (E40). In the file it follows from the first line, so that
    /// both forms have the same root.
    #[serde(skip_serializing)]
    pub profile: String,
    /// Where the time comes from, in words.
    pub time_source: String,
    /// Control, framework references, retention class and the like (E01, E36).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<Setting>,
    /// 32 bytes as hex digits that salt what a redacted form withholds and make its pseudonyms; the same for the
    /// same document, known to nobody who has the redacted form alone. Without one the document cannot be redacted.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub document_key: String,
}

/// The review (E01).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Review {
    /// Its name.
    pub name: String,
    /// Id of the definition (series).
    pub review_id: String,
    /// Id of this instance.
    pub instance_id: String,
    /// Description for administrators.
    pub description: String,
    /// Start of the period covered.
    pub period_start: Option<DateTime<Utc>>,
    /// End of the period covered.
    pub period_end: Option<DateTime<Utc>>,
    /// The definition as it was in force, in Microsoft Graph's shape.
    pub definition: Value,
    /// Every change to the definition since it was made (E04).
    pub changes: Vec<DefinitionChange>,
}

/// One change to the definition.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DefinitionChange {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// Which setting.
    pub setting: String,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
}

/// The configuration in force, in words (E04).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Configuration {
    /// What is reviewed.
    pub scope: String,
    /// Who reviews.
    pub reviewer_rule: String,
    /// Who reviews when nobody else can.
    pub fallback: String,
    /// Days an instance is open.
    pub duration_days: u32,
    /// What silence means.
    pub default_on_silence: String,
    /// Whether the result is carried out by itself.
    pub auto_apply: bool,
    /// Whether a reason is required.
    pub justification_required: bool,
    /// The recommendation rule, if recommendations were shown.
    pub recommendation_rule: Option<String>,
    /// Its look-back in days.
    pub look_back_days: Option<u32>,
    /// When the plan needs a second person or is refused.
    pub threshold: Option<String>,
    /// Anything else in force.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<Setting>,
}

/// The population certificate for display, and as the directory crate wrote it (E05, E06, E08).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Population {
    /// Kind of connector.
    pub connector: String,
    /// The server read.
    pub server: String,
    /// The account used.
    pub account: String,
    /// Search base.
    pub base: String,
    /// Search filter.
    pub filter: String,
    /// Pages fetched.
    pub pages: u64,
    /// Entries the server returned.
    pub returned: u64,
    /// The server's own count, where it gives one.
    pub server_reported: Option<u64>,
    /// Entries loaded.
    pub loaded: u64,
    /// Entries left out, each with the reason.
    pub excluded: Vec<Excluded>,
    /// Members that no entry stands behind.
    pub orphaned: Vec<String>,
    /// Server watermarks.
    pub watermarks: Vec<Setting>,
    /// SHA-256 of the snapshot, hex.
    pub digest: String,
    /// The read began.
    pub started_at: DateTime<Utc>,
    /// The read ended.
    pub ended_at: DateTime<Utc>,
    /// The certificate verbatim.
    pub certificate: Value,
}

/// An entry that was read and not loaded.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Excluded {
    /// Which entry.
    pub subject: String,
    /// Why.
    pub reason: String,
}

/// Source = loaded = in scope + excluded (E07).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Reconciliation {
    /// What is counted, in words ("memberships of the groups in scope").
    pub unit: String,
    /// Count at the source.
    pub source: u64,
    /// Count loaded.
    pub loaded: u64,
    /// Items of this review.
    pub in_scope: u64,
    /// Left out by rule.
    pub excluded: Vec<ExclusionCount>,
}

/// How many a rule left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExclusionCount {
    /// The rule.
    pub reason: String,
    /// How many.
    pub count: u64,
}

/// Planned against actual (E34).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Timeliness {
    /// Start as planned.
    pub planned_start: Option<DateTime<Utc>>,
    /// Start as it was.
    pub started_at: Option<DateTime<Utc>>,
    /// End as planned.
    pub planned_end: Option<DateTime<Utc>>,
    /// End as it was.
    pub ended_at: Option<DateTime<Utc>>,
    /// Result due.
    pub apply_due_on: Option<NaiveDate>,
    /// Result carried out.
    pub applied_at: Option<DateTime<Utc>>,
    /// Why it was late, if it was.
    pub late_because: Option<String>,
}

/// The plan drawn from the decisions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Plan {
    /// Id.
    pub plan_id: String,
    /// SHA-256 of the plan, hex.
    pub hash: String,
    /// Changes in it.
    pub changes: u64,
    /// Drawn.
    pub drawn_at: DateTime<Utc>,
    /// By.
    pub drawn_by: String,
    /// Countersigned, where asked for.
    pub countersigned_at: Option<DateTime<Utc>>,
    /// By the second person.
    pub countersigned_by: Option<String>,
    /// Carried out.
    pub carried_out_at: Option<DateTime<Utc>>,
    /// By.
    pub carried_out_by: Option<String>,
}

/// The later read (E27).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Verification {
    /// When the directory was read again.
    pub read_at: DateTime<Utc>,
    /// SHA-256 of what was read, hex.
    pub digest: String,
    /// By whom or by what.
    pub by: String,
}

/// The audit log as a whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LogHead {
    /// Entries in the log.
    pub count: u64,
    /// Sequence number of the newest.
    pub seq: u64,
    /// Its hash, hex.
    pub hash: String,
    /// The log's signed state, from the moment of the export.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<CheckpointRecord>,
}

impl RecordHead {
    /// Writes the parts in their order.
    pub(crate) fn write(&self, lines: &mut LineWriter, out: &mut dyn Write) -> Result<(), EvidenceError> {
        lines.part("document", &self.document, out)?;
        lines.part("review", &self.review, out)?;
        lines.part("configuration", &self.configuration, out)?;
        lines.part("population", &self.population, out)?;
        lines.part("reconciliation", &self.reconciliation, out)?;
        lines.part("timeliness", &self.timeliness, out)?;
        lines.part("controls", &self.controls, out)?;
        lines.part("age", &self.age, out)?;
        lines.part("plan", &self.plan, out)?;
        lines.part("verification", &self.verification, out)?;
        lines.part("exceptions", &self.exceptions, out)?;
        lines.part("guests", &self.guests, out)?;
        lines.part("releases", &self.releases, out)?;
        lines.part("acknowledgements", &self.acknowledgements, out)?;
        lines.part("retention", &self.retention, out)?;
        lines.part("log", &self.log, out)
    }
}

impl ReadHead for RecordHead {
    fn put(&mut self, part: usize, line: u64, json: &[u8]) -> Result<(), EvidenceError> {
        match part {
            0 => self.document = parse(line, json)?,
            1 => self.review = parse(line, json)?,
            2 => self.configuration = parse(line, json)?,
            3 => self.population = parse(line, json)?,
            4 => self.reconciliation = parse(line, json)?,
            5 => self.timeliness = parse(line, json)?,
            6 => self.controls = parse(line, json)?,
            7 => self.age = parse(line, json)?,
            8 => self.plan = parse(line, json)?,
            9 => self.verification = parse(line, json)?,
            10 => self.exceptions = parse(line, json)?,
            11 => self.guests = parse(line, json)?,
            12 => self.releases = parse(line, json)?,
            13 => self.acknowledgements = parse(line, json)?,
            14 => self.retention = parse(line, json)?,
            _ => self.log = parse(line, json)?,
        }
        Ok(())
    }
    fn document(&mut self) -> &mut Document {
        &mut self.document
    }
}
