//! Approvals that travel: everything that waits for an approver, sealed to them; answered on their own machine; and taken
//! in here through the same door as an answer at the desk.

mod back;
mod dispute;
mod hand_out;
mod received;
mod take;

pub(crate) use back::{carry, give_back, take_carried};
pub(crate) use dispute::{
    DisputeListInput, DisputePage, DisputeSettleInput, list as disputes, settle as settle_dispute,
};
pub(crate) use hand_out::{HandOutInput, start as hand_out};
pub(crate) use received::{DecideInput, ReceivedInput, ReceivedPage, decide, list as received, open};

use countersign_store::approval::{self as kept, ApprovalPacketRow};
use countersign_store::travel::Travel;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::packet::Passphrase;
use crate::principal::page;
use crate::travel::{self, Locked, Sort};

static SORT: Sort = Sort {
    of: Travel::Approval,
    hand_out: "approval.handOut",
    give_back: "approval.return",
    carry: "approval.carry",
    packet: "approvals",
    back: "approval",
    subject: "approvalPacket",
    person: "approver",
    title: "Approvals",
    touches: &["approval", "outbox"],
};

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct ApprovalPacketListInput {
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// Packets of approvals, the newest first; `total` is exact.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalPacketPage {
    pub rows: Vec<ApprovalPacketRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalPacketInput {
    pub id: i64,
}

/// `approval.packet.list`
pub(crate) fn packets(read: &Read<'_>, input: ApprovalPacketListInput) -> Result<ApprovalPacketPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = kept::list(read.connection, offset, limit)?;
    Ok(ApprovalPacketPage { rows, total })
}

/// `approval.packet.passphrase`
pub(crate) fn passphrase(write: &Write<'_>, input: ApprovalPacketInput) -> Result<(Passphrase, Entry), Problem> {
    let row = kept::one(write.transaction, input.id)?.ok_or_else(|| Problem::missing("packet", input.id))?;
    let locked = Locked {
        id: row.id,
        packet: row.packet,
        reply: row.reply,
        person: row.approver,
        person_name: row.approver_name,
    };
    travel::passphrase(write, &SORT, locked)
}
