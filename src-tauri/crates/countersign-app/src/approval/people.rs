//! From the subjects of a stage to people: who they are, and by which rule.

use std::collections::BTreeMap;

use countersign_domain::approval::{self, Approver, ApproverKind, Candidate, WhyFallback};
use countersign_domain::id::PrincipalId;
use countersign_domain::policy::Subject;
use countersign_store::request::NewApprover;
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use countersign_store::{StoreError, review, snapshot};

use crate::{Problem, resolve};

/// No organization is deeper; a longer line of managers is a mistake.
const DEEPEST: usize = 64;

/// What a request is about, as far as its approvers depend on it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    /// 0 where nobody of the directory asks.
    pub requestor: i64,
    pub target: i64,
    pub package: i64,
}

/// Whom subjects came to, and what stood in the way.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub people: BTreeMap<i64, (bool, String)>,
    pub notes: Vec<String>,
}

impl Found {
    fn put(&mut self, connection: &Connection, principal: i64, reason: String) -> Result<(), Problem> {
        let usable = review::is_able(connection, principal)? == Some(true);
        self.people.entry(principal).or_insert((usable, reason));
        Ok(())
    }

    fn candidates(&self) -> Vec<Candidate> {
        self.people
            .iter()
            .map(|(principal, (usable, _))| Candidate {
                principal: PrincipalId(*principal),
                usable: *usable,
            })
            .collect()
    }
}

/// Who is asked, in words where nobody can be.
pub(crate) struct Asked {
    pub approvers: Vec<NewApprover>,
    /// Why the fallback is asked, or why nobody is.
    pub why: Option<String>,
}

/// Who is asked when a stage begins.
pub(crate) fn first(
    connection: &Connection,
    about: About,
    primary: &[Subject],
    fallback: &[Subject],
) -> Result<Asked, Problem> {
    choose(connection, about, [primary, fallback], approval::approvers)
}

/// Who is asked too when it escalates.
pub(crate) fn alternates(
    connection: &Connection,
    about: About,
    escalation: &[Subject],
    fallback: &[Subject],
) -> Result<Asked, Problem> {
    choose(
        connection,
        about,
        [escalation, fallback],
        approval::escalation_approvers,
    )
}

type Rule =
    fn([PrincipalId; 2], &[Candidate], &[Candidate]) -> Result<(Vec<Approver>, Option<WhyFallback>), approval::Refusal>;

fn choose(connection: &Connection, about: About, lists: [&[Subject]; 2], rule: Rule) -> Result<Asked, Problem> {
    let first = find(connection, lists[0], about)?;
    let second = find(connection, lists[1], about)?;
    let people = [PrincipalId(about.requestor), PrincipalId(about.target)];
    let said = |why: String, notes: &[&str]| {
        let mut text = why;
        for note in notes {
            text.push(' ');
            text.push_str(note);
        }
        text
    };
    Ok(match rule(people, &first.candidates(), &second.candidates()) {
        Ok((approvers, why)) => {
            let notes: Vec<&str> = first.notes.iter().map(String::as_str).collect();
            Asked {
                approvers: approvers
                    .into_iter()
                    .map(|one| NewApprover {
                        principal: one.principal.0,
                        kind: one.kind,
                        reason: reason(one, &first, &second),
                    })
                    .collect(),
                why: why.map(|why| said(why.to_string(), &notes)),
            }
        }
        Err(refusal) => {
            let notes: Vec<&str> = first.notes.iter().chain(&second.notes).map(String::as_str).collect();
            Asked {
                approvers: Vec::new(),
                why: Some(said(refusal.to_string(), &notes)),
            }
        }
    })
}

fn reason(one: Approver, first: &Found, second: &Found) -> String {
    let list = match one.kind {
        ApproverKind::Primary | ApproverKind::Escalation => first,
        ApproverKind::Fallback | ApproverKind::EscalationFallback => second,
    };
    list.people
        .get(&one.principal.0)
        .map_or_else(String::new, |(_, reason)| reason.clone())
}

/// The people that subjects come to for one request.
pub(crate) fn find(connection: &Connection, subjects: &[Subject], about: About) -> Result<Found, Problem> {
    let mut found = Found::default();
    for subject in subjects {
        match subject {
            Subject::User(key) => match known(connection, key, "user")? {
                Some(person) => found.put(connection, person, "Named in the policy.".into())?,
                None => found.notes.push(format!("The directory holds no person “{key}”.")),
            },
            Subject::Group(key) => match known(connection, key, "group")? {
                Some(group) => {
                    let name = name_of(connection, group)?;
                    for member in snapshot::effective_member(connection, group)? {
                        found.put(connection, member.principal_id, format!("Member of {name}."))?;
                    }
                }
                None => found.notes.push(format!("The directory holds no group “{key}”.")),
            },
            Subject::RequestorManager(level) => manager(connection, about.requestor, *level, &mut found)?,
            Subject::TargetManager(level) => manager(connection, about.target, *level, &mut found)?,
            Subject::InternalSponsors => sponsors(connection, about.target, &["internal"], &mut found)?,
            Subject::ExternalSponsors => sponsors(connection, about.target, &["external"], &mut found)?,
            Subject::TargetSponsors => sponsors(connection, about.target, &["internal", "external"], &mut found)?,
            Subject::ResourceOwners => owners(connection, about.package, &mut found)?,
            Subject::ServicePrincipal(_) | Subject::Rule(_) | Subject::Organization(_) => {
                found
                    .notes
                    .push("A policy names somebody here who cannot approve.".into());
            }
        }
    }
    Ok(found)
}

fn known(connection: &Connection, key: &str, kind: &str) -> Result<Option<i64>, Problem> {
    match resolve::principal(connection, key, kind, "") {
        Ok(id) => Ok(Some(id)),
        Err(problem) if problem.code.as_deref() == Some("unknownPrincipal") => Ok(None),
        Err(problem) => Err(problem),
    }
}

pub(crate) fn name_of(connection: &Connection, principal: i64) -> Result<String, Problem> {
    let found = connection
        .prepare_cached("SELECT display_name FROM principal WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([principal], |row| row.get(0)).optional())
        .map_err(StoreError::from)?;
    Ok(found.unwrap_or_else(|| "somebody who is nobody in the directory".into()))
}

/// The manager so many levels up. A line of managers that comes back to itself is named and leads to nobody.
fn manager(connection: &Connection, person: i64, level: u8, found: &mut Found) -> Result<(), Problem> {
    let mut statement = connection
        .prepare_cached("SELECT manager_id FROM principal WHERE id = ?1")
        .map_err(StoreError::from)?;
    let mut line = vec![person];
    let mut at = person;
    for step in 1..=usize::from(level).min(DEEPEST) {
        let above: Option<i64> = statement
            .query_row([at], |row| row.get(0))
            .optional()
            .map_err(StoreError::from)?
            .flatten();
        let name = name_of(connection, person)?;
        let Some(above) = above else {
            found.notes.push(match step {
                1 => format!("The directory knows no manager of {name}."),
                _ => format!("The directory knows no manager of {name} at level {step}."),
            });
            return Ok(());
        };
        if line.contains(&above) {
            let from = line.iter().position(|one| *one == above).unwrap_or(0);
            let mut names = Vec::new();
            for one in line[from..].iter().chain([&above]) {
                names.push(name_of(connection, *one)?);
            }
            found
                .notes
                .push(format!("The managers go round in a circle: {}.", names.join(" → ")));
            return Ok(());
        }
        line.push(above);
        at = above;
    }
    let name = name_of(connection, person)?;
    let reason = match level {
        1 => format!("Manager of {name}."),
        level => format!("Manager of {name} at level {level}."),
    };
    found.put(connection, at, reason)
}

/// The sponsors of the connected organizations that a guest belongs to.
fn sponsors(connection: &Connection, target: i64, kinds: &[&str], found: &mut Found) -> Result<(), Problem> {
    let Some(person) = countersign_store::policy::person(connection, target)? else {
        return Ok(());
    };
    let tokens = crate::policy::tokens_of(connection, &person, &[])?;
    let mut statement = connection
        .prepare_cached(
            "SELECT s.principal_id, o.display_name FROM sponsor s JOIN organization o ON o.id = s.organization_id
             WHERE s.organization_id = ?1 AND s.kind = ?2 ORDER BY s.principal_id",
        )
        .map_err(StoreError::from)?;
    let before = found.people.len();
    for organization in tokens.iter().filter_map(|token| token.strip_prefix("organization:")) {
        for kind in kinds {
            let rows: Vec<(i64, String)> = statement
                .query_map(params![organization.parse::<i64>().unwrap_or_default(), kind], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .and_then(Iterator::collect)
                .map_err(StoreError::from)?;
            for (sponsor, name) in rows {
                let kind = if *kind == "internal" { "Internal" } else { "External" };
                found.put(connection, sponsor, format!("{kind} sponsor of {name}."))?;
            }
        }
    }
    if found.people.len() == before {
        found
            .notes
            .push(format!("No sponsor of {} is known.", person.display_name));
    }
    Ok(())
}

/// The owners of what a package gives.
fn owners(connection: &Connection, package: i64, found: &mut Found) -> Result<(), Problem> {
    let mut statement = connection
        .prepare_cached(
            "SELECT DISTINCT g.principal_id, p.display_name FROM package_role r
             JOIN \"grant\" g ON g.resource_id = r.resource_id AND g.entitlement = 'owner'
             JOIN principal p ON p.id = r.resource_id JOIN principal o ON o.id = g.principal_id
             WHERE r.package_id = ?1 AND r.removed_at IS NULL AND o.kind = 'user' ORDER BY p.display_name, g.principal_id",
        )
        .map_err(StoreError::from)?;
    let rows: Vec<(i64, String)> = statement
        .query_map([package], |row| Ok((row.get(0)?, row.get(1)?)))
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    if rows.is_empty() {
        found.notes.push("What the package gives has no owner.".into());
    }
    for (owner, name) in rows {
        found.put(connection, owner, format!("Owner of {name}."))?;
    }
    Ok(())
}

/// Whether a person may ask for somebody else under these subjects.
pub(crate) fn may_stand_for(
    connection: &Connection,
    subjects: &[Subject],
    actor: i64,
    target: i64,
) -> Result<bool, Problem> {
    let about = About {
        requestor: target,
        target,
        package: 0,
    };
    let found = find(connection, subjects, about)?;
    Ok(found.people.contains_key(&actor))
}
