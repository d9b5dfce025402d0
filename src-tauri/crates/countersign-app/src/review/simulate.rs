//! What a review would be, before it starts: the very start, in a transaction that is taken back.

use std::collections::BTreeMap;
use std::sync::Arc;

use countersign_domain::definition::{self, DefaultDecision, Definition};
use countersign_domain::instance::on_silence;
use countersign_domain::item::Decision;
use countersign_domain::recommendation::Recommendation;
use countersign_store::StoreError;
use countersign_store::item::ItemIndex;
use countersign_store::review::{self, Start as Freeze};
use countersign_store::rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use super::{due, next_start, occurrence, resolve_all, zone};
use crate::call::{Start, Stop};
use crate::job::{Handle, JobStarted};
use crate::plan::foresee::{Foreseen, of_items};
use crate::{Desk, Problem};

/// Seconds a reviewer is expected to need for one item; stated beside every estimate.
const SECONDS_FOR_AN_ITEM: u64 = 12;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SimulateInput {
    #[ts(type = "unknown")]
    pub definition: Value,
}

/// What would be asked of whom, and what silence would do. The result of a `review.simulate` job.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Simulation {
    pub items: i64,
    pub excluded: BTreeMap<String, i64>,
    pub reviewers: usize,
    pub stages: Vec<SimulatedStage>,
    /// How the items would be recommended.
    pub recommendation: BTreeMap<String, i64>,
    /// What silence would write, by decision.
    pub silence: BTreeMap<String, i64>,
    /// Approvals that would be carried forward.
    pub carried_forward: usize,
    pub seconds_for_an_item: u64,
    /// Accesses that a denial could not take away by itself, by reason and resource.
    pub foreseen: Vec<Foreseen>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SimulatedStage {
    pub position: usize,
    pub due_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Items that nobody could be asked about.
    pub without_reviewer: i64,
    /// Items that people would decide about their own access.
    pub self_reviewed: i64,
    pub reviewers: Vec<SimulatedReviewer>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SimulatedReviewer {
    pub principal: i64,
    pub display_name: String,
    pub items: i64,
    pub minutes: u64,
}

pub(crate) fn simulate(start: Start, input: SimulateInput) -> Result<JobStarted, Problem> {
    let definition = start.desk.read(&start.open, &start.actor, |read| {
        let definition = definition::parse(&input.definition, zone(read.connection)?)?;
        resolve_all(read.connection, &definition)?;
        Ok(definition)
    })?;
    let (desk, open) = (start.desk.clone(), start.open.clone());
    start.spawn("review.simulate", definition.display_name.clone(), &[], move |handle| {
        let mut found = None;
        // Always taken back: the closure ends in a stop that carries the answer out.
        let taken_back: Result<(), Stop> = open.store.write(|transaction| {
            found = Some(try_out(&desk, transaction, &definition, &input.definition, handle));
            Err(Stop(Problem::new("The simulation was taken back.")))
        });
        debug_assert!(taken_back.is_err());
        let simulation = found.unwrap_or_else(|| match taken_back {
            Err(stop) => Err(stop.0),
            Ok(()) => Err(Problem::new("The simulation did not run.")),
        })?;
        Ok(serde_json::to_value(simulation)?)
    })
}

fn try_out(
    desk: &Arc<Desk>,
    transaction: &Transaction<'_>,
    definition: &Definition,
    json: &Value,
    handle: &Handle,
) -> Result<Simulation, Problem> {
    let now = desk.clock().now();
    let (review, instance) = review::create(
        transaction,
        &definition.display_name,
        &json.to_string(),
        now,
        "simulation",
    )?;
    let resolved = resolve_all(transaction, definition)?;
    let view = review::show(transaction, review)?.ok_or_else(|| Problem::missing("review", review))?;
    let next = occurrence(&view, definition, now, true).and_then(|one| next_start(definition, &one));
    let lengths: Vec<u32> = definition.stages.iter().map(|stage| stage.duration_days).collect();
    let ends = due(definition, now, next, &lengths);
    let audit_seq = countersign_store::audit::head(transaction)?.entries + 1;
    let freeze = Freeze {
        instance,
        directory: resolved.directory,
        definition,
        resources: resolved.resources,
        stages: resolved.stages,
        people: resolved.people,
        rule: resolved.rule,
        excluded: resolved.excluded,
        now,
        due: ends.clone(),
        actor: "simulation",
        audit_seq,
    };
    let started = review::start(transaction, &freeze, |done, total| {
        handle.report("freezing the population", done as u64, Some(total as u64));
        !handle.is_cancelled()
    })?
    .ok_or_else(|| Problem::new("This was cancelled.").code("cancelled"))?;
    handle.report("counting", 0, None);
    let index = ItemIndex::load(transaction, instance)?;
    let view = super::one(transaction, instance)?;
    let (recommendation, silence) = advice(transaction, instance, definition.settings.default_decision)?;
    let mut stages = Vec::new();
    for (at, stage) in definition.stages.iter().enumerate() {
        stages.push(SimulatedStage {
            position: at + 1,
            due_at: ends.get(at).copied(),
            without_reviewer: started.unasked.get(at).copied().unwrap_or(0),
            self_reviewed: if stage.is_self_review() {
                started.items - started.unasked.get(at).copied().unwrap_or(0)
            } else {
                0
            },
            reviewers: asked(transaction, instance, at)?,
        });
    }
    Ok(Simulation {
        items: started.items,
        excluded: view.exclusions,
        reviewers: index.count_by_reviewer().len(),
        stages,
        recommendation,
        silence,
        carried_forward: started.carried.map_or(0, |(count, _)| count),
        seconds_for_an_item: SECONDS_FOR_AN_ITEM,
        foreseen: of_items(transaction, instance, definition)?,
    })
}

/// Who would be asked in a stage, the busiest first.
fn asked(transaction: &Transaction<'_>, instance: i64, stage: usize) -> Result<Vec<SimulatedReviewer>, Problem> {
    let set = ["reviewer_set_id", "set_2", "set_3"][stage.min(2)];
    let sql = format!(
        "SELECT m.principal_id, p.display_name, sum(s.items) FROM
           (SELECT i.{set} AS id, count(*) AS items FROM instance n
            JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
            WHERE n.id = ?1 AND i.{set} IS NOT NULL GROUP BY i.{set}) s
         JOIN reviewer_set_member m ON m.set_id = s.id JOIN principal p ON p.id = m.principal_id
         GROUP BY m.principal_id ORDER BY 3 DESC, 2"
    );
    let mut statement = transaction.prepare(&sql).map_err(StoreError::from)?;
    let rows = statement
        .query_map([instance], |row| {
            let items: i64 = row.get(2)?;
            Ok(SimulatedReviewer {
                principal: row.get(0)?,
                display_name: row.get(1)?,
                items,
                minutes: u64::try_from(items).unwrap_or(0) * SECONDS_FOR_AN_ITEM / 60,
            })
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    Ok(rows)
}

type Counts = BTreeMap<String, i64>;

fn advice(transaction: &Transaction<'_>, instance: i64, default: DefaultDecision) -> Result<(Counts, Counts), Problem> {
    let mut statement = transaction
        .prepare(
            "SELECT i.recommendation, i.decision, count(*) FROM instance n
             JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
             WHERE n.id = ?1 GROUP BY 1, 2",
        )
        .map_err(StoreError::from)?;
    let rows: Vec<(String, String, i64)> = statement
        .query_map(params![instance], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    let (mut advised, mut silence) = (Counts::new(), Counts::new());
    for (word, decision, count) in rows {
        *advised.entry(word.clone()).or_default() += count;
        if decision == Decision::NotReviewed.word() {
            let advice = Recommendation::from_word(&word).unwrap_or(Recommendation::NoInfoAvailable);
            let written = on_silence(default, advice).unwrap_or(Decision::NotReviewed);
            *silence.entry(written.word().to_owned()).or_default() += count;
        }
    }
    Ok((advised, silence))
}

/// What the definition cannot say to Microsoft Graph: words of our own, which other readers ignore.
pub(crate) fn not_carried(definition: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk("", definition, &mut found);
    found
}

fn walk(path: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (name, below) in map {
                let here = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                if name.starts_with("@countersign.") {
                    found.push(here);
                } else {
                    walk(&here, below, found);
                }
            }
        }
        Value::Array(list) => {
            for (at, below) in list.iter().enumerate() {
                walk(&format!("{path}[{at}]"), below, found);
            }
        }
        _ => {}
    }
}

/// A definition as a file for other readers of Graph's shape.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    #[ts(type = "unknown")]
    pub definition: Value,
    /// JSON paths that Microsoft Graph has no word for.
    pub not_carried: Vec<String>,
}

pub(crate) fn export(read: &crate::call::Read<'_>, input: super::ReviewInput) -> Result<Exported, Problem> {
    let view = super::show(read, input)?;
    let mut definition = view.definition;
    let not_carried = not_carried(&definition);
    if definition.get("@odata.type").is_none()
        && let Some(map) = definition.as_object_mut()
    {
        map.insert(
            "@odata.type".into(),
            json!("#microsoft.graph.accessReviewScheduleDefinition"),
        );
    }
    Ok(Exported {
        definition,
        not_carried,
    })
}
