//! What a workbook that came back answers: each item once, and what is wrong with its rows told.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::RowProblem;
use super::sheet::Filled;
use crate::item::Returned;

/// An answer, where it stands, and what its row shows.
pub(super) struct Answered {
    pub row: u64,
    pub person: String,
    pub access: String,
    pub returned: Returned,
}

impl Answered {
    /// A line of what would be decided.
    pub fn to_preview(&self) -> Value {
        json!({ "row": self.row, "item": self.returned.item, "person": self.person, "access": self.access,
                "decision": self.returned.decision, "justification": self.returned.justification })
    }
}

/// What the rows of a sheet come to.
#[derive(Default)]
pub(super) struct Sorted {
    pub answers: Vec<Answered>,
    /// Rows that were left for later.
    pub open: u64,
    pub problems: Vec<RowProblem>,
}

/// The answers to take in, by item; rows that are there twice, missing, or of no item of this workbook are told.
pub(super) fn sort_out(filled: Vec<Filled>, versions: &BTreeMap<i64, i64>, problems: Vec<RowProblem>) -> Sorted {
    let edited: BTreeSet<i64> = problems.iter().filter_map(|problem| problem.item).collect();
    let mut sorted = Sorted {
        problems,
        ..Sorted::default()
    };
    let mut by_item: BTreeMap<i64, Vec<Filled>> = BTreeMap::new();
    for one in filled {
        by_item.entry(one.item).or_default().push(one);
    }
    for (&item, &version) in versions {
        let Some(mut rows) = by_item.remove(&item) else {
            if !edited.contains(&item) {
                sorted.problems.push(RowProblem {
                    row: None,
                    item: Some(item),
                    kind: "missing",
                    what: format!("The row of item {item} is missing."),
                });
            }
            continue;
        };
        let differs = rows
            .iter()
            .any(|one| (one.decision, &one.reason) != (rows[0].decision, &rows[0].reason));
        if rows.len() > 1 {
            sorted
                .problems
                .extend(rows.iter().skip(usize::from(!differs)).map(|one| RowProblem {
                    row: Some(one.row),
                    item: Some(item),
                    kind: "twice",
                    what: match differs {
                        true => "This row is there more than once, with different answers.".to_owned(),
                        false => "This row is there more than once; it counts once.".to_owned(),
                    },
                }));
        }
        let first = rows.swap_remove(0);
        match first.decision {
            Some(_) if differs => {}
            Some(decision) => sorted.answers.push(Answered {
                row: first.row,
                person: first.person,
                access: first.access,
                returned: Returned {
                    item,
                    version,
                    decision,
                    justification: first.reason,
                },
            }),
            None => sorted.open += 1,
        }
    }
    sorted
        .problems
        .extend(by_item.into_values().flatten().map(|one| RowProblem {
            row: Some(one.row),
            item: Some(one.item),
            kind: "added",
            what: "This row was not handed out with this workbook.".to_owned(),
        }));
    sorted
}
