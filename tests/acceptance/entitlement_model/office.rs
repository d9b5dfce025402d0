//! Where lives are played: a few people and groups, rights from before, and packages of every kind.

use chrono::Utc;
use countersign_tests::practice::{Practice, key};
use serde_json::{Value, json};

use crate::play::{APPROVER, GROUPS, Life};
use crate::reference::{GRACE_DAYS, Model, Package};

fn policy(n: usize, package: &Package) -> Value {
    let expiration = match package.days {
        Some(days) => json!({ "type": "afterDuration", "duration": format!("P{days}D") }),
        None => json!({ "type": "noExpiration" }),
    };
    if package.automatic {
        return json!({
            "displayName": "By rule", "allowedTargetScope": "specificDirectoryUsers",
            "specificAllowedTargets": [{ "@odata.type": "#microsoft.graph.attributeRuleMembers", "description": "",
                                         "membershipRule": "(user.department -eq \"Sales\")" }],
            "automaticRequestSettings": { "requestAccessForAllowedTargets": true,
                "removeAccessWhenTargetLeavesAllowedTargets": true,
                "gracePeriodBeforeAccessRemoval": format!("P{GRACE_DAYS}D") },
        });
    }
    if n == 3 {
        return json!({
            "displayName": "With approval", "allowedTargetScope": "allMemberUsers", "expiration": expiration,
            "requestorSettings": { "enableTargetsToSelfAddAccess": true },
            "requestApprovalSettings": {
                "isApprovalRequiredForAdd": true,
                "stages": [{ "durationBeforeAutomaticDenial": "P5D",
                    "primaryApprovers": [{ "@odata.type": "#microsoft.graph.singleUser", "userId": key(APPROVER) }] }],
            },
        });
    }
    json!({ "displayName": "Direct", "allowedTargetScope": "notSpecified", "expiration": expiration })
}

impl Life {
    pub fn begin() -> Life {
        let now = "2026-03-02T09:00:00Z"
            .parse::<chrono::DateTime<Utc>>()
            .expect("a moment");
        let package = |groups: &[usize], adopts, days, automatic| Package {
            groups: groups.to_vec(),
            adopts,
            days,
            automatic,
        };
        let packages = vec![
            package(&[101, 102], false, None, false),
            package(&[102, 103], false, Some(5), false),
            package(&[103], false, None, true),
            package(&[101, 104], true, Some(9), false),
        ];
        let mut model = Model::new(packages, now);
        // Rights that were there before any package.
        model
            .access
            .extend([(1, 101), (2, 102), (3, 103), (4, 104), (4, 101), (5, 103)]);
        model.sales.extend([1, 4]);
        let practice = Practice::at(now);
        let mut life = Life {
            directory: 0,
            packages: Vec::new(),
            practice,
            model,
            away: None,
            log: Vec::new(),
        };
        life.directory = life.practice.add_nodes(&life.nodes());
        let made = life.practice.call("catalog.create", json!({ "displayName": "Lab" }));
        for n in GROUPS {
            let input = json!({ "catalog": made["catalog"], "resource": life.group(n) });
            life.practice.call("catalog.resource.add", input);
        }
        for (n, one) in life.model.packages.clone().iter().enumerate() {
            let input =
                json!({ "catalog": made["catalog"], "displayName": format!("Package {n}"), "adopts": one.adopts });
            let package = life.practice.call("package.create", input)["package"]
                .as_i64()
                .expect("a number");
            for group in &one.groups {
                let input = json!({ "package": package, "resource": life.group(*group) });
                life.practice.call("package.role.add", input);
            }
            let input = json!({ "package": package, "definition": policy(n, one) });
            life.practice.call("policy.create", input);
            life.packages.push(package);
        }
        life.tick();
        life
    }
}
