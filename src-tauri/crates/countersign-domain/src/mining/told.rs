//! What is said of the chosen packages, in their order.

use super::Bits;
use super::choose::Choice;
use super::matrix::Matrix;

/// What was told of the packages so far.
pub(super) struct Told<'a> {
    matrix: &'a Matrix,
    /// By entitlement, the holders for whom no package covers it yet.
    left: Vec<Bits>,
    /// By entitlement, who was to gain it.
    added: Vec<Bits>,
}

impl<'a> Told<'a> {
    pub fn new(matrix: &'a Matrix) -> Self {
        Self {
            matrix,
            left: matrix.columns.clone(),
            added: vec![Bits::none(matrix.rows.len()); matrix.columns.len()],
        }
    }

    /// Who would hold the package, how many grants it newly covers, and what people would newly gain.
    pub fn tell<'b>(&mut self, choice: &'b Choice) -> (&'b Bits, usize, Vec<(usize, usize)>) {
        let (mut gives, mut adds) = (0, Vec::new());
        for column in choice.entitlements.each() {
            gives += self.left[column].common(&choice.holders);
            self.left[column].remove(&choice.holders);
            let mut gain = choice.holders.clone();
            gain.remove(&self.matrix.columns[column]);
            gain.remove(&self.added[column]);
            self.added[column].join(&gain);
            adds.extend(gain.each().map(|row| (row, column)));
        }
        adds.sort_unstable();
        (&choice.holders, gives, adds)
    }

    /// What no package covers, by people.
    pub fn left_over(&self) -> impl Iterator<Item = (usize, usize)> {
        let mut left = Vec::new();
        for (column, people) in self.left.iter().enumerate() {
            left.extend(people.each().map(|row| (row, column)));
        }
        left.sort_unstable();
        left.into_iter()
    }
}
