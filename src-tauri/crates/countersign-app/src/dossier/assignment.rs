//! The access packages that gave the access, and how they were delivered and taken back.

use countersign_store::assignment::{self, AssignmentEventRow, AssignmentRow, GivenRow};
use countersign_store::rusqlite::{Connection, params};
use serde::Serialize;
use ts_rs::TS;

use super::focus::Focus;
use super::review::{DossierChange, changes};
use super::{DossierAbout, numbers};
use crate::Problem;

/// An assignment with everything it gave, and every change that was made for it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DossierAssignment {
    #[serde(flatten)]
    pub row: AssignmentRow,
    pub given: Vec<GivenRow>,
    pub events: Vec<AssignmentEventRow>,
    pub changes: Vec<DossierChange>,
}

pub(super) fn gather(connection: &Connection, focus: &Focus) -> Result<Vec<DossierAssignment>, Problem> {
    let mut ids = numbers(
        connection,
        "SELECT a.id FROM assignment a JOIN package k ON k.id = a.package_id
         WHERE a.principal_id = ?1 AND k.principal_id = ?2
         UNION SELECT assignment_id FROM given WHERE principal_id = ?1 AND resource_id = ?2 AND entitlement = ?3",
        params![focus.principal, focus.access.resource, focus.access.entitlement],
    )?;
    match focus.about {
        DossierAbout::Assignment => ids.push(focus.id),
        DossierAbout::Request => ids.extend(numbers(
            connection,
            "SELECT assignment_id FROM request WHERE id = ?1 AND assignment_id IS NOT NULL",
            [focus.id],
        )?),
        DossierAbout::Change => ids.extend(numbers(
            connection,
            "SELECT assignment_id FROM change WHERE id = ?1 AND assignment_id IS NOT NULL",
            [focus.id],
        )?),
        DossierAbout::Item | DossierAbout::Exception => {}
    }
    ids.sort_unstable();
    ids.dedup();
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        // A request may name an assignment that never came to be.
        let Some(row) = assignment::show(connection, id)? else {
            continue;
        };
        found.push(DossierAssignment {
            given: assignment::givens(connection, id)?,
            events: assignment::events(connection, id)?,
            changes: changes(
                connection,
                "SELECT plan_id, position FROM change WHERE assignment_id = ?1 ORDER BY id",
                id,
            )?,
            row,
        });
    }
    Ok(found)
}
