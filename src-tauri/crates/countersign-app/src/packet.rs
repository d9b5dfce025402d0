//! Packets: a reviewer's part of a stage, handed out as a file.

mod build;
mod file;
mod make;

pub(crate) use file::{Waiting, name as file_name, read_file};
pub(crate) use make::{MakeInput as PacketMakeInput, make};

use countersign_store::packet::{self as kept, PacketRow};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::device::key;
use crate::principal::page;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct PacketListInput {
    pub instance: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// Newest first.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PacketPage {
    pub rows: Vec<PacketRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PacketInput {
    pub id: i64,
}

/// What opens a packet of somebody without a device; said by another way than the packet goes.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PacketPassphrase")]
pub struct Passphrase {
    pub id: i64,
    pub reviewer_name: String,
    /// Eight words.
    pub passphrase: String,
}

/// `packet.list`
pub(crate) fn list(read: &Read<'_>, input: PacketListInput) -> Result<PacketPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = kept::list(read.connection, input.instance, offset, limit)?;
    Ok(PacketPage { rows, total })
}

/// `packet.passphrase`: shown to an administrator, and the log says that it was.
pub(crate) fn passphrase(write: &Write<'_>, input: PacketInput) -> Result<(Passphrase, Entry), Problem> {
    let row = kept::one(write.transaction, input.id)?.ok_or_else(|| Problem::missing("packet", input.id))?;
    if row.reply.is_none() {
        return Err(Problem::new("This packet is sealed to a device; no passphrase opens it.").code("state"));
    }
    let made_with = row.reply;
    let secret = key::all(write.desk, write.open)?
        .into_iter()
        .find(|secret| Some(secret.reply_of(&row.packet).public().0) == made_with)
        .ok_or_else(|| Problem::new("The key that made this packet is not on this machine.").code("ownKey"))?;
    let detail = json!({ "packet": row.packet, "reviewer": row.reviewer });
    let said = Passphrase {
        id: row.id,
        passphrase: secret.passphrase_of(&row.packet).to_string(),
        reviewer_name: row.reviewer_name,
    };
    Ok((said, Entry::new(format!("packet:{}", row.id), detail).of(row.instance)))
}
