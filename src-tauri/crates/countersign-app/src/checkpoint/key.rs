//! The key that signs the log: made with the first checkpoint, kept as other secrets are, and replaced by hand.

use countersign_domain::checkpoint::{SigningKey, VerifyingKey};
use countersign_domain::merkle::{from_hex, to_hex};
use countersign_store::checkpoint as kept;
use countersign_store::{KeyKeeping, StoreKey};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;
use zeroize::Zeroizing;

use super::{CheckpointView, KeyView, refused};
use crate::Problem;
use crate::call::{Entry, Write};

/// The key that signs now, and its number.
pub(super) struct Current {
    pub id: i64,
    pub signing: SigningKey,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct RotateInput {
    /// Why; it stands in the log.
    pub reason: Option<String>,
    /// The old key is not on this machine any more, so it cannot sign the new one. The log says so.
    #[ts(optional = nullable, as = "Option<bool>")]
    pub lost: bool,
}

/// What a change of the key came to.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Rotated {
    pub key: KeyView,
    /// The last checkpoint under the old key; it names the new one. None where the old key was lost.
    pub last: Option<CheckpointView>,
}

/// The key's secret half by its public half, which names it.
fn secret_name(public: &[u8; 32]) -> String {
    format!("logKey/{}", to_hex(public))
}

fn seed(hex: &str) -> Option<Zeroizing<[u8; 32]>> {
    from_hex(hex).map(Zeroizing::new)
}

/// The key that signs now, made if there is none yet.
pub(super) fn current(write: &Write<'_>) -> Result<Current, Problem> {
    match kept::current_key(write.transaction)? {
        None => fresh(write),
        Some(key) => fetch(write, &key)?.ok_or_else(|| {
            Problem::new("The key that signs this log is not on this machine.")
                .code("logKey")
                .hint("Work where it was made, or begin a new key with “audit rotate-key --lost”.")
        }),
    }
}

fn fetch(write: &Write<'_>, key: &kept::LogKey) -> Result<Option<Current>, Problem> {
    let secret = write.desk.get_secret_of(write.open, &secret_name(&key.public))?;
    let signing = secret
        .and_then(|hex| seed(&hex))
        .and_then(|seed| SigningKey::new(&key.name, &seed).ok());
    let fits = signing.filter(|signing| signing.verifying_key().to_bytes() == key.public);
    Ok(fits.map(|signing| Current { id: key.id, signing }))
}

/// A new key from the operating system's random numbers, kept where this store's secrets are.
fn fresh(write: &Write<'_>) -> Result<Current, Problem> {
    let header = write.open.store.header();
    let secret = StoreKey::random()?.to_hex();
    let seed = seed(&secret).ok_or_else(|| Problem::new("The machine gives no random numbers."))?;
    let signing = SigningKey::new(&format!("countersign/{}", header.id), &seed).map_err(refused)?;
    let verifying = signing.verifying_key();
    let name = secret_name(&verifying.to_bytes());
    let (setting, keeping) = match write.desk.put_secret_of(write.open, &name, &secret) {
        Ok(setting) if setting.is_here() => (setting, "store"),
        Ok(setting) => (setting, "keyring"),
        // The file of a practice store opens for everybody, so its key proves nothing; it shows how it works.
        Err(_) if matches!(header.key, KeyKeeping::Practice(_)) => {
            (crate::secret::Sealed::of(write.open, &name, &secret)?, "practice")
        }
        Err(problem) => return Err(problem),
    };
    setting.write(write.transaction)?;
    let id = kept::put_key(write.transaction, &verifying, keeping, write.audit_seq, write.now)?;
    Ok(Current { id, signing })
}

/// `audit.rotateKey`: the old key signs a last checkpoint that names the new one, and is used no more.
pub(crate) fn rotate(write: &Write<'_>, input: RotateInput) -> Result<(Rotated, Entry), Problem> {
    let reason = input.reason.unwrap_or_default().trim().to_owned();
    if reason.chars().count() > 2_000 {
        return Err(Problem::new("The reason is longer than 2000 characters.").field("reason"));
    }
    let old = kept::current_key(write.transaction)?
        .ok_or_else(|| Problem::new("This log has no key yet; the first checkpoint makes one.").code("state"))?;
    let signing = fetch(write, &old)?;
    if signing.is_some() && input.lost {
        return Err(Problem::new("The old key is on this machine, so it signs the new one.").field("lost"));
    }
    if signing.is_none() && !input.lost {
        return Err(Problem::new("The key that signs this log is not on this machine.")
            .code("logKey")
            .hint("Work where it was made, or say that it is lost."));
    }
    let new = fresh(write)?;
    let next: VerifyingKey = new.signing.verifying_key();
    let mut last = None;
    if let Some(signing) = signing {
        let said = super::state(write, &signing.signing, vec![format!("next-key {}", next.to_text())])?;
        let note = said.sign(&signing.signing).map_err(refused)?;
        last = Some(super::put(write, &signing, &said, note)?);
    }
    let detail = json!({
        "from": old.verifying()?.to_text(), "to": next.to_text(), "reason": reason, "lost": input.lost,
        "lastNote": last.as_ref().map(|one| one.note.clone()),
    });
    let key = kept::current_key(write.transaction)?.ok_or_else(|| Problem::missing("key", new.id))?;
    let rotated = Rotated {
        key: key.try_into()?,
        last: last.map(CheckpointView::try_from).transpose()?,
    };
    Ok((rotated, Entry::new(format!("logKey:{}", new.id), detail)))
}
