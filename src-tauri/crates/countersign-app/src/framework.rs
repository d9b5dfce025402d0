//! Frameworks: shipped as files, edited as files, and brought back in as files.

use chrono::{DateTime, Utc};
use countersign_domain::control::{Framework, Reference, Requirement, parse_framework};
use countersign_store::control::{self, ImportedFramework};
use countersign_store::rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::store::Nothing;

/// What comes with the program.
const SHIPPED: [&str; 6] = [
    include_str!("../framework/sox-itgc.json"),
    include_str!("../framework/iso-27001-2022.json"),
    include_str!("../framework/soc-2.json"),
    include_str!("../framework/pci-dss-4.0.1.json"),
    include_str!("../framework/hipaa.json"),
    include_str!("../framework/nist-800-53-r5.json"),
];
/// Frameworks that may be brought in.
const MOST: usize = 200;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FrameworkInput {
    pub framework: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FrameworkImportInput {
    /// The file, as it is.
    pub text: String,
}

/// A framework in the list.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FrameworkRow {
    pub framework: String,
    pub name: String,
    pub requirements: usize,
    /// Requirements that a control of the organization refers to.
    pub answered: usize,
    /// When and by whom its file was brought in; none where it is as it was shipped.
    pub imported_at: Option<DateTime<Utc>>,
    pub imported_by: Option<String>,
}

/// A requirement, and the organization's controls that refer to it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequirementRow {
    #[serde(flatten)]
    pub requirement: Requirement,
    pub controls: Vec<RequirementControl>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequirementControl {
    pub control: i64,
    pub code: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FrameworkView {
    #[serde(flatten)]
    pub row: FrameworkRow,
    pub note: String,
    pub rows: Vec<RequirementRow>,
}

/// A framework as a file.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FrameworkFile {
    pub file_name: String,
    /// Byte for byte what was shipped or brought in.
    pub text: String,
}

/// A framework that counts, with its file.
pub(crate) struct Loaded {
    pub framework: Framework,
    text: String,
    imported: Option<(DateTime<Utc>, String)>,
}

impl Loaded {
    fn of(kept: ImportedFramework) -> Result<Self, Problem> {
        Ok(Self {
            framework: parse_framework(&kept.text)?,
            text: kept.text,
            imported: Some((kept.imported_at, kept.imported_by)),
        })
    }
}

/// All that count, by their names: one that was brought in stands in the place of the shipped one.
pub(crate) fn all(connection: &Connection) -> Result<Vec<Loaded>, Problem> {
    let mut found: Vec<Loaded> = control::frameworks(connection)?
        .into_iter()
        .map(Loaded::of)
        .collect::<Result<_, _>>()?;
    for text in SHIPPED {
        let framework = parse_framework(text)?;
        if found.iter().all(|one| one.framework.id != framework.id) {
            found.push(Loaded {
                framework,
                text: text.to_owned(),
                imported: None,
            });
        }
    }
    found.sort_by(|one, other| {
        (&one.framework.name, &one.framework.id).cmp(&(&other.framework.name, &other.framework.id))
    });
    Ok(found)
}

/// The words for a reference, such as `PCI DSS 4.0.1 7.2.4`; the ids where its framework is gone.
pub(crate) fn words(frameworks: &[Loaded], reference: &Reference) -> String {
    let named = frameworks.iter().find(|one| one.framework.id == reference.framework);
    let name = named.map_or(reference.framework.as_str(), |one| &one.framework.name);
    format!("{name} {}", reference.requirement)
}

/// Whether every reference leads to a requirement.
pub(crate) fn check(connection: &Connection, references: &[Reference]) -> Result<(), Problem> {
    if references.is_empty() {
        return Ok(());
    }
    let frameworks = all(connection)?;
    for one in references {
        let framework = frameworks.iter().find(|known| known.framework.id == one.framework);
        if framework
            .and_then(|known| known.framework.requirement(&one.requirement))
            .is_none()
        {
            return Err(Problem::new(format!(
                "There is no requirement {} in a framework “{}”.",
                one.requirement, one.framework
            ))
            .code("missing")
            .field("references"));
        }
    }
    Ok(())
}

fn one(connection: &Connection, id: &str) -> Result<Loaded, Problem> {
    let found = all(connection)?.into_iter().find(|one| one.framework.id == id);
    found.ok_or_else(|| Problem::missing("framework", id))
}

/// Every reference of every control, with the control.
fn references(connection: &Connection) -> Result<Vec<(Reference, RequirementControl)>, Problem> {
    let (rows, _) = control::list(connection, None, 0, -1)?;
    let each = rows.into_iter().flat_map(|row| {
        let (control, code) = (row.control, row.draft.code);
        let of = move |reference| {
            (
                reference,
                RequirementControl {
                    control,
                    code: code.clone(),
                },
            )
        };
        row.draft.references.into_iter().map(of)
    });
    Ok(each.collect())
}

fn row(loaded: &Loaded, references: &[(Reference, RequirementControl)]) -> FrameworkRow {
    let is_answered = |requirement: &Requirement| {
        let is_it = |one: &Reference| one.framework == loaded.framework.id && one.requirement == requirement.id;
        references.iter().any(|(one, _)| is_it(one))
    };
    let (imported_at, imported_by) = loaded.imported.clone().unzip();
    FrameworkRow {
        framework: loaded.framework.id.clone(),
        name: loaded.framework.name.clone(),
        requirements: loaded.framework.requirements.len(),
        answered: loaded
            .framework
            .requirements
            .iter()
            .filter(|one| is_answered(one))
            .count(),
        imported_at,
        imported_by,
    }
}

pub(crate) fn list(read: &Read<'_>, _: Nothing) -> Result<Vec<FrameworkRow>, Problem> {
    let references = references(read.connection)?;
    Ok(all(read.connection)?.iter().map(|one| row(one, &references)).collect())
}

pub(crate) fn show(read: &Read<'_>, input: FrameworkInput) -> Result<FrameworkView, Problem> {
    view(read.connection, &one(read.connection, &input.framework)?)
}

fn view(connection: &Connection, loaded: &Loaded) -> Result<FrameworkView, Problem> {
    let references = references(connection)?;
    let row = row(loaded, &references);
    let mut rows: Vec<RequirementRow> = loaded
        .framework
        .requirements
        .iter()
        .map(|requirement| RequirementRow {
            requirement: requirement.clone(),
            controls: Vec::new(),
        })
        .collect();
    for (reference, control) in references {
        let is_it = |row: &&mut RequirementRow| row.requirement.id == reference.requirement;
        if reference.framework == loaded.framework.id
            && let Some(row) = rows.iter_mut().find(is_it)
        {
            row.controls.push(control);
        }
    }
    Ok(FrameworkView {
        row,
        note: loaded.framework.note.clone(),
        rows,
    })
}

pub(crate) fn export(read: &Read<'_>, input: FrameworkInput) -> Result<FrameworkFile, Problem> {
    let found = one(read.connection, &input.framework)?;
    Ok(FrameworkFile {
        file_name: format!("{}.json", found.framework.id),
        text: found.text,
    })
}

pub(crate) fn import(write: &Write<'_>, input: FrameworkImportInput) -> Result<(FrameworkView, Entry), Problem> {
    let framework = parse_framework(&input.text)?;
    let known = all(write.transaction)?;
    let before = known.iter().find(|one| one.framework.id == framework.id);
    if before.is_none() && known.len() >= MOST {
        return Err(Problem::new(format!("There are {MOST} frameworks already.")).code("state"));
    }
    // A control must not lose what it refers to unnoticed.
    for (reference, control) in references(write.transaction)? {
        if reference.framework == framework.id && framework.requirement(&reference.requirement).is_none() {
            let message = format!(
                "The file has no requirement {}, which the control {} refers to.",
                reference.requirement, control.code
            );
            return Err(Problem::new(message)
                .code("state")
                .field("requirements")
                .hint("Take the reference out of the control first."));
        }
    }
    let text = input.text.trim_start_matches('\u{feff}');
    let by = write.actor.label();
    control::put_framework(write.transaction, &framework.id, text, write.now, &by)?;
    let digest = |text: &str| {
        Sha256::digest(text.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    let detail = json!({ "framework": framework.id, "name": framework.name,
                         "requirements": framework.requirements.len(), "sha256": digest(text),
                         "before": before.map(|one| digest(&one.text)) });
    let subject = format!("framework:{}", framework.id);
    let loaded = one(write.transaction, &framework.id)?;
    Ok((view(write.transaction, &loaded)?, Entry::new(subject, detail)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_framework_that_is_shipped_is_read_and_says_what_it_asks() {
        let read: Vec<Framework> = SHIPPED
            .iter()
            .map(|text| parse_framework(text).expect("a framework"))
            .collect();
        let has = |framework: &str, requirement: &str| {
            let found = read.iter().find(|one| one.id == framework).expect(framework);
            assert!(found.requirement(requirement).is_some(), "{framework} {requirement}");
        };
        for id in ["A.5.15", "A.5.16", "A.5.17", "A.5.18", "A.8.2"] {
            has("iso-27001-2022", id);
        }
        for id in ["CC6.1", "CC6.2", "CC6.3"] {
            has("soc-2", id);
        }
        for id in ["AC-2", "AC-2(3)", "AC-5", "AC-6(7)", "AU-11"] {
            has("nist-800-53-r5", id);
        }
        for id in ["7.2.4", "7.2.5"] {
            has("pci-dss-4.0.1", id);
        }
        for one in read.iter().flat_map(|one| &one.requirements) {
            assert!(!one.evidence.is_empty() && !one.documents.is_empty(), "{}", one.id);
        }
    }
}
