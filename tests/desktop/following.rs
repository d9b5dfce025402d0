//! Two workstations hold one store: the second is set up in its own window, follows, and takes the store over.

use std::path::Path;

use serde_json::json;

use crate::harness::{Start, Window};
use crate::office::office;
use crate::two_windows::file;

const NOW: &str = "2026-01-13T09:00:00Z";
/// Of no workstation there is.
const OTHER_WORDS: &str = "abandon ability able about above absent absorb abstract";

/// The words that a window shows under this label, as they are read out.
fn words(window: &Window, label: &str) -> String {
    window.role("list", label);
    let body =
        "return [...document.querySelector(`[aria-label=\"${arguments[0]}\"]`).children].map((one) => one.innerText)";
    let shown = window.script(body, &json!([label]));
    let words = shown.as_array().expect("words").iter();
    let words: Vec<&str> = words.filter_map(|word| word.as_str()).map(str::trim).collect();
    words.join(" ")
}

/// Looks at the place of the exchange, to its end, and is told what came of it.
fn look(window: &Window, told: &str) {
    window.go("/exchange");
    window.role("ready", "Look now").click();
    window.sees("The place was met.");
    window.sees(told);
    window.go("/workstations");
    window.role("heading", "Workstations");
}

fn set_up_the_office(office: &Window, place: &Path) -> String {
    office.go("/exchange");
    office.role("ready", "Set up").click();
    office.role("ready", "Save").click();
    office.sees("Say which folder.");
    file(office, "Folder", place, "Save");
    office.sees("The place was saved.");
    office.go("/workstations");
    office.role("ready", "Name this workstation").click();
    office.role("dialog", "This workstation");
    office.field("Name").write("Office");
    office.role("ready", "Save").click();
    office.sees("This workstation: Office");
    office.picture("named");
    words(office, "Words of this workstation")
}

#[test]
fn a_second_workstation_is_set_up_in_its_window_follows_and_takes_over() {
    let store = office();
    let between = tempfile::tempdir().expect("a folder");
    let place = between.path().join("place");
    std::fs::create_dir(&place).expect("the place");
    let start = Start::new("follow-office").store(&store.store);
    let Some(office) = start.word("--now").word(NOW).open() else {
        return;
    };
    office.role("heading", "Overview");
    let office_words = set_up_the_office(&office, &place);

    let home = Start::new("follow-home").word("--now").word(NOW).beside(&office).open();
    let home = home.expect("another window where there is one");
    home.role("heading", "Welcome");
    home.role("ready", "Follow another workstation").click();
    home.role("heading", "Follow another workstation");
    // What is missing is said at its place, and nothing is made.
    home.role("ready", "Set it up").click();
    home.sees("Ask for its eight words.");
    home.picture("missing");
    let (copies, introduction) = (between.path().join("copies"), between.path().join("home.countersign"));
    home.field("Name of this workstation").write("Home");
    home.field("New folder").write(&copies.to_string_lossy());
    home.field("Words of the workstation that writes").write(OTHER_WORDS);
    home.field("Folder").write(&place.to_string_lossy());
    home.field("File for its administrator")
        .write(&introduction.to_string_lossy());
    home.role("checkbox", "It is a practice store").click();
    home.picture("form");
    home.role("ready", "Set it up").click();
    home.role("heading", "The first copy");
    let home_words = words(&home, "Words of this workstation");
    assert_eq!(home_words.split(' ').count(), 8, "{home_words}");
    home.role("ready", "Look for it").click();
    home.sees("No copy is there yet.");
    home.picture("nothing-yet");

    office.role("ready", "Accept a workstation").click();
    office
        .field("File of the workstation")
        .write(&introduction.to_string_lossy());
    office.field("Its eight words").write(&home_words);
    office.role("ready", "Accept it").click();
    office.sees("The workstation was accepted.");
    look(&office, "1 copy of the store sent.");
    office.sees("Home");
    office.picture("accepted");

    // The words that were given are another's: the copy does not count until those of the office are given.
    home.role("ready", "Look for it").click();
    home.sees("give its eight words once more");
    home.field("Words of the workstation that writes")
        .write("one two three");
    home.role("ready", "Look for it").click();
    home.sees("Give the eight words");
    home.picture("not-compared");
    home.field("Words of the workstation that writes")
        .rewrite(&office_words);
    home.role("ready", "Look for it").click();
    home.role("heading", "Overview");
    home.sees("Read only.");
    home.picture("follows");
    // It is the same store, and nothing is written in it here.
    home.go("/reviews");
    home.sees("Finance and production access, first quarter");
    let refused = home.call("audit.checkpoint", &json!({})).expect_err("it only reads");
    assert_eq!(refused["code"], "readOnly", "{refused}");

    home.go("/workstations");
    home.role("ready", "Compare another").click();
    home.field("Its eight words").write("one two three");
    home.role("ready", "Let its copies count").click();
    home.sees("Give the eight words");
    home.picture("comparing");
    home.field("Its eight words").rewrite(&office_words);
    home.role("ready", "Let its copies count").click();
    home.sees("Its copies count.");
    home.picture("compared");
    office.role("ready", "Hand over to Home").click();
    office.role("dialog", "Hand the store over");
    office.field("Why").write("Away for a month");
    office.role("ready", "Hand over").click();
    office.sees("The store was handed over.");
    look(&office, "1 copy of the store sent.");
    look(&home, "This workstation has a newer copy.");
    home.sees("Handed over to this workstation.");
    home.picture("waits");
    home.role("ready", "Take over").click();
    home.role("dialog", "Take the store over?");
    home.picture("taking");
    home.role("ready", "Take over").click();
    home.sees("This workstation writes the store.");
    home.no_longer_sees("Handed over to this workstation.");
    home.sees("Away for a month");
    home.picture("writes");
    home.call("audit.checkpoint", &json!({})).expect("it writes now");
    office.sees("Read only.");
    office.picture("reads");
    for window in [&home, &office] {
        let told = window.call("audit.verify", &json!({})).expect("the log");
        assert_eq!(told["valid"], true, "{told}");
    }
}
