//! Starting an instance: the population is frozen, reviewers are found, advice is computed.
//!
//! One transaction, streamed group by group: nothing but one group's members and a small row for
//! each person of the directory is held in memory.

mod writer;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use countersign_domain::definition::Definition;
use countersign_domain::id::PrincipalId;
use countersign_domain::recommendation::{Recommendation, SignIn, from_sign_in};
use countersign_domain::reviewer::{ReviewerReason, ask};
use rusqlite::{Transaction, params};

use crate::{StoreError, connection, snapshot};
use writer::{SetKey, Writer};

/// A definition whose references are resolved.
#[derive(Debug, Clone)]
pub struct Start<'a> {
    pub instance: i64,
    pub directory: i64,
    pub definition: &'a Definition,
    /// Ids of the groups in scope.
    pub groups: Vec<i64>,
    /// Named reviewers and group members, with why.
    pub named: Vec<(i64, ReviewerReason)>,
    pub owners: bool,
    pub managers: bool,
    pub fallback: Vec<i64>,
    pub now: DateTime<Utc>,
    pub actor: &'a str,
}

/// What a start produced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    pub items: i64,
    /// Members of the groups that the scope leaves out (not guests, not people).
    pub excluded: i64,
    pub reviewers: i64,
    /// Items nobody can be asked about.
    pub unasked: i64,
}

/// What is needed of each person, looked up a million times.
#[derive(Clone, Copy)]
struct Person {
    rank: u32,
    manager: i64,
    guest: bool,
    user: bool,
    advice: Recommendation,
    seen: bool,
}

/// Freezes the population of an instance that has not started. `progress` hears how many groups of
/// how many are done and answers whether to go on; a stop rolls everything back.
pub fn start(
    transaction: &Transaction<'_>,
    start: &Start<'_>,
    progress: impl FnMut(usize, usize) -> bool,
) -> Result<Option<Started>, StoreError> {
    connection::with_room(transaction, connection::LARGE, || {
        freeze_all(transaction, start, progress)
    })
}

fn freeze_all(
    transaction: &Transaction<'_>,
    start: &Start<'_>,
    mut progress: impl FnMut(usize, usize) -> bool,
) -> Result<Option<Started>, StoreError> {
    let settings = &start.definition.settings;
    let kept: bool = transaction.query_row(
        "SELECT EXISTS (SELECT 1 FROM principal NOT INDEXED WHERE directory_id = ?1 AND removed_snapshot_id IS NULL
                        AND last_sign_in_at IS NOT NULL)",
        [start.directory],
        |row| row.get(0),
    )?;
    let mut people = load_people(transaction, start, kept)?;
    let groups = in_order(transaction, &start.groups)?;
    let first: i64 = transaction.query_row("SELECT coalesce(max(id), 0) + 1 FROM item", [], |row| row.get(0))?;
    let mut writer = Writer::new(transaction, start, first)?;
    let fallback: Vec<PrincipalId> = start.fallback.iter().map(|id| PrincipalId(*id)).collect();
    let constant: SetKey = start.named.iter().map(|(id, why)| (PrincipalId(*id), *why)).collect();
    let nesting = if start.definition.scope.transitive {
        Some(snapshot::Nesting::load(transaction)?)
    } else {
        None
    };
    let mut through = 0;
    for (at, group) in groups.iter().enumerate() {
        if !progress(at, groups.len()) {
            return Ok(None);
        }
        let mut members = match &nesting {
            Some(nesting) => nesting.members(transaction, *group)?,
            None => snapshot::direct_member(transaction, *group)?,
        };
        members.sort_by_cached_key(|member| people.get(&member.principal_id).map_or(u32::MAX, |one| one.rank));
        let owners = if start.owners {
            owners_of(transaction, *group)?
        } else {
            Vec::new()
        };
        writer.begin_group(&owners);
        through += members.iter().filter(|member| !member.direct).count();
        for member in &members {
            let Some(person) = people.get_mut(&member.principal_id) else {
                writer.excluded += 1;
                continue;
            };
            let wanted = if start.definition.scope.transitive {
                person.user
            } else {
                true
            };
            if !wanted || (start.definition.scope.guests_only && !person.guest) {
                writer.excluded += 1;
                continue;
            }
            person.seen = true;
            let person = *person;
            let set = writer.set_of(member.principal_id, person.manager, || {
                let mut primary = constant.clone();
                primary.extend(owners.iter().map(|id| (PrincipalId(*id), ReviewerReason::Owner)));
                if start.managers && person.manager != 0 {
                    primary.push((PrincipalId(person.manager), ReviewerReason::Manager));
                }
                ask(
                    PrincipalId(member.principal_id),
                    &primary,
                    &fallback,
                    start.definition.is_self_review(),
                )
            })?;
            writer.item(*group, member, set, person.advice)?;
        }
    }
    let started = writer.finish()?;
    freeze(transaction, start, &people, &groups, first)?;
    let (listed, nested) = listed(transaction, &groups, start.definition.scope.transitive)?;
    let due = start.now + Duration::days(i64::from(settings.duration_days));
    transaction.execute(
        include_str!("started.sql"),
        params![
            start.instance,
            start.directory,
            stamp(start.now),
            start.actor,
            stamp(due),
            first,
            started.items,
            started.excluded,
            start.definition.is_self_review(),
            serde_json::to_value(settings.justification)?.as_str(),
            settings.look_back_days,
            kept,
            listed,
            nested,
            through,
        ],
    )?;
    Ok(Some(started))
}

pub(crate) fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Everybody present in the directory. Disabled managers are left out: who cannot sign in cannot answer.
fn load_people(
    transaction: &Transaction<'_>,
    start: &Start<'_>,
    kept: bool,
) -> Result<HashMap<i64, Person>, StoreError> {
    let look_back = Duration::days(i64::from(start.definition.settings.look_back_days));
    let advise = start.definition.settings.recommendations;
    let mut statement = transaction.prepare(include_str!("people.sql"))?;
    let mut rows = statement.query([start.directory])?;
    let mut named: Vec<(String, i64, Person)> = Vec::new();
    let mut able = HashSet::new();
    while let Some(row) = rows.next()? {
        let input = SignIn {
            last_sign_in_at: row.get(2)?,
            created_at: row.get(3)?,
            kept_by_directory: kept,
        };
        let advice = if advise {
            from_sign_in(&input, start.now, look_back)
        } else {
            Recommendation::NoInfoAvailable
        };
        let person = Person {
            rank: 0,
            // Only where managers are asked does it matter who they are.
            manager: row.get::<_, Option<i64>>(4)?.filter(|_| start.managers).unwrap_or(0),
            guest: row.get::<_, Option<String>>(5)?.as_deref() == Some("guest"),
            user: row.get_ref(6)?.as_str().is_ok_and(|kind| kind == "user"),
            advice,
            seen: false,
        };
        let id: i64 = row.get(0)?;
        if person.user && row.get(7)? {
            able.insert(id);
        }
        named.push((row.get::<_, String>(1)?.to_lowercase(), id, person));
    }
    for (_, _, person) in named
        .iter_mut()
        .filter(|(_, _, person)| !able.contains(&person.manager))
    {
        person.manager = 0;
    }
    named.sort_unstable_by(|one, two| (&one.0, one.1).cmp(&(&two.0, two.1)));
    Ok(named
        .into_iter()
        .enumerate()
        .map(|(rank, (_, id, person))| {
            (
                id,
                Person {
                    rank: u32::try_from(rank).unwrap_or(u32::MAX),
                    ..person
                },
            )
        })
        .collect())
}

/// Groups by name, so that the order of the population is the order a person reads.
fn in_order(transaction: &Transaction<'_>, groups: &[i64]) -> Result<Vec<i64>, StoreError> {
    let mut name = transaction.prepare_cached("SELECT display_name FROM principal WHERE id = ?1")?;
    let mut named = groups
        .iter()
        .map(|id| Ok((name.query_row([id], |row| row.get::<_, String>(0))?.to_lowercase(), *id)))
        .collect::<Result<Vec<_>, StoreError>>()?;
    named.sort_unstable();
    named.dedup();
    Ok(named.into_iter().map(|(_, id)| id).collect())
}

/// Owners that are people and can sign in.
fn owners_of(transaction: &Transaction<'_>, group: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT g.principal_id FROM \"grant\" g JOIN principal p ON p.id = g.principal_id
         WHERE g.resource_id = ?1 AND g.entitlement = 'owner' AND p.kind = 'user'
           AND p.removed_snapshot_id IS NULL AND coalesce(p.enabled, 1) = 1",
    )?;
    let owners = statement
        .query_map([group], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(owners)
}

/// What the groups list, counted by the ledger and not by the walk that makes the items: memberships
/// in all, and how many of them are nested groups that the walk opens.
fn listed(transaction: &Transaction<'_>, groups: &[i64], transitive: bool) -> Result<(i64, i64), StoreError> {
    let ids: Vec<rusqlite::types::Value> = groups.iter().map(|id| (*id).into()).collect();
    let ids = std::rc::Rc::new(ids);
    let listed = transaction.query_row(
        "SELECT count(*) FROM rarray(?1) r JOIN \"grant\" g ON g.resource_id = r.value AND g.entitlement = 'member'",
        [&ids],
        |row| row.get(0),
    )?;
    if !transitive {
        return Ok((listed, 0));
    }
    // CROSS: from the few groups to where they are members; from the memberships, every one of a million
    // would be looked up to find that it is not a group's.
    let nested = transaction.query_row(
        "SELECT count(*) FROM principal p NOT INDEXED CROSS JOIN \"grant\" g ON g.principal_id = p.id AND g.entitlement = 'member'
         WHERE p.kind = 'group' AND g.resource_id IN (SELECT value FROM rarray(?1))",
        [&ids],
        |row| row.get(0),
    )?;
    Ok((listed, nested))
}

/// Copies everybody concerned as they are now: the reviewed, the groups, those in between, those asked.
fn freeze(
    transaction: &Transaction<'_>,
    start: &Start<'_>,
    people: &HashMap<i64, Person>,
    groups: &[i64],
    first: i64,
) -> Result<(), StoreError> {
    let mut ids: Vec<i64> = people
        .iter()
        .filter(|(_, person)| person.seen)
        .map(|(id, _)| *id)
        .collect();
    ids.extend_from_slice(groups);
    ids.sort_unstable();
    ids.dedup();
    let ids: Vec<rusqlite::types::Value> = ids.into_iter().map(Into::into).collect();
    transaction.execute(
        include_str!("freeze.sql"),
        params![start.instance, std::rc::Rc::new(ids), first],
    )?;
    Ok(())
}
