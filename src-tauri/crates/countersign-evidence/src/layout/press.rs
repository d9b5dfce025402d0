//! Pages one after the other: breaks, running header and footer, headings, paragraphs, fields.
//!
//! Everything is printed twice by the same code. The first pass only counts pages and notes glyphs;
//! the second knows their number, the totals and the root, and writes.

use std::rc::Rc;

use super::canvas::{AMBER, Canvas, FAINT, GREY, HEIGHT, Ink, Link, WHITE, WIDTH};
use crate::EvidenceError;
use crate::text::face::{BOLD, FaceId, REGULAR};
use crate::text::typesetter::{Block, Style, Typesetter};
use crate::word::Words;

/// Left and right margin.
pub(crate) const MARGIN: i32 = 400;
/// Width between the margins.
pub(crate) const INNER: i32 = WIDTH - 2 * MARGIN;
pub(super) const TOP: i32 = 470;
/// Nothing but the footer stands below.
pub(crate) const BOTTOM: i32 = HEIGHT - 385;

/// What stands on every page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running {
    pub(crate) left: String,
    pub(crate) right: String,
    pub(crate) footer: String,
    pub(crate) practice: bool,
    pub(crate) redacted: bool,
    pub(crate) words: &'static Words,
}

/// A heading, for contents and outline.
#[derive(Debug, Clone)]
pub(crate) struct Heading {
    pub(crate) title: String,
    pub(crate) level: u8,
    pub(crate) page: u32,
    pub(crate) y: i32,
}

/// A finished page.
pub(crate) struct PageDone {
    pub(crate) number: u32,
    pub(crate) content: Vec<u8>,
    pub(crate) links: Vec<Link>,
}

type Sink<'w> = Box<dyn FnMut(PageDone) -> Result<(), EvidenceError> + 'w>;

/// The press.
pub(crate) struct Press<'w> {
    pub(crate) setter: Typesetter,
    /// The words of the document's language.
    pub(crate) words: &'static Words,
    sink: Option<Sink<'w>>,
    canvas: Option<Canvas>,
    running: Running,
    total: u32,
    pub(crate) page: u32,
    pub(crate) y: i32,
    pub(crate) headings: Vec<Heading>,
    pub(crate) spelled: u64,
}

impl<'w> Press<'w> {
    /// The first pass.
    pub(crate) fn measuring(setter: Typesetter, running: Running) -> Self {
        Self {
            setter,
            words: running.words,
            sink: None,
            canvas: None,
            running,
            total: 0,
            page: 0,
            y: 0,
            headings: Vec::new(),
            spelled: 0,
        }
    }

    /// The second pass, with the number of pages from the first.
    pub(crate) fn writing(setter: Typesetter, running: Running, total: u32, sink: Sink<'w>) -> Self {
        Self {
            sink: Some(sink),
            total,
            ..Self::measuring(setter, running)
        }
    }

    /// Ends the page, if one was begun.
    pub(crate) fn end_page(&mut self) -> Result<(), EvidenceError> {
        if let Some(canvas) = self.canvas.take() {
            let (content, links) = canvas.finish();
            if let Some(sink) = &mut self.sink {
                sink(PageDone {
                    number: self.page,
                    content,
                    links,
                })?;
            }
        }
        Ok(())
    }

    /// Begins a page with header and footer.
    pub(crate) fn new_page(&mut self) -> Result<(), EvidenceError> {
        self.end_page()?;
        self.page += 1;
        self.y = TOP;
        self.canvas = self.sink.is_some().then(Canvas::default);
        let running = self.running.clone();
        let (number, total) = (self.page.to_string(), self.total.to_string());
        let page = self
            .words
            .fill("running.page", &[("number", &number), ("total", &total)]);
        self.one_line(MARGIN, 330, 70, REGULAR, GREY, &running.left, INNER / 2);
        self.one_line_right(WIDTH - MARGIN, 330, 70, GREY, &running.right);
        self.fill(MARGIN, 385, INNER, 5, FAINT);
        self.fill(MARGIN, HEIGHT - 370, INNER, 5, FAINT);
        self.one_line(MARGIN, HEIGHT - 270, 70, REGULAR, GREY, &running.footer, INNER * 3 / 4);
        self.one_line_right(WIDTH - MARGIN, HEIGHT - 270, 70, GREY, &page);
        let mark = match (running.practice, running.redacted) {
            (false, false) => return Ok(()),
            (true, false) => "running.practice",
            (false, true) => "running.redacted",
            (true, true) => "running.both",
        };
        let text = self.words.text(mark);
        let block = self.set(BOLD, 75, text, INNER);
        let wide = block.lines.first().map_or(0, |line| line.width);
        self.fill(WIDTH / 2 - wide / 2 - 70, 130, wide + 140, 125, AMBER);
        self.one_line(WIDTH / 2 - wide / 2, 220, 75, BOLD, WHITE, text, INNER);
        Ok(())
    }

    /// Makes sure `height` fits, on a new page if need be.
    pub(crate) fn need(&mut self, height: i32) -> Result<(), EvidenceError> {
        if self.page == 0 || self.y + height > BOTTOM {
            self.new_page()
        } else {
            Ok(())
        }
    }

    pub(crate) fn fill(&mut self, x: i32, y: i32, width: i32, height: i32, ink: Ink) {
        if let Some(canvas) = &mut self.canvas {
            canvas.fill(x, y, width, height, ink);
        }
    }

    pub(crate) fn link(&mut self, rect: [i32; 4], page: u32, y: i32) {
        if let Some(canvas) = &mut self.canvas {
            canvas.links.push(Link { rect, page, y });
        }
    }

    /// Sets text and counts what had to be spelled out.
    pub(crate) fn set(&mut self, face: FaceId, size: i32, text: &str, width: i32) -> Rc<Block> {
        let block = self.setter.set(Style { face, size }, text, width);
        self.spelled += u64::from(block.spelled);
        block
    }

    /// Shows lines `from..to` of a block, baselines `leading` apart.
    pub(crate) fn show(
        &mut self,
        at: (i32, i32),
        size: i32,
        leading: i32,
        ink: Ink,
        block: &Block,
        span: (usize, usize),
    ) {
        if let Some(canvas) = &mut self.canvas {
            for (index, line) in block.lines[span.0.min(block.lines.len())..span.1.min(block.lines.len())]
                .iter()
                .enumerate()
            {
                canvas.show(at.0, at.1 + index as i32 * leading, size, ink, line);
            }
        }
    }

    /// The first line of a text, cut off by a mark where it is wider than `width`.
    #[allow(clippy::too_many_arguments)] // a drawing primitive: place, form, text
    pub(crate) fn one_line(&mut self, x: i32, y: i32, size: i32, face: FaceId, ink: Ink, text: &str, width: i32) {
        let block = self.set(face, size, text, width);
        self.show((x, y), size, 0, ink, &block, (0, 1));
        if block.lines.len() > 1 {
            let mark = self.set(face, size, " \u{2026}", width);
            let end = block.lines[0].width;
            self.show((x + end, y), size, 0, ink, &mark, (0, 1));
        }
    }

    /// One line that ends at `x`.
    pub(crate) fn one_line_right(&mut self, x: i32, y: i32, size: i32, ink: Ink, text: &str) {
        let block = self.set(REGULAR, size, text, INNER / 2);
        let width = block.lines.first().map_or(0, |line| line.width);
        self.show((x - width, y), size, 0, ink, &block, (0, 1));
    }
}
