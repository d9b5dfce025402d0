//! What a reader must know about, and what was done about it (E21, E27, E29, E30, E34).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use countersign_evidence::{EvidenceError, FindingRecord, RecordHead, Visit};
use countersign_store::review::InstanceView;
use countersign_store::rusqlite::{self, Connection, Row, params};
use countersign_store::{StoreError, role};

use super::source::fault;
use crate::Problem;

/// Words of directories for somebody who is not employed any more.
const LEFT: &str = "lower(p.employment) GLOB '*terminated*' OR lower(p.employment) GLOB '*inactive*'
    OR lower(p.employment) GLOB '*left*' OR lower(p.employment) GLOB '*retired*' OR lower(p.employment) GLOB '*former*'";

/// Everybody who has acted as an administrator of this store, or may.
pub(super) fn administrators(connection: &Connection) -> Result<BTreeSet<i64>, Problem> {
    let mut statement = connection
        .prepare_cached(
            // The text is looked through first: that costs less than to take every entry apart.
            "SELECT DISTINCT entry ->> '$.subject' FROM audit WHERE instr(entry, '\"operation\":\"actor.choose\"') > 0
               AND entry ->> '$.operation' = 'actor.choose' AND entry ->> '$.detail.administrator'",
        )
        .map_err(StoreError::from)?;
    let labels: Vec<String> = statement
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    let number = |label: &String| label.rsplit_once("(principal ")?.1.strip_suffix(')')?.parse().ok();
    let mut all: BTreeSet<i64> = labels.iter().filter_map(number).collect();
    let given = role::roles(connection)?;
    all.extend(
        given
            .iter()
            .filter(|one| one.role == role::Role::Administrator)
            .filter_map(|one| one.principal),
    );
    Ok(all)
}

/// Walks all findings, those about an access by item.
pub(super) fn for_each(
    connection: &Connection,
    view: &InstanceView,
    head: &RecordHead,
    administrators: &BTreeSet<i64>,
    visit: Visit<'_, FindingRecord>,
) -> Result<(), EvidenceError> {
    let kinds: [(&str, String); 3] = [
        ("disabledAccount", "p.enabled = 0".into()),
        (
            "leftOrganization",
            format!("p.kind = 'user' AND (x.removed_snapshot_id IS NOT NULL OR {LEFT})"),
        ),
        (
            "cameBack",
            "EXISTS (SELECT 1 FROM verification v WHERE v.item_id = i.id AND v.state = 'cameBack')".into(),
        ),
    ];
    for (kind, condition) in &kinds {
        let sql = format!("{} ({condition}) ORDER BY i.id", include_str!("finding.sql"));
        let mut statement = connection.prepare_cached(&sql).map_err(fault)?;
        let mut rows = statement.query([view.instance]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            visit(&about_access(kind, row).map_err(fault)?)?;
        }
    }
    conflicts(connection, view, visit)?;
    for orphan in &head.population.orphaned {
        visit(&FindingRecord {
            kind: "orphan".into(),
            what: format!("A membership that no entry of the directory stands behind: {orphan}."),
            treatment: "Listed, and not an item: there is nobody to decide on.".into(),
            open: true,
            ..FindingRecord::default()
        })?;
    }
    reviewers(connection, view, administrators, visit)?;
    if let Some(because) = &head.timeliness.late_because {
        visit(&FindingRecord {
            kind: "late".into(),
            what: "The review ended after its due time.".into(),
            treatment: format!("The reason on record: {because}."),
            ..FindingRecord::default()
        })?;
    }
    silence(connection, view, head, visit)
}

fn about_access(kind: &str, row: &Row<'_>) -> rusqlite::Result<FindingRecord> {
    let removed_at: Option<DateTime<Utc>> = row.get("removed_at")?;
    let employment: Option<String> = row.get("employment")?;
    let what = match kind {
        "disabledAccount" => "The account was disabled and still had this access when the review began.".to_owned(),
        "cameBack" => "The access was seen gone, and is there again.".to_owned(),
        _ => match removed_at {
            Some(at) => format!(
                "The account had this access when the review began, and is no longer in the directory since the read of {}.",
                at.format("%Y-%m-%d")
            ),
            None => format!(
                "The directory says of the employment “{}”, and the access still stood when the review began.",
                employment.unwrap_or_default()
            ),
        },
    };
    let (treatment, open) = treatment(row, kind)?;
    Ok(FindingRecord {
        kind: kind.to_owned(),
        item_id: row.get("id")?,
        person: row.get("person")?,
        user_name: row.get::<_, Option<String>>("user_name")?.unwrap_or_default(),
        resource: row.get("resource")?,
        what,
        treatment,
        open,
    })
}

/// What was done about the access, and whether something is left to do.
fn treatment(row: &Row<'_>, kind: &str) -> rusqlite::Result<(String, bool)> {
    let decision: String = row.get("decision")?;
    let seen: Option<String> = row.get("seen")?;
    let seen_at: Option<DateTime<Utc>> = row.get("seen_at")?;
    let outcome: Option<String> = row.get("outcome")?;
    let tasks: Option<String> = row.get("tasks")?;
    let day = seen_at.map(|at| at.format("%Y-%m-%d").to_string()).unwrap_or_default();
    if let Some(tasks) = tasks {
        return Ok((format!("Remediation task {tasks} is open."), true));
    }
    let gone: Option<i64> = row.get("removed_snapshot_id")?;
    Ok(match (decision.as_str(), seen.as_deref(), outcome.as_deref()) {
        _ if kind == "leftOrganization" && gone.is_some() => ("Gone with the account.".into(), false),
        (_, Some("gone"), _) => (format!("Denied; the read of {day} saw it gone."), false),
        (_, Some(_), _) => (format!("Denied; the read of {day} saw it still effective."), true),
        ("deny", None, Some("applied" | "alreadySo")) => ("Denied and removed; not read again yet.".into(), true),
        ("deny", None, Some(_)) => ("Denied; the directory did not take the change.".into(), true),
        ("deny", None, None) => ("Denied; not carried out yet.".into(), true),
        ("approve", ..) => ("Kept: it was approved.".into(), false),
        _ => ("Kept: nobody said approve or deny.".into(), true),
    })
}

/// Items by which somebody holds both sides of what does not go together.
fn conflicts(
    connection: &Connection,
    view: &InstanceView,
    visit: Visit<'_, FindingRecord>,
) -> Result<(), EvidenceError> {
    let mut statement = connection
        .prepare_cached(include_str!("finding_conflict.sql"))
        .map_err(fault)?;
    let mut rows = statement.query([view.instance]).map_err(fault)?;
    while let Some(row) = rows.next().map_err(fault)? {
        visit(&conflict(row).map_err(fault)?)?;
    }
    Ok(())
}

fn conflict(row: &Row<'_>) -> rusqlite::Result<FindingRecord> {
    let ended: Option<DateTime<Utc>> = row.get("ended_at")?;
    let exception: Option<i64> = row.get("exception")?;
    let decision: String = row.get("decision")?;
    let (treatment, open) = match (ended, exception, decision.as_str()) {
        (Some(at), ..) => (
            format!("Resolved: no longer so since {}.", at.format("%Y-%m-%d")),
            false,
        ),
        (None, Some(exception), _) => (
            format!("Let stand by exception {exception}, approved and in force."),
            false,
        ),
        (None, None, "deny") => (
            "This access was denied; the conflict still stood at the last look.".into(),
            true,
        ),
        (None, None, _) => ("No exception lets it stand, and this access was kept.".into(), true),
    };
    Ok(FindingRecord {
        kind: "conflict".into(),
        item_id: row.get("id")?,
        person: row.get("person")?,
        user_name: row.get::<_, Option<String>>("user_name")?.unwrap_or_default(),
        resource: row.get("resource")?,
        what: format!(
            "Holds “{}” together with “{}”, which do not go together: {}",
            row.get::<_, String>("one")?,
            row.get::<_, String>("other")?,
            row.get::<_, String>("reason")?
        ),
        treatment,
        open,
    })
}

/// Reviewers who are administrators of this store, and those who had given what they decided on.
fn reviewers(
    connection: &Connection,
    view: &InstanceView,
    administrators: &BTreeSet<i64>,
    visit: Visit<'_, FindingRecord>,
) -> Result<(), EvidenceError> {
    if administrators.is_empty() {
        return Ok(());
    }
    let mut statement = connection
        .prepare_cached(
            "SELECT p.display_name, p.user_name, count(DISTINCT e.item_id) FROM instance n
             JOIN decision_event e ON e.item_id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
             JOIN principal p ON p.id = e.actor_id
             WHERE n.id = ?1 AND e.actor_id = ?2 AND e.source NOT IN ('reset','default','stands','carried')",
        )
        .map_err(fault)?;
    let mut asked = connection
        .prepare_cached(
            "SELECT 1 FROM reviewer_set_member m JOIN reviewer_set s ON s.id = m.set_id
             WHERE m.principal_id = ?2 AND s.instance_id = ?1 LIMIT 1",
        )
        .map_err(fault)?;
    for one in administrators {
        if !asked.exists(params![view.instance, one]).map_err(fault)? {
            continue;
        }
        let found: (Option<String>, Option<String>, u64) = statement
            .query_row(params![view.instance, one], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .map_err(fault)?;
        if let (Some(person), user_name, items @ 1..) = found {
            visit(&FindingRecord {
                kind: "administratorDecided".into(),
                person,
                user_name: user_name.unwrap_or_default(),
                what: format!("Decided on {items} items as a reviewer, and is an administrator of this store too."),
                treatment: "Told here: who carries out should not be the only one who decides.".into(),
                ..FindingRecord::default()
            })?;
        }
    }
    Ok(())
}

/// What nobody decided, and what was answered “don't know”, in one line each; every item tells its own.
fn silence(
    connection: &Connection,
    view: &InstanceView,
    head: &RecordHead,
    visit: Visit<'_, FindingRecord>,
) -> Result<(), EvidenceError> {
    let mut statement = connection
        .prepare_cached(
            "SELECT i.decision, count(*) FROM instance n
             JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
             WHERE n.id = ?1 AND i.decision IN ('dontKnow','notReviewed') GROUP BY 1 ORDER BY 1",
        )
        .map_err(fault)?;
    let mut rows = statement.query([view.instance]).map_err(fault)?;
    while let Some(row) = rows.next().map_err(fault)? {
        let kind: String = row.get(0).map_err(fault)?;
        let items: i64 = row.get(1).map_err(fault)?;
        let silence = &head.configuration.default_on_silence;
        let (what, treatment) = match kind.as_str() {
            "dontKnow" => (
                format!("{items} items were answered “don’t know”."),
                "The access is kept; each item says so.".to_owned(),
            ),
            _ => (
                format!("{items} items were not reviewed."),
                format!("On silence the settings say: {silence}. The access of these items is kept."),
            ),
        };
        visit(&FindingRecord {
            kind,
            what,
            treatment,
            open: true,
            ..FindingRecord::default()
        })?;
    }
    Ok(())
}
