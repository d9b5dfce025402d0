//! The paper. Pages are laid out once, for A4 landscape; on Letter the same drawing stands a little smaller.
//!
//! So a page has the same rows on both, "page 12" is page 12 wherever it is printed, and nothing is cut.

/// What is printed on, always with its long edge below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sheet {
    A4,
    Letter,
}

/// Height of the drawing in tenths of a point.
const HEIGHT: i32 = crate::layout::canvas::HEIGHT;

impl Sheet {
    /// The paper that a document names; A4 where it names none that is known.
    pub(crate) fn of(paper: &str) -> Self {
        if paper.eq_ignore_ascii_case("letter") {
            Self::Letter
        } else {
            Self::A4
        }
    }

    pub(crate) fn media_box(self) -> &'static str {
        match self {
            Self::A4 => "[0 0 841.9 595.3]",
            Self::Letter => "[0 0 792 612]",
        }
    }

    /// Scale in thousandths, and what is left over on the left and below in tenths of a point: on Letter 28 pt of
    /// margin stay on either side.
    fn place(self) -> (i64, i64, i64) {
        match self {
            Self::A4 => (1000, 0, 0),
            Self::Letter => (966, -106, 185),
        }
    }

    /// The operator that puts the drawing in its place.
    pub(crate) fn matrix(self) -> &'static [u8] {
        match self {
            Self::A4 => b"",
            Self::Letter => b".966 0 0 .966 -10.6 18.5 cm\n",
        }
    }

    /// A place of the drawing, from its top left corner, as a place on the paper, from its bottom left corner.
    pub(crate) fn at(self, x: i32, y: i32) -> (i32, i32) {
        let (scale, left, below) = self.place();
        let put = |value: i32, edge: i64| (i64::from(value) * scale / 1000 + edge) as i32;
        (put(x, left), put(HEIGHT - y, below))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::canvas::WIDTH;

    #[test]
    fn the_whole_drawing_lies_on_either_paper_with_room_at_its_edges() {
        for (sheet, width, height) in [(Sheet::A4, 8419, 5953), (Sheet::Letter, 7920, 6120)] {
            // The drawing leaves 40 pt free at its sides and 20 pt above and below.
            let (left, top) = sheet.at(400, 200);
            let (right, bottom) = sheet.at(WIDTH - 400, HEIGHT - 200);
            assert!(left >= 200 && right <= width - 200, "{sheet:?} {left} {right}");
            assert!(bottom >= 200 && top <= height - 200, "{sheet:?} {bottom} {top}");
        }
    }
}
