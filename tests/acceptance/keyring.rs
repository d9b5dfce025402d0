//! The key of a real store lives in the operating system's keyring, and nowhere else.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use countersign_tests::{cli, tool};

/// Runs a script in a session of its own, with a GNOME Keyring that was unlocked for it.
fn in_session(home: &std::path::Path, script: &str) -> Option<std::process::Output> {
    tool("/usr/bin/gnome-keyring-daemon")?;
    tool("/usr/bin/dbus-run-session")?;
    let run = home.join("run");
    std::fs::create_dir_all(&run).expect("the test's folder is writable");
    std::fs::set_permissions(&run, std::fs::Permissions::from_mode(0o700)).expect("it is ours");
    let unlock = "echo -n test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1\n";
    Some(
        Command::new("dbus-run-session")
            .args(["--", "bash", "-c", &format!("{unlock}{script}")])
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", &run)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("COUNTERSIGN", cli::binary())
            .env("STORE", home.join("store"))
            .env_remove("COUNTERSIGN_PASSPHRASE")
            .output()
            .expect("the session starts"),
    )
}

#[test]
fn a_real_store_opens_with_the_key_from_the_keyring_and_not_without_it() {
    let home = tempfile::tempdir().expect("a folder for the test");
    let script = "set -e\n\
        \"$COUNTERSIGN\" --store \"$STORE\" store init --organization Keyring\n\
        \"$COUNTERSIGN\" --store \"$STORE\" store check\n";
    let Some(output) = in_session(home.path(), script) else {
        return;
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("sound: true"));

    let header = std::fs::read_to_string(home.path().join("store/store.json")).expect("the description");
    assert!(header.contains("\"kind\": \"keyring\""), "{header}");
    let outside = Command::new(cli::binary())
        .args([
            "--store".as_ref(),
            home.path().join("store").as_os_str(),
            "store".as_ref(),
            "show".as_ref(),
        ])
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env("HOME", home.path())
        .output()
        .expect("the program runs");
    assert_eq!(outside.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&outside.stderr).contains("The keyring of this machine is not usable"),
        "{}",
        String::from_utf8_lossy(&outside.stderr)
    );
}

#[test]
fn the_keys_of_an_installation_lie_in_the_keyring_and_its_words_are_those_of_the_file() {
    let home = tempfile::tempdir().expect("a folder for the test");
    let script = "set -e\n\
        \"$COUNTERSIGN\" --store \"$STORE\" store init --organization Reviewer\n\
        \"$COUNTERSIGN\" --store \"$STORE\" --json device enrol --out \"$STORE.countersign\" --display-name Ada\n\
        \"$COUNTERSIGN\" --store \"$STORE\" --json device own\n";
    let Some(output) = in_session(home.path(), script) else {
        return;
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let text = String::from_utf8_lossy(&output.stdout);
    let json = text.get(text.find('{').expect("an answer")..).unwrap_or_default();
    let mut answers = serde_json::Deserializer::from_str(json).into_iter::<serde_json::Value>();
    let enrolled = answers.next().expect("the enrolment").expect("JSON");
    let own = answers.next().expect("the keys").expect("JSON");
    assert_eq!(own["keeping"], "keyring");
    assert_eq!(own["words"], enrolled["words"]);
    let file = std::fs::read(home.path().join("store.countersign")).expect("the file");
    let shown = countersign_packet::Enrolment::open(&file).expect("an enrolment");
    assert_eq!(own["words"], shown.body.key.words().as_str());
    assert_eq!(own["keyId"], shown.body.key.id().as_str());
    assert!(!String::from_utf8_lossy(&file).contains("AGE-SECRET-KEY"));
}
