//! Who holds what, by rows (people) and by columns (entitlements).

use std::collections::{BTreeMap, BTreeSet};

use super::Bits;

#[derive(Debug, Clone)]
pub(super) struct Matrix {
    /// The entitlements of each person.
    pub rows: Vec<Bits>,
    /// The holders of each entitlement.
    pub columns: Vec<Bits>,
}

impl Matrix {
    pub fn new(height: usize, width: usize) -> Self {
        Self {
            rows: vec![Bits::none(width); height],
            columns: vec![Bits::none(height); width],
        }
    }

    pub fn put(&mut self, row: usize, column: usize) {
        self.rows[row].put(column);
        self.columns[column].put(row);
    }

    pub fn grants(&self) -> usize {
        self.rows.iter().map(Bits::count).sum()
    }

    /// Everybody who holds all of these.
    pub fn holders(&self, entitlements: &Bits) -> Bits {
        let mut people = Bits::all(self.rows.len());
        for column in entitlements.each() {
            people.keep(&self.columns[column]);
        }
        people
    }

    /// What all of these hold.
    pub fn held(&self, people: &Bits) -> Bits {
        let mut entitlements = Bits::all(self.columns.len());
        for row in people.each() {
            entitlements.keep(&self.rows[row]);
        }
        entitlements
    }

    /// What all of these hold; cheaper where they are many.
    pub fn held_by_many(&self, people: &Bits) -> Bits {
        let mut entitlements = Bits::none(self.columns.len());
        for (column, holders) in self.columns.iter().enumerate() {
            if people.is_within(holders) {
                entitlements.put(column);
            }
        }
        entitlements
    }

    /// The same with everybody who holds the same taken for one, and entitlements that the same people hold
    /// for one; and which entitlements each of its columns stands for. Its rows come in an order that does
    /// not depend on that of the people.
    pub fn merged(&self) -> (Self, Vec<Vec<usize>>) {
        let mut alike: BTreeMap<&Bits, Vec<usize>> = BTreeMap::new();
        for (column, holders) in self.columns.iter().enumerate() {
            alike.entry(holders).or_default().push(column);
        }
        let mut columns: Vec<Vec<usize>> = alike.into_values().collect();
        columns.sort_unstable();
        let rows: BTreeSet<&Bits> = self.rows.iter().collect();
        let mut merged = Self::new(rows.len(), columns.len());
        for (row, held) in rows.into_iter().enumerate() {
            for (column, alike) in columns.iter().enumerate() {
                if held.has(alike[0]) {
                    merged.put(row, column);
                }
            }
        }
        (merged, columns)
    }
}
