//! An office that hands approvals out, and approvers' own installations.

use std::path::{Path, PathBuf};

use countersign_evidence::{VerifyOptions, verify};
use countersign_tests::practice::Practice;
use countersign_tests::printed::words;
use serde_json::{Value, json};

use crate::office::{BORIS, MONA, Office, policy, stage, user};

pub struct Scene {
    pub office: Office,
    folder: tempfile::TempDir,
}

/// An approver's machine with their packet open in it.
pub struct Machine {
    pub desk: Practice,
    approver: Option<i64>,
    folder: PathBuf,
}

impl Scene {
    /// A package that Mona approves, then Boris.
    pub fn new() -> Scene {
        let office = Office::open();
        let mut two = policy(
            "Two stages",
            &[stage(&[user(MONA)], &[], &[]), stage(&[user(BORIS)], &[], &[])],
        );
        two["questions"] = json!([{
            "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", "sequence": 1, "isRequired": true,
            "isAnswerEditable": true, "text": "Which plant?", "isSingleLineQuestion": true, "localizations": [],
        }]);
        office.policy(&two);
        Scene {
            office,
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn later(&self) {
        let practice = &self.office.practice;
        practice.set_clock(practice.now() + chrono::Duration::hours(1));
    }

    /// Somebody asks for the package.
    pub fn asks(&self, n: usize, why: &str) -> Value {
        self.office.sit(n);
        let policy = self.office.practice.call("access.available", json!({}));
        let question = policy["rows"][0]["policies"][0]["questions"][0]["id"].clone();
        let id = question.as_str().unwrap_or("1").to_owned();
        let answers = json!([{ "question": id, "values": ["Berlin"] }]);
        self.office
            .asks(n, &json!({ "justification": why, "answers": answers }))
    }

    /// Makes a machine for a person, and has its keys accepted.
    pub fn machine(&self, n: usize, name: &str) -> (Practice, i64) {
        let org = &self.office.practice;
        let desk = Practice::locked(org.now());
        let enrolment = self.path(&format!("{name}.enrolment"));
        let asked = json!({ "path": enrolment, "deviceName": name, "displayName": name, "replace": true });
        let words = desk.call("device.enrol", asked)["words"].clone();
        org.sit(None);
        let offered = org.call("device.offer", json!({ "path": enrolment }));
        let device = offered["device"]["device"].as_i64().expect("a number");
        let accept = json!({ "device": device, "principal": self.office.person(n), "words": words });
        org.call("device.accept", accept);
        (desk, device)
    }

    /// Hands one approver's packet out: its file.
    pub fn hand_out(&self, n: usize) -> PathBuf {
        let org = &self.office.practice;
        org.sit(None);
        let input = json!({ "folder": self.path("out"), "approvers": [self.office.person(n)] });
        let made = org.done("approval.handOut", input);
        assert_eq!(made["made"], 1, "{made}");
        self.newest_file()
    }

    pub fn newest_file(&self) -> PathBuf {
        let name = self.packets()[0]["fileName"].as_str().expect("a name").to_owned();
        self.path("out").join(name)
    }

    pub fn open(&self, desk: Practice, packet: &Path) -> Machine {
        let mut machine = Machine {
            desk,
            approver: None,
            folder: self.path("back"),
        };
        machine.approver = accept(&machine.desk, packet)["reviewer"].as_i64();
        machine.sits();
        machine
    }

    /// A machine without a device, on which a packet was opened by its passphrase.
    pub fn opened_by(&self, packet: &Path, phrase: &str) -> Machine {
        let desk = Practice::locked(self.office.practice.now());
        let asked = |words: Option<&str>| json!({ "path": packet, "passphrase": phrase, "accept": words });
        let hint = desk.job("packet.open", asked(None)).expect_err("not known yet").hint;
        let hint = hint.expect("the words");
        let opened = desk.done("packet.open", asked(hint.rsplit(": ").next()));
        let machine = Machine {
            desk,
            approver: opened["reviewer"].as_i64(),
            folder: self.path("back"),
        };
        machine.sits();
        machine
    }

    /// A machine of a person with their packet open.
    pub fn seated(&self, n: usize, name: &str) -> Machine {
        let (desk, _) = self.machine(n, name);
        self.open(desk, &self.hand_out(n))
    }

    pub fn take_in(&self, file: &Path) -> Value {
        self.office.practice.sit(None);
        self.office.practice.done("packet.takeIn", json!({ "paths": [file] }))
    }

    /// The code of the problem that a file is refused with.
    pub fn refuses(&self, file: &Path) -> String {
        self.office.practice.sit(None);
        let problem = self.office.practice.job("packet.takeIn", json!({ "paths": [file] }));
        problem.expect_err("refused").code.unwrap_or_default()
    }

    pub fn packets(&self) -> Vec<Value> {
        self.rows("approval.packet.list", json!({}))
    }

    pub fn disputes(&self) -> Vec<Value> {
        self.rows("approval.dispute.list", json!({}))
    }

    fn rows(&self, name: &str, input: Value) -> Vec<Value> {
        self.office.practice.sit(None);
        rows(&self.office.practice, name, input)
    }

    /// The newest entry of an operation.
    pub fn entry(&self, operation: &str) -> Value {
        let all = self.rows("audit.list", json!({ "limit": 1000 }));
        let newest = all
            .iter()
            .filter(|one| one["operation"] == operation)
            .max_by_key(|one| one["seq"].as_i64());
        newest.expect("an entry").clone()
    }
}

fn rows(practice: &Practice, name: &str, input: Value) -> Vec<Value> {
    let page = practice.call(name, input);
    let rows: Vec<Value> = serde_json::from_value(page["rows"].clone()).expect("rows");
    if name != "audit.list" {
        assert_eq!(page["total"], rows.len());
    }
    rows
}

/// The detail of an entry.
pub fn detail(entry: &Value) -> Value {
    match &entry["detail"] {
        Value::String(text) => serde_json::from_str(text).expect("JSON"),
        other => other.clone(),
    }
}

/// Opens a packet, accepting the organization's words where it is not known yet.
pub fn accept(desk: &Practice, packet: &Path) -> Value {
    match desk.job("packet.open", json!({ "path": packet })) {
        Ok(opened) => opened,
        Err(problem) => {
            assert_eq!(problem.code.as_deref(), Some("unknownOrganization"), "{problem:?}");
            let hint = problem.hint.expect("the words");
            let words = hint.rsplit(": ").next().expect("the words").to_owned();
            desk.done("packet.open", json!({ "path": packet, "accept": words }))
        }
    }
}

impl Machine {
    pub fn sits(&self) {
        self.desk.sit(self.approver);
    }

    /// Opens another packet of the same person.
    pub fn opens(&self, packet: &Path) -> Value {
        let opened = accept(&self.desk, packet);
        self.sits();
        opened
    }

    pub fn received(&self) -> Vec<Value> {
        rows(&self.desk, "approval.received.list", json!({}))
    }

    pub fn answers(&self, row: &Value, decision: &str) {
        let why = format!("{decision} it");
        let input = json!({ "approval": row["approval"], "decision": decision, "justification": why });
        self.desk.call("approval.decide", input);
    }

    /// Returns what was not returned yet: the files.
    pub fn gives_back(&self) -> Vec<PathBuf> {
        std::fs::create_dir_all(&self.folder).expect("a folder");
        let done = self.desk.done("approval.return", json!({ "folder": self.folder }));
        serde_json::from_value(done["files"].clone()).expect("files")
    }

    pub fn returns_in_vain(&self) -> String {
        std::fs::create_dir_all(&self.folder).expect("a folder");
        let problem = self.desk.job("approval.return", json!({ "folder": self.folder }));
        problem.expect_err("nothing to return").code.unwrap_or_default()
    }
}

/// The words of the evidence of the office's package.
pub fn evidence(office: &Office, pdf: &Path) -> String {
    office.practice.sit(None);
    let input = json!({ "package": office.package, "path": pdf, "from": null });
    office.practice.done("evidence.exportPackage", input);
    assert!(verify(pdf, &VerifyOptions::default()).expect("it reads").valid);
    words(pdf)
}
