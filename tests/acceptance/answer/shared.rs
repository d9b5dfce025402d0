//! Two machines that share a packet and its passphrase.

use countersign_tests::practice::Practice;
use serde_json::{Value, json};

use super::scene::{Machine, Scene};

/// Two machines that opened the same packet by its passphrase count their files alike; into one folder both still go
/// whole, and a loss of either is seen.
#[test]
fn two_machines_under_one_passphrase_write_files_of_their_own() {
    let scene = Scene::new(4, &json!({}));
    let packet = scene.hand_out(scene.hugo);
    let row = scene.org.call("packet.list", json!({ "instance": scene.instance }))["rows"][0].clone();
    let said = scene.org.call("packet.passphrase", json!({ "id": row["id"] }));
    let phrase = said["passphrase"].as_str().expect("eight words");
    let sit = || {
        let desk = Practice::locked(scene.org.now());
        let asked = |words: Option<&str>| json!({ "path": packet, "passphrase": phrase, "accept": words });
        let hint = desk.job("packet.open", asked(None)).expect_err("not known yet").hint;
        let hint = hint.expect("the words");
        let opened = desk.done("packet.open", asked(hint.rsplit(": ").next()));
        desk.sit(opened["reviewer"].as_i64());
        let instance = opened["instance"].as_i64().expect("a number");
        Machine {
            desk,
            device: 0,
            instance,
            review: 0,
        }
    };
    let (home, work) = (sit(), sit());
    let folder = scene.path("shared");
    home.decide("p2", "Ledger", "deny");
    let mut files = home.give_back(&folder);
    work.decide("p3", "Ledger", "approve");
    files.extend(work.give_back(&folder));
    home.decide("p4", "Ledger", "deny");
    files.extend(home.give_back(&folder));
    work.decide("p5", "Ledger", "approve");
    files.extend(work.give_back(&folder));
    files.sort();
    files.dedup();
    assert_eq!(files.len(), 4, "each has a name of its own: {files:?}");
    let missing =
        || scene.org.call("packet.list", json!({ "instance": scene.instance }))["rows"][0]["missingCount"].clone();
    // The first file of one machine does not come: the other's first has the same number and does not hide it.
    let is_second = |path: &&std::path::PathBuf| path.to_string_lossy().contains("-2-");
    let (seconds, firsts): (Vec<_>, Vec<_>) = files.iter().partition(is_second);
    assert_eq!((firsts.len(), seconds.len()), (2, 2), "{files:?}");
    scene.take_in(firsts[0]);
    seconds.iter().for_each(|file| drop(scene.take_in(file)));
    assert_eq!(missing(), 1);
    scene.take_in(firsts[1]);
    assert_eq!(missing(), 0);
    assert_eq!(scene.disputes(), Vec::<Value>::new());
    scene.org.is_sound();
}
