//! Taking in what came back: each event in a transaction of its own, through the same code as at the desk. What that
//! refuses is kept as a dispute; a file that came before changes nothing.

use chrono::{DateTime, Utc};
use countersign_domain::actor::Actor;
use countersign_domain::merkle::to_hex;
use countersign_packet::{Header, Linked, PublicKey};
use countersign_store::audit;
use countersign_store::rusqlite::Connection;
use countersign_store::travel::{self as kept, Handed, NewReturn};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Sort;
use crate::actor::identity;
use crate::answer::take_in::{Device, Sum, device_name, returner, signer};
use crate::call::{Entry, Read, Write};
use crate::desk::Open;
use crate::job::Handle;
use crate::{Desk, Problem};

const KIND: &str = "packet.takeIn";
/// The code by which a transaction ends that has nothing to do any more.
const MEANWHILE: &str = "meanwhile";

/// What came back to a packet that was handed out here, from whom, and on which device.
pub(crate) struct Found<B: Events> {
    pub hash: String,
    pub body: B,
    pub handed: Handed,
    /// What the packet held.
    pub content: B::Content,
    pub device: Option<Device>,
    pub actor: Actor,
}

/// What becomes of an event before it is tried.
pub(crate) enum Fate {
    /// It came before.
    Known,
    /// It stands already, or need not be done: the word under which that is kept.
    Same(&'static str),
    /// It is tried as this operation, however it came.
    Try(&'static str),
    Dispute(&'static str, String),
}

/// By whom an event came, for the row that keeps it.
pub(crate) struct By<'a> {
    pub person: i64,
    /// The device's name and the id of its key.
    pub device: &'a str,
    pub assurance: &'a str,
}

/// An event that is kept: in which return, and what became of it.
pub(crate) struct Put<'a> {
    pub in_return: i64,
    pub outcome: &'a str,
    pub by: By<'a>,
    /// What it made, where it made something.
    pub made: Option<i64>,
}

/// The events of a return.
pub(crate) trait Events: Sized {
    type Event;
    /// What is kept of a packet to compare with.
    type Content: DeserializeOwned;

    const SORT: &'static Sort;

    fn events(&self) -> &[Self::Event];

    /// How the entries name an event, and what they call its name.
    fn id(event: &Self::Event) -> (&'static str, &str);

    /// When it was said, by the clock of the device: the name of the member of an entry, and the moment.
    fn said_at(event: &Self::Event) -> (&'static str, DateTime<Utc>);

    /// What was done, in a sentence about a device that counts no more.
    const DONE: &'static str;
    /// Why more proof is asked for than a passphrase.
    const UNPROVEN: &'static str;

    /// Whether it came before under its name: `None` where nothing did, `false` where something else did.
    fn before(&self, connection: &Connection, person: i64, event: &Self::Event) -> Result<Option<bool>, Problem>;

    /// What is disputed where something else came under its name.
    const TWICE: (&'static str, &'static str);

    /// Why it answers nothing of this packet.
    fn foreign(found: &Found<Self>, event: &Self::Event) -> Option<(&'static str, String)>;

    /// The checks that are its own.
    fn fate(found: &Found<Self>, read: &At<'_>, event: &Self::Event) -> Result<Fate, Problem>;

    /// Does it as at the desk; what was made, where something was.
    fn apply(found: &Found<Self>, write: &Write<'_>, event: &Self::Event) -> Result<(Option<i64>, Entry), Problem>;

    /// The word of the dispute for what the desk refused; a fault of the store is none of these.
    fn refused(found: &Found<Self>, event: &Self::Event, problem: Problem) -> Result<(&'static str, String), Problem>;

    /// Keeps it; its number.
    fn put(write: &Write<'_>, event: &Self::Event, put: &Put<'_>) -> Result<i64, Problem>;

    /// What was said, for the entry of what moved nothing; and the subject of that entry.
    fn said(found: &Found<Self>, event: &Self::Event) -> (Value, String);
}

/// Where and when an event is looked at.
pub(crate) struct At<'a> {
    pub connection: &'a Connection,
    pub now: DateTime<Utc>,
    pub practice: bool,
}

/// Whose file it is. Within, why it is refused: it answers nothing that was handed out here, or was signed by somebody who
/// is not known.
pub(crate) fn find<B: Linked + Events>(
    read: &Read<'_>,
    header: &Header,
    body: B,
) -> Result<Result<Found<B>, Problem>, Problem> {
    let refused = |message: &str, code: &str| Ok(Err(Problem::new(message).code(code)));
    let link = body.link();
    let Some(handed) = kept::handed(read.connection, B::SORT.of, link.packet)? else {
        return refused(
            "This file answers a packet that was not made in this store.",
            "unknownPacket",
        );
    };
    if handed.hash != link.packet_hash || handed.person != link.reviewer {
        return refused(
            "This file does not answer the packet as it was made here.",
            "unknownPacket",
        );
    }
    let content = serde_json::from_str(&handed.content)?;
    let device = match signer(read.connection, header, link.device, handed.reply.map(PublicKey))? {
        Ok(device) => device,
        Err(problem) => return Ok(Err(problem)),
    };
    let actor = returner(handed.person, handed.person_name.clone(), device.as_ref());
    Ok(Ok(Found {
        hash: header.hash(),
        body,
        handed,
        content,
        device,
        actor,
    }))
}

/// Takes the events in, from the first that was not looked at before.
pub(crate) fn take<B: Linked + Events>(
    (desk, open, taker, handle): (&Desk, &Open, &Actor, &Handle),
    found: &Found<B>,
    sum: &mut Sum,
) -> Result<(), Problem> {
    let run = Run {
        desk,
        open,
        taker,
        found,
        device: device_name(found.device.as_ref(), found.body.link().device),
    };
    let known = desk.read(open, taker, |read| {
        Ok(kept::find_return(read.connection, B::SORT.of, &found.hash)?)
    })?;
    if known.is_some_and(|one| one.seen_count >= one.event_count) {
        sum.again += 1;
        return Ok(());
    }
    let seen = known.map_or(0, |one| usize::try_from(one.seen_count).unwrap_or(0));
    if found.body.events().is_empty() {
        return run.nothing();
    }
    for (place, event) in found.body.events().iter().enumerate().skip(seen) {
        if handle.is_cancelled() {
            sum.cancelled = true;
            return Ok(());
        }
        run.event(place, event, sum)?;
    }
    Ok(())
}

struct Run<'a, B: Events> {
    desk: &'a Desk,
    open: &'a Open,
    taker: &'a Actor,
    found: &'a Found<B>,
    device: String,
}

impl<B: Linked + Events> Run<'_, B> {
    fn from(&self) -> (&Actor, &str) {
        (&self.found.actor, self.device.as_str())
    }

    fn at<'b>(&self, connection: &'b Connection, now: DateTime<Utc>) -> At<'b> {
        At {
            connection,
            now,
            practice: self.open.is_practice(),
        }
    }

    fn event(&self, place: usize, event: &B::Event, sum: &mut Sum) -> Result<(), Problem> {
        let fate = self.desk.read(self.open, self.taker, |read| {
            self.fate(&self.at(read.connection, read.now), event)
        })?;
        match fate {
            Fate::Known => {
                sum.known += 1;
                self.note(place, event, "known", None)
            }
            Fate::Same(word) => {
                sum.same += 1;
                self.note(place, event, word, None)
            }
            Fate::Dispute(reason, detail) => {
                *sum.disputes.entry(reason).or_default() += 1;
                self.note(place, event, "dispute", Some((reason, &detail)))
            }
            // Nothing of what was refused stays: its transaction is gone, and the dispute has one of its own.
            Fate::Try(operation) => match self.apply(place, event, operation) {
                Ok(true) => {
                    sum.taken += 1;
                    Ok(())
                }
                // The same file was taken in beside this.
                Ok(false) => self.event(place, event, sum),
                Err(problem) => {
                    let (reason, detail) = B::refused(self.found, event, problem)?;
                    *sum.disputes.entry(reason).or_default() += 1;
                    self.note(place, event, "dispute", Some((reason, &detail)))
                }
            },
        }
    }

    /// The checks that are not the request's own, in the order in which a person would want to hear of them.
    fn fate(&self, at: &At<'_>, event: &B::Event) -> Result<Fate, Problem> {
        let person = self.found.handed.person;
        let dispute = |(reason, detail)| Ok(Fate::Dispute(reason, detail));
        match self.found.body.before(at.connection, person, event)? {
            Some(true) => return Ok(Fate::Known),
            Some(false) => return dispute((B::TWICE.0, B::TWICE.1.into())),
            None => {}
        }
        if let Some(foreign) = B::foreign(self.found, event) {
            return dispute(foreign);
        }
        if let Some(device) = &self.found.device {
            if let Some(objection) = device.objection(person, B::said_at(event).1, B::DONE) {
                return dispute(objection);
            }
        } else if self.found.actor.assurance < identity(at.connection, at.practice)?.decide {
            return dispute(("refused", B::UNPROVEN.into()));
        }
        B::fate(self.found, at, event)
    }

    /// As at the desk, with the device and the packet in its entry; `false` where it came meanwhile.
    fn apply(&self, place: usize, event: &B::Event, operation: &'static str) -> Result<bool, Problem> {
        let written = self.desk.write_from(self.open, self.from(), operation, |write| {
            let fate = self.fate(&self.at(write.transaction, write.now), event)?;
            if !matches!(fate, Fate::Try(now) if now == operation) {
                return Err(Problem::new("This came meanwhile.").code(MEANWHILE));
            }
            let (made, mut entry) = B::apply(self.found, write, event)?;
            let taken = self.put(write, place, event, ("applied", made))?;
            seal::<B>(write, taken, &mut entry.detail)?;
            for (name, value) in self.came(event).as_object().into_iter().flatten() {
                entry.detail[name] = value.clone();
            }
            Ok(((), entry))
        });
        match written {
            Ok(()) => Ok(true),
            Err(problem) if problem.code.as_deref() == Some(MEANWHILE) => Ok(false),
            Err(problem) => Err(problem),
        }
    }

    /// Which packet and return it came by, for the entry.
    fn came(&self, event: &B::Event) -> Value {
        let link = self.found.body.link();
        let ((id, name), (said, at)) = (B::id(event), B::said_at(event));
        json!({ "packet": link.packet, "return": self.found.hash, "sequence": link.sequence, "device": link.device,
                said: at, id: name, "takenBy": self.taker.label() })
    }

    /// Keeps what became of an event that moved nothing.
    fn note(
        &self,
        place: usize,
        event: &B::Event,
        outcome: &str,
        dispute: Option<(&str, &str)>,
    ) -> Result<(), Problem> {
        self.desk.write_from(self.open, self.from(), KIND, |write| {
            let person = self.found.handed.person;
            // Taken in beside this, it is not kept twice.
            let (outcome, dispute) = match self.found.body.before(write.transaction, person, event)? {
                Some(true) => ("known", None),
                _ => (outcome, dispute),
            };
            let taken = self.put(write, place, event, (outcome, None))?;
            let mut detail = self.came(event);
            let (of, subject) = B::said(self.found, event);
            detail["of"] = of;
            detail["outcome"] = json!(outcome);
            seal::<B>(write, taken, &mut detail)?;
            if let (Some(dispute), Some(taken)) = (dispute, taken) {
                detail["dispute"] = json!(kept::raise(write.transaction, B::SORT.of, taken, dispute, write.now)?);
                detail["why"] = json!(dispute.0);
            }
            Ok(((), Entry::new(subject, detail)))
        })
    }

    /// A return without events arrived.
    fn nothing(&self) -> Result<(), Problem> {
        self.desk.write_from(self.open, self.from(), KIND, |write| {
            self.arrived(write)?;
            let link = self.found.body.link();
            let detail =
                json!({ "packet": link.packet, "return": self.found.hash, "sequence": link.sequence, "answers": 0 });
            Ok(((), Entry::new(B::SORT.packet, detail)))
        })
    }

    fn arrived(&self, write: &Write<'_>) -> Result<i64, Problem> {
        let link = self.found.body.link();
        let new = NewReturn {
            hash: &self.found.hash,
            packet: link.packet,
            device: link.device,
            sequence: i64::try_from(link.sequence).unwrap_or(i64::MAX),
            previous: link.previous,
            made_at: link.made_at,
            arrived_at: write.now,
            event_count: i64::try_from(link.count).unwrap_or(i64::MAX),
        };
        Ok(kept::add_return(write.transaction, B::SORT.of, &new)?)
    }

    /// Keeps the event with what became of it; one that came before is only counted.
    fn put(
        &self,
        write: &Write<'_>,
        place: usize,
        event: &B::Event,
        (outcome, made): (&str, Option<i64>),
    ) -> Result<Option<i64>, Problem> {
        let in_return = self.arrived(write)?;
        let seen = i64::try_from(place + 1).unwrap_or(i64::MAX);
        kept::note_seen(write.transaction, B::SORT.of, in_return, seen)?;
        if outcome == "known" {
            return Ok(None);
        }
        let put = Put {
            in_return,
            outcome,
            by: By {
                person: self.found.handed.person,
                device: &self.device,
                assurance: self.found.actor.assurance.word(),
            },
            made,
        };
        B::put(write, event, &put).map(Some)
    }
}

/// Seals what is kept of an event by the entry that says so.
fn seal<B: Events>(write: &Write<'_>, taken: Option<i64>, detail: &mut Value) -> Result<(), Problem> {
    if let Some(taken) = taken {
        let root = audit::travelled_root(write.transaction, B::SORT.of, taken)?;
        detail["heard"] = json!(to_hex(&root));
    }
    Ok(())
}
