//! Makes a string fit to print: nothing invisible stays invisible, nothing changes the reading order.

use std::borrow::Cow;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A character that could hide or reorder what stands around it.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{61C}' | '\u{180E}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Scripts that need shaping or run from right to left.
pub(crate) fn is_complex(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{590}'..='\u{8FF}' | '\u{900}'..='\u{97F}' | '\u{E00}'..='\u{E7F}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{200C}' | '\u{200D}' | '\u{20D0}'..='\u{20F0}'
        | '\u{FB1D}'..='\u{FDFF}' | '\u{FE20}'..='\u{FE2F}' | '\u{FE70}'..='\u{FEFE}')
}

/// Marks on one letter that stand above or below each other, and marks in all. No writing needs more, and a pile of
/// them would stand in the rows around it.
const STACKED: u32 = 2;
const MARKS: u32 = 4;

/// How many marks the letter has had so far that is being written.
#[derive(Default)]
struct Marks {
    stacked: u32,
    all: u32,
}

impl Marks {
    /// Whether one mark too many stands on the letter with this character.
    fn is_too_many(&mut self, c: char) -> bool {
        match canonical_combining_class(c) {
            0 => *self = Self::default(),
            202..=240 => (self.stacked, self.all) = (self.stacked + 1, self.all + 1),
            _ => self.all += 1,
        }
        self.stacked > STACKED || self.all > MARKS
    }
}

/// What is printed for a character no bundled face can draw.
pub(crate) fn spelled_out(c: char) -> String {
    format!("\u{2039}U+{:04X}\u{203A}", u32::from(c))
}

/// NFC, with hidden characters spelled out; the count says how many were.
pub(crate) fn clean(text: &str, covered: impl Fn(char) -> bool) -> (Cow<'_, str>, u32) {
    if text.bytes().all(|byte| (0x20..0x7F).contains(&byte)) {
        return (Cow::Borrowed(text), 0);
    }
    let normal: Cow<'_, str> = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    };
    let mut out = String::with_capacity(normal.len());
    let (mut spelled, mut before, mut marks) = (0, ' ', Marks::default());
    for c in normal.chars() {
        let too_many = marks.is_too_many(c);
        match c {
            '\n' => out.push('\n'),
            '\t' => out.push(' '),
            // Joiners shape Persian and Indic words; anywhere else they only hide.
            '\u{200C}' | '\u{200D}' if is_complex(before) => out.push(c),
            '\u{200C}' | '\u{200D}' => {
                spelled += 1;
                out.push_str(&spelled_out(c));
            }
            c if too_many || is_hidden(c) || !covered(c) => {
                spelled += 1;
                out.push_str(&spelled_out(c));
            }
            c => out.push(c),
        }
        before = c;
    }
    (Cow::Owned(out), spelled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_that_reorders_or_hides_is_spelled_out_and_counted() {
        let (text, spelled) = clean("inv\u{202E}gpj.exe\u{200B}", |_| true);
        assert_eq!(
            (text.as_ref(), spelled),
            ("inv\u{2039}U+202E\u{203A}gpj.exe\u{2039}U+200B\u{203A}", 2)
        );
    }

    #[test]
    fn a_pile_of_marks_is_spelled_out_before_it_stands_in_other_rows() {
        let (text, spelled) = clean("Z\u{351}\u{36B}\u{353}\u{36A}a", |_| true);
        let rest = "\u{2039}U+036A\u{203A}".to_owned();
        assert!(text.contains(&rest) && text.ends_with('a') && spelled == 2, "{text}");
        for word in ["שׁוֹשַׁנָּה", "Nguye\u{302}\u{303}n", "مُحَمَّدٌ", "ผู้ใหญ่"] {
            assert_eq!(clean(word, |_| true).1, 0, "{word}");
        }
    }

    #[test]
    fn a_character_without_a_glyph_is_spelled_out_rather_than_lost() {
        let (text, spelled) = clean("ok \u{1F600}", |c| u32::from(c) < 0x1_0000);
        assert_eq!((text.as_ref(), spelled), ("ok \u{2039}U+1F600\u{203A}", 1));
    }
}
