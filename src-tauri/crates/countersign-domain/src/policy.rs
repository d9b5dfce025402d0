//! A policy of an access package: Microsoft Graph's `accessPackageAssignmentPolicy`, understood and checked.
//!
//! Who may ask, who approves, what is asked of the person, until when, and when the holders are reviewed.
//! The JSON a person gave is kept beside what the rules need of it, so that what only other programs
//! understand is not lost on its way through (graph.md §3.3).

mod answer;
mod applicable;
mod contradiction;
mod expiration;
mod graph;
mod parse;
mod period;
mod question;
mod review;
mod stage;
mod subject;
#[cfg(test)]
mod test;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::rule::Rule;

pub use answer::{Answer, AnswerRefusal, LONGEST_ANSWER, check_answers};
pub use applicable::{Applicable, Because, Hidden, Tier, applicable};
pub use expiration::{Expiration, Refusal};
pub use parse::parse;
pub use period::Period;
pub use question::{Choice, Localization, Question, QuestionKind};
pub use review::{PolicyReview, Silence};
pub use stage::{Approval, ApprovalStage, Visibility};
pub use subject::Subject;

/// Who gets a package, how, and for how long.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PackagePolicy")]
pub struct Policy {
    pub display_name: String,
    pub description: String,
    pub targets: Targets,
    /// None where people ask, or administrators assign.
    pub automatic: Option<Automatic>,
    pub requestor: Requestor,
    pub approval: Approval,
    pub expiration: Expiration,
    /// In the order in which they are asked.
    pub questions: Vec<Question>,
    /// None where the holders are not reviewed.
    pub review: Option<PolicyReview>,
    /// Whether people are told of their assignments.
    pub notify: bool,
    pub own: OwnSettings,
    /// The JSON it was read from.
    #[serde(skip)]
    #[ts(skip)]
    pub source: Value,
}

/// Whom the policy is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PolicyTargets")]
pub struct Targets {
    pub scope: TargetScope,
    /// Named users, groups, rules, organizations or service principals; empty for the scopes that say "all".
    pub specific: Vec<Subject>,
}

/// Graph's `allowedTargetScope` (access-governance §2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TargetScope {
    /// Nobody asks; an administrator assigns.
    NotSpecified,
    SpecificDirectoryUsers,
    SpecificConnectedOrganizationUsers,
    SpecificDirectoryServicePrincipals,
    /// Members, no guests.
    AllMemberUsers,
    /// Members and guests.
    AllDirectoryUsers,
    AllDirectoryServicePrincipals,
    /// Organizations in the state configured.
    AllConfiguredConnectedOrganizationUsers,
    /// Any outsider; an unknown organization is noted as proposed.
    AllExternalUsers,
    AllDirectoryAgentIdentities,
}

impl TargetScope {
    pub const ALL: [Self; 10] = [
        Self::NotSpecified,
        Self::SpecificDirectoryUsers,
        Self::SpecificConnectedOrganizationUsers,
        Self::SpecificDirectoryServicePrincipals,
        Self::AllMemberUsers,
        Self::AllDirectoryUsers,
        Self::AllDirectoryServicePrincipals,
        Self::AllConfiguredConnectedOrganizationUsers,
        Self::AllExternalUsers,
        Self::AllDirectoryAgentIdentities,
    ];

    /// Graph's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotSpecified => "notSpecified",
            Self::SpecificDirectoryUsers => "specificDirectoryUsers",
            Self::SpecificConnectedOrganizationUsers => "specificConnectedOrganizationUsers",
            Self::SpecificDirectoryServicePrincipals => "specificDirectoryServicePrincipals",
            Self::AllMemberUsers => "allMemberUsers",
            Self::AllDirectoryUsers => "allDirectoryUsers",
            Self::AllDirectoryServicePrincipals => "allDirectoryServicePrincipals",
            Self::AllConfiguredConnectedOrganizationUsers => "allConfiguredConnectedOrganizationUsers",
            Self::AllExternalUsers => "allExternalUsers",
            Self::AllDirectoryAgentIdentities => "allDirectoryAgentIdentities",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// Who meets the rule gets the package without asking (access-governance §2.5, auto-assignment).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PolicyAutomatic")]
pub struct Automatic {
    pub rule: Rule,
    /// Whether those who meet it are given the package.
    pub add: bool,
    /// Whether those who meet it no longer lose the package.
    pub remove: bool,
    /// How long they keep it after that.
    pub grace: Period,
}

/// What may be asked for, and by whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PolicyRequestor")]
pub struct Requestor {
    pub self_add: bool,
    /// Extending and answering again.
    pub self_update: bool,
    pub self_remove: bool,
    /// Whether the person may name a later start and an earlier end.
    pub custom_schedule: bool,
    pub on_behalf_add: bool,
    pub on_behalf_update: bool,
    pub on_behalf_remove: bool,
    /// Who may ask for somebody else.
    pub on_behalf: Vec<Subject>,
}

/// What Graph has no word for, beside its own members.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[ts(rename = "PolicyOwnSettings")]
pub struct OwnSettings {
    /// Holders who may not ask any more are found again and again, not only when they ask.
    pub recheck: bool,
    /// What a holder had before becomes the package's, and is removed with it.
    pub adopt: bool,
    /// What somebody took away in the directory is given again by itself.
    pub repair: bool,
    /// An automatic run that takes the package from more than this share of its holders waits for a second person;
    /// 50 where nothing is said.
    pub hold_percent: Option<u32>,
    /// … and from more than so many; 10 where nothing is said.
    pub hold_above: Option<u32>,
}

impl OwnSettings {
    /// Whether an automatic run that takes the package from `removals` of `holders` waits for a second person.
    pub fn holds(&self, removals: usize, holders: usize) -> bool {
        let percent = u128::from(self.hold_percent.unwrap_or(50));
        let above = u128::from(self.hold_above.unwrap_or(10));
        let (removals, holders) = (removals as u128, holders as u128);
        removals > above && removals * 100 > holders * percent
    }
}
