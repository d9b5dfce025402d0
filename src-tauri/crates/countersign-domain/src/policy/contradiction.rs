//! What is sound in each part of a policy and wrong together, and what is only surprising.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{ApprovalStage, Expiration, Period, Policy, Subject, TargetScope};
use crate::definition::Problem;

/// Named users and groups, and named organizations, of one policy (access-governance §2.11).
const MOST_NAMED: usize = 500;
const MOST_ORGANIZATIONS: usize = 1_000;
/// Alternates are not asked before this, and only where the stage lasts so long (access-governance §2.5).
const SHORTEST_ESCALATION: Period = Period::days(1);
const SHORTEST_ESCALATED: Period = Period::days(4);

/// Whether a subject is of a kind.
type Is = fn(&Subject) -> bool;

pub(super) fn check(policy: &Policy) -> Result<(), Problem> {
    targets(policy)?;
    approval(policy)?;
    for (at, one) in policy.requestor.on_behalf.iter().enumerate() {
        if !(one.is_relative() || matches!(one, Subject::User(_) | Subject::Group(_))) {
            return Err(Problem::new(
                format!("requestorSettings.onBehalfRequestors[{at}]"),
                "Who asks on behalf is a person, a group, a manager or a sponsor.",
            ));
        }
    }
    Ok(())
}

fn targets(policy: &Policy) -> Result<(), Problem> {
    const AT: &str = "specificAllowedTargets";
    let specific = &policy.targets.specific;
    let (wanted, most): (Is, usize) = match policy.targets.scope {
        TargetScope::SpecificDirectoryUsers => (
            |one| matches!(one, Subject::User(_) | Subject::Group(_) | Subject::Rule(_)),
            MOST_NAMED,
        ),
        TargetScope::SpecificConnectedOrganizationUsers => {
            (|one| matches!(one, Subject::Organization(_)), MOST_ORGANIZATIONS)
        }
        TargetScope::SpecificDirectoryServicePrincipals => {
            (|one| matches!(one, Subject::ServicePrincipal(_)), MOST_NAMED)
        }
        scope => {
            if specific.is_empty() {
                return Ok(());
            }
            let message = format!("The scope {} names nobody in particular.", scope.word());
            return Err(Problem::new(AT, message));
        }
    };
    let scope = policy.targets.scope.word();
    if specific.is_empty() {
        return Err(Problem::new(AT, format!("The scope is {scope}, and nobody is named.")));
    }
    if specific.len() > most {
        return Err(Problem::new(AT, format!("At most {most} are named in a policy.")));
    }
    match specific.iter().position(|one| !wanted(one)) {
        None => Ok(()),
        Some(at) => Err(Problem::new(
            format!("{AT}[{at}]"),
            format!("This kind of subject does not go with the scope {scope}."),
        )),
    }
}

fn approval(policy: &Policy) -> Result<(), Problem> {
    let approval = &policy.approval;
    if approval.stages.is_empty() && (approval.for_add || approval.for_update) {
        return Err(Problem::new(
            "requestApprovalSettings.stages",
            "Approval is required, and there is no stage in which anybody could give it.",
        ));
    }
    for (at, one) in approval.stages.iter().enumerate() {
        stage(one, at)?;
        if approves_themselves(policy, one) {
            return Err(Problem::new(
                place(at, "primaryApprovers"),
                "The only approvers are those who ask, so that nobody else would look at a request.",
            ));
        }
        let before = &approval.stages[..at];
        let kinds: [(Is, &str); 4] = [
            (Subject::is_manager, "A manager"),
            (|one| *one == Subject::InternalSponsors, "An internal sponsor"),
            (|one| *one == Subject::ExternalSponsors, "An external sponsor"),
            (|one| *one == Subject::TargetSponsors, "A sponsor of the person"),
        ];
        for (is, word) in kinds {
            let asks = |stage: &ApprovalStage| stage.primary.iter().chain(&stage.escalation).any(is);
            if asks(one) && before.iter().any(asks) {
                let message = format!("{word} approves in one stage only.");
                return Err(Problem::new(place(at, "primaryApprovers"), message));
            }
        }
    }
    Ok(())
}

fn stage(stage: &ApprovalStage, at: usize) -> Result<(), Problem> {
    let problem = |name: &str, message: &str| Err(Problem::new(place(at, name), message));
    if stage.primary.is_empty() {
        return problem("primaryApprovers", "The stage has no approver.");
    }
    let lists = [
        ("primaryApprovers", &stage.primary),
        ("fallbackPrimaryApprovers", &stage.fallback),
        ("escalationApprovers", &stage.escalation),
        ("fallbackEscalationApprovers", &stage.escalation_fallback),
    ];
    for (name, list) in lists {
        for (number, one) in list.iter().enumerate() {
            if !(one.is_relative() || matches!(one, Subject::User(_) | Subject::Group(_))) {
                let field = place(at, &format!("{name}[{number}]"));
                let message = "An approver is a person, a group, a manager, a sponsor or an owner.";
                return Err(Problem::new(field, message));
            }
        }
    }
    let Some(escalate_after) = stage.escalate_after else {
        return Ok(());
    };
    if stage.escalation.is_empty() {
        return problem(
            "escalationApprovers",
            "The stage escalates, and names no alternate approver.",
        );
    }
    if escalate_after < SHORTEST_ESCALATION {
        return problem(
            "durationBeforeEscalation",
            "Alternate approvers are asked after a day at the earliest.",
        );
    }
    if stage.time_out < SHORTEST_ESCALATED {
        return problem(
            "durationBeforeAutomaticDenial",
            "A stage that escalates lasts at least 4 days.",
        );
    }
    if escalate_after >= stage.time_out {
        return problem(
            "durationBeforeEscalation",
            "Alternate approvers are asked before the stage ends, not after it.",
        );
    }
    Ok(())
}

/// Whether everybody who could approve is also whom the policy is for: they would approve one another, or nobody.
fn approves_themselves(policy: &Policy, stage: &ApprovalStage) -> bool {
    let mut approvers = stage.primary.iter().chain(&stage.fallback);
    policy.targets.scope == TargetScope::SpecificDirectoryUsers
        && approvers.all(|one| policy.targets.specific.contains(one))
}

fn place(stage: usize, name: &str) -> String {
    format!("requestApprovalSettings.stages[{stage}].{name}")
}

impl Policy {
    /// What only the day can tell: a fixed end that has passed.
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), Problem> {
        match self.expiration {
            Expiration::At(end) if end <= now => Err(Problem::new(
                "expiration.endDateTime",
                format!(
                    "The policy ended on {}; nobody would get access.",
                    end.format("%Y-%m-%d")
                ),
            )),
            _ => Ok(()),
        }
    }

    /// What is allowed and may surprise, each at its place.
    pub fn warnings(&self) -> Vec<Problem> {
        let mut warnings = Vec::new();
        let mut warn = |field: String, message: &str| warnings.push(Problem::new(field, message));
        let alone = |list: &[Subject], fallback: &[Subject]| {
            !list.is_empty() && fallback.is_empty() && list.iter().all(Subject::is_relative)
        };
        for (at, stage) in self.approval.stages.iter().enumerate() {
            if alone(&stage.primary, &stage.fallback) {
                let message = "Where no such approver is found, nobody can approve; name a fallback.";
                warn(place(at, "fallbackPrimaryApprovers"), message);
            }
            if stage.escalate_after.is_some() && alone(&stage.escalation, &stage.escalation_fallback) {
                let message = "Where no such alternate is found, nobody else is asked; name a fallback.";
                warn(place(at, "fallbackEscalationApprovers"), message);
            }
        }
        let requestor = &self.requestor;
        let on_behalf = requestor.on_behalf_add || requestor.on_behalf_update || requestor.on_behalf_remove;
        if on_behalf && requestor.on_behalf.is_empty() {
            let message = "Asking on behalf is allowed, and nobody is named who may.";
            warn("requestorSettings.onBehalfRequestors".into(), message);
        }
        let asks = requestor.self_add || requestor.on_behalf_add;
        if self.targets.scope != TargetScope::NotSpecified && self.automatic.is_none() && !asks {
            let message = "The policy is for these people, and none of them may ask.";
            warn("requestorSettings.enableTargetsToSelfAddAccess".into(), message);
        }
        if self.targets.scope == TargetScope::NotSpecified && asks {
            let message = "Only administrators assign under this policy; nobody can ask.";
            warn("allowedTargetScope".into(), message);
        }
        if self.automatic.is_some() && self.approval.for_add && !asks {
            let message = "Nobody approves what is assigned by a rule.";
            warn("requestApprovalSettings.isApprovalRequiredForAdd".into(), message);
        }
        warnings
    }

    /// What other programs do under this policy and this one does not, a sentence each.
    pub fn cannot_do(&self) -> Vec<String> {
        let mut cannot = Vec::new();
        let list = |name: &str| self.source.get(name).and_then(Value::as_array).into_iter().flatten();
        for one in list("customExtensionStageSettings") {
            let stage = one.get("stage").and_then(Value::as_str).unwrap_or("an unnamed stage");
            cannot.push(format!("The custom extension at {stage} is not run from here."));
        }
        let credentials = self.source.get("verifiableCredentialSettings");
        if credentials.is_some_and(|settings| settings.as_object().is_some_and(|members| !members.is_empty())) {
            cannot.push("Verifiable credentials are not asked for here.".to_owned());
        }
        if self.own.recheck {
            cannot.push("Whether holders may still ask is not looked at again yet.".to_owned());
        }
        cannot
    }
}
