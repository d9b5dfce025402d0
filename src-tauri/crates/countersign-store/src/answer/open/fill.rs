//! What fills a run that came in a packet: people as they were, items, and what was said on them before.

use std::collections::BTreeMap;

use countersign_domain::item::Decision;
use rusqlite::{Transaction, params};
use serde_json::json;

use super::{NewPacket, wrong};
use crate::StoreError;
use crate::answer::own::{answers, opened};
use crate::item::{Digester, Event, Mark, record};
use crate::review::stamp;

/// The events that are recorded, and the digest over them.
#[derive(Default)]
pub(super) struct Sealing {
    pub digester: Digester,
    pub count: usize,
}

impl Sealing {
    fn add(&mut self, transaction: &Transaction<'_>, mark: &Mark<'_>, event: Event) -> Result<i64, StoreError> {
        let events = [event];
        record(transaction, mark, &events)?;
        self.digester.add(mark, &events)?;
        self.count += 1;
        Ok(transaction.query_row("SELECT max(id) FROM decision_event", [], |row| row.get(0))?)
    }
}

pub(super) fn freeze(
    transaction: &Transaction<'_>,
    packet: &NewPacket<'_>,
    instance: i64,
    ids: &[i64],
) -> Result<(), StoreError> {
    let mut put = transaction.prepare(
        "INSERT OR IGNORE INTO frozen (instance_id, principal_id, kind, key, dn, display_name, user_name, mail, user_type,
           enabled, department, title, manager_name, employment, created_at, last_sign_in_at, last_sign_in_field)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    )?;
    for (one, id) in packet.people.iter().zip(ids) {
        put.execute(params![
            instance,
            id,
            one.kind,
            one.key,
            one.dn,
            one.display_name,
            one.user_name,
            one.mail,
            one.user_type,
            one.enabled,
            one.department,
            one.title,
            one.manager_name,
            one.employment,
            one.created_at.map(stamp),
            one.last_sign_in_at.map(stamp),
            one.last_sign_in_field
        ])?;
    }
    Ok(())
}

/// The items, those of one resource together; the number of the first.
pub(super) fn items(
    transaction: &Transaction<'_>,
    packet: &NewPacket<'_>,
    instance: i64,
    ids: &[i64],
) -> Result<i64, StoreError> {
    let first: i64 = transaction.query_row("SELECT coalesce(max(id), 0) + 1 FROM item", [], |row| row.get(0))?;
    transaction.execute("INSERT INTO reviewer_set (instance_id) VALUES (?1)", [instance])?;
    let set = transaction.last_insert_rowid();
    let reviewer = *ids.get(packet.reviewer).ok_or_else(wrong)?;
    transaction.execute(
        "INSERT INTO reviewer_set_member (set_id, principal_id, reason) VALUES (?1, ?2, 'named')",
        [set, reviewer],
    )?;
    let id_of = |at: usize| ids.get(at).copied().ok_or_else(wrong);
    let mut put = transaction.prepare(
        "INSERT INTO item (id, instance_id, principal_id, resource_id, entitlement, direct, path, reviewer_set_id,
                           recommendation, insight, stage)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    let mut link = transaction
        .prepare("INSERT INTO opened_item (item_id, instance_id, origin_item, version) VALUES (?1, ?2, ?3, ?4)")?;
    for (id, one) in (first..).zip(packet.items) {
        let path = one.path.iter().map(|at| id_of(*at)).collect::<Result<Vec<_>, _>>()?;
        let path = (!path.is_empty()).then(|| json!(path).to_string());
        let insight = (!one.insights.is_empty()).then(|| json!({ "asked_previous": false, "told": one.insights }));
        put.execute(params![
            id,
            instance,
            id_of(one.principal)?,
            id_of(one.resource)?,
            one.entitlement,
            one.direct,
            path,
            set,
            one.recommendation.word(),
            insight.map(|said| said.to_string()),
            packet.stage
        ])?;
        link.execute(params![id, instance, one.origin_item, one.version])?;
        if let Some(reason) = &one.released {
            transaction.execute(
                "INSERT INTO independence (item_id, reviewer_id, reason, at, by) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![id, reviewer, reason, stamp(packet.made_at), packet.origin_name],
            )?;
        }
        if one.provisioned {
            transaction.execute(
                "INSERT OR IGNORE INTO provision VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    id_of(one.resource)?,
                    one.entitlement,
                    id_of(one.principal)?,
                    reviewer,
                    stamp(packet.made_at)
                ],
            )?;
        }
    }
    transaction.execute(
        "UPDATE instance SET first_item_id = ?2 WHERE id = ?1",
        [instance, first],
    )?;
    Ok(first)
}

/// What was said where the packet was made.
pub(super) fn said(
    transaction: &Transaction<'_>,
    packet: &NewPacket<'_>,
    first: i64,
    reviewer: i64,
    sealing: &mut Sealing,
) -> Result<(), StoreError> {
    let mut note =
        transaction.prepare("INSERT INTO answer_event (event_id, whose, decided_at) VALUES (?1, 'known', ?2)")?;
    let mut stand = transaction.prepare("UPDATE item SET standing = ?2, decision = ?3 WHERE id = ?1")?;
    for (item, one) in (first..).zip(packet.items).filter(|(_, one)| !one.said.is_empty()) {
        let (mut before, mut now) = (BTreeMap::new(), Decision::NotReviewed);
        for event in &one.said {
            let mark = Mark {
                at: event.at,
                actor_id: event.own.then_some(reviewer),
                actor: &event.actor,
                audit_seq: packet.audit_seq,
            };
            let row = Event {
                justification: event.justification.clone(),
                ..Event::plain(item, event.stage, event.decision, event.source)
            };
            let id = sealing.add(transaction, &mark, row)?;
            if event.stage < packet.stage {
                before.insert(event.stage, event.decision);
            } else {
                now = event.decision;
                note.execute(params![id, stamp(event.at)])?;
            }
        }
        let came_to = before.values().rev().find(|one| **one != Decision::NotReviewed);
        stand.execute(params![
            item,
            came_to.unwrap_or(&Decision::NotReviewed).word(),
            now.word()
        ])?;
    }
    Ok(())
}

/// Takes over the answers under the packet before, oldest first; how many.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    packet: &NewPacket<'_>,
    (old, first, reviewer): (i64, i64, i64),
    sealing: &mut Sealing,
) -> Result<usize, StoreError> {
    let before = opened(transaction, old)?.ok_or_else(wrong)?;
    let name = &packet.people.get(packet.reviewer).ok_or_else(wrong)?.display_name;
    let label = format!("{name} (principal {reviewer})");
    let mark = Mark {
        at: packet.now,
        actor_id: Some(reviewer),
        actor: &label,
        audit_seq: packet.audit_seq,
    };
    let here: BTreeMap<i64, i64> = packet.items.iter().map(|one| one.origin_item).zip(first..).collect();
    let mut put = transaction.prepare(
        "INSERT INTO answer_event (event_id, whose, uid, replaces, decided_at, returned_in) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut count = 0;
    for one in answers(transaction, &before)? {
        let Some(item) = here.get(&one.origin_item) else {
            continue;
        };
        let said = stamp(one.decided_at);
        let event = Event {
            justification: one.justification,
            note: format!("Kept from the packet before, answered at {said}."),
            ..Event::plain(*item, packet.stage, one.decision, one.source)
        };
        let id = sealing.add(transaction, &mark, event)?;
        let whose = if one.other { "other" } else { "own" };
        put.execute(params![id, whose, one.uid, one.replaces, said, one.returned_in])?;
        count += 1;
    }
    Ok(count)
}
