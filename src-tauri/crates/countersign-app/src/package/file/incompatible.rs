//! What a package does not go together with, in its file.

use countersign_domain::catalog::Task;
use countersign_store::package::PackageRow;
use countersign_store::rusqlite::Connection;
use countersign_store::{StoreError, conflict, package};
use serde_json::{Value, json};

use crate::authority::require;
use crate::call::Write;
use crate::graph_file::{Draft, Object, Remark, at};
use crate::{Problem, resolve};

pub(super) const PACKAGES: &str = "incompatibleAccessPackages";
pub(super) const GROUPS: &str = "incompatibleGroups";
/// Graph has no word for why.
const REASON: &str = "@countersign.reason";
const FROM_FILE: &str = "Said by the file it was taken in from.";

/// The other side of a pair: an access package or a group of this store.
enum Other {
    Package(i64),
    Group(i64),
}

fn find(connection: &Connection, list: &str, key: &str, path: &str) -> Result<Option<Other>, Problem> {
    if list == PACKAGES {
        return Ok(match package::of_key(connection, key)? {
            Some((found, false)) => Some(Other::Package(found)),
            _ => None,
        });
    }
    match resolve::principal(connection, key, "group", path) {
        Ok(group) => Ok(Some(Other::Group(group))),
        Err(problem) if problem.code.as_deref() == Some("unknownPrincipal") => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Writes the pairs that were said of this package. What the file names and this store does not know stays.
pub(super) fn write(connection: &Connection, row: &PackageRow, file: &mut Draft) -> Result<(), Problem> {
    let pairs = conflict::incompatibles(connection, Some(row.package), 0, i64::MAX)?.0;
    let (mut packages, mut groups) = (Vec::new(), Vec::new());
    for pair in pairs.into_iter().filter(|pair| pair.package == row.package) {
        let (sql, id, list) = match (pair.other_package, pair.group) {
            (Some(other), _) => ("SELECT key FROM package WHERE id = ?1", other, &mut packages),
            (None, Some(group)) => ("SELECT key FROM principal WHERE id = ?1", group, &mut groups),
            (None, None) => continue,
        };
        let key: String = connection
            .query_row(sql, [id], |row| row.get(0))
            .map_err(StoreError::from)?;
        let mut one = json!({ "id": key, "displayName": pair.other_name });
        if pair.reason != FROM_FILE {
            one[REASON] = json!(pair.reason);
        }
        list.push(one);
    }
    for (name, known) in [(PACKAGES, packages), (GROUPS, groups)] {
        let said: Vec<Value> = file.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        let is_same = |one: &Value, other: &Value| match (one["id"].as_str(), other["id"].as_str()) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            _ => false,
        };
        let mut list = Vec::new();
        for one in &said {
            let here = known.iter().any(|pair| is_same(pair, one));
            let key = one["id"].as_str().unwrap_or_default();
            // One that is known here and does not stand was taken back.
            if here || find(connection, name, key, name)?.is_none() {
                list.push(one.clone());
            }
        }
        list.extend(
            known
                .into_iter()
                .filter(|pair| !said.iter().any(|one| is_same(pair, one))),
        );
        file.set(name, json!(list), &json!([]));
    }
    Ok(())
}

/// Takes the pairs of a file in, those that stand already left as they are; answers how many were new.
pub(crate) fn put_incompatibles(
    write: &Write<'_>,
    row: &PackageRow,
    file: &Object<'_>,
    remarks: &mut Vec<Remark>,
) -> Result<usize, Problem> {
    let mut added = 0;
    for list in [PACKAGES, GROUPS] {
        for one in file.list(list)?.unwrap_or_default() {
            let path = one.path("id");
            let key = one
                .text("id")?
                .ok_or_else(|| at(path.clone(), "Say what it does not go together with: its id."))?;
            let (other, group) = match find(write.transaction, list, key, &path)? {
                Some(Other::Package(other)) if other == row.package => {
                    return Err(at(path, "A package always goes together with itself."));
                }
                Some(Other::Package(other)) => (Some(other), None),
                Some(Other::Group(group)) => (None, Some(group)),
                None => {
                    let message = format!("This store does not know “{key}”; the pair is kept and handed on.");
                    remarks.push(Remark { path, message });
                    continue;
                }
            };
            if conflict::between(write.transaction, row.package, other, group)?.is_some() {
                continue;
            }
            require(
                write.transaction,
                &write.actor,
                Task::EditIncompatible,
                Some(row.catalog),
            )?;
            let reason = one.text(REASON)?.unwrap_or(FROM_FILE);
            let label = write.actor.label();
            conflict::add(write.transaction, row.package, other, group, reason, &label, write.now)?;
            added += 1;
        }
    }
    Ok(added)
}
