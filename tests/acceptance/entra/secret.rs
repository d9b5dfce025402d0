//! Where a secret is looked for after a sync, and not found: files, log, certificate, arguments, environment, and the
//! memory of the program that waits.
//!
//! The program that waits is this one, started again with a desk on the store: what it knows of secrets it has from
//! the store and from the servers, so they are made anew for each run and stand in no program.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Lines, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use countersign_app::{Desk, Environment};
use countersign_tests::cli::{Cli, PASSPHRASE, definition};
use countersign_tests::graph::Graph;
use countersign_tests::samba::{DOMAIN, Samba, WRITER};
use countersign_tests::slapd::{READER, Slapd};
use countersign_tests::{domain, printed};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::tenant;

const STORE: &str = "COUNTERSIGN_TEST_WAITS_ON";

fn fresh(what: &str) -> String {
    let now = std::time::SystemTime::now();
    let digest = Sha256::digest(format!("{what} {now:?} {}", std::process::id()));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Syncs what the store holds, and waits until its input ends.
#[test]
#[ignore = "the other half of the test below"]
fn a_desk_that_waits() {
    let Some(store) = std::env::var_os(STORE) else { return };
    let mut environment = Environment::of_machine();
    environment.configuration = None;
    let desk = Desk::new(environment).expect("a desk");
    let call = |name: &str, input| {
        desk.call(name, input)
            .unwrap_or_else(|problem| panic!("{name}: {problem:?}"))
    };
    call(
        "store.open",
        json!({ "path": store.to_string_lossy(), "passphrase": PASSPHRASE }),
    );
    for directory in call("directory.list", json!({})).value.as_array().expect("directories") {
        let job = call("directory.sync", json!({ "directory": directory["directory"] })).value["job"].clone();
        loop {
            let shown = call("job.show", json!({ "job": job })).value;
            match shown["state"].as_str() {
                Some("running") => std::thread::sleep(Duration::from_millis(20)),
                Some("done") => break,
                other => panic!("{other:?}: {shown}"),
            }
        }
    }
    println!("waiting");
    std::io::stdout().flush().expect("it is said");
    let _ = std::io::stdin().read_to_string(&mut String::new());
}

/// Whether a text stands somewhere in the memory of a child, and in which of its parts.
fn places(child: &Child, wanted: &str) -> Vec<String> {
    let maps = std::fs::read_to_string(format!("/proc/{}/maps", child.id())).expect("its memory is listed");
    let mut memory = File::open(format!("/proc/{}/mem", child.id())).expect("its memory is readable");
    let mut found = Vec::new();
    for line in maps.lines() {
        let mut parts = line.split_whitespace();
        let (Some(span), Some(rights)) = (parts.next(), parts.next()) else {
            continue;
        };
        if !rights.starts_with('r') || line.contains("[v") {
            continue;
        }
        let (from, to) = span.split_once('-').expect("a span");
        let number = |text| u64::from_str_radix(text, 16).expect("an address");
        let (from, to) = (number(from), number(to));
        let mut bytes = vec![0; usize::try_from(to - from).expect("it fits")];
        memory.seek(SeekFrom::Start(from)).expect("a place");
        if memory.read_exact(&mut bytes).is_err() {
            continue;
        }
        for at in memchr::memmem::find_iter(&bytes, wanted.as_bytes()) {
            let around = &bytes[at.saturating_sub(40)..(at + wanted.len() + 40).min(bytes.len())];
            found.push(format!("{line}: {:?}", String::from_utf8_lossy(around)));
        }
    }
    found
}

fn files(folder: &Path, look: &mut dyn FnMut(&Path, &[u8])) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        match entry.path() {
            path if path.is_dir() => files(&path, look),
            path => look(&path, &std::fs::read(&path).unwrap_or_default()),
        }
    }
}

#[test]
fn no_secret_stands_in_clear_in_files_arguments_or_the_memory_of_the_program_that_waits() {
    let Some(server) = Slapd::start("") else { return };
    let (graph, other) = (Graph::start(tenant(40, 12, 40)), Graph::start(tenant(40, 12, 40)));
    let (password, secret) = (fresh("password"), fresh("secret"));
    server.modify(&format!(
        "dn: {READER}\nchangetype: modify\nreplace: userPassword\nuserPassword: {password}\n"
    ));
    graph.set_secret(&secret);
    let cli = Cli::bare();
    cli.ok(&["store", "init", "--organization", "Example"]);
    cli.add_directory_of("ldap", "Lab", &server.settings(), &password);
    cli.add_directory_of("entra", "Contoso", &graph.settings(), &secret);
    // To this one a person signs in.
    let file = cli.write("person.json", &other.settings_of_person().to_string());
    let file = file.to_string_lossy();
    cli.ok(&["directory", "add", "Fabrikam", "--kind", "entra", "--settings", &file]);
    cli.ok(&["directory", "sign-in", "Fabrikam"]);
    cli.ok(&["directory", "sync", "Fabrikam"]);
    cli.ok(&["directory", "sync", "Lab"]);
    cli.ok(&["directory", "sync", "Contoso"]);
    for name in ["Lab", "Contoso"] {
        cli.write(
            &format!("{name}.json"),
            &cli.ok(&["directory", "certificate", name]).to_string(),
        );
    }
    let log = cli.ok(&["audit", "list", "--limit", "1000"]);
    cli.write("log.json", &log.to_string());

    let waiting = Waiting::on(&cli);
    let mut passes = graph.passes();
    assert!(passes.len() >= 2, "each process signed in for itself");
    let left_behind = other.people().left_behind.clone();
    assert!(left_behind.len() >= 3, "what the sign-in left behind was renewed");
    passes.extend(other.passes());
    passes.extend(left_behind);
    let mut wanted = vec![("password", &password), ("secret", &secret)];
    wanted.extend(passes.iter().map(|pass| ("pass", pass)));
    waiting.holds_none_of(&cli, &wanted);
}

#[test]
fn the_password_of_a_domain_stands_in_no_file_no_evidence_and_not_in_the_memory_of_the_program_that_waits() {
    let Some(server) = Samba::start() else { return };
    let password = format!("A!{}", fresh("domain"));
    server.modify(&format!(
        "dn: CN=writer,CN=Users,{DOMAIN}\nchangetype: modify\nreplace: unicodePwd\nunicodePwd:: {}\n",
        domain::password(&password)
    ));
    let cli = Cli::practice();
    cli.add_directory_of("ad", "Domain", &server.settings(WRITER), &password);
    cli.ok(&["directory", "probe", "Domain"]);
    cli.ok(&["directory", "sync", "Domain"]);
    let mut definition = definition("Domain", &["vault"], &["./owners"]);
    definition["settings"]["@countersign.settings"] =
        json!({ "threshold": { "percentOfGroup": 100, "removals": null } });
    let (review, instance) = cli.start_review(&definition);
    let items = cli.items(&instance);
    let fred = items.iter().find(|one| one["userName"] == "fred").expect("an item");
    let item = fred["item"].to_string();
    let deny = [
        "item",
        "decide",
        &item,
        "--decision",
        "deny",
        "--justification",
        "Left",
        "--as",
        "olga",
    ];
    cli.ok(&deny);
    cli.ok(&["review", "stop", &review]);
    cli.ok(&["plan", "draw", &instance]);
    assert_eq!(cli.ok(&["plan", "carry-out", &instance])["applied"], 1);
    assert_eq!(cli.ok(&["plan", "verify", &instance])["gone"], 1);
    let pdf = cli.folder().join("evidence.pdf");
    cli.ok(&["evidence", "export", &instance, "--out", &pdf.to_string_lossy()]);
    if countersign_tests::tool("/usr/bin/qpdf").is_some() && countersign_tests::tool("/usr/bin/pdfdetach").is_some() {
        let plain = pdf.with_extension("qdf");
        let opened = Command::new("qpdf")
            .args(["--qdf", "--stream-data=uncompress", "--object-streams=disable"])
            .args([&pdf, &plain])
            .status()
            .expect("qpdf");
        assert!(opened.code().is_some_and(|code| code == 0 || code == 3), "{opened}");
        let bytes = std::fs::read(&plain).expect("the open file");
        let named = memchr::memmem::find(&bytes, WRITER.as_bytes()).is_some();
        assert!(named, "what is there is found: the account is named");
        // What is attached, in files of its own, which are searched with the others.
        printed::record(&pdf);
    }
    let shown = cli.ok(&["directory", "certificate", "Domain"]);
    cli.write("certificate.json", &shown.to_string());
    cli.write("log.json", &cli.ok(&["audit", "list", "--limit", "1000"]).to_string());
    Waiting::on(&cli).holds_none_of(&cli, &[("password", &password)]);
}

/// A desk on a store, in another process, that has synced and waits.
struct Waiting {
    child: Child,
    /// Kept open: what nobody listens to any more ends a program.
    _said: Lines<BufReader<ChildStdout>>,
}

impl Waiting {
    fn on(cli: &Cli) -> Waiting {
        let mut waiting = Command::new(std::env::current_exe().expect("this program"));
        waiting.args(["--ignored", "--exact", "secret::a_desk_that_waits", "--nocapture"]);
        cli.surround(&mut waiting);
        let mut child = waiting
            .env(STORE, cli.store())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut said = BufReader::new(child.stdout.take().expect("its words")).lines();
        let ready = said.by_ref().map_while(Result::ok).any(|line| line.contains("waiting"));
        assert!(ready, "the desk syncs");
        Waiting { child, _said: said }
    }

    /// Looks through files, arguments, environment and memory; then lets it end.
    fn holds_none_of(mut self, cli: &Cli, wanted: &[(&str, &String)]) {
        let begun = Instant::now();
        let mut told = self.told(cli, wanted);
        // Threads that end, and lines that close, wipe what they held a moment after the sync.
        while !told.is_empty() && begun.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(500));
            told = self.told(cli, wanted);
        }
        let child = &mut self.child;
        assert!(
            !places(child, PASSPHRASE).is_empty(),
            "what is there is found: its environment holds it"
        );
        drop(child.stdin.take());
        assert!(child.wait().expect("its end").success());
        assert!(told.is_empty(), "{} places:\n{}", told.len(), told.join("\n"));
    }

    /// Where any of it stands now.
    fn told(&self, cli: &Cli, wanted: &[(&str, &String)]) -> Vec<String> {
        let child = &self.child;
        let mut told = Vec::new();
        for (what, wanted) in wanted {
            files(cli.folder(), &mut |path, bytes| {
                if memchr::memmem::find(bytes, wanted.as_bytes()).is_some() {
                    told.push(format!("{what} in {}", path.display()));
                }
            });
            for part in ["cmdline", "environ"] {
                let bytes = std::fs::read(format!("/proc/{}/{part}", child.id())).expect("a part");
                if memchr::memmem::find(&bytes, wanted.as_bytes()).is_some() {
                    told.push(format!("{what} in {part}"));
                }
            }
            let places = places(child, wanted);
            told.extend(places.into_iter().map(|place| format!("{what} in memory: {place}")));
        }
        told
    }
}
