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
    paths.push(src().join("page.rs"));
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

/// A text without its places to fill.
fn bare(text: &str) -> String {
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| {
        out + part.split_once('}').map_or("", |(_, rest)| rest)
    })
}

#[test]
fn no_sentence_stands_in_the_code_of_the_pages() {
    let mut found = Vec::new();
    for path in pages() {
        for literal in literals(&code(&path)) {
            let text = bare(literal);
            let words = text.split(|c: char| !c.is_alphabetic());
            if text.contains(' ') && words.filter(|word| word.chars().count() > 1).count() > 1 {
                found.push(format!("{}: {literal}", path.display()));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn every_key_has_its_text_and_every_text_is_used() {
    let known: BTreeSet<&str> = Words::of("en").keys().collect();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut spoken = BTreeSet::new();
    let mut paths = pages();
    sources(&src().join("layout"), &mut paths);
    paths.push(src().join("export.rs"));
    let mut found = Vec::new();
    for path in &paths {
        let code = code(path);
        spoken.extend(families(&code));
        for literal in literals(&code) {
            let file = literal.ends_with(".json") || literal.ends_with(".csv");
            if !file && (is_key(literal) || matches!(literal, "yes" | "no" | "none")) {
                used.insert(literal.to_owned());
                if !known.contains(literal) {
                    found.push(format!("{}: {literal} has no text", path.display()));
                }
            }
        }
    }
    for key in known {
        let family = key.split('.').next().unwrap_or_default();
        if !used.contains(key) && !spoken.contains(family) {
            found.push(format!("{key} is used nowhere"));
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn every_place_of_a_text_is_filled_where_it_is_said() {
    let words = Words::of("en");
    let mut found = Vec::new();
    let mut seen = 0;
    for path in pages() {
        let code = code(&path);
        for rest in ["fill(", "say_of("].iter().flat_map(|call| code.split(call).skip(1)) {
            let Some((key, rest)) = rest
                .trim_start()
                .strip_prefix('"')
                .and_then(|rest| rest.split_once('"'))
            else {
                continue;
            };
            // Values that stand elsewhere are looked at while the pages are printed.
            let Some(given) = rest.trim_start_matches([',', ' ', '\n']).strip_prefix("&[") else {
                continue;
            };
            let given: String = given
                .split("],\n")
                .next()
                .unwrap_or_default()
                .split_whitespace()
                .collect();
            let text = words.texts.get(key).map_or("", String::as_str);
            for place in text.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                seen += 1;
                if !given.contains(&format!("(\"{place}\"")) && !given.contains("gone[") {
                    found.push(format!("{}: {key} lacks {place}", path.display()));
                }
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
    assert!(seen > 100, "{seen}");
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
