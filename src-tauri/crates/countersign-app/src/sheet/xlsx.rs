//! A workbook, written row by row in bounded memory.
//!
//! A sheet takes 1 048 576 rows, its titles included; what is more goes on in another sheet of the same titles, and the
//! last sheet, `About`, says how many there are.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use countersign_evidence::is_formula;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Sheet, Title, Written, moment, named, unwritable};
use crate::Problem;
use crate::job::Handle;

/// Rows under the titles of one sheet.
const ROWS: u32 = 1_048_575;
/// Characters that a cell takes, as the program that reads it counts them.
const CHARACTERS: usize = 32_767;
/// From so many rows on the parts of the file may pass four gigabytes.
const LARGE: u64 = 500_000;

pub(super) struct Xlsx<'a> {
    path: &'a Path,
    title: &'a Title<'a>,
    book: Workbook,
    /// Keeps a text a text when its cell is edited.
    text: Format,
    bold: Format,
    handle: Handle,
    rows: u64,
    sheets: u64,
    /// The row of the current sheet that is written next.
    next: u32,
}

impl<'a> Xlsx<'a> {
    pub fn create(path: &'a Path, title: &'a Title<'a>, handle: &Handle) -> Result<Self, Problem> {
        let mut book = Workbook::new();
        // What is not packed yet lies beside the file, not in a folder that others read.
        let folder = path.parent().unwrap_or(Path::new("."));
        book.set_tempdir(folder).map_err(|error| wrong(path, &error))?;
        if title.total > LARGE {
            book.use_zip_large_file(true);
        }
        let mut xlsx = Self {
            path,
            title,
            book,
            text: Format::new().set_quote_prefix(),
            bold: Format::new().set_bold(),
            handle: handle.clone(),
            rows: 0,
            sheets: 0,
            next: 0,
        };
        xlsx.begin_sheet()?;
        Ok(xlsx)
    }

    fn begin_sheet(&mut self) -> Result<(), Problem> {
        self.sheets += 1;
        let name = match self.sheets {
            1 => self.title.name.to_owned(),
            number => format!("{} {number}", self.title.name),
        };
        let path = self.path;
        let fault = |error: XlsxError| wrong(path, &error);
        let sheet = self.book.add_worksheet_with_constant_memory().map_err(fault)?;
        sheet.set_name(name).map_err(fault)?;
        sheet.set_freeze_panes(1, 0).map_err(fault)?;
        for (at, title) in (0u16..).zip(self.title.columns) {
            sheet
                .write_string_with_format(0, at, *title, &self.bold)
                .map_err(fault)?;
        }
        self.next = 1;
        Ok(())
    }

    /// What was asked for, and how the rows lie on the sheets.
    fn about(&mut self) -> Result<(), XlsxError> {
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name("About")?;
        let own = [
            ("rows", self.rows.to_string()),
            ("sheets with rows", self.sheets.to_string()),
            ("most rows on a sheet", ROWS.to_string()),
        ];
        let lines = self.title.about.iter().map(|(name, value)| (*name, value.as_str()));
        let lines = lines.chain(own.iter().map(|(name, value)| (*name, value.as_str())));
        for (row, (name, value)) in (0u32..).zip(lines) {
            sheet.write_string_with_format(row, 0, name, &self.bold)?;
            put_text(sheet, row, 1, value, &self.text)?;
        }
        Ok(())
    }
}

fn wrong(path: &Path, error: &XlsxError) -> Problem {
    match error {
        XlsxError::IoError(error) => unwritable(path, error),
        error => Problem::new(format!("{} is not writable: {error}.", path.display())).field("path"),
    }
}

fn put_text(sheet: &mut Worksheet, row: u32, column: u16, text: &str, keep: &Format) -> Result<(), XlsxError> {
    let mut text = named(text);
    let length = text.encode_utf16().count();
    if length > CHARACTERS {
        let start: String = text.chars().take(CHARACTERS / 2 - 100).collect();
        text = format!("{start} ‹{length} characters, more than a cell takes; the whole is in CSV and JSON›").into();
    }
    match is_formula(&text) {
        true => sheet.write_string_with_format(row, column, text, keep)?,
        false => sheet.write_string(row, column, text)?,
    };
    Ok(())
}

impl Sheet for Xlsx<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Problem> {
        if self.next > ROWS {
            self.begin_sheet()?;
        }
        let path = self.path;
        let fault = |error: XlsxError| wrong(path, &error);
        let index = usize::try_from(self.sheets - 1).unwrap_or(0);
        let sheet = self.book.worksheet_from_index(index).map_err(fault)?;
        for (at, cell) in (0u16..).zip(cells) {
            match *cell {
                Cell::Text("") | Cell::Empty => {}
                Cell::Text(text) => put_text(sheet, self.next, at, text, &self.text).map_err(fault)?,
                // Ids and counts lie far below the size from which a cell loses digits.
                Cell::Number(number) => {
                    sheet.write_number(self.next, at, number as f64).map_err(fault)?;
                }
                Cell::Moment(moment_at) => {
                    sheet.write_string(self.next, at, moment(moment_at)).map_err(fault)?;
                }
                Cell::Flag(flag) => {
                    let word = if flag { "yes" } else { "no" };
                    sheet.write_string(self.next, at, word).map_err(fault)?;
                }
            }
        }
        self.next += 1;
        self.rows += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, Problem> {
        let path = self.path;
        self.about().map_err(|error| wrong(path, &error))?;
        let file = File::create(path).map_err(|error| unwritable(path, &error))?;
        let packed = Packed {
            out: BufWriter::with_capacity(1 << 17, file.try_clone().map_err(|error| unwritable(path, &error))?),
            handle: self.handle.clone(),
            bytes: 0,
        };
        let saved = self.book.save_to_writer(packed);
        self.handle.go_on()?;
        saved.map_err(|error| wrong(path, &error))?;
        file.sync_all().map_err(|error| unwritable(path, &error))?;
        Ok(Written {
            rows: self.rows,
            sheets: self.sheets,
        })
    }
}

/// The packed file; a job that is cancelled ends in the middle of it.
struct Packed {
    out: BufWriter<File>,
    handle: Handle,
    bytes: u64,
}

impl Write for Packed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.handle.is_cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        let written = self.out.write(bytes)?;
        self.bytes += u64::try_from(written).unwrap_or(0);
        self.handle.report("packing", self.bytes, None);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Seek for Packed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.out.seek(to)
    }
}
