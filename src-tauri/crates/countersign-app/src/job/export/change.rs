//! The changes of the plans with their receipts and the reads that confirmed them (E26, E27).

use countersign_evidence::{ChangeRecord, EvidenceError, Visit};
use countersign_store::plan::{self, ChangeRow};
use countersign_store::rusqlite::Connection;

use super::source::fault;

/// Every change of every plan of an instance, in order.
pub(super) fn for_each(
    connection: &Connection,
    instance: i64,
    visit: Visit<'_, ChangeRecord>,
) -> Result<(), EvidenceError> {
    for id in plan::all(connection, instance).map_err(fault)? {
        changes_of(connection, id, visit)?;
    }
    Ok(())
}

fn changes_of(connection: &Connection, id: i64, visit: Visit<'_, ChangeRecord>) -> Result<(), EvidenceError> {
    let mut offset = 0;
    loop {
        let page = plan::changes(connection, id, offset, 500).map_err(fault)?;
        if page.is_empty() {
            return Ok(());
        }
        offset += 500;
        for row in page {
            let seen = row.verification.as_ref();
            let action = action(&row);
            visit(&ChangeRecord {
                change_id: row.change,
                item_id: row.item.unwrap_or_default(),
                person: row.principal_name,
                user_name: row.member_dn,
                resource: row.resource_name,
                entitlement: row.entitlement,
                action,
                also: row.also,
                came_back: row.came_back,
                state: row.outcome.unwrap_or_else(|| match row.guest.as_deref() {
                    Some("kept") => "kept".into(),
                    _ => "waiting".into(),
                }),
                result_code: row.code.map(|code| answer_of(&row.directory_kind, code)),
                message: row.reason,
                at: row.received_at,
                by: row.carried_by,
                seen_gone_at: seen.filter(|seen| seen.state == "gone").map(|seen| seen.read_at),
                still_through: seen
                    .filter(|seen| seen.state != "gone")
                    .map(|seen| {
                        seen.through.clone().map_or_else(
                            || vec!["the group itself".into()],
                            |through| through.split(" › ").map(str::to_owned).collect(),
                        )
                    })
                    .unwrap_or_default(),
                still_at: seen.filter(|seen| seen.state != "gone").map(|seen| seen.read_at),
            })?;
        }
    }
}

/// What the directory answered to a change.
pub(super) fn answer(code: i64) -> String {
    format!("LDAP result {code}")
}

/// The same of a directory of a kind: Entra ID answers by HTTP.
fn answer_of(kind: &str, code: i64) -> String {
    match (kind, code) {
        ("entra", 0) => "accepted by Microsoft Graph".into(),
        ("entra", code) => format!("HTTP status {code}"),
        (_, code) => answer(code),
    }
}

/// What a change does, in words.
fn action(row: &ChangeRow) -> String {
    let list = &row.list_name;
    match row.kind.as_str() {
        "blockAccount" => "block the account".into(),
        "deleteAccount" => "delete the account".into(),
        "takeRole" => "take the role away".into(),
        _ if row.elsewhere => format!(
            "remove the membership in {list} of {}, from where it is synced",
            row.directory_name
        ),
        _ if row.path.is_empty() => "remove the membership".into(),
        _ => format!("remove the membership in {list}, by which the access also comes"),
    }
}
