//! One file of the settings, opened as far as its headings.

use std::path::{Path, PathBuf};

use countersign_domain::snapshot::{FileRead, Kind};

use super::column::Columns;
use super::grant::to_kind;
use super::heading::{TableKind, guess_kind};
use super::setting::{FileSetting, Format};
use super::text::{Encoding, Text, detect};
use super::xlsx::Workbook;
use super::{Place, Visit, clean, csv, csvde, known};
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
    /// What that is, where it is said or known.
    pub resource_kind: Option<Kind>,
    pub columns: Columns,
}

/// A table of rows, or of whole entries.
pub(super) enum Table {
    Rows(Box<Source>),
    Entries(How),
}

pub(super) enum How {
    Csv { encoding: Encoding, delimiter: char },
    Xlsx { sheet: String, sheets: Vec<String> },
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
                    None => sheets.first().cloned().ok_or_else(|| place.wrong("has no sheet"))?,
                };
                Ok(How::Xlsx { sheet, sheets })
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
            How::Xlsx { sheet, .. } => {
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
            Some(_) => rows.push(cells.to_vec()),
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
    pub(super) fn open(setting: &FileSetting, folder: &Path) -> Result<Table, DirectoryProblem> {
        let path = folder.join(&setting.path);
        let name = setting.name();
        let place = Place(&name);
        let how = How::find(&path, setting, &place, u64::MAX)?;
        let (row, headings, _) = head(&how, &path, &place, 1)?;
        if is_entries(setting, &headings) {
            return Ok(Table::Entries(how));
        }
        let said = setting.table.or(setting.resource.as_ref().map(|_| TableKind::Grants));
        let kind = said.unwrap_or_else(|| guess_kind(&headings));
        let columns = understand(setting, kind, &headings, row, &place)?;
        let known = known::find(&headings).and_then(|known| known.resource_kind);
        Ok(Table::Rows(Box::new(Source {
            path,
            name,
            how,
            kind,
            resource: setting.resource.clone(),
            resource_kind: setting.resource_kind.as_deref().or(known).and_then(to_kind),
            columns,
        })))
    }

    /// Hands every row after the headings to `visit`, and answers what was read.
    pub(super) fn rows(&self, visit: &mut Visit<'_>) -> Result<FileRead, DirectoryProblem> {
        let place = Place(&self.name);
        let (mut rows, mut headings) = (0, true);
        let (size, sha256) = self.how.rows(&self.path, &place, &mut |number, cells| {
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
                return Err(place.ragged(number, cells.len(), width));
            }
            visit(number, &cells[..width.min(cells.len())])
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

/// Whether the rows of a table are whole entries: then nothing is said of it but where it lies.
pub(super) fn is_entries(setting: &FileSetting, headings: &[String]) -> bool {
    setting.table.is_none() && setting.resource.is_none() && setting.mapping.is_empty() && csvde::is_csvde(headings)
}

/// The columns of a table, where they are enough to make something of its rows.
pub(super) fn understand(
    setting: &FileSetting,
    kind: TableKind,
    headings: &[String],
    row: u64,
    place: &Place<'_>,
) -> Result<Columns, DirectoryProblem> {
    let known = super::heading::fields(kind).collect::<Vec<_>>();
    if let Some(field) = setting.mapping.keys().find(|field| !known.contains(&field.as_str())) {
        let list = known.join(", ");
        return Err(DirectoryProblem::Setting(format!(
            "the mapping of {} names the field \"{}\"; the fields are {list}",
            place.0,
            field.escape_debug()
        )));
    }
    let columns = Columns::new(kind, headings, &setting.mapping, row, place)?;
    let any = |fields: &[&str]| fields.iter().any(|field| columns.has(field));
    let list = || headings.join("”, “");
    let reason = match kind {
        TableKind::People if !any(&["id", "mail", "userName"]) => format!(
            "has no column with an id, a mail address or a user name; it has “{}”",
            list()
        ),
        TableKind::Grants if setting.resource.is_none() && !columns.has("resource") => match known::find(headings) {
            Some(known) if known.resource_kind.is_some() => {
                format!("begins a list of the {}: name that group as its resource", known.name)
            }
            _ => format!("has no column with the resource; it has “{}”", list()),
        },
        TableKind::Grants if !any(&["person", "personId", "personMail", "personUserName"]) => {
            format!("has no column with the person; it has “{}”", list())
        }
        _ => return Ok(columns),
    };
    Err(place.row(row, &reason))
}
