//! Denied guests: blocked at once, deleted after thirty days, and kept where an administrator says so.

use std::collections::BTreeSet;

use countersign_domain::id::PrincipalId;
use countersign_domain::plan::{GuestState, Reach, Reason, may_be_blocked};
use countersign_domain::snapshot::UserType;
use countersign_store::StoreError;
use countersign_store::plan::{self, ChangeKind, DeniedRow, GuestFilter, GuestRow, NewChange, Pending};
use countersign_store::review::InstanceView;
use countersign_store::role::Role;
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::principal::page;
use crate::task::{self, TASK_DAYS, Todo};

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct GuestListInput {
    pub instance: Option<i64>,
    /// Only those who can still be kept.
    #[ts(optional = nullable, as = "Option<bool>")]
    pub revocable: bool,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GuestPage {
    pub rows: Vec<GuestRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeepInput {
    pub principal: i64,
    pub reason: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    pub principal: i64,
    /// The sign-in is blocked; this task lets the guest in again.
    pub task: Option<i64>,
}

/// Puts a denied guest on the way out: a block now, a deletion later; or a task where that cannot be.
pub(crate) fn leave(
    write: &Write<'_>,
    view: &InstanceView,
    untouchable: &Untouchable,
    row: &DeniedRow,
    changes: &mut Vec<NewChange>,
    tasks: &mut Vec<Todo>,
    guests: &mut Vec<(i64, i64)>,
) -> Result<(), Problem> {
    let before = plan::guest_state(write.transaction, view.instance, row.principal)?;
    if before.is_some_and(|state| state != GuestState::Planned) {
        return Ok(());
    }
    let is_administrator = untouchable.administrators.contains(&row.principal);
    let reason = match may_be_blocked(Some(UserType::Guest), is_administrator) {
        Err(reason) => Some(reason),
        Ok(()) => untouchable.by_hand.then_some(Reason::GuestByHand),
    };
    if let Some(reason) = reason {
        let text = reason.sentence(&row.principal_name);
        tasks.push(Todo::about(view, row, row.principal, reason, text));
        return Ok(());
    }
    for kind in [ChangeKind::BlockAccount, ChangeKind::DeleteAccount] {
        changes.push(NewChange {
            item: Some(row.item),
            assignment: None,
            principal: row.principal,
            kind,
            directory: None,
            entitlement: None,
            resource: row.principal,
            group_key: row.member_key.clone(),
            group_dn: row.member_dn.clone(),
            member_key: row.member_key.clone(),
            member_dn: row.member_dn.clone(),
            path: Vec::new(),
            also: Vec::new(),
        });
    }
    guests.push((row.item, row.principal));
    Ok(())
}

/// Whose account no plan touches: looked up once, because it takes the whole log.
pub(crate) struct Untouchable {
    /// Who acts, or has ever acted, as an administrator of this store.
    administrators: BTreeSet<i64>,
    /// The directory can be changed by hand only.
    by_hand: bool,
}

impl Untouchable {
    pub(crate) fn of(write: &Write<'_>, view: &InstanceView) -> Result<Self, Problem> {
        let mut administrators = administrators(write.transaction)?;
        let acting = write.actor.principal.filter(|_| write.actor.administrator);
        administrators.extend(acting.map(|PrincipalId(id)| id));
        let kind: String = write
            .transaction
            .query_row(
                "SELECT kind FROM directory WHERE id = ?1",
                [view.directory.unwrap_or_default()],
                |row| row.get(0),
            )
            .map_err(StoreError::from)?;
        Ok(Self {
            administrators,
            by_hand: Reach::of(&kind) == Reach::Nothing,
        })
    }
}

/// Everybody of the directory who has ever acted as an administrator of this store, or may.
pub(crate) fn administrators(connection: &Connection) -> Result<BTreeSet<i64>, Problem> {
    let mut statement = connection
        .prepare_cached(
            "SELECT DISTINCT entry ->> '$.subject' FROM audit
             WHERE entry ->> '$.operation' = 'actor.choose' AND entry ->> '$.detail.administrator'",
        )
        .map_err(StoreError::from)?;
    let labels = statement
        .query_map([], |row| row.get::<_, String>(0))
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(StoreError::from)?;
    // `Name (principal 7)`: the last part, whatever the name holds.
    let number = |label: &String| label.rsplit_once("(principal ")?.1.strip_suffix(')')?.parse().ok();
    let mut all: BTreeSet<i64> = labels.iter().filter_map(number).collect();
    let roles = countersign_store::role::roles(connection)?;
    all.extend(
        roles
            .iter()
            .filter(|one| one.role == Role::Administrator)
            .filter_map(|one| one.principal),
    );
    Ok(all)
}

/// Looks once more before an account is touched; a reason says why it is not.
pub(crate) fn hindrance(
    connection: &Connection,
    one: &Pending,
    administrators: &BTreeSet<i64>,
) -> Result<Option<String>, Problem> {
    if !matches!(one.kind, ChangeKind::BlockAccount | ChangeKind::DeleteAccount) {
        return Ok(None);
    }
    let found: Option<(String, Option<String>)> = connection
        .prepare_cached("SELECT display_name, user_type FROM principal WHERE id = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([one.principal], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })
        .map_err(StoreError::from)?;
    let Some((name, user_type)) = found else {
        return Ok(None);
    };
    let user_type = match user_type.as_deref() {
        Some("guest") => Some(UserType::Guest),
        Some("member") => Some(UserType::Member),
        _ => None,
    };
    let administrator = administrators.contains(&one.principal);
    Ok(may_be_blocked(user_type, administrator)
        .err()
        .map(|reason| reason.sentence(&name)))
}

pub(crate) fn list(read: &Read<'_>, input: GuestListInput) -> Result<GuestPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let filter = GuestFilter {
        instance: input.instance,
        principal: None,
        revocable: input.revocable,
    };
    let (rows, total) = plan::guests(read.connection, filter, offset, limit)?;
    Ok(GuestPage { rows, total })
}

/// Keeps a guest: nothing is deleted, under whatever plan. Where the sign-in is blocked already, a task says
/// that the guest is to be let in again.
pub(crate) fn keep(write: &Write<'_>, input: KeepInput) -> Result<(Kept, Entry), Problem> {
    let reason = input.reason.trim();
    if reason.is_empty() || reason.chars().count() > 2_000 {
        return Err(Problem::new("Say in at most 2000 characters why the guest is kept.").field("reason"));
    }
    let filter = GuestFilter {
        principal: Some(input.principal),
        revocable: true,
        ..GuestFilter::default()
    };
    let (rows, _) = plan::guests(write.transaction, filter, 0, 1_000)?;
    let Some(first) = rows.first() else {
        return Err(Problem::new("Nobody of this name waits to be deleted.")
            .code("missing")
            .field("principal"));
    };
    plan::keep_guest(
        write.transaction,
        input.principal,
        reason,
        &write.actor.label(),
        write.now,
    )?;
    let mut task = None;
    if let Some(blocked) = rows.iter().find(|row| row.blocked_at.is_some()) {
        let text = Reason::GuestKept.sentence(&blocked.principal_name);
        // A governed guest leaves for no single access: the task is about the account.
        let (resource, entitlement, directory): (i64, String, i64) = write
            .transaction
            .query_row(
                "SELECT coalesce(i.resource_id, p.id), coalesce(i.entitlement, 'account'), p.directory_id
                 FROM principal p LEFT JOIN item i ON i.id = ?2 WHERE p.id = ?1",
                params![input.principal, blocked.item],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .map_err(StoreError::from)?;
        let todo = Todo {
            instance: blocked.instance,
            plan: Some(blocked.plan),
            item: blocked.item,
            exception: None,
            assignment: None,
            directory,
            principal: input.principal,
            resource,
            entitlement,
            cut: input.principal,
            path: Vec::new(),
            reason: Reason::GuestKept,
            text,
            due_days: TASK_DAYS,
        };
        task = task::open(write, &todo)?;
        if let Some(instance) = blocked.instance {
            crate::notice::queue_tasks_opened(write, instance)?;
        }
    }
    for instance in rows.iter().filter_map(|row| row.instance).collect::<BTreeSet<_>>() {
        settle(write, instance)?;
    }
    countersign_store::organization::settle_governed(write.transaction, input.principal, write.now)?;
    let detail = json!({ "principal": first.principal_name, "reason": reason, "task": task,
                         "plans": rows.iter().map(|row| row.plan).collect::<Vec<_>>() });
    let kept = Kept {
        principal: input.principal,
        task,
    };
    let entry = Entry::new(format!("principal:{}", input.principal), detail).of(first.instance);
    Ok((kept, entry))
}

/// An instance that waited only for its guests has been applied once none is left.
pub(crate) fn settle(write: &Write<'_>, instance: i64) -> Result<(), Problem> {
    use countersign_domain::instance::Status;
    let view = crate::review::one(write.transaction, instance)?;
    let Some(newest) = plan::latest(write.transaction, instance)? else {
        return Ok(());
    };
    let filter = GuestFilter {
        instance: Some(instance),
        revocable: true,
        ..GuestFilter::default()
    };
    let (_, waiting) = plan::guests(write.transaction, filter, 0, 0)?;
    let pending = crate::plan::one(write.transaction, newest)?.pending;
    if crate::review::status(&view)? == Status::Applying && waiting == 0 && pending == 0 {
        countersign_store::review::set_status(write.transaction, instance, Status::Applied)?;
    }
    Ok(())
}
