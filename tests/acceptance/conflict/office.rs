//! An office in which some hold by groups within groups what does not go together.

use countersign_store::package::NewPackage;
use countersign_store::{Header, Store, catalog, package};
use countersign_tests::practice::{Practice, group, key, node, person};
use serde_json::{Value, json};

pub const START: &str = "2026-09-01T08:00:00Z";

pub struct Office {
    pub practice: Practice,
    pub directory: i64,
    pub pay: i64,
    pub vendors: i64,
    pub audit: i64,
}

pub fn at(text: &str) -> chrono::DateTime<chrono::Utc> {
    text.parse().expect("a moment")
}

pub fn nodes() -> Vec<Value> {
    let employee = |n, name| {
        person(
            n,
            name,
            &json!({ "manager": key(5), "mail": format!("{name}@example.org") }),
        )
    };
    vec![
        employee(1, "ada"),
        employee(2, "ben"),
        employee(3, "cleo"),
        employee(4, "dan"),
        person(5, "mona", &json!({})),
        person(6, "olga", &json!({})),
        employee(7, "=cmd|' /C calc'!A1"),
        group(11, "Payments", &[1, 7], &[6]),
        // Nobody is in it directly but ben: the others come through two groups.
        group(13, "Vendors", &[2, 12], &[6]),
        group(12, "Purchasing", &[14], &[6]),
        group(14, "Purchasing Berlin", &[1, 7], &[6]),
        group(15, "Auditors", &[3], &[6]),
        node(
            21,
            "Ledger",
            "apps",
            "servicePrincipal",
            &json!({ "holdings": [{ "entitlement": "Reader", "principal": key(3) }] }),
        ),
    ]
}

pub fn office() -> Office {
    let practice = Practice::at(at(START));
    let directory = practice.add_nodes(&nodes());
    let group = |name: &str| practice.principal(name, "group");
    let ledger = practice.principal("Ledger", "servicePrincipal");
    let store = other_hand(&practice);
    let made = store.write::<_, countersign_store::StoreError>(|transaction| {
        let new = catalog::NewCatalog {
            key: "c-finance",
            directory,
            display_name: "Finance",
            description: "",
            kind: "userManaged",
            published: true,
            external: false,
        };
        let catalog = catalog::create(transaction, &new, "the test", at(START))?;
        let make = |key: &str, name: &str, roles: &[(i64, &str)]| {
            let new = NewPackage {
                key,
                catalog,
                display_name: name,
                description: "",
                hidden: false,
                adopts: false,
            };
            let package = package::create(transaction, &new, "the test", at(START))?;
            for (resource, entitlement) in roles {
                catalog::add_resource(transaction, catalog, *resource, "the test", at(START))?;
                package::add_role(transaction, package, *resource, entitlement, "the test", at(START))?;
            }
            Ok::<_, countersign_store::StoreError>(package)
        };
        Ok((
            make("p-pay", "Pay invoices", &[(group("Payments"), "member")])?,
            make("p-vendors", "Create vendors", &[(group("Vendors"), "member")])?,
            make("p-audit", "Audit", &[(group("Auditors"), "member"), (ledger, "Reader")])?,
            make(
                "p-both",
                "Emergency desk",
                &[(group("Payments"), "member"), (group("Vendors"), "member")],
            )?,
        ))
    });
    let (pay, vendors, audit, _) = made.expect("packages");
    Office {
        practice,
        directory,
        pay,
        vendors,
        audit,
    }
}

pub fn other_hand(practice: &Practice) -> Store {
    let header = Header::read(&practice.store()).expect("a header");
    let key = Store::derive_key(&header, None)
        .expect("a rule")
        .expect("a practice key");
    Store::open(&practice.store(), header, key).expect("the same store")
}

impl Office {
    pub fn forbid(&self) -> (i64, i64) {
        let added = self.practice.call(
            "package.incompatible.add",
            json!({ "package": self.pay, "otherPackage": self.vendors, "reason": "Four eyes over payments" }),
        );
        assert_eq!(added["bridges"][0]["displayName"], "Emergency desk", "{added}");
        let group = self.practice.call(
            "package.incompatible.add",
            json!({ "package": self.audit, "group": self.practice.principal("Payments", "group"), "reason": "Auditors do not pay" }),
        );
        (
            added["incompatible"].as_i64().expect("a number"),
            group["incompatible"].as_i64().expect("a number"),
        )
    }

    pub fn against(&self, package: i64, who: &str) -> Value {
        let principal = self.practice.person(who);
        self.practice
            .call("conflict.check", json!({ "package": package, "principal": principal }))
    }

    pub fn policy(&self, package: i64, approved: bool) {
        let stages = json!([{
            "durationBeforeAutomaticDenial": "P7D", "isApproverJustificationRequired": false, "isEscalationEnabled": false,
            "primaryApprovers": [{ "@odata.type": "#microsoft.graph.singleUser", "userId": key(5) }],
        }]);
        let definition = json!({
            "displayName": "Everybody", "allowedTargetScope": "allMemberUsers",
            "expiration": { "type": "noExpiration" },
            "requestorSettings": {
                "enableTargetsToSelfAddAccess": true, "enableTargetsToSelfUpdateAccess": true,
                "enableTargetsToSelfRemoveAccess": true,
            },
            "requestApprovalSettings": {
                "isApprovalRequiredForAdd": approved, "isApprovalRequiredForUpdate": false,
                "isRequestorJustificationRequired": false, "stages": if approved { stages } else { json!([]) },
            },
        });
        self.practice
            .call("policy.create", json!({ "package": package, "definition": definition }));
    }

    pub fn ask(&self, who: &str, package: i64) -> Result<Value, countersign_app::Problem> {
        self.practice.sit(Some(self.practice.person(who)));
        let answer = self.practice.ask("request.submit", json!({ "package": package }));
        self.practice.sit(None);
        answer
    }

    /// Somebody of the directory who is an administrator too.
    pub fn sit_as_administrator(&self, who: &str) {
        let principal = self.practice.person(who);
        self.practice
            .call("actor.choose", json!({ "principal": principal, "administrator": true }));
    }
}
