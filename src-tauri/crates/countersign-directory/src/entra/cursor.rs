//! What one read leaves for the next: where each list of changes goes on, and what must be looked at besides.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::address::{self, Request};
use super::page::Walk;
use super::session::Session;
use crate::DirectoryProblem;
use crate::control::Cancel;

const VERSION: u32 = 1;
/// Days after which everything is read again: the last sign-ins are in no list of changes.
const OLD: i64 = 7;
/// Identities kept in each list; the oldest make room.
const KEPT: usize = 5_000;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cursor {
    version: u32,
    /// When everything was read last.
    full_at: DateTime<Utc>,
    pub users: String,
    pub groups: String,
    pub applications: Option<String>,
    /// The roles that were seen: no list of changes says which of them are gone.
    pub roles: Option<Vec<String>>,
    /// Users who were deleted. One who is restored is in their groups again, and no list of changes says so.
    #[serde(default)]
    pub deleted: Vec<String>,
    /// What changed in the last read: the tenant's machines agree only after a while, so it is read once more.
    #[serde(default)]
    pub again: Vec<String>,
}

impl Cursor {
    /// Where changes begin that happen from now on; `None` where the tenant does not say.
    pub(super) async fn now(session: &Session, cancel: &Cancel) -> Result<Option<Cursor>, DirectoryProblem> {
        let applications = match session.setting().applications {
            true => Some(from_here(session, address::applications_now(), cancel).await?),
            false => None,
        };
        let users = from_here(session, address::users_now(), cancel).await?;
        let groups = from_here(session, address::groups_now(), cancel).await?;
        let (Some(users), Some(groups), false) = (users, groups, applications == Some(None)) else {
            return Ok(None);
        };
        Ok(Some(Cursor {
            version: VERSION,
            full_at: Utc::now(),
            users,
            groups,
            applications: applications.flatten(),
            roles: None,
            deleted: Vec::new(),
            again: Vec::new(),
        }))
    }

    pub(super) fn parse(text: &str) -> Option<Cursor> {
        serde_json::from_str::<Cursor>(text)
            .ok()
            .filter(|cursor| cursor.version == VERSION)
    }

    /// Whether the last full read is too long ago.
    pub(super) fn is_old(&self) -> bool {
        (Utc::now() - self.full_at).num_days() >= OLD
    }

    pub(super) fn into_text(mut self) -> Option<String> {
        for list in [&mut self.deleted, &mut self.again] {
            list.drain(..list.len().saturating_sub(KEPT));
        }
        serde_json::to_string(&self).ok()
    }
}

async fn from_here(session: &Session, request: Request, cancel: &Cancel) -> Result<Option<String>, DirectoryProblem> {
    let mut walk = Walk::new(request);
    // A server that does not know the shortcut sends everything first, which is passed over.
    while walk.some::<Value>(session, cancel).await?.is_some() {}
    Ok(walk.delta)
}
