//! Few packages that cover every grant, and nothing else.
//!
//! What the reduction leaves is shared out: each grant goes to the first package that can still take it. Done
//! again with the grants of one package after the other, in any order of the packages, this never takes more
//! packages than before, and often fewer.

use std::collections::HashMap;

use super::matrix::Matrix;
use super::pace::{Pace, Step};
use super::reduce::{Grant, Reduced, reduce};
use super::{Bits, Stopped};

/// Words of work for each grant, and at the most: some ten seconds, where so much is left.
const WORK_EACH: u64 = 10_000;
const WORK: u64 = 4_000_000_000;
/// So often in a row the sharing out is done again without a gain.
const TRIES: usize = 500;

/// The people and entitlements of the grants a package was given; all of the people hold all of those.
struct Share {
    people: Bits,
    entitlements: Bits,
    grants: Vec<Grant>,
}

pub(super) struct Cover {
    pub packages: Vec<Bits>,
    /// Fewer cannot cover everything.
    pub at_least: usize,
}

/// The entitlements of the packages. Each is held by everybody who holds all of it, and holds whatever all of
/// those hold.
pub(super) fn cover(matrix: &Matrix, pace: &mut Pace<'_>) -> Result<Cover, Stopped> {
    let (merged, alike) = matrix.merged();
    let reduced = reduce(&merged, pace)?;
    pace.begin(Step::Covering, WORK.min(WORK_EACH * matrix.grants() as u64))?;
    let at_least = apart(&merged, &reduced.left, pace)?;
    let shares = share_out(&merged, &reduced.left, at_least, pace)?;
    let packages = widened(&merged, &reduced, shares);
    let whole = |entitlements: Bits| {
        let mut whole = Bits::none(matrix.columns.len());
        entitlements
            .each()
            .flat_map(|column| &alike[column])
            .for_each(|column| whole.put(*column));
        whole
    };
    Ok(Cover {
        packages: packages.into_iter().map(whole).collect(),
        at_least,
    })
}

/// How many grants are found of which no two go together: each needs a package of its own.
fn apart(matrix: &Matrix, left: &[Grant], pace: &mut Pace<'_>) -> Result<usize, Stopped> {
    let mut found: Vec<Grant> = Vec::new();
    for one in left {
        let together = |other: &Grant| {
            matrix.rows[one.0 as usize].has(other.1 as usize) && matrix.rows[other.0 as usize].has(one.1 as usize)
        };
        if !found.iter().any(together) {
            found.push(*one);
        }
        pace.spend(found.len() as u64)?;
    }
    Ok(found.len())
}

fn share_out(matrix: &Matrix, left: &[Grant], at_least: usize, pace: &mut Pace<'_>) -> Result<Vec<Share>, Stopped> {
    let mut by_column = left.to_vec();
    by_column.sort_unstable_by_key(|(row, column)| (*column, *row));
    // Row by row it takes at most a package for each row, and by columns at most one for each of these.
    let mut best = first_fit(matrix, left.iter().copied(), pace)?.0;
    let other = first_fit(matrix, by_column.into_iter(), pace)?.0;
    if other.len() < best.len() {
        best = other;
    }
    let mut chance = 0x9e37_79b9_7f4a_7c15_u64;
    let (mut tries, mut round) = (0, 0);
    while tries < TRIES && best.len() > at_least {
        match round % 4 {
            0 => best.reverse(),
            1 => best.sort_by_key(|share| std::cmp::Reverse(share.grants.len())),
            2 => best.sort_by_key(|share| share.grants.len()),
            _ => shuffle(&mut best, &mut chance),
        }
        round += 1;
        let grants = best.iter().flat_map(|share| share.grants.iter().copied());
        let (next, goes_on) = first_fit(matrix, grants, pace)?;
        if !goes_on {
            break;
        }
        tries = if next.len() < best.len() { 0 } else { tries + 1 };
        best = next;
    }
    Ok(best)
}

/// The sequence is the same every time: chance here only means no particular order.
fn shuffle<T>(list: &mut [T], chance: &mut u64) {
    for at in (1..list.len()).rev() {
        *chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        list.swap(at, (*chance >> 33) as usize % (at + 1));
    }
}

/// The shares, and whether there is work left to spend. When there is none, only the last share is looked at.
fn first_fit(
    matrix: &Matrix,
    grants: impl Iterator<Item = Grant>,
    pace: &mut Pace<'_>,
) -> Result<(Vec<Share>, bool), Stopped> {
    let mut shares: Vec<Share> = Vec::new();
    let mut goes_on = true;
    for (row, column) in grants {
        let (at_row, at_column) = (row as usize, column as usize);
        let (held, holders) = (&matrix.rows[at_row], &matrix.columns[at_column]);
        let fits = |share: &Share| share.entitlements.is_within(held) && share.people.is_within(holders);
        let from = if goes_on { 0 } else { shares.len().saturating_sub(1) };
        let place = shares[from..].iter().position(fits).map(|place| from + place);
        goes_on = pace.spend(2 * (place.unwrap_or(shares.len()) - from) as u64 + held.words())?;
        let share = match place {
            Some(place) => &mut shares[place],
            None => {
                shares.push(Share {
                    people: Bits::none(matrix.rows.len()),
                    entitlements: Bits::none(matrix.columns.len()),
                    grants: Vec::new(),
                });
                let last = shares.len() - 1;
                &mut shares[last]
            }
        };
        share.people.put(at_row);
        share.entitlements.put(at_column);
        share.grants.push((row, column));
    }
    Ok((shares, goes_on))
}

/// Gives back what was put aside, the last first, to the package of the grant that takes it along; then lets
/// each package hold all it can.
fn widened(matrix: &Matrix, reduced: &Reduced, mut shares: Vec<Share>) -> Vec<Bits> {
    let mut share_of: HashMap<Grant, usize> = HashMap::new();
    for (at, share) in shares.iter().enumerate() {
        share_of.extend(share.grants.iter().map(|grant| (*grant, at)));
    }
    for (grant, taker) in reduced.aside.iter().rev() {
        if let Some(&at) = share_of.get(taker) {
            shares[at].people.put(grant.0 as usize);
            shares[at].entitlements.put(grant.1 as usize);
            share_of.insert(*grant, at);
        }
    }
    shares.iter().map(|share| matrix.held(&share.people)).collect()
}
