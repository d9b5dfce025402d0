//! The binary `countersign`, run as a person or a script runs it: one process for each command.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// The store's passphrase in all tests. With one, a bind password needs no keyring.
pub const PASSPHRASE: &str = "a passphrase for tests";

/// The binary: the one `COUNTERSIGN` names, or the one Cargo builds beside the tests.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(named) = std::env::var_os("COUNTERSIGN") {
            return named.into();
        }
        let test = std::env::current_exe().expect("the path of the test");
        // target/debug/deps/main_job-… -> target/debug/countersign
        let folder = test.parent().and_then(Path::parent).expect("the target folder");
        let mut build = Command::new(option_env!("CARGO").unwrap_or("cargo"));
        build.args(["build", "--quiet", "--locked", "-p", "countersign-cli"]);
        build
            .arg("--target-dir")
            .arg(folder.parent().expect("the target folder"));
        if folder.ends_with("release") {
            build.arg("--release");
        }
        let built = build.current_dir(env!("CARGO_MANIFEST_DIR")).status();
        assert!(built.expect("cargo runs").success(), "the command line does not build");
        folder.join("countersign")
    })
}

/// A store's folder and how it is opened.
#[derive(Debug)]
pub struct Cli {
    folder: tempfile::TempDir,
    pub passphrase: String,
    /// Given to every command, where there is one.
    pub now: Option<String>,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Cli {
    /// A folder without a store.
    pub fn bare() -> Cli {
        Cli {
            folder: tempfile::tempdir().expect("a folder"),
            passphrase: PASSPHRASE.into(),
            now: None,
        }
    }

    /// A practice store of the organization “Example”.
    pub fn practice() -> Cli {
        let cli = Cli::bare();
        cli.ok(&["store", "init", "--practice", "--organization", "Example"]);
        cli
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn store(&self) -> PathBuf {
        self.folder().join("store")
    }

    /// The encrypted file.
    pub fn database(&self) -> PathBuf {
        self.store().join("store.db")
    }

    /// A command on this store, in an environment of its own: no keyring, no list of recent stores.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.arg("--store").arg(self.store()).args(words);
        if let Some(now) = &self.now {
            command.args(["--now", now]);
        }
        self.surround(&mut command);
        command
    }

    /// Gives any program the environment of these commands.
    pub fn surround(&self, command: &mut Command) {
        command
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("COUNTERSIGN_STORE")
            .env("COUNTERSIGN_PASSPHRASE", &self.passphrase)
            .env("HOME", self.folder())
            .env("XDG_CONFIG_HOME", self.folder().join("configuration"))
            .env("USER", "carol");
        command.stdin(Stdio::null());
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        ran(&mut self.command(words))
    }

    /// The JSON answer of a command that must be done.
    pub fn ok(&self, words: &[&str]) -> Value {
        let ran = ran(self.command(words).arg("--json"));
        assert_eq!(ran.code, Some(0), "{words:?}: {}", ran.stderr);
        json(&ran)
    }

    /// The same, with a secret on its standard input.
    pub fn ok_told(&self, words: &[&str], secret: &str) -> Value {
        let file = self.write("secret", secret);
        let mut command = self.command(words);
        command
            .arg("--json")
            .stdin(std::fs::File::open(&file).expect("the secret"));
        let ran = ran(&mut command);
        std::fs::remove_file(file).expect("the secret is gone");
        assert_eq!(ran.code, Some(0), "{words:?}: {}", ran.stderr);
        json(&ran)
    }

    /// The JSON answer of a command that must report findings.
    pub fn finds(&self, words: &[&str]) -> Value {
        let ran = ran(self.command(words).arg("--json"));
        assert_eq!(ran.code, Some(3), "{words:?}: {}{}", ran.stdout, ran.stderr);
        json(&ran)
    }

    /// The JSON answer of a command that was carried out, whatever it found.
    pub fn done(&self, words: &[&str]) -> Value {
        let ran = ran(self.command(words).arg("--json"));
        assert!(
            matches!(ran.code, Some(0 | 3)),
            "{words:?}: {}{}",
            ran.stdout,
            ran.stderr
        );
        json(&ran)
    }

    /// What stands on standard error when a command is refused: exit code 1, and no answer.
    pub fn refused(&self, words: &[&str]) -> String {
        refusal(&self.run(words))
    }

    /// Any operation by its name.
    pub fn call(&self, operation: &str, input: &Value) -> Value {
        self.ok(&["call", operation, &input.to_string()])
    }

    /// Adds a directory with the password of the tests.
    pub fn add_directory(&self, name: &str, settings: &Value) {
        self.add_directory_of("ldap", name, settings, crate::slapd::PASSWORD);
    }

    /// Adds a directory of a kind with the password of its account.
    pub fn add_directory_of(&self, kind: &str, name: &str, settings: &Value, password: &str) {
        let file = self.write("settings.json", &settings.to_string());
        let file = file.to_string_lossy();
        let words = [
            "directory",
            "add",
            name,
            "--kind",
            kind,
            "--settings",
            &file,
            "--secret-stdin",
        ];
        let mut command = self.command(&words);
        let secret = self.write("secret", password);
        command.stdin(std::fs::File::open(&secret).expect("the secret"));
        let ran = ran(&mut command);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        std::fs::remove_file(secret).expect("the secret is gone");
    }

    /// Creates and starts a review; answers its number and its instance's.
    pub fn start_review(&self, definition: &Value) -> (String, String) {
        let file = self.write("review.json", &definition.to_string());
        let created = self.ok(&["review", "create", "--file", &file.to_string_lossy()]);
        let review = created["review"].to_string();
        self.ok(&["review", "start", &review]);
        (review, created["instance"].to_string())
    }

    /// All items of an instance, as its list shows them.
    pub fn items(&self, instance: &str) -> Vec<Value> {
        let page = self.ok(&["item", "list", instance, "--limit", "1000"]);
        let rows = page["rows"].as_array().expect("rows").clone();
        assert_eq!(page["total"].as_u64(), Some(rows.len() as u64), "one page holds all");
        rows
    }

    /// Writes a file beside the store.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let file = self.folder().join(name);
        std::fs::write(&file, text).expect("a file");
        file
    }
}

/// Runs any command to its end.
pub fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran {
        code: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Standard error of a refused command: exit code 1, nothing on standard output.
pub fn refusal(ran: &Ran) -> String {
    assert_eq!(ran.code, Some(1), "{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.stdout, "", "a refused command has no answer");
    ran.stderr.trim_end().to_owned()
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stdout))
}

/// A review's definition in Graph's shape: these groups (by name), these reviewer queries.
pub fn definition(name: &str, groups: &[&str], reviewers: &[&str]) -> Value {
    let query = |text: String| serde_json::json!({ "query": text });
    let scopes: Vec<Value> = groups
        .iter()
        .map(|group| query(format!("/groups/{group}/transitiveMembers/microsoft.graph.user")))
        .collect();
    let reviewers: Vec<Value> = reviewers.iter().map(|&one| query(one.to_owned())).collect();
    serde_json::json!({
        "displayName": name,
        "scope": {
            "@odata.type": "#microsoft.graph.principalResourceMembershipsScope",
            "principalScopes": [{ "query": "/users" }],
            "resourceScopes": scopes
        },
        "reviewers": reviewers,
        "settings": { "instanceDurationInDays": 14, "recommendationsEnabled": true }
    })
}
