//! Which packages, and in which order: each time the one that covers most of what is left.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::matrix::Matrix;
use super::pace::{Pace, Step};
use super::{Bits, Options, Stopped};

/// Some ten seconds go into making chosen packages better.
const WORK: u64 = 10_000_000_000;

#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub entitlements: Bits,
    pub holders: Bits,
    /// Grants covered for the first time.
    pub gives: usize,
    /// What holders lack of it.
    pub adds: usize,
}

impl Choice {
    fn worth(&self) -> isize {
        self.gives as isize - self.adds as isize
    }
}

/// Who holds these entitlements but for at most `tolerance` of them, and more than half of them in any case.
pub(super) fn near(matrix: &Matrix, entitlements: &Bits, tolerance: usize) -> Bits {
    if tolerance == 0 {
        return matrix.holders(entitlements);
    }
    let (count, mut people) = (entitlements.count(), Bits::none(matrix.rows.len()));
    for (row, held) in matrix.rows.iter().enumerate() {
        let missing = count - held.common(entitlements);
        if missing <= tolerance && (missing * 2 < count || missing == 0) {
            people.put(row);
        }
    }
    people
}

struct Left<'a> {
    matrix: &'a Matrix,
    options: Options,
    /// By entitlement, the holders for whom no package covers it yet.
    columns: Vec<Bits>,
}

impl<'a> Left<'a> {
    fn new(matrix: &'a Matrix, options: Options) -> Self {
        Self {
            matrix,
            options,
            columns: matrix.columns.clone(),
        }
    }

    /// What the package would do now; `None` where it is too small or does nothing.
    fn judge(&self, entitlements: &Bits, pace: &mut Pace<'_>) -> Result<Option<Choice>, Stopped> {
        let (matrix, options) = (self.matrix, self.options);
        let count = entitlements.count();
        let mut holders = near(matrix, entitlements, options.tolerance);
        pace.spend(3 * count as u64 * holders.words())?;
        let gives = entitlements
            .each()
            .map(|column| holders.common(&self.columns[column]))
            .sum();
        if count < options.minimum_entitlements || gives == 0 {
            return Ok(None);
        }
        let mut adds = 0;
        if options.tolerance > 0 {
            pace.spend(matrix.rows.len() as u64 * entitlements.words())?;
            let mut useful = matrix.holders(entitlements);
            for column in entitlements.each() {
                useful.join_common(&holders, &self.columns[column]);
            }
            holders = useful;
            let held = entitlements
                .each()
                .map(|column| holders.common(&matrix.columns[column]));
            adds = count * holders.count() - held.sum::<usize>();
        }
        let choice = Choice {
            entitlements: entitlements.clone(),
            holders,
            gives,
            adds,
        };
        Ok((choice.worth() > 0 && choice.holders.count() >= options.minimum_people).then_some(choice))
    }

    fn cover(&mut self, choice: &Choice) {
        for column in choice.entitlements.each() {
            self.columns[column].remove(&choice.holders);
        }
    }

    /// One entitlement more or less, as long as that makes it better.
    fn improve(&self, mut best: Choice, pace: &mut Pace<'_>) -> Result<(Choice, bool), Stopped> {
        let matrix = self.matrix;
        loop {
            let from = best.clone();
            for column in 0..matrix.columns.len() {
                let mut other = from.entitlements.clone();
                if other.has(column) {
                    other.take(column);
                } else {
                    other.put(column);
                }
                if self.options.tolerance == 0 {
                    let people = matrix.holders(&other);
                    if !pace.spend(other.count() as u64 * people.words())? {
                        return Ok((best, false));
                    }
                    // The same people hold it, or nobody.
                    if people == from.holders || people.is_none() {
                        continue;
                    }
                    other = matrix.held_by_many(&people);
                }
                if let Some(choice) = self.judge(&other, pace)?
                    && choice.worth() > best.worth()
                {
                    best = choice;
                }
                if !pace.spend(from.entitlements.words())? {
                    return Ok((best, false));
                }
            }
            if best.worth() == from.worth() {
                return Ok((best, true));
            }
        }
    }
}

/// The most useful of these packages in their order, without those that the others make useless.
pub(super) fn in_order(
    matrix: &Matrix,
    packages: &[Bits],
    options: Options,
    pace: &mut Pace<'_>,
) -> Result<Vec<Choice>, Stopped> {
    pace.begin(Step::Choosing, WORK)?;
    let mut chosen = greedy(matrix, packages, options, By::Worth, pace)?;
    if options.limit.is_none() {
        chosen = needed(matrix, chosen, pace)?;
    }
    let chosen: Vec<Bits> = chosen.into_iter().map(|choice| choice.entitlements).collect();
    greedy(matrix, &chosen, options, By::Gives, pace)
}

/// Packages that cover as much as can be, from a pool and what can be made better of it.
pub(super) fn most(
    matrix: &Matrix,
    pool: Vec<Bits>,
    options: Options,
    pace: &mut Pace<'_>,
) -> Result<Vec<Choice>, Stopped> {
    pace.begin(Step::Choosing, WORK)?;
    let chosen = greedy(matrix, &pool, options, By::WorthImproved, pace)?;
    let chosen: Vec<Bits> = chosen.into_iter().map(|choice| choice.entitlements).collect();
    in_order(matrix, &chosen, options, pace)
}

/// What is taken first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// What covers most, less what it adds.
    Worth,
    /// The same, made better before it is taken.
    WorthImproved,
    /// What covers most.
    Gives,
}

/// A package covers less and less the more others do, so that what it was worth is the most it can be worth
/// now: only the first few need to be judged again.
fn greedy(
    matrix: &Matrix,
    pool: &[Bits],
    options: Options,
    by: By,
    pace: &mut Pace<'_>,
) -> Result<Vec<Choice>, Stopped> {
    let mut left = Left::new(matrix, options);
    let mut improves = by == By::WorthImproved;
    let rank = |choice: &Choice| {
        if by == By::Gives {
            choice.gives as isize
        } else {
            choice.worth()
        }
    };
    let mut heap = BinaryHeap::new();
    for (at, entitlements) in pool.iter().enumerate() {
        if let Some(choice) = left.judge(entitlements, pace)? {
            heap.push((rank(&choice), Reverse(at)));
        }
    }
    let mut chosen: Vec<Choice> = Vec::new();
    while let Some((_, Reverse(at))) = heap.pop()
        && options.limit.is_none_or(|limit| chosen.len() < limit)
    {
        let Some(mut choice) = left.judge(&pool[at], pace)? else {
            continue;
        };
        let now = (rank(&choice), Reverse(at));
        if heap.peek().is_some_and(|next| *next > now) {
            heap.push(now);
            continue;
        }
        if improves {
            (choice, improves) = left.improve(choice, pace)?;
            // What it was made from may still be worth something.
            heap.push(now);
        }
        left.cover(&choice);
        chosen.push(choice);
    }
    Ok(chosen)
}

/// Those without which something would not be covered; the least useful are tried first.
fn needed(matrix: &Matrix, mut chosen: Vec<Choice>, pace: &mut Pace<'_>) -> Result<Vec<Choice>, Stopped> {
    let mut at = chosen.len();
    while at > 0 {
        at -= 1;
        let one = &chosen[at];
        let mut is_needed = false;
        for column in one.entitlements.each() {
            let mut alone = one.holders.and(&matrix.columns[column]);
            for (_, other) in chosen.iter().enumerate().filter(|(place, _)| *place != at) {
                if other.entitlements.has(column) {
                    alone.remove(&other.holders);
                }
            }
            pace.spend(chosen.len() as u64 + alone.words())?;
            if !alone.is_none() {
                is_needed = true;
                break;
            }
        }
        if !is_needed {
            chosen.remove(at);
        }
    }
    Ok(chosen)
}
