//! Every request that is ever sent to Graph, composed here and nowhere else.
//!
//! `DELETE /groups/{g}/members/{m}` without `/$ref` at its end deletes the person instead of the membership. So the
//! fields of a request are closed, the verb DELETE is written in five functions only, two here, two in the part
//! about roles and one in that about Azure, and a test looks at every address that can be composed.

pub(super) mod azure;
pub(super) mod governance;
pub(super) mod role;

use serde_json::{Value, json};

use super::id::{Guest, Id};
use super::setting::{Audience, Setting};

/// Objects that one `id in (…)` may name.
pub(super) const AT_ONCE: usize = 15;

const PERSON: &str = "id,displayName,userPrincipalName,mail,userType,accountEnabled,createdDateTime,department,jobTitle,\
companyName,employeeId,employeeType,externalUserState,onPremisesSyncEnabled,onPremisesImmutableId,\
onPremisesSecurityIdentifier";
const GROUP: &str = "id,displayName,description,mail,groupTypes,membershipRule,securityEnabled,mailEnabled,\
isAssignableToRole,isManagementRestricted,onPremisesSyncEnabled,onPremisesSecurityIdentifier,createdDateTime,\
resourceProvisioningOptions";
const APPLICATION: &str =
    "id,appId,displayName,appRoles,appRoleAssignmentRequired,accountEnabled,servicePrincipalType,notes";

/// What is asked of users, groups and applications.
pub(super) fn attributes() -> Vec<String> {
    let all = format!("{PERSON},manager,signInActivity,{GROUP},members,owners,{APPLICATION},appRoleAssignedTo");
    let all: std::collections::BTreeSet<_> = all.split(',').map(str::to_owned).collect();
    all.into_iter().collect()
}

/// The verbs that are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Get,
    Post,
    Patch,
    Delete,
}

impl Verb {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Verb::Get => "GET",
            Verb::Post => "POST",
            Verb::Patch => "PATCH",
            Verb::Delete => "DELETE",
        }
    }
}

/// One request: what is asked, in Graph's words and in a person's, and the permission it needs.
#[derive(Debug, Clone)]
pub(super) struct Request {
    verb: Verb,
    /// Behind the cloud's address; for a link, the whole of it.
    place: Place,
    body: Option<Value>,
    /// To read the users, …
    pub what: &'static str,
    /// Any one of these is enough.
    pub permission: &'static str,
}

#[derive(Debug, Clone)]
enum Place {
    Path(String),
    /// At Azure, not at Graph.
    Azure(String),
    Link(Audience, String),
}

impl Request {
    fn get(path: String, what: &'static str, permission: &'static str) -> Request {
        Request {
            verb: Verb::Get,
            place: Place::Path(path),
            body: None,
            what,
            permission,
        }
    }

    /// The page behind this one, at a link that was checked to stay with the same server.
    pub(super) fn next(&self, link: String) -> Request {
        Request {
            verb: Verb::Get,
            place: Place::Link(self.audience(), link),
            body: None,
            ..self.clone()
        }
    }

    pub(super) fn verb(&self) -> Verb {
        self.verb
    }

    pub(super) fn body(&self) -> Option<&Value> {
        self.body.as_ref()
    }

    /// Who is asked.
    pub(super) fn audience(&self) -> Audience {
        match self.place {
            Place::Path(_) => Audience::Graph,
            Place::Azure(_) => Audience::Azure,
            Place::Link(audience, _) => audience,
        }
    }

    /// What every address of the same server begins with.
    pub(super) fn base(&self, setting: &Setting) -> String {
        match self.audience() {
            Audience::Graph => format!("{}/v1.0/", setting.graph()),
            Audience::Azure => format!("{}/", setting.azure()),
        }
    }

    /// The whole address.
    pub(super) fn url(&self, setting: &Setting) -> String {
        match &self.place {
            Place::Path(path) | Place::Azure(path) => format!("{}{path}", self.base(setting)),
            Place::Link(_, link) => link.clone(),
        }
    }

    /// Without its options, for a person.
    pub(super) fn subject(&self, setting: &Setting) -> String {
        let url = self.url(setting);
        url.split('?').next().unwrap_or_default().to_owned()
    }
}

const READ_USERS: &str = "User.Read.All";
const READ_GROUPS: &str = "GroupMember.Read.All or Group.Read.All";
const READ_APPLICATIONS: &str = "Application.Read.All";
const READ_ROLES: &str = "RoleManagement.Read.Directory";
const WRITE_MEMBERS: &str =
    "GroupMember.ReadWrite.All (for a group that may hold roles, RoleManagement.ReadWrite.Directory besides)";

/// All users, with the last sign-in where it may be read. Pages with it are smaller.
pub(super) fn users(sign_in: bool) -> Request {
    let (more, top) = if sign_in { (",signInActivity", 500) } else { ("", 999) };
    let path = format!("users?$select={PERSON}{more}&$expand=manager($select=id)&$top={top}");
    Request::get(path, "read the users", READ_USERS)
}

/// These users again.
pub(super) fn users_by_id(ids: &[Id], sign_in: bool) -> Request {
    let more = if sign_in { ",signInActivity" } else { "" };
    let path = format!(
        "users?$filter={}&$select={PERSON}{more}&$expand=manager($select=id)",
        one_of(ids)
    );
    Request::get(path, "read the users", READ_USERS)
}

/// From here on `users_changed` tells what changes.
pub(super) fn users_now() -> Request {
    let path = format!("users/delta?$deltatoken=latest&$select={PERSON},manager");
    Request::get(path, "read the changes of users", READ_USERS)
}

/// All groups, each with its first owners.
pub(super) fn groups() -> Request {
    let path = format!("groups?$select={GROUP}&$expand=owners($select=id)&$top=999");
    Request::get(path, "read the groups", READ_GROUPS)
}

pub(super) fn groups_by_id(ids: &[Id]) -> Request {
    let path = format!(
        "groups?$filter={}&$select={GROUP}&$expand=owners($select=id)",
        one_of(ids)
    );
    Request::get(path, "read the groups", READ_GROUPS)
}

pub(super) fn groups_now() -> Request {
    let path = format!("groups/delta?$deltatoken=latest&$select={GROUP},members,owners");
    Request::get(path, "read the changes of groups", READ_GROUPS)
}

pub(super) fn members(group: &Id) -> Request {
    let path = format!("groups/{group}/members?$select=id&$top=999");
    Request::get(path, "read the members of groups", READ_GROUPS)
}

pub(super) fn owners(group: &Id) -> Request {
    let path = format!("groups/{group}/owners?$select=id&$top=999");
    Request::get(path, "read the owners of groups", READ_GROUPS)
}

/// What decides whether a group's members can be changed.
pub(super) fn group(group: &Id) -> Request {
    let path = format!("groups/{group}?$select={GROUP}");
    Request::get(path, "read the group", READ_GROUPS)
}

pub(super) fn applications() -> Request {
    let path = format!("servicePrincipals?$select={APPLICATION}&$top=999");
    Request::get(path, "read the applications", READ_APPLICATIONS)
}

pub(super) fn application(application: &Id) -> Request {
    let path = format!("servicePrincipals/{application}?$select=id");
    Request::get(path, "read the application", READ_APPLICATIONS)
}

pub(super) fn applications_now() -> Request {
    let path = format!("servicePrincipals/delta?$deltatoken=latest&$select={APPLICATION}");
    Request::get(path, "read the changes of applications", READ_APPLICATIONS)
}

pub(super) fn assigned_to(application: &Id) -> Request {
    let path = format!("servicePrincipals/{application}/appRoleAssignedTo?$top=999");
    Request::get(path, "read who is assigned to applications", READ_APPLICATIONS)
}

pub(super) fn role_definitions() -> Request {
    let path =
        "roleManagement/directory/roleDefinitions?$select=id,displayName,description,isBuiltIn,isEnabled".to_owned();
    Request::get(path, "read the roles of the directory", READ_ROLES)
}

pub(super) fn role_assignments() -> Request {
    let path =
        "roleManagement/directory/roleAssignments?$select=id,principalId,roleDefinitionId,directoryScopeId".to_owned();
    Request::get(path, "read who holds roles of the directory", READ_ROLES)
}

pub(super) fn eligible_roles() -> Request {
    let path = "roleManagement/directory/roleEligibilityScheduleInstances?$select=id,principalId,roleDefinitionId,directoryScopeId";
    Request::get(
        path.to_owned(),
        "read who may activate roles of the directory",
        "RoleEligibilitySchedule.Read.Directory",
    )
}

/// What else belongs to a user, or names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    MemberOf,
    OwnedObjects,
    DirectReports,
}

/// What names a user; asked after a restoration, which no list of changes tells of.
pub(super) fn of_user(user: &Id, relation: Relation) -> Request {
    let relation = match relation {
        Relation::MemberOf => "memberOf",
        Relation::OwnedObjects => "ownedObjects",
        Relation::DirectReports => "directReports",
    };
    let path = format!("users/{user}/{relation}?$select=id&$top=999");
    Request::get(path, "read what belongs to a user", "Directory.Read.All")
}

/// What decides whether an account may be blocked or deleted.
pub(super) fn account(user: &Id) -> Request {
    let path = format!("users/{user}?$select=id,displayName,userType,accountEnabled");
    Request::get(path, "read the account", READ_USERS)
}

/// One user, to see what may be read.
pub(super) fn one_user() -> Request {
    let path = "users?$select=id,displayName,signInActivity&$top=1".to_owned();
    Request::get(
        path,
        "read the last sign-in",
        "AuditLog.Read.All, and a licence of Entra ID P1 or P2",
    )
}

/// Takes a member out of a group. The member stays what it is: the address ends in `/$ref`.
pub(super) fn remove_member(group: &Id, member: &Id) -> Request {
    Request {
        verb: Verb::Delete,
        place: Place::Path(format!("groups/{group}/members/{member}/$ref")),
        body: None,
        what: "take a member out of a group",
        permission: WRITE_MEMBERS,
    }
}

/// Puts a member into a group.
pub(super) fn add_member(graph: &str, group: &Id, member: &Id) -> Request {
    Request {
        verb: Verb::Post,
        place: Place::Path(format!("groups/{group}/members/$ref")),
        body: Some(json!({ "@odata.id": format!("{graph}/v1.0/directoryObjects/{member}") })),
        what: "put a member into a group",
        permission: WRITE_MEMBERS,
    }
}

/// Takes the sign-in of a guest away.
pub(super) fn block(guest: &Guest) -> Request {
    Request {
        verb: Verb::Patch,
        place: Place::Path(format!("users/{}", guest.id())),
        body: Some(json!({ "accountEnabled": false })),
        what: "block a guest",
        permission: "User.EnableDisableAccount.All and User.Read.All",
    }
}

/// Deletes a guest, whom the directory keeps for thirty days more.
pub(super) fn delete(guest: &Guest) -> Request {
    Request {
        verb: Verb::Delete,
        place: Place::Path(format!("users/{}", guest.id())),
        body: None,
        what: "delete a guest",
        permission: "User.ReadWrite.All",
    }
}

fn one_of(ids: &[Id]) -> String {
    let quoted: Vec<_> = ids.iter().map(|id| format!("'{id}'")).collect();
    format!("id%20in%20({})", quoted.join(","))
}

/// Whether a link of the server leads to the same server, and not back to where it stands.
pub(super) fn leads_on(base: &str, link: &str, from: &str) -> bool {
    let same = link
        .get(..base.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(base));
    same && link != from && link.len() <= 16_384 && link.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests;
