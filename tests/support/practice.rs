//! A desk of this process on a practice store, with a clock that the test sets and a directory that it
//! writes itself.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use chrono::{DateTime, SecondsFormat, Utc};
use countersign_app::{Desk, Environment, Problem};
use countersign_store::{Header, Store, StoreError};
use serde_json::{Value, json};

pub struct Practice {
    folder: tempfile::TempDir,
    pub desk: Arc<Desk>,
    /// The administrator's own desk on the same store, once it was needed.
    beside: OnceLock<Arc<Desk>>,
}

impl Practice {
    /// An empty practice store at a moment, with the administrator before it.
    pub fn at(now: DateTime<Utc>) -> Practice {
        Practice::new(now, None)
    }

    /// Whoever verifies the log finds each of these changes to what came in packets, and nothing once it is taken back.
    pub fn each_change_is_found(&self, table: &str, passphrase: Option<&str>, changes: &[&str]) {
        let finding = || {
            let told = self.call("audit.verify", json!({}));
            assert_eq!(told["valid"] == true, told["finding"].is_null(), "{told}");
            told["finding"].as_str().unwrap_or_default().to_owned()
        };
        let force = |sql: &str| crate::raw::force(&self.store(), passphrase, table, sql);
        assert_eq!(finding(), "");
        for change in changes {
            force(&format!("CREATE TABLE kept AS SELECT * FROM {table}; {change}"));
            let found = finding();
            assert!(
                found.starts_with("What came in packets, which entry "),
                "{change}: {found}"
            );
            force(&format!(
                "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept; DROP TABLE kept"
            ));
            assert_eq!(finding(), "", "{change} is taken back");
        }
    }

    /// As [`Self::at`], with a passphrase, so that it may keep a bind password.
    pub fn locked(now: DateTime<Utc>) -> Practice {
        Practice::new(now, Some(crate::cli::PASSPHRASE))
    }

    fn new(now: DateTime<Utc>, passphrase: Option<&str>) -> Practice {
        let mut environment = Environment::at(now);
        environment.configuration = None;
        environment.os_account = "carol".into();
        let desk = Desk::new(environment).expect("a desk");
        let practice = Practice::before(desk);
        let new = json!({ "path": practice.store(), "organization": "Example", "practice": true,
                          "passphrase": passphrase });
        practice.call("store.init", new);
        practice.sit(None);
        practice
    }

    fn before(desk: Arc<Desk>) -> Practice {
        Practice {
            folder: folder(),
            desk,
            beside: OnceLock::new(),
        }
    }

    /// A desk of its own on a copy of this store, which must be closed.
    pub fn copy(&self, now: DateTime<Utc>) -> Practice {
        let mut environment = Environment::at(now);
        environment.configuration = None;
        environment.os_account = "carol".into();
        let desk = Desk::new(environment).expect("a desk");
        let practice = Practice::before(desk);
        std::fs::create_dir(practice.store()).expect("a folder");
        for file in std::fs::read_dir(self.store()).expect("a store") {
            let file = file.expect("a file");
            std::fs::copy(file.path(), practice.store().join(file.file_name())).expect("a copy");
        }
        practice.call("store.open", json!({ "path": practice.store() }));
        practice
    }

    pub fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// The file that [`Self::add_nodes`] wrote.
    pub fn directory_file(&self) -> PathBuf {
        self.store().join("directory.json")
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.desk.clock().now()
    }

    pub fn set_clock(&self, now: DateTime<Utc>) {
        self.desk.clock().set(now);
    }

    /// What an operation answers, or the problem it is refused with.
    ///
    /// # Errors
    /// The problem.
    pub fn ask(&self, name: &str, input: Value) -> Result<Value, Problem> {
        self.desk.call(name, input).map(|answer| answer.value)
    }

    /// What an operation answers; it must be done.
    pub fn call(&self, name: &str, input: Value) -> Value {
        self.ask(name, input.clone())
            .unwrap_or_else(|problem| panic!("{name} {input}: {problem:?}"))
    }

    /// The problem an operation is refused with.
    pub fn refused(&self, name: &str, input: Value) -> Problem {
        match self.ask(name, input.clone()) {
            Ok(answer) => panic!("{name} {input} was not refused: {answer}"),
            Err(problem) => problem,
        }
    }

    /// Starts a job and waits for its end: its result, or its problem.
    ///
    /// # Errors
    /// The problem that it did not start with, or ended in.
    pub fn job(&self, name: &str, input: Value) -> Result<Value, Problem> {
        let job = self.ask(name, input)?["job"].clone();
        self.ended(&job)
    }

    /// Waits for the end of a job that runs.
    ///
    /// # Errors
    /// The problem that it ended in.
    pub fn ended(&self, job: &Value) -> Result<Value, Problem> {
        loop {
            let view = self.call("job.show", json!({ "job": job }));
            match view["state"].as_str() {
                Some("running") => std::thread::sleep(Duration::from_millis(1)),
                Some("done") => return Ok(view["result"].clone()),
                _ => return Err(serde_json::from_value(view["problem"].clone()).expect("a problem")),
            }
        }
    }

    /// The result of a job that must be done.
    pub fn done(&self, name: &str, input: Value) -> Value {
        self.job(name, input.clone())
            .unwrap_or_else(|problem| panic!("{name} {input}: {problem:?}"))
    }

    /// Seats a person of the directory, or the administrator.
    pub fn sit(&self, person: Option<i64>) {
        let administrator = person.is_none();
        self.call(
            "actor.choose",
            json!({ "principal": person, "administrator": administrator }),
        );
    }

    /// Leaves the place before the desk empty.
    pub fn unseat(&self) {
        self.call("actor.leave", json!({}));
    }

    /// What an operation answers an administrator at another desk, whoever sits at this one.
    pub fn beside(&self, name: &str, input: Value) -> Value {
        let desk = self.beside.get_or_init(|| {
            let mut environment = Environment::at(self.now());
            environment.configuration = None;
            environment.os_account = "carol".into();
            let desk = Desk::new(environment).expect("a desk");
            let store = json!({ "path": self.store(), "passphrase": crate::cli::PASSPHRASE });
            desk.call("store.open", store).expect("the same store");
            desk
        });
        desk.clock().set(self.now());
        let answer = desk
            .call(name, input)
            .unwrap_or_else(|problem| panic!("{name}: {problem:?}"));
        answer.value
    }

    /// The names of the operations in the log, in order.
    pub fn log(&self) -> Vec<String> {
        let mut page = self.beside("audit.list", json!({ "limit": 1000 }));
        let mut rows: Vec<Value> = serde_json::from_value(page["rows"].take()).expect("rows");
        assert_eq!(page["total"], rows.len(), "one page holds all");
        rows.sort_by_key(|row| row["seq"].as_i64());
        let names = rows
            .iter()
            .map(|row| row["operation"].as_str().unwrap_or_default().to_owned());
        names.collect()
    }

    /// Every row of every table.
    pub fn content(&self) -> String {
        let header = Header::read(&self.store()).expect("a store");
        let key = Store::derive_key(&header, None)
            .expect("a key")
            .expect("a published key");
        let store = Store::open(&self.store(), header, key).expect("the same store");
        let all = store.read(|connection| {
            let mut names = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")?;
            let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let mut all = String::new();
            for name in names {
                let mut statement = connection.prepare(&format!("SELECT * FROM \"{name}\""))?;
                let columns = statement.column_count();
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    for at in 0..columns {
                        let _ = write!(all, "{:?}|", row.get_ref(at)?);
                    }
                    all.push('\n');
                }
            }
            Ok::<_, StoreError>(all)
        });
        all.expect("its rows")
    }

    /// Waits until nothing goes on here any more, and closes the store.
    ///
    /// # Panics
    /// When work still goes on after minutes.
    pub fn settle(&self) {
        let begun = Instant::now();
        while let Err(problem) = self.ask("store.close", json!({})) {
            // What is locked is not closed either, and there is nothing to wait for.
            if problem.code.as_deref() == Some("locked") {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(120), "{problem:?}");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// The number of a person by account, name or key.
    pub fn person(&self, reference: &str) -> i64 {
        self.principal(reference, "user")
    }

    pub fn principal(&self, reference: &str, kind: &str) -> i64 {
        let found = self.call("principal.find", json!({ "reference": reference, "kind": kind }));
        found["principal"].as_i64().expect("a number")
    }

    /// Adds the sample organization as of now, and reads it.
    pub fn add_sample(&self) -> i64 {
        let settings = json!({ "file": "sample-directory.json", "asOf": stamp(self.now()) });
        self.add_directory("sample", &settings)
    }

    /// Adds a practice directory of these nodes, and reads it.
    pub fn add_nodes(&self, nodes: &[Value]) -> i64 {
        self.write_nodes(nodes);
        self.add_directory("sample", &json!({ "file": "directory.json" }))
    }

    /// Puts other nodes in the place of those that [`Self::add_nodes`] wrote; the next sync sees them.
    pub fn write_nodes(&self, nodes: &[Value]) {
        let tree = json!({ "nodes": nodes }).to_string();
        std::fs::write(self.directory_file(), tree).expect("the directory's file");
    }

    pub fn add_directory(&self, kind: &str, settings: &Value) -> i64 {
        let input = json!({ "name": "Practice", "kind": kind, "settings": settings });
        let added = self.call("directory.add", input)["directory"]
            .as_i64()
            .expect("a number");
        self.sync(added);
        added
    }

    pub fn sync(&self, directory: i64) -> Value {
        self.done("directory.sync", json!({ "directory": directory }))
    }

    /// Makes a review and starts it: its number and its instance's.
    ///
    /// # Errors
    /// The problem that making or starting it ended in.
    pub fn start_review(&self, definition: &Value) -> Result<(i64, i64), Problem> {
        let made = self.ask("review.create", json!({ "definition": definition }))?;
        let (review, instance) = (made["review"].as_i64(), made["instance"].as_i64());
        self.job("review.start", json!({ "review": review }))?;
        Ok((review.expect("a number"), instance.expect("a number")))
    }

    /// Reads a group of so many people, whom its owner Pia reviews: the instance.
    pub fn start_crowd(&self, people: usize) -> i64 {
        let mut nodes = vec![person(0, "pia", &json!({}))];
        nodes.extend((1..=people).map(|n| person(n, &format!("p{n}"), &json!({}))));
        let members: Vec<usize> = (1..=people).collect();
        nodes.push(group(people + 1, "Crowd", &members, &[0]));
        self.add_nodes(&nodes);
        let definition = crate::cli::definition("Members of the crowd", &["Crowd"], &["/users/pia"]);
        self.start_review(&definition).expect("a review").1
    }

    /// All items of an instance; `filter` narrows them.
    pub fn items(&self, instance: i64, filter: &Value) -> Vec<Value> {
        let input = json!({ "instance": instance, "filter": filter, "limit": 1000 });
        let mut page = self.call("item.list", input);
        let rows: Vec<Value> = serde_json::from_value(page["rows"].take()).expect("rows");
        assert_eq!(page["total"], rows.len(), "one page holds all");
        rows
    }

    pub fn instance(&self, instance: i64) -> Value {
        self.call("instance.show", json!({ "instance": instance }))
    }

    /// The store and its log are as they were written.
    pub fn is_sound(&self) {
        let log = self.beside("audit.verify", json!({}));
        assert_eq!(log["valid"], true, "{log}");
        let store = self.beside("store.check", json!({}));
        assert_eq!(store["sound"], true, "{store}");
    }
}

const MEMORY: &str = "/dev/shm";

/// In memory where the system offers enough: these tests ask what is written, not whether it lasts.
fn folder() -> tempfile::TempDir {
    static ROOMY: OnceLock<bool> = OnceLock::new();
    let made = match *ROOMY.get_or_init(|| free(MEMORY).is_some_and(|free| free > 2 << 20)) {
        true => tempfile::tempdir_in(MEMORY),
        false => tempfile::tempdir(),
    };
    made.expect("a folder")
}

/// What is free in the file system of a folder, in KiB; none where that cannot be told.
fn free(folder: &str) -> Option<u64> {
    let output = Command::new("df").args(["-Pk", folder]).output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    said.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

/// A moment as the desk writes it.
pub fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A person of a practice directory: number, account, and what else is known.
pub fn person(n: usize, account: &str, more: &Value) -> Value {
    node(n, account, "people", "user", more)
}

/// A group of a practice directory with these members and owners, by their numbers.
pub fn group(n: usize, name: &str, members: &[usize], owners: &[usize]) -> Value {
    let keys = |list: &[usize]| list.iter().map(|n| key(*n)).collect::<Vec<_>>();
    let more = json!({ "members": keys(members), "owners": keys(owners) });
    node(n, name, "groups", "group", &more)
}

/// The immutable id of a node.
pub fn key(n: usize) -> String {
    format!("00000000-0000-4000-8000-{n:012}")
}

/// Any node of a practice directory.
pub fn node(n: usize, name: &str, place: &str, kind: &str, more: &Value) -> Value {
    let mut node = json!({
        "key": key(n), "kind": kind, "displayName": name, "createdAt": "2024-01-01T00:00:00Z",
        "dn": format!("cn={name},ou={place},dc=sample,dc=example"),
    });
    if kind == "user" {
        node["userName"] = json!(name);
        node["enabled"] = json!(true);
        node["userType"] = json!("member");
    }
    for (name, value) in more.as_object().into_iter().flatten() {
        node[name] = value.clone();
    }
    node
}
