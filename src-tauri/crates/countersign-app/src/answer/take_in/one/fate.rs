//! What becomes of one answer: held to its packet, to the rules of the desk, and to what was said meanwhile.

use countersign_domain::item::{Answer as Said, Decision, DecisionSource, Refusal};
use countersign_domain::outcome::Strategy;
use countersign_packet::answer::Event;
use countersign_store::answer::{self, Last};
use countersign_store::item::Found;

use super::Taking;
use crate::Problem;
use crate::answer::place::{DAY, Order, Spot, order, says_the_same};
use crate::item::admit_as;

/// What becomes of an answer.
pub(super) enum Fate {
    Apply(Found),
    Same,
    Older,
    Dispute(&'static str, String),
}

impl Taking<'_> {
    /// The checks, in the order in which a person would want to hear of them.
    pub(super) fn fate(&self, place: i64, event: &Event) -> Result<Fate, Problem> {
        let dispute = |reason, detail: String| Ok(Fate::Dispute(reason, detail));
        let handed = &self.source.handed;
        let Some(version) = handed.items.get(&event.item) else {
            return dispute("unknownItem", format!("Item {} was not in the packet.", event.item));
        };
        let device = self.source.device.as_ref();
        if let Some((reason, detail)) =
            device.and_then(|one| one.objection(handed.reviewer, event.decided_at, "decided"))
        {
            return dispute(reason, detail);
        }
        if self.weak {
            let detail = "The settings ask for more proof of who decides than the passphrase of a packet.";
            return dispute("refused", detail.into());
        }
        if event.version != *version {
            let detail = format!(
                "The packet handed out version {version} of the item, and version {} came back.",
                event.version
            );
            return dispute("refused", detail);
        }
        if handed
            .superseded
            .as_ref()
            .is_some_and(|newer| newer.get(&event.item) != Some(version))
        {
            return dispute(
                "superseded",
                "A newer packet was made, and the item had changed by then, or was not in it any more.".into(),
            );
        }
        if handed.deleted {
            return dispute("late", "The review was deleted.".into());
        }
        let taking_back = event.source == DecisionSource::Undo && event.decision == Decision::NotReviewed;
        let said = Said {
            decision: if taking_back {
                Decision::DontKnow
            } else {
                event.decision
            },
            justification: if taking_back { "undo" } else { &event.justification },
            version: None,
        };
        let found = match admit_as(self.write, &self.source.actor, event.item, &said)? {
            Ok(found) if found.stage != handed.stage => {
                return dispute("late", format!("Stage {} is over.", handed.stage));
            }
            Ok(found) => found,
            Err(Refusal::Closed) => return dispute("late", "The stage was over when it arrived.".into()),
            Err(Refusal::NotAsked) => {
                return dispute(
                    "notAsked",
                    format!(
                        "{} is not asked about this item any more.",
                        self.source.actor.display_name
                    ),
                );
            }
            Err(refusal) => return dispute("refused", refusal.to_string()),
        };
        if found.instance != handed.instance {
            return dispute("unknownItem", format!("Item {} is not of this review.", event.item));
        }
        self.stands(place, event, found)
    }

    /// Against what was said meanwhile.
    fn stands(&self, place: i64, event: &Event, found: Found) -> Result<Fate, Problem> {
        let handed = &self.source.handed;
        if found.state.version == 0 {
            // Whatever is said of an item counts its version up.
            return Ok(Fate::Apply(found));
        }
        let (connection, reviewer, stage) = (self.connection(), self.reviewer(), handed.stage);
        if answer::reset_of(connection, event.item, stage)? > handed.handed_out {
            return Ok(Fate::Dispute(
                "reset",
                "The review was reset after the packet was made.".into(),
            ));
        }
        if let Some(last) = answer::last_of(connection, event.item, stage, reviewer)? {
            let spot = Spot {
                device: &self.source.device_id,
                packet: self.packet,
                sequence: self.sequence,
                place,
                counts: self.source.device.is_some(),
                handed_out: handed.handed_out,
            };
            match order(
                connection,
                reviewer,
                (&event.id, event.replaces.as_deref()),
                spot,
                &last,
            )? {
                Order::Later => {}
                Order::Earlier => return Ok(Fate::Older),
                Order::Apart if says_the_same(event, &last) => return Ok(Fate::Same),
                Order::Apart => {
                    return Ok(Fate::Dispute(
                        "conflict",
                        format!(
                            "The same person answered “{}” elsewhere, and neither answer knew of the other.",
                            said(last.decision)
                        ),
                    ));
                }
            }
        }
        if found.strategy == Strategy::LastAnswer
            && let Some(last) = answer::last_of_others(connection, event.item, stage, reviewer)?
            && last.audit_seq > handed.handed_out
        {
            return Ok(self.against_others(event, found, &last));
        }
        Ok(Fate::Apply(found))
    }

    /// Where the last answer stands, whoever gave it: the one that was said later, in whatever order they arrive.
    fn against_others(&self, event: &Event, found: Found, last: &Last) -> Fate {
        let off = self.is_off(event);
        if !off && (event.decided_at, self.label) > (last.said_at, last.actor.as_str()) {
            return Fate::Apply(found);
        }
        if says_the_same(event, last) {
            return Fate::Same;
        }
        let why = if off {
            "its own clock is more than a day off, so nothing says which of both was later"
        } else {
            "that was later"
        };
        let detail = format!("{} answered “{}”, and {why}.", last.actor, said(last.decision));
        Fate::Dispute("overruled", detail)
    }

    /// Whether the clock of the device cannot have been right: before the packet was made, or after the answer arrived.
    pub(super) fn is_off(&self, event: &Event) -> bool {
        event.decided_at < self.source.handed.made_at - DAY || event.decided_at > self.write.now + DAY
    }
}

/// A decision as a person reads it.
fn said(decision: Decision) -> &'static str {
    match decision {
        Decision::Approve => "approve",
        Decision::Deny => "deny",
        Decision::DontKnow => "don't know",
        Decision::NotReviewed => "not reviewed",
    }
}
