//! A synced membership is taken away where it comes from.

use countersign_domain::plan::{Reason, Removal};
use countersign_store::StoreError;
use countersign_store::plan::{self, ChangeKind, Counterpart, DeniedRow, NewChange};
use countersign_store::rusqlite::Connection;

/// Where a synced membership is changed: in the domain it comes from, if this store holds exactly one such group and
/// person there. Only what the resource names itself: a membership within it gives more than was reviewed.
pub(crate) fn of(connection: &Connection, principal: i64, step: &Removal) -> Result<Option<Counterpart>, StoreError> {
    match step.reason {
        Some(Reason::Synced) if step.way.is_empty() => plan::counterpart(connection, step.cut.id.0, principal),
        _ => Ok(None),
    }
}

/// The same removal in the domain.
pub(super) fn change(
    connection: &Connection,
    row: &DeniedRow,
    there: &Counterpart,
) -> Result<Option<NewChange>, StoreError> {
    let (group_key, group_dn) = plan::target(connection, there.group)?;
    if plan::is_done(connection, row.item, &group_key)? {
        return Ok(None);
    }
    let (member_key, member_dn) = plan::target(connection, there.member)?;
    Ok(Some(NewChange {
        item: Some(row.item),
        assignment: None,
        principal: row.principal,
        kind: ChangeKind::RemoveMember,
        directory: Some(there.directory),
        entitlement: None,
        resource: there.group,
        group_key,
        group_dn,
        member_key,
        member_dn,
        path: Vec::new(),
        also: plan::also(connection, there.group, &[], there.group)?,
    }))
}

/// What is done, in words.
pub(super) fn sentence(there: &Counterpart) -> String {
    format!(
        "Take the person out of “{}” in {}, from where it is synced.",
        there.group_name, there.directory_name
    )
}
