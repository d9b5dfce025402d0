//! Puts the public and the personal part of a row together again, or makes do without the personal one.

use super::WITHHELD;
use super::rule::{Fields, Rule, rule};
use super::scan::Scan;
use super::split::ROWS;

/// Parts nest no deeper than this; a text that does is made to exhaust.
const DEEP: u32 = 16;
/// No personal part has more members; each is looked for among all of them.
const WIDE: usize = 128;

/// Appends both parts as one text; none where they do not fit together.
pub(crate) fn merge(public: &[u8], personal: &[u8], out: &mut Vec<u8>) -> Option<()> {
    match (rows(public), rows(personal)) {
        (Some(public), Some(personal)) => arrays(public, personal, DEEP, out),
        (Some(_), None) => None,
        _ => objects(public, personal, DEEP, out),
    }
}

/// The list under `rows`, where the text holds nothing else.
pub(crate) fn rows(json: &[u8]) -> Option<&[u8]> {
    let mut scan = Scan::enter(json, b'{')?;
    let (name, value) = scan.member()??;
    (name == ROWS.as_bytes() && value[0] == b'[' && scan.member()?.is_none()).then_some(value)
}

fn comma(out: &mut Vec<u8>, open: u8) {
    if out.last() != Some(&open) {
        out.push(b',');
    }
}

fn put(out: &mut Vec<u8>, name: &[u8]) {
    comma(out, b'{');
    out.push(b'"');
    out.extend_from_slice(name);
    out.extend_from_slice(b"\":");
}

fn objects(public: &[u8], personal: &[u8], deep: u32, out: &mut Vec<u8>) -> Option<()> {
    let deep = deep.checked_sub(1)?;
    let mut hidden = Vec::new();
    let mut scan = Scan::enter(personal, b'{')?;
    while let Some(member) = scan.member()? {
        hidden.push(member);
        if hidden.len() > WIDE {
            return None;
        }
    }
    let mut scan = Scan::enter(public, b'{')?;
    out.push(b'{');
    while let Some((name, value)) = scan.member()? {
        if name == b"who" {
            continue;
        }
        let Some(at) = hidden.iter().position(|(other, _)| *other == name) else {
            put(out, name);
            out.extend_from_slice(value);
            continue;
        };
        let (_, other) = hidden.swap_remove(at);
        put(out, name);
        match (value[0], other[0]) {
            (b'n', _) => out.extend_from_slice(other),
            (b'{', b'{') => objects(value, other, deep, out)?,
            (b'[', b'[') if name == b"cells" => fill(value, other, out)?,
            (b'[', b'[') => arrays(value, other, deep, out)?,
            _ => return None,
        }
    }
    for (name, value) in hidden {
        put(out, name);
        out.extend_from_slice(value);
    }
    out.push(b'}');
    Some(())
}

fn arrays(public: &[u8], personal: &[u8], deep: u32, out: &mut Vec<u8>) -> Option<()> {
    let (mut left, mut right) = (Scan::enter(public, b'[')?, Scan::enter(personal, b'[')?);
    out.push(b'[');
    while let Some(value) = left.element()? {
        comma(out, b'[');
        objects(value, right.element()??, deep, out)?;
    }
    out.push(b']');
    right.element()?.is_none().then_some(())
}

/// Cells: what is withheld stands in its order in the personal list.
fn fill(public: &[u8], personal: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let (mut left, mut right) = (Scan::enter(public, b'[')?, Scan::enter(personal, b'[')?);
    out.push(b'[');
    while let Some(cell) = left.element()? {
        comma(out, b'[');
        out.extend_from_slice(if cell == b"null" { right.element()?? } else { cell });
    }
    out.push(b']');
    right.element()?.is_none().then_some(())
}

/// Appends the public part as it is read where the personal one is withheld: pseudonyms instead of people, and the
/// word *withheld* wherever a text is.
pub(crate) fn view(public: &[u8], fields: Fields, out: &mut Vec<u8>) -> Option<()> {
    match rows(public) {
        Some(list) => view_array(list, fields, DEEP, out),
        None if public.first() == Some(&b'{') => view_object(public, fields, DEEP, out),
        None => {
            out.extend_from_slice(public);
            Some(())
        }
    }
}

fn view_object(public: &[u8], fields: Fields, deep: u32, out: &mut Vec<u8>) -> Option<()> {
    let deep = deep.checked_sub(1)?;
    let mut scan = Scan::enter(public, b'{')?;
    let mut near = 0;
    out.push(b'{');
    while let Some((name, value)) = scan.member()? {
        if name == b"who" {
            // The table says which fields it stands for.
            for (field, rule) in fields {
                if matches!(rule, Rule::Id | Rule::Name) {
                    put(out, field.as_bytes());
                    out.extend_from_slice(value);
                }
            }
            continue;
        }
        put(out, name);
        match rule(fields, name, &mut near) {
            Rule::Of(inner) if value[0] == b'{' => view_object(value, inner, deep, out)?,
            Rule::Of(inner) if value[0] == b'[' => view_array(value, inner, deep, out)?,
            Rule::Cells => {
                let mut cells = Scan::enter(value, b'[')?;
                out.push(b'[');
                while let Some(cell) = cells.element()? {
                    comma(out, b'[');
                    out.extend_from_slice(if cell == b"null" { b"\"withheld\"" } else { cell });
                }
                out.push(b']');
            }
            Rule::Public | Rule::Of(_) => out.extend_from_slice(value),
            _ if value == b"null" => {
                out.push(b'"');
                out.extend_from_slice(WITHHELD.as_bytes());
                out.push(b'"');
            }
            _ if value == b"\"\"" => out.extend_from_slice(value),
            // Personal data in the open is not what this version writes.
            _ => return None,
        }
    }
    out.push(b'}');
    Some(())
}

fn view_array(public: &[u8], fields: Fields, deep: u32, out: &mut Vec<u8>) -> Option<()> {
    let mut scan = Scan::enter(public, b'[')?;
    out.push(b'[');
    while let Some(value) = scan.element()? {
        comma(out, b'[');
        view_object(value, fields, deep, out)?;
    }
    out.push(b']');
    Some(())
}
