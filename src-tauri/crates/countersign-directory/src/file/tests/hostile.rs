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
            "x.csv, row 3, has 1 cells where the first row has 2.",
        ),
        (
            "id,name\n1,a,b\n",
            "x.csv, row 2, has 3 cells where the first row has 2.",
        ),
        (
            "id,name\n1,\"a\n2,b\n",
            "x.csv, row 2, has a quotation mark that is never closed.",
        ),
        (
            "id,name\n1,\"a\"b\n",
            "x.csv, row 2, has characters after the quotation mark that ends a cell.",
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
            .contains("row 2, has a cell of more than 256 KiB")
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
