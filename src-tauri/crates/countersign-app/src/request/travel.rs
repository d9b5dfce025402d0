//! Requests that travel: what a person may ask for, sealed to them; asked for on their own machine; and taken in here
//! through the same door as a request at the desk.

mod back;
mod dispute;
mod hand_out;
mod offer;
mod take;
mod terms;
mod write;

pub(crate) use back::{carry, give_back, take_carried};
pub(crate) use dispute::{
    DisputeListInput, DisputePage, DisputeSettleInput, list as disputes, settle as settle_dispute,
};
pub(crate) use hand_out::{HandOutInput, start as hand_out};
pub(crate) use offer::{OfferListInput, OfferPage, list as offers, open};
pub(crate) use write::{WithdrawInput, WriteInput, withdraw, write};

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use countersign_store::offer::{self as kept, RequestPacketRow};
use countersign_store::travel::Travel;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::packet::Passphrase;
use crate::principal::page;
use crate::travel::{self, Locked, Sort};

static SORT: Sort = Sort {
    of: Travel::Request,
    hand_out: "request.handOut",
    give_back: "request.return",
    carry: "request.carry",
    packet: "offers",
    back: "request",
    subject: "requestPacket",
    person: "person",
    title: "Requests",
    touches: &["offer", "outbox"],
};

/// What is kept of a packet, to compare with what comes back.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HandedOffers {
    packages: BTreeSet<i64>,
    due_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct RequestPacketListInput {
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// Packets of what may be asked for, the newest first; `total` is exact.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestPacketPage {
    pub rows: Vec<RequestPacketRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestPacketInput {
    pub id: i64,
}

/// `request.packet.list`
pub(crate) fn packets(read: &Read<'_>, input: RequestPacketListInput) -> Result<RequestPacketPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = kept::list(read.connection, offset, limit)?;
    Ok(RequestPacketPage { rows, total })
}

/// `request.packet.passphrase`
pub(crate) fn passphrase(write: &Write<'_>, input: RequestPacketInput) -> Result<(Passphrase, Entry), Problem> {
    let row = kept::one(write.transaction, input.id)?.ok_or_else(|| Problem::missing("packet", input.id))?;
    let locked = Locked {
        id: row.id,
        packet: row.packet,
        reply: row.reply,
        person: row.person,
        person_name: row.person_name,
    };
    travel::passphrase(write, &SORT, locked)
}
