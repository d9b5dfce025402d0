//! The history as CSV, XLSX and JSON, opened by programs that are not ours.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use countersign_tests::years::{HOSTILE, Years};
use serde_json::{Value, json};

use super::{all, moment};

/// Rows of a CSV file by Python's own reader: a JSON list of objects.
fn read_csv(path: &Path) -> Option<Vec<Value>> {
    let script = "import csv,json,sys\nprint(json.dumps(list(csv.DictReader(open(sys.argv[1], encoding='utf-8-sig', newline='')))))";
    let out = Command::new("python3").args(["-c", script]).arg(path).output().ok()?;
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).ok()
}

/// A name as a file shows it: control characters are named, line ends are line feeds.
fn shown(name: &str) -> String {
    name.chars()
        .map(|one| match one {
            '\u{7}' => "‹U+0007›".to_owned(),
            '\u{1b}' => "‹U+001B›".to_owned(),
            '\r' => "‹U+000D›".to_owned(),
            other => other.to_string(),
        })
        .collect()
}

#[test]
fn a_history_is_written_in_three_formats_and_no_name_in_it_is_run() {
    let years = Years::lived();
    let practice = &years.practice;
    let folder = tempfile::tempdir().expect("a folder");
    let whole = all(&years, &json!({}), 100);
    let export = |name: &str, format: &str, more: Value| {
        let path = folder.path().join(name);
        let mut input = json!({ "path": path, "format": format });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        (path, practice.job("history.export", input))
    };
    let (json_file, done) = export("all.json", "json", json!({}));
    assert_eq!(done.expect("done")["rows"], whole.len());
    let document: Value = serde_json::from_slice(&std::fs::read(json_file).expect("a file")).expect("JSON");
    assert_eq!(document["schema"], "countersign.history/1");
    assert_eq!(document["total"], whole.len());
    let listed = document["history"].as_array().expect("rows");
    assert_eq!(listed.len(), whole.len());
    assert!(
        listed
            .iter()
            .zip(whole.iter().rev())
            .all(|(one, other)| one["id"] == other["key"]
                && one["person"] == other["principalName"]
                && moment(one) == moment(other))
    );

    let (csv, done) = export("all.csv", "csv", json!({}));
    done.expect("done");
    let bytes = std::fs::read(&csv).expect("a file");
    assert!(bytes.starts_with(b"\xEF\xBB\xBFid,logEntry,"), "a mark and the titles");
    let (plain, done) = export(
        "plain.csv",
        "csv",
        json!({ "bom": false, "filter": { "kind": "approval" } }),
    );
    assert_eq!(done.expect("done")["rows"], 2);
    assert!(std::fs::read(&plain).expect("a file").starts_with(b"id,logEntry,"));
    if let Some(rows) = read_csv(&csv) {
        assert_eq!(rows.len(), whole.len(), "no row was lost or made by a name");
        safe_in_csv(&rows);
    }

    let (xlsx, done) = export("all.xlsx", "xlsx", json!({}));
    let done = done.expect("done");
    assert_eq!((&done["rows"], &done["sheets"]), (&json!(whole.len()), &json!(1)));
    shows_unchanged(&xlsx, &whole);

    // Nothing is written over, nothing half-written stays, and what is not writable is said.
    let refused = export("all.csv", "csv", json!({})).1.expect_err("a refusal");
    assert_eq!(refused.code.as_deref(), Some("exists"));
    export("all.csv", "csv", json!({ "replace": true }))
        .1
        .expect("replaced");
    let refused = export("none/all.csv", "csv", json!({})).1.expect_err("a refusal");
    assert!(refused.message.contains("is not writable"), "{refused:?}");
    let left = std::fs::read_dir(folder.path()).expect("a folder").flatten();
    let parts: Vec<_> = left
        .filter(|one| one.file_name().to_string_lossy().ends_with(".part"))
        .collect();
    assert!(parts.is_empty(), "{parts:?}");
    let log = practice.call("audit.list", json!({ "limit": 1 }));
    assert_eq!(log["rows"][0]["operation"], "history.export");
    practice.is_sound();
}

fn safe_in_csv(rows: &[Value]) {
    let mut seen = BTreeMap::new();
    for row in rows {
        for (title, value) in row.as_object().expect("a row") {
            let text = value.as_str().unwrap_or_default();
            let first = text.trim_start().chars().next();
            let sign = first.is_some_and(|one| "=+-@|\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".contains(one));
            assert!(!sign && !text.starts_with(['\t', '\r']), "{title}: {text:?}");
            if title == "person" {
                *seen.entry(text.to_owned()).or_insert(0) += 1;
            }
        }
    }
    for name in HOSTILE {
        let name = shown(name);
        let known = seen.contains_key(&name) || seen.contains_key(&format!("'{name}"));
        assert!(known, "{name:?} is not among {:?}", seen.keys());
    }
}

/// The workbook by LibreOffice and by openpyxl, each where it is installed.
fn shows_unchanged(xlsx: &Path, whole: &[Value]) {
    let expected: Vec<String> = whole
        .iter()
        .rev()
        .map(|row| shown(row["principalName"].as_str().expect("a name")))
        .collect();
    let script = "import json,sys,openpyxl\nbook=openpyxl.load_workbook(sys.argv[1])\nsheet=book['history']\n\
                  kinds={cell.data_type for row in sheet.iter_rows() for cell in row}\n\
                  rows=list(sheet.values)\nat=rows[0].index('person')\n\
                  print(json.dumps({'kinds':sorted(kinds),'people':[row[at] for row in rows[1:]],'sheets':book.sheetnames}))";
    let out = Command::new("/usr/bin/python3").args(["-c", script]).arg(xlsx).output();
    match out {
        Ok(out) if out.status.success() => {
            let told: Value = serde_json::from_slice(&out.stdout).expect("JSON");
            assert_eq!(told["people"], json!(expected));
            assert_eq!(told["sheets"], json!(["history", "About"]));
            let kinds = told["kinds"].to_string();
            assert!(!kinds.contains('f'), "no cell is a formula: {kinds}");
        }
        _ => eprintln!("openpyxl is not installed; left out."),
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut office = Command::new("soffice");
    office
        .arg(format!(
            "-env:UserInstallation=file://{}/profile",
            folder.path().display()
        ))
        .args([
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1",
            "--outdir",
        ])
        .arg(folder.path())
        .arg(xlsx);
    let Ok(out) = office.output() else {
        eprintln!("LibreOffice is not installed; left out.");
        return;
    };
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let rows = read_csv(&folder.path().join("all.csv")).expect("rows");
    let people: Vec<&str> = rows.iter().map(|row| row["person"].as_str().expect("a name")).collect();
    assert_eq!(people, expected, "what LibreOffice shows");
}
