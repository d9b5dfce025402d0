//! Packages that might cover much.
//!
//! From each entitlement on, the one is added that most of the holders hold as well, and every package on the
//! way is noted; so is what people hold, what any two entitlements bring along, and what two people share.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::choose::near;
use super::matrix::Matrix;
use super::pace::{Pace, Step};
use super::{Bits, Options, Stopped};

/// So many are kept.
const MOST: usize = 50_000;
/// Some ten seconds.
const WORK: u64 = 10_000_000_000;

struct Pool<'a> {
    matrix: &'a Matrix,
    options: Options,
    found: Vec<Bits>,
    seen: HashSet<Bits>,
}

pub(super) fn pool(
    matrix: &Matrix,
    cover: &[Bits],
    options: Options,
    pace: &mut Pace<'_>,
) -> Result<Vec<Bits>, Stopped> {
    pace.begin(Step::Gathering, WORK)?;
    let mut pool = Pool {
        matrix,
        options,
        found: Vec::new(),
        seen: HashSet::new(),
    };
    for one in cover {
        pool.add(one.clone());
    }
    let (_, alike) = matrix.merged();
    let _whole = pool.grow(&alike, pace)? && pool.rows(pace)? && pool.pairs(&alike, pace)? && pool.shared(pace)?;
    Ok(pool.found)
}

impl Pool<'_> {
    /// How many words it will take to judge it.
    fn add(&mut self, entitlements: Bits) -> u64 {
        let count = entitlements.count();
        if count < self.options.minimum_entitlements.max(1) || self.seen.contains(&entitlements) {
            return entitlements.words();
        }
        self.seen.insert(entitlements.clone());
        self.found.push(entitlements);
        3 * count as u64 * self.matrix.rows.len().div_ceil(64) as u64
    }

    /// Counts work; `false` where there is no room for more, or no time.
    fn goes_on(&self, words: u64, pace: &mut Pace<'_>) -> Result<bool, Stopped> {
        Ok(pace.spend(words)? && self.found.len() < MOST)
    }

    /// All of them grow at once, so that where time is short each has grown a little.
    fn grow(&mut self, alike: &[Vec<usize>], pace: &mut Pace<'_>) -> Result<bool, Stopped> {
        let matrix = self.matrix;
        let mut growing: Vec<(Bits, Bits)> = Vec::new();
        for people in alike.iter().map(|columns| &matrix.columns[columns[0]]) {
            growing.push((people.clone(), matrix.held_by_many(people)));
        }
        while !growing.is_empty() {
            let mut grown = Vec::new();
            for (people, entitlements) in growing {
                let words = 2 * matrix.columns.len() as u64 * people.words() + self.add(entitlements.clone());
                if !self.goes_on(words, pace)? {
                    return Ok(false);
                }
                grown.extend(self.one_more(people, entitlements));
            }
            growing = grown;
        }
        Ok(true)
    }

    /// With the entitlement that most of the people hold as well, where enough of them do.
    fn one_more(&self, mut people: Bits, mut entitlements: Bits) -> Option<(Bits, Bits)> {
        let matrix = self.matrix;
        let others = (0..matrix.columns.len()).filter(|column| !entitlements.has(*column));
        let (holders, next) = others
            .map(|column| (people.common(&matrix.columns[column]), column))
            .max_by_key(|(holders, column)| (*holders, Reverse(*column)))?;
        if holders < self.options.minimum_people.max(1) {
            return None;
        }
        entitlements.put(next);
        if self.options.tolerance == 0 {
            people.keep(&matrix.columns[next]);
            entitlements = matrix.held_by_many(&people);
        } else {
            people = near(matrix, &entitlements, self.options.tolerance);
        }
        Some((people, entitlements))
    }

    fn rows(&mut self, pace: &mut Pace<'_>) -> Result<bool, Stopped> {
        for row in &self.matrix.rows {
            let words = self.add(row.clone());
            if !self.goes_on(words, pace)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn pairs(&mut self, alike: &[Vec<usize>], pace: &mut Pace<'_>) -> Result<bool, Stopped> {
        let matrix = self.matrix;
        for (at, one) in alike.iter().enumerate() {
            for two in &alike[at + 1..] {
                let people = matrix.columns[one[0]].and(&matrix.columns[two[0]]);
                let mut words = people.words();
                if people.count() >= self.options.minimum_people.max(1) {
                    words *= matrix.columns.len() as u64;
                    words += self.add(matrix.held_by_many(&people));
                }
                if !self.goes_on(words, pace)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn shared(&mut self, pace: &mut Pace<'_>) -> Result<bool, Stopped> {
        let mut rows: Vec<&Bits> = self.matrix.rows.iter().collect();
        rows.sort_unstable();
        rows.dedup();
        for (at, one) in rows.iter().enumerate() {
            for two in &rows[at + 1..] {
                let words = self.add(one.and(two));
                if !self.goes_on(words, pace)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}
