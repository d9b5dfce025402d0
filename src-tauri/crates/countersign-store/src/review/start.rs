//! Starting an instance: the population is frozen, reviewers are found, advice is computed.
//!
//! One transaction, streamed group by group: nothing but one group's members and a small row for
//! each person of the directory is held in memory.

mod advice;
mod before;
mod carry;
mod clash;
mod people;
mod writer;

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use countersign_domain::definition::Definition;
use countersign_domain::id::PrincipalId;
use countersign_domain::reviewer::{ReviewerReason, ask};
use countersign_domain::rule::Rule;
use rusqlite::{Transaction, params};

use crate::snapshot::{EffectiveMember, Holder, Nesting};
use crate::{StoreError, connection, snapshot};
use advice::Helpers;
pub use advice::Said;
use carry::Carried;
use people::{People, Person};
use writer::{SetKey, Writer};

/// A definition whose references are resolved.
#[derive(Debug)]
pub struct Start<'a> {
    pub instance: i64,
    pub directory: i64,
    pub definition: &'a Definition,
    pub resources: Vec<InScope>,
    /// Who is asked, stage by stage.
    pub stages: Vec<Asked>,
    /// These people only; empty means everybody.
    pub people: Vec<i64>,
    pub rule: Option<Rule>,
    /// Left out by name, each with its reason.
    pub excluded: Vec<(i64, String)>,
    pub now: DateTime<Utc>,
    /// When each stage is due.
    pub due: Vec<DateTime<Utc>>,
    pub actor: &'a str,
    /// The entry of the audit log that will record the start.
    pub audit_seq: i64,
}

/// A resource in scope, and which entitlements on it count; none means all but ownership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InScope {
    pub resource: i64,
    pub group: bool,
    pub entitlements: &'static [&'static str],
    /// Of an access package: only what this policy assigned.
    pub policy: Option<i64>,
}

/// Who is asked in one stage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    pub self_review: bool,
    /// Named reviewers and group members, with why.
    pub named: Vec<(i64, ReviewerReason)>,
    pub owners: bool,
    pub managers: bool,
    pub fallback: Vec<i64>,
}

/// What a start produced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    pub items: i64,
    /// Members of the groups that the scope leaves out (not guests, not people).
    pub excluded: i64,
    pub reviewers: i64,
    /// Items nobody can be asked about, stage by stage.
    pub unasked: Vec<i64>,
    /// Approvals carried forward: how many, and the digest over their events.
    pub carried: Option<(usize, String)>,
}

/// Freezes the population of an instance that has not started. `progress` hears how many resources of
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
    let mut people = People::load(transaction, start)?;
    let resources = in_order(transaction, &start.resources)?;
    let first: i64 = transaction.query_row("SELECT coalesce(max(id), 0) + 1 FROM item", [], |row| row.get(0))?;
    let mut writer = Writer::new(transaction, start, first)?;
    let nesting = Nesting::load(transaction)?;
    let helpers = Helpers::load(transaction, start, &people)?;
    let mut measure = helpers.measure();
    let since = start
        .definition
        .settings
        .carry_forward_days
        .map(|days| start.now - Duration::days(i64::from(days)));
    let mut carried = Vec::new();
    let asks_owners = start.stages.iter().any(|stage| stage.owners);
    let mut through = 0;
    for (at, in_scope) in resources.iter().enumerate() {
        if !progress(at, resources.len()) {
            return Ok(None);
        }
        let mut holders = holders(transaction, &nesting, in_scope, start.definition.scope.transitive)?;
        holders.sort_by_cached_key(|one| (people.rank(one.principal_id), one.entitlement.clone()));
        let owners = if asks_owners {
            owners_of(transaction, in_scope.resource)?
        } else {
            Vec::new()
        };
        writer.begin_resource(&owners);
        let looked = helpers.look(measure.as_mut(), transaction, in_scope.resource, &holders, &people)?;
        through += holders.iter().filter(|one| !one.direct).count();
        for holder in &holders {
            let Some(person) = people.take_in(holder.principal_id) else {
                continue;
            };
            let sets = sets_of(&mut writer, start, &owners, holder.principal_id, &person)?;
            let (advice, insight) = looked.advise(holder, person.advice)?;
            let item = writer.item(in_scope.resource, holder, sets, advice, insight)?;
            carried.extend(
                looked
                    .carried(holder, since)
                    .and_then(|earlier| Carried::new(item, earlier)),
            );
        }
    }
    let started = writer.finish(people.excluded())?;
    let started = Started {
        carried: carry::carry(transaction, start, &carried)?,
        ..started
    };
    let ids: Vec<i64> = resources.iter().map(|one| one.resource).collect();
    freeze(transaction, start, people.seen(), &ids, first)?;
    look_at(transaction, start.instance, &ids)?;
    let (listed, nested) = listed(transaction, &ids, start.definition.scope.transitive)?;
    finish(
        transaction,
        start,
        &started,
        &people,
        [first, listed, nested, through as i64],
    )?;
    Ok(Some(started))
}

/// Keeps which resources the run looks at.
fn look_at(transaction: &Transaction<'_>, instance: i64, resources: &[i64]) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached("INSERT OR IGNORE INTO instance_resource VALUES (?2, ?1)")?;
    for resource in resources {
        statement.execute([instance, *resource])?;
    }
    Ok(())
}

fn holders(
    transaction: &Transaction<'_>,
    nesting: &Nesting,
    in_scope: &InScope,
    transitive: bool,
) -> Result<Vec<Holder>, StoreError> {
    if !in_scope.group {
        let mut holders = Vec::new();
        let wanted = in_scope.entitlements;
        let mut assigned = transaction.prepare_cached(
            "SELECT 1 FROM assignment a JOIN package k ON k.id = a.package_id
             WHERE a.principal_id = ?1 AND k.principal_id = ?2 AND a.policy_id = ?3 AND a.state <> 'expired'",
        )?;
        nesting.holders(transaction, in_scope.resource, transitive, &mut |holder| {
            if let Some(policy) = in_scope.policy
                && !assigned.exists([holder.principal_id, in_scope.resource, policy])?
            {
                return Ok(());
            }
            if wanted.is_empty() || wanted.contains(&&*holder.entitlement) {
                holders.push(holder);
            }
            Ok(())
        })?;
        return Ok(holders);
    }
    let members: Vec<EffectiveMember> = if transitive {
        nesting.members(transaction, in_scope.resource)?
    } else {
        snapshot::direct_member(transaction, in_scope.resource)?
    };
    let entitlement: std::rc::Rc<str> = "member".into();
    Ok(members
        .into_iter()
        .map(|member| Holder {
            principal_id: member.principal_id,
            entitlement: entitlement.clone(),
            direct: member.direct,
            path: member.path,
        })
        .collect())
}

/// Whom to ask about one item, stage by stage.
fn sets_of(
    writer: &mut Writer<'_>,
    start: &Start<'_>,
    owners: &[i64],
    principal: i64,
    person: &Person,
) -> Result<[Option<i64>; 3], StoreError> {
    let mut sets = [None; 3];
    for (at, stage) in start.stages.iter().enumerate().take(3) {
        sets[at] = writer.set_of(at, principal, person.manager, || {
            let mut primary: SetKey = stage.named.iter().map(|(id, why)| (PrincipalId(*id), *why)).collect();
            if stage.owners {
                primary.extend(owners.iter().map(|id| (PrincipalId(*id), ReviewerReason::Owner)));
            }
            if stage.managers && person.manager != 0 {
                primary.push((PrincipalId(person.manager), ReviewerReason::Manager));
            }
            let fallback: Vec<PrincipalId> = stage.fallback.iter().map(|id| PrincipalId(*id)).collect();
            // Only a person who can sign in answers for themselves (access-governance §1.3).
            if stage.self_review && !person.able {
                return Vec::new();
            }
            ask(PrincipalId(principal), &primary, &fallback, stage.self_review)
        })?;
    }
    Ok(sets)
}

fn finish(
    transaction: &Transaction<'_>,
    start: &Start<'_>,
    started: &Started,
    people: &People,
    [first, listed, nested, through]: [i64; 4],
) -> Result<(), StoreError> {
    let settings = &start.definition.settings;
    let definition: String = transaction.query_row(
        "SELECT coalesce(n.definition, r.definition) FROM instance n JOIN review r ON r.id = n.review_id WHERE n.id = ?1",
        [start.instance],
        |row| row.get(0),
    )?;
    transaction.execute(
        include_str!("started.sql"),
        params![
            start.instance,
            start.directory,
            stamp(start.now),
            start.actor,
            start.due.last().map(|at| stamp(*at)),
            first,
            started.items,
            started.excluded,
            serde_json::to_value(settings.justification)?.as_str(),
            settings.look_back_days,
            people.sign_ins_kept,
            listed,
            nested,
            through,
            serde_json::to_string(&people.exclusions())?,
            start.stages.len(),
            definition,
        ],
    )?;
    for (person, reason) in people.named_out(&start.excluded) {
        transaction.execute(
            "INSERT INTO excluded (instance_id, principal_id, reason) VALUES (?1, ?2, ?3)",
            params![start.instance, person, reason],
        )?;
    }
    transaction.execute("DELETE FROM stage WHERE instance_id = ?1", [start.instance])?;
    for (at, stage) in start.definition.stages.iter().enumerate() {
        let going = at == 0;
        transaction.execute(
            "INSERT INTO stage (instance_id, position, stage_id, status, duration_days, self_review, recommendations,
                                strategy, moves_on, started_at, due_at, item_count, remind_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                start.instance,
                at + 1,
                stage.stage_id,
                if going { "InProgress" } else { "NotStarted" },
                stage.duration_days,
                stage.is_self_review(),
                stage.recommendations,
                serde_json::to_value(stage.strategy)?.as_str(),
                serde_json::to_string(&stage.moves_on)?,
                going.then(|| stamp(start.now)),
                start.due.get(at).map(|at| stamp(*at)),
                going.then_some(started.items),
                start
                    .due
                    .get(at)
                    .filter(|_| going && settings.reminders)
                    .map(|due| stamp(half_way(start.now, *due))),
            ],
        )?;
    }
    Ok(())
}

/// When a reminder is due (access-governance §1.8).
pub(crate) fn half_way(from: DateTime<Utc>, to: DateTime<Utc>) -> DateTime<Utc> {
    from + (to - from) / 2
}

pub(crate) fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Resources by name, so that the order of the population is the order a person reads.
fn in_order(transaction: &Transaction<'_>, resources: &[InScope]) -> Result<Vec<InScope>, StoreError> {
    let mut name = transaction.prepare_cached("SELECT display_name FROM principal WHERE id = ?1")?;
    let mut named = resources
        .iter()
        .map(|one| {
            let name: String = name.query_row([one.resource], |row| row.get(0))?;
            Ok((name.to_lowercase(), one))
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    named.sort_unstable_by(|one, two| (&one.0, one.1.resource).cmp(&(&two.0, two.1.resource)));
    named.dedup_by_key(|(_, one)| one.resource);
    Ok(named.into_iter().map(|(_, one)| one.clone()).collect())
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
        "SELECT count(*) FROM rarray(?1) r JOIN \"grant\" g ON g.resource_id = r.value AND g.entitlement <> 'owner'",
        [&ids],
        |row| row.get(0),
    )?;
    if !transitive {
        return Ok((listed, 0));
    }
    // CROSS: from the few groups to where they are members; from the memberships, every one of a million
    // would be looked up to find that it is not a group's.
    let nested = transaction.query_row(
        "SELECT count(*) FROM principal p NOT INDEXED CROSS JOIN \"grant\" g ON g.principal_id = p.id AND g.entitlement <> 'owner'
         WHERE p.kind = 'group' AND g.resource_id IN (SELECT value FROM rarray(?1))",
        [&ids],
        |row| row.get(0),
    )?;
    Ok((listed, nested))
}

/// Copies everybody concerned as they are now: the reviewed, the resources, those in between, those
/// asked, those left out by name.
fn freeze(
    transaction: &Transaction<'_>,
    start: &Start<'_>,
    mut ids: Vec<i64>,
    resources: &[i64],
    first: i64,
) -> Result<(), StoreError> {
    ids.extend_from_slice(resources);
    ids.extend(start.excluded.iter().map(|(id, _)| *id));
    ids.sort_unstable();
    ids.dedup();
    let ids: Vec<rusqlite::types::Value> = ids.into_iter().map(Into::into).collect();
    transaction.execute(
        include_str!("freeze.sql"),
        params![start.instance, std::rc::Rc::new(ids), first],
    )?;
    Ok(())
}
