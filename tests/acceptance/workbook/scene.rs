//! A review whose only reviewer has no program, and a pen for workbooks that works on their XML.

use std::cell::Cell;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use countersign_tests::cli::definition;
use countersign_tests::practice::{Practice, group, person};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The row of the first item, from 1.
pub const FIRST: usize = 6;

/// Something that is done to a row, by its place from 0.
pub enum Fill {
    Set(usize, usize, String),
    Remove(usize),
    /// Doubles a row, with these two answers.
    Double(usize, &'static str, &'static str),
    /// A new row of this name.
    Add(&'static str),
}

impl Fill {
    pub fn edit(row: usize, column: usize, text: &str) -> Fill {
        Fill::Set(row, column, text.to_owned())
    }

    /// Both cells of an answer.
    pub fn decide(row: usize, decision: &str, reason: &str) -> Fill {
        Fill::Set(row, 10, format!("{decision}\u{1}{reason}"))
    }
}

pub struct Scene {
    pub practice: Practice,
    pub instance: i64,
    pub pia: i64,
    book: PathBuf,
    made: Cell<u32>,
}

/// Names that a spreadsheet or an XML file could take for something else.
pub const HOSTILE: [&str; 8] = [
    "=HYPERLINK(\"http://127.0.0.1/\",\"x\")",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "<b>&amp;</b> ]]> \"'",
    "2026-01-02",
    "00123",
    "  blanks   within  ",
];

impl Scene {
    pub fn new(people: usize) -> Scene {
        let now: DateTime<Utc> = "2026-09-01T08:00:00Z".parse().expect("a moment");
        let practice = Practice::at(now);
        let mut nodes = vec![person(0, "pia", &json!({}))];
        nodes.extend((1..=people).map(|n| {
            let hostile = HOSTILE.get(n - 1).copied();
            let more = hostile.map_or_else(
                || json!({ "department": "Sales", "title": "Clerk" }),
                |text| json!({ "department": text, "title": text, "displayName": text }),
            );
            person(n, &format!("p{n}"), &more)
        }));
        let members: Vec<usize> = (1..=people).collect();
        nodes.push(group(people + 1, "Ledger users", &members, &[0]));
        practice.add_nodes(&nodes);
        let review = definition("Quarter 3: who may post", &["Ledger users"], &["/users/pia"]);
        let (_, instance) = practice.start_review(&review).expect("a review");
        let folder = practice.store().with_file_name("workbooks");
        let made = practice.done("packet.workbook", json!({ "instance": instance, "folder": folder }));
        let files = made["files"].as_array().expect("files");
        assert_eq!(files.len(), 1, "{made}");
        Scene {
            pia: practice.person("pia"),
            book: files[0]["path"].as_str().expect("a path").into(),
            practice,
            instance,
            made: Cell::new(0),
        }
    }

    pub fn book(&self) -> &Path {
        &self.book
    }

    pub fn items(&self) -> Vec<Value> {
        self.practice.items(self.instance, &json!({}))
    }

    pub fn beside(&self, name: &str) -> PathBuf {
        self.book.with_file_name(name)
    }

    pub fn take(&self, path: &Path, dry_run: bool) -> Value {
        self.practice
            .done("packet.takeWorkbook", json!({ "path": path, "dryRun": dry_run }))
    }

    /// The names of the rows, in their order.
    pub fn rows(&self) -> Vec<String> {
        let sheet = text(&self.book, "xl/worksheets/sheet1.xml");
        let strings = strings(&text(&self.book, "xl/sharedStrings.xml"));
        (FIRST..)
            .map_while(|row| cell(&sheet, &format!("A{row}")))
            .map(|one| {
                let at = one.split("<v>").nth(1).and_then(|rest| rest.split('<').next());
                strings[at.and_then(|at| at.parse::<usize>().ok()).expect("a string")].clone()
            })
            .collect()
    }

    pub fn item_of(&self, name: &str) -> i64 {
        name.split('-')
            .next()
            .and_then(|number| number.parse().ok())
            .expect("an item")
    }

    /// A copy of the workbook with these things done to it.
    pub fn fill(&self, acts: &[Fill]) -> PathBuf {
        let mut sheet = text(&self.book, "xl/worksheets/sheet1.xml");
        let mut extra = String::new();
        let mut next = FIRST + self.rows().len();
        for act in acts {
            match act {
                Fill::Set(row, column, value) => {
                    let (value, reason) = value.split_once('\u{1}').unwrap_or((value, ""));
                    sheet = put(&sheet, FIRST + row, *column, value);
                    if !reason.is_empty() {
                        sheet = put(&sheet, FIRST + row, column + 1, reason);
                    }
                }
                Fill::Remove(row) => sheet = sheet.replace(&line(&sheet, FIRST + row), ""),
                Fill::Double(row, one, two) => {
                    sheet = put(&sheet, FIRST + row, 10, one);
                    let number = FIRST + row;
                    let copy = line(&put(&sheet, number, 10, two), number);
                    extra.push_str(&renumber(&copy, number, next));
                    next += 1;
                }
                Fill::Add(name) => {
                    let cells = inline(&format!("A{next}"), "", name) + &inline(&format!("K{next}"), "", "Approve");
                    extra.push_str(&format!("<row r=\"{next}\">{cells}</row>"));
                    next += 1;
                }
            }
        }
        sheet = sheet.replace("</sheetData>", &format!("{extra}</sheetData>"));
        self.made.set(self.made.get() + 1);
        let out = self.beside(&format!("filled-{}.xlsx", self.made.get()));
        repack(&self.book, &out, &|name, bytes| match name {
            "xl/worksheets/sheet1.xml" => Some(sheet.clone().into_bytes()),
            _ => Some(bytes),
        });
        out
    }
}

/// What is wrong, by kind, in order.
pub fn kinds(took: &Value) -> Vec<String> {
    let problems = took["problems"].as_array().expect("problems");
    let mut kinds: Vec<String> = problems
        .iter()
        .map(|one| one["kind"].as_str().unwrap_or_default().to_owned())
        .collect();
    kinds.sort();
    kinds
}

/// One part of a file as text.
pub fn text(path: &Path, part: &str) -> String {
    let mut archive = ZipArchive::new(File::open(path).expect("a file")).expect("an archive");
    let mut text = String::new();
    archive
        .by_name(part)
        .expect("a part")
        .read_to_string(&mut text)
        .expect("UTF-8");
    text
}

/// What a part of an archive becomes; none: it is left out.
type Change<'a> = &'a dyn Fn(&str, Vec<u8>) -> Option<Vec<u8>>;

/// Writes an archive anew.
pub fn repack(from: &Path, to: &Path, change: Change<'_>) {
    let mut archive = ZipArchive::new(File::open(from).expect("a file")).expect("an archive");
    let mut out = ZipWriter::new(File::create(to).expect("a file"));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let name = part.name().expect("a name").to_string();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("its bytes");
        if let Some(bytes) = change(&name, bytes) {
            out.start_file(name.as_str(), SimpleFileOptions::default())
                .expect("a part");
            out.write_all(&bytes).expect("its bytes");
        }
    }
    out.finish().expect("an archive");
}

fn strings(xml: &str) -> Vec<String> {
    xml.split("<si>")
        .skip(1)
        .map(|one| {
            let inner = one.split("<t").nth(1).and_then(|rest| rest.split_once('>'));
            inner
                .and_then(|(_, rest)| rest.split("</t>").next())
                .unwrap_or_default()
                .to_owned()
        })
        .collect()
}

/// A cell's element.
pub fn cell(sheet: &str, at: &str) -> Option<String> {
    let start = sheet.find(&format!("<c r=\"{at}\""))?;
    let rest = &sheet[start..];
    let closed = rest.find("/>").map(|end| end + 2);
    let ended = rest.find("</c>").map(|end| end + 4);
    let open_ends = rest.find('>').unwrap_or(0);
    let end = match (closed, ended) {
        (Some(closed), _) if closed == open_ends + 1 => closed,
        (_, Some(ended)) => ended,
        (Some(closed), None) => closed,
        _ => return None,
    };
    Some(rest[..end].to_owned())
}

fn style(cell: &str) -> String {
    let style = cell.split(" s=\"").nth(1).and_then(|rest| rest.split('"').next());
    style.map_or_else(String::new, |style| format!(" s=\"{style}\""))
}

fn inline(at: &str, style: &str, value: &str) -> String {
    let value = value.replace('&', "&amp;").replace('<', "&lt;");
    format!("<c r=\"{at}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{value}</t></is></c>")
}

pub fn put(sheet: &str, row: usize, column: usize, value: &str) -> String {
    let letter = char::from(b'A' + u8::try_from(column).expect("a column"));
    let at = format!("{letter}{row}");
    let old = cell(sheet, &at).unwrap_or_else(|| panic!("no cell {at}"));
    sheet.replace(&old, &inline(&at, &style(&old), value))
}

fn line(sheet: &str, row: usize) -> String {
    let start = sheet.find(&format!("<row r=\"{row}\"")).expect("a row");
    let end = sheet[start..].find("</row>").expect("its end") + "</row>".len();
    sheet[start..start + end].to_owned()
}

fn renumber(line: &str, from: usize, to: usize) -> String {
    let mut out = line.replace(&format!("<row r=\"{from}\""), &format!("<row r=\"{to}\""));
    for letter in 'A'..='L' {
        out = out.replace(&format!("r=\"{letter}{from}\""), &format!("r=\"{letter}{to}\""));
    }
    out
}
