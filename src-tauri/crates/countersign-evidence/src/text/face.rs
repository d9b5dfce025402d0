//! The typefaces that travel with the program, and which of them has a character.

use std::collections::HashMap;

use rustybuzz::Face;

use crate::EvidenceError;

/// Number of a face in [`FACES`].
pub(crate) type FaceId = u8;
/// Text.
pub(crate) const REGULAR: FaceId = 0;
/// Headings and labels.
pub(crate) const BOLD: FaceId = 1;

/// Latin, Greek and Cyrillic end here.
const COMMON: char = '\u{530}';

/// Name in the PDF and bytes of each face, in the order in which they are asked for a character.
pub(crate) const FACES: [(&str, &[u8]); 9] = [
    ("NotoSans-Regular", include_bytes!("../../font/NotoSans-Regular.ttf")),
    ("NotoSans-Bold", include_bytes!("../../font/NotoSans-Bold.ttf")),
    (
        "NotoSansArabic-Regular",
        include_bytes!("../../font/NotoSansArabic-Regular.ttf"),
    ),
    (
        "NotoSansHebrew-Regular",
        include_bytes!("../../font/NotoSansHebrew-Regular.ttf"),
    ),
    (
        "NotoSansThai-Regular",
        include_bytes!("../../font/NotoSansThai-Regular.ttf"),
    ),
    (
        "NotoSansDevanagari-Regular",
        include_bytes!("../../font/NotoSansDevanagari-Regular.ttf"),
    ),
    (
        "NotoSansArmenian-Regular",
        include_bytes!("../../font/NotoSansArmenian-Regular.ttf"),
    ),
    (
        "NotoSansGeorgian-Regular",
        include_bytes!("../../font/NotoSansGeorgian-Regular.ttf"),
    ),
    (
        "CountersignCJK-Regular",
        include_bytes!("../../font/CountersignCJK-Regular.otf"),
    ),
];

/// A character found: face, glyph, advance in thousandths of an em.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) face: FaceId,
    pub(crate) gid: u16,
    pub(crate) advance: i32,
}

/// All faces, parsed, with what was looked up so far.
pub(crate) struct Faces {
    faces: Vec<Face<'static>>,
    found: [HashMap<char, Option<Found>>; 2],
    /// The same for the characters most names are made of, without hashing.
    common: [Vec<Option<Found>>; 2],
    /// Runs that needed shaping.
    pub(super) shaped: super::shape::Shaped,
}

impl Faces {
    pub(crate) fn new() -> Result<Self, EvidenceError> {
        let faces = FACES
            .iter()
            .map(|(face, bytes)| {
                Face::from_slice(bytes, 0).ok_or_else(|| EvidenceError::Typeface {
                    face,
                    why: "it does not parse".into(),
                })
            })
            .collect::<Result<_, _>>()?;
        let mut all = Self {
            faces,
            found: Default::default(),
            common: Default::default(),
            shaped: Default::default(),
        };
        for style in [REGULAR, BOLD] {
            let common = ('\0'..COMMON).map(|c| all.find(style, c)).collect();
            all.common[usize::from(style)] = common;
        }
        Ok(all)
    }

    pub(crate) fn face(&self, id: FaceId) -> &Face<'static> {
        &self.faces[usize::from(id)]
    }

    /// Advance of a glyph in thousandths of an em.
    pub(crate) fn advance(&self, id: FaceId, gid: u16) -> i32 {
        let face = self.face(id);
        let advance = face.glyph_hor_advance(rustybuzz::ttf_parser::GlyphId(gid)).unwrap_or(0);
        (i32::from(advance) * 1000 + face.units_per_em() / 2) / face.units_per_em()
    }

    /// The first face that has the character; `style` is [`REGULAR`] or [`BOLD`].
    pub(crate) fn find(&mut self, style: FaceId, c: char) -> Option<Found> {
        let memory = usize::from(style.min(BOLD));
        if let Some(found) = self.common[memory].get(c as usize) {
            return *found;
        }
        if let Some(found) = self.found[memory].get(&c) {
            return *found;
        }
        let first = if style == BOLD { BOLD } else { REGULAR };
        let order = std::iter::once(first).chain((0..FACES.len() as FaceId).filter(|id| *id != BOLD));
        let found = order
            .filter_map(|face| {
                let gid = self.face(face).glyph_index(c).filter(|gid| gid.0 != 0)?.0;
                Some(Found {
                    face,
                    gid,
                    advance: self.advance(face, gid),
                })
            })
            .next();
        self.found[memory].insert(c, found);
        found
    }
}
