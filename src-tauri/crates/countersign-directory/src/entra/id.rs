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

/// The identity of an assignment, which Entra ID makes itself: letters, digits and two signs, never a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row(String);

impl Row {
    pub(super) fn parse(text: &str) -> Option<Row> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let fits = (16..=128).contains(&text.len()) && text.bytes().all(plain);
        fits.then(|| Row(text.to_owned()))
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A subscription of Azure or one of its resource groups, in small letters, as an address begins with it. Nothing above
/// and nothing below: what is deleted behind such an address must end in an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scope {
    subscription: Id,
    group: Option<String>,
}

impl Scope {
    pub(super) fn parse(text: &str) -> Option<Scope> {
        let lower = text.to_ascii_lowercase();
        let parts: Vec<&str> = lower.strip_prefix("/subscriptions/")?.split('/').collect();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'(' | b')');
        let (subscription, group) = match parts.as_slice() {
            [id] => (id, None),
            [id, "resourcegroups", group] => (id, Some((*group).to_owned())),
            _ => return None,
        };
        let fits = |name: &String| {
            (1..=90).contains(&name.len()) && name.bytes().all(plain) && !name.ends_with('.') && !name.starts_with('.')
        };
        group.as_ref().is_none_or(fits).then_some(())?;
        Some(Scope {
            subscription: Id::parse(subscription)?,
            group,
        })
    }

    pub(super) fn subscription(&self) -> &Id {
        &self.subscription
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "subscriptions/{}", self.subscription)?;
        match &self.group {
            Some(group) => write!(f, "/resourcegroups/{group}"),
            None => Ok(()),
        }
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
    fn an_assignment_has_an_identity_and_never_a_path() {
        assert!(Row::parse("a8dGW9V-LkmXWyN_h1rTPO6vC0Jk2QxMq1").is_some());
        for text in [
            "",
            "short",
            "../../users/0a5d1f7e-1111",
            "members/0a5d1f7e-1111-4c1c",
            "a?b=0123456789abcdef",
        ] {
            assert_eq!(Row::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_scope_is_a_subscription_or_a_resource_group_and_nothing_above_or_below() {
        let id = "0a5d1f7e-1111-4c1c-8c1c-00000000000a";
        let group = format!("/subscriptions/{id}/resourceGroups/Web-1_(x).y");
        let parsed = Scope::parse(&group).expect("a resource group");
        assert_eq!(
            parsed.to_string(),
            format!("subscriptions/{id}/resourcegroups/web-1_(x).y")
        );
        assert_eq!(parsed.subscription().as_str(), id);
        assert!(Scope::parse(&format!("/subscriptions/{}", id.to_uppercase())).is_some());
        for text in [
            "",
            "/",
            "/subscriptions/",
            "/subscriptions/all",
            "/providers/Microsoft.Management/managementGroups/top",
            &format!("/subscriptions/{id}/"),
            &format!("/subscriptions/{id}/resourceGroups"),
            &format!("/subscriptions/{id}/resourceGroups/"),
            &format!("/subscriptions/{id}/resourceGroups/.."),
            &format!("/subscriptions/{id}/resourceGroups/a?b"),
            &format!("/subscriptions/{id}/resourceGroups/a%2fb"),
            &format!("/subscriptions/{id}/resourceGroups/web/providers/Microsoft.Storage/storageAccounts/x"),
        ] {
            assert_eq!(Scope::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_member_of_the_organization_is_no_guest() {
        let id = Id::parse("0a5d1f7e-1111-4c1c-8c1c-00000000000a").expect("a GUID");
        assert!(Guest::told(&id, Some("Member")).is_none() && Guest::told(&id, None).is_none());
        assert!(Guest::told(&id, Some("Guest")).is_some());
    }
}
