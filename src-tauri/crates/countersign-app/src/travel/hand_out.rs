//! Handing out: a file for each person, sealed to their devices or under a passphrase; a newer one takes the place of the
//! one before.

use std::path::Path;

use chrono::{DateTime, Utc};
use countersign_domain::actor::Actor;
use countersign_packet::enrolment::{Organization, Person};
use countersign_packet::packet::{Reply, Reviewer};
use countersign_packet::{Addressed, Cover, Lock, seal};
use countersign_store::device::{self, DeviceRow};
use countersign_store::rusqlite::Connection;
use countersign_store::travel::{self as kept, NewPacket};
use countersign_store::{StoreError, random_hex};
use serde_json::{Value, json};

use super::Sort;
use crate::call::{Entry, Write};
use crate::desk::Open;
use crate::device::key::{Own, ensure};
use crate::job::Handle;
use crate::packet::{Waiting as File, file_name};
use crate::{Desk, Problem};

/// What stands in a packet before what it holds.
pub(crate) struct Head {
    pub id: String,
    pub organization: Organization,
    pub made_at: DateTime<Utc>,
    pub reviewer: Reviewer,
    pub supersedes: Option<String>,
    pub reply: Option<Reply>,
}

/// The body of a packet, and what of it is kept to compare with.
pub(crate) struct Packed<B> {
    pub body: B,
    pub content: Value,
}

/// What was handed out.
#[derive(Default)]
pub(crate) struct Made {
    pub packets: usize,
    /// How much stands in all of them.
    pub held: usize,
    pub passphrases: usize,
    /// Whose packet was not made, and why.
    pub refused: Vec<Value>,
}

impl Made {
    /// What the job tells.
    pub fn told(self, sort: &Sort, folder: &Path) -> Value {
        json!({ "made": self.packets, sort.packet: self.held, "passphrases": self.passphrases, "refused": self.refused,
                "folder": folder.to_string_lossy() })
    }
}

/// The folder that files are written into, made where it is not there.
pub(crate) fn folder(folder: &Path) -> Result<(), Problem> {
    std::fs::create_dir_all(folder).map_err(|error| {
        Problem::new(format!("The folder {} cannot be made: {error}.", folder.display())).field("folder")
    })
}

/// Makes a packet for each of these people. `make` says what it holds, or why there is none.
pub(crate) fn run<B: Addressed>(
    (desk, open, actor, handle): (&Desk, &Open, &Actor, &Handle),
    sort: &'static Sort,
    folder: &Path,
    people: &[i64],
    make: impl Fn(&Write<'_>, Head) -> Result<Result<Packed<B>, String>, Problem>,
) -> Result<Made, Problem> {
    let own = ensure(desk, open, actor, sort.hand_out)?;
    let run = Run {
        desk,
        open,
        actor,
        sort,
        own: &own,
        folder,
    };
    let mut made = Made::default();
    for (at, person) in people.iter().enumerate() {
        handle.go_on()?;
        handle.report("sealing", at as u64, Some(people.len() as u64));
        match run.one(*person, &make)? {
            Ok((count, under_passphrase)) => {
                made.packets += 1;
                made.held += count;
                made.passphrases += usize::from(under_passphrase);
            }
            Err(why) => made.refused.push(json!({ sort.person: person, "why": why })),
        }
    }
    Ok(made)
}

struct Run<'a> {
    desk: &'a Desk,
    open: &'a Open,
    actor: &'a Actor,
    sort: &'static Sort,
    own: &'a Own,
    folder: &'a Path,
}

impl Run<'_> {
    /// One person's packet: how much it holds, and whether a passphrase opens it; within, why there is none.
    fn one<B: Addressed>(
        &self,
        person: i64,
        make: &impl Fn(&Write<'_>, Head) -> Result<Result<Packed<B>, String>, Problem>,
    ) -> Result<Result<(usize, bool), String>, Problem> {
        let id = random_hex(16)?;
        // What is read and what is written down are of one moment: nothing comes between.
        let made = self.desk.write(self.open, self.actor, self.sort.hand_out, |write| {
            let connection = write.transaction;
            let before = kept::standing(connection, self.sort.of, person)?;
            let devices = device::of_person(connection, person)?;
            let head = Head {
                organization: crate::device::organization(write.open.store.header(), self.own.secret.public()),
                made_at: crate::answer::back::to_millis(write.now),
                reviewer: Reviewer {
                    principal: person,
                    person: person_of(connection, person)?,
                },
                supersedes: before.as_ref().map(|(_, packet)| packet.clone()),
                reply: devices.is_empty().then(|| Reply::new(&self.own.secret.reply_of(&id))),
                id,
            };
            match make(write, head)? {
                Ok(packed) => {
                    let (file, entry) = self.put(write, &packed, &devices, before.map(|(id, _)| id))?;
                    Ok((Ok((file, packed.body.address().count, devices.is_empty())), entry))
                }
                Err(why) => {
                    let entry = Entry::new(format!("principal:{person}"), json!({ "refused": why }));
                    Ok((Err(why), entry))
                }
            }
        })?;
        match made {
            Ok((file, count, under_passphrase)) => {
                file.settle()?;
                Ok(Ok((count, under_passphrase)))
            }
            Err(why) => Ok(Err(why)),
        }
    }

    fn put<B: Addressed>(
        &self,
        write: &Write<'_>,
        packed: &Packed<B>,
        devices: &[DeviceRow],
        before: Option<i64>,
    ) -> Result<(File, Entry), Problem> {
        let (body, at) = (&packed.body, packed.body.address());
        let cover = Cover {
            store: &at.organization.store,
            made_at: at.made_at,
        };
        let secret = &self.own.secret;
        let seals: Vec<&str> = devices.iter().map(|device| device.seal.as_str()).collect();
        let sealed = if devices.is_empty() {
            let passphrase = secret.passphrase_of(at.id);
            seal(body, &cover, &secret.sign, Lock::Passphrase(&passphrase))?
        } else {
            seal(body, &cover, &secret.sign, Lock::Devices(&seals))?
        };
        let who = &at.reviewer.person;
        let name = file_name(
            self.sort.packet,
            who.user_name.as_deref().unwrap_or(&who.display_name),
            at.id,
        );
        let numbers: Vec<i64> = devices.iter().map(|one| one.device).collect();
        let new = NewPacket {
            packet: at.id,
            person: at.reviewer.principal,
            devices: &numbers,
            reply: devices.is_empty().then(|| secret.reply_of(at.id).public().0),
            hash: sealed.header.body,
            content: &packed.content.to_string(),
            bytes: i64::try_from(sealed.bytes.len()).unwrap_or(i64::MAX),
            file_name: &name,
            key: self.own.id,
            supersedes: before,
        };
        let row = kept::put(write.transaction, self.sort.of, &new, &self.actor.label(), write.now)?;
        let hash = sealed.header.hash();
        let told = (who.display_name.as_str(), self.sort.title);
        crate::exchange::hand_over(write, self.sort.packet, &seals, told, &hash, || Ok(&sealed.bytes))?;
        let keys: Vec<&str> = devices.iter().map(|one| one.key_id.as_str()).collect();
        let detail = json!({ "packet": at.id, "hash": hash, self.sort.person: at.reviewer.principal, "devices": keys,
                             self.sort.packet: packed.content, "supersedes": at.supersedes });
        let file = File::write(self.folder, &name, &sealed.bytes)?;
        Ok((file, Entry::new(format!("{}:{row}", self.sort.subject), detail)))
    }
}

fn person_of(connection: &Connection, person: i64) -> Result<Person, Problem> {
    let found = connection
        .query_row(
            "SELECT key, display_name, user_name, mail FROM principal WHERE id = ?1",
            [person],
            |row| {
                Ok(Person {
                    key: row.get(0)?,
                    display_name: row.get(1)?,
                    user_name: row.get(2)?,
                    mail: row.get(3)?,
                })
            },
        )
        .map_err(StoreError::from)?;
    Ok(found)
}
