//! Workstations: several machines that hold one store, of which one writes and the others follow.

mod accept;
mod follow;
mod install;
pub(crate) mod key;
mod look;
mod make;
mod receive;
mod send;
mod standing;
pub(crate) mod station;
mod tail;
mod term;

pub(crate) use accept::{
    AcceptInput as WorkstationAcceptInput, EndInput as WorkstationEndInput, NameInput as WorkstationNameInput, accept,
    end, name,
};
pub(crate) use follow::{FollowInput as WorkstationFollowInput, Following, follow};
pub(crate) use look::{ReceiveInput as WorkstationReceiveInput, look, receive};
pub(crate) use standing::{Standing, WorkstationView, list, standing, view};
pub(crate) use tail::{TailInput, TailPage, tail};
pub(crate) use term::{
    HandOverInput as WorkstationHandOverInput, SetAsideInput as WorkstationSetAsideInput,
    TakeOverInput as WorkstationTakeOverInput, TrustInput as WorkstationTrustInput, hand_over, restored, set_aside,
    take_over, trust,
};

use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, OptionalExtension};

use crate::Problem;
use crate::call::Write;

/// Minutes that pass at least between two copies.
fn setting(connection: &Connection) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?1";
    let found = connection.query_row(sql, [accept::SETTING], |row| row.get(0));
    Ok(found.optional()?.unwrap_or(accept::EVERY))
}

fn put_setting(write: &Write<'_>, every: i64) -> Result<(), Problem> {
    let sql = "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)";
    let value = every.to_string();
    write
        .transaction
        .execute(sql, [accept::SETTING, &value])
        .map_err(StoreError::from)?;
    Ok(())
}
