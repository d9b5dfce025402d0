use std::sync::Arc;

use chrono::{DateTime, Utc};
use countersign_domain::id::PrincipalId;
use countersign_domain::rule::{Rule, unknown};
use rusqlite::params;
use serde_json::json;

use super::{Wanted, attribute_names, matching, matching_one};
use crate::snapshot::add_directory;
use crate::{NewStore, Store, StoreError};

/// Two directories in a store of their own. Ada has values in columns and lists, Ben in lists alone, Cay is a
/// guest with nothing, Dan has left, Eve is in the other directory, and there is a group.
struct Place {
    _folder: tempfile::TempDir,
    store: Arc<Store>,
}

const ADA: i64 = 1;
const BEN: i64 = 2;
const CAY: i64 = 3;
const DAN: i64 = 4;
const EVE: i64 = 5;
const GROUP: i64 = 6;

fn place() -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let now: DateTime<Utc> = "2026-04-01T08:00:00Z".parse().expect("a moment");
    let new = NewStore {
        organization: "Rules",
        practice: true,
        passphrase: None,
        now,
    };
    let store = Store::init(&folder.path().join("store"), &new, |_, _| Ok(())).expect("a store");
    store
        .write::<_, StoreError>(|tx| {
            for name in ["One", "Two"] {
                add_directory(tx, name, "sample", &json!({}), now)?;
            }
            let mut put = tx.prepare(
                "INSERT INTO principal (id, directory_id, key, kind, dn, display_name, department, user_type, enabled,
                                        attributes, since_snapshot_id, removed_snapshot_id, digest, grant_digest,
                                        bucket, marks)
                 VALUES (?1, ?2, 'key' || ?1, ?3, 'dn' || ?1, ?4, ?5, ?6, ?7, ?8, 1, ?9, x'', x'', 0, x'')",
            )?;
            let member = Some("member");
            let (many, own) = (
                json!({ "proxyAddresses": ["SMTP:ada@example.org", "smtp:a@example.com"], "CostCentre": ["4711"],
                        "department": ["not this one"] }),
                json!({ "Department": ["Sales"], "costcentre": ["12"], "notes": ["a \"quote\", ä\\b {"], "city": [] }),
            );
            put.execute(params![
                ADA,
                1,
                "user",
                "Ada",
                "Sales",
                member,
                true,
                many.to_string(),
                None::<i64>
            ])?;
            put.execute(params![
                BEN,
                1,
                "user",
                "Ben",
                None::<&str>,
                member,
                false,
                own.to_string(),
                None::<i64>
            ])?;
            put.execute(params![
                CAY,
                1,
                "user",
                "Cay",
                None::<&str>,
                "guest",
                None::<bool>,
                "{}",
                None::<i64>
            ])?;
            let left = json!({ "onlyDan": ["x"] }).to_string();
            put.execute(params![DAN, 1, "user", "Dan", "Sales", member, true, left, 2])?;
            let other = json!({ "onlyEve": ["x"] }).to_string();
            put.execute(params![
                EVE,
                2,
                "user",
                "Eve",
                "Sales",
                member,
                true,
                other,
                None::<i64>
            ])?;
            put.execute(params![
                GROUP,
                1,
                "group",
                "Sales",
                "Sales",
                None::<&str>,
                None::<bool>,
                "{}",
                None::<i64>
            ])?;
            Ok(())
        })
        .expect("people");
    Place {
        _folder: folder,
        store: Arc::new(store),
    }
}

fn rule(text: &str) -> Rule {
    Rule::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

#[test]
fn the_same_people_meet_a_rule_one_by_one_and_all_together() {
    let place = place();
    let table: [(&str, &[i64]); 14] = [
        (r#"user.department -eq "sales""#, &[ADA, BEN]),
        (r#"user.department -ne "Sales""#, &[CAY]),
        (r#"user.department -eq "not this one""#, &[]),
        (r#"user.displayName -in ["Ada","Dan","Eve","Sales"]"#, &[ADA]),
        (r#"user.accountEnabled -eq true"#, &[ADA]),
        (r#"user.accountEnabled -eq null"#, &[CAY]),
        (r#"user.userType -eq "Guest""#, &[CAY]),
        (r#"user.costCentre -in ["4711","12"]"#, &[ADA, BEN]),
        (
            r#"user.COSTCENTRE -startsWith "47" -and user.proxyAddresses -any (_ -contains "@example.com")"#,
            &[ADA],
        ),
        (r#"user.proxyAddresses -all (_ -endsWith "example.org")"#, &[]),
        (r#"user.notes -contains "`"quote`", ä\b""#, &[BEN]),
        (r#"user.city -eq null -and user.onlyDan -eq null"#, &[ADA, BEN, CAY]),
        (r#"user.onlyEve -eq "x""#, &[]),
        (
            r#"-not (user.accountEnabled -eq false) -and (user.mail -eq null -or user.jobTitle -eq "x")"#,
            &[ADA, CAY],
        ),
    ];
    for (text, expected) in table {
        let rule = rule(text);
        place
            .store
            .read::<_, StoreError>(|connection| {
                let mut found = Vec::new();
                matching(connection, 1, &rule, |principal| found.push(principal.0))?;
                assert_eq!(found, expected, "{text}");
                for one in [ADA, BEN, CAY, DAN, GROUP, 99] {
                    let meets = matching_one(connection, PrincipalId(one), &rule)?;
                    assert_eq!(meets, expected.contains(&one), "{text}: {one}");
                }
                Ok(())
            })
            .expect("a read");
    }
}

#[test]
fn the_attributes_of_a_directory_are_those_of_its_present_users_and_a_rule_is_checked_by_them() {
    let place = place();
    let known = place
        .store
        .read(|connection| attribute_names(connection, 1))
        .expect("names");
    assert_eq!(
        known,
        [
            "accountEnabled",
            "CostCentre",
            "department",
            "displayName",
            "employeeId",
            "jobTitle",
            "mail",
            "notes",
            "proxyAddresses",
            "userPrincipalName",
            "userType"
        ]
        .map(String::from)
    );
    let found = unknown(r#"user.costCenter -eq "1" -or user.onlyDan -eq "x""#, &known).expect("a rule");
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "Column 1: Nobody in this directory has an attribute user.costCenter; the nearest is user.CostCentre.",
            "Column 29: Nobody in this directory has an attribute user.onlyDan."
        ]
    );
}

#[test]
fn attributes_that_are_no_object_of_lists_are_a_problem_and_not_a_panic() {
    let place = place();
    for (broken, said) in [
        (r#"["x"]"#, "cannot read"),
        (r#"{"city":"x"}"#, "cannot read"),
        (r#"{"city":[1]}"#, "cannot read"),
        ("null", "cannot read"),
        // Refused when it is written: an index looks into it.
        ("{\"city\":[\"x\"", "malformed JSON"),
    ] {
        let read = place.store.write::<_, StoreError>(|tx| {
            tx.execute(
                "UPDATE principal SET attributes = ?1 WHERE id = ?2",
                params![broken, CAY],
            )?;
            matching(tx, 1, &rule(r#"user.city -eq "x""#), |_| ())
        });
        let problem = read.expect_err(broken).to_string();
        assert!(problem.contains(said), "{problem}");
    }
}

#[test]
fn a_review_s_scope_asks_the_same_rule_with_the_same_answer() {
    let place = place();
    for text in [
        r#"user.department -eq "Sales" -and user.costCentre -ne "x""#,
        r#"user.accountEnabled -eq null -or user.notes -contains "quote""#,
        r#"user.mail -eq null -and user.userType -eq "member" -and user.jobTitle -eq null -and user.employeeId -eq null"#,
        r#"user.userPrincipalName -eq null -and user.displayName -match "a""#,
    ] {
        let rule = rule(text);
        place
            .store
            .read::<_, StoreError>(|connection| {
                let mut expected = Vec::new();
                matching(connection, 1, &rule, |principal| expected.push(principal.0))?;
                assert!(!expected.is_empty(), "{text}");
                let wanted = Wanted::by(&rule);
                let mut statement = connection.prepare(include_str!("../../review/people.sql"))?;
                let mut rows = statement.query([1])?;
                let mut found = Vec::new();
                while let Some(row) = rows.next()? {
                    let id: i64 = row.get("id")?;
                    if id != GROUP && rule.matches(&wanted.read(row)?) {
                        found.push(id);
                    }
                }
                found.sort_unstable();
                assert_eq!(found, expected, "{text}");
                Ok(())
            })
            .expect("a read");
    }
}
