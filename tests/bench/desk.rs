//! The product's own door, and the few calls that every row begins with.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use countersign_app::{Answer, Desk, Environment, Problem};
use serde_json::{Value, json};

use crate::Outcome;

/// A desk that leaves the list of recent stores on this machine alone.
pub fn empty() -> Outcome<Arc<Desk>> {
    let mut environment = Environment::of_machine();
    environment.configuration = None;
    Desk::new(environment).map_err(said)
}

/// A desk with a practice store open.
pub fn with(store: &Path) -> Outcome<Arc<Desk>> {
    let desk = empty()?;
    call(&desk, "store.open", json!({ "path": store }))?;
    Ok(desk)
}

pub fn said(problem: Problem) -> String {
    let at = problem.field.map_or_else(String::new, |field| format!(" ({field})"));
    format!("{}{at}", problem.message)
}

pub fn call(desk: &Arc<Desk>, name: &str, input: Value) -> Outcome<Value> {
    desk.call(name, input)
        .map(|answer: Answer| answer.value)
        .map_err(|problem| format!("{name}: {}", said(problem)))
}

/// Starts a job, waits for its end and answers its result.
pub fn wait(desk: &Arc<Desk>, name: &str, input: Value) -> Outcome<Value> {
    let job = call(desk, name, input)?["job"].clone();
    loop {
        let view = call(desk, "job.show", json!({ "job": job }))?;
        match view["state"].as_str() {
            Some("running") => std::thread::sleep(Duration::from_millis(5)),
            Some("done") => return Ok(view["result"].clone()),
            _ => {
                return Err(format!(
                    "{name}: {}",
                    view["problem"]["message"].as_str().unwrap_or("it was cancelled")
                ));
            }
        }
    }
}

pub fn number(value: &Value, name: &str) -> Outcome<i64> {
    value[name]
        .as_i64()
        .ok_or_else(|| format!("the answer has no number “{name}”: {value}"))
}

/// Sits the first person of the population at the desk, who is asked about everything.
pub fn sit_reviewer(desk: &Arc<Desk>) -> Outcome<i64> {
    let found = call(
        desk,
        "principal.find",
        json!({ "reference": crate::population::REVIEWER, "kind": "user" }),
    )?;
    let reviewer = number(&found, "principal")?;
    call(
        desk,
        "actor.choose",
        json!({ "principal": reviewer, "administrator": true }),
    )?;
    Ok(reviewer)
}

/// Makes a review of these groups (all of them if none is named) and answers its id and its instance's.
pub fn create(desk: &Arc<Desk>, name: &str, groups: &[String]) -> Outcome<(i64, i64)> {
    let query = |group: &String| json!({ "query": format!("/groups/{group}/transitiveMembers"), "queryType": "MicrosoftGraph" });
    let scope = if groups.is_empty() {
        json!({ "query": "/groups", "queryType": "MicrosoftGraph" })
    } else {
        let resources: Vec<Value> = groups.iter().map(query).collect();
        json!({ "principalScopes": [{ "query": "/users", "queryType": "MicrosoftGraph" }], "resourceScopes": resources })
    };
    let definition = json!({
        "displayName": name,
        "scope": scope,
        "reviewers": [
            { "query": format!("/users/{}", crate::population::REVIEWER), "queryType": "MicrosoftGraph" },
            { "query": "./owners", "queryType": "MicrosoftGraph" },
        ],
        "settings": {
            "instanceDurationInDays": 30, "recommendationsEnabled": true, "recommendationLookBackDuration": "P30D",
            "defaultDecisionEnabled": false, "autoApplyDecisionsEnabled": false,
        },
    });
    let created = call(desk, "review.create", json!({ "definition": definition }))?;
    Ok((number(&created, "review")?, number(&created, "instance")?))
}

/// Makes and starts a review; answers its instance and how many items it has.
pub fn start(desk: &Arc<Desk>, name: &str, groups: &[String]) -> Outcome<(i64, i64)> {
    let (review, instance) = create(desk, name, groups)?;
    let started = wait(desk, "review.start", json!({ "review": review }))?;
    Ok((instance, number(&started, "items")?))
}
