//! An office that hands out what may be asked for, and the installations of people who ask.

use std::path::{Path, PathBuf};

use countersign_tests::practice::Practice;
use serde_json::{Value, json};

use crate::office::policy;
use crate::travel::{self, accept};

pub struct Scene {
    of: travel::Scene,
}

impl std::ops::Deref for Scene {
    type Target = travel::Scene;

    fn deref(&self) -> &travel::Scene {
        &self.of
    }
}

/// A person's machine with their packet open in it.
pub struct Machine {
    pub desk: Practice,
    person: Option<i64>,
    folder: PathBuf,
}

/// The answer to the one question of the office.
pub fn berlin(row: &Value) -> Value {
    let question = &row["content"]["policies"][0]["questions"][0]["id"];
    match question.is_null() {
        true => json!([]),
        false => json!([{ "question": question, "values": ["Berlin"] }]),
    }
}

impl Scene {
    /// A package that Mona approves, then Boris; who asks says which plant.
    pub fn new() -> Scene {
        Scene {
            of: travel::Scene::new(),
        }
    }

    /// Another package, for which nobody is asked.
    pub fn package(&self, name: &str) -> i64 {
        let org = &self.office.practice;
        org.sit(None);
        let new = json!({ "catalog": self.office.catalog, "displayName": name });
        let package = org.call("package.create", new)["package"].as_i64().expect("a number");
        let new = json!({ "package": package, "definition": policy("Directly", &[]) });
        org.call("policy.create", new);
        package
    }

    /// Hands one person's packet out: its file.
    pub fn hand_out(&self, n: usize) -> PathBuf {
        self.hand_out_until(n, &Value::Null)
    }

    pub fn hand_out_until(&self, n: usize, due_at: &Value) -> PathBuf {
        let org = &self.office.practice;
        org.sit(None);
        let input = json!({ "folder": self.path("out"), "people": [self.office.person(n)], "dueAt": due_at });
        let made = org.done("request.handOut", input);
        assert_eq!(made["made"], 1, "{made}");
        self.newest_file()
    }

    pub fn newest_file(&self) -> PathBuf {
        let name = self.packets()[0]["fileName"].as_str().expect("a name").to_owned();
        self.path("out").join(name)
    }

    pub fn packets(&self) -> Vec<Value> {
        self.list("request.packet.list", json!({}))
    }

    pub fn disputes(&self) -> Vec<Value> {
        self.list("request.dispute.list", json!({}))
    }

    /// All requests, the newest first.
    pub fn requests(&self) -> Vec<Value> {
        self.list("request.list", json!({}))
    }

    fn list(&self, name: &str, input: Value) -> Vec<Value> {
        self.office.practice.sit(None);
        rows(&self.office.practice, name, input)
    }

    pub fn open(&self, desk: Practice, packet: &Path) -> Machine {
        let person = accept(&desk, packet)["reviewer"].as_i64();
        self.machine_of(desk, person)
    }

    fn machine_of(&self, desk: Practice, person: Option<i64>) -> Machine {
        let machine = Machine {
            desk,
            person,
            folder: self.path("back"),
        };
        machine.sits();
        machine
    }

    /// A machine without a device, on which a packet was opened by its passphrase.
    pub fn opened_by(&self, packet: &Path, phrase: &str) -> Machine {
        let desk = Practice::locked(self.office.practice.now());
        let asked = |words: Option<&str>| json!({ "path": packet, "passphrase": phrase, "accept": words });
        let hint = desk.job("packet.open", asked(None)).expect_err("not known yet").hint;
        let hint = hint.expect("the words");
        let person = desk.done("packet.open", asked(hint.rsplit(": ").next()))["reviewer"].as_i64();
        self.machine_of(desk, person)
    }

    /// A machine of a person with their packet open.
    pub fn seated(&self, n: usize, name: &str) -> Machine {
        let (desk, _) = self.machine(n, name);
        self.open(desk, &self.hand_out(n))
    }

    /// Takes a file in that must end in one dispute with this reason, and answers its row.
    pub fn disputed(&self, file: &Path, reason: &str) -> Value {
        let told = self.take_in(file);
        assert_eq!(
            (&told["taken"], &told["disputes"]),
            (&json!(0), &json!({ reason: 1 })),
            "{told}"
        );
        assert_eq!(self.take_in(file)["again"], 1, "a second time raises nothing more");
        let row = self.disputes().pop().expect("a dispute");
        assert_eq!(row["reason"], reason, "{row}");
        self.office.practice.is_sound();
        row
    }
}

fn rows(practice: &Practice, name: &str, input: Value) -> Vec<Value> {
    let page = practice.call(name, input);
    let rows: Vec<Value> = serde_json::from_value(page["rows"].clone()).expect("rows");
    assert_eq!(page["total"], rows.len());
    rows
}

fn wish(row: &Value, more: &Value) -> Value {
    let mut input = json!({ "offer": row["offer"], "answers": berlin(row) });
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    input
}

impl Machine {
    pub fn sits(&self) {
        self.desk.sit(self.person);
    }

    /// Opens another packet of the same person.
    pub fn opens(&self, packet: &Path) -> Value {
        self.desk.sit(None);
        let opened = accept(&self.desk, packet);
        self.sits();
        opened
    }

    pub fn offers(&self) -> Vec<Value> {
        rows(&self.desk, "request.offer.list", json!({}))
    }

    /// What the newest packet offers of a package.
    pub fn offer(&self, package: &str) -> Value {
        let rows = self.offers().into_iter();
        let of_it = rows.filter(|row| row["packageName"] == package);
        of_it.max_by_key(|row| row["offer"].as_i64()).expect("an offer")
    }

    pub fn writes(&self, row: &Value, why: &str, more: &Value) -> Value {
        let mut input = wish(row, more);
        input["justification"] = json!(why);
        self.desk.call("request.write", input)
    }

    /// The code of the problem that a request is refused with before it leaves.
    pub fn writes_in_vain(&self, row: &Value, more: &Value) -> String {
        let problem = self.desk.refused("request.write", wish(row, more));
        problem.code.unwrap_or_default()
    }

    pub fn withdraws(&self, row: &Value) {
        self.desk.call("request.withdraw", json!({ "offer": row["offer"] }));
    }

    /// Returns what was not returned yet: the files.
    pub fn gives_back(&self) -> Vec<PathBuf> {
        std::fs::create_dir_all(&self.folder).expect("a folder");
        let done = self.desk.done("request.return", json!({ "folder": self.folder }));
        serde_json::from_value(done["files"].clone()).expect("files")
    }

    /// Asks for a package and returns that: the file.
    pub fn asks(&self, package: &str, why: &str) -> PathBuf {
        self.writes(&self.offer(package), why, &json!({}));
        self.gives_back().remove(0)
    }

    pub fn returns_in_vain(&self) -> String {
        std::fs::create_dir_all(&self.folder).expect("a folder");
        let problem = self.desk.job("request.return", json!({ "folder": self.folder }));
        problem.expect_err("nothing to return").code.unwrap_or_default()
    }
}
