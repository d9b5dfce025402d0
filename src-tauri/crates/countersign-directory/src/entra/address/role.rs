//! Requests about who holds a role of an application, or of the directory itself.
//!
//! An assignment to an application is named by an identity of its own, which is no GUID; what stands in its place in
//! an address was read as one from the server a moment ago.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

use super::{Place, READ_APPLICATIONS, READ_ROLES, Request, Verb};
use crate::entra::id::{Id, Row};

const WRITE_ASSIGNMENTS: &str = "AppRoleAssignment.ReadWrite.All";
const WRITE_ROLES: &str = "RoleManagement.ReadWrite.Directory";

/// A role of the directory at one scope, and who holds it.
#[derive(Debug, Clone)]
pub(in crate::entra) struct Holding {
    pub role: Id,
    pub scope: String,
    pub principal: Id,
}

/// Held now, or to be activated first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::entra) enum Hold {
    Active,
    Eligible,
}

impl Hold {
    fn requests(self) -> &'static str {
        match self {
            Hold::Active => "roleManagement/directory/roleAssignmentScheduleRequests",
            Hold::Eligible => "roleManagement/directory/roleEligibilityScheduleRequests",
        }
    }
}

/// The roles an application has.
pub(in crate::entra) fn application_roles(application: &Id) -> Request {
    let path = format!("servicePrincipals/{application}?$select=id,displayName,appRoles");
    Request::get(path, "read the roles of an application", READ_APPLICATIONS)
}

/// What may be assigned a role of an application. Which of them somebody is, only the list that has them tells.
#[derive(Debug, Clone, Copy)]
pub(in crate::entra) enum Holder {
    User,
    Application,
    Group,
}

impl Holder {
    pub const ALL: [Holder; 3] = [Holder::User, Holder::Application, Holder::Group];

    fn list(self) -> &'static str {
        match self {
            Holder::User => "users",
            Holder::Application => "servicePrincipals",
            Holder::Group => "groups",
        }
    }
}

/// What somebody is assigned of one application; a user by groups too, which is for the reader to tell apart.
pub(in crate::entra) fn assignments_of(of: Holder, holder: &Id, application: &Id) -> Request {
    let list = of.list();
    let path = format!("{list}/{holder}/appRoleAssignments?$filter=resourceId%20eq%20{application}&$top=999");
    Request::get(path, "read who is assigned a role of an application", READ_APPLICATIONS)
}

/// Takes one assignment to an application away. The holder and the application stay what they are.
pub(in crate::entra) fn unassign(application: &Id, row: &Row) -> Request {
    Request {
        verb: Verb::Delete,
        place: Place::Path(format!("servicePrincipals/{application}/appRoleAssignedTo/{row}")),
        body: None,
        what: "take a role of an application away",
        permission: WRITE_ASSIGNMENTS,
    }
}

pub(in crate::entra) fn assign(application: &Id, role: &Id, principal: &Id) -> Request {
    Request {
        verb: Verb::Post,
        place: Place::Path(format!("servicePrincipals/{application}/appRoleAssignedTo")),
        body: Some(json!({
            "principalId": principal.as_str(), "resourceId": application.as_str(), "appRoleId": role.as_str()
        })),
        what: "give a role of an application",
        permission: WRITE_ASSIGNMENTS,
    }
}

/// The roles of the directory that somebody holds, or may activate.
pub(in crate::entra) fn roles_of(principal: &Id, hold: Hold) -> Request {
    let list = match hold {
        Hold::Active => "roleAssignments",
        Hold::Eligible => "roleEligibilityScheduleInstances",
    };
    let path = format!(
        "roleManagement/directory/{list}?$filter=principalId%20eq%20'{principal}'&$select=id,principalId,roleDefinitionId,directoryScopeId"
    );
    Request::get(path, "read the roles of a user", READ_ROLES)
}

/// Takes a role away, whether it is held or may be activated: by a request that the tenant carries out at once.
pub(in crate::entra) fn end_role(holding: &Holding, hold: Hold) -> Request {
    Request {
        verb: Verb::Post,
        place: Place::Path(hold.requests().to_owned()),
        body: Some(json!({
            "action": "adminRemove", "principalId": holding.principal.as_str(),
            "roleDefinitionId": holding.role.as_str(), "directoryScopeId": holding.scope,
            "justification": "Denied or ended in Countersign"
        })),
        what: "take a role of the directory away",
        permission: WRITE_ROLES,
    }
}

/// Gives a role from now on, without an end of its own: what gave it takes it back.
pub(in crate::entra) fn begin_role(holding: &Holding, hold: Hold, now: DateTime<Utc>) -> Request {
    Request {
        verb: Verb::Post,
        place: Place::Path(hold.requests().to_owned()),
        body: Some(json!({
            "action": "adminAssign", "principalId": holding.principal.as_str(),
            "roleDefinitionId": holding.role.as_str(), "directoryScopeId": holding.scope,
            "justification": "Given by an access package in Countersign",
            "scheduleInfo": {
                "startDateTime": now.to_rfc3339_opts(SecondsFormat::Secs, true),
                "expiration": { "type": "noExpiration" }
            }
        })),
        what: "give a role of the directory",
        permission: WRITE_ROLES,
    }
}

/// Takes a role away in a tenant without roles to be activated.
pub(in crate::entra) fn delete_role(row: &Row) -> Request {
    Request {
        verb: Verb::Delete,
        place: Place::Path(format!("roleManagement/directory/roleAssignments/{row}")),
        body: None,
        what: "take a role of the directory away",
        permission: WRITE_ROLES,
    }
}

/// Gives a role in such a tenant.
pub(in crate::entra) fn create_role(holding: &Holding) -> Request {
    Request {
        verb: Verb::Post,
        place: Place::Path("roleManagement/directory/roleAssignments".into()),
        body: Some(json!({
            "principalId": holding.principal.as_str(), "roleDefinitionId": holding.role.as_str(),
            "directoryScopeId": holding.scope
        })),
        what: "give a role of the directory",
        permission: WRITE_ROLES,
    }
}
