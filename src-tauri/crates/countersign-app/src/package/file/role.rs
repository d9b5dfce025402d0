//! What a package gives, from its file.

use countersign_domain::snapshot::{ACTIVE, DEFAULT_ACCESS, ELIGIBLE, Kind};
use countersign_store::catalog;
use countersign_store::package::{self, PackageRow};

use crate::Problem;
use crate::call::Write;
use crate::catalog::of_reference;
use crate::graph_file::{Object, at};
use crate::package::{put_role, take_role};

/// The roles of the file become those of the package; a file that does not speak of roles changes none.
/// Answers whether anything changed.
pub(super) fn put_roles(write: &Write<'_>, package: &PackageRow, file: &Object<'_>) -> Result<bool, Problem> {
    let Some(scopes) = file.list("resourceRoleScopes")? else {
        return Ok(false);
    };
    let mut wanted = Vec::new();
    let mut changed = false;
    for scope in &scopes {
        let role = scope
            .object("role")?
            .ok_or_else(|| at(scope.path("role"), "Say which role is given."))?;
        // The scope names the resource too, where the role does not.
        let resource = match (role.object("resource")?, scope.object("scope")?) {
            (Some(resource), _) | (None, Some(resource)) => resource,
            (None, None) => return Err(at(role.path("resource"), "Say on which resource the role is.")),
        };
        let found = of_reference(write.transaction, &resource)?;
        let held = catalog::resource(write.transaction, package.catalog, found)?;
        let kind = held.as_ref().map_or("", |row| row.kind.as_str());
        let known = match &held {
            Some(row) => catalog::entitlements(write.transaction, row)?,
            None => Vec::new(),
        };
        let entitlement = entitlement_of(&role, kind, &known)?;
        changed |= put_role(write, package, found, &entitlement, &resource.path("originId"))?;
        package::set_role_source(write.transaction, package.package, found, &entitlement, scope.value)?;
        wanted.push((found, entitlement));
    }
    for role in package::roles(write.transaction, package.package)? {
        if !wanted.contains(&(role.resource, role.entitlement.clone())) {
            changed |= take_role(write, package.package, role.resource, &role.entitlement)?;
        }
    }
    Ok(changed)
}

/// What a role of a file is called in the ledger.
fn entitlement_of(role: &Object<'_>, kind: &str, known: &[String]) -> Result<String, Problem> {
    let origin = role.text("originId")?.unwrap_or_default();
    let shown = role.text("displayName")?.unwrap_or_default();
    let standing = role.text("type")?.unwrap_or_default();
    let says = |word: &str| {
        let starts = |text: &str| {
            text.get(..word.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(word))
        };
        starts(origin) || starts(shown)
    };
    let found = match Kind::from_text(kind) {
        Some(Kind::DirectoryRole | Kind::AzureRole) if standing == "eligible" || says("Eligible") => Some(ELIGIBLE),
        Some(Kind::DirectoryRole | Kind::AzureRole) if standing == "active" || says("Active") => Some(ACTIVE),
        Some(Kind::ServicePrincipal) => {
            let same = |one: &&String| one.eq_ignore_ascii_case(origin) || one.eq_ignore_ascii_case(shown);
            match known.iter().find(same) {
                Some(one) => Some(one.as_str()),
                None if shown.eq_ignore_ascii_case(DEFAULT_ACCESS) => Some(DEFAULT_ACCESS),
                None if shown.is_empty() => Some(origin),
                None => Some(shown),
            }
        }
        // A group; or a resource that the catalog does not hold, which is said next.
        _ if says("Owner") => Some("owner"),
        _ if says("Member") => Some("member"),
        _ => None,
    };
    found.filter(|one| !one.is_empty()).map(str::to_owned).ok_or_else(|| {
        at(
            role.path("originId"),
            "This role is not understood: a group has the roles Member and Owner.",
        )
    })
}
