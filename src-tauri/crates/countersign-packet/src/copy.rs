//! A whole store on its way to a workstation that follows it: what is said of it, signed, and then its files, one after
//! the other, all in one file of age that is written and read as a stream.

use std::io::{BufRead, Read, Write};

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use crate::body::{Body, Kind, short};
use crate::device::{DeviceKey, DeviceSecret, recipient};
use crate::envelope::{self, Cover, Expected, Header, Opened};
use crate::key::SignSecret;
use crate::problem::{OpenError, SealError};

/// Bytes of what is said, with its signature.
const LARGEST: u32 = 4 << 20;
const MOST_FILES: usize = 100_000;

/// What is said of the copy.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StoreCopy {
    /// The store's description, as it lies beside the store.
    pub description: String,
    /// What the workstation that made it is called, and its keys; the one that signs has signed this.
    pub made_by: String,
    pub made_with: DeviceKey,
    /// The log: how many entries, and the root over them.
    pub entries: u64,
    #[serde(with = "crate::hex::bytes")]
    pub root: [u8; 32],
    /// In the order in which they follow; the database is the first.
    pub files: Vec<Copied>,
    /// The store's key, where it lies in a keyring.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key: Option<String>,
    /// What else of the store lies in the keyring, by name: what whoever takes the store over works with.
    pub secrets: Vec<(String, String)>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Copied {
    /// Its place in the store's folder, parted by `/`.
    pub name: String,
    pub bytes: u64,
    #[serde(with = "crate::hex::bytes")]
    pub sha256: [u8; 32],
}

impl std::fmt::Debug for StoreCopy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreCopy")
            .field("entries", &self.entries)
            .field("files", &self.files.len())
            .finish_non_exhaustive()
    }
}

impl Drop for StoreCopy {
    fn drop(&mut self) {
        self.key.zeroize();
        for (_, secret) in &mut self.secrets {
            secret.zeroize();
        }
    }
}

impl Body for StoreCopy {
    const KIND: Kind = Kind::Copy;

    fn check(&self) -> Result<(), String> {
        short("the store's description", &self.description, 64 << 10)?;
        short("the workstation's name", &self.made_by, 200)?;
        if self.files.is_empty() || self.files.len() > MOST_FILES || self.secrets.len() > MOST_FILES {
            return Err("it has no files, or too many".into());
        }
        if !self.made_with.is_sound() {
            return Err("the key of the workstation is none to seal to".into());
        }
        self.files.iter().try_for_each(Copied::check)
    }
}

impl Copied {
    /// A name leads into the store's folder and nowhere else: the database, or a sealed file by its hash.
    fn check(&self) -> Result<(), String> {
        let sealed = self
            .name
            .strip_prefix("exchange/out/")
            .and_then(|name| name.strip_suffix(".sealed"));
        let is_hash = sealed.is_some_and(|name| crate::hex::from_hex::<32>(name).is_some());
        if self.name == "store.db" || is_hash {
            return Ok(());
        }
        Err("a file in it has no name of ours".into())
    }
}

/// Writes the file: what is said, signed and addressed, and after it whatever `data` has.
///
/// # Errors
/// The recipient is none, or something cannot be read or written.
pub fn seal_copy(
    body: &StoreCopy,
    cover: &Cover<'_>,
    by: &SignSecret,
    to: &str,
    mut data: impl Read,
    out: impl Write,
) -> Result<Header, SealError> {
    body.check().map_err(SealError::Body)?;
    let one = recipient(to).ok_or_else(|| SealError::Recipient(to.to_owned()))?;
    let bytes = zeroize::Zeroizing::new(serde_json::to_vec(body).map_err(|error| SealError::Body(error.to_string()))?);
    let (signed, header) = envelope::sign(Kind::Copy, &bytes, cover, vec![to.to_owned()], by)?;
    let length = u32::try_from(signed.len()).ok().filter(|length| *length <= LARGEST);
    let length = length.ok_or(SealError::TooLarge(signed.len()))?;
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&one as &dyn age::Recipient))?;
    let mut writer = encryptor.wrap_output(out)?;
    writer.write_all(&length.to_be_bytes())?;
    writer.write_all(&signed)?;
    std::io::copy(&mut data, &mut writer)?;
    writer.finish()?.flush()?;
    Ok(header)
}

/// The files of a copy, in their order: each is as long as was said.
pub type CopyReader<R> = age::stream::StreamReader<R>;

/// Opens the file as far as what is said of it; the rest is read by whoever calls, who holds it to the hashes.
///
/// # Errors
/// It is none, is for another device, or is signed by somebody who is not expected.
pub fn open_copy<R: BufRead>(
    from: R,
    with: &DeviceSecret,
    expected: &Expected<'_>,
) -> Result<(Opened<StoreCopy>, CopyReader<R>), OpenError> {
    let decryptor = age::Decryptor::new_buffered(from).map_err(|_| OpenError::Strange)?;
    if decryptor.is_scrypt() {
        return Err(OpenError::Strange);
    }
    let one: &dyn age::Identity = &with.open;
    let mut reader = decryptor.decrypt(std::iter::once(one)).map_err(|error| match error {
        age::DecryptError::NoMatchingKeys => OpenError::WrongRecipient,
        _ => OpenError::Damaged,
    })?;
    let cut = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => OpenError::Truncated,
        _ => OpenError::Damaged,
    };
    let mut length = [0; 4];
    reader.read_exact(&mut length).map_err(cut)?;
    let length = u32::from_be_bytes(length);
    if length > LARGEST {
        return Err(OpenError::Strange);
    }
    let mut signed = vec![0; length as usize];
    reader.read_exact(&mut signed).map_err(cut)?;
    let unsealed = envelope::verify(&signed, expected)?;
    if unsealed.header.to != [with.public().seal] {
        return Err(OpenError::Readdressed);
    }
    Ok((unsealed.read::<StoreCopy>()?, reader))
}
