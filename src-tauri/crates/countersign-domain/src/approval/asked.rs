//! Which of the people that a stage names can be asked.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Approver, ApproverKind, Refusal};
use crate::id::PrincipalId;

/// Somebody whom the policy's subjects came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    pub principal: PrincipalId,
    /// The account is there and enabled.
    pub usable: bool,
}

/// Why the fallback is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WhyFallback {
    #[error("The policy's approvers came to nobody.")]
    NobodyFound,
    #[error("The only approver is the person who asks.")]
    OnlyThemselves,
    #[error("The approvers are disabled or gone.")]
    NobodyActive,
}

/// Who is asked when a stage starts: the primary approvers, else the fallback, and never the people the request is
/// about, nor accounts that nobody can sign in to.
pub fn approvers(
    about: [PrincipalId; 2],
    primary: &[Candidate],
    fallback: &[Candidate],
) -> Result<(Vec<Approver>, Option<WhyFallback>), Refusal> {
    choose(
        about,
        [(ApproverKind::Primary, primary), (ApproverKind::Fallback, fallback)],
    )
}

/// Who is asked too when it escalates. A refusal is no end here: the first approvers may still answer.
pub fn escalation_approvers(
    about: [PrincipalId; 2],
    escalation: &[Candidate],
    fallback: &[Candidate],
) -> Result<(Vec<Approver>, Option<WhyFallback>), Refusal> {
    choose(
        about,
        [
            (ApproverKind::Escalation, escalation),
            (ApproverKind::EscalationFallback, fallback),
        ],
    )
}

fn choose(
    about: [PrincipalId; 2],
    lists: [(ApproverKind, &[Candidate]); 2],
) -> Result<(Vec<Approver>, Option<WhyFallback>), Refusal> {
    let mut why = None;
    for (kind, candidates) in lists {
        let others = candidates.iter().filter(|one| !about.contains(&one.principal));
        let mut asked: Vec<Approver> = others
            .clone()
            .filter(|one| one.usable)
            .map(|one| Approver {
                principal: one.principal,
                kind,
            })
            .collect();
        if !asked.is_empty() {
            asked.sort_unstable();
            asked.dedup();
            return Ok((asked, why));
        }
        why = why.or(Some(match (candidates.is_empty(), others.count()) {
            (true, _) => WhyFallback::NobodyFound,
            (false, 0) => WhyFallback::OnlyThemselves,
            (false, _) => WhyFallback::NobodyActive,
        }));
    }
    Err(Refusal::NobodyCanApprove)
}
