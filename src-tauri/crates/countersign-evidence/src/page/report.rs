//! The pages of a report: the answer, its facts, its tables.

use super::{Facts, closing, contents, count, frame, log, moment_or, walk};
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::press::{INNER, Press};
use crate::layout::table::{Table, part};
use crate::record::report::{ReportHead, TableHead};
use crate::record::{ReportSource, Section};

/// How the record leaves out what follows from the rest of it.
const SHORTENED: &str = "In evidence.json a log entry leaves out the hashes that follow from the entries around it.";

/// Prints everything between the head and the totals of the record.
pub(crate) fn print(
    press: &mut Press<'_>,
    source: &dyn ReportSource,
    facts: &mut Facts,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let head = source.head();
    let title = format!("EVIDENCE OF A {}", source.kind().words().to_uppercase());
    cover(press, &title, head, facts)?;
    contents::print(press, facts)?;
    for (index, group) in head.groups.iter().enumerate() {
        press.heading(1, &format!("{}  {}", index + 1, group.title))?;
        for field in &group.fields {
            press.field(&field.name, &field.value)?;
        }
    }
    rows(press, source, head, recorder)?;
    let number = head.groups.len() + head.tables.len() + 1;
    let slice = log::Slice {
        number: u8::try_from(number).unwrap_or(u8::MAX),
        of: "document",
        head: &head.log,
        elsewhere: "Below are the entries that show what the tables above say.",
        left: "printed elsewhere",
        count: facts.report.entries,
        entries: &|visit| source.for_each_entry(visit),
    };
    log::print(press, &slice, &[], recorder)?;
    closing::print(
        press,
        u8::try_from(number + 1).unwrap_or(u8::MAX),
        SHORTENED,
        &head.log,
        facts,
    )
}

fn cover(press: &mut Press<'_>, title: &str, head: &ReportHead, facts: &Facts) -> Result<(), EvidenceError> {
    frame::band(press, title, &head.report.name, &head.document.organization)?;
    let numbers: Vec<_> = head
        .answer
        .iter()
        .take(24)
        .map(|one| (one.name.as_str(), one.value.clone(), crate::layout::canvas::BLACK))
        .collect();
    frame::numbers(press, 1400, 140, &numbers);
    let report = &head.report;
    let about = vec![
        ("About", report.subject.clone()),
        (
            "Period covered",
            format!(
                "{} \u{2013} {}",
                moment_or(report.period_start, "the beginning"),
                moment_or(report.period_end, "the export")
            ),
        ),
    ];
    frame::document(
        press,
        &head.document,
        about,
        "document",
        facts.report.entries,
        &head.log,
        facts,
    );
    press.y = 5400;
    Ok(())
}

/// A table begins with the first of its rows; one without rows is named all the same.
fn rows(
    press: &mut Press<'_>,
    source: &dyn ReportSource,
    head: &ReportHead,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let mut next = 0;
    let mut table: Option<Table> = None;
    walk!(recorder, Section::Rows, source, for_each_row, |row| {
        let wanted = row.table as usize + 1;
        while next < wanted && next < head.tables.len() {
            table = Some(begin(press, head, next)?);
            next += 1;
        }
        let told = head.tables.get(row.table as usize);
        let cells: Vec<_> = told.map_or_else(Vec::new, |told| row.texts(told).map(|text| vec![part(text)]).collect());
        match &mut table {
            Some(table) => table.row(press, &cells),
            None => Ok(()),
        }
    });
    while next < head.tables.len() {
        begin(press, head, next)?;
        next += 1;
    }
    Ok(())
}

fn begin(press: &mut Press<'_>, head: &ReportHead, index: usize) -> Result<Table, EvidenceError> {
    let table = &head.tables[index];
    let number = head.groups.len() + index + 1;
    press.heading(1, &format!("{number}  {}", table.title))?;
    press.paragraph(&table.about)?;
    press.field("Rows", &count(table.rows))?;
    Ok(Table::of(columns(table)))
}

/// Shares become widths; the last column takes what rounding leaves.
fn columns(table: &TableHead) -> Vec<(String, i32)> {
    let all = table.columns.iter().map(|column| column.share).sum::<u32>().max(1);
    let mut left = INNER;
    let last = table.columns.len().saturating_sub(1);
    let width = |share: u32| i32::try_from(u64::from(share) * INNER as u64 / u64::from(all)).unwrap_or(0);
    table
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let width = if index == last { left } else { width(column.share) };
            left -= width;
            (column.title.clone(), width)
        })
        .collect()
}
