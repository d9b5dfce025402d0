//! Rows of separated values (RFC 4180, and what programs really write), never more than one row in memory.

use super::text::Text;
use super::{Place, Visit};
use crate::DirectoryProblem;

const MOST_CELLS: usize = 1_024;
/// Characters of one cell. A quotation mark that is never closed ends here, not at the end of memory.
const MOST_CELL: usize = 256 * 1024;

/// Bytes of a cell whose room is used again.
const MOST_KEPT: usize = 1024;

const TYPE: &str = "#TYPE ";

pub(super) const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// The delimiter of a table by its first row, `None` where there is only one column.
pub(super) fn guess_delimiter(head: &str) -> Option<char> {
    if let Some(named) = head.strip_prefix("sep=") {
        return named.chars().next();
    }
    // Windows PowerShell writes the type of its objects before the headings.
    let head = match head.strip_prefix(TYPE) {
        Some(rest) => rest.split_once('\n').map_or("", |(_, rest)| rest),
        None => head,
    };
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
        ended: 0,
    };
    let (mut state, mut after_return) = (State::Start, false);
    while let Some(mut piece) = text.next(place)? {
        loop {
            // Most of a cell is nothing in particular, and is taken in one go.
            let (run, after) = piece.split_at(plain(&state, piece, delimiter));
            if !run.is_empty() {
                row.push(run, place)?;
                (piece, after_return) = (after, false);
                if matches!(state, State::Start) {
                    state = State::Plain;
                }
            }
            let mut rest = piece.chars();
            let Some(c) = rest.next() else { break };
            piece = rest.as_str();
            if c == '\0' {
                return Err(row.wrong("holds a NUL character", place));
            }
            // A return and a line feed are one end of a row.
            if std::mem::take(&mut after_return) && c == '\n' {
                continue;
            }
            match (&state, c) {
                (State::Quoted, '"') => state = State::Quote,
                (State::Quote, '"') => {
                    row.push("\"", place)?;
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
                    return Err(row.wrong("has characters after the quotation mark that ends a cell", place));
                }
                // All else was taken above.
                (State::Start | State::Plain | State::Quoted, _) => {}
            }
        }
    }
    if matches!(state, State::Quoted) {
        return Err(row.wrong("has a quotation mark that is never closed", place));
    }
    row.end(place, visit)
}

/// How many bytes from here on only add to the cell.
fn plain(state: &State, piece: &str, delimiter: char) -> usize {
    let end = match state {
        State::Start if piece.starts_with('"') => Some(0),
        State::Start | State::Plain => piece.find([delimiter, '\n', '\r', '\0']),
        State::Quoted => piece.find(['"', '\0']),
        State::Quote => Some(0),
    };
    end.unwrap_or(piece.len())
}

struct Row {
    number: u64,
    /// Those of this row, and behind them what longer rows before it left to be written over.
    cells: Vec<String>,
    /// How many cells of the row are at their end.
    ended: usize,
}

impl Row {
    /// A problem with the cell that is being read.
    fn wrong(&self, reason: &str, place: &Place<'_>) -> DirectoryProblem {
        place.cell(self.number, self.ended + 1, reason)
    }

    fn push(&mut self, run: &str, place: &Place<'_>) -> Result<(), DirectoryProblem> {
        // The last character may begin within what a cell may hold, and no later.
        let last = run.char_indices().next_back().map_or(0, |(at, _)| at);
        if self.cells.len() == self.ended {
            self.cells.push(String::new());
        }
        let cell = &mut self.cells[self.ended];
        if cell.len() + last >= MOST_CELL {
            let reason = format!(
                "has a cell of more than {} KiB; a quotation mark may be missing",
                MOST_CELL / 1024
            );
            return Err(self.wrong(&reason, place));
        }
        cell.push_str(run);
        Ok(())
    }

    fn end_cell(&mut self, place: &Place<'_>) -> Result<(), DirectoryProblem> {
        if self.ended >= MOST_CELLS {
            return Err(place.row(self.number, &format!("has more than {MOST_CELLS} cells")));
        }
        self.ended += 1;
        if self.cells.len() < self.ended {
            self.cells.push(String::new());
        }
        Ok(())
    }

    fn end(&mut self, place: &Place<'_>, visit: &mut Visit<'_>) -> Result<(), DirectoryProblem> {
        self.end_cell(place)?;
        let cells = &self.cells[..std::mem::take(&mut self.ended)];
        let number = self.number;
        self.number += 1;
        let before_headings = number == 1 && (cells[0].starts_with("sep=") || cells[0].starts_with(TYPE));
        if !before_headings && cells.iter().any(|cell| !cell.trim().is_empty()) {
            visit(number, cells)?;
        }
        for cell in &mut self.cells {
            // One that was very long once does not stay so for the whole file.
            match cell.capacity() > MOST_KEPT {
                true => *cell = String::new(),
                false => cell.clear(),
            }
        }
        Ok(())
    }
}
