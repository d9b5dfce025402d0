//! `store.json`: what the store is and how its key is kept. It holds no secret.

use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{StoreError, StoreKey, key};

pub const FILE: &str = "store.json";
const FORMAT: u32 = 1;

/// The description that stands beside the encrypted file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Header {
    pub format: u32,
    /// A random identifier, also the name under which the keyring holds the key.
    pub id: String,
    pub organization: String,
    /// A practice store accepts a clock from outside and marks every page PRACTICE.
    pub practice: bool,
    pub key: KeyKeeping,
    pub created_at: DateTime<Utc>,
}

/// Where the key comes from when the store is opened.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum KeyKeeping {
    /// A random key in the operating system's keyring.
    Keyring,
    /// Argon2id over a passphrase.
    Passphrase(PassphraseRule),
    /// A practice store without a secret: its key is derived from the published word "practice",
    /// so that a demonstration opens on any machine. Never used for a real store.
    Practice(PassphraseRule),
}

/// The parameters of Argon2id (RFC 9106): memory in KiB, passes, lanes, and a 16-byte salt in hex.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PassphraseRule {
    pub salt: String,
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl PassphraseRule {
    /// RFC 9106's second recommended option: 64 MiB, three passes, four lanes.
    pub fn recommended() -> Result<Self, StoreError> {
        Ok(Self {
            salt: random_hex(16)?,
            memory_kib: 65_536,
            passes: 3,
            lanes: 4,
        })
    }

    /// The cheapest setting, for a key that is published anyway.
    pub(crate) fn published() -> Result<Self, StoreError> {
        Ok(Self {
            salt: random_hex(16)?,
            memory_kib: 64,
            passes: 1,
            lanes: 1,
        })
    }

    /// Refuses parameters that would hang the program when `store.json` was edited.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        if self.memory_kib > 4_194_304 || self.passes > 100 || self.lanes > 64 {
            return Err(StoreError::Header("the passphrase parameters are out of range".into()));
        }
        Ok(())
    }
}

impl KeyKeeping {
    /// The published key of a practice store.
    pub(crate) fn practice_key(rule: &PassphraseRule) -> Result<StoreKey, StoreError> {
        StoreKey::from_passphrase("practice", rule)
    }
}

impl Header {
    /// A fresh description with a new random id.
    pub(crate) fn new(
        organization: &str,
        practice: bool,
        key: KeyKeeping,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            format: FORMAT,
            id: random_hex(16)?,
            organization: organization.to_owned(),
            practice,
            key,
            created_at: now,
        })
    }

    /// Reads and checks `store.json` in a store's folder.
    pub fn read(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::NotAStore(folder.to_owned()));
            }
            Err(source) => {
                return Err(StoreError::File {
                    what: "Cannot read",
                    path,
                    source,
                });
            }
        };
        let header: Self = serde_json::from_str(&text).map_err(|error| StoreError::Header(error.to_string()))?;
        if header.format > FORMAT {
            return Err(StoreError::Newer {
                found: header.format.into(),
                known: FORMAT.into(),
            });
        }
        if let KeyKeeping::Passphrase(rule) | KeyKeeping::Practice(rule) = &header.key {
            rule.check()?;
        }
        Ok(header)
    }

    /// Writes `store.json`, whole or not at all.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), StoreError> {
        let path = folder.join(FILE);
        let part = folder.join("store.json.part");
        let text = serde_json::to_string_pretty(self)?;
        let put = || -> std::io::Result<()> {
            use std::io::Write;
            let mut file = std::fs::File::create(&part)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&part, &path)
        };
        put().map_err(|source| StoreError::File {
            what: "Cannot write",
            path: path.clone(),
            source,
        })
    }
}

/// So many bytes of chance, in hexadecimal.
pub fn random_hex(length: usize) -> Result<String, StoreError> {
    let mut bytes = vec![0u8; length];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Key(error.to_string()))?;
    Ok(key::to_hex(&bytes))
}
