//! The incompatibilities, arranged so that checking a person costs what the person holds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Because, Conflict, HeldRole, Incompatible, Other};
use crate::catalog::ResourceRole;
use crate::id::{PackageId, PrincipalId};

/// Who owns a group is not a member of it by that.
const OWNER: &str = "owner";

/// All that does not go together, ready for many people.
#[derive(Debug)]
pub struct Separation<'a> {
    /// Read in both directions.
    partners: BTreeMap<PackageId, BTreeSet<Other>>,
    /// The packages that do not go with a group.
    against_group: BTreeMap<PrincipalId, BTreeSet<PackageId>>,
    /// What each package gives.
    roles: &'a BTreeMap<PackageId, Vec<ResourceRole>>,
    /// What the packages with partners give, by the place of the role in its order.
    needed: BTreeMap<PackageId, BTreeSet<usize>>,
    /// The places of the roles on a resource.
    places: HashMap<PrincipalId, Vec<(&'a str, usize)>>,
    /// The packages with partners that give the role of a place.
    givers: Vec<Vec<PackageId>>,
}

/// What a person holds, as far as it matters here.
struct Person<'a> {
    /// By the place of the role; only roles that packages with partners give.
    roles: BTreeMap<usize, &'a [String]>,
    packages: BTreeMap<PackageId, (Because, Vec<String>)>,
    groups: BTreeMap<PrincipalId, &'a [String]>,
}

impl<'a> Separation<'a> {
    pub fn new(incompatible: &[Incompatible], roles: &'a BTreeMap<PackageId, Vec<ResourceRole>>) -> Self {
        let mut partners: BTreeMap<PackageId, BTreeSet<Other>> = BTreeMap::new();
        let mut against_group: BTreeMap<PrincipalId, BTreeSet<PackageId>> = BTreeMap::new();
        for &Incompatible { one, other } in incompatible {
            match other {
                Other::Package(other) if other == one => continue,
                Other::Package(other) => {
                    partners.entry(other).or_default().insert(Other::Package(one));
                }
                Other::Group(group) => {
                    against_group.entry(group).or_default().insert(one);
                }
            }
            partners.entry(one).or_default().insert(other);
        }
        let of = |package: &PackageId| roles.get(package).into_iter().flatten();
        let order: BTreeSet<&ResourceRole> = partners.keys().flat_map(of).collect();
        let mut places: HashMap<PrincipalId, Vec<(&str, usize)>> = HashMap::new();
        for (place, role) in order.iter().enumerate() {
            places
                .entry(role.resource)
                .or_default()
                .push((&role.entitlement, place));
        }
        let mut givers = vec![Vec::new(); order.len()];
        let mut needed: BTreeMap<PackageId, BTreeSet<usize>> = BTreeMap::new();
        for package in partners.keys() {
            let own: BTreeSet<usize> = of(package).filter_map(|role| place(&places, role)).collect();
            for place in &own {
                givers[*place].push(*package);
            }
            needed.insert(*package, own);
        }
        Self {
            partners,
            against_group,
            roles,
            needed,
            places,
            givers,
        }
    }

    /// What stands against the person's getting the package, or keeping it longer.
    pub fn conflicts(&self, wanted: PackageId, held: &BTreeSet<PackageId>, effective: &[HeldRole]) -> Vec<Conflict> {
        let person = self.person(held, effective);
        let mut found = BTreeSet::new();
        let mut against = |package: PackageId, skip: Option<PackageId>| {
            for partner in self.partners.get(&package).into_iter().flatten() {
                let (because, path) = match partner {
                    Other::Package(other) if Some(*other) == skip => continue,
                    Other::Package(other) => match person.packages.get(other) {
                        Some((because, path)) => (*because, path.clone()),
                        None => continue,
                    },
                    Other::Group(group) => match person.groups.get(group) {
                        Some(path) => (Because::GroupMember, vec![line(path)]),
                        None => continue,
                    },
                };
                found.insert(Conflict {
                    package,
                    with: *partner,
                    path,
                    because,
                });
            }
        };
        against(wanted, None);
        // A package that is whole only together with the wanted one; what the wanted one holds together by itself is
        // its own business, and what it is made for where a stricter approval guards it.
        for completed in self.completed(wanted, &person) {
            against(completed, Some(wanted));
        }
        for role in self.roles.get(&wanted).into_iter().flatten() {
            if role.entitlement == OWNER || person.groups.contains_key(&role.resource) {
                continue;
            }
            for package in self.against_group.get(&role.resource).into_iter().flatten() {
                if let (Some((_, path)), true) = (person.packages.get(package), *package != wanted) {
                    found.insert(Conflict {
                        package: wanted,
                        with: Other::Package(*package),
                        path: path.clone(),
                        because: Because::GivesMembership,
                    });
                }
            }
        }
        found.into_iter().collect()
    }

    /// The conflicts that a person has already. The path says how both sides are held.
    pub fn standing(&self, held: &BTreeSet<PackageId>, effective: &[HeldRole]) -> Vec<Conflict> {
        let person = self.person(held, effective);
        let mut found = BTreeSet::new();
        for (package, (_, own)) in &person.packages {
            for partner in self.partners.get(package).into_iter().flatten() {
                let (because, other) = match partner {
                    // Each pair once, from its smaller id.
                    Other::Package(other) if other < package => continue,
                    Other::Package(other) => match person.packages.get(other) {
                        Some((because, path)) => (*because, path.clone()),
                        None => continue,
                    },
                    Other::Group(group) => match person.groups.get(group) {
                        Some(path) => (Because::GroupMember, vec![line(path)]),
                        None => continue,
                    },
                };
                found.insert(Conflict {
                    package: *package,
                    with: *partner,
                    path: own.iter().cloned().chain(other).collect(),
                    because,
                });
            }
        }
        found.into_iter().collect()
    }

    fn person<'p>(&'p self, held: &BTreeSet<PackageId>, effective: &'p [HeldRole]) -> Person<'p> {
        let mut roles: BTreeMap<usize, &[String]> = BTreeMap::new();
        let mut groups: BTreeMap<PrincipalId, &[String]> = BTreeMap::new();
        let nearer = |path: &'p [String], known: &mut &'p [String]| {
            if (path.len(), path) < (known.len(), *known) {
                *known = path;
            }
        };
        for one in effective {
            let path = one.path.as_slice();
            if let Some(place) = place(&self.places, &one.role) {
                nearer(path, roles.entry(place).or_insert(path));
            }
            if one.role.entitlement != OWNER && self.against_group.contains_key(&one.role.resource) {
                nearer(path, groups.entry(one.role.resource).or_insert(path));
            }
        }
        let mut packages: BTreeMap<PackageId, (Because, Vec<String>)> = BTreeMap::new();
        for package in held.iter().filter(|package| self.partners.contains_key(package)) {
            packages.insert(*package, (Because::Assigned, Vec::new()));
        }
        let mut given: Vec<PackageId> = roles.keys().flat_map(|place| &self.givers[*place]).copied().collect();
        given.sort_unstable();
        for same in given.chunk_by(|one, next| one == next) {
            let Some(needed) = self.needed.get(&same[0]).filter(|needed| needed.len() == same.len()) else {
                continue;
            };
            packages.entry(same[0]).or_insert_with(|| {
                let paths = needed
                    .iter()
                    .filter_map(|place| roles.get(place))
                    .map(|path| line(path));
                (Because::HoldsAllRoles, paths.collect())
            });
        }
        Person {
            roles,
            packages,
            groups,
        }
    }

    fn completed(&self, wanted: PackageId, person: &Person<'_>) -> BTreeSet<PackageId> {
        let own = self.roles.get(&wanted).into_iter().flatten();
        let gained: BTreeSet<usize> = own.filter_map(|role| place(&self.places, role)).collect();
        let has = |place: &usize| gained.contains(place) || person.roles.contains_key(place);
        gained
            .iter()
            .flat_map(|place| self.givers[*place].iter().copied())
            .filter(|package| *package != wanted && !person.packages.contains_key(package))
            .filter(|package| self.needed.get(package).is_some_and(|needed| needed.iter().all(has)))
            .collect()
    }
}

fn place(places: &HashMap<PrincipalId, Vec<(&str, usize)>>, role: &ResourceRole) -> Option<usize> {
    let on_resource = places.get(&role.resource)?;
    let found = on_resource
        .iter()
        .find(|(entitlement, _)| *entitlement == role.entitlement);
    found.map(|(_, place)| *place)
}

fn line(path: &[String]) -> String {
    path.join(" → ")
}
