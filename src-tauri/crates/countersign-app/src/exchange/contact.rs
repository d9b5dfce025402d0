//! When this installation last met the place, and how the exchange stands.

use std::sync::Mutex;
use std::sync::atomic::AtomicI64;

use chrono::{DateTime, Duration, Utc};
use countersign_store::StoreError;
use countersign_store::exchange::{self, ExchangeCount};
use serde::Serialize;
use ts_rs::TS;

use super::setting::{ExchangeView, show};
use crate::call::Read;
use crate::job::exchange as job;
use crate::store::Nothing;
use crate::{Desk, Problem};

/// How the last look ended. It is kept while the program runs; what it changed is in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    pub at: DateTime<Utc>,
    /// Why the place was not met, or what went wrong there.
    pub problem: Option<String>,
}

/// What a desk remembers of its looks.
#[derive(Default)]
pub(crate) struct Contacts {
    last: Mutex<Option<Contact>>,
    cleaned: Mutex<Option<DateTime<Utc>>>,
    /// The sent file that was asked about last.
    pub asked: AtomicI64,
}

impl Contacts {
    pub fn note(&self, contact: Contact) {
        *self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(contact);
    }

    pub fn last(&self) -> Option<Contact> {
        self.last
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    /// Whether the own inbox is due for a cleaning: once a day.
    pub fn is_cleaning_due(&self, now: DateTime<Utc>) -> bool {
        let mut cleaned = self.cleaned.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let is_due = cleaned.is_none_or(|at| now - at >= Duration::days(1) || at > now);
        if is_due {
            *cleaned = Some(now);
        }
        is_due
    }
}

/// How the exchange stands.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeStatus {
    /// None: no place is set.
    pub setting: Option<ExchangeView>,
    pub count: ExchangeCount,
    /// The last look of this program; none since it started.
    pub last: Option<Contact>,
    /// When something last went out or came.
    pub moved_at: Option<DateTime<Utc>>,
}

pub(crate) fn status(read: &Read<'_>, nothing: Nothing) -> Result<ExchangeStatus, Problem> {
    let moved_at = read
        .connection
        .query_row(
            "SELECT max(at) FROM (SELECT max(sent_at) AS at FROM outbox UNION ALL SELECT max(acknowledged_at) FROM outbox
             UNION ALL SELECT max(arrived_at) FROM arrival)",
            [],
            |row| row.get(0),
        )
        .map_err(StoreError::from)?;
    Ok(ExchangeStatus {
        setting: show(read, nothing)?,
        count: exchange::count(read.connection)?,
        last: read.open.contacts.last(),
        moved_at,
    })
}

impl Desk {
    /// Whether a run of this desk is at the place.
    pub(crate) fn is_exchanging(&self) -> bool {
        self.jobs()
            .values()
            .any(|one| one.is_running() && one.view().kind == job::KIND)
    }
}
