//! Carrying on from another device: what was decided here, sealed to another installation of the same person, and what
//! was decided there, taken over here.

use std::path::{Path, PathBuf};

use countersign_domain::actor::Actor;
use countersign_packet::word::normal;
use countersign_packet::{Carried, Cover, DeviceKey, Enrolment, Expected, Lock, PublicKey, Signers};
use countersign_store::answer::{self, OpenedPacket, OwnEvent};
use countersign_store::rusqlite::Connection;
use countersign_store::travel::{self, Travel};
use serde::Deserialize;
use serde_json::{Value, json};
use ts_rs::TS;

use crate::call::{After, Entry, Start};
use crate::desk::Open;
use crate::job::JobStarted;
use crate::sheet::Target;
use crate::{Desk, Problem};

const KIND: &str = "packet.carry";

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PacketCarryInput")]
pub struct CarryInput {
    pub instance: i64,
    /// The enrolment of the other device.
    pub device: PathBuf,
    /// The words that the other device shows.
    pub words: String,
    /// The file to write.
    pub path: PathBuf,
}

pub(crate) fn start(start: Start, input: CarryInput) -> Result<JobStarted, Problem> {
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let packet = desk.read(&open, &actor, |read| {
        let packet = super::opened(read.connection, input.instance)?;
        super::back::theirs(&packet, actor.principal.map(|id| id.0))?;
        Ok(packet)
    })?;
    if input.path.exists() {
        return Err(Problem::new(format!("{} is there already.", input.path.display()))
            .code("exists")
            .field("path"));
    }
    start.spawn_about(
        KIND,
        packet.display_name.clone(),
        Some(input.instance),
        &[],
        move |_| {
            let key = &other_device(&input.device, &input.words)?;
            let signer = super::back::signer(&desk, &open, &packet)?;
            let organization = super::back::organization(&packet)?;
            let (sealed, count) = desk.write(&open, &actor, KIND, |write| {
                let mut events = answer::answers(write.transaction, &packet)?;
                super::back::name(&packet, &signer.device, &mut events);
                answer::name(write.transaction, &events, None)?;
                let now = super::back::to_millis(write.now);
                let body = Carried {
                    packet: packet.packet.clone(),
                    packet_hash: countersign_packet::hex::from_hex(&packet.hash)
                        .ok_or_else(|| Problem::new("The hash of this packet is damaged.").code("damaged"))?,
                    key: signer.key.clone(),
                    device: signer.device.clone(),
                    reviewer: super::back::origin_of(&packet.head)?,
                    made_at: now,
                    events: events.iter().map(super::back::to_event).collect(),
                    approvals: Vec::new(),
                    requests: Vec::new(),
                };
                let cover = Cover {
                    store: &organization.store,
                    made_at: now,
                };
                let sealed = countersign_packet::seal(&body, &cover, &signer.secret, Lock::Devices(&[&key.seal]))?;
                let detail = json!({ "packet": packet.packet, "to": key.id(), "answers": events.len(),
                                 "hash": sealed.header.hash() });
                let entry = Entry::new(format!("instance:{}", packet.instance), detail).of(packet.instance);
                Ok(((sealed.bytes, events.len()), entry))
            })?;
            let path = Target::claim(&input.path, false)?.fill(&sealed)?;
            Ok(json!({ "path": path, "answers": count }))
        },
    )
}

/// The keys of the other device, whose words were compared.
pub(crate) fn other_device(enrolment: &Path, words: &str) -> Result<DeviceKey, Problem> {
    let expected = Expected {
        store: None,
        signers: Signers::Any,
    };
    let opened = countersign_packet::read::<Enrolment>(&super::bytes_of(enrolment)?, &expected)?;
    let key = opened.body.key;
    if opened.header.from != key.sign {
        return Err(Problem::new("This enrolment was not signed by the device that it names.").code("signature"));
    }
    if normal(words) != key.words() {
        return Err(Problem::new("These are not the words of that device.")
            .code("words")
            .field("words")
            .hint("Read the eight words on the other device, and type them here."));
    }
    Ok(key)
}

/// What of an opened packet carried words belong to.
enum Opened {
    Review(OpenedPacket),
    Approvals(travel::OpenedPacket),
    Offers(travel::OpenedPacket),
}

fn opened(connection: &Connection, packet: &str) -> Result<Option<Opened>, Problem> {
    if let Some(found) = answer::opened_by_packet(connection, packet)? {
        return Ok(Some(Opened::Review(found)));
    }
    if let Some(found) = travel::opened(connection, Travel::Approval, packet)? {
        return Ok(Some(Opened::Approvals(found)));
    }
    let found = travel::opened(connection, Travel::Request, packet)?;
    Ok(found.map(Opened::Offers))
}

/// Takes over what the same person decided on another device, which signs it: its words are compared, as that device
/// compared the words of this one. The organization asks of every answer once more.
pub(super) fn take(
    desk: &Desk,
    open: &Open,
    actor: &Actor,
    (from, carried): (&PublicKey, &Carried),
    accept: Option<&str>,
) -> Result<Value, Problem> {
    let found = desk.read(open, actor, |read| {
        opened(read.connection, &carried.packet)?.ok_or_else(|| {
            Problem::new("These are answers to a packet that was not opened here.")
                .code("unknownPacket")
                .hint("Open the packet first, then these.")
        })
    })?;
    let (at, said) = ((desk, open, actor), (from, carried));
    let packet = match found {
        Opened::Review(packet) => packet,
        Opened::Approvals(packet) => return crate::approval::travel::take_carried(at, &packet, said, accept),
        Opened::Offers(packet) => return crate::request::travel::take_carried(at, &packet, said, accept),
    };
    let hash = countersign_packet::hex::to_hex(&carried.packet_hash);
    if hash != packet.hash || carried.reviewer != super::back::origin_of(&packet.head)? {
        return Err(Problem::new("These are answers to another packet.").code("unknownPacket"));
    }
    super::back::theirs(&packet, actor.principal.map(|id| id.0))?;
    comes_from(desk, open, (&packet.head, &packet.packet), (from, carried), accept)?;
    let events: Vec<OwnEvent> = carried
        .events
        .iter()
        .map(|one| OwnEvent {
            event: 0,
            origin_item: one.item,
            version: one.version,
            decision: one.decision,
            justification: one.justification.clone(),
            source: one.source,
            decided_at: one.decided_at,
            uid: Some(one.id.clone()),
            replaces: one.replaces.clone(),
            other: true,
            returned_in: None,
        })
        .collect();
    desk.write(open, actor, "packet.open", |write| {
        let label = write.actor.label();
        let note = format!("Answered on the device {}.", &carried.device);
        let by = (label.as_str(), write.now, write.audit_seq);
        let (count, digest) = answer::add_other(write.transaction, &packet, &note, &events, by)?;
        write.after(After::Forget(packet.instance));
        let mut detail = json!({ "packet": packet.packet, "device": carried.device, "carried": events.len() });
        if count > 0 {
            detail["events"] = json!({ "count": count, "digest": digest });
        }
        let told = json!({ "instance": packet.instance, "review": packet.review, "reviewer": packet.reviewer,
                           "items": packet.items, "kept": count, "again": count == 0 });
        Ok((
            told,
            Entry::new(format!("instance:{}", packet.instance), detail).of(packet.instance),
        ))
    })
}

/// Whether it is another device of the same person that signed: by the words that it shows; where the packet is under a
/// passphrase, by the key that came with it.
pub(crate) fn comes_from(
    desk: &Desk,
    open: &Open,
    (head, packet): (&str, &str),
    (from, carried): (&PublicKey, &Carried),
    accept: Option<&str>,
) -> Result<(), Problem> {
    let strange = || Problem::new("These answers were not signed by the device that they come from.").code("signature");
    let Some(key) = &carried.key else {
        // Without a device of their own only the key of the packet signs answers to it.
        let signer = super::back::signer_of(desk, open, head, packet)?;
        let is_same = signer.key.is_none() && signer.secret.public() == *from && signer.device == carried.device;
        return if is_same { Ok(()) } else { Err(strange()) };
    };
    if *from != key.sign || carried.device != key.id() {
        return Err(strange());
    }
    if accept.is_some_and(|words| normal(words) == key.words()) {
        return Ok(());
    }
    let message = match accept {
        None => "These answers come from another device: say the words that it shows.",
        Some(_) => "These are not the words of the device that these answers come from.",
    };
    Err(Problem::new(message)
        .code("words")
        .field("accept")
        .hint("Read the eight words on the other device, and type them here."))
}
