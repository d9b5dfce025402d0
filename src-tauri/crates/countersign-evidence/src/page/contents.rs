//! Contents, with links.

use super::Facts;
use crate::EvidenceError;
use crate::layout::canvas::{BLACK, FAINT};
use crate::layout::press::{INNER, MARGIN, Press};
use crate::text::face::REGULAR;

pub(super) fn print(press: &mut Press<'_>, facts: &Facts) -> Result<(), EvidenceError> {
    press.heading(1, "Contents")?;
    for heading in facts.headings.iter().filter(|heading| heading.level == 1) {
        press.need(170)?;
        press.one_line(MARGIN, press.y + 100, 95, REGULAR, BLACK, &heading.title, INNER - 800);
        press.one_line_right(MARGIN + INNER, press.y + 100, 95, BLACK, &heading.page.to_string());
        press.link(
            [MARGIN, press.y, MARGIN + INNER, press.y + 150],
            heading.page,
            heading.y,
        );
        press.fill(MARGIN, press.y + 150, INNER, 3, FAINT);
        press.y += 165;
    }
    Ok(())
}
