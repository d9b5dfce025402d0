//! The parts of a page of charts: four places with a title each, and named bars.

use super::{count, percent};
use crate::layout::canvas::{BLACK, BLUE, GREY, Ink};
use crate::layout::chart::{Pattern, Place};
use crate::layout::press::{INNER, MARGIN, Press};
use crate::text::face::{BOLD, REGULAR};

/// Width of one chart.
pub(super) const WIDTH: i32 = INNER / 2 - 150;
/// Where the right ones begin.
pub(super) const RIGHT: i32 = MARGIN + INNER / 2 + 150;
/// Where the upper ones begin.
pub(super) const UPPER: i32 = 820;
/// Where the lower ones begin.
pub(super) const LOWER: i32 = 3130;

/// What a chart is about.
pub(super) fn title(press: &mut Press<'_>, x: i32, y: i32, key: &'static str) {
    let text = press.words.text(key);
    press.one_line(x, y, 95, BOLD, BLUE, text, WIDTH);
}

/// A named bar with figure and share.
pub(super) fn bar(
    press: &mut Press<'_>,
    (x, y): (i32, i32),
    label: &str,
    (number, of): (u64, u64),
    look: (Pattern, Ink),
) {
    press.one_line(x, y + 78, 70, REGULAR, BLACK, label, 1250);
    press.one_line(x + 1300, y + 78, 72, BOLD, BLACK, &count(number), 500);
    let place = Place {
        x: x + 1800,
        y: y + 8,
        width: WIDTH - 1800 - 420,
        height: 84,
    };
    press.share(place, number, of, look.0, look.1);
    press.one_line_right(x + WIDTH, y + 78, 66, GREY, &percent(number, of));
}
