//! Requests that travel: what a person may ask for is handed out in a packet, asked for on their own machine without a
//! network, and taken in through the same door as a request at the desk.

#[path = "request_travel/carry.rs"]
mod carry;
#[path = "request_travel/change.rs"]
mod change;
#[path = "request_travel/dispute.rs"]
mod dispute;
#[path = "request_travel/forged.rs"]
mod forged;
// The office has more people than these tests ask.
#[allow(dead_code)]
#[path = "request/office.rs"]
mod office;
#[path = "request_travel/order.rs"]
mod order;
#[path = "request_travel/scene.rs"]
mod scene;
// Machines, devices and files are as where approvals travel.
#[allow(dead_code)]
#[path = "approval_travel/scene.rs"]
mod travel;

use countersign_evidence::{EmbeddedPackage, LogSource as _};
use countersign_tests::practice::Practice;
use office::{ANNA, ELLA, OLGA};
use scene::{Scene, berlin};
use serde_json::{Value, json};

#[test]
fn a_request_is_written_without_a_network_and_counts_as_one_at_the_desk() {
    let scene = Scene::new();
    let machine = scene.seated(ANNA, "Anna's notebook");
    let rows = machine.offers();
    assert_eq!(rows.len(), 1, "{rows:?}");
    let (row, content) = (&rows[0], &rows[0]["content"]);
    assert_eq!(
        (&row["packageName"], &row["originName"], &row["asked"]),
        (&json!("Accountant"), &json!("Example"), &Value::Null)
    );
    let terms = &content["policies"][0];
    for (at, said) in [
        (&content["catalog"], json!("Finance")),
        (&content["gives"], json!(["Ledger"])),
        (&terms["name"], json!("Two stages")),
        (&terms["stages"], json!(2)),
        (&terms["ownDates"], json!(true)),
        (&terms["expiration"], json!({ "kind": "after", "value": "P90D" })),
        (&terms["questions"][0]["text"], json!("Which plant?")),
        (&terms["questions"][0]["required"], json!(true)),
    ] {
        assert_eq!(*at, said, "{content}");
    }

    // What the desk would refuse is refused here already.
    let now = scene.office.practice.now();
    let day = |days: i64| json!(now + chrono::Duration::days(days));
    for (more, code) in [
        (json!({ "answers": [] }), "answers"),
        (json!({ "startsAt": day(-1) }), "dates"),
        (json!({ "endsAt": day(91) }), "dates"),
        (json!({ "startsAt": day(3), "endsAt": day(2) }), "dates"),
        (json!({ "policy": 999 }), "missing"),
        (json!({ "kind": "userUpdate" }), "notHeld"),
        (json!({ "kind": "userRemove" }), "notHeld"),
    ] {
        assert_eq!(machine.writes_in_vain(row, &more), code, "{more}");
    }
    // What was asked for may be changed and taken back until it is returned.
    machine.writes(row, "No, wait", &json!({}));
    machine.withdraws(row);
    assert_eq!(machine.offers()[0]["asked"], Value::Null);
    assert_eq!(machine.returns_in_vain(), "nothing");
    machine.writes(row, "At first", &json!({}));
    machine.writes(row, "Month end closes on Friday", &json!({ "endsAt": day(30) }));
    let files = machine.gives_back();
    assert_eq!(files.len(), 1);
    assert_eq!(machine.offers()[0]["returned"], true);
    assert_eq!(machine.writes_in_vain(row, &json!({})), "returned");
    assert_eq!(machine.returns_in_vain(), "nothing");

    // Nothing has happened yet; then the first approver is asked.
    assert_eq!(scene.requests(), Vec::<Value>::new());
    let told = scene.take_in(&files[0]);
    assert_eq!((&told["taken"], &told["disputes"]), (&json!(1), &json!({})), "{told}");
    let requests = scene.requests();
    assert_eq!(requests.len(), 1);
    let shown = scene.office.show(&requests[0]);
    for (name, said) in [
        ("state", json!("pendingApproval")),
        ("kind", json!("userAdd")),
        ("requestorName", json!("anna")),
        ("targetName", json!("anna")),
        ("justification", json!("Month end closes on Friday")),
        ("endsAt", day(30)),
        ("answers", berlin(row)),
    ] {
        assert_eq!(shown[name], said, "{name}: {shown}");
    }
    assert_eq!(scene.office.asked(&requests[0], 1), ["mona"]);
    // A second time changes nothing.
    assert_eq!(scene.take_in(&files[0])["again"], 1);
    assert_eq!(scene.requests().len(), 1);
    let packet = scene.packets()[0].clone();
    assert_eq!(
        (
            &packet["personName"],
            &packet["offerCount"],
            &packet["requestCount"],
            &packet["returnCount"]
        ),
        (&json!("anna"), &json!(1), &json!(1), &json!(1)),
        "{packet}"
    );

    // The log has the person as its actor, and says on which device and in which packet it came.
    let entry = scene.entry("request.submit");
    let starts = |name: &str, with: &str| entry[name].as_str().is_some_and(|one| one.starts_with(with));
    assert!(starts("actor", "anna (principal"), "{entry}");
    assert!(starts("device", "Anna's notebook ("), "{entry}");
    assert_eq!(entry["assurance"], "device");
    let detail = travel::detail(&entry);
    assert_eq!(
        (&detail["packet"], &detail["packageName"], &detail["madeAt"]),
        (&packet["packet"], &json!("Accountant"), &detail["askedAt"]),
        "{detail}"
    );

    // The evidence of the package holds that entry, word for word.
    let pdf = scene.path("package.pdf");
    let printed = travel::evidence(&scene.office, &pdf);
    let mut told = 0;
    EmbeddedPackage::open(&pdf)
        .expect("a record")
        .for_each_entry(&mut |entry| {
            told += usize::from(entry.operation == "request.submit" && entry.entry.contains("Anna's notebook ("));
            Ok(())
        })
        .expect("entries");
    assert_eq!(told, 1);
    assert!(
        printed.contains("signed by an accepted device, on Anna's notebook ("),
        "{printed}"
    );
    scene.office.practice.is_sound();
    machine.desk.sit(None);
    machine.desk.is_sound();
}

#[test]
fn a_newer_packet_takes_the_place_of_the_one_before_and_keeps_what_was_asked_for() {
    let scene = Scene::new();
    let machine = scene.seated(ANNA, "notebook");
    let old = scene.newest_file();
    machine.writes(&machine.offer("Accountant"), "Month end", &json!({}));
    scene.package("Auditor");
    scene.later();
    machine.opens(&scene.hand_out(ANNA));
    let names: Vec<Value> = machine.offers().iter().map(|row| row["packageName"].clone()).collect();
    assert_eq!(names, ["Accountant", "Auditor"]);
    assert_eq!(machine.offer("Accountant")["asked"]["justification"], "Month end");
    assert_eq!(machine.offer("Auditor")["asked"], Value::Null);
    let (new, before) = (scene.packets()[0].clone(), scene.packets()[1].clone());
    assert_eq!(before["supersededBy"], new["id"]);
    // The older one is known, and changes nothing.
    machine.desk.sit(None);
    assert_eq!(machine.desk.done("packet.open", json!({ "path": old }))["again"], true);
    machine.sits();
    let files = machine.gives_back();
    let told = scene.take_in(&files[0]);
    assert_eq!((&told["taken"], &told["disputes"]), (&json!(1), &json!({})), "{told}");

    // What was asked for stands in the next packet, and is not asked for again.
    scene.later();
    machine.opens(&scene.hand_out(ANNA));
    let row = machine.offer("Accountant");
    assert_eq!(row["content"]["asked"]["state"], "pendingApproval", "{row}");
    assert_eq!(row["content"].get("policies"), None);
    machine.withdraws(&row);
    machine.gives_back();
    assert_eq!(
        machine.writes_in_vain(&machine.offer("Accountant"), &json!({})),
        "pending"
    );
}

#[test]
fn a_packet_is_made_for_whoever_may_ask_and_says_why_not_for_others() {
    let scene = Scene::new();
    let org = &scene.office.practice;
    org.sit(None);
    let hand_out = |more: Value| {
        let mut input = json!({ "folder": scene.path("out") });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        org.job("request.handOut", input)
    };
    let code = |problem: countersign_app::Problem| problem.code.unwrap_or_default();
    assert_eq!(hand_out(json!({})).map_err(code), Err("nothing".into()));
    // Whoever has no device gets theirs under a passphrase; a guest may ask for nothing here.
    let people = [ELLA, office::GINA, ELLA].map(|n| scene.office.person(n));
    let made = hand_out(json!({ "people": people })).expect("a packet");
    assert_eq!(
        (&made["made"], &made["offers"], &made["passphrases"]),
        (&json!(1), &json!(1), &json!(1)),
        "{made}"
    );
    assert_eq!(made["refused"][0]["why"], "There is nothing that gina could ask for.");
    // From then on she has one with the others.
    assert_eq!(hand_out(json!({})).expect("packets")["made"], 1);
    let group = org.principal("Sales", "group");
    let problem = hand_out(json!({ "people": [group] })).expect_err("no person");
    assert_eq!(problem.field.as_deref(), Some("people"));
    let problem = hand_out(json!({ "dueAt": org.now() })).expect_err("over already");
    assert_eq!(problem.field.as_deref(), Some("dueAt"));
}

#[test]
fn requests_travel_over_the_exchange_as_reviews_do() {
    let scene = Scene::new();
    let folder = tempfile::tempdir().expect("a folder");
    let place = json!({ "place": { "kind": "folder", "path": folder.path() } });
    let org = &scene.office.practice;
    // The organization is met once by hand; from then on everything goes over the folder.
    let machine = scene.seated(OLGA, "notebook");
    machine.desk.sit(None);
    machine.desk.call("exchange.set", place.clone());
    org.sit(None);
    org.call("exchange.set", place);
    scene.package("Auditor");
    scene.later();
    scene.hand_out(OLGA);
    let run = |practice: &Practice| {
        practice.sit(None);
        let done = practice.done("exchange.run", json!({}));
        assert_eq!(done["problems"], json!([]), "{done}");
        done
    };
    assert_eq!(run(org)["sent"], 1);
    assert_eq!(run(&machine.desk)["taken"], 1);
    let arrivals = machine.desk.call("exchange.arrivals", json!({}));
    assert_eq!(arrivals["rows"][0]["subject"], "2 packages", "{arrivals}");
    machine.sits();
    for row in machine.offers() {
        machine.writes(&row, "Year end", &json!({}));
    }
    machine.gives_back();
    assert_eq!(run(&machine.desk)["sent"], 1);
    assert_eq!(run(org)["taken"], 1);
    let states: Vec<Value> = scene.requests().iter().map(|row| row["state"].clone()).collect();
    assert_eq!(states, ["delivering", "pendingApproval"]);
    assert_eq!(run(&machine.desk)["acknowledged"], 1);
    assert_eq!(scene.disputes(), Vec::<Value>::new());
    org.is_sound();
}
