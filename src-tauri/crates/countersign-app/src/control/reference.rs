//! The controls that a run of a review answers for, as its evidence names them (E01, E34).

use chrono::{DateTime, NaiveDate, Utc};
use countersign_domain::control::{Run, Scope};
use countersign_store::control;
use countersign_store::rusqlite::Connection;
use serde::Serialize;

use crate::{Problem, framework};

/// A control, and the period of it that a run belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ControlReference {
    /// The organization's own id of it.
    pub id: String,
    pub name: String,
    /// Such as `PCI DSS 4.0.1 7.2.4`.
    pub framework_references: Vec<String>,
    /// The first moment of the period and the first after it; none where the run belongs to no period.
    pub period_start: Option<DateTime<Utc>>,
    pub period_end: Option<DateTime<Utc>>,
    /// The run ended before the grace was over; none while it goes on.
    pub in_period: Option<bool>,
}

/// The controls that a run of a review answers for: those that cover its review, and those whose access package or
/// rule it looked at.
///
/// # Errors
/// The store is not readable.
pub fn of_review(connection: &Connection, review: i64, instance: i64) -> Result<Vec<ControlReference>, Problem> {
    let runs = control::runs(connection, Some(review), NaiveDate::MIN)?;
    let run: Option<Run> = runs.into_iter().map(|row| row.run).find(|run| run.instance == instance);
    let mut found = control::of_review(connection, review)?;
    let looked = control::resources_of(connection, instance)?;
    let (others, _) = control::list(connection, None, 0, -1)?;
    for row in others {
        if found.iter().all(|one| one.control != row.control) && looks_at(connection, &row.draft.covers, &looked)? {
            found.push(row);
        }
    }
    found.sort_by_cached_key(|row| (row.draft.code.to_lowercase(), row.control));
    let frameworks = framework::all(connection)?;
    let mut references = Vec::new();
    for row in found {
        let control = super::ruled(connection, &row)?;
        let number = run.as_ref().and_then(|run| run.period(&control.periods));
        let period = number.and_then(|number| control.periods.period(number));
        let ended = run.as_ref().and_then(|run| run.ended_at);
        references.push(ControlReference {
            framework_references: row
                .draft
                .references
                .iter()
                .map(|one| framework::words(&frameworks, one))
                .collect(),
            id: row.draft.code,
            name: row.draft.name,
            period_start: period.as_ref().map(|period| period.start_at),
            period_end: period.as_ref().map(|period| period.end_at),
            in_period: period.zip(ended).map(|(period, ended)| ended < period.deadline_at),
        });
    }
    Ok(references)
}

fn looks_at(connection: &Connection, covers: &[Scope], looked: &[i64]) -> Result<bool, Problem> {
    for scope in covers {
        let is_it = match scope {
            Scope::Review { .. } => false,
            Scope::Package { package } => {
                control::package(connection, *package)?.is_some_and(|(_, resource)| looked.contains(&resource))
            }
            Scope::Rule {
                directory,
                resource_kind,
                name_holds,
            } => {
                let named = control::resources(connection, *directory, resource_kind, name_holds)?;
                named.iter().any(|one| looked.binary_search(&one.resource).is_ok())
            }
        };
        if is_it {
            return Ok(true);
        }
    }
    Ok(false)
}
