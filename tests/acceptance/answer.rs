//! A reviewer's part of a review on their own machine, without a network: opened, decided on, returned, taken in.

#[path = "answer/dispute.rs"]
mod dispute;
#[path = "answer/forged.rs"]
mod forged;
#[path = "answer/full.rs"]
mod full;
#[path = "answer/model.rs"]
mod model;
#[path = "answer/newer.rs"]
mod newer;
#[path = "answer/ring.rs"]
mod ring;
#[path = "answer/scene.rs"]
mod scene;
#[path = "answer/shared.rs"]
mod shared;

use countersign_tests::cli::PASSPHRASE;
use countersign_tests::practice::Practice;
use scene::{Scene, accept, at, standing};
use serde_json::{Value, json};

#[test]
fn a_packet_is_decided_on_at_the_same_desk_and_its_answers_come_back_as_they_were_given() {
    let scene = Scene::new(6, &json!({}));
    let (desk, device) = scene.machine(scene.pia, "Pia's notebook");
    let packet = scene.hand_out(scene.pia);
    // The organization is not known at first sight: its words are compared.
    let unknown = desk
        .job("packet.open", json!({ "path": packet }))
        .expect_err("not known yet");
    assert_eq!(unknown.code.as_deref(), Some("unknownOrganization"));
    let wrong = json!({ "path": packet, "accept": "eight words that are not those of any key" });
    assert_eq!(
        desk.job("packet.open", wrong).expect_err("wrong words").code.as_deref(),
        Some("words")
    );
    let machine = scene.open(desk, device, &packet);
    let before = machine.desk.items(machine.instance, &json!({}));
    assert_eq!(before.len(), 9);
    let again = accept(&machine.desk, &packet);
    assert_eq!(
        (&again["again"], &again["instance"]),
        (&json!(true), &json!(machine.instance))
    );
    assert_eq!(
        machine.desk.items(machine.instance, &json!({})),
        before,
        "a second time changes nothing"
    );

    // The same rows with the same advice as in the organization.
    let mut theirs = scene.org.items(scene.instance, &json!({}));
    let key = |row: &Value| (row["principalName"].to_string(), row["resourceName"].to_string());
    let mut ours = before.clone();
    ours.sort_by_key(key);
    theirs.sort_by_key(key);
    for (one, other) in ours.iter().zip(&theirs) {
        for name in [
            "principalName",
            "resourceName",
            "userName",
            "department",
            "entitlement",
            "recommendation",
            "direct",
        ] {
            assert_eq!(one[name], other[name], "{name}");
        }
    }

    machine.decide("p2", "Ledger", "approve");
    machine.decide("p3", "Ledger", "deny");
    let first = machine.give_back(&scene.path("back"));
    assert_eq!(first.len(), 1);
    let nothing = machine.desk.job(
        "packet.answer",
        json!({ "instance": machine.instance, "folder": scene.path("back") }),
    );
    assert_eq!(nothing.expect_err("nothing new").code.as_deref(), Some("nothing"));
    // Changed after it was returned, taken back, many at once, and by the recommendation.
    machine.decide("p3", "Ledger", "approve");
    machine.decide("p4", "Ledger", "deny");
    let item = machine.item("p4", "Ledger");
    let version = machine.desk.call("item.show", json!({ "item": item }))["version"].clone();
    machine
        .desk
        .call("item.undo", json!({ "item": item, "version": version }));
    let many: Vec<i64> = ["p5", "p6"].iter().map(|one| machine.item(one, "Ledger")).collect();
    machine.desk.call(
        "item.decideMany",
        json!({ "instance": machine.instance, "items": many, "decision": "deny", "justification": "left" }),
    );
    machine
        .desk
        .call("item.acceptRecommendations", json!({ "instance": machine.instance }));
    let page = machine.desk.call("packet.opened.list", json!({}));
    assert_eq!(page["rows"][0]["returns"], 1, "{page}");
    assert!(page["rows"][0]["unreturned"].as_i64() > Some(4), "{page}");
    let second = machine.give_back(&scene.path("back"));

    // In the wrong order, and each twice.
    let told = scene.take_in(&second[0]);
    assert_eq!(told["disputes"], json!({}), "{told}");
    let told = scene.take_in(&first[0]);
    assert_eq!((&told["older"], &told["taken"]), (&json!(1), &json!(1)), "{told}");
    assert_eq!(scene.take_in(&scene.path("back"))["again"], 2);
    assert_eq!(scene.result(), standing(&machine.desk, machine.instance));
    assert_eq!(scene.disputes(), Vec::<Value>::new());
    let row = scene.org.call("packet.list", json!({ "instance": scene.instance }))["rows"][0].clone();
    assert_eq!(
        (&row["returnCount"], row["lastReturnAt"].is_string()),
        (&json!(2), true),
        "{row}"
    );

    // The log has the person as its actor, and says how it was shown.
    let log = scene.org.call("audit.list", json!({ "limit": 1000 }));
    let is_hers = |one: &&Value| {
        let hers = one["actor"]
            .as_str()
            .is_some_and(|actor| actor.starts_with("pia (principal"));
        hers && one["operation"] == "packet.takeIn"
    };
    let entry = log["rows"].as_array().expect("rows").iter().find(is_hers);
    let entry = entry.expect("an entry");
    assert_eq!(entry["assurance"], "device");
    assert!(
        entry["device"]
            .as_str()
            .is_some_and(|device| device.starts_with("Pia's notebook (")),
        "{entry}"
    );
    scene.org.is_sound();
    machine.desk.sit(None);
    // Whoever opened the first packet is the reviewer on this account from then on, and the log says so.
    let log = machine.desk.call("audit.list", json!({ "limit": 1000 }));
    let opened = |one: &&Value| one["operation"] == "packet.open" && one.to_string().contains("osAccount");
    assert_eq!(
        log["rows"].as_array().expect("rows").iter().filter(opened).count(),
        1,
        "{log}"
    );
    machine.desk.is_sound();
}

#[test]
fn a_review_that_came_in_a_packet_is_not_ended_planned_or_led_here() {
    let scene = Scene::new(4, &json!({}));
    let machine = scene.seated(scene.pia, "notebook");
    let item = machine.item("p2", "Ledger");
    machine.desk.sit(None);
    let (instance, review) = (machine.instance, machine.review);
    for (name, input) in [
        ("review.stop", json!({ "instance": instance })),
        ("review.stopStage", json!({ "instance": instance })),
        ("review.reset", json!({ "instance": instance })),
        ("review.delete", json!({ "review": review })),
        ("review.start", json!({ "review": review })),
        ("plan.draw", json!({ "instance": instance })),
        (
            "packet.make",
            json!({ "instance": instance, "folder": scene.path("no") }),
        ),
        (
            "review.release",
            json!({ "item": item, "reviewer": 1, "reason": "because" }),
        ),
    ] {
        let refused = machine.desk.refused(name, input);
        assert_eq!(refused.code.as_deref(), Some("packet"), "{name}: {refused:?}");
    }
    // The deadline ends nothing here either: it may have been put off meanwhile.
    machine.desk.set_clock(at("2027-03-01T08:00:00Z"));
    let ticked = machine.desk.call("tick", json!({}));
    assert_eq!(ticked["ended"], json!([]), "{ticked}");
    assert_eq!(machine.desk.instance(instance)["status"], "InProgress");
    machine.desk.is_sound();
}

#[test]
fn what_was_decided_is_carried_on_from_another_device_though_the_first_is_lost() {
    let scene = Scene::new(4, &json!({}));
    let (first, first_id) = scene.machine(scene.pia, "old");
    let (second, second_id) = scene.machine(scene.pia, "new");
    let packet = scene.hand_out(scene.pia);
    let first = scene.open(first, first_id, &packet);
    let second = scene.open(second, second_id, &packet);
    first.decide("p2", "Ledger", "approve");
    first.decide("p3", "Ledger", "deny");
    let words = second.desk.call("device.own", json!({}))["words"].clone();
    let carried = scene.path("carried");
    let carry = |words: &Value| {
        let input = json!({ "instance": first.instance, "device": scene.path("new.enrolment"), "words": words, "path": carried });
        first.desk.job("packet.carry", input)
    };
    assert_eq!(
        carry(&json!("other words")).expect_err("other words").code.as_deref(),
        Some("words")
    );
    assert_eq!(carry(&words).expect("carried")["answers"], 2);
    let open = |words: &Value| {
        let input = json!({ "path": carried, "accept": words });
        second.desk.job("packet.open", input)
    };
    assert_eq!(open(&words).expect_err("its own words").code.as_deref(), Some("words"));
    first.desk.sit(None);
    let words = first.desk.call("device.own", json!({}))["words"].clone();
    let page = first.desk.call("packet.opened.list", json!({}));
    first.desk.sit(page["rows"][0]["reviewer"].as_i64());
    assert_eq!(open(&words).expect("hers")["kept"], 2);
    assert_eq!(open(&words).expect("hers")["kept"], 0, "once");
    second.decide("p3", "Ledger", "approve");
    second.decide("p4", "Ledger", "deny");
    let files = second.give_back(&scene.path("back"));
    let told = scene.take_in(&files[0]);
    assert_eq!(told["disputes"], json!({}), "{told}");
    assert_eq!(scene.result(), standing(&second.desk, second.instance));
    // The first one turns up after all: nothing of it is news.
    let files = first.give_back(&scene.path("late"));
    let told = scene.take_in(&files[0]);
    assert_eq!((&told["known"], &told["taken"]), (&json!(2), &json!(0)), "{told}");
    scene.org.is_sound();
}

#[test]
fn a_newer_packet_takes_the_place_of_an_older_one_and_keeps_the_answers() {
    let scene = Scene::new(4, &json!({}));
    let old = scene.seated(scene.pia, "notebook");
    old.decide("p2", "Ledger", "approve");
    let first = old.give_back(&scene.path("back"));
    old.decide("p3", "Ledger", "deny");
    let newer = scene.hand_out(scene.pia);
    old.desk.sit(None);
    let opened = accept(&old.desk, &newer);
    assert_eq!(
        (&opened["kept"], &opened["replaced"]),
        (&json!(2), &json!(old.instance)),
        "{opened}"
    );
    let machine = scene.open(old.desk, old.device, &newer);
    let list = machine.desk.call("packet.opened.list", json!({}));
    assert_eq!(
        (&list["total"], &list["rows"][0]["unreturned"]),
        (&json!(1), &json!(1)),
        "{list}"
    );
    machine.decide("p4", "Ledger", "approve");
    let second = machine.give_back(&scene.path("back"));
    // Nothing of what the first return answers had changed when the newer packet was made: it counts.
    for file in second.iter().chain(&first) {
        let told = scene.take_in(file);
        assert_eq!(told["disputes"], json!({}), "{told}");
    }
    assert_eq!(scene.result(), standing(&machine.desk, machine.instance));
    machine.desk.sit(None);
    machine.desk.is_sound();
    scene.org.is_sound();
}

#[test]
fn a_packet_under_a_passphrase_is_answered_by_the_key_that_came_with_it() {
    let scene = Scene::new(3, &json!({}));
    let packet = scene.hand_out(scene.hugo);
    let desk = Practice::locked(scene.org.now());
    let asked = |passphrase: Option<&str>, words: Option<&str>| json!({ "path": packet, "passphrase": passphrase, "accept": words });
    let closed = desk.job("packet.open", asked(None, None)).expect_err("closed");
    assert_eq!(closed.code.as_deref(), Some("needsPassphrase"));
    let wrong = desk
        .job("packet.open", asked(Some(PASSPHRASE), None))
        .expect_err("another passphrase");
    assert_eq!(wrong.code.as_deref(), Some("wrongPassphrase"));
    let row = scene.org.call("packet.list", json!({ "instance": scene.instance }))["rows"][0].clone();
    let said = scene.org.call("packet.passphrase", json!({ "id": row["id"] }));
    let phrase = said["passphrase"].as_str().expect("eight words");
    let unknown = desk
        .job("packet.open", asked(Some(phrase), None))
        .expect_err("not known yet");
    let hint = unknown.hint.expect("the words");
    let words = hint.rsplit(": ").next();
    let opened = desk.done("packet.open", asked(Some(phrase), words));
    desk.sit(opened["reviewer"].as_i64());
    let machine = scene::Machine {
        desk,
        device: 0,
        instance: opened["instance"].as_i64().expect("a number"),
        review: 0,
    };
    machine.decide("p2", "Ledger", "deny");
    let files = machine.give_back(&scene.path("back"));
    assert_eq!(scene.take_in(&files[0])["taken"], 1);
    let log = scene.org.call("audit.list", json!({ "limit": 1000 }));
    let entry = log["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|one| one["operation"] == "packet.takeIn");
    assert_eq!(entry.expect("an entry")["assurance"], "passphrase");
    // Where the settings ask for more proof, it waits for somebody to settle it.
    let proof = json!({ "decide": "osAccount", "administer": "stated", "countersign": "stated", "lockAfter": 0 });
    scene.org.call("identity.change", proof);
    machine.decide("p3", "Ledger", "deny");
    let files = machine.give_back(&scene.path("back"));
    assert_eq!(scene.take_in(&files[0])["disputes"], json!({ "refused": 1 }));
}

#[test]
fn a_file_that_is_none_or_another_s_is_refused_and_changes_nothing() {
    let scene = Scene::new(3, &json!({}));
    let machine = scene.seated(scene.pia, "pia");
    let (other, _) = scene.machine(scene.hugo, "hugo");
    machine.decide("p2", "Ledger", "deny");
    let answer = machine.give_back(&scene.path("back")).remove(0);
    let packet = scene.hand_out(scene.pia);
    let code = |desk: &Practice, name: &str, input: Value| {
        desk.job(name, input).expect_err("refused").code.unwrap_or_default()
    };
    assert_eq!(code(&other, "packet.open", json!({ "path": packet })), "wrongRecipient");
    assert_eq!(code(&scene.org, "packet.open", json!({ "path": answer })), "kind");
    let bytes = std::fs::read(&answer).expect("a file");
    let content = || {
        let log = scene.org.call("audit.list", json!({ "limit": 1 }))["total"].clone();
        (log, scene.result(), scene.disputes())
    };
    let before = content();
    let mut cases: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("half", bytes[..bytes.len() / 2].to_vec()),
        ("longer", [&bytes[..], b"x"].concat()),
        ("a packet", std::fs::read(&packet).expect("a file")),
        ("text", b"no file of ours at all".to_vec()),
    ];
    for at in (0..bytes.len()).step_by(bytes.len() / 40 + 1) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        cases.push(("changed", changed));
    }
    for (name, content) in cases {
        let file = scene.path("bad.answer");
        std::fs::write(&file, content).expect("a file");
        let refused = scene
            .org
            .job("packet.takeIn", json!({ "paths": [file] }))
            .expect_err(name);
        assert!(!refused.message.is_empty(), "{name}");
    }
    assert_eq!(content(), before, "nothing was written");
    // Of another organization.
    let strange = Scene::new(3, &json!({}));
    strange.org.done(
        "packet.make",
        json!({ "instance": strange.instance, "folder": strange.path("out") }),
    );
    assert_eq!(
        code(&strange.org, "packet.takeIn", json!({ "paths": [answer] })),
        "wrongRecipient"
    );
}

#[test]
fn ten_thousand_answers_are_taken_in_in_a_few_times_the_time_of_deciding_on_as_many() {
    let scene = Scene::new(7_000, &json!({}));
    let machine = scene.seated(scene.pia, "notebook");
    let all = json!({ "instance": machine.instance, "filter": {}, "decision": "deny", "justification": "all left" });
    let began = std::time::Instant::now();
    let decided = machine.desk.call("item.decideMany", all);
    let bulk = began.elapsed();
    assert_eq!(decided["decided"], 10_500);
    let began = std::time::Instant::now();
    let file = machine.give_back(&scene.path("back")).remove(0);
    let returned = began.elapsed();
    let began = std::time::Instant::now();
    let told = scene.take_in(&file);
    let taken = began.elapsed();
    assert_eq!(
        (&told["taken"], &told["disputes"]),
        (&json!(10_500), &json!({})),
        "{told}"
    );
    println!("decided {bulk:?}, returned {returned:?}, taken in {taken:?}");
    scene.org.is_sound();
}
