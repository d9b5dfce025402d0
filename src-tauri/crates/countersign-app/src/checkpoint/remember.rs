//! The newest checkpoint of each store, remembered outside of it: a store that was put back or rewritten is noticed
//! when it is opened, by whoever opens it.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use countersign_domain::merkle::to_hex;
use countersign_store::rusqlite::{OptionalExtension, params};
use countersign_store::{StoreError, audit};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::call::{Entry, Write};
use crate::desk::Open;
use crate::{Desk, Problem};

const NOTICED: &str = "rollbackNoticed";

/// What is remembered of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Remembered {
    pub size: u64,
    /// Hexadecimal.
    pub root: String,
    pub at: DateTime<Utc>,
}

/// A store whose log is not the one that is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Rollback {
    /// What is wrong, in words.
    pub finding: String,
    /// How many entries the log had when its last checkpoint was made, and when that was.
    pub remembered_size: u64,
    pub remembered_at: DateTime<Utc>,
    /// Hexadecimal.
    pub remembered_root: String,
    /// How many it had when it was opened.
    pub entries: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExplainInput {
    /// Why the log is not the one that was remembered.
    pub reason: String,
}

impl Desk {
    fn memory(&self, id: &str) -> Option<PathBuf> {
        // Ids are hexadecimal; one that is not was edited, and leads nowhere.
        let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let folder = self.environment.configuration.as_ref()?;
        plain.then(|| folder.join("log").join(format!("{id}.json")))
    }

    /// Remembers a state of the log in a file, and in the keyring where there is one. Not being able to is no reason
    /// to stop.
    pub(crate) fn remember(&self, open: &Open, state: &Remembered) {
        let id = &open.store.header().id;
        let Ok(text) = serde_json::to_string(state) else {
            return;
        };
        if let Some(path) = self.memory(id) {
            let part = path.with_extension("part");
            let put = || {
                std::fs::create_dir_all(path.parent().unwrap_or(&path))?;
                std::fs::write(&part, &text)?;
                std::fs::rename(&part, &path)
            };
            let _ = put();
        }
        if self.environment.keeper.unavailable().is_none() {
            let _ = self.environment.keeper.put(&format!("{id}/log"), &text);
        }
    }

    /// What is remembered; of two, the longer log.
    pub(crate) fn recall(&self, open: &Open) -> Option<Remembered> {
        let id = &open.store.header().id;
        let read = |text: &str| serde_json::from_str::<Remembered>(text).ok();
        let file = self
            .memory(id)
            .and_then(|path| std::fs::read_to_string(path).ok())
            .and_then(|text| read(&text));
        let kept = self.environment.keeper.unavailable().is_none();
        let ring = kept
            .then(|| self.environment.keeper.get(&format!("{id}/log")).ok().flatten())
            .flatten()
            .and_then(|text| read(&text));
        file.into_iter().chain(ring).max_by_key(|one| one.size)
    }

    /// Remembers the log as it is now, whatever was remembered.
    pub(crate) fn remember_now(&self, open: &Open) -> Result<(), Problem> {
        let state = open.store.read(|connection| {
            let size = u64::try_from(audit::head(connection)?.entries).unwrap_or_default();
            let root = to_hex(&audit::root_at(connection, size)?);
            Ok::<_, StoreError>(Remembered {
                size,
                root,
                at: self.clock().now(),
            })
        })?;
        self.remember(open, &state);
        Ok(())
    }

    /// Compares a store with what is remembered of it, and writes into its log where that is another history.
    pub(crate) fn notice_rollback(&self, open: &Open) -> Result<(), Problem> {
        let Some(remembered) = self.recall(open) else {
            return Ok(());
        };
        let found = open.store.read(|connection| {
            let entries = audit::head(connection)?.entries;
            let has = |size: i64| size <= entries;
            let same = match i64::try_from(remembered.size) {
                Ok(size) if has(size) => match audit::root_at(connection, remembered.size) {
                    Ok(root) => to_hex(&root) == remembered.root,
                    // A tree that is not whole; verification names what is missing.
                    Err(StoreError::Damaged(_)) => false,
                    Err(error) => return Err(error),
                },
                _ => false,
            };
            let noticed: Option<String> = connection
                .query_row("SELECT value FROM setting WHERE name = ?1", [NOTICED], |row| row.get(0))
                .optional()?;
            Ok::<_, StoreError>((entries, same, noticed))
        })?;
        let (entries, same, noticed) = found;
        if same {
            return Ok(());
        }
        let rollback = Rollback::new(&remembered, entries);
        *open.rollback.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(rollback.clone());
        // What is not written here is not written for this either; it is shown all the same.
        if noticed.as_ref() == Some(&remembered.root) || open.store.may_write().is_err() {
            return Ok(());
        }
        self.write(open, &crate::tick::system(), "store.rollback", |write| {
            note(write, &remembered.root)?;
            let detail = json!({ "finding": rollback.finding, "entries": entries, "remembered": remembered });
            Ok(((), Entry::new("store", detail)))
        })
    }
}

fn note(write: &Write<'_>, root: &str) -> Result<(), Problem> {
    write
        .transaction
        .execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
            params![NOTICED, root],
        )
        .map_err(StoreError::from)?;
    Ok(())
}

impl Rollback {
    fn new(remembered: &Remembered, entries: i64) -> Self {
        let (size, at) = (remembered.size, remembered.at.format("%Y-%m-%d %H:%M UTC"));
        let shorter = i64::try_from(size).is_ok_and(|size| size > entries) || i64::try_from(size).is_err();
        let finding = if shorter {
            format!("This store was put back to an older state: its log has {entries} entries, and had {size} on {at}.")
        } else {
            format!(
                "This store was rewritten, or went on from an older state: its first {size} entries are not those of \
                 {at}."
            )
        };
        Self {
            finding,
            remembered_size: size,
            remembered_at: remembered.at,
            remembered_root: remembered.root.clone(),
            entries,
        }
    }
}

/// `audit.explain`: an administrator says why, and the log as it is now is what is remembered from here on.
pub(crate) fn explain(write: &Write<'_>, input: ExplainInput) -> Result<(super::CheckpointView, Entry), Problem> {
    let reason = input.reason.trim();
    if reason.is_empty() || reason.chars().count() > 2_000 {
        return Err(Problem::new("A reason of up to 2000 characters is needed.").field("reason"));
    }
    let rollback = write.open.rollback();
    let rollback = rollback.ok_or_else(|| {
        Problem::new("The log is the one that is remembered; nothing is to be explained.").code("state")
    })?;
    let signed = super::make(write)?;
    write.after(crate::call::After::Explained);
    let detail = json!({
        "reason": reason, "finding": rollback.finding, "rememberedSize": rollback.remembered_size,
        "rememberedRoot": rollback.remembered_root, "size": signed.size, "root": to_hex(&signed.root),
    });
    Ok((signed.try_into()?, Entry::new("store", detail)))
}
