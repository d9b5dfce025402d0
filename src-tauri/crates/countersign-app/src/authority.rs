//! Who may do what in a catalog: the domain's matrix over the roles that were given.

use countersign_domain::actor::Actor;
use countersign_domain::catalog::{self, CatalogRole, Task};
use countersign_store::delegation;
use countersign_store::rusqlite::Connection;

use crate::Problem;

/// What somebody is in a catalog; with none, over all of them.
pub(crate) fn roles(connection: &Connection, actor: &Actor, catalog: Option<i64>) -> Result<Vec<CatalogRole>, Problem> {
    let mut roles = Vec::new();
    if actor.administrator {
        roles.push(CatalogRole::Administrator);
    }
    if let Some(principal) = actor.principal {
        roles.extend(delegation::roles_of(connection, principal.0, catalog)?);
    }
    Ok(roles)
}

/// Whether the actor may do a task in a catalog; with none, over all of them.
pub(crate) fn may(connection: &Connection, actor: &Actor, task: Task, catalog: Option<i64>) -> Result<bool, Problem> {
    let views = matches!(task, Task::ViewCatalog | Task::ViewAssignment | Task::ViewRequest);
    if actor.compliance_officer && !actor.administrator {
        return Ok(views);
    }
    // Spares the look into the groups.
    if actor.administrator && catalog::may(CatalogRole::Administrator, task) {
        return Ok(true);
    }
    let roles = roles(connection, actor, catalog)?;
    Ok(roles.into_iter().any(|role| catalog::may(role, task)))
}

/// # Errors
/// The actor may not: a problem with the code `permission`.
pub(crate) fn require(connection: &Connection, actor: &Actor, task: Task, catalog: Option<i64>) -> Result<(), Problem> {
    if may(connection, actor, task, catalog)? {
        return Ok(());
    }
    let by_owner = catalog::may(CatalogRole::Owner, task);
    Err(
        Problem::new(format!("{} may not {}.", actor.display_name, task.sentence()))
            .code("permission")
            .hint(if by_owner {
                "Ask an owner of the catalog, or an administrator of this store."
            } else {
                "Ask an administrator of this store."
            }),
    )
}

/// Whose catalogs a list is narrowed to; `None` sees all of them.
pub(crate) fn sees_only(connection: &Connection, actor: &Actor) -> Result<Option<Vec<i64>>, Problem> {
    match actor.principal {
        _ if actor.reads_all() => Ok(None),
        Some(principal) => Ok(Some(delegation::catalogs_of(connection, principal.0)?)),
        None => Ok(Some(Vec::new())),
    }
}
