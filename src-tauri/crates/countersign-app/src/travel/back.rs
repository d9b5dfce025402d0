//! Returning: what was said and not returned yet, signed by this device and sealed to the organization. A return that was
//! lost is written once more, the same to the byte.

use std::collections::HashSet;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use countersign_packet::enrolment::Organization;
use countersign_packet::{Cover, Linked, Lock};
use countersign_store::rusqlite::Connection;
use countersign_store::travel::{self as kept, OpenedPacket, Returned};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use super::Sort;
use crate::Problem;
use crate::answer::back::{Signer, file_name, origin_of, put_file, signer_of, to_millis};
use crate::call::{Entry, Start, Write};
use crate::job::JobStarted;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ReturnInput {
    /// Where the files go.
    #[ts(type = "string")]
    pub folder: PathBuf,
    /// Also writes again what was returned before, in case a file was lost.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub again: bool,
}

/// The place of a return in the chain of its device.
pub(crate) struct Chain {
    pub packet: String,
    pub packet_hash: [u8; 32],
    pub device: String,
    pub reviewer: i64,
    pub sequence: u64,
    pub previous: Option<String>,
    pub made_at: DateTime<Utc>,
}

/// What is said in a return: its body, and what of this store goes with it, by number and name.
pub(crate) struct Saying<B> {
    pub body: B,
    pub said: Vec<(i64, String)>,
}

/// What is returned.
pub(crate) trait Outgoing: Send + Sync + 'static {
    type Body: Linked;

    /// What is said where somebody else would return it.
    const NOT_YOURS: &'static str;
    const NOTHING: &'static str;

    /// Whether nothing of this packet waits to be returned.
    fn is_none(connection: &Connection, packet: &str) -> Result<bool, Problem>;

    /// The next return of a packet.
    fn say(connection: &Connection, packet: &OpenedPacket, chain: Chain) -> Result<Saying<Self::Body>, Problem>;

    /// What its entry says beside its place in the chain.
    fn detail(body: &Self::Body) -> Value;
}

pub(crate) fn start<O: Outgoing>(start: Start, input: ReturnInput, sort: &'static Sort) -> Result<JobStarted, Problem> {
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let own = actor.principal.map(|one| one.0);
    let own = own.ok_or_else(|| Problem::new(O::NOT_YOURS).code("permission"))?;
    if !input.folder.is_dir() {
        return Err(Problem::new(format!("{} is not a folder.", input.folder.display())).field("folder"));
    }
    start.spawn(sort.give_back, sort.title.into(), sort.touches, move |handle| {
        let packets = desk.read(&open, &actor, |read| {
            Ok(kept::waiting_packets(read.connection, sort.of, own)?)
        })?;
        let (mut files, mut answers, mut all) = (Vec::new(), 0, 0);
        for packet in &packets {
            let returned = || {
                desk.read(&open, &actor, |read| {
                    Ok(kept::returned(read.connection, sort.of, &packet.packet)?)
                })
            };
            let before: HashSet<String> = returned()?.into_iter().map(|one| one.hash).collect();
            loop {
                handle.go_on()?;
                if desk.read(&open, &actor, |read| O::is_none(read.connection, &packet.packet))? {
                    break;
                }
                let signer = signer_of(&desk, &open, &packet.head, &packet.packet)?;
                desk.write_unless(
                    &open,
                    &actor,
                    sort.give_back,
                    |connection| Ok(O::is_none(connection, &packet.packet)?.then_some(())),
                    |()| Ok(()),
                    |write| put_back::<O>(write, sort, packet, &signer),
                )?;
            }
            for one in returned()? {
                all += 1;
                if input.again || !before.contains(&one.hash) {
                    let name = file_name(&one.packet, &one.device, one.sequence, &one.hash);
                    let sealed = desk.read(&open, &actor, |read| {
                        Ok(kept::sealed(read.connection, sort.of, &one.hash)?)
                    })?;
                    files.push(put_file(&input.folder.join(name), &sealed)?);
                    answers += one.event_count;
                }
            }
        }
        if files.is_empty() {
            return Err(Problem::new(O::NOTHING)
                .code("nothing")
                .hint("Write the earlier returns again if one was lost."));
        }
        Ok(json!({ "files": files, "answers": answers, "returns": all }))
    })
}

/// A name that is the same wherever and however often it comes.
pub(crate) fn name_of(line: &Value) -> String {
    countersign_packet::hex::to_hex(&Sha256::digest(line.to_string())[..16])
}

fn put_back<O: Outgoing>(
    write: &Write<'_>,
    sort: &Sort,
    packet: &OpenedPacket,
    signer: &Signer,
) -> Result<((), Entry), Problem> {
    let before = kept::returned(write.transaction, sort.of, &packet.packet)?;
    let last = before.iter().rfind(|one| one.device == signer.device);
    let head: Value = serde_json::from_str(&packet.head)?;
    let organization: Organization = serde_json::from_value(head["organization"].clone())?;
    let now = to_millis(write.now);
    let chain = Chain {
        packet: packet.packet.clone(),
        packet_hash: countersign_packet::hex::from_hex(&packet.hash)
            .ok_or_else(|| Problem::new("The hash of this packet is damaged.").code("damaged"))?,
        device: signer.device.clone(),
        reviewer: origin_of(&packet.head)?,
        sequence: last.map_or(1, |one| one.sequence.unsigned_abs() + 1),
        previous: last.map(|one| one.hash.clone()),
        made_at: now,
    };
    let saying = O::say(write.transaction, packet, chain)?;
    let cover = Cover {
        store: &organization.store,
        made_at: now,
    };
    let seals = [organization.key.seal.as_str()];
    let sealed = countersign_packet::seal(&saying.body, &cover, &signer.secret, Lock::Devices(&seals))?;
    let hash = sealed.header.hash();
    let link = saying.body.link();
    let returned = Returned {
        hash: hash.clone(),
        packet: packet.packet.clone(),
        device: signer.device.clone(),
        sequence: i64::try_from(link.sequence).unwrap_or(i64::MAX),
        made_at: now,
        event_count: i64::try_from(link.count).unwrap_or(i64::MAX),
    };
    kept::keep_returned(write.transaction, sort.of, (&returned, &sealed.bytes), &saying.said)?;
    let told = (organization.name.as_str(), sort.title);
    crate::exchange::hand_over(write, sort.back, &seals, told, &hash, || Ok(&sealed.bytes))?;
    let mut detail =
        json!({ "packet": packet.packet, "hash": hash, "sequence": link.sequence, "device": signer.device });
    for (name, value) in O::detail(&saying.body).as_object().into_iter().flatten() {
        detail[name] = value.clone();
    }
    Ok(((), Entry::new(sort.packet, detail)))
}
