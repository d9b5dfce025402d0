//! Packages suggested from the access that people really hold.
//!
//! Who holds what is a table of people and entitlements; a package is a rectangle in it. The fewest
//! rectangles that cover every grant, and nothing else, are looked for as Ene et al. describe it (*Fast exact
//! and heuristic methods for role minimization problems*, SACMAT 2008): people and entitlements that are alike
//! are merged, grants that every package for another grant can take along are put aside, and what is left is
//! shared out. Where fewer packages are wanted than cover everything, those are chosen, one after the other,
//! that cover most of what is left.
//!
//! The answer depends on nothing but the pairs: not on their order, nor on a clock or on chance. Work is
//! bounded by counted steps, and may be stopped at any of them. Where so much is asked that the steps run out,
//! more packages are proposed than need be, or less is covered; what is said of them stays exact.

mod bits;
mod candidate;
mod choose;
mod cover;
mod matrix;
mod pace;
mod reduce;
#[cfg(test)]
mod test;
mod told;

use bits::Bits;
use choose::Choice;
use matrix::Matrix;
use pace::Pace;
use told::Told;

pub use pace::{Progress, Step};

/// So many people times entitlements are looked at together; a bit for each is kept four times.
pub const LARGEST: usize = 1_000_000_000;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Fewer people make no package.
    pub minimum_people: usize,
    /// Fewer entitlements make no package.
    pub minimum_entitlements: usize,
    /// A package is also proposed to people who lack at most so many of its entitlements, and less than half
    /// of them. With 0 nobody gains anything.
    pub tolerance: usize,
    /// At most so many packages.
    pub limit: Option<usize>,
}

/// Everything covered, by packages of any size, and nobody gains anything.
impl Default for Options {
    fn default() -> Self {
        Self {
            minimum_people: 1,
            minimum_entitlements: 1,
            tolerance: 0,
            limit: None,
        }
    }
}

/// One suggested package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal<P, E> {
    /// In their order.
    pub entitlements: Vec<E>,
    /// Who would hold it, in their order: everybody who holds all of it, and within the tolerance those who
    /// hold most of it and something that no package before this one covers.
    pub people: Vec<P>,
    /// Grants it covers that no package before it does.
    pub gives: usize,
    /// What people would gain that they do not hold, and that no package before it adds; in their order.
    pub adds: Vec<(P, E)>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mining<P, E> {
    /// Each covers at least as many grants for the first time as the next: the first few are the best few.
    pub packages: Vec<Proposal<P, E>>,
    /// Grants that the packages cover.
    pub covered: usize,
    /// Grants there are, each counted once.
    pub total: usize,
    /// The grants that no package covers, in their order.
    pub left_over: Vec<(P, E)>,
    /// Fewer packages than this cannot cover every grant and nothing else: where as many do, there is no better
    /// answer. It may be lower than need be.
    pub at_least: usize,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    #[error("Looking for packages was stopped.")]
    Cancelled,
    #[error(
        "{people} people with {entitlements} entitlements are too many to look at together; choose fewer \
         resources or people, so that one times the other is at most {LARGEST}."
    )]
    TooLarge { people: usize, entitlements: usize },
}

/// Proposes packages for people's entitlements. `go_on` is told how far the work is, several times a second,
/// and ends it by answering `false`.
pub fn mine<P: Copy + Ord, E: Copy + Ord>(
    pairs: &[(P, E)],
    options: Options,
    go_on: &dyn Fn(Progress) -> bool,
) -> Result<Mining<P, E>, Stopped> {
    let (people, entitlements) = (distinct(pairs, |pair| pair.0), distinct(pairs, |pair| pair.1));
    if people.len().saturating_mul(entitlements.len()) > LARGEST {
        return Err(Stopped::TooLarge {
            people: people.len(),
            entitlements: entitlements.len(),
        });
    }
    let mut matrix = Matrix::new(people.len(), entitlements.len());
    for (person, entitlement) in pairs {
        let place = (people.binary_search(person), entitlements.binary_search(entitlement));
        if let (Ok(row), Ok(column)) = place {
            matrix.put(row, column);
        }
    }
    let mut pace = Pace::new(go_on);
    let (choices, at_least) = propose(&matrix, options, &mut pace)?;
    let named = |row: usize, column: usize| (people[row], entitlements[column]);
    let mut told = Told::new(&matrix);
    let packages: Vec<_> = choices
        .iter()
        .map(|choice| {
            let (holders, gives, adds) = told.tell(choice);
            Proposal {
                entitlements: choice.entitlements.each().map(|column| entitlements[column]).collect(),
                people: holders.each().map(|row| people[row]).collect(),
                gives,
                adds: adds.into_iter().map(|(row, column)| named(row, column)).collect(),
            }
        })
        .collect();
    let left_over: Vec<_> = told.left_over().map(|(row, column)| named(row, column)).collect();
    let total = matrix.grants();
    Ok(Mining {
        packages,
        covered: total - left_over.len(),
        total,
        left_over,
        at_least,
    })
}

/// Two ways are gone, and the better one is taken: the fewest packages that cover everything, as far as the
/// options admit them, and those that cover most, one after the other.
fn propose(matrix: &Matrix, options: Options, pace: &mut Pace<'_>) -> Result<(Vec<Choice>, usize), Stopped> {
    let cover::Cover { packages, at_least } = cover::cover(matrix, pace)?;
    let fewest = choose::in_order(matrix, &packages, options, pace)?;
    let everything = fewest.iter().map(|choice| choice.gives).sum::<usize>() == matrix.grants();
    if everything && options.limit.is_none() && options.tolerance == 0 {
        return Ok((fewest, at_least));
    }
    let pool = candidate::pool(matrix, &packages, options, pace)?;
    let most = choose::most(matrix, pool, options, pace)?;
    let worth = |choices: &[Choice]| {
        let covered: usize = choices.iter().map(|choice| choice.gives).sum();
        let added: usize = choices.iter().map(|choice| choice.adds).sum();
        covered.saturating_sub(added)
    };
    let better = worth(&most)
        .cmp(&worth(&fewest))
        .then_with(|| fewest.len().cmp(&most.len()));
    Ok((if better.is_gt() { most } else { fewest }, at_least))
}

fn distinct<T, K: Copy + Ord>(pairs: &[T], key: impl Fn(&T) -> K) -> Vec<K> {
    let mut keys: Vec<K> = pairs.iter().map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
