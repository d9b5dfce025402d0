//! The generated TypeScript of the table of operations is the one that is committed.

use std::path::Path;

#[test]
fn the_typescript_of_the_operations_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/api/operations.ts");
    let generated = countersign_app::typescript::operations_file();
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&path, &generated).expect("the front end's folder is writable");
    }
    let committed = std::fs::read_to_string(&path).expect("operations.ts is there");
    assert_eq!(
        committed, generated,
        "run the test once with UPDATE_EXPECTED=1 and commit the file"
    );
}
