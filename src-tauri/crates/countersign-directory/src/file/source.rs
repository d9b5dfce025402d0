//! One file of the settings, opened as far as its headings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use countersign_domain::snapshot::FileRead;

use super::column::Columns;
use super::csv;
use super::heading::{TableKind, guess_kind};
use super::setting::{FileSetting, Format};
use super::text::{Encoding, Text, detect};
use super::xlsx::Workbook;
use super::{Place, Visit, clean};
use crate::DirectoryProblem;

/// Rows of one file; what is kept of each is bounded, and so all of it is.
pub(super) const MOST_ROWS: u64 = 5_000_000;

/// A table whose columns are known.
pub(super) struct Source {
    path: PathBuf,
    /// What problems and the certificate call it.
    pub name: String,
    how: How,
    pub kind: TableKind,
    /// The resource of every row, where the settings name one.
    pub resource: Option<String>,
    pub columns: Columns,
}

pub(super) enum How {
    Csv { encoding: Encoding, delimiter: char },
    Xlsx { sheet: String },
}

impl How {
    /// How the table in a file is to be read, looking at no more than its beginning where `most` says so.
    pub(super) fn find(
        path: &Path,
        setting: &FileSetting,
        place: &Place<'_>,
        most: u64,
    ) -> Result<How, DirectoryProblem> {
        match setting.format(path, place)? {
            Format::Xlsx => {
                let sheets = Workbook::open(path, place)?.sheets();
                let sheet = match &setting.sheet {
                    Some(named) if sheets.contains(named) => named.clone(),
                    Some(named) => {
                        let list = sheets.join("”, “");
                        return Err(place.wrong(&format!("has no sheet “{named}”; it has “{list}”")));
                    }
                    None => sheets.into_iter().next().ok_or_else(|| place.wrong("has no sheet"))?,
                };
                Ok(How::Xlsx { sheet })
            }
            _ => {
                let encoding = detect(path, place, most)?;
                let head = Text::open(path, encoding, place)?
                    .next(place)?
                    .unwrap_or_default()
                    .to_owned();
                let delimiter = setting.delimiter.or_else(|| csv::guess_delimiter(&head)).unwrap_or(',');
                Ok(How::Csv { encoding, delimiter })
            }
        }
    }

    /// Hands every row to `visit`; answers size and hash of the file where it was read to its end.
    pub(super) fn rows(
        &self,
        path: &Path,
        place: &Place<'_>,
        visit: &mut Visit<'_>,
    ) -> Result<(u64, String), DirectoryProblem> {
        match self {
            How::Csv { encoding, delimiter } => {
                let mut text = Text::open(path, *encoding, place)?;
                csv::rows(&mut text, *delimiter, place, visit)?;
                Ok((text.size, text.sha256()))
            }
            How::Xlsx { sheet } => {
                let mut workbook = Workbook::open(path, place)?;
                workbook.rows(sheet, place, visit)?;
                Ok((workbook.size, workbook.sha256))
            }
        }
    }
}

/// The row of the headings, they themselves, and rows after them.
type Head = (u64, Vec<String>, Vec<Vec<String>>);

/// The headings of a table and at most `most` rows after them.
pub(super) fn head(how: &How, path: &Path, place: &Place<'_>, most: usize) -> Result<Head, DirectoryProblem> {
    let mut headings: Option<(u64, Vec<String>)> = None;
    let (mut rows, mut enough) = (Vec::new(), false);
    let read = how.rows(path, place, &mut |number, cells| {
        match &headings {
            None => {
                let named = cells.iter().map(|cell| clean(cell.trim()).0);
                headings = Some((number, named.collect()));
            }
            Some(_) => rows.push(cells),
        }
        enough = rows.len() >= most;
        // Ends the reading: the problem is not shown.
        if enough {
            Err(place.wrong("has more rows"))
        } else {
            Ok(())
        }
    });
    if !enough {
        read?;
    }
    let (number, headings) = headings.ok_or_else(|| place.wrong("holds no rows"))?;
    Ok((number, headings, rows))
}

impl Source {
    pub(super) fn open(setting: &FileSetting, folder: &Path) -> Result<Source, DirectoryProblem> {
        let path = folder.join(&setting.path);
        let name = setting.name();
        let place = Place(&name);
        let how = How::find(&path, setting, &place, u64::MAX)?;
        let (row, headings, _) = head(&how, &path, &place, 1)?;
        let said = setting.table.or(setting.resource.as_ref().map(|_| TableKind::Grants));
        let kind = said.unwrap_or_else(|| guess_kind(&headings));
        let known = super::heading::fields(kind).collect::<Vec<_>>();
        if let Some(field) = setting.mapping.keys().find(|field| !known.contains(&field.as_str())) {
            let list = known.join(", ");
            return Err(DirectoryProblem::Setting(format!(
                "the mapping of {name} names the field \"{}\"; the fields are {list}",
                field.escape_debug()
            )));
        }
        let columns = Columns::new(kind, &headings, &setting.mapping, row, &place)?;
        let any = |fields: &[&str]| fields.iter().any(|field| columns.has(field));
        let list = || headings.join("”, “");
        match kind {
            TableKind::People if !any(&["id", "mail", "userName"]) => {
                return Err(place.row(
                    row,
                    &format!(
                        "has no column with an id, a mail address or a user name; it has “{}”",
                        list()
                    ),
                ));
            }
            TableKind::Grants if setting.resource.is_none() && !columns.has("resource") => {
                return Err(place.row(row, &format!("has no column with the resource; it has “{}”", list())));
            }
            TableKind::Grants if !any(&["person", "personId", "personMail", "personUserName"]) => {
                return Err(place.row(row, &format!("has no column with the person; it has “{}”", list())));
            }
            _ => {}
        }
        Ok(Source {
            path,
            name,
            how,
            kind,
            resource: setting.resource.clone(),
            columns,
        })
    }

    /// Hands every row after the headings to `visit`, and answers what was read.
    pub(super) fn rows(&self, visit: &mut Visit<'_>) -> Result<FileRead, DirectoryProblem> {
        let place = Place(&self.name);
        let (mut rows, mut headings) = (0, true);
        let (size, sha256) = self.how.rows(&self.path, &place, &mut |number, mut cells| {
            if std::mem::take(&mut headings) {
                return Ok(());
            }
            rows += 1;
            if rows > MOST_ROWS {
                return Err(place.wrong(&format!("has more than {MOST_ROWS} rows")));
            }
            let width = self.columns.width;
            let text = matches!(self.how, How::Csv { .. });
            let more = cells.iter().skip(width).any(|cell| !cell.trim().is_empty());
            if more || text && cells.len() < width {
                let count = cells.len();
                return Err(place.row(number, &format!("has {count} cells where the first row has {width}")));
            }
            cells.truncate(width);
            visit(number, cells)
        })?;
        if rows == 0 {
            return Err(place.wrong("holds headings and no rows"));
        }
        Ok(FileRead {
            name: self.name.clone(),
            size,
            sha256,
            rows,
            loaded: rows,
            columns: self.columns.list(),
        })
    }
}

/// What a file seems to hold, for a person to put right.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Guess {
    /// `csv`, `xlsx` or `ldif`.
    pub format: String,
    pub encoding: Option<String>,
    pub delimiter: Option<char>,
    pub sheet: Option<String>,
    /// `people` or `grants`; none for LDIF, which says itself what it holds.
    pub table: Option<TableKind>,
    pub headings: Vec<String>,
    /// For each field the heading that seems to mean it.
    pub mapping: BTreeMap<String, String>,
    /// The fields that can be given a heading.
    pub fields: Vec<String>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
}

const SHOWN: usize = 5;

/// Looks at the beginning of a file.
///
/// # Errors
/// The file is not there, or is not what its name says.
pub fn guess(path: &Path) -> Result<Guess, DirectoryProblem> {
    let setting = FileSetting::of(path);
    let name = setting.name();
    let place = Place(&name);
    // A fault of a library that takes workbooks apart ends here.
    let looked = std::panic::catch_unwind(|| look(path, &setting, &place));
    looked.unwrap_or_else(|_| Err(place.wrong("is built in a way that cannot be read")))
}

fn look(path: &Path, setting: &FileSetting, place: &Place<'_>) -> Result<Guess, DirectoryProblem> {
    let format = setting.format(path, place)?;
    let mut found = Guess {
        format: format.name().into(),
        encoding: None,
        delimiter: None,
        sheet: None,
        table: None,
        headings: Vec::new(),
        mapping: BTreeMap::new(),
        fields: Vec::new(),
        rows: Vec::new(),
    };
    if format == Format::Ldif {
        found.encoding = Some(detect(path, place, 1024 * 1024)?.name().into());
        return Ok(found);
    }
    let how = How::find(path, setting, place, 1024 * 1024)?;
    match &how {
        How::Csv { encoding, delimiter } => {
            found.encoding = Some(encoding.name().into());
            found.delimiter = Some(*delimiter);
        }
        How::Xlsx { sheet } => found.sheet = Some(sheet.clone()),
    }
    let (_, headings, rows) = head(&how, path, place, SHOWN)?;
    let kind = guess_kind(&headings);
    let mapping = super::heading::guess(kind, &headings);
    found.table = Some(kind);
    found.mapping = mapping
        .into_iter()
        .map(|(field, heading)| (field.to_owned(), heading))
        .collect();
    found.fields = super::heading::fields(kind).map(str::to_owned).collect();
    found.headings = headings;
    found.rows = rows
        .into_iter()
        .map(|row| row.iter().map(|cell| clean(cell).0).collect())
        .collect();
    Ok(found)
}
