//! Assignments to applications, and roles of the directory: who holds them, and requests to change that.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::super::tenant::{ADMINISTRATOR, Of, READER, Tenant};
use super::{Answered, Asked, Manner, missing, refuse};

/// An identity as Entra ID makes them for assignments.
fn row(parts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(parts.join(" ")))
}

type Assigned = (String, String, String);

pub(super) fn assignment(tenant: &Tenant, one: &Assigned) -> (String, Value) {
    let (application, role, principal) = one;
    let kind = match tenant.kind(principal) {
        Some(Of::Group) => "Group",
        Some(Of::Application) => "ServicePrincipal",
        _ => "User",
    };
    let value = json!({
        "id": row(&[application, role, principal]), "appRoleId": role, "principalId": principal,
        "principalType": kind, "resourceId": application
    });
    (format!("{role}{principal}"), value)
}

/// What somebody is assigned: in their own name, and by the groups they are in.
pub(super) fn assignments(tenant: &Tenant, asked: &Asked<'_>, user: &str) -> Answered {
    let application = asked.option("$filter").trim_start_matches("resourceId eq ").to_owned();
    let in_group = |principal: &String| {
        let group = tenant.objects.get(&(Of::Group, principal.clone()));
        group.is_some_and(|group| group.members.contains(user))
    };
    let all = tenant
        .assigned
        .iter()
        .filter(|(of, _, principal)| *of == application && (principal == user || in_group(principal)));
    asked.page(all.map(|one| assignment(tenant, one)), 999)
}

pub(super) fn unassign(tenant: &mut Tenant, application: &str, wanted: &str) -> Answered {
    let found = tenant
        .assigned
        .iter()
        .find(|(of, role, principal)| of == application && row(&[of, role, principal]) == wanted)
        .cloned();
    match found {
        Some(one) => {
            tenant.assigned.remove(&one);
            (204, Value::Null)
        }
        None => refuse(
            400,
            "Request_BadRequest",
            "EntitlementGrant being updated or deleted is not found.",
        ),
    }
}

pub(super) fn assign(tenant: &mut Tenant, application: &str, body: &str) -> Answered {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let one = (text("resourceId"), text("appRoleId"), text("principalId"));
    if one.0 != application || tenant.kind(&one.2).is_none() {
        return missing();
    }
    if !tenant.assigned.insert(one.clone()) {
        let said = "Permission being assigned already exists on the object";
        return refuse(400, "Request_BadRequest", said);
    }
    (201, assignment(tenant, &one).1)
}

pub(super) fn answer(
    tenant: &mut Tenant,
    manner: Manner,
    asked: &Asked<'_>,
    verb: &str,
    parts: &[&str],
    body: &str,
) -> Answered {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let unlicensed = || refuse(400, "AadPremiumLicenseRequired", "The tenant needs a premium licence.");
    match (verb, parts) {
        ("GET", ["roleDefinitions"]) => {
            let all = [(ADMINISTRATOR, "Global Administrator"), (READER, "Directory Readers")];
            let one = |(id, name): (&str, &str)| {
                (
                    id.to_owned(),
                    json!({ "id": id, "displayName": name, "isBuiltIn": true }),
                )
            };
            asked.page(all.into_iter().map(one), 999)
        }
        ("GET", ["roleAssignments"]) => asked.page(held(tenant, asked, false), 999),
        ("GET", ["roleEligibilityScheduleInstances"]) if manner.premium => asked.page(held(tenant, asked, true), 999),
        ("DELETE", ["roleAssignments", wanted]) => {
            let found = tenant
                .held
                .iter()
                .find(|(role, principal, eligible)| !eligible && row(&[role, principal]) == *wanted);
            match found.cloned() {
                Some(one) => {
                    tenant.held.remove(&one);
                    (204, Value::Null)
                }
                None => missing(),
            }
        }
        ("POST", ["roleAssignments"]) => put(tenant, &body, false, true),
        ("POST", ["roleAssignmentScheduleRequests"]) if manner.premium => {
            put(tenant, &body, false, body["action"] == "adminAssign")
        }
        ("POST", ["roleEligibilityScheduleRequests"]) if manner.premium => {
            put(tenant, &body, true, body["action"] == "adminAssign")
        }
        _ => unlicensed(),
    }
}

fn held(tenant: &Tenant, asked: &Asked<'_>, eligible: bool) -> impl Iterator<Item = (String, Value)> {
    let wanted = asked.option("$filter").to_owned();
    let all = tenant.held.iter().filter(move |(_, principal, one)| {
        *one == eligible
            && tenant.kind(principal).is_some()
            && (wanted.is_empty() || wanted.contains(principal.as_str()))
    });
    all.map(|(role, principal, _)| {
        let value = json!({ "id": row(&[role, principal]), "principalId": principal, "roleDefinitionId": role, "directoryScopeId": "/" });
        (format!("{role}{principal}"), value)
    })
}

/// As Entra ID, which takes no second request for what is so.
fn put(tenant: &mut Tenant, body: &Value, eligible: bool, give: bool) -> Answered {
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let one = (text("roleDefinitionId"), text("principalId"), eligible);
    if tenant.kind(&one.1).is_none() {
        return missing();
    }
    let changed = match give {
        true => tenant.held.insert(one),
        false => tenant.held.remove(&one),
    };
    match (changed, give) {
        (true, true) => (201, json!({ "id": text("principalId"), "status": "Provisioned" })),
        (true, false) => (201, json!({ "id": text("principalId"), "status": "Revoked" })),
        (false, true) => refuse(400, "RoleAssignmentExists", "The Role assignment already exists."),
        (false, false) => refuse(400, "RoleAssignmentDoesNotExist", "The Role assignment does not exist."),
    }
}
