//! The lasting identity of an object in Entra ID.

use std::fmt;

/// A GUID in lower case. Whatever stands in an address was one of these first, so nothing that a tenant or a plan
/// says can become another address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Id(String);

impl Id {
    pub(super) fn parse(text: &str) -> Option<Id> {
        let lengths = text.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
        let digits = text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
        (lengths && digits).then(|| Id(text.to_ascii_lowercase()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A user whom the directory itself called a guest a moment ago; nobody else can be deleted from here.
#[derive(Debug)]
pub(super) struct Guest(Id);

impl Guest {
    pub(super) fn told(id: &Id, user_type: Option<&str>) -> Option<Guest> {
        (user_type == Some("Guest")).then(|| Guest(id.clone()))
    }

    pub(super) fn id(&self) -> &Id {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_guid_is_an_identity() {
        let id = Id::parse("0A5D1F7E-1111-4C1C-8C1C-00000000000A").expect("a GUID");
        assert_eq!(id.as_str(), "0a5d1f7e-1111-4c1c-8c1c-00000000000a");
        for text in [
            "",
            "me",
            "../users",
            "0a5d1f7e-1111-4c1c-8c1c-00000000000/",
            "0a5d1f7e11114c1c8c1c00000000000a----",
        ] {
            assert_eq!(Id::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_member_of_the_organization_is_no_guest() {
        let id = Id::parse("0a5d1f7e-1111-4c1c-8c1c-00000000000a").expect("a GUID");
        assert!(Guest::told(&id, Some("Member")).is_none() && Guest::told(&id, None).is_none());
        assert!(Guest::told(&id, Some("Guest")).is_some());
    }
}
