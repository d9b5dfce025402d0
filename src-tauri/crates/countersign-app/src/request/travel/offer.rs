//! The person's own machine: a packet of what may be asked for is opened and listed.

use countersign_packet::{Header, Offers};
use countersign_store::offer::{self as kept, NewOffer, OfferRow};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::SORT;
use crate::Problem;
use crate::answer::open::Run;
use crate::call::Read;
use crate::principal::page;
use crate::travel;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct OfferListInput {
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// What came in packets, by name; `total` is exact.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfferPage {
    pub rows: Vec<OfferRow>,
    pub total: i64,
}

/// `request.offer.list`: one's own, or all for whoever reads everything.
pub(crate) fn list(read: &Read<'_>, input: OfferListInput) -> Result<OfferPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let only = crate::sight::only_own(&read.actor);
    let (rows, total) = kept::list_offers(read.connection, only, offset, limit)?;
    Ok(OfferPage { rows, total })
}

/// Takes a packet of what may be asked for in.
pub(crate) fn open(run: &Run<'_>, header: &Header, packet: &Offers) -> Result<Value, Problem> {
    let offers = packet.offers.iter().map(|one| {
        Ok(NewOffer {
            package: one.package,
            name: one.name.clone(),
            content: serde_json::to_string(one)?,
        })
    });
    let offers: Vec<NewOffer> = offers.collect::<Result<_, Problem>>()?;
    travel::open(run, header, packet, &SORT, |write, new| {
        Ok(kept::open(write.transaction, new, &offers, packet.due_at)?)
    })
}
