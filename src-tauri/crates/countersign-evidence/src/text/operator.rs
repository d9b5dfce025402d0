//! The operators that show glyphs, as bytes of a content stream.

use super::shape::{Glyph, Run};
use super::typesetter::Piece;

pub(super) fn end_string(piece: Option<&mut Piece>) {
    if let Some(piece) = piece {
        piece.show.extend_from_slice(b")Tj\n");
    }
}

pub(super) fn number(glyph: &Glyph, numbers: &[u16]) -> u16 {
    numbers.get(usize::from(glyph.gid)).copied().unwrap_or(0)
}

/// The operators that show a run whose font is already set.
pub(super) fn show(run: &Run, numbers: &[u16], size: i32) -> Vec<u8> {
    let mut out = Vec::with_capacity(run.glyphs.len() * 2 + 8);
    if let Some(text) = &run.actual {
        out.extend_from_slice(b"/Span<</ActualText<FEFF");
        text.encode_utf16()
            .for_each(|unit| out.extend_from_slice(format!("{unit:04X}").as_bytes()));
        out.extend_from_slice(b">>>BDC\n");
    }
    let straight = |glyph: &Glyph| glyph.dx == 0 && glyph.dy == 0 && glyph.advance == glyph.nominal;
    if run.glyphs.iter().all(straight) {
        out.push(b'(');
        run.glyphs
            .iter()
            .for_each(|glyph| code(number(glyph, numbers), &mut out));
        out.extend_from_slice(b")Tj\n");
    } else {
        for glyph in &run.glyphs {
            if glyph.dy != 0 {
                out.extend_from_slice(format!("{:.2} Ts\n", f64::from(glyph.dy * size) / 10_000.0).as_bytes());
            }
            out.push(b'[');
            if glyph.dx != 0 {
                out.extend_from_slice(format!("{}", -glyph.dx).as_bytes());
            }
            out.push(b'(');
            code(number(glyph, numbers), &mut out);
            out.push(b')');
            let back = glyph.nominal + glyph.dx - glyph.advance;
            if back != 0 {
                out.extend_from_slice(format!("{back}").as_bytes());
            }
            out.extend_from_slice(b"]TJ\n");
            if glyph.dy != 0 {
                out.extend_from_slice(b"0 Ts\n");
            }
        }
    }
    if run.actual.is_some() {
        out.extend_from_slice(b"EMC\n");
    }
    out
}

/// Two bytes of a string, with what a PDF string must not contain bare escaped.
pub(super) fn code(number: u16, out: &mut Vec<u8>) {
    for byte in number.to_be_bytes() {
        match byte {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\n' => out.extend_from_slice(b"\\n"),
            _ => out.push(byte),
        }
    }
}
