//! Handing out: a device is enrolled and accepted, and everybody who is asked gets a packet that only they open.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use countersign_packet::{DeviceSecret, Expected, Header, OpenError, Opener, Packet, Signers, open};
use countersign_store::{Store, StoreError};
use countersign_tests::cli::definition;
use countersign_tests::practice::{Practice, group, person};
use serde_json::{Value, json};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

/// Pia and Rolf are asked about a group of six, in which Rolf is himself; Otto administers nothing.
fn office() -> (Practice, i64) {
    let practice = Practice::at(at("2026-09-01T08:00:00Z"));
    let mail = |name: &str| json!({ "mail": format!("{name}@hollow-pine.example"), "department": "Finance" });
    let names = ["pia", "rolf", "otto", "eva", "jo", "../../x", "=1+1", "zoë"];
    let mut nodes: Vec<Value> = names
        .iter()
        .enumerate()
        .map(|(n, name)| person(n, name, &mail(name)))
        .collect();
    nodes.push(group(20, "ledger", &[1, 2, 3, 4, 5, 6, 7], &[0]));
    practice.add_nodes(&nodes);
    let review = definition("Finance: the ledger", &["ledger"], &["/users/pia", "/users/rolf"]);
    let (_, instance) = practice.start_review(&review).expect("a review");
    (practice, instance)
}

/// The installation of a reviewer, with what its keyring would hold.
struct Installation {
    practice: Practice,
}

impl Installation {
    fn new() -> Self {
        Self {
            practice: Practice::at(at("2026-09-01T07:00:00Z")),
        }
    }

    fn enrol(&self, more: &Value) -> (PathBuf, String) {
        let path = self.practice.store().with_file_name("device.countersign");
        let mut input = json!({ "path": path, "replace": true, "displayName": "Pia", "userName": "pia",
                                "deviceName": "Pia's laptop" });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        let enrolled = self.practice.call("device.enrol", input);
        (path, enrolled["words"].as_str().expect("words").to_owned())
    }

    fn secret(&self) -> DeviceSecret {
        secret_of(&self.practice)
    }
}

/// The newest keys of a practice store, where they are kept as everything of it is.
fn secret_of(practice: &Practice) -> DeviceSecret {
    let header = countersign_store::Header::read(&practice.store()).expect("a store");
    let key = Store::derive_key(&header, None)
        .expect("a key")
        .expect("a published key");
    let store = Store::open(&practice.store(), header, key).expect("the same store");
    let (name, sealed): (String, String) = store
        .read(|connection| {
            Ok::<_, StoreError>(connection.query_row(
                "SELECT s.name, s.value FROM own_key k JOIN setting s ON s.name = 'secret/ownKey/' || k.key_id
                 ORDER BY k.id DESC LIMIT 1",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?)
        })
        .expect("its keys");
    let text = store.unseal(&name, &sealed).expect("it was sealed");
    DeviceSecret::from_text(&text).expect("keys")
}

fn accept(office: &Practice, device: &Installation, whose: &str) -> i64 {
    let (path, words) = device.enrol(&json!({}));
    let offered = office.call("device.offer", json!({ "path": path }));
    assert_eq!(
        offered["device"]["words"],
        words.as_str(),
        "both sides show the same words"
    );
    let id = offered["device"]["device"].as_i64().expect("a number");
    let person = office.person(whose);
    let said = words.to_uppercase().replace(' ', "  ");
    let accepted = office.call(
        "device.accept",
        json!({ "device": id, "principal": person, "words": said }),
    );
    assert_eq!(accepted["state"], "accepted");
    id
}

fn make(office: &Practice, instance: i64, folder: &Path) -> Value {
    office.done("packet.make", json!({ "instance": instance, "folder": folder }))
}

fn rows(office: &Practice, instance: i64) -> Vec<Value> {
    let page = office.call("packet.list", json!({ "instance": instance }));
    let rows = page["rows"].as_array().expect("rows").clone();
    assert_eq!(page["total"], rows.len());
    rows
}

fn of(rows: &[Value], reviewer: &str) -> Value {
    let found = rows.iter().find(|row| row["reviewerName"] == reviewer);
    found.expect("a packet of theirs").clone()
}

fn opened(office: &Practice, bytes: &[u8], with: Opener<'_>) -> Result<(Header, Packet), OpenError> {
    let signer = [secret_of(office).public().sign];
    let store = countersign_store::Header::read(&office.store()).expect("a store").id;
    let expected = Expected {
        store: Some(&store),
        signers: Signers::Known(&signer),
    };
    open::<Packet>(bytes, with, &expected).map(|opened| (opened.header, opened.body))
}

#[test]
fn a_device_is_accepted_only_with_its_own_words_and_its_end_is_said_with_a_reason() {
    let (office, _) = office();
    let laptop = Installation::new();
    let (path, words) = laptop.enrol(&json!({}));
    assert_eq!(words.split(' ').count(), 8);
    let offered = office.call("device.offer", json!({ "path": path }));
    let id = &offered["device"]["device"];
    let pia = office.person("pia");
    assert_eq!(offered["candidates"][0]["principal"], pia, "{offered}");
    assert_eq!(offered["device"]["state"], "offered");

    let mut others: Vec<&str> = words.split(' ').collect();
    others.swap(0, 7);
    let wrong = office.refused(
        "device.accept",
        json!({ "device": id, "principal": pia, "words": others.join(" ") }),
    );
    assert_eq!(wrong.code.as_deref(), Some("words"));
    let nobody = office.refused(
        "device.accept",
        json!({ "device": id, "principal": 9_999, "words": words }),
    );
    assert_eq!(nobody.code.as_deref(), Some("missing"));
    office.call(
        "device.accept",
        json!({ "device": id, "principal": pia, "words": words }),
    );
    let again = office.refused(
        "device.accept",
        json!({ "device": id, "principal": pia, "words": words }),
    );
    assert_eq!(again.code.as_deref(), Some("state"));
    assert_eq!(
        office.call("device.offer", json!({ "path": path }))["device"]["state"],
        "accepted"
    );

    // New keys of the same installation take the place of the old ones.
    let (path, words) = laptop.enrol(&json!({ "renew": true }));
    let offered = office.call("device.offer", json!({ "path": path }));
    assert_eq!(&offered["replaces"], id);
    let by = &offered["device"]["device"];
    let new = office.call("device.replace", json!({ "device": id, "by": by, "words": words }));
    assert_eq!((&new["state"], &new["principal"]), (&json!("accepted"), &json!(pia)));
    let unsaid = office.refused("device.revoke", json!({ "device": by, "reason": " " }));
    assert_eq!(unsaid.field.as_deref(), Some("reason"));
    office.call("device.revoke", json!({ "device": by, "reason": "Lost in a train" }));
    let page = office.call("device.list", json!({}));
    let states: Vec<&str> = page["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["state"].as_str())
        .collect();
    assert_eq!(states, ["revoked", "replaced"]);
    let (path, _) = laptop.enrol(&json!({ "renew": true }));
    let stranger = office.call("device.offer", json!({ "path": path }))["device"]["device"].clone();
    let down = office.call(
        "device.turnDown",
        json!({ "device": stranger, "reason": "The words differ" }),
    );
    assert_eq!(
        (&down["state"], &down["principal"]),
        (&json!("turnedDown"), &Value::Null)
    );
    let log = office.log();
    for name in [
        "device.offer",
        "device.accept",
        "device.replace",
        "device.revoke",
        "device.turnDown",
    ] {
        assert!(log.iter().any(|entry| entry == name), "{name} is in the log: {log:?}");
    }
    office.is_sound();
}

#[test]
fn what_is_no_enrolment_is_refused_by_what_it_is_and_nothing_changes() {
    let (office, _) = office();
    let laptop = Installation::new();
    let (path, _) = laptop.enrol(&json!({}));
    let before = office.content();
    let mut bytes = std::fs::read(&path).expect("the file");
    let end = bytes.len() - 1;
    bytes[end] ^= 1;
    let given = |bytes: &[u8]| {
        let file = office.store().with_file_name("given");
        std::fs::write(&file, bytes).expect("a file");
        office.refused("device.offer", json!({ "path": file }))
    };
    assert_eq!(given(&bytes).code.as_deref(), Some("damaged"));
    assert_eq!(given(&bytes[..40]).code.as_deref(), Some("damaged"));
    assert_eq!(given(b"").code.as_deref(), Some("packet"));
    assert_eq!(given(&vec![b'{'; 70_000]).field.as_deref(), Some("path"));
    let newer = String::from_utf8_lossy(&bytes)
        .replace("\"version\":1,", "\"version\":2,")
        .into_bytes();
    assert_eq!(given(&newer).code.as_deref(), Some("newer"));
    let folder = office.refused("device.offer", json!({ "path": office.store() }));
    assert_eq!(folder.field.as_deref(), Some("path"));
    assert_eq!(office.content(), before);
}

#[test]
fn each_reviewer_gets_a_packet_with_their_items_alone_that_opens_on_their_device_alone() {
    let (office, instance) = office();
    let laptop = Installation::new();
    let device = accept(&office, &laptop, "pia");
    let folder = tempfile::tempdir().expect("a folder");
    let made = make(&office, instance, folder.path());
    assert_eq!((&made["made"], &made["passphrases"]), (&json!(2), &json!(1)), "{made}");
    let rows = rows(&office, instance);
    let (pia, rolf) = (of(&rows, "pia"), of(&rows, "rolf"));
    assert_eq!(pia["devices"], json!([device]));
    assert_eq!(rolf["devices"], json!([]));
    let names: Vec<String> = std::fs::read_dir(folder.path())
        .expect("the folder")
        .map(|file| file.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names.len(), 2, "one each, and nothing half written: {names:?}");

    let bytes = std::fs::read(folder.path().join(pia["fileName"].as_str().expect("a name"))).expect("the file");
    assert_eq!(json!(bytes.len()), pia["bytes"]);
    let secret = laptop.secret();
    let (header, packet) = opened(&office, &bytes, Opener::Device(&secret)).expect("it opens on the laptop");
    assert_eq!(packet.reviewer.principal, office.person("pia"));
    assert_eq!(packet.reply, None);
    let shown = office.items(instance, &json!({ "reviewer": office.person("pia") }));
    assert_eq!(packet.items.len(), shown.len());
    for row in &shown {
        let item = packet
            .items
            .iter()
            .find(|item| json!(item.item) == row["item"])
            .expect("the item");
        let person = &packet.principals[item.principal as usize];
        assert_eq!(json!(person.name), row["principalName"]);
        assert_eq!(json!(person.department), row["department"]);
        assert_eq!(
            json!(packet.resources[item.resource as usize].name),
            row["resourceName"]
        );
        assert_eq!(json!(item.recommendation), row["recommendation"]);
        assert_eq!(json!(item.version), row["version"]);
    }
    assert_eq!(packet.resources[0].owners, ["pia"]);
    assert_eq!(packet.stage.due_at, packet.review.due_at);

    let other = Installation::new();
    other.enrol(&json!({}));
    let foreign = other.secret();
    assert!(matches!(
        opened(&office, &bytes, Opener::Device(&foreign)),
        Err(OpenError::WrongRecipient)
    ));

    // Rolf has no device: eight words open his, and the log keeps that they were looked up.
    let bytes = std::fs::read(folder.path().join(rolf["fileName"].as_str().expect("a name"))).expect("the file");
    assert!(matches!(
        opened(&office, &bytes, Opener::Device(&secret)),
        Err(OpenError::NeedsPassphrase)
    ));
    let said = office.call("packet.passphrase", json!({ "id": rolf["id"] }));
    let words = said["passphrase"].as_str().expect("words");
    let (his, packet) = opened(&office, &bytes, Opener::Passphrase(words)).expect("it opens with the words");
    assert!(packet.reply.is_some(), "whoever opens it may answer it");
    let named = |packet: &Packet, name: &str| {
        let holds = |item: &countersign_packet::packet::Item| packet.principals[item.principal as usize].name == name;
        packet.items.iter().any(holds)
    };
    assert!(!named(&packet, "rolf"), "nobody is asked about their own access");
    let (_, theirs) = opened(
        &office,
        &std::fs::read(folder.path().join(pia["fileName"].as_str().expect("a name"))).expect("the file"),
        Opener::Device(&secret),
    )
    .expect("it opens");
    assert!(named(&theirs, "rolf"), "the other reviewer is");
    assert_eq!(theirs.review.root, packet.review.root, "both are bound to the same run");
    assert_ne!(header.hash(), his.hash());
    assert!(office.log().iter().any(|entry| entry == "packet.passphrase"));
    let entries = office.beside("audit.list", json!({ "limit": 1000 })).to_string();
    assert!(!entries.contains(words), "the words themselves are not in it");
    office.is_sound();
}

#[test]
fn a_packet_made_again_takes_the_place_of_the_first_and_carries_what_was_decided() {
    let (office, instance) = office();
    let laptop = Installation::new();
    let device = accept(&office, &laptop, "pia");
    let folder = tempfile::tempdir().expect("a folder");
    make(&office, instance, folder.path());
    let first = of(&rows(&office, instance), "pia");
    office.sit(Some(office.person("pia")));
    let item = office.items(instance, &json!({}))[2]["item"].clone();
    office.call(
        "item.decide",
        json!({ "item": item, "decision": "deny", "justification": "left" }),
    );
    office.sit(None);
    let second = office.done(
        "packet.make",
        json!({ "instance": instance, "folder": folder.path(), "reviewers": [office.person("pia")] }),
    );
    assert_eq!(second["made"], 1);
    let all = rows(&office, instance);
    assert_eq!(all.len(), 3);
    let newest = of(&all, "pia");
    let before = all.iter().find(|row| row["id"] == first["id"]).expect("the first");
    assert_eq!(before["supersededBy"], newest["id"]);
    let bytes = std::fs::read(folder.path().join(newest["fileName"].as_str().expect("a name"))).expect("the file");
    let secret = laptop.secret();
    let (_, packet) = opened(&office, &bytes, Opener::Device(&secret)).expect("it opens");
    assert_eq!(packet.supersedes.as_deref(), first["packet"].as_str());
    let decided = packet
        .items
        .iter()
        .find(|one| json!(one.item) == item)
        .expect("the item");
    assert_eq!(decided.version, 1);
    assert_eq!(
        decided.answer.as_ref().map(|answer| answer.justification.as_str()),
        Some("left")
    );

    // A revoked device gets nothing more.
    office.call("device.revoke", json!({ "device": device, "reason": "Stolen" }));
    let third = make(&office, instance, folder.path());
    assert_eq!(third["passphrases"], 2);
    let nobody = office.refused("packet.passphrase", json!({ "id": first["id"] }));
    assert_eq!(nobody.code.as_deref(), Some("state"));
    office.is_sound();
}

#[test]
fn packets_are_made_only_of_what_goes_on_and_for_whom_it_asks_and_a_fault_leaves_none() {
    let (office, instance) = office();
    let folder = tempfile::tempdir().expect("a folder");
    let input = |reviewers: Value| json!({ "instance": instance, "folder": folder.path(), "reviewers": reviewers });
    let stranger = office
        .job("packet.make", input(json!([office.person("otto")])))
        .expect_err("refused");
    assert_eq!(stranger.field.as_deref(), Some("reviewers"));
    let file = folder.path().join("file");
    std::fs::write(&file, "taken").expect("a file");
    let taken = office
        .job("packet.make", json!({ "instance": instance, "folder": file }))
        .expect_err("refused");
    assert_eq!(taken.field.as_deref(), Some("folder"));
    assert_eq!(rows(&office, instance).len(), 0);
    office.call(
        "review.stop",
        json!({ "review": office.instance(instance)["review"], "instance": instance }),
    );
    let over = office.job("packet.make", input(Value::Null)).expect_err("refused");
    assert_eq!(over.code.as_deref(), Some("state"));
    office.is_sound();
}
