//! Puts the key away, in parts: a keyring may take no more than some thousand bytes under one name.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use countersign_store::StoreError;
use zeroize::Zeroizing;

use super::{Kept, SIGNING};
use crate::call::Write;
use crate::desk::Open;
use crate::{Desk, Problem};

/// Characters in one part; Windows keeps 1 280 at most.
const PART: usize = 1_200;

/// The name of one part. It has the certificate in it, so that a change that is not kept destroys nothing.
pub(super) fn name(sha256: &str, part: usize) -> String {
    format!("{SIGNING}/{}/{part}", sha256.get(..16).unwrap_or_default())
}

/// Puts the key of a certificate away, and answers in how many parts.
pub(super) fn put(write: &Write<'_>, sha256: &str, key: &[u8]) -> Result<usize, Problem> {
    let text = Zeroizing::new(STANDARD.encode(key));
    let mut parts = 0;
    for (part, piece) in text.as_bytes().chunks(PART).enumerate() {
        let piece = Zeroizing::new(String::from_utf8_lossy(piece).into_owned());
        let setting = write.desk.put_secret_of(write.open, &name(sha256, part), &piece)?;
        setting.write(write.transaction)?;
        parts = part + 1;
    }
    Ok(parts)
}

/// Fetches it again.
pub(super) fn get(desk: &Desk, open: &Open, sha256: &str, parts: usize) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let missing = || {
        Problem::new("The key that evidence is signed with is not in the keyring of this machine.")
            .code("noKey")
            .hint("Export on the machine where it was made, or let an administrator make or import another one.")
    };
    let mut text = Zeroizing::new(String::new());
    for part in 0..parts {
        text.push_str(&desk.get_secret_of(open, &name(sha256, part))?.ok_or_else(missing)?);
    }
    STANDARD
        .decode(text.as_bytes())
        .map(Zeroizing::new)
        .map_err(|_| missing())
}

/// Takes it out of the store and the keyring.
pub(super) fn forget(write: &Write<'_>, kept: &Kept) -> Result<(), Problem> {
    let Ok(view) = kept.view() else { return Ok(()) };
    for part in 0..kept.parts {
        let setting = write.desk.forget_secret_of(write.open, &name(&view.sha256, part));
        write
            .transaction
            .execute("DELETE FROM setting WHERE name = ?1", [setting])
            .map_err(StoreError::from)?;
    }
    Ok(())
}
