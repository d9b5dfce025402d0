//! Exceptions and guests, as the record tells them.

use chrono::{DateTime, NaiveDate, Utc};
use countersign_evidence::{ExceptionRecord, GuestRecord};
use countersign_store::exception::{self, ExceptionRow};
use countersign_store::plan::{self, GuestFilter};
use countersign_store::review::InstanceView;
use countersign_store::rusqlite::Connection;

use crate::Problem;

const PAGE: i64 = 1_000;

/// Every exception that touches an item (E35).
pub(super) fn exceptions(
    connection: &Connection,
    view: &InstanceView,
    now: DateTime<Utc>,
) -> Result<Vec<ExceptionRecord>, Problem> {
    let today = crate::exception::today(connection, now)?;
    let touching = exception::touching(connection, view.instance)?;
    Ok(touching
        .into_iter()
        .map(|(item, row)| exception(item, row, today))
        .collect())
}

/// An exception beside the item or the assignment that it is about.
pub(super) fn exception(item: i64, row: ExceptionRow, today: NaiveDate) -> ExceptionRecord {
    ExceptionRecord {
        exception_id: row.exception,
        item_id: item,
        person: row.principal_name,
        resource: row.resource_name,
        entitlement: row.entitlement,
        policy: row.policy,
        reason: row.reason,
        in_force: row.state == "approved" && today <= row.until_on,
        state: row.state,
        proposed_by: row.proposed_by,
        proposed_on: row.proposed_on,
        approved_by: row.approved_by,
        approved_on: row.approved_on,
        until_on: row.until_on,
    }
}

/// Every guest that a plan of this instance put on the way out.
pub(super) fn guests(connection: &Connection, view: &InstanceView) -> Result<Vec<GuestRecord>, Problem> {
    let filter = GuestFilter {
        instance: Some(view.instance),
        ..GuestFilter::default()
    };
    let mut all = Vec::new();
    loop {
        let (rows, _) = plan::guests(connection, filter, i64::try_from(all.len()).unwrap_or(i64::MAX), PAGE)?;
        if rows.is_empty() {
            return Ok(all);
        }
        all.extend(rows.into_iter().map(|row| GuestRecord {
            item_id: row.item.unwrap_or_default(),
            person: row.principal_name,
            user_name: row.user_name.unwrap_or_default(),
            state: row.status,
            blocked_at: row.blocked_at,
            delete_at: row.delete_at,
            ended_at: row.ended_at,
            kept_by: row.kept_by,
            reason: row.reason,
        }));
    }
}
