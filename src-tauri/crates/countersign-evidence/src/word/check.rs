//! No sentence stands in the code of the pages, no key is missing, none is left over, every place is filled.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// Words of the record that are spoken by `known`: the first half of their keys.
fn families(source: &str) -> BTreeSet<String> {
    let after = source.split("known(").skip(1);
    after
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .map(str::to_owned)
        .collect()
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|end| end == "rs") {
            out.push(path);
        }
    }
}

/// The code of a file without comments and tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("reads");
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn literals(code: &str) -> Vec<&str> {
    code.split('"').skip(1).step_by(2).collect()
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn pages() -> Vec<PathBuf> {
    let mut paths = Vec::new();
    sources(&src().join("page"), &mut paths);
    paths
}

/// `chapter.title`: no other text of the code looks so.
fn is_key(text: &str) -> bool {
    text.contains('.')
        && text
            .split('.')
            .all(|half| !half.is_empty() && half.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        && text.as_bytes()[0].is_ascii_lowercase()
}

#[test]
fn no_sentence_stands_in_the_code_of_the_pages() {
    for path in pages() {
        for literal in literals(&code(&path)) {
            let words = literal
                .split(|c: char| !c.is_alphabetic())
                .filter(|word| word.chars().count() > 2);
            // Formats of dates and of numbers, names of files and of fields are no sentences.
            let words: Vec<&str> = words.collect();
            assert!(
                words.len() < 2 || !literal.contains(' ') || is_code(literal),
                "{}: {literal}",
                path.display()
            );
        }
    }
}

/// What a QR code holds is for machines.
fn is_code(literal: &str) -> bool {
    literal.starts_with("countersign {}") || literal.starts_with("checkpoint {}") || literal.starts_with("log {}")
}

#[test]
fn every_key_has_its_text_and_every_text_is_used() {
    let words = Words::of("en");
    let known: BTreeSet<&str> = words.keys().collect();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut spoken = BTreeSet::new();
    let mut paths = pages();
    sources(&src().join("layout"), &mut paths);
    paths.push(src().join("export.rs"));
    for path in &paths {
        let code = code(path);
        spoken.extend(families(&code));
        for literal in literals(&code) {
            let plain = matches!(literal, "yes" | "no" | "none");
            if (is_key(literal) && !literal.starts_with("evidence.")) || plain {
                assert!(known.contains(literal), "{}: {literal} has no text", path.display());
                used.insert(literal.to_owned());
            }
        }
    }
    for key in known {
        let family = key.split('.').next().unwrap_or_default();
        assert!(used.contains(key) || spoken.contains(family), "{key} is used nowhere");
    }
}

#[test]
fn every_place_of_a_text_is_filled_where_it_is_said() {
    let words = Words::of("en");
    for path in pages() {
        let code = code(&path);
        for call in ["fill(", "say_of("] {
            for rest in code.split(call).skip(1) {
                let Some(key) = rest
                    .trim_start()
                    .strip_prefix('"')
                    .and_then(|rest| rest.split('"').next())
                else {
                    continue;
                };
                let Some((given, _)) = rest.split_once("])") else {
                    continue;
                };
                if !given.contains("&[") {
                    continue;
                }
                let text = words.0.get(key).expect("a text");
                for place in text.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                    let shared = given.contains("gone[");
                    assert!(
                        shared || given.contains(&format!("(\"{place}\"")),
                        "{key} lacks {place}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_count_takes_the_form_that_goes_with_it_and_an_unknown_word_stands_as_it_is() {
    let words = Words::of("en");
    assert_eq!(words.many("count.item", 1), "1 item");
    assert_eq!(words.many("count.item", 2000), "2 000 items");
    assert_eq!(words.known("decision", "approve"), "Approve");
    assert_eq!(words.known("decision", "somethingNew"), "somethingNew");
}

#[test]
fn what_is_filled_in_is_not_filled_a_second_time() {
    assert_eq!(filled("{a} {b}", &[("a", "{b}"), ("b", "x")]), "{b} x");
}
