//! Approvals that travel: everything that waits for an approver, sealed to them; answered on their own machine; and taken
//! in here through the same door as an answer at the desk.

mod back;
mod dispute;
mod hand_out;
mod received;
mod take;

pub(crate) use back::{ReturnInput, start as give_back};
pub(crate) use dispute::{
    DisputeListInput, DisputePage, DisputeSettleInput, list as disputes, settle as settle_dispute,
};
pub(crate) use hand_out::{HandOutInput, start as hand_out};
pub(crate) use received::{DecideInput, ReceivedInput, ReceivedPage, decide, list as received, open};
pub(crate) use take::{Found, find, take};

use countersign_store::approval::{self as kept, ApprovalPacketRow};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::device::key;
use crate::packet::Passphrase;
use crate::principal::page;

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

/// `approval.packet.passphrase`: shown to an administrator, and the log says that it was.
pub(crate) fn passphrase(write: &Write<'_>, input: ApprovalPacketInput) -> Result<(Passphrase, Entry), Problem> {
    let row = kept::one(write.transaction, input.id)?.ok_or_else(|| Problem::missing("packet", input.id))?;
    let Some(made_with) = row.reply else {
        return Err(Problem::new("This packet is sealed to a device; no passphrase opens it.").code("state"));
    };
    let secret = key::all(write.desk, write.open)?
        .into_iter()
        .find(|secret| secret.reply_of(&row.packet).public().0 == made_with)
        .ok_or_else(|| Problem::new("The key that made this packet is not on this machine.").code("ownKey"))?;
    let detail = json!({ "packet": row.packet, "approver": row.approver });
    let said = Passphrase {
        id: row.id,
        passphrase: secret.passphrase_of(&row.packet).to_string(),
        reviewer_name: row.approver_name,
    };
    Ok((said, Entry::new(format!("approvalPacket:{}", row.id), detail)))
}
