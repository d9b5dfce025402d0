//! Where the auditor's checklist is answered: E01 to E40, each with chapter and page.

use super::chapter::{self, Chapter};
use super::{Facts, count};
use crate::EvidenceError;
use crate::layout::press::Press;
use crate::layout::table::{Table, part};

/// Lines of the checklist.
const LINES: u8 = 40;

pub(super) fn print(press: &mut Press<'_>, chapters: &'static [Chapter], facts: &Facts) -> Result<(), EvidenceError> {
    let w = press.words;
    chapter::open(press, chapters, "chapter.checklist")?;
    let mut table = Table::new(&[
        ("checklist.line", 500),
        ("checklist.asked", 3819),
        ("checklist.where", 2700),
        ("checklist.page", 600),
    ]);
    for line in 1..=LINES {
        let code = format!("E{line:02}");
        let found = chapters.iter().find(|one| one.answers.contains(&line));
        let (place, page, to) = match found {
            None => (w.text("checklist.none").to_owned(), String::new(), None),
            Some(one) => {
                let heading = chapter::heading(w, facts, chapters, one.title);
                let page = heading.map_or_else(String::new, |heading| count(heading.page.into()));
                let to = heading.map(|heading| (heading.page, heading.y));
                (chapter::titled(w, chapters, one.title), page, to)
            }
        };
        table.row(
            press,
            &[
                vec![part(code.as_str()).bold()],
                vec![part(w.known("checklist", &code))],
                vec![part(place).to(to)],
                vec![part(page).to(to)],
            ],
        )?;
    }
    Ok(())
}
