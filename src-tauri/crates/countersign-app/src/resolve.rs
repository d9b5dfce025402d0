//! From a reference in a definition (an immutable id, a DN, a unique name, a number) to a principal.

use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, params};

use crate::Problem;

/// The one principal of a kind that a reference means.
///
/// # Errors
/// Nobody, or several: the problem stands at `field` and names what was looked for.
pub(crate) fn principal(connection: &Connection, reference: &str, kind: &str, field: &str) -> Result<i64, Problem> {
    let reference = reference.trim();
    let tries = [
        "SELECT id FROM principal WHERE kind = ?2 AND removed_snapshot_id IS NULL AND key = lower(?1) LIMIT 2",
        "SELECT id FROM principal WHERE kind = ?2 AND removed_snapshot_id IS NULL AND dn = ?1 COLLATE NOCASE LIMIT 2",
        "SELECT id FROM principal WHERE kind = ?2 AND removed_snapshot_id IS NULL AND user_name = ?1 COLLATE NOCASE LIMIT 2",
        "SELECT id FROM principal WHERE kind = ?2 AND removed_snapshot_id IS NULL AND mail = ?1 COLLATE NOCASE LIMIT 2",
        "SELECT id FROM principal WHERE kind = ?2 AND removed_snapshot_id IS NULL AND display_name = ?1 COLLATE NOCASE LIMIT 2",
        "SELECT id FROM principal WHERE kind = ?2 AND removed_snapshot_id IS NULL AND CAST(id AS TEXT) = ?1 LIMIT 2",
    ];
    let what = match kind {
        "group" => "group",
        "servicePrincipal" => "application",
        "directoryRole" | "azureRole" => "role",
        "accessPackage" => "access package",
        _ => "person",
    };
    for sql in tries {
        let mut statement = connection.prepare_cached(sql).map_err(StoreError::from)?;
        let found = statement
            .query_map(params![reference, kind], |row| row.get(0))
            .and_then(Iterator::collect::<Result<Vec<i64>, _>>)
            .map_err(StoreError::from)?;
        match found.as_slice() {
            [one] => return Ok(*one),
            [_, _, ..] => {
                return Err(Problem::new(format!("More than one {what} is called “{reference}”."))
                    .code("ambiguous")
                    .hint("Use the immutable id or the DN.")
                    .field(field));
            }
            [] => {}
        }
    }
    Err(Problem::new(format!("The directory holds no {what} “{reference}”."))
        .code("unknownPrincipal")
        .hint("Sync the directory, or check the id.")
        .field(field))
}
