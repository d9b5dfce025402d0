//! A policy exception: who may keep what against which policy, why, approved by whom, until when.
//!
//! ```text
//! proposed --approve--> approved --last day passes--> expired --renew--> proposed
//! proposed | approved | expired --revoke--> revoked
//! proposed --last day passes--> expired
//! ```
//!
//! Auditors ask for exceptions with an approver and an end (access-governance, checklist E35). Nobody
//! approves their own, every exception ends, and one that has ended covers nothing: what it covered is an
//! open finding again until a person renews it, which takes a new approval, or revokes it.

#[cfg(test)]
mod test;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::actor::{Actor, FourEyes, NotTwo};
use crate::id::PrincipalId;

/// An exception ends at the latest so many days after it is proposed, renewed or approved: one year,
/// whichever day it begins on.
pub const LONGEST_DAYS: u64 = 366;
/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 2_000;
/// The longest name of a policy, a resource or an entitlement, in characters.
pub const LONGEST_NAME: usize = 256;

/// Where an exception stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ExceptionState")]
pub enum State {
    Proposed,
    Approved,
    Expired,
    Revoked,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Approved, Self::Expired, Self::Revoked];

    /// The word stored, sent and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Whether somebody has to do something about it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Proposed | Self::Expired)
    }
}

/// Who may keep what.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ExceptionAccess")]
pub struct Access {
    pub principal: PrincipalId,
    /// The resource, as the ledger names it.
    pub resource: String,
    /// The role on it.
    pub entitlement: String,
}

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ExceptionDraft")]
pub struct Draft {
    pub access: Access,
    /// The policy it goes against.
    pub policy: String,
    /// Why the person needs the access all the same.
    pub reason: String,
    /// The last day it is in force.
    pub until_on: Option<NaiveDate>,
    /// The day to look at it again before its end.
    pub review_on: Option<NaiveDate>,
}

/// An exception in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PolicyException")]
pub struct Exception {
    pub access: Access,
    pub policy: String,
    pub reason: String,
    pub until_on: NaiveDate,
    pub review_on: Option<NaiveDate>,
    pub state: State,
    pub proposed_by: Actor,
    pub proposed_on: NaiveDate,
    pub approved_by: Option<Actor>,
    pub approved_on: Option<NaiveDate>,
}

/// Why an exception does not change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Refusal {
    #[error("An exception needs a policy, a resource and an entitlement of at most {LONGEST_NAME} characters each.")]
    NameMissing,
    #[error("An exception needs a reason of at most {LONGEST_REASON} characters.")]
    ReasonMissing,
    #[error("An exception needs a last day.")]
    EndMissing,
    #[error("The last day of this exception has passed.")]
    EndPassed,
    #[error("An exception ends at most {LONGEST_DAYS} days from today.")]
    EndTooFar,
    #[error("The day to look at an exception again lies between today and its last day.")]
    ReviewOutside,
    #[error("Nobody approves the exception they proposed.")]
    OwnProposal,
    #[error(transparent)]
    NotTwo(NotTwo),
    #[error("Nobody approves an exception for their own access.")]
    OwnAccess,
    #[error("This exception is not waiting for an approval.")]
    NotProposed,
    #[error("This exception is not in force.")]
    NotApproved,
    #[error("Only an exception that has expired is renewed.")]
    NotExpired,
    #[error("This exception was revoked already.")]
    AlreadyRevoked,
}

/// Puts an exception into the register, waiting for somebody else's approval.
pub fn propose(draft: Draft, by: &Actor, today: NaiveDate) -> Result<Exception, Refusal> {
    let named = |name: &str| !name.trim().is_empty() && name.chars().count() <= LONGEST_NAME;
    if !named(&draft.policy) || !named(&draft.access.resource) || !named(&draft.access.entitlement) {
        return Err(Refusal::NameMissing);
    }
    check_reason(&draft.reason)?;
    let until_on = draft.until_on.ok_or(Refusal::EndMissing)?;
    check_end(until_on, today)?;
    check_review(draft.review_on, until_on, today)?;
    Ok(Exception {
        access: draft.access,
        policy: draft.policy,
        reason: draft.reason,
        until_on,
        review_on: draft.review_on,
        state: State::Proposed,
        proposed_by: by.clone(),
        proposed_on: today,
        approved_by: None,
        approved_on: None,
    })
}

impl Exception {
    /// Whether it covers its access today. The day counts and not only the state, so that nothing
    /// is covered between the last day and the next look at the register.
    pub fn is_in_force(&self, today: NaiveDate) -> bool {
        self.state == State::Approved && today <= self.until_on
    }

    /// Whether it is time to look at it again.
    pub fn is_review_due(&self, today: NaiveDate) -> bool {
        self.is_in_force(today) && self.review_on.is_some_and(|on| on <= today)
    }

    /// A second person's agreement.
    pub fn approve(&self, by: &Actor, eyes: &FourEyes, today: NaiveDate) -> Result<Self, Refusal> {
        if self.state != State::Proposed {
            return Err(Refusal::NotProposed);
        }
        if by.is(self.access.principal) {
            return Err(Refusal::OwnAccess);
        }
        eyes.second_person(&self.proposed_by, by).map_err(|not| match not {
            NotTwo::SamePerson => Refusal::OwnProposal,
            other => Refusal::NotTwo(other),
        })?;
        check_end(self.until_on, today)?;
        Ok(Self {
            state: State::Approved,
            approved_by: Some(by.clone()),
            approved_on: Some(today),
            ..self.clone()
        })
    }

    /// Takes it back for good.
    pub fn revoke(&self) -> Result<Self, Refusal> {
        match self.state {
            State::Revoked => Err(Refusal::AlreadyRevoked),
            State::Proposed | State::Approved | State::Expired => Ok(self.in_state(State::Revoked)),
        }
    }

    /// What the day does to it; `None` where nothing changes. A clock set back brings nothing to life.
    pub fn expire(&self, today: NaiveDate) -> Option<Self> {
        let ends = matches!(self.state, State::Proposed | State::Approved) && self.until_on < today;
        ends.then(|| self.in_state(State::Expired))
    }

    /// Asks for it again after its end, with a reason of today and a new approval to come.
    pub fn renew(
        &self,
        reason: String,
        until_on: NaiveDate,
        review_on: Option<NaiveDate>,
        by: &Actor,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        if self.state != State::Expired {
            return Err(Refusal::NotExpired);
        }
        let draft = Draft {
            access: self.access.clone(),
            policy: self.policy.clone(),
            reason,
            until_on: Some(until_on),
            review_on,
        };
        propose(draft, by, today)
    }

    /// Notes that somebody looked at it and lets it stand; `next` is the day of the next look.
    /// As with the approval, it is nobody's own access.
    pub fn confirm(&self, next: Option<NaiveDate>, by: &Actor, today: NaiveDate) -> Result<Self, Refusal> {
        if !self.is_in_force(today) {
            return Err(Refusal::NotApproved);
        }
        if by.principal == Some(self.access.principal) {
            return Err(Refusal::OwnAccess);
        }
        check_review(next, self.until_on, today)?;
        Ok(Self {
            review_on: next,
            ..self.clone()
        })
    }

    fn in_state(&self, state: State) -> Self {
        Self { state, ..self.clone() }
    }
}

fn check_reason(reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(Refusal::ReasonMissing);
    }
    Ok(())
}

fn check_end(until_on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    if until_on < today {
        return Err(Refusal::EndPassed);
    }
    match today.checked_add_days(Days::new(LONGEST_DAYS)) {
        Some(latest) if until_on > latest => Err(Refusal::EndTooFar),
        _ => Ok(()),
    }
}

fn check_review(review_on: Option<NaiveDate>, until_on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    match review_on {
        Some(on) if on < today || on > until_on => Err(Refusal::ReviewOutside),
        _ => Ok(()),
    }
}
