//! What may not be written anywhere, and how a problem speaks.

use crate::tree::{nothing_of, sources};

const TEXT: &[&str] = &[
    ".rs", ".ts", ".tsx", ".css", ".js", ".json", ".toml", ".md", ".sql", ".txt", ".html", ".yml", ".ldif", ".svg",
    "run",
];

#[test]
fn no_file_names_a_place_on_somebody_s_machine() {
    // Put together here, so that this file does not hold them itself.
    let places = [
        ["/ro", "ot/"].concat(),
        ["/wo", "rk/"].concat(),
        ["/ho", "me/"].concat(),
        ["/tmp", "/s/"].concat(),
    ];
    let mut found = Vec::new();
    for source in sources("", TEXT) {
        for (number, line) in source.text.lines().enumerate() {
            if places.iter().any(|place| names(line, place)) {
                found.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    nothing_of(&found, "paths of one machine:");
}

/// Whether the path starts there, rather than being part of a longer one such as an address or `src/work/`.
fn names(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || "._-}>".contains(letter))
    })
}

#[test]
fn a_problem_says_what_is_wrong_and_not_that_something_failed() {
    let mut found = Vec::new();
    for source in sources("src-tauri", &[".rs"]) {
        for (number, line) in source.text.lines().enumerate() {
            let said = line.trim_start();
            let lower = said.to_lowercase();
            if !said.starts_with("//") && said.contains('"') && lower.contains("failed to") {
                found.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    nothing_of(&found, "one sentence, what is wrong and where, without “failed to”:");
}
