//! The words of the pages, apart from the code, so that they can be translated.
//!
//! One file a language: `key = text`, a longer text goes on in indented lines. `{name}` is a place to be
//! filled. `one | many` holds the two forms of a counted thing. A record names its language, so that a
//! document is printed again in the words it was written in.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::page::count;

const ENGLISH: &str = include_str!("word/en.txt");

/// The texts of one language by their keys.
#[derive(Debug)]
pub(crate) struct Words {
    texts: HashMap<&'static str, String>,
    /// The same by the two halves of the key, for words of the record: rows ask for them by the hundred thousand.
    families: HashMap<&'static str, HashMap<&'static str, String>>,
}

impl Default for &'static Words {
    fn default() -> Self {
        Words::of("en")
    }
}

impl Words {
    /// The words of a language; English where there are none in it.
    pub(crate) fn of(_language: &str) -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| {
            let texts = read(ENGLISH);
            let mut families: HashMap<_, HashMap<_, _>> = HashMap::new();
            for (key, text) in &texts {
                let (family, word) = key.split_once('.').unwrap_or((key, ""));
                families.entry(family).or_default().insert(word, text.clone());
            }
            Words { texts, families }
        })
    }

    /// The text of a key.
    pub(crate) fn text(&'static self, key: &'static str) -> &'static str {
        debug_assert!(self.texts.contains_key(key), "{key} has no text");
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// The text of a key with its places filled.
    pub(crate) fn fill(&'static self, key: &'static str, values: &[(&str, &str)]) -> String {
        filled(self.text(key), values)
    }

    /// A count with what is counted: `1 item`, `12 items`.
    pub(crate) fn many(&'static self, key: &'static str, number: u64) -> String {
        let text = self.text(key);
        let form = match text.split_once(" | ") {
            Some((one, _)) if number == 1 => one,
            Some((_, many)) => many,
            None => text,
        };
        filled(form, &[("n", &count(number))])
    }

    /// A word of the record as a person says it; one that is not known stands as it is.
    pub(crate) fn known<'t>(&'static self, family: &str, word: &'t str) -> &'t str {
        let known = self.families.get(family).and_then(|words| words.get(word));
        known.map_or(word, String::as_str)
    }

    #[cfg(test)]
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.texts.keys().copied()
    }
}

/// Fills places from left to right; what is filled in is not looked through again.
fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = behind.split_once('}') else {
            out.push('{');
            rest = behind;
            continue;
        };
        let value = values.iter().find(|(known, _)| *known == name);
        debug_assert!(value.is_some(), "{{{name}}} is not filled in {text:?}");
        out.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn read(file: &'static str) -> HashMap<&'static str, String> {
    let mut texts: HashMap<&'static str, String> = HashMap::new();
    let mut last = None;
    for line in file.lines() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if line.starts_with(' ') {
            let more: Option<&mut String> = last.and_then(|key| texts.get_mut(key));
            if let Some(text) = more {
                text.push(' ');
                text.push_str(line.trim());
            }
        } else if let Some((key, text)) = line.split_once(" = ") {
            debug_assert!(!texts.contains_key(key), "{key} stands twice");
            texts.insert(key, text.trim().to_owned());
            last = Some(key);
        } else {
            debug_assert!(false, "this line has no key: {line}");
        }
    }
    texts
}

#[cfg(test)]
#[path = "word/check.rs"]
mod check;
