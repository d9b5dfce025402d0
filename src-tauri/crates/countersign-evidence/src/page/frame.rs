//! What every first page has: the band with the name, the answer in sentences, outcomes, root and QR code.

use std::borrow::Cow;

use super::{Facts, chapter, count, day, moment, percent, person, short};
use crate::EvidenceError;
use crate::layout::canvas::{AMBER, BLACK, BLUE, FAINT, GREEN, GREY, Ink, RED, WHITE};
use crate::layout::chart::{Pattern, Place};
use crate::layout::press::{BOTTOM, INNER, MARGIN, Press};
use crate::record::{AcknowledgementRecord, Document, LogHead, RetentionRecord};
use crate::root::{grouped, to_hex};
use crate::text::face::{BOLD, REGULAR};

/// Where the sentences begin, and where the figures below them.
const BELOW: i32 = 1200;
const STRIP: i32 = BOTTOM - 1330;
/// The longest piece of free text in a sentence, in characters.
pub(super) const PIECE: usize = 150;

/// One sentence or a few, with what it is about.
pub(super) struct Answer {
    /// A key, or a text of the record.
    pub(super) label: Cow<'static, str>,
    pub(super) text: String,
    pub(super) ink: Ink,
}

/// An answer as it should be, or one that the reader must not miss.
pub(super) fn answer(label: &'static str, text: String, good: bool) -> Answer {
    let ink = if good { BLACK } else { RED };
    Answer {
        label: Cow::Borrowed(label),
        text,
        ink,
    }
}

/// Begins the first page.
pub(super) fn band(press: &mut Press<'_>, what: &'static str, name: &str, below: &str) -> Result<(), EvidenceError> {
    press.new_page()?;
    press.headings.push(crate::layout::press::Heading {
        title: press.words.text("chapter.glance").to_owned(),
        level: 1,
        page: press.page,
        y: 480,
    });
    let (x, width) = (MARGIN + 140, INNER - 280);
    press.fill(MARGIN, 460, INNER, 660, BLUE);
    press.one_line(x, 590, 78, REGULAR, WHITE, press.words.text(what), width);
    // The longest name that fits wins; one that never does stands in full in the first chapter.
    let fits = |press: &mut Press<'_>, size: i32, lines: usize| press.set(BOLD, size, name, width).lines.len() <= lines;
    let (size, leading) = match () {
        () if fits(press, 190, 1) => (190, 0),
        () if fits(press, 140, 1) => (140, 0),
        () if fits(press, 105, 2) => (105, 125),
        () => (80, 95),
    };
    let block = press.set(BOLD, size, name, width);
    let top = if leading == 0 { 800 } else { 715 };
    press.show((x, top), size, leading, WHITE, &block, (0, 3));
    press.one_line(x, 1040, 92, REGULAR, WHITE, below, width);
    Ok(())
}

/// The answers under their labels, in the largest letters in which all of them fit. Nothing stands beside a
/// sentence, so that a program that reads the page aloud keeps them in their order.
pub(super) fn answers(press: &mut Press<'_>, answers: &[Answer]) {
    let room = STRIP - BELOW - 60;
    let set = |press: &mut Press<'_>, size: i32| -> i32 {
        let lines = answers
            .iter()
            .map(|one| press.set(REGULAR, size, &one.text, INNER).lines.len() as i32);
        (lines.sum::<i32>() + answers.len() as i32) * leading(size) + answers.len() as i32 * gap(size)
    };
    let sizes = [92, 88, 84, 80, 76, 72, 68, 64, 60];
    let size = sizes.into_iter().find(|size| set(press, *size) <= room).unwrap_or(56);
    let mut y = BELOW;
    for one in answers {
        let label = match &one.label {
            Cow::Borrowed(key) => press.words.text(key),
            Cow::Owned(text) => text,
        };
        press.one_line(MARGIN, y + size, size, BOLD, BLUE, label, INNER);
        y += leading(size);
        let block = press.set(REGULAR, size, &one.text, INNER);
        let lines = block.lines.len();
        press.show((MARGIN, y + size), size, leading(size), one.ink, &block, (0, lines));
        y += lines as i32 * leading(size) + gap(size);
    }
}

fn leading(size: i32) -> i32 {
    size * 5 / 4
}

fn gap(size: i32) -> i32 {
    size * 2 / 5
}

/// An outcome: its name, how many, how it is drawn.
pub(super) type Outcome = (&'static str, u64, Pattern, Ink);

/// The strip below the sentences: outcomes as bars, the document, its QR code, root and log.
pub(super) fn strip(
    press: &mut Press<'_>,
    title: &'static str,
    outcomes: &[Outcome],
    all: u64,
    document: &Document,
    log: &LogHead,
    facts: &Facts,
) {
    const WIDE: i32 = 2450;
    let w = press.words;
    below(press, document, log, facts);
    let mut y = STRIP + 150;
    press.one_line(MARGIN, y, 84, BOLD, BLUE, w.text(title), WIDE);
    y += 70;
    for (label, number, pattern, ink) in outcomes {
        press.one_line(MARGIN, y + 80, 74, REGULAR, BLACK, w.text(label), 850);
        press.one_line(MARGIN + 870, y + 80, 78, BOLD, BLACK, &count(*number), 500);
        let place = Place {
            x: MARGIN + 1330,
            y: y + 8,
            width: WIDE - 1330 - 380,
            height: 90,
        };
        press.share(place, *number, all, *pattern, *ink);
        press.one_line_right(MARGIN + WIDE, y + 80, 68, GREY, &percent(*number, all));
        y += 150;
    }
    press.fill(MARGIN, y + 8, WIDE, 4, FAINT);
    press.one_line(MARGIN, y + 110, 74, BOLD, BLACK, w.text("glance.all"), 850);
    press.one_line(MARGIN + 870, y + 110, 78, BOLD, BLACK, &count(all), 500);
}

/// What a report is about, in the place of outcomes.
pub(super) fn subject(
    press: &mut Press<'_>,
    rows: &[(&'static str, String)],
    document: &Document,
    log: &LogHead,
    facts: &Facts,
) {
    below(press, document, log, facts);
    let mut y = STRIP + 150;
    for (label, value) in rows {
        press.one_line(MARGIN, y, 60, REGULAR, GREY, press.words.text(label), 2450);
        let block = press.set(BOLD, 70, value, 2450);
        press.show((MARGIN, y + 90), 70, 88, BLACK, &block, (0, 3));
        y += 170 + 88 * block.lines.len().min(3) as i32;
    }
}

fn below(press: &mut Press<'_>, document: &Document, log: &LogHead, facts: &Facts) {
    press.fill(MARGIN, STRIP, INNER, 5, BLUE);
    identity(press, MARGIN + 2750, document);
    integrity(press, MARGIN + 4350, document, log, facts);
}

fn identity(press: &mut Press<'_>, x: i32, document: &Document) {
    const WIDE: i32 = 1500;
    let w = press.words;
    press.one_line(x, STRIP + 150, 84, BOLD, BLUE, w.text("glance.integrity"), WIDE);
    let mut y = STRIP + 300;
    let offset = match document.local_offset.as_str() {
        "" => String::new(),
        offset => format!(" ({offset})"),
    };
    for (label, value) in [
        ("document.id", document.document_id.clone()),
        (
            "document.generated",
            format!("{}{offset}", moment(document.generated_at)),
        ),
        ("document.by", person::name(&document.generated_by, "").to_owned()),
        ("document.profile", w.text(super::profile(document)).to_owned()),
    ] {
        press.one_line(x, y, 60, REGULAR, GREY, w.text(label), WIDE);
        let redacted = document.profile == "redacted" && label == "document.profile";
        let ink = if redacted { AMBER } else { BLACK };
        press.one_line(x, y + 85, 66, BOLD, ink, &value, WIDE);
        y += 245;
    }
}

fn integrity(press: &mut Press<'_>, x: i32, document: &Document, log: &LogHead, facts: &Facts) {
    const QR: i32 = 1130;
    let w = press.words;
    let root = to_hex(&facts.root);
    let state = log.checkpoint.as_ref().map_or_else(
        || format!("log {} {}", log.seq, log.hash),
        |signed| format!("checkpoint {} {}", signed.size, signed.root),
    );
    let code = [
        format!("countersign {}", document.document_id),
        format!("root {root}"),
        state,
    ];
    press.qr(x, STRIP + 90, QR, &code.join("\n"));
    let (x, width) = (x + QR + 120, MARGIN + INNER - x - QR - 120);
    let mut y = STRIP + 150;
    let signed = log.checkpoint.as_ref();
    let head = if signed.is_some() {
        "glance.checkpoint"
    } else {
        "glance.head"
    };
    for (label, hash) in [
        ("glance.root", root),
        (
            head,
            signed.map_or_else(|| log.hash.clone(), |signed| signed.root.clone()),
        ),
    ] {
        press.one_line(x, y, 64, BOLD, GREY, w.text(label), width);
        let hash = grouped(&hash);
        let half = hash.match_indices(' ').nth(3).map_or(hash.len(), |(at, _)| at);
        press.one_line(x, y + 105, 78, REGULAR, BLACK, &hash[..half], width);
        press.one_line(x, y + 205, 78, REGULAR, BLACK, hash[half..].trim_start(), width);
        y += 370;
    }
    let check = press.set(REGULAR, 66, w.text("glance.check"), width);
    press.show((x, y), 66, 86, GREY, &check, (0, 5));
}

/// Who acknowledged, who signed off.
pub(super) fn acknowledged(press: &Press<'_>, signed: &[AcknowledgementRecord]) -> Answer {
    let w = press.words;
    let mut sentences: Vec<String> = Vec::new();
    for (kind, key) in [
        ("managementAcknowledgement", "glance.acknowledged"),
        ("controlOwnerSignOff", "glance.ownerSigned"),
    ] {
        sentences.extend(signed.iter().filter(|one| one.kind == kind).take(2).map(|one| {
            let role = if one.role.is_empty() {
                String::new()
            } else {
                format!(", {}", short(&one.role, 80))
            };
            w.fill(
                key,
                &[
                    ("by", person::name(&one.by, &one.by_id)),
                    ("role", &role),
                    ("on", &day(one.at)),
                ],
            )
        }));
    }
    let reviewers = signed.iter().filter(|one| one.kind == "reviewerSignOff").count() as u64;
    if reviewers > 0 {
        sentences.push(w.many("glance.signedOff", reviewers));
    }
    let managed = signed.iter().any(|one| one.kind == "managementAcknowledgement");
    if !managed {
        sentences.insert(0, w.text("glance.notAcknowledged").to_owned());
    }
    answer("glance.acknowledgement", sentences.join(" "), managed)
}

/// How it is protected, how long it is kept, and what is withheld.
pub(super) fn protected(
    press: &Press<'_>,
    document: &Document,
    log: &LogHead,
    retention: Option<&RetentionRecord>,
    method: &str,
) -> Answer {
    let w = press.words;
    let mut text = match &log.checkpoint {
        None => w.fill("glance.sealed", &[("entries", &count(log.count))]),
        Some(signed) => w.fill(
            "glance.signed",
            &[("entries", &count(signed.size)), ("key", &signed.key_name)],
        ),
    };
    let stamp = log.checkpoint.as_ref().and_then(|signed| signed.time_stamped_at);
    if let Some(at) = stamp {
        text.push(' ');
        text.push_str(&w.fill("glance.stamped", &[("at", &moment(at))]));
    }
    text.push(' ');
    text.push_str(&w.fill("glance.verify", &[("method", method)]));
    text.push(' ');
    text.push_str(w.text(match document.profile.as_str() {
        "redacted" => "glance.redacted",
        _ => "glance.full",
    }));
    if let Some(kept) = retention {
        text.push(' ');
        text.push_str(&w.fill(
            "glance.kept",
            &[("on", &kept.destroy_after_on.to_string()), ("class", &kept.class)],
        ));
    }
    answer("glance.proof", text, true)
}

/// Green where all is well, red where it is not.
pub(super) fn verdict(good: bool) -> Ink {
    if good { GREEN } else { RED }
}

/// The chapter on how to check the document, by its number.
pub(super) fn method(chapters: &[chapter::Chapter]) -> String {
    chapter::at(chapters, "chapter.method")
}
