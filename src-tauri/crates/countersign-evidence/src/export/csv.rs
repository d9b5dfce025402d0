//! `evidence.csv`: one line per item or assignment, safe to open in a spreadsheet.
//!
//! For people: immutable ids, what recommendations rest on and earlier events stand in `evidence.json`,
//! under the same item number.

pub(super) mod package;
pub(super) mod report;

use chrono::{DateTime, Utc};

use crate::record::{ItemRecord, Kind};

/// The titles of the table.
pub(super) fn header(kind: Kind) -> &'static str {
    match kind {
        Kind::AccessReview => HEADER,
        Kind::AccessPackage => package::HEADER,
        Kind::Exception | Kind::Period | Kind::Sample => report::HEADER,
    }
}

/// What the table is, for the list of attachments.
pub(super) fn about(kind: Kind) -> &'static str {
    match kind {
        Kind::AccessReview => "The decisions as a table",
        Kind::AccessPackage => "The assignments as a table",
        Kind::Exception | Kind::Period | Kind::Sample => "The rows of all tables",
    }
}

/// Byte order mark and titles.
const HEADER: &str = "\u{FEFF}item,person,userName,kind,enabled,employment,department,manager,resource,\
entitlement,privileged,assignment,obtained,since,recommendation,rule,followed,decision,decidedBy,decidedByRole,decidedAt,\
assurance,device,justification,treatment,byProgram,bulk,bulkSize,logEntry\r\n";

/// Appends the line of one item.
pub(super) fn line(item: &ItemRecord, out: &mut Vec<u8>) {
    let person = &item.person;
    let advice = item.recommendation.as_ref();
    let by = item.decided_by.as_ref();
    let obtained = if item.path.is_empty() {
        "direct".to_owned()
    } else {
        item.path.join(" > ")
    };
    let last = item.events.last();
    let entry = last.and_then(|event| event.entry);
    let fields: [&str; 29] = [
        &item.item_id.to_string(),
        &person.name,
        &person.user_name,
        &person.kind,
        flag(person.enabled),
        person.employment.as_deref().unwrap_or_default(),
        person.department.as_deref().unwrap_or_default(),
        person.manager.as_deref().unwrap_or_default(),
        &item.resource,
        &item.entitlement,
        flag(Some(item.privileged)),
        item.assignment.as_deref().unwrap_or_default(),
        &obtained,
        &when(item.since),
        advice.map_or("", |advice| advice.advice.as_str()),
        advice.map_or("", |advice| advice.rule.as_str()),
        flag(advice.and_then(|advice| advice.followed)),
        &item.decision,
        by.map_or("", |by| by.name.as_str()),
        by.map_or("", |by| by.role.as_str()),
        &when(item.decided_at),
        last.and_then(|event| event.assurance.as_deref()).unwrap_or_default(),
        last.and_then(|event| event.device.as_deref()).unwrap_or_default(),
        item.justification.as_deref().unwrap_or_default(),
        item.treatment.as_deref().unwrap_or_default(),
        flag(Some(item.system)),
        item.bulk.as_ref().map_or("", |bulk| bulk.id.as_str()),
        &item
            .bulk
            .as_ref()
            .map_or_else(String::new, |bulk| bulk.size.to_string()),
        &entry.map_or_else(String::new, |entry| entry.to_string()),
    ];
    write(&fields, out);
}

fn flag(value: Option<bool>) -> &'static str {
    value.map_or("", |value| if value { "yes" } else { "no" })
}

fn when(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(String::new, |at| crate::page::spelled_moment(at, 'T', "Z"))
}

/// Appends a line.
fn write(fields: &[&str], out: &mut Vec<u8>) {
    for (index, text) in fields.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        field(text, out);
    }
    out.extend_from_slice(b"\r\n");
}

/// Whether a spreadsheet might take a text for a formula, or run it together with one: it begins with a sign of
/// formulas, also in full width and behind blanks, or with a tab or a carriage return.
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['\t', '\r'])
        || text
            .trim_start()
            .starts_with(['=', '+', '-', '@', '|', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'])
}

/// A field; one that a spreadsheet would take for a formula gets an apostrophe in front.
pub fn field(text: &str, out: &mut Vec<u8>) {
    let formula = is_formula(text);
    if !formula && !text.contains(['"', ',', '\n', '\r', ';']) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    if formula {
        out.push(b'\'');
    }
    out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_a_formula_stays_text() {
        let written = |text: &str| {
            let mut out = Vec::new();
            field(text, &mut out);
            String::from_utf8(out).expect("UTF-8")
        };
        assert_eq!(written("=HYPERLINK(\"http://x\")"), "\"'=HYPERLINK(\"\"http://x\"\")\"");
        assert_eq!(written(" +1"), "\"' +1\"");
        assert_eq!(written("Müller, Anna"), "\"Müller, Anna\"");
        assert_eq!(written("\tTab"), "\"'\tTab\"");
        assert_eq!(written("\u{FF1D}1+1"), "\"'\u{FF1D}1+1\"");
        assert_eq!(written("plain"), "plain");
    }
}
