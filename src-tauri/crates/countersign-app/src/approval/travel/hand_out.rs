//! `approval.handOut`: a file for everybody whose answer is awaited, with all that waits for them now.

use std::path::PathBuf;

use countersign_domain::policy::{Policy, Question, QuestionKind};
use countersign_packet::approval::{Approvals, Earlier, MOST_APPROVALS, Question as Asked, Waiting};
use countersign_store::approval as kept;
use countersign_store::request::{self, PendingRow};
use countersign_store::rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};
use ts_rs::TS;

use super::SORT;
use crate::Problem;
use crate::call::{Start, Write};
use crate::job::JobStarted;
use crate::request::rules_of;
use crate::travel::{self, Head, Packed};

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
    let approvers: Vec<i64> = match input.approvers {
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
    travel::folder(&input.folder)?;
    let touches = &["approval", "own_key", "outbox"];
    start.spawn(SORT.hand_out, SORT.title.into(), touches, move |handle| {
        let made = travel::hand_out((&desk, &open, &actor, handle), &SORT, &input.folder, &approvers, pack)?;
        Ok(made.told(&SORT, &input.folder))
    })
}

/// Everything that waits for one approver; within, why there is no packet of it.
fn pack(write: &Write<'_>, head: Head) -> Result<Result<Packed<Approvals>, String>, Problem> {
    let connection = write.transaction;
    let most = i64::try_from(MOST_APPROVALS).unwrap_or(i64::MAX);
    let (rows, total) = request::awaiting(connection, head.reviewer.principal, 0, most)?;
    if total > most {
        let name = &head.reviewer.person.display_name;
        return Ok(Err(format!(
            "{total} requests wait for {name}; one packet holds {most} at most."
        )));
    }
    let mut approvals = Vec::with_capacity(rows.len());
    for row in &rows {
        approvals.push(waiting(connection, row)?);
    }
    let asked: Vec<(i64, i64)> = approvals.iter().map(|one| (one.request, one.stage)).collect();
    let body = Approvals {
        id: head.id,
        organization: head.organization,
        made_at: head.made_at,
        reviewer: head.reviewer,
        supersedes: head.supersedes,
        reply: head.reply,
        approvals,
    };
    Ok(Ok(Packed {
        body,
        content: json!(asked),
    }))
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
