//! Suggested packages: how few cover every grant of two published sets, and how long ten thousand people take.
//!
//! The published sets are not part of the project. Where `COUNTERSIGN_MINING_DATA` names a folder with
//! `user-permission-domino.txt` and `user-permission-emea.txt` (a pair of numbers a line), they are measured
//! beside the fewest packages known (Ene et al., SACMAT 2008); a set made up with planted packages always is.

use std::collections::BTreeSet;
use std::path::Path;

use countersign_domain::mining::{Mining, Options, mine};
use countersign_tests::population::Chance;

use crate::measure::{shown, timed};
use crate::place::Place;
use crate::table::Row;
use crate::{Outcome, Size};

type Pair = (u32, u32);

/// The sets by name, and the fewest packages known to cover each.
const PUBLISHED: [(&str, usize); 2] = [("domino", 20), ("emea", 34)];
const PLANTED: usize = 40;
/// Seconds, with tens of minutes between this and what would be too long.
const LIMIT_S: u64 = 120;

pub fn measure(_: &Place, size: Size) -> Outcome<Vec<Row>> {
    let mut rows = Vec::new();
    match std::env::var_os("COUNTERSIGN_MINING_DATA") {
        Some(folder) => {
            for (name, known) in PUBLISHED {
                let pairs = read(&Path::new(&folder).join(format!("user-permission-{name}.txt")))?;
                rows.extend(fewest(name, &pairs, Some(known))?);
                rows.push(best_ten(name, &pairs)?);
            }
        }
        None => rows.push(Row::new(
            "suggested packages, published sets",
            "COUNTERSIGN_MINING_DATA names no folder",
        )),
    }
    let few = planted(400, 300, 0, 3);
    rows.extend(fewest("400 × 300, planted", &few, Some(PLANTED))?);
    let people = size.of(10_000);
    for (name, noise) in [("planted", 0), ("planted, and access by chance", 3)] {
        let many = planted(people, 300, noise, 7);
        let name = format!("{people} × 300, {name}");
        rows.extend(fewest(&name, &many, (noise == 0).then_some(PLANTED))?);
        rows.push(best_ten(&name, &many)?);
    }
    Ok(rows)
}

/// Everybody holds one to four of the planted packages, and so many entitlements by chance.
fn planted(people: usize, entitlements: usize, noise: usize, seed: u64) -> Vec<Pair> {
    let mut chance = Chance::new(seed);
    let packages: Vec<Vec<usize>> = (0..PLANTED)
        .map(|_| (0..4 + chance.below(16)).map(|_| chance.below(entitlements)).collect())
        .collect();
    let mut pairs = BTreeSet::new();
    for person in 0..people {
        for _ in 0..1 + chance.below(4) {
            let package = &packages[chance.below(PLANTED)];
            pairs.extend(package.iter().map(|one| (person as u32, *one as u32)));
        }
        for _ in 0..chance.below(noise + 1) {
            pairs.insert((person as u32, chance.below(entitlements) as u32));
        }
    }
    pairs.into_iter().collect()
}

fn read(path: &Path) -> Outcome<Vec<Pair>> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut pairs = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let words: Vec<Option<u32>> = line.split_whitespace().map(|word| word.parse().ok()).collect();
        match words[..] {
            [Some(person), Some(permission)] => pairs.push((person, permission)),
            _ => return Err(format!("{}, line {}: not two numbers.", path.display(), number + 1)),
        }
    }
    Ok(pairs)
}

fn fewest(name: &str, pairs: &[Pair], known: Option<usize>) -> Outcome<Vec<Row>> {
    let (mining, took) = timed(|| mine(pairs, Options::default(), &|_| true));
    let mining = mining.map_err(|problem| problem.to_string())?;
    let exact = is_exact(pairs, &mining);
    let count = mining.packages.len();
    let figure = format!(
        "{count} packages, no fewer than {} can; {} of {} grants",
        mining.at_least, mining.covered, mining.total
    );
    let row = Row::new(format!("suggested packages, {name}: all covered exactly"), figure);
    let row = match known {
        Some(known) => row.within(format!("≤ {known} known"), exact && count <= known),
        None => row.within("exact", exact),
    };
    let time =
        Row::new(format!("  time, {name}"), shown(took)).within(format!("≤ {LIMIT_S} s"), took.as_secs() < LIMIT_S);
    Ok(vec![row, time])
}

/// What an administrator would look at first.
fn best_ten(name: &str, pairs: &[Pair]) -> Outcome<Row> {
    let options = Options {
        minimum_people: 2,
        minimum_entitlements: 2,
        tolerance: 0,
        limit: Some(10),
    };
    let (mining, took) = timed(|| mine(pairs, options, &|_| true));
    let mining = mining.map_err(|problem| problem.to_string())?;
    let share = 100.0 * mining.covered as f64 / mining.total.max(1) as f64;
    let figure = format!("{share:.1} % of {} grants, in {}", mining.total, shown(took));
    Ok(Row::new(format!("  the best ten, {name}"), figure).within(
        format!("≤ {LIMIT_S} s"),
        took.as_secs() < LIMIT_S && mining.packages.len() <= 10,
    ))
}

/// Counted anew: the packages give all pairs, and no other.
fn is_exact(pairs: &[Pair], mining: &Mining<u32, u32>) -> bool {
    let held: BTreeSet<Pair> = pairs.iter().copied().collect();
    let given: BTreeSet<Pair> = mining
        .packages
        .iter()
        .flat_map(|package| {
            let people = package.people.iter();
            people.flat_map(|person| package.entitlements.iter().map(move |one| (*person, *one)))
        })
        .collect();
    held == given
}
