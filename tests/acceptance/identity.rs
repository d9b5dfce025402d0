//! Who somebody is, on a real server and in a store that is not for practice: bound accounts, passwords that the
//! directory checks, roles, two signatures by two people, and the locked window.

#[path = "identity/bank.rs"]
mod bank;

use countersign_tests::cli::{Cli, definition, ran, refusal};
use countersign_tests::slapd::PASSWORD;
use serde_json::{Value, json};

use bank::{Bank, code, entries};

#[test]
fn who_sits_down_is_who_they_show_and_no_administrator_without_the_role() {
    let Some(bank) = Bank::open() else { return };
    let eve = bank.at("eve");
    assert_eq!(eve.status()["actor"], Value::Null, "another account is nobody yet");
    assert_eq!(eve.refused("review.list", json!({})).code.as_deref(), Some("actor"));
    for claim in [
        json!({ "administrator": true }),
        json!({ "person": "mona", "administrator": true }),
    ] {
        assert_eq!(code(&eve, "actor.choose", claim), "permission");
    }
    let said = eve.call("actor.choose", json!({ "person": "mona", "administrator": false }));
    assert_eq!(
        (&said["assurance"], &said["administrator"]),
        (&json!("stated"), &json!(false))
    );

    // The directory decides whose password it is, and an empty one is nobody's.
    assert_eq!(
        eve.prove("mona", "wrong", false).code.as_deref(),
        Some("directory.wrongPassword")
    );
    assert_eq!(
        code(&eve, "actor.prove", json!({ "person": "mona", "password": "" })),
        ""
    );
    let mona = eve.proven("mona", "mona’s own password", false);
    assert_eq!(mona["assurance"], "directoryBind");
    assert_eq!(eve.status()["actor"]["displayName"], "mona");
    assert_eq!(
        eve.prove("mona", "mona’s own password", true).code.as_deref(),
        Some("permission")
    );

    // The role by itself is not enough: it must be shown whose it is.
    let alice = bank.at("alice");
    alice.call("role.give", json!({ "role": "administrator", "principal": bank.mona }));
    let claim = json!({ "person": "mona", "administrator": true });
    assert_eq!(code(&eve, "actor.choose", claim.clone()), "proof");
    assert_eq!(eve.proven("mona", "mona’s own password", true)["administrator"], true);
    alice.call(
        "actor.bind",
        json!({ "osAccount": "mona-laptop", "principal": bank.mona }),
    );
    let laptop = bank.at("mona-laptop");
    assert_eq!(
        laptop.status()["actor"]["principal"],
        bank.mona,
        "the bound account is the person"
    );
    assert_eq!(laptop.call("actor.choose", claim)["assurance"], "osAccount");

    // Whoever loses the role has lost it at once, and the last one keeps it.
    let roles = alice.call("role.list", json!({}))["roles"].clone();
    laptop.call("audit.list", json!({}));
    alice.call("role.end", json!({ "id": roles[1]["id"] }));
    assert_eq!(code(&laptop, "audit.list", json!({})), "permission");
    let last = alice.refused("role.end", json!({ "id": roles[0]["id"] }));
    assert_eq!(last.message, "The last administrator cannot be taken away.");

    let log = entries(&bank, "actor.prove");
    let outcomes: Vec<&Value> = log.iter().map(|one| &one["detail"]["outcome"]).collect();
    assert_eq!(outcomes, ["refused", "proven", "proven"], "{log:?}");
    assert_eq!(log[0]["assurance"], "stated");
    assert_eq!(log[1]["assurance"], "directoryBind");
    bank.holds_nothing_of(&["mona’s own password", PASSWORD]);
}

#[test]
fn guessing_is_slow_and_names_are_not_tried_out_before_anybody_sits() {
    let Some(bank) = Bank::open() else { return };
    let eve = bank.at("eve");
    let unknown = eve.prove("nobody of this name", "x", false);
    assert_eq!(unknown.message, eve.prove("mona", "x", false).message);
    for _ in 0..4 {
        eve.prove("mona", "x", false);
    }
    // Another process counts on.
    let again = bank.at("eve");
    let said = json!({ "person": "mona", "password": "mona’s own password" });
    assert_eq!(code(&again, "actor.prove", said), "wait");
    assert_eq!(again.proven("pia", "pia’s own password", false)["displayName"], "pia");
    assert!(
        entries(&bank, "actor.prove")
            .iter()
            .all(|one| !one.to_string().contains("nobody of this name"))
    );
}

#[test]
fn two_signatures_are_two_peoples_whatever_they_sit_down_as() {
    let Some(bank) = Bank::open() else { return };
    let alice = bank.at("alice");
    alice.call("role.give", json!({ "role": "administrator", "principal": bank.mona }));
    let plan = bank.held(&alice);
    let sign = json!({ "plan": plan });
    assert_eq!(code(&alice, "plan.countersign", sign.clone()), "samePerson");

    // Nobody knows yet whether the account alice is mona's.
    let second = bank.at("eve");
    second.proven("mona", "mona’s own password", true);
    let unknown = second.refused("plan.countersign", sign.clone());
    assert_eq!(
        unknown.message,
        "It is not known whether alice and mona are two people."
    );

    // The administrator as a person of the directory, at another computer, is still the same one.
    alice.call("actor.bind", json!({ "osAccount": "alice", "principal": bank.ann }));
    let own = bank.at("eve");
    assert_eq!(
        own.proven("ann", "ann’s own password", true)["administrator"],
        true,
        "by the role of her account"
    );
    assert_eq!(code(&own, "plan.countersign", sign.clone()), "samePerson");
    // Nor do two people come of it by taking the account from her.
    let bound = alice.call("role.list", json!({}))["bindings"][0]["id"].clone();
    alice.call("role.give", json!({ "role": "administrator", "principal": bank.ann }));
    alice.call("actor.unbind", json!({ "id": bound }));
    own.proven("ann", "ann’s own password", true);
    assert_ne!(code(&own, "plan.countersign", sign.clone()), "done");
    alice.call("actor.bind", json!({ "osAccount": "alice", "principal": bank.ann }));

    let signed = second.call("plan.countersign", sign.clone());
    assert_eq!(signed["held"], false, "{signed}");
    let done = alice.done("plan.carryOut", sign);
    assert_eq!(done["applied"], 2, "{done}");
    let log = entries(&bank, "plan.countersign");
    assert_eq!((log.len(), &log[0]["assurance"]), (1, &json!("directoryBind")));
    assert_eq!(entries(&bank, "plan.draw")[0]["assurance"], "osAccount");
}

#[test]
fn what_lies_in_clear_beside_the_store_makes_nobody_administrator() {
    let Some(bank) = Bank::open() else { return };
    let file = bank.store().join("store.json");
    let text = std::fs::read_to_string(&file).expect("the description");
    let edited = text.replace("\"practice\": false", "\"practice\": true");
    assert_ne!(text, edited);
    std::fs::write(&file, edited).expect("an edited description");
    let eve = bank.at("eve");
    assert_eq!(eve.status()["actor"], Value::Null);
    assert_eq!(
        code(&eve, "actor.choose", json!({ "administrator": true })),
        "permission"
    );
}

#[test]
fn a_locked_window_answers_nothing_until_the_person_has_shown_who_they_are() {
    let Some(bank) = Bank::open() else { return };
    let alice = bank.at("alice");
    let set = alice.call("lock.setCode", json!({ "code": "four words of mine" }));
    assert_eq!((&set["byCode"], &set["byPassphrase"]), (&json!(true), &json!(false)));
    assert_eq!(
        code(&alice, "lock.setCode", json!({ "code": "another one" })),
        "wrongCode",
        "not without the first"
    );
    let sync = alice.call("directory.sync", json!({ "directory": bank.directory }));
    alice.call("lock.lock", json!({}));
    for name in [
        "review.list",
        "audit.list",
        "actor.choose",
        "store.close",
        "store.backup",
        "job.list",
        "role.list",
    ] {
        assert_eq!(code(&alice, name, json!({})), "locked", "{name}");
    }
    assert_eq!(
        code(&alice, "job.show", sync.clone()),
        "missing",
        "its result is not told"
    );
    assert_eq!(alice.status()["locked"], true);
    let other = json!({ "person": "mona", "password": "mona’s own password" });
    assert_eq!(
        code(&alice, "actor.prove", other),
        "locked",
        "nobody else takes the place"
    );
    assert_eq!(
        code(&alice, "lock.unlock", json!({ "code": "four words" })),
        "wrongCode"
    );
    assert_eq!(
        alice.call("lock.unlock", json!({ "code": "four words of mine" }))["locked"],
        false
    );
    alice.ended(&sync["job"]).expect("the work went on");
    let log: Vec<Value> = entries(&bank, "lock.lock")
        .into_iter()
        .chain(entries(&bank, "lock.unlock"))
        .collect();
    let said: Vec<&Value> = log.iter().map(|one| &one["detail"]).collect();
    assert_eq!(
        said,
        [
            &json!({ "because": "asked" }),
            &json!({ "outcome": "refused", "because": "wrong code" }),
            &json!({ "by": "code" })
        ]
    );
    bank.holds_nothing_of(&["four words of mine"]);

    // A window begins locked, a command does not.
    assert_eq!(bank.window("alice").status()["locked"], true);
    assert_eq!(bank.at("alice").status()["locked"], false);

    // Without a code, the password of the directory opens it.
    let pia = bank.at("eve");
    pia.proven("pia", "pia’s own password", false);
    pia.call("lock.lock", json!({}));
    assert_eq!(code(&pia, "access.mine", json!({})), "locked");
    pia.proven("pia", "pia’s own password", false);
    pia.call("access.mine", json!({}));
}

#[test]
fn on_the_command_line_a_password_is_read_from_standard_input_for_one_command() {
    let Some(server) = bank::server() else { return };
    let cli = Cli::bare();
    cli.ok(&["store", "init", "--organization", "Example"]);
    cli.add_directory("Bank", &server.settings());
    cli.ok(&["directory", "sync", "Bank"]);
    let group = definition("Vault", &["vault"], &["/users/pia"]);
    let (_, instance) = cli.start_review(&group);
    let item = cli.items(&instance)[0]["item"].to_string();
    cli.ok(&["identity", "change", "--decide", "directoryBind"]);
    let decide = [
        "item",
        "decide",
        &item,
        "--decision",
        "approve",
        "--justification",
        "Needed",
        "--as",
        "pia",
    ];
    assert!(
        cli.refused(&decide)
            .starts_with("pia has to show who they are before they decide or change anything.")
    );
    let proving = |password: &str, words: &[&str]| {
        let file = cli.write("password", password);
        let mut command = cli.command(words);
        command.stdin(std::fs::File::open(&file).expect("a password"));
        let ran = ran(&mut command);
        std::fs::remove_file(file).expect("it is gone");
        ran
    };
    let with_proof = [&decide[..], &["--prove"]].concat();
    let wrong = refusal(&proving("wrong\n", &with_proof));
    assert!(
        wrong.starts_with("The directory does not accept this person with this password."),
        "{wrong}"
    );
    assert_eq!(proving("pia’s own password\n", &with_proof).code, Some(0));
    let shown = proving(
        "pia’s own password",
        &["actor", "prove", "pia", "--secret-stdin", "--json"],
    );
    assert!(
        shown.stdout.contains("directoryBind"),
        "{}{}",
        shown.stdout,
        shown.stderr
    );
    let log = cli.ok(&["audit", "list", "--limit", "1000"]);
    let rows = log["rows"].as_array().expect("rows");
    let decided = rows
        .iter()
        .find(|one| one["operation"] == "item.decide")
        .expect("the decision");
    assert_eq!(decided["assurance"], "directoryBind");
}
