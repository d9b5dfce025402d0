//! The method of a sample: pure, and the same on every machine.

use std::collections::{BinaryHeap, HashMap};

use sha2::{Digest, Sha256};

use super::SizeSuggestion;

/// Its number stands in every sample.
pub(super) const METHOD: i64 = 1;

/// How a sample was drawn, in words by which anybody can draw it again.
pub(super) fn text(stratify: Option<&str>) -> &'static str {
    match stratify {
        None => {
            "For every id of the population, SHA-256 over the seed, a colon and the id, in UTF-8; the ids in the order \
             of these digests; the first so many of them."
        }
        Some("privileged") => {
            "For every id of the population, SHA-256 over the seed, a colon and the id, in UTF-8; what is privileged \
             first and then the rest, each in the order of these digests; the first so many of them."
        }
        Some(_) => {
            "For every id of the population, SHA-256 over the seed, a colon and the id, in UTF-8; the ids of each \
             stratum in the order of these digests; first the first one of every stratum, in the order of their \
             digests, then the second ones, and so on; the first so many of them."
        }
    }
}

/// Sizes that are usual with auditors for an activity that happens often.
pub(super) fn suggested(count: i64) -> Vec<SizeSuggestion> {
    let usual = [
        (25, "usual where the risk is low, or the control runs weekly"),
        (40, "usual where the control runs daily"),
        (60, "usual where the risk is high, or nothing else is relied on"),
    ];
    let mut all: Vec<SizeSuggestion> = usual
        .into_iter()
        .filter(|(size, _)| *size < count)
        .map(|(size, reason)| SizeSuggestion {
            size,
            reason: reason.into(),
        })
        .collect();
    if all.is_empty() && count > 0 {
        all.push(SizeSuggestion {
            size: count,
            reason: "all of them, since there are so few".into(),
        });
    }
    all
}

pub(super) fn digest(seed: &str, subject: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(seed.as_bytes());
    hash.update(b":");
    hash.update(subject.as_bytes());
    hash.finalize().into()
}

/// One that is in the sample so far.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Chosen {
    /// What comes before what, whatever the digests: 0 or 1.
    pub class: u8,
    pub digest: [u8; 32],
    pub subject: String,
}

/// Takes a population id by id, and keeps only what may still be in the sample.
pub(super) struct Drawing<'a> {
    seed: &'a str,
    size: usize,
    /// The best of each stratum; without strata there is one.
    strata: HashMap<Option<i64>, BinaryHeap<Chosen>>,
    whole: Sha256,
    count: i64,
}

impl<'a> Drawing<'a> {
    pub fn new(seed: &'a str, size: usize) -> Self {
        Self {
            seed,
            size,
            strata: HashMap::new(),
            whole: Sha256::new(),
            count: 0,
        }
    }

    pub fn add(&mut self, subject: &str, stratum: Option<i64>, class: u8) {
        self.count += 1;
        self.whole.update(subject.as_bytes());
        self.whole.update(b"\n");
        let digest = digest(self.seed, subject);
        let heap = self.strata.entry(stratum).or_default();
        if heap.len() >= self.size {
            // The last of the best gives way, or the new one is none of them.
            match heap.peek() {
                Some(last) if (class, digest) < (last.class, last.digest) => {
                    heap.pop();
                }
                _ => return,
            }
        }
        heap.push(Chosen {
            class,
            digest,
            subject: subject.to_owned(),
        });
    }

    /// The sample in its order, each with its stratum; the count of the population, and the hash over its ids.
    pub fn finish(self) -> (Vec<(Option<i64>, Chosen)>, i64, String) {
        let mut ranked = Vec::new();
        for (stratum, heap) in self.strata {
            let several = stratum.is_some();
            for (rank, chosen) in heap.into_sorted_vec().into_iter().enumerate() {
                ranked.push((if several { rank } else { 0 }, chosen, stratum));
            }
        }
        ranked.sort_unstable();
        ranked.truncate(self.size);
        let rows = ranked
            .into_iter()
            .map(|(_, chosen, stratum)| (stratum, chosen))
            .collect();
        (rows, self.count, crate::audit::hex(&self.whole.finalize()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(size: usize, stratum: impl Fn(i64) -> Option<i64>) -> Vec<String> {
        let mut drawing = Drawing::new("seed", size);
        for n in 1..=500 {
            drawing.add(&format!("decision:{n}"), stratum(n), 0);
        }
        let (rows, count, _) = drawing.finish();
        assert_eq!(count, 500);
        rows.into_iter().map(|(_, chosen)| chosen.subject).collect()
    }

    #[test]
    fn the_smallest_digests_are_chosen_and_a_smaller_sample_begins_the_larger() {
        let mut all: Vec<_> = (1..=500)
            .map(|n| (digest("seed", &format!("decision:{n}")), format!("decision:{n}")))
            .collect();
        all.sort();
        let expected: Vec<String> = all.into_iter().take(40).map(|(_, subject)| subject).collect();
        assert_eq!(drawn(40, |_| None), expected);
        assert_eq!(drawn(25, |_| None), expected[..25]);
    }

    #[test]
    fn every_stratum_comes_before_the_second_of_any() {
        // One stratum holds nearly everything.
        let stratum = |n: i64| Some(if n <= 7 { n } else { 0 });
        let rows = drawn(8, stratum);
        let strata: std::collections::BTreeSet<_> = rows
            .iter()
            .map(|row| stratum(row.trim_start_matches("decision:").parse().unwrap_or(0)))
            .collect();
        assert_eq!(strata.len(), 8, "{rows:?}");
    }

    #[test]
    fn sizes_are_those_of_the_field_or_everything() {
        let sizes = |count| suggested(count).into_iter().map(|one| one.size).collect::<Vec<_>>();
        assert_eq!(sizes(1_000), [25, 40, 60]);
        assert_eq!(sizes(41), [25, 40]);
        assert_eq!(sizes(12), [12]);
        assert!(sizes(0).is_empty());
    }
}
