//! Distinguished names, compared as RFC 4514 and RFC 4518 mean them, and written safely.

mod parse;

use countersign_domain::snapshot::{Mark, Reference};
use unicode_normalization::UnicodeNormalization;

use parse::Parser;

/// One spelling for all spellings of a name: types in lower case under their short name, values
/// unescaped, folded (NFKC, lower case, inner spaces joined), the parts of a multi-valued RDN
/// sorted, then escaped again. `None` when the text is not a distinguished name.
pub fn normalise(dn: &str) -> Option<String> {
    if is_plain(dn) {
        return Some(dn.to_ascii_lowercase());
    }
    let mut out = String::with_capacity(dn.len());
    let mut rest = Parser::new(dn);
    if rest.skip_space().is_none() {
        return Some(out);
    }
    loop {
        let mut parts: Vec<(String, String)> = Vec::with_capacity(1);
        let end = loop {
            let kind = rest.attribute_type()?;
            let (value, end) = rest.value()?;
            parts.push((kind, fold(&value)));
            if end != Some(b'+') {
                break end;
            }
        };
        parts.sort();
        for (n, (kind, value)) in parts.iter().enumerate() {
            out.push_str(if n > 0 { "+" } else { "" });
            out.push_str(kind);
            out.push('=');
            escape_into(value, &mut out);
        }
        match end {
            Some(_) => out.push(','),
            None => return Some(out),
        }
    }
}

/// The name one level up, of a normalised name.
pub fn parent(normalised: &str) -> Option<&str> {
    let bytes = normalised.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b',' => return Some(&normalised[at + 1..]),
            _ => at += 1,
        }
    }
    None
}

/// Whether a normalised name is `base` or below it, `base` being normalised too.
pub fn is_under(normalised: &str, base: &str) -> bool {
    let mut name = Some(normalised);
    while let Some(here) = name {
        if here == base {
            return true;
        }
        if here.len() < base.len() {
            return false;
        }
        name = parent(here);
    }
    base.is_empty()
}

/// The value of the first RDN, for people: `Ann, Lee` of `cn=Ann\, Lee,ou=people`.
pub fn first_value(dn: &str) -> Option<String> {
    let mut rest = Parser::new(dn);
    rest.attribute_type()?;
    rest.value().map(|(value, _)| value)
}

/// A reference by distinguished name. What is no name is compared as it stands.
pub fn to_reference(text: &str) -> Reference {
    let mark = match normalise(text) {
        Some(name) => Mark::of(&name),
        None => Mark::of(&format!("text:{text}")),
    };
    Reference {
        text: text.to_owned(),
        mark,
    }
}

/// A value written so that it stays one value inside a name (RFC 4514 §2.4).
pub fn escape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    escape_into(value, &mut out);
    out
}

fn escape_into(value: &str, out: &mut String) {
    let last = value.len().saturating_sub(1);
    for (at, c) in value.char_indices() {
        match c {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' | '=' => {
                out.push('\\');
                out.push(c);
            }
            '#' | ' ' if at == 0 => {
                out.push('\\');
                out.push(c);
            }
            ' ' if at == last => out.push_str("\\ "),
            c if (c as u32) < 0x20 || c == '\u{7f}' => {
                out.push_str(&format!("\\{:02x}", c as u32));
            }
            c => out.push(c),
        }
    }
}

// Nearly every name of a large directory passes here; the rest takes the long way.
fn is_plain(dn: &str) -> bool {
    let bytes = dn.as_bytes();
    let mut type_at = 0;
    let mut in_value = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => {}
            b'.' | b'_' | b'@' | b'\'' if in_value => {}
            b' ' => {
                let beside = |n: Option<&u8>| !n.is_none_or(|b| matches!(b, b' ' | b',' | b'='));
                if !in_value || !beside(bytes.get(at + 1)) || !beside(bytes.get(at.wrapping_sub(1))) {
                    return false;
                }
            }
            b'=' if !in_value => {
                // Long type names and dotted numbers have short names; only the long way knows them.
                if at == type_at || at - type_at > 5 || bytes[type_at].is_ascii_digit() {
                    return false;
                }
                in_value = true;
            }
            b',' if in_value => {
                in_value = false;
                type_at = at + 1;
            }
            _ => return false,
        }
    }
    in_value
}

fn fold(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for word in value.split([' ', '\u{a0}', '\u{3000}', '\t', '\n', '\r']) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        if word.is_ascii() {
            out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            // Lower case after composing can decompose again, so the order is fold, then compose.
            out.extend(word.nfkc().flat_map(char::to_lowercase).nfkc());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one_name() {
        let same = [
            "cn=Ann\\, Lee,ou=People,dc=Example",
            "CN = ann\\2C lee , OU=people;dc=example",
            "commonName=\"Ann,  Lee\",2.5.4.11=people,DC=example",
            "oid.2.5.4.3=#0c08416e6e2c204c6565,ou=people,domainComponent=example",
        ];
        for spelling in same {
            assert_eq!(
                normalise(spelling).as_deref(),
                Some("cn=ann\\, lee,ou=people,dc=example"),
                "{spelling}"
            );
        }
    }

    #[test]
    fn parts_of_one_rdn_have_no_order() {
        assert_eq!(normalise("uid=7+cn=A,dc=x"), normalise("CN=a + UID=7, dc=x"));
        assert_ne!(normalise("uid=7+cn=A,dc=x"), normalise("uid=7,cn=A,dc=x"));
    }

    #[test]
    fn escaped_separators_do_not_split() {
        let name = normalise("cn=a\\,b\\+c\\\\,dc=x").expect("a name");
        assert_eq!(parent(&name), Some("dc=x"));
        assert_eq!(first_value("cn=a\\,b\\+c\\\\,dc=x").as_deref(), Some("a,b+c\\"));
    }

    #[test]
    fn letters_of_every_script_fold() {
        assert_eq!(normalise("cn=ÄRGER,dc=x"), normalise("cn=a\u{308}rger,dc=x"));
        assert_eq!(normalise("cn=\\c3\\84rger,dc=x"), normalise("cn=ärger,dc=x"));
        assert_eq!(normalise("cn=ΔΑΦΝΗ,dc=x"), normalise("cn=δαφνη,dc=x"));
        assert_ne!(normalise("cn=山田,dc=x"), normalise("cn=山本,dc=x"));
    }

    #[test]
    fn the_short_way_and_the_long_way_agree() {
        for name in ["uid=U1,ou=a b,dc=x", "cn=o'neil-x_1,dc=x-y"] {
            assert!(is_plain(name));
            let long = format!(" {name}");
            assert!(!is_plain(&long));
            assert_eq!(normalise(name), normalise(&long));
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for text in [
            "x",
            "=a",
            "cn",
            "cn=a,",
            "cn=a,,dc=x",
            "cn=\"a",
            "cn=a\\",
            "cn=#zz",
            "cn=a\\q",
            "cn=a<b",
        ] {
            assert_eq!(normalise(text), None, "{text}");
        }
        assert_eq!(normalise("").as_deref(), Some(""));
        assert_eq!(normalise("cn=,dc=x").as_deref(), Some("cn=,dc=x"));
    }

    #[test]
    fn escaping_survives_a_round() {
        for value in [" a ", "#1", "a,b", "x=y", "a\u{0}b", "\"q\"", "Ünï \\ x", "a;b<c>d+e"] {
            let dn = format!("cn={},dc=x", escape(value));
            assert_eq!(first_value(&dn).as_deref(), Some(value), "{dn}");
        }
    }

    #[test]
    fn under_is_by_level_not_by_letters() {
        assert!(is_under("uid=a,ou=people,dc=x", "ou=people,dc=x"));
        assert!(!is_under("uid=a,ou=morepeople,dc=x", "ou=people,dc=x"));
        assert!(is_under("uid=a,dc=x", ""));
    }
}
