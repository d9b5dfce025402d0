//! Random lives of one person, beside a naive model: the access is what they had plus what live packages give.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

const ROLES: u64 = 6;

/// A generator of reproducible numbers (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn some(&mut self) -> BTreeSet<ResourceRole> {
        let bits = self.roll(1 << ROLES);
        (0..ROLES)
            .filter(|bit| bits >> bit & 1 == 1)
            .map(|bit| role(bit as i64))
            .collect()
    }
}

/// The model of one assignment: what it gives, what of it the person had before, and whether it takes that along.
struct Model {
    gives: BTreeSet<ResourceRole>,
    found: BTreeSet<ResourceRole>,
    adopt: bool,
}

/// The life as the rules live it.
#[derive(Default)]
struct Life {
    held: BTreeSet<ResourceRole>,
    live: BTreeMap<i64, Vec<Given>>,
}

impl Life {
    fn others(&self, but: i64) -> Vec<Other> {
        let all = self.live.iter().filter(|(id, _)| **id != but);
        all.flat_map(|(id, list)| list.iter().map(|one| other(*id, one.clone())))
            .collect()
    }

    fn begin(&mut self, id: i64, package: &BTreeSet<ResourceRole>, adopt: bool) {
        let package: Vec<ResourceRole> = package.iter().cloned().collect();
        let gains = gains(&package, &self.held, &self.others(id));
        self.held.extend(gains.add.iter().cloned());
        self.live.insert(id, gains.to_given(adopt));
    }

    fn lose(&mut self, id: i64, occasion: Occasion) {
        let others = self.others(id);
        let Some(given) = self.live.get_mut(&id) else { return };
        for role in losses(occasion, given, &others).remove {
            self.held.remove(&role);
        }
        if occasion == Occasion::PackageChanged {
            given.retain(|one| one.in_package);
        } else {
            self.live.remove(&id);
        }
    }
}

/// A package that adopts takes what the person had before, where no other one gives it.
fn take(own: &mut BTreeSet<ResourceRole>, by: &Model, roles: &BTreeSet<ResourceRole>, others: &BTreeMap<i64, Model>) {
    for role in roles.intersection(&by.found) {
        if by.adopt && !others.values().any(|other| other.gives.contains(role)) {
            own.remove(role);
        }
    }
}

#[test]
fn nothing_is_lost_by_surprise_and_nothing_is_left_over_in_any_random_life() {
    for seed in 0..3_000 {
        let mut dice = Dice(seed);
        let before = dice.some();
        let mut life = Life {
            held: before.clone(),
            ..Life::default()
        };
        // What the person has from before all packages, and each live package.
        let mut own = before;
        let mut model: BTreeMap<i64, Model> = BTreeMap::new();
        for id in 0..12 {
            match dice.roll(3) {
                0 if !model.is_empty() => {
                    let ids: Vec<i64> = model.keys().copied().collect();
                    let ended = ids[dice.roll(ids.len() as u64) as usize];
                    let gone = model.remove(&ended).expect("it was live");
                    take(&mut own, &gone, &gone.gives, &model);
                    life.lose(ended, Occasion::AssignmentEnds);
                }
                1 if !model.is_empty() => {
                    let changed = *model.keys().next().expect("one is live");
                    let mut one = model.remove(&changed).expect("it is live");
                    let dropped: BTreeSet<ResourceRole> = dice.some().intersection(&one.gives).cloned().collect();
                    take(&mut own, &one, &dropped, &model);
                    one.gives = one.gives.difference(&dropped).cloned().collect();
                    model.insert(changed, one);
                    for given in life.live.get_mut(&changed).expect("it is live") {
                        given.in_package = !dropped.contains(&given.role);
                    }
                    life.lose(changed, Occasion::PackageChanged);
                }
                _ => {
                    let (gives, adopt) = (dice.some(), dice.roll(2) == 0);
                    let found = gives.intersection(&own).cloned().collect();
                    life.begin(id, &gives, adopt);
                    model.insert(id, Model { gives, found, adopt });
                }
            }
            let mut expected = own.clone();
            expected.extend(model.values().flat_map(|one| one.gives.iter().cloned()));
            assert_eq!(life.held, expected, "seed {seed}, step {id}");
        }
    }
}
