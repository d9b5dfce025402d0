//! What a person says about a domain.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::ldap::{self, GuestRule, filter};
use crate::{DirectoryProblem, dn};

/// The settings of a domain; the password is never among them.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Setting {
    /// One controller or several, as `ldaps://host[:port]` or `ldap://host[:port]`, with spaces between
    /// them. The first that answers is used.
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
    /// The name the certificates must carry, where it differs from the hosts in `url`.
    pub server_name: Option<String>,
    /// `name@domain`, `DOMAIN\name` or a distinguished name.
    pub bind_dn: String,
    /// Without it, the whole domain of the controller.
    pub base: Option<String>,
    pub user_filter: Option<String>,
    pub group_filter: Option<String>,
    pub guest_rule: Option<GuestRule>,
    /// Further attributes to keep with each principal.
    #[serde(default)]
    pub more_attributes: Vec<String>,
    #[serde(default = "page_size")]
    pub page_size: u32,
    /// Values of a group's list asked for at once; Windows gives no more than 1500 unless told so.
    #[serde(default = "range_size")]
    pub range_size: u32,
    /// Seconds to wait for a connection, and for each answer.
    #[serde(default = "connect_for")]
    pub connect_for: u64,
    #[serde(default = "answer_for")]
    pub answer_for: u64,
}

fn page_size() -> u32 {
    1000
}

fn range_size() -> u32 {
    1500
}

fn connect_for() -> u64 {
    10
}

fn answer_for() -> u64 {
    60
}

const PERSON: &str = "(|(objectClass=user)(objectClass=contact)(objectClass=foreignSecurityPrincipal))";
const GROUP: &str = "(objectClass=group)";
/// Places people and groups may stand in: kept, so that a renamed place is noticed. Not everything
/// else, because a domain may hold its name server's records too.
const PLACE: &str = "(|(objectClass=organizationalUnit)(objectClass=container)(objectClass=builtinDomain)\
(objectClass=domain)(objectClass=lostAndFound)(objectClass=organization)(objectClass=country)(objectClass=locality))";

/// Ports of the global catalog, which knows only a part of what each entry holds.
const CATALOG: [u16; 2] = [3268, 3269];

impl Setting {
    pub(super) fn parse(value: &serde_json::Value, folder: &Path) -> Result<Setting, DirectoryProblem> {
        let wrong = DirectoryProblem::Setting;
        let mut setting: Setting = serde_json::from_value(value.clone()).map_err(|error| wrong(error.to_string()))?;
        setting.base = setting.base.filter(|base| !base.trim().is_empty());
        if setting.controllers().next().is_none() {
            return Err(wrong("url names no controller".into()));
        }
        for url in setting.controllers() {
            let line = setting.line(url);
            line.check_transport()?;
            if CATALOG.contains(&line.address()?.2) {
                return Err(wrong(format!(
                    "{url} is a global catalog, which holds only a part of each entry; use 636 or 389"
                )));
            }
        }
        if setting.bind_dn.trim().is_empty() {
            return Err(wrong("bindDn names no account".into()));
        }
        let named = [
            ("base", setting.base.as_deref()),
            (
                "guestRule.under",
                setting.guest_rule.as_ref().and_then(|rule| rule.under.as_deref()),
            ),
        ];
        for (name, text) in named {
            if let Some(text) = text.filter(|text| dn::normalise(text).is_none()) {
                return Err(wrong(format!(
                    "{name} \"{}\" is not a distinguished name",
                    text.escape_debug()
                )));
            }
        }
        if setting.page_size == 0 || setting.page_size > 100_000 {
            return Err(wrong("pageSize must be between 1 and 100000".into()));
        }
        if setting.range_size < 2 || setting.range_size > 100_000 {
            return Err(wrong("rangeSize must be between 2 and 100000".into()));
        }
        filter::encode(&setting.filter()).map_err(wrong)?;
        if let Some(under) = setting.guest_rule.as_mut().and_then(|rule| rule.under.as_mut()) {
            *under = dn::normalise(under).unwrap_or_default();
        }
        if let Some(file) = &mut setting.ca_file {
            *file = folder.join(&*file);
        }
        Ok(setting)
    }

    /// The controllers, in the order in which they are tried.
    pub(super) fn controllers(&self) -> impl Iterator<Item = &str> {
        self.url.split_whitespace()
    }

    /// How one controller is spoken to.
    pub(super) fn line(&self, url: &str) -> ldap::Setting {
        ldap::Setting {
            url: url.to_owned(),
            start_tls: self.start_tls,
            allow_plaintext: self.allow_plaintext,
            ca_file: self.ca_file.clone(),
            ca_pem: self.ca_pem.clone(),
            server_name: self.server_name.clone(),
            bind_dn: self.bind_dn.clone(),
            connect_for: self.connect_for,
            answer_for: self.answer_for,
            ..ldap::Setting::default()
        }
    }

    /// People, groups and the places they may stand in.
    pub(super) fn filter(&self) -> String {
        let user = self.user_filter.as_deref().map_or(PERSON, str::trim);
        let group = self.group_filter.as_deref().map_or(GROUP, str::trim);
        format!("(|{user}{group}{PLACE})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn problem(settings: serde_json::Value) -> String {
        match Setting::parse(&settings, Path::new(".")) {
            Ok(_) => "none".into(),
            Err(problem) => problem.to_string(),
        }
    }

    #[test]
    fn several_controllers_are_named_in_one_line() {
        let settings =
            json!({ "url": " ldaps://one.example  ldaps://two.example:637 ", "bindDn": "reader@example", "base": "" });
        let setting = Setting::parse(&settings, Path::new(".")).expect("settings");
        let controllers: Vec<_> = setting.controllers().collect();
        assert_eq!(controllers, ["ldaps://one.example", "ldaps://two.example:637"]);
        assert_eq!(setting.base, None);
    }

    #[test]
    fn settings_that_cannot_be_right_are_refused() {
        let url = |url: &str| problem(json!({ "url": url, "bindDn": "reader@example" }));
        assert!(url("").contains("names no controller"));
        assert!(url("ldaps://one ldap://two.example").contains("in clear"));
        assert!(url("ldaps://one.example:3269").contains("global catalog"));
        assert!(problem(json!({ "url": "ldaps://one", "bindDn": "" })).contains("names no account"));
        assert!(
            problem(json!({ "url": "ldaps://one", "bindDn": "a", "base": "x" })).contains("not a distinguished name")
        );
        assert!(problem(json!({ "url": "ldaps://one", "bindDn": "a", "password": "x" })).contains("unknown field"));
    }
}
