//! Approvals of the previous instance, carried forward where nothing material changed.

use chrono::{DateTime, Utc};
use countersign_domain::item::{Decision, DecisionSource};
use rusqlite::Transaction;

use super::Start;
use super::before::{CARRIED_FROM, Earlier};
use crate::StoreError;
use crate::item::{Digester, Event, Mark, record};

/// An item and the approval it takes over.
pub(super) struct Carried {
    pub item: i64,
    event: i64,
    at: DateTime<Utc>,
    by: String,
}

impl Carried {
    pub(super) fn new(item: i64, earlier: &Earlier) -> Option<Self> {
        Some(Self {
            item,
            event: earlier.event,
            at: earlier.approved_at?,
            by: earlier.previous.decided_by.clone(),
        })
    }

    fn event(&self) -> Event {
        Event {
            justification: format!(
                "Carried forward: approved on {} by {}, and nothing material changed since.",
                self.at.format("%Y-%m-%d"),
                self.by
            ),
            note: format!("{CARRIED_FROM}{}", self.event),
            ..Event::plain(self.item, 1, Decision::Approve, DecisionSource::Carried)
        }
    }
}

/// Writes the events, and answers their number and the digest that the audit entry seals them with.
pub(super) fn carry(
    transaction: &Transaction<'_>,
    start: &Start<'_>,
    carried: &[Carried],
) -> Result<Option<(usize, String)>, StoreError> {
    if carried.is_empty() {
        return Ok(None);
    }
    let mark = Mark {
        at: start.now,
        actor_id: None,
        actor: "Countersign (carried forward)",
        audit_seq: start.audit_seq,
    };
    let mut digester = Digester::default();
    for some in carried.chunks(1_000) {
        let events: Vec<Event> = some.iter().map(Carried::event).collect();
        record(transaction, &mark, &events)?;
        digester.add(&mark, &events)?;
    }
    Ok(Some((carried.len(), digester.finish())))
}
