//! The rows of the record, streamed from one read transaction as often as they are asked for.

use chrono::{DateTime, SecondsFormat, Utc};
use countersign_domain::recommendation::SignIn;
use countersign_evidence::{
    Bulk, ChangeRecord, DecisionEvent, EvidenceError, ItemRecord, LogEntry, Party, Person, Recommendation, RecordHead,
    RecordSource, ReviewerRecord, Setting, TaskRecord, Visit,
};
use countersign_store::review::InstanceView;
use countersign_store::rusqlite::{self, Connection, Row, params};
use countersign_store::{StoreError, audit, notice, plan};

use crate::audit::hex;

pub(super) struct Source<'c> {
    connection: &'c Connection,
    view: &'c InstanceView,
    head: RecordHead,
}

impl<'c> Source<'c> {
    pub fn new(connection: &'c Connection, view: &'c InstanceView, head: RecordHead) -> Self {
        Self { connection, view, head }
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
        let mut statement = self
            .connection
            .prepare_cached(include_str!("item.sql"))
            .map_err(fault)?;
        let mut events = self
            .connection
            .prepare_cached(include_str!("event.sql"))
            .map_err(fault)?;
        let mut reason = self.connection.prepare_cached(
            "SELECT m.reason FROM item i JOIN reviewer_set_member m ON m.set_id IN (i.reviewer_set_id, i.set_1, i.set_2, i.set_3) AND m.principal_id = ?2 WHERE i.id = ?1",
        ).map_err(fault)?;
        let mut name = self
            .connection
            .prepare_cached("SELECT display_name FROM frozen WHERE instance_id = ?1 AND principal_id = ?2")
            .map_err(fault)?;
        let mut rows = statement.query([self.view.instance]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let mut item = self.item(row).map_err(fault)?;
            let path: Option<String> = row.get("path").map_err(fault)?;
            if let Some(path) = path {
                let ids: Vec<i64> = serde_json::from_str(&path).map_err(fault)?;
                for id in ids {
                    item.path.push(
                        name.query_row(params![self.view.instance, id], |row| row.get(0))
                            .map_err(fault)?,
                    );
                }
            }
            let version: i64 = row.get("version").map_err(fault)?;
            if version > 0 {
                let mut found = events.query([item.item_id]).map_err(fault)?;
                while let Some(event) = found.next().map_err(fault)? {
                    item.events
                        .push(read_event(event, &mut reason, item.item_id).map_err(fault)?);
                }
                settle(&mut item);
            }
            visit(&item)?;
        }
        Ok(())
    }

    fn for_each_change(&self, visit: Visit<'_, ChangeRecord>) -> Result<(), EvidenceError> {
        for id in plan::all(self.connection, self.view.instance).map_err(fault)? {
            self.changes_of(id, visit)?;
        }
        Ok(())
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
        let mut statement = self
            .connection
            .prepare_cached(include_str!("reviewer.sql"))
            .map_err(fault)?;
        let mut rows = statement.query([self.view.instance]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let mut record = read_reviewer(row).map_err(fault)?;
            let told = notice::to_recipient(
                self.connection,
                self.view.instance,
                row.get("principal_id").map_err(fault)?,
            );
            record.notices = told.map_err(fault)?.iter().map(crate::notice::in_words).collect();
            visit(&record)?;
        }
        Ok(())
    }

    fn for_each_finding(&self, _: Visit<'_, countersign_evidence::FindingRecord>) -> Result<(), EvidenceError> {
        Ok(())
    }

    fn for_each_resource(&self, _: Visit<'_, countersign_evidence::ResourceRecord>) -> Result<(), EvidenceError> {
        Ok(())
    }

    fn for_each_reassignment(
        &self,
        _: Visit<'_, countersign_evidence::ReassignmentRecord>,
    ) -> Result<(), EvidenceError> {
        Ok(())
    }

    fn for_each_notice(&self, _: Visit<'_, countersign_evidence::NoticeRecord>) -> Result<(), EvidenceError> {
        Ok(())
    }

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
}

impl Source<'_> {
    fn changes_of(&self, id: i64, visit: Visit<'_, ChangeRecord>) -> Result<(), EvidenceError> {
        let mut offset = 0;
        loop {
            let page = plan::changes(self.connection, id, offset, 500).map_err(fault)?;
            if page.is_empty() {
                return Ok(());
            }
            offset += 500;
            for row in page {
                let seen = row.verification.as_ref();
                visit(&ChangeRecord {
                    change_id: row.change,
                    item_id: row.item.unwrap_or_default(),
                    person: row.principal_name,
                    user_name: row.member_dn,
                    resource: row.resource_name,
                    entitlement: row.entitlement,
                    action: action(&row.kind, &row.list_name, &row.path),
                    also: row.also,
                    came_back: row.came_back,
                    state: row.outcome.unwrap_or_else(|| match row.guest.as_deref() {
                        Some("kept") => "kept".into(),
                        _ => "waiting".into(),
                    }),
                    result_code: row.code.map(answer),
                    message: row.reason,
                    at: row.received_at,
                    by: row.carried_by,
                    seen_gone_at: seen.filter(|seen| seen.state == "gone").map(|seen| seen.read_at),
                    still_through: seen
                        .filter(|seen| seen.state != "gone")
                        .map(|seen| {
                            seen.through.clone().map_or_else(
                                || vec!["the group itself".into()],
                                |through| through.split(" › ").map(str::to_owned).collect(),
                            )
                        })
                        .unwrap_or_default(),
                    still_at: seen.filter(|seen| seen.state != "gone").map(|seen| seen.read_at),
                })?;
            }
        }
    }

    fn item(&self, row: &Row<'_>) -> rusqlite::Result<ItemRecord> {
        let decision: String = row.get("decision")?;
        let input = SignIn {
            last_sign_in_at: row.get("last_sign_in_at")?,
            created_at: row.get("created_at")?,
            kept_by_directory: row.get("sign_ins_kept")?,
        };
        let advice: String = row.get("recommendation")?;
        let recommendation = self.head.configuration.recommendation_rule.is_some().then(|| {
            let value = match (input.last_sign_in_at, self.view.started_at) {
                (Some(last), Some(started)) => format!(
                    "{}, {} days before",
                    last.format("%Y-%m-%d"),
                    (started - last).num_days()
                ),
                _ if !input.kept_by_directory => "not kept by the directory".into(),
                _ => "never".into(),
            };
            let field: Option<String> = row.get("last_sign_in_field").unwrap_or_default();
            let mut inputs = vec![Setting {
                name: "last sign-in".into(),
                value,
            }];
            let insights = countersign_store::item::insights(
                row.get::<_, Option<String>>("insight").unwrap_or_default().as_deref(),
            );
            inputs.extend(insights.unwrap_or_default().into_iter().map(|insight| Setting {
                name: insight.rule,
                value: insight.sentence,
            }));
            inputs.extend(field.filter(|field| field != "lastSignInAt").map(|value| Setting {
                name: "field".into(),
                value,
            }));
            Recommendation {
                followed: (decision != "notReviewed" && advice != "noInfoAvailable").then_some(decision == advice),
                advice: if advice == "noInfoAvailable" {
                    "none".into()
                } else {
                    advice
                },
                rule: self.head.configuration.recommendation_rule.clone().unwrap_or_default(),
                inputs,
            }
        });
        let user_type: Option<String> = row.get("user_type")?;
        let kind: String = row.get("kind")?;
        Ok(ItemRecord {
            item_id: row.get("id")?,
            person: Person {
                name: row.get("person_name")?,
                user_name: row.get::<_, Option<String>>("user_name")?.unwrap_or_default(),
                id: row.get("person_key")?,
                kind: if kind == "user" {
                    user_type.unwrap_or_else(|| "member".into())
                } else {
                    kind
                },
                enabled: row.get("enabled")?,
                employment: None,
                department: row.get("department")?,
                manager: row.get("manager_name")?,
            },
            resource: row.get("resource_name")?,
            resource_id: row.get("resource_key")?,
            resource_kind: resource_kind(&row.get::<_, String>("resource_kind")?).to_owned(),
            entitlement: row.get("entitlement")?,
            privileged: row.get("privileged")?,
            recommendation,
            decision,
            ..ItemRecord::default()
        })
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

/// What the directory answered to a change.
pub(super) fn answer(code: i64) -> String {
    format!("LDAP result {code}")
}

/// What a change does, in words.
fn action(kind: &str, list: &str, path: &[String]) -> String {
    match kind {
        "blockAccount" => "block the account".into(),
        "deleteAccount" => "delete the account".into(),
        _ if path.is_empty() => "remove the membership".into(),
        _ => format!("remove the membership in {list}, by which the access also comes"),
    }
}

fn read_event(row: &Row<'_>, reason: &mut rusqlite::CachedStatement<'_>, item: i64) -> rusqlite::Result<DecisionEvent> {
    let source: String = row.get("source")?;
    let actor_id: Option<i64> = row.get("actor_id")?;
    let role = match (actor_id, source.as_str()) {
        (_, "default" | "stands" | "carried") => "system".to_owned(),
        (_, "reset") => "administrator".to_owned(),
        (Some(id), _) => reason
            .query_row(params![item, id], |row| row.get(0))
            .unwrap_or_else(|_| "reviewer".into()),
        (None, _) => "administrator".to_owned(),
    };
    let system = matches!(source.as_str(), "default" | "stands" | "carried");
    let note: String = row.get("note")?;
    let stages: i64 = row.get("stage_count")?;
    let stage: u32 = row.get("stage")?;
    let batch: i64 = row.get("batch_size")?;
    let justification: String = row.get("justification")?;
    let entry: i64 = row.get("audit_seq")?;
    Ok(DecisionEvent {
        at: row.get("at")?,
        by: (!system)
            .then(|| -> rusqlite::Result<Party> {
                Ok(Party {
                    name: row.get("name")?,
                    id: row.get::<_, Option<String>>("key")?.unwrap_or_default(),
                    role,
                })
            })
            .transpose()?,
        decision: row.get("decision")?,
        justification: (!justification.is_empty()).then_some(justification),
        system,
        bulk: (batch > 1 || source == "bulk").then(|| Bulk {
            id: row.get::<_, i64>("batch").unwrap_or(entry).to_string(),
            size: u64::try_from(batch).unwrap_or(1),
        }),
        assurance: None,
        device: None,
        entry: u64::try_from(entry).ok(),
        stage: (stages > 1).then_some(stage),
        note: match source.as_str() {
            "stands" => Some(STANDS.into()),
            _ => (!note.is_empty()).then_some(note),
        },
    })
}

/// Beside the event that writes down at the end what an earlier stage decided.
const STANDS: &str = "an earlier stage's decision, because the last stage was silent";

/// Who decided: the last who said what the item came to. Where several answers make the outcome, the last
/// one to speak may have said something else.
fn settle(item: &mut ItemRecord) {
    let same = item
        .events
        .iter()
        .rfind(|event| event.decision == item.decision && event.note.as_deref() != Some(STANDS));
    if item.decision == "notReviewed" && !item.events.is_empty() && same.is_none() {
        return;
    }
    if let Some(last) = same.or(item.events.last()) {
        item.decided_by = last.by.clone();
        item.decided_at = Some(last.at);
        item.justification = last.justification.clone();
        item.system = last.system;
        item.bulk = last.bulk.clone();
    }
}

fn read_reviewer(row: &Row<'_>) -> rusqlite::Result<ReviewerRecord> {
    Ok(ReviewerRecord {
        name: row.get("name")?,
        id: row.get("key")?,
        because: row.get("reasons")?,
        items: row.get("items")?,
        decided: row.get("decided")?,
        approved: row.get("approved")?,
        denied: row.get("denied")?,
        first_at: row.get("first_at")?,
        last_at: row.get("last_at")?,
        relation: Vec::new(),
        signal: None,
        notices: Vec::new(),
    })
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
