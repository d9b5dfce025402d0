//! What a review could not carry out by itself, told before it starts.

use std::collections::{BTreeMap, HashMap};

use countersign_domain::definition::{Definition, GuestAction, Nested};
use countersign_domain::plan::{Denied, Place, Reason, steps};
use countersign_store::rusqlite::Connection;
use countersign_store::snapshot::Nesting;
use countersign_store::{StoreError, plan};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

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
    /// Accesses in the last snapshot, one shortest way each; only the filter for guests is applied.
    pub count: u64,
}

/// What could not be applied if everybody in scope were denied, by reason and resource.
pub(crate) fn foresee(
    connection: &Connection,
    definition: &Definition,
    resolved: &Resolved,
) -> Result<Vec<Foreseen>, Problem> {
    let scope = &definition.scope;
    let nesting = Nesting::load(connection)?;
    let mut places: HashMap<i64, Place> = HashMap::new();
    let mut is_guest = connection
        .prepare_cached("SELECT user_type = 'guest' FROM principal WHERE id = ?1")
        .map_err(StoreError::from)?;
    let mut counts: BTreeMap<(i64, Reason, String), u64> = BTreeMap::new();
    for one in &resolved.resources {
        let resource = plan::place(connection, one.resource)?;
        nesting.holders(connection, one.resource, scope.transitive, &mut |holder| {
            if !one.entitlements.is_empty() && !one.entitlements.contains(&&*holder.entitlement) {
                return Ok(());
            }
            if scope.principals.guests_only {
                let guest: Option<bool> = is_guest.query_row([holder.principal_id], |row| row.get(0))?;
                if guest != Some(true) || definition.settings.guest_action == GuestAction::BlockThenDelete {
                    return Ok(());
                }
            }
            let mut way = Vec::new();
            for id in holder.path.iter() {
                if !places.contains_key(id) {
                    places.insert(*id, plan::place(connection, *id)?);
                }
                way.extend(places.get(id).cloned());
            }
            let removals = steps(&Denied {
                resource: resource.clone(),
                ways: vec![way],
                more: false,
                direct: holder.direct,
                person_gone: false,
                nested: definition.settings.nested,
            });
            for removal in removals {
                if let Some(reason) = removal.reason {
                    *counts.entry((one.resource, reason, removal.cut.name)).or_default() += 1;
                }
            }
            Ok(())
        })?;
    }
    let mut names = connection
        .prepare_cached("SELECT display_name FROM principal WHERE id = ?1")
        .map_err(StoreError::from)?;
    let mut all = Vec::new();
    for ((resource, reason, cut), count) in counts {
        all.push(Foreseen {
            reason,
            sentence: reason.sentence(&cut),
            resource,
            resource_name: names
                .query_row([resource], |row| row.get(0))
                .map_err(StoreError::from)?,
            count,
        });
    }
    Ok(all)
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
