//! Contents, with links. As many lines in the first pass as in the second, which alone knows the pages.

use super::chapter::{self, Chapter};
use super::{Facts, count};
use crate::EvidenceError;
use crate::layout::canvas::{BLACK, FAINT, GREY};
use crate::layout::press::{INNER, MARGIN, Press};
use crate::record::Document;
use crate::text::face::REGULAR;

pub(super) fn print(
    press: &mut Press<'_>,
    document: &Document,
    chapters: &'static [Chapter],
    facts: &Facts,
) -> Result<(), EvidenceError> {
    let w = press.words;
    chapter::open(press, chapters, "chapter.contents")?;
    for one in chapters.iter().filter(|one| one.title != "chapter.contents") {
        press.need(190)?;
        let title = chapter::titled(w, chapters, one.title);
        press.one_line(MARGIN, press.y + 105, 92, REGULAR, BLACK, &title, 4300);
        press.one_line(MARGIN + 4400, press.y + 105, 70, REGULAR, GREY, &answered(one), 2500);
        if let Some(heading) = chapter::heading(w, facts, chapters, one.title) {
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
    press.named("document.id", &document.document_id)
}

/// `E01–E04`: the lines of the checklist a chapter answers.
fn answered(one: &Chapter) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut rest = one.answers;
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
