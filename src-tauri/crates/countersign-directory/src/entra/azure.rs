//! Roles at subscriptions of Azure, resource groups and single resources: who holds them, and who may activate them.

use std::collections::BTreeMap;

use countersign_domain::snapshot::{ACTIVE, ELIGIBLE, Entry, Holding, Kind, attribute as fact};

use super::address::azure as ask;
use super::apply::parse;
use super::decode::{Decoder, bare, reference};
use super::id::Id;
use super::role::all;
use super::session::Session;
use super::shape::{AzureHeld, AzureRole, Subscription};
use crate::DirectoryProblem;
use crate::control::Cancel;
use crate::ldap::text::clean;

/// What stands before a role of Azure in its key.
pub(super) const KEY: &str = "azure:";

// Roles that Azure itself calls privileged: their holders change everything, or the rights of others.
const PRIVILEGED: [&str; 4] = [
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", // Owner
    "b24988ac-6180-42a0-ab88-20f7382dd24c", // Contributor
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", // User Access Administrator
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168", // Role Based Access Control Administrator
];

/// What one subscription showed.
pub(super) struct Held {
    subscription: Id,
    name: Option<String>,
    definitions: Vec<AzureRole>,
    active: Vec<AzureHeld>,
    /// `None` where the tenant has no licence for such a thing.
    eligible: Option<Vec<AzureHeld>>,
}

/// Reads the subscriptions, one after another: Azure asks for patience sooner than Graph does.
pub(super) async fn read(session: &Session, cancel: &Cancel) -> Result<Vec<Held>, DirectoryProblem> {
    let mut found = Vec::new();
    for id in &session.setting().subscriptions() {
        let request = ask::subscription(id);
        let answer = session.answer(&request, cancel).await?;
        if answer.status != 200 {
            return Err(session.refusal(&request, &answer));
        }
        let named: Subscription = parse(session, &request, &answer)?;
        // Where the right to see it is missing, nothing is known of who is eligible: the read is refused.
        let eligible = match session
            .answer(&ask::azure_eligible(id), cancel)
            .await?
            .is_without_licence()
        {
            true => None,
            false => Some(all(session, ask::azure_eligible(id), cancel).await?),
        };
        found.push(Held {
            subscription: id.clone(),
            name: named.display_name.filter(|name| !name.trim().is_empty()),
            definitions: all(session, ask::azure_roles(id), cancel).await?,
            active: all(session, ask::azure_assignments(id), cancel).await?,
            eligible,
        });
    }
    Ok(found)
}

/// The role at the end of its address.
pub(super) fn role_of(address: Option<&str>) -> Option<Id> {
    Id::parse(address?.rsplit('/').next()?)
}

/// One entry for each role at each scope at which somebody holds it. What several subscriptions show, because it is
/// held above them, is one.
pub(super) fn entries(all: Vec<Held>, decoder: &mut Decoder) -> Vec<Entry> {
    let (mut names, mut scopes) = (BTreeMap::new(), BTreeMap::new());
    for one in &all {
        let id = one.subscription.as_str();
        scopes.insert(id.to_owned(), clean(one.name.as_deref().unwrap_or(id)).0);
        for role in &one.definitions {
            if let (Some(id), Some(name)) = (Id::parse(&role.name), &role.properties.role_name) {
                names.insert(id, (clean(name).0, role.properties.description.clone()));
            }
        }
    }
    let mut found: BTreeMap<String, Entry> = BTreeMap::new();
    for one in all {
        if one.eligible.is_none() {
            let why = "who may activate a role of Azure is not shown: it needs a licence of Entra ID P2";
            decoder.adjusted.add(why, one.subscription.as_str());
        }
        let active = one.active.into_iter().map(|held| (held, ACTIVE));
        let eligible = one.eligible.into_iter().flatten().map(|held| (held, ELIGIBLE));
        for (held, entitlement) in active.chain(eligible) {
            let held = held.properties;
            let role = role_of(held.role_definition_id.as_deref());
            let principal = held.principal_id.as_deref().and_then(Id::parse);
            let (Some(role), Some(principal), Some(scope)) = (role, principal, held.scope) else {
                let why = "an assignment of a role of Azure without its identities was passed over";
                decoder.adjusted.add(why, "");
                continue;
            };
            let scope = clean(&scope).0;
            // Azure takes the letters of a scope in either size.
            let key = format!("{KEY}{role}@{}", scope.to_lowercase());
            let entry = found.entry(key.clone()).or_insert_with(|| {
                decoder.returned += 1;
                let known = names.get(&role);
                let name = known.map_or(role.as_str(), |(name, _)| name.as_str());
                let mut entry = bare(&key, Kind::AzureRole, format!("{name} ({})", place(&scope, &scopes)));
                entry.attributes.push((fact::SCOPE.into(), vec![scope.clone()]));
                if let Some(about) = known
                    .and_then(|(_, about)| about.as_deref())
                    .filter(|about| !about.is_empty())
                {
                    entry.attributes.push((fact::DESCRIPTION.into(), vec![clean(about).0]));
                }
                if PRIVILEGED.contains(&role.as_str()) {
                    entry
                        .attributes
                        .push((fact::PRIVILEGED.into(), vec![fact::TRUE.into()]));
                }
                entry
            });
            let holding = Holding {
                entitlement: entitlement.to_owned(),
                principal: reference(&principal),
            };
            if !entry.holdings.contains(&holding) {
                entry.holdings.push(holding);
            }
        }
    }
    found.into_values().collect()
}

/// A scope as a person calls it.
fn place(scope: &str, names: &BTreeMap<String, String>) -> String {
    let parts: Vec<&str> = scope.split('/').filter(|part| !part.is_empty()).collect();
    let subscription = |id: &str| names.get(&id.to_lowercase()).cloned().unwrap_or_else(|| id.to_owned());
    match parts.as_slice() {
        [] => "all of Azure".to_owned(),
        [.., managed, name] if managed.eq_ignore_ascii_case("managementGroups") => format!("management group {name}"),
        [_, id] => subscription(id),
        [_, id, _, group] => format!("{} / {group}", subscription(id)),
        [_, id, _, group, .., last] => format!("{} / {group} / {last}", subscription(id)),
        _ => scope.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_named_as_a_person_calls_it() {
        let id = "0a5d1f7e-1111-4c1c-8c1c-00000000000a";
        let names = BTreeMap::from([(id.to_owned(), "Production".to_owned())]);
        let of = |scope: &str| place(scope, &names);
        assert_eq!(of("/"), "all of Azure");
        assert_eq!(
            of("/providers/Microsoft.Management/managementGroups/top"),
            "management group top"
        );
        assert_eq!(of(&format!("/subscriptions/{}", id.to_uppercase())), "Production");
        let group = format!("/subscriptions/{id}/resourceGroups/web");
        assert_eq!(of(&group), "Production / web");
        let single = format!("{group}/providers/Microsoft.Storage/storageAccounts/logs");
        assert_eq!(of(&single), "Production / web / logs");
    }
}
