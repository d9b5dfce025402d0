//! Shapes that say how much, by pattern as much as by ink: they read the same in grey and to everybody.

use qrcode::{EcLevel, QrCode};

use super::canvas::{BLACK, FAINT, Ink, WHITE};
use super::press::Press;

/// How a shape is filled. Each can be told from the others without its ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pattern {
    Solid,
    /// Upright lines.
    Upright,
    /// Level lines.
    Level,
    Dots,
    Hollow,
}

/// Distance between two lines or dots of a pattern.
const PITCH: i32 = 28;
const LINE: i32 = 10;

/// A place and its size, in tenths of a point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

impl Press<'_> {
    /// Fills a rectangle with a pattern, inside an outline.
    pub(crate) fn pattern(&mut self, place: Place, pattern: Pattern, ink: Ink) {
        let Place { x, y, width, height } = place;
        if width <= 0 || height <= 0 {
            return;
        }
        self.fill(x, y, width, height, ink);
        if pattern == Pattern::Solid || width <= 2 * LINE || height <= 2 * LINE {
            return;
        }
        let (left, top) = (x + LINE / 2, y + LINE / 2);
        let (inner, tall) = (width - LINE, height - LINE);
        self.fill(left, top, inner, tall, WHITE);
        let along = |length: i32| (0..).map(|n| n * PITCH + LINE).take_while(move |at| at + LINE < length);
        match pattern {
            Pattern::Upright => along(inner).for_each(|at| self.fill(left + at, top, LINE, tall, ink)),
            Pattern::Level => along(tall).for_each(|at| self.fill(left, top + at, inner, LINE, ink)),
            Pattern::Dots => {
                for down in along(tall) {
                    for at in along(inner) {
                        self.fill(left + at, top + down, LINE, LINE, ink);
                    }
                }
            }
            Pattern::Solid | Pattern::Hollow => {}
        }
    }

    /// A share of all as a bar; anything above nothing can be seen.
    pub(crate) fn share(&mut self, place: Place, number: u64, of: u64, pattern: Pattern, ink: Ink) {
        self.fill(place.x, place.y + place.height - 3, place.width, 3, FAINT);
        let width = match of {
            0 => 0,
            of => (f64::from(place.width) * (number as f64 / of as f64).min(1.0)).round() as i32,
        };
        let width = width.max(if number > 0 { 12 } else { 0 });
        self.pattern(Place { width, ..place }, pattern, ink);
    }

    /// A QR code of a text, `size` wide; nothing where the text is too long for one.
    pub(crate) fn qr(&mut self, x: i32, y: i32, size: i32, text: &str) {
        let Ok(code) = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M) else {
            return;
        };
        let wide = code.width();
        let module = size / i32::try_from(wide + 8).unwrap_or(i32::MAX);
        self.fill(x, y, size, size, WHITE);
        // Four modules of quiet all round.
        let edge = (size - module * wide as i32) / 2;
        for (row, modules) in code.to_colors().chunks(wide.max(1)).enumerate() {
            let mut at = 0;
            while at < modules.len() {
                let dark = modules[at] == qrcode::Color::Dark;
                let run = modules[at..].iter().take_while(|one| **one == modules[at]).count();
                if dark {
                    self.fill(
                        x + edge + at as i32 * module,
                        y + edge + row as i32 * module,
                        run as i32 * module,
                        module,
                        BLACK,
                    );
                }
                at += run;
            }
        }
    }
}
