//! A store on two workstations, as a person sets it up.

use std::fs;
use std::path::{Path, PathBuf};

use countersign_tests::cli::Cli;
use serde_json::{Value, json};

pub fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

pub fn number(value: &Value) -> i64 {
    value.as_i64().expect("a number")
}

/// The workstation “Office” with its store, and “Home”, which was accepted and has no copy yet.
pub struct Two {
    pub office: Cli,
    pub home: Cli,
    pub place: PathBuf,
    settings: PathBuf,
    secret: Option<String>,
    _folder: tempfile::TempDir,
}

impl Two {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a place");
        let place = json!({ "kind": "folder", "path": folder.path() });
        Self::over(&place, None, folder)
    }

    pub fn over(place: &Value, secret: Option<&str>, folder: tempfile::TempDir) -> Self {
        let (mut office, mut home) = (Cli::bare(), Cli::bare());
        if secret.is_none() {
            // The published key of a practice store: nothing is derived, so that many commands are quick.
            office.passphrase.clear();
            home.passphrase.clear();
        }
        office.ok(&["store", "init", "--practice", "--organization", "Example"]);
        let settings = office.folder().join("place.json");
        fs::write(&settings, place.to_string()).expect("settings");
        let mut set = vec!["exchange", "set", "--settings", settings.to_str().expect("a path")];
        match secret {
            None => office.ok(&set),
            Some(secret) => {
                set.push("--secret-stdin");
                office.ok_told(&set, secret)
            }
        };
        let own = office.ok(&["workstation", "name", "Office", "--every", "1"]);
        let two = Self {
            place: folder.path().to_owned(),
            secret: secret.map(str::to_owned),
            office,
            home,
            settings,
            _folder: folder,
        };
        let words = two.follow(&two.home, "Home", text(&own["words"]));
        let accepted = two.accept(&two.home, &words);
        assert_eq!(accepted["rows"].as_array().map(Vec::len), Some(2), "{accepted}");
        two
    }

    /// Makes a folder follow; answers its words.
    pub fn follow(&self, cli: &Cli, name: &str, words: &str) -> String {
        let (out, settings) = (
            cli.folder().join("home.countersign"),
            self.settings.to_str().expect("a path"),
        );
        let mut follow = vec![
            "workstation",
            "follow",
            "--name",
            name,
            "--words",
            words,
            "--settings",
            settings,
            "--out",
            out.to_str().expect("a path"),
            "--practice",
        ];
        let answer = match &self.secret {
            None => cli.ok(&follow),
            Some(secret) => {
                follow.push("--secret-stdin");
                cli.ok_told(&follow, secret)
            }
        };
        text(&answer["words"]).to_owned()
    }

    pub fn accept(&self, cli: &Cli, words: &str) -> Value {
        let file = cli.folder().join("home.countersign");
        self.office.ok(&[
            "workstation",
            "accept",
            file.to_str().expect("a path"),
            "--words",
            words,
        ])
    }

    /// The office sends, and home has its first copy.
    pub fn begun() -> Self {
        let two = Self::new();
        look(&two.office);
        assert_eq!(number(&two.home.ok(&["workstation", "receive"])["taken"]), 1);
        two
    }
}

pub fn look(cli: &Cli) -> Value {
    cli.ok(&["exchange", "run"])
}

pub fn standing(cli: &Cli) -> Value {
    cli.ok(&["store", "show"])["workstation"].clone()
}

pub fn writes(cli: &Cli) -> bool {
    let ran = cli.run(&["audit", "checkpoint"]);
    ran.code == Some(0)
}

pub fn entries(cli: &Cli) -> i64 {
    number(&cli.ok(&["audit", "verify"])["entries"])
}

/// Every file of the place, by its path.
pub fn lying(place: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![place.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path)
            } else {
                found.push(path)
            }
        }
    }
    found.sort();
    found
}

/// A look at the exchange leaves an entry of its own behind the copy that it sent.
pub fn in_step(follower: &Cli, writer: &Cli) {
    let (one, other) = (entries(follower), entries(writer));
    assert!(one <= other && other - one <= 3, "{one} entries of {other}");
}
