//! A person over all directories: their accounts, why each is theirs, and everything they hold.

mod access;

use countersign_domain::actor::Actor;
use countersign_store::StoreError;
use countersign_store::correlation::{self, AccountRow, PersonRow, PersonState};
use countersign_store::rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use access::{AccessListInput, AccessPage, WayListInput, Ways};
pub(crate) use access::{list as access_list, ways};

use crate::call::Read;
use crate::principal::{page, pattern};
use crate::{Problem, sight};

/// People of a kind: with several accounts, where nothing is said.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct PersonListInput {
    pub state: Option<PersonState>,
    /// Part of a name, account or mail.
    pub search: Option<String>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonPage {
    pub rows: Vec<PersonRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonInput {
    /// Any account of theirs.
    pub principal: i64,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    /// The principal by which the person is known.
    pub person: i64,
    pub display_name: String,
    /// The one by which the person is known first, those that are gone last.
    pub accounts: Vec<AccountRow>,
}

pub(crate) fn list(read: &Read<'_>, input: PersonListInput) -> Result<PersonPage, Problem> {
    let state = input.state.unwrap_or(PersonState::Joined);
    let pattern = pattern(input.search.as_deref());
    let part = page(input.offset, input.limit);
    let (rows, total) = correlation::people(read.connection, state, pattern.as_deref(), part)?;
    Ok(PersonPage { rows, total })
}

pub(crate) fn show(read: &Read<'_>, input: PersonInput) -> Result<PersonView, Problem> {
    let (person, _) = of(read.connection, &read.actor, input.principal)?;
    let accounts = correlation::accounts(read.connection, person)?;
    let first = accounts.iter().find(|one| one.principal == person);
    Ok(PersonView {
        person,
        display_name: first.map(|one| one.display_name.clone()).unwrap_or_default(),
        accounts,
    })
}

/// Whose an account is, and all accounts of that person; for themselves, and for whoever sees the directory.
fn of(connection: &Connection, actor: &Actor, principal: i64) -> Result<(i64, Vec<i64>), Problem> {
    let known: Option<String> = connection
        .prepare_cached("SELECT kind FROM principal WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([principal], |row| row.get(0)).optional())
        .map_err(StoreError::from)?;
    let person = correlation::person_of(connection, principal)?;
    let accounts = correlation::account_ids(connection, person)?;
    let own = actor.principal.map(|one| one.0);
    if !own.is_some_and(|own| accounts.contains(&own)) {
        sight::require_directory(connection, actor, "what others hold")?;
    }
    known.ok_or_else(|| Problem::missing("principal", principal))?;
    Ok((person, accounts))
}
