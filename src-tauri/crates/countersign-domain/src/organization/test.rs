//! Connected organizations as Graph writes them.

use serde_json::{Value, json};

use super::*;
use crate::policy::Period;

fn sample() -> Value {
    json!({
        "id": "b1d5c0de-000a-4000-8000-00000000000a",
        "displayName": "Northwind Audit",
        "description": "External auditors",
        "state": "configured",
        "identitySources": [
            {
                "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant",
                "tenantId": "11111111-2222-4333-8444-555555555555", "displayName": "Northwind"
            },
            {
                "@odata.type": "#microsoft.graph.domainIdentitySource",
                "domainName": "northwind-audit.example", "displayName": "Mail domain"
            },
            {
                "@odata.type": "#microsoft.graph.crossCloudAzureActiveDirectoryTenant",
                "tenantId": "t2", "displayName": "Gov", "cloudInstance": "microsoftonline.us"
            },
            {
                "@odata.type": "#microsoft.graph.externalDomainFederation",
                "issuerUri": "https://idp.example", "domainName": "partner.example", "displayName": "Partner"
            },
            {
                "@odata.type": "#microsoft.graph.socialIdentitySource",
                "socialIdentitySourceType": "facebook", "displayName": "Social"
            }
        ]
    })
}

#[test]
fn an_organization_is_read_and_given_back_word_by_word() {
    let organization = parse(&sample()).expect("a sound organization");
    assert_eq!(organization.sources.len(), 5);
    assert_eq!(organization.to_graph(), sample());
    let bare = ConnectedOrganization {
        source: Value::Null,
        ..organization
    };
    let again = parse(&bare.to_graph()).expect("a sound organization");
    assert_eq!(again.sources, bare.sources);
    let mut renamed = parse(&sample()).expect("a sound organization");
    renamed.state = OrganizationState::Proposed;
    assert_eq!(renamed.to_graph()["state"], "proposed");
    assert_eq!(renamed.to_graph()["id"], sample()["id"]);
}

#[test]
fn its_people_are_known_by_tenant_or_exact_domain() {
    let organization = parse(&sample()).expect("a sound organization");
    let mail = |mail| {
        organization.owns(Outsider {
            mail: Some(mail),
            tenant_id: None,
        })
    };
    assert!(mail("Ann@Northwind-Audit.EXAMPLE"));
    assert!(mail("ann@partner.example"));
    assert!(!mail("ann@sub.northwind-audit.example"));
    assert!(!mail("ann@notnorthwind-audit.example"));
    assert!(!mail("northwind-audit.example"));
    assert!(!mail("ann@northwind-audit.example@evil.example"));
    assert!(!mail(""));
    let tenant = |tenant_id| {
        organization.owns(Outsider {
            mail: None,
            tenant_id: Some(tenant_id),
        })
    };
    assert!(tenant("11111111-2222-4333-8444-555555555555"));
    assert!(!tenant(""));
    assert!(!organization.owns(Outsider::default()));
}

#[test]
fn what_is_wrong_is_named_at_its_place() {
    let changed = |path: &str, value: Value| {
        let mut json = sample();
        *json.pointer_mut(path).expect("the sample has this place") = value;
        json
    };
    let cases = [
        (json!([]), ""),
        (changed("/displayName", json!("")), "displayName"),
        (changed("/state", json!("blocked")), "state"),
        (changed("/identitySources", json!([])), "identitySources"),
        (
            changed("/identitySources/0/tenantId", json!(" ")),
            "identitySources[0].tenantId",
        ),
        (
            changed("/identitySources/1/domainName", json!("a@b.example")),
            "identitySources[1].domainName",
        ),
        (
            changed("/identitySources/1/domainName", json!("*.example")),
            "identitySources[1].domainName",
        ),
        (
            changed("/identitySources/1/@odata.type", json!("x")),
            "identitySources[1].@odata.type",
        ),
    ];
    for (json, field) in cases {
        assert_eq!(parse(&json).expect_err(field).field, field);
    }
}

#[test]
fn the_life_cycle_of_guests_is_read_and_written() {
    let json = json!({
        "id": "settings", "externalUserLifecycleAction": "blockSignIn",
        "durationUntilExternalUserDeletedAfterBlocked": "P0D"
    });
    let settings = GuestLifeCycle::parse(&json).expect("sound settings");
    assert_eq!(
        (settings.action, settings.delete_after),
        (LifeCycleAction::BlockSignIn, Period::ZERO)
    );
    assert_eq!(settings.to_graph(), json);
    assert_eq!(GuestLifeCycle::parse(&json!({})), Ok(GuestLifeCycle::default()));
    let problem = GuestLifeCycle::parse(&json!({ "externalUserLifecycleAction": "vanish" })).expect_err("refused");
    assert_eq!(problem.field, "externalUserLifecycleAction");
}
