//! One person, several directories: which accounts are one person's, by rules over what they have in common and by
//! the word of an administrator.
//!
//! People are found directory by directory, the source of people first, with who has left there; elsewhere those
//! that are gone come last. An account belongs to the person with whom it shares the value of the first rule under which it meets anybody; where that is
//! more than one person, or more than one account of its directory, it belongs to nobody and is listed.

mod doubt;
mod person;
mod place;
mod ruling;
mod value;

use countersign_domain::correlation::CorrelationSetting;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::{StoreError, connection};

pub use doubt::{Candidate, DoubtRow, candidates, doubts};
pub use person::{AccountRow, PersonRow, PersonState, account_ids, accounts, people, person_of};
pub use ruling::{RulingRow, RulingState, lift, rule, ruling, rulings};

/// What is correlated anew: what a change can have reached, which is whatever shares a value or a ruling with it.
#[derive(Debug, Clone, Copy)]
pub enum Scope<'a> {
    All,
    /// What this snapshot of the directory brought, changed and took away.
    Snapshot {
        directory: i64,
        snapshot: i64,
    },
    Of(&'a [i64]),
}

/// What a correlation came to, over everybody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Correlated {
    /// Accounts that were looked at.
    pub looked_at: i64,
    /// Accounts of which something else is said now.
    pub changed: i64,
    /// Accounts that are joined to a person by another account.
    pub joined: i64,
    /// Accounts that may be more than one person's.
    pub in_doubt: i64,
}

/// The settings; those of the domain where nobody chose others.
pub fn setting(conn: &Connection) -> Result<CorrelationSetting, StoreError> {
    let kept: Option<String> = conn
        .prepare_cached("SELECT value FROM setting WHERE name = 'correlation'")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(match kept {
        Some(text) => serde_json::from_str(&text)?,
        None => CorrelationSetting::default(),
    })
}

/// Keeps the settings; what follows from them is for [`correlate`].
pub fn put_setting(tx: &Transaction<'_>, setting: &CorrelationSetting) -> Result<(), StoreError> {
    tx.execute(
        "INSERT OR REPLACE INTO setting (name, value) VALUES ('correlation', ?1)",
        params![serde_json::to_string(setting)?],
    )?;
    Ok(())
}

/// Works out anew whose account is whose. `None` where there is one directory, and neither a ruling nor anything that an
/// earlier correlation kept: nothing to be said. What is kept of an account's values is kept up from then on.
pub fn correlate(tx: &Transaction<'_>, scope: Scope<'_>) -> Result<Option<Correlated>, StoreError> {
    let several: bool = tx.query_row(
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM snapshot GROUP BY directory_id LIMIT 2)) > 1
             OR EXISTS (SELECT 1 FROM ruling WHERE lifted_at IS NULL) OR EXISTS (SELECT 1 FROM correlation)
             OR EXISTS (SELECT 1 FROM valued_directory)",
        [],
        |row| row.get(0),
    )?;
    if !several {
        return Ok(None);
    }
    connection::with_room(tx, connection::LARGE, || {
        let setting = setting(tx)?;
        place::prepare(tx, &setting)?;
        value::reach(tx, scope)?;
        place::place(tx, &setting)?;
        let (looked_at, changed) = place::keep(tx, &setting)?;
        let (joined, in_doubt) = counts(tx)?;
        Ok(Some(Correlated {
            looked_at,
            changed,
            joined,
            in_doubt,
        }))
    })
}

/// How many accounts are joined, and how many in doubt.
pub fn counts(conn: &Connection) -> Result<(i64, i64), StoreError> {
    Ok(conn.query_row(
        "SELECT (SELECT count(*) FROM correlation WHERE person_id <> principal_id),
                (SELECT count(*) FROM correlation WHERE doubt IS NOT NULL)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}
