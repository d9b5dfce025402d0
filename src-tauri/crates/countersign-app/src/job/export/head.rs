//! The parts of the record of which there is one: what was reviewed, under which rules, from which read.

use chrono::{DateTime, TimeZone, Utc};
use countersign_domain::actor::Actor;
use countersign_domain::definition::Definition;
use countersign_domain::snapshot::PopulationCertificate;
use countersign_evidence as record;
use countersign_store::StoreError;
use countersign_store::acknowledgement::Of;
use countersign_store::audit;
use countersign_store::plan;
use countersign_store::review::InstanceView;
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use super::closing;
use super::configuration::{changes, configuration};
use super::slice::Slice;
use crate::audit::hex;
use crate::desk::Open;
use crate::job::export::remediation;
use crate::{Desk, Problem};

pub(super) fn head(
    desk: &Desk,
    open: &Open,
    actor: &Actor,
    connection: &Connection,
    view: &InstanceView,
    slice: &Slice,
) -> Result<record::RecordHead, Problem> {
    let (definition, json) = crate::review::definition_of(connection, view)?;
    let log = audit::head(connection)?;
    let now = desk.clock().now();
    let head = record::RecordHead {
        document: document(desk, open, actor, &view.instance.to_string(), &log)?,
        review: review(view, &definition, json, changes(connection, view)?),
        configuration: configuration(connection, &definition, view)?,
        population: population(connection, view)?,
        reconciliation: reconciliation(connection, view)?,
        timeliness: timeliness(connection, view, &definition)?,
        plan: plan_of(connection, view)?,
        verification: verification(connection, view)?,
        exceptions: remediation::exceptions(connection, view, now)?,
        guests: remediation::guests(connection, view)?,
        log: record::LogHead {
            count: u64::try_from(log.entries).unwrap_or(0),
            seq: u64::try_from(log.entries).unwrap_or(0),
            hash: hex(&log.hash),
            checkpoint: crate::checkpoint::record(connection)?,
        },
        controls: controls(connection, view)?,
        age: closing::age(connection, view.snapshot_at, slice)?,
        releases: closing::releases(connection, view)?,
        acknowledgements: closing::acknowledgements(connection, Of::Instance(view.instance))?,
        retention: closing::retention(crate::retention::of_instance(connection, view.instance, now)?),
    };
    Ok(head)
}

/// The controls that the run answers for (E01, E34).
fn controls(connection: &Connection, view: &InstanceView) -> Result<Vec<record::ControlRecord>, Problem> {
    let found = crate::control::of_review(connection, view.review, view.instance)?;
    let each = found.into_iter().map(|one| record::ControlRecord {
        control_id: one.id,
        name: one.name,
        framework_references: one.framework_references,
        period_start: one.period_start,
        period_end: one.period_end,
        in_period: one.in_period,
    });
    Ok(each.collect())
}

/// Who exports what, when and from where; `of` is its part of the document's id.
pub(super) fn document(
    desk: &Desk,
    open: &Open,
    actor: &Actor,
    of: &str,
    log: &audit::Head,
) -> Result<record::Document, Problem> {
    let (now, header) = (desk.clock().now(), open.store.header());
    // Evidence is not held up by a paper that cannot be read.
    let paper = open.store.read(crate::setting::paper).unwrap_or_default();
    let document_id = format!("CS-{of}-{}-{}", now.format("%Y%m%dT%H%M%SZ"), &hex(&log.hash)[..8]);
    Ok(record::Document {
        document_key: crate::evidence::document_key(open, &document_id)?,
        document_id,
        organization: header.organization.clone(),
        store_id: header.id.clone(),
        practice: header.practice,
        product_version: env!("CARGO_PKG_VERSION").to_owned(),
        generated_at: now,
        generated_by: actor.label(),
        assurance: actor.assurance.word().to_owned(),
        machine_account: desk.environment.os_account.clone(),
        device: desk.environment.device.clone(),
        local_offset: chrono::Local.offset_from_utc_datetime(&now.naive_utc()).to_string(),
        environment: if header.practice { "practice" } else { "production" }.into(),
        language: "en".into(),
        paper: paper.word().into(),
        profile: "full".into(),
        time_source: if desk.clock().is_fixed() {
            "given on the command line (practice store)".into()
        } else {
            "clock of the machine, UTC".into()
        },
        further: Vec::new(),
    })
}

fn review(
    view: &InstanceView,
    definition: &Definition,
    json: Value,
    changes: Vec<record::DefinitionChange>,
) -> record::Review {
    record::Review {
        name: view.display_name.clone(),
        review_id: view.review.to_string(),
        instance_id: view.instance.to_string(),
        description: definition.description_for_admins.clone(),
        period_start: view.started_at,
        period_end: view.ended_at.or(view.due_at),
        definition: json,
        changes,
    }
}

/// What was read before the review began, with the members of its groups that nobody stands behind.
fn population(connection: &Connection, view: &InstanceView) -> Result<record::Population, Problem> {
    let snapshot = view
        .snapshot
        .ok_or_else(|| Problem::missing("snapshot of instance", view.instance))?;
    let mut statement = connection
        .prepare_cached(
            "SELECT p.display_name, o.entitlement, o.reference FROM orphan o JOIN principal p ON p.id = o.resource_id
             WHERE p.directory_id = ?1 AND EXISTS (SELECT 1 FROM frozen f WHERE f.instance_id = ?2 AND f.principal_id = p.id)
             ORDER BY 1, 3",
        )
        .map_err(StoreError::from)?;
    let orphaned = statement
        .query_map([view.directory, Some(view.instance)], |row| {
            Ok(format!(
                "{} ({}): {}",
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?
            ))
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    Ok(record::Population {
        orphaned,
        ..certificate(connection, snapshot)?
    })
}

/// A read of the directory, as its certificate has it.
pub(super) fn certificate(connection: &Connection, snapshot: i64) -> Result<record::Population, Problem> {
    let found: Option<(String, String)> = connection
        .query_row(
            "SELECT s.certificate, d.kind FROM snapshot s JOIN directory d ON d.id = s.directory_id WHERE s.id = ?1",
            [snapshot],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()
        .map_err(StoreError::from)?;
    let (text, connector) = found.ok_or_else(|| Problem::missing("snapshot", snapshot))?;
    let certificate: PopulationCertificate = serde_json::from_str(&text)?;
    let watermark = |name: &str, value: &Option<String>| {
        value.as_ref().map(|value| record::Setting {
            name: name.into(),
            value: value.clone(),
        })
    };
    Ok(record::Population {
        connector,
        server: format!("{} at {}", certificate.server, certificate.url),
        account: certificate.account.clone(),
        base: certificate.base.clone(),
        filter: certificate.filter.clone(),
        pages: certificate.pages,
        returned: certificate.entries_returned,
        server_reported: certificate.server_reported_count,
        loaded: certificate.entries_loaded,
        excluded: certificate
            .excluded
            .iter()
            .map(|one| record::Excluded {
                subject: format!("{} entries, such as {}", one.count, one.examples.join("; ")),
                reason: one.reason.clone(),
            })
            .collect(),
        orphaned: Vec::new(),
        watermarks: [
            watermark("before the read", &certificate.watermark_before),
            watermark("after the read", &certificate.watermark_after),
        ]
        .into_iter()
        .flatten()
        .collect(),
        digest: certificate.digest.clone(),
        started_at: certificate.started_at,
        ended_at: certificate.ended_at,
        certificate: serde_json::from_str(&text)?,
    })
}

/// What the groups list (counted by the ledger when the review started) plus people reached through
/// nested groups = items + nested groups opened + what the scope leaves out. The two sides are counted
/// apart, so a lost or a doubled row shows.
fn reconciliation(connection: &Connection, view: &InstanceView) -> Result<record::Reconciliation, Problem> {
    let items: u64 = connection
        .query_row(
            "SELECT count(*) FROM item WHERE instance_id = ?1 AND id >= (SELECT first_item_id FROM instance WHERE id = ?1)",
            [view.instance],
            |row| row.get(0),
        )
        .map_err(StoreError::from)?;
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    let source = count(view.listed_count) + count(view.through_count);
    let nested = ("nested group, opened in its place", view.nested_count);
    let excluded = std::iter::once(nested)
        .chain(
            view.exclusions
                .iter()
                .map(|(reason, number)| (reason.as_str(), *number)),
        )
        .filter(|(_, number)| *number > 0)
        .map(|(reason, number)| record::ExclusionCount {
            reason: reason.into(),
            count: count(number),
        })
        .collect();
    Ok(record::Reconciliation {
        unit: format!(
            "{} memberships listed by the groups in scope, and {} people reached only through nested groups",
            view.listed_count, view.through_count
        ),
        source,
        loaded: source,
        in_scope: items,
        excluded,
    })
}

fn timeliness(
    connection: &Connection,
    view: &InstanceView,
    definition: &Definition,
) -> Result<record::Timeliness, Problem> {
    let applied_at: Option<DateTime<Utc>> = connection
        .query_row(
            "SELECT max(r.received_at) FROM receipt r JOIN change c ON c.id = r.change_id JOIN plan p ON p.id = c.plan_id WHERE p.instance_id = ?1",
            [view.instance],
            |row| row.get(0),
        )
        .map_err(StoreError::from)?;
    let planned = definition
        .settings
        .recurrence
        .as_ref()
        .and_then(|recurrence| Some(recurrence.start_at(view.scheduled_on?)));
    let late = match (view.due_at, view.ended_at) {
        (Some(due), Some(ended)) if ended > due => Some(format!(
            "ended {} hours after its due time, when the program next ran",
            (ended - due).num_hours()
        )),
        _ => None,
    };
    Ok(record::Timeliness {
        planned_start: planned.or(view.started_at),
        started_at: view.started_at,
        planned_end: view.due_at,
        ended_at: view.ended_at,
        apply_due_on: None,
        applied_at,
        late_because: late,
    })
}

fn plan_of(connection: &Connection, view: &InstanceView) -> Result<Option<record::Plan>, Problem> {
    let all = plan::all(connection, view.instance)?;
    let Some(&id) = all.last() else {
        return Ok(None);
    };
    let mut changes = 0;
    for one in &all {
        changes += crate::plan::one(connection, *one)?.change_count;
    }
    let shown = crate::plan::one(connection, id)?;
    let carried: Option<(Option<DateTime<Utc>>, Option<String>)> = connection
        .query_row(
            "SELECT max(r.received_at), max(r.carried_by) FROM receipt r JOIN change c ON c.id = r.change_id WHERE c.plan_id = ?1",
            [id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()
        .map_err(StoreError::from)?;
    let (carried_out_at, carried_out_by) = carried.unwrap_or_default();
    Ok(Some(record::Plan {
        // A later plan takes the place of an earlier one; what that one changed stays in the record.
        plan_id: all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        hash: shown.hash,
        changes: u64::try_from(changes).unwrap_or(0),
        drawn_at: shown.drawn_at,
        drawn_by: shown.drawn_by,
        countersigned_at: shown.countersigned_at,
        countersigned_by: shown.countersigned_by,
        carried_out_at,
        carried_out_by,
    }))
}

/// The newest look at what was denied: a read of these accesses alone, or a whole read of the directory after them.
fn verification(connection: &Connection, view: &InstanceView) -> Result<Option<record::Verification>, Problem> {
    let entry: Option<String> = connection
        .query_row(
            "SELECT entry FROM audit WHERE instance_id = ?1 AND instr(entry, '\"operation\":\"plan.verify\"') > 0
             ORDER BY seq DESC LIMIT 1",
            [view.instance],
            |row| row.get(0),
        )
        .optional()
        .map_err(StoreError::from)?;
    let alone = match entry {
        None => None,
        Some(entry) => {
            let entry: audit::AuditEntry = serde_json::from_str(&entry)?;
            let digest = entry.detail.pointer("/snapshot/digest").and_then(Value::as_str);
            Some(record::Verification {
                read_at: DateTime::parse_from_rfc3339(&entry.at)
                    .map(|at| at.with_timezone(&Utc))
                    .unwrap_or_default(),
                digest: digest.unwrap_or_default().to_owned(),
                by: entry.actor,
            })
        }
    };
    let whole = whole_read(connection, view)?;
    Ok(match (alone, whole) {
        (Some(alone), Some(whole)) if whole.read_at > alone.read_at => Some(whole),
        (Some(alone), _) => Some(alone),
        (None, whole) => whole,
    })
}

/// The newest whole read that began after the last change was carried out, and what it says of the denied accesses.
fn whole_read(connection: &Connection, view: &InstanceView) -> Result<Option<record::Verification>, Problem> {
    let found: Option<(i64, String, DateTime<Utc>, String)> = connection
        .query_row(
            "SELECT s.id, s.mode, s.ended_at, s.digest FROM snapshot s WHERE s.directory_id = ?2 AND s.started_at >=
               (SELECT max(r.received_at) FROM plan p JOIN change c ON c.plan_id = p.id JOIN receipt r ON r.change_id = c.id
                WHERE p.instance_id = ?1) ORDER BY s.id DESC LIMIT 1",
            params![view.instance, view.directory],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )
        .optional()
        .map_err(StoreError::from)?;
    let Some((snapshot, mode, read_at, digest)) = found else {
        return Ok(None);
    };
    let (denied, standing): (i64, i64) = connection
        .query_row(
            "SELECT count(*), coalesce(sum(EXISTS (SELECT 1 FROM \"grant\" g WHERE g.resource_id = i.resource_id
                      AND g.entitlement = i.entitlement AND g.principal_id = i.principal_id)), 0)
             FROM instance n JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
             WHERE n.id = ?1 AND i.decision = 'deny'",
            [view.instance],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .map_err(StoreError::from)?;
    Ok(Some(record::Verification {
        read_at,
        digest,
        by: format!(
            "{mode} read {snapshot} of the directory: of {denied} denied accesses {} are not held directly any more, {standing} are",
            denied - standing
        ),
    }))
}
