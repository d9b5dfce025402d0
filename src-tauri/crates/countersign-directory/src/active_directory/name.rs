//! Names as a controller writes them when asked for extended names (MS-ADTS §3.1.1.3.4.1.5): the identity
//! that lasts, the security identity and the distinguished name, `<GUID=…>;<SID=…>;CN=…`.

use countersign_domain::snapshot::{Mark, Reference};

use crate::dn;
use crate::ldap::ber;
use crate::ldap::search::control;

const EXTENDED_NAMES: &str = "1.2.840.113556.1.4.529";

/// The control that asks for extended names with their parts as text. Critical: without it there
/// would be no identity.
pub(super) fn extended_names() -> Vec<u8> {
    let value = ber::group(ber::SEQUENCE, &[ber::integer(ber::INTEGER, 1)]);
    control(EXTENDED_NAMES, true, &value)
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// `objectGUID` in its usual writing, in lower case.
    pub guid: Option<String>,
    /// `objectSid` as `S-1-5-…`.
    pub sid: Option<String>,
    pub dn: String,
}

impl Name {
    pub(super) fn parse(text: &str) -> Name {
        let (mut guid, mut sid, mut rest) = (None, None, text);
        while let Some((part, after)) = rest.strip_prefix('<').and_then(|inner| inner.split_once(">;")) {
            match part.split_once('=') {
                Some(("GUID", value)) => guid = Some(value.to_ascii_lowercase()).filter(|guid| is_guid(guid)),
                Some(("SID", value)) => sid = Some(value.to_owned()),
                _ => {}
            }
            rest = after;
        }
        Name {
            guid,
            sid,
            dn: rest.to_owned(),
        }
    }

    /// A reference by the identity that lasts; by the name where the controller gives nothing better.
    pub(super) fn to_reference(&self) -> Reference {
        match &self.guid {
            Some(guid) => Reference {
                text: self.dn.clone(),
                mark: guid_mark(guid),
            },
            None => dn::to_reference(&self.dn),
        }
    }
}

/// The mark under which others refer to an entry.
pub(super) fn guid_mark(guid: &str) -> Mark {
    Mark::of_guid(guid)
}

pub(super) fn is_guid(text: &str) -> bool {
    text.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// A filter that finds the entries with these keys; what is no key finds nothing.
pub(super) fn by_key<'a>(keys: impl Iterator<Item = &'a str>) -> String {
    let parts: String = keys.filter(|key| is_guid(key)).map(one_key).collect();
    match parts.is_empty() {
        // An empty alternative finds nothing (RFC 4526), but not every server knows it.
        true => "(&(objectClass=group)(!(objectClass=group)))".into(),
        false => format!("(|{parts})"),
    }
}

// The first three parts of a GUID are numbers, kept with their least byte first (MS-DTYP §2.3.4).
fn one_key(key: &str) -> String {
    let hex: Vec<&str> = key
        .split('-')
        .enumerate()
        .flat_map(|(n, part)| {
            let mut bytes: Vec<&str> = (0..part.len() / 2).map(|at| &part[at * 2..at * 2 + 2]).collect();
            if n < 3 {
                bytes.reverse();
            }
            bytes
        })
        .collect();
    format!("(objectGUID=\\{})", hex.join("\\"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extended_name_falls_into_its_parts() {
        let name =
            Name::parse("<GUID=31D604d3-136e-4fd9-ac37-21befc304d5f>;<SID=S-1-5-21-1-2-3-1302>;CN=a\\<b>\\;c,DC=x");
        assert_eq!(name.guid.as_deref(), Some("31d604d3-136e-4fd9-ac37-21befc304d5f"));
        assert_eq!(name.sid.as_deref(), Some("S-1-5-21-1-2-3-1302"));
        assert_eq!(name.dn, "CN=a\\<b>\\;c,DC=x");
        let plain = Name::parse("CN=a,DC=x");
        assert_eq!((plain.guid, plain.sid, plain.dn.as_str()), (None, None, "CN=a,DC=x"));
        assert_eq!(Name::parse("<GUID=äöü>;CN=a").guid, None);
    }

    #[test]
    fn a_key_is_looked_for_by_its_bytes() {
        assert_eq!(
            by_key(["31d604d3-136e-4fd9-ac37-21befc304d5f"].into_iter()),
            "(|(objectGUID=\\d3\\04\\d6\\31\\6e\\13\\d9\\4f\\ac\\37\\21\\be\\fc\\30\\4d\\5f))"
        );
        assert!(!by_key(["*)(objectClass=*"].into_iter()).contains("(objectClass=*"));
    }
}
