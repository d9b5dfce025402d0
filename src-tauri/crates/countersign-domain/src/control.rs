//! Controls of the organization: what must be reviewed how often, and whether it was.

mod coverage;
mod finding;
mod framework;
mod period;
#[cfg(test)]
mod test;

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use coverage::{CoverageState, Covered, Run, combine, coverage};
pub use finding::{FindingKind, FindingSeverity};
pub use framework::{
    Cadence, CadenceBasis, EvidenceDocument, Framework, LONGEST_FILE, Requirement, parse as parse_framework,
};
pub use period::{Period, Periods};

use crate::definition::Problem;
use crate::json::{LONGEST_NAME, LONGEST_TEXT};
use crate::schedule::to_zone;

/// The longest cadence and the longest grace.
pub const LONGEST_MONTHS: u32 = 120;
pub const LONGEST_GRACE_DAYS: u32 = 366;
/// References and covered things of one control.
const MOST_REFERENCES: usize = 100;
const MOST_COVERED: usize = 200;

/// A requirement of a framework, by the ids in their files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "RequirementReference")]
pub struct Reference {
    pub framework: String,
    pub requirement: String,
}

/// One thing that a control covers. Each is looked at by itself in every period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind", rename_all_fields = "camelCase")]
#[ts(rename = "ControlScope")]
pub enum Scope {
    /// The runs of one review.
    Review { review: i64 },
    /// Runs that look at who holds an access package.
    Package { package: i64 },
    /// Every resource of a kind whose name holds a text, in one directory or all: each needs a run.
    Rule {
        directory: Option<i64>,
        /// `group`, `servicePrincipal`, `directoryRole`, `azureRole` or `accessPackage`.
        resource_kind: String,
        /// Upper and lower case are the same; nothing is every name.
        name_holds: String,
    },
}

/// What a person says a control is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "ControlDraft", optional_fields)]
pub struct Draft {
    /// The organization's own id, such as `AC-07`.
    pub code: String,
    pub name: String,
    /// The principal who answers for it.
    pub owner: i64,
    /// What is promised, in the organization's words.
    pub statement: String,
    pub references: Vec<Reference>,
    pub covers: Vec<Scope>,
    /// The first day of the first period.
    pub first_on: NaiveDate,
    /// No period begins after this day.
    pub until_on: Option<NaiveDate>,
    /// Months of a period.
    pub months: u32,
    /// Days after the end of a period in which a run may still end in time.
    pub grace_days: u32,
    /// Where midnight is meant; none is the organization's zone.
    pub zone: Option<String>,
}

/// A control that can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    pub draft: Draft,
    pub periods: Periods,
}

/// Looks whether a control can be kept; `zone` is the organization's.
///
/// # Errors
/// The field that is wrong, and why.
pub fn check(mut draft: Draft, zone: Tz) -> Result<Control, Problem> {
    draft.code = line("code", "an id", &draft.code)?;
    draft.name = line("name", "a name", &draft.name)?;
    draft.statement = draft.statement.trim().to_owned();
    if draft.statement.chars().count() > LONGEST_TEXT {
        return Err(Problem::new(
            "statement",
            format!("The statement is longer than {LONGEST_TEXT} characters."),
        ));
    }
    if draft.covers.is_empty() || draft.covers.len() > MOST_COVERED {
        return Err(Problem::new(
            "covers",
            format!("A control covers 1 to {MOST_COVERED} reviews, access packages and rules."),
        ));
    }
    for one in &draft.covers {
        check_scope(one)?;
    }
    if draft.references.len() > MOST_REFERENCES {
        return Err(Problem::new(
            "references",
            format!("A control refers to at most {MOST_REFERENCES} requirements."),
        ));
    }
    draft.references.sort();
    draft.references.dedup();
    if !(1..=LONGEST_MONTHS).contains(&draft.months) {
        return Err(Problem::new(
            "months",
            format!(
                "A period lasts 1 to {LONGEST_MONTHS} months; this says {}.",
                draft.months
            ),
        ));
    }
    if draft.grace_days > LONGEST_GRACE_DAYS {
        return Err(Problem::new(
            "graceDays",
            format!(
                "The grace is at most {LONGEST_GRACE_DAYS} days; this says {}.",
                draft.grace_days
            ),
        ));
    }
    if draft.until_on.is_some_and(|until| until < draft.first_on) {
        return Err(Problem::new("untilOn", "The last day lies before the first."));
    }
    let zone = match draft.zone.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
        None => zone,
        Some(name) => {
            to_zone(name).ok_or_else(|| Problem::new("zone", format!("“{name}” is not a time zone that is known.")))?
        }
    };
    draft.zone = Some(zone.name().to_owned());
    let periods = Periods::new(draft.first_on, draft.until_on, draft.months, draft.grace_days, zone)
        .ok_or_else(|| Problem::new("firstOn", "The first day lies between the years 1900 and 9000."))?;
    Ok(Control { draft, periods })
}

fn line(field: &str, what: &str, text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control) {
        return Err(Problem::new(
            field,
            format!("A control needs {what} of at most {LONGEST_NAME} characters, on one line."),
        ));
    }
    Ok(text.to_owned())
}

/// Kinds of resources that a rule may name.
const RESOURCE_KINDS: [&str; 5] = [
    "group",
    "servicePrincipal",
    "directoryRole",
    "azureRole",
    "accessPackage",
];

fn check_scope(scope: &Scope) -> Result<(), Problem> {
    let Scope::Rule {
        resource_kind,
        name_holds,
        ..
    } = scope
    else {
        return Ok(());
    };
    if !RESOURCE_KINDS.contains(&resource_kind.as_str()) {
        let kinds = RESOURCE_KINDS.join(", ");
        return Err(Problem::new(
            "covers",
            format!("“{resource_kind}” is not a kind of resource; these are: {kinds}."),
        ));
    }
    if name_holds.chars().count() > LONGEST_NAME {
        return Err(Problem::new(
            "covers",
            format!("The text that names hold is longer than {LONGEST_NAME} characters."),
        ));
    }
    Ok(())
}
