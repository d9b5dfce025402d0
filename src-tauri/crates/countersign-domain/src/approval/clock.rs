//! What the clock brings: an escalation, and an end for want of an answer.

use chrono::{DateTime, Utc};

use super::{ApprovalOutcome, ApprovalStep, ApprovalView};

impl ApprovalView {
    /// What is due, in its order. A moment that passed while the machine was off is due now: a time-out counts from
    /// when the stage started, and alternates who could not be asked before it are not asked after it.
    pub fn clock(&self, now: DateTime<Utc>) -> Vec<ApprovalStep> {
        let ApprovalOutcome::Open(at) = self.outcome() else {
            return Vec::new();
        };
        let stage = &self.stages[at];
        if let Some(due) = stage.due_at()
            && now >= due
        {
            return vec![ApprovalStep::TimedOut { stage: at, at: due }];
        }
        match stage.escalates_at() {
            Some(escalates) if now >= escalates && stage.escalated_at.is_none() => {
                vec![ApprovalStep::Escalated { stage: at, at: now }]
            }
            _ => Vec::new(),
        }
    }

    /// The next moment at which the clock brings something; none where nothing is open.
    pub fn next_at(&self) -> Option<DateTime<Utc>> {
        let ApprovalOutcome::Open(at) = self.outcome() else {
            return None;
        };
        let stage = &self.stages[at];
        let escalates = stage.escalates_at().filter(|_| stage.escalated_at.is_none());
        [stage.due_at(), escalates].into_iter().flatten().min()
    }
}
