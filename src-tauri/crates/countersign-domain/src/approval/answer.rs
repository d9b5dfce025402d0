//! What an approver's answer brings.

use chrono::{DateTime, Utc};

use super::{Answer, ApprovalOutcome, ApprovalStep, ApprovalView, ApproverKind, Decision, Refusal, StageAnswer};
use crate::id::PrincipalId;

impl ApprovalView {
    /// Takes an answer. The order of the checks is the order in which a person would want to hear of them: whether
    /// it is theirs to answer, whether it is still open, then what they wrote.
    pub fn answer(&self, actor: PrincipalId, answer: Answer<'_>, now: DateTime<Utc>) -> Result<ApprovalStep, Refusal> {
        // Checked apart from the list: one that was drawn wrongly must not open this door.
        if actor == self.requestor || actor == self.target {
            return Err(Refusal::OwnRequest);
        }
        let seen = answer.stage;
        let stage = self.stages.get(seen).ok_or(Refusal::NotAsked)?;
        if stage.started_at.is_none() && stage.answers.is_empty() {
            return Err(if matches!(self.outcome(), ApprovalOutcome::Open(_)) {
                Refusal::NotBegun
            } else {
                Refusal::Over
            });
        }
        let asked_as: Vec<ApproverKind> = stage
            .approvers
            .iter()
            .filter(|one| one.principal == actor)
            .map(|one| one.kind)
            .collect();
        if asked_as.is_empty() {
            return Err(Refusal::NotAsked);
        }
        if !stage.answers.is_empty() {
            return Err(Refusal::SomebodyWasFaster);
        }
        if stage.timed_out_at.is_some() || stage.due_at().is_some_and(|due| now >= due) {
            return Err(Refusal::TooLate);
        }
        if self.outcome() != ApprovalOutcome::Open(seen) {
            return Err(Refusal::Over);
        }
        let alternate =
            |kind: &ApproverKind| matches!(kind, ApproverKind::Escalation | ApproverKind::EscalationFallback);
        let escalated = stage.escalated_at.is_some() || stage.escalates_at().is_some_and(|at| now >= at);
        if !escalated && asked_as.iter().all(alternate) {
            return Err(Refusal::NotEscalated);
        }
        if stage.justification && answer.justification.trim().is_empty() {
            return Err(Refusal::JustificationRequired);
        }
        let given = StageAnswer {
            by: actor,
            decision: answer.decision,
            justification: answer.justification.to_owned(),
            at: now,
        };
        Ok(match answer.decision {
            Decision::Deny => ApprovalStep::Denied {
                stage: seen,
                answer: given,
            },
            Decision::Approve if seen + 1 < self.stages.len() => ApprovalStep::StageApproved {
                stage: seen,
                answer: given,
            },
            Decision::Approve => ApprovalStep::Approved {
                stage: seen,
                answer: given,
            },
        })
    }

    /// The approval after a step. The approvers of a stage that starts or escalates are put in by who finds them.
    pub fn after(&self, step: &ApprovalStep) -> Self {
        let mut view = self.clone();
        match step {
            ApprovalStep::StageApproved { stage, answer } => {
                if let Some(next) = view.stages.get_mut(stage + 1) {
                    next.started_at = Some(answer.at);
                }
                view.note(*stage, answer);
            }
            ApprovalStep::Approved { stage, answer } | ApprovalStep::Denied { stage, answer } => {
                view.note(*stage, answer);
            }
            ApprovalStep::Escalated { stage, at } => {
                if let Some(stage) = view.stages.get_mut(*stage) {
                    stage.escalated_at = Some(*at);
                }
            }
            ApprovalStep::TimedOut { stage, at } => {
                if let Some(stage) = view.stages.get_mut(*stage) {
                    stage.timed_out_at = Some(*at);
                }
            }
        }
        view
    }

    fn note(&mut self, stage: usize, answer: &StageAnswer) {
        if let Some(stage) = self.stages.get_mut(stage) {
            stage.answers.push(answer.clone());
        }
    }
}
