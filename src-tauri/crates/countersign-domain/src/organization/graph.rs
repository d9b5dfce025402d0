//! Graph's `connectedOrganization`, both ways.

use serde_json::{Value, json};

use super::{ConnectedOrganization, IdentitySource, OrganizationState};
use crate::definition::Problem;
use crate::json::{Place, overlay};

/// Reads a connected organization. Every problem names the JSON path it stands at.
pub fn parse(json: &Value) -> Result<ConnectedOrganization, Problem> {
    let place = Place::of(json, "")?;
    let state = match place.text("state")? {
        None | Some("configured") => OrganizationState::Configured,
        Some("proposed") => OrganizationState::Proposed,
        Some(other) => {
            let message = format!("“{other}” is not configured or proposed.");
            return Err(place.problem("state", message));
        }
    };
    let sources: Vec<IdentitySource> = place
        .list("identitySources")?
        .iter()
        .map(identity_source)
        .collect::<Result<_, _>>()?;
    if sources.is_empty() {
        let message = "Say by which tenant or domain its people are known.";
        return Err(place.problem("identitySources", message));
    }
    Ok(ConnectedOrganization {
        display_name: place.name("displayName", "The organization needs a name.")?,
        description: place.text("description")?.unwrap_or_default().to_owned(),
        state,
        sources,
        source: json.clone(),
    })
}

fn identity_source(place: &Place<'_>) -> Result<IdentitySource, Problem> {
    let display_name = place.text("displayName")?.unwrap_or_default().to_owned();
    let tenant_id = || place.needed("tenantId", "The id of the tenant is missing.");
    Ok(match place.kind()? {
        "azureActiveDirectoryTenant" => IdentitySource::Tenant {
            tenant_id: tenant_id()?,
            display_name,
        },
        "crossCloudAzureActiveDirectoryTenant" => IdentitySource::CrossCloudTenant {
            tenant_id: tenant_id()?,
            cloud_instance: place.text("cloudInstance")?.unwrap_or_default().to_owned(),
            display_name,
        },
        "domainIdentitySource" => IdentitySource::Domain {
            domain_name: domain(place)?,
            display_name,
        },
        "externalDomainFederation" => IdentitySource::Federation {
            issuer_uri: place.text("issuerUri")?.unwrap_or_default().to_owned(),
            domain_name: domain(place)?,
            display_name,
        },
        "socialIdentitySource" => IdentitySource::Social {
            provider: place.text("socialIdentitySourceType")?.unwrap_or_default().to_owned(),
            display_name,
        },
        "" => return Err(place.problem("@odata.type", "The kind of this identity source is missing.")),
        other => {
            let message = format!("“{other}” is not a kind of identity source that is known here.");
            return Err(place.problem("@odata.type", message));
        }
    })
}

/// A domain as it is compared: `contoso.example`, not an address and not a wildcard.
fn domain(place: &Place<'_>) -> Result<String, Problem> {
    let given = place.needed("domainName", "The domain is missing.")?;
    let name = given.trim_end_matches('.');
    let label = |label: &str| {
        !label.is_empty()
            && label
                .chars()
                .all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'))
    };
    if name.len() <= 253 && name.contains('.') && name.split('.').all(label) {
        return Ok(name.to_owned());
    }
    Err(place.problem(
        "domainName",
        format!("“{given}” is not a domain such as contoso.example."),
    ))
}

impl ConnectedOrganization {
    /// Graph's JSON. One that was read and not changed gives back what it was read from; in one that was changed, the
    /// members that only other programs understand stay.
    pub fn to_graph(&self) -> Value {
        match parse(&self.source) {
            Ok(read) if read == *self => self.source.clone(),
            _ => overlay(&self.source, self.known()),
        }
    }

    fn known(&self) -> Value {
        let state = match self.state {
            OrganizationState::Configured => "configured",
            OrganizationState::Proposed => "proposed",
        };
        json!({
            "displayName": self.display_name,
            "description": self.description,
            "state": state,
            "identitySources": self.sources.iter().map(to_graph).collect::<Value>(),
        })
    }
}

fn to_graph(source: &IdentitySource) -> Value {
    match source {
        IdentitySource::Tenant {
            tenant_id,
            display_name,
        } => json!({
            "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant",
            "tenantId": tenant_id,
            "displayName": display_name,
        }),
        IdentitySource::CrossCloudTenant {
            tenant_id,
            cloud_instance,
            display_name,
        } => json!({
            "@odata.type": "#microsoft.graph.crossCloudAzureActiveDirectoryTenant",
            "tenantId": tenant_id,
            "cloudInstance": cloud_instance,
            "displayName": display_name,
        }),
        IdentitySource::Domain {
            domain_name,
            display_name,
        } => json!({
            "@odata.type": "#microsoft.graph.domainIdentitySource",
            "domainName": domain_name,
            "displayName": display_name,
        }),
        IdentitySource::Federation {
            issuer_uri,
            domain_name,
            display_name,
        } => json!({
            "@odata.type": "#microsoft.graph.externalDomainFederation",
            "issuerUri": issuer_uri,
            "domainName": domain_name,
            "displayName": display_name,
        }),
        IdentitySource::Social { provider, display_name } => json!({
            "@odata.type": "#microsoft.graph.socialIdentitySource",
            "socialIdentitySourceType": provider,
            "displayName": display_name,
        }),
    }
}
