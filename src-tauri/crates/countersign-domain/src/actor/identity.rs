//! By what a human is known, and whether two acts are two humans'. One human is never counted as two.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Actor, Assurance};
use crate::id::PrincipalId;

/// One thing by which a human is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum Identity {
    Principal { principal: PrincipalId },
    OsAccount { os_account: String },
}

impl Identity {
    pub fn of(principal: PrincipalId) -> Self {
        Self::Principal { principal }
    }

    pub fn of_account(name: &str) -> Self {
        Self::OsAccount {
            os_account: name.to_owned(),
        }
    }
}

/// An account of the operating system that belongs to a principal. One human may have several of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    pub os_account: String,
    pub principal: PrincipalId,
}

/// Everything that the bindings say is the same human as `known`.
pub fn identities(known: impl IntoIterator<Item = Identity>, bindings: &[Binding]) -> Vec<Identity> {
    let mut all: BTreeSet<Identity> = known.into_iter().collect();
    loop {
        let before = all.len();
        for one in bindings {
            let pair = [Identity::of(one.principal), Identity::of_account(&one.os_account)];
            if pair.iter().any(|of| all.contains(of)) {
                all.extend(pair);
            }
        }
        if all.len() == before {
            return all.into_iter().collect();
        }
    }
}

/// Why two acts do not count as two people's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum NotTwo {
    #[error("The second signature comes from a second person.")]
    SamePerson,
    #[error("{0} only said who they are, and a signature asks for more.")]
    Unproven(String),
    /// One is known by an account alone and the other as a principal.
    #[error("It is not known whether {0} and {1} are two people.")]
    Unknown(String, String),
}

/// What is asked of two people who sign, and what is known of who is who.
#[derive(Debug, Clone, Default)]
pub struct FourEyes {
    pub bindings: Vec<Binding>,
    /// Both have shown who they are at least in this way.
    pub demanded: Assurance,
}

impl FourEyes {
    /// Whether `second` is another human than `first`. Where the settings demand more than a person's word, both must
    /// have shown it, and an account that is bound to nobody is told apart from other such accounts alone.
    /// The program is nobody's person: what it drew by a rule, anybody may sign; it signs nothing.
    ///
    /// # Errors
    /// They are one, or nobody can know that they are two.
    pub fn second_person(&self, first: &Actor, second: &Actor) -> Result<(), NotTwo> {
        let Self { bindings, demanded } = self;
        let demanded = *demanded;
        let shown = |actor: &Actor| actor.assurance >= demanded && actor.assurance != Assurance::Program;
        let all_of = |actor: &Actor| {
            let own = match (actor.principal, actor.assurance) {
                (Some(principal), _) => Some(Identity::of(principal)),
                (None, Assurance::Program) => None,
                (None, _) => Some(Identity::of_account(&actor.display_name)),
            };
            identities(own.into_iter().chain(actor.identities.iter().cloned()), bindings)
        };
        let (one, two) = (all_of(first), all_of(second));
        if one.iter().any(|identity| two.contains(identity)) {
            return Err(NotTwo::SamePerson);
        }
        if !shown(second) {
            return Err(NotTwo::Unproven(second.display_name.clone()));
        }
        if first.assurance == Assurance::Program {
            return Ok(());
        }
        if !shown(first) {
            return Err(NotTwo::Unproven(first.display_name.clone()));
        }
        let is_person = |all: &[Identity]| all.iter().any(|one| matches!(one, Identity::Principal { .. }));
        if demanded > Assurance::Stated && is_person(&one) != is_person(&two) {
            return Err(NotTwo::Unknown(first.display_name.clone(), second.display_name.clone()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(principal: i64, assurance: Assurance) -> Actor {
        Actor {
            principal: Some(PrincipalId(principal)),
            display_name: format!("Person {principal}"),
            assurance,
            ..Actor::default()
        }
    }

    fn account(name: &str) -> Actor {
        Actor {
            display_name: name.into(),
            administrator: true,
            assurance: Assurance::OsAccount,
            identities: vec![Identity::of_account(name)],
            ..Actor::default()
        }
    }

    fn second_person(first: &Actor, second: &Actor, bindings: &[Binding], demanded: Assurance) -> Result<(), NotTwo> {
        let bindings = bindings.to_vec();
        FourEyes { bindings, demanded }.second_person(first, second)
    }

    fn bound(name: &str, principal: i64) -> Binding {
        Binding {
            os_account: name.into(),
            principal: PrincipalId(principal),
        }
    }

    #[test]
    fn an_account_bound_to_a_principal_is_that_person() {
        let bindings = [bound("alice", 1)];
        let mona = person(1, Assurance::DirectoryBind);
        let two = |first: &Actor, second: &Actor| second_person(first, second, &bindings, Assurance::OsAccount);
        assert_eq!(two(&account("alice"), &mona), Err(NotTwo::SamePerson));
        assert_eq!(two(&mona, &account("alice")), Err(NotTwo::SamePerson));
        assert_eq!(two(&account("alice"), &person(2, Assurance::DirectoryBind)), Ok(()));
    }

    #[test]
    fn two_accounts_and_two_principals_of_one_human_are_one_by_whatever_way() {
        let bindings = [bound("alice", 1), bound("alice", 2), bound("alice-admin", 2)];
        let two = |first: &Actor, second: &Actor| second_person(first, second, &bindings, Assurance::Stated);
        assert_eq!(
            two(&account("alice-admin"), &person(1, Assurance::Stated)),
            Err(NotTwo::SamePerson)
        );
        assert_eq!(
            two(&person(1, Assurance::Stated), &person(2, Assurance::Stated)),
            Err(NotTwo::SamePerson)
        );
    }

    #[test]
    fn a_binding_that_ended_does_not_make_two_of_one_who_had_sat_down_by_it() {
        let mut first = account("alice");
        first.identities.push(Identity::of(PrincipalId(1)));
        let second = person(1, Assurance::DirectoryBind);
        assert_eq!(
            second_person(&first, &second, &[], Assurance::OsAccount),
            Err(NotTwo::SamePerson)
        );
    }

    #[test]
    fn who_only_said_who_they_are_is_nobodys_second_person_where_proof_is_demanded() {
        let (one, two) = (person(1, Assurance::OsAccount), person(2, Assurance::Stated));
        let unproven = NotTwo::Unproven("Person 2".into());
        assert_eq!(
            second_person(&one, &two, &[], Assurance::OsAccount),
            Err(unproven.clone())
        );
        assert_eq!(second_person(&two, &one, &[], Assurance::OsAccount), Err(unproven));
        assert_eq!(second_person(&one, &two, &[], Assurance::Stated), Ok(()));
    }

    #[test]
    fn an_account_of_nobody_and_a_principal_may_be_one_human() {
        let two = second_person(
            &account("bob"),
            &person(1, Assurance::DirectoryBind),
            &[],
            Assurance::OsAccount,
        );
        assert_eq!(two, Err(NotTwo::Unknown("bob".into(), "Person 1".into())));
        assert_eq!(
            second_person(&account("bob"), &account("eve"), &[], Assurance::OsAccount),
            Ok(())
        );
    }

    #[test]
    fn what_the_program_drew_is_signed_by_one_person_and_the_program_signs_nothing() {
        let program = Actor {
            display_name: "schedule".into(),
            administrator: true,
            assurance: Assurance::Program,
            ..Actor::default()
        };
        let person = person(1, Assurance::OsAccount);
        assert_eq!(second_person(&program, &person, &[], Assurance::OsAccount), Ok(()));
        assert!(second_person(&person, &program, &[], Assurance::Stated).is_err());
    }
}
