//! Samples for an auditor, drawn so that anybody can draw them again by hand.
//!
//! The method, number 1: every member of the population has a stable id. Its digest is SHA-256 over the seed, a colon
//! and that id, in lower-case hexadecimal. The members are put in the order of their digests, and the first so many are
//! the sample. With strata, the members of each stratum are put in that order by themselves; first come the first ones
//! of all strata in the order of their digests, then the second ones, and so on; with `privileged`, all that is
//! privileged comes before the rest. That the sample is from the whole is shown by the count of the population and by
//! SHA-256 over all its ids in its own order, a line feed after each.

mod draw;
mod export;
mod method;

use chrono::{DateTime, Utc};
use countersign_store::sample::{self, Described, Population, PopulationFilter, SampleRow, SampleView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(crate) use draw::{SampleDrawInput, draw};
pub(crate) use export::{SampleExportInput, export};

use crate::Problem;
use crate::call::Read;
use crate::principal::page;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct PopulationInput {
    pub population: Population,
    pub from: Option<DateTime<Utc>>,
    /// The first moment after.
    pub to: Option<DateTime<Utc>>,
    #[serde(default)]
    #[ts(optional, as = "Option<PopulationFilter>")]
    pub filter: PopulationFilter,
}

impl PopulationInput {
    pub(crate) fn check(&self) -> Result<(), Problem> {
        crate::history::in_order(self.from, self.to)?;
        if !self.population.is_history() && self.filter.is_about_decisions() {
            return Err(Problem::new(
                "Reviewer, decision, source and privilege narrow decisions and answers of approvers alone.",
            )
            .field("filter"));
        }
        let reviewless = matches!(
            self.population,
            Population::Approvals | Population::Assignments | Population::Requests | Population::Exceptions
        );
        if reviewless && self.filter.review.is_some() {
            return Err(Problem::new("Only decisions and removals belong to a review.").field("review"));
        }
        Ok(())
    }
}

/// A population before a sample of it is drawn.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PopulationView {
    pub count: i64,
    /// Sizes that are usual with auditors; all of it where it holds fewer.
    pub suggested: Vec<SizeSuggestion>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SizeSuggestion {
    pub size: i64,
    pub reason: String,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct SampleListInput {
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SamplePage {
    pub rows: Vec<SampleView>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct SampleInput {
    pub sample: i64,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// A sample with a page of its rows.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SampleShown {
    #[serde(flatten)]
    pub sample: SampleView,
    /// How it was drawn, in words by which anybody can draw it again.
    pub method_text: String,
    pub rows: Vec<SampleLine>,
    pub total: i64,
}

/// A drawn row, in names.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SampleLine {
    #[serde(flatten)]
    pub row: SampleRow,
    #[serde(flatten)]
    pub described: Described,
}

pub(crate) fn population(read: &Read<'_>, input: PopulationInput) -> Result<PopulationView, Problem> {
    input.check()?;
    countersign_store::history::gather(&read.open.store)?;
    let count = sample::total(read.connection, input.population, &input.filter, input.from, input.to)?;
    Ok(PopulationView {
        count,
        suggested: method::suggested(count),
    })
}

pub(crate) fn list(read: &Read<'_>, input: SampleListInput) -> Result<SamplePage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = sample::list(read.connection, offset, limit)?;
    Ok(SamplePage { rows, total })
}

pub(crate) fn show(read: &Read<'_>, input: SampleInput) -> Result<SampleShown, Problem> {
    let found = sample::show(read.connection, input.sample)?.ok_or_else(|| Problem::missing("sample", input.sample))?;
    let (offset, limit) = page(input.offset, input.limit);
    let rows = sample::rows(read.connection, input.sample, offset, limit)?
        .into_iter()
        .map(|row| {
            let described = sample::describe(read.connection, &row.subject)?;
            Ok(SampleLine { row, described })
        })
        .collect::<Result<_, Problem>>()?;
    Ok(SampleShown {
        method_text: method::text(found.stratify.as_deref()).to_owned(),
        total: found.row_count,
        sample: found,
        rows,
    })
}
