//! Opening a file that was sent to this installation: a packet, or answers of the same person from another device.

use std::path::{Path, PathBuf};

use countersign_domain::actor::{Actor, Binding};
use countersign_domain::id::PrincipalId;
use countersign_packet::Look;
use countersign_packet::enrolment::Organization;
use countersign_packet::packet::{Reply, Reviewer};
use countersign_packet::{
    Approvals, Carried, Expected, Header, Kind, Offers, OpenError, Opener, Packet, Signers, Unsealed,
};
use countersign_store::answer::{self, NewPacket, Opened, OpenedPacket};
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use countersign_store::{StoreError, role};
use serde::Deserialize;
use serde_json::{Value, json};
use ts_rs::TS;
use zeroize::Zeroizing;

use super::content::Content;
use super::origin::{is_known, know};
use crate::call::{After, Entry, Start, Write};
use crate::desk::Open;
use crate::job::JobStarted;
use crate::secret::Sealed;
use crate::{Desk, Problem};

pub(crate) const KIND: &str = "packet.open";
const TOUCHES: &[&str] = &[
    "packet",
    "approval",
    "offer",
    "review",
    "instance",
    "item",
    "decision_event",
    "role",
    "store",
];

#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "PacketOpenInput")]
pub struct OpenInput {
    /// The file that was sent.
    pub path: PathBuf,
    /// What opens it, where it was not sealed to this device.
    pub passphrase: Option<String>,
    /// The words of the organization's key, once they were compared; only the first time. With answers from another
    /// device, the words that it shows.
    pub accept: Option<String>,
}

pub(crate) fn start(start: Start, input: OpenInput) -> Result<JobStarted, Problem> {
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let subject = input
        .path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    start.spawn(KIND, subject, TOUCHES, move |handle| {
        handle.report("opening", 0, None);
        let passphrase = input.passphrase.map(Zeroizing::new);
        let unsealed = unseal(&desk, &open, &input.path, passphrase.as_ref().map(|text| text.as_str()))?;
        handle.report("taking in", 0, None);
        let run = Run {
            desk: &desk,
            open: &open,
            actor: &actor,
            accept: input.accept.as_deref(),
        };
        run.unsealed(unsealed)
    })
}

/// The same for a file that came over the exchange. An organization that is not known is not accepted so.
pub(crate) fn arrived(desk: &Desk, open: &Open, actor: &Actor, unsealed: Unsealed) -> Result<Value, Problem> {
    let run = Run {
        desk,
        open,
        actor,
        accept: None,
    };
    run.unsealed(unsealed)
}

/// What a file holds, opened with a key of this installation or the passphrase.
pub(crate) fn unseal(desk: &Desk, open: &Open, path: &Path, passphrase: Option<&str>) -> Result<Unsealed, Problem> {
    let bytes = super::bytes_of(path)?;
    // Whose signature it is, is compared by the caller before anything else is done.
    let expected = Expected {
        store: None,
        signers: Signers::Any,
    };
    match countersign_packet::look(&bytes)? {
        Look::Passphrase => {
            let passphrase = passphrase.ok_or(OpenError::NeedsPassphrase)?;
            Ok(countersign_packet::open_any(
                &bytes,
                Opener::Passphrase(passphrase),
                &expected,
            )?)
        }
        _ => {
            let mut refused = OpenError::WrongRecipient;
            for secret in super::key::secrets(desk, open)? {
                match countersign_packet::open_any(&bytes, Opener::Device(&secret), &expected) {
                    Err(error @ OpenError::WrongRecipient) => refused = error,
                    other => return Ok(other?),
                }
            }
            Err(refused.into())
        }
    }
}

/// The opening of one file.
pub(crate) struct Run<'a> {
    pub desk: &'a Desk,
    pub open: &'a Open,
    pub actor: &'a Actor,
    /// The words that were compared.
    pub accept: Option<&'a str>,
}

impl Run<'_> {
    fn unsealed(&self, unsealed: Unsealed) -> Result<Value, Problem> {
        match unsealed.header.kind() {
            Kind::Carried => {
                let opened = unsealed.read::<Carried>()?;
                let from = (&opened.header.from, &opened.body);
                super::carry::take(self.desk, self.open, self.actor, from, self.accept)
            }
            Kind::Approvals => {
                let opened = unsealed.read::<Approvals>()?;
                crate::approval::travel::open(self, &opened.header, &opened.body)
            }
            Kind::Offers => {
                let opened = unsealed.read::<Offers>()?;
                crate::request::travel::open(self, &opened.header, &opened.body)
            }
            Kind::Answer | Kind::Approval | Kind::Request => {
                Err(Problem::new("These are answers: they are taken in, not opened.").code("kind"))
            }
            _ => {
                let opened = unsealed.read::<Packet>()?;
                self.take(&opened.header, &opened.body)
            }
        }
    }

    fn take(&self, header: &Header, packet: &Packet) -> Result<Value, Problem> {
        self.admit(header, &packet.organization, &packet.reviewer)?;
        self.take_admitted(header, packet)
    }

    /// Whether a packet may be opened here, by whom it was made and whom it is for.
    pub(crate) fn admit(
        &self,
        header: &Header,
        organization: &Organization,
        reviewer: &Reviewer,
    ) -> Result<(), Problem> {
        if header.from != organization.key.sign || header.store != organization.store {
            return Err(
                Problem::new("This packet was not signed by the organization that it names.").code("signature"),
            );
        }
        if organization.store == self.open.store.header().id {
            return Err(Problem::new("This packet was made in this very store.")
                .code("ownStore")
                .hint("Open it on the reviewer's machine."));
        }
        if organization.practice && !self.open.is_practice() {
            return Err(
                Problem::new("This packet comes from a practice store, and this store is a real one.").code("practice"),
            );
        }
        if !self.actor.administrator && !self.is_theirs(organization, reviewer)? {
            return Err(Problem::new(format!(
                "This packet is for {}; {} may not open it here.",
                reviewer.person.display_name, self.actor.display_name
            ))
            .code("permission")
            .hint("An administrator of this store opens the first packet of a person."));
        }
        Ok(())
    }

    fn take_admitted(&self, header: &Header, packet: &Packet) -> Result<Value, Problem> {
        let organization = &packet.organization;
        let hash = header.hash();
        let reply = self.reply(packet, &hash)?;
        let content = Content::of(packet);
        let head = json!({ "organization": organization, "reviewer": packet.reviewer, "review": packet.review,
                           "stage": packet.stage, "reply": packet.reply.is_some() })
        .to_string();
        self.desk.write_unless(
            self.open,
            self.actor,
            KIND,
            |connection| Ok(here(connection, packet, &hash)?.filter(|_| reply.is_none())),
            |found| Ok(told_again(&found)),
            |write| {
                if let Some(reply) = &reply {
                    reply.write(write.transaction)?;
                }
                if let Some(found) = here(write.transaction, packet, &hash)? {
                    let detail = json!({ "packet": packet.id, "hash": hash, "replyKey": "kept again" });
                    let entry = Entry::new(format!("instance:{}", found.instance), detail).of(found.instance);
                    return Ok((told_again(&found), entry));
                }
                let known = know(write, organization, self.accept)?;
                self.is_newest(write, packet)?;
                let label = write.actor.label();
                let new = stored(packet, &content, (&hash, &head, &label), write);
                let opened = answer::open(write.transaction, &new)?;
                let bound = self.seat(write, opened.reviewer)?;
                write.after(After::Forget(opened.instance));
                Ok((told(&opened), entry(packet, &hash, &opened, (known, bound))))
            },
        )
    }

    /// Keeps the key that came with a packet, once nothing speaks against the packet; none where there is nothing to
    /// keep. It is kept before the packet is: one that is opened and cannot be answered would be worth nothing.
    fn reply(&self, packet: &Packet, hash: &str) -> Result<Option<Sealed>, Problem> {
        let is_here = self.desk.read(self.open, self.actor, |read| {
            let is_here = here(read.connection, packet, hash)?.is_some();
            if !is_here {
                is_known(read.connection, &packet.organization, self.accept)?;
            }
            Ok(is_here)
        })?;
        self.keep_reply(&packet.id, packet.reply.as_ref(), is_here)
    }

    /// The same once the packet was looked at; one that is here has its key, unless that was lost.
    pub(crate) fn keep_reply(
        &self,
        packet: &str,
        reply: Option<&Reply>,
        is_here: bool,
    ) -> Result<Option<Sealed>, Problem> {
        let Some(reply) = reply else { return Ok(None) };
        let of = super::key::reply_of(packet);
        if is_here && self.desk.get_secret_of(self.open, &of)?.is_some() {
            return Ok(None);
        }
        super::key::keep_reply(self.desk, self.open, packet, &reply.0).map(Some)
    }

    /// Whether the acting person is the one that the packet is for.
    fn is_theirs(&self, organization: &Organization, reviewer: &Reviewer) -> Result<bool, Problem> {
        let Some(own) = self.actor.principal else {
            return Ok(false);
        };
        let found: Result<Option<i64>, StoreError> = self.open.store.read(|connection| {
            Ok(connection
                .query_row(
                    "SELECT p.id FROM principal p JOIN directory d ON d.id = p.directory_id
                     WHERE d.kind = 'packet' AND d.settings ->> '$.origin' = ?1 AND p.key = ?2",
                    params![organization.store, reviewer.principal.to_string()],
                    |row| row.get(0),
                )
                .optional()?)
        });
        Ok(found? == Some(own.0))
    }

    /// One that is older than what is here already does not take its place.
    fn is_newest(&self, write: &Write<'_>, packet: &Packet) -> Result<(), Problem> {
        let newer: Option<i64> = write
            .transaction
            .query_row(
                "SELECT o.instance_id FROM opened_packet o JOIN principal p ON p.id = o.reviewer_id
                 WHERE o.origin = ?1 AND o.origin_instance = ?2 AND o.stage = ?3 AND p.key = ?4 AND o.replaced_by IS NULL
                   AND o.made_at > ?5",
                params![
                    packet.organization.store,
                    packet.review.instance,
                    packet.stage.number,
                    packet.reviewer.principal.to_string(),
                    packet.made_at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
                ],
                |row| row.get(0),
            )
            .optional()
            .map_err(StoreError::from)?;
        match newer {
            Some(_) => Err(Problem::new("A newer packet of this stage was opened here already.").code("superseded")),
            None => Ok(()),
        }
    }

    /// Whoever opens the first packet on their own machine is the reviewer from now on, without saying so each time.
    pub(crate) fn seat(&self, write: &Write<'_>, reviewer: i64) -> Result<Option<Binding>, Problem> {
        let account = self.desk.environment.account(self.open.is_practice());
        let bindings = role::bindings(write.transaction)?;
        if bindings.iter().any(|one| one.os_account == account) || !self.actor.administrator {
            return Ok(None);
        }
        let binding = Binding {
            os_account: account.to_owned(),
            principal: PrincipalId(reviewer),
        };
        crate::role::agree(write.transaction, &binding)?;
        role::bind(
            write.transaction,
            &binding,
            "administrator",
            &write.actor.label(),
            write.now,
        )?;
        Ok(Some(binding))
    }
}

/// The packet, where it was opened before; another one of its name is refused.
fn here(connection: &Connection, packet: &Packet, hash: &str) -> Result<Option<OpenedPacket>, Problem> {
    match answer::opened_by_packet(connection, &packet.id)? {
        Some(found) if found.hash != hash => {
            Err(Problem::new("Another packet of the same name was opened here before.").code("conflict"))
        }
        found => Ok(found),
    }
}

fn stored<'a>(
    packet: &'a Packet,
    content: &'a Content,
    (hash, head, label): (&'a str, &'a str, &'a str),
    write: &Write<'_>,
) -> NewPacket<'a> {
    let (review, stage) = (&packet.review, &packet.stage);
    NewPacket {
        packet_id: &packet.id,
        packet_hash: hash,
        origin: &packet.organization.store,
        origin_name: &packet.organization.name,
        origin_instance: review.instance,
        number: review.number,
        stage: stage.number,
        stage_count: stage.of,
        display_name: &review.name,
        description: &review.description,
        recommendations: stage.recommendations,
        self_review: stage.self_review,
        justification: &stage.justification,
        look_back_days: review.look_back_days,
        sign_ins_kept: review.sign_ins_kept,
        started_at: stage.started_at,
        due_at: stage.due_at.or(review.due_at),
        made_at: packet.made_at,
        head,
        reviewer: content.reviewer,
        people: &content.people,
        items: &content.items,
        now: write.now,
        actor: label,
        audit_seq: write.audit_seq,
    }
}

fn told_again(found: &OpenedPacket) -> Value {
    json!({ "instance": found.instance, "review": found.review, "reviewer": found.reviewer, "items": found.items,
            "kept": 0, "again": true })
}

fn told(opened: &Opened) -> Value {
    json!({ "instance": opened.instance, "review": opened.review, "reviewer": opened.reviewer, "items": opened.items,
            "kept": opened.kept, "replaced": opened.replaced, "again": false })
}

fn entry(packet: &Packet, hash: &str, opened: &Opened, (known, bound): (bool, Option<Binding>)) -> Entry {
    let mut detail = json!({
        "packet": packet.id, "hash": hash, "origin": packet.organization.store, "organization": packet.organization.name,
        "key": packet.organization.key.id(), "accepted": known, "items": opened.items, "kept": opened.kept,
        "replaced": opened.replaced, "root": packet.review.root,
    });
    if let Some((count, digest)) = &opened.events {
        detail["events"] = json!({ "count": count, "digest": digest });
    }
    if let Some(bound) = bound {
        detail["bound"] = json!({ "osAccount": bound.os_account, "principal": bound.principal });
    }
    Entry::new(format!("instance:{}", opened.instance), detail).of(opened.instance)
}
