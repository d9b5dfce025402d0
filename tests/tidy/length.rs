//! Long files: aim at 120 lines, look twice at 250, explain at 400.

use std::collections::BTreeMap;

use crate::tree::{nothing_of, read, sources};

/// From here on a file needs a line in `long.txt` with the reason.
const EXPLAIN: usize = 400;
/// From here on a file is named in the test's output.
const LOOK_TWICE: usize = 250;

/// Generated from Rust; its length is that of the contract.
const GENERATED: &[&str] = &["ui/src/api/operations.ts"];

#[test]
fn a_long_file_is_explained_and_does_not_grow() {
    let list = read("tests/tidy/long.txt");
    let mut explained: BTreeMap<&str, usize> = BTreeMap::new();
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut words = line.splitn(3, ' ');
        let (Some(path), Some(Ok(limit)), Some(_reason)) = (words.next(), words.next().map(str::parse), words.next())
        else {
            panic!("long.txt has lines of PATH LINES REASON, not: {line}");
        };
        explained.insert(path, limit);
    }

    let mut found = Vec::new();
    for source in sources("", &[".rs", ".ts", ".tsx", ".sql", ".js"]) {
        if GENERATED.contains(&source.path.as_str()) {
            continue;
        }
        let lines = source.text.lines().count();
        if lines >= LOOK_TWICE {
            println!("{lines:>6}  {}", source.path);
        }
        match explained.remove(source.path.as_str()) {
            None if lines >= EXPLAIN => found.push(format!("{}: {lines} lines, not explained", source.path)),
            Some(limit) if lines > limit => {
                found.push(format!("{}: {lines} lines, {limit} were explained", source.path));
            }
            Some(_) if lines < EXPLAIN => {
                found.push(format!("{}: {lines} lines, take it off the list", source.path));
            }
            _ => {}
        }
    }
    found.extend(explained.keys().map(|path| format!("{path}: not there any more")));
    nothing_of(&found, "tests/tidy/long.txt and the files do not agree:");
}
