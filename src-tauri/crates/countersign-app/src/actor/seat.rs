//! From what somebody claims to who they are: roles, bindings, and how it was shown.

use countersign_domain::actor::{Actor, Assurance, Identity, identities};
use countersign_domain::id::PrincipalId;
use countersign_store::StoreError;
use countersign_store::role::{self, Role};
use countersign_store::rusqlite::{Connection, OptionalExtension};

use crate::call::Stop;
use crate::desk::Open;
use crate::{Desk, Problem};

/// Who somebody says they are, and what has shown it so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claim {
    /// None: the account of the operating system alone.
    pub principal: Option<i64>,
    pub administrator: bool,
    pub shown: Option<Assurance>,
}

/// A person of the directory who may sit down.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub principal: i64,
    pub display_name: String,
    pub key: String,
    pub dn: String,
    pub directory: i64,
}

/// A present person whose account is not disabled, by number or by a reference; `None` where nobody was named.
pub(crate) fn person_of(
    connection: &Connection,
    principal: Option<i64>,
    reference: Option<&str>,
) -> Result<Option<Person>, Problem> {
    let reference = reference.map(str::trim).filter(|text| !text.is_empty());
    let id = match (principal, reference) {
        (Some(id), _) => id,
        (None, Some(text)) => crate::resolve::principal(connection, text, "user", "person")?,
        (None, None) => return Ok(None),
    };
    let found = connection
        .prepare_cached(
            "SELECT display_name, key, dn, directory_id, enabled FROM principal
             WHERE id = ?1 AND kind = 'user' AND removed_snapshot_id IS NULL",
        )
        .and_then(|mut statement| {
            let person = statement.query_row([id], |row| {
                let person = Person {
                    principal: id,
                    display_name: row.get(0)?,
                    key: row.get(1)?,
                    dn: row.get(2)?,
                    directory: row.get(3)?,
                };
                Ok((person, row.get::<_, Option<bool>>(4)?))
            });
            person.optional()
        })
        .map_err(StoreError::from)?;
    match found {
        Some((person, Some(false))) => {
            Err(Problem::new(format!("The account of {} is disabled.", person.display_name)).field("principal"))
        }
        Some((person, _)) => Ok(Some(person)),
        None => Err(Problem::missing("person", id).field("principal")),
    }
}

/// How the account of the operating system is shown: by itself, but where a variable of the environment named another.
pub(crate) fn of_account(desk: &Desk, practice: bool) -> Assurance {
    if desk.environment.account(practice) == desk.environment.system_account {
        Assurance::OsAccount
    } else {
        Assurance::Stated
    }
}

/// Who sits down by a claim, if they may.
///
/// # Errors
/// The role is not theirs, or it asks for more proof than there is.
pub(crate) fn actor_of(desk: &Desk, open: &Open, connection: &Connection, claim: &Claim) -> Result<Actor, Problem> {
    let practice = open.is_practice();
    let account = desk.environment.account(practice);
    let bindings = role::bindings(connection)?;
    let of_account = of_account(desk, practice);
    let (own, display_name, assurance) = match person_of(connection, claim.principal, None)? {
        None => (Identity::of_account(account), account.to_owned(), of_account),
        Some(person) => {
            let id = PrincipalId(person.principal);
            let bound = bindings
                .iter()
                .any(|one| one.os_account == account && one.principal == id);
            let by_account = if bound { of_account } else { Assurance::Stated };
            (Identity::of(id), person.display_name, claim.shown.unwrap_or(by_account))
        }
    };
    let identities = identities([own], &bindings);
    let roles = role::roles(connection)?;
    let holds = |role: Role| {
        let own = |one: &&role::RoleRow| !one.principal_gone && identities.contains(&one.identity());
        roles.iter().filter(|one| one.role == role).any(|one| own(&one))
    };
    let officer = !claim.administrator && holds(Role::ComplianceOfficer);
    if claim.administrator && !practice && !holds(Role::Administrator) {
        return Err(
            Problem::new(format!("{display_name} is not an administrator of this store."))
                .code("permission")
                .field("administrator")
                .hint("An administrator gives the role under Settings, People and roles, or by “role give”."),
        );
    }
    if claim.principal.is_none() && !claim.administrator && !officer {
        return Err(
            Problem::new("Say who you are: a person of the directory, or the administrator.").field("principal"),
        );
    }
    let demanded = super::identity(connection, practice)?.administer;
    if (claim.administrator || officer) && assurance < demanded {
        let role = if officer {
            "a compliance officer"
        } else {
            "an administrator"
        };
        return Err(super::setting::unproven(&display_name, &format!("act as {role}")));
    }
    Ok(Actor {
        principal: claim.principal.map(PrincipalId),
        display_name,
        administrator: claim.administrator,
        compliance_officer: officer,
        assurance,
        identities,
    })
}

/// Who the account of this machine may sit down as without saying or showing more: the administrator, the compliance
/// officer, the people it is bound to.
pub(crate) fn seats(desk: &Desk, open: &Open) -> Result<Vec<Actor>, Problem> {
    let claim = |principal, administrator| Claim {
        principal,
        administrator,
        shown: None,
    };
    let found = open.store.read(|connection| {
        let account = desk.environment.account(open.is_practice());
        let bindings = role::bindings(connection)?;
        let own = || bindings.iter().filter(|one| one.os_account == account);
        // Under their name rather than their account's, where it is known.
        let mut claims: Vec<Claim> = own().map(|one| claim(Some(one.principal.0), true)).collect();
        if claims.is_empty() || open.is_practice() {
            claims.insert(0, claim(None, true));
        }
        claims.push(claim(None, false));
        claims.extend(own().map(|one| claim(Some(one.principal.0), false)));
        let mut seats = Vec::with_capacity(claims.len());
        for claim in &claims {
            match actor_of(desk, open, connection, claim) {
                Ok(actor) => seats.push(actor),
                // Not theirs; anything else is a fault of the store, and is said.
                Err(refusal) if refusal.field.is_some() || refusal.code.as_deref() == Some("proof") => {}
                Err(problem) => return Err(Stop(problem)),
            }
        }
        Ok(seats)
    });
    found.map_err(|stop| stop.0)
}

/// Who the account of this machine is in a store: its administrator or compliance officer, else the one person it is
/// bound to; nobody yet where that is not clear.
///
/// # Errors
/// The store cannot be read.
pub(crate) fn first(desk: &Desk, open: &Open) -> Result<Option<Actor>, Problem> {
    let mut seats = seats(desk, open)?;
    let one = seats.len() == 1 || seats.first().is_some_and(Actor::reads_all);
    Ok((one && !seats.is_empty()).then(|| seats.swap_remove(0)))
}
