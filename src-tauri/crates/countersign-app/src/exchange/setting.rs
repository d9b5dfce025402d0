//! Where the exchange happens: kept in the store; the secret, kept by the keyring.

use countersign_exchange::{Inbox, Place};
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use countersign_store::{StoreError, device, exchange};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;
use zeroize::Zeroizing;

use super::EXCHANGE;
use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::store::Nothing;
use crate::workstation::station::Station;

/// How often the place is looked at, in minutes, where nobody says.
const EVERY: u32 = 10;
const LONGEST: u32 = 24 * 60;

#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ExchangeInput {
    /// None: there is no exchange, and files are handed over by people.
    pub place: Option<Place>,
    /// The place's secret; none keeps the one that is known for this account.
    pub secret: Option<String>,
    /// Minutes between two looks while the window is open; 0: only when somebody asks.
    pub every_minutes: Option<u32>,
}

/// As it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Kept {
    pub place: Place,
    pub every_minutes: u32,
}

/// The settings, without the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeView {
    pub place: Place,
    /// What a person calls it.
    pub shown: String,
    pub every_minutes: u32,
    /// Where others put what is for this installation.
    pub inbox: String,
}

/// The settings of this store, if there are any.
pub(crate) fn configured(connection: &Connection) -> Result<Option<Kept>, Problem> {
    let kept: Option<String> = setting(connection, EXCHANGE)?;
    Ok(kept.map(|text| serde_json::from_str(&text)).transpose()?)
}

fn setting(connection: &Connection, name: &str) -> Result<Option<String>, Problem> {
    let found = connection.query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| row.get(0));
    Ok(found.optional().map_err(StoreError::from)?)
}

/// Where what people put there by hand for this installation lies: named after its store.
fn own_inbox(store: &str) -> Inbox {
    Inbox::of(format!("store {store}").as_bytes())
}

/// Every inbox of this installation: what is sealed to one of its keys lies in that key's.
pub(crate) fn own_inboxes(connection: &Connection, store: &str) -> Result<Vec<Inbox>, StoreError> {
    let keys = device::own_keys(connection)?;
    let mut inboxes: Vec<Inbox> = keys.iter().map(|key| Inbox::of(key.seal.as_bytes())).collect();
    inboxes.push(own_inbox(store));
    Ok(inboxes)
}

fn view(kept: Kept, store: &str) -> ExchangeView {
    ExchangeView {
        shown: kept.place.shown(),
        place: kept.place,
        every_minutes: kept.every_minutes,
        inbox: own_inbox(store).to_string(),
    }
}

pub(crate) fn show(read: &Read<'_>, _: Nothing) -> Result<Option<ExchangeView>, Problem> {
    let store = &read.open.store.header().id;
    // A workstation may see the place elsewhere than the one that wrote the settings.
    let own = Station::read(&read.open.home)?.and_then(|station| station.exchange);
    let kept = own.map_or_else(|| configured(read.connection), |own| Ok(Some(own)))?;
    Ok(kept.map(|kept| view(kept, store)))
}

/// Sets the place, or takes it away.
pub(crate) fn set(write: &Write<'_>, input: ExchangeInput) -> Result<(Option<ExchangeView>, Entry), Problem> {
    let before = configured(write.transaction)?;
    if Station::read(&write.open.home)?.is_some_and(|station| station.exchange.is_some()) {
        Station::change(&write.open.home, |station| station.exchange = None)?;
    }
    let secret = input.secret.map(Zeroizing::new).filter(|secret| !secret.is_empty());
    let Some(place) = input.place else {
        let kept_secret = write.desk.forget_secret_of(write.open, EXCHANGE);
        for name in [EXCHANGE, &kept_secret] {
            delete(write, name)?;
        }
        let detail = json!({ "exchange": null, "before": before });
        return Ok((None, Entry::new(EXCHANGE, detail)));
    };
    place.check()?;
    let is_known = before.as_ref().is_some_and(|before| before.place.signs_in_like(&place));
    match &secret {
        Some(secret) if place.needs_secret() => {
            let setting = write.desk.put_secret_of(write.open, EXCHANGE, secret)?;
            setting.write(write.transaction)?;
        }
        Some(_) => return Err(Problem::new("This place is reached without a secret.").field("secret")),
        None if place.needs_secret() && !is_known => {
            return Err(Problem::new("This place needs its secret.").field("secret"));
        }
        None => {}
    }
    if before.as_ref().is_some_and(|before| before.place != place) {
        exchange::send_anew(write.transaction)?;
    }
    let every_minutes = input
        .every_minutes
        .or(before.map(|before| before.every_minutes))
        .unwrap_or(EVERY);
    if every_minutes > LONGEST {
        return Err(Problem::new("The place is looked at once a day or more often.").field("everyMinutes"));
    }
    let kept = Kept { place, every_minutes };
    put(write, EXCHANGE, &serde_json::to_string(&kept)?)?;
    let detail = json!({ "exchange": kept, "secret": secret.is_some() });
    let view = view(kept, &write.open.store.header().id);
    Ok((Some(view), Entry::new(EXCHANGE, detail)))
}

fn put(write: &Write<'_>, name: &str, value: &str) -> Result<(), Problem> {
    let sql = "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)";
    write
        .transaction
        .execute(sql, params![name, value])
        .map_err(StoreError::from)?;
    Ok(())
}

fn delete(write: &Write<'_>, name: &str) -> Result<(), Problem> {
    let sql = "DELETE FROM setting WHERE name = ?1";
    write.transaction.execute(sql, [name]).map_err(StoreError::from)?;
    Ok(())
}
