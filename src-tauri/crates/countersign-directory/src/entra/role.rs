//! Roles of the directory: who holds them now, and who may activate them.

use std::collections::BTreeMap;

use countersign_domain::snapshot::{ACTIVE, ELIGIBLE, Entry, Holding, Kind, attribute as fact};

use super::address::{self, Request};
use super::decode::{Decoder, bare, reference};
use super::id::Id;
use super::page::whole;
use super::session::Session;
use super::shape::{RoleDefinition, RoleHeld};
use crate::DirectoryProblem;
use crate::control::Cancel;
use crate::ldap::text::clean;

/// What stands before a role's identity in its key: the same role has the same identity in every tenant.
pub(super) const KEY: &str = "role:";

/// Whether an entry is a role of the directory or of Azure: no list of changes tells of those.
pub(super) fn is_role(key: &str) -> bool {
    key.starts_with(KEY) || key.starts_with(super::azure::KEY)
}

// Roles of Microsoft whose holders can change the rights of others, or read what they like.
const PRIVILEGED: [&str; 14] = [
    "62e90394-69f5-4237-9190-012177145e10", // Global Administrator
    "e8611ab8-c189-46e8-94e1-60213ab1f814", // Privileged Role Administrator
    "7be44c8a-adaf-4e2a-84d6-ab2649e08a13", // Privileged Authentication Administrator
    "194ae4cb-b126-40b2-bd5b-6091b380977d", // Security Administrator
    "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", // Application Administrator
    "158c047a-c907-4556-b7ef-446551a6b5f7", // Cloud Application Administrator
    "fe930be7-5e62-47db-91af-98c3a49a38b1", // User Administrator
    "c4e39bd9-1100-46d3-8c65-fb160da0071f", // Authentication Administrator
    "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", // Conditional Access Administrator
    "729827e3-9c14-49f7-bb1b-9608f156bbb8", // Helpdesk Administrator
    "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2", // Hybrid Identity Administrator
    "966707d0-3269-4727-9be2-8c3a10f19b9d", // Password Administrator
    "29232cdf-9323-42fd-ade2-1d097af3e4de", // Exchange Administrator
    "3a2c62db-5318-420d-8d74-23affee5d9d5", // Intune Administrator
];

/// The roles and who holds them, as they were sent.
pub(super) struct Roles {
    definitions: Vec<RoleDefinition>,
    active: Vec<RoleHeld>,
    /// `None` where the tenant has not bought it.
    eligible: Option<Vec<RoleHeld>>,
}

pub(super) async fn read(session: &Session, cancel: &Cancel) -> Result<Roles, DirectoryProblem> {
    // Only where the tenant has no such thing is it passed over: where the right to see it is missing, nothing is known
    // of who is eligible, and the read is refused.
    let first = session.answer(&address::eligible_roles(), cancel).await?;
    let eligible = match first.is_without_licence() {
        true => None,
        false => Some(all(session, address::eligible_roles(), cancel).await?),
    };
    Ok(Roles {
        definitions: all(session, address::role_definitions(), cancel).await?,
        active: all(session, address::role_assignments(), cancel).await?,
        eligible,
    })
}

pub(super) async fn all<T: serde::de::DeserializeOwned>(
    session: &Session,
    request: Request,
    cancel: &Cancel,
) -> Result<Vec<T>, DirectoryProblem> {
    let url = request.subject(session.setting());
    let what = request.what.to_owned();
    whole(session, request, cancel)
        .await?
        .ok_or(DirectoryProblem::Answered {
            url,
            what,
            reason: "it does not have them".into(),
            status: 404,
        })
}

/// One entry for each role, and one for each further scope at which somebody holds it.
pub(super) fn entries(roles: Roles, decoder: &mut Decoder) -> Vec<Entry> {
    let mut found: BTreeMap<(String, String), Entry> = BTreeMap::new();
    let mut names = BTreeMap::new();
    for role in roles.definitions {
        decoder.returned += 1;
        let Some(id) = Id::parse(&role.id) else {
            decoder.excluded.add("it has no lasting identity (id)", &role.id);
            continue;
        };
        let name = role.display_name.filter(|name| !name.trim().is_empty());
        let name = clean(&name.unwrap_or_else(|| id.as_str().to_owned())).0;
        let mut entry = at_scope(&id, &name, "/");
        if let Some(about) = role.description.filter(|about| !about.trim().is_empty()) {
            entry.attributes.push((fact::DESCRIPTION.into(), vec![clean(&about).0]));
        }
        names.insert(id.as_str().to_owned(), name);
        found.insert((id.as_str().to_owned(), "/".into()), entry);
    }
    if roles.eligible.is_none() {
        let why = "who may activate a role is not shown: it needs a licence of Entra ID P2";
        decoder.adjusted.add(why, "");
    }
    let active = roles.active.into_iter().map(|held| (held, ACTIVE));
    let eligible = roles.eligible.into_iter().flatten().map(|held| (held, ELIGIBLE));
    for (held, entitlement) in active.chain(eligible) {
        let role = held.role_definition_id.as_deref().and_then(Id::parse);
        let principal = held.principal_id.as_deref().and_then(Id::parse);
        let (Some(role), Some(principal)) = (role, principal) else {
            decoder
                .adjusted
                .add("an assignment of a role without its identities was passed over", "");
            continue;
        };
        let scope = clean(held.directory_scope_id.as_deref().unwrap_or("/")).0;
        let place = (role.as_str().to_owned(), scope.clone());
        if !found.contains_key(&place) {
            // A further scope is one more resource, which the server did not send as such.
            decoder.returned += 1;
        }
        let name = names
            .get(role.as_str())
            .cloned()
            .unwrap_or_else(|| role.as_str().to_owned());
        let entry = found.entry(place).or_insert_with(|| at_scope(&role, &name, &scope));
        let holding = Holding {
            entitlement: entitlement.to_owned(),
            principal: reference(&principal),
        };
        if !entry.holdings.contains(&holding) {
            entry.holdings.push(holding);
        }
    }
    found.into_values().collect()
}

fn at_scope(role: &Id, name: &str, scope: &str) -> Entry {
    let (key, name) = match scope {
        "/" => (format!("{KEY}{role}"), name.to_owned()),
        scope => (format!("{KEY}{role}@{scope}"), format!("{name} ({scope})")),
    };
    let mut entry = bare(&key, Kind::DirectoryRole, name);
    entry.attributes.push((fact::SCOPE.into(), vec![scope.to_owned()]));
    if PRIVILEGED.contains(&role.as_str()) {
        entry
            .attributes
            .push((fact::PRIVILEGED.into(), vec![fact::TRUE.into()]));
    }
    entry
}
