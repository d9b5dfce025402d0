//! What may lie where, and how it may be called.

use crate::tree::{nothing_of, root, sources};

const FOLDERS: &[&str] = &["src-tauri", "ui", "tests", "icons", ".cargo", ".ci"];
const FILES: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "LICENSE",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "clippy.toml",
    "deny.toml",
    ".gitignore",
];
/// Names that tell nothing about what is inside.
const EMPTY_NAMES: &[&str] = &[
    "manager", "service", "helper", "helpers", "util", "utils", "handler", "handlers", "data", "info", "process",
    "misc", "common",
];

#[test]
fn the_top_level_holds_only_what_the_house_allows() {
    let mut strangers = Vec::new();
    for entry in std::fs::read_dir(root()).expect("the top can be read") {
        let entry = entry.expect("an entry can be read");
        let name = entry.file_name().to_string_lossy().into_owned();
        let allowed = if entry.path().is_dir() { FOLDERS } else { FILES };
        // Git's own, and cargo's target: neither is part of the project.
        if !allowed.contains(&name.as_str()) && name != ".git" && name != "target" {
            strangers.push(name);
        }
    }
    nothing_of(&strangers, "the top level is fixed; these do not belong there:");
}

#[test]
fn files_and_folders_have_names_that_say_what_is_inside() {
    let mut found = Vec::new();
    for source in sources("", &[".rs", ".ts", ".tsx", ".sql", ".css"]) {
        let stems = source
            .path
            .split('/')
            .map(|part| part.split('.').next().unwrap_or(part));
        if stems.into_iter().any(|stem| EMPTY_NAMES.contains(&stem)) {
            found.push(source.path);
        }
    }
    nothing_of(&found, "a name should say what is inside; see src-tauri/GLOSSARY.md:");
}
