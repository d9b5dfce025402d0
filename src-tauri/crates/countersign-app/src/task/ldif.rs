//! Changes as LDIF (RFC 2849), in which no name can become anything but a name.

use std::fmt::Write as _;

use base64::Engine;

/// `attribute: value`, or `attribute:: base64` where the value is not plain.
fn line(out: &mut String, attribute: &str, value: &str) {
    let first = |c: char| !matches!(c, ' ' | ':' | '<');
    let plain = value.chars().all(|c| matches!(c, ' '..='~'))
        && value.chars().next().is_none_or(first)
        && !value.ends_with(' ');
    let _ = if plain {
        writeln!(out, "{attribute}: {value}")
    } else {
        let encoded = base64::engine::general_purpose::STANDARD.encode(value);
        writeln!(out, "{attribute}:: {encoded}")
    };
}

/// One attribute of one entry: values deleted, and values put in their place.
pub(super) fn modify(dn: &str, attribute: &str, delete: Option<&str>, add: Option<&str>) -> String {
    let mut out = String::new();
    line(&mut out, "dn", dn);
    out.push_str("changetype: modify\n");
    match (delete, add) {
        (None, Some(value)) => {
            let _ = writeln!(out, "replace: {attribute}");
            line(&mut out, attribute, value);
        }
        (value, _) => {
            let _ = writeln!(out, "delete: {attribute}");
            if let Some(value) = value {
                line(&mut out, attribute, value);
            }
        }
    }
    out.push_str("-\n\n");
    out
}

/// One value added to an attribute of one entry.
pub(super) fn add(dn: &str, attribute: &str, value: &str) -> String {
    let mut out = String::new();
    line(&mut out, "dn", dn);
    out.push_str("changetype: modify\n");
    let _ = writeln!(out, "add: {attribute}");
    line(&mut out, attribute, value);
    out.push_str("-\n\n");
    out
}

/// A comment of one line, whatever the text holds.
pub(super) fn comment(text: &str) -> String {
    format!("# {}\n", super::change_file::one_line(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_plain_is_written_in_base64() {
        let plain = modify("cn=erp,dc=example", "member", Some("uid=ada,dc=example"), None);
        assert_eq!(
            plain,
            "dn: cn=erp,dc=example\nchangetype: modify\ndelete: member\nmember: uid=ada,dc=example\n-\n\n"
        );
        for name in [
            "cn=Zoë",
            " cn=x",
            ":cn=x",
            "<file:///etc/passwd",
            "cn=x\ndn: cn=admin",
            "cn=x ",
        ] {
            let text = modify("cn=erp", "member", Some(name), None);
            assert!(text.contains("\nmember:: "), "{text}");
            assert_eq!(text.lines().filter(|line| line.starts_with("dn:")).count(), 1, "{text}");
        }
        assert_eq!(comment("a\nchangetype: delete"), "# a changetype: delete\n");
    }
}
