//! An item as it stands in `evidence.json`: its last event is not written out a second time.
//!
//! Where the last event says what the item itself says, the file holds only its log entry
//! (`{"entry":17}`); the rest follows from the item. That is a quarter of the record.

use chrono::{DateTime, Utc};
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use super::{Bulk, DecisionEvent, ItemRecord, Party, Person, Recommendation, is_false};

/// The fields of [`ItemRecord`] in their order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ItemLine<'a> {
    item_id: i64,
    person: &'a Person,
    resource: &'a str,
    resource_id: &'a str,
    resource_kind: &'a str,
    entitlement: &'a str,
    #[serde(skip_serializing_if = "is_false")]
    privileged: bool,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    path: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assignment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    treatment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recommendation: Option<&'a Recommendation>,
    decision: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by: Option<&'a Party>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    justification: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    system: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    bulk: Option<&'a Bulk>,
    #[serde(skip_serializing_if = "Events::is_empty")]
    events: Events<'a>,
}

struct Events<'a> {
    written: &'a [DecisionEvent],
    last: Option<LastEvent<'a>>,
}

/// A last event that follows from its item.
#[derive(Serialize)]
struct LastEvent<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    assurance: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<u64>,
}

impl Events<'_> {
    fn is_empty(&self) -> bool {
        self.written.is_empty() && self.last.is_none()
    }
}

impl Serialize for Events<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for event in self.written {
            list.serialize_element(event)?;
        }
        if let Some(last) = &self.last {
            list.serialize_element(last)?;
        }
        list.end()
    }
}

/// Whether the event says no more than its item.
fn follows(item: &ItemRecord, event: &DecisionEvent) -> bool {
    item.decided_at == Some(event.at)
        && item.decided_by == event.by
        && item.decision == event.decision
        && item.justification == event.justification
        && item.system == event.system
        && item.bulk == event.bulk
        && event.stage.is_none()
        && event.note.is_none()
}

impl<'a> From<&'a ItemRecord> for ItemLine<'a> {
    fn from(item: &'a ItemRecord) -> Self {
        let events = match item.events.split_last() {
            Some((last, before)) if follows(item, last) => Events {
                written: before,
                last: Some(LastEvent {
                    assurance: last.assurance.as_deref(),
                    device: last.device.as_deref(),
                    entry: last.entry,
                }),
            },
            _ => Events {
                written: &item.events,
                last: None,
            },
        };
        Self {
            item_id: item.item_id,
            person: &item.person,
            resource: &item.resource,
            resource_id: &item.resource_id,
            resource_kind: &item.resource_kind,
            entitlement: &item.entitlement,
            privileged: item.privileged,
            path: &item.path,
            since: item.since,
            assignment: item.assignment.as_deref(),
            treatment: item.treatment.as_deref(),
            recommendation: item.recommendation.as_ref(),
            decision: &item.decision,
            decided_by: item.decided_by.as_ref(),
            decided_at: item.decided_at,
            justification: item.justification.as_deref(),
            system: item.system,
            bulk: item.bulk.as_ref(),
            events,
        }
    }
}

/// Fills in the last event from its item, where the file leaves it out.
pub(crate) fn complete_item(item: &mut ItemRecord) {
    if let Some(last) = item.events.last_mut()
        && last.decision.is_empty()
        && last.by.is_none()
    {
        *last = DecisionEvent {
            at: item.decided_at.unwrap_or_default(),
            by: item.decided_by.clone(),
            decision: item.decision.clone(),
            justification: item.justification.clone(),
            system: item.system,
            bulk: item.bulk.clone(),
            assurance: last.assurance.take(),
            device: last.device.take(),
            entry: last.entry,
            stage: None,
            note: None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(event: DecisionEvent) -> ItemRecord {
        ItemRecord {
            item_id: 3,
            decision: "deny".into(),
            decided_at: Some(DateTime::default()),
            events: vec![event],
            ..ItemRecord::default()
        }
    }

    fn read_back(item: &ItemRecord) -> (String, ItemRecord) {
        let text = serde_json::to_string(&ItemLine::from(item)).expect("JSON");
        let mut read: ItemRecord = serde_json::from_str(&text).expect("an item");
        complete_item(&mut read);
        (text, read)
    }

    #[test]
    fn an_event_that_follows_from_its_item_is_left_out_and_comes_back() {
        let same = item(DecisionEvent {
            decision: "deny".into(),
            entry: Some(17),
            ..DecisionEvent::default()
        });
        let (text, read) = read_back(&same);
        assert!(text.ends_with("\"events\":[{\"entry\":17}]}"), "{text}");
        assert_eq!(read, same);
    }

    #[test]
    fn an_event_that_says_something_else_is_written_out() {
        let other = item(DecisionEvent {
            decision: "approve".into(),
            entry: Some(17),
            ..DecisionEvent::default()
        });
        assert_eq!(read_back(&other).1, other);
    }
}
