//! Comma-separated values as RFC 4180 has them.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use countersign_evidence::csv_field;

use super::{Cell, Sheet, Title, Written, moment, named, unwritable};
use crate::Problem;

pub(super) struct Csv<'a> {
    path: &'a Path,
    out: BufWriter<File>,
    line: Vec<u8>,
    rows: u64,
}

impl<'a> Csv<'a> {
    pub fn create(path: &'a Path, title: &Title<'_>, bom: bool) -> Result<Self, Problem> {
        let file = File::create(path).map_err(|error| unwritable(path, &error))?;
        let mut csv = Self {
            path,
            out: BufWriter::with_capacity(1 << 17, file),
            line: Vec::new(),
            rows: 0,
        };
        if bom {
            csv.line.extend_from_slice("\u{FEFF}".as_bytes());
        }
        csv.line.extend_from_slice(title.columns.join(",").as_bytes());
        csv.write()?;
        Ok(csv)
    }

    fn write(&mut self) -> Result<(), Problem> {
        self.line.extend_from_slice(b"\r\n");
        self.out
            .write_all(&self.line)
            .map_err(|error| unwritable(self.path, &error))?;
        self.line.clear();
        Ok(())
    }
}

impl Sheet for Csv<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Problem> {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.line.push(b',');
            }
            match *cell {
                Cell::Text(text) => csv_field(&named(text), &mut self.line),
                // A number of this program's own is no formula, whatever its sign.
                Cell::Number(number) => self.line.extend_from_slice(number.to_string().as_bytes()),
                Cell::Moment(at) => self.line.extend_from_slice(moment(at).as_bytes()),
                Cell::Flag(flag) => self.line.extend_from_slice(if flag { b"yes" } else { b"no" }),
                Cell::Empty => {}
            }
        }
        self.rows += 1;
        self.write()
    }

    fn finish(self: Box<Self>) -> Result<Written, Problem> {
        let path = self.path;
        let file = self.out.into_inner().map_err(|error| unwritable(path, error.error()))?;
        file.sync_all().map_err(|error| unwritable(path, &error))?;
        Ok(Written {
            rows: self.rows,
            sheets: 1,
        })
    }
}
