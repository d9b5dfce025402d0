//! What packages promise, as plainly as it can be said: who is to be in which group, and why.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};

pub type Person = usize;
pub type Group = usize;

/// What is noted of one group of an assignment: whether the person was in it before, and whether the package made
/// that its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noted {
    pub prior: bool,
    pub adopted: bool,
}

/// Somebody has a package, or is losing it.
#[derive(Debug, Clone)]
pub struct Held {
    pub id: i64,
    pub package: usize,
    pub person: Person,
    pub ends: Option<DateTime<Utc>>,
    pub leaves: Option<DateTime<Utc>>,
    pub ending: bool,
    /// There is something to deliver or to take back.
    pub due: bool,
    pub noted: BTreeMap<Group, Noted>,
    /// Taken away by somebody else, and not given again.
    pub missing: BTreeSet<Group>,
}

/// A package as it was made.
#[derive(Debug, Clone)]
pub struct Package {
    pub groups: Vec<Group>,
    pub adopts: bool,
    pub days: Option<i64>,
    /// Given to everybody in Sales.
    pub automatic: bool,
}

/// Additions (`true`) and removals, and the assignments they are for.
type Planned = (Vec<(bool, Person, Group)>, Vec<i64>);

#[derive(Debug)]
pub struct Model {
    pub packages: Vec<Package>,
    pub access: BTreeSet<(Person, Group)>,
    pub sales: BTreeSet<Person>,
    pub held: Vec<Held>,
    pub now: DateTime<Utc>,
    /// The rule was to give to somebody who was losing the package: it is looked at again.
    stale: bool,
    /// Changes that were planned and did not reach the directory; the assignments in them.
    planned: Option<Planned>,
}

pub const GRACE_DAYS: i64 = 2;

impl Model {
    pub fn new(packages: Vec<Package>, now: DateTime<Utc>) -> Model {
        Model {
            packages,
            access: BTreeSet::new(),
            sales: BTreeSet::new(),
            held: Vec::new(),
            now,
            stale: true,
            planned: None,
        }
    }

    pub fn of(&self, package: usize, person: Person) -> Option<&Held> {
        self.held
            .iter()
            .find(|one| one.package == package && one.person == person)
    }

    pub fn give(&mut self, id: i64, package: usize, person: Person) {
        let days = self.packages[package].days;
        self.held.push(Held {
            id,
            package,
            person,
            ends: days.map(|days| self.now + Duration::days(days)),
            leaves: None,
            ending: false,
            due: true,
            noted: BTreeMap::new(),
            missing: BTreeSet::new(),
        });
    }

    pub fn end(&mut self, id: i64) {
        for one in self.held.iter_mut().filter(|one| one.id == id && !one.ending) {
            (one.ending, one.due, one.leaves) = (true, true, None);
        }
    }

    /// What time has brought when a tick comes.
    pub fn tick(&mut self) {
        let now = self.now;
        for one in &mut self.held {
            if !one.ending && [one.ends, one.leaves].into_iter().flatten().any(|at| at <= now) {
                (one.ending, one.due, one.leaves) = (true, true, None);
            }
        }
    }

    /// Who gains the automatic package now; whoever left its rule begins to lose it. With `read`, a new read was made.
    pub fn follow_rule(&mut self, read: bool) -> Vec<(usize, Person)> {
        if !read && !self.stale {
            return Vec::new();
        }
        self.stale = false;
        let mut gains = Vec::new();
        for package in 0..self.packages.len() {
            if !self.packages[package].automatic {
                continue;
            }
            for person in self.sales.clone() {
                match self.of(package, person) {
                    None => gains.push((package, person)),
                    Some(one) => self.stale |= one.ending,
                }
            }
            let leaves = self.now + Duration::days(GRACE_DAYS);
            for one in self.held.iter_mut().filter(|one| one.package == package && !one.ending) {
                match self.sales.contains(&one.person) {
                    true => one.leaves = None,
                    false => one.leaves = one.leaves.or(Some(leaves)),
                }
            }
        }
        gains
    }

    /// Somebody else takes a person out of a group, and a read shows it.
    pub fn meddle_out(&mut self, person: Person, group: Group) {
        self.access.remove(&(person, group));
        for one in self.held.iter_mut().filter(|one| one.person == person && !one.ending) {
            if let Some(noted) = one.noted.get_mut(&group) {
                *noted = Noted {
                    prior: false,
                    adopted: false,
                };
                one.missing.insert(group);
            }
        }
    }

    /// Everything that is missing is asked for again.
    pub fn repair(&mut self) -> Vec<i64> {
        let broken = self.held.iter_mut().filter(|one| !one.missing.is_empty());
        broken
            .map(|one| {
                one.due = true;
                one.id
            })
            .collect()
    }

    /// A delivery: what was planned is done first, then whatever is due. Without the directory it is planned only.
    pub fn deliver(&mut self, reachable: bool) {
        loop {
            if let Some((changes, assignments)) = self.planned.take() {
                if !reachable {
                    self.planned = Some((changes, assignments));
                    return;
                }
                for (add, person, group) in changes {
                    match add {
                        true => self.access.insert((person, group)),
                        false => self.access.remove(&(person, group)),
                    };
                }
                self.forget(&assignments);
            }
            if !self.held.iter().any(|one| one.due) {
                return;
            }
            self.plan();
        }
    }

    /// Ended assignments whose changes are made are over.
    fn forget(&mut self, assignments: &[i64]) {
        self.held
            .retain(|one| !(one.ending && !one.due && assignments.contains(&one.id) && one.noted.is_empty()));
    }

    fn plan(&mut self) {
        let (mut changes, mut taken, mut settled) = (Vec::new(), Vec::new(), Vec::new());
        let mut order: Vec<i64> = self.held.iter().filter(|one| one.due).map(|one| one.id).collect();
        order.sort_unstable();
        for id in order {
            let at = self.held.iter().position(|one| one.id == id).expect("it is held");
            self.held[at].due = false;
            let before = changes.len();
            match self.held[at].ending {
                true => self.take_back(at, &mut changes),
                false => self.hand_over(at, &mut changes),
            }
            match changes.len() > before {
                true => taken.push(id),
                false => settled.push(id),
            }
        }
        self.forget(&settled);
        if !changes.is_empty() {
            // Additions first.
            changes.sort_by_key(|(add, ..)| !add);
            self.planned = Some((changes, taken));
        }
    }

    fn hand_over(&mut self, at: usize, changes: &mut Vec<(bool, Person, Group)>) {
        let one = self.held[at].clone();
        let package = self.packages[one.package].clone();
        for group in package.groups {
            if one.missing.contains(&group) {
                changes.push((true, one.person, group));
                self.held[at].missing.remove(&group);
                continue;
            }
            if one.noted.contains_key(&group) {
                continue;
            }
            let is_in = self.access.contains(&(one.person, group));
            let mut claims = self
                .held
                .iter()
                .filter(|other| other.person == one.person && other.id != one.id)
                .filter_map(|other| other.noted.get(&group))
                .peekable();
            // Nobody else's gift, or only what was there before those gave it.
            let prior = is_in && claims.all(|noted| noted.prior);
            let noted = Noted {
                prior,
                adopted: prior && package.adopts,
            };
            self.held[at].noted.insert(group, noted);
            if !is_in {
                changes.push((true, one.person, group));
            }
        }
    }

    fn take_back(&mut self, at: usize, changes: &mut Vec<(bool, Person, Group)>) {
        let one = self.held[at].clone();
        for (group, noted) in &one.noted {
            let mut others: Vec<usize> = (0..self.held.len())
                .filter(|n| {
                    let other = &self.held[*n];
                    other.person == one.person
                        && other.id != one.id
                        && !other.ending
                        && self.packages[other.package].groups.contains(group)
                })
                .collect();
            others.sort_by_key(|n| self.held[*n].id);
            if let Some(other) = others.first() {
                // It is the other's now, with its past.
                let adopts = self.packages[self.held[*other].package].adopts;
                if !one.missing.contains(group) {
                    self.held[*other].noted.entry(*group).or_insert(Noted {
                        prior: noted.prior,
                        adopted: noted.prior && adopts,
                    });
                }
            } else if !noted.prior || noted.adopted {
                changes.push((false, one.person, *group));
            }
        }
        self.held[at].noted.clear();
        self.held[at].missing.clear();
    }
}
