//! The control total of each resource beside the run before (E10).

use countersign_evidence::ResourceRecord;
use countersign_store::StoreError;
use countersign_store::review::InstanceView;
use countersign_store::rusqlite::{Connection, OptionalExtension, params};

use super::source::resource_kind;

/// Totals by resource, by name. Without a run before there is nothing to compare with.
pub(super) fn totals(connection: &Connection, view: &InstanceView) -> Result<Vec<ResourceRecord>, StoreError> {
    let before: Option<i64> = connection
        .prepare_cached(
            "SELECT max(id) FROM instance WHERE review_id = ?1 AND id < ?2 AND ended_at IS NOT NULL AND item_count > 0",
        )?
        .query_row(params![view.review, view.instance], |row| row.get(0))
        .optional()?
        .flatten();
    let mut statement = connection.prepare_cached(match before {
        Some(_) => include_str!("resource.sql"),
        None => {
            "SELECT i.resource_id, r.display_name, r.key, r.kind, count(*), 0, 0, 0, 0 FROM instance n
             JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
             JOIN principal r ON r.id = i.resource_id WHERE n.id = ?1 AND ?2 IS NULL
             GROUP BY i.resource_id ORDER BY r.display_name, i.resource_id"
        }
    })?;
    let rows = statement.query_map(params![view.instance, before], |row| {
        let previous: u64 = row.get(5)?;
        Ok(ResourceRecord {
            resource: row.get(1)?,
            resource_id: row.get(2)?,
            resource_kind: resource_kind(&row.get::<_, String>(3)?).to_owned(),
            items: row.get(4)?,
            previous: before.map(|_| previous),
            joined: row.get(6)?,
            left: row.get(7)?,
            removed: row.get(8)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
