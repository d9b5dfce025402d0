//! The sheet as a person sees it: what it is, what to do, the rows with two columns that can be filled in.

use std::path::Path;

use chrono::{DateTime, Utc};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, ProtectionOptions, Workbook,
    Worksheet, XlsxError,
};

use super::row::{CHOICES, CONTEXT, DECISION, REASON, ROW};
use super::{ABOUT, FORM, SHEET};
use crate::Problem;

/// Widths in characters: the row's name, what is shown, the decision, the reason.
const WIDTHS: [f64; 12] = [9.0, 24.0, 18.0, 16.0, 20.0, 26.0, 10.0, 24.0, 11.0, 17.0, 13.0, 40.0];
/// The row of the titles, from 0; above it stands what the sheet is.
const TITLES: u32 = 4;
const LONGEST_REASON: u32 = 4_000;
const MOST_CHARACTERS: usize = 32_000;

/// What a workbook is, for its head and its second sheet.
pub(super) struct Head {
    pub code: String,
    pub store: String,
    pub organization: String,
    pub review: String,
    pub description: String,
    pub reviewer: String,
    pub stage: i64,
    pub stages: i64,
    pub due: Option<String>,
    pub made_at: DateTime<Utc>,
    pub rows: usize,
    pub reason_rule: &'static str,
}

/// One row: its name, what is shown, and what stands there already.
pub(super) struct Line {
    pub name: String,
    pub context: [String; 9],
    pub decision: &'static str,
    pub reason: String,
}

/// Writes the whole file.
pub(super) fn write(path: &Path, head: &Head, lines: &[Line], zoned: &str) -> Result<(), Problem> {
    let wrong = |error: XlsxError| Problem::new(format!("{} is not writable: {error}.", path.display())).field("path");
    let mut book = Workbook::new();
    fill(book.add_worksheet(), head, lines).map_err(wrong)?;
    about(book.add_worksheet(), head, zoned).map_err(wrong)?;
    book.save(path).map_err(wrong)
}

fn grid() -> Format {
    Format::new()
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x00D0_D4DA))
        .set_align(FormatAlign::Top)
}

fn fill(sheet: &mut Worksheet, head: &Head, lines: &[Line]) -> Result<(), XlsxError> {
    sheet.set_name(SHEET)?;
    for (column, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let due = head
        .due
        .as_deref()
        .map_or_else(String::new, |due| format!("  ·  please answer by {due}"));
    let stage = match head.stages {
        1 => String::new(),
        of => format!("  ·  stage {} of {of}", head.stage),
    };
    let title = Format::new().set_bold().set_font_size(15);
    let grey = Format::new().set_font_color(Color::RGB(0x0055_5F6D));
    sheet.write_string_with_format(0, 0, cut(&head.review), &title)?;
    let who = format!("{}  ·  for {}{stage}{due}", head.organization, head.reviewer);
    sheet.write_string_with_format(1, 0, cut(&who), &grey)?;
    let what = format!(
        "Does each person still need this access? Choose Approve, Deny or Don't know in the column “Decision”; {}. \
         Leave a row empty to answer it later.",
        head.reason_rule
    );
    sheet.write_string(2, 0, &what)?;
    let kept = "Only the two yellow columns can be filled in. Do not change, add or delete rows. Save the file and \
                send it back.";
    sheet.write_string(3, 0, kept)?;

    let titled = grid()
        .set_bold()
        .set_background_color(Color::RGB(0x0023_3A5C))
        .set_font_color(Color::White);
    let titles = [ROW].into_iter().chain(CONTEXT).chain([DECISION, REASON]);
    for (column, title) in (0u16..).zip(titles) {
        sheet.write_string_with_format(TITLES, column, title, &titled)?;
    }
    sheet.set_freeze_panes(TITLES + 1, 2)?;

    let small = grid().set_font_size(8).set_font_color(Color::RGB(0x0080_8893));
    let locked = grid().set_text_wrap();
    // A text that looks like a formula stays a text, also when its cell is edited.
    let quoted = locked.clone().set_quote_prefix();
    let open = grid()
        .set_unlocked()
        .set_text_wrap()
        .set_background_color(Color::RGB(0x00FF_F8DC));
    let open_text = open.clone().set_num_format("@");
    for (row, line) in (TITLES + 1..).zip(lines) {
        sheet.write_string_with_format(row, 0, &line.name, &small)?;
        for (column, text) in (1u16..).zip(&line.context) {
            let format = if countersign_evidence::is_formula(text) {
                &quoted
            } else {
                &locked
            };
            sheet.write_string_with_format(row, column, text, format)?;
        }
        blank_or(sheet, row, 10, line.decision, &open)?;
        blank_or(sheet, row, 11, cut(&line.reason), &open_text)?;
    }
    if let Some(last) = u32::try_from(lines.len()).ok().filter(|count| *count > 0) {
        let last = TITLES + last;
        let choice = DataValidation::new()
            .allow_list_strings(&CHOICES)?
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_error_title("Not one of the answers")?
            .set_error_message("Choose Approve, Deny or Don't know, or leave the cell empty.")?;
        sheet.add_data_validation(TITLES + 1, 10, last, 10, &choice)?;
        let length = DataValidation::new()
            .allow_text_length(rust_xlsxwriter::DataValidationRule::LessThanOrEqualTo(LONGEST_REASON))
            .set_error_title("Too long")?
            .set_error_message("A reason has at most 4 000 characters.")?;
        sheet.add_data_validation(TITLES + 1, 11, last, 11, &length)?;
    }
    guard(sheet);
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(TITLES, TITLES)?;
    sheet.set_footer("&L&8&F&R&8Page &P of &N");
    Ok(())
}

/// No password: it keeps hands off by mistake, and the checksums see the rest.
fn guard(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
}

fn blank_or(sheet: &mut Worksheet, row: u32, column: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    if text.is_empty() {
        sheet.write_blank(row, column, format)?;
    } else {
        sheet.write_string_with_format(row, column, text, format)?;
    }
    Ok(())
}

fn cut(text: &str) -> &str {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((at, _)) => &text[..at],
        None => text,
    }
}

fn about(sheet: &mut Worksheet, head: &Head, zoned: &str) -> Result<(), XlsxError> {
    sheet.set_name(ABOUT)?;
    sheet.set_column_width(0, 22)?;
    sheet.set_column_width(1, 90)?;
    let bold = Format::new().set_bold().set_align(FormatAlign::Top);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let stage = format!("{} of {}", head.stage, head.stages);
    let rows = head.rows.to_string();
    let lines = [
        ("Form", FORM),
        ("Workbook", &head.code),
        ("Store", &head.store),
        ("Organization", &head.organization),
        ("Review", &head.review),
        ("Description", &head.description),
        ("Reviewer", &head.reviewer),
        ("Stage", &stage),
        ("Answer by", head.due.as_deref().unwrap_or("")),
        ("Made", zoned),
        ("Rows", &rows),
        (
            "What it proves",
            "Each row carries a checksum over everything in it that is locked, so that a row which was changed, added \
             or taken away is seen when the file comes back. The checksum does not show who filled in the answers: \
             whoever had this file may have. The record of the review says so beside every answer that came this way.",
        ),
        (
            "Who may have it",
            "It names people and what they have access to. Hand it to the reviewer alone, and delete it when the \
             answers are back.",
        ),
    ];
    for (row, (name, value)) in (0u32..).zip(lines) {
        sheet.write_string_with_format(row, 0, name, &bold)?;
        sheet.write_string_with_format(row, 1, cut(value), &text)?;
    }
    guard(sheet);
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}
