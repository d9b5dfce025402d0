//! One line of text to runs of glyphs in visual order.

use std::collections::HashMap;
use std::rc::Rc;

use rustybuzz::{Direction, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};

use super::clean::is_complex;
use super::face::{FaceId, Faces};

/// Shaped runs kept per face and direction.
const MEMORY: usize = 2_000;
/// Shaped runs by their text.
pub(crate) type Shaped = HashMap<(FaceId, bool), HashMap<String, Rc<Run>>>;

/// A glyph where it stands, with the text it stands for. Lengths in thousandths of an em.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) gid: u16,
    /// How far the pen moves.
    pub(crate) advance: i32,
    /// How far the font says it moves.
    pub(crate) nominal: i32,
    pub(crate) dx: i32,
    pub(crate) dy: i32,
    pub(crate) text: String,
}

/// Glyphs of one face.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub(crate) face: FaceId,
    pub(crate) glyphs: Vec<Glyph>,
    /// What the run says, where glyphs and characters do not correspond one to one.
    ///
    /// Only for scripts from left to right: poppler reverses it in the others, and there the glyphs'
    /// own mapping extracts well.
    pub(crate) actual: Option<String>,
}

/// Whether a character runs from right to left.
pub(crate) fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
}

/// Shapes a line that contains complex characters.
pub(crate) fn shape(faces: &mut Faces, style: FaceId, line: &str, rtl_paragraph: bool) -> Vec<Rc<Run>> {
    let base = if rtl_paragraph { Level::rtl() } else { Level::ltr() };
    let bidi = BidiInfo::new(line, Some(base));
    let mut runs = Vec::new();
    for paragraph in &bidi.paragraphs {
        let (levels, ranges) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for range in ranges {
            let rtl = levels.get(range.start).is_some_and(Level::is_rtl);
            let mut parts = split(faces, style, &line[range]);
            if rtl {
                parts.reverse();
            }
            for (face, complex, text) in parts {
                let run = if rtl || complex {
                    remembered(faces, face, text, rtl)
                } else {
                    Rc::new(plain(faces, style, face, text))
                };
                runs.push(run);
            }
        }
    }
    runs
}

/// Splits by face and by whether shaping is needed. Marks and joiners stay with what they follow.
fn split<'t>(faces: &mut Faces, style: FaceId, text: &'t str) -> Vec<(FaceId, bool, &'t str)> {
    let mut parts: Vec<(FaceId, bool, usize)> = Vec::new();
    for (at, c) in text.char_indices() {
        let complex = is_complex(c);
        let face = match (faces.find(style, c), parts.last()) {
            (_, Some((face, _, _))) if complex && faces.face(*face).glyph_index(c).is_some() => *face,
            (_, Some((face, true, _))) if c == ' ' && faces.face(*face).glyph_index(c).is_some() => *face,
            (Some(found), _) => found.face,
            (None, Some((face, _, _))) => *face,
            (None, None) => style,
        };
        match parts.last_mut() {
            // A mark makes the run it joins need shaping.
            Some((last, needs, _)) if *last == face => *needs |= complex,
            _ => parts.push((face, complex, at)),
        }
    }
    let ends: Vec<usize> = parts.iter().skip(1).map(|part| part.2).chain([text.len()]).collect();
    parts
        .iter()
        .zip(ends)
        .map(|((face, complex, start), end)| (*face, *complex, &text[*start..end]))
        .collect()
}

/// Glyphs straight from the character map.
pub(crate) fn plain(faces: &mut Faces, style: FaceId, face: FaceId, text: &str) -> Run {
    let glyphs = text
        .chars()
        .filter_map(|c| {
            let found = faces.find(style, c)?;
            let (advance, nominal) = (found.advance, found.advance);
            Some(Glyph {
                gid: found.gid,
                advance,
                nominal,
                dx: 0,
                dy: 0,
                text: c.to_string(),
            })
        })
        .collect();
    Run {
        face,
        glyphs,
        actual: None,
    }
}

/// Shaping costs a hundred times what the character map does, and names repeat.
fn remembered(faces: &mut Faces, face: FaceId, text: &str, rtl: bool) -> Rc<Run> {
    let known = faces.shaped.get(&(face, rtl)).and_then(|runs| runs.get(text));
    if let Some(run) = known {
        return Rc::clone(run);
    }
    let run = Rc::new(shaped(faces, face, text, rtl));
    let runs = faces.shaped.entry((face, rtl)).or_default();
    if runs.len() >= MEMORY {
        runs.clear();
    }
    runs.insert(text.to_owned(), Rc::clone(&run));
    run
}

/// What a bracket in text from right to left is drawn as; its glyph means that everywhere.
fn mirrored(c: char) -> char {
    const PAIRS: [(char, char); 7] = [
        ('(', ')'),
        ('[', ']'),
        ('{', '}'),
        ('<', '>'),
        ('\u{AB}', '\u{BB}'),
        ('\u{2039}', '\u{203A}'),
        ('\u{2264}', '\u{2265}'),
    ];
    for (left, right) in PAIRS {
        if c == left {
            return right;
        }
        if c == right {
            return left;
        }
    }
    c
}

fn shaped(faces: &Faces, face: FaceId, text: &str, rtl: bool) -> Run {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.set_direction(if rtl {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    });
    buffer.guess_segment_properties();
    buffer.set_direction(if rtl {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    });
    let output = rustybuzz::shape(faces.face(face), &[], buffer);
    let upem = faces.face(face).units_per_em();
    let scale = |value: i32| (value * 1000 + value.signum() * upem / 2) / upem;

    let clusters: Vec<usize> = output
        .glyph_infos()
        .iter()
        .map(|glyph| glyph.cluster as usize)
        .collect();
    let mut starts = clusters.clone();
    starts.sort_unstable();
    starts.dedup();
    let mut uneven = false;
    let mut glyphs = Vec::with_capacity(clusters.len());
    for (index, (seen, position)) in output.glyph_infos().iter().zip(output.glyph_positions()).enumerate() {
        let start = clusters[index];
        let end = starts
            .get(starts.partition_point(|at| *at <= start))
            .copied()
            .unwrap_or(text.len());
        let cluster = text.get(start..end).unwrap_or_default();
        let first = clusters[..index]
            .iter()
            .rposition(|at| *at != start)
            .map_or(0, |at| at + 1);
        let size = clusters[first..].iter().take_while(|at| **at == start).count();
        let mut within = index - first;
        if rtl {
            within = size - 1 - within;
        }
        let chars: Vec<char> = cluster.chars().collect();
        uneven |= chars.len() != size;
        let text = match chars.len() {
            count if count == size && rtl => mirrored(chars[within]).to_string(),
            count if count == size => chars[within].to_string(),
            _ if within == 0 => cluster.to_owned(),
            _ => chars.last().map(char::to_string).unwrap_or_default(),
        };
        let gid = seen.glyph_id as u16;
        glyphs.push(Glyph {
            gid,
            advance: scale(position.x_advance),
            nominal: faces.advance(face, gid),
            dx: scale(position.x_offset),
            dy: scale(position.y_offset),
            text,
        });
    }
    let reordered = !rtl && clusters.windows(2).any(|pair| pair[0] > pair[1]);
    let devanagari = text.chars().any(|c| matches!(c, '\u{900}'..='\u{97F}'));
    let actual = (!rtl && (uneven || reordered || devanagari)).then(|| text.to_owned());
    Run { face, glyphs, actual }
}
