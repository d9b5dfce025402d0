//! Takes the JSON of a row apart into its public and its personal part.

use super::key::DocumentKey;
use super::rule::{Fields, Rule, rule};
use super::scan::Scan;
use crate::record::wire::rule::Rule::Of;

/// A list that is a head part stands under this name, so that its personal part can stand beside it.
pub(crate) const ROWS: &str = "rows";

/// What splitting needs to know of the document.
pub(crate) struct Cover {
    pub(crate) key: DocumentKey,
    /// Of a report: of each table, which columns name people.
    pub(crate) columns: Vec<Vec<bool>>,
}

/// Appends `json` as it stands in the record, up to the personal object, which goes to `personal`. Answers whether
/// there is one; none where `json` is not in the form that serde_json writes.
pub(crate) fn split(
    json: &[u8],
    fields: Fields,
    cover: &Cover,
    public: &mut Vec<u8>,
    personal: &mut Vec<u8>,
) -> Option<bool> {
    let from = personal.len();
    let start = public.len();
    match json.first() {
        Some(b'{') => object(json, fields, cover, public, personal)?,
        Some(b'[') => {
            public.extend_from_slice(b"{\"rows\":");
            personal.extend_from_slice(b"{\"rows\":");
            array(json, fields, cover, public, personal)?;
            public.push(b'}');
            personal.push(b'}');
            if personal[from..] == *b"{\"rows\":[]}" {
                personal.truncate(from);
            }
        }
        _ => public.extend_from_slice(json),
    }
    if personal.len() == from || personal[from..] == *b"{}" {
        personal.truncate(from);
        return Some(false);
    }
    public.pop();
    if public.len() > start + 1 {
        public.push(b',');
    }
    Some(true)
}

fn put(out: &mut Vec<u8>, name: &[u8], value: &[u8]) {
    name_only(out, name);
    out.extend_from_slice(value);
}

fn name_only(out: &mut Vec<u8>, name: &[u8]) {
    if out.last() != Some(&b'{') {
        out.push(b',');
    }
    out.push(b'"');
    out.extend_from_slice(name);
    out.extend_from_slice(b"\":");
}

fn object(json: &[u8], fields: Fields, cover: &Cover, public: &mut Vec<u8>, personal: &mut Vec<u8>) -> Option<()> {
    let mut scan = Scan::enter(json, b'{')?;
    public.push(b'{');
    personal.push(b'{');
    let (mut near, mut nameless, mut known, mut columns) = (0, None, false, &[][..]);
    while let Some((name, value)) = scan.member()? {
        if name == b"table" && !cover.columns.is_empty() {
            let table: usize = std::str::from_utf8(value).ok()?.parse().ok()?;
            columns = cover.columns.get(table).map_or(&[][..], Vec::as_slice);
        }
        match rule(fields, name, &mut near) {
            Rule::Public => put(public, name, value),
            // Nothing is withheld where there is nothing.
            _ if value == b"\"\"" => put(public, name, value),
            Rule::Personal | Rule::Silent | Rule::Name | Rule::Id if value == b"null" => {}
            Rule::Personal => {
                put(personal, name, value);
                if value[0] == b'"' {
                    put(public, name, b"null");
                }
            }
            Rule::Silent => put(personal, name, value),
            Rule::Name => {
                put(personal, name, value);
                nameless = Some(name);
            }
            Rule::Id => {
                put(personal, name, value);
                let plain = value.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
                put(public, b"who", format!("\"{}\"", cover.key.pseudonym(plain)).as_bytes());
                known = true;
            }
            Rule::Cells => cells(name, value, columns, public, personal)?,
            Of(inner) => nested(name, value, inner, cover, public, personal)?,
        }
    }
    if let Some(name) = nameless.filter(|_| !known) {
        put(public, name, b"null");
    }
    public.push(b'}');
    personal.push(b'}');
    Some(())
}

fn nested(
    name: &[u8],
    value: &[u8],
    fields: Fields,
    cover: &Cover,
    public: &mut Vec<u8>,
    personal: &mut Vec<u8>,
) -> Option<()> {
    name_only(public, name);
    let before = personal.len();
    name_only(personal, name);
    let from = personal.len();
    match value[0] {
        b'{' => object(value, fields, cover, public, personal)?,
        b'[' => array(value, fields, cover, public, personal)?,
        _ => public.extend_from_slice(value),
    }
    if matches!(&personal[from..], b"" | b"{}" | b"[]") {
        personal.truncate(before);
    }
    Some(())
}

/// A cell is withheld unless its column is known to name nobody.
fn cells(name: &[u8], value: &[u8], columns: &[bool], public: &mut Vec<u8>, personal: &mut Vec<u8>) -> Option<()> {
    name_only(public, name);
    let before = personal.len();
    name_only(personal, name);
    let from = personal.len();
    let mut scan = Scan::enter(value, b'[')?;
    let comma = |out: &mut Vec<u8>, first: bool| out.push(if first { b'[' } else { b',' });
    let mut column = 0;
    while let Some(cell) = scan.element()? {
        comma(public, column == 0);
        if cell == b"\"\"" || columns.get(column) == Some(&false) {
            public.extend_from_slice(cell);
        } else {
            public.extend_from_slice(b"null");
            comma(personal, personal.len() == from);
            personal.extend_from_slice(cell);
        }
        column += 1;
    }
    if column == 0 {
        public.push(b'[');
    }
    public.push(b']');
    if personal.len() == from {
        personal.truncate(before);
    } else {
        personal.push(b']');
    }
    Some(())
}

/// The personal list runs beside the public one, and is empty where no element has anything personal.
fn array(json: &[u8], fields: Fields, cover: &Cover, public: &mut Vec<u8>, personal: &mut Vec<u8>) -> Option<()> {
    let mut scan = Scan::enter(json, b'[')?;
    let from = personal.len();
    let (mut first, mut any) = (true, false);
    public.push(b'[');
    personal.push(b'[');
    while let Some(value) = scan.element()? {
        if !std::mem::take(&mut first) {
            public.push(b',');
            personal.push(b',');
        }
        let at = personal.len();
        match value[0] {
            b'{' => object(value, fields, cover, public, personal)?,
            _ => return None,
        }
        any |= personal[at..] != *b"{}";
    }
    public.push(b']');
    if !any {
        personal.truncate(from + 1);
    }
    personal.push(b']');
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::merge::{merge, view};
    use super::super::rule_review::{EXCEPTION, ITEM};
    use super::*;

    fn parts(json: &str, fields: Fields) -> (String, String) {
        let (mut public, mut personal) = (Vec::new(), Vec::new());
        split(json.as_bytes(), fields, &cover(), &mut public, &mut personal).expect("splits");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (text(public), text(personal))
    }

    fn cover() -> Cover {
        Cover {
            key: DocumentKey::new(&[7; 32]),
            columns: vec![vec![false, true]],
        }
    }

    fn same(left: &str, right: &[u8]) {
        let read = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).expect("JSON");
        assert_eq!(read(left.as_bytes()), read(right));
    }

    #[test]
    fn what_is_taken_apart_comes_together_again() {
        let item = r#"{"itemId":3,"person":{"name":"Anna, \"A\"","userName":"anna","id":"u1","kind":"member"},"decision":"deny","decidedBy":{"name":"Bert","id":"u2"},"justification":"left","events":[{"decision":"approve","by":{"name":"Bert","id":"u2"},"device":"d"},{"entry":4}]}"#;
        let (public, personal) = parts(item, ITEM);
        assert!(
            !public.contains("Anna") && !public.contains("Bert") && !public.contains("left"),
            "{public}"
        );
        assert!(
            public.ends_with(
                ",\"events\":[{\"decision\":\"approve\",\"by\":{\"who\":\"p-e8f77b5ea1b8\"}},{\"entry\":4}],"
            ) || public.contains("\"who\":\"p-"),
            "{public}"
        );
        let mut whole = Vec::new();
        merge(
            format!("{}}}", public.trim_end_matches(',')).as_bytes(),
            personal.as_bytes(),
            &mut whole,
        )
        .expect("merges");
        same(item, &whole);
    }

    #[test]
    fn a_list_has_its_personal_part_beside_it() {
        let list = r#"[{"exceptionId":1,"person":"Anna","reason":"","state":"approved"}]"#;
        let (public, personal) = parts(list, EXCEPTION);
        assert_eq!(
            public,
            r#"{"rows":[{"exceptionId":1,"person":null,"reason":"","state":"approved"}],"#
        );
        assert_eq!(personal, r#"{"rows":[{"person":"Anna"}]}"#);
        let mut whole = Vec::new();
        merge(
            format!("{}}}", public.trim_end_matches(',')).as_bytes(),
            personal.as_bytes(),
            &mut whole,
        )
        .expect("merges");
        same(list, &whole);
        assert_eq!(parts("[]", EXCEPTION), ("{\"rows\":[]}".into(), String::new()));
        assert_eq!(parts("null", EXCEPTION), ("null".into(), String::new()));
    }

    #[test]
    fn the_view_without_personal_data_names_people_by_their_pseudonyms() {
        let (public, _) = parts(
            r#"{"person":{"name":"Anna","id":"u1","manager":"Bert"},"decidedBy":{"name":"Nobody","id":""},"justification":"left"}"#,
            ITEM,
        );
        let mut seen = Vec::new();
        view(
            format!("{}}}", public.trim_end_matches(',')).as_bytes(),
            ITEM,
            &mut seen,
        )
        .expect("a view");
        let who = DocumentKey::new(&[7; 32]).pseudonym(b"u1");
        let wanted = format!(
            r#"{{"person":{{"id":"{who}","name":"{who}"}},"decidedBy":{{"id":"","name":"withheld"}},"justification":"withheld"}}"#
        );
        same(&wanted, &seen);
    }

    #[test]
    fn cells_of_columns_that_name_people_are_withheld_and_come_back() {
        let row = r#"{"table":0,"cells":["one","Anna","extra"]}"#;
        let (public, personal) = parts(row, super::super::rule::of_section(crate::record::Section::Rows));
        assert_eq!(public, r#"{"table":0,"cells":["one",null,null],"#);
        assert_eq!(personal, r#"{"cells":["Anna","extra"]}"#);
        let mut whole = Vec::new();
        merge(
            format!("{}}}", public.trim_end_matches(',')).as_bytes(),
            personal.as_bytes(),
            &mut whole,
        )
        .expect("merges");
        same(row, &whole);
    }
}
