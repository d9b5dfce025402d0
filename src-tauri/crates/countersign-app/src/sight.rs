//! What a plain person of the directory sees: what they are asked about, what is theirs, and names to choose from.
//! Administrators and compliance officers see everything; whoever governs a catalog sees the directory.

use countersign_domain::actor::Actor;
use countersign_store::rusqlite::{Connection, params};
use countersign_store::{StoreError, delegation};

use crate::Problem;

fn refused(actor: &Actor, what: &str) -> Problem {
    Problem::new(format!("{} may not see {what}.", actor.display_name))
        .code("permission")
        .hint("Ask an administrator of this store.")
}

/// Whose rows a list is narrowed to; `None` sees all. 0 is nobody of the directory.
pub(crate) fn only_own(actor: &Actor) -> Option<i64> {
    (!actor.reads_all()).then(|| actor.principal.map_or(0, |one| one.0))
}

fn is_asked(connection: &Connection, sql: &str, id: i64, principal: i64) -> Result<bool, Problem> {
    let mut statement = connection.prepare_cached(sql).map_err(StoreError::from)?;
    Ok(statement.exists(params![id, principal]).map_err(StoreError::from)?)
}

/// # Errors
/// A plain person who was never asked in this run of a review.
pub(crate) fn require_instance(connection: &Connection, actor: &Actor, instance: i64) -> Result<(), Problem> {
    const ASKED: &str = "SELECT 1 FROM reviewer_set s JOIN reviewer_set_member m ON m.set_id = s.id
        WHERE s.instance_id = ?1 AND m.principal_id = ?2";
    match only_own(actor) {
        Some(own) if !is_asked(connection, ASKED, instance, own)? => Err(refused(actor, "this review")),
        _ => Ok(()),
    }
}

/// # Errors
/// A plain person who was never asked in any run of this review.
pub(crate) fn require_review(connection: &Connection, actor: &Actor, review: i64) -> Result<(), Problem> {
    const ASKED: &str = "SELECT 1 FROM instance n JOIN reviewer_set s ON s.instance_id = n.id
        JOIN reviewer_set_member m ON m.set_id = s.id WHERE n.review_id = ?1 AND m.principal_id = ?2";
    match only_own(actor) {
        Some(own) if !is_asked(connection, ASKED, review, own)? => Err(refused(actor, "this review")),
        _ => Ok(()),
    }
}

/// # Errors
/// A plain person who was never asked about this item and never answered it.
pub(crate) fn require_item(connection: &Connection, actor: &Actor, item: i64) -> Result<(), Problem> {
    const ASKED: &str = "SELECT 1 FROM item i JOIN reviewer_set_member m
        ON m.set_id IN (i.reviewer_set_id, i.set_1, i.set_2, i.set_3) WHERE i.id = ?1 AND m.principal_id = ?2
        UNION ALL SELECT 1 FROM decision_event e WHERE e.item_id = ?1 AND e.actor_id = ?2";
    match only_own(actor) {
        Some(own) if !is_asked(connection, ASKED, item, own)? => Err(refused(actor, "this item")),
        _ => Ok(()),
    }
}

/// Whether somebody sees the directory with all that is known of people, and not their names alone.
pub(crate) fn sees_directory(connection: &Connection, actor: &Actor) -> Result<bool, Problem> {
    if actor.reads_all() {
        return Ok(true);
    }
    match actor.principal {
        Some(principal) => Ok(!delegation::roles_of(connection, principal.0, None)?.is_empty()
            || !delegation::catalogs_of(connection, principal.0)?.is_empty()),
        None => Ok(false),
    }
}

/// # Errors
/// The actor sees no more of the directory than names.
pub(crate) fn require_directory(connection: &Connection, actor: &Actor, what: &str) -> Result<(), Problem> {
    if sees_directory(connection, actor)? {
        Ok(())
    } else {
        Err(refused(actor, what))
    }
}
