//! Random sequences of acts on a review, held against a plain model of the rules after every one of them.
//!
//! `COUNTERSIGN_SEQUENCES` says how many (200), `COUNTERSIGN_SEED` begins at another seed: a failure names
//! the seed, so that `COUNTERSIGN_SEQUENCES=1 COUNTERSIGN_SEED=n` repeats it.

#[path = "model/bulk.rs"]
mod bulk;
#[path = "model/compare.rs"]
mod compare;
#[path = "model/definition.rs"]
mod definition;
#[path = "model/office.rs"]
mod office;
#[path = "model/play.rs"]
mod play;
#[path = "model/reference.rs"]
mod reference;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

const ACTS: usize = 60;
/// A log grows with every act and is verified from its beginning, so a store is not kept for long.
const SEQUENCES_OF_A_STORE: u64 = 10;

fn number(name: &str, otherwise: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.map_or(otherwise, |text| text.parse().expect("a number"))
}

#[test]
fn no_sequence_of_acts_makes_a_review_differ_from_the_plain_rules() {
    let (first, sequences) = (number("COUNTERSIGN_SEED", 1), number("COUNTERSIGN_SEQUENCES", 200));
    let begun = std::time::Instant::now();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut opened = office::open();
    for (at, seed) in (first..first + sequences).enumerate() {
        if at > 0 && (at as u64).is_multiple_of(SEQUENCES_OF_A_STORE) {
            opened.0.is_sound();
            opened = office::open();
        }
        let mut play = play::Play::new(&opened.0, &opened.1, seed);
        let played = catch_unwind(AssertUnwindSafe(|| play.run(ACTS)));
        if let Err(reason) = played {
            eprintln!("seed {seed}; what was done:\n{}", play.trace.join("\n"));
            resume_unwind(reason);
        }
        for (act, count) in play.seen {
            *seen.entry(act).or_default() += count;
        }
    }
    opened.0.is_sound();
    println!("{sequences} sequences of {ACTS} acts in {:.1?}", begun.elapsed());
    for (act, count) in &seen {
        println!("{count:>7} {act}");
    }
    if sequences >= 200 {
        let rare: Vec<_> = play::MUST_BE_SEEN
            .iter()
            .filter(|act| !seen.contains_key(**act))
            .collect();
        assert!(rare.is_empty(), "never tried: {rare:?}");
    }
}
