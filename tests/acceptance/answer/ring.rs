//! Two real installations, each with its own store and key ring, that meet in nothing but files.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};

use countersign_tests::practice::{group, person};
use countersign_tests::{cli, tool};
use serde_json::{Value, json};

/// A home with a key ring of its own, which is locked between two commands.
struct Installation {
    home: tempfile::TempDir,
}

impl Installation {
    fn new() -> Installation {
        let home = tempfile::tempdir().expect("a folder");
        let run = home.path().join("run");
        std::fs::create_dir_all(&run).expect("a folder");
        std::fs::set_permissions(&run, std::fs::Permissions::from_mode(0o700)).expect("it is ours");
        Installation { home }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn run(&self, words: &[&str]) -> Output {
        let script = "echo -n test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1\n\
                      \"$COUNTERSIGN\" --store \"$STORE\" --json \"$@\"\n";
        let mut command = Command::new("dbus-run-session");
        command.args(["--", "bash", "-c", script, "countersign"]).args(words);
        command
            .env("HOME", self.home.path())
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("COUNTERSIGN", cli::binary())
            .env("STORE", self.path("store"))
            .env_remove("COUNTERSIGN_PASSPHRASE");
        command.output().expect("the session starts")
    }

    fn ok(&self, words: &[&str]) -> Value {
        let output = self.run(words);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {said}");
        serde_json::from_slice(&output.stdout).unwrap_or_default()
    }

    fn call(&self, operation: &str, input: &Value) -> Value {
        self.ok(&["call", operation, &input.to_string()])
    }
}

#[test]
fn two_installations_with_key_rings_of_their_own_meet_in_files_alone() {
    let there = [tool("/usr/bin/gnome-keyring-daemon"), tool("/usr/bin/dbus-run-session")];
    if there.iter().any(Option::is_none) {
        return;
    }
    let (org, pia) = (Installation::new(), Installation::new());
    let between = tempfile::tempdir().expect("a folder");
    let file = |name: &str| between.path().join(name).to_string_lossy().into_owned();
    org.ok(&["store", "init", "--organization", "Hollow Pine"]);
    let members: Vec<usize> = (1..4).collect();
    let mut nodes = vec![person(0, "pia", &json!({}))];
    nodes.extend((1..4).map(|n| person(n, &format!("p{n}"), &json!({}))));
    nodes.push(group(4, "Ledger", &members, &[0]));
    let tree = json!({ "nodes": nodes }).to_string();
    std::fs::write(org.path("store").join("directory.json"), tree).expect("a file");
    let added = json!({ "name": "Directory", "kind": "sample", "settings": { "file": "directory.json" } });
    org.call("directory.add", &added);
    org.ok(&["directory", "sync", "Directory"]);
    let definition = cli::definition("Ledger", &["Ledger"], &["/users/pia"]);
    let review = org.call("review.create", &json!({ "definition": definition }));
    org.call("review.start", &json!({ "review": review["review"] }));
    let instance = review["instance"].to_string();

    pia.ok(&["store", "init", "--organization", "Pia"]);
    let enrolled = pia.ok(&["device", "enrol", "--out", &file("pia.enrolment"), "--name", "notebook"]);
    let words = enrolled["words"].as_str().expect("eight words");
    let offered = org.ok(&["device", "offer", &file("pia.enrolment")]);
    let device = offered["device"]["device"].to_string();
    org.ok(&["device", "accept", &device, "--principal", "pia", "--words", words]);
    org.ok(&["packet", "export", &instance, "--out", &file("out")]);
    let name = org.ok(&["packet", "list", &instance])["rows"][0]["fileName"].clone();
    let packet = format!("{}/{}", file("out"), name.as_str().expect("a name"));

    let first = pia.run(&["packet", "open", &packet]);
    let said = String::from_utf8_lossy(&first.stderr).into_owned();
    assert!(
        !first.status.success() && said.contains("is not known here yet"),
        "{said}"
    );
    let problem = said.lines().find(|line| line.starts_with('{')).expect("a problem");
    let problem: Value = serde_json::from_str(problem).expect("a problem");
    let hint = problem["hint"].as_str().expect("the words");
    let words = hint.rsplit(": ").next().expect("the words");
    let opened = pia.ok(&["packet", "open", &packet, "--accept", words]);
    let here = opened["instance"].to_string();
    let items = pia.ok(&["item", "list", &here, "--as", "pia"]);
    let item = items["rows"][0]["item"].clone();
    let decide = json!({ "item": item, "decision": "deny", "justification": "left the team" }).to_string();
    pia.ok(&["call", "item.decide", &decide, "--as", "pia"]);
    std::fs::create_dir(file("back")).expect("a folder");
    pia.ok(&["packet", "answer", &here, "--folder", &file("back"), "--as", "pia"]);

    let told = org.ok(&["packet", "take-in", "--folder", &file("back")]);
    assert_eq!((&told["taken"], &told["disputes"]), (&json!(1), &json!({})), "{told}");
    let denied = json!({ "instance": review["instance"], "filter": { "decision": ["deny"] } });
    let rows = org.call("item.list", &denied);
    assert_eq!(
        (&rows["total"], &rows["rows"][0]["justification"]),
        (&json!(1), &json!("left the team")),
        "{rows}"
    );
    assert_eq!(org.ok(&["dispute", "list"])["total"], 0);
    // Another installation opens nothing of it, with a key ring or without.
    let other = Installation::new();
    other.ok(&["store", "init", "--organization", "Other"]);
    other.ok(&["device", "enrol", "--out", &file("other.enrolment")]);
    let refused = other.run(&["packet", "open", &packet]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("was sealed to another device"), "{said}");
}
