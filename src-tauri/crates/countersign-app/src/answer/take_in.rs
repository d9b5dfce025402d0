//! Taking answers in where their packets were made: each file on its own, in transactions of a second's work. What is
//! not taken as it came is kept as a dispute; a file that came before changes nothing.

mod one;
mod source;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_packet::{
    Answer, Approval, DeviceSecret, Expected, Kind, Linked, OpenError, Opener, Request, Signers, Unsealed,
};
use countersign_store::answer::{self, NewAnswer};
use countersign_store::item::{Part, note_part};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use crate::call::{After, Entry, Start};
use crate::desk::Open;
use crate::job::{Handle, JobStarted};
use crate::travel::{self, Events};
use crate::{Desk, Problem};
use one::Taking;
pub(crate) use source::{Device, Source, device_name, returner, signer};

const KIND: &str = "packet.takeIn";
/// Answers between two commits, as for a decision on very many items.
const BATCH: usize = 10_000;
/// Files of one folder that are looked at in one go.
const MOST_FILES: usize = 100_000;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
#[ts(rename = "PacketTakeInInput")]
pub struct TakeInInput {
    /// These files …
    #[ts(optional = nullable, as = "Option<Vec<PathBuf>>")]
    pub paths: Vec<PathBuf>,
    /// … and all answers in this folder.
    pub folder: Option<PathBuf>,
}

/// What became of the answers.
#[derive(Debug, Default, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Sum {
    pub files: usize,
    /// Files that were taken in before.
    pub again: usize,
    pub taken: usize,
    /// Stood already; a later one of the same person stands; came before.
    pub same: usize,
    pub older: usize,
    pub known: usize,
    /// Waits for somebody to settle it, by reason.
    pub disputes: BTreeMap<&'static str, usize>,
    /// Files that are no answers to this store, each with why.
    pub refused: Vec<Value>,
    pub cancelled: bool,
}

pub(crate) fn start(start: Start, input: TakeInInput) -> Result<JobStarted, Problem> {
    let mut paths = input.paths;
    if let Some(folder) = &input.folder {
        paths.extend(files_of(folder)?);
    }
    if paths.is_empty() {
        return Err(Problem::new("Say which files, or a folder in which answers lie.").field("paths"));
    }
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let subject = format!("{} files", paths.len());
    let touches = &[
        "packet",
        "item",
        "decision_event",
        "dispute",
        "approval",
        "offer",
        "request",
        "notice",
        "assignment",
    ];
    start.spawn(KIND, subject, touches, move |handle| {
        let run = Run {
            desk: &desk,
            open: &open,
            actor: &actor,
            handle,
            secrets: super::key::secrets(&desk, &open)?,
        };
        let mut sum = Sum::default();
        for (at, path) in paths.iter().enumerate() {
            handle.report("taking in", at as u64, Some(paths.len() as u64));
            if handle.is_cancelled() {
                sum.cancelled = true;
                break;
            }
            // A file that is none of ours hinders no other; a fault of the store stops all.
            match run.look(path)? {
                Ok(found) => {
                    run.take(&found, &mut sum)?;
                    sum.files += 1;
                }
                Err(problem) => {
                    sum.refused
                        .push(json!({ "path": path, "message": problem.message, "code": problem.code }));
                }
            }
        }
        if let [only] = &sum.refused[..]
            && paths.len() == 1
        {
            let message = only["message"].as_str().unwrap_or_default();
            return Err(Problem::new(message)
                .code(only["code"].as_str().unwrap_or("refused"))
                .field("paths"));
        }
        Ok(serde_json::to_value(&sum)?)
    })
}

/// Takes in one file that came over the exchange; within, why the file is not taken.
///
/// # Errors
/// The store or its secrets are at fault, and not the file.
pub(crate) fn arrived(
    desk: &Arc<Desk>,
    open: &Open,
    actor: &Actor,
    path: &Path,
    handle: &Handle,
) -> Result<Result<Value, Problem>, Problem> {
    let run = Run {
        desk,
        open,
        actor,
        handle,
        secrets: super::key::secrets(desk, open)?,
    };
    let mut sum = Sum::default();
    let found = match run.look(path)? {
        Ok(found) => found,
        Err(problem) => return Ok(Err(problem)),
    };
    run.take(&found, &mut sum)?;
    handle.go_on()?;
    Ok(Ok(serde_json::to_value(&sum)?))
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let unreadable =
        |error: std::io::Error| Problem::new(format!("{} is not readable: {error}.", folder.display())).field("folder");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "answer") && path.is_file() {
            files.push(path);
        }
        if files.len() > MOST_FILES {
            return Err(
                Problem::new(format!("{} holds more than {MOST_FILES} answers.", folder.display())).field("folder"),
            );
        }
    }
    files.sort();
    Ok(files)
}

struct Run<'a> {
    desk: &'a Arc<Desk>,
    open: &'a Open,
    actor: &'a Actor,
    handle: &'a Handle,
    secrets: Vec<DeviceSecret>,
}

/// A file that is an answer to a packet of this store.
struct Answers {
    hash: String,
    body: Answer,
    source: Source,
}

/// What a file holds.
enum Found {
    Answers(Box<Answers>),
    Approvals(Box<travel::Found<Approval>>),
    Requests(Box<travel::Found<Request>>),
}

impl Run<'_> {
    fn unseal(&self, path: &Path) -> Result<Unsealed, Problem> {
        let bytes = super::bytes_of(path)?;
        let expected = Expected {
            store: Some(&self.open.store.header().id),
            // Compared with the device below, which the content names.
            signers: Signers::Any,
        };
        for secret in &self.secrets {
            match countersign_packet::open_any(&bytes, Opener::Device(secret), &expected) {
                Err(OpenError::WrongRecipient) => {}
                other => return Ok(other?),
            }
        }
        Err(OpenError::WrongRecipient.into())
    }

    /// Whose answers a file holds; within, why the file is none of ours.
    fn look(&self, path: &Path) -> Result<Result<Found, Problem>, Problem> {
        let unsealed = match self.unseal(path) {
            Ok(unsealed) => unsealed,
            Err(problem) => return Ok(Err(problem)),
        };
        match unsealed.header.kind() {
            Kind::Approval => return self.find(unsealed, Found::Approvals),
            Kind::Request => return self.find(unsealed, Found::Requests),
            _ => {}
        }
        let opened = match unsealed.read::<Answer>() {
            Ok(opened) => opened,
            Err(error) => return Ok(Err(error.into())),
        };
        let (hash, body) = (opened.header.hash(), opened.body);
        let source = self.desk.read(self.open, self.actor, |read| {
            Source::of(read.connection, &opened.header, &body)
        })?;
        Ok(source.map(|source| Found::Answers(Box::new(Answers { hash, body, source }))))
    }

    /// The same for a return to a packet that belongs to no review.
    fn find<B: Linked + Events>(
        &self,
        unsealed: Unsealed,
        to_found: impl FnOnce(Box<travel::Found<B>>) -> Found,
    ) -> Result<Result<Found, Problem>, Problem> {
        let opened = match unsealed.read::<B>() {
            Ok(opened) => opened,
            Err(error) => return Ok(Err(error.into())),
        };
        let found = self.desk.read(self.open, self.actor, |read| {
            travel::find(read, &opened.header, opened.body)
        })?;
        Ok(found.map(|found| to_found(Box::new(found))))
    }

    fn take(&self, found: &Found, sum: &mut Sum) -> Result<(), Problem> {
        let by = (&**self.desk, self.open, self.actor, self.handle);
        match found {
            Found::Answers(answers) => self.take_answers(answers, sum),
            Found::Approvals(found) => travel::take(by, found, sum),
            Found::Requests(found) => travel::take(by, found, sum),
        }
    }

    fn take_answers(&self, found: &Answers, sum: &mut Sum) -> Result<(), Problem> {
        let Answers { hash, body, source } = found;
        let known = self.desk.read(self.open, self.actor, |read| {
            Ok(answer::find_answer(read.connection, hash)?)
        })?;
        if known.is_some_and(|one| one.seen_count >= one.event_count) {
            sum.again += 1;
            return Ok(());
        }
        let mut seen = known.map_or(0, |one| usize::try_from(one.seen_count).unwrap_or(0));
        let mut batch = None;
        let mut decided = 0;
        loop {
            if self.handle.is_cancelled() {
                sum.cancelled = true;
                return Ok(());
            }
            let end = (seen + BATCH).min(body.events.len());
            let last = end == body.events.len();
            let part = Stretch {
                from: seen,
                to: end,
                batch,
                decided,
            };
            let (first, count) = self.part(source, (hash, body), part, sum)?;
            (batch, decided) = (Some(first), decided + count);
            seen = end;
            if last {
                return Ok(());
            }
        }
    }

    /// One transaction: the person who answered is its actor, and their device stands in its entry.
    fn part(
        &self,
        source: &Source,
        (hash, body): (&str, &Answer),
        part: Stretch,
        sum: &mut Sum,
    ) -> Result<(i64, usize), Problem> {
        let device = source.device_name();
        let (told, result) = self.desk.write_from(self.open, (&source.actor, &device), KIND, |write| {
            let arrived = write.now;
            let known = answer::find_answer(write.transaction, hash)?;
            let id = match known {
                Some(known) => known.answer,
                None => answer::add_answer(
                    write.transaction,
                    &NewAnswer {
                        hash,
                        packet: &body.packet,
                        device: &body.device,
                        sequence: i64::try_from(body.sequence).unwrap_or(i64::MAX),
                        previous: body.previous.as_deref(),
                        made_at: body.made_at,
                        arrived_at: arrived,
                        event_count: i64::try_from(body.events.len()).unwrap_or(i64::MAX),
                    },
                )?,
            };
            let label = source.actor.label();
            let mut taking = Taking::new(write, source, &label, (id, body))?;
            for (place, event) in body.events.iter().enumerate().take(part.to).skip(part.from) {
                taking.event(place, event)?;
            }
            let done = taking.finish();
            let seen = i64::try_from(part.to).unwrap_or(i64::MAX);
            answer::note_seen(write.transaction, id, seen, done.kept)?;
            let batch = part.batch.unwrap_or(write.audit_seq);
            if done.count > 0 {
                note_part(
                    write.transaction,
                    &Part {
                        audit_seq: write.audit_seq,
                        batch,
                        total: part.decided + done.count,
                    },
                )?;
            }
            let instance = source.handed.instance;
            let mut detail = json!({
                "packet": body.packet, "answer": hash, "sequence": body.sequence, "previous": body.previous,
                "device": body.device, "madeAt": body.made_at, "takenBy": self.actor.label(), "of": body.events.len(),
                "from": part.from, "same": done.sum.same, "older": done.sum.older, "known": done.sum.known,
                "disputes": done.sum.disputes, "batch": batch, "heard": done.heard,
            });
            if done.count > 0 {
                detail["events"] = json!({ "count": done.count, "digest": done.digest });
            }
            if !done.decided.is_empty() {
                write.after(After::Decided(instance, done.decided));
            }
            let entry = Entry::new(format!("instance:{instance}"), detail).of(instance);
            Ok((((batch, done.count), done.sum), entry))
        })?;
        sum.taken += result.taken;
        sum.same += result.same;
        sum.older += result.older;
        sum.known += result.known;
        for (reason, count) in result.disputes {
            *sum.disputes.entry(reason).or_default() += count;
        }
        Ok(told)
    }
}

/// The events of one transaction, and how far the act is.
#[derive(Clone, Copy)]
struct Stretch {
    from: usize,
    to: usize,
    batch: Option<i64>,
    decided: usize,
}
