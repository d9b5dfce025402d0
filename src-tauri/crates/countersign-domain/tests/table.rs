//! The printed tables of the rules are the ones that are committed, to be read as documents.

// The rules themselves touch no file; comparing their tables with the committed ones does.
#![allow(clippy::disallowed_methods)]

use std::path::Path;

use countersign_domain::{assignment, catalog, request};

fn compare(name: &str, title: &str, table: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../tests/expected")
        .join(name);
    let found = format!("# {title}\n\nWritten by `src-tauri/crates/countersign-domain/tests/table.rs`.\n\n{table}");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&file, &found).expect("the expected file is written");
    }
    let expected = std::fs::read_to_string(&file).expect("the expected file");
    assert_eq!(
        expected, found,
        "run the test once with UPDATE_EXPECTED=1 and commit the file"
    );
}

#[test]
fn the_states_of_a_request_are_as_committed() {
    compare("request-states.md", "What becomes of a request", &request::table());
}

#[test]
fn the_states_of_an_assignment_are_as_committed() {
    compare(
        "assignment-states.md",
        "What becomes of an assignment",
        &assignment::table(),
    );
}

#[test]
fn the_matrix_of_catalog_roles_is_as_committed() {
    compare("catalog-roles.md", "Who may do what in a catalog", &catalog::table());
}
