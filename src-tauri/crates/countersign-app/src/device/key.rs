//! The keys of this store: made when first needed, kept as other secrets are, and replaced by hand.

use countersign_packet::DeviceSecret;
use countersign_store::device::{self as kept, NewKey, OwnKey};
use countersign_store::{KeyKeeping, StoreKey};
use serde_json::json;
use zeroize::Zeroizing;

use crate::call::{Entry, Write};
use crate::desk::Open;
use crate::{Desk, Problem};

/// The keys with which this store signs now.
pub(crate) struct Own {
    pub id: i64,
    pub secret: DeviceSecret,
}

fn secret_name(key_id: &str) -> String {
    format!("ownKey/{key_id}")
}

fn absent() -> Problem {
    Problem::new("The keys with which this store signs and opens packets are not on this machine.")
        .code("ownKey")
        .hint("Work where they were made, or make new ones with “device enrol --renew”.")
}

fn fetch(desk: &Desk, open: &Open, key: &OwnKey) -> Result<Option<DeviceSecret>, Problem> {
    let kept = desk.get_secret_of(open, &secret_name(&key.key_id))?;
    let secret = kept.and_then(|text| DeviceSecret::from_text(&text));
    Ok(secret.filter(|secret| secret.public().id() == key.key_id))
}

/// The keys that sign now; none where none were ever made.
pub(crate) fn standing(desk: &Desk, open: &Open) -> Result<Option<Own>, Problem> {
    let Some(key) = open.store.read(kept::own)? else {
        return Ok(None);
    };
    let secret = fetch(desk, open, &key)?.ok_or_else(absent)?;
    Ok(Some(Own { id: key.id, secret }))
}

/// All keys of this store that are on this machine, the newest first: to open what comes.
pub(crate) fn all(desk: &Desk, open: &Open) -> Result<Vec<DeviceSecret>, Problem> {
    let mut secrets = Vec::new();
    for key in open.store.read(kept::own_keys)? {
        secrets.extend(fetch(desk, open, &key)?);
    }
    Ok(secrets)
}

/// The keys that sign now, made if there are none yet.
pub(crate) fn own(write: &Write<'_>) -> Result<Own, Problem> {
    match kept::own(write.transaction)? {
        None => fresh(write),
        Some(key) => {
            let secret = fetch(write.desk, write.open, &key)?.ok_or_else(absent)?;
            Ok(Own { id: key.id, secret })
        }
    }
}

/// The same outside a transaction; new keys leave an entry of their own.
pub(crate) fn ensure(
    desk: &Desk,
    open: &Open,
    actor: &countersign_domain::actor::Actor,
    operation: &str,
) -> Result<Own, Problem> {
    if let Some(own) = standing(desk, open)? {
        return Ok(own);
    }
    desk.write(open, actor, operation, |write| {
        let own = own(write)?;
        let key = own.secret.public();
        Ok((
            own,
            Entry::new("ownKey", json!({ "key": key.id(), "words": key.words() })),
        ))
    })
}

/// New keys from the operating system's random numbers, kept where this store's secrets are.
pub(crate) fn fresh(write: &Write<'_>) -> Result<Own, Problem> {
    let header = write.open.store.header();
    let hex = StoreKey::random()?.to_hex();
    let seed = countersign_packet::hex::from_hex::<32>(&hex).map(Zeroizing::new);
    let seed = seed.ok_or_else(|| Problem::new("The machine gives no random numbers."))?;
    let secret = DeviceSecret::new(&seed);
    let public = secret.public();
    let (name, text) = (secret_name(&public.id()), secret.to_text());
    let (setting, keeping) = match write.desk.put_secret_of(write.open, &name, &text) {
        Ok(setting) if setting.is_here() => (setting, "store"),
        Ok(setting) => (setting, "keyring"),
        // The file of a practice store opens for everybody, so its keys prove nothing; they show how it works.
        Err(_) if matches!(header.key, KeyKeeping::Practice(_)) => {
            (crate::secret::Sealed::of(write.open, &name, &text)?, "practice")
        }
        Err(problem) => return Err(problem),
    };
    setting.write(write.transaction)?;
    let new = NewKey {
        key_id: &public.id(),
        sign: &public.sign.0,
        seal: &public.seal,
        keeping,
    };
    let id = kept::put_own(write.transaction, &new, write.now)?;
    Ok(Own { id, secret })
}
