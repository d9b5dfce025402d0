//! What Active Directory's csvde writes: a table whose rows are entries, people and groups together, with the
//! attributes' own names as headings.
//!
//! Several values of a cell stand with semicolons between them, bytes as `X'…'`.

use std::path::Path;

use super::heading::plain;
use super::ldif::{PARTIAL, Values, whole};
use super::source::How;
use super::{Place, text};
use crate::DirectoryProblem;

/// Whether these are the headings of such a table: it begins with the name of the entry.
pub(super) fn is_csvde(headings: &[String]) -> bool {
    let named = |name: &str| headings.iter().any(|heading| plain(heading) == name);
    headings.first().is_some_and(|first| plain(first) == "dn") && named("objectclass")
}

/// Hands every entry to `visit` with the row it stands in; answers size and hash of the file.
pub(super) fn records(
    how: &How,
    path: &Path,
    place: &Place<'_>,
    visit: &mut dyn FnMut(u64, String, Values) -> Result<(), DirectoryProblem>,
) -> Result<(u64, String), DirectoryProblem> {
    let mut headings: Option<Vec<String>> = None;
    how.rows(path, place, &mut |row, cells| {
        let Some(headings) = &headings else {
            headings = Some(cells.iter().map(|cell| cell.trim().to_owned()).collect());
            return Ok(());
        };
        // In a workbook a row ends at its last filled cell.
        let cut = matches!(how, How::Xlsx { .. }) && cells.len() < headings.len();
        if cells.len() != headings.len() && !cut {
            return Err(place.ragged(row, cells.len(), headings.len()));
        }
        let mut values = Values::new();
        for (heading, cell) in headings.iter().zip(cells).skip(1) {
            let values_of = split(cell);
            let Some(name) = whole(heading) else {
                match values_of.is_empty() {
                    true => continue,
                    false => return Err(place.row(row, PARTIAL)),
                }
            };
            for value in values_of {
                let bytes = to_bytes(&value).ok_or_else(|| {
                    place.row(
                        row,
                        &format!("has bytes in the column “{heading}” that are not written in pairs of hex digits"),
                    )
                })?;
                values.push((name.to_owned(), bytes));
            }
        }
        match cells.first().map(|dn| dn.trim()).filter(|dn| !dn.is_empty()) {
            Some(dn) => visit(row, dn.to_owned(), values),
            None => Err(place.row(row, "names no entry in the column “DN”")),
        }
    })
}

/// The values of a cell: separated by semicolons, of which one with a backslash before it is a character.
fn split(cell: &str) -> Vec<String> {
    let (mut all, mut one, mut escaped) = (Vec::new(), String::new(), false);
    for c in cell.chars() {
        match (escaped, c) {
            (true, ';') => one.push(';'),
            (true, c) => {
                one.push('\\');
                one.push(c);
            }
            (false, '\\') => {
                escaped = true;
                continue;
            }
            (false, ';') => all.push(std::mem::take(&mut one)),
            (false, c) => one.push(c),
        }
        escaped = false;
    }
    if escaped {
        one.push('\\');
    }
    all.push(one);
    all.retain(|value| !value.trim().is_empty());
    all
}

fn to_bytes(value: &str) -> Option<Vec<u8>> {
    let Some(hex) = value.strip_prefix("X'").and_then(|rest| rest.strip_suffix('\'')) else {
        return Some(value.as_bytes().to_vec());
    };
    text::from_hex(hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_several_values_is_taken_apart_at_its_own_semicolons() {
        assert_eq!(split("top;person;user"), ["top", "person", "user"]);
        assert_eq!(
            split(r"CN=Adler\, Ada,DC=x;CN=b\;c,DC=x"),
            [r"CN=Adler\, Ada,DC=x", "CN=b;c,DC=x"]
        );
        assert!(split("").is_empty());
        assert_eq!(to_bytes("X'0aff'"), Some(vec![10, 255]));
        assert_eq!(to_bytes("X'0az'"), None);
    }
}
