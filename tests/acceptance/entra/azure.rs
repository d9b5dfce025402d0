//! Roles at Azure's resources: read where the settings name a subscription, denied, taken away, and nothing else touched.

use countersign_directory::{Control, connect};
use countersign_domain::snapshot::{ACTIVE, ApplyOutcome, Change, ELIGIBLE, Target};
use countersign_tests::cli::{Cli, definition};
use countersign_tests::graph::azure::{Assigned, MONITOR, OWNER, SUBSCRIPTION, group};
use countersign_tests::graph::tenant::{Of, id};
use countersign_tests::graph::{Faults, Graph, SECRET};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::review::item;
use super::{conforms, tenant};

const REVIEWER: &str = "u000021@example.com";

/// Assignments in all.
const ALL: usize = 9 + 3 + 2 * 12;

fn assigned(scope: &str, role: &'static str, user: usize, eligible: bool) -> Assigned {
    Assigned {
        scope: scope.to_owned(),
        role,
        principal: id(Of::User, user),
        eligible,
    }
}

/// A tenant with roles at the subscription, at two resource groups, above and at a single resource.
fn graph() -> Graph {
    let graph = Graph::start(tenant(60, 12, 0));
    let (top, below) = (
        "/providers/Microsoft.Management/managementGroups/top".to_owned(),
        format!("{}/providers/Microsoft.Storage/storageAccounts/logs", group("Web")),
    );
    let subscription = format!("/subscriptions/{SUBSCRIPTION}");
    let mut all = vec![
        assigned(&subscription, OWNER, 30, false),
        assigned(&subscription, OWNER, 31, false),
        assigned(&group("Web"), OWNER, 30, false),
        assigned(&group("Web"), MONITOR, 30, false),
        assigned(&group("Web"), MONITOR, 32, true),
        assigned(&group("Data"), OWNER, 33, false),
        assigned(&top, MONITOR, 34, false),
        assigned(&below, MONITOR, 35, false),
    ];
    all.push(Assigned {
        principal: id(Of::Group, 5),
        ..assigned(&group("Data"), MONITOR, 0, false)
    });
    // So many that what is denied is no great part, and empties no role.
    all.push(assigned(&group("Web"), MONITOR, 55, true));
    all.push(assigned(&top, MONITOR, 53, false));
    all.push(assigned(&below, MONITOR, 54, false));
    for n in 40..52 {
        all.push(assigned(&subscription, OWNER, n, false));
        all.push(assigned(&group("Data"), OWNER, n, false));
    }
    graph.tenant().group(5).members.insert(id(Of::User, 36));
    graph.tenant().azure.assigned = all;
    graph
}

fn settings(graph: &Graph) -> Value {
    let mut settings = graph.settings();
    settings["subscriptions"] = json!([SUBSCRIPTION.to_uppercase()]);
    settings
}

#[test]
fn a_role_of_azure_is_read_denied_taken_away_and_seen_gone() {
    let graph = graph();
    let cli = Cli::practice();
    cli.add_directory_of("entra", "Contoso", &settings(&graph), SECRET);
    let synced = cli.ok(&["directory", "sync", "Contoso"]);
    assert_eq!(synced["population"]["azureRole"], 7, "{synced}");
    let names = cli.call("principal.list", &json!({ "kind": "azureRole", "limit": 50 }));
    for name in [
        "Owner (Production)",
        "Owner (Production / Web)",
        "Monitoring Reader (management group top)",
        "Monitoring Reader (Production / Web / logs)",
    ] {
        assert!(names.to_string().contains(name), "{name}: {names}");
    }
    let mut review = definition("Azure", &[], &[&format!("/users/{REVIEWER}")]);
    review["scope"]["resourceScopes"] = json!([{ "query": "/providers/Microsoft.Authorization/roleDefinitions" }]);
    let (review, instance) = cli.start_review(&review);
    let items = cli.items(&instance);
    for (resource, user) in [
        ("Owner (Production)", 30),
        ("Owner (Production / Data)", 33),
        ("Monitoring Reader (Production / Web)", 32),
        ("Monitoring Reader (management group top)", 34),
        ("Monitoring Reader (Production / Web / logs)", 35),
    ] {
        let item = item(&items, resource, &format!("u{user:06}@example.com"));
        cli.ok(&["item", "decide", &item, "--decision", "deny", "--as", REVIEWER]);
    }
    cli.ok(&["review", "stop", &review]);
    cli.ok(&["plan", "draw", &instance]);
    let done = cli.ok(&["plan", "carry-out", &instance]);
    assert_eq!(done["applied"], 2, "{done}");
    let left = graph.tenant().azure.assigned.clone();
    assert_eq!(left.len(), ALL - 2, "two were taken away: {left:?}");
    assert!(
        !left.contains(&assigned(&format!("/subscriptions/{SUBSCRIPTION}"), OWNER, 30, false))
            && !left.contains(&assigned(&group("Data"), OWNER, 33, false))
            && left.contains(&assigned(&group("Web"), OWNER, 30, false)),
        "each at its own scope, and at no other: {left:?}"
    );
    let lost = graph.tenant().azure.lost.clone();
    assert!(lost.is_empty(), "{lost:?}");
    let seen = cli.ok(&["plan", "verify", &instance]);
    assert_eq!(seen["gone"], 2, "{seen}");
    assert_eq!(
        cli.ok(&["task", "board", "--status", "open"])["total"],
        3,
        "the others are for a person"
    );
    // Without a named subscription nothing of Azure is asked for.
    let asked = graph
        .log()
        .iter()
        .filter(|one| one.target.starts_with("/azure/"))
        .count();
    let file = cli.write("settings.json", &graph.settings().to_string());
    cli.ok(&["directory", "change", "Contoso", "--settings", &file.to_string_lossy()]);
    let synced = cli.ok(&["directory", "sync", "Contoso"]);
    assert_eq!(synced["population"]["azureRole"], 0, "{synced}");
    let now = graph
        .log()
        .iter()
        .filter(|one| one.target.starts_with("/azure/"))
        .count();
    assert_eq!(now, asked);
    conforms(&graph);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_is_one_assignment_at_its_own_scope_and_a_repeat_finds_it_done() {
    use ApplyOutcome::{AlreadySo, Applied, ByHand};
    let graph = graph();
    let secret = || Some(Zeroizing::new(SECRET.to_owned()));
    let connector = connect("entra", &settings(&graph), secret(), ".".as_ref()).expect("settings");
    let take = |role: &str, scope: &str, entitlement: &str, user: usize| Change::TakeRole {
        resource: Target {
            key: format!("azure:{role}@{}", scope.to_lowercase()),
            dn: String::new(),
        },
        role: entitlement.to_owned(),
        holder: Target {
            key: id(Of::User, user),
            dn: String::new(),
        },
    };
    let control = Control::default();
    graph.faults().lost_answers = 1;
    let changes = [take(OWNER, &group("Web"), ACTIVE, 30)];
    let outcomes = connector.apply(&changes, &control).await.expect("answers");
    assert!(
        matches!(outcomes[0], Applied | AlreadySo),
        "its answer was lost: {outcomes:?}"
    );
    let changes = [
        take(OWNER, &group("Web"), ACTIVE, 30),
        take(OWNER, &group("Nowhere"), ACTIVE, 30),
        take(OWNER, &group("Web"), ACTIVE, 9_999),
        take(MONITOR, &group("Web"), ELIGIBLE, 32),
        take(OWNER, &format!("{}/../..", group("Web")), ACTIVE, 30),
        take(OWNER, "/subscriptions/0a5d1f7e-1111-4c1c-8c1c-00000000000a", ACTIVE, 30),
        take("owner", &group("Web"), ACTIVE, 30),
    ];
    let outcomes = connector.apply(&changes, &control).await.expect("answers");
    assert_eq!(outcomes[..3], [AlreadySo, AlreadySo, AlreadySo], "{outcomes:?}");
    assert!(
        outcomes[3..].iter().all(|one| matches!(one, ByHand { .. })),
        "{outcomes:?}"
    );
    assert_eq!(graph.tenant().azure.assigned.len(), ALL - 1);
    assert!(graph.tenant().azure.lost.is_empty());

    // A missing right is named; throttling is waited for, as in Graph.
    *graph.faults() = Faults {
        denied: vec!["/azure/"],
        ..Faults::default()
    };
    let probe = connector.probe(&control).await.expect("a probe");
    assert!(
        probe
            .missing
            .iter()
            .any(|one| one.permission.contains("the role Reader")),
        "{:?}",
        probe.missing
    );
    let refused = connector
        .apply(&[take(OWNER, &group("Data"), ACTIVE, 33)], &control)
        .await;
    let refused = refused.expect("an answer to each");
    assert!(
        matches!(&refused[..], [ApplyOutcome::Refused { code: 403, reason }] if reason.contains("the role Reader")),
        "{refused:?}"
    );
    *graph.faults() = Faults {
        throttle_every: Some((2, 0.2)),
        ..Faults::default()
    };
    let outcomes = connector
        .apply(&[take(OWNER, &group("Data"), ACTIVE, 33)], &control)
        .await;
    assert_eq!(outcomes.expect("answers"), [Applied]);
    assert_eq!(graph.counts().2, 0, "nobody asked before it was allowed");
    conforms(&graph);
}

#[test]
fn who_is_eligible_in_azure_and_may_not_be_seen_is_no_snapshot() {
    let graph = graph();
    let cli = Cli::practice();
    cli.add_directory_of("entra", "Contoso", &settings(&graph), SECRET);
    cli.ok(&["directory", "sync", "Contoso"]);
    let before = cli.ok(&["directory", "certificate", "Contoso"]);
    let eligible = format!(
        "/azure/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleEligibilityScheduleInstances"
    );
    graph.faults().denied = vec![eligible.leak()];
    let said = cli.refused(&["directory", "sync", "Contoso", "--full"]);
    assert!(said.contains(" is needed"), "{said}");
    assert_eq!(cli.ok(&["directory", "certificate", "Contoso"]), before);
}
