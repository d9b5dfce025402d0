//! Connected organizations, and what becomes of guests (access-governance §2.9, graph.md §3.7).

mod graph;
mod guest;
#[cfg(test)]
mod test;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

pub use graph::parse;
pub use guest::{GuestLifeCycle, LifeCycleAction};

/// An organization whose people may ask for packages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectedOrganization {
    pub display_name: String,
    pub description: String,
    pub state: OrganizationState,
    pub sources: Vec<IdentitySource>,
    /// The JSON it was read from.
    #[serde(skip)]
    #[ts(skip)]
    pub source: Value,
}

/// Whether an administrator made it, or an unknown person's request did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OrganizationState {
    /// Not among "all configured organizations".
    Proposed,
    #[default]
    Configured,
}

/// By what its people are known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum IdentitySource {
    /// `azureActiveDirectoryTenant`
    Tenant { tenant_id: String, display_name: String },
    /// `crossCloudAzureActiveDirectoryTenant`
    CrossCloudTenant {
        tenant_id: String,
        cloud_instance: String,
        display_name: String,
    },
    /// `domainIdentitySource`: a mail domain.
    Domain { domain_name: String, display_name: String },
    /// `externalDomainFederation`
    Federation {
        issuer_uri: String,
        domain_name: String,
        display_name: String,
    },
    /// `socialIdentitySource`
    Social { provider: String, display_name: String },
}

/// What is known of an outsider.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outsider<'a> {
    pub mail: Option<&'a str>,
    pub tenant_id: Option<&'a str>,
}

impl ConnectedOrganization {
    /// Whether the person is one of its people: by their tenant, or by the exact domain of their address. A
    /// sub-domain is another domain, and a social account belongs to nobody's organization.
    pub fn owns(&self, person: Outsider<'_>) -> bool {
        let domain = person
            .mail
            .and_then(|mail| mail.rsplit_once('@'))
            .map(|(_, domain)| domain.trim());
        let same = |one: &str, other: Option<&str>| {
            !one.is_empty() && other.is_some_and(|other| other.trim_end_matches('.').eq_ignore_ascii_case(one))
        };
        self.sources.iter().any(|source| match source {
            IdentitySource::Tenant { tenant_id, .. } | IdentitySource::CrossCloudTenant { tenant_id, .. } => {
                same(tenant_id, person.tenant_id)
            }
            IdentitySource::Domain { domain_name, .. } | IdentitySource::Federation { domain_name, .. } => {
                same(domain_name, domain)
            }
            IdentitySource::Social { .. } => false,
        })
    }
}
