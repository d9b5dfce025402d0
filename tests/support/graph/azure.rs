//! Azure's own management as far as roles go, and what its published description (Authorization 2022-04-01 and
//! 2020-10-01, Subscriptions 2022-12-01) says of a request.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::answer::{Answered, refuse};
use super::description::decode;
use super::tenant::Tenant;

pub const SUBSCRIPTION: &str = "5ab5c41e-0000-4000-8000-00000000000a";
pub const OWNER: &str = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
pub const MONITOR: &str = "43d0d8ad-25c7-4714-9337-8ba259a9fe05";
const ON_A_PAGE: usize = 5;

/// An assignment: at a scope, of a role, to somebody; held, or to be activated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assigned {
    pub scope: String,
    pub role: &'static str,
    pub principal: String,
    pub eligible: bool,
}

/// Roles at the resources of one subscription, and what was deleted that is no assignment.
#[derive(Debug, Default)]
pub struct Azure {
    pub assigned: Vec<Assigned>,
    pub lost: Vec<String>,
}

/// A resource group of the subscription.
pub fn group(name: &str) -> String {
    format!("/subscriptions/{SUBSCRIPTION}/resourceGroups/{name}")
}

/// The identity that Azure gave an assignment.
fn name(of: &Assigned) -> String {
    use sha2::{Digest as _, Sha256};
    let digest = Sha256::digest(format!("{of:?}"));
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    parts.join("-")
}

fn shown(one: &Assigned) -> Value {
    let list = if one.eligible {
        "roleEligibilityScheduleInstances"
    } else {
        "roleAssignments"
    };
    let own = "providers/Microsoft.Authorization";
    let name = name(one);
    json!({
        "id": format!("{}/{own}/{list}/{name}", one.scope), "name": name, "type": format!("Microsoft.Authorization/{list}"),
        "properties": {
            "scope": one.scope, "principalId": one.principal, "principalType": "User",
            "roleDefinitionId": format!("/subscriptions/{SUBSCRIPTION}/{own}/roleDefinitions/{}", one.role),
            "condition": null, "createdOn": "2026-01-05T08:00:00.1234567Z"
        }
    })
}

/// The scope in front of `/providers/Microsoft.Authorization/`, and what stands behind it.
fn parts(path: &str) -> Option<(&str, &str)> {
    path.split_once("/providers/Microsoft.Authorization/")
}

pub(super) fn answer(tenant: &mut Tenant, premium: bool, base: &str, verb: &str, target: &str) -> Answered {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path = path.trim_start_matches("/azure");
    let query = query.split('&').filter_map(|option| option.split_once('='));
    let query: BTreeMap<String, String> = query.map(|(name, value)| (decode(name), decode(value))).collect();
    let own = format!("/subscriptions/{SUBSCRIPTION}");
    let not_found = || refuse(404, "SubscriptionNotFound", "The subscription could not be found.");
    if !path.starts_with(&own) {
        return not_found();
    }
    let is = |of: &Assigned, eligible: bool, scope: &str| {
        let wanted = query.get("$filter").map_or("", String::as_str);
        let related = of.scope.to_lowercase().starts_with(&scope.to_lowercase())
            || scope.to_lowercase().starts_with(&of.scope.to_lowercase())
            || of.scope.contains("managementGroups");
        of.eligible == eligible && related && (wanted.is_empty() || wanted.contains(&of.principal))
    };
    match (verb, parts(path)) {
        ("GET", None) if path == own => (
            200,
            json!({ "subscriptionId": SUBSCRIPTION, "displayName": "Production" }),
        ),
        ("GET", Some((_, "roleDefinitions"))) => {
            let all = [(OWNER, "Owner"), (MONITOR, "Monitoring Reader")];
            let one = |(id, name): (&str, &str)| {
                json!({ "id": format!("{own}/providers/Microsoft.Authorization/roleDefinitions/{id}"), "name": id,
                        "properties": { "roleName": name, "type": "BuiltInRole", "description": format!("{name}, as built in"),
                                        "permissions": [], "assignableScopes": ["/"] } })
            };
            (200, json!({ "value": all.map(one) }))
        }
        ("GET", Some((_, "roleEligibilityScheduleInstances"))) if !premium => {
            refuse(400, "AadPremiumLicenseRequired", "The tenant needs a premium licence.")
        }
        ("GET", Some((scope, list @ ("roleAssignments" | "roleEligibilityScheduleInstances")))) => {
            let all = tenant.azure.assigned.iter();
            let all: Vec<Value> = all
                .filter(|one| is(one, list != "roleAssignments", scope))
                .map(shown)
                .collect();
            let from: usize = query.get("$skipToken").and_then(|from| from.parse().ok()).unwrap_or(0);
            let mut body = json!({ "value": all.iter().skip(from).take(ON_A_PAGE).collect::<Vec<_>>() });
            if from + ON_A_PAGE < all.len() {
                let version = &query["api-version"];
                body["nextLink"] = json!(format!(
                    "{base}/azure{path}?api-version={version}&$skipToken={}",
                    from + ON_A_PAGE
                ));
            }
            (200, body)
        }
        ("DELETE", Some((scope, rest))) if rest.starts_with("roleAssignments/") => {
            let wanted = rest.trim_start_matches("roleAssignments/");
            let found = tenant
                .azure
                .assigned
                .iter()
                .position(|one| name(one) == wanted && one.scope.eq_ignore_ascii_case(scope));
            match found {
                Some(at) => (200, shown(&tenant.azure.assigned.remove(at))),
                None => (204, Value::Null),
            }
        }
        // As the real one: what stands at the address goes, with everything in it.
        ("DELETE", _) => {
            tenant.azure.lost.push(path.to_owned());
            (202, Value::Null)
        }
        _ => not_found(),
    }
}

/// Whether the published description has this request.
pub(super) fn check(verb: &str, target: &str, body: &str) -> Result<(), String> {
    let (path, query) = target.split_once('?').ok_or("it names no version")?;
    let path = path.strip_prefix("/azure").ok_or("it is not for Azure")?;
    let parts_of: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let (version, options): (&str, &[&str]) = match (verb, parts(path)) {
        ("GET", None) if parts_of.len() == 2 => ("2022-12-01", &[]),
        ("GET", Some((_, "roleDefinitions" | "roleAssignments"))) => ("2022-04-01", &["$filter", "$skipToken"]),
        ("GET", Some((_, "roleEligibilityScheduleInstances"))) => ("2020-10-01", &["$filter", "$skipToken"]),
        ("DELETE", Some((scope, rest))) => {
            let id = rest
                .strip_prefix("roleAssignments/")
                .ok_or("what is deleted is no assignment")?;
            let is_guid = id.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
            let whole = !scope.is_empty() && !id.contains('/') && is_guid;
            whole.then_some(()).ok_or("what is deleted is no single assignment")?;
            ("2022-04-01", &[])
        }
        _ => return Err(format!("{verb} is not for {path}")),
    };
    if parts_of[0] != "subscriptions" || !body.is_empty() {
        return Err("it is about no subscription, or has a body".into());
    }
    let query = decode(query);
    for option in query.split('&') {
        match option.split_once('=') {
            Some(("api-version", said)) if said == version => {}
            Some(("$filter", said)) if !said.starts_with("principalId eq '") => {
                return Err(format!("the filter “{said}”"));
            }
            Some((name, _)) if options.contains(&name) => {}
            _ => return Err(format!("the option “{option}”")),
        }
    }
    match query.contains("api-version=") {
        true => Ok(()),
        false => Err("it names no version".into()),
    }
}
