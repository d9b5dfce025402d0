//! What was left out or put right in a read, and why.

use std::collections::BTreeMap;

use countersign_domain::snapshot::Exclusion;

use super::text::clean;

const EXAMPLES: usize = 10;

/// Reasons with exact counts and a few examples.
#[derive(Debug, Default)]
pub(crate) struct Notes(BTreeMap<&'static str, (u64, Vec<String>)>);

impl Notes {
    pub(crate) fn add(&mut self, reason: &'static str, example: &str) {
        let (count, examples) = self.0.entry(reason).or_default();
        *count += 1;
        if examples.len() < EXAMPLES {
            examples.push(clean(example).0);
        }
    }

    pub(crate) fn to_exclusions(&self) -> Vec<Exclusion> {
        let one = |(reason, (count, examples)): (&&'static str, &(u64, Vec<String>))| Exclusion {
            reason: (*reason).to_owned(),
            count: *count,
            examples: examples.clone(),
        };
        self.0.iter().map(one).collect()
    }
}
