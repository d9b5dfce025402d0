//! Which accounts of several directories are one person's: by which values accounts are compared, in which order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::snapshot::anchor;

/// No directory names anybody by more than this; longer values are compared with nothing.
const LONGEST: usize = 512;

/// What two accounts of one person have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CorrelationRule {
    /// The id that survives renaming: `objectGUID` and `objectSid` of Active Directory, which Entra ID keeps as
    /// `onPremisesImmutableId` and `onPremisesSecurityIdentifier`.
    ImmutableId,
    UserPrincipalName,
    Mail,
    EmployeeId,
    /// The short name somebody signs in with.
    UserName,
}

impl CorrelationRule {
    pub const ALL: [Self; 5] = [
        Self::ImmutableId,
        Self::UserPrincipalName,
        Self::Mail,
        Self::EmployeeId,
        Self::UserName,
    ];

    /// The word stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::ImmutableId => "immutableId",
            Self::UserPrincipalName => "userPrincipalName",
            Self::Mail => "mail",
            Self::EmployeeId => "employeeId",
            Self::UserName => "userName",
        }
    }
}

/// By what accounts are joined, and which directory says who the people are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CorrelationSetting {
    /// The first that finds anybody decides.
    pub rules: Vec<CorrelationRule>,
    /// The directory whose people are the organization's; an account of nobody there has no owner. None where no
    /// directory is it.
    pub source: Option<i64>,
}

impl Default for CorrelationSetting {
    /// Best first. A short name means somebody else in the next system too often, so it is left out.
    fn default() -> Self {
        Self {
            rules: CorrelationRule::ALL[..4].to_vec(),
            source: None,
        }
    }
}

/// What is known of an account.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    /// Its lasting identity in its own directory.
    pub key: &'a str,
    pub user_name: Option<&'a str>,
    pub mail: Option<&'a str>,
    pub employee_id: Option<&'a str>,
    pub attributes: &'a BTreeMap<String, Vec<String>>,
}

impl<'a> Account<'a> {
    fn attribute(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let found = self.attributes.iter().find(|(one, _)| one.eq_ignore_ascii_case(name));
        found.into_iter().flat_map(|(_, values)| values).map(String::as_str)
    }

    /// The values by which this account is compared under a rule, in the one spelling in which equal ones are equal.
    pub fn values(&self, rule: CorrelationRule) -> Vec<String> {
        let mut values: Vec<String> = match rule {
            CorrelationRule::ImmutableId => self.immutable(),
            CorrelationRule::UserPrincipalName => {
                let own = self.attribute("userPrincipalName");
                own.chain(self.user_name).filter_map(address).collect()
            }
            CorrelationRule::Mail => self.mail.and_then(address).into_iter().collect(),
            // A number with noughts before it is another number.
            CorrelationRule::EmployeeId => self.employee_id.and_then(plain).into_iter().collect(),
            CorrelationRule::UserName => {
                let short = self.user_name.and_then(plain).filter(|name| !name.contains('@'));
                short.map(|name| name.to_lowercase()).into_iter().collect()
            }
        };
        values.sort();
        values.dedup();
        values
    }

    fn immutable(&self) -> Vec<String> {
        let own = ["objectGUID", "mS-DS-ConsistencyGuid", anchor::IMMUTABLE_ID];
        let guids = own.iter().flat_map(|name| self.attribute(name)).chain([self.key]);
        let guids = guids.filter_map(guid).map(|guid| format!("guid:{guid}"));
        let sids = ["objectSid", anchor::SECURITY_ID];
        let sids = sids.iter().flat_map(|name| self.attribute(name)).filter_map(plain);
        let sids = sids.filter(|sid| sid.starts_with("S-1-5-21-") || sid.starts_with("s-1-5-21-"));
        guids
            .chain(sids.map(|sid| format!("sid:{}", sid.to_uppercase())))
            .collect()
    }
}

fn plain(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= LONGEST).then(|| text.to_owned())
}

/// A name with a domain. What Entra ID makes up for a guest names nobody elsewhere.
fn address(text: &str) -> Option<String> {
    let text = plain(text)?.to_lowercase();
    let (name, domain) = text.rsplit_once('@')?;
    (!name.is_empty() && !domain.is_empty() && !name.contains("#ext#")).then_some(text)
}

/// A GUID, written as one or as its 16 bytes in base64.
fn guid(text: &str) -> Option<String> {
    let text = plain(text)?;
    let bare = text.trim_start_matches('{').trim_end_matches('}');
    let shape = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    if bare.len() == 36 && bare.bytes().enumerate().all(shape) {
        return Some(bare.to_ascii_lowercase()).filter(|guid| !is_nothing(guid));
    }
    anchor::guid_of(bare).filter(|guid| !is_nothing(guid))
}

fn is_nothing(guid: &str) -> bool {
    guid.bytes().all(|byte| matches!(byte, b'0' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account<'a>(key: &'a str, attributes: &'a BTreeMap<String, Vec<String>>) -> Account<'a> {
        Account {
            key,
            user_name: None,
            mail: None,
            employee_id: None,
            attributes,
        }
    }

    fn with(name: &str, value: &str) -> BTreeMap<String, Vec<String>> {
        BTreeMap::from([(name.to_owned(), vec![value.to_owned()])])
    }

    #[test]
    fn the_immutable_id_of_entra_is_the_guid_of_active_directory() {
        let synced = with("onPremisesImmutableId", "Z0UjAauJ70XN74mrze8BIw==");
        let none = BTreeMap::new();
        let here = account("01234567-89ab-45ef-cdef-89abcdef0123", &none).values(CorrelationRule::ImmutableId);
        let there = account("9b2f7c1e-0000-4000-8000-000000000001", &synced).values(CorrelationRule::ImmutableId);
        assert_eq!(here, ["guid:01234567-89ab-45ef-cdef-89abcdef0123"]);
        assert_eq!(there, [here[0].as_str(), "guid:9b2f7c1e-0000-4000-8000-000000000001"]);
    }

    #[test]
    fn what_is_no_lasting_identity_is_compared_with_nothing() {
        let none = BTreeMap::new();
        for key in [
            "1001",
            "jane",
            "",
            "00000000-0000-0000-0000-000000000000",
            "AAAAAAAAAAAAAAAAAAAAAA==",
        ] {
            let found = account(key, &none).values(CorrelationRule::ImmutableId);
            assert!(found.is_empty(), "{key}: {found:?}");
        }
        let well_known = with("objectSid", "S-1-5-32-544");
        assert!(
            account("x", &well_known)
                .values(CorrelationRule::ImmutableId)
                .is_empty()
        );
        let own = with("objectSid", "s-1-5-21-1-2-3-1104");
        let found = account("x", &own).values(CorrelationRule::ImmutableId);
        assert_eq!(found, ["sid:S-1-5-21-1-2-3-1104"]);
    }

    #[test]
    fn names_are_compared_without_regard_to_case_and_numbers_as_they_are() {
        let attributes = with("userPrincipalName", "Jürgen@Example.ORG");
        let one = Account {
            user_name: Some("JMEIER"),
            mail: Some(" Jürgen.Meier@example.org "),
            employee_id: Some("0042"),
            ..account("x", &attributes)
        };
        assert_eq!(one.values(CorrelationRule::UserPrincipalName), ["jürgen@example.org"]);
        assert_eq!(one.values(CorrelationRule::Mail), ["jürgen.meier@example.org"]);
        assert_eq!(one.values(CorrelationRule::EmployeeId), ["0042"]);
        assert_eq!(one.values(CorrelationRule::UserName), ["jmeier"]);
    }

    #[test]
    fn the_name_that_entra_makes_up_for_a_guest_names_nobody() {
        let none = BTreeMap::new();
        let guest = Account {
            user_name: Some("jane_partner.example#EXT#@tenant.onmicrosoft.com"),
            ..account("x", &none)
        };
        assert!(guest.values(CorrelationRule::UserPrincipalName).is_empty());
        assert!(guest.values(CorrelationRule::UserName).is_empty());
    }
}
