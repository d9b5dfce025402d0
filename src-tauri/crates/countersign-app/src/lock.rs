//! The locked window: until the person has shown again who they are, the desk answers nothing.
//!
//! Work that goes on goes on, and so does what is due by a rule. The command line is not locked: each command is its
//! own act. What locks the window by time is the desk's own clock, wound up by the page at every touch.

use std::sync::{Arc, MutexGuard, PoisonError};

use chrono::Duration;
use countersign_domain::actor::Actor;
use countersign_store::{KeyKeeping, StoreError, unlock};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;
use zeroize::Zeroizing;

use crate::actor::Tries;
use crate::call::{Entry, Stop};
use crate::clock::Mark;
use crate::desk::{Event, Open};
use crate::store::Nothing;
use crate::{Desk, Problem};

/// Fewest characters of a code.
const SHORTEST: usize = 6;
const LONGEST: usize = 200;

/// Whether the window is locked, and when it will be.
#[derive(Debug, Default)]
pub(crate) struct Lock {
    locked: bool,
    /// Of the last touch and the time until the lock; none where no page reports touches.
    idle: Option<(Mark, Duration)>,
}

/// How the window stands, and what opens it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LockView {
    pub locked: bool,
    /// A code of this account opens it.
    pub by_code: bool,
    /// The passphrase of the store opens it.
    pub by_passphrase: bool,
    /// The password of the directory opens it.
    pub by_directory: bool,
    /// Who sits there, behind the lock.
    pub actor: Option<Actor>,
    pub os_account: String,
    /// Minutes without a touch; 0 never.
    pub after: u32,
}

#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnlockInput {
    /// The code of this account, or the passphrase of the store.
    pub code: String,
}

#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct CodeInput {
    /// None takes the code away.
    pub code: Option<String>,
    /// The code that stands, where one does.
    pub before: Option<String>,
}

fn guard(open: &Open) -> MutexGuard<'_, Lock> {
    open.lock.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn is_locked(open: &Open) -> bool {
    guard(open).locked
}

pub(crate) fn locked() -> Problem {
    Problem::new("The window is locked.")
        .code("locked")
        .hint("Show again who you are.")
}

/// A store that is opened in a window begins locked where this account has a code.
///
/// # Errors
/// The store cannot be read.
pub(crate) fn begin(desk: &Desk, open: &Open) -> Result<(), Problem> {
    if desk.environment.locks {
        let by_code = opens(desk, open)?.by_code;
        guard(open).locked = by_code;
    }
    Ok(())
}

/// Whether an operation is answered now; locks first, where the time is over.
pub(crate) fn pass(desk: &Desk, operation: &str) -> Result<(), Problem> {
    let Some(open) = desk.open_now() else { return Ok(()) };
    let over = {
        let lock = guard(&open);
        !lock.locked
            && lock
                .idle
                .is_some_and(|(touched, after)| desk.clock().since(&touched) >= after)
    };
    if over && operation != "tick" {
        // What cannot be opened again is not locked.
        let _ = shut(desk, &open, "idle");
    }
    if !is_locked(&open) {
        return Ok(());
    }
    match operation {
        "store.status" | "lock.status" | "lock.unlock" | "actor.prove" | "tick" => Ok(()),
        // How the question to the directory stands; other work is not seen.
        "job.show" => Ok(()),
        _ => Err(locked()),
    }
}

fn opens(desk: &Desk, open: &Open) -> Result<LockView, Problem> {
    let practice = open.is_practice();
    let account = desk.environment.account(practice).to_owned();
    let actor = open.actor();
    let person = actor.as_ref().and_then(|actor| actor.principal).map(|one| one.0);
    let (by_code, by_directory, after) = open
        .store
        .read(|connection| {
            let by_directory: bool = connection
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM principal p JOIN directory d ON d.id = p.directory_id
                     WHERE p.id = ?1 AND d.kind IN ('ldap', 'ad'))",
                )
                .and_then(|mut statement| statement.query_row([person], |row| row.get(0)))
                .map_err(StoreError::from)?;
            let after = crate::actor::identity(connection, practice).map_err(Stop)?.lock_after;
            Ok((unlock::has_code(connection, &account)?, by_directory, after))
        })
        .map_err(|stop: Stop| stop.0)?;
    Ok(LockView {
        locked: is_locked(open),
        by_code,
        by_passphrase: !by_code && matches!(open.store.header().key, KeyKeeping::Passphrase(_)),
        by_directory,
        actor,
        os_account: account,
        after,
    })
}

pub(crate) fn status(desk: &Arc<Desk>, _: Nothing) -> Result<LockView, Problem> {
    opens(desk, &*desk.opened()?)
}

/// The person has touched something: the time until the lock begins anew.
pub(crate) fn touch(desk: &Arc<Desk>, _: Nothing) -> Result<LockView, Problem> {
    let open = desk.opened()?;
    let view = opens(desk, &open)?;
    let after = Duration::minutes(view.after.into());
    guard(&open).idle = (view.after > 0).then(|| (desk.clock().mark(), after));
    Ok(view)
}

/// Locks the window.
pub(crate) fn lock(desk: &Arc<Desk>, _: Nothing) -> Result<LockView, Problem> {
    let open = desk.opened()?;
    shut(desk, &open, "asked")?;
    opens(desk, &open)
}

fn shut(desk: &Desk, open: &Open, why: &str) -> Result<(), Problem> {
    let view = opens(desk, open)?;
    let Some(actor) = view.actor else { return Ok(()) };
    if !(view.by_code || view.by_passphrase || view.by_directory) {
        return Err(Problem::new("Nothing could open the window again.")
            .code("noCode")
            .hint("Set a code for this computer in the settings first."));
    }
    // Locked first: whatever becomes of the entry, nothing is answered from now on.
    let before = std::mem::replace(&mut guard(open).locked, true);
    if !before {
        note(desk, open, &actor, "lock.lock", json!({ "because": why }), |_| Ok(()))?;
        tell(desk);
    }
    Ok(())
}

fn tell(desk: &Desk) {
    desk.tell(&Event::Touched {
        tables: vec!["store".to_owned(), "lock".to_owned()],
    });
}

fn note(
    desk: &Desk,
    open: &Open,
    actor: &Actor,
    operation: &str,
    detail: Value,
    act: impl FnOnce(&crate::call::Write<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    desk.write(open, actor, operation, |write| {
        act(write)?;
        Ok(((), Entry::new("window", detail)))
    })
}

/// The person has shown who they are.
pub(crate) fn open_again(desk: &Desk, open: &Open, actor: &Actor, by: &str) -> Result<(), Problem> {
    if is_locked(open) {
        note(desk, open, actor, "lock.unlock", json!({ "by": by }), |_| Ok(()))?;
        let mut lock = guard(open);
        lock.locked = false;
        lock.idle = lock.idle.map(|(_, after)| (desk.clock().mark(), after));
        drop(lock);
        tell(desk);
    }
    Ok(())
}

fn tries(view: &LockView) -> Tries {
    Tries(format!("unlock:{}", view.os_account))
}

/// Whether it is the code of this account, or the passphrase where there is none. Counts wrong tries.
fn check(desk: &Desk, open: &Open, view: &LockView, code: &str, operation: &str) -> Result<&'static str, Problem> {
    let tries = tries(view);
    tries.allow(desk, open)?;
    let (right, by) = if view.by_code {
        let sealed = open
            .store
            .read(|connection| unlock::code_of(connection, &view.os_account))?;
        (sealed.is_some_and(|sealed| sealed.is(code).unwrap_or(false)), "code")
    } else {
        (open.store.is_passphrase(code)?, "passphrase")
    };
    let actor = view.actor.clone().unwrap_or_default();
    if right {
        open.store.write(|transaction| unlock::succeed(transaction, &tries.0))?;
        return Ok(by);
    }
    let detail = json!({ "outcome": "refused", "because": format!("wrong {by}") });
    note(desk, open, &actor, operation, detail, |write| {
        Ok(unlock::fail(write.transaction, &tries.0, write.now)?)
    })?;
    Err(Problem::new(format!("This is not the {by}."))
        .code("wrongCode")
        .field("code"))
}

pub(crate) fn unlock(desk: &Arc<Desk>, input: UnlockInput) -> Result<LockView, Problem> {
    let code = Zeroizing::new(input.code);
    let open = desk.opened()?;
    let view = opens(desk, &open)?;
    if view.locked {
        let by = check(desk, &open, &view, &code, "lock.unlock")?;
        let actor = view.actor.unwrap_or_default();
        open_again(desk, &open, &actor, by)?;
    }
    opens(desk, &open)
}

/// Sets the code of this account of the operating system, or takes it away.
pub(crate) fn set_code(desk: &Arc<Desk>, input: CodeInput) -> Result<LockView, Problem> {
    let code = input.code.map(Zeroizing::new);
    let before = Zeroizing::new(input.before.unwrap_or_default());
    let open = desk.opened()?;
    let view = opens(desk, &open)?;
    let actor = view.actor.clone().unwrap_or_default();
    if let Some(code) = &code {
        let length = code.chars().count();
        if !(SHORTEST..=LONGEST).contains(&length) {
            return Err(Problem::new(format!("A code has {SHORTEST} to {LONGEST} characters.")).field("code"));
        }
    }
    if view.by_code {
        check(desk, &open, &view, &before, "lock.setCode").map_err(|problem| {
            if problem.field.is_some() {
                problem.field("before")
            } else {
                problem
            }
        })?;
    }
    let sealed = code.as_ref().map(|code| unlock::Sealed::of(code)).transpose()?;
    let detail = json!({ "osAccount": view.os_account, "set": sealed.is_some() });
    note(desk, &open, &actor, "lock.setCode", detail, |write| {
        Ok(unlock::put_code(
            write.transaction,
            &view.os_account,
            sealed.as_ref(),
            write.now,
        )?)
    })?;
    opens(desk, &open)
}
