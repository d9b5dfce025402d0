//! Packets on a reviewer's own machine: opened, decided on, answered; and the answers taken in where they were made.

pub(crate) mod back;
pub(crate) mod carry;
pub(crate) mod content;
pub(crate) mod dispute;
pub(crate) mod key;
pub(crate) mod open;
pub(crate) mod origin;
mod place;
pub(crate) mod take_in;

pub use back::AnswerInput;
pub use carry::CarryInput;
pub use dispute::{DisputeListInput, DisputePage, DisputeSettleInput};
pub use open::OpenInput;
pub use take_in::TakeInInput;

use std::path::Path;

use countersign_packet::OpenError;
use countersign_store::answer::{self, OpenedPacket};
use countersign_store::rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Read, Stop};
use crate::desk::Open;
use crate::principal::page;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
#[ts(rename = "PacketOpenedListInput")]
pub struct OpenedListInput {
    /// Only the packet of this run.
    pub instance: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// Packets that were opened here, the one that is due first first; `total` counts all.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PacketOpenedPage")]
pub struct OpenedPage {
    pub rows: Vec<OpenedPacket>,
    pub total: i64,
}

pub(crate) fn list(read: &Read<'_>, input: OpenedListInput) -> Result<OpenedPage, Problem> {
    let only = crate::sight::only_own(&read.actor);
    if let Some(instance) = input.instance {
        let mut rows: Vec<OpenedPacket> = answer::opened(read.connection, instance)?.into_iter().collect();
        rows.retain(|one| only.is_none_or(|only| only == one.reviewer));
        let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        return Ok(OpenedPage { rows, total });
    }
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = answer::opened_list(read.connection, only, offset, limit)?;
    Ok(OpenedPage { rows, total })
}

pub(crate) fn opened(connection: &Connection, instance: i64) -> Result<OpenedPacket, Problem> {
    answer::opened(connection, instance)?.ok_or_else(|| {
        Problem::new("This review did not come in a packet.")
            .code("state")
            .field("instance")
    })
}

/// What may be done about a review that came in a packet: deciding, and returning what was decided.
const ALLOWED: &[&str] = &[
    "item.decide",
    "item.decideMany",
    "item.decideAll",
    "item.undo",
    "item.acceptRecommendations",
    "packet.answer",
    "packet.carry",
];

/// Refuses every other act on a review that came in a packet: it is decided on here, and led where it came from.
pub(crate) fn guard(open: &Open, operation: &str, input: &Value) -> Result<(), Problem> {
    if ALLOWED.contains(&operation) {
        return Ok(());
    }
    const OF: [(&str, &str); 4] = [
        ("instance", "SELECT 1 FROM opened_packet WHERE instance_id = ?1"),
        (
            "review",
            "SELECT 1 FROM opened_packet o JOIN instance n ON n.id = o.instance_id WHERE n.review_id = ?1",
        ),
        ("item", "SELECT 1 FROM opened_item WHERE item_id = ?1"),
        ("directory", "SELECT 1 FROM directory WHERE id = ?1 AND kind = 'packet'"),
    ];
    for (field, sql) in OF {
        let Some(id) = input.get(field).and_then(Value::as_i64) else {
            continue;
        };
        let found: Result<bool, Stop> = open.store.read(|connection| {
            let mut statement = connection
                .prepare_cached(sql)
                .map_err(countersign_store::StoreError::from)?;
            Ok(statement.exists([id]).map_err(countersign_store::StoreError::from)?)
        });
        if found.map_err(|stop| stop.0)? {
            return Err(Problem::new(
                "This review came in a packet: it is decided on here, and led where it came from.",
            )
            .code("packet")
            .hint("Return your answers; the organization that made the packet does the rest."));
        }
    }
    Ok(())
}

/// Bytes of a file, not more than any of ours has.
pub(crate) fn bytes_of(path: &Path) -> Result<Vec<u8>, Problem> {
    let unreadable =
        |error: std::io::Error| Problem::new(format!("{} is not readable: {error}.", path.display())).field("path");
    let found = std::fs::metadata(path).map_err(unreadable)?;
    if !found.is_file() {
        return Err(Problem::new(format!("{} is not a file.", path.display())).field("path"));
    }
    let largest = countersign_packet::LARGEST_FILE as u64;
    if found.len() > largest {
        return Err(OpenError::TooLarge.into());
    }
    std::fs::read(path).map_err(unreadable)
}
