//! Requests about roles at Azure's resources, which Azure's own management answers.
//!
//! There, DELETE of a scope deletes what stands there: a resource group with everything in it. So the one deletion that
//! is composed here ends in the identity of an assignment, at a scope that was read as a subscription or a resource
//! group and nothing else.

use super::{Place, Request, Verb};
use crate::entra::id::{Id, Scope};

const RIGHTS: &str = "api-version=2022-04-01";
const SCHEDULES: &str = "api-version=2020-10-01";
const SUBSCRIPTIONS: &str = "api-version=2022-12-01";
const AUTHORIZATION: &str = "providers/Microsoft.Authorization";

const READER: &str = "the role Reader at the subscription";
const ADMINISTRATOR: &str = "the role Role Based Access Control Administrator there";

fn get(path: String, what: &'static str) -> Request {
    Request {
        verb: Verb::Get,
        place: Place::Azure(path),
        body: None,
        what,
        permission: READER,
    }
}

/// A subscription with its name.
pub(in crate::entra) fn subscription(subscription: &Id) -> Request {
    let path = format!("subscriptions/{subscription}?{SUBSCRIPTIONS}");
    get(path, "read a subscription of Azure")
}

/// The roles that can be held at a subscription and below.
pub(in crate::entra) fn azure_roles(subscription: &Id) -> Request {
    let path = format!("subscriptions/{subscription}/{AUTHORIZATION}/roleDefinitions?{RIGHTS}");
    get(path, "read the roles of Azure")
}

/// Who holds a role at a subscription, above it and below it.
pub(in crate::entra) fn azure_assignments(subscription: &Id) -> Request {
    let path = format!("subscriptions/{subscription}/{AUTHORIZATION}/roleAssignments?{RIGHTS}");
    get(path, "read who holds roles of Azure")
}

/// Who may activate a role there.
pub(in crate::entra) fn azure_eligible(subscription: &Id) -> Request {
    let path = format!("subscriptions/{subscription}/{AUTHORIZATION}/roleEligibilityScheduleInstances?{SCHEDULES}");
    get(path, "read who may activate roles of Azure")
}

/// What somebody holds at a scope, above it and below it.
pub(in crate::entra) fn azure_held(scope: &Scope, principal: &Id) -> Request {
    let path = format!("{scope}/{AUTHORIZATION}/roleAssignments?{RIGHTS}&$filter=principalId%20eq%20'{principal}'");
    get(path, "read who holds roles of Azure")
}

/// Takes one assignment away. The holder, the role and what stands at the scope stay what they are.
pub(in crate::entra) fn azure_unassign(scope: &Scope, assignment: &Id) -> Request {
    Request {
        verb: Verb::Delete,
        place: Place::Azure(format!("{scope}/{AUTHORIZATION}/roleAssignments/{assignment}?{RIGHTS}")),
        body: None,
        what: "take a role of Azure away",
        permission: ADMINISTRATOR,
    }
}
