//! Grants that need no thought: whoever covers another one can cover them too.
//!
//! Two grants go together where one package can hold both: both people hold both entitlements. If all that
//! goes with one grant goes with a second one as well, any package for the first can take the second along,
//! and the second is put aside. Nothing is lost by that: the fewest packages stay as few.

use super::matrix::Matrix;
use super::pace::{Pace, Step};
use super::{Bits, Stopped};

/// A grant in the merged matrix: row and column.
pub(super) type Grant = (u32, u32);

/// Some ten seconds.
const WORK: u64 = 12_000_000_000;

pub(super) struct Reduced {
    /// What has to be shared out, by rows.
    pub left: Vec<Grant>,
    /// What was put aside, in this order, each with the grant whose package takes it along.
    pub aside: Vec<(Grant, Grant)>,
}

pub(super) fn reduce(matrix: &Matrix, pace: &mut Pace<'_>) -> Result<Reduced, Stopped> {
    pace.begin(Step::Reducing, WORK)?;
    let mut left = matrix.rows.clone();
    let mut aside = Vec::new();
    'passes: loop {
        let before = aside.len();
        for row in 0..left.len() {
            for column in 0..matrix.columns.len() {
                if left[row].has(column) && !take_along(matrix, &mut left, (row, column), &mut aside, pace)? {
                    break 'passes;
                }
            }
        }
        if aside.len() == before {
            break;
        }
    }
    let left = left.iter().enumerate().flat_map(|(row, columns)| {
        let grants = columns.each().map(move |column| (row as u32, column as u32));
        grants.collect::<Vec<_>>()
    });
    Ok(Reduced {
        left: left.collect(),
        aside,
    })
}

/// Puts aside what goes along with this grant. `false` where there was work enough.
fn take_along(
    matrix: &Matrix,
    left: &mut [Bits],
    (row, column): (usize, usize),
    aside: &mut Vec<(Grant, Grant)>,
    pace: &mut Pace<'_>,
) -> Result<bool, Stopped> {
    // The rows and columns of all that goes with it and is not put aside yet.
    let mut columns = Bits::none(matrix.columns.len());
    let mut held_by_all = matrix.rows[row].clone();
    let mut words = 0;
    for other in matrix.columns[column].each() {
        if left[other].meets(&matrix.rows[row]) {
            columns.join_common(&left[other], &matrix.rows[row]);
            held_by_all.keep(&matrix.rows[other]);
        }
        words += 2 * columns.words();
    }
    let mut holders_of_all = matrix.columns[column].clone();
    for other in columns.each() {
        holders_of_all.keep(&matrix.columns[other]);
        words += holders_of_all.words();
    }
    let own = (row as u32, column as u32);
    for other in holders_of_all.each() {
        if left[other].meets(&held_by_all) {
            for along in left[other].and(&held_by_all).each() {
                if (other, along) != (row, column) {
                    left[other].take(along);
                    aside.push(((other as u32, along as u32), own));
                }
            }
        }
        words += columns.words();
    }
    pace.spend(words)
}
