//! A tenant of Entra ID as its Graph shows it: objects, who belongs to what, and a list of what changed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::answer::governance::Governed;
use super::azure::Azure;
use crate::population::Chance;

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Of {
    User,
    Group,
    Application,
}

impl Of {
    pub fn word(self) -> &'static str {
        match self {
            Of::User => "#microsoft.graph.user",
            Of::Group => "#microsoft.graph.group",
            Of::Application => "#microsoft.graph.servicePrincipal",
        }
    }
}

/// The identity of the nth object of a kind.
pub fn id(of: Of, n: usize) -> String {
    let kind = match of {
        Of::User => 1,
        Of::Group => 2,
        Of::Application => 3,
    };
    format!("{n:08x}-0000-4000-8000-{kind:012x}")
}

#[derive(Debug, Default, Clone)]
pub struct Object {
    pub properties: Map<String, Value>,
    pub members: BTreeSet<String>,
    pub owners: BTreeSet<String>,
    pub manager: Option<String>,
}

/// One change, as a list of changes knows it: the object, and whether it was deleted then.
#[derive(Debug, Clone)]
pub struct Event {
    pub of: Of,
    pub id: String,
    pub gone: bool,
}

#[derive(Debug, Default)]
pub struct Tenant {
    pub objects: BTreeMap<(Of, String), Object>,
    /// Deleted users, who can be restored with all they had.
    pub deleted: BTreeMap<String, Object>,
    pub events: Vec<Event>,
    /// Assignments to applications: the application, the role, the principal.
    pub assigned: BTreeSet<(String, String, String)>,
    /// Roles of the directory: the role, the principal, whether it must be activated first.
    pub held: BTreeSet<(String, String, bool)>,
    /// Its own reviews and access packages.
    pub governed: Governed,
    /// Roles at Azure's resources.
    pub azure: Azure,
    next: usize,
}

pub const ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";
pub const READER: &str = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b";
pub const APP_ROLE: &str = "a1b2c3d4-0000-4000-8000-000000000001";
pub const NO_ROLE: &str = "00000000-0000-0000-0000-000000000000";

impl Tenant {
    /// So many people, groups and memberships, the same for the same seed.
    pub fn new(people: usize, groups: usize, memberships: usize, seed: u64) -> Tenant {
        let mut tenant = Tenant::default();
        let mut chance = Chance::new(seed);
        for n in 0..people {
            let manager = (n > 0).then(|| id(Of::User, n / 8));
            let guest = n % 10 == 9;
            tenant.add_user(n, guest, manager);
        }
        for n in 0..groups {
            tenant.add_group(n, &format!("Group {n}"));
            let owner = id(Of::User, chance.below(people.max(1)));
            tenant.group(n).owners.insert(owner);
        }
        let mut left = memberships;
        while left > 0 && groups > 0 {
            // Few large groups, many small ones.
            let n = chance.below(groups).min(chance.below(groups));
            let member = id(Of::User, chance.below(people));
            tenant.group(n).members.insert(member);
            left -= 1;
        }
        tenant.next = people.max(groups);
        tenant.events.clear();
        tenant
    }

    pub fn add_user(&mut self, n: usize, guest: bool, manager: Option<String>) {
        let name = format!("Person {n}");
        let mut properties = object(json!({
            "displayName": name, "userPrincipalName": format!("u{n:06}@example.com"), "mail": format!("u{n:06}@example.com"),
            "userType": if guest { "Guest" } else { "Member" }, "accountEnabled": n % 17 != 3,
            "createdDateTime": "2024-03-01T08:00:00Z", "department": format!("Department {}", n % 7), "jobTitle": "Clerk",
            "employeeId": format!("{n:06}"),
            "signInActivity": { "lastSignInDateTime": "2026-01-05T08:00:00Z", "lastSuccessfulSignInDateTime": format!("2026-01-{:02}T08:00:00Z", n % 28 + 1) },
        }));
        if n.is_multiple_of(5) {
            properties.insert("onPremisesSyncEnabled".into(), json!(true));
        }
        self.put(
            Of::User,
            id(Of::User, n),
            Object {
                properties,
                manager,
                ..Object::default()
            },
        );
    }

    pub fn add_group(&mut self, n: usize, name: &str) {
        let properties = object(json!({
            "displayName": name, "groupTypes": [], "securityEnabled": true, "mailEnabled": false,
            "createdDateTime": "2024-03-01T08:00:00Z",
        }));
        self.put(
            Of::Group,
            id(Of::Group, n),
            Object {
                properties,
                ..Object::default()
            },
        );
    }

    pub fn add_application(&mut self, n: usize, name: &str) {
        let properties = object(json!({
            "displayName": name, "appId": id(Of::Application, n + 1000), "accountEnabled": true, "appRoleAssignmentRequired": true,
            "servicePrincipalType": "Application", "appRoles": [{ "id": APP_ROLE, "displayName": "Poster", "value": "post" }],
        }));
        self.put(
            Of::Application,
            id(Of::Application, n),
            Object {
                properties,
                ..Object::default()
            },
        );
    }

    fn put(&mut self, of: Of, id: String, object: Object) {
        self.objects.insert((of, id.clone()), object);
        self.note(of, &id, false);
    }

    pub fn note(&mut self, of: Of, id: &str, gone: bool) {
        let id = id.to_owned();
        self.events.push(Event { of, id, gone });
    }

    pub fn group(&mut self, n: usize) -> &mut Object {
        self.objects.entry((Of::Group, id(Of::Group, n))).or_default()
    }

    /// What the object with this identity is, while it is there.
    pub fn kind(&self, id: &str) -> Option<Of> {
        let kinds = [Of::User, Of::Group, Of::Application];
        kinds
            .into_iter()
            .find(|of| self.objects.contains_key(&(*of, id.to_owned())))
    }

    pub fn delete(&mut self, of: Of, id: &str) {
        if let Some(object) = self.objects.remove(&(of, id.to_owned())) {
            if of == Of::User {
                self.deleted.insert(id.to_owned(), object);
            }
            self.note(of, id, true);
        }
    }

    fn pick(&self, of: Of, chance: &mut Chance) -> Option<String> {
        let all: Vec<_> = self
            .objects
            .keys()
            .filter(|(kind, _)| *kind == of)
            .map(|(_, id)| id)
            .collect();
        (!all.is_empty()).then(|| all[chance.below(all.len())].clone())
    }

    /// Something happens in the tenant. What Graph keeps silent about in its lists of changes stays silent here.
    pub fn change(&mut self, chance: &mut Chance) {
        self.next += 1;
        let n = self.next;
        let (Some(user), Some(group)) = (self.pick(Of::User, chance), self.pick(Of::Group, chance)) else {
            return;
        };
        let inner = self.pick(Of::Group, chance).unwrap_or_default();
        let boss = self.pick(Of::User, chance);
        let at = |of, id: &String| (of, id.clone());
        match chance.below(22) {
            0..=5 => self.edit(Of::Group, &group, |one| _ = one.members.insert(user)),
            6 => self.edit(Of::Group, &group, |one| _ = one.members.insert(inner)),
            7..=9 => self.edit(Of::Group, &group, |one| _ = one.members.pop_first()),
            10 => self.edit(Of::Group, &group, |one| _ = one.owners.insert(user)),
            11..=12 => self.edit(Of::User, &user, |one| {
                _ = one.properties.insert("jobTitle".into(), json!(format!("Title {n}")))
            }),
            13 => self.edit(Of::User, &user, |one| one.manager = boss),
            14..=15 => self.delete(Of::User, &user),
            16 => {
                if let Some((id, object)) = self.deleted.pop_first() {
                    self.put(Of::User, id, object);
                }
            }
            17 => self.edit(Of::Group, &group, |one| {
                _ = one
                    .properties
                    .insert("displayName".into(), json!(format!("Renamed {n}")))
            }),
            18 if self.objects.len() > 20 => self.delete(Of::Group, &group),
            19 => {
                self.add_group(n, &format!("New {n}"));
                let object = self.objects.entry(at(Of::Group, &id(Of::Group, n))).or_default();
                object.members.insert(user);
            }
            20 => match self.pick(Of::Application, chance) {
                Some(application) if chance.below(2) == 0 => {
                    _ = self.assigned.insert((application, NO_ROLE.into(), user))
                }
                _ => _ = self.assigned.pop_first(),
            },
            21 => _ = self.held.insert((READER.into(), user, chance.below(2) == 0)),
            _ => self.add_user(n, false, boss),
        }
    }

    pub fn edit(&mut self, of: Of, id: &str, change: impl FnOnce(&mut Object)) {
        if let Some(object) = self.objects.get_mut(&(of, id.to_owned())) {
            change(object);
            self.note(of, id, false);
        }
    }
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}
