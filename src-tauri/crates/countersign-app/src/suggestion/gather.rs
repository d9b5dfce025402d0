//! Who holds what in a directory, as far as packages are looked for in it.

use std::collections::{BTreeMap, HashSet};

use countersign_domain::plan::{Reach, Reason, barrier};
use countersign_domain::rule::Rule;
use countersign_domain::snapshot::Kind;
use countersign_store::rusqlite::{Connection, OptionalExtension};
use countersign_store::suggestion::{self, Mined, Seeking};
use countersign_store::{StoreError, snapshot};

use super::SuggestedRole;
use super::seek::PackageSuggestInput;
use crate::Problem;
use crate::job::Handle;

/// What packages are looked for in.
pub(super) struct Access {
    pub snapshot: i64,
    /// Everybody present who is not disabled, by id.
    pub people: BTreeMap<i64, Mined>,
    /// Some accounts of the directory are disabled, so that a rule has to say that it means the others.
    pub some_disabled: bool,
    pub roles: Vec<SuggestedRole>,
    /// Who holds which of the roles.
    pub pairs: Vec<(i64, u32)>,
    /// Left out, because a package gives it already.
    pub given: usize,
}

impl Access {
    pub fn holder_count(&self) -> usize {
        self.pairs
            .iter()
            .map(|(person, _)| person)
            .collect::<HashSet<_>>()
            .len()
    }
}

pub(super) fn name_of(connection: &Connection, directory: i64) -> Result<String, Problem> {
    let found: Option<String> = connection
        .query_row("SELECT name FROM directory WHERE id = ?1", [directory], |row| {
            row.get(0)
        })
        .optional()
        .map_err(StoreError::from)?;
    found.ok_or_else(|| Problem::missing("directory", directory).field("directory"))
}

pub(super) fn gather(
    connection: &Connection,
    directory: i64,
    input: &PackageSuggestInput,
    handle: &Handle,
) -> Result<Access, Problem> {
    handle.report("reading people", 0, None);
    let (snapshot, kind): (Option<i64>, String) = connection
        .query_row(
            "SELECT (SELECT max(id) FROM snapshot WHERE directory_id = d.id), kind FROM directory d WHERE id = ?1",
            [directory],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .map_err(StoreError::from)?;
    let snapshot = snapshot.ok_or_else(|| {
        Problem::new("The directory has not been read yet.")
            .hint("Sync it first.")
            .field("directory")
    })?;
    let (all, some_disabled) = suggestion::people_of(connection, directory)?;
    let wanted = wanted(connection, directory, input)?;
    let people: BTreeMap<i64, Mined> = all.into_iter().map(|one| (one.id, one)).collect();
    let kinds: Vec<&str> = match &input.kinds {
        Some(kinds) => kinds.iter().map(String::as_str).collect(),
        // Whoever suggests roles over the directory itself says so.
        None => vec!["group", "servicePrincipal"],
    };
    let seeking = Seeking {
        directory,
        catalog: input.catalog,
        kinds: &kinds,
    };
    let resources = suggestion::resources(connection, &seeking)?;
    let mut access = Access {
        snapshot,
        people,
        some_disabled,
        roles: Vec::new(),
        pairs: Vec::new(),
        given: 0,
    };
    let of = resources.len() as u64;
    for (n, resource) in resources.iter().enumerate() {
        if n % 64 == 0 {
            handle.report("reading who holds what", n as u64, Some(of));
            handle.go_on()?;
        }
        let own = Kind::from_text(&resource.kind).and_then(|own| barrier(own, &resource.attributes, Reach::of(&kind)));
        let given = match input.with_given {
            Some(true) => HashSet::new(),
            _ => suggestion::given(connection, resource.id)?,
        };
        suggestion::held_on(connection, resource.id, |entitlement, person| {
            if !access.people.contains_key(&person) || wanted.as_ref().is_some_and(|some| !some.contains(&person)) {
                return;
            }
            if !given.is_empty() && given.contains(&(entitlement.to_owned(), person)) {
                access.given += 1;
                return;
            }
            let last = access.roles.last();
            if last.is_none_or(|last| last.resource != resource.id || last.entitlement != entitlement) {
                let reason = own.or_else(|| (entitlement != "member").then_some(Reason::NotAGroup));
                access.roles.push(SuggestedRole::new(resource, entitlement, reason));
            }
            if let Ok(role) = u32::try_from(access.roles.len() - 1) {
                access.pairs.push((person, role));
            }
        })?;
    }
    Ok(access)
}

/// Whose access is looked at; `None` is everybody's.
fn wanted(
    connection: &Connection,
    directory: i64,
    input: &PackageSuggestInput,
) -> Result<Option<HashSet<i64>>, Problem> {
    if let Some(text) = input.rule.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let rule = Rule::parse(text).map_err(|problem| Problem::new(problem.to_string()).code("rule").field("rule"))?;
        let mut some = HashSet::new();
        snapshot::matching(connection, directory, &rule, |one| {
            some.insert(one.0);
        })?;
        return Ok(Some(some));
    }
    let Some(group) = input.group else { return Ok(None) };
    let known: Option<i64> = connection
        .query_row(
            "SELECT directory_id FROM principal WHERE id = ?1 AND kind = 'group' AND removed_snapshot_id IS NULL",
            [group],
            |row| row.get(0),
        )
        .optional()
        .map_err(StoreError::from)?;
    match known {
        None => return Err(Problem::missing("group", group).field("group")),
        Some(own) if own != directory => {
            return Err(Problem::new("The group is of another directory.").field("group"));
        }
        Some(_) => {}
    }
    let members = snapshot::effective_member(connection, group)?;
    Ok(Some(members.into_iter().map(|one| one.principal_id).collect()))
}
