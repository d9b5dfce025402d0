//! A model: workstations write, copy, hand over, take over, lose what travels and get it twice, in any order.

use super::*;

/// Numbers that look drawn and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, many: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % many as u64).expect("small")
    }
}

/// A store as this model sees it: its entries, each the only one of its kind, and the last term among them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Store {
    log: Vec<u64>,
    term: Term,
    /// The holder before, whose copies count until the term is taken.
    from: String,
}

#[derive(Debug)]
struct Station {
    name: String,
    store: Option<Store>,
    seen: Option<Term>,
    /// What was set aside, whole.
    aside: Vec<Vec<u64>>,
    parted: Option<Store>,
}

impl Station {
    fn knows<'a>(&'a self, store: &'a Store) -> Knows<'a> {
        Knows {
            own: Some(&self.name),
            kept: Some(&store.term),
            seen: self.seen.as_ref(),
        }
    }

    fn may_write(&self) -> bool {
        self.store
            .as_ref()
            .is_some_and(|store| self.knows(store).may_write().is_ok())
    }

    /// Whether others take its copies.
    fn speaks(&self) -> bool {
        self.seen.is_none()
            && self.store.as_ref().is_some_and(|store| {
                if store.term.taken {
                    store.term.holder == self.name
                } else {
                    store.from == self.name
                }
            })
    }
}

fn common(one: &[u64], other: &[u64]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}

struct World {
    stations: Vec<Station>,
    /// To whom, and what; nothing is ever taken out, so that everything may come late and twice.
    place: Vec<(usize, Store)>,
    next: u64,
    /// Every entry that was ever written, with its term and who wrote it.
    written: Vec<(u64, i64, String)>,
}

impl World {
    fn new(many: usize) -> Self {
        let first = Store {
            log: vec![0],
            term: Term {
                number: 1,
                holder: "w0".into(),
                taken: true,
            },
            from: String::new(),
        };
        let station = |at: usize| Station {
            name: format!("w{at}"),
            store: (at == 0).then(|| first.clone()),
            seen: None,
            aside: Vec::new(),
            parted: None,
        };
        Self {
            stations: (0..many).map(station).collect(),
            place: Vec::new(),
            next: 1,
            written: Vec::new(),
        }
    }

    fn append(&mut self, at: usize) {
        let entry = self.next;
        self.next += 1;
        let name = self.stations[at].name.clone();
        let store = self.stations[at].store.as_mut().expect("a store");
        store.log.push(entry);
        self.written.push((entry, store.term.number, name));
    }

    fn receive(&mut self, at: usize, copy: &Store) {
        let station = &mut self.stations[at];
        let Some(store) = &station.store else {
            station.store = Some(copy.clone());
            return;
        };
        let same = common(&store.log, &copy.log);
        let counts = [store.log.len(), copy.log.len(), same].map(|many| i64::try_from(many).expect("few"));
        let meeting = meet(&station.knows(store), counts[0], &copy.term, counts[1], counts[2]);
        if meeting != Meeting::Late && meeting != Meeting::Over && copy.term.ends(&store.term) {
            let known = station.seen.take().filter(|seen| seen.ends(&copy.term));
            station.seen = Some(known.unwrap_or_else(|| copy.term.clone()));
        }
        match meeting {
            Meeting::Goes => station.store = Some(copy.clone()),
            Meeting::Parts => station.parted = Some(copy.clone()),
            Meeting::Late | Meeting::Over => return,
        }
        let kept = station.store.as_ref().map(|store| store.term.clone());
        if meeting == Meeting::Goes
            && station
                .seen
                .as_ref()
                .zip(kept.as_ref())
                .is_some_and(|(seen, kept)| !seen.ends(kept))
        {
            station.seen = None;
            station.parted = None;
        }
    }

    /// One event. `emergencies`: whether a term may be taken that was not handed over.
    fn step(&mut self, chance: &mut Chance, emergencies: bool) {
        let (at, many) = (chance.below(self.stations.len()), self.stations.len());
        match chance.below(if emergencies { 8 } else { 6 }) {
            0 | 1 if self.stations[at].may_write() => self.append(at),
            2 if self.stations[at].speaks() => {
                let copy = self.stations[at].store.clone().expect("a store");
                self.place.push((chance.below(many), copy));
            }
            3 if !self.place.is_empty() => {
                let (to, copy) = self.place[chance.below(self.place.len())].clone();
                self.receive(to, &copy);
            }
            4 if self.stations[at].store.is_some() => {
                let to = format!("w{}", chance.below(many));
                let station = &self.stations[at];
                let handed = station.knows(station.store.as_ref().expect("a store")).hand_over(&to);
                if let Ok(term) = handed {
                    // The entry stands before the term in which nobody writes it any more.
                    self.append(at);
                    let from = self.stations[at].name.clone();
                    let store = self.stations[at].store.as_mut().expect("a store");
                    (store.term, store.from) = (term, from);
                }
            }
            5 | 6 if self.stations[at].store.is_some() && self.stations[at].parted.is_none() => {
                let has_reason = emergencies && chance.below(4) == 0;
                let station = &self.stations[at];
                let taken = station
                    .knows(station.store.as_ref().expect("a store"))
                    .take_over(has_reason);
                if let Ok(term) = taken {
                    let station = &mut self.stations[at];
                    station.seen = None;
                    station.store.as_mut().expect("a store").term = term;
                    self.append(at);
                }
            }
            7 => {
                let station = &mut self.stations[at];
                if let (Some(copy), Some(store)) = (station.parted.take(), station.store.as_mut()) {
                    station.aside.push(store.log.clone());
                    *store = copy;
                    if station.seen.as_ref().is_some_and(|seen| !seen.ends(&store.term)) {
                        station.seen = None;
                    }
                }
            }
            _ => {}
        }
    }
}

#[test]
fn two_never_write_at_once_whatever_is_late_lost_or_doubled() {
    for seed in 1..=2_000 {
        let (mut world, mut chance) = (
            World::new(2 + seed % 3),
            Chance((seed as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)),
        );
        for _ in 0..200 {
            world.step(&mut chance, false);
            let writers = world.stations.iter().filter(|one| one.may_write()).count();
            assert!(writers <= 1, "seed {seed}: {:?}", world.stations);
            // All logs are beginnings of one.
            let longest = world
                .stations
                .iter()
                .filter_map(|one| one.store.as_ref())
                .map(|one| &one.log);
            let longest = longest.max_by_key(|log| log.len()).expect("a store");
            for store in world.stations.iter().filter_map(|one| one.store.as_ref()) {
                assert_eq!(common(&store.log, longest), store.log.len(), "seed {seed}");
            }
        }
        // Nothing that was written is missing where the log is longest, and its terms only go up.
        let longest = world
            .stations
            .iter()
            .filter_map(|one| one.store.as_ref())
            .map(|one| &one.log);
        let longest = longest.max_by_key(|log| log.len()).expect("a store");
        assert_eq!(longest.len(), world.written.len() + 1, "seed {seed}");
        assert!(world.written.is_sorted_by_key(|(_, term, _)| *term), "seed {seed}");
    }
}

#[test]
fn after_an_emergency_whoever_saw_the_later_term_writes_no_more_and_nothing_is_merged_or_lost() {
    let (mut parted, mut emergencies) = (0, 0);
    for seed in 1..=2_000 {
        let (mut world, mut chance) = (
            World::new(2 + seed % 3),
            Chance((seed as u64).wrapping_mul(0xD134_2543_DE82_EF95)),
        );
        for _ in 0..250 {
            world.step(&mut chance, true);
            for one in &world.stations {
                let Some(store) = &one.store else { continue };
                let knows = one.seen.as_ref().is_some_and(|seen| seen.ends(&store.term));
                assert!(!(knows && one.may_write()), "seed {seed}: {one:?}");
            }
            // Two that write have two terms, and neither has seen the other's.
            let writers: Vec<_> = world.stations.iter().filter(|one| one.may_write()).collect();
            for (at, one) in writers.iter().enumerate() {
                for other in &writers[at + 1..] {
                    let (one, other) = (
                        one.store.as_ref().expect("a store"),
                        other.store.as_ref().expect("a store"),
                    );
                    assert_ne!(one.term.holder, other.term.holder, "seed {seed}");
                }
            }
        }
        // Whatever was written stands somewhere: in a store, or where one was set aside. No entry stands twice.
        for (entry, _, name) in &world.written {
            let is_kept = world.stations.iter().any(|one| {
                let own = one.store.as_ref().map(|store| &store.log);
                own.into_iter().chain(&one.aside).any(|log| log.contains(entry))
            });
            assert!(is_kept, "seed {seed}: entry {entry} of {name} is lost");
        }
        for store in world.stations.iter().filter_map(|one| one.store.as_ref()) {
            assert!(store.log.is_sorted_by(|one, other| one != other), "seed {seed}");
        }
        parted += world
            .stations
            .iter()
            .filter(|one| !one.aside.is_empty() || one.parted.is_some())
            .count();
        emergencies += world.written.iter().map(|(_, term, _)| *term).max().unwrap_or(0);
    }
    assert!(parted > 100 && emergencies > 4_000, "{parted} {emergencies}");
}

#[test]
fn of_two_terms_with_one_number_both_sides_find_the_same() {
    let term = |number, holder: &str| Term {
        number,
        holder: holder.into(),
        taken: true,
    };
    let (one, two) = (term(3, "a"), term(3, "b"));
    assert!(two.ends(&one) && !one.ends(&two) && !one.ends(&one));
    assert!(term(4, "a").ends(&two));
}
