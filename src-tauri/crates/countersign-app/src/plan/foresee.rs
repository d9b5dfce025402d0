//! What a review could not carry out by itself, told before it starts.

use std::collections::{BTreeMap, HashMap};

use countersign_domain::definition::{Definition, GuestAction, Nested};
use countersign_domain::plan::{Denied, Place, Reason, steps};
use countersign_store::rusqlite::{self, Connection, Row};
use countersign_store::snapshot::Nesting;
use countersign_store::{StoreError, plan};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::elsewhere;
use crate::Problem;
use crate::call::Read;
use crate::review::{Resolved, resolve_all, zone};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForeseeInput {
    /// Microsoft Graph's `accessReviewScheduleDefinition`.
    #[ts(type = "unknown")]
    pub definition: Value,
}

/// So many accesses to a resource would be left to a person, for one reason.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Foreseen {
    pub reason: Reason,
    pub sentence: String,
    pub resource: i64,
    pub resource_name: String,
    /// Accesses, one shortest way each. Without items yet, of the filters only that for guests is applied.
    pub count: u64,
}

/// Counts ways that lead to a task, each group, application and role looked at once.
struct Counter<'c> {
    connection: &'c Connection,
    nested: Nested,
    places: HashMap<i64, Place>,
    counts: BTreeMap<(i64, Reason, String), u64>,
}

impl<'c> Counter<'c> {
    fn new(connection: &'c Connection, definition: &Definition) -> Self {
        Self {
            connection,
            nested: definition.settings.nested,
            places: HashMap::new(),
            counts: BTreeMap::new(),
        }
    }

    fn place(&mut self, id: i64) -> Result<Place, StoreError> {
        if let Some(found) = self.places.get(&id) {
            return Ok(found.clone());
        }
        let found = plan::place(self.connection, id)?;
        self.places.insert(id, found.clone());
        Ok(found)
    }

    /// So many people hold something on a resource by one way; who, where it is one.
    fn add(&mut self, resource: i64, path: &[i64], people: u64, person: Option<i64>) -> Result<(), StoreError> {
        let way = path.iter().map(|id| self.place(*id)).collect::<Result<Vec<_>, _>>()?;
        let denied = Denied {
            resource: self.place(resource)?,
            direct: way.is_empty(),
            ways: vec![way],
            more: false,
            person_gone: false,
            nested: self.nested,
        };
        for removal in steps(&denied) {
            if let Some(person) = person
                && elsewhere::of(self.connection, person, &removal)?.is_some()
            {
                continue;
            }
            if let Some(reason) = removal.reason {
                *self.counts.entry((resource, reason, removal.cut.name)).or_default() += people;
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<Foreseen>, StoreError> {
        let mut all = Vec::new();
        for ((resource, reason, cut), count) in std::mem::take(&mut self.counts) {
            all.push(Foreseen {
                reason,
                sentence: reason.sentence(&cut),
                resource,
                resource_name: self.place(resource)?.name,
                count,
            });
        }
        Ok(all)
    }
}

/// Guests whose accounts are blocked and deleted lose everything, by whatever way they hold it.
fn takes_accounts(definition: &Definition) -> bool {
    definition.scope.principals.guests_only && definition.settings.guest_action == GuestAction::BlockThenDelete
}

/// What could not be applied if everybody in scope were denied, by reason and resource.
pub(crate) fn foresee(
    connection: &Connection,
    definition: &Definition,
    resolved: &Resolved,
) -> Result<Vec<Foreseen>, Problem> {
    if takes_accounts(definition) {
        return Ok(Vec::new());
    }
    let nesting = Nesting::load(connection)?;
    let mut counter = Counter::new(connection, definition);
    let mut is_guest = connection
        .prepare_cached("SELECT user_type = 'guest' FROM principal WHERE id = ?1")
        .map_err(StoreError::from)?;
    for one in &resolved.resources {
        nesting.holders(connection, one.resource, definition.scope.transitive, &mut |holder| {
            if !one.entitlements.is_empty() && !one.entitlements.contains(&&*holder.entitlement) {
                return Ok(());
            }
            if definition.scope.principals.guests_only {
                let guest: Option<bool> = is_guest.query_row([holder.principal_id], |row| row.get(0))?;
                if guest != Some(true) {
                    return Ok(());
                }
            }
            counter.add(one.resource, &holder.path, 1, Some(holder.principal_id))
        })?;
    }
    Ok(counter.finish()?)
}

/// The same for the items of an instance, after every filter of its scope.
pub(crate) fn of_items(
    connection: &Connection,
    instance: i64,
    definition: &Definition,
) -> Result<Vec<Foreseen>, Problem> {
    if takes_accounts(definition) {
        return Ok(Vec::new());
    }
    let mut counter = Counter::new(connection, definition);
    let mut statement = connection
        .prepare_cached(
            "SELECT i.resource_id, CASE WHEN i.direct THEN '[]' ELSE coalesce(i.path, '[]') END AS way, count(*),
                    CASE WHEN i.direct AND json_extract(r.attributes, '$.synced[0]') = 'true' THEN i.principal_id END
             FROM instance n JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
             JOIN principal r ON r.id = i.resource_id
             WHERE n.id = ?1 GROUP BY 1, 2, 4",
        )
        .map_err(StoreError::from)?;
    let mut rows = statement.query([instance]).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        let (resource, way, people, person) = read_way(row).map_err(StoreError::from)?;
        let path: Vec<i64> = serde_json::from_str(&way)?;
        counter.add(resource, &path, people, person)?;
    }
    Ok(counter.finish()?)
}

fn read_way(row: &Row<'_>) -> rusqlite::Result<(i64, String, u64, Option<i64>)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

/// The same for a definition that is only being written.
pub(crate) fn review_foresee(read: &Read<'_>, input: ForeseeInput) -> Result<Vec<Foreseen>, Problem> {
    let definition = countersign_domain::definition::parse(&input.definition, zone(read.connection)?)?;
    let resolved = resolve_all(read.connection, &definition)?;
    foresee(read.connection, &definition, &resolved)
}

/// The setting of an instance, for its items.
pub(crate) fn nested_of(connection: &Connection, instance: i64) -> Result<Nested, Problem> {
    let view = crate::review::one(connection, instance)?;
    let (definition, _) = crate::review::definition_of(connection, &view)?;
    Ok(definition.settings.nested)
}
