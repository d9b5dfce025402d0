//! A directory with a place for guests, and a desk on a store with a package for them.

use countersign_tests::practice::Practice;
use countersign_tests::slapd::BASE;
use serde_json::{Value, json};

pub fn at(text: &str) -> chrono::DateTime<chrono::Utc> {
    text.parse().expect("a moment")
}

pub fn ldif() -> String {
    let mut out = format!("dn: ou=guests,{BASE}\nobjectClass: organizationalUnit\nou: guests\n\n");
    for account in ["olga", "mona"] {
        out += &format!(
            "dn: uid={account},ou=people,{BASE}\nobjectClass: inetOrgPerson\nuid: {account}\ncn: {account}\nsn: Family\nmail: {account}@example.org\n\n"
        );
    }
    for group in ["project", "archive"] {
        out += &format!(
            "dn: cn={group},ou=groups,{BASE}\nobjectClass: groupOfNames\ncn: {group}\nmember: uid=olga,ou=people,{BASE}\n\n"
        );
    }
    out
}

pub fn guest(mail: &str) -> String {
    format!("uid={mail},ou=guests,{BASE}")
}

/// A desk on a store with a catalog that is open to outsiders, and a package in it.
pub struct Desk {
    pub practice: Practice,
    pub directory: i64,
    pub package: i64,
}

impl Desk {
    pub fn call(&self, name: &str, input: Value) -> Value {
        self.practice.call(name, input)
    }

    pub fn number(value: &Value) -> i64 {
        value.as_i64().expect("a number")
    }

    pub fn made(practice: Practice, directory: i64, group: &str) -> Self {
        let catalog = practice.call(
            "catalog.create",
            json!({ "displayName": "Projects", "directory": directory, "published": true, "external": true }),
        )["catalog"]
            .clone();
        let resource = practice.principal(group, "group");
        practice.call(
            "catalog.resource.add",
            json!({ "catalog": catalog, "resource": resource }),
        );
        let package = practice.call(
            "package.create",
            json!({ "catalog": catalog, "displayName": "Project" }),
        )["package"]
            .clone();
        practice.call("package.role.add", json!({ "package": package, "resource": resource }));
        Self {
            package: Self::number(&package),
            practice,
            directory,
        }
    }

    pub fn policy(&self, scope: &str) {
        let definition = json!({
            "displayName": format!("For {scope}"), "allowedTargetScope": scope,
            "expiration": { "type": "noExpiration" },
            "requestorSettings": {
                "enableTargetsToSelfAddAccess": true, "enableTargetsToSelfUpdateAccess": true,
                "enableTargetsToSelfRemoveAccess": true,
            },
            "requestApprovalSettings": {
                "isApprovalRequiredForAdd": true, "isApprovalRequiredForUpdate": false,
                "isRequestorJustificationRequired": false,
                "stages": [{
                    "durationBeforeAutomaticDenial": "P7D", "isApproverJustificationRequired": false,
                    "isEscalationEnabled": false,
                    "primaryApprovers": [{ "@odata.type": "#microsoft.graph.internalSponsors" }],
                    "fallbackPrimaryApprovers": [{ "@odata.type": "#microsoft.graph.singleUser", "userId": "mona" }],
                }],
            },
        });
        self.call(
            "policy.create",
            json!({ "package": self.package, "definition": definition }),
        );
    }

    pub fn contoso(&self) -> Value {
        let made = self.call(
            "organization.create",
            json!({ "definition": {
                "id": "b1d5c0de-000a-4000-8000-00000000000a", "displayName": "Contoso", "description": "Builders",
                "state": "configured",
                "identitySources": [{ "@odata.type": "#microsoft.graph.domainIdentitySource",
                                      "domainName": "contoso.example", "displayName": "Mail" }],
            } }),
        );
        let organization = made["organization"].clone();
        let sponsor =
            json!({ "organization": organization, "principal": self.practice.person("olga"), "kind": "internal" });
        self.call("organization.sponsor.add", sponsor)
    }

    pub fn ask_for(&self, mail: &str) -> Result<Value, countersign_app::Problem> {
        let outsider = json!({ "mail": mail, "displayName": format!("Guest {}", &mail[..3]) });
        self.practice.ask(
            "request.submit",
            json!({ "package": self.package, "outsider": outsider }),
        )
    }

    pub fn approve(&self, who: &str, request: &Value) -> Value {
        self.practice.sit(Some(self.practice.person(who)));
        let answer = self.call(
            "approval.answer",
            json!({ "request": request["request"], "decision": "approve" }),
        );
        self.practice.sit(None);
        answer
    }

    /// Does what is due, and waits until it is done.
    pub fn tick(&self) -> Value {
        let ticked = self.call("tick", json!({}));
        for job in ticked["jobs"].as_array().into_iter().flatten() {
            self.practice.ended(job).unwrap_or_else(|problem| panic!("{problem:?}"));
        }
        assert_eq!(ticked["problems"], json!([]), "{ticked}");
        ticked
    }

    pub fn sync(&self) -> Value {
        self.practice.sync(self.directory)
    }

    /// Status of the leaving, and the day of the deletion, by name.
    pub fn leaving(&self) -> Vec<(String, String)> {
        let list = self.call("guest.list", json!({}));
        let rows = list["rows"].as_array().expect("rows").clone();
        let mut all: Vec<(String, String)> = rows
            .iter()
            .map(|row| {
                let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
                (text("principalName"), text("status"))
            })
            .collect();
        all.sort();
        all
    }

    pub fn governed(&self) -> Vec<(String, String)> {
        let list = self.call("guest.governed.list", json!({}));
        let rows = list["rows"].as_array().expect("rows").clone();
        rows.iter()
            .map(|row| {
                let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
                (text("mail"), text("status"))
            })
            .collect()
    }
}

pub fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter()
        .map(|(one, other)| ((*one).to_owned(), (*other).to_owned()))
        .collect()
}
