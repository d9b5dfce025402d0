//! Breaks a paragraph into lines that fit a width.

use super::clean::is_complex;
use super::face::{FaceId, Faces};

fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}')
}

/// Whether a line may end behind `c`, with `next` following.
fn may_break(c: char, next: char) -> bool {
    match c {
        ' ' => next != ' ',
        // Long account names and DNs have no spaces; these are where a reader expects them cut.
        // A date stays whole, and so does a time of day.
        '-' | ':' => next != ' ' && !next.is_ascii_digit() && !is_complex(next),
        '/' | '\\' | '@' | '_' | ',' | ';' | '=' | '.' | '\u{203A}' => next != ' ' && !is_complex(next),
        _ => (is_ideographic(c) || is_ideographic(next)) && next != ' ' && !is_closing(next),
    }
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        ')' | ']' | ',' | '.' | ';' | ':' | '\u{3001}' | '\u{3002}' | '\u{FF0C}' | '\u{FF09}'
    )
}

fn advance(faces: &mut Faces, style: FaceId, c: char) -> i32 {
    faces.find(style, c).map_or(0, |found| found.advance)
}

/// Byte ranges of the lines of `text`; `width` in thousandths of an em. Every line has at least one
/// character, so a width of nothing still ends.
pub(crate) fn wrap(faces: &mut Faces, style: FaceId, text: &str, width: i32) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let offset = paragraph.as_ptr() as usize - text.as_ptr() as usize;
        wrap_paragraph(faces, style, paragraph, width, offset, &mut lines);
    }
    lines
}

fn wrap_paragraph(
    faces: &mut Faces,
    style: FaceId,
    text: &str,
    width: i32,
    offset: usize,
    lines: &mut Vec<(usize, usize)>,
) {
    let (mut start, mut used) = (0, 0);
    // The last place where the line may end, and the width up to it.
    let mut chance: Option<(usize, i32)> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let wide = advance(faces, style, c);
        if used + wide > width && c != ' ' && at > start && !(is_complex(c) && wide == 0) {
            let (end, before) = chance.unwrap_or((at, used));
            lines.push((offset + start, offset + trimmed(text, start, end)));
            start = end;
            used -= before;
            chance = None;
        }
        used += wide;
        if let Some((next_at, next)) = chars.peek()
            && may_break(c, *next)
        {
            chance = Some((*next_at, used));
        }
    }
    lines.push((offset + start, offset + trimmed(text, start, text.len())));
}

fn trimmed(text: &str, start: usize, end: usize) -> usize {
    start + text[start..end].trim_end_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::super::face::REGULAR;
    use super::*;

    fn lines(text: &str, width: i32) -> Vec<&str> {
        let mut faces = Faces::new().expect("faces");
        wrap(&mut faces, REGULAR, text, width)
            .into_iter()
            .map(|(start, end)| &text[start..end])
            .collect()
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_are_cut() {
        assert_eq!(
            lines("Finance Operations Group", 6000),
            ["Finance", "Operations", "Group"]
        );
        assert!(lines(&"x".repeat(50), 5000).len() > 3);
        assert_eq!(lines("a\nb", 9000), ["a", "b"]);
        assert_eq!(lines("abc", 0), ["a", "b", "c"]);
    }

    #[test]
    fn no_character_is_lost_by_wrapping() {
        let text = "株式会社財務部グループ/田中太郎 finance@example.org";
        let joined: String = lines(text, 3000).concat();
        assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
    }
}
