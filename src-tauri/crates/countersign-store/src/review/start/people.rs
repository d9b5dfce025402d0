//! Everybody who may be reviewed: a small row for each, with what the scope and the reviewers ask of them.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Duration, Utc};
use countersign_domain::recommendation::{Recommendation, SignIn, from_sign_in};
use countersign_domain::rule::Rule;
use rusqlite::Transaction;

use super::Start;
use crate::StoreError;
use crate::principal_attribute::Wanted;

/// What is needed of each person, looked up a million times.
#[derive(Clone, Copy)]
pub(super) struct Person {
    rank: u32,
    pub manager: i64,
    pub user: bool,
    /// A person who can sign in, and so can answer.
    pub able: bool,
    pub advice: Recommendation,
    seen: bool,
    out: Option<Out>,
}

/// Why somebody who holds an access in scope is no item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Out {
    NotAPerson,
    NotAServicePrincipal,
    NotAGuest,
    NotNamed,
    SignedIn,
    Young,
    NoMatch,
    ByName,
    NotLoaded,
}

impl Out {
    fn reason(self) -> &'static str {
        match self {
            Self::NotAPerson => "not a person",
            Self::NotAServicePrincipal => "not a service principal",
            Self::NotAGuest => "not a guest",
            Self::NotNamed => "not one of the people in scope",
            Self::SignedIn => "signed in within the inactivity",
            Self::Young => "account younger than the inactivity",
            Self::NoMatch => "does not match the rule",
            Self::ByName => "left out by name",
            Self::NotLoaded => "not in this directory",
        }
    }
}

pub(super) struct People {
    by_id: HashMap<i64, Person>,
    out: BTreeMap<Out, i64>,
    named_out: HashSet<i64>,
    pub sign_ins_kept: bool,
}

impl People {
    /// Everybody present in the directory. Disabled managers are left out: who cannot sign in cannot answer.
    pub(super) fn load(transaction: &Transaction<'_>, start: &Start<'_>) -> Result<Self, StoreError> {
        let sign_ins_kept: bool = transaction.query_row(
            "SELECT EXISTS (SELECT 1 FROM principal NOT INDEXED WHERE directory_id = ?1 AND removed_snapshot_id IS NULL
                            AND last_sign_in_at IS NOT NULL)",
            [start.directory],
            |row| row.get(0),
        )?;
        let scope = &start.definition.scope;
        let filter = Filter {
            start,
            // A self-review asks people alone (access-governance §1.3), and only they sign in.
            people_only: scope.transitive
                || scope.principals.people_only
                || scope.principals.inactive_days.is_some()
                || start.stages.iter().all(|stage| stage.self_review),
            // A role shows people and groups, or service principals (access-governance §1.2).
            no_services: scope.resources.iter().any(|one| one.is_role()),
            people: start.people.iter().copied().collect(),
            excluded: start.excluded.iter().map(|(id, _)| *id).collect(),
            rule: start.rule.as_ref().map(|rule| (rule, Wanted::by(rule))),
        };
        let settings = &start.definition.settings;
        let look_back = Duration::days(i64::from(settings.look_back_days));
        let advise = settings.recommendations || start.definition.stages.iter().any(|stage| stage.recommendations);
        let asks_managers = start.stages.iter().any(|stage| stage.managers);
        let mut statement = transaction.prepare(include_str!("../people.sql"))?;
        let mut rows = statement.query([start.directory])?;
        let mut named: Vec<(String, i64, Person)> = Vec::new();
        let mut able = HashSet::new();
        while let Some(row) = rows.next()? {
            let input = SignIn {
                last_sign_in_at: row.get(2)?,
                created_at: row.get(3)?,
                kept_by_directory: sign_ins_kept,
            };
            let advice = if advise {
                from_sign_in(&input, start.now, look_back)
            } else {
                Recommendation::NoInfoAvailable
            };
            let id: i64 = row.get(0)?;
            let user = row.get_ref(6)?.as_str().is_ok_and(|kind| kind == "user");
            let out = filter.out(id, row, user, &input)?;
            let person = Person {
                rank: 0,
                // Only where managers are asked does it matter who they are.
                manager: row.get::<_, Option<i64>>(4)?.filter(|_| asks_managers).unwrap_or(0),
                user,
                able: user && row.get(7)?,
                advice,
                seen: false,
                out,
            };
            if person.able {
                able.insert(id);
            }
            named.push((row.get::<_, String>(1)?.to_lowercase(), id, person));
        }
        for (_, _, person) in named
            .iter_mut()
            .filter(|(_, _, person)| !able.contains(&person.manager))
        {
            person.manager = 0;
        }
        named.sort_unstable_by(|one, two| (&one.0, one.1).cmp(&(&two.0, two.1)));
        let by_id = named
            .into_iter()
            .enumerate()
            .map(|(rank, (_, id, person))| {
                let rank = u32::try_from(rank).unwrap_or(u32::MAX);
                (id, Person { rank, ..person })
            })
            .collect();
        Ok(Self {
            by_id,
            out: BTreeMap::new(),
            named_out: HashSet::new(),
            sign_ins_kept,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    pub(super) fn is_user(&self, id: i64) -> bool {
        self.by_id.get(&id).is_some_and(|one| one.user)
    }

    pub(super) fn rank(&self, id: i64) -> u32 {
        self.by_id.get(&id).map_or(u32::MAX, |one| one.rank)
    }

    /// The person, if the scope takes them in; who is left out is counted by reason.
    pub(super) fn take_in(&mut self, id: i64) -> Option<Person> {
        let out = match self.by_id.get_mut(&id) {
            None => Out::NotLoaded,
            Some(person) => match person.out {
                None => {
                    person.seen = true;
                    return Some(*person);
                }
                Some(out) => out,
            },
        };
        if out == Out::ByName {
            self.named_out.insert(id);
        }
        *self.out.entry(out).or_default() += 1;
        None
    }

    pub(super) fn excluded(&self) -> i64 {
        self.out.values().sum()
    }

    /// How many accesses were left out, by reason.
    pub(super) fn exclusions(&self) -> BTreeMap<&'static str, i64> {
        self.out.iter().map(|(out, count)| (out.reason(), *count)).collect()
    }

    /// Those of the exclusion list who hold an access in scope.
    pub(super) fn named_out<'a>(&'a self, list: &'a [(i64, String)]) -> impl Iterator<Item = (i64, &'a str)> {
        list.iter()
            .filter(|(id, _)| self.named_out.contains(id))
            .map(|(id, reason)| (*id, reason.as_str()))
    }

    pub(super) fn seen(&self) -> Vec<i64> {
        self.by_id
            .iter()
            .filter(|(_, person)| person.seen)
            .map(|(id, _)| *id)
            .collect()
    }
}

struct Filter<'a> {
    start: &'a Start<'a>,
    people_only: bool,
    no_services: bool,
    people: HashSet<i64>,
    excluded: HashSet<i64>,
    rule: Option<(&'a Rule, Wanted)>,
}

impl Filter<'_> {
    /// The first reason why the scope leaves this one out.
    fn out(&self, id: i64, row: &rusqlite::Row<'_>, user: bool, sign_in: &SignIn) -> Result<Option<Out>, StoreError> {
        let wanted = &self.start.definition.scope.principals;
        if self.excluded.contains(&id) {
            return Ok(Some(Out::ByName));
        }
        let service = row.get_ref(6)?.as_str().is_ok_and(|kind| kind == "servicePrincipal");
        if wanted.service_principals {
            return Ok((!service).then_some(Out::NotAServicePrincipal));
        }
        if (self.people_only && !user) || (self.no_services && service) {
            return Ok(Some(Out::NotAPerson));
        }
        if wanted.guests_only && row.get_ref(5)?.as_str_or_null().ok().flatten() != Some("guest") {
            return Ok(Some(Out::NotAGuest));
        }
        if !self.people.is_empty() && !self.people.contains(&id) {
            return Ok(Some(Out::NotNamed));
        }
        if let Some(days) = wanted.inactive_days
            && let Some(out) = active(sign_in, self.start.now, days)
        {
            return Ok(Some(out));
        }
        match &self.rule {
            Some((rule, wanted)) if !rule.matches(&wanted.read(row)?) => Ok(Some(Out::NoMatch)),
            _ => Ok(None),
        }
    }
}

/// Why somebody does not count as inactive (access-governance §1.2): a sign-in within the days, or an
/// account younger than they are. Who has neither a sign-in nor a creation date is looked at.
fn active(sign_in: &SignIn, now: DateTime<Utc>, days: u32) -> Option<Out> {
    let since = now - Duration::days(i64::from(days));
    match (sign_in.last_sign_in_at, sign_in.created_at) {
        (Some(last), _) if last > since => Some(Out::SignedIn),
        (None, Some(created)) if created > since => Some(Out::Young),
        _ => None,
    }
}
