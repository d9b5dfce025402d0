//! The stores opened lately on this machine: a convenience, never a source of truth.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::Environment;

const MOST: usize = 8;

/// A store that was opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecentStore {
    pub path: String,
    pub organization: String,
    pub practice: bool,
}

fn file(environment: &Environment) -> Option<PathBuf> {
    environment
        .configuration
        .as_ref()
        .map(|folder| folder.join("recent.json"))
}

/// Recent stores that are still there. An unreadable list is an empty one.
pub fn list(environment: &Environment) -> Vec<RecentStore> {
    let text = file(environment)
        .and_then(|path| std::fs::read_to_string(path).ok())
        .unwrap_or_default();
    let all: Vec<RecentStore> = serde_json::from_str(&text).unwrap_or_default();
    all.into_iter()
        .filter(|one| Path::new(&one.path).join("store.json").exists())
        .collect()
}

/// Puts a store first in the list. Not being able to is no reason to stop.
pub fn remember(environment: &Environment, store: RecentStore) {
    let Some(path) = file(environment) else { return };
    let mut all = list(environment);
    all.retain(|one| one.path != store.path);
    all.insert(0, store);
    all.truncate(MOST);
    if let (Some(folder), Ok(text)) = (path.parent(), serde_json::to_string_pretty(&all)) {
        let _ = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text));
    }
}
