//! Lines ready for the page, remembered, because names and reasons repeat.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::clean::{clean, is_complex};
use super::face::{FACES, FaceId, Faces};
use super::operator::{code, end_string, number, show};
use super::shape::{Run, is_rtl, shape};
use super::wrap::wrap;
use crate::EvidenceError;

/// Font, size and width of a piece of text. Lengths in tenths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Style {
    pub(crate) face: FaceId,
    pub(crate) size: i32,
}

/// A stretch of one line in one face: the operators that show it.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) face: FaceId,
    pub(crate) show: Vec<u8>,
}

/// One line.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) pieces: Vec<Piece>,
    /// Width in tenths of a point.
    pub(crate) width: i32,
}

/// A wrapped text.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) lines: Vec<Line>,
    /// Characters spelled out because they cannot or must not be drawn.
    pub(crate) spelled: u32,
}

/// Glyphs used, per face, with their text; what is embedded.
pub(crate) type Usage = [BTreeMap<u16, String>; FACES.len()];
/// New glyph number by old one, per face; 0 where the glyph is not used.
pub(crate) type Renumbering = Vec<Vec<u16>>;

/// Bounded, so that 100 000 different names do not fill the memory.
const MEMORY: usize = 8_000;

/// Turns text into lines; in the first pass notes glyphs, in the second writes their new numbers.
pub(crate) struct Typesetter {
    faces: Faces,
    usage: Usage,
    renumbering: Option<Renumbering>,
    /// The character each glyph was noted for last, per face, to skip looking it up again.
    noted: [Vec<char>; FACES.len()],
    memory: HashMap<(Style, i32), HashMap<String, Rc<Block>>>,
    remembered: usize,
    /// Glyphs of the second pass that the first did not meet.
    pub(crate) unknown: u64,
}

impl Typesetter {
    pub(crate) fn new() -> Result<Self, EvidenceError> {
        let mut setter = Self {
            faces: Faces::new()?,
            usage: Usage::default(),
            renumbering: None,
            noted: Default::default(),
            memory: HashMap::new(),
            remembered: 0,
            unknown: 0,
        };
        // Totals, hashes and page numbers are not known in the first pass; their glyphs are.
        let known: String = (' '..='~')
            .chain("\u{2260}\u{2013}\u{2026}\u{2019}\u{2039}\u{203A}".chars())
            .collect();
        for face in [super::face::REGULAR, super::face::BOLD] {
            setter.set(Style { face, size: 70 }, &known, i32::MAX / 4096);
        }
        Ok(setter)
    }

    pub(crate) fn usage(&self) -> &Usage {
        &self.usage
    }

    pub(crate) fn faces(&self) -> &Faces {
        &self.faces
    }

    /// Begins the second pass.
    pub(crate) fn renumber(&mut self, renumbering: Renumbering) {
        self.renumbering = Some(renumbering);
        self.memory.clear();
        self.remembered = 0;
    }

    /// Sets `text` in lines at most `width` wide.
    pub(crate) fn set(&mut self, style: Style, text: &str, width: i32) -> Rc<Block> {
        if let Some(block) = self.memory.get(&(style, width)).and_then(|blocks| blocks.get(text)) {
            return Rc::clone(block);
        }
        let block = Rc::new(self.set_new(style, text, width));
        if self.remembered >= MEMORY {
            self.memory.clear();
            self.remembered = 0;
        }
        self.remembered += 1;
        self.memory
            .entry((style, width))
            .or_default()
            .insert(text.to_owned(), Rc::clone(&block));
        block
    }

    fn set_new(&mut self, style: Style, text: &str, width: i32) -> Block {
        let covered = std::cell::RefCell::new(&mut self.faces);
        let (text, spelled) = clean(text, |c| covered.borrow_mut().find(style.face, c).is_some());
        let em_width = (i64::from(width) * 1000 / i64::from(style.size.max(1))).min(i64::from(i32::MAX / 4)) as i32;
        let rtl_paragraph = text.chars().find(|c| c.is_alphabetic()).is_some_and(is_rtl);
        let ranges = wrap(&mut self.faces, style.face, &text, em_width);
        let lines = ranges
            .into_iter()
            .map(|(start, end)| {
                let line = &text[start..end];
                if line.chars().any(is_complex) {
                    let runs = shape(&mut self.faces, style.face, line, rtl_paragraph);
                    self.finish(style, runs)
                } else {
                    self.simple(style, line)
                }
            })
            .collect();
        Block { lines, spelled }
    }

    /// A line without complex characters: the character map is enough. Most text comes this way.
    fn simple(&mut self, style: Style, line: &str) -> Line {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut width = 0_i64;
        for c in line.chars() {
            let Some(found) = self.faces.find(style.face, c) else {
                continue;
            };
            width += i64::from(found.advance);
            if pieces.last().is_none_or(|piece| piece.face != found.face) {
                end_string(pieces.last_mut());
                let mut show = Vec::with_capacity(line.len() * 2 + 8);
                show.push(b'(');
                pieces.push(Piece { face: found.face, show });
            }
            match (&self.renumbering, pieces.last_mut()) {
                (Some(numbers), Some(piece)) => {
                    let number = numbers[usize::from(found.face)]
                        .get(usize::from(found.gid))
                        .copied()
                        .unwrap_or(0);
                    self.unknown += u64::from(number == 0);
                    code(number, &mut piece.show);
                }
                _ => {
                    let noted = &mut self.noted[usize::from(found.face)];
                    let gid = usize::from(found.gid);
                    if noted.get(gid) != Some(&c) {
                        if noted.len() <= gid {
                            noted.resize(gid + 1, '\0');
                        }
                        noted[gid] = c;
                        note(&mut self.usage, found.face, found.gid, c.encode_utf8(&mut [0; 4]));
                    }
                }
            }
        }
        end_string(pieces.last_mut());
        Line {
            pieces,
            width: (width * i64::from(style.size) / 1000) as i32,
        }
    }

    fn finish(&mut self, style: Style, runs: Vec<Rc<Run>>) -> Line {
        let width: i64 = runs
            .iter()
            .flat_map(|run| &run.glyphs)
            .map(|glyph| i64::from(glyph.advance))
            .sum();
        let width = (width * i64::from(style.size) / 1000) as i32;
        let pieces = runs
            .iter()
            .filter(|run| !run.glyphs.is_empty())
            .map(|run| self.piece(style, run))
            .collect();
        Line { pieces, width }
    }

    fn piece(&mut self, style: Style, run: &Run) -> Piece {
        let Some(renumbering) = &self.renumbering else {
            for glyph in &run.glyphs {
                note(&mut self.usage, run.face, glyph.gid, &glyph.text);
            }
            return Piece {
                face: run.face,
                show: Vec::new(),
            };
        };
        let numbers = &renumbering[usize::from(run.face)];
        self.unknown += run.glyphs.iter().filter(|glyph| number(glyph, numbers) == 0).count() as u64;
        Piece {
            face: run.face,
            show: show(run, numbers, style.size),
        }
    }
}

/// Notes that a glyph is used, and for what. One glyph can stand for several texts; which one it is
/// taken to mean must not depend on their order.
fn note(usage: &mut Usage, face: FaceId, gid: u16, text: &str) {
    match usage[usize::from(face)].get_mut(&gid) {
        Some(known) if (text.len(), text) < (known.len(), known.as_str()) => text.clone_into(known),
        Some(_) => {}
        None => {
            usage[usize::from(face)].insert(gid, text.to_owned());
        }
    }
}
