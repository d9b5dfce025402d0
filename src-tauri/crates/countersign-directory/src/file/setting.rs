//! What a person says about a directory of files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::heading::TableKind;
use super::{Place, clean};
use crate::DirectoryProblem;

const MOST_FILES: usize = 64;

/// The files that make one directory.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Setting {
    pub files: Vec<FileSetting>,
}

/// One of the files; what is absent is guessed from it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileSetting {
    /// Relative to the folder of the store.
    pub path: PathBuf,
    pub format: Option<Format>,
    pub table: Option<TableKind>,
    /// The sheet of a workbook; otherwise its first one.
    pub sheet: Option<String>,
    pub delimiter: Option<char>,
    /// The application that all rows are about, where no column says it.
    pub resource: Option<String>,
    /// What that is: `application`, `group`, `directoryRole` or `azureRole`.
    pub resource_kind: Option<String>,
    /// Field to heading, where the guess is wrong; an empty heading takes the guess away.
    #[serde(default)]
    pub mapping: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Format {
    Csv,
    Xlsx,
    Ldif,
}

impl Format {
    pub(super) fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Ldif => "ldif",
        }
    }
}

impl FileSetting {
    /// A file about which nothing is said.
    pub(super) fn of(path: &Path) -> FileSetting {
        FileSetting {
            path: path.to_owned(),
            format: None,
            table: None,
            sheet: None,
            delimiter: None,
            resource: None,
            resource_kind: None,
            mapping: BTreeMap::new(),
        }
    }

    /// The name of the file, without its folders.
    pub(super) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        let name = clean(&name.to_string_lossy()).0;
        match &self.sheet {
            Some(sheet) => format!("{name} › {sheet}"),
            None => name,
        }
    }

    pub(super) fn format(&self, path: &Path, place: &Place<'_>) -> Result<Format, DirectoryProblem> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let ending = path.extension().map(|one| one.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            Some("csv" | "tsv" | "txt") => Ok(Format::Csv),
            Some("xlsx" | "xlsm") => Ok(Format::Xlsx),
            Some("ldif" | "ldf") => Ok(Format::Ldif),
            _ => Err(place.wrong("does not end in .csv, .xlsx or .ldif; name its format in the settings")),
        }
    }
}

impl Setting {
    pub(super) fn parse(value: &serde_json::Value) -> Result<Setting, DirectoryProblem> {
        let wrong = DirectoryProblem::Setting;
        let setting: Setting = serde_json::from_value(value.clone()).map_err(|error| wrong(error.to_string()))?;
        if setting.files.is_empty() || setting.files.len() > MOST_FILES {
            return Err(wrong(format!("files must name 1 to {MOST_FILES} files")));
        }
        for (n, file) in setting.files.iter().enumerate() {
            let field = |what: &str| format!("files[{n}].{what}");
            if file.path.as_os_str().is_empty() {
                return Err(wrong(format!("{} is empty", field("path"))));
            }
            if setting.files[..n]
                .iter()
                .any(|one| one.path == file.path && one.sheet == file.sheet)
            {
                return Err(wrong(format!("{} is named twice", field("path"))));
            }
            if matches!(file.delimiter, Some('"' | '\n' | '\r' | '\0')) {
                return Err(wrong(format!("{} cannot separate cells", field("delimiter"))));
            }
            if file.resource.as_ref().is_some_and(|name| name.trim().is_empty()) {
                return Err(wrong(format!("{} is empty", field("resource"))));
            }
        }
        for (n, file) in setting.files.iter().enumerate() {
            if let Some(kind) = &file.resource_kind
                && super::grant::to_kind(kind).is_none()
            {
                return Err(wrong(format!(
                    "files[{n}].resourceKind may be application, group, directoryRole or azureRole"
                )));
            }
        }
        Ok(setting)
    }
}
