//! `packet.make`: a file for everybody who is asked in the stage that is going on.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use countersign_domain::actor::Actor;
use countersign_packet::packet::{MOST_ITEMS, Reply, Stage};
use countersign_packet::{Cover, Lock, Packet, seal};
use countersign_store::device::DeviceRow;
use countersign_store::packet::{self as kept, Gatherer, NewPacket};
use countersign_store::{audit, device, exception, random_hex, review};
use serde::Deserialize;
use serde_json::{Value, json};
use ts_rs::TS;

use super::build::{Common, Known, build, sentence};
use super::file::{Waiting, name};
use crate::call::{Entry, Read, Start, Stop};
use crate::desk::Open;
use crate::device::key::{Own, ensure};
use crate::job::{Handle, JobStarted};
use crate::{Desk, Problem};

const KIND: &str = "packet.make";
/// Packets between two commits.
const BATCH: usize = 50;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "PacketMakeInput")]
pub struct MakeInput {
    pub instance: i64,
    /// Where the files are written, one for each reviewer.
    #[ts(type = "string")]
    pub folder: PathBuf,
    /// Only for these; everybody who is asked where none are named.
    pub reviewers: Option<Vec<i64>>,
}

pub(crate) fn make(start: Start, input: MakeInput) -> Result<JobStarted, Problem> {
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let view = desk.read(&open, &actor, |read| going_on(read, input.instance))?;
    std::fs::create_dir_all(&input.folder).map_err(|error| {
        Problem::new(format!(
            "The folder {} cannot be made: {error}.",
            input.folder.display()
        ))
        .field("folder")
    })?;
    let about = Some(input.instance);
    let subject = view.display_name.clone();
    start.spawn_about(KIND, subject, about, &["packet", "own_key"], move |handle| {
        handle.report("gathering", 0, None);
        let own = ensure(&desk, &open, &actor, KIND)?;
        let common = desk.read(&open, &actor, |read| common(read, &input, &own))?;
        let reviewers = reviewers(&common, input.reviewers.as_deref())?;
        let run = Run {
            desk: &desk,
            open: &open,
            actor: &actor,
            own: &own,
            common: &common,
            folder: &input.folder,
        };
        run.all(handle, &reviewers)
    })
}

fn going_on(read: &Read<'_>, instance: i64) -> Result<review::InstanceView, Problem> {
    let view = crate::review::one(read.connection, instance)?;
    if view.status == "InProgress" {
        Ok(view)
    } else {
        Err(Problem::new("Packets are made while a stage of the review is going on.").code("state"))
    }
}

fn common(read: &Read<'_>, input: &MakeInput, own: &Own) -> Result<Common, Problem> {
    let view = going_on(read, input.instance)?;
    let definition = review::definition(read.connection, input.instance)?.unwrap_or_default();
    let stage = view.stages.iter().find(|stage| stage.position == view.stage);
    let stage = stage.ok_or_else(|| Problem::new("No stage of the review is going on.").code("state"))?;
    let today = crate::exception::today(read.connection, read.now)?;
    let mut exceptions: HashMap<i64, Vec<String>> = HashMap::new();
    for (item, row) in exception::touching(read.connection, input.instance)? {
        if row.state == "approved" && row.until_on >= today {
            exceptions.entry(item).or_default().push(sentence(&row));
        }
    }
    Ok(Common {
        organization: crate::device::organization(read.open.store.header(), own.secret.public()),
        stage: Stage {
            number: view.stage,
            of: view.stage_count,
            started_at: stage.started_at.or(view.started_at).unwrap_or(read.now),
            due_at: stage.due_at,
            self_review: stage.self_review,
            recommendations: stage.recommendations,
            history: definition["settings"]["decisionHistoriesForReviewersEnabled"] == true,
            justification: view.justification.clone(),
            strategy: stage.strategy.clone(),
        },
        parts: kept::parts(read.connection, input.instance)?,
        exceptions,
        made_at: read.now,
        view,
    })
}

/// Everybody who is asked, or those of them who are named.
fn reviewers(common: &Common, named: Option<&[i64]>) -> Result<Vec<i64>, Problem> {
    let asked: Vec<i64> = common.parts.reviewers().collect();
    let Some(named) = named else { return Ok(asked) };
    let all: HashSet<i64> = asked.into_iter().collect();
    match named.iter().find(|one| !all.contains(one)) {
        Some(other) => {
            Err(Problem::new(format!("Nobody of the number {other} is asked in this stage.")).field("reviewers"))
        }
        // Whoever is named twice gets one packet.
        None => {
            let mut seen = HashSet::new();
            Ok(named.iter().copied().filter(|one| seen.insert(*one)).collect())
        }
    }
}

/// A packet that is gathered and not sealed yet.
struct Gathered {
    packet: Packet,
    devices: Vec<DeviceRow>,
    before: Option<i64>,
    /// Entries of the log when it was gathered.
    seen: i64,
}

/// A packet whose file waits for the commit.
struct Made {
    gathered: Gathered,
    hash: [u8; 32],
    bytes: i64,
    file_name: String,
    file: Waiting,
}

struct Run<'a> {
    desk: &'a Desk,
    open: &'a Open,
    actor: &'a Actor,
    own: &'a Own,
    common: &'a Common,
    folder: &'a Path,
}

#[derive(Default)]
struct Total {
    made: u64,
    items: usize,
    bytes: i64,
    passphrases: u64,
    refused: Vec<Value>,
}

impl Run<'_> {
    /// One thread reads while this one seals and writes.
    fn all(&self, handle: &Handle, reviewers: &[i64]) -> Result<Value, Problem> {
        let total = reviewers.len() as u64;
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel(2);
            let reader = scope.spawn(move || self.gather(handle, reviewers, &send));
            let written = self.write(handle, receive, total);
            let gathered = reader
                .join()
                .unwrap_or_else(|_| Err(Problem::new("Reading for the packets ended unexpectedly.").code("panic")));
            // Whatever stopped the reading is why less came to be written.
            let total = written?;
            gathered?;
            Ok(json!({
                "made": total.made, "items": total.items, "bytes": total.bytes, "passphrases": total.passphrases,
                "refused": total.refused, "folder": self.folder.to_string_lossy(),
            }))
        })
    }

    fn gather(
        &self,
        handle: &Handle,
        reviewers: &[i64],
        send: &SyncSender<Result<Gathered, Value>>,
    ) -> Result<(), Problem> {
        let mut known = Known::default();
        for reviewer in reviewers {
            handle.go_on()?;
            let one = self.one(*reviewer, &mut known)?;
            // Nobody listens any more: the writer says why.
            if send.send(one).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn one(&self, reviewer: i64, known: &mut Known) -> Result<Result<Gathered, Value>, Problem> {
        let id = random_hex(16)?;
        let view = &self.common.view;
        let items = self.common.parts.items(reviewer).len();
        let found: Result<_, Stop> = self.open.store.read(|connection| {
            let gatherer = Gatherer {
                connection,
                instance: view.instance,
                stage: view.stage,
                history: self.common.stage.history,
            };
            if items > MOST_ITEMS {
                let name = gatherer.person(reviewer)?.name;
                return Ok(Err(format!(
                    "{name} has {items} items; one packet holds {MOST_ITEMS} at most."
                )));
            }
            let before = kept::standing(connection, view.instance, view.stage, reviewer)?;
            let supersedes = before.as_ref().map(|(_, packet)| packet.clone());
            let mut packet = build(gatherer, (self.common, known), reviewer, id, supersedes).map_err(Stop)?;
            let devices = device::of_person(connection, reviewer)?;
            if devices.is_empty() {
                packet.reply = Some(Reply::new(&self.own.secret.reply_of(&packet.id)));
            }
            Ok(Ok(Gathered {
                packet,
                devices,
                before: before.map(|(id, _)| id),
                seen: audit::head(connection)?.entries,
            }))
        });
        let found = found.map_err(|stop| stop.0)?;
        Ok(found.map_err(|why| json!({ "reviewer": reviewer, "why": why })))
    }

    fn write(
        &self,
        handle: &Handle,
        receive: Receiver<Result<Gathered, Value>>,
        reviewers: u64,
    ) -> Result<Total, Problem> {
        let mut total = Total::default();
        let mut batch = Vec::with_capacity(BATCH);
        for one in receive {
            handle.go_on()?;
            match one {
                Ok(gathered) => batch.push(self.seal(gathered)?),
                Err(refused) => total.refused.push(refused),
            }
            if batch.len() == BATCH {
                self.commit(&mut batch, &mut total)?;
            }
            let done = total.made + (batch.len() + total.refused.len()) as u64;
            handle.report("sealing", done, Some(reviewers));
        }
        handle.go_on()?;
        self.commit(&mut batch, &mut total)?;
        Ok(total)
    }

    fn seal(&self, gathered: Gathered) -> Result<Made, Problem> {
        let packet = &gathered.packet;
        let cover = Cover {
            store: &packet.organization.store,
            made_at: packet.made_at,
        };
        let sign = &self.own.secret.sign;
        let sealed = if gathered.devices.is_empty() {
            let passphrase = self.own.secret.passphrase_of(&packet.id);
            seal(packet, &cover, sign, Lock::Passphrase(&passphrase))?
        } else {
            let to: Vec<&str> = gathered.devices.iter().map(|device| device.seal.as_str()).collect();
            seal(packet, &cover, sign, Lock::Devices(&to))?
        };
        let person = &packet.reviewer.person;
        let who = person.user_name.as_deref().unwrap_or(&person.display_name);
        let file_name = name(&packet.review.name, who, &packet.id);
        Ok(Made {
            file: Waiting::write(self.folder, &file_name, &sealed.bytes)?,
            hash: sealed.header.body,
            bytes: i64::try_from(sealed.bytes.len()).unwrap_or(i64::MAX),
            file_name,
            gathered,
        })
    }

    /// Writes the batch down, and then lets its files appear: a file that is there is known.
    fn commit(&self, batch: &mut Vec<Made>, total: &mut Total) -> Result<(), Problem> {
        if batch.is_empty() {
            return Ok(());
        }
        let instance = self.common.view.instance;
        self.desk.write(self.open, self.actor, KIND, |write| {
            let mut packets = Vec::with_capacity(batch.len());
            for made in batch.iter() {
                packets.push(self.put(write, made)?);
                let packet = &made.gathered.packet;
                let seals: Vec<&str> = made
                    .gathered
                    .devices
                    .iter()
                    .map(|device| device.seal.as_str())
                    .collect();
                let told = (
                    packet.reviewer.person.display_name.as_str(),
                    packet.review.name.as_str(),
                );
                let hash = countersign_packet::hex::to_hex(&made.hash);
                crate::exchange::hand_over(write, "packet", &seals, told, &hash, || made.file.bytes())?;
            }
            let detail = json!({ "stage": self.common.view.stage, "packets": packets });
            Ok(((), Entry::new(format!("instance:{instance}"), detail).of(instance)))
        })?;
        for made in batch.drain(..) {
            total.made += 1;
            total.items += made.gathered.packet.items.len();
            total.bytes += made.bytes;
            total.passphrases += u64::from(made.gathered.devices.is_empty());
            made.file.settle()?;
        }
        Ok(())
    }

    fn put(&self, write: &crate::call::Write<'_>, made: &Made) -> Result<Value, Problem> {
        let packet = &made.gathered.packet;
        let items: Vec<(i64, i64)> = packet.items.iter().map(|item| (item.item, item.version)).collect();
        let devices: Vec<i64> = made.gathered.devices.iter().map(|one| one.device).collect();
        let keys: Vec<&str> = made.gathered.devices.iter().map(|one| one.key_id.as_str()).collect();
        let new = NewPacket {
            packet: &packet.id,
            instance: packet.review.instance,
            stage: packet.stage.number,
            reviewer: packet.reviewer.principal,
            devices: &devices,
            reply: packet
                .reply
                .as_ref()
                .and_then(Reply::to_secret)
                .map(|secret| secret.public().0),
            hash: made.hash,
            items: &items,
            bytes: made.bytes,
            file_name: &made.file_name,
            key: self.own.id,
            supersedes: made.gathered.before,
            seen: made.gathered.seen,
        };
        kept::put(write.transaction, &new, &self.actor.label(), write.now)?;
        Ok(json!({
            "packet": packet.id, "reviewer": packet.reviewer.principal, "items": items.len(), "devices": keys,
            "hash": countersign_packet::hex::to_hex(&made.hash), "supersedes": packet.supersedes,
        }))
    }
}
