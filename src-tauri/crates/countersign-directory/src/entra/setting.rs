//! What a person says about a tenant of Entra ID.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::id::Id;
use crate::DirectoryProblem;

/// The settings of a tenant; the client secret is never among them.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Setting {
    /// The tenant's id, or one of its domains.
    pub tenant: String,
    /// The id of the application that was registered for this program.
    pub client_id: String,
    #[serde(default)]
    pub cloud: Cloud,
    #[serde(default)]
    pub sign_in: SignIn,
    /// Instead of the cloud's addresses; only on this machine itself, for practice.
    pub base_url: Option<String>,
    /// Sign in with this certificate (PEM) and its key instead of a client secret.
    pub certificate_file: Option<PathBuf>,
    /// Certification authorities to trust beside the usual ones (a company's own proxy), as a PEM file.
    pub ca_file: Option<PathBuf>,
    /// Requests at once.
    #[serde(default = "at_once")]
    pub at_once: usize,
    /// Seconds to wait for a connection, and for each answer.
    #[serde(default = "connect_for")]
    pub connect_for: u64,
    #[serde(default = "answer_for")]
    pub answer_for: u64,
    /// Read applications and who is assigned to them.
    #[serde(default = "yes")]
    pub applications: bool,
    /// Read roles of the directory and who holds them.
    #[serde(default = "yes")]
    pub roles: bool,
    /// Subscriptions of Azure whose roles are read; none: nothing of Azure is.
    #[serde(default)]
    pub subscriptions: Vec<String>,
}

const MOST_SUBSCRIPTIONS: usize = 200;

/// As whom the tenant is read and changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SignIn {
    /// The application itself, by its secret or certificate.
    #[default]
    Application,
    /// A person, who types a code at another place (RFC 8628).
    DeviceCode,
}

/// Microsoft's clouds that stand apart from each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cloud {
    #[default]
    Global,
    UsGov,
    UsGovDod,
    China,
}

fn at_once() -> usize {
    16
}

fn connect_for() -> u64 {
    10
}

fn answer_for() -> u64 {
    100
}

fn yes() -> bool {
    true
}

impl Setting {
    pub(crate) fn parse(value: &serde_json::Value, folder: &Path) -> Result<Setting, DirectoryProblem> {
        let wrong = |why: String| DirectoryProblem::Setting(why);
        let mut setting: Setting = serde_json::from_value(value.clone()).map_err(|error| wrong(error.to_string()))?;
        let domain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        let dotted = setting.tenant.split('.').all(|part| !part.is_empty()) && setting.tenant.contains('.');
        let named = setting.tenant.len() <= 253 && setting.tenant.chars().all(domain) && dotted;
        if Id::parse(&setting.tenant).is_none() && !named {
            return Err(wrong(format!(
                "tenant \"{}\" is neither the id of a tenant nor one of its domains",
                setting.tenant.escape_debug()
            )));
        }
        if Id::parse(&setting.client_id).is_none() {
            return Err(wrong(format!(
                "clientId \"{}\" is not the id of an application",
                setting.client_id.escape_debug()
            )));
        }
        if !(1..=64).contains(&setting.at_once) {
            return Err(wrong("atOnce must be between 1 and 64".into()));
        }
        if setting.connect_for == 0 || setting.answer_for == 0 || setting.connect_for.max(setting.answer_for) > 600 {
            return Err(wrong(
                "connectFor and answerFor must be between 1 and 600 seconds".into(),
            ));
        }
        if let Some(base) = &mut setting.base_url {
            let address = base.trim_end_matches('/').to_owned();
            if !is_loopback(&address) {
                return Err(wrong(format!(
                    "baseUrl \"{}\" is not an address of this machine itself, which is the only kind it may be",
                    base.escape_debug()
                )));
            }
            *base = address;
        }
        if setting.sign_in == SignIn::DeviceCode && setting.certificate_file.is_some() {
            return Err(wrong(
                "a person who signs in by a code shows no certificate: leave out certificateFile or signIn".into(),
            ));
        }
        if setting.subscriptions.len() > MOST_SUBSCRIPTIONS {
            return Err(wrong(format!("subscriptions names more than {MOST_SUBSCRIPTIONS}")));
        }
        if let Some(bad) = setting.subscriptions.iter().find(|one| Id::parse(one).is_none()) {
            return Err(wrong(format!(
                "subscriptions names \"{}\", which is not the id of a subscription",
                bad.escape_debug()
            )));
        }
        for file in [&mut setting.ca_file, &mut setting.certificate_file]
            .into_iter()
            .flatten()
        {
            *file = folder.join(&*file);
        }
        Ok(setting)
    }

    /// Where applications sign in, without a slash at the end.
    pub(super) fn login(&self) -> &str {
        match (&self.base_url, self.cloud) {
            (Some(base), _) => base,
            (None, Cloud::Global) => "https://login.microsoftonline.com",
            (None, Cloud::UsGov | Cloud::UsGovDod) => "https://login.microsoftonline.us",
            (None, Cloud::China) => "https://login.partner.microsoftonline.cn",
        }
    }

    /// Where Graph answers, without a slash at the end.
    pub(super) fn graph(&self) -> &str {
        match (&self.base_url, self.cloud) {
            (Some(base), _) => base,
            (None, Cloud::Global) => "https://graph.microsoft.com",
            (None, Cloud::UsGov) => "https://graph.microsoft.us",
            (None, Cloud::UsGovDod) => "https://dod-graph.microsoft.us",
            (None, Cloud::China) => "https://microsoftgraph.chinacloudapi.cn",
        }
    }
}

/// Where a pass is shown, and for whom it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    Graph,
    /// The management of Azure's resources, which knows passes of its own alone.
    Azure,
}

impl Setting {
    pub(super) fn subscriptions(&self) -> Vec<Id> {
        let ids: std::collections::BTreeSet<Id> = self.subscriptions.iter().filter_map(|one| Id::parse(one)).collect();
        ids.into_iter().collect()
    }

    /// Whether roles of any kind are read, which no list of changes tells of.
    pub(super) fn reads_roles(&self) -> bool {
        self.roles || !self.subscriptions.is_empty()
    }

    /// Where Azure's resources are managed, without a slash at the end.
    pub(super) fn azure(&self) -> String {
        match (&self.base_url, self.cloud) {
            (Some(base), _) => format!("{base}/azure"),
            (None, Cloud::Global) => "https://management.azure.com".to_owned(),
            (None, Cloud::UsGov | Cloud::UsGovDod) => "https://management.usgovcloudapi.net".to_owned(),
            (None, Cloud::China) => "https://management.chinacloudapi.cn".to_owned(),
        }
    }

    /// All that is consented to there, as a sign-in asks for it.
    pub(super) fn scope(&self, audience: Audience) -> String {
        match audience {
            Audience::Graph => format!("{}/.default", self.graph()),
            Audience::Azure => format!("{}/.default", self.azure()),
        }
    }
}

// An address of http or https whose host is this machine by number or as localhost, with nothing behind the port.
fn is_loopback(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("http://").or(address.strip_prefix("https://")) else {
        return false;
    };
    let (host, port) = match rest.strip_prefix('[') {
        Some(inner) => match inner.split_once(']') {
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => return false,
        },
        None => match rest.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (rest, None),
        },
    };
    let here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    here && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const CLIENT: &str = "0a5d1f7e-1111-4c1c-8c1c-00000000000a";

    fn parse(more: serde_json::Value) -> Result<Setting, DirectoryProblem> {
        let mut value = json!({ "tenant": "example.com", "clientId": CLIENT });
        for (name, more) in more.as_object().expect("an object") {
            value[name] = more.clone();
        }
        Setting::parse(&value, Path::new("."))
    }

    #[test]
    fn each_cloud_has_its_own_addresses() {
        let of = |cloud: &str| {
            let setting = parse(json!({ "cloud": cloud })).expect("settings");
            (setting.login().to_owned(), setting.graph().to_owned())
        };
        assert_eq!(of("global").1, "https://graph.microsoft.com");
        assert_eq!(of("us-gov").1, "https://graph.microsoft.us");
        assert_eq!(
            of("us-gov-dod"),
            (
                "https://login.microsoftonline.us".into(),
                "https://dod-graph.microsoft.us".into()
            )
        );
        assert_eq!(of("china").1, "https://microsoftgraph.chinacloudapi.cn");
        assert!(parse(json!({ "cloud": "moon" })).is_err());
    }

    #[test]
    fn a_base_of_its_own_is_this_machine_or_nothing() {
        for good in ["http://127.0.0.1:4011", "http://localhost:1/", "https://[::1]:443"] {
            assert!(parse(json!({ "baseUrl": good })).is_ok(), "{good}");
        }
        for bad in [
            "http://127.0.0.1.example.com",
            "http://127.0.0.1:80@example.com",
            "https://graph.example.com",
            "ftp://127.0.0.1",
            "http://127.0.0.1:80/elsewhere",
            "http://localhost.example.com:1",
        ] {
            let said = parse(json!({ "baseUrl": bad })).expect_err(bad).to_string();
            assert!(said.contains("not an address of this machine"), "{bad}: {said}");
        }
    }

    #[test]
    fn a_tenant_and_an_application_are_named_as_entra_names_them() {
        for bad in ["", "example", "a/b.com", "example.com/x", "a..b"] {
            assert!(parse(json!({ "tenant": bad })).is_err(), "{bad}");
        }
        assert!(parse(json!({ "tenant": CLIENT })).is_ok());
        assert!(parse(json!({ "clientId": "my application" })).is_err());
        assert!(parse(json!({ "subscriptions": [CLIENT] })).is_ok());
        assert!(parse(json!({ "subscriptions": ["Production"] })).is_err());
        assert!(parse(json!({ "signIn": "deviceCode", "certificateFile": "a.pem" })).is_err());
        assert!(
            parse(json!({ "clientSecret": "x" })).is_err(),
            "a secret stands nowhere in the settings"
        );
    }
}
