//! The pages of a report: the answer, its facts, its tables.

use std::borrow::Cow;

use super::contents::{self, Line};
use super::frame::{self, Answer};
use super::{Facts, acknowledgement, closing, control, count, log, moment_or, walk};
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::BLACK;
use crate::layout::press::{INNER, Press};
use crate::layout::table::{Table, part};
use crate::record::report::{ReportHead, TableHead};
use crate::record::{Kind, ReportSource, Section};

/// Answers on the first page; all of them stand in the first chapter.
const ANSWERS: usize = 12;

/// Titles of the chapters, in their order: of this document, one for each group and table, then the end.
struct Titles {
    document: String,
    groups: Vec<String>,
    tables: Vec<String>,
    acknowledgement: String,
    log: String,
    method: String,
}

impl Titles {
    fn of(press: &Press<'_>, head: &ReportHead) -> Self {
        let w = press.words;
        let mut number = 0;
        let mut next = |title: &str| {
            number += 1;
            format!("{number}  {title}")
        };
        Self {
            document: next(w.text("chapter.report")),
            groups: head.groups.iter().map(|group| next(&group.title)).collect(),
            tables: head.tables.iter().map(|table| next(&table.title)).collect(),
            acknowledgement: next(w.text("chapter.signed")),
            log: next(w.text("chapter.log")),
            method: next(w.text("chapter.method")),
        }
    }

    fn lines(&self, glance: &str) -> Vec<Line> {
        let ends = [&self.acknowledgement, &self.log, &self.method];
        let titles = std::iter::once(&self.document)
            .chain(&self.groups)
            .chain(&self.tables)
            .chain(ends);
        let titles = std::iter::once(glance).chain(titles.map(String::as_str));
        let line = |title: &str| Line {
            title: title.to_owned(),
            answers: &[],
        };
        titles.map(line).collect()
    }
}

/// Prints everything between the head and the totals of the record.
pub(crate) fn print(
    press: &mut Press<'_>,
    source: &dyn ReportSource,
    facts: &mut Facts,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let (head, w) = (source.head(), press.words);
    let titles = Titles::of(press, head);
    cover(press, source.kind(), head, &titles, facts)?;
    contents::print(press, &head.document, &titles.lines(w.text("chapter.glance")), facts)?;
    about(press, head, &titles.document)?;
    for (group, title) in head.groups.iter().zip(&titles.groups) {
        press.section(title)?;
        for field in &group.fields {
            press.field(&field.name, &field.value)?;
        }
    }
    rows(press, source, head, &titles.tables, recorder)?;
    press.section(&titles.acknowledgement)?;
    acknowledgement::print(press, &head.acknowledgements, head.retention.as_ref())?;
    let slice = log::Slice {
        title: titles.log,
        places: Vec::new(),
        of: "log.report",
        head: &head.log,
        elsewhere: "log.elsewhere.report",
        left: "log.left.report",
        count: facts.report.entries,
        entries: &|visit| source.for_each_entry(visit),
    };
    log::print(press, &slice, &[], recorder)?;
    closing::print(
        press,
        &titles.method,
        "method.shortened.report",
        (&head.document, &head.log),
        facts,
    )
}

fn cover(
    press: &mut Press<'_>,
    kind: Kind,
    head: &ReportHead,
    titles: &Titles,
    facts: &Facts,
) -> Result<(), EvidenceError> {
    let w = press.words;
    let title = match kind {
        Kind::Period => "glance.periodReport",
        Kind::Sample => "glance.sample",
        _ => "glance.exception",
    };
    frame::band(press, title, &head.report.name, &head.document.organization)?;
    let told = |label: &str, text: &str| Answer {
        label: Cow::Owned(label.to_owned()),
        text: text.to_owned(),
        ink: BLACK,
    };
    let mut answers: Vec<Answer> = Vec::new();
    if !head.report.about.is_empty() {
        answers.push(told(w.text("glance.shows"), &head.report.about));
    }
    // Figures that are a word or two stand in one paragraph; sentences in one of their own.
    let mut figures = Vec::new();
    for one in head.answer.iter().take(ANSWERS) {
        match one.value.chars().count() {
            0..40 => figures.push(format!("{}: {}", one.name, one.value)),
            _ => answers.push(told(&one.name, &one.value)),
        }
    }
    if head.answer.len() > ANSWERS {
        let chapter = titles.document.split(' ').next().unwrap_or_default();
        figures.push(w.fill("glance.more", &[("chapter", chapter)]));
    }
    if !figures.is_empty() {
        answers.insert(
            answers.len().min(1),
            told(w.text("glance.figures"), &figures.join("\n")),
        );
    }
    answers.push(frame::acknowledged(press, &head.acknowledgements));
    let method = titles.method.split(' ').next().unwrap_or_default();
    let (document, log) = (&head.document, &head.log);
    answers.push(frame::protected(press, document, log, head.retention.as_ref(), method));
    frame::answers(press, &answers);
    let period = format!(
        "{} \u{2013} {}",
        moment_or(head.report.period_start, w.text("report.beginning")),
        moment_or(head.report.period_end, w.text("report.export"))
    );
    let rows = [("report.about", head.report.subject.clone()), ("review.period", period)];
    frame::subject(press, &rows, document, log, facts);
    press.y = crate::layout::press::BOTTOM;
    Ok(())
}

/// What the document is, its answer in full, the controls it answers.
fn about(press: &mut Press<'_>, head: &ReportHead, title: &str) -> Result<(), EvidenceError> {
    press.heading(1, title)?;
    press.named("report.name", &head.report.name)?;
    press.named("report.about", &head.report.subject)?;
    if !head.report.about.is_empty() {
        press.named("glance.shows", &head.report.about)?;
    }
    for one in &head.answer {
        press.field(&one.name, &one.value)?;
    }
    control::controls(press, &head.controls)?;
    control::document(press, &head.document)
}

/// A table begins with the first of its rows; one without rows is named all the same.
fn rows(
    press: &mut Press<'_>,
    source: &dyn ReportSource,
    head: &ReportHead,
    titles: &[String],
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let mut next = 0;
    let mut table: Option<Table> = None;
    walk!(recorder, Section::Rows, source, for_each_row, |row| {
        let wanted = row.table as usize + 1;
        while next < wanted && next < head.tables.len() {
            table = Some(begin(press, &head.tables[next], &titles[next])?);
            next += 1;
        }
        let cells: Vec<_> = row.cells.iter().map(|text| vec![part(text.as_str())]).collect();
        match &mut table {
            Some(table) => table.row(press, &cells),
            None => Ok(()),
        }
    });
    while next < head.tables.len() {
        begin(press, &head.tables[next], &titles[next])?;
        next += 1;
    }
    Ok(())
}

fn begin(press: &mut Press<'_>, table: &TableHead, title: &str) -> Result<Table, EvidenceError> {
    press.section(title)?;
    press.paragraph(&table.about)?;
    match table.rows {
        0 => press.say("report.none")?,
        rows => press.named("report.rows", &count(rows))?,
    }
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
