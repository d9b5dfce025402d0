//! Who may know whom. The compiler holds most of it through the manifests; this holds the manifests.

use crate::tree::{nothing_of, read, sources};

/// Each crate with the crates of this workspace it may name.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("countersign-domain", &[]),
    ("countersign-store", &["domain"]),
    ("countersign-directory", &["domain"]),
    ("countersign-evidence", &["domain"]),
    ("countersign-exchange", &["domain"]),
    ("countersign-packet", &["domain"]),
    (
        "countersign-app",
        &["domain", "store", "directory", "evidence", "exchange", "packet"],
    ),
    ("countersign-cli", &["domain", "app"]),
    ("countersign-verify", &["domain", "evidence"]),
    ("xtask", &[]),
];

/// Libraries that only one crate may name, so that a change of them is a change of one crate.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("rusqlite", &["countersign-store"]),
    ("ldap3", &["countersign-directory"]),
    ("printpdf", &["countersign-evidence"]),
    ("lopdf", &["countersign-evidence"]),
    ("age", &["countersign-packet"]),
    ("object_store", &["countersign-exchange"]),
    ("keyring", &["countersign-app"]),
];

/// What a dependency table names, whatever the table is called.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.contains("dependencies");
        } else if inside && !line.starts_with('#') {
            let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
            names.extend((!name.is_empty()).then(|| name.to_owned()));
        }
    }
    names
}

#[test]
fn crates_depend_downwards_only() {
    let mut found = Vec::new();
    for (name, allowed) in MAY_KNOW {
        let manifest = read(&format!("src-tauri/crates/{name}/Cargo.toml"));
        for dependency in dependencies(&manifest) {
            if let Some(short) = dependency.strip_prefix("countersign-")
                && !allowed.contains(&short)
            {
                found.push(format!("{name} knows {dependency}"));
            }
        }
    }
    nothing_of(&found, "the direction is drawn in src-tauri/ARCHITECTURE.md:");
}

#[test]
fn a_library_at_a_border_is_named_by_one_crate() {
    let mut found = Vec::new();
    for source in sources("src-tauri/crates", &["Cargo.toml"]) {
        let named = dependencies(&source.text);
        for (library, owners) in ONLY_IN {
            let owned = owners.iter().any(|owner| source.path.contains(&format!("/{owner}/")));
            if named.iter().any(|name| name == library) && !owned {
                found.push(format!("{} names {library}", source.path));
            }
        }
    }
    nothing_of(&found, "each of these belongs to one crate:");
}

#[test]
fn only_the_shell_names_tauri() {
    let mut found = Vec::new();
    for source in sources("", &[".rs"]) {
        let is_shell = ["src-tauri/src/", "src-tauri/examples/", "src-tauri/build.rs"]
            .iter()
            .any(|place| source.path.starts_with(place));
        if is_shell || source.path.starts_with("tests/tidy/") {
            continue;
        }
        if ["use tauri", "tauri::", "tauri_"]
            .iter()
            .any(|word| source.text.contains(word))
        {
            found.push(source.path);
        }
    }
    nothing_of(&found, "the window's library is the shell's alone:");
}

#[test]
fn one_file_of_the_interface_knows_the_shell() {
    let mut found: Vec<String> = sources("ui/src", &[".ts", ".tsx"])
        .into_iter()
        .filter(|source| source.text.contains("@tauri-apps/"))
        .map(|source| source.path)
        .collect();
    found.retain(|path| path != "ui/src/api/host-tauri.ts");
    nothing_of(&found, "only ui/src/api/host-tauri.ts imports @tauri-apps:");
}

#[test]
fn the_rules_touch_neither_clock_nor_chance_nor_the_machine() {
    let forbidden = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "Utc::now",
        "Local::now",
        "SystemTime::now",
        "Instant::now",
        "getrandom",
        "rand::",
        "tokio::",
    ];
    let mut found = Vec::new();
    for source in sources("src-tauri/crates/countersign-domain/src", &[".rs"]) {
        for word in forbidden {
            if source.text.contains(word) {
                found.push(format!("{} says {word}", source.path));
            }
        }
    }
    nothing_of(&found, "in the domain, time, ids and chance are arguments:");
}

#[test]
fn every_crate_keeps_the_workspace_s_lints() {
    assert!(
        read("Cargo.toml").contains("unsafe_code = \"forbid\""),
        "unsafe code is forbidden"
    );
    // A workspace of its own inherits nothing: its library says the same itself.
    assert!(read("tests/fuzz/src/lib.rs").contains("#![forbid(unsafe_code)]"));
    let mut found = Vec::new();
    for source in sources("", &["Cargo.toml"]) {
        let flat = source.text.replace(' ', "");
        let inherits = !["Cargo.toml", "tests/fuzz/Cargo.toml"].contains(&source.path.as_str());
        if inherits && !flat.contains("[lints]\nworkspace=true") {
            found.push(source.path);
        }
    }
    nothing_of(&found, "these manifests lack `[lints] workspace = true`:");
}
