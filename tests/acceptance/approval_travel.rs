//! Approvals that travel: handed out in a packet, answered on the approver's own machine without a network, and taken in
//! through the same door as an answer at the desk.

#[path = "approval_travel/carry.rs"]
mod carry;
#[path = "approval_travel/dispute.rs"]
mod dispute;
#[path = "approval_travel/forged.rs"]
mod forged;
// The office has more people than these tests ask.
#[allow(dead_code)]
#[path = "request/office.rs"]
mod office;
#[path = "approval_travel/scene.rs"]
mod scene;

use countersign_evidence::{EmbeddedPackage, LogSource as _};
use countersign_tests::practice::Practice;
use office::{ANNA, BORIS, MONA, OLGA};
use scene::Scene;
use serde_json::{Value, json};

#[test]
fn an_approval_is_answered_without_a_network_and_counts_as_one_at_the_desk() {
    let scene = Scene::new();
    let asked = scene.asks(ANNA, "Month end closes on Friday");
    let machine = scene.seated(MONA, "Mona's notebook");
    let rows = machine.received();
    assert_eq!(rows.len(), 1, "{rows:?}");
    let (row, content) = (&rows[0], &rows[0]["content"]);
    assert_eq!(
        (&row["request"], &row["stage"], &row["originName"]),
        (&asked["request"], &json!(1), &json!("Example"))
    );
    for (name, said) in [
        ("package", json!("Accountant")),
        ("policy", json!("Two stages")),
        ("requestor", json!("anna")),
        ("target", json!("anna")),
        ("justification", json!("Month end closes on Friday")),
        ("kind", json!("userAdd")),
        ("stages", json!(2)),
        ("justified", json!(true)),
    ] {
        assert_eq!(content[name], said, "{name}: {content}");
    }
    assert_eq!(
        content["questions"][0],
        json!({ "text": "Which plant?", "answer": "Berlin" })
    );
    assert_eq!(row["dueAt"], content["dueAt"]);
    assert_eq!(
        (&row["packageName"], &row["targetName"], &row["why"]),
        (&content["package"], &content["target"], &content["justification"])
    );

    // A reason is asked for, as at the desk; what was answered may be changed and taken back until it is returned.
    let bare = json!({ "approval": row["approval"], "decision": "approve" });
    let refused = machine.desk.refused("approval.decide", bare);
    assert_eq!(refused.code.as_deref(), Some("justificationRequired"));
    machine.answers(row, "deny");
    machine
        .desk
        .call("approval.decide", json!({ "approval": row["approval"] }));
    assert_eq!(machine.received()[0]["decision"], Value::Null);
    assert_eq!(machine.returns_in_vain(), "nothing");
    machine.answers(row, "approve");
    let files = machine.gives_back();
    assert_eq!(files.len(), 1);
    assert_eq!(machine.received()[0]["returned"], true);
    let again = json!({ "approval": row["approval"], "decision": "deny", "justification": "No" });
    assert_eq!(
        machine.desk.refused("approval.decide", again).code.as_deref(),
        Some("returned")
    );
    assert_eq!(machine.returns_in_vain(), "nothing");

    // Nothing has happened to the request yet; then the first stage is over and the second begins.
    assert_eq!(scene.office.asked(&asked, 1), ["mona"]);
    let told = scene.take_in(&files[0]);
    assert_eq!((&told["taken"], &told["disputes"]), (&json!(1), &json!({})), "{told}");
    assert_eq!(scene.office.asked(&asked, 2), ["boris"]);
    let shown = scene.office.show(&asked);
    assert_eq!(shown["answered"][0]["decision"], "approve");
    assert_eq!(shown["answered"][0]["justification"], "approve it");
    // A second time changes nothing.
    assert_eq!(scene.take_in(&files[0])["again"], 1);
    let packet = scene.packets()[0].clone();
    assert_eq!(
        (
            &packet["approverName"],
            &packet["approvalCount"],
            &packet["answeredCount"],
            &packet["returnCount"],
            &packet["waitingCount"]
        ),
        (&json!("mona"), &json!(1), &json!(1), &json!(1), &json!(0)),
        "{packet}"
    );

    // The evidence of the package holds that entry, word for word.
    let pdf = scene.path("package.pdf");
    let printed = scene::evidence(&scene.office, &pdf);
    let mut told = 0;
    EmbeddedPackage::open(&pdf)
        .expect("a record")
        .for_each_entry(&mut |entry| {
            told += usize::from(entry.operation == "approval.answer" && entry.entry.contains("Mona's notebook ("));
            Ok(())
        })
        .expect("entries");
    assert_eq!(told, 1);
    assert!(
        printed.contains("signed by an accepted device, on Mona's notebook ("),
        "{printed}"
    );

    // The log has the person as its actor, and says on which device and in which packet it came.
    let entry = scene.entry("approval.answer");
    assert!(
        entry["actor"]
            .as_str()
            .is_some_and(|one| one.starts_with("mona (principal"))
    );
    assert_eq!(entry["assurance"], "device");
    assert!(
        entry["device"]
            .as_str()
            .is_some_and(|one| one.starts_with("Mona's notebook (")),
        "{entry}"
    );
    let detail = scene::detail(&entry);
    assert_eq!(
        (&detail["packet"], &detail["decision"], &detail["stage"]),
        (&packet["packet"], &json!("approve"), &json!(1)),
        "{detail}"
    );
    scene.office.practice.is_sound();
    machine.desk.sit(None);
    machine.desk.is_sound();
}

#[test]
fn a_newer_packet_takes_the_place_of_the_one_before_and_keeps_what_was_answered() {
    let scene = Scene::new();
    let first = scene.asks(ANNA, "Once");
    let machine = scene.seated(MONA, "notebook");
    let old = scene.newest_file();
    let rows = machine.received();
    machine.answers(&rows[0], "approve");
    let second = scene.asks(OLGA, "Twice");
    scene
        .office
        .practice
        .set_clock(scene.office.practice.now() + chrono::Duration::hours(1));
    machine.opens(&scene.hand_out(MONA));
    let rows = machine.received();
    let requests: Vec<&Value> = rows.iter().map(|row| &row["request"]).collect();
    assert_eq!(requests, [&second["request"], &first["request"]]);
    assert_eq!(
        (&rows[0]["decision"], &rows[1]["decision"]),
        (&Value::Null, &json!("approve"))
    );
    // The older one is refused from then on, even where it is opened for the first time.
    machine.desk.sit(None);
    assert_eq!(machine.desk.done("packet.open", json!({ "path": old }))["again"], true);
    let (other, _) = scene.machine(MONA, "desktop");
    let newest = scene.hand_out(MONA);
    scene::accept(&other, &newest);
    let problem = other.job("packet.open", json!({ "path": old })).expect_err("older");
    assert_eq!(problem.code.as_deref(), Some("wrongRecipient"));
    machine.sits();
    let files = machine.gives_back();
    assert_eq!(scene.take_in(&files[0])["taken"], 1);
    assert_eq!(scene.office.asked(&first, 2), ["boris"]);
    assert_eq!(scene.office.asked(&second, 1), ["mona"]);
}

#[test]
fn approvals_travel_over_the_exchange_as_reviews_do() {
    let scene = Scene::new();
    let folder = tempfile::tempdir().expect("a folder");
    let place = json!({ "place": { "kind": "folder", "path": folder.path() } });
    let org = &scene.office.practice;
    let (desk, _) = scene.machine(MONA, "notebook");
    // The organization is met once by hand; from then on everything goes over the folder.
    let asked = scene.asks(ANNA, "Month end");
    let machine = scene.open(desk, &scene.hand_out(MONA));
    machine.desk.sit(None);
    machine.desk.call("exchange.set", place.clone());
    org.sit(None);
    org.call("exchange.set", place);
    let second = scene.asks(OLGA, "Quarter end");
    scene.later();
    scene.hand_out(MONA);
    let run = |practice: &Practice| {
        practice.sit(None);
        let done = practice.done("exchange.run", json!({}));
        assert_eq!(done["problems"], json!([]), "{done}");
        done
    };
    assert_eq!(run(org)["sent"], 1);
    assert_eq!(run(&machine.desk)["taken"], 1);
    machine.sits();
    let rows = machine.received();
    assert_eq!(rows.len(), 2, "{rows:?}");
    for row in &rows {
        machine.answers(row, "approve");
    }
    machine.gives_back();
    assert_eq!(run(&machine.desk)["sent"], 1);
    assert_eq!(run(org)["taken"], 1);
    for one in [&asked, &second] {
        assert_eq!(scene.office.asked(one, 2), ["boris"]);
    }
    assert_eq!(run(&machine.desk)["acknowledged"], 1);
    assert_eq!(scene.disputes(), Vec::<Value>::new());
    // The second stage goes the same way, and the last answer ends it.
    let (last, _) = scene.machine(BORIS, "tablet");
    let last = scene.open(last, &scene.hand_out(BORIS));
    let rows = last.received();
    assert_eq!(rows.len(), 2);
    let earlier = &rows[0]["content"]["earlier"][0];
    assert_eq!(
        (&earlier["by"], &earlier["justification"]),
        (&json!("mona"), &json!("approve it"))
    );
    last.answers(&rows[0], "approve");
    last.answers(&rows[1], "deny");
    let told = scene.take_in(&last.gives_back()[0]);
    assert_eq!((&told["taken"], &told["disputes"]), (&json!(2), &json!({})), "{told}");
    assert_eq!(scene.office.show(&rows[0])["state"], "delivering");
    assert_eq!(scene.office.show(&rows[1])["state"], "denied");
    org.is_sound();
}
