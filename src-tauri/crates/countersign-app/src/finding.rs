//! Findings: what a compliance officer has to know of, computed from the ledger and never kept beside it.

mod cache;
mod say;

use countersign_domain::control::{FindingKind, FindingSeverity};
use countersign_store::control::finding;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(crate) use cache::{FindingCache, Found};

use crate::Problem;
use crate::call::Read;
use crate::principal::page;

#[derive(Debug, Default, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct FindingListInput {
    pub kind: Option<FindingKind>,
    pub severity: Option<FindingSeverity>,
    /// Findings that this person answers for.
    pub owner: Option<i64>,
    /// An exception that ends within so many days is a finding; 30 where nothing is said.
    pub soon_days: Option<u32>,
    /// A directory that was not read for so many days is one; 30 where nothing is said.
    pub stale_days: Option<u32>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// Where a finding leads: what a person looks at next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase", tag = "noun", rename_all_fields = "camelCase")]
pub enum FindingLead {
    Control {
        control: i64,
        period: u32,
    },
    Instance {
        review: i64,
        instance: i64,
    },
    Item {
        review: i64,
        instance: i64,
        item: i64,
    },
    Plan {
        plan: i64,
        review: Option<i64>,
        instance: Option<i64>,
    },
    Task {
        task: i64,
        instance: Option<i64>,
    },
    Exception {
        exception: i64,
    },
    Conflict {
        conflict: i64,
        principal: i64,
        package: i64,
    },
    Principal {
        principal: i64,
    },
    Directory {
        directory: i64,
    },
    Audit,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingRow {
    /// The same finding has the same key in every list.
    pub key: String,
    pub kind: FindingKind,
    pub severity: FindingSeverity,
    /// What is wrong, in one sentence.
    pub sentence: String,
    /// The day or the moment it counts from.
    pub since: Option<String>,
    pub owner: Option<String>,
    pub owner_id: Option<i64>,
    pub lead: FindingLead,
}

#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingCount {
    pub kind: FindingKind,
    pub severity: FindingSeverity,
    pub count: i64,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingPage {
    pub rows: Vec<FindingRow>,
    pub total: i64,
    /// How many there are of every kind, whatever is narrowed but the owner.
    pub counts: Vec<FindingCount>,
}

/// A page, grave kinds first.
pub(crate) fn list(read: &Read<'_>, input: FindingListInput) -> Result<FindingPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let found = read.open.findings.get(read, &input)?;
    let counts: Vec<FindingCount> = found.counts(read.connection, input.owner)?;
    let asked = counts.iter().filter(|one| {
        input.kind.is_none_or(|kind| kind == one.kind) && input.severity.is_none_or(|severity| severity == one.severity)
    });
    let (mut rows, mut total) = (Vec::new(), 0);
    for one in asked {
        let wanted = limit - i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let passed = (offset - total).max(0);
        total += one.count;
        if wanted > 0 && passed < one.count {
            rows.extend(part(read, &found, one.kind, input.owner, (passed, wanted))?);
        }
    }
    Ok(FindingPage { rows, total, counts })
}

/// A part of the findings of one kind, in their order.
pub(crate) fn part(
    read: &Read<'_>,
    found: &Found,
    kind: FindingKind,
    owner: Option<i64>,
    (offset, limit): (i64, i64),
) -> Result<Vec<FindingRow>, Problem> {
    if let Some(rows) = found.computed(kind) {
        return Ok(rows
            .iter()
            .filter(|row| owner.is_none() || row.owner_id == owner)
            .skip(usize::try_from(offset).unwrap_or(usize::MAX))
            .take(usize::try_from(limit).unwrap_or(0))
            .cloned()
            .collect());
    }
    let rows = finding::page(read.connection, kind, owner, found.at, (offset, limit))?;
    Ok(rows.into_iter().map(|row| say::say(kind, row)).collect())
}
