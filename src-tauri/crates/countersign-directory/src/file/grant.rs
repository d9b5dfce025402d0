//! Grants: rows of somebody's access, gathered into the resources they are about.

use std::collections::{BTreeMap, HashMap};

use countersign_domain::snapshot::{DEFAULT_ACCESS, Entry, Holding, Kind, Mark, Reference, attribute as fact};

use super::column::Columns;
use super::person::{Meant, People, RESOURCE, UNMATCHED, bare, key_mark};
use super::text::to_hex;
use super::value::{normalise, to_bool};
use super::{Place, clean};
use crate::DirectoryProblem;
use crate::ldap::note::Notes;

/// The app role of an assignment in Entra ID that names none.
const NO_ROLE: &str = "00000000-0000-0000-0000-000000000000";

/// All resources of the import; of a row only numbers are kept.
#[derive(Default)]
pub(super) struct Grants {
    resources: Vec<Resource>,
    /// Where each resource stands, by its key.
    places: BTreeMap<String, usize>,
    /// The same, by how the rows write it.
    written: HashMap<String, usize>,
    /// Whom the last row named: its field and the name. Lists are mostly sorted by somebody or something.
    last: Option<(&'static str, String, Mark)>,
    entitlements: Vec<String>,
    numbers: HashMap<String, u32>,
    /// Whoever is named and is not among the people, by key.
    pub unmatched: BTreeMap<String, Unmatched>,
}

struct Resource {
    name: String,
    kind: Kind,
    said_kind: bool,
    description: Option<String>,
    privileged: Option<bool>,
    scope: Option<String>,
    owners: Vec<Mark>,
    held: Vec<(u32, Mark)>,
}

pub(super) struct Unmatched {
    name: String,
    as_written: String,
}

impl Grants {
    /// Takes a row in; `Err` inside `Ok` says why it was left out.
    pub(super) fn take(
        &mut self,
        columns: &Columns,
        cells: &[String],
        (constant, constant_kind): (Option<&str>, Option<Kind>),
        people: &People,
        (row, place): (u64, &Place<'_>),
        adjusted: &mut Notes,
    ) -> Result<Result<(), &'static str>, DirectoryProblem> {
        let Some(name) = columns.get(cells, "resource").or(constant).map(str::trim) else {
            return Ok(Err("no resource is named"));
        };
        let at = (row, place);
        let written = columns.get(cells, "resourceId").unwrap_or(name);
        let kind = columns
            .get(cells, "resourceKind")
            .map(|text| kind_of(text, row, place))
            .transpose()?;
        let Some(holder) = self.holder(columns, cells, people, at, adjusted) else {
            return Ok(Err("no person is named"));
        };
        let owner = columns
            .get(cells, "owner")
            .map(|owner| match people.find("mail", owner) {
                Meant::One(mark) => mark,
                found => self.unmatched(owner, None, &found, at, adjusted),
            });
        let n = match self.written.get(written) {
            Some(n) => *n,
            None => {
                let key = clean(&format!("{RESOURCE}{}", normalise(written))).0;
                let resources = &mut self.resources;
                let n = *self.places.entry(key).or_insert_with(|| {
                    let kind = kind.or(constant_kind).unwrap_or(Kind::ServicePrincipal);
                    resources.push(Resource::new(clean(name).0, kind));
                    resources.len() - 1
                });
                self.written.insert(written.to_owned(), n);
                n
            }
        };
        let resource = &mut self.resources[n];
        if let Some(kind) = kind {
            if resource.said_kind && resource.kind != kind {
                let (now, before) = (kind.to_text(), resource.kind.to_text());
                let (name, _) = clean(name);
                return Err(place.row(
                    row,
                    &format!("calls “{name}” a {now}, which an earlier row calls a {before}"),
                ));
            }
            (resource.kind, resource.said_kind) = (kind, true);
        }
        let text = |field: &str| columns.get(cells, field).map(|text| clean(text).0);
        resource.description = resource.description.take().or_else(|| text("description"));
        resource.scope = resource.scope.take().or_else(|| text("scope"));
        resource.privileged = resource
            .privileged
            .or_else(|| to_bool(columns.get(cells, "privileged")?));
        if let Some(owner) = owner
            && resource.owners.last() != Some(&owner)
        {
            resource.owners.push(owner);
        }
        let entitlement = text("entitlement").filter(|role| role != NO_ROLE).unwrap_or_default();
        let next = self.entitlements.len() as u32;
        let number = *self.numbers.entry(entitlement).or_insert_with_key(|name| {
            self.entitlements.push(name.clone());
            next
        });
        resource.held.push((number, holder));
        Ok(Ok(()))
    }

    /// Whoever the row names, by the first of its columns that means somebody.
    fn holder(
        &mut self,
        columns: &Columns,
        cells: &[String],
        people: &People,
        at: (u64, &Place<'_>),
        adjusted: &mut Notes,
    ) -> Option<Mark> {
        const WAYS: [(&str, &str); 4] = [
            ("personId", "id"),
            ("personUserName", "user"),
            ("personMail", "mail"),
            ("person", "id"),
        ];
        let mut best: Option<(&str, Meant)> = None;
        for (field, space) in WAYS {
            let Some(name) = columns.get(cells, field) else {
                continue;
            };
            if let Some((last, written, mark)) = &self.last
                && (*last, written.as_str()) == (field, name)
            {
                return Some(*mark);
            }
            match people.find(space, name) {
                Meant::One(mark) => {
                    self.last = Some((field, name.to_owned(), mark));
                    return Some(mark);
                }
                found if best.is_none() => best = Some((name, found)),
                _ => {}
            }
        }
        let shown = columns.get(cells, "personName");
        let (name, found) = best.or_else(|| Some((shown?, Meant::Nobody)))?;
        Some(self.unmatched(name, shown, &found, at, adjusted))
    }

    fn unmatched(
        &mut self,
        name: &str,
        shown: Option<&str>,
        found: &Meant,
        (row, place): (u64, &Place<'_>),
        adjusted: &mut Notes,
    ) -> Mark {
        let Mark(mark) = Mark::of(&normalise(name));
        let key = format!("{UNMATCHED}{}", to_hex(&mark));
        let meant = key_mark(&key);
        self.unmatched.entry(key).or_insert_with(|| {
            adjusted.add(
                match found {
                    Meant::Several => "several people of the import have this name; taken in as somebody of their own",
                    _ => "not among the people of the import; taken in as named",
                },
                &format!("{}: {name}", place.at(row)),
            );
            Unmatched {
                name: clean(shown.unwrap_or(name)).0,
                as_written: clean(name).0,
            }
        });
        meant
    }

    /// The resources and whoever nobody knew, ready to be sent. Answers with each how many rows said the same
    /// again.
    pub(super) fn into_entries(self) -> impl Iterator<Item = (Entry, u64)> {
        let entitlements = self.entitlements;
        let mut resources = self.resources;
        let resources = self.places.into_iter().map(move |(key, n)| {
            let empty = Resource::new(String::new(), Kind::ServicePrincipal);
            std::mem::replace(&mut resources[n], empty).into_entry(key, &entitlements)
        });
        let unmatched = self.unmatched.into_iter().map(|(key, one)| {
            let mut entry = bare(key, Kind::User, one.name);
            entry.dn = one.as_written.clone();
            // A mail address is one, whoever it belongs to: by it they are found in other directories.
            entry.mail = Some(&one.as_written).filter(|name| name.contains('@')).cloned();
            entry.user_name = Some(one.as_written);
            entry.attributes = vec![(fact::UNMATCHED.to_owned(), vec![fact::TRUE.to_owned()])];
            (entry, 0)
        });
        resources.chain(unmatched)
    }
}

impl Resource {
    fn new(name: String, kind: Kind) -> Self {
        Resource {
            name,
            kind,
            said_kind: false,
            description: None,
            privileged: None,
            scope: None,
            owners: Vec::new(),
            held: Vec::new(),
        }
    }

    fn into_entry(mut self, key: String, entitlements: &[String]) -> (Entry, u64) {
        let before = self.held.len();
        self.held.sort_unstable();
        self.held.dedup();
        let again = (before - self.held.len()) as u64;
        self.owners.sort_unstable();
        self.owners.dedup();
        // Whoever is referred to was taken in, so no text is needed to name them.
        let to_reference = |mark: Mark| Reference {
            text: String::new(),
            mark,
        };
        let mut entry = bare(key, self.kind, self.name);
        entry.dn = entry.display_name.clone();
        entry.owners = self.owners.into_iter().map(to_reference).collect();
        // Sorted, all that say the same stand together.
        let (mut last, mut name, mut word) = (None, "", String::new());
        for (number, mark) in self.held {
            if last.replace(number) != Some(number) {
                name = entitlements.get(number as usize).map_or("", String::as_str);
                word = normalise(name);
            }
            match (self.kind, word.as_str()) {
                (Kind::Group, "" | "member") => entry.members.push(to_reference(mark)),
                (Kind::Group, "owner") => entry.owners.push(to_reference(mark)),
                _ => entry.holdings.push(Holding {
                    entitlement: if name.is_empty() { DEFAULT_ACCESS } else { name }.to_owned(),
                    principal: to_reference(mark),
                }),
            }
        }
        let mut set = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                entry.attributes.push((name.to_owned(), vec![value]));
            }
        };
        set(fact::DESCRIPTION, self.description);
        set(fact::SCOPE, self.scope);
        let yes_or_no = |yes: bool| if yes { fact::TRUE } else { fact::FALSE }.to_owned();
        set(fact::PRIVILEGED, self.privileged.map(yes_or_no));
        set(fact::DISCONNECTED, Some(yes_or_no(true)));
        (entry, again)
    }
}

/// The kind of a resource, in the words of tables and settings.
pub(super) fn to_kind(text: &str) -> Option<Kind> {
    Some(match normalise(text).as_str() {
        "application" | "app" | "serviceprincipal" | "service principal" | "system" | "anwendung" => {
            Kind::ServicePrincipal
        }
        "group" | "security group" | "gruppe" | "groupe" => Kind::Group,
        "directory role" | "directoryrole" => Kind::DirectoryRole,
        "azure role" | "azurerole" => Kind::AzureRole,
        _ => return None,
    })
}

fn kind_of(text: &str, row: u64, place: &Place<'_>) -> Result<Kind, DirectoryProblem> {
    to_kind(text).ok_or_else(|| {
        let other = clean(&normalise(text)).0;
        let reason =
            format!("calls a resource “{other}”; it may be an application, a group, a directory role or an Azure role");
        place.row(row, &reason)
    })
}
