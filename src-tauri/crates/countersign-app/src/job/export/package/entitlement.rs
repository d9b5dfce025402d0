//! What one assignment gives or gave, with every change, receipt, task and read about it.

use chrono::{DateTime, Utc};
use countersign_evidence::package::{ChangeStep, EntitlementRecord, HandStep};
use countersign_store::StoreError;
use countersign_store::rusqlite::{self, Connection, Row};

use super::proof::{After, Reads};
use super::source::who;
use crate::job::export::change::answer;
use crate::job::export::source::resource_kind;

/// An assignment as far as its entitlements ask for it.
pub(super) struct Of {
    pub assignment: i64,
    pub principal: i64,
    pub ended: bool,
}

/// An entitlement with what tells reads apart.
struct Given {
    resource: i64,
    noted_at: DateTime<Utc>,
    record: EntitlementRecord,
    given: Option<After>,
    taken: Option<After>,
}

pub(super) fn entitlements(
    connection: &Connection,
    reads: &Reads,
    of: &Of,
) -> Result<Vec<EntitlementRecord>, StoreError> {
    let mut all = givens(connection, of)?;
    changes(connection, of, &mut all)?;
    tasks(connection, of, &mut all)?;
    all.into_iter().map(|one| prove(connection, reads, of, one)).collect()
}

fn givens(connection: &Connection, of: &Of) -> Result<Vec<Given>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT v.*, p.display_name, p.key, p.kind FROM given v JOIN principal p ON p.id = v.resource_id
         WHERE v.assignment_id = ?1 ORDER BY p.display_name, v.resource_id, v.entitlement",
    )?;
    let rows = statement.query_map([of.assignment], |row| {
        Ok(Given {
            resource: row.get("resource_id")?,
            noted_at: row.get("noted_at")?,
            record: EntitlementRecord {
                entitlement: row.get("entitlement")?,
                state: row.get("state")?,
                reason: row.get("reason")?,
                prior: row.get("prior")?,
                adopted: row.get("adopted")?,
                seen_at: row.get("seen_at")?,
                ..named(row)?
            },
            given: None,
            taken: None,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn named(row: &Row<'_>) -> rusqlite::Result<EntitlementRecord> {
    Ok(EntitlementRecord {
        resource: row.get("display_name")?,
        resource_id: row.get("key")?,
        resource_kind: resource_kind(&row.get::<_, String>("kind")?).to_owned(),
        ..EntitlementRecord::default()
    })
}

/// Changes of memberships; one about a list that the assignment is not noted for stands by itself.
fn changes(connection: &Connection, of: &Of, all: &mut Vec<Given>) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT c.id, c.plan_id, c.resource_id, c.kind AS change_kind, coalesce(c.entitlement, 'member') AS of, n.drawn_at, n.drawn_by,
                (SELECT count(*) FROM attempt t WHERE t.change_id = c.id) AS attempts,
                (SELECT max(attempted_at) FROM attempt t WHERE t.change_id = c.id) AS attempted_at,
                r.outcome, r.code, r.reason, r.received_at, r.carried_by, r.snapshot_id,
                p.display_name, p.key, p.kind
         FROM change c JOIN plan n ON n.id = c.plan_id JOIN principal p ON p.id = c.resource_id
         LEFT JOIN receipt r ON r.change_id = c.id
         WHERE c.assignment_id = ?1 AND c.kind IN ('addMember','removeMember','giveRole','takeRole') ORDER BY c.id",
    )?;
    let mut rows = statement.query([of.assignment])?;
    while let Some(row) = rows.next()? {
        let (resource, step) = (row.get("resource_id")?, change(row)?);
        let entitlement: String = row.get("of")?;
        let at = all
            .iter()
            .position(|one| one.resource == resource && one.record.entitlement == entitlement);
        let place = match at {
            Some(at) => &mut all[at],
            None => {
                all.push(Given {
                    resource,
                    noted_at: step.drawn_at,
                    record: EntitlementRecord {
                        entitlement,
                        ..named(row)?
                    },
                    given: None,
                    taken: None,
                });
                let Some(last) = all.last_mut() else { continue };
                last.record.state = if step.takes { "taken" } else { "held" }.into();
                last
            }
        };
        if let (Some(at), "applied" | "alreadySo") = (step.at, step.state.as_str()) {
            let after = After {
                snapshot: row.get::<_, Option<i64>>("snapshot_id")?.unwrap_or(0),
                at,
            };
            match step.takes {
                true => place.taken = Some(after),
                false => (place.given, place.taken) = (Some(after), None),
            }
        }
        place.record.changes.push(step);
    }
    Ok(())
}

fn change(row: &Row<'_>) -> rusqlite::Result<ChangeStep> {
    let attempts: i64 = row.get("attempts")?;
    Ok(ChangeStep {
        change_id: row.get("id")?,
        plan_id: row.get("plan_id")?,
        takes: matches!(
            row.get::<_, String>("change_kind")?.as_str(),
            "removeMember" | "takeRole"
        ),
        drawn_at: row.get("drawn_at")?,
        drawn_by: who(row.get("drawn_by")?),
        attempts: u64::try_from(attempts).unwrap_or(0),
        attempted_at: row.get("attempted_at")?,
        state: row
            .get::<_, Option<String>>("outcome")?
            .unwrap_or_else(|| "waiting".into()),
        result_code: row.get::<_, Option<i64>>("code")?.map(answer),
        message: row.get("reason")?,
        at: row.get("received_at")?,
        by: row.get::<_, Option<String>>("carried_by")?.map(who),
    })
}

fn tasks(connection: &Connection, of: &Of, all: &mut [Given]) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, resource_id, entitlement, reason, owner, status, created_at, note, closed_at, closed_by
         FROM task WHERE assignment_id = ?1 ORDER BY id",
    )?;
    let mut rows = statement.query([of.assignment])?;
    while let Some(row) = rows.next()? {
        let (resource, entitlement): (i64, String) = (row.get("resource_id")?, row.get("entitlement")?);
        let step = HandStep {
            task_id: row.get("id")?,
            reason: row.get("reason")?,
            owner: row.get("owner")?,
            state: row.get("status")?,
            opened_at: row.get("created_at")?,
            proof: row.get("note")?,
            closed_at: row.get("closed_at")?,
            closed_by: row.get("closed_by")?,
        };
        let place = all
            .iter_mut()
            .find(|one| one.resource == resource && one.record.entitlement == entitlement);
        if let Some(place) = place {
            place.record.by_hand.push(step);
        }
    }
    Ok(())
}

/// Which whole reads showed it.
fn prove(connection: &Connection, reads: &Reads, of: &Of, one: Given) -> Result<EntitlementRecord, StoreError> {
    let mut record = one.record;
    let access = (one.resource, record.entitlement.as_str(), of.principal);
    // Without a change of ours it is there from when it was noted: what was there before, in the read before.
    let noted = After {
        snapshot: reads.newest_at(one.noted_at) - i64::from(record.prior),
        at: if record.prior {
            DateTime::default()
        } else {
            one.noted_at
        },
    };
    let there = reads.there(connection, access, one.given.unwrap_or(noted), one.taken)?;
    let to_go = record.state == "taken" || (of.ended && record.state != "kept");
    let gone = match (one.taken, there) {
        (Some(taken), _) if to_go => reads.gone(connection, access, taken)?,
        // Taken by a person: what a read showed there is gone in the first one that does not.
        (None, Some(there)) if record.state == "taken" => {
            let after = After {
                snapshot: there,
                at: one.noted_at,
            };
            reads.gone(connection, access, after)?
        }
        _ => None,
    };
    (record.there_in, record.gone_in) = (there, gone);
    Ok(record)
}
