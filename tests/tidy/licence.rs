//! Everything the program is built from may be given on with it.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use crate::tree::{nothing_of, read, root};

/// The licences that `deny.toml` allows.
fn allowed() -> BTreeSet<String> {
    let text = read("deny.toml");
    let (_, list) = text.split_once("allow = [").expect("deny.toml has a list of licences");
    let (list, _) = list.split_once(']').expect("the list ends");
    list.split(',')
        .map(|name| name.trim().trim_matches('"').to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// Whether an SPDX expression can be met with allowed licences: one of those joined by OR, all of
/// those joined by AND. Brackets are the only nesting that occurs.
fn is_met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let expression = expression.replace('/', " OR ");
    let tokens: Vec<String> = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let mut at = 0;
    let met = any(&tokens, &mut at, allowed);
    met && at == tokens.len()
}

fn any(tokens: &[String], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut met = all(tokens, at, allowed);
    while tokens.get(*at).is_some_and(|token| token == "OR") {
        *at += 1;
        met |= all(tokens, at, allowed);
    }
    met
}

fn all(tokens: &[String], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut met = one(tokens, at, allowed);
    while tokens.get(*at).is_some_and(|token| token == "AND") {
        *at += 1;
        met &= one(tokens, at, allowed);
    }
    met
}

fn one(tokens: &[String], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let Some(token) = tokens.get(*at) else {
        return false;
    };
    *at += 1;
    if token == "(" {
        let met = any(tokens, at, allowed);
        *at += 1;
        return met;
    }
    if tokens.get(*at).is_some_and(|next| next == "WITH") {
        let exception = tokens.get(*at + 1).cloned().unwrap_or_default();
        *at += 2;
        return allowed.contains(&format!("{token} WITH {exception}")) || allowed.contains(token);
    }
    allowed.contains(token)
}

#[test]
fn an_expression_is_met_as_spdx_means_it() {
    let allowed = BTreeSet::from(["MIT".to_owned(), "Zlib".to_owned()]);
    for good in [
        "MIT",
        "MIT OR GPL-3.0",
        "GPL-3.0/MIT",
        "(MIT OR GPL-3.0) AND Zlib",
        "Zlib WITH x",
    ] {
        assert!(is_met(good, &allowed), "{good}");
    }
    for bad in ["GPL-3.0", "MIT AND GPL-3.0", "(GPL-3.0) AND Zlib", "", "MIT)"] {
        assert!(!is_met(bad, &allowed), "{bad}");
    }
}

#[test]
fn every_crate_has_an_allowed_licence() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version=1", "--offline", "--locked"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root())
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    assert!(packages.len() > 100, "only {} packages", packages.len());
    check(packages.iter().map(|package| (&package["name"], &package["license"])));
}

#[test]
fn every_package_of_the_interface_has_an_allowed_licence() {
    let lock: Value = serde_json::from_str(&read("ui/package-lock.json")).expect("the lock is JSON");
    let packages = lock["packages"].as_object().expect("there are packages");
    let names: Vec<(Value, &Value)> = packages
        .iter()
        .map(|(path, package)| (Value::from(path.as_str()), &package["license"]))
        .collect();
    check(names.iter().map(|(name, licence)| (name, *licence)));
}

fn check<'a>(packages: impl Iterator<Item = (&'a Value, &'a Value)>) {
    let allowed = allowed();
    let found: Vec<String> = packages
        .filter(|(_, licence)| !is_met(licence.as_str().unwrap_or_default(), &allowed))
        .map(|(name, licence)| format!("{name} {licence}"))
        .collect();
    nothing_of(&found, "not among the licences of deny.toml:");
}
