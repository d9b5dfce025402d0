//! Contents, with links. As many lines in the first pass as in the second, which alone knows the pages.

use super::{Facts, chapter, count};
use crate::EvidenceError;
use crate::layout::canvas::{BLACK, FAINT, GREY};
use crate::layout::press::{INNER, MARGIN, Press};
use crate::record::Document;
use crate::text::face::REGULAR;

/// A chapter with the lines of the auditor's checklist it answers.
pub(super) struct Line {
    pub(super) title: String,
    pub(super) answers: &'static [u8],
}

pub(super) fn print(
    press: &mut Press<'_>,
    document: &Document,
    lines: &[Line],
    facts: &Facts,
) -> Result<(), EvidenceError> {
    press.heading(1, press.words.text("chapter.contents"))?;
    for one in lines {
        press.need(190)?;
        press.one_line(MARGIN, press.y + 105, 92, REGULAR, BLACK, &one.title, 4300);
        press.one_line(
            MARGIN + 4400,
            press.y + 105,
            70,
            REGULAR,
            GREY,
            &answered(one.answers),
            2500,
        );
        if let Some(heading) = chapter::begins(facts, &one.title) {
            let page = count(heading.page.into());
            press.one_line_right(MARGIN + INNER, press.y + 105, 92, BLACK, &page);
            let rect = [MARGIN, press.y, MARGIN + INNER, press.y + 150];
            press.link(rect, heading.page, heading.y);
        }
        press.fill(MARGIN, press.y + 152, INNER, 3, FAINT);
        press.y += 170;
    }
    press.y += 130;
    press.say("contents.attached")?;
    if lines.iter().any(|one| !one.answers.is_empty()) {
        press.say("contents.codes")?;
    }
    press.named("document.id", &document.document_id)
}

/// `E01–E04`: the lines of the checklist a chapter answers.
fn answered(mut rest: &[u8]) -> String {
    let mut words: Vec<String> = Vec::new();
    while let Some(first) = rest.first() {
        let run = rest
            .iter()
            .zip(*first..)
            .take_while(|(number, next)| **number == *next)
            .count();
        words.push(match run {
            1 => format!("E{first:02}"),
            2 => format!("E{first:02}, E{:02}", first + 1),
            _ => format!("E{first:02}\u{2013}E{:02}", rest[run - 1]),
        });
        rest = &rest[run..];
    }
    words.join(", ")
}
