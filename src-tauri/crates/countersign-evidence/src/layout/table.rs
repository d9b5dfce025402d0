//! A table over many pages: repeated header, bands, cells that wrap.

use std::borrow::Cow;
use std::rc::Rc;

use super::canvas::{BAND, BLACK, BLUE, FAINT, Ink, WHITE};
use super::press::{BOTTOM, INNER, MARGIN, Press};
use crate::EvidenceError;
use crate::text::face::{BOLD, FaceId, REGULAR};
use crate::text::typesetter::Block;

const SIZE: i32 = 62;
const LEADING: i32 = 73;
const PAD: i32 = 14;
const GAP: i32 = 50;
const HEAD: i32 = 150;

/// Key of the title, and width of a column; the widths add up to [`INNER`].
pub(crate) type Column = (&'static str, i32);

/// A piece of a cell, on lines of its own.
pub(crate) struct Part<'t> {
    text: Cow<'t, str>,
    face: FaceId,
    ink: Ink,
    to: Option<(u32, i32)>,
}

/// Ordinary text.
pub(crate) fn part<'t>(text: impl Into<Cow<'t, str>>) -> Part<'t> {
    Part {
        text: text.into(),
        face: REGULAR,
        ink: BLACK,
        to: None,
    }
}

impl Part<'_> {
    pub(crate) fn bold(mut self) -> Self {
        self.face = BOLD;
        self
    }
    pub(crate) fn ink(mut self, ink: Ink) -> Self {
        self.ink = ink;
        self
    }
    /// Leads to a page, and to a place on it.
    pub(crate) fn to(mut self, to: Option<(u32, i32)>) -> Self {
        self.to = to;
        self
    }
}

/// A cell: parts under each other.
pub(crate) type Cell<'t> = Vec<Part<'t>>;

/// A part of a row where it stands: its column, and the line of the row at which it begins.
struct Placed {
    x: i32,
    ink: Ink,
    block: Rc<Block>,
    at: usize,
    to: Option<(u32, i32)>,
}

/// A table being printed.
pub(crate) struct Table {
    columns: Vec<(Cow<'static, str>, i32)>,
    page: u32,
    banded: bool,
}

impl Table {
    pub(crate) fn new(columns: &'static [Column]) -> Self {
        debug_assert_eq!(columns.iter().map(|column| column.1).sum::<i32>(), INNER);
        Self {
            columns: columns
                .iter()
                .map(|(title, width)| (Cow::Borrowed(*title), *width))
                .collect(),
            page: 0,
            banded: false,
        }
    }

    /// With titles that the record gives.
    pub(crate) fn of(columns: Vec<(String, i32)>) -> Self {
        Self {
            columns: columns
                .into_iter()
                .map(|(title, width)| (Cow::Owned(title), width))
                .collect(),
            page: 0,
            banded: false,
        }
    }

    fn header(&mut self, press: &mut Press<'_>) {
        press.fill(MARGIN, press.y, INNER, HEAD, BLUE);
        let mut x = MARGIN;
        for (title, width) in &self.columns {
            let title = match title {
                Cow::Borrowed(key) => press.words.text(key),
                Cow::Owned(title) => title,
            };
            press.one_line(x + PAD, press.y + 100, SIZE, BOLD, WHITE, title, width - PAD);
            x += width;
        }
        press.y += HEAD;
        self.page = press.page;
        self.banded = false;
    }

    fn begin(&mut self, press: &mut Press<'_>, height: i32) -> Result<(), EvidenceError> {
        if press.page != self.page {
            press.need(HEAD + height.min(900))?;
        } else if press.y + height > BOTTOM {
            press.new_page()?;
        }
        if press.page != self.page {
            self.header(press);
        }
        Ok(())
    }

    /// Prints one row. A row taller than a page is continued on the next.
    pub(crate) fn row(&mut self, press: &mut Press<'_>, cells: &[Cell<'_>]) -> Result<(), EvidenceError> {
        self.banded = !self.banded;
        let band = self.banded;
        self.cells(press, cells, band)
    }

    /// Prints a title over the rows that follow; it does not stand alone at the foot of a page.
    pub(crate) fn title(&mut self, press: &mut Press<'_>, text: String) -> Result<(), EvidenceError> {
        press.need(HEAD + 3 * LEADING)?;
        self.banded = false;
        self.block(
            press,
            &[(0, INNER, &[part(text).bold().ink(BLUE)])],
            false,
            true,
            i32::MAX,
        )
    }

    /// Prints a line that belongs to the row above, in the same band.
    pub(crate) fn note(&mut self, press: &mut Press<'_>, parts: &Cell<'_>) -> Result<(), EvidenceError> {
        let band = self.banded;
        let indent = self.columns.first().map_or(0, |column| column.1);
        self.block(
            press,
            &[(indent, INNER - indent, parts.as_slice())],
            band,
            false,
            i32::MAX,
        )
    }

    /// The same for many lines, which begin where the row ends and go on overleaf.
    pub(crate) fn notes(&mut self, press: &mut Press<'_>, parts: &Cell<'_>) -> Result<(), EvidenceError> {
        let band = self.banded;
        let indent = self.columns.first().map_or(0, |column| column.1);
        self.block(press, &[(indent, INNER - indent, parts.as_slice())], band, false, 4)
    }

    fn cells(&mut self, press: &mut Press<'_>, cells: &[Cell<'_>], band: bool) -> Result<(), EvidenceError> {
        let mut x = 0;
        let mut placed: [(i32, i32, &[Part<'_>]); 12] = [(0, 0, &[]); 12];
        let count = cells.len().min(self.columns.len()).min(placed.len());
        for index in 0..count {
            placed[index] = (x, self.columns[index].1, cells[index].as_slice());
            x += self.columns[index].1;
        }
        self.block(press, &placed[..count], band, true, i32::MAX)
    }

    /// `together` lines at the least stand on the page where the block begins, if it has so many.
    fn block(
        &mut self,
        press: &mut Press<'_>,
        cells: &[(i32, i32, &[Part<'_>])],
        band: bool,
        rule: bool,
        together: i32,
    ) -> Result<(), EvidenceError> {
        let mut set: Vec<Placed> = Vec::with_capacity(cells.len() * 2);
        let mut tallest = 0;
        for (x, width, parts) in cells {
            let mut line = 0;
            for part in *parts {
                if part.text.is_empty() {
                    continue;
                }
                let block = press.set(part.face, SIZE, &part.text, width - GAP);
                let lines = block.lines.len();
                set.push(Placed {
                    x: *x,
                    ink: part.ink,
                    block,
                    at: line,
                    to: part.to,
                });
                line += lines;
            }
            tallest = tallest.max(line);
        }
        let height = tallest as i32 * LEADING + 2 * PAD;
        self.begin(press, height.min(together.saturating_mul(LEADING)))?;
        let mut from = 0;
        loop {
            let room = ((BOTTOM - press.y - 2 * PAD) / LEADING).max(1) as usize;
            let to = tallest.min(from + room);
            let height = (to - from) as i32 * LEADING + 2 * PAD;
            if band {
                press.fill(MARGIN, press.y, INNER, height, BAND);
            }
            if rule && from == 0 {
                press.fill(MARGIN, press.y, INNER, 3, FAINT);
            }
            for Placed {
                x,
                ink,
                block,
                at,
                to: leads,
            } in &set
            {
                let first = from.max(*at);
                let last = to.min(at + block.lines.len());
                if first < last {
                    let y = press.y + PAD + 58 + (first - from) as i32 * LEADING;
                    press.show(
                        (MARGIN + x + PAD, y),
                        SIZE,
                        LEADING,
                        *ink,
                        block,
                        (first - at, last - at),
                    );
                    if let (Some((page, to_y)), Some(line)) = (leads, block.lines.get(first - at)) {
                        let left = MARGIN + x + PAD;
                        press.link([left, y - 58, left + line.width, y + 15], *page, *to_y);
                    }
                }
            }
            press.y += height;
            from = to;
            if from >= tallest {
                return Ok(());
            }
            press.new_page()?;
            self.header(press);
        }
    }
}
