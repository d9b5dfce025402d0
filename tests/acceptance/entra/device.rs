//! A person signs in by a code that they type elsewhere, and the sign-in renews itself until it has ended.

use std::time::Duration;

use countersign_app::{Desk, Environment};
use countersign_tests::cli::{Cli, PASSPHRASE, Ran, ran};
use countersign_tests::graph::Graph;
use countersign_tests::graph::sign_in::{ACCOUNT, Typed};
use serde_json::{Value, json};

use super::tenant;

/// A store with a tenant to which nobody has signed in yet.
fn ready(graph: &Graph) -> Cli {
    let cli = Cli::bare();
    cli.ok(&["store", "init", "--organization", "Example"]);
    let file = cli.write("settings.json", &graph.settings_of_person().to_string());
    let file = file.to_string_lossy();
    cli.ok(&["directory", "add", "Contoso", "--kind", "entra", "--settings", &file]);
    cli
}

fn sign_in(cli: &Cli) -> Ran {
    ran(cli.command(&["directory", "sign-in", "Contoso"]).arg("--json"))
}

#[test]
fn a_person_signs_in_by_a_code_and_the_sign_in_renews_itself() {
    let graph = Graph::start(tenant(30, 12, 30));
    graph.people().pending = 2;
    graph.people().strict = true;
    let cli = ready(&graph);
    let said = cli.refused(&["directory", "sync", "Contoso"]);
    assert!(
        said.contains("nobody has signed in yet") && said.contains("sign-in"),
        "{said}"
    );

    let signed = sign_in(&cli);
    assert_eq!(signed.code, Some(0), "{}", signed.stderr);
    assert!(
        signed.stderr.contains("/devicelogin and type the code CODE00000"),
        "{}",
        signed.stderr
    );
    let answer: Value = serde_json::from_str(&signed.stdout).expect("JSON");
    assert_eq!(answer["account"], ACCOUNT);
    // What is left behind is good once here: each process shows what the one before it was given.
    for _ in 0..3 {
        cli.ok(&["directory", "sync", "Contoso"]);
    }
    // What is kept as evidence names the person, not only what they came through.
    let certificate = cli.ok(&["directory", "certificate", "Contoso"]);
    let through = format!("{ACCOUNT}, through the application ");
    assert!(
        certificate["certificate"]["account"]
            .as_str()
            .is_some_and(|one| one.starts_with(&through)),
        "{certificate}"
    );
    graph.faults().denied = vec!["/v1.0/groups"];
    let said = cli.refused(&["directory", "sync", "Contoso"]);
    assert!(
        said.contains(&through) && said.contains("GroupMember.Read.All"),
        "{said}"
    );
    graph.faults().denied = Vec::new();
    let probe = cli.ok(&["directory", "probe", "Contoso"]);
    assert!(
        probe["account"].as_str().is_some_and(|one| one.starts_with(&through)),
        "{probe}"
    );
    assert!(probe["remarks"].to_string().contains("User.Read.All"), "{probe}");
    let left_behind = graph.people().left_behind.clone();
    assert!(left_behind.len() >= 5, "{}", left_behind.len());
    assert_eq!(graph.people().too_soon, 0, "it asked as seldom as it was told");
    let fields = graph.people().fields.concat();
    assert!(!fields.iter().any(|name| name == "client_secret"), "{fields:?}");

    let log = cli.ok(&["audit", "list", "--limit", "1000"]).to_string();
    assert!(log.contains("directory.signIn") && log.contains(ACCOUNT), "{log}");
    for secret in left_behind.iter().chain(&graph.passes()) {
        assert!(!log.contains(secret.as_str()) && !signed.stderr.contains(secret.as_str()));
    }
    let strange = graph.strange();
    assert!(strange.is_empty(), "{strange:?}");
}

#[test]
fn a_sign_in_that_has_ended_asks_for_another_and_the_last_snapshot_stands() {
    let graph = Graph::start(tenant(30, 12, 30));
    let cli = ready(&graph);
    assert_eq!(sign_in(&cli).code, Some(0));
    cli.ok(&["directory", "sync", "Contoso"]);
    for (number, reason) in [
        ("AADSTS700082", "has expired"),
        ("AADSTS50173", "was ended, or the password is another one"),
        ("AADSTS50057", "the account is disabled"),
        ("AADSTS9999999", "is no longer accepted"),
    ] {
        graph.people().ended = Some(number);
        let said = cli.refused(&["directory", "sync", "Contoso"]);
        assert!(
            said.contains("Somebody must sign in") && said.contains(reason),
            "{said}"
        );
    }
    let certificate = cli.ok(&["directory", "certificate", "Contoso"]);
    assert_eq!(certificate["snapshot"], 1);
    graph.people().ended = None;
    assert_eq!(sign_in(&cli).code, Some(0));
    cli.ok(&["directory", "sync", "Contoso"]);

    // Another application is another sign-in; a secret has no place here.
    let mut settings = graph.settings_of_person();
    settings["clientId"] = json!("0a5d1f7e-1111-4c1c-8c1c-00000000beef");
    let file = cli.write("settings.json", &settings.to_string());
    cli.ok(&["directory", "change", "Contoso", "--settings", &file.to_string_lossy()]);
    let before = graph.people().fields.len();
    let said = cli.refused(&["directory", "sync", "Contoso"]);
    assert!(said.contains("nobody has signed in yet"), "{said}");
    assert_eq!(graph.people().fields.len(), before, "nothing was shown to anybody");
    let mut secret = cli.command(&["directory", "secret", "Contoso"]);
    let typed = cli.write("secret", "a secret");
    let refused = ran(secret.stdin(std::fs::File::open(typed).expect("the secret")));
    assert!(
        refused.stderr.contains("no secret is kept for it"),
        "{}",
        refused.stderr
    );
}

#[test]
fn a_code_that_is_declined_not_typed_or_asked_for_too_often_says_so() {
    let graph = Graph::start(tenant(5, 1, 5));
    let cli = ready(&graph);
    graph.people().typed = Typed::Declined;
    let said = sign_in(&cli);
    assert!(
        said.code == Some(1) && said.stderr.contains("declined"),
        "{}",
        said.stderr
    );
    graph.people().typed = Typed::Never;
    graph.people().good_for = Some(2);
    let said = sign_in(&cli);
    assert!(
        said.code == Some(1) && said.stderr.contains("not typed in time"),
        "{}",
        said.stderr
    );
    graph.people().typed = Typed::After;
    graph.people().good_for = None;
    graph.people().slow_down = 1;
    let began = std::time::Instant::now();
    assert_eq!(sign_in(&cli).code, Some(0));
    assert!(began.elapsed() >= Duration::from_secs(7), "one second, and six more");
    assert_eq!(graph.people().too_soon, 0);
    let log = cli.ok(&["audit", "list", "--limit", "1000"]).to_string();
    assert_eq!(
        log.matches("\"directory.signIn\"").count(),
        1,
        "what came to nothing leaves nothing: {log}"
    );
}

#[test]
fn a_code_is_shown_while_it_is_waited_for_and_whoever_asked_can_stop_that() {
    let graph = Graph::start(tenant(5, 1, 5));
    graph.people().typed = Typed::Never;
    let cli = ready(&graph);
    let mut environment = Environment::of_machine();
    environment.configuration = None;
    let desk = Desk::new(environment).expect("a desk");
    let call = |name: &str, input| {
        let answer = desk.call(name, input);
        answer.unwrap_or_else(|problem| panic!("{name}: {problem:?}")).value
    };
    call(
        "store.open",
        json!({ "path": cli.store().to_string_lossy(), "passphrase": PASSPHRASE }),
    );
    let job = call("directory.signIn", json!({ "directory": 1 }))["job"].clone();
    let shown = || call("job.show", json!({ "job": job }));
    let until = |is: &dyn Fn(&Value) -> bool| {
        for _ in 0..10_000 {
            if is(&shown()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("{}", shown());
    };
    until(&|view| view["code"]["code"] == "CODE00000");
    let again = desk.call("directory.signIn", json!({ "directory": 1 }));
    assert!(again.is_err_and(|problem| problem.code.as_deref() == Some("running")));
    call("job.cancel", json!({ "job": job }));
    until(&|view| view["state"] == "cancelled");
    assert_eq!(
        shown()["code"],
        Value::Null,
        "a code that nobody waits for is not shown"
    );
}
