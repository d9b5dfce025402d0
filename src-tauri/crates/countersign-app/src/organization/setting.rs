//! What becomes of a governed guest whose last access package has ended.

use countersign_domain::catalog::Task;
use countersign_domain::organization::{GuestLifeCycle, LifeCycleAction};
use countersign_domain::policy::Period;
use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::call::{Entry, Read, Write};
use crate::store::Nothing;
use crate::{Problem, authority};

const NAME: &str = "externalUserLifecycle";

/// Graph's `entitlementManagementSettings`, and what it has no word for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GuestSetting {
    pub external_user_lifecycle_action: LifeCycleAction,
    /// From the block to the deletion; `PT0S` deletes at once.
    pub duration_until_external_user_deleted_after_blocked: Period,
    /// Nobody is blocked or deleted while they hold anything else. Entra deletes them all the same
    /// (access-governance §2.9).
    pub keep_while_other_access: bool,
}

impl Default for GuestSetting {
    fn default() -> Self {
        let usual = GuestLifeCycle::default();
        Self {
            external_user_lifecycle_action: usual.action,
            duration_until_external_user_deleted_after_blocked: usual.delete_after,
            keep_while_other_access: true,
        }
    }
}

pub(crate) fn guest_setting(connection: &Connection) -> Result<GuestSetting, Problem> {
    let text: Option<String> = connection
        .query_row("SELECT value FROM setting WHERE name = ?1", [NAME], |row| row.get(0))
        .optional()
        .map_err(StoreError::from)?;
    Ok(match text {
        Some(text) => serde_json::from_str(&text)?,
        None => GuestSetting::default(),
    })
}

pub(crate) fn show(read: &Read<'_>, _: Nothing) -> Result<GuestSetting, Problem> {
    guest_setting(read.connection)
}

/// Changes the settings. Whoever is blocked already keeps the day they were given.
pub(crate) fn change(write: &Write<'_>, input: GuestSetting) -> Result<(GuestSetting, Entry), Problem> {
    authority::require(write.transaction, &write.actor, Task::EditSettings, None)?;
    let before = guest_setting(write.transaction)?;
    write
        .transaction
        .execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
            params![NAME, serde_json::to_string(&input)?],
        )
        .map_err(StoreError::from)?;
    let detail = json!({ "before": before, "after": input });
    Ok((input, Entry::new("setting", detail)))
}
