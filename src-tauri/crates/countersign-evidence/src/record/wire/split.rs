//! Takes the JSON of a row apart into its public and its personal part.

use super::key::DocumentKey;
use super::rule::{Fields, Rule, rule};
use super::scan::Scan;
use crate::record::wire::rule::Rule::Of;

/// A list that is a head part stands under this name, so that its personal part can stand beside it.
pub(crate) const ROWS: &str = "rows";

/// Appends `json` as it stands in the record, up to the personal object, which goes to `personal`. Answers whether
/// there is one; none where `json` is not in the form that serde_json writes.
pub(crate) fn split(
    json: &[u8],
    fields: Fields,
    key: &DocumentKey,
    public: &mut Vec<u8>,
    personal: &mut Vec<u8>,
) -> Option<bool> {
    let from = personal.len();
    let start = public.len();
    match json.first() {
        Some(b'{') => object(json, fields, key, public, personal)?,
        Some(b'[') => {
            public.extend_from_slice(b"{\"rows\":");
            personal.extend_from_slice(b"{\"rows\":");
            array(json, fields, key, public, personal)?;
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

fn object(json: &[u8], fields: Fields, key: &DocumentKey, public: &mut Vec<u8>, personal: &mut Vec<u8>) -> Option<()> {
    let mut scan = Scan::enter(json, b'{')?;
    public.push(b'{');
    personal.push(b'{');
    let (mut near, mut nameless, mut known) = (0, None, false);
    while let Some((name, value)) = scan.member()? {
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
                put(public, b"who", format!("\"{}\"", key.pseudonym(plain)).as_bytes());
                known = true;
            }
            Of(inner) => nested(name, value, inner, key, public, personal)?,
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
    key: &DocumentKey,
    public: &mut Vec<u8>,
    personal: &mut Vec<u8>,
) -> Option<()> {
    name_only(public, name);
    let before = personal.len();
    name_only(personal, name);
    let from = personal.len();
    match value[0] {
        b'{' => object(value, fields, key, public, personal)?,
        b'[' => array(value, fields, key, public, personal)?,
        _ => public.extend_from_slice(value),
    }
    if matches!(&personal[from..], b"" | b"{}" | b"[]") {
        personal.truncate(before);
    }
    Some(())
}

/// The personal list runs beside the public one, and is empty where no element has anything personal.
fn array(json: &[u8], fields: Fields, key: &DocumentKey, public: &mut Vec<u8>, personal: &mut Vec<u8>) -> Option<()> {
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
            b'{' => object(value, fields, key, public, personal)?,
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
        split(
            json.as_bytes(),
            fields,
            &DocumentKey::new(&[7; 32]),
            &mut public,
            &mut personal,
        )
        .expect("splits");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (text(public), text(personal))
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
}
