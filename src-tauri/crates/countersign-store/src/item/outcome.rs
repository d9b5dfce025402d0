//! What several reviewers' answers come to on one item, from the events that are kept.

use std::collections::BTreeMap;

use countersign_domain::item::{Decision, DecisionSource};
use countersign_domain::outcome::{Strategy, outcome};
use rusqlite::{Connection, params};

use super::decide::to_strategy;
use crate::StoreError;

/// One event, as far as the outcome needs it.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    pub actor: Option<i64>,
    pub decision: Decision,
    pub source: DecisionSource,
}

/// What an item comes to in one stage by these events, oldest first.
///
/// Under Entra's rule the last event stands. Under the others the latest answer of each person who is
/// asked counts; a carried decision stands until somebody answers, and what the system writes at the end
/// is final.
pub fn come_to(strategy: Strategy, asked: &[i64], events: &[Said]) -> Decision {
    if strategy == Strategy::LastAnswer {
        return events.last().map_or(Decision::NotReviewed, |last| last.decision);
    }
    let mut answers: BTreeMap<i64, (i64, Decision)> = BTreeMap::new();
    let (mut carried, mut closing) = (Decision::NotReviewed, None);
    for (seq, event) in (0i64..).zip(events) {
        match (event.source, event.actor) {
            (DecisionSource::Reset, _) => {
                answers.clear();
                (carried, closing) = (Decision::NotReviewed, None);
            }
            (DecisionSource::Carried, _) => carried = event.decision,
            (DecisionSource::Default | DecisionSource::Stands, _) => closing = Some(event.decision),
            (_, Some(actor)) => {
                answers.insert(actor, (seq, event.decision));
            }
            (_, None) => {}
        }
    }
    if let Some(decision) = closing {
        return decision;
    }
    let latest: Vec<(i64, Decision)> = asked
        .iter()
        .map(|one| answers.get(one).copied().unwrap_or((-1, Decision::NotReviewed)))
        .collect();
    if latest.iter().all(|(_, decision)| *decision == Decision::NotReviewed) {
        return carried;
    }
    outcome(strategy, &latest)
}

/// The events of an item in one stage, oldest first.
pub(crate) fn said(connection: &Connection, item: i64, stage: i64) -> Result<Vec<Said>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT actor_id, decision, source FROM decision_event WHERE item_id = ?1 AND stage = ?2 ORDER BY id",
    )?;
    let mut rows = statement.query(params![item, stage])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let (decision, source): (String, String) = (row.get(1)?, row.get(2)?);
        let wrong = |word: &str| StoreError::Value(format!("“{word}” is not a word of the ledger"));
        events.push(Said {
            actor: row.get(0)?,
            decision: Decision::from_word(&decision).ok_or_else(|| wrong(&decision))?,
            source: DecisionSource::from_word(&source).ok_or_else(|| wrong(&source))?,
        });
    }
    Ok(events)
}

/// Who was asked about an item in one of its stages.
fn asked(connection: &Connection, item: i64, stage: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT m.principal_id FROM item i JOIN reviewer_set_member m ON m.set_id =
           CASE WHEN ?2 = i.stage THEN i.reviewer_set_id WHEN ?2 = 1 THEN i.set_1 WHEN ?2 = 2 THEN i.set_2 ELSE i.set_3 END
         WHERE i.id = ?1 ORDER BY m.principal_id",
    )?;
    let people = statement
        .query_map(params![item, stage], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(people)
}

/// What an item comes to in one stage; with `next` said beside what is on record.
pub fn outcome_of(
    connection: &Connection,
    item: i64,
    stage: i64,
    strategy: Strategy,
    next: Option<Said>,
) -> Result<Decision, StoreError> {
    if let (Strategy::LastAnswer, Some(next)) = (strategy, next) {
        return Ok(next.decision);
    }
    let mut events = said(connection, item, stage)?;
    events.extend(next);
    let asked = asked(connection, item, stage)?;
    Ok(come_to(strategy, &asked, &events))
}

/// Brings the column of an item in line after other people are asked: whose answer counts has changed,
/// not what was said. Under Entra's rule the last answer stands, whoever gave it.
pub(crate) fn settle(connection: &Connection, item: i64) -> Result<(), StoreError> {
    let (stage, strategy): (i64, String) = connection
        .prepare_cached(
            "SELECT i.stage, s.strategy FROM item i
             JOIN stage s ON s.instance_id = i.instance_id AND s.position = i.stage WHERE i.id = ?1",
        )?
        .query_row([item], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let strategy = to_strategy(&strategy)?;
    if strategy != Strategy::LastAnswer {
        let outcome = outcome_of(connection, item, stage, strategy, None)?;
        connection
            .prepare_cached("UPDATE item SET decision = ?2 WHERE id = ?1")?
            .execute(params![item, outcome.word()])?;
    }
    Ok(())
}

/// What a person last answered on an item in one stage, since it was last reset.
pub fn own_answer(connection: &Connection, item: i64, stage: i64, actor: Option<i64>) -> Result<Decision, StoreError> {
    let mut own = Decision::NotReviewed;
    for event in said(connection, item, stage)? {
        if event.source == DecisionSource::Reset {
            own = Decision::NotReviewed;
        } else if event.actor.is_some() && event.actor == actor {
            own = event.decision;
        }
    }
    Ok(own)
}

/// The first item whose columns say something else than its events, of all instances.
pub(crate) fn first_changed(connection: &Connection) -> Result<Option<i64>, StoreError> {
    const PLAIN: &str = include_str!("changed.sql");
    let plain: Option<i64> = connection.query_row(PLAIN, [], |row| row.get(0))?;
    let mut instances = connection.prepare(
        "SELECT n.id, n.first_item_id, n.item_count FROM instance n
         WHERE n.stage_count > 1 OR EXISTS (SELECT 1 FROM stage s WHERE s.instance_id = n.id AND s.strategy <> 'lastAnswer')
         ORDER BY n.first_item_id",
    )?;
    let mut rows = instances.query([])?;
    while let Some(row) = rows.next()? {
        let (instance, first, count): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if plain.is_some_and(|plain| plain < first) {
            break;
        }
        if let Some(item) = first_changed_of(connection, instance, first, count)? {
            return Ok(Some(plain.map_or(item, |plain| plain.min(item))));
        }
    }
    Ok(plain)
}

fn first_changed_of(connection: &Connection, instance: i64, first: i64, count: i64) -> Result<Option<i64>, StoreError> {
    let mut strategies = Vec::new();
    let mut statement = connection.prepare("SELECT strategy FROM stage WHERE instance_id = ?1 ORDER BY position")?;
    let mut rows = statement.query([instance])?;
    while let Some(row) = rows.next()? {
        strategies.push(to_strategy(&row.get::<_, String>(0)?)?);
    }
    let mut items =
        connection.prepare("SELECT id, stage, decision, standing FROM item WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?;
    let mut rows = items.query(params![first, first + count - 1])?;
    while let Some(row) = rows.next()? {
        let (item, stage): (i64, i64) = (row.get(0)?, row.get(1)?);
        let mut standing = Decision::NotReviewed;
        let mut decision = Decision::NotReviewed;
        for (position, strategy) in (1..=stage).zip(&strategies) {
            if decision != Decision::NotReviewed {
                standing = decision;
            }
            decision = outcome_of(connection, item, position, *strategy, None)?;
        }
        if row.get_ref(2)?.as_str() != Ok(decision.word()) || row.get_ref(3)?.as_str() != Ok(standing.word()) {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(actor: i64, decision: Decision) -> Said {
        Said {
            actor: Some(actor),
            decision,
            source: DecisionSource::Reviewer,
        }
    }

    fn system(decision: Decision, source: DecisionSource) -> Said {
        Said {
            actor: None,
            decision,
            source,
        }
    }

    #[test]
    fn the_latest_answer_of_each_person_asked_counts() {
        let all = Strategy::AllMustApprove;
        let events = [
            by(1, Decision::Deny),
            by(1, Decision::Approve),
            by(2, Decision::Approve),
        ];
        assert_eq!(come_to(all, &[1, 2], &events), Decision::Approve);
        assert_eq!(come_to(all, &[1, 2, 3], &events), Decision::NotReviewed);
        // Who is not asked any more does not count.
        assert_eq!(come_to(all, &[3], &events), Decision::NotReviewed);
    }

    #[test]
    fn a_carried_decision_stands_until_somebody_answers_and_a_reset_takes_all_back() {
        let carried = system(Decision::Approve, DecisionSource::Carried);
        let strategy = Strategy::OneDenialDenies;
        assert_eq!(come_to(strategy, &[1], &[carried]), Decision::Approve);
        assert_eq!(
            come_to(strategy, &[1], &[carried, by(1, Decision::Deny)]),
            Decision::Deny
        );
        let reset = system(Decision::NotReviewed, DecisionSource::Reset);
        assert_eq!(
            come_to(strategy, &[1], &[carried, by(1, Decision::Deny), reset]),
            Decision::NotReviewed
        );
    }

    #[test]
    fn what_the_system_writes_at_the_end_is_final() {
        let events = [
            by(1, Decision::Approve),
            system(Decision::Deny, DecisionSource::Default),
        ];
        for strategy in [Strategy::LastAnswer, Strategy::AllMustApprove] {
            assert_eq!(come_to(strategy, &[1, 2], &events), Decision::Deny);
        }
    }
}
