//! What a package gives: changed, and foreseen before it is changed.

use countersign_domain::catalog::{Task, by_hand};
use countersign_domain::plan::Reason;
use countersign_store::package::{self, Effect, PackageRow};
use countersign_store::{StoreError, catalog, plan};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::{PackageView, governed, view};
use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::catalog::role_is_known;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields, rename = "PackageRoleInput")]
pub struct RoleInput {
    pub package: i64,
    pub resource: i64,
    /// The role on it; `member` where nothing is said.
    pub entitlement: Option<String>,
}

/// One role on one resource.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PackageRoleRef")]
pub struct RoleRef {
    pub resource: i64,
    pub entitlement: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields, rename = "PackageRoleForeseeInput")]
pub struct RoleForeseeInput {
    pub package: i64,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<Vec<RoleRef>>")]
    pub add: Vec<RoleRef>,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<Vec<RoleRef>>")]
    pub remove: Vec<RoleRef>,
}

/// What a change of a package would do to those who hold it. Counts are exact; names are examples.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PackageRoleForeseen")]
pub struct RoleForeseen {
    pub holders: i64,
    pub gains: Vec<RoleGain>,
    pub losses: Vec<RoleLoss>,
}

/// A role that would be added.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PackageRoleGain")]
pub struct RoleGain {
    pub role: RoleRef,
    pub resource_name: String,
    /// Who would be given it.
    pub gain: Effect,
    /// Who holds it already: nothing is changed for them.
    pub held: Effect,
    /// Why a person must give it.
    pub by_hand: Option<Reason>,
    pub sentence: Option<String>,
}

/// A role that would be taken out.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PackageRoleLoss")]
pub struct RoleLoss {
    pub role: RoleRef,
    pub resource_name: String,
    /// Who would lose it.
    pub lose: Effect,
    /// Who keeps it, because another package gives it too.
    pub other_package: Effect,
    /// Who keeps it, because they held it before the package.
    pub prior: Effect,
    /// Why a person must take it away.
    pub by_hand: Option<Reason>,
    pub sentence: Option<String>,
}

fn entitlement(input: &RoleInput) -> &str {
    input.entitlement.as_deref().map_or("member", str::trim)
}

/// The change reaches everybody who holds the package, by a plan.
pub(crate) fn reach_holders(write: &Write<'_>, package: i64) -> Result<usize, Problem> {
    crate::assignment::package_changed(write, package)
}

pub(crate) fn add_role(write: &Write<'_>, input: RoleInput) -> Result<(PackageView, Entry), Problem> {
    let before = governed(write.transaction, &write.actor, Task::ChangePackageRole, input.package)?;
    let entitlement = entitlement(&input);
    if !put_role(write, &before, input.resource, entitlement, "")? {
        return Err(Problem::new("The package gives this already.")
            .code("exists")
            .field("resource"));
    }
    finish(write, &before, input.resource, entitlement, "added")
}

/// Adds a role to a package; `false` where it gives it already.
///
/// # Errors
/// The catalog does not hold the resource, or the resource has no such role; `at` is the path of both.
pub(crate) fn put_role(
    write: &Write<'_>,
    package: &PackageRow,
    resource: i64,
    entitlement: &str,
    at: &str,
) -> Result<bool, Problem> {
    let field = |own: &str| if at.is_empty() { own.to_owned() } else { at.to_owned() };
    let row = catalog::resource(write.transaction, package.catalog, resource)?.ok_or_else(|| {
        Problem::new(format!(
            "The catalog “{}” does not hold this resource.",
            package.catalog_name
        ))
        .code("notInCatalog")
        .hint("An owner of the resource adds it to the catalog first.")
        .field(field("resource"))
    })?;
    if row.gone {
        return Err(
            Problem::new(format!("The directory holds “{}” no longer.", row.display_name)).field(field("resource")),
        );
    }
    if entitlement.is_empty() || entitlement.chars().count() > 256 || entitlement.chars().any(char::is_control) {
        return Err(Problem::new("The role is a name of at most 256 characters.").field(field("entitlement")));
    }
    role_is_known(write.transaction, &row, entitlement).map_err(|problem| problem.field(field("entitlement")))?;
    let label = write.actor.label();
    Ok(package::add_role(
        write.transaction,
        package.package,
        resource,
        entitlement,
        &label,
        write.now,
    )?)
}

pub(crate) fn remove_role(write: &Write<'_>, input: RoleInput) -> Result<(PackageView, Entry), Problem> {
    let before = governed(write.transaction, &write.actor, Task::ChangePackageRole, input.package)?;
    let entitlement = entitlement(&input);
    if !take_role(write, input.package, input.resource, entitlement)? {
        return Err(Problem::new("The package does not give this.")
            .code("missing")
            .field("resource"));
    }
    finish(write, &before, input.resource, entitlement, "removed")
}

/// Takes a role out of a package; `false` where it does not give it.
pub(crate) fn take_role(write: &Write<'_>, package: i64, resource: i64, entitlement: &str) -> Result<bool, Problem> {
    let label = write.actor.label();
    Ok(package::remove_role(
        write.transaction,
        package,
        resource,
        entitlement,
        &label,
        write.now,
    )?)
}

fn finish(
    write: &Write<'_>,
    package: &PackageRow,
    resource: i64,
    entitlement: &str,
    act: &str,
) -> Result<(PackageView, Entry), Problem> {
    let holders = reach_holders(write, package.package)?;
    let place = plan::place(write.transaction, resource)?;
    let view = view(write.transaction, &write.actor, package.package)?;
    let detail = json!({ "act": act, "packageName": package.display_name, "resource": resource,
                         "resourceName": place.name, "entitlement": entitlement, "holdersReached": holders });
    Ok((view, Entry::new(format!("package:{}", package.package), detail)))
}

pub(crate) fn foresee(read: &Read<'_>, input: RoleForeseeInput) -> Result<RoleForeseen, Problem> {
    let package = governed(read.connection, &read.actor, Task::ViewCatalog, input.package)?;
    let place = |role: &RoleRef| -> Result<(String, Option<Reason>, Option<String>), Problem> {
        let known = catalog::resource(read.connection, package.catalog, role.resource)?.is_some()
            || package::roles(read.connection, input.package)?
                .iter()
                .any(|one| one.resource == role.resource);
        if !known {
            return Err(Problem::missing("resource of this catalog", role.resource).field("resource"));
        }
        let place = plan::place(read.connection, role.resource).map_err(|error: StoreError| error)?;
        let reason = place
            .barrier
            .or_else(|| (role.entitlement != "member").then_some(Reason::NotAGroup));
        let sentence = reason.map(|reason| by_hand(reason, &place.name));
        Ok((place.name, reason, sentence))
    };
    let mut gains = Vec::new();
    for role in input.add {
        let (resource_name, by_hand, sentence) = place(&role)?;
        let (gain, held) = package::gain(read.connection, input.package, role.resource, &role.entitlement)?;
        gains.push(RoleGain {
            role,
            resource_name,
            gain,
            held,
            by_hand,
            sentence,
        });
    }
    let mut losses = Vec::new();
    for role in input.remove {
        let (resource_name, by_hand, sentence) = place(&role)?;
        let (lose, other_package, prior) =
            package::loss(read.connection, input.package, role.resource, &role.entitlement)?;
        losses.push(RoleLoss {
            role,
            resource_name,
            lose,
            other_package,
            prior,
            by_hand,
            sentence,
        });
    }
    Ok(RoleForeseen {
        holders: package::holder_count(read.connection, input.package)?,
        gains,
        losses,
    })
}
