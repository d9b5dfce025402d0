//! What every first page has: the band with the name, the answer in sentences, outcomes, root and QR code.

use super::{Facts, chapter, count, day, moment, percent, short};
use crate::EvidenceError;
use crate::layout::canvas::{AMBER, BLACK, BLUE, FAINT, GREEN, GREY, Ink, RED, WHITE};
use crate::layout::chart::{Pattern, Place};
use crate::layout::press::{BOTTOM, INNER, MARGIN, Press};
use crate::record::{AcknowledgementRecord, Document, LogHead, RetentionRecord};
use crate::root::{grouped, to_hex};
use crate::text::face::{BOLD, REGULAR};

/// Width of the column of sentences.
const ANSWER: i32 = 4950;
/// Width of the names beside the sentences.
const LABEL: i32 = 900;
/// Where the side column begins.
const SIDE: i32 = MARGIN + ANSWER + 250;
const SIDE_WIDTH: i32 = INNER - ANSWER - 250;
/// Where both columns begin.
const BELOW: i32 = 1290;
/// The longest piece of free text in a sentence, in characters.
pub(super) const PIECE: usize = 150;

/// One sentence or a few, with what it is about.
pub(super) struct Answer {
    pub(super) label: &'static str,
    pub(super) text: String,
    pub(super) ink: Ink,
}

/// An answer as it should be, or one that the reader must not miss.
pub(super) fn answer(label: &'static str, text: String, good: bool) -> Answer {
    let ink = if good { BLACK } else { RED };
    Answer { label, text, ink }
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

/// The answers, one under the other, in the largest letters in which all of them fit.
pub(super) fn answers(press: &mut Press<'_>, answers: &[Answer]) {
    let room = BOTTOM - BELOW;
    let set = |press: &mut Press<'_>, size: i32| -> i32 {
        let lines = answers
            .iter()
            .map(|one| press.set(REGULAR, size, &one.text, ANSWER - LABEL).lines.len() as i32);
        lines.sum::<i32>() * leading(size) + answers.len() as i32 * gap(size)
    };
    let size = [84, 78, 72, 66, 60]
        .into_iter()
        .find(|size| set(press, *size) <= room)
        .unwrap_or(56);
    let mut y = BELOW;
    for one in answers {
        let label = press.words.text(one.label);
        press.one_line(MARGIN, y + size, size, BOLD, BLUE, label, LABEL - 60);
        let block = press.set(REGULAR, size, &one.text, ANSWER - LABEL);
        let lines = block.lines.len();
        press.show(
            (MARGIN + LABEL, y + size),
            size,
            leading(size),
            one.ink,
            &block,
            (0, lines),
        );
        y += lines as i32 * leading(size) + gap(size);
    }
}

fn leading(size: i32) -> i32 {
    size * 13 / 10
}

fn gap(size: i32) -> i32 {
    size * 6 / 10
}

/// An outcome: its name, how many, how it is drawn.
pub(super) type Outcome = (&'static str, u64, Pattern, Ink);

/// The side column: outcomes as bars, then the QR code with root and log.
pub(super) fn side(
    press: &mut Press<'_>,
    title: &'static str,
    outcomes: &[Outcome],
    all: u64,
    document: &Document,
    log: &LogHead,
    facts: &Facts,
) {
    let w = press.words;
    let mut y = BELOW;
    press.fill(SIDE - 125, BELOW, 4, BOTTOM - BELOW - 40, FAINT);
    press.one_line(SIDE, y + 84, 84, BOLD, BLUE, w.text(title), SIDE_WIDTH);
    y += 140;
    for (label, number, pattern, ink) in outcomes {
        press.one_line(SIDE, y + 75, 72, REGULAR, BLACK, w.text(label), 900);
        press.one_line(SIDE + 920, y + 75, 76, BOLD, BLACK, &count(*number), 500);
        let place = Place {
            x: SIDE + 1360,
            y: y + 5,
            width: SIDE_WIDTH - 1360 - 380,
            height: 85,
        };
        press.share(place, *number, all, *pattern, *ink);
        press.one_line_right(SIDE + SIDE_WIDTH, y + 75, 66, GREY, &percent(*number, all));
        y += 125;
    }
    press.fill(SIDE, y + 8, SIDE_WIDTH, 4, FAINT);
    press.one_line(SIDE, y + 100, 72, BOLD, BLACK, w.text("glance.all"), 900);
    press.one_line(SIDE + 920, y + 100, 76, BOLD, BLACK, &count(all), 500);
    integrity(press, y + 290, document, log, facts);
}

fn integrity(press: &mut Press<'_>, top: i32, document: &Document, log: &LogHead, facts: &Facts) {
    const QR: i32 = 1100;
    let w = press.words;
    let mut y = top;
    press.one_line(SIDE, y, 84, BOLD, BLUE, w.text("glance.integrity"), SIDE_WIDTH);
    let root = to_hex(&facts.root);
    let state = log.checkpoint.as_ref().map_or_else(
        || format!("log {} {}", log.seq, log.hash),
        |signed| format!("checkpoint {} {}", signed.size, signed.root),
    );
    let text = format!("countersign {}\nroot {root}\n{state}", document.document_id);
    y += 70;
    press.qr(SIDE, y, QR, &text);
    let (x, width) = (SIDE + QR + 90, SIDE_WIDTH - QR - 90);
    let mut line = y + 90;
    for (label, value) in [
        ("document.id", document.document_id.clone()),
        ("document.generated", moment(document.generated_at)),
        ("document.profile", w.known("profile", &document.profile).to_owned()),
        ("document.product", format!("Countersign {}", document.product_version)),
    ] {
        press.one_line(x, line, 60, REGULAR, GREY, w.text(label), width);
        let ink = if document.profile == "redacted" && label == "document.profile" {
            AMBER
        } else {
            BLACK
        };
        press.one_line(x, line + 80, 64, BOLD, ink, &value, width);
        line += 255;
    }
    y += QR + 130;
    for (label, hash) in [
        ("glance.root", root),
        (
            if log.checkpoint.is_some() {
                "glance.checkpoint"
            } else {
                "glance.head"
            },
            log.checkpoint
                .as_ref()
                .map_or_else(|| log.hash.clone(), |signed| signed.root.clone()),
        ),
    ] {
        press.one_line(SIDE, y, 64, BOLD, GREY, w.text(label), SIDE_WIDTH);
        let hash = grouped(&hash);
        let half = hash.match_indices(' ').nth(3).map_or(hash.len(), |(at, _)| at);
        press.one_line(SIDE, y + 100, 76, REGULAR, BLACK, &hash[..half], SIDE_WIDTH);
        press.one_line(SIDE, y + 195, 76, REGULAR, BLACK, hash[half..].trim_start(), SIDE_WIDTH);
        y += 335;
    }
    let check = press.set(REGULAR, 66, w.text("glance.check"), SIDE_WIDTH);
    press.show((SIDE, y), 66, 86, GREY, &check, (0, 5));
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
            w.fill(key, &[("by", &one.by), ("role", &role), ("on", &day(one.at))])
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
