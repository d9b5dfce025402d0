//! What nobody should hold together with the package, who does now, and the exceptions about it.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use countersign_evidence::ExceptionRecord;
use countersign_evidence::package::{ConflictRecord, HolderOfBoth};
use countersign_store::rusqlite::{Connection, params};
use countersign_store::snapshot::effective_member;
use countersign_store::{StoreError, exception};

use crate::Problem;

/// Somebody who holds the package.
struct Held {
    assignment: i64,
    person: String,
    user_name: String,
}

/// A rule, as far as it asks who breaks it.
struct Rule {
    other_package: Option<i64>,
    group: Option<i64>,
    record: ConflictRecord,
}

/// Rules that stand or stood, those of the other package too.
pub(super) fn conflicts(
    connection: &Connection,
    package: i64,
    now: DateTime<Utc>,
) -> Result<Vec<ConflictRecord>, Problem> {
    let rules = rules(connection, package)?;
    if rules.iter().all(|rule| rule.record.removed_at.is_some()) {
        return Ok(rules.into_iter().map(|rule| rule.record).collect());
    }
    let held = held(connection, package)?;
    let resource = super::content::package(connection, package)?.resource;
    let today = crate::exception::today(connection, now)?;
    let mut all = Vec::new();
    for mut rule in rules {
        if rule.record.removed_at.is_none() {
            for (principal, through) in others(connection, &rule)? {
                let Some(holder) = held.get(&principal) else { continue };
                let covering = exception::covering(connection, principal, resource, "assigned", today)?;
                rule.record.holders.push(HolderOfBoth {
                    assignment_id: holder.assignment,
                    person: holder.person.clone(),
                    user_name: holder.user_name.clone(),
                    through,
                    exception_id: covering.first().map(|one| one.exception),
                });
            }
            rule.record.holders.sort_by_key(|one| one.assignment_id);
        }
        all.push(rule.record);
    }
    Ok(all)
}

fn rules(connection: &Connection, package: i64) -> Result<Vec<Rule>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT i.*, i.package_id <> ?1 AS there, k.display_name AS other_name, k.key AS other_key,
                CASE WHEN i.package_id = ?1 THEN i.other_package_id ELSE i.package_id END AS other,
                g.display_name AS group_name, g.key AS group_key
         FROM incompatible i
         LEFT JOIN package k ON k.id = CASE WHEN i.package_id = ?1 THEN i.other_package_id ELSE i.package_id END
                            AND i.group_id IS NULL
         LEFT JOIN principal g ON g.id = i.group_id
         WHERE i.package_id = ?1 OR i.other_package_id = ?1 ORDER BY i.id",
    )?;
    let rows = statement.query_map([package], |row| {
        let group: Option<i64> = row.get("group_id")?;
        let (name, key) = match group {
            Some(_) => ("group_name", "group_key"),
            None => ("other_name", "other_key"),
        };
        Ok(Rule {
            other_package: match group {
                Some(_) => None,
                None => row.get("other")?,
            },
            group,
            record: ConflictRecord {
                other: row.get(name)?,
                other_id: row.get(key)?,
                kind: if group.is_some() { "group" } else { "accessPackage" }.into(),
                reason: row.get("reason")?,
                stands_there: row.get("there")?,
                added_at: row.get("added_at")?,
                added_by: row.get("added_by")?,
                removed_at: row.get("removed_at")?,
                holders: Vec::new(),
            },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn held(connection: &Connection, package: i64) -> Result<HashMap<i64, Held>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT a.principal_id, a.id, p.display_name, p.user_name FROM assignment a
         JOIN principal p ON p.id = a.principal_id WHERE a.package_id = ?1 AND a.state <> 'expired'",
    )?;
    let rows = statement.query_map([package], |row| {
        let holder = Held {
            assignment: row.get(1)?,
            person: row.get(2)?,
            user_name: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
        };
        Ok((row.get(0)?, holder))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Who holds the other side of a rule, and by which way.
fn others(connection: &Connection, rule: &Rule) -> Result<BTreeMap<i64, String>, StoreError> {
    let mut found = BTreeMap::new();
    if let Some(package) = rule.other_package {
        let mut statement = connection
            .prepare_cached("SELECT principal_id, id FROM assignment WHERE package_id = ?1 AND state <> 'expired'")?;
        let mut rows = statement.query([package])?;
        while let Some(row) = rows.next()? {
            found.insert(row.get(0)?, format!("assignment {}", row.get::<_, i64>(1)?));
        }
    }
    if let Some(group) = rule.group {
        let mut name = connection.prepare_cached("SELECT display_name FROM principal WHERE id = ?1")?;
        for member in effective_member(connection, group)? {
            let mut way = Vec::new();
            for id in member.path.iter() {
                way.push(name.query_row([*id], |row| row.get::<_, String>(0))?);
            }
            let through = match way.is_empty() {
                true => "directly".to_owned(),
                false => way.join(" \u{203A} "),
            };
            found.insert(member.principal_id, through);
        }
    }
    Ok(found)
}

/// Every exception about holding the package, and every one that let a request for it pass.
pub(super) fn exceptions(
    connection: &Connection,
    package: i64,
    now: DateTime<Utc>,
) -> Result<Vec<ExceptionRecord>, Problem> {
    let today = crate::exception::today(connection, now)?;
    let mut statement = connection
        .prepare_cached(
            "SELECT e.id, coalesce((SELECT max(a.id) FROM assignment a
                                    WHERE a.package_id = ?1 AND a.principal_id = e.principal_id), 0)
             FROM exception e
             WHERE e.resource_id = (SELECT principal_id FROM package WHERE id = ?1)
                OR e.id IN (SELECT exception_id FROM request WHERE package_id = ?1 AND exception_id IS NOT NULL)
             ORDER BY e.id",
        )
        .map_err(StoreError::from)?;
    let pairs: Vec<(i64, i64)> = statement
        .query_map(params![package], |row| Ok((row.get(0)?, row.get(1)?)))
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    let mut all = Vec::new();
    for (id, assignment) in pairs {
        let Some((row, _)) = exception::one(connection, id)? else {
            continue;
        };
        all.push(crate::job::export::remediation::exception(assignment, row, today));
    }
    Ok(all)
}
