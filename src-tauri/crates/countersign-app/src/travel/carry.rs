//! Carrying on from another device what travels in packets that belong to no review.

use std::path::PathBuf;

use countersign_domain::actor::Actor;
use countersign_packet::enrolment::Organization;
use countersign_packet::{Carried, Cover, Lock, PublicKey};
use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, Transaction};
use countersign_store::travel::{self as kept, OpenedPacket};
use serde::Deserialize;
use serde_json::{Value, json};
use ts_rs::TS;

use super::Sort;
use crate::answer::back::{Signer, origin_of, signer_of, to_millis};
use crate::answer::carry::{comes_from, other_device};
use crate::call::{Entry, Start};
use crate::desk::Open;
use crate::job::JobStarted;
use crate::sheet::Target;
use crate::{Desk, Problem};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CarryInput {
    /// The enrolment of the other device.
    #[ts(type = "string")]
    pub device: PathBuf,
    /// The words that the other device shows.
    pub words: String,
    /// Where the files go, one for each packet.
    #[ts(type = "string")]
    pub folder: PathBuf,
}

/// What is carried.
pub(crate) trait Portable: Send + Sync + 'static {
    /// Puts all that was said on a packet into the body, named as this device names it; how much that is.
    fn load(connection: &Connection, packet: &OpenedPacket, body: &mut Carried) -> Result<usize, Problem>;

    /// Takes over what the body has; how much of it is news here.
    fn take(transaction: &Transaction<'_>, packet: &OpenedPacket, body: &Carried) -> Result<usize, StoreError>;
}

pub(crate) fn start<P: Portable>(start: Start, input: CarryInput, sort: &'static Sort) -> Result<JobStarted, Problem> {
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let own = actor.principal.map(|one| one.0);
    let own = own.ok_or_else(|| Problem::new("What was said is carried on by whoever said it.").code("permission"))?;
    if !input.folder.is_dir() {
        return Err(Problem::new(format!("{} is not a folder.", input.folder.display())).field("folder"));
    }
    start.spawn(sort.carry, sort.title.into(), &[], move |handle| {
        let key = other_device(&input.device, &input.words)?;
        let packets = desk.read(&open, &actor, |read| {
            Ok(kept::waiting_packets(read.connection, sort.of, own)?)
        })?;
        let (mut files, mut count) = (Vec::new(), 0);
        for packet in &packets {
            handle.go_on()?;
            let signer = signer_of(&desk, &open, &packet.head, &packet.packet)?;
            let (sealed, many) = desk.write(&open, &actor, sort.carry, |write| {
                let (mut body, organization) = body_of(packet, &signer)?;
                body.made_at = to_millis(write.now);
                let many = P::load(write.transaction, packet, &mut body)?;
                let cover = Cover {
                    store: &organization.store,
                    made_at: body.made_at,
                };
                let sealed = countersign_packet::seal(&body, &cover, &signer.secret, Lock::Devices(&[&key.seal]))?;
                let detail = json!({ "packet": packet.packet, "to": key.id(), "said": many,
                                     "hash": sealed.header.hash() });
                Ok(((sealed.bytes, many), Entry::new(sort.packet, detail)))
            })?;
            let head = |text: &str| text.get(..8).unwrap_or(text).to_owned();
            let name = format!("{}-to-{}.carried", head(&packet.packet), head(&key.id()));
            files.push(Target::claim(&input.folder.join(name), true)?.fill(&sealed)?);
            count += many;
        }
        if files.is_empty() {
            return Err(Problem::new("Nothing was said on any packet yet.").code("nothing"));
        }
        Ok(json!({ "files": files, "answers": count }))
    })
}

fn body_of(packet: &OpenedPacket, signer: &Signer) -> Result<(Carried, Organization), Problem> {
    let head: Value = serde_json::from_str(&packet.head)?;
    let body = Carried {
        packet: packet.packet.clone(),
        packet_hash: countersign_packet::hex::from_hex(&packet.hash)
            .ok_or_else(|| Problem::new("The hash of this packet is damaged.").code("damaged"))?,
        key: signer.key.clone(),
        device: signer.device.clone(),
        reviewer: origin_of(&packet.head)?,
        made_at: chrono::DateTime::UNIX_EPOCH,
        events: Vec::new(),
        approvals: Vec::new(),
        requests: Vec::new(),
    };
    Ok((body, serde_json::from_value(head["organization"].clone())?))
}

/// Takes over what the same person said on another device, on a packet that was opened here.
pub(crate) fn take<P: Portable>(
    (desk, open, actor): (&Desk, &Open, &Actor),
    packet: &OpenedPacket,
    (from, carried): (&PublicKey, &Carried),
    accept: Option<&str>,
    sort: &'static Sort,
) -> Result<Value, Problem> {
    let hash = countersign_packet::hex::to_hex(&carried.packet_hash);
    if hash != packet.hash || carried.reviewer != origin_of(&packet.head)? {
        return Err(Problem::new("These are answers to another packet.").code("unknownPacket"));
    }
    if actor.principal.map(|one| one.0) != Some(packet.person) {
        return Err(Problem::new(format!("This packet is for {}.", packet.person_name)).code("permission"));
    }
    comes_from(desk, open, (&packet.head, &packet.packet), (from, carried), accept)?;
    desk.write(open, actor, crate::answer::open::KIND, |write| {
        let count = P::take(write.transaction, packet, carried)?;
        let all = carried.approvals.len() + carried.requests.len();
        let detail = json!({ "packet": packet.packet, "device": carried.device, "carried": all, "kept": count });
        let told = json!({ "reviewer": packet.person, sort.packet: all, "kept": count, "again": count == 0 });
        Ok((told, Entry::new(sort.packet, detail)))
    })
}
