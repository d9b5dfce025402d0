//! Which access packages an entry is about, found from its subject when it is written.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::Value;

use super::NewEntry;
use crate::StoreError;

/// Notes the packages of an entry that was just written. A subject such as `request:7` leads to one; a plan, and an
/// act over many assignments that its detail lists, to several.
pub(super) fn note(transaction: &Transaction<'_>, seq: i64, new: &NewEntry<'_>) -> Result<(), StoreError> {
    let mut packages: BTreeSet<i64> = new.package_id.into_iter().collect();
    let (mut assignment, mut request) = (None, None);
    if let Some((noun, Ok(id))) = new.subject.split_once(':').map(|(noun, id)| (noun, id.parse::<i64>())) {
        match noun {
            "package" => packages.extend([id]),
            "policy" => packages.extend(package_of(transaction, "policy", id)?),
            "request" => {
                request = Some(id);
                packages.extend(package_of(transaction, "request", id)?);
            }
            "assignment" => {
                assignment = Some(id);
                packages.extend(package_of(transaction, "assignment", id)?);
            }
            "plan" => packages.extend(packages_of_plan(transaction, id)?),
            _ => {}
        }
    }
    if assignment.is_none() && (new.operation.starts_with("assignment.") || new.subject.starts_with("assignment:")) {
        for id in listed(&new.detail) {
            packages.extend(package_of(transaction, "assignment", id)?);
        }
    }
    for package in packages {
        transaction
            .prepare_cached(
                "INSERT INTO audit_package (package_id, seq, assignment_id, request_id) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![package, seq, assignment, request])?;
    }
    Ok(())
}

/// `noun` is one of the three tables that name their package.
fn package_of(connection: &Connection, noun: &str, id: i64) -> Result<Option<i64>, StoreError> {
    let sql = format!("SELECT package_id FROM {noun} WHERE id = ?1");
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([id], |row| row.get(0))
        .optional()?)
}

fn packages_of_plan(connection: &Connection, plan: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT a.package_id FROM change c JOIN assignment a ON a.id = c.assignment_id WHERE c.plan_id = ?1",
    )?;
    let rows = statement.query_map([plan], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The assignments in the lists of a detail: as numbers, first in a list of its own, or by that name.
fn listed(detail: &Value) -> impl Iterator<Item = i64> {
    let lists = detail.as_object().into_iter().flat_map(|members| members.values());
    lists.filter_map(Value::as_array).flatten().filter_map(|one| match one {
        Value::Array(list) => list.first().and_then(Value::as_i64),
        Value::Object(members) => members.get("assignment").and_then(Value::as_i64),
        other => other.as_i64(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::listed;

    #[test]
    fn assignments_are_found_in_the_lists_of_a_detail_and_nowhere_else() {
        let detail = json!({
            "ended": [3, 4], "nearEnd": [[5, "oneDay"]], "given": [{ "assignment": 6, "package": 9 }],
            "snapshot": 7, "reason": "8", "seen": { "assignment": 9 }, "names": ["10"],
        });
        let mut found: Vec<i64> = listed(&detail).collect();
        found.sort_unstable();
        assert_eq!(found, [3, 4, 5, 6]);
        assert_eq!(listed(&json!("3")).count(), 0);
    }
}
