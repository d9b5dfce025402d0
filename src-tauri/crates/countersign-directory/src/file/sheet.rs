//! The rows of one sheet of a workbook, for whoever brings a list back: bounded like every other.

use std::path::Path;

use super::Place;
use super::xlsx::Workbook;
use crate::DirectoryProblem;

/// The largest file that is looked at.
const MOST_BYTES: u64 = 64 << 20;

/// Calls `visit` with every row of a sheet that holds anything: its number from 1, and its cells as texts.
///
/// # Errors
/// A file that is no workbook, is too large or unpacks to too much, lacks the sheet, or has more than `most` rows; and
/// what `visit` answers.
pub fn each_row(
    path: &Path,
    sheet: &str,
    most: u64,
    visit: &mut dyn FnMut(u64, Vec<String>) -> Result<(), DirectoryProblem>,
) -> Result<(), DirectoryProblem> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let place = Place(&name);
    let found = std::fs::metadata(path).map_err(|error| place.unreadable(&error))?;
    if found.len() > MOST_BYTES {
        return Err(place.wrong(&format!("has more than {} MiB", MOST_BYTES >> 20)));
    }
    let mut workbook = Workbook::open(path, &place)?;
    if !workbook.sheets().iter().any(|one| one == sheet) {
        return Err(place.wrong(&format!("has no sheet “{sheet}”")));
    }
    let mut rows = 0;
    workbook.rows(sheet, &place, &mut |row, cells| {
        rows += 1;
        if rows > most {
            return Err(place.wrong(&format!("has more than {most} rows")));
        }
        visit(row, cells.to_vec())
    })
}
