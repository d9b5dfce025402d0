//! The items with their decisions and how they came about (E09, E12–E19, E29).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use countersign_domain::definition::DefaultDecision;
use countersign_domain::recommendation::SignIn;
use countersign_domain::snapshot::attribute;
use countersign_evidence::{
    Bulk, DecisionEvent, EvidenceError, ItemRecord, Party, Person, Recommendation, Setting, Visit,
};
use countersign_store::review::InstanceView;
use countersign_store::rusqlite::{self, CachedStatement, Connection, OptionalExtension, Row, params};

use super::slice::Slice;
use super::source::{fault, resource_kind};

/// What the items of one run have in common, and what was looked up once for many of them.
pub(super) struct Items<'c> {
    connection: &'c Connection,
    view: &'c InstanceView,
    slice: &'c Slice,
    /// The rule of the recommendations, where there are any.
    rule: Option<&'c str>,
    silence: DefaultDecision,
    /// By resource: privileged, and whether the directory chooses its members by a rule.
    resources: HashMap<i64, (bool, bool)>,
    /// When a read ended.
    reads: HashMap<i64, Option<DateTime<Utc>>>,
}

impl<'c> Items<'c> {
    pub(super) fn new(
        connection: &'c Connection,
        view: &'c InstanceView,
        slice: &'c Slice,
        rule: Option<&'c str>,
        silence: DefaultDecision,
    ) -> Self {
        Self {
            connection,
            view,
            slice,
            rule,
            silence,
            resources: HashMap::new(),
            reads: HashMap::new(),
        }
    }

    /// Walks all items in their order.
    pub(super) fn for_each(mut self, visit: Visit<'_, ItemRecord>) -> Result<(), EvidenceError> {
        let connection = self.connection;
        let mut statement = connection.prepare_cached(include_str!("item.sql")).map_err(fault)?;
        let mut events = connection.prepare_cached(include_str!("event.sql")).map_err(fault)?;
        let mut reason = connection.prepare_cached(
            "SELECT m.reason FROM item i JOIN reviewer_set_member m ON m.set_id IN (i.reviewer_set_id, i.set_1, i.set_2, i.set_3) AND m.principal_id = ?2 WHERE i.id = ?1",
        ).map_err(fault)?;
        let mut name = connection
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
                    let mut read = read_event(event, &mut reason, item.item_id).map_err(fault)?;
                    let shown = self.slice.shown(event.get("said_seq").map_err(fault)?);
                    (read.assurance, read.device) = shown.map(|(one, two)| (one.to_owned(), two.to_owned())).unzip();
                    let revoked: Option<bool> = event.get("revoked").map_err(fault)?;
                    if revoked == Some(true) {
                        read.assurance = Some("revokedDevice".to_owned());
                    }
                    item.events.push(read);
                }
                settle(&mut item);
            }
            item.treatment = self.treatment(&item);
            visit(&item)?;
        }
        Ok(())
    }

    /// What became of it where no person said approve or deny.
    fn treatment(&self, item: &ItemRecord) -> Option<String> {
        let by_silence = item.system && item.events.last().is_some_and(|last| last.note.is_none());
        let words = match (item.decision.as_str(), by_silence) {
            ("dontKnow", _) => "“Don’t know” takes nothing away: the access is kept.",
            ("approve" | "deny", false) => return None,
            ("approve", true) => "Nobody answered: approved, as the settings say.",
            ("deny", true) => "Nobody answered: denied, as the settings say.",
            _ if self.view.ended_at.is_none() => "Not answered yet.",
            _ if self.silence == DefaultDecision::Recommendation => {
                "Nobody answered, and there was no recommendation to take: the access is kept."
            }
            _ => "Nobody answered: the settings change nothing, and the access is kept.",
        };
        Some(words.to_owned())
    }

    /// Whether a resource is privileged, and whether its members are chosen by a rule.
    fn resource(&mut self, resource: i64) -> rusqlite::Result<(bool, bool)> {
        if let Some(known) = self.resources.get(&resource) {
            return Ok(*known);
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(attributes ->> ('$.' || ?2 || '[0]') = 'true', 0), attributes ->> ('$.' || ?3 || '[0]') IS NOT NULL
             FROM principal WHERE id = ?1",
        )?;
        let found = statement.query_row(params![resource, attribute::PRIVILEGED, attribute::DYNAMIC], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        self.resources.insert(resource, found);
        Ok(found)
    }

    /// The end of the read that first showed a direct access: the one of today, or the one that stood at the start.
    fn since(&mut self, row: &Row<'_>) -> rusqlite::Result<Option<DateTime<Utc>>> {
        let direct: bool = row.get("direct")?;
        let standing: Option<i64> = row.get("since_snapshot_id")?;
        let snapshot = match standing.filter(|read| self.view.snapshot.is_none_or(|start| *read <= start)) {
            Some(read) => Some(read),
            None if direct => self
                .connection
                .prepare_cached(
                    "SELECT max(since_snapshot_id) FROM past_grant WHERE resource_id = ?1 AND entitlement = ?2
                       AND principal_id = ?3 AND since_snapshot_id <= ?4 AND until_snapshot_id > ?4",
                )?
                .query_row(
                    params![
                        row.get::<_, i64>("resource_id")?,
                        row.get::<_, String>("entitlement")?,
                        row.get::<_, i64>("principal_id")?,
                        self.view.snapshot
                    ],
                    |row| row.get(0),
                )?,
            None => None,
        };
        let Some(snapshot) = snapshot else { return Ok(None) };
        if let Some(known) = self.reads.get(&snapshot) {
            return Ok(*known);
        }
        let ended = self
            .connection
            .prepare_cached("SELECT ended_at FROM snapshot WHERE id = ?1")?
            .query_row([snapshot], |row| row.get(0))
            .optional()?;
        self.reads.insert(snapshot, ended);
        Ok(ended)
    }

    fn item(&mut self, row: &Row<'_>) -> rusqlite::Result<ItemRecord> {
        let decision: String = row.get("decision")?;
        let input = SignIn {
            last_sign_in_at: row.get("last_sign_in_at")?,
            created_at: row.get("created_at")?,
            kept_by_directory: row.get("sign_ins_kept")?,
        };
        let advice: String = row.get("recommendation")?;
        let recommendation = self.rule.map(|rule| {
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
                rule: rule.to_owned(),
                inputs,
            }
        });
        let (privileged, ruled) = self.resource(row.get("resource_id")?)?;
        let since = self.since(row)?;
        let entitlement: String = row.get("entitlement")?;
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
                employment: row.get("employment")?,
                department: row.get("department")?,
                manager: row.get("manager_name")?,
            },
            resource: row.get("resource_name")?,
            resource_id: row.get("resource_key")?,
            resource_kind: resource_kind(&row.get::<_, String>("resource_kind")?).to_owned(),
            assignment: Some(assignment(&entitlement, row.get("direct")?, ruled).to_owned()),
            entitlement,
            privileged,
            since,
            recommendation,
            decision,
            ..ItemRecord::default()
        })
    }
}

/// How somebody holds it.
fn assignment(entitlement: &str, direct: bool, ruled: bool) -> &'static str {
    match (entitlement, direct, ruled) {
        ("eligible", ..) => "eligible",
        ("active", ..) => "active",
        (_, false, _) => "nested",
        (_, true, true) => "ruled",
        (_, true, false) => "direct",
    }
}

fn read_event(row: &Row<'_>, reason: &mut CachedStatement<'_>, item: i64) -> rusqlite::Result<DecisionEvent> {
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
