//! Requests about the reviews and access packages that a tenant has itself. They are read, and never changed.

use super::Request;
use crate::entra::id::Id;

const READ_REVIEWS: &str = "AccessReview.Read.All";
const READ_PACKAGES: &str = "EntitlementManagement.Read.All";
const REVIEWS: &str = "identityGovernance/accessReviews/definitions";
const MANAGED: &str = "identityGovernance/entitlementManagement";

pub(in crate::entra) fn reviews() -> Request {
    Request::get(format!("{REVIEWS}?$top=100"), "read the access reviews", READ_REVIEWS)
}

pub(in crate::entra) fn catalogs() -> Request {
    Request::get(format!("{MANAGED}/catalogs"), "read the catalogs", READ_PACKAGES)
}

pub(in crate::entra) fn catalog_resources(catalog: &Id) -> Request {
    let path = format!("{MANAGED}/catalogs/{catalog}/resources?$expand=roles,scopes");
    Request::get(path, "read the resources of catalogs", READ_PACKAGES)
}

/// All access packages, each with its catalog.
pub(in crate::entra) fn packages() -> Request {
    let path = format!("{MANAGED}/accessPackages?$expand=catalog($select=id,displayName)");
    Request::get(path, "read the access packages", READ_PACKAGES)
}

/// One access package with what it gives and its policies.
pub(in crate::entra) fn package(package: &Id) -> Request {
    let path =
        format!("{MANAGED}/accessPackages/{package}?$expand=resourceRoleScopes($expand=role,scope),assignmentPolicies");
    Request::get(path, "read the access packages", READ_PACKAGES)
}

/// The access packages that nobody may hold beside this one.
pub(in crate::entra) fn incompatible_packages(package: &Id) -> Request {
    let path = format!("{MANAGED}/accessPackages/{package}/incompatibleAccessPackages?$select=id,displayName");
    Request::get(path, "read the access packages", READ_PACKAGES)
}

/// The groups whose members may not hold it.
pub(in crate::entra) fn incompatible_groups(package: &Id) -> Request {
    let path = format!("{MANAGED}/accessPackages/{package}/incompatibleGroups?$select=id,displayName");
    Request::get(path, "read the access packages", READ_PACKAGES)
}
