//! Groups, applications and roles as a plan sees them, and what else a group gives.

use std::collections::BTreeMap;

use countersign_domain::id::PrincipalId;
use countersign_domain::plan::{Place, Reach, barrier};
use countersign_domain::snapshot::Kind;
use rusqlite::{Connection, params};

use crate::StoreError;

/// Names of other resources that are listed with one change; more are counted in the last name.
const ALSO: usize = 20;

/// A resource with the reason why nobody can be taken out of it from here, if there is one.
pub fn place(connection: &Connection, id: i64) -> Result<Place, StoreError> {
    let (name, kind, attributes, directory): (String, String, String, String) = connection
        .prepare_cached(
            "SELECT p.display_name, p.kind, p.attributes, d.kind FROM principal p
             JOIN directory d ON d.id = p.directory_id WHERE p.id = ?1",
        )?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let kind = Kind::from_text(&kind).ok_or_else(|| StoreError::Value(format!("“{kind}” is not a kind")))?;
    let attributes: BTreeMap<String, Vec<String>> = serde_json::from_str(&attributes)?;
    Ok(Place {
        id: PrincipalId(id),
        name,
        kind,
        barrier: barrier(kind, &attributes, Reach::of(&directory)),
    })
}

/// The names of everything that a group gives to its members, beside what lies on the way to `resource`.
pub fn also(connection: &Connection, group: i64, way: &[i64], resource: i64) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "WITH RECURSIVE up (id) AS (
           SELECT ?1 UNION
           SELECT g.resource_id FROM up JOIN principal p ON p.id = up.id AND p.kind = 'group'
           JOIN \"grant\" g ON g.principal_id = up.id AND g.entitlement <> 'owner')
         SELECT DISTINCT p.id, p.display_name FROM up JOIN principal p ON p.id = up.id
         WHERE up.id NOT IN (?1, ?2) ORDER BY 2, 1",
    )?;
    let found = statement
        .query_map(params![group, resource], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let mut names: Vec<String> = found
        .into_iter()
        .filter(|(id, _)| !way.contains(id))
        .map(|(_, name)| name)
        .collect();
    if names.len() > ALSO {
        let rest = names.len() - ALSO;
        names.truncate(ALSO);
        names.push(format!("and {rest} more"));
    }
    Ok(names)
}
