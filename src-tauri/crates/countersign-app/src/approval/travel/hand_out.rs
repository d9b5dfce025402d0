//! `approval.handOut`: a file for everybody whose answer is awaited, with all that waits for them now.

use std::path::PathBuf;

use countersign_domain::actor::Actor;
use countersign_domain::policy::{Policy, Question, QuestionKind};
use countersign_packet::approval::{Approvals, Earlier, MOST_APPROVALS, Question as Asked, Waiting};
use countersign_packet::enrolment::Person;
use countersign_packet::packet::{Reply, Reviewer};
use countersign_packet::{Cover, Lock, seal};
use countersign_store::approval::{self as kept, NewApprovalPacket};
use countersign_store::device::{self, DeviceRow};
use countersign_store::request::{self, PendingRow};
use countersign_store::rusqlite::Connection;
use countersign_store::{StoreError, random_hex};
use serde::Deserialize;
use serde_json::{Value, json};
use ts_rs::TS;

use crate::call::{Entry, Start};
use crate::desk::Open;
use crate::device::key::{Own, ensure};
use crate::job::JobStarted;
use crate::packet::{Waiting as File, file_name};
use crate::request::rules_of;
use crate::{Desk, Problem};

const KIND: &str = "approval.handOut";

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "ApprovalHandOutInput")]
pub struct HandOutInput {
    /// Where the files are written, one for each approver.
    #[ts(type = "string")]
    pub folder: PathBuf,
    /// Only for these; everybody whose answer is awaited where none are named.
    pub approvers: Option<Vec<i64>>,
}

pub(crate) fn start(start: Start, input: HandOutInput) -> Result<JobStarted, Problem> {
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let waiting = desk.read(&open, &actor, |read| Ok(kept::approvers_waiting(read.connection)?))?;
    let approvers = match input.approvers {
        None => waiting,
        Some(named) => {
            if let Some(other) = named.iter().find(|one| !waiting.contains(one)) {
                let why = format!("Nothing waits for the answer of the person of the number {other}.");
                return Err(Problem::new(why).field("approvers"));
            }
            waiting.into_iter().filter(|one| named.contains(one)).collect()
        }
    };
    if approvers.is_empty() {
        return Err(Problem::new("No request waits for anybody's answer.").code("nothing"));
    }
    std::fs::create_dir_all(&input.folder).map_err(|error| {
        Problem::new(format!(
            "The folder {} cannot be made: {error}.",
            input.folder.display()
        ))
        .field("folder")
    })?;
    let subject = "Approvals".to_owned();
    start.spawn(KIND, subject, &["approval", "own_key", "outbox"], move |handle| {
        let own = ensure(&desk, &open, &actor, KIND)?;
        let run = Run {
            desk: &desk,
            open: &open,
            actor: &actor,
            own: &own,
            folder: &input.folder,
        };
        let (mut made, mut approvals, mut passphrases, mut left_out) = (0, 0, 0, Vec::new());
        for (at, approver) in approvers.iter().enumerate() {
            handle.go_on()?;
            handle.report("sealing", at as u64, Some(approvers.len() as u64));
            match run.one(*approver)? {
                Ok((count, under_passphrase)) => {
                    made += 1;
                    approvals += count;
                    passphrases += usize::from(under_passphrase);
                }
                Err(why) => left_out.push(json!({ "approver": approver, "why": why })),
            }
        }
        Ok(
            json!({ "made": made, "approvals": approvals, "passphrases": passphrases, "refused": left_out,
                   "folder": input.folder.to_string_lossy() }),
        )
    })
}

struct Run<'a> {
    desk: &'a Desk,
    open: &'a Open,
    actor: &'a Actor,
    own: &'a Own,
    folder: &'a std::path::Path,
}

impl Run<'_> {
    /// One approver's packet: how many approvals, and whether a passphrase opens it; within, why there is none.
    fn one(&self, approver: i64) -> Result<Result<(usize, bool), String>, Problem> {
        let id = random_hex(16)?;
        // What is read and what is written down are of one moment: nobody answers in between.
        let made = self.desk.write(self.open, self.actor, KIND, |write| {
            let connection = write.transaction;
            let most = i64::try_from(MOST_APPROVALS).unwrap_or(i64::MAX);
            let (rows, total) = request::awaiting(connection, approver, 0, most)?;
            let subject = format!("principal:{approver}");
            if total > most {
                let why = format!("{total} approvals are more than the {most} that one packet holds.");
                return Ok((Err(why.clone()), Entry::new(subject, json!({ "refused": why }))));
            }
            let before = kept::standing(connection, approver)?;
            let devices = device::of_person(connection, approver)?;
            let mut approvals = Vec::with_capacity(rows.len());
            for row in &rows {
                approvals.push(waiting(connection, row)?);
            }
            let body = Approvals {
                organization: crate::device::organization(write.open.store.header(), self.own.secret.public()),
                made_at: crate::answer::back::to_millis(write.now),
                reviewer: Reviewer {
                    principal: approver,
                    person: person(connection, approver)?,
                },
                supersedes: before.as_ref().map(|(_, packet)| packet.clone()),
                reply: devices.is_empty().then(|| Reply::new(&self.own.secret.reply_of(&id))),
                approvals,
                id: id.clone(),
            };
            let (file, entry) = self.put(write, &body, &devices, before.map(|(id, _)| id))?;
            Ok((Ok((file, body.approvals.len(), devices.is_empty())), entry))
        })?;
        match made {
            Ok((file, count, under_passphrase)) => {
                file.settle()?;
                Ok(Ok((count, under_passphrase)))
            }
            Err(why) => Ok(Err(why)),
        }
    }

    fn put(
        &self,
        write: &crate::call::Write<'_>,
        body: &Approvals,
        devices: &[DeviceRow],
        before: Option<i64>,
    ) -> Result<(File, Entry), Problem> {
        let cover = Cover {
            store: &body.organization.store,
            made_at: body.made_at,
        };
        let secret = &self.own.secret;
        let seals: Vec<&str> = devices.iter().map(|device| device.seal.as_str()).collect();
        let sealed = if devices.is_empty() {
            seal(
                body,
                &cover,
                &secret.sign,
                Lock::Passphrase(&secret.passphrase_of(&body.id)),
            )?
        } else {
            seal(body, &cover, &secret.sign, Lock::Devices(&seals))?
        };
        let who = &body.reviewer.person;
        let name = file_name(
            "approvals",
            who.user_name.as_deref().unwrap_or(&who.display_name),
            &body.id,
        );
        let numbers: Vec<i64> = devices.iter().map(|one| one.device).collect();
        let asked: Vec<(i64, i64)> = body.approvals.iter().map(|one| (one.request, one.stage)).collect();
        let new = NewApprovalPacket {
            packet: &body.id,
            approver: body.reviewer.principal,
            devices: &numbers,
            reply: devices.is_empty().then(|| secret.reply_of(&body.id).public().0),
            hash: sealed.header.body,
            approvals: &asked,
            bytes: i64::try_from(sealed.bytes.len()).unwrap_or(i64::MAX),
            file_name: &name,
            key: self.own.id,
            supersedes: before,
        };
        let row = kept::put(write.transaction, &new, &self.actor.label(), write.now)?;
        let hash = sealed.header.hash();
        let told = (who.display_name.as_str(), "Approvals");
        crate::exchange::hand_over(write, "approvals", &seals, told, &hash, || Ok(&sealed.bytes))?;
        let keys: Vec<&str> = devices.iter().map(|one| one.key_id.as_str()).collect();
        let detail = json!({ "packet": body.id, "hash": hash, "approver": body.reviewer.principal, "devices": keys,
                             "approvals": asked, "supersedes": body.supersedes });
        let file = File::write(self.folder, &name, &sealed.bytes)?;
        Ok((file, Entry::new(format!("approvalPacket:{row}"), detail)))
    }
}

fn person(connection: &Connection, approver: i64) -> Result<Person, Problem> {
    let found = connection
        .query_row(
            "SELECT key, display_name, user_name, mail FROM principal WHERE id = ?1",
            [approver],
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

/// A request as its approver sees it at the desk.
fn waiting(connection: &Connection, row: &PendingRow) -> Result<Waiting, Problem> {
    let of = &row.request;
    let rules = rules_of(connection, of)?;
    let kind = serde_json::to_value(of.kind)?;
    let outsider = of.outsider.as_ref().and_then(|one| {
        let named = ["displayName", "name", "mail", "email"].iter();
        named.filter_map(|name| one[*name].as_str()).next().map(str::to_owned)
    });
    let at = usize::try_from(of.stage - 1).unwrap_or(usize::MAX);
    let earlier = request::answered(connection, of.request)?;
    Ok(Waiting {
        request: of.request,
        stage: of.stage,
        stages: of.stage_count,
        kind: kind.as_str().unwrap_or_default().to_owned(),
        package: of.package_name.clone(),
        policy: of.policy_name.clone(),
        requestor: of.requestor_name.clone(),
        target: of.target_name.clone().or(outsider).unwrap_or_default(),
        justification: of.justification.clone(),
        questions: questions(&rules, &request::answers(connection, of.request)?),
        starts_at: of.starts_at,
        ends_at: of.ends_at,
        created_at: of.created_at,
        asked_at: row.asked_at,
        due_at: row.due_at,
        escalated: row.escalated,
        reason: row.reason.clone(),
        justified: rules.approval.stages.get(at).is_some_and(|stage| stage.justification),
        earlier: earlier
            .into_iter()
            .map(|one| {
                Ok(Earlier {
                    stage: one.position,
                    decision: one.decision,
                    // An administrator who is nobody in the directory goes by their account.
                    by: match one.actor_id {
                        0 => one.actor,
                        id => super::super::name_of(connection, id)?,
                    },
                    at: one.at,
                    justification: one.justification,
                })
            })
            .collect::<Result<_, Problem>>()?,
    })
}

/// The policy's questions in their order, each with what was answered, in the words that were shown.
fn questions(rules: &Policy, answers: &Value) -> Vec<Asked> {
    let mut asked: Vec<&Question> = rules.questions.iter().collect();
    asked.sort_by_key(|one| one.sequence);
    let given = |id: &str| {
        let all = answers.as_array().into_iter().flatten();
        let mut of_it = all.filter(|one| one["question"].as_str() == Some(id));
        let values = of_it.next().map(|one| &one["values"]);
        let values = values.and_then(Value::as_array).into_iter().flatten();
        values.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    asked
        .into_iter()
        .map(|one| {
            let shown = |value: String| match &one.kind {
                QuestionKind::Choice { choices, .. } => {
                    let choice = choices.iter().find(|choice| choice.value == value);
                    choice.map_or(value, |choice| choice.text.clone())
                }
                QuestionKind::Text { .. } => value,
            };
            let answer: Vec<String> = given(&one.id).into_iter().map(shown).collect();
            Asked {
                text: one.text.clone(),
                answer: answer.join(", "),
            }
        })
        .collect()
}
