//! A practice store with a review in progress, made at the desk's own door before the window opens.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, TimeZone, Utc};
use countersign_app::{Desk, Environment};
use serde_json::{Value, json};

/// The moment at which the sample organization was read.
pub fn read_at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 12, 8, 0, 0).single().expect("a moment")
}

/// A store's folder with one review in progress.
pub struct Office {
    _folder: tempfile::TempDir,
    pub store: PathBuf,
    pub evidence: PathBuf,
    /// Account of the reviewer with the most items, and how many those are.
    pub reviewer: String,
    pub items: u64,
}

/// Runs a job to its end.
fn wait(desk: &Arc<Desk>, name: &str, input: Value) -> Value {
    let started = desk.call(name, input).expect("the job starts").value;
    loop {
        let view = desk
            .call("job.show", json!({ "job": started["job"] }))
            .expect("the job is known")
            .value;
        match view["state"].as_str() {
            Some("running") => std::thread::sleep(std::time::Duration::from_millis(10)),
            Some("done") => return view["result"].clone(),
            _ => panic!("{name}: {view}"),
        }
    }
}

/// Groups of the sample organization, reviewed by their owners.
pub fn definition(groups: &[&str]) -> Value {
    let resources: Vec<Value> = groups
        .iter()
        .map(|group| json!({ "query": format!("/groups/{group}/transitiveMembers/microsoft.graph.user") }))
        .collect();
    json!({
        "displayName": "Finance and production access, first quarter",
        "descriptionForReviewers": "Keep access only where the person needs it for their work this quarter.",
        "scope": { "principalScopes": [{ "query": "/users" }], "resourceScopes": resources },
        "reviewers": [{ "query": "./owners" }],
        "fallbackReviewers": [{ "query": "/users/p0001" }],
        "settings": {
            "instanceDurationInDays": 14, "recommendationsEnabled": true, "recommendationLookBackDuration": "P60D",
            "@countersign.settings": { "justification": "onDenial" },
        },
    })
}

/// A desk of this process that keeps no list of stores.
fn desk() -> Arc<Desk> {
    let mut environment = Environment::at(read_at());
    environment.configuration = None;
    Desk::new(environment).expect("a desk")
}

/// Makes the office, or panics with what stood in the way.
pub fn office() -> Office {
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("store");
    let desk = desk();
    desk.call(
        "store.init",
        json!({ "path": store, "organization": "Nordwind Sample AG", "practice": true, "sample": true }),
    )
    .expect("a store");
    wait(&desk, "directory.sync", json!({ "directory": 1 }));
    let groups = [
        "Payments approval readers",
        "General ledger write readers",
        "Payroll editors",
        "Project Aurora",
    ];
    let review = desk
        .call("review.create", json!({ "definition": definition(&groups) }))
        .expect("a review")
        .value;
    let started = wait(&desk, "review.start", json!({ "review": review["review"] }));
    let progress = desk
        .call("review.progress", json!({ "instance": started["instance"] }))
        .expect("its progress")
        .value;
    let most = progress["reviewers"]
        .as_array()
        .and_then(|all| all.iter().max_by_key(|one| one["count"]["total"].as_u64()))
        .expect("a reviewer");
    let person = desk
        .call("principal.show", json!({ "principal": most["principal"] }))
        .expect("the reviewer")
        .value;
    Office {
        evidence: folder.path().join("evidence.pdf"),
        _folder: folder,
        store,
        reviewer: person["userName"].as_str().expect("an account").to_owned(),
        items: most["count"]["total"].as_u64().expect("a number"),
    }
}

/// An access package of the office, and who is about it.
pub struct Package {
    pub package: i64,
    /// Who may ask for it; account and number.
    pub asker: (String, Value),
    /// Whom its policy asks.
    pub approver: Value,
}

/// The person of this account.
fn employee(desk: &Arc<Desk>, search: &str) -> Value {
    let input = json!({ "search": search, "kind": "user", "offset": 0, "limit": 1 });
    desk.call("principal.list", input).expect("the list").value["rows"][0].clone()
}

/// Adds to an office a catalog with two packages that do not go together, a policy with a question, an organization.
pub fn package(office: &Office) -> Package {
    let desk = desk();
    let call = |name: &str, input: Value| {
        let answer = desk.call(name, input);
        answer
            .unwrap_or_else(|problem| panic!("{name}: {}", problem.message))
            .value
    };
    call("store.open", json!({ "path": office.store }));
    let (asker, approver) = (employee(&desk, "p0332"), employee(&desk, "p0161"));
    let catalog = call(
        "catalog.create",
        json!({ "displayName": "Contracts", "published": true }),
    )["catalog"]
        .clone();
    let mut made = Vec::new();
    for (name, group) in [
        ("Contract desk", "Contracts archive editors"),
        ("Contract audit", "Contracts archive readers"),
    ] {
        let input = json!({ "search": group, "kind": "group", "offset": 0, "limit": 1 });
        let group = call("principal.list", input)["rows"][0]["principal"].clone();
        let input =
            json!({ "catalog": catalog, "displayName": name, "description": "For people who look after contracts." });
        let package = call("package.create", input)["package"].clone();
        call("catalog.resource.add", json!({ "catalog": catalog, "resource": group }));
        call(
            "package.role.add",
            json!({ "package": package, "resource": group, "entitlement": "member" }),
        );
        let stage = json!({
            "durationBeforeAutomaticDenial": "P5D", "isApproverJustificationRequired": true, "isEscalationEnabled": false,
            "primaryApprovers": [{ "@odata.type": "#microsoft.graph.singleUser", "userId": approver["key"] }],
        });
        let definition = json!({
            "displayName": "Employees", "description": "", "allowedTargetScope": "allMemberUsers",
            "expiration": { "type": "afterDuration", "duration": "P90D" },
            "requestorSettings": { "enableTargetsToSelfAddAccess": true, "enableTargetsToSelfUpdateAccess": true,
                "enableTargetsToSelfRemoveAccess": true, "allowCustomAssignmentSchedule": true },
            "requestApprovalSettings": { "isApprovalRequiredForAdd": true, "isApprovalRequiredForUpdate": false,
                "isRequestorJustificationRequired": true, "stages": [stage] },
            "questions": [{ "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", "id": "centre", "sequence": 1,
                "isRequired": true, "text": "Which cost centre pays?", "isSingleLineQuestion": true, "regexPattern": "^[0-9]{4}$" }],
        });
        call("policy.create", json!({ "package": package, "definition": definition }));
        made.push(package);
    }
    let pair = json!({ "package": made[0], "otherPackage": made[1], "reason": "Nobody audits their own contracts." });
    call("package.incompatible.add", pair);
    let organization = json!({ "displayName": "Contoso", "description": "Builders", "state": "configured",
        "identitySources": [{ "@odata.type": "#microsoft.graph.domainIdentitySource", "domainName": "contoso.example", "displayName": "Mail" }] });
    call("organization.create", json!({ "definition": organization }));
    Package {
        package: made[0].as_i64().expect("a number"),
        asker: (
            asker["userName"].as_str().expect("an account").to_owned(),
            asker["principal"].clone(),
        ),
        approver: approver["principal"].clone(),
    }
}
