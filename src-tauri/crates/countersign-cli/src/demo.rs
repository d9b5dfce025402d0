//! `countersign demo`: the whole main job on the sample organization, from an empty folder to evidence.
//!
//! Everything goes through the desk's operations, as a person's clicks would; only the clock is
//! moved by hand, which a practice store allows.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveTime, Utc};
use countersign_app::{Desk, Environment, Problem};
use serde_json::{Value, json};

use crate::desk::{call, principal, wait};

const GROUPS: [&str; 12] = [
    "Payments approval readers",
    "Payments approval editors",
    "Payments approval administrators",
    "General ledger write readers",
    "General ledger write editors",
    "Payroll readers",
    "Payroll administrators",
    "Production servers administrators",
    "Customer records emergency",
    "Remote access readers",
    "Project Aurora",
    "Project Aurora partners",
];

/// The demonstration's review began fifteen days ago, so that it ends today or yesterday.
fn start_of_demo() -> DateTime<Utc> {
    let eight = NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default();
    // Nine hours more: before nine in the morning, today at eight is still to come.
    (Utc::now() - Duration::days(15) - Duration::hours(9))
        .date_naive()
        .and_time(eight)
        .and_utc()
}

pub fn run(out: &Path) -> Result<Value, Problem> {
    let out = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    let (store, pdf) = (out.join("store"), out.join("evidence.pdf"));
    if store.exists() || pdf.exists() {
        return Err(
            Problem::new(format!("{} holds a demonstration already.", out.display()))
                .code("exists")
                .hint("Choose another folder with --out, or remove this one."),
        );
    }
    let begin = start_of_demo();
    let desk = Desk::new(Environment::at(begin))?;
    say("Making a practice store with the sample organization …");
    call(
        &desk,
        "store.init",
        json!({ "path": store, "organization": "Nordwind Sample AG", "practice": true, "sample": true }),
    )?;
    let directory = call(&desk, "directory.list", json!({}))?[0]["directory"].clone();
    let synced = wait(&desk, "directory.sync", json!({ "directory": directory }))?;
    say(&format!(
        "  {} people and guests, {} groups, {} memberships.",
        synced["population"]["user"].as_u64().unwrap_or(0) + synced["population"]["guest"].as_u64().unwrap_or(0),
        synced["population"]["group"],
        synced["population"]["membership"]
    ));

    say("Starting a review of twelve groups by their owners …");
    let review = call(&desk, "review.create", json!({ "definition": definition() }))?;
    let started = wait(&desk, "review.start", json!({ "review": review["review"] }))?;
    let instance = started["instance"].clone();
    say(&format!(
        "  {} items for {} reviewers.",
        started["items"], started["reviewers"]
    ));

    let decided = decide(&desk, &instance, begin)?;
    say(&format!("  {decided} decisions recorded; one reviewer did not answer."));

    desk.clock().set(begin + Duration::days(14) + Duration::hours(1));
    call(&desk, "actor.choose", json!({ "administrator": true }))?;
    call(&desk, "tick", json!({}))?;
    say("The review has ended; what silence means was written on the rest.");

    let plan = carry_out(&desk, &instance)?;
    desk.clock().set(begin + Duration::days(15));
    let seen = wait(&desk, "plan.verify", json!({ "plan": plan["plan"] }))?;
    say(&format!(
        "Read again: {} accesses seen gone, {} still there and turned into remediation tasks.",
        seen["gone"], seen["stillThere"]
    ));

    let exported = wait(&desk, "evidence.export", json!({ "instance": instance, "path": pdf }))?;
    let verdict = call(&desk, "evidence.verify", json!({ "path": pdf }))?;
    let log = call(&desk, "audit.verify", json!({}))?;
    let shown = call(&desk, "plan.show", json!({ "plan": plan["plan"] }))?;
    say(&format!("Evidence: {} ({} pages)", pdf.display(), exported["pages"]));
    Ok(json!({
        "store": store, "evidence": pdf, "pages": exported["pages"], "root": exported["root"],
        "items": started["items"], "decisions": decided,
        "applied": shown["applied"], "refused": shown["refused"], "seenGone": shown["seenGone"], "tasks": seen["stillThere"],
        "evidenceValid": verdict["valid"], "auditValid": log["valid"], "auditEntries": log["entries"],
    }))
}

fn say(text: &str) {
    eprintln!("{text}");
}

fn definition() -> Value {
    let resources: Vec<Value> = GROUPS
        .iter()
        .map(|group| json!({ "query": format!("/groups/{group}/transitiveMembers/microsoft.graph.user") }))
        .collect();
    json!({
        "displayName": "Business-critical access, first quarter",
        "descriptionForAdmins": "Control ITGC-AC-07: owners confirm access to finance, payroll and production.",
        "descriptionForReviewers": "Keep access only where the person needs it for their work this quarter.",
        "scope": {
            "@odata.type": "#microsoft.graph.principalResourceMembershipsScope",
            "principalScopes": [{ "query": "/users", "queryType": "MicrosoftGraph" }],
            "resourceScopes": resources,
        },
        "reviewers": [{ "query": "./owners", "queryType": "MicrosoftGraph" }],
        "fallbackReviewers": [{ "query": "/users/p0001", "queryType": "MicrosoftGraph" }],
        "settings": {
            "instanceDurationInDays": 14, "justificationRequiredOnApproval": true,
            "recommendationsEnabled": true, "recommendationLookBackDuration": "P60D",
            "defaultDecisionEnabled": true, "defaultDecision": "Recommendation", "autoApplyDecisionsEnabled": false,
        },
    })
}

/// Every reviewer but the last answers on a day of their own, in the ways that people do.
fn decide(desk: &Arc<Desk>, instance: &Value, begin: DateTime<Utc>) -> Result<usize, Problem> {
    let progress = call(desk, "review.progress", json!({ "instance": instance }))?;
    let reviewers: Vec<i64> = progress["reviewers"]
        .as_array()
        .map(|all| all.iter().filter_map(|one| one["principal"].as_i64()).collect())
        .unwrap_or_default();
    let mut decided = 0;
    for (turn, reviewer) in reviewers.iter().enumerate().take(reviewers.len().saturating_sub(1)) {
        let day = 1 + i64::try_from(turn).unwrap_or(0) % 10;
        desk.clock().set(begin + Duration::days(day) + Duration::minutes(40));
        call(
            desk,
            "actor.choose",
            json!({ "principal": reviewer, "administrator": false }),
        )?;
        let filter = json!({ "reviewer": reviewer, "decision": ["notReviewed"] });
        let page = call(
            desk,
            "item.list",
            json!({ "instance": instance, "filter": filter, "limit": 1000 }),
        )?;
        let rows = page["rows"].as_array().cloned().unwrap_or_default();
        if turn == 1 {
            let answer = call(desk, "item.acceptRecommendations", json!({ "instance": instance }))?;
            decided += usize::try_from(answer["decided"].as_u64().unwrap_or(0)).unwrap_or(0);
            continue;
        }
        for (at, row) in rows.iter().enumerate() {
            desk.clock().set(desk.clock().now() + Duration::seconds(25));
            decided += one(desk, row, at)?;
        }
    }
    Ok(decided)
}

fn one(desk: &Arc<Desk>, row: &Value, at: usize) -> Result<usize, Problem> {
    let leaver = row["enabled"] == false;
    let guest = row["userType"] == "guest";
    let (decision, reason) = match (row["recommendation"].as_str(), at % 11) {
        _ if leaver => ("deny", "The account is disabled; the person has left."),
        (Some("deny"), _) => ("deny", "Not used for a long time and not needed for the present work."),
        (_, 3) if guest => ("deny", "The cooperation has ended."),
        (_, 5) => ("dontKnow", "Asked the department; the answer is open."),
        (_, 7) => (
            "approve",
            "Stands in during month-end close; 月末の締め作業で必要です。",
        ),
        _ => ("approve", "Needed for the daily work."),
    };
    let input = |decision: &str, reason: &str, version: &Value| json!({ "item": row["item"], "decision": decision, "justification": reason, "version": version });
    let written = call(desk, "item.decide", input(decision, reason, &row["version"]))?;
    if at == 4 {
        // A person who changes their mind: both answers stay on record.
        let turned = if decision == "approve" { "deny" } else { "approve" };
        desk.clock().set(desk.clock().now() + Duration::minutes(3));
        call(
            desk,
            "item.decide",
            input(
                turned,
                "Checked with the manager: the first answer was wrong.",
                &written["version"],
            ),
        )?;
        return Ok(2);
    }
    Ok(1)
}

/// Draws the plan; where the threshold holds it, a second administrator signs; then carries it out.
fn carry_out(desk: &Arc<Desk>, instance: &Value) -> Result<Value, Problem> {
    let plan = call(desk, "plan.draw", json!({ "instance": instance }))?;
    say(&format!(
        "Plan: {} removals, {} remediation tasks.",
        plan["changeCount"], plan["taskCount"]
    ));
    let look = wait(desk, "plan.carryOut", json!({ "plan": plan["plan"], "dryRun": true }))?;
    say(&format!(
        "  Dry run: {} would be removed, nothing changed.",
        look["wouldRemove"]
    ));
    if plan["held"] == true {
        let second = principal(desk, "p0002", "user")?;
        call(
            desk,
            "actor.choose",
            json!({ "principal": second, "administrator": true }),
        )?;
        call(desk, "plan.countersign", json!({ "plan": plan["plan"] }))?;
        call(desk, "actor.choose", json!({ "administrator": true }))?;
        say("  The threshold held the plan; a second person countersigned it.");
    }
    let carried = wait(desk, "plan.carryOut", json!({ "plan": plan["plan"] }))?;
    say(&format!(
        "  {} removed, {} refused by the directory.",
        carried["applied"], carried["refused"]
    ));
    Ok(plan)
}
