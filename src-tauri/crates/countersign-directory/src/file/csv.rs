//! Rows of separated values (RFC 4180, and what programs really write), never more than one row in memory.

use super::text::Text;
use super::{Place, Visit};
use crate::DirectoryProblem;

const MOST_CELLS: usize = 1_024;
/// Characters of one cell. A quotation mark that is never closed ends here, not at the end of memory.
const MOST_CELL: usize = 256 * 1024;

pub(super) const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// The delimiter of a table by its first row, `None` where there is only one column.
pub(super) fn guess_delimiter(head: &str) -> Option<char> {
    if let Some(named) = head.strip_prefix("sep=") {
        return named.chars().next();
    }
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for c in head.chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' | '\r' if !quoted && counts.iter().any(|count| *count > 0) => break,
            c if !quoted => {
                if let Some(n) = DELIMITERS.iter().position(|one| *one == c) {
                    counts[n] += 1;
                }
            }
            _ => {}
        }
    }
    let best = (0..DELIMITERS.len()).max_by_key(|n| (counts[*n], DELIMITERS.len() - n))?;
    (counts[best] > 0).then_some(DELIMITERS[best])
}

enum State {
    /// Before the first character of a cell.
    Start,
    Plain,
    Quoted,
    /// After a quotation mark inside a quoted cell: it ends the cell, or is the first of two.
    Quote,
}

/// Hands every row that is not blank to `visit`, with its number as a spreadsheet counts it.
pub(super) fn rows(
    text: &mut Text,
    delimiter: char,
    place: &Place<'_>,
    visit: &mut Visit<'_>,
) -> Result<(), DirectoryProblem> {
    let mut row = Row {
        number: 1,
        cells: Vec::new(),
        cell: String::new(),
    };
    let (mut state, mut after_return) = (State::Start, false);
    while let Some(piece) = text.next(place)? {
        for c in piece.chars() {
            if c == '\0' {
                return Err(place.row(row.number, "holds a NUL character"));
            }
            // A return and a line feed are one end of a row.
            if std::mem::take(&mut after_return) && c == '\n' {
                continue;
            }
            match (&state, c) {
                (State::Quoted, '"') => state = State::Quote,
                (State::Quoted, c) => row.push(c, place)?,
                (State::Quote, '"') => {
                    row.push('"', place)?;
                    state = State::Quoted;
                }
                (State::Start, '"') => state = State::Quoted,
                (_, c) if c == delimiter => {
                    row.end_cell(place)?;
                    state = State::Start;
                }
                (_, '\n' | '\r') => {
                    after_return = c == '\r';
                    row.end(place, visit)?;
                    state = State::Start;
                }
                (State::Quote, ' ') => {}
                (State::Quote, _) => {
                    return Err(place.row(row.number, "has characters after the quotation mark that ends a cell"));
                }
                (_, c) => {
                    row.push(c, place)?;
                    state = State::Plain;
                }
            }
        }
    }
    if matches!(state, State::Quoted) {
        return Err(place.row(row.number, "has a quotation mark that is never closed"));
    }
    row.end(place, visit)
}

struct Row {
    number: u64,
    cells: Vec<String>,
    cell: String,
}

impl Row {
    fn push(&mut self, c: char, place: &Place<'_>) -> Result<(), DirectoryProblem> {
        if self.cell.len() >= MOST_CELL {
            let reason = format!(
                "has a cell of more than {} KiB; a quotation mark may be missing",
                MOST_CELL / 1024
            );
            return Err(place.row(self.number, &reason));
        }
        self.cell.push(c);
        Ok(())
    }

    fn end_cell(&mut self, place: &Place<'_>) -> Result<(), DirectoryProblem> {
        if self.cells.len() >= MOST_CELLS {
            return Err(place.row(self.number, &format!("has more than {MOST_CELLS} cells")));
        }
        self.cells.push(std::mem::take(&mut self.cell));
        Ok(())
    }

    fn end(&mut self, place: &Place<'_>, visit: &mut Visit<'_>) -> Result<(), DirectoryProblem> {
        self.end_cell(place)?;
        let cells = std::mem::take(&mut self.cells);
        let number = self.number;
        self.number += 1;
        let named_delimiter = number == 1 && cells[0].starts_with("sep=");
        if named_delimiter || cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        visit(number, cells)
    }
}
