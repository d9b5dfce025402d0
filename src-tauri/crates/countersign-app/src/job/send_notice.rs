//! Sending what waits. Each notice is claimed and committed before the mail server hears of it, and
//! settled with its answer; the next is claimed in the same transaction. Killed anywhere, a run leaves
//! at most one notice of which nobody knows whether it was sent, and that one is not sent by itself.

use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_store::notice::{self, NoticeRow, Outcome};
use lettre::message::Mailbox;
use serde_json::{Value, json};

use crate::call::{Entry, Start};
use crate::desk::Open;
use crate::job::{Handle, JobStarted};
use crate::mail::{self, MailView, Server};
use crate::notice::{SendInput, leave_out_finished};
use crate::{Desk, Problem};

const KIND: &str = "notice.send";
/// Ends a transaction in which there turned out to be nothing to do.
const NOTHING: &str = "nothing";

pub(crate) fn start(start: Start, input: SendInput) -> Result<JobStarted, Problem> {
    let (subject, setting) = start.desk.read(&start.open, &start.actor, |read| {
        let subject = match input.instance {
            Some(instance) => crate::review::one(read.connection, instance)?.display_name,
            None => "all reviews".to_owned(),
        };
        Ok((subject, mail::configured(read.connection)?))
    })?;
    let setting = setting.ok_or_else(|| {
        Problem::new("No mail server is configured.")
            .code("noMail")
            .hint("Configure one with “mail configure”, or write drafts with “notice draft”.")
    })?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    start.spawn(KIND, subject, &["notice"], move |handle| {
        let run = Run {
            desk: &desk,
            open: &open,
            actor: &actor,
            setting: &setting,
            instance: input.instance,
            handle,
        };
        run.send()
    })
}

impl Desk {
    /// Whether a run of this desk is sending notices.
    pub(crate) fn is_sending(&self) -> bool {
        self.jobs()
            .values()
            .any(|job| job.is_running() && job.view().kind == KIND)
    }
}

struct Run<'a> {
    desk: &'a Arc<Desk>,
    open: &'a Open,
    actor: &'a Actor,
    setting: &'a MailView,
    instance: Option<i64>,
    handle: &'a Handle,
}

#[derive(Default)]
struct Count {
    sent: u64,
    refused: u64,
    waiting: u64,
    unknown: u64,
}

impl Run<'_> {
    fn send(&self) -> Result<Value, Problem> {
        leave_out_finished(self.desk, self.open, self.actor, self.instance)?;
        let total = self
            .open
            .store
            .read(|connection| notice::queued(connection, self.instance))?;
        let mut count = Count::default();
        if total > 0 {
            self.handle
                .report("reaching the mail server", 0, u64::try_from(total).ok());
            let secret = self.desk.get_secret_of(self.open, mail::MAIL)?;
            let from = self.setting.sender()?;
            let mut server = Server::connect(self.setting, secret.as_ref())?;
            let over = self.deliver_all(&mut server, &from, total, &mut count)?;
            server.leave();
            if let Some(problem) = over {
                return Err(problem);
            }
            self.handle.go_on()?;
        }
        Ok(json!({ "sent": count.sent, "refused": count.refused, "waiting": count.waiting, "unknown": count.unknown }))
    }

    /// Answers the problem that ended the connection early, if one did.
    fn deliver_all(
        &self,
        server: &mut Server,
        from: &Mailbox,
        total: i64,
        count: &mut Count,
    ) -> Result<Option<Problem>, Problem> {
        let mut over: Option<Problem> = None;
        let mut settled: Option<(NoticeRow, Outcome)> = None;
        let mut after = 0;
        loop {
            let goes_on = over.is_none() && !self.handle.is_cancelled();
            let Some(row) = self.settle_and_claim(settled.take(), goes_on.then_some(after))? else {
                return Ok(over);
            };
            after = row.notice;
            let outcome = match mail::write(&row, from, self.desk.clock().now(), false) {
                Ok(message) => {
                    let (outcome, problem) = server.deliver(&message);
                    over = problem;
                    outcome
                }
                Err(why) => Outcome::Refused(why),
            };
            *match outcome {
                Outcome::Sent | Outcome::Drafted => &mut count.sent,
                Outcome::Refused(_) => &mut count.refused,
                Outcome::Queued(_) => &mut count.waiting,
                Outcome::Unknown(_) => &mut count.unknown,
            } += 1;
            settled = Some((row, outcome));
            let done = count.sent + count.refused + count.waiting + count.unknown;
            self.handle.report("sending", done, u64::try_from(total).ok());
        }
    }

    /// One transaction between two messages: what became of the last, and which is next.
    fn settle_and_claim(
        &self,
        settled: Option<(NoticeRow, Outcome)>,
        after: Option<i64>,
    ) -> Result<Option<NoticeRow>, Problem> {
        if settled.is_none() && after.is_none() {
            return Ok(None);
        }
        let written = self.desk.write(self.open, self.actor, KIND, |write| {
            if let Some((row, outcome)) = &settled {
                notice::settle(write.transaction, row.notice, outcome, write.now)?;
            }
            let next = match after {
                Some(after) => notice::claim(write.transaction, self.instance, after, "mail")?,
                None => None,
            };
            let subject = settled.as_ref().map(|(row, _)| row).or(next.as_ref());
            let subject = subject.ok_or_else(|| Problem::new("Nothing waits to be sent.").code(NOTHING))?;
            let told = settled.as_ref().map(|(row, outcome)| {
                json!({ "notice": row.notice, "kind": row.kind, "recipient": row.recipient, "address": row.address,
                        "state": outcome.word(), "problem": outcome.problem() })
            });
            let detail = json!({ "told": told, "sending": next.as_ref().map(|row| row.notice) });
            let entry = Entry::new(format!("notice:{}", subject.notice), detail).of(subject.instance);
            Ok((next, entry))
        });
        match written {
            Err(problem) if problem.code.as_deref() == Some(NOTHING) => Ok(None),
            other => other,
        }
    }
}
