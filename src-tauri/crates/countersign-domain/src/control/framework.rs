//! A framework as a file: what it asks, how often, and which evidence answers it.
//!
//! The format is strict, so that a slip of the pen in a file that decides what must be reviewed is named and not
//! passed over.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::definition::Problem;
use crate::json::Place;

/// What a file says of itself, and the newest version that is understood.
const FORMAT: &str = "countersign.framework";
const VERSION: i64 = 1;
/// The longest file, in bytes, and the most requirements in one.
pub const LONGEST_FILE: usize = 1_048_576;
const MOST_REQUIREMENTS: usize = 1_000;
const LONGEST_ID: usize = 64;
/// Statements of evidence are E01 to E40.
const LAST_STATEMENT: u32 = 40;
const LONGEST_RETENTION_YEARS: i64 = 100;

/// A framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Framework {
    pub id: String,
    pub name: String,
    /// Where its text comes from and what was left out.
    pub note: String,
    pub requirements: Vec<Requirement>,
}

/// One thing that a framework asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Requirement {
    pub id: String,
    pub title: String,
    /// What is asked, in short and in words of our own.
    pub asks: String,
    pub cadence: Cadence,
    /// Statements of the evidence that answer it, such as `E14`.
    pub evidence: Vec<String>,
    pub documents: Vec<EvidenceDocument>,
    /// Years that its evidence is kept.
    pub retention_years: u32,
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "RequirementCadence")]
pub struct Cadence {
    pub months: u32,
    /// For privileged access.
    pub privileged_months: u32,
    pub grace_days: u32,
    pub basis: CadenceBasis,
}

/// How firm a cadence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CadenceBasis {
    /// The framework says so.
    Stated,
    /// It says nothing; auditors usually see this.
    Usual,
    /// It leaves it to the organization, which changes this.
    Organization,
}

/// A document of this program that answers a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum EvidenceDocument {
    /// The evidence of a run of a review.
    Review,
    /// The evidence of an access package.
    Package,
    /// The certificate of a snapshot's population.
    Certificate,
    /// The register of exceptions.
    Exception,
    /// The conflicts of separated duties.
    Conflict,
    /// The remediation tasks.
    Task,
    /// The audit log and its verification.
    Audit,
    /// The coverage of the controls by period.
    Coverage,
}

/// Reads a file.
///
/// # Errors
/// The place in the file that is wrong, and why.
pub fn parse(text: &str) -> Result<Framework, Problem> {
    if text.len() > LONGEST_FILE {
        return Err(Problem::new(
            "",
            format!("The file is longer than {LONGEST_FILE} bytes."),
        ));
    }
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Problem::new("", format!("The file is not JSON: {error}.")))?;
    let root = Place::of(&value, "")?;
    match root.text("format")? {
        Some(FORMAT) => {}
        _ => return Err(root.problem("format", format!("The format “{FORMAT}” is expected here."))),
    }
    match root.number("version")? {
        Some(VERSION) => {}
        Some(newer) if newer > VERSION => {
            let message = format!("The file is of version {newer}; this program understands {VERSION}.");
            return Err(root.problem("version", message));
        }
        _ => return Err(root.problem("version", format!("The version {VERSION} is expected here."))),
    }
    root.only(&["format", "version", "id", "name", "note", "requirements"])?;
    let requirements = root.list("requirements")?;
    if requirements.is_empty() || requirements.len() > MOST_REQUIREMENTS {
        let message = format!("A framework has 1 to {MOST_REQUIREMENTS} requirements.");
        return Err(root.problem("requirements", message));
    }
    let framework = Framework {
        id: id(&root)?,
        name: root.name("name", "A framework needs a name.")?,
        note: root.text("note")?.unwrap_or_default().trim().to_owned(),
        requirements: requirements.iter().map(requirement).collect::<Result<_, _>>()?,
    };
    for (at, one) in framework.requirements.iter().enumerate() {
        if framework.requirements[..at].iter().any(|earlier| earlier.id == one.id) {
            let message = format!("The requirement {} stands here a second time.", one.id);
            return Err(requirements[at].problem("id", message));
        }
    }
    Ok(framework)
}

impl Framework {
    /// The requirement of an id.
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|one| one.id == id)
    }
}

fn requirement(place: &Place<'_>) -> Result<Requirement, Problem> {
    place.only(&[
        "id",
        "title",
        "asks",
        "cadence",
        "evidence",
        "documents",
        "retentionYears",
    ])?;
    let cadence = place
        .object("cadence")?
        .ok_or_else(|| place.problem("cadence", "A requirement needs a cadence."))?;
    Ok(Requirement {
        id: id(place)?,
        title: place.name("title", "A requirement needs a title.")?,
        asks: place.needed("asks", "A requirement says what it asks.")?,
        cadence: self::cadence(&cadence)?,
        evidence: statements(place)?,
        documents: documents(place)?,
        retention_years: whole(place, "retentionYears", 0, LONGEST_RETENTION_YEARS)?,
    })
}

/// Ids are written into other files and documents, so they hold what every one of these takes.
fn id(place: &Place<'_>) -> Result<String, Problem> {
    let id = place.needed("id", "An id is expected here.")?;
    let is_plain = |one: char| one.is_ascii_alphanumeric() || ".-_()".contains(one);
    if id.len() > LONGEST_ID || !id.chars().all(is_plain) {
        let message = format!("An id has at most {LONGEST_ID} letters, digits and . - _ ( ).");
        return Err(place.problem("id", message));
    }
    Ok(id)
}

fn cadence(place: &Place<'_>) -> Result<Cadence, Problem> {
    place.only(&["months", "privilegedMonths", "graceDays", "basis"])?;
    let longest = i64::from(super::LONGEST_MONTHS);
    let months = whole(place, "months", 1, longest)?;
    Ok(Cadence {
        months,
        privileged_months: match place.number("privilegedMonths")? {
            None => months,
            Some(_) => whole(place, "privilegedMonths", 1, longest)?,
        },
        grace_days: whole(place, "graceDays", 0, i64::from(super::LONGEST_GRACE_DAYS))?,
        basis: word(place, "basis", place.text("basis")?.unwrap_or_default())?,
    })
}

fn whole(place: &Place<'_>, name: &str, least: i64, most: i64) -> Result<u32, Problem> {
    let number = place.number(name)?.filter(|number| (least..=most).contains(number));
    number
        .and_then(|number| u32::try_from(number).ok())
        .ok_or_else(|| place.problem(name, format!("A whole number from {least} to {most} is expected here.")))
}

fn word<T: serde::de::DeserializeOwned>(place: &Place<'_>, name: &str, word: &str) -> Result<T, Problem> {
    serde_json::from_value(Value::String(word.to_owned()))
        .map_err(|error| place.problem(name, format!("The word is not understood: {error}.")))
}

fn texts<'a>(place: &Place<'a>, name: &str) -> Result<Vec<&'a str>, Problem> {
    let expected = || place.problem(name, "A list of texts is expected here.");
    match place.get(name) {
        None => Ok(Vec::new()),
        Some(value) => {
            let list = value.as_array().ok_or_else(expected)?;
            list.iter().map(|one| one.as_str().ok_or_else(expected)).collect()
        }
    }
}

fn statements(place: &Place<'_>) -> Result<Vec<String>, Problem> {
    let named = |text: &str| {
        let number = text.strip_prefix('E').filter(|digits| digits.len() == 2);
        let number = number.and_then(|digits| digits.parse::<u32>().ok());
        number.is_some_and(|number| (1..=LAST_STATEMENT).contains(&number))
    };
    let texts = texts(place, "evidence")?;
    match texts.iter().find(|text| !named(text)) {
        Some(text) => Err(place.problem("evidence", format!("“{text}” is none of E01 to E{LAST_STATEMENT}."))),
        None => Ok(texts.into_iter().map(str::to_owned).collect()),
    }
}

fn documents(place: &Place<'_>) -> Result<Vec<EvidenceDocument>, Problem> {
    let texts = texts(place, "documents")?;
    texts.into_iter().map(|text| word(place, "documents", text)).collect()
}
