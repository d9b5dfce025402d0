//! What the tenant's Graph answers to one request: lists in pages, lists of changes, and changes.

pub mod governance;
mod role;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::description::decode;
use super::tenant::{Object, Of, Tenant};

const CHANGES_ON_A_PAGE: usize = 200;
const RELATED_IN_A_LIST: usize = 20;

/// How this tenant behaves beyond what it holds.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// With the licence that shows the last sign-in, and the one with roles that are activated.
    pub premium: bool,
    /// Changes older than this are forgotten.
    pub remembers_from: usize,
    /// Every page of changes is told twice, in another order.
    pub repeats: bool,
}

pub type Answered = (u16, Value);

pub fn refuse(status: u16, code: &str, message: &str) -> Answered {
    (status, json!({ "error": { "code": code, "message": message } }))
}

fn missing() -> Answered {
    refuse(
        404,
        "Request_ResourceNotFound",
        "Resource does not exist or one of its queried reference-property objects are not present.",
    )
}

struct Asked<'a> {
    base: &'a str,
    path: &'a str,
    query: BTreeMap<String, String>,
}

impl Asked<'_> {
    fn option(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }

    fn chosen(&self) -> Vec<String> {
        self.option("$select")
            .split(',')
            .filter(|one| !one.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// A page of what stands behind the mark in order, and a link to the rest.
    fn page(&self, all: impl Iterator<Item = (String, Value)>, most: usize) -> Answered {
        let size = self.option("$top").parse().unwrap_or(100).clamp(1, most);
        let after = self.option("$skiptoken").to_owned();
        let mut page: Vec<_> = all.filter(|(key, _)| *key > after).take(size + 1).collect();
        let more = page.len() > size;
        page.truncate(size);
        let last = page.last().map(|(key, _)| key.clone()).unwrap_or_default();
        let mut body = json!({ "value": page.into_iter().map(|(_, value)| value).collect::<Vec<_>>() });
        if more {
            let kept = self.query.iter().filter(|(name, _)| *name != "$skiptoken");
            let kept: Vec<_> = kept
                .map(|(name, value)| format!("{name}={}", value.replace(' ', "%20")))
                .collect();
            body["@odata.nextLink"] = json!(format!(
                "{}/v1.0/{}?{}&$skiptoken={last}",
                self.base,
                self.path,
                kept.join("&")
            ));
        }
        (200, body)
    }
}

pub fn answer(tenant: &mut Tenant, manner: Manner, base: &str, verb: &str, target: &str, body: &str) -> Answered {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path = path.trim_start_matches("/v1.0/");
    let query = query.split('&').filter_map(|option| option.split_once('='));
    let asked = Asked {
        base,
        path,
        query: query.map(|(name, value)| (decode(name), decode(value))).collect(),
    };
    let parts: Vec<&str> = path.split('/').collect();
    let of = match parts[0] {
        "users" => Of::User,
        "groups" => Of::Group,
        "servicePrincipals" => Of::Application,
        "identityGovernance" => return governance::answer(tenant, &asked, verb, &parts[1..]),
        "roleManagement" => return role::answer(tenant, manner, &asked, verb, &parts[2..], body),
        _ => return missing(),
    };
    match (verb, &parts[1..]) {
        ("GET", []) => list(tenant, manner, &asked, of),
        ("GET", ["delta"]) => changes(tenant, manner, &asked, of),
        ("GET", [id]) => match tenant.objects.get(&(of, (*id).to_owned())) {
            Some(object) => (200, shown(tenant, id, object, &asked)),
            None => missing(),
        },
        ("GET", [id, "appRoleAssignedTo"]) => {
            let all = tenant.assigned.iter().filter(|(application, ..)| application == id);
            asked.page(
                all.filter(|(_, _, principal)| tenant.kind(principal).is_some())
                    .map(|one| role::assignment(tenant, one)),
                999,
            )
        }
        ("GET", [id, "appRoleAssignments"]) if tenant.kind(id) == Some(of) => role::assignments(tenant, &asked, id),
        // Asked of another list than the one that has it, as the real one answers.
        ("GET", [_, "appRoleAssignments"]) => missing(),
        ("DELETE", [id, "appRoleAssignedTo", row]) => role::unassign(tenant, id, row),
        ("POST", [id, "appRoleAssignedTo"]) => role::assign(tenant, id, body),
        ("GET", [id, relation]) => related(tenant, &asked, of, id, relation),
        ("DELETE", [id, "members", member, "$ref"]) if of == Of::Group => remove(tenant, id, member),
        ("POST", [id, "members", "$ref"]) if of == Of::Group => add(tenant, id, body),
        // As the real one: without $ref it is the person who goes.
        ("DELETE", [_, "members", member]) => {
            tenant.delete(Of::User, member);
            (204, Value::Null)
        }
        ("DELETE", [id]) if tenant.kind(id) == Some(of) => {
            tenant.delete(of, id);
            (204, Value::Null)
        }
        ("PATCH", [id]) if tenant.kind(id) == Some(of) => {
            let parsed: Map<String, Value> = serde_json::from_str(body).unwrap_or_default();
            tenant.edit(of, id, |object| object.properties.extend(parsed));
            (204, Value::Null)
        }
        _ => missing(),
    }
}

fn link(tenant: &Tenant, id: &str) -> Option<Value> {
    let of = tenant.kind(id)?;
    Some(json!({ "@odata.type": of.word(), "id": id }))
}

/// An object with what was chosen and no more, as Graph shows it.
fn shown(tenant: &Tenant, id: &str, object: &Object, asked: &Asked<'_>) -> Value {
    let mut value = json!({ "id": id });
    for name in asked.chosen() {
        if let Some(property) = object.properties.get(&name) {
            value[name] = property.clone();
        }
    }
    let expanded = asked.option("$expand");
    if expanded.starts_with("manager")
        && let Some(manager) = object.manager.as_deref().and_then(|id| link(tenant, id))
    {
        value["manager"] = manager;
    }
    if expanded.starts_with("owners") {
        let owners = object
            .owners
            .iter()
            .filter_map(|id| link(tenant, id))
            .take(RELATED_IN_A_LIST);
        value["owners"] = owners.collect();
    }
    value
}

fn list(tenant: &Tenant, manner: Manner, asked: &Asked<'_>, of: Of) -> Answered {
    let sign_in = asked.chosen().iter().any(|one| one == "signInActivity");
    if sign_in && !manner.premium {
        let said = "Neither tenant is B2C or tenant doesn't have premium license";
        return refuse(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", said);
    }
    let wanted = asked.option("$filter");
    let after = asked.option("$skiptoken");
    let all = tenant.objects.range((of, after.to_owned())..);
    let all = all.take_while(|((kind, _), _)| *kind == of);
    let all = all.filter(|((_, id), _)| wanted.is_empty() || wanted.contains(id.as_str()));
    let all = all.map(|((_, id), object)| (id.clone(), shown(tenant, id, object, asked)));
    asked.page(all, if sign_in { 500 } else { 999 })
}

fn related(tenant: &Tenant, asked: &Asked<'_>, of: Of, id: &str, relation: &str) -> Answered {
    let Some(object) = tenant.objects.get(&(of, id.to_owned())) else {
        return missing();
    };
    let naming = |named: &dyn Fn(&Object) -> bool| -> Vec<String> {
        let all = tenant.objects.iter().filter(|(_, object)| named(object));
        all.map(|((_, id), _)| id.clone()).collect()
    };
    let ids: Vec<String> = match relation {
        "members" => object.members.iter().cloned().collect(),
        "owners" => object.owners.iter().cloned().collect(),
        "memberOf" => naming(&|one| one.members.contains(id)),
        "ownedObjects" => naming(&|one| one.owners.contains(id)),
        "directReports" => naming(&|one| one.manager.as_deref() == Some(id)),
        _ => return missing(),
    };
    asked.page(
        ids.into_iter().filter_map(|id| Some((id.clone(), link(tenant, &id)?))),
        999,
    )
}

fn changes(tenant: &Tenant, manner: Manner, asked: &Asked<'_>, of: Of) -> Answered {
    let here = |position: usize| json!(format!("{}/v1.0/{}?$deltatoken=from{position}", asked.base, asked.path));
    let now = tenant.events.len();
    let token = asked.option("$deltatoken");
    if token == "latest" {
        return (200, json!({ "value": [], "@odata.deltaLink": here(now) }));
    }
    let (from, done) = match asked.option("$skiptoken").split_once('.') {
        Some((from, done)) => (from.to_owned(), done.parse().unwrap_or(0)),
        None => (token.trim_start_matches("from").to_owned(), 0),
    };
    let Ok(from) = from.parse::<usize>() else {
        return refuse(400, "BadRequest", "The token is not one of ours.");
    };
    if from < manner.remembers_from {
        return refuse(410, "resyncRequired", "The token is too old.");
    }
    let events: Vec<_> = tenant.events.iter().skip(from).filter(|event| event.of == of).collect();
    let mut page: Vec<Value> = Vec::new();
    for event in events.iter().skip(done).take(CHANGES_ON_A_PAGE) {
        page.push(match tenant.objects.get(&(of, event.id.clone())) {
            Some(object) if !event.gone => {
                let mut value = json!({ "id": event.id, "displayName": object.properties.get("displayName") });
                value["members@delta"] = object
                    .members
                    .iter()
                    .take(3)
                    .filter_map(|id| link(tenant, id))
                    .collect();
                value
            }
            _ => json!({ "id": event.id, "@removed": { "reason": "changed" } }),
        });
    }
    if manner.repeats {
        let again: Vec<_> = page.iter().rev().cloned().collect();
        page.extend(again);
    }
    let done = done + CHANGES_ON_A_PAGE;
    let mut body = json!({ "value": page });
    match done < events.len() {
        true => body["@odata.nextLink"] = json!(format!("{}/v1.0/{}?$skiptoken={from}.{done}", asked.base, asked.path)),
        false => body["@odata.deltaLink"] = here(now),
    }
    (200, body)
}

fn remove(tenant: &mut Tenant, group: &str, member: &str) -> Answered {
    let key = (Of::Group, group.to_owned());
    match tenant
        .objects
        .get(&key)
        .map(|one| (fixed(one), one.members.contains(member)))
    {
        None => missing(),
        Some((Some(answer), _)) => answer,
        Some((None, false)) => missing(),
        Some((None, true)) => {
            tenant.edit(Of::Group, group, |one| _ = one.members.remove(member));
            (204, Value::Null)
        }
    }
}

fn add(tenant: &mut Tenant, group: &str, body: &str) -> Answered {
    let parsed: Value = serde_json::from_str(body).unwrap_or_default();
    let link = parsed["@odata.id"].as_str().unwrap_or_default();
    let member = link.rsplit('/').next().unwrap_or_default().to_owned();
    let Some(object) = tenant.objects.get(&(Of::Group, group.to_owned())) else {
        return missing();
    };
    if let Some(answer) = fixed(object) {
        return answer;
    }
    if tenant.kind(&member).is_none() {
        return missing();
    }
    if object.members.contains(&member) {
        let said =
            "One or more added object references already exist for the following modified properties: 'members'.";
        return refuse(400, "Request_BadRequest", said);
    }
    tenant.edit(Of::Group, group, |one| _ = one.members.insert(member));
    (204, Value::Null)
}

fn fixed(group: &Object) -> Option<Answered> {
    if group.properties.get("onPremisesSyncEnabled") == Some(&json!(true)) {
        let said = "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.";
        return Some(refuse(400, "Request_BadRequest", said));
    }
    let dynamic = group.properties["groupTypes"]
        .as_array()
        .is_some_and(|all| all.contains(&json!("DynamicMembership")));
    dynamic.then(|| {
        refuse(
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        )
    })
}
