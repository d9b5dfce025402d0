//! Which policy applies when several match: the most specific wins, ties are shown (access-governance §2.5).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Policy, TargetScope};
use crate::id::PolicyId;

/// How specific a scope is, the most specific first: P1 to P4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PolicyTier")]
pub enum Tier {
    /// Named users, organizations or service principals.
    Named,
    /// All members.
    Members,
    /// All users, guests included; all service principals; all agents.
    Everybody,
    /// All configured organizations, or any outsider.
    Outsiders,
}

impl TargetScope {
    /// None where only administrators assign.
    pub fn tier(self) -> Option<Tier> {
        match self {
            Self::NotSpecified => None,
            Self::SpecificDirectoryUsers
            | Self::SpecificConnectedOrganizationUsers
            | Self::SpecificDirectoryServicePrincipals => Some(Tier::Named),
            Self::AllMemberUsers => Some(Tier::Members),
            Self::AllDirectoryUsers | Self::AllDirectoryServicePrincipals | Self::AllDirectoryAgentIdentities => {
                Some(Tier::Everybody)
            }
            Self::AllConfiguredConnectedOrganizationUsers | Self::AllExternalUsers => Some(Tier::Outsiders),
        }
    }
}

/// What a person may choose from, and why not from the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ApplicablePolicies")]
pub struct Applicable {
    /// More than one is a tie: the person chooses.
    pub choose: Vec<PolicyId>,
    pub hidden: Vec<Hidden>,
}

/// A policy that is not offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "HiddenPolicy")]
pub struct Hidden {
    pub policy: PolicyId,
    pub because: Because,
}

/// Why a policy is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind", content = "by")]
#[ts(rename = "HiddenPolicyReason")]
pub enum Because {
    #[error("This policy is for administrators only.")]
    AdministratorsOnly,
    #[error("The person is not among those whom this policy is for.")]
    NotMatched,
    #[error("A more specific policy is for this person.")]
    LessSpecific(PolicyId),
}

/// What a person may choose from. Each policy stands with whether it is for this person and lets them ask; the
/// answer keeps the order of the policies.
pub fn applicable(policies: &[(PolicyId, &Policy, bool)]) -> Applicable {
    let best = policies
        .iter()
        .filter(|(.., matched)| *matched)
        .filter_map(|(id, policy, _)| Some((policy.targets.scope.tier()?, *id)))
        .min_by_key(|(tier, _)| *tier);
    let mut answer = Applicable::default();
    for &(policy, rules, matched) in policies {
        let because = match (rules.targets.scope.tier(), matched, best) {
            (None, ..) => Because::AdministratorsOnly,
            (_, false, _) | (_, _, None) => Because::NotMatched,
            (Some(tier), true, Some((first, by))) if tier > first => Because::LessSpecific(by),
            (Some(_), true, Some(_)) => {
                answer.choose.push(policy);
                continue;
            }
        };
        answer.hidden.push(Hidden { policy, because });
    }
    answer
}
