//! Disputes that what arrived has settled.

use countersign_store::{answer, packet};

use super::Taking;
use crate::Problem;
use crate::answer::place::{Order, Spot, order};

impl Taking<'_> {
    /// What arrived may say how an answer in dispute stands to the others: one that is older by now is settled.
    pub(super) fn clear_up(&mut self, item: i64) -> Result<(), Problem> {
        for id in answer::conflicts(self.connection(), item, self.reviewer())? {
            let Some(one) = answer::dispute(self.connection(), id)? else {
                continue;
            };
            let Some(last) = answer::last_of(self.connection(), item, one.stage, one.reviewer)? else {
                continue;
            };
            let spot = Spot {
                device: &one.device,
                packet: &one.packet,
                sequence: one.sequence,
                place: one.place,
                counts: !packet::is_under_passphrase(self.connection(), &one.packet)?,
                handed_out: -1,
            };
            let uid = (one.uid.as_str(), one.replaces.as_deref());
            if order(self.connection(), one.reviewer, uid, spot, &last)? == Order::Earlier {
                let why = "A later answer of the same person, which knew of it, has arrived.";
                answer::settle(
                    self.write.transaction,
                    id,
                    "overtaken",
                    (self.label, why),
                    self.write.now,
                    self.write.audit_seq,
                )?;
            }
        }
        Ok(())
    }
}
