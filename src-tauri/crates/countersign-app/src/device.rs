//! Devices: the keys of this installation, and those of reviewers' installations.

mod accept;
mod enrol;
pub(crate) mod key;
mod offer;

pub(crate) use accept::{
    AcceptInput as DeviceAcceptInput, EndInput as DeviceEndInput, ReplaceInput as DeviceReplaceInput, accept, replace,
    revoke, turn_down,
};
pub(crate) use enrol::{EnrolInput as DeviceEnrolInput, Enrolled, IntroduceInput, enrol, introduce, organization};
pub(crate) use offer::{OfferInput as DeviceOfferInput, Offered, offer};

use countersign_packet::{DeviceKey, PublicKey};
use countersign_store::device::{self as kept, DeviceRow};
use countersign_store::rusqlite::Connection;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::call::Read;
use crate::principal::page;
use crate::store::Nothing;

/// The keys of this installation, as others compare them.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnKeyView {
    /// 32 hexadecimal digits.
    pub key_id: String,
    /// Eight words that two people compare.
    pub words: String,
    /// `keyring`; `store`, inside the encrypted file; `practice`, where whoever has the file has the keys.
    pub keeping: String,
    #[ts(type = "string")]
    pub made_at: chrono::DateTime<chrono::Utc>,
}

/// A reviewer's installation, with the words of its keys.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeviceView {
    #[serde(flatten)]
    pub row: DeviceRow,
    /// Eight words that two people compare.
    pub words: String,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct DeviceListInput {
    /// `offered`, `accepted`, `turnedDown`, `revoked` or `replaced`.
    pub state: Option<String>,
    pub principal: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DevicePage {
    pub rows: Vec<DeviceView>,
    pub total: i64,
}

impl DeviceView {
    pub(crate) fn new(row: DeviceRow) -> Self {
        let key = key_of(&row);
        Self {
            words: key.words(),
            row,
        }
    }
}

/// The keys of a device.
pub(crate) fn key_of(row: &DeviceRow) -> DeviceKey {
    DeviceKey {
        sign: PublicKey(row.sign),
        seal: row.seal.clone(),
    }
}

fn one(connection: &Connection, device: i64) -> Result<DeviceRow, Problem> {
    kept::one(connection, device)?.ok_or_else(|| Problem::missing("device", device))
}

/// `device.own`: none before they are needed.
pub(crate) fn own(read: &Read<'_>, _: Nothing) -> Result<Option<OwnKeyView>, Problem> {
    Ok(kept::own(read.connection)?.map(|own| {
        let key = DeviceKey {
            sign: PublicKey(own.sign),
            seal: own.seal,
        };
        OwnKeyView {
            words: key.words(),
            key_id: own.key_id,
            keeping: own.keeping,
            made_at: own.made_at,
        }
    }))
}

/// `device.list`
pub(crate) fn list(read: &Read<'_>, input: DeviceListInput) -> Result<DevicePage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = kept::list(read.connection, input.state.as_deref(), input.principal, offset, limit)?;
    let rows = rows.into_iter().map(DeviceView::new).collect();
    Ok(DevicePage { rows, total })
}
