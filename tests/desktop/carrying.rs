//! What somebody said on one machine is carried on from another of theirs.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::harness::Window;
use crate::two_windows::{file, store, words};

/// Says in the dialog which device goes on with it, first with words that are not its own.
fn name_other(window: &Window, (enrolment, words): (&Path, &Value), then: &str) {
    window
        .field("File of the other device")
        .write(&enrolment.to_string_lossy());
    window.field("Its eight words").write("other words");
    window.role("ready", then).click();
    window.role("alert", "These are not the words");
    window.picture("carry-words");
    window
        .field("Its eight words")
        .rewrite(words.as_str().expect("the words of a device"));
    window.role("ready", then).click();
}

/// Carries what was asked for from one machine to another, which introduced itself in this file; the file that is made.
pub fn carried((from, to): (&Window, &Window), device: (&Path, &Value), folder: &Path) -> PathBuf {
    std::fs::create_dir(folder).expect("a folder");
    from.role("ready", "Carry on elsewhere").click();
    from.field("Folder").write(&folder.to_string_lossy());
    name_other(from, device, "Write the files");
    from.sees("1 request in 1 file");
    from.picture("carried");
    let mut files = std::fs::read_dir(folder).expect("the folder");
    to.go("/inbox");
    files.next().expect("a file").expect("a file").path()
}

/// Another device of a person that the organization accepts: its window, its enrolment and its words.
pub fn another(office: &Window, window: &Window, person: &Value, between: &Path) -> (PathBuf, Value) {
    store(window, &between.join("tablet"), "Pia, on the way");
    let enrolment = between.join("tablet.enrolment");
    let asked = json!({ "path": enrolment, "deviceName": "tablet", "displayName": "pia" });
    let words = window.call("device.enrol", &asked).expect("a device")["words"].clone();
    let offered = office.call("device.offer", &json!({ "path": enrolment }));
    let offered = offered.expect("it is offered");
    let accept = json!({ "device": offered["device"]["device"], "principal": person, "words": words });
    office.call("device.accept", &accept).expect("it is accepted");
    (enrolment, words)
}

/// The decisions on a packet that is open on both go from one device to the other, which compares the words of the first.
pub fn decisions_carried((from, to): (&Window, &Window), device: (&Path, &Value), between: &Path) {
    let carried = between.join("pia.carried");
    from.go("/inbox");
    from.role("ready", "Carry…").click();
    from.field("File to write").write(&carried.to_string_lossy());
    name_other(from, device, "Write the file");
    from.sees("4 answers written to");
    from.picture("carried");
    from.go("/devices");
    let own = words(from, "The words of this installation");

    to.go("/inbox");
    to.role("ready", "Open a packet").click();
    file(to, "The file", &carried, "Open");
    to.role("alert", "say the words that it shows");
    to.field("The eight words").write(&own.join(" "));
    to.picture("carried-words");
    to.role("ready", "Open").click();
    to.sees("4 answers of yours were kept");
    to.css("[data-item]");
    to.picture("carried-on");
}
