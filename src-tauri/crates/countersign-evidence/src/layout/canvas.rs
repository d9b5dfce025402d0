//! One page's content stream. Lengths in tenths of a point, from the top left corner of A4 landscape.

use crate::text::face::FaceId;
use crate::text::typesetter::Line;

/// Page width.
pub(crate) const WIDTH: i32 = 8419;
/// Page height.
pub(crate) const HEIGHT: i32 = 5953;

/// Red, green, blue, 0–255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ink(pub(crate) u8, pub(crate) u8, pub(crate) u8);

pub(crate) const BLACK: Ink = Ink(26, 30, 38);
pub(crate) const GREY: Ink = Ink(92, 100, 112);
pub(crate) const FAINT: Ink = Ink(214, 219, 226);
pub(crate) const BAND: Ink = Ink(245, 247, 250);
pub(crate) const BLUE: Ink = Ink(22, 60, 112);
pub(crate) const GREEN: Ink = Ink(18, 104, 62);
pub(crate) const RED: Ink = Ink(168, 28, 36);
pub(crate) const AMBER: Ink = Ink(146, 88, 0);
pub(crate) const WHITE: Ink = Ink(255, 255, 255);

/// A place on the page that leads to another page.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) rect: [i32; 4],
    pub(crate) page: u32,
    pub(crate) y: i32,
}

/// The drawing: shapes below, text above, so that one text object holds all text of the page.
#[derive(Debug, Default)]
pub(crate) struct Canvas {
    shapes: Vec<u8>,
    text: Vec<u8>,
    font: Option<(FaceId, i32)>,
    ink: Option<Ink>,
    shape_ink: Option<Ink>,
    pen: (i32, i32),
    pub(crate) links: Vec<Link>,
}

/// Writes tenths as points without needless digits.
pub(crate) fn points(out: &mut Vec<u8>, tenths: i32) {
    if tenths < 0 {
        out.push(b'-');
    }
    let value = tenths.unsigned_abs();
    out.extend_from_slice((value / 10).to_string().as_bytes());
    if !value.is_multiple_of(10) {
        out.extend_from_slice(&[b'.', b'0' + (value % 10) as u8]);
    }
    out.push(b' ');
}

fn ink_operands(out: &mut Vec<u8>, ink: Ink) {
    for part in [ink.0, ink.1, ink.2] {
        let thousandths = (u32::from(part) * 1000 + 127) / 255;
        if thousandths >= 1000 {
            out.extend_from_slice(b"1 ");
        } else {
            out.extend_from_slice(format!(".{thousandths:03} ").as_bytes());
        }
    }
    out.extend_from_slice(b"rg\n");
}

impl Canvas {
    /// Fills a rectangle.
    pub(crate) fn fill(&mut self, x: i32, y: i32, width: i32, height: i32, ink: Ink) {
        if self.shape_ink != Some(ink) {
            ink_operands(&mut self.shapes, ink);
            self.shape_ink = Some(ink);
        }
        for value in [x, HEIGHT - y - height, width, height] {
            points(&mut self.shapes, value);
        }
        self.shapes.extend_from_slice(b"re f\n");
    }

    /// Shows a line with its baseline at `y`.
    pub(crate) fn show(&mut self, x: i32, y: i32, size: i32, ink: Ink, line: &Line) {
        if line.pieces.is_empty() {
            return;
        }
        if self.ink != Some(ink) {
            ink_operands(&mut self.text, ink);
            self.ink = Some(ink);
        }
        let y = HEIGHT - y;
        points(&mut self.text, x - self.pen.0);
        points(&mut self.text, y - self.pen.1);
        self.text.extend_from_slice(b"Td\n");
        self.pen = (x, y);
        for piece in &line.pieces {
            if self.font != Some((piece.face, size)) {
                self.text.extend_from_slice(format!("/F{} ", piece.face).as_bytes());
                points(&mut self.text, size);
                self.text.extend_from_slice(b"Tf\n");
                self.font = Some((piece.face, size));
            }
            self.text.extend_from_slice(&piece.show);
        }
    }

    /// The content stream.
    pub(crate) fn finish(mut self) -> (Vec<u8>, Vec<Link>) {
        let mut out = std::mem::take(&mut self.shapes);
        out.extend_from_slice(b"BT\n");
        out.append(&mut self.text);
        out.extend_from_slice(b"ET\n");
        (out, self.links)
    }
}
