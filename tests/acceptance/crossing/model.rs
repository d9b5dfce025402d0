//! Random directories, and a plain correlation of several: by lists and loops, held against the store's.

use std::collections::{BTreeMap, BTreeSet};

use countersign_tests::practice::Practice;
use serde_json::{Value, json};

use crate::place::{Place, at, entry, user};

/// A few random bits that are the same on every machine.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }
}

/// People and groups that come, go and change.
pub struct Shape {
    people: BTreeMap<usize, (usize, bool)>,
    groups: BTreeMap<usize, (BTreeSet<usize>, BTreeSet<usize>)>,
}

impl Shape {
    pub fn new(chance: &mut Chance) -> Shape {
        let mut shape = Shape {
            people: (0..12).map(|n| (n, (0, true))).collect(),
            groups: (100..105).map(|n| (n, (BTreeSet::new(), BTreeSet::new()))).collect(),
        };
        for _ in 0..40 {
            shape.change(chance);
        }
        shape
    }

    /// One random change; numbers come back, so that whoever is gone returns.
    pub fn change(&mut self, chance: &mut Chance) {
        let (person, group) = (chance.below(16), 100 + chance.below(7));
        match chance.below(9) {
            0 => {
                self.people.remove(&person);
            }
            1 => {
                self.people.entry(person).or_insert((chance.below(3), true));
            }
            2 | 3 => {
                if let Some(one) = self.people.get_mut(&person) {
                    *one = (chance.below(3), chance.below(2) == 0);
                }
            }
            4 => {
                self.groups.remove(&group);
            }
            5 => {
                self.groups.entry(group).or_default();
            }
            kind => {
                let member = if chance.below(5) == 0 {
                    100 + chance.below(7)
                } else {
                    person
                };
                if let Some((members, owners)) = self.groups.get_mut(&group) {
                    let list = if kind == 6 { owners } else { members };
                    if !list.remove(&member) && member != group {
                        list.insert(member);
                    }
                }
            }
        }
    }

    pub fn nodes(&self) -> Vec<Value> {
        let mut nodes = Vec::new();
        for (n, (title, enabled)) in &self.people {
            nodes.push(user(
                "here",
                *n,
                &format!("person {n}"),
                &json!({ "title": format!("t{title}"), "enabled": enabled }),
            ));
        }
        for (n, (members, owners)) in &self.groups {
            let keys = |list: &BTreeSet<usize>| list.iter().map(|n| format!("here-{n}")).collect::<Vec<_>>();
            let more = json!({ "members": keys(members), "owners": keys(owners) });
            nodes.push(entry("here", *n, &format!("group {n}"), "group", &more));
        }
        nodes
    }
}

/// An account of the plain correlation.
#[derive(Clone, PartialEq, Eq)]
struct Plain {
    mail: Option<usize>,
    number: Option<usize>,
}

type Key = (usize, usize);
type Accounts = BTreeMap<Key, Plain>;

/// Everybody's person by loops: directory by directory, rule by rule; nothing that could be a guess. `gone` are those
/// who have left the first directory, the source of people.
fn reckon(accounts: &Accounts, gone: &Accounts) -> BTreeMap<Key, Key> {
    let all: Accounts = accounts
        .iter()
        .chain(gone)
        .map(|(key, plain)| (*key, plain.clone()))
        .collect();
    let mut person: BTreeMap<Key, Key> = BTreeMap::new();
    let of = |directory: usize| {
        accounts
            .keys()
            .filter(move |key| key.0 == directory)
            .copied()
            .collect::<Vec<_>>()
    };
    let turns = [
        (of(0), true),
        (gone.keys().copied().collect(), false),
        (of(1), true),
        (of(2), true),
    ];
    for (here, present) in turns {
        let mut doubted = BTreeSet::new();
        for rule in 0..2 {
            let value = |key: &Key| if rule == 0 { all[key].mail } else { all[key].number };
            let open = here.iter().filter(|key| !person.contains_key(*key)).copied();
            let met: Vec<(Key, BTreeSet<Key>)> = open
                .filter_map(|key| {
                    let wanted = value(&key)?;
                    let same = person.iter().filter(|(other, _)| value(other) == Some(wanted));
                    let people: BTreeSet<Key> = same.map(|(_, one)| *one).collect();
                    (!people.is_empty()).then_some((key, people))
                })
                .collect();
            let mut joined = Vec::new();
            for (key, people) in met.iter().filter(|(key, _)| !doubted.contains(key)).collect::<Vec<_>>() {
                let only = people.iter().next().filter(|_| people.len() == 1).copied();
                let taken = |one: Key| person.iter().any(|(other, of)| here.contains(other) && *of == one);
                let shared = |one: Key| {
                    met.iter()
                        .any(|(other, of)| other != key && of.len() == 1 && of.contains(&one))
                };
                match only {
                    Some(one) if !present || (!taken(one) && !shared(one)) => joined.push((*key, one)),
                    _ => {
                        doubted.insert(*key);
                    }
                }
            }
            person.extend(joined);
        }
        for key in here {
            person.entry(key).or_insert(key);
        }
    }
    person
}

#[test]
fn after_every_random_change_everybody_is_whose_the_plain_reckoning_says() {
    let names = ["one", "two", "three"];
    for seed in 1..=3_u64 {
        let practice = Practice::at(at(1));
        let mut chance = Chance(seed * 77);
        let (mut accounts, mut gone) = (Accounts::new(), Accounts::new());
        let nodes = |accounts: &Accounts, directory: usize| -> Vec<Value> {
            let of = accounts.iter().filter(|(key, _)| key.0 == directory);
            of.map(|((_, n), plain)| {
                let mail = plain.mail.map(|mail| format!("m{mail}@Example.org"));
                let more = json!({ "mail": mail, "employeeId": plain.number.map(|number| number.to_string()) });
                user(names[directory], *n, &format!("{} {n}", names[directory]), &more)
            })
            .collect()
        };
        let places: Vec<Place<'_>> = names.iter().map(|name| Place::new(&practice, name, &[])).collect();
        practice.call(
            "correlation.change",
            json!({ "rules": ["mail", "employeeId"], "source": places[0].number }),
        );
        for round in 0..10 {
            let directory = chance.below(3);
            let before = accounts.clone();
            for _ in 0..6 {
                let key = (directory, chance.below(12));
                if chance.below(4) == 0 {
                    accounts.remove(&key);
                } else {
                    let some = |value: usize| (value > 0).then_some(value);
                    let plain = Plain {
                        mail: some(chance.below(9)),
                        number: some(chance.below(9)),
                    };
                    accounts.insert(key, plain);
                }
            }
            places[directory].read(&nodes(&accounts, directory));
            gone.extend(
                before
                    .into_iter()
                    .filter(|(key, _)| key.0 == 0 && !accounts.contains_key(key)),
            );
            gone.retain(|key, _| !accounts.contains_key(key));
            let wanted = reckon(&accounts, &gone);
            for (key, person) in wanted.iter().filter(|(key, _)| accounts.contains_key(*key)) {
                let found = practice.call(
                    "person.show",
                    json!({ "principal": places[key.0].of(&format!("{} {}", names[key.0], key.1)) }),
                );
                let wanted = format!("{} {}", names[person.0], person.1);
                assert_eq!(
                    found["displayName"], wanted,
                    "seed {seed}, round {round}, {key:?}: {found}"
                );
            }
        }
        // All of it anew comes to the same.
        let setting = practice.call("correlation.show", json!({}));
        for number in ["joined", "inDoubt"] {
            assert!(
                setting[number].as_i64() > Some(2),
                "seed {seed} tries {number}: {setting}"
            );
        }
        practice.call("correlation.change", setting["setting"].clone());
        let again = practice.call("correlation.show", json!({}));
        assert_eq!(
            (&again["joined"], &again["inDoubt"]),
            (&setting["joined"], &setting["inDoubt"]),
            "seed {seed}"
        );
    }
}
