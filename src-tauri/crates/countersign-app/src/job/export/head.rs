//! The parts of the record of which there is one: what was reviewed, under which rules, from which read.

use chrono::{DateTime, Utc};
use countersign_domain::actor::Actor;
use countersign_domain::definition::{DefaultDecision, Definition, JustificationRule, Resource, Stage};
use countersign_domain::outcome::Strategy;
use countersign_domain::recommendation::SIGN_IN_RULE;
use countersign_domain::reviewer::ReviewerRule;
use countersign_domain::snapshot::PopulationCertificate;
use countersign_evidence as record;
use countersign_store::StoreError;
use countersign_store::audit;
use countersign_store::plan;
use countersign_store::review::{self, InstanceView};
use countersign_store::rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

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
) -> Result<record::RecordHead, Problem> {
    let (definition, json) = crate::review::definition_of(connection, view)?;
    let log = audit::head(connection)?;
    let now = desk.clock().now();
    let header = open.store.header();
    let head = record::RecordHead {
        document: record::Document {
            document_id: format!(
                "CS-{}-{}-{}",
                view.instance,
                now.format("%Y%m%dT%H%M%SZ"),
                &hex(&log.hash)[..8]
            ),
            organization: header.organization.clone(),
            store_id: header.id.clone(),
            practice: header.practice,
            product_version: env!("CARGO_PKG_VERSION").to_owned(),
            generated_at: now,
            generated_by: actor.label(),
            machine_account: desk.environment.os_account.clone(),
            time_source: if desk.clock().is_fixed() {
                "given on the command line (practice store)".into()
            } else {
                "clock of the machine, UTC".into()
            },
            further: Vec::new(),
        },
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
        },
    };
    Ok(head)
}

/// Every change of the definition up to the end of this run, setting by setting (E04).
fn changes(connection: &Connection, view: &InstanceView) -> Result<Vec<record::DefinitionChange>, Problem> {
    let mut changes = Vec::new();
    for change in review::changes(connection, view.review, view.instance)? {
        let mut differ = |path: String, before: &Value, after: &Value| {
            changes.push(record::DefinitionChange {
                at: change.changed_at,
                by: change.changed_by.clone(),
                setting: if change.reason.is_empty() {
                    path
                } else {
                    format!("{path} ({})", change.reason)
                },
                before: before.to_string(),
                after: after.to_string(),
            });
        };
        difference("", &change.before, &change.after, &mut differ);
    }
    Ok(changes)
}

/// Calls `found` for each place where two JSON values differ.
fn difference(path: &str, before: &Value, after: &Value, found: &mut impl FnMut(String, &Value, &Value)) {
    match (before, after) {
        (Value::Object(one), Value::Object(two)) => {
            let names: std::collections::BTreeSet<&String> = one.keys().chain(two.keys()).collect();
            for name in names {
                let below = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                let of = |map: &serde_json::Map<String, Value>| map.get(name).cloned().unwrap_or(Value::Null);
                difference(&below, &of(one), &of(two), found);
            }
        }
        _ if before == after => {}
        _ => found(path.to_owned(), before, after),
    }
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

fn configuration(
    connection: &Connection,
    definition: &Definition,
    view: &InstanceView,
) -> Result<record::Configuration, Problem> {
    let settings = &definition.settings;
    Ok(record::Configuration {
        scope: scope(definition),
        reviewer_rule: by_stage(definition, |stage| {
            if stage.is_self_review() {
                "self-review: everybody on their own access".into()
            } else {
                rules(&stage.reviewers)
            }
        }),
        fallback: by_stage(definition, |stage| {
            if stage.fallback_reviewers.is_empty() {
                "none".into()
            } else {
                rules(&stage.fallback_reviewers)
            }
        }),
        duration_days: definition.duration_days(),
        default_on_silence: match settings.default_decision {
            DefaultDecision::NoChange => "no change",
            DefaultDecision::Approve => "approve",
            DefaultDecision::Deny => "deny (remove access)",
            DefaultDecision::Recommendation => "take the recommendation",
        }
        .into(),
        auto_apply: settings.auto_apply,
        justification_required: settings.justification != JustificationRule::Never,
        recommendation_rule: settings.recommendations.then(|| SIGN_IN_RULE.to_owned()),
        look_back_days: settings.recommendations.then_some(settings.look_back_days),
        threshold: Some(threshold(definition)),
        further: further(connection, definition, view)?,
    })
}

fn further(
    connection: &Connection,
    definition: &Definition,
    view: &InstanceView,
) -> Result<Vec<record::Setting>, Problem> {
    let settings = &definition.settings;
    let setting = |name: &str, value: String| record::Setting {
        name: name.into(),
        value,
    };
    let mut all = vec![
        setting(
            "Reason required",
            match settings.justification {
                JustificationRule::Never => "never",
                JustificationRule::OnApproval => "on approval",
                JustificationRule::OnDenial => "on denial",
                JustificationRule::Always => "always",
            }
            .into(),
        ),
        setting("Notifications", crate::notice::settings_in_words(connection, view)?),
        setting(
            "Own access",
            by_stage(definition, |stage| {
                if stage.is_self_review() {
                    "decided by each person (self-review)".into()
                } else {
                    "nobody is asked about, or may decide on, their own access".into()
                }
            }),
        ),
        setting(
            "Several answers",
            by_stage(definition, |stage| strategy(stage.strategy).into()),
        ),
    ];
    if let Some(recurrence) = &settings.recurrence {
        all.push(setting(
            "Calendar",
            serde_json::to_string(&recurrence.to_graph()).unwrap_or_default(),
        ));
    }
    if let Some(on) = view.scheduled_on {
        all.push(setting(
            "Run",
            format!("number {} of the series, due on {on}", view.number),
        ));
    }
    if !view.missed.is_empty() {
        let days: Vec<String> = view.missed.iter().map(ToString::to_string).collect();
        all.push(setting(
            "Runs missed before it",
            format!("{}, because the program was not running", days.join(", ")),
        ));
    }
    if definition.stages.len() > 1 {
        for (stage, ran) in definition.stages.iter().zip(&view.stages) {
            let words: Vec<&str> = stage.moves_on.iter().map(|decision| decision.word()).collect();
            let moved = ran
                .moved_count
                .map_or_else(String::new, |count| format!("; {count} items went on"));
            let on = if words.is_empty() {
                "the last stage".to_owned()
            } else {
                format!("goes on: {}", words.join(", "))
            };
            all.push(setting(
                &format!("Stage {}", ran.position),
                format!("{} days; {on}{moved}", stage.duration_days),
            ));
        }
        all.push(setting(
            "Earlier stages",
            if settings.show_history {
                "shown to later reviewers"
            } else {
                "not shown to later reviewers"
            }
            .into(),
        ));
    }
    Ok(all)
}

/// One sentence where all stages agree, else one for each.
fn by_stage(definition: &Definition, say: impl Fn(&Stage) -> String) -> String {
    let said: Vec<String> = definition.stages.iter().map(say).collect();
    match said.split_first() {
        Some((first, rest)) if rest.iter().all(|one| one == first) => {
            let mut letters = first.chars();
            letters
                .next()
                .map_or_else(String::new, |letter| letter.to_uppercase().chain(letters).collect())
        }
        _ => said
            .iter()
            .enumerate()
            .map(|(at, one)| format!("Stage {}: {one}", at + 1))
            .collect::<Vec<_>>()
            .join(". "),
    }
}

fn strategy(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::LastAnswer => "the last answer stands",
        Strategy::OneApprovalApproves => "one approval approves",
        Strategy::OneDenialDenies => "one denial denies",
        Strategy::ApprovedUnlessDenied => "approved unless somebody denies",
        Strategy::AllMustApprove => "all who are asked must approve",
    }
}

fn one_resource(resource: &Resource) -> String {
    match resource {
        Resource::Group(reference) => format!("group {reference}"),
        Resource::AllGroups => "all groups".into(),
        Resource::AllUnifiedGroups => "all Microsoft 365 groups".into(),
        Resource::Application(reference) => format!("application {reference}"),
        Resource::AllApplications => "all applications".into(),
        Resource::DirectoryRole(reference, _) => format!("directory role {reference}"),
        Resource::AllDirectoryRoles => "all directory roles".into(),
        Resource::AzureRole(reference) => format!("Azure role {reference}"),
        Resource::AllAzureRoles => "all Azure roles".into(),
        Resource::AccessPackage(reference, _) => format!("assignments of access package {reference}"),
        Resource::Catalog(reference) => format!("catalog {reference}"),
    }
}

fn scope(definition: &Definition) -> String {
    let members = if definition.scope.transitive {
        "members, nested groups opened"
    } else {
        "direct members"
    };
    let wanted = &definition.scope.principals;
    let mut only = Vec::new();
    if wanted.guests_only {
        only.push("guests only".to_owned());
    }
    if wanted.service_principals {
        only.push("service principals only".into());
    }
    if let Some(days) = wanted.inactive_days {
        only.push(format!("without a sign-in for {days} days"));
    }
    if !wanted.people.is_empty() {
        only.push(format!("these people only: {}", wanted.people.join(", ")));
    }
    if let Some(rule) = &wanted.rule {
        only.push(format!("matching {rule}"));
    }
    for one in &wanted.exclude {
        only.push(format!("without {} ({})", one.principal, one.reason));
    }
    let only = only.iter().map(|one| format!(", {one}")).collect::<String>();
    match definition.scope.resources.as_slice() {
        [one] => {
            let mut name = one_resource(one);
            if let Some(first) = name.get_mut(0..1) {
                first.make_ascii_uppercase();
            }
            format!("{name}: {members}{only}")
        }
        several => {
            let names: Vec<String> = several.iter().take(20).map(one_resource).collect();
            format!("{} resources ({}): {members}{only}", several.len(), names.join(", "))
        }
    }
}

fn rules(rules: &[ReviewerRule]) -> String {
    let words: Vec<String> = rules
        .iter()
        .map(|rule| match rule {
            ReviewerRule::User(reference) => format!("named person {reference}"),
            ReviewerRule::GroupMembers(reference) => format!("members of group {reference}"),
            ReviewerRule::Owners => "owners of each group".into(),
            ReviewerRule::Managers => "manager of each person".into(),
        })
        .collect();
    words.join("; ")
}

fn threshold(definition: &Definition) -> String {
    let threshold = definition.settings.threshold;
    let limit = threshold
        .removals
        .map_or_else(String::new, |limit| format!(", or more than {limit} removals in all"));
    format!(
        "A second person signs when a group would be left empty, when more than {} percent of a group's direct members go{limit}",
        threshold.percent_of_group
    )
}

fn population(connection: &Connection, view: &InstanceView) -> Result<record::Population, Problem> {
    let found: Option<(String, String)> = connection
        .query_row(
            "SELECT s.certificate, d.kind FROM snapshot s JOIN directory d ON d.id = s.directory_id WHERE s.id = ?1",
            [view.snapshot],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()
        .map_err(StoreError::from)?;
    let (text, connector) = found.ok_or_else(|| Problem::missing("snapshot of instance", view.instance))?;
    let certificate: PopulationCertificate = serde_json::from_str(&text)?;
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
        orphaned,
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
    let Some(id) = plan::latest(connection, view.instance)? else {
        return Ok(None);
    };
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
        plan_id: id.to_string(),
        hash: shown.hash,
        changes: u64::try_from(shown.change_count).unwrap_or(0),
        drawn_at: shown.drawn_at,
        drawn_by: shown.drawn_by,
        countersigned_at: shown.countersigned_at,
        countersigned_by: shown.countersigned_by,
        carried_out_at,
        carried_out_by,
    }))
}

fn verification(connection: &Connection, view: &InstanceView) -> Result<Option<record::Verification>, Problem> {
    let entry: Option<String> = connection
        .query_row(
            "SELECT entry FROM audit WHERE instance_id = ?1 AND entry ->> '$.operation' = 'plan.verify' ORDER BY seq DESC LIMIT 1",
            [view.instance],
            |row| row.get(0),
        )
        .optional()
        .map_err(StoreError::from)?;
    let Some(entry) = entry else { return Ok(None) };
    let entry: audit::AuditEntry = serde_json::from_str(&entry)?;
    let read_at = DateTime::parse_from_rfc3339(&entry.at)
        .map(|at| at.with_timezone(&Utc))
        .unwrap_or_default();
    let digest = entry
        .detail
        .pointer("/snapshot/digest")
        .and_then(Value::as_str)
        .unwrap_or_default();
    Ok(Some(record::Verification {
        read_at,
        digest: digest.to_owned(),
        by: entry.actor,
    }))
}
