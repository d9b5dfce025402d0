//! What can go wrong with a server ends in a clear problem and leaves the last snapshot standing.

use std::time::Duration;

use countersign_directory::{Cancel, Control, DirectoryProblem, connect};
use countersign_tests::lab::{Lab, ldap, ldap_with};
use countersign_tests::population;
use countersign_tests::slapd::{Shape, Slapd, certificates};
use countersign_tests::sync::{SyncProblem, sync};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

fn problem(result: Result<countersign_store::snapshot::Merged, SyncProblem>) -> DirectoryProblem {
    match result {
        Err(SyncProblem::Directory(problem)) => problem,
        other => panic!("not a problem of the directory: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_settings_are_named() {
    let Some(server) = Slapd::start(&population::ldif(20, 2, 20, 1)) else {
        return;
    };
    let lab = Lab::new();
    let wrong = ldap_with(&server.settings(), "wrong");
    assert!(matches!(
        problem(lab.sync(&*wrong, true).await),
        DirectoryProblem::WrongPassword { .. }
    ));
    let mut settings = server.settings();
    settings["base"] = json!("ou=nowhere,dc=example,dc=org");
    assert!(matches!(
        problem(lab.sync(&*ldap(&settings), true).await),
        DirectoryProblem::WrongBase { .. }
    ));
    let other = tempfile::tempdir().expect("a folder");
    let mut settings = server.settings();
    settings["caPem"] = json!(certificates(other.path()));
    assert!(matches!(
        problem(lab.sync(&*ldap(&settings), true).await),
        DirectoryProblem::Untrusted { .. }
    ));
    let mut settings = server.settings();
    settings["serverName"] = json!("other.example");
    assert!(matches!(
        problem(lab.sync(&*ldap(&settings), true).await),
        DirectoryProblem::Untrusted { .. }
    ));
    assert_eq!(lab.number("SELECT count(*) FROM snapshot"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_never_sent_in_clear_to_another_machine() {
    let lab = Lab::new();
    for (url, plain) in [
        ("ldap://ldap.example.org", true),
        ("ldap://127.0.0.1", false),
        ("http://x", false),
        ("ldap://", true),
    ] {
        let settings = json!({ "url": url, "allowPlaintext": plain, "bindDn": "cn=a", "base": "dc=b" });
        let secret = Some(zeroize::Zeroizing::new("secret".to_owned()));
        let made = connect("ldap", &settings, secret, lab.folder());
        assert!(matches!(made, Err(DirectoryProblem::Setting(_))), "{url}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_at_the_address_is_a_problem_and_not_a_wait() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("its address").port();
    let mut settings = json!({ "url": format!("ldap://127.0.0.1:{port}"), "allowPlaintext": true, "bindDn": "cn=a", "base": "dc=b", "connectFor": 1 });
    let lab = Lab::new();
    // Somebody listens and never answers.
    assert!(matches!(
        problem(lab.sync(&*ldap(&settings), true).await),
        DirectoryProblem::TimedOut { .. }
    ));
    drop(listener);
    assert!(matches!(
        problem(lab.sync(&*ldap(&settings), true).await),
        DirectoryProblem::Unreachable { .. }
    ));
    settings["url"] = json!("ldaps://does-not-exist.invalid");
    let found = problem(lab.sync(&*ldap(&settings), true).await);
    assert!(
        matches!(
            found,
            DirectoryProblem::Unreachable { .. } | DirectoryProblem::TimedOut { .. }
        ),
        "{found:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_size_limit_never_makes_a_smaller_snapshot() {
    let shape = Shape {
        reader_limit: Some(100),
        ..Shape::default()
    };
    let Some(server) = Slapd::start_with(&population::ldif(300, 10, 300, 1), shape) else {
        return;
    };
    let lab = Lab::new();
    let found = problem(lab.sync(&*ldap(&server.settings()), true).await);
    assert!(matches!(found, DirectoryProblem::SizeLimit { .. }), "{found:?}");
    assert_eq!(lab.number("SELECT count(*) FROM principal"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_in_the_middle_leaves_the_last_snapshot() {
    let Some(mut server) = Slapd::start(&population::ldif(3_000, 100, 20_000, 1)) else {
        return;
    };
    let lab = Lab::new();
    let mut settings = server.settings();
    let first = lab.sync(&*ldap(&settings), true).await.expect("a sync");
    settings["pageSize"] = json!(10);
    let (told, mut read) = tokio::sync::mpsc::unbounded_channel();
    let control = Control::new(Cancel::default(), move |progress| {
        let _ = told.send(progress);
    });
    let connector = ldap(&settings);
    let reading = sync(&lab.store, lab.directory, &*connector, true, &control);
    let killing = async {
        while read.recv().await.is_some_and(|progress| progress.done == 0) {}
        server.kill();
    };
    let (result, ()) = tokio::join!(reading, killing);
    let found = problem(result);
    assert!(matches!(found, DirectoryProblem::BrokenOff { .. }), "{found:?}");
    assert_eq!(lab.number("SELECT count(*) FROM snapshot"), 1);
    assert_eq!(
        lab.number("SELECT count(*) FROM principal WHERE removed_snapshot_id IS NULL AND kind = 'user'"),
        first.certificate.population.user
    );
    let left = std::fs::read_dir(lab.store.folder()).expect("the store").flatten();
    assert_eq!(
        left.filter(|file| file.file_name().to_string_lossy().starts_with("staging"))
            .count(),
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_read_ends_at_once_and_changes_nothing() {
    let Some(server) = Slapd::start(&population::ldif(3_000, 100, 20_000, 1)) else {
        return;
    };
    let lab = Lab::new();
    let cancel = Cancel::default();
    let wish = cancel.clone();
    let control = Control::new(cancel, move |progress| {
        if progress.done > 0 {
            wish.cancel();
        }
    });
    let connector = ldap(&server.settings());
    let found = problem(sync(&lab.store, lab.directory, &*connector, true, &control).await);
    assert!(matches!(found, DirectoryProblem::Cancelled(_)), "{found:?}");
    assert_eq!(lab.number("SELECT count(*) FROM snapshot"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_from_a_server_is_a_problem_and_never_a_crash() {
    let bind = b"0\x0c\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00".to_vec();
    let after_bind = |rest: &[u8]| [bind.clone(), rest.to_vec()].concat();
    let answers: Vec<Vec<u8>> = vec![
        b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(),
        vec![0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
        vec![0x30, 0x80, 0, 0],
        vec![0; 64],
        b"0\x05\x02\x01\x01\x61\x00".to_vec(),
        after_bind(b"0\x05\x02\x01\x02\x64\x00"),
        after_bind(b"0\x07\x02\x01\x02\x64\x02\x04\x7f"),
        after_bind(&[0x30; 500]),
        after_bind(b""),
    ];
    for answer in answers {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let said = answer.clone();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a caller");
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer).await;
            let _ = stream.write_all(&said).await;
            let _ = stream.read(&mut buffer).await;
            let _ = stream.shutdown().await;
        });
        let settings = json!({ "url": format!("ldap://127.0.0.1:{port}"), "allowPlaintext": true, "bindDn": "cn=a", "base": "dc=b", "connectFor": 3, "answerFor": 3 });
        let lab = Lab::new();
        let connector = ldap(&settings);
        let reading = tokio::time::timeout(Duration::from_secs(60), lab.sync(&*connector, true));
        let found = problem(reading.await.expect("no hang"));
        let known = matches!(
            found,
            DirectoryProblem::Malformed { .. } | DirectoryProblem::BrokenOff { .. } | DirectoryProblem::TimedOut { .. }
        );
        assert!(known, "{answer:?}: {found:?}");
        server.abort();
    }
}
