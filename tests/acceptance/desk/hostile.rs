//! Hostile files given to the window that opens any evidence: each comes back with its verdict, and the desk goes on.

use std::time::{Duration, Instant};

use countersign_evidence::{Record, export};
use serde_json::{Value, json};

use super::practice;

/// What was said against a file, and whether anything of it is shown.
fn said(view: &Value) -> (String, bool) {
    let findings = view["verdict"]["findings"].as_array().expect("findings");
    let errors = findings.iter().filter(|one| one["severity"] == "error");
    let words = |one: &Value| format!("{} {}: {}", one["check"], one["place"], one["message"]).replace('"', "");
    let shown = view["parts"].as_object().is_some_and(|parts| !parts.is_empty());
    (errors.map(words).collect::<Vec<_>>().join("\n"), shown)
}

#[test]
fn a_hostile_file_in_the_viewer_is_named_and_the_desk_goes_on() {
    let (practice, _) = practice();
    let folder = tempfile::tempdir().expect("a folder");
    let whole = folder.path().join("whole.pdf");
    export(&Record::default(), &whole, &mut |_| true).expect("exports");
    let bytes = std::fs::read(&whole).expect("reads");
    let opened = practice.call("evidence.open", json!({ "path": whole }));
    assert_eq!(opened["verdict"]["valid"], true, "{opened}");
    assert!(said(&opened).1);

    let mut changed = bytes.clone();
    changed[bytes.len() / 3] ^= 1;
    let circles = "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>\nendobj\ntrailer\n<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n";
    let zip = [b"PK\x03\x04".as_slice(), &[0; 4_000]].concat();
    let cases: [(&str, Vec<u8>, &str, bool); 8] = [
        (
            "cut",
            bytes[..bytes.len() / 2].to_vec(),
            "seal end of the file: The file is cut off",
            false,
        ),
        ("changed", changed, "were changed", true),
        (
            "appended",
            [&bytes[..], &[b'x'; 9_000]].concat(),
            "seal behind the seal: The file goes on",
            false,
        ),
        ("empty", Vec::new(), "does not end with a seal of Countersign", false),
        (
            "circles",
            circles.into(),
            "does not end with a seal of Countersign",
            false,
        ),
        (
            "deep",
            format!("%PDF-1.7\n{}", "[<<".repeat(500_000)).into_bytes(),
            "does not end with a seal",
            false,
        ),
        ("zip", zip, "does not end with a seal", false),
        (
            "row",
            format!("{{\"countersignRow\":1,\"row\":{}", "[".repeat(500_000)).into_bytes(),
            "It is not a row",
            false,
        ),
    ];
    for (name, content, words, shown) in cases {
        let path = folder.path().join(name);
        std::fs::write(&path, content).expect("writes");
        let started = Instant::now();
        let view = practice.call("evidence.open", json!({ "path": path }));
        let (found, any) = said(&view);
        assert_eq!(view["verdict"]["valid"], false, "{name}");
        assert!(found.contains(words), "{name}: {found}");
        assert_eq!(any, shown, "{name}");
        let rows = practice.ask(
            "evidence.rows",
            json!({ "path": path, "section": "items", "limit": 5, "filter": "a" }),
        );
        assert_eq!(rows.is_ok(), shown, "{name}: {rows:?}");
        let took = started.elapsed();
        assert!(took < Duration::from_secs(120), "{name}: {took:?}");
    }
    for path in [folder.path().to_path_buf(), folder.path().join("nowhere")] {
        practice.refused("evidence.open", json!({ "path": path }));
        practice.refused("evidence.rows", json!({ "path": path, "section": "items" }));
    }
    assert_eq!(practice.call("audit.verify", json!({}))["valid"], true);
}
