//! What a person says about an LDAP directory.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::filter;
use crate::{DirectoryProblem, dn};

/// The settings of an LDAP directory; the password is never among them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Setting {
    /// `ldaps://host[:port]` or `ldap://host[:port]`.
    pub url: String,
    /// Turn `ldap://` into TLS before the password is sent.
    #[serde(default)]
    pub start_tls: bool,
    /// Send the password in clear; only to this machine itself.
    #[serde(default)]
    pub allow_plaintext: bool,
    /// The certification authority to trust, as a PEM file or as text; without both, the system's.
    pub ca_file: Option<PathBuf>,
    pub ca_pem: Option<String>,
    /// The name the certificate must carry, where it differs from the host in `url`.
    pub server_name: Option<String>,
    pub bind_dn: String,
    pub base: String,
    pub user_filter: Option<String>,
    pub group_filter: Option<String>,
    pub guest_rule: Option<GuestRule>,
    /// Further attributes to keep with each principal.
    #[serde(default)]
    pub more_attributes: Vec<String>,
    #[serde(default = "page_size")]
    pub page_size: u32,
    /// Seconds to wait for a connection, and for each answer.
    #[serde(default = "connect_for")]
    pub connect_for: u64,
    #[serde(default = "answer_for")]
    pub answer_for: u64,
    /// The member to put into a group that must not become empty; without it, a person is asked.
    pub placeholder_member: Option<String>,
    /// What takes a guest's sign-in away: the attribute and the value it gets. Without them
    /// `pwdAccountLockedTime` says that the account is locked until an administrator unlocks it.
    pub block_attribute: Option<String>,
    pub block_value: Option<String>,
    /// Where accounts are made for guests from outside; without it a person makes them.
    pub guest_container: Option<String>,
    /// What such an entry has beside its names and what `guest_rule` looks at.
    #[serde(default)]
    pub guest_attributes: BTreeMap<String, Vec<String>>,
}

/// Who is a guest: whoever has one of the values, or stands below the place.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GuestRule {
    pub attribute: Option<String>,
    #[serde(default)]
    pub values: Vec<String>,
    pub under: Option<String>,
}

fn page_size() -> u32 {
    1000
}

fn connect_for() -> u64 {
    10
}

fn answer_for() -> u64 {
    60
}

const PERSON: &str = "(|(objectClass=person)(objectClass=account)(objectClass=posixAccount))";
const GROUP: &str =
    "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=groupOfMembers)(objectClass=posixGroup))";

impl Setting {
    pub(crate) fn parse(value: &serde_json::Value, folder: &Path) -> Result<Setting, DirectoryProblem> {
        let wrong = DirectoryProblem::Setting;
        let mut setting: Setting = serde_json::from_value(value.clone()).map_err(|error| wrong(error.to_string()))?;
        setting.check_transport()?;
        for (name, text) in [("base", &setting.base), ("bindDn", &setting.bind_dn)] {
            if dn::normalise(text).is_none() {
                return Err(wrong(format!(
                    "{name} \"{}\" is not a distinguished name",
                    text.escape_debug()
                )));
            }
        }
        if setting.page_size == 0 || setting.page_size > 100_000 {
            return Err(wrong("pageSize must be between 1 and 100000".into()));
        }
        filter::encode(&setting.filter()).map_err(wrong)?;
        if let Some(under) = setting.guest_rule.as_mut().and_then(|rule| rule.under.as_mut()) {
            *under = dn::normalise(under)
                .ok_or_else(|| DirectoryProblem::Setting("guestRule.under is not a distinguished name".into()))?;
        }
        let named = |c: char| c.is_ascii_alphanumeric() || c == '-';
        match (&setting.block_attribute, &setting.block_value) {
            (None, None) => {}
            (Some(name), Some(value)) if !name.is_empty() && name.chars().all(named) && !value.is_empty() => {}
            _ => {
                return Err(wrong(
                    "blockAttribute and blockValue belong together: the name of an attribute and a value".into(),
                ));
            }
        }
        setting.check_guests(named).map_err(wrong)?;
        if let Some(file) = &mut setting.ca_file {
            *file = folder.join(&*file);
        }
        Ok(setting)
    }

    /// The password never travels in clear, but inside this machine and where that is asked for.
    pub(crate) fn check_transport(&self) -> Result<(), DirectoryProblem> {
        let wrong = DirectoryProblem::Setting;
        let (tls, host, _) = self.address()?;
        if !tls && !self.start_tls {
            let here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
            if !self.allow_plaintext || !here {
                return Err(wrong(format!(
                    "{} would send the password in clear; use ldaps:// or startTls (allowPlaintext is only for this machine itself)",
                    self.url
                )));
            }
        }
        match tls && self.start_tls {
            true => Err(wrong("startTls belongs to ldap://, not to ldaps://".into())),
            false => Ok(()),
        }
    }

    /// A place for guests is below the base, and whoever stands there is a guest by the rule.
    fn check_guests(&self, named: impl Fn(char) -> bool) -> Result<(), String> {
        let Some(container) = &self.guest_container else {
            return match self.guest_attributes.is_empty() {
                true => Ok(()),
                false => Err("guestAttributes belong to a guestContainer".into()),
            };
        };
        let place = match (dn::normalise(container), dn::normalise(&self.base)) {
            (Some(place), Some(base)) if place == base || dn::is_under(&place, &base) => place,
            _ => return Err("guestContainer is no distinguished name below the base".into()),
        };
        let marks = self.guest_rule.as_ref().is_some_and(|rule| {
            let by_value = rule.attribute.is_some() && !rule.values.is_empty();
            by_value
                || rule
                    .under
                    .as_ref()
                    .is_some_and(|under| place == *under || dn::is_under(&place, under))
        });
        if !marks {
            return Err("guestContainer needs a guestRule that takes its entries for guests".into());
        }
        let usable = |(name, values): (&String, &Vec<String>)| {
            !name.is_empty()
                && name.chars().all(&named)
                && !values.is_empty()
                && values.iter().all(|one| !one.is_empty())
        };
        match self.guest_attributes.iter().all(usable) {
            true => Ok(()),
            false => Err("guestAttributes are names of attributes, each with its values".into()),
        }
    }

    /// Whether TLS comes first, and the host and port of `url`.
    pub(crate) fn address(&self) -> Result<(bool, String, u16), DirectoryProblem> {
        let wrong = |why: &str| DirectoryProblem::Setting(format!("the address \"{}\" {why}", self.url.escape_debug()));
        let (tls, rest) = match self.url.split_once("://") {
            Some(("ldaps", rest)) => (true, rest),
            Some(("ldap", rest)) => (false, rest),
            _ => return Err(wrong("must begin with ldaps:// or ldap://")),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.strip_prefix('[') {
            Some(v6) => match v6.split_once(']') {
                Some((host, port)) => (host, port.strip_prefix(':')),
                None => return Err(wrong("has a [ without ]")),
            },
            None => match rest.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (rest, None),
            },
        };
        let allowed = |c: char| c.is_ascii_alphanumeric() || ".-:_%".contains(c);
        if host.is_empty() || !host.chars().all(allowed) {
            return Err(wrong("has no usable host name"));
        }
        let port = match port {
            None => {
                if tls {
                    636
                } else {
                    389
                }
            }
            Some(port) => port.parse().map_err(|_| wrong("has no usable port"))?,
        };
        Ok((tls, host.to_owned(), port))
    }

    /// Everything is read unless filters say otherwise; what is neither user nor group is kept as a
    /// place in the tree, so that a renamed place is noticed.
    pub(crate) fn filter(&self) -> String {
        if self.user_filter.is_none() && self.group_filter.is_none() {
            return "(objectClass=*)".into();
        }
        let user = self.user_filter.as_deref().unwrap_or(PERSON).trim();
        let group = self.group_filter.as_deref().unwrap_or(GROUP).trim();
        format!("(|{user}{group}(!(|{PERSON}{GROUP})))")
    }

    /// The attribute that blocks an account, and its value.
    pub(crate) fn block(&self) -> (&str, &str) {
        match (&self.block_attribute, &self.block_value) {
            (Some(attribute), Some(value)) => (attribute, value),
            _ => ("pwdAccountLockedTime", "000001010000Z"),
        }
    }

    pub(crate) fn patience(&self) -> Duration {
        Duration::from_secs(self.answer_for.max(1))
    }
}
