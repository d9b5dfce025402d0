//! Who works in the office of the three years, and what happens to them.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};
use countersign_tests::office::{group, person};
use serde_json::{Value, json};

pub const GROUPS: [&str; 2] = ["ledger", "vault"];
const LEDGER: [&str; 6] = ["s01", "s02", "s03", "s04", "s05", "s06"];
const VAULT: [&str; 4] = ["gina", "s01", "s02", "s05"];
/// Weeks in which the machine is off: at the turn of a stage, at the end of a run, over a whole run.
pub const OFF: [(&str, &str); 3] = [
    ("2026-07-05", "2026-07-25"),
    ("2027-01-18", "2027-02-10"),
    ("2028-03-20", "2028-07-03"),
];

pub fn begin() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 12, 30).expect("a day")
}

pub fn definition() -> Value {
    let members = |group: &str| json!({ "query": format!("/groups/{group}/transitiveMembers/microsoft.graph.user") });
    let fallback = json!([{ "query": "/users/fred" }]);
    json!({
        "displayName": "Ledger and vault, every quarter",
        "scope": {
            "@odata.type": "#microsoft.graph.principalResourceMembershipsScope",
            "principalScopes": [{ "query": "/users" }],
            "resourceScopes": GROUPS.map(members),
        },
        "stageSettings": [
            { "stageId": "managers", "durationInDays": 7, "recommendationsEnabled": true, "fallbackReviewers": fallback,
              "reviewers": [{ "query": "./manager", "queryRoot": "decisions" }] },
            { "stageId": "owners", "dependsOn": ["managers"], "durationInDays": 7, "recommendationsEnabled": true,
              "decisionsThatWillMoveToNextStage": ["Deny", "DontKnow", "NotReviewed"], "fallbackReviewers": fallback,
              "reviewers": [{ "query": "./owners" }] },
            { "stageId": "control", "dependsOn": ["owners"], "durationInDays": 5, "recommendationsEnabled": true,
              "reviewers": [{ "query": "/users/pia" }, { "query": "/users/paul" }],
              "@countersign.stage": { "strategy": "oneApprovalApproves" } },
        ],
        "settings": {
            "recommendationsEnabled": true, "autoApplyDecisionsEnabled": true,
            "defaultDecisionEnabled": true, "defaultDecision": "Deny",
            "recurrence": { "pattern": { "type": "absoluteMonthly", "interval": 3, "dayOfMonth": 1 },
                            "range": { "type": "noEnd", "startDate": "2026-01-01", "recurrenceTimeZone": "Europe/Berlin" } },
            "@countersign.settings": { "threshold": { "percentOfGroup": 100, "removals": null } },
        },
    })
}

/// Mona leads s01 to s04, Nils s05 and s06; s07, s08 and Gina have nobody. Olga owns both groups.
pub fn ldif() -> String {
    let mut out = String::new();
    let staff = (1..=8).map(|n| format!("s{n:02}"));
    let all = ["mona", "nils", "olga", "fred", "pia", "paul", "gina"]
        .map(str::to_owned)
        .into_iter()
        .chain(staff);
    for account in all {
        out += &entry(&account);
    }
    for (name, members) in [
        ("clerks", &["s07", "s08"][..]),
        ("ledger", &LEDGER[..]),
        ("vault", &VAULT[..]),
    ] {
        let _ = write!(out, "dn: {}\nobjectClass: groupOfNames\ncn: {name}\n", group(name));
        if name != "clerks" {
            let _ = writeln!(out, "owner: {}", person("olga"));
        }
        for member in members {
            let _ = writeln!(out, "member: {}", person(member));
        }
        if name == "ledger" {
            let _ = writeln!(out, "member: {}", group("clerks"));
        }
        out.push('\n');
    }
    out
}

fn entry(account: &str) -> String {
    let manager = match account {
        "s01" | "s02" | "s03" | "s04" => format!("manager: {}\n", person("mona")),
        "s05" | "s06" => format!("manager: {}\n", person("nils")),
        "gina" => "employeeType: guest\n".to_owned(),
        _ => String::new(),
    };
    format!(
        "dn: {}\nobjectClass: inetOrgPerson\nuid: {account}\ncn: {account}\nsn: Family\nmail: {account}@example.org\n{manager}\n",
        person(account)
    )
}

/// What happens on a day: in words, and as changes for the server.
pub fn event(day: NaiveDate) -> Option<(String, String)> {
    let owners = |act: &str| {
        GROUPS
            .map(|name| {
                format!(
                    "dn: {}\nchangetype: modify\n{act}: owner\nowner: {}\n\n",
                    group(name),
                    person("olga")
                )
            })
            .concat()
    };
    let lock = |account: &str, act: &str| {
        let value = if act == "add" {
            "pwdAccountLockedTime: 000001010000Z\n"
        } else {
            ""
        };
        format!(
            "dn: {}\nchangetype: modify\n{act}: pwdAccountLockedTime\n{value}\n",
            person(account)
        )
    };
    let (what, ldif) = match day.to_string().as_str() {
        "2026-06-10" => (
            "nils leaves for a long while; his account is locked",
            lock("nils", "add"),
        ),
        "2026-12-01" => ("nils returns", lock("nils", "delete")),
        "2027-03-15" => {
            let gone = format!("dn: {}\nchangetype: delete\n\n", person("olga"));
            ("olga leaves and is deleted", owners("delete") + &gone)
        }
        "2027-11-20" => {
            let back = entry("olga").replacen('\n', "\nchangetype: add\n", 1);
            (
                "olga returns as a new person and owns both groups again",
                back + &owners("add"),
            )
        }
        "2028-07-10" => ("mona's account is locked while she is asked", lock("mona", "add")),
        "2028-08-10" => ("mona returns", lock("mona", "delete")),
        "2026-01-05" => (
            "gina is deleted while she is reviewed",
            format!("dn: {}\nchangetype: delete\n\n", person("gina")),
        ),
        // In the middle of every quarter, what was taken away is given again.
        _ if day.day() == 25 && day.month() % 3 == 2 => ("access is given again", again()),
        _ => return None,
    };
    Some((what.to_owned(), ldif))
}

/// Everybody who should work with the ledger and the vault is put there, whoever is there now.
fn again() -> String {
    let list = |name: &str, members: &[&str], more: &str| {
        let members: String = members.iter().map(|one| format!("member: {}\n", person(one))).collect();
        format!(
            "dn: {}\nchangetype: modify\nreplace: member\n{members}{more}\n",
            group(name)
        )
    };
    let clerks = format!("member: {}\n", group("clerks"));
    list("ledger", &LEDGER, &clerks) + &list("vault", &["s01", "s02", "s05"], "")
}

/// Who answers in this run, in this stage, so many days after it began.
pub fn answering(run: i64, stage: usize, day: i64) -> Vec<&'static str> {
    let late = run % 3 == 0;
    let mut who = Vec::new();
    match stage {
        1 => {
            who.extend((day == if late { 6 } else { 2 }).then_some("mona"));
            // Nils answers on the last day, and in every fourth run not at all.
            who.extend((day == 6 && run % 4 != 0).then_some("nils"));
            who.extend((day == 3).then_some("fred"));
        }
        2 => {
            who.extend((day == if late { 5 } else { 1 }).then_some("olga"));
            who.extend((day == 4).then_some("fred"));
        }
        _ => {
            who.extend((day == 1).then_some("pia"));
            who.extend((day == 3 && run % 2 == 0).then_some("paul"));
        }
    }
    who
}

/// What somebody thinks of somebody's access; none leaves it open.
pub fn opinion(who: &str, of: &str, run: i64) -> Option<&'static str> {
    let n: i64 = of
        .trim_start_matches(|letter: char| !letter.is_ascii_digit())
        .parse()
        .unwrap_or(9);
    match (who, (n + run) % 5) {
        ("mona", 0) | ("nils", 1 | 2) => Some("deny"),
        ("mona" | "nils", 4) => None,
        ("olga", 0) => Some("deny"),
        ("olga", 1) => Some("dontKnow"),
        ("olga", 3) => None,
        ("fred", 2) => Some("deny"),
        ("fred", 4) => None,
        ("pia", 0 | 3) => Some("deny"),
        ("pia", 1) => None,
        ("paul", 0 | 2) => Some("approve"),
        ("paul", _) => None,
        _ => Some("approve"),
    }
}
