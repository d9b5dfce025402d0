//! Somebody else's validator holds the record against the published schema.

mod support;

use std::path::Path;
use std::process::Command;

use countersign_evidence::{SCHEMA, export, export_package, redact};
use support::Sample;
use support::package::PackageSample;

const PROGRAM: &str = r##"
import json, sys, jsonschema
schema = json.load(open(sys.argv[1]))
validator = jsonschema.Draft202012Validator
validator.check_schema(schema)
check = validator(schema, format_checker=jsonschema.FormatChecker())
for name in sys.argv[2:]:
    record = json.load(open(name))
    kind = "accessPackage" if "evidence" in record else "accessReview"
    # The branch of its kind alone says where something is wrong.
    one = validator({**schema, "oneOf": [{"$ref": "#/$defs/" + kind}]})
    for error in list(one.iter_errors(record))[:5]:
        if error.context:
            error = min(error.context, key=lambda inner: len(inner.context or []))
        print("wrong", name, list(error.absolute_path), error.message[:300])
    print("valid" if check.is_valid(record) else "invalid")
    record["items" if kind == "accessReview" else "assignments"][0]["unheard"] = 1
    print("strict" if not check.is_valid(record) else "loose")
"##;

/// Takes `evidence.json` out of a file; none where poppler is not installed and nobody insists.
fn record(pdf: &Path, folder: &Path) -> Option<String> {
    let out = folder.join(pdf.file_stem().expect("a name"));
    std::fs::create_dir(&out).expect("a folder");
    let run = Command::new("pdfdetach")
        .arg("-saveall")
        .arg("-o")
        .arg(&out)
        .arg(pdf)
        .output();
    match run {
        Ok(output) => assert!(output.status.success(), "{output:?}"),
        Err(_) if std::env::var("REQUIRE_TOOLS").as_deref() != Ok("1") => return None,
        Err(problem) => panic!("pdfdetach is missing: {problem}"),
    }
    Some(out.join("evidence.json").to_string_lossy().into_owned())
}

#[test]
fn a_foreign_validator_accepts_full_and_redacted_records_of_both_kinds_and_nothing_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    export(&Sample::new(120), &at("review.pdf"), &mut |_| true).expect("exports");
    let mut package = PackageSample::new(40);
    package.head.document.document_key = "7b".repeat(32);
    export_package(&package, &at("package.pdf"), &mut |_| true).expect("exports");
    redact(&at("review.pdf"), &at("review-redacted.pdf"), None, &mut |_| true).expect("redacts");
    redact(&at("package.pdf"), &at("package-redacted.pdf"), None, &mut |_| true).expect("redacts");
    let names = [
        "review.pdf",
        "package.pdf",
        "review-redacted.pdf",
        "package-redacted.pdf",
    ];
    let Some(records) = names
        .iter()
        .map(|name| record(&at(name), folder.path()))
        .collect::<Option<Vec<_>>>()
    else {
        return;
    };
    std::fs::write(at("schema.json"), SCHEMA).expect("writes");
    let output = Command::new("python3")
        .args(["-c", PROGRAM])
        .arg(at("schema.json"))
        .args(&records)
        .output();
    let output = output.expect("python3 runs");
    let (said, errors) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    if errors.contains("No module named") && std::env::var("REQUIRE_TOOLS").as_deref() != Ok("1") {
        return;
    }
    assert_eq!(said, "valid\nstrict\n".repeat(4), "{errors}");
}
