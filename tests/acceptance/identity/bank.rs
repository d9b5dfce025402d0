//! A store that is not for practice over a real server, and desks at it under several accounts of the system.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use countersign_app::{Desk, Environment, Problem};
use countersign_tests::cli::{PASSPHRASE, definition};
use countersign_tests::slapd::PASSWORD;
use countersign_tests::{Slapd, office};
use serde_json::{Value, json};

const PEOPLE: [&str; 4] = ["ann", "mona", "pia", "hugo"];

/// People with passwords of their own, and a group of two.
pub fn server() -> Option<Slapd> {
    let mut ldif = String::new();
    for name in PEOPLE {
        let dn = office::person(name);
        ldif += &format!(
            "dn: {dn}\nobjectClass: inetOrgPerson\nuid: {name}\ncn: {name}\nsn: Family\nuserPassword: {name}’s own password\n\n"
        );
    }
    let (vault, hugo, mona) = (office::group("vault"), office::person("hugo"), office::person("mona"));
    ldif += &format!("dn: {vault}\nobjectClass: groupOfNames\ncn: vault\nmember: {hugo}\nmember: {mona}\n\n");
    Slapd::start(&ldif)
}

pub struct Bank {
    server: Slapd,
    folder: tempfile::TempDir,
    pub directory: Value,
    pub ann: i64,
    pub mona: i64,
}

/// A desk at the store, under one account of the operating system.
pub struct Chair {
    pub desk: Arc<Desk>,
}

impl Bank {
    /// Alice makes the store, and reads the directory; `None` without the server's program.
    pub fn open() -> Option<Bank> {
        let server = server()?;
        let mut bank = Bank {
            server,
            folder: tempfile::tempdir().expect("a folder"),
            directory: Value::Null,
            ann: 0,
            mona: 0,
        };
        let alice = bank.chair("alice", false);
        alice.call(
            "store.init",
            json!({ "path": bank.store(), "organization": "Bank", "passphrase": PASSPHRASE }),
        );
        let mut settings = bank.server.writer_settings();
        settings["placeholderMember"] = json!("cn=writer,dc=example,dc=org");
        let added = json!({ "name": "Bank", "kind": "ldap", "settings": settings, "secret": PASSWORD });
        bank.directory = alice.call("directory.add", added)["directory"].clone();
        alice.done("directory.sync", json!({ "directory": bank.directory }));
        let person = |name: &str| {
            let found = alice.call("principal.find", json!({ "reference": name, "kind": "user" }));
            found["principal"].as_i64().expect("a number")
        };
        (bank.ann, bank.mona) = (person("ann"), person("mona"));
        Some(bank)
    }

    pub fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    fn chair(&self, account: &str, window: bool) -> Chair {
        let mut environment = Environment::of_machine().as_account(account);
        environment.configuration = None;
        environment.locks = window;
        Chair {
            desk: Desk::new(environment).expect("a desk"),
        }
    }

    fn opened(&self, account: &str, window: bool) -> Chair {
        let chair = self.chair(account, window);
        chair.call("store.open", json!({ "path": self.store(), "passphrase": PASSPHRASE }));
        chair
    }

    /// A desk at the store under this account.
    pub fn at(&self, account: &str) -> Chair {
        self.opened(account, false)
    }

    /// The same in a window.
    pub fn window(&self, account: &str) -> Chair {
        self.opened(account, true)
    }

    /// A plan of the administrator's that empties a group, so that a second person must sign.
    pub fn held(&self, alice: &Chair) -> Value {
        let review = definition("Vault", &["vault"], &["/users/pia"]);
        let made = alice.call("review.create", json!({ "definition": review }));
        alice.done("review.start", json!({ "review": made["review"] }));
        let pia = self.at("pia");
        pia.call("actor.choose", json!({ "person": "pia", "administrator": false }));
        let said =
            json!({ "instance": made["instance"], "filter": {}, "decision": "deny", "justification": "Not needed." });
        pia.call("item.decideMany", said);
        let instance = json!({ "instance": made["instance"] });
        alice.call("review.stop", instance.clone());
        let plan = alice.call("plan.draw", instance);
        assert_eq!(plan["held"], true, "{plan}");
        plan["plan"].clone()
    }

    /// No file of the store holds one of these, and no entry of its log.
    pub fn holds_nothing_of(&self, secrets: &[&str]) {
        let mut all = Vec::new();
        for file in std::fs::read_dir(self.store()).expect("the store").flatten() {
            all.push(std::fs::read(file.path()).unwrap_or_default());
        }
        let log = self.at("alice").call("audit.list", json!({ "limit": 1000 }));
        all.push(log.to_string().into_bytes());
        for secret in secrets {
            let found = |bytes: &Vec<u8>| bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!all.iter().any(found), "a secret lies in clear");
        }
    }
}

impl Chair {
    pub fn call(&self, name: &str, input: Value) -> Value {
        let said = input.clone();
        let answer = self.desk.call(name, input);
        answer
            .unwrap_or_else(|problem| panic!("{name} {said}: {problem:?}"))
            .value
    }

    pub fn refused(&self, name: &str, input: Value) -> Problem {
        match self.desk.call(name, input) {
            Ok(answer) => panic!("{name} was not refused: {}", answer.value),
            Err(problem) => problem,
        }
    }

    /// The store as the first screen sees it.
    pub fn status(&self) -> Value {
        self.call("store.status", json!({}))["open"].clone()
    }

    /// Waits for the end of a job.
    ///
    /// # Errors
    /// The problem that it ended in.
    pub fn ended(&self, job: &Value) -> Result<Value, Problem> {
        loop {
            let view = self.call("job.show", json!({ "job": job }));
            match view["state"].as_str() {
                Some("running") => std::thread::sleep(Duration::from_millis(2)),
                Some("done") => return Ok(view["result"].clone()),
                _ => return Err(serde_json::from_value(view["problem"].clone()).expect("a problem")),
            }
        }
    }

    pub fn done(&self, name: &str, input: Value) -> Value {
        let job = self.call(name, input)["job"].clone();
        self.ended(&job).unwrap_or_else(|problem| panic!("{name}: {problem:?}"))
    }

    fn try_to_prove(&self, person: &str, password: &str, administrator: bool) -> Result<Value, Problem> {
        let input = json!({ "person": person, "password": password, "administrator": administrator });
        let started = self.desk.call("actor.prove", input)?;
        self.ended(&started.value["job"])
    }

    /// The problem with which a password is not taken.
    pub fn prove(&self, person: &str, password: &str, administrator: bool) -> Problem {
        match self.try_to_prove(person, password, administrator) {
            Ok(actor) => panic!("{person} was taken: {actor}"),
            Err(problem) => problem,
        }
    }

    /// Who sits there once the password was taken.
    pub fn proven(&self, person: &str, password: &str, administrator: bool) -> Value {
        let taken = self.try_to_prove(person, password, administrator);
        taken.unwrap_or_else(|problem| panic!("{person}: {problem:?}"))
    }
}

/// The code of a refusal; `done` where there is none.
pub fn code(chair: &Chair, name: &str, input: Value) -> String {
    match chair.desk.call(name, input) {
        Ok(_) => "done".into(),
        Err(problem) => problem.code.unwrap_or_default(),
    }
}

/// The entries of one operation, oldest first.
pub fn entries(bank: &Bank, operation: &str) -> Vec<Value> {
    let log = bank.at("alice").call("audit.list", json!({ "limit": 1000 }));
    let mut rows = log["rows"].as_array().cloned().unwrap_or_default();
    rows.retain(|one| one["operation"] == operation);
    rows.sort_by_key(|one| one["seq"].as_i64());
    rows
}
