//! Reads of real files in a folder of their own.

mod hostile;
mod known;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use countersign_domain::snapshot::{ApplyOutcome, Change, Entry, Kind, Presence, ReadReport, Record, Target, UserType};
use serde_json::{Value, json};

use super::{Files, TableKind, guess};
use crate::connector::Connector;
use crate::{Control, DirectoryProblem};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("countersign-file-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    fn read(&self, files: Value) -> Result<(ReadReport, Vec<Entry>), DirectoryProblem> {
        read(&self.0, files)
    }

    /// Why the only file is refused.
    fn refused(&self, name: &str) -> String {
        self.read(json!([{ "path": name }])).expect_err("a refusal").to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn read(folder: &Path, files: Value) -> Result<(ReadReport, Vec<Entry>), DirectoryProblem> {
    let runtime = tokio::runtime::Builder::new_multi_thread().build().expect("a runtime");
    runtime.block_on(async {
        let files = Files::new(&json!({ "files": files }), folder)?;
        let (sink, mut batches) = tokio::sync::mpsc::channel(4);
        let gather = tokio::spawn(async move {
            let mut all = Vec::new();
            while let Some(batch) = batches.recv().await {
                all.extend(batch);
            }
            all
        });
        let report = files.read_full(sink, &Control::default()).await?;
        let entries = gather
            .await
            .expect("the entries")
            .into_iter()
            .map(|record| match record {
                Record::Entry(entry) => *entry,
                other => panic!("{other:?}"),
            });
        Ok((report, entries.collect()))
    })
}

/// A workbook of one sheet with these rows of text.
fn workbook(rows: &str, strings: &str) -> Vec<u8> {
    let parts = [
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned()),
        ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>".to_owned()),
        ("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Accounts\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>".to_owned()),
        ("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>".to_owned()),
        ("xl/sharedStrings.xml", strings.to_owned()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>")),
    ];
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(name, options).expect("a part");
        archive.write_all(text.as_bytes()).expect("its text");
    }
    archive.finish().expect("an archive").into_inner()
}

const NO_STRINGS: &str =
    "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"0\" uniqueCount=\"0\"></sst>";

fn row(number: usize, cells: &[&str]) -> String {
    let cell = |(n, text): (usize, &&str)| {
        let column = char::from(b'A' + n as u8);
        format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let cells: String = cells.iter().enumerate().map(cell).collect();
    format!("<row r=\"{number}\">{cells}</row>")
}

const PEOPLE: &str = "id,displayName,mail,userPrincipalName,department,manager,accountEnabled,userType,lastSignInDateTime\n\
    1,Ada Adler,ada@example.org,ada,Finance,,true,Member,2026-01-02T03:04:05Z\n\
    2,\"Brook, Ben\",ben@example.org,ben,Finance,ada@example.org,false,Guest,\n\
    3,=HYPERLINK(1),carl@example.org,carl,Sales,9,true,Member,yesterday\n";

#[test]
fn people_and_the_access_of_a_disconnected_application_become_one_directory() {
    let folder = Folder::new("both");
    folder.put("people.csv", PEOPLE);
    // Grants stand before the people in the settings, and mean them by different names.
    folder.put(
        "bank.csv",
        "\u{feff}Application;Role;User;Description;Privileged;Owner\n\
         Bank portal;Approver;ADA;Payments;yes;ben@example.org\n\
         Bank portal;Preparer;ben@example.org;;;\n\
         Bank portal;Preparer;2;;;\n\
         Bank portal;;nobody.known;;;\n\
         Door system;;carl;;;\n\
         ;Holder;carl;;;\n",
    );
    let (report, entries) = folder
        .read(json!([{ "path": "bank.csv" }, { "path": "people.csv" }]))
        .expect("a read");
    let by_key: BTreeMap<_, _> = entries.iter().map(|entry| (entry.key.as_str(), entry)).collect();
    assert_eq!(by_key.len(), 6, "three people, two applications, one nobody knows");
    let bank = by_key["resource:bank portal"];
    assert_eq!(
        (bank.kind, bank.display_name.as_str()),
        (Kind::ServicePrincipal, "Bank portal")
    );
    let mut held: Vec<_> = bank
        .holdings
        .iter()
        .map(|one| {
            let holder = entries.iter().find(|entry| entry.marks.contains(&one.principal.mark));
            (
                one.entitlement.as_str(),
                holder.expect("a holder").display_name.as_str(),
            )
        })
        .collect();
    held.sort_unstable();
    assert_eq!(
        held,
        [
            ("Approver", "Ada Adler"),
            ("Preparer", "Brook, Ben"),
            ("default access", "nobody.known")
        ]
    );
    assert_eq!(bank.owners[0].mark, by_key["2"].marks[0]);
    assert!(bank.attributes.contains(&("privileged".into(), vec!["true".into()])));
    let unknown = entries
        .iter()
        .find(|entry| entry.key.starts_with("unmatched:"))
        .expect("kept");
    assert_eq!(unknown.attributes, [("unmatched".to_owned(), vec!["true".to_owned()])]);

    let ben = by_key["2"];
    assert_eq!((ben.enabled, ben.user_type), (Some(false), Some(UserType::Guest)));
    assert_eq!(ben.manager.as_ref().map(|one| one.mark), Some(by_key["1"].marks[0]));
    assert_eq!(
        by_key["3"].display_name, "=HYPERLINK(1)",
        "a formula is a text like any other"
    );
    assert!(by_key["1"].last_sign_in_at.is_some() && by_key["3"].last_sign_in_at.is_none());

    assert_eq!((report.entries_returned, report.entries_loaded), (9, 8));
    let said = |list: &[countersign_domain::snapshot::Exclusion], words: &str| {
        list.iter().find(|one| one.reason.contains(words)).map(|one| one.count)
    };
    assert_eq!(said(&report.excluded, "no resource"), Some(1));
    assert_eq!(said(&report.adjusted, "not among the people"), Some(1));
    assert_eq!(said(&report.adjusted, "counts once"), Some(1));
    assert_eq!(said(&report.adjusted, "a date that"), Some(1));
    let bank = &report.files[0];
    assert_eq!((bank.name.as_str(), bank.rows, bank.loaded), ("bank.csv", 6, 5));
    assert_eq!(bank.sha256.len(), 64);
    assert!(
        bank.columns.contains(&"personUserName ← User".to_owned())
            || bank.columns.contains(&"person ← User".to_owned())
    );
}

#[test]
fn the_settings_put_a_wrong_guess_right() {
    let folder = Folder::new("mapping");
    let path = folder.put("odd.csv", "Kürzel|Wer|Post\nA1|Ada|ada@example.org\n");
    let found = guess(&path).expect("a guess");
    assert_eq!((found.table, found.delimiter), (Some(TableKind::People), Some('|')));
    assert!(folder.refused("odd.csv").contains("has no column with an id"));
    let mapping = json!({ "id": "Kürzel", "name": "Wer", "mail": "Post" });
    let (_, entries) = folder
        .read(json!([{ "path": "odd.csv", "mapping": mapping }]))
        .expect("a read");
    assert_eq!(
        (entries[0].key.as_str(), entries[0].display_name.as_str()),
        ("a1", "Ada")
    );
    let wrong = folder
        .read(json!([{ "path": "odd.csv", "mapping": { "id": "Nummer" } }]))
        .expect_err("refused");
    assert_eq!(
        wrong.to_string(),
        "odd.csv, row 1, has no column “Nummer”; it has “Kürzel”, “Wer”, “Post”."
    );
}

#[test]
fn text_is_read_in_the_encodings_that_programs_write() {
    let folder = Folder::new("encoding");
    let text = "id,name\r\n1,Müller – Søren\r\n";
    let utf16: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let big: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect();
    let windows = b"id,name\r\n1,M\xfcller \x96 S\xf8ren\r\n";
    for (name, bytes) in [
        ("a.csv", text.as_bytes()),
        ("b.csv", &utf16),
        ("c.csv", &big),
        ("d.csv", windows),
    ] {
        folder.put(name, bytes);
        let (_, entries) = folder.read(json!([{ "path": name }])).expect(name);
        assert_eq!(entries[0].display_name, "Müller – Søren", "{name}");
    }
    folder.put("bare.csv", &utf16[2..]);
    assert!(folder.refused("bare.csv").contains("UTF-16 without a byte order mark"));
    folder.put("odd.csv", b"id,name\n1,\x81\xff\n");
    assert_eq!(
        folder.refused("odd.csv"),
        "odd.csv is neither UTF-8, UTF-16 nor Windows-1252: byte 11 is 0x81."
    );
}

#[test]
fn a_workbook_is_read_cell_by_cell() {
    let folder = Folder::new("workbook");
    let rows = [
        row(1, &["Application", "Role", "Mail"]),
        row(2, &["Bank portal", "Approver", "ada@example.org"]),
        // A number, a formula with its value, and an empty row between.
        "<row r=\"4\"><c r=\"A4\"><v>42</v></c><c r=\"B4\" t=\"str\"><f>A1</f><v>Clerk</v></c><c r=\"C4\" t=\"inlineStr\"><is><t>x@example.org</t></is></c></row>".to_owned(),
    ];
    let path = folder.put("bank.xlsx", workbook(&rows.concat(), NO_STRINGS));
    let found = guess(&path).expect("a guess");
    assert_eq!(
        (found.sheet.as_deref(), found.table),
        (Some("Accounts"), Some(TableKind::Grants))
    );
    let (report, entries) = folder.read(json!([{ "path": "bank.xlsx" }])).expect("a read");
    let names: Vec<_> = entries.iter().map(|entry| entry.display_name.as_str()).collect();
    assert_eq!(names[..2], ["42", "Bank portal"]);
    assert_eq!(entries[0].holdings[0].entitlement, "Clerk");
    assert_eq!((report.entries_returned, report.entries_loaded), (2, 2));
    let wrong = folder
        .read(json!([{ "path": "bank.xlsx", "sheet": "Other" }]))
        .expect_err("refused");
    assert_eq!(
        wrong.to_string(),
        "bank.xlsx › Other has no sheet “Other”; it has “Accounts”."
    );
}

#[test]
fn an_ldif_brings_people_and_groups_that_a_table_can_mean() {
    let folder = Folder::new("ldif");
    let guid = "jSo9AfEFnUuxYU9lMqPPnQ==";
    folder.put(
        "ad.ldif",
        format!(
            "version: 1\n# people\ndn: CN=Ada,OU=People,DC=example,DC=org\nobjectClass: top\nobjectClass: person\nobjectClass: user\n\
             objectGUID:: {guid}\ndisplayName:: QWRhIEFkbGVy\nsAMAccountName: ada\nmail: ada@exa\n mple.org\nuserAccountControl: 514\n\
             whenCreated: 20240131080000.0Z\n\ndn: CN=Payroll,OU=Groups,DC=example,DC=org\nobjectClass: group\ncn: Payroll\n\
             groupType: -2147483646\nmember: CN=Ada,OU=People,DC=example,DC=org\nmanagedBy: CN=Ada,OU=People,DC=example,DC=org\n"
        ),
    );
    folder.put("app.csv", "app,user\nPhone,ada\n");
    let (report, entries) = folder
        .read(json!([{ "path": "ad.ldif" }, { "path": "app.csv" }]))
        .expect("a read");
    let by_name: BTreeMap<_, _> = entries
        .iter()
        .map(|entry| (entry.display_name.as_str(), entry))
        .collect();
    let (ada, payroll, phone) = (by_name["Ada Adler"], by_name["Payroll"], by_name["Phone"]);
    assert_eq!(ada.key, "013d2a8d-05f1-4b9d-b161-4f6532a3cf9d");
    assert_eq!(
        (ada.mail.as_deref(), ada.enabled),
        (Some("ada@example.org"), Some(false))
    );
    assert!(ada.marks.contains(&payroll.members[0].mark) && ada.marks.contains(&payroll.owners[0].mark));
    assert!(ada.marks.contains(&phone.holdings[0].principal.mark));
    assert!(
        payroll
            .attributes
            .contains(&("groupType".into(), vec!["security".into()]))
    );
    assert_eq!((report.entries_returned, report.entries_loaded), (3, 3));

    for (text, sentence) in [
        (
            "dn: cn=a\ncn: a\nchangetype: delete\n",
            "x.ldif, line 3, is a change and not an entry.",
        ),
        ("cn: a\n", "x.ldif, line 1, stands before the dn of its entry."),
        (
            "dn: cn=a\njpegPhoto:< file:///etc/passwd\n",
            "x.ldif, line 2, refers to a file of its own, which is not read.",
        ),
        ("dn: cn=a\ncn:: !!\n", "x.ldif, line 2, is not valid Base64."),
        ("dn: cn=a\nnothing\n", "x.ldif, line 2, has no colon."),
        (" x\n", "x.ldif, line 1, continues nothing."),
        (
            "dn: cn=a\ncn: a\n\n# search result\nsearch: 2\nresult: 4 Size limit exceeded\n",
            "x.ldif, line 6, says that the export is not whole (4 Size limit exceeded): export it again.",
        ),
        (
            "dn: cn=a\ncn: a\nmember;range=0-1499: cn=b\n",
            "x.ldif, line 3, holds a part of a list alone (“range=”): export the whole list.",
        ),
        (
            "dn: cn=a\ncn: a\nmember;Range=1500-*: cn=b\n",
            "x.ldif, line 3, holds a part of a list alone (“range=”): export the whole list.",
        ),
    ] {
        folder.put("x.ldif", text);
        assert_eq!(folder.refused("x.ldif"), sentence);
    }
    folder.put(
        "x.ldif",
        "dn: cn=a\nentryUUID: 8d2a3d01-f105-9d4b-b161-4f6532a3cf9d\nobjectClass: groupOfNames\ncn;lang-en: a\n\
         member;range=0-*: cn=b\n\nsearch: 2\nresult: 0 Success\n",
    );
    let (_, entries) = folder.read(json!([{ "path": "x.ldif" }])).expect("a whole list");
    assert_eq!((entries[0].display_name.as_str(), entries[0].members.len()), ("a", 1));
}

#[test]
fn nothing_is_ever_written_to_a_file_and_a_look_says_who_is_still_there() {
    let folder = Folder::new("confirm");
    folder.put("people.csv", PEOPLE);
    folder.put("bank.csv", "app,role,user\nBank,Clerk,ada\n");
    let settings = json!({ "files": [{ "path": "people.csv" }, { "path": "bank.csv" }] });
    let files = Files::new(&settings, &folder.0).expect("settings");
    let target = |key: &str| Target {
        key: key.into(),
        dn: String::new(),
    };
    let change = Change::RemoveMember {
        group: target("resource:bank"),
        member: target("1"),
        attribute: None,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().build().expect("a runtime");
    let control = Control::default();
    let outcomes = runtime.block_on(files.apply(&[change], &control)).expect("outcomes");
    assert!(matches!(&outcomes[..], [ApplyOutcome::ByHand { .. }]));
    let look = |group: &str| {
        let members = [target("1"), target("2")];
        let seen = runtime
            .block_on(files.confirm(&target(group), &members, &control))
            .expect("a look");
        let one = |presence: &Presence| (presence.present, presence.group_exists);
        seen.iter().map(one).collect::<Vec<_>>()
    };
    assert_eq!(look("resource:bank"), [(true, true), (false, true)]);
    assert_eq!(look("resource:gone"), [(false, false), (false, false)]);
}
