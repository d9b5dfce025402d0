//! Returning what was decided: the answers that were not returned yet, signed by this device and sealed to the
//! organization. A return that was lost is written once more, the same to the byte.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};
use countersign_packet::answer::{Event, MOST_EVENTS, reply_id};
use countersign_packet::enrolment::Organization;
use countersign_packet::{Answer, Cover, DeviceKey, Lock, SignSecret};
use countersign_store::answer::{self, OpenedPacket, OwnEvent, Returned};
use countersign_store::rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::call::{Entry, Start, Write};
use crate::desk::Open;
use crate::job::JobStarted;
use crate::sheet::Target;
use crate::{Desk, Problem};

const KIND: &str = "packet.answer";

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "PacketAnswerInput")]
pub struct AnswerInput {
    pub instance: i64,
    /// Where the files go.
    pub folder: PathBuf,
    /// Also writes again what was returned before, in case a file was lost.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub again: bool,
}

/// The key that signs the answers to a packet, and its name.
pub(crate) struct Signer {
    pub secret: SignSecret,
    pub device: String,
    /// This installation's keys; none where the key came with the packet.
    pub key: Option<DeviceKey>,
}

pub(crate) fn start(start: Start, input: AnswerInput) -> Result<JobStarted, Problem> {
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let packet = desk.read(&open, &actor, |read| {
        let packet = super::opened(read.connection, input.instance)?;
        theirs(&packet, actor.principal.map(|id| id.0))?;
        Ok(packet)
    })?;
    if !input.folder.is_dir() {
        return Err(Problem::new(format!("{} is not a folder.", input.folder.display())).field("folder"));
    }
    let subject = packet.display_name.clone();
    start.spawn_about(KIND, subject, Some(input.instance), &["packet"], move |handle| {
        let signer = signer(&desk, &open, &packet)?;
        let organization = organization(&packet)?;
        let returned = || {
            desk.read(&open, &actor, |read| {
                Ok(answer::returned(read.connection, &packet.packet)?)
            })
        };
        let before: HashSet<String> = returned()?.into_iter().map(|one| one.hash).collect();
        // As many returns as it takes: each holds a bounded number of answers.
        loop {
            handle.go_on()?;
            let more = desk.write_unless(
                &open,
                &actor,
                KIND,
                |connection| Ok(waiting(connection, &packet, &signer)?.is_empty().then_some(())),
                |()| Ok(false),
                |write| put_back(write, &packet, &signer, &organization),
            )?;
            if !more {
                break;
            }
        }
        let all = returned()?;
        let is_wanted = |one: &&Returned| input.again || !before.contains(&one.hash);
        let wanted: Vec<&Returned> = all.iter().filter(is_wanted).collect();
        if wanted.is_empty() {
            return Err(Problem::new("Everything that was decided was returned already.")
                .code("nothing")
                .hint("Write the earlier returns again if one was lost."));
        }
        let mut files = Vec::with_capacity(wanted.len());
        for (at, one) in wanted.iter().enumerate() {
            handle.report("writing", at as u64, Some(wanted.len() as u64));
            let path = input
                .folder
                .join(file_name(&one.packet, &one.device, one.sequence, &one.hash));
            let sealed = desk.read(&open, &actor, |read| Ok(answer::sealed(read.connection, &one.hash)?))?;
            files.push(put_file(&path, &sealed)?);
        }
        let answers: i64 = wanted.iter().map(|one| one.event_count).sum();
        Ok(json!({ "files": files, "answers": answers, "returns": all.len() }))
    })
}

/// What to do about a return that is kept, and whose file could not be written.
const UNWRITTEN: &str = "What was decided is kept as returned. Where there is room, write the earlier returns again.";

/// Writes a return; one that lies there already, the same to the byte, stays.
pub(crate) fn put_file(path: &Path, sealed: &[u8]) -> Result<PathBuf, Problem> {
    if path.is_file() && super::bytes_of(path).is_ok_and(|bytes| bytes == sealed) {
        return Ok(path.to_owned());
    }
    Target::claim(path, false)
        .and_then(|target| target.fill(sealed))
        .map_err(|problem| problem.field("folder").hint(UNWRITTEN))
}

/// Whose packet it is, answers it.
pub(crate) fn theirs(packet: &OpenedPacket, principal: Option<i64>) -> Result<(), Problem> {
    if principal == Some(packet.reviewer) {
        return Ok(());
    }
    Err(Problem::new(format!("This packet is answered by {}.", packet.reviewer_name)).code("permission"))
}

pub(crate) fn organization(packet: &OpenedPacket) -> Result<Organization, Problem> {
    let head: Value = serde_json::from_str(&packet.head)?;
    Ok(serde_json::from_value(head["organization"].clone())?)
}

/// This device's key, or the one that came with the packet.
pub(crate) fn signer(desk: &Desk, open: &Open, packet: &OpenedPacket) -> Result<Signer, Problem> {
    signer_of(desk, open, &packet.head, &packet.packet)
}

/// The same for any packet: its head as it is kept, and its identity.
pub(crate) fn signer_of(desk: &Desk, open: &Open, head: &str, packet: &str) -> Result<Signer, Problem> {
    let head: Value = serde_json::from_str(head)?;
    if head["reply"] == true {
        let kept = desk.get_secret_of(open, &super::key::reply_of(packet))?;
        let secret = kept.and_then(|text| SignSecret::from_hex(&text)).ok_or_else(|| {
            Problem::new("The key that came with this packet is not kept here any more.")
                .code("noKey")
                .hint("Open the packet once more on the machine and account where it was opened first.")
        })?;
        let device = reply_id(&secret.public());
        return Ok(Signer {
            secret,
            device,
            key: None,
        });
    }
    let own = super::key::current(desk, open)?;
    let key = own.public();
    Ok(Signer {
        secret: own.sign,
        device: key.id(),
        key: Some(key),
    })
}

/// Names the answers that have no name yet, and says of each what it takes the place of.
pub(crate) fn name(packet: &OpenedPacket, device: &str, events: &mut [OwnEvent]) {
    let mut last: std::collections::HashMap<i64, String> = std::collections::HashMap::new();
    for one in events {
        let uid = one.uid.get_or_insert_with(|| {
            let said = one.decided_at.to_rfc3339_opts(SecondsFormat::Millis, true);
            let line = json!([
                "countersign-decision/1",
                packet.origin,
                packet.packet,
                device,
                one.event,
                one.origin_item,
                one.decision.word(),
                one.justification,
                said
            ]);
            countersign_packet::hex::to_hex(&Sha256::digest(line.to_string())[..16])
        });
        let before = last.insert(one.origin_item, uid.clone());
        if one.replaces.is_none() {
            one.replaces = before;
        }
    }
}

/// The answers that were not returned yet, the oldest first.
fn waiting(connection: &Connection, packet: &OpenedPacket, signer: &Signer) -> Result<Vec<OwnEvent>, Problem> {
    let mut events = answer::answers(connection, packet)?;
    name(packet, &signer.device, &mut events);
    events.retain(|one| one.returned_in.is_none());
    events.truncate(MOST_EVENTS);
    Ok(events)
}

pub(crate) fn to_event(one: &OwnEvent) -> Event {
    Event {
        id: one.uid.clone().unwrap_or_default(),
        item: one.origin_item,
        version: one.version,
        decision: one.decision,
        justification: one.justification.clone(),
        decided_at: one.decided_at,
        source: one.source,
        replaces: one.replaces.clone(),
    }
}

fn put_back(
    write: &Write<'_>,
    packet: &OpenedPacket,
    signer: &Signer,
    organization: &Organization,
) -> Result<(bool, Entry), Problem> {
    let events = waiting(write.transaction, packet, signer)?;
    let before = answer::returned(write.transaction, &packet.packet)?;
    let last = before.iter().rfind(|one| one.device == signer.device);
    let now = to_millis(write.now);
    let open = packet.items - super::opened(write.transaction, packet.instance)?.answered;
    let body = Answer {
        packet: packet.packet.clone(),
        packet_hash: countersign_packet::hex::from_hex(&packet.hash)
            .ok_or_else(|| Problem::new("The hash of this packet is damaged.").code("damaged"))?,
        device: signer.device.clone(),
        reviewer: origin_of(&packet.head)?,
        sequence: last.map_or(1, |one| one.sequence.unsigned_abs() + 1),
        previous: last.map(|one| one.hash.clone()),
        made_at: now,
        open: open.max(0).unsigned_abs(),
        events: events.iter().map(to_event).collect(),
    };
    let cover = Cover {
        store: &organization.store,
        made_at: now,
    };
    let sealed = countersign_packet::seal(&body, &cover, &signer.secret, Lock::Devices(&[&organization.key.seal]))?;
    let hash = sealed.header.hash();
    let returned = Returned {
        hash: hash.clone(),
        packet: packet.packet.clone(),
        device: signer.device.clone(),
        sequence: i64::try_from(body.sequence).unwrap_or(i64::MAX),
        made_at: now,
        event_count: i64::try_from(events.len()).unwrap_or(i64::MAX),
    };
    answer::keep_returned(write.transaction, packet.instance, (&returned, &sealed.bytes), &events)?;
    let seals = [organization.key.seal.as_str()];
    let told = (organization.name.as_str(), packet.display_name.as_str());
    crate::exchange::hand_over(write, "answer", &seals, told, &hash, || Ok(&sealed.bytes))?;
    let detail = json!({ "packet": packet.packet, "hash": hash, "sequence": body.sequence, "device": signer.device,
                         "answers": events.len(), "open": body.open });
    let entry = Entry::new(format!("instance:{}", packet.instance), detail).of(packet.instance);
    Ok((true, entry))
}

/// The reviewer's number where the packet was made.
pub(crate) fn origin_of(head: &str) -> Result<i64, Problem> {
    let head: Value = serde_json::from_str(head)?;
    head["reviewer"]["principal"]
        .as_i64()
        .ok_or_else(|| Problem::new("What is kept of this packet is damaged.").code("damaged"))
}

/// Moments are kept to the millisecond, so that what is written twice is the same.
pub(crate) fn to_millis(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}

/// Names nobody: neither what was asked nor the person. Two machines that share a passphrase count alike, so the content
/// has its say too.
pub(crate) fn file_name(packet: &str, device: &str, sequence: i64, hash: &str) -> String {
    let head = |text: &str| text.get(..8).unwrap_or(text).to_owned();
    format!("{}-{}-{sequence}-{}.answer", head(packet), head(device), head(hash))
}
