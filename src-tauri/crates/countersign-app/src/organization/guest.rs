//! Governed guests: blocked when their last access package has ended, deleted after a time, kept while anything
//! else stands.

use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_domain::catalog::Task;
use countersign_domain::organization::LifeCycleAction;
use countersign_domain::plan::{Reach, Reason, may_be_blocked};
use countersign_domain::snapshot::UserType;
use countersign_store::StoreError;
use countersign_store::organization::{self, Done, GovernedFilter, GovernedRow};
use countersign_store::plan::{self, ChangeKind, Drawn, NewChange};
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::{GuestSetting, guest_setting};
use crate::call::{Entry, Read, Start, Stop, Write};
use crate::desk::Open;
use crate::job::JobState;
use crate::job::carry_out::{self, Occasion};
use crate::plan::CarryOutInput;
use crate::principal::page;
use crate::task::{self, TASK_DAYS, Todo};
use crate::{Desk, Problem, authority};

/// Guests that one plan takes on; the next tick goes on.
const MOST: i64 = 200;
const LONGEST_REASON: usize = 2_000;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct GovernedInput {
    /// `present`, `leaving`, `deleted` or `released`.
    pub status: Option<String>,
    pub organization: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GovernedPage {
    pub rows: Vec<GovernedRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GovernInput {
    pub principal: i64,
    /// Under the rules of access packages from now on, or released from them.
    pub governed: bool,
    pub reason: String,
}

pub(crate) fn governed(read: &Read<'_>, input: GovernedInput) -> Result<GovernedPage, Problem> {
    crate::sight::require_directory(read.connection, &read.actor, "governed guests")?;
    let (offset, limit) = page(input.offset, input.limit);
    let filter = GovernedFilter {
        status: input.status.as_deref(),
        organization: input.organization,
    };
    let (rows, total) = organization::governed(read.connection, filter, offset, limit)?;
    Ok(GovernedPage { rows, total })
}

/// Puts a guest under the rules of access packages, or releases them.
pub(crate) fn govern(write: &Write<'_>, input: GovernInput) -> Result<(GovernedRow, Entry), Problem> {
    authority::require(write.transaction, &write.actor, Task::EditSettings, None)?;
    let reason = input.reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        let message = format!("Say in at most {LONGEST_REASON} characters why.");
        return Err(Problem::new(message).field("reason"));
    }
    let found: Option<(String, Option<String>, Option<String>)> = write
        .transaction
        .query_row(
            "SELECT display_name, user_type, mail FROM principal
             WHERE id = ?1 AND kind = 'user' AND bucket >= 0 AND removed_snapshot_id IS NULL",
            [input.principal],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()
        .map_err(StoreError::from)?;
    let (name, user_type, mail) =
        found.ok_or_else(|| Problem::missing("person", input.principal).field("principal"))?;
    if user_type.as_deref() != Some("guest") {
        return Err(Problem::new(format!("{name} is not a guest."))
            .code("state")
            .field("principal"));
    }
    let before = organization::governed_one(write.transaction, input.principal)?;
    if before.as_ref().is_some_and(|row| row.status == "leaving") {
        return Err(Problem::new(format!("{name} is on the way out."))
            .code("state")
            .hint("Keep the guest first."));
    }
    let organization = mail
        .map(|mail| super::outsider::organization_of(write.transaction, &mail))
        .transpose()?
        .flatten()
        .map(|(organization, _)| organization);
    organization::govern(
        write.transaction,
        input.principal,
        organization,
        None,
        input.governed,
        reason,
        write.now,
    )?;
    let after = organization::governed_one(write.transaction, input.principal)?
        .ok_or_else(|| Problem::missing("person", input.principal))?;
    let detail = json!({ "principalName": name, "before": before.map(|row| row.status), "after": after.status,
                         "reason": reason });
    Ok((after, Entry::new(format!("principal:{}", input.principal), detail)))
}

/// What a tick does first: whoever has an access package again, or holds something else where the settings keep
/// such people, is on the way out no longer.
pub(crate) fn look_again(desk: &Arc<Desk>, open: &Open, system: &Actor) -> Result<Vec<String>, Problem> {
    let now = desk.clock().now();
    let looked: Result<_, Stop> = open.store.read(|connection| {
        let mut keep: Vec<(i64, String)> = organization::returned(connection)?
            .into_iter()
            .map(|principal| (principal, "They have an access package again.".to_owned()))
            .collect();
        if guest_setting(connection)?.keep_while_other_access {
            for principal in about_to_go(connection, now)? {
                let other = organization::other_access(connection, principal)?;
                if !other.is_empty() && keep.iter().all(|(known, _)| *known != principal) {
                    keep.push((principal, format!("They hold something else: {}.", other.join(", "))));
                }
            }
        }
        Ok(keep)
    });
    let mut problems = Vec::new();
    for (principal, reason) in looked.map_err(|stop| stop.0)? {
        let kept = desk.write(open, system, "guest.keep", |write| {
            let returned = organization::returned(write.transaction)?.contains(&principal);
            let input = crate::guest::KeepInput {
                principal,
                reason: reason.clone(),
            };
            let kept = crate::guest::keep(write, input)?;
            if returned {
                organization::govern(write.transaction, principal, None, None, true, &reason, write.now)?;
            }
            Ok(kept)
        });
        if let Err(problem) = kept {
            problems.push(problem.message);
        }
    }
    Ok(problems)
}

/// Governed guests whose deletion is due.
fn about_to_go(connection: &Connection, now: chrono::DateTime<chrono::Utc>) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT g.principal_id FROM guest g JOIN governed_guest q ON q.principal_id = g.principal_id AND q.plan_id = g.plan_id
         WHERE q.status = 'leaving' AND (g.status IN ('planned','due') OR g.status = 'blocked' AND g.delete_at <= ?1)",
    )?;
    let at = now.to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
    let rows = statement.query_map(params![at], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What a tick does: whose last access package has ended is blocked, by a plan like any other. Answers the jobs.
pub(crate) fn leave(desk: &Arc<Desk>, open: &Arc<Open>, system: &Actor) -> Result<Vec<i64>, Problem> {
    let looked: Result<_, Stop> = open.store.read(|connection| {
        let setting = guest_setting(connection)?;
        if setting.external_user_lifecycle_action == LifeCycleAction::None {
            return Ok((setting, Vec::new()));
        }
        let mut going = Vec::new();
        for one in organization::done(connection, MOST)? {
            let stays =
                setting.keep_while_other_access && !organization::other_access(connection, one.principal)?.is_empty();
            if !stays {
                going.push(one);
            }
        }
        Ok((setting, going))
    });
    let (setting, going) = looked.map_err(|stop| stop.0)?;
    for some in going.chunk_by(|one, next| one.directory == next.directory) {
        desk.write(open, system, "guest.leave", |write| draw(write, &setting, some))?;
    }
    let mut jobs = Vec::new();
    // Those of a run that was killed, too.
    for plan in open.store.read(organization::leaving_plans)? {
        let before = desk.job_about(carry_out::KIND, plan);
        if before.is_some_and(|job| job.state == JobState::Running) {
            continue;
        }
        let start = Start {
            desk: desk.clone(),
            open: open.clone(),
            actor: system.clone(),
        };
        let begun = carry_out::begin(start, CarryOutInput { plan, dry_run: false }, Occasion::Asked)?;
        jobs.push(begun.job);
    }
    Ok(jobs)
}

fn draw(write: &Write<'_>, setting: &GuestSetting, going: &[Done]) -> Result<((), Entry), Problem> {
    let directory = going.first().map_or(0, |one| one.directory);
    let kind: String = write
        .transaction
        .query_row("SELECT kind FROM directory WHERE id = ?1", [directory], |row| {
            row.get(0)
        })
        .map_err(StoreError::from)?;
    let administrators = crate::guest::administrators(write.transaction)?;
    let deletes = setting.external_user_lifecycle_action == LifeCycleAction::BlockSignInAndDelete;
    let (mut changes, mut leaving, mut by_hand) = (Vec::new(), Vec::new(), Vec::new());
    for one in going {
        let reason = match may_be_blocked(Some(UserType::Guest), administrators.contains(&one.principal)) {
            Err(reason) => Some(reason),
            Ok(()) => (Reach::of(&kind) == Reach::Nothing).then_some(Reason::GuestByHand),
        };
        if let Some(reason) = reason {
            left_to_a_person(write, one, reason)?;
            by_hand.push(one.principal);
            continue;
        }
        let kinds = match deletes {
            true => &[ChangeKind::BlockAccount, ChangeKind::DeleteAccount][..],
            false => &[ChangeKind::BlockAccount],
        };
        for kind in kinds {
            changes.push(NewChange {
                item: None,
                assignment: None,
                principal: one.principal,
                kind: *kind,
                directory: None,
                entitlement: None,
                resource: one.principal,
                group_key: one.key.clone(),
                group_dn: one.dn.clone(),
                member_key: one.key.clone(),
                member_dn: one.dn.clone(),
                path: Vec::new(),
                also: Vec::new(),
            });
        }
        leaving.push(one.principal);
    }
    let mut drawn = None;
    if !changes.is_empty() {
        let new = Drawn {
            instance: None,
            directory,
            now: write.now,
            actor: &write.actor,
            changes: &changes,
            task_count: by_hand.len(),
            holds: &[],
        };
        let plan = plan::draw(write.transaction, &new)?;
        let after =
            deletes.then(|| 60 * i64::from(setting.duration_until_external_user_deleted_after_blocked.minutes()));
        for principal in &leaving {
            plan::add_governed_guest(write.transaction, plan, *principal, after)?;
            organization::set_leaving(write.transaction, *principal, plan)?;
        }
        drawn = Some(plan);
    }
    let detail = json!({ "plan": drawn, "leaving": leaving, "byHand": by_hand, "setting": setting });
    Ok(((), Entry::new(format!("directory:{directory}"), detail)))
}

fn left_to_a_person(write: &Write<'_>, one: &Done, reason: Reason) -> Result<(), Problem> {
    let text = reason.sentence(&one.name);
    let todo = Todo {
        instance: None,
        plan: None,
        item: None,
        exception: None,
        assignment: None,
        directory: one.directory,
        principal: one.principal,
        resource: one.principal,
        entitlement: "account".into(),
        cut: one.principal,
        path: Vec::new(),
        reason,
        text: text.clone(),
        due_days: TASK_DAYS,
    };
    task::open(write, &todo)?;
    organization::govern(write.transaction, one.principal, None, None, false, &text, write.now)?;
    Ok(())
}
