//! Rows of one sheet of an Excel workbook, cell by cell, after a look at what unpacking it would cost.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use calamine::{DataRef, Reader, Xlsx};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::text::{open, to_hex};
use super::{Place, Visit};
use crate::DirectoryProblem;

/// What a workbook may be unpacked.
const MOST_UNPACKED: u64 = 512 * 1024 * 1024;
const MOST_PARTS: usize = 4_096;
const MOST_COLUMNS: u32 = 1_024;

/// A workbook that was looked through.
pub(super) struct Workbook {
    xlsx: Xlsx<File>,
    pub size: u64,
    pub sha256: String,
}

impl Workbook {
    pub(super) fn open(path: &Path, place: &Place<'_>) -> Result<Workbook, DirectoryProblem> {
        let mut file = open(path, place)?;
        let unreadable = |error: std::io::Error| place.unreadable(&error);
        let (mut hash, mut size, mut chunk) = (Sha256::new(), 0, vec![0; 64 * 1024]);
        loop {
            let count = file.read(&mut chunk).map_err(unreadable)?;
            if count == 0 {
                break;
            }
            hash.update(&chunk[..count]);
            size += count as u64;
        }
        file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        // Nobody else's open handle is at stake: both read the same bytes from here on.
        unpack(&mut file, MOST_UNPACKED, place)?;
        file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        let xlsx = Xlsx::new(file).map_err(|error| no_workbook(place, &error))?;
        Ok(Workbook {
            xlsx,
            size,
            sha256: to_hex(&hash.finalize()),
        })
    }

    pub(super) fn sheets(&self) -> Vec<String> {
        self.xlsx.sheet_names()
    }

    pub(super) fn rows(
        &mut self,
        sheet: &str,
        place: &Place<'_>,
        visit: &mut Visit<'_>,
    ) -> Result<(), DirectoryProblem> {
        let mut cells = self
            .xlsx
            .worksheet_cells_reader(sheet)
            .map_err(|error| no_workbook(place, &error))?;
        let mut row: Option<(u32, Vec<String>)> = None;
        loop {
            let cell = cells.next_cell().map_err(|error| no_workbook(place, &error))?;
            let Some(cell) = cell else { break };
            let (at, column) = cell.get_position();
            let number = u64::from(at) + 1;
            let text = to_text(cell.get_value());
            if text.is_empty() {
                continue;
            }
            if column >= MOST_COLUMNS {
                return Err(place.row(number, &format!("has more than {MOST_COLUMNS} columns")));
            }
            if text.contains('\0') {
                return Err(place.cell(number, column as usize + 1, "holds a NUL character"));
            }
            match &row {
                Some((before, _)) if at < *before => return Err(place.row(number, "stands after a later row")),
                Some((before, _)) if at > *before => flush(&mut row, visit)?,
                _ => {}
            }
            let (_, texts) = row.get_or_insert_with(|| (at, Vec::new()));
            let column = column as usize;
            if texts.len() <= column {
                texts.resize(column + 1, String::new());
            }
            texts[column] = text;
        }
        flush(&mut row, visit)
    }
}

fn flush(row: &mut Option<(u32, Vec<String>)>, visit: &mut Visit<'_>) -> Result<(), DirectoryProblem> {
    match row.take() {
        Some((at, cells)) => visit(u64::from(at) + 1, &cells),
        None => Ok(()),
    }
}

fn no_workbook(place: &Place<'_>, error: &calamine::XlsxError) -> DirectoryProblem {
    place.wrong(&format!(
        "is not a readable Excel workbook: {}",
        plain(&error.to_string())
    ))
}

// The first line of what a library says, without control characters or a full stop.
fn plain(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    super::clean(line.trim_end_matches('.')).0
}

/// Unpacks every part once and throws it away: what the archive says of its sizes proves nothing.
pub(super) fn unpack(file: &mut File, most: u64, place: &Place<'_>) -> Result<(), DirectoryProblem> {
    let wrong = |error: &dyn std::fmt::Display| {
        place.wrong(&format!(
            "is not a readable Excel workbook: {}",
            plain(&error.to_string())
        ))
    };
    let mut archive = ZipArchive::new(file).map_err(|error| wrong(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(place.wrong(&format!("has more than {MOST_PARTS} parts")));
    }
    let too_much = || place.wrong(&format!("unpacks to more than {} MiB", most / 1024 / 1024));
    let (mut left, mut chunk) = (most, vec![0; 64 * 1024]);
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).map_err(|error| wrong(&error))?;
        let lower = part.name().map_err(|error| wrong(&error))?.to_ascii_lowercase();
        let xml = lower.ends_with(".xml") || lower.ends_with(".rels");
        let (mut scan, mut size) = (Scan::default(), 0_u64);
        if part.size() > left {
            return Err(too_much());
        }
        loop {
            let count = part.read(&mut chunk).map_err(|error| wrong(&error))?;
            if count == 0 {
                break;
            }
            left = left.checked_sub(count as u64).ok_or_else(too_much)?;
            size += count as u64;
            if xml {
                scan.take(&chunk[..count]);
            }
        }
        if scan.nul {
            return Err(place.wrong("has a part that is not written in UTF-8"));
        }
        // Room is made for so many strings before one of them is read.
        if scan.count > size {
            return Err(place.wrong(&format!("promises {} strings in a part of {size} bytes", scan.count)));
        }
    }
    Ok(())
}

/// Looks for a promise of very many strings, and for characters that would hide one.
#[derive(Default)]
struct Scan {
    tail: Vec<u8>,
    count: u64,
    nul: bool,
}

impl Scan {
    fn take(&mut self, bytes: &[u8]) {
        const NAME: &[u8] = b"uniqueCount";
        // What stands between the name and its number, and the number, when no harm is meant.
        const NEAR: usize = 64;
        self.nul |= bytes.contains(&0);
        self.tail.extend_from_slice(bytes);
        for at in memchr::memmem::find_iter(&self.tail, NAME) {
            let rest = &self.tail[at + NAME.len()..];
            let between = |byte: &&u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\'' | b'+');
            let skipped = rest.iter().take_while(between).count();
            let digits = rest[skipped..].iter().take_while(|byte| byte.is_ascii_digit());
            let digits: String = digits.map(|byte| char::from(*byte)).collect();
            let number = match digits.len() {
                0 => 0,
                _ => digits.parse().unwrap_or(u64::MAX),
            };
            let far = skipped + digits.len() > NEAR;
            self.count = self.count.max(if far { u64::MAX } else { number });
        }
        let drop = self.tail.len().saturating_sub(NAME.len() + 2 * NEAR);
        self.tail.drain(..drop);
    }
}

/// A cell as a person would type it. Of a formula it is the value it had when the workbook was saved.
fn to_text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) if at.is_duration() => at.as_f64().to_string(),
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
        }
        DataRef::Error(error) => error.to_string(),
    }
}
