//! What becomes of a guest whose last package ends: Graph's `entitlementManagementSettings`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use crate::definition::Problem;
use crate::json::Place;
use crate::policy::Period;

/// The settings for guests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GuestLifeCycle {
    pub action: LifeCycleAction,
    /// From the block to the deletion; nothing means at once.
    pub delete_after: Period,
}

/// Graph's `accessPackageExternalUserLifecycleAction`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "GuestLifeCycleAction")]
pub enum LifeCycleAction {
    None,
    BlockSignIn,
    BlockSignInAndDelete,
}

impl Default for GuestLifeCycle {
    /// Entra's: block, and delete after 30 days (access-governance §2.9).
    fn default() -> Self {
        Self {
            action: LifeCycleAction::BlockSignInAndDelete,
            delete_after: Period::days(30),
        }
    }
}

impl GuestLifeCycle {
    /// Reads Graph's settings. Every problem names the JSON path it stands at.
    pub fn parse(json: &Value) -> Result<Self, Problem> {
        let place = Place::of(json, "")?;
        let usual = Self::default();
        let action = match place.text("externalUserLifecycleAction")? {
            None => usual.action,
            Some("none") => LifeCycleAction::None,
            Some("blockSignIn") => LifeCycleAction::BlockSignIn,
            Some("blockSignInAndDelete") => LifeCycleAction::BlockSignInAndDelete,
            Some(other) => {
                let message = format!("“{other}” is not none, blockSignIn or blockSignInAndDelete.");
                return Err(place.problem("externalUserLifecycleAction", message));
            }
        };
        let delete_after = place
            .period("durationUntilExternalUserDeletedAfterBlocked")?
            .unwrap_or(usual.delete_after);
        Ok(Self { action, delete_after })
    }

    /// Graph's JSON.
    pub fn to_graph(self) -> Value {
        let action = match self.action {
            LifeCycleAction::None => "none",
            LifeCycleAction::BlockSignIn => "blockSignIn",
            LifeCycleAction::BlockSignInAndDelete => "blockSignInAndDelete",
        };
        json!({
            "id": "settings",
            "externalUserLifecycleAction": action,
            "durationUntilExternalUserDeletedAfterBlocked": self.delete_after,
        })
    }
}
