//! A record to be looked at: its parts, and its rows a page at a time.

use std::path::Path;

use serde_json::Value;

use crate::EvidenceError;
use crate::record::wire::flat::Flat;
use crate::record::wire::rule::{of_part, of_section};
use crate::record::{Kind, LineReader, Piece, Section, parse};
use crate::verify::layout::Layout;

/// A part or row longer than this, in bytes of JSON, is not shown.
const SHOWN_MAX: usize = 1 << 20;

/// What a document says, but for its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// What it is evidence of.
    pub kind: Kind,
    /// Personal data are withheld.
    pub redacted: bool,
    /// The parts of which there is one each, by name; null where one is too long to be shown.
    pub parts: Vec<(&'static str, Value)>,
    /// The lists, by name, with their rows.
    pub sections: Vec<(&'static str, u64)>,
    /// The totals it states.
    pub totals: Value,
}

fn open(path: &Path) -> Result<LineReader<impl std::io::Read + use<>>, EvidenceError> {
    let layout = Layout::read(path)?.map_err(|what| EvidenceError::Layout { line: 0, what })?;
    let span = layout.span("attachment evidence.json").ok_or(EvidenceError::Layout {
        line: 0,
        what: "no record is attached",
    })?;
    Ok(LineReader::new(span.inflate(path)?))
}

fn name(section: Section) -> &'static str {
    section.opening().split('"').nth(1).unwrap_or_default()
}

fn value(line: u64, json: &[u8]) -> Result<Value, EvidenceError> {
    if json.len() > SHOWN_MAX {
        return Ok(Value::Null);
    }
    parse(line, json)
}

/// Reads everything of the document at `path` but its rows, which are counted.
///
/// # Errors
/// When the file is no evidence, or its record is damaged.
pub fn look(path: &Path) -> Result<Look, EvidenceError> {
    let mut lines = open(path)?;
    let mut look = Look {
        kind: Kind::default(),
        redacted: false,
        parts: Vec::new(),
        sections: Vec::new(),
        totals: Value::Null,
    };
    let mut flat = Flat::default();
    while let Some(line) = lines.next()? {
        match line.piece {
            Piece::Opening(kind) => {
                look.kind = kind;
                look.sections = kind.sections().iter().map(|section| (name(*section), 0)).collect();
            }
            Piece::Part(part, text) => {
                let name = look.kind.parts()[part];
                let json = flat.json(line.number, &text, of_part(name))?;
                let mut part = value(line.number, json)?;
                if let Some(document) = part.as_object_mut().filter(|_| name == "document") {
                    // Whoever sees it could guess what the redacted form withholds.
                    document.remove("documentKey");
                }
                look.parts.push((name, part));
            }
            Piece::Row(section, _) => {
                let mut sections = look.sections.iter_mut();
                if let Some((_, rows)) = sections.find(|(known, _)| *known == name(section)) {
                    *rows += 1;
                }
            }
            Piece::Totals(json) => look.totals = value(line.number, json)?,
            Piece::Frame => {}
        }
    }
    look.redacted = lines.is_redacted();
    Ok(look)
}

/// A page of the rows of one list, and how many match in all. `filter` is looked for in every row's text, without
/// regard to case; a row too long to be shown is null.
///
/// # Errors
/// As for [`look`]; a list that the record does not have has no rows.
pub fn rows(
    path: &Path,
    section: &str,
    offset: u64,
    limit: usize,
    filter: &str,
) -> Result<(u64, Vec<Value>), EvidenceError> {
    let mut lines = open(path)?;
    let (mut flat, mut total, mut page) = (Flat::default(), 0_u64, Vec::new());
    let filter = filter.to_lowercase();
    while let Some(line) = lines.next()? {
        let Piece::Row(of, text) = line.piece else { continue };
        if name(of) != section {
            continue;
        }
        let on_page = total >= offset && page.len() < limit;
        if filter.is_empty() && !on_page {
            total += 1;
            continue;
        }
        let json = flat.json(line.number, &text, of_section(of))?;
        if !filter.is_empty() && !String::from_utf8_lossy(json).to_lowercase().contains(&filter) {
            continue;
        }
        if on_page {
            page.push(value(line.number, json)?);
        }
        total += 1;
    }
    Ok((total, page))
}
