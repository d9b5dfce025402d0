//! Entra ID by Graph: read whole, read by changes, changed, and all of it while Graph is slow, busy or broken. What
//! answers here is a tenant on this machine; every request is looked at with Microsoft's own description of Graph.

#[path = "entra/azure.rs"]
mod azure;
#[path = "entra/certificate.rs"]
mod certificate;
#[path = "entra/change.rs"]
mod change;
#[path = "entra/description.rs"]
mod description;
#[path = "entra/device.rs"]
mod device;
#[path = "entra/fault.rs"]
mod fault;
#[path = "entra/import.rs"]
mod import;
#[path = "entra/package.rs"]
mod package;
#[path = "entra/review.rs"]
mod review;
#[path = "entra/role.rs"]
mod role;
#[path = "entra/secret.rs"]
mod secret;
#[path = "entra/size.rs"]
mod size;
#[path = "entra/synced.rs"]
mod synced;

use std::path::Path;

use countersign_directory::{Connector, Control, connect};
use countersign_domain::snapshot::ReadMode;
use countersign_tests::graph::tenant::{ADMINISTRATOR, APP_ROLE, NO_ROLE, Of, READER, Tenant, id};
use countersign_tests::graph::{CLIENT, Graph, SECRET};
use countersign_tests::lab::Lab;
use countersign_tests::population::Chance;
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// A tenant with everything that is read: groups of each kind, an application, roles.
fn tenant(people: usize, groups: usize, memberships: usize) -> Tenant {
    let mut tenant = Tenant::new(people, groups, memberships, 5);
    let set = |tenant: &mut Tenant, n: usize, more: Value| {
        let more = more.as_object().cloned().unwrap_or_default();
        tenant.group(n).properties.extend(more);
    };
    set(
        &mut tenant,
        1,
        json!({ "displayName": "Ruled", "groupTypes": ["DynamicMembership"], "membershipRule": "user.department -eq \"Sales\"" }),
    );
    set(
        &mut tenant,
        2,
        json!({ "displayName": "Synced", "onPremisesSyncEnabled": true }),
    );
    set(
        &mut tenant,
        3,
        json!({ "displayName": "List", "mailEnabled": true, "securityEnabled": false }),
    );
    set(
        &mut tenant,
        4,
        json!({ "displayName": "Team", "mailEnabled": true, "groupTypes": ["Unified"], "resourceProvisioningOptions": ["Team"] }),
    );
    set(
        &mut tenant,
        5,
        json!({ "displayName": "Privileged", "isAssignableToRole": true }),
    );
    tenant.add_application(0, "Ledger");
    tenant
        .assigned
        .insert((id(Of::Application, 0), APP_ROLE.into(), id(Of::User, 7)));
    tenant
        .assigned
        .insert((id(Of::Application, 0), NO_ROLE.into(), id(Of::Group, 5)));
    tenant.held.insert((ADMINISTRATOR.into(), id(Of::User, 8), false));
    tenant.held.insert((READER.into(), id(Of::User, 9), true));
    let nested = id(Of::Group, 6);
    tenant.group(7).members.insert(nested);
    // More owners than a list shows.
    for n in 0..30 {
        let owner = id(Of::User, n * 3);
        tenant.group(8).owners.insert(owner);
    }
    tenant.events.clear();
    tenant
}

fn entra(graph: &Graph) -> Box<dyn Connector> {
    entra_with(&graph.settings(), SECRET)
}

fn entra_with(settings: &Value, secret: &str) -> Box<dyn Connector> {
    connect(
        "entra",
        settings,
        Some(Zeroizing::new(secret.to_owned())),
        Path::new("."),
    )
    .expect("a connector")
}

/// Everything that is compared of two stores of one tenant.
fn everything(lab: &Lab) -> Vec<String> {
    let mut lines = lab.grants();
    lines.extend(lab.lines(
        "SELECT p.key || ' ' || p.kind || ' ' || p.display_name || ' ' || coalesce(p.title, '') || ' ' || coalesce(m.key, '')
           || ' ' || coalesce(p.last_sign_in_at, '') || ' ' || p.attributes
         FROM principal p LEFT JOIN principal m ON m.id = p.manager_id WHERE p.removed_snapshot_id IS NULL ORDER BY 1",
    ));
    lines
}

fn conforms(graph: &Graph) {
    let strange = graph.strange();
    assert!(
        strange.is_empty(),
        "{} requests that Graph does not have: {:?}",
        strange.len(),
        strange.first()
    );
    assert!(!graph.log().is_empty(), "requests were looked at");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_read_brings_users_groups_applications_and_roles_with_all_that_belongs_to_them() {
    let graph = Graph::start(tenant(1_300, 60, 6_000));
    let connector = entra(&graph);
    let lab = Lab::new();
    let merged = lab.sync(&*connector, true).await.expect("a sync");
    let certificate = &merged.certificate;
    assert_eq!(
        (certificate.population.user, certificate.population.guest),
        (1_170, 130)
    );
    assert_eq!(
        (certificate.population.group, certificate.population.service_principal),
        (60, 1)
    );
    assert_eq!(
        (certificate.population.directory_role, certificate.population.holding),
        (2, 4)
    );
    assert_eq!((certificate.orphans, certificate.account.as_str()), (0, CLIENT));
    assert_eq!(certificate.entries_returned, 1_300 + 60 + 1 + 2);
    assert_eq!(certificate.entries_loaded, certificate.entries_returned);
    let memberships: usize = (0..60).map(|n| graph.tenant().group(n).members.len()).sum();
    let ownerships: usize = (0..60).map(|n| graph.tenant().group(n).owners.len()).sum();
    assert_eq!(certificate.population.membership, memberships as u64);
    assert_eq!(certificate.population.ownership, ownerships as u64);
    let attribute = |n: usize, name: &str| {
        let key = id(Of::Group, n);
        lab.lines(&format!(
            "SELECT coalesce(json_extract(attributes, '$.{name}[0]'), '') FROM principal WHERE key = '{key}'"
        ))[0]
            .clone()
    };
    assert_eq!(attribute(1, "dynamic"), "user.department -eq \"Sales\"");
    assert_eq!(
        (attribute(2, "synced"), attribute(0, "synced")),
        ("true".into(), String::new())
    );
    assert_eq!(
        (attribute(3, "groupType"), attribute(4, "groupType")),
        ("distribution".into(), "m365".into())
    );
    assert_eq!(attribute(5, "privileged"), "true");
    assert_eq!(
        lab.number(
            "SELECT count(*) FROM \"grant\" WHERE entitlement IN ('Poster', 'default access', 'active', 'eligible')"
        ),
        4
    );
    assert_eq!(
        lab.number("SELECT count(*) FROM principal WHERE last_sign_in_at IS NOT NULL"),
        1_300
    );
    assert_eq!(
        lab.number("SELECT count(*) FROM principal WHERE manager_id IS NOT NULL"),
        1_299
    );
    assert_eq!(graph.counts().0, 1, "one sign-in serves all");
    conforms(&graph);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_any_changes_a_read_of_changes_equals_a_full_read() {
    let graph = Graph::start(tenant(500, 50, 2_500));
    graph.manner().repeats = true;
    let connector = entra(&graph);
    let lab = Lab::new();
    lab.sync(&*connector, true).await.expect("the first sync");
    let seed = std::env::var("SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(21);
    let mut chance = Chance::new(seed);
    for round in 0..12 {
        for _ in 0..80 {
            graph.tenant().change(&mut chance);
        }
        let merged = lab.sync(&*connector, false).await.expect("a sync of changes");
        assert_eq!(
            merged.certificate.mode,
            ReadMode::Incremental,
            "{:?}",
            merged.certificate.full_because
        );
        let fresh = Lab::new();
        let full = fresh.sync(&*connector, true).await.expect("a full sync");
        let (seen, whole) = (everything(&lab), everything(&fresh));
        let ghosts: Vec<_> = seen.iter().filter(|one| !whole.contains(one)).take(5).collect();
        let missing: Vec<_> = whole.iter().filter(|one| !seen.contains(one)).take(5).collect();
        assert!(
            ghosts.is_empty() && missing.is_empty(),
            "round {round}: ghosts {ghosts:?}, missing {missing:?}"
        );
        assert_eq!(merged.certificate.digest, full.certificate.digest, "round {round}");
    }
    assert!(lab.number("SELECT count(*) FROM principal WHERE removed_snapshot_id IS NOT NULL") > 20);
    assert!(lab.number("SELECT count(*) FROM past_grant") > 100);
    conforms(&graph);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_that_forgot_what_changed_is_read_whole_and_the_reason_is_kept() {
    let graph = Graph::start(tenant(100, 12, 300));
    let connector = entra(&graph);
    let lab = Lab::new();
    lab.sync(&*connector, true).await.expect("the first sync");
    graph.tenant().change(&mut Chance::new(1));
    let now = graph.tenant().events.len();
    graph.manner().remembers_from = now;
    let merged = lab.sync(&*connector, false).await.expect("a sync");
    assert_eq!(merged.certificate.mode, ReadMode::Full);
    let because = merged.certificate.full_because.expect("a reason");
    assert!(because.contains("no longer knows what changed"), "{because}");
    let merged = lab.sync(&*connector, false).await.expect("the next sync");
    assert_eq!(
        merged.certificate.mode,
        ReadMode::Incremental,
        "the new read left a new place to begin"
    );
    conforms(&graph);
}

#[tokio::test(flavor = "multi_thread")]
async fn last_sign_ins_that_are_a_week_old_are_read_again_with_everything() {
    let graph = Graph::start(tenant(30, 12, 30));
    let connector = entra(&graph);
    let lab = Lab::new();
    lab.sync(&*connector, true).await.expect("the first sync");
    let sign_in = json!({ "lastSuccessfulSignInDateTime": "2026-02-03T08:00:00Z" });
    // As in the real one, no list of changes tells of it.
    let key = (Of::User, id(Of::User, 5));
    if let Some(user) = graph.tenant().objects.get_mut(&key) {
        user.properties.insert("signInActivity".into(), sign_in);
    }
    let seen = || lab.number("SELECT count(*) FROM principal WHERE last_sign_in_at LIKE '2026-02-03%'");
    lab.sync(&*connector, false).await.expect("a sync of changes");
    assert_eq!(seen(), 0);
    let age = |tx: &countersign_store::rusqlite::Transaction<'_>| {
        tx.execute(
            "UPDATE directory SET cursor = json_set(cursor, '$.fullAt', '2026-01-01T00:00:00Z')",
            [],
        )?;
        Ok::<_, countersign_store::StoreError>(())
    };
    lab.store.write(age).expect("an older cursor");
    let merged = lab.sync(&*connector, false).await.expect("a sync");
    assert!(
        merged
            .certificate
            .full_because
            .is_some_and(|because| because.contains("a week old"))
    );
    assert_eq!(seen(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_without_a_premium_licence_is_read_and_says_what_is_not_shown() {
    let graph = Graph::start(tenant(100, 12, 300));
    graph.manner().premium = false;
    let connector = entra(&graph);
    let lab = Lab::new();
    let merged = lab.sync(&*connector, true).await.expect("a sync");
    let said: Vec<_> = merged
        .certificate
        .adjusted
        .iter()
        .map(|one| one.reason.as_str())
        .collect();
    assert!(said.iter().any(|one| one.contains("AuditLog.Read.All")), "{said:?}");
    assert!(
        said.iter()
            .any(|one| one.contains("who may activate a role is not shown")),
        "{said:?}"
    );
    assert_eq!(
        lab.number("SELECT count(*) FROM principal WHERE last_sign_in_at IS NOT NULL"),
        0
    );
    assert_eq!(merged.certificate.population.holding, 3, "all but the eligible one");
    conforms(&graph);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_probe_says_what_may_be_read_and_names_the_permission_that_is_missing() {
    let graph = Graph::start(tenant(100, 12, 300));
    let connector = entra(&graph);
    let probe = connector.probe(&Control::default()).await.expect("a probe");
    assert!(probe.incremental && probe.account == CLIENT);
    assert!(
        probe
            .remarks
            .iter()
            .any(|one| one.contains("GroupMember.ReadWrite.All")),
        "{:?}",
        probe.remarks
    );
    let manager = probe
        .readable
        .iter()
        .find(|one| one.attribute == "manager")
        .expect("managers");
    assert_eq!((manager.seen, manager.of), (99, 100));
    graph.faults().denied = vec!["/v1.0/servicePrincipals", "/v1.0/groups"];
    let probe = connector.probe(&Control::default()).await.expect("a probe");
    let missing = |name: &str| {
        probe
            .remarks
            .iter()
            .any(|one| one.contains(" is needed, with an administrator's consent") && one.contains(name))
    };
    assert!(
        missing("Application.Read.All") && missing("GroupMember.Read.All"),
        "{:?}",
        probe.remarks
    );
    conforms(&graph);
}
