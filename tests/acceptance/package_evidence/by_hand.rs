//! A practice directory whose group is written and whose application a person keeps by hand, and a rule that gives a package to everybody of Sales.

use std::path::PathBuf;

use chrono::{DateTime, Duration, Utc};
use countersign_evidence::{Depth, VerifyOptions, verify};
use countersign_tests::practice::{Practice, group, key, node, person};
use serde_json::{Value, json};

use crate::life::record;

const NAMES: &[&str] = &[
    "Zoë O’Brien-Núñez",
    "Иван Петров",
    "محمد عبد الله",
    "דוד כהן",
    "田中太郎",
    "김민수",
    "สมชาย ใจดี",
    "अनुष्का शर्मा",
    "Maximiliane Freifrau von und zu der Mühlenbach-Wörthersee-Hohenstein-Ernstthal zu Altenburg-Gößnitz",
];

/// So many people; the first `left` of them have left Sales, those in `holds` have what they should have.
fn nodes(count: usize, left: usize, holds: std::ops::Range<usize>) -> Vec<Value> {
    let mut all: Vec<Value> = (0..count)
        .map(|n| {
            let department = if n < left { "Stores" } else { "Sales" };
            let more = json!({ "department": department, "displayName": NAMES[n % NAMES.len()] });
            person(n + 1, &format!("p{n}"), &more)
        })
        .collect();
    let members: Vec<usize> = holds.clone().map(|n| n + 1).collect();
    all.push(group(9_001, "Club", &members, &[]));
    let holdings: Vec<Value> = holds
        .map(|n| json!({ "entitlement": "Reader", "principal": key(n + 1) }))
        .collect();
    all.push(node(
        9_002,
        "Desk",
        "applications",
        "servicePrincipal",
        &json!({ "holdings": holdings }),
    ));
    all
}

fn tick(practice: &Practice) {
    let ticked = practice.call("tick", json!({}));
    assert_eq!(ticked["problems"], json!([]), "{ticked}");
    for job in ticked["jobs"].as_array().expect("jobs") {
        practice.ended(job).expect("the job is done");
    }
}

#[test]
fn what_a_rule_gives_and_a_person_carries_out_by_hand_is_told_with_its_tasks_and_reads() {
    const ALL: usize = 120;
    const LEFT: usize = 20;
    let practice = Practice::at("2026-03-02T09:00:00Z".parse::<DateTime<Utc>>().expect("a moment"));
    let directory = practice.add_nodes(&nodes(ALL, 0, 0..0));
    let id = |value: Value, name: &str| value[name].as_i64().expect("a number");
    let new = json!({ "displayName": "Sales", "directory": directory });
    let catalog = id(practice.call("catalog.create", new), "catalog");
    let package = id(
        practice.call(
            "package.create",
            json!({ "catalog": catalog, "displayName": "Sales staff" }),
        ),
        "package",
    );
    let roles = [
        (practice.principal("Club", "group"), "member"),
        (practice.principal("Desk", "servicePrincipal"), "Reader"),
    ];
    for (resource, entitlement) in roles {
        practice.call(
            "catalog.resource.add",
            json!({ "catalog": catalog, "resource": resource }),
        );
        practice.call(
            "package.role.add",
            json!({ "package": package, "resource": resource, "entitlement": entitlement }),
        );
    }
    let definition = json!({
        "displayName": "Everybody of Sales", "allowedTargetScope": "specificDirectoryUsers",
        "specificAllowedTargets": [{ "@odata.type": "#microsoft.graph.attributeRuleMembers", "description": "",
                                     "membershipRule": "(user.department -eq \"Sales\")" }],
        "automaticRequestSettings": { "requestAccessForAllowedTargets": true,
            "removeAccessWhenTargetLeavesAllowedTargets": true, "gracePeriodBeforeAccessRemoval": "P0D" },
    });
    practice.call("policy.create", json!({ "package": package, "definition": definition }));
    let later = |hours: i64| practice.set_clock(practice.now() + Duration::hours(hours));
    tick(&practice);
    later(1);
    practice.write_nodes(&nodes(ALL, 0, 0..ALL));
    practice.sync(directory);
    tick(&practice);
    later(24);
    practice.write_nodes(&nodes(ALL, LEFT, 0..ALL));
    practice.sync(directory);
    later(1);
    tick(&practice);
    later(1);
    practice.write_nodes(&nodes(ALL, LEFT, LEFT..ALL));
    practice.sync(directory);
    later(1);
    tick(&practice);

    let path = practice.store().with_file_name("sales.pdf");
    practice.done("evidence.exportPackage", json!({ "package": package, "path": path }));
    if let Some(folder) = std::env::var_os("KEEP_EVIDENCE") {
        std::fs::copy(&path, PathBuf::from(folder).join("sales.pdf")).expect("a copy");
    }
    let report = verify(
        &path,
        &VerifyOptions {
            depth: Depth::Render,
            ..VerifyOptions::default()
        },
    )
    .expect("reads");
    assert!(report.valid, "{:?}", report.findings);
    let totals = *report
        .totals
        .as_ref()
        .and_then(|totals| totals.package())
        .expect("totals");
    let (all, left) = (ALL as u64, LEFT as u64);
    assert_eq!((totals.assignments, totals.by_rule), (all, all));
    assert_eq!((totals.held, totals.seen_there), (all - left, all - left), "{totals:?}");
    assert_eq!((totals.ended, totals.seen_gone), (left, left), "{totals:?}");
    assert_eq!(
        (totals.entitlements, totals.by_hand, totals.changes),
        (2 * all, all, all + left)
    );
    let told = record(&path);
    for one in &told.assignments {
        assert!(one.basis.snapshot.is_some(), "{one:#?}");
        for given in &one.entitlements {
            assert!(given.there_in.is_some(), "{given:#?}");
            assert!(given.by_hand.iter().all(|task| task.state == "closed"), "{given:#?}");
            assert_eq!(given.gone_in.is_some(), one.has_ended(), "{given:#?}");
        }
    }
    practice.is_sound();
}
