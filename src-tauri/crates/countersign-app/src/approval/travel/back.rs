//! `approval.return`: what was answered and not returned yet, signed by this device and sealed to the organization. A
//! return that was lost is written once more, the same to the byte.

use std::collections::HashSet;
use std::path::PathBuf;

use chrono::SecondsFormat;
use countersign_packet::approval::{Approval, Event, MOST_APPROVALS};
use countersign_packet::enrolment::Organization;
use countersign_packet::{Cover, Lock};
use countersign_store::approval::{self as kept, OpenedApprovals, OwnApproval, Returned};
use countersign_store::rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::Problem;
use crate::answer::back::{Signer, file_name, origin_of, put_file, signer_of, to_millis};
use crate::call::{Entry, Start, Write};
use crate::job::JobStarted;

const KIND: &str = "approval.return";

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "ApprovalReturnInput")]
pub struct ReturnInput {
    /// Where the files go.
    #[ts(type = "string")]
    pub folder: PathBuf,
    /// Also writes again what was returned before, in case a file was lost.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub again: bool,
}

pub(crate) fn start(start: Start, input: ReturnInput) -> Result<JobStarted, Problem> {
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let own = actor.principal.map(|one| one.0);
    let own = own.ok_or_else(|| Problem::new("Approvals are returned by whoever answered them.").code("permission"))?;
    if !input.folder.is_dir() {
        return Err(Problem::new(format!("{} is not a folder.", input.folder.display())).field("folder"));
    }
    start.spawn(KIND, "Approvals".into(), &["approval", "outbox"], move |handle| {
        let packets = desk.read(&open, &actor, |read| Ok(kept::waiting_packets(read.connection, own)?))?;
        let (mut files, mut answers, mut all) = (Vec::new(), 0, 0);
        for packet in &packets {
            let returned = || {
                desk.read(&open, &actor, |read| {
                    Ok(kept::returned(read.connection, &packet.packet)?)
                })
            };
            let before: HashSet<String> = returned()?.into_iter().map(|one| one.hash).collect();
            loop {
                handle.go_on()?;
                let is_none = |connection: &Connection| Ok(kept::to_return(connection, &packet.packet)?.0.is_empty());
                if desk.read(&open, &actor, |read| is_none(read.connection))? {
                    break;
                }
                let signer = signer_of(&desk, &open, &packet.head, &packet.packet)?;
                desk.write_unless(
                    &open,
                    &actor,
                    KIND,
                    |connection| Ok(is_none(connection)?.then_some(())),
                    |()| Ok(()),
                    |write| put_back(write, packet, &signer),
                )?;
            }
            for one in returned()? {
                all += 1;
                if input.again || !before.contains(&one.hash) {
                    let path = input
                        .folder
                        .join(file_name(&one.packet, &one.device, one.sequence, &one.hash));
                    let sealed = desk.read(&open, &actor, |read| Ok(kept::sealed(read.connection, &one.hash)?))?;
                    files.push(put_file(&path, &sealed)?);
                    answers += one.event_count;
                }
            }
        }
        if files.is_empty() {
            return Err(Problem::new("Everything that was answered was returned already.")
                .code("nothing")
                .hint("Write the earlier returns again if one was lost."));
        }
        Ok(json!({ "files": files, "answers": answers, "returns": all }))
    })
}

/// The name of an answer: the same wherever and however often it comes.
fn uid(packet: &OpenedApprovals, device: &str, one: &OwnApproval) -> String {
    let said = one.decided_at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let line = json!([
        "countersign-approval/1",
        packet.origin,
        packet.packet,
        device,
        one.id,
        one.request,
        one.stage,
        one.decision,
        one.justification,
        said
    ]);
    countersign_packet::hex::to_hex(&Sha256::digest(line.to_string())[..16])
}

fn put_back(write: &Write<'_>, packet: &OpenedApprovals, signer: &Signer) -> Result<((), Entry), Problem> {
    let (mut answers, open) = kept::to_return(write.transaction, &packet.packet)?;
    answers.truncate(MOST_APPROVALS);
    for one in &mut answers {
        let name = uid(packet, &signer.device, one);
        one.uid.get_or_insert(name);
    }
    let before = kept::returned(write.transaction, &packet.packet)?;
    let last = before.iter().rfind(|one| one.device == signer.device);
    let head: Value = serde_json::from_str(&packet.head)?;
    let organization: Organization = serde_json::from_value(head["organization"].clone())?;
    let now = to_millis(write.now);
    let body = Approval {
        packet: packet.packet.clone(),
        packet_hash: countersign_packet::hex::from_hex(&packet.hash)
            .ok_or_else(|| Problem::new("The hash of this packet is damaged.").code("damaged"))?,
        device: signer.device.clone(),
        reviewer: origin_of(&packet.head)?,
        sequence: last.map_or(1, |one| one.sequence.unsigned_abs() + 1),
        previous: last.map(|one| one.hash.clone()),
        made_at: now,
        open: open.max(0).unsigned_abs(),
        events: answers
            .iter()
            .map(|one| Event {
                id: one.uid.clone().unwrap_or_default(),
                request: one.request,
                stage: one.stage,
                decision: one.decision,
                justification: one.justification.clone(),
                decided_at: one.decided_at,
            })
            .collect(),
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
        event_count: i64::try_from(answers.len()).unwrap_or(i64::MAX),
    };
    kept::keep_returned(write.transaction, (&returned, &sealed.bytes), &answers)?;
    let seals = [organization.key.seal.as_str()];
    let told = (organization.name.as_str(), "Approvals");
    crate::exchange::hand_over(write, "approval", &seals, told, &hash, || Ok(&sealed.bytes))?;
    let detail = json!({ "packet": packet.packet, "hash": hash, "sequence": body.sequence, "device": signer.device,
                         "answers": answers.len(), "open": body.open });
    Ok(((), Entry::new("approvals", detail)))
}
