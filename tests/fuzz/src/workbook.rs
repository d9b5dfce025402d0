//! A workbook: the parts of its archive, packed here, so that the fuzzer writes XML and not sums of archives. Where the
//! first byte is not 0, the rest is the archive itself.

use std::io::{Cursor, Write};
use std::panic::AssertUnwindSafe;
use std::path::Path;

use countersign_directory::file::{each_row, guess};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts, in the order in which they stand in an input, a NUL between two; what is missing or empty is as here.
fn parts() -> [(&'static str, String); 6] {
    [
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData/></worksheet>"),
        ),
        (
            "xl/sharedStrings.xml",
            format!("<sst xmlns=\"{MAIN}\"><si><t>Row</t></si></sst>"),
        ),
        (
            "xl/styles.xml",
            format!("<styleSheet xmlns=\"{MAIN}\"><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"Decisions\" sheetId=\"1\" \
                 r:id=\"rId1\"/><sheet name=\"About\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship \
                 Id=\"rId1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" \
                 Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet2.xml",
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData/></worksheet>"),
        ),
    ]
}

fn packed(written: &[u8]) -> Vec<u8> {
    let mut given = written.split(|byte| *byte == 0);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, own) in parts() {
        let bytes = given.next().filter(|one| !one.is_empty()).unwrap_or(own.as_bytes());
        archive.start_file(name, stored).expect("a part");
        archive.write_all(bytes).expect("its bytes");
    }
    archive.finish().expect("an archive").into_inner()
}

/// The file that these bytes stand for.
pub fn file(bytes: &[u8]) -> Vec<u8> {
    match bytes.split_first() {
        Some((0, rest)) => packed(rest),
        Some((_, rest)) => rest.to_vec(),
        None => Vec::new(),
    }
}

pub fn enter(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("returned.xlsx");
    std::fs::write(&path, file(bytes)).expect("a file");
    look(&path, "About");
    look(&path, "Decisions");
    let _ = guess(&path);
}

fn look(path: &Path, sheet: &str) {
    let mut before = 0;
    // A job ends at a fault of the library that takes workbooks apart, as at any other problem.
    let _ = std::panic::catch_unwind(AssertUnwindSafe(|| {
        each_row(path, sheet, 2_000, &mut |row, cells| {
            assert!(row > before, "row {row} after {before}");
            assert!(cells.len() <= 1_024, "a row of {} cells", cells.len());
            before = row;
            Ok(())
        })
    }));
}
