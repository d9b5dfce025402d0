use std::cell::Cell;
use std::collections::BTreeSet;

use super::{LARGEST, Mining, Options, Stopped, mine};

type Pair = (u32, u32);

fn found(pairs: &[Pair], options: Options) -> Mining<u32, u32> {
    mine(pairs, options, &|_| true).unwrap_or_else(|problem| panic!("{problem}"))
}

/// The numbers are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        ((self.0 >> 33) % u64::from(end)) as u32
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at as u32 + 1) as usize);
        }
    }
}

/// Each hold with one chance, or by planted packages; some pairs twice.
fn drawn(seed: u64) -> Vec<Pair> {
    let mut chance = Chance(seed);
    let (people, entitlements) = (1 + chance.below(40), 1 + chance.below(30));
    let mut pairs = Vec::new();
    if seed.is_multiple_of(2) {
        let share = 1 + chance.below(95);
        for person in 0..people {
            pairs.extend(
                (0..entitlements)
                    .filter(|_| chance.below(100) < share)
                    .map(|one| (person * 3, one * 7)),
            );
        }
    } else {
        for _ in 0..1 + chance.below(8) {
            let (one, two) = (1 + chance.below(70), 1 + chance.below(50));
            let holders: Vec<u32> = (0..people).filter(|_| chance.below(100) < one).collect();
            let held: Vec<u32> = (0..entitlements).filter(|_| chance.below(100) < two).collect();
            pairs.extend(
                holders
                    .iter()
                    .flat_map(|person| held.iter().map(move |other| (*person, *other))),
            );
        }
    }
    chance.shuffle(&mut pairs);
    pairs
}

/// Counted from the packages and the pairs alone, without what the answer says of itself.
fn check(pairs: &[Pair], mining: &Mining<u32, u32>) {
    let held: BTreeSet<Pair> = pairs.iter().copied().collect();
    let (mut covered, mut added) = (BTreeSet::new(), BTreeSet::new());
    let mut last = usize::MAX;
    for package in &mining.packages {
        let before = covered.len();
        let mut adds = Vec::new();
        for person in &package.people {
            for entitlement in &package.entitlements {
                let pair = (*person, *entitlement);
                if held.contains(&pair) {
                    covered.insert(pair);
                } else if added.insert(pair) {
                    adds.push(pair);
                }
            }
        }
        adds.sort_unstable();
        assert_eq!(package.adds, adds);
        assert_eq!(package.gives, covered.len() - before);
        assert!(package.gives > 0 && package.gives <= last);
        last = package.gives;
    }
    assert_eq!((mining.covered, mining.total), (covered.len(), held.len()));
    assert!(held.difference(&covered).eq(mining.left_over.iter()));
}

#[test]
fn every_grant_is_covered_exactly_and_never_by_more_packages_than_people_or_entitlements() {
    for seed in 0..60 {
        let pairs = drawn(seed);
        let mining = found(&pairs, Options::default());
        check(&pairs, &mining);
        assert!(mining.left_over.is_empty());
        assert!(mining.packages.len() >= mining.at_least);
        assert!(mining.packages.iter().all(|package| package.adds.is_empty()));
        let people: BTreeSet<u32> = pairs.iter().map(|pair| pair.0).collect();
        let entitlements: BTreeSet<u32> = pairs.iter().map(|pair| pair.1).collect();
        let most = people.len().min(entitlements.len());
        assert!(
            mining.packages.len() <= most,
            "seed {seed}: {} > {most}",
            mining.packages.len()
        );
    }
}

#[test]
fn the_order_of_the_pairs_changes_nothing() {
    let mut chance = Chance(5);
    for seed in 0..20 {
        let mut pairs = drawn(seed);
        for options in [
            Options::default(),
            Options {
                minimum_people: 2,
                minimum_entitlements: 2,
                tolerance: 0,
                limit: Some(4),
            },
            Options {
                minimum_people: 2,
                minimum_entitlements: 2,
                tolerance: 1,
                limit: None,
            },
        ] {
            let first = found(&pairs, options);
            chance.shuffle(&mut pairs);
            assert_eq!(found(&pairs, options), first, "seed {seed}");
        }
    }
}

#[test]
fn the_names_of_people_change_nothing_but_the_names() {
    let mut chance = Chance(11);
    for seed in 0..20 {
        let pairs = drawn(seed);
        let mut names: Vec<u32> = (0..200).collect();
        chance.shuffle(&mut names);
        let renamed: Vec<Pair> = pairs.iter().map(|pair| (names[pair.0 as usize], pair.1)).collect();
        let packages = |pairs: &[Pair]| -> Vec<(Vec<u32>, usize)> {
            let mining = found(pairs, Options::default());
            mining
                .packages
                .into_iter()
                .map(|one| (one.entitlements, one.people.len()))
                .collect()
        };
        assert_eq!(packages(&renamed), packages(&pairs), "seed {seed}");
    }
}

#[test]
fn never_more_packages_than_the_fewest_that_trying_everything_finds() {
    for seed in 0..40 {
        let mut chance = Chance(seed);
        let mut pairs = Vec::new();
        for _ in 0..3 {
            let (holders, held) = (1 + chance.below(63), 1 + chance.below(31));
            for person in (0..6).filter(|person| holders >> person & 1 == 1) {
                pairs.extend((0..5).filter(|one| held >> one & 1 == 1).map(|one| (person, one)));
            }
        }
        let mining = found(&pairs, Options::default());
        assert!(mining.packages.len() <= fewest(&pairs), "seed {seed}");
    }
}

/// Every set of entitlements that somebody holds, in every combination of up to three.
fn fewest(pairs: &[Pair]) -> usize {
    let held = |person: u32| {
        pairs
            .iter()
            .filter(|pair| pair.0 == person)
            .fold(0u32, |set, pair| set | 1 << pair.1)
    };
    let rows: Vec<u32> = (0..6).map(held).collect();
    let covers = |packages: &[u32]| {
        rows.iter().all(|row| {
            let inside = packages.iter().filter(|package| *package & !row == 0);
            inside.fold(0, |set, package| set | package) == *row
        })
    };
    for one in 0..32 {
        if covers(&[one]) {
            return 1;
        }
    }
    for (one, two) in (0..32).flat_map(|one| (0..32).map(move |two| (one, two))) {
        if covers(&[one, two]) {
            return 2;
        }
    }
    3
}

#[test]
fn packages_are_as_large_as_was_asked_for_and_add_no_more_than_is_tolerated() {
    for seed in 0..40 {
        let pairs = drawn(seed);
        for tolerance in 0..3 {
            let options = Options {
                minimum_people: 3,
                minimum_entitlements: 2,
                tolerance,
                limit: Some(5),
            };
            let mining = found(&pairs, options);
            check(&pairs, &mining);
            assert!(mining.packages.len() <= 5);
            for package in &mining.packages {
                assert!(
                    package.people.len() >= 3 && package.entitlements.len() >= 2,
                    "seed {seed}"
                );
                for person in &package.people {
                    let holds = |one: &&u32| pairs.contains(&(*person, **one));
                    let missing = package.entitlements.len() - package.entitlements.iter().filter(holds).count();
                    assert!(missing <= tolerance, "seed {seed}");
                    assert!(missing == 0 || missing * 2 < package.entitlements.len(), "seed {seed}");
                }
            }
        }
    }
}

#[test]
fn one_missing_entitlement_splits_a_package_unless_it_is_tolerated() {
    // Ten people hold five entitlements; the first lacks the last.
    let pairs: Vec<Pair> = (0..10)
        .flat_map(|person| (0..5).map(move |one| (person, one)))
        .collect();
    let pairs: Vec<Pair> = pairs.into_iter().filter(|pair| *pair != (0, 4)).collect();
    let exact = found(&pairs, Options::default());
    assert_eq!(exact.packages.len(), 2);
    let tolerant = found(
        &pairs,
        Options {
            tolerance: 1,
            ..Options::default()
        },
    );
    assert_eq!(tolerant.packages.len(), 1);
    assert_eq!(tolerant.packages[0].adds, [(0, 4)]);
    assert_eq!(
        (tolerant.packages[0].people.len(), tolerant.packages[0].gives),
        (10, 49)
    );
    let large = Options {
        minimum_people: 10,
        minimum_entitlements: 5,
        ..Options::default()
    };
    let none = found(&pairs, large);
    assert_eq!((none.packages.len(), none.covered, none.left_over.len()), (0, 0, 49));
}

#[test]
fn nothing_gives_nothing_and_too_much_is_refused_before_it_is_laid_out() {
    let nothing = found(&[], Options::default());
    assert_eq!((nothing.packages.len(), nothing.total), (0, 0));
    let side = LARGEST.isqrt() as u32 + 1;
    let pairs: Vec<Pair> = (0..side).map(|at| (at, at)).collect();
    let problem = mine(&pairs, Options::default(), &|_| true).expect_err("too large");
    assert!(matches!(problem, Stopped::TooLarge { people, .. } if people == side as usize));
    assert!(problem.to_string().contains("choose fewer"), "{problem}");
}

#[test]
fn the_work_stops_at_any_question_whether_to_go_on() {
    let pairs = drawn(8);
    let options = Options {
        limit: Some(3),
        ..Options::default()
    };
    let asked = Cell::new(0);
    let whole = mine(&pairs, options, &|progress| {
        assert!(progress.done <= progress.of);
        asked.set(asked.get() + 1);
        true
    });
    assert!(whole.is_ok() && asked.get() >= 4, "{}", asked.get());
    for last in 0..asked.get() {
        let left = Cell::new(last);
        let stopped = mine(&pairs, options, &|_| left.replace(left.get() - 1) > 0);
        assert_eq!(stopped, Err(Stopped::Cancelled));
    }
}
