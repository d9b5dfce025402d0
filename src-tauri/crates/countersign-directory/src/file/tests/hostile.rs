//! Files that are wrong, or meant to do harm: each ends in a sentence that names the file and the row.

use std::io::Write;

use serde_json::json;

use super::{Folder, NO_STRINGS, row, workbook};
use crate::file::Place;
use crate::file::xlsx::unpack;

#[test]
fn a_table_that_is_not_whole_is_refused_with_its_row() {
    let folder = Folder::new("ragged");
    let cases: [(&str, &str); 9] = [
        (
            "id,name\n1,a\n2\n",
            "x.csv, row 3, has 1 cell where the first row has 2.",
        ),
        (
            "id,name\n1,a,b\n",
            "x.csv, row 2, has 3 cells where the first row has 2.",
        ),
        (
            "id,name\n1,\"a\n2,b\n",
            "x.csv, row 2, column 2, has a quotation mark that is never closed.",
        ),
        (
            "id,name\n1,\"a\"b\n",
            "x.csv, row 2, column 2, has characters after the quotation mark that ends a cell.",
        ),
        (
            "id,name\n1,a\n\n1,b\n",
            "x.csv, row 4, has the id “1”, which row 2 has already.",
        ),
        ("id,name\n", "x.csv holds headings and no rows."),
        ("", "x.csv holds no rows."),
        ("id,id\n1,2\n", "x.csv, row 1, has the column “id” twice."),
        (
            "resource:x,id\n1,unmatched:2\n",
            "x.csv, row 2, has the id “unmatched:2”, which begins like an id of this program.",
        ),
    ];
    for (text, sentence) in cases {
        folder.put("x.csv", text);
        assert_eq!(folder.refused("x.csv"), sentence);
    }
    folder.put("x.csv", b"id,name\n1,a\0b\n");
    assert!(folder.refused("x.csv").contains("has a NUL at byte 12"));
    assert_eq!(folder.refused("y.csv"), "y.csv is not there.");
    assert_eq!(
        folder.refused("y.pdf"),
        "y.pdf does not end in .csv, .xlsx or .ldif; name its format in the settings."
    );
}

#[test]
fn what_would_never_end_is_refused_at_once() {
    let folder = Folder::new("endless");
    let device = json!([{ "path": "/dev/zero", "format": "csv" }]);
    assert_eq!(
        folder.read(device).expect_err("refused").to_string(),
        "zero is not a file."
    );
    // A quotation mark that swallows the rest of a file ends at the limit of a cell.
    let mut long = b"id,name\n1,\"".to_vec();
    long.resize(2_000_000, b'a');
    folder.put("long.csv", long);
    assert!(
        folder
            .refused("long.csv")
            .contains("row 2, column 2, has a cell of more than 256 KiB")
    );
    folder.put("wide.csv", format!("id{}\n", ",x".repeat(5_000)));
    assert!(folder.refused("wide.csv").contains("more than 1024 cells"));
}

#[test]
fn a_workbook_that_would_fill_the_memory_is_refused_before_it_is_parsed() {
    let folder = Folder::new("bomb");
    let promise = NO_STRINGS.replace("uniqueCount=\"0\"", "uniqueCount = \"99999999999\"");
    folder.put("promise.xlsx", workbook(&row(1, &["id"]), &promise));
    assert!(folder.refused("promise.xlsx").contains("promises 99999999999 strings"));
    let hidden = NO_STRINGS.replace(
        "uniqueCount=\"0\"",
        &format!("uniqueCount={}\"99999999999\"", " ".repeat(70_000)),
    );
    folder.put("hidden.xlsx", workbook(&row(1, &["id"]), &hidden));
    assert!(folder.refused("hidden.xlsx").contains("promises"));
    // The last cell a sheet may have, which a dense table would make room for.
    let far = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    folder.put("far.xlsx", workbook(far, NO_STRINGS));
    assert!(
        folder
            .refused("far.xlsx")
            .contains("row 1048576, has more than 1024 columns")
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("xl/worksheets/sheet1.xml", options).expect("a part");
    for _ in 0..3 {
        archive.write_all(&vec![b' '; 1024 * 1024]).expect("its text");
    }
    let mut bytes = archive.finish().expect("an archive").into_inner();
    assert!(bytes.len() < 20_000, "it is small before it is unpacked");
    let refused = |bytes: &[u8]| {
        let mut file = std::fs::File::open(folder.put("bomb.xlsx", bytes)).expect("the file");
        let refused = unpack(&mut file, 2 * 1024 * 1024, &Place("bomb.xlsx"));
        refused.expect_err("refused").to_string()
    };
    assert_eq!(refused(&bytes), "bomb.xlsx unpacks to more than 2 MiB.");
    // What it says of its size is not believed.
    let size = 3_u32 * 1024 * 1024;
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == size.to_le_bytes() {
            bytes[at..at + 4].copy_from_slice(&7_u32.to_le_bytes());
        }
    }
    assert!(refused(&bytes).contains("larger than its declared uncompressed size"));
    folder.put("text.xlsx", "id,name\n");
    assert!(folder.refused("text.xlsx").contains("is not a readable Excel workbook"));
}

#[test]
fn entities_of_a_workbook_are_never_expanded_and_paths_in_it_lead_nowhere() {
    let folder = Folder::new("entity");
    let secret = folder.put("secret.txt", "a secret of this machine");
    let bomb = "<!DOCTYPE sst [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
    let file = format!("<!DOCTYPE sst [<!ENTITY c SYSTEM \"file://{}\">]>", secret.display());
    for head in [bomb.to_owned(), file] {
        let strings = format!(
            "{head}<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"1\" uniqueCount=\"1\"><si><t>&c;</t></si></sst>"
        );
        let rows = format!(
            "{}<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>1</t></is></c><c r=\"B2\" t=\"s\"><v>0</v></c></row>",
            row(1, &["id", "name"])
        );
        folder.put("entity.xlsx", workbook(&rows, &strings));
        match folder.read(json!([{ "path": "entity.xlsx" }])) {
            Err(refused) => assert!(
                refused
                    .to_string()
                    .starts_with("entity.xlsx is not a readable Excel workbook"),
                "{refused}"
            ),
            Ok((_, entries)) => {
                let name = &entries[0].display_name;
                assert!(!name.contains("lol") && !name.contains("secret"), "{name}");
            }
        }
    }
    // A part that is named like a place outside is unpacked nowhere.
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("../../escaped.xml", options).expect("a part");
    archive.write_all(b"<x/>").expect("its text");
    folder.put("escape.xlsx", archive.finish().expect("an archive").into_inner());
    assert!(folder.refused("escape.xlsx").starts_with("escape.xlsx"));
    assert!(!folder.0.join("../../escaped.xml").exists());
}

#[test]
fn very_many_columns_and_strange_cells_are_refused_by_row_and_column() {
    let folder = Folder::new("columns");
    folder.put("wide.csv", format!("id{}\n", ",x".repeat(99_999)));
    assert_eq!(folder.refused("wide.csv"), "wide.csv, row 1, has more than 1024 cells.");
    let cells: String = (0..20)
        .map(|n| {
            format!(
                "<c r=\"{}1\" t=\"inlineStr\"><is><t>id</t></is></c>",
                char::from(b'A' + n)
            )
        })
        .collect();
    let twice = format!("<row r=\"1\">{cells}</row>{}", row(2, &["1"]));
    folder.put("twice.xlsx", workbook(&twice, NO_STRINGS));
    assert_eq!(
        folder.refused("twice.xlsx"),
        "twice.xlsx, row 1, has the column “id” twice."
    );
    // A formula is a text in a table and its value in a workbook, and is never worked out.
    folder.put("formula.csv", "id,name\n1,\"=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\"\n");
    let (_, entries) = folder.read(json!([{ "path": "formula.csv" }])).expect("a read");
    assert_eq!(entries[0].display_name, "=HYPERLINK(\"http://x\";\"y\")");
}

/// The most memory this process had, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: u64 = line
        .and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0);
    kib / 1024
}

#[test]
#[ignore = "writes a file of 1 GB; run alone: --ignored --nocapture"]
fn a_table_of_a_gigabyte_is_streamed() {
    let folder = Folder::new("gigabyte");
    let file = std::fs::File::create(folder.0.join("big.csv")).expect("a file");
    let mut file = std::io::BufWriter::new(file);
    file.write_all(b"Application,Role,E-Mail,Note\n").expect("its headings");
    let note = "x".repeat(980);
    let rows = 1_000_000;
    for n in 0..rows {
        writeln!(
            file,
            "App {},Role {},person{}@example.org,{note}",
            n % 500,
            n % 7,
            n % 100_000
        )
        .expect("a row");
    }
    drop(file);
    let size = std::fs::metadata(folder.0.join("big.csv")).expect("the file").len();
    let before = peak();
    let began = std::time::Instant::now();
    let (report, entries) = folder.read(json!([{ "path": "big.csv" }])).expect("a read");
    assert_eq!((report.entries_returned, report.entries_loaded), (rows, rows));
    assert_eq!(entries.len(), 100_500, "500 applications and whoever they name");
    let grown = peak() - before;
    println!(
        "{} MB, {rows} rows: {:.1} s, {grown} MiB more",
        size / 1_000_000,
        began.elapsed().as_secs_f64()
    );
    assert!(size > 1_000_000_000 && grown < 300, "{grown} MiB");
}
