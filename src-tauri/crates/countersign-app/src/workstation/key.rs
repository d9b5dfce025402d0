//! The keys of a workstation: its own, and not the store's, which every workstation of the store has.

use countersign_packet::DeviceSecret;
use countersign_store::workstation::Seat;
use countersign_store::{Store, StoreKey};
use zeroize::Zeroizing;

use super::station::{PRACTICE, Station, seen_path};
use crate::desk::Open;
use crate::exchange::Kept;
use crate::{Desk, Problem};

fn secret_name(key_id: &str) -> String {
    format!("workstation/{key_id}")
}

fn place_name(key_id: &str) -> String {
    format!("workstation/{key_id}/exchange")
}

pub(super) fn draw() -> Result<DeviceSecret, Problem> {
    let hex = StoreKey::random()?.to_hex();
    let seed = countersign_packet::hex::from_hex::<32>(&hex).map(Zeroizing::new);
    let seed = seed.ok_or_else(|| Problem::new("The machine gives no random numbers."))?;
    Ok(DeviceSecret::new(&seed))
}

/// A workstation with new keys. Where there is no keyring, the store keeps them sealed beside itself; a practice store
/// hides nothing anyway.
pub(super) fn fresh(
    desk: &Desk,
    name: &str,
    practice: bool,
    store: Option<&Store>,
) -> Result<(Station, DeviceSecret), Problem> {
    let secret = draw()?;
    let key = secret.public();
    let (keyring, text) = (&desk.environment.keeper, secret.to_text());
    let name_there = secret_name(&key.id());
    // One that is locked, or does not answer, keeps nothing either.
    let put = match keyring.unavailable() {
        None => keyring.put(&name_there, &text),
        Some(reason) => Err(reason),
    };
    let (keeping, kept) = match (put, store) {
        (Ok(()), _) => ("keyring", None),
        (Err(_), _) if practice => (PRACTICE, Some(text.to_string())),
        (Err(_), Some(store)) => ("store", Some(store.seal(&name_there, &text)?)),
        (Err(reason), None) => {
            return Err(
                Problem::new(format!("The keyring of this machine is not usable: {reason}."))
                    .code("noKeyring")
                    .hint("A workstation that follows a store keeps its keys in the keyring."),
            );
        }
    };
    let station = Station {
        name: name.to_owned(),
        key,
        keeping: keeping.to_owned(),
        secret: kept,
        trusts: None,
        exchange: None,
        exchange_secret: None,
        current: None,
        as_of: None,
        from: None,
        sent: Vec::new(),
        met: Vec::new(),
        keep: None,
        fork: None,
        over: None,
        home: None,
    };
    Ok((station, secret))
}

/// The secret halves, where they are on this machine.
pub(super) fn secret(desk: &Desk, station: &Station, store: Option<&Store>) -> Option<DeviceSecret> {
    let id = station.key.id();
    let text = match (station.keeping.as_str(), &station.secret) {
        ("keyring", _) if desk.environment.keeper.unavailable().is_none() => {
            desk.environment.keeper.get(&secret_name(&id)).ok().flatten()
        }
        (PRACTICE, Some(text)) => Some(Zeroizing::new(text.clone())),
        ("store", Some(sealed)) => store?.unseal(&secret_name(&id), sealed),
        _ => None,
    };
    let secret = text.and_then(|text| DeviceSecret::from_text(&text))?;
    (secret.public() == station.key).then_some(secret)
}

/// Says to an open store which workstation it is. A folder that was copied to another machine has no keys there, and
/// is none; one that was copied on the same machine is none either, as long as the first is there.
pub(crate) fn sit(desk: &Desk, store: &Store, home: &std::path::Path, station: Option<&Station>) {
    let own = station.filter(|station| secret(desk, station, Some(store)).is_some());
    if let Some(station) = own {
        // Where it cannot be noted, as on a medium that is read only, nothing can be written either.
        let _ = station.settle(home);
    }
    store.sit(Seat {
        own: own.map(|station| station.key.id()),
        seen: Some(seen_path(home)),
        original: own.and_then(|station| station.original(home)),
    });
}

/// Keeps the secret of the place that is set for this machine alone.
pub(super) fn put_place(desk: &Desk, station: &mut Station, secret: &str) -> Result<(), Problem> {
    if station.is_practice() {
        station.exchange_secret = Some(secret.to_owned());
        return Ok(());
    }
    let no = |reason: String| Problem::new(format!("The keyring of this machine is not usable: {reason}."));
    let name = place_name(&station.key.id());
    desk.environment.keeper.put(&name, secret).map_err(no)
}

/// Where the exchange happens for this machine, and its secret; none: where the store says.
pub(crate) type Place = (Kept, Option<Zeroizing<String>>);

pub(super) fn place_of(desk: &Desk, station: &Station) -> Option<Place> {
    let kept = station.exchange.clone()?;
    let secret = match &station.exchange_secret {
        Some(secret) => Some(Zeroizing::new(secret.clone())),
        None if desk.environment.keeper.unavailable().is_none() => desk
            .environment
            .keeper
            .get(&place_name(&station.key.id()))
            .ok()
            .flatten(),
        None => None,
    };
    Some((kept, secret))
}

/// The same of the workstation that an open store lies on.
pub(crate) fn place(desk: &Desk, open: &Open) -> Option<Place> {
    let station = Station::read(&open.home).ok().flatten()?;
    place_of(desk, &station)
}
