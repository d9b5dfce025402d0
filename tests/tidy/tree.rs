//! The files of the checkout that people write.

use std::path::{Path, PathBuf};

/// Made by tools or fetched, so nobody's to keep tidy.
const MADE: &[&str] = &[".git", "target", "node_modules", "dist", "gen"];

/// A file written by people, with its path from the top of the checkout in `/` notation.
pub struct Source {
    pub path: String,
    pub text: String,
}

/// The top of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .expect("the checkout is there")
}

/// One file's text.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|problem| panic!("{path}: {problem}"))
}

/// Every text file below a folder (`""` for all) that ends in one of these.
pub fn sources(below: &str, endings: &[&str]) -> Vec<Source> {
    let top = root();
    let mut found = Vec::new();
    let mut folders = vec![top.join(below)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("a folder's entry can be read").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !MADE.contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending))
                && let Ok(text) = std::fs::read_to_string(&path)
            {
                let path = path.strip_prefix(&top).expect("it lies below the top");
                found.push(Source {
                    path: path.to_string_lossy().replace('\\', "/"),
                    text,
                });
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(!found.is_empty(), "no file below “{below}” ends in {endings:?}");
    found
}

/// Fails with all that was found, a line each.
pub fn nothing_of(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}\n  {}", found.join("\n  "));
}
