//! Where a file that came is handed on, by what its envelope says it is. The one place that knows the kinds.

use std::path::Path;
use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_packet::{Kind, Unsealed};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::answer::{open as packet, take_in};
use crate::desk::Open;
use crate::job::Handle;
use crate::{Desk, Problem};

/// What became of a file.
pub(crate) enum Arrived {
    /// Opened and taken in, once for all.
    Taken {
        /// The word of its envelope.
        kind: String,
        subject: String,
        /// SHA-256 of what was sealed, hex: what the sender is told, as proof.
        content: String,
    },
    /// Kept beside the store until a person opens it, or a later run can.
    Left { kind: Option<String>, why: Option<String> },
    /// Not for this installation, or not from anybody it knows: kept, told, and not tried again.
    Refused { why: String },
}

/// Hands a file on. A problem of this machine ends the run, and the file is met again by the next one.
pub(crate) fn arrive(
    desk: &Arc<Desk>,
    open: &Arc<Open>,
    actor: &Actor,
    path: &Path,
    handle: &Handle,
) -> Result<Arrived, Problem> {
    let unsealed = match packet::unseal(desk, open, path, None) {
        Ok(unsealed) => unsealed,
        Err(problem) => return end_of(None, problem),
    };
    let (kind, content) = (unsealed.header.kind(), unsealed.header.hash());
    let subject = subject_of(&unsealed);
    let done = match kind {
        Kind::Answer | Kind::Approval | Kind::Request => take_in::arrived(desk, open, actor, path, handle)?,
        Kind::Packet | Kind::Approvals | Kind::Offers => packet::arrived(desk, open, actor, unsealed),
        // Whose keys they are, and whether they are theirs, a person says; and so of answers from another device.
        _ => {
            return Ok(Arrived::Left {
                kind: Some(kind.word().into()),
                why: None,
            });
        }
    };
    match done {
        Ok(_) => Ok(Arrived::Taken {
            kind: kind.word().into(),
            subject,
            content,
        }),
        Err(problem) => end_of(Some(kind), problem),
    }
}

fn end_of(kind: Option<Kind>, problem: Problem) -> Result<Arrived, Problem> {
    let kind = kind.map(|kind| kind.word().to_owned());
    let why = match problem.hint {
        Some(ref hint) => format!("{} {hint}", problem.message),
        None => problem.message.clone(),
    };
    match problem.code.as_deref() {
        Some("full" | "busy" | "cancelled" | "noKeyring") => Err(problem),
        // Somebody can still make it fit: enrol, compare words, accept a device, open what comes before it, update.
        Some(
            "noDevice"
            | "wrongRecipient"
            | "needsPassphrase"
            | "newer"
            | "unknownDevice"
            | "unknownOrganization"
            | "unknownPacket"
            | "permission"
            | "words",
        )
        | None => Ok(Arrived::Left { kind, why: Some(why) }),
        Some(_) => Ok(Arrived::Refused { why }),
    }
}

/// As much of a body as a person calls it by. Whose it is was not looked at yet, so nothing else of it is kept.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    review: Named,
    events: Vec<IgnoredAny>,
    approvals: Vec<IgnoredAny>,
    requests: Vec<IgnoredAny>,
    offers: Vec<IgnoredAny>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Named {
    name: String,
}

fn many(count: usize, of: &str) -> String {
    match count {
        1 => format!("1 {of}"),
        many => format!("{many} {of}s"),
    }
}

/// What a person calls it.
fn subject_of(unsealed: &Unsealed) -> String {
    let said: Said = serde_json::from_slice(&unsealed.body).unwrap_or_default();
    match unsealed.header.kind() {
        Kind::Packet => said.review.name.chars().take(200).collect(),
        Kind::Carried if !said.requests.is_empty() => many(said.requests.len(), "request"),
        Kind::Carried => many(said.events.len() + said.approvals.len(), "answer"),
        Kind::Answer | Kind::Approval => many(said.events.len(), "answer"),
        Kind::Approvals => many(said.approvals.len(), "approval"),
        Kind::Offers => many(said.offers.len(), "package"),
        Kind::Request => many(said.events.len(), "request"),
        other => other.word().to_owned(),
    }
}
