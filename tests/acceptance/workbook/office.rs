//! Other programs open the workbook, fill it in and save it in their own way.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use countersign_tests::tool;
use serde_json::{Value, json};

use crate::scene::{FIRST, Fill, HOSTILE, Scene, kinds, put, repack, text};

const PYTHON: &str = "/usr/bin/python3";

struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// LibreOffice itself types these texts and saves; what it saw of the sheet.
fn typed(path: &Path, out: &Path, cells: &Value) -> Option<Value> {
    let office = tool("/usr/lib/libreoffice/program/soffice.bin")?;
    tool("/usr/lib/python3/dist-packages/uno.py")?;
    let profile = tempfile::tempdir().expect("a folder");
    let profile_of = format!("-env:UserInstallation=file://{}", profile.path().display());
    // A profile that is new makes it end once, and ask to be started again.
    let first = Command::new(&office)
        .args([
            "--headless",
            "--norestore",
            "--nologo",
            "--terminate_after_init",
            &profile_of,
        ])
        .env("HOME", profile.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    first.expect("LibreOffice starts");
    // A pipe with a name of its own: a port could be taken between choosing it and listening on it.
    let name = profile.path().file_name().and_then(|name| name.to_str());
    let pipe = name.expect("a name").replace('.', "countersign");
    let mut program = Command::new(office)
        .args(["--headless", "--norestore", "--nologo", "--nodefault"])
        .arg(&profile_of)
        .arg(format!("--accept=pipe,name={pipe};urp;"))
        .env("HOME", profile.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("LibreOffice starts");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("support/fill_workbook.py");
    let mut typing = Command::new(PYTHON)
        .arg(script)
        .arg(pipe)
        .args([path, out])
        .arg(cells.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("Python runs");
    let mut early = None;
    while typing.try_wait().expect("the state of Python").is_none() {
        // Nobody would answer what Python waits for.
        early = program
            .try_wait()
            .expect("the state of LibreOffice")
            .filter(|ended| !ended.success());
        if early.is_some() {
            let _ = typing.kill();
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let _ended = Ended(program);
    let ran = typing.wait_with_output().expect("Python ended");
    assert!(early.is_none(), "LibreOffice ended by itself: {early:?}");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{}: {said}", ran.status);
    Some(serde_json::from_slice(&ran.stdout).expect("JSON"))
}

#[test]
fn filled_and_saved_by_libre_office_itself_it_comes_back_whole() {
    let scene = Scene::new(30);
    let words = ["Approve", "Deny", "Don't know"];
    let cells: Vec<Value> = (0..30)
        .flat_map(|at| {
            let row = FIRST - 1 + at;
            [
                json!([10, row, words[at % 3]]),
                json!([11, row, format!("Grund {at}: ünd “so”")]),
            ]
        })
        .collect();
    let out = scene.beside("saved.xlsx");
    let Some(seen) = typed(scene.book(), &out, &json!(cells)) else {
        return;
    };
    assert_eq!(seen, json!({ "protected": true, "list": "LIST", "formulas": 0 }));
    let took = scene.take(&out, false);
    assert_eq!(
        (&took["decided"], kinds(&took)),
        (&json!(30), Vec::<String>::new()),
        "{took}"
    );
    let items = scene.items();
    assert!(items.iter().all(|item| {
        item["justification"]
            .as_str()
            .is_some_and(|why| why.ends_with("ünd “so”"))
    }));
    // Saved once more without a change, it says the same.
    let again = scene.beside("again.xlsx");
    typed(&out, &again, &json!([])).expect("LibreOffice");
    let took = scene.take(&again, false);
    assert_eq!(
        (&took["decided"], &took["same"], &took["problemTotal"]),
        (&json!(0), &json!(30), &json!(0))
    );
}

#[test]
fn what_looks_like_a_formula_typed_as_a_reason_stays_a_text() {
    let scene = Scene::new(3);
    let row = FIRST - 1;
    let out = scene.beside("saved.xlsx");
    let cells = json!([
        [10, row, "Deny"],
        [11, row, "=1+1"],
        [10, row + 1, "Deny"],
        [11, row + 1, "00123"]
    ]);
    let Some(_) = typed(scene.book(), &out, &cells) else {
        return;
    };
    let took = scene.take(&out, false);
    assert_eq!(
        (&took["decided"], &took["problemTotal"]),
        (&json!(2), &json!(0)),
        "{took}"
    );
    let reasons: Vec<Value> = scene.items().iter().map(|item| item["justification"].clone()).collect();
    for reason in ["=1+1", "00123"] {
        assert!(reasons.contains(&json!(reason)), "{reason}: {reasons:?}");
    }
}

/// Excel writes typed texts as shared strings, some of them in runs, with a chain of what it calculated.
#[test]
fn a_file_as_excel_writes_it_comes_back() {
    let scene = Scene::new(6);
    let plain = scene.fill(&[]);
    let mut sheet = text(&plain, "xl/worksheets/sheet1.xml");
    let shared = text(&plain, "xl/sharedStrings.xml");
    let count = shared.matches("<si>").count();
    let added = "<si><t>Approve</t></si>\
                 <si><r><rPr><b/><sz val=\"11\"/></rPr><t xml:space=\"preserve\">Still </t></r>\
                 <r><t>needed_x000D_\n</t></r></si>";
    sheet = put(&sheet, FIRST, 10, "MARK-ONE");
    sheet = put(&sheet, FIRST, 11, "MARK-TWO");
    for (mark, at) in [("MARK-ONE", count), ("MARK-TWO", count + 1)] {
        let inline = format!("t=\"inlineStr\"><is><t xml:space=\"preserve\">{mark}</t></is>");
        assert!(sheet.contains(&inline));
        sheet = sheet.replace(&inline, &format!("t=\"s\"><v>{at}</v>"));
    }
    sheet = sheet.replacen("<sheetData>", "<!-- saved by hand --><sheetData>", 1);
    let shared = shared.replace("</sst>", &format!("{added}</sst>"));
    let out = scene.beside("excel.xlsx");
    repack(&plain, &out, &|name, bytes| match name {
        "xl/worksheets/sheet1.xml" => Some(sheet.clone().into_bytes()),
        "xl/sharedStrings.xml" => Some(shared.clone().into_bytes()),
        _ => Some(bytes),
    });
    let took = scene.take(&out, false);
    assert_eq!(
        (&took["decided"], &took["problemTotal"]),
        (&json!(1), &json!(0)),
        "{took}"
    );
    let reason = scene
        .items()
        .iter()
        .find_map(|item| item["justification"].as_str().map(str::to_owned));
    assert!(
        reason.as_deref().is_some_and(|text| text.starts_with("Still needed")),
        "{reason:?}"
    );
}

#[test]
fn names_are_shown_as_they_are_and_none_is_a_formula() {
    let scene = Scene::new(HOSTILE.len());
    let sheet = text(scene.book(), "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "no formula");
    assert!(sheet.contains("sheetProtection") && sheet.contains("dataValidation"));
    let strings = text(scene.book(), "xl/sharedStrings.xml");
    assert!(strings.contains("=HYPERLINK("), "the name stands there as it is");
    let took = scene.take(&scene.fill(&[Fill::decide(0, "Approve", "")]), false);
    assert_eq!((&took["decided"], &took["problemTotal"]), (&json!(1), &json!(0)));
}
