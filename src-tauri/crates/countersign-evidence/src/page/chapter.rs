//! The chapters of each kind of document, in their order, with the lines of the auditor's checklist they
//! answer: one table for headings, contents, references and the checklist.

use super::Facts;
use super::contents::Line;
use crate::EvidenceError;
use crate::layout::press::{Heading, Press};
use crate::word::Words;

/// A chapter. The texts are keys; the checklist is the numbers of its lines, E01 as 1.
pub(super) struct Chapter {
    pub(super) title: &'static str,
    /// Front pages have no number.
    pub(super) numbered: bool,
    pub(super) answers: &'static [u8],
}

const fn front(title: &'static str, answers: &'static [u8]) -> Chapter {
    Chapter {
        title,
        numbered: false,
        answers,
    }
}

const fn chapter(title: &'static str, answers: &'static [u8]) -> Chapter {
    Chapter {
        title,
        numbered: true,
        answers,
    }
}

/// Of a review.
pub(super) const REVIEW: &[Chapter] = &[
    front("chapter.glance", &[25, 40]),
    front("chapter.contents", &[]),
    front("chapter.checklist", &[]),
    front("chapter.charts", &[]),
    chapter("chapter.configuration", &[1, 2, 3, 4]),
    chapter("chapter.population", &[5, 6, 7, 8, 11]),
    chapter("chapter.decisions", &[9, 12, 13, 14, 15, 16, 17]),
    chapter("chapter.privileged", &[31]),
    chapter("chapter.special", &[18, 19, 21, 29]),
    chapter("chapter.results", &[26, 27]),
    chapter("chapter.tasks", &[28, 35]),
    chapter("chapter.findings", &[30]),
    chapter("chapter.resources", &[10]),
    chapter("chapter.reviewers", &[20, 22, 23, 24]),
    chapter("chapter.acknowledgement", &[32, 33, 34, 36]),
    chapter("chapter.log", &[37]),
    chapter("chapter.method", &[38, 39]),
];

/// Of an access package.
pub(super) const PACKAGE: &[Chapter] = &[
    front("chapter.glance", &[25, 40]),
    front("chapter.contents", &[]),
    front("chapter.checklist", &[]),
    front("chapter.charts", &[]),
    chapter("chapter.package", &[1, 2, 3]),
    chapter("chapter.policies", &[4]),
    chapter("chapter.reads", &[5, 6, 7, 8]),
    chapter("chapter.holders", &[9, 12, 13, 14, 15, 16, 18, 26, 27, 28]),
    chapter("chapter.requests", &[20]),
    chapter("chapter.conflicts", &[21, 30, 35]),
    chapter("chapter.acknowledgement", &[32, 33, 36]),
    chapter("chapter.log", &[37]),
    chapter("chapter.method", &[38, 39]),
];

/// The number of a chapter; nothing for a front page.
pub(super) fn number(chapters: &[Chapter], title: &str) -> Option<usize> {
    let place = chapters.iter().position(|one| one.title == title)?;
    chapters[place].numbered.then(|| {
        let numbered = chapters[..place].iter().filter(|one| one.numbered);
        numbered.count() + 1
    })
}

/// The number as it stands in a sentence.
pub(super) fn at(chapters: &[Chapter], title: &str) -> String {
    number(chapters, title).map_or_else(String::new, |number| number.to_string())
}

/// Number and title.
pub(super) fn titled(words: &'static Words, chapters: &[Chapter], title: &'static str) -> String {
    let text = words.text(title);
    number(chapters, title).map_or_else(|| text.to_owned(), |number| format!("{number}  {text}"))
}

/// The chapters as lines of the contents, which do not name themselves.
pub(super) fn lines(words: &'static Words, chapters: &'static [Chapter]) -> Vec<Line> {
    let named = chapters.iter().filter(|one| one.title != "chapter.contents");
    let line = |one: &Chapter| Line {
        title: titled(words, chapters, one.title),
        answers: one.answers,
    };
    named.map(line).collect()
}

/// Begins a chapter on a page of its own.
pub(super) fn open(press: &mut Press<'_>, chapters: &[Chapter], title: &'static str) -> Result<(), EvidenceError> {
    press.heading(1, &titled(press.words, chapters, title))
}

/// Where a chapter begins, once the first pass has shown it.
pub(super) fn heading<'f>(
    words: &'static Words,
    facts: &'f Facts,
    chapters: &[Chapter],
    title: &'static str,
) -> Option<&'f Heading> {
    begins(facts, &titled(words, chapters, title))
}

/// Where the heading of a title stands, once the first pass has shown it.
pub(super) fn begins<'f>(facts: &'f Facts, title: &str) -> Option<&'f Heading> {
    facts.headings.iter().find(|one| one.level == 1 && one.title == title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_checklist_is_answered_by_one_chapter_of_a_review() {
        let mut answered: Vec<u8> = REVIEW.iter().flat_map(|one| one.answers).copied().collect();
        answered.sort_unstable();
        assert_eq!(answered, (1..=40).collect::<Vec<u8>>());
    }

    #[test]
    fn chapters_are_numbered_from_one_on() {
        assert_eq!(number(REVIEW, "chapter.contents"), None);
        assert_eq!(number(REVIEW, "chapter.configuration"), Some(1));
        assert_eq!(number(REVIEW, "chapter.log"), Some(12));
    }
}
