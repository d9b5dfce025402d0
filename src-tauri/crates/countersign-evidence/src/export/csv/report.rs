//! One line per row: the number of its table, then its cells.

use super::write;
use crate::record::report::RowRecord;

/// Byte order mark and titles; the titles of the cells stand in the record, one set for each table.
pub(super) const HEADER: &str = "\u{FEFF}table,logEntry,cells\r\n";

/// Appends the line of one row.
pub(in crate::export) fn line(one: &RowRecord, out: &mut Vec<u8>) {
    let table = (u64::from(one.table) + 1).to_string();
    let entry = one.entry.map_or_else(String::new, |entry| entry.to_string());
    let fields: Vec<&str> = [table.as_str(), entry.as_str()]
        .into_iter()
        .chain(one.cells.iter().map(String::as_str))
        .collect();
    write(&fields, out);
}
