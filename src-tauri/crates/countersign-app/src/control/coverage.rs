//! The matrix of controls and periods: what had to be reviewed when, was it, and in time.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Days, NaiveDate, Utc};
use countersign_domain::control::{CoverageState, Period, Run, Scope, combine, coverage as covered};
use countersign_store::control::{self, ControlRow, Resource};
use countersign_store::rusqlite::Connection;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::call::Read;
use crate::principal::page;

/// The longest time that is looked at, in days: twenty years.
pub(crate) const LONGEST_DAYS: u64 = 7_310;
/// Periods of one control in that time, a month each.
const MOST_PERIODS: u32 = 300;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct CoverageInput {
    /// The days whose periods are looked at; the last two years and the next where nothing is said.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// So many things that a control covers, by how they stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CoverageTally {
    pub in_time: u32,
    pub not_yet_due: u32,
    pub running: u32,
    pub late: u32,
    pub missing: u32,
}

impl CoverageTally {
    fn add(&mut self, state: CoverageState, count: u32) {
        *match state {
            CoverageState::InTime => &mut self.in_time,
            CoverageState::NotYetDue => &mut self.not_yet_due,
            CoverageState::Running => &mut self.running,
            CoverageState::Late => &mut self.late,
            CoverageState::Missing => &mut self.missing,
        } += count;
    }
}

/// How a control stands in one period.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CoverageCell {
    #[serde(flatten)]
    pub period: Period,
    pub state: CoverageState,
    /// Days after the grace of what is latest.
    pub days_late: u32,
    /// The things it covers.
    pub parts: CoverageTally,
    /// The runs of reviews that belong to the period.
    pub instances: Vec<i64>,
    /// The newest evidence document of each of them that has one.
    pub evidence: Vec<i64>,
}

/// A line of the matrix.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CoverageRow {
    pub control: i64,
    pub code: String,
    pub name: String,
    pub owner: i64,
    pub owner_name: String,
    pub cells: Vec<CoverageCell>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CoveragePage {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub rows: Vec<CoverageRow>,
    pub total: i64,
    /// The periods of all controls, not of this page alone, by how they stand.
    pub periods: CoverageTally,
}

/// The days to look at: as asked, within what is bearable.
pub(crate) fn range(
    connection: &Connection,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<(NaiveDate, NaiveDate), Problem> {
    let today = crate::exception::today(connection, now)?;
    let before = |day: NaiveDate, days| day.checked_sub_days(Days::new(days)).unwrap_or(day);
    let to = to.unwrap_or_else(|| {
        today
            .max(from.unwrap_or(today))
            .checked_add_days(Days::new(365))
            .unwrap_or(today)
    });
    let from = from.unwrap_or_else(|| before(to.min(today), 730));
    if to < from {
        return Err(Problem::new("The last day lies before the first.").field("to"));
    }
    if (to - from).num_days().unsigned_abs() > LONGEST_DAYS {
        return Err(Problem::new("At most twenty years are looked at in one go.").field("from"));
    }
    Ok((from, to))
}

/// What the coverage of many controls is computed from, read once.
pub(crate) struct Ledger {
    reviews: HashMap<i64, Vec<Run>>,
    resources: HashMap<i64, Vec<Run>>,
    documents: HashMap<i64, i64>,
}

/// One thing that a control covers, and the runs that looked at it.
struct Part<'a> {
    runs: &'a [Run],
    resource: Option<Resource>,
}

impl Part<'_> {
    /// A resource that a rule names counts in a period at whose end it was there.
    fn counts_in(&self, period: &Period) -> bool {
        self.resource.as_ref().is_none_or(|one| {
            one.found_at.is_none_or(|at| at < period.end_at) && one.gone_at.is_none_or(|at| at >= period.end_at)
        })
    }
}

impl Ledger {
    pub fn load(connection: &Connection, rows: &[ControlRow], from: NaiveDate) -> Result<Self, Problem> {
        // A period that touches the first day may have begun ten years before.
        let begin = rows.iter().map(|row| row.draft.months).max().unwrap_or(1);
        let from = from.checked_sub_months(chrono::Months::new(begin)).unwrap_or(from);
        let one = match rows {
            [row] => match row.draft.covers.as_slice() {
                [Scope::Review { review }] => Some(*review),
                _ => None,
            },
            _ => None,
        };
        let mut reviews: HashMap<i64, Vec<Run>> = HashMap::new();
        for row in control::runs(connection, one, from)? {
            reviews.entry(row.review).or_default().push(row.run);
        }
        let scopes = || rows.iter().flat_map(|row| &row.draft.covers);
        let by_resource = scopes().any(|scope| !matches!(scope, Scope::Review { .. }));
        Ok(Self {
            reviews,
            resources: if by_resource {
                control::runs_of_resources(connection, from)?
            } else {
                HashMap::new()
            },
            documents: control::documents(connection)?,
        })
    }

    fn parts(&self, connection: &Connection, scopes: &[Scope]) -> Result<Vec<Part<'_>>, Problem> {
        let mut parts = Vec::new();
        for scope in scopes {
            match scope {
                Scope::Review { review } => parts.push(Part {
                    runs: self.reviews.get(review).map_or(&[], Vec::as_slice),
                    resource: None,
                }),
                Scope::Package { package } => {
                    let resource = control::package(connection, *package)?.map(|(_, resource)| resource);
                    let runs = resource.and_then(|id| self.resources.get(&id));
                    parts.push(Part {
                        runs: runs.map_or(&[], Vec::as_slice),
                        resource: None,
                    });
                }
                Scope::Rule {
                    directory,
                    resource_kind,
                    name_holds,
                } => {
                    for one in control::resources(connection, *directory, resource_kind, name_holds)? {
                        let runs = self.resources.get(&one.resource).map_or(&[][..], Vec::as_slice);
                        parts.push(Part {
                            runs,
                            resource: Some(one),
                        });
                    }
                }
            }
        }
        Ok(parts)
    }

    /// How a control stands in every period that touches the days.
    pub fn cells(
        &self,
        connection: &Connection,
        row: &ControlRow,
        from: NaiveDate,
        to: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Vec<CoverageCell>, Problem> {
        let control = super::ruled(connection, row)?;
        let (periods, _) = control.periods.between(from, to, MOST_PERIODS);
        let parts = self.parts(connection, &row.draft.covers)?;
        // By period and part, the runs that belong there.
        let mut belonging: BTreeMap<(u32, usize), Vec<&Run>> = BTreeMap::new();
        for (at, part) in parts.iter().enumerate() {
            for run in part.runs {
                if let Some(number) = run.period(&control.periods) {
                    belonging.entry((number, at)).or_default().push(run);
                }
            }
        }
        let cells = periods.into_iter().map(|period| {
            let mut tally = CoverageTally::default();
            let mut found = Vec::new();
            let without = covered(&control.periods, &period, &[], now);
            for (at, part) in parts.iter().enumerate() {
                match belonging.get(&(period.number, at)) {
                    Some(runs) => {
                        let one = covered(&control.periods, &period, runs, now);
                        tally.add(one.state, 1);
                        found.push(one);
                    }
                    None if part.counts_in(&period) => {
                        tally.add(without.state, 1);
                        // One stands for all that nobody looked at.
                        if !found.contains(&without) {
                            found.push(without.clone());
                        }
                    }
                    None => {}
                }
            }
            let state = combine(&found, &period, now);
            let days_late = found.iter().map(|one| one.days_late).max();
            let days_late = days_late.unwrap_or(if state == CoverageState::Missing {
                without.days_late
            } else {
                0
            });
            let mut instances: Vec<i64> = found.iter().flat_map(|one| one.runs.iter().copied()).collect();
            instances.sort_unstable();
            instances.dedup();
            let evidence = instances
                .iter()
                .filter_map(|run| self.documents.get(run).copied())
                .collect();
            CoverageCell {
                period,
                state,
                days_late,
                parts: tally,
                instances,
                evidence,
            }
        });
        Ok(cells.collect())
    }
}

pub(crate) fn coverage(read: &Read<'_>, input: CoverageInput) -> Result<CoveragePage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (from, to) = range(read.connection, input.from, input.to, read.now)?;
    let (all, total) = control::list(read.connection, None, 0, -1)?;
    let ledger = Ledger::load(read.connection, &all, from)?;
    let (first, last) = (offset, offset.saturating_add(limit));
    let mut rows = Vec::new();
    let mut periods = CoverageTally::default();
    for (at, row) in (0_i64..).zip(all) {
        let cells = ledger.cells(read.connection, &row, from, to, read.now)?;
        for cell in &cells {
            periods.add(cell.state, 1);
        }
        if (first..last).contains(&at) {
            rows.push(CoverageRow {
                control: row.control,
                code: row.draft.code,
                name: row.draft.name,
                owner: row.draft.owner,
                owner_name: row.owner_name,
                cells,
            });
        }
    }
    Ok(CoveragePage {
        from,
        to,
        rows,
        total,
        periods,
    })
}
