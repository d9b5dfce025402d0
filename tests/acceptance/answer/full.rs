//! A full disk on either side: it is said, nothing is half done, and with room again everything goes on where it was.

use std::path::Path;
use std::process::Command;

use countersign_tests::cli::{self, Cli, binary, definition, ran};
use countersign_tests::practice::{group, person};
use countersign_tests::tool;
use serde_json::{Value, json};

/// People in the packet: some dozens of kilobytes.
const PEOPLE: usize = 200;

/// Two disks of their own, for the stores and for what goes between them, seen by this shell and its children only. Each
/// command is tried with no room for its file, then with ever more room for the store until it is done; at last with all.
const SCRIPT: &str = r#"
disk="$1/disk"; between="$1/between"; program="$2"; instance="$3"; trust="$4"
mkdir "$disk" "$between" || exit 9
mount -t tmpfs -o size=24m none "$disk" && mount -t tmpfs -o size=1m none "$between" || exit 9
cp -r "$5" "$disk/office" && cp -r "$6" "$disk/pia" && mkdir "$between/back" || exit 9
starve() {
  step="$1"; shift
  dd if=/dev/zero of="$between/filler" bs=4096 2> /dev/null
  "$program" --store "$@" > /dev/null || echo "$step starved"
  rm "$between/filler"
}
narrow() {
  step="$1"; shift
  for room in 0 4 16 64 256 1024; do
    dd if=/dev/zero of="$disk/filler" bs=4096 2> /dev/null
    truncate -s "-${room}K" "$disk/filler"
    if "$program" --store "$@" > /dev/null; then rm "$disk/filler"; echo "$step with $room K"; return; fi
  done
  rm "$disk/filler"
  "$program" --store "$@" > /dev/null && echo "$step with all"
}
starve export "$disk/office" packet export "$instance" --out "$between/out"
narrow export "$disk/office" packet export "$instance" --out "$between/out"
narrow open "$disk/pia" packet open "$between"/out/*.countersign --accept "$trust"
narrow decide "$disk/pia" --as pia call item.decideAll '{"instance":1,"filter":{},"decision":"deny","justification":"left"}'
starve answer "$disk/pia" --as pia packet answer 1 --folder "$between/back"
narrow answer "$disk/pia" --as pia packet answer 1 --folder "$between/back" --again
narrow take-in "$disk/office" packet take-in --folder "$between/back"
cd "$between" && find out back -type f
mkdir "$1/after" && cp -r "$disk/office" "$1/after/office" && cp -r "$disk/pia" "$1/after/pia"
"#;

/// An organization that asks Pia, and Pia's own store, which knows the organization by its words.
fn sides() -> (Cli, Cli, String, String) {
    let (office, pia) = (Cli::practice(), Cli::practice());
    let members: Vec<usize> = (1..=PEOPLE).collect();
    let mut nodes = vec![person(0, "pia", &json!({}))];
    nodes.extend((1..=PEOPLE).map(|n| person(n, &format!("p{n}"), &json!({}))));
    nodes.push(group(PEOPLE + 1, "Ledger", &members, &[0]));
    let tree = json!({ "nodes": nodes }).to_string();
    std::fs::write(office.store().join("directory.json"), tree).expect("a file");
    let added = json!({ "name": "Directory", "kind": "sample", "settings": { "file": "directory.json" } });
    office.call("directory.add", &added);
    office.ok(&["directory", "sync", "Directory"]);
    let (_, instance) = office.start_review(&definition("Ledger", &["Ledger"], &["/users/pia"]));
    let between = |name: &str| office.folder().join(name).to_string_lossy().into_owned();
    let enrolled = pia.ok(&["device", "enrol", "--out", &between("enrolment"), "--name", "notebook"]);
    let offered = office.ok(&["device", "offer", &between("enrolment")]);
    let words = enrolled["words"].as_str().expect("eight words");
    let device = offered["device"]["device"].to_string();
    office.ok(&["device", "accept", &device, "--principal", "pia", "--words", words]);
    // With its first packet the organization has a key; the packet that is made on the small disk takes its place.
    office.ok(&["packet", "export", &instance, "--out", &between("first")]);
    let trust = office.call("device.own", &json!({}))["words"].clone();
    (office, pia, instance, trust.as_str().expect("eight words").to_owned())
}

/// A store that stood on the small disk.
fn after(cli: &Cli, folder: &Path, words: &[&str]) -> Value {
    let mut command = Command::new(binary());
    command.arg("--store").arg(folder).args(words).arg("--json");
    cli.surround(&mut command);
    let ran = ran(&mut command);
    assert_eq!(ran.code, Some(0), "{words:?}: {}", ran.stderr);
    serde_json::from_str(&ran.stdout).expect("JSON")
}

#[test]
fn a_full_disk_on_either_side_is_said_and_loses_nothing() {
    let Some(unshare) = tool("/usr/bin/unshare") else {
        return;
    };
    let (office, pia, instance, trust) = sides();
    let mut command = Command::new(unshare);
    command
        .args(["-r", "-m", "sh", "-c", SCRIPT, "sh"])
        .args([office.folder(), binary()])
        .args([&instance, &trust])
        .args([office.store(), pia.store()]);
    office.surround(&mut command);
    let ran = cli::ran(&mut command);
    if ran.code == Some(9) || ran.stderr.contains("unshare") {
        assert!(std::env::var_os("REQUIRE_TOOLS").is_none(), "{}", ran.stderr);
        eprintln!("skipped: no disk of its own: {}", ran.stderr);
        return;
    }
    let told = format!("{}{}", ran.stdout, ran.stderr);
    let steps: Vec<&str> = ran.stdout.lines().filter(|line| line.contains(" with ")).collect();
    let names: Vec<&str> = steps.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names, ["export", "open", "decide", "answer", "take-in"], "{told}");
    assert!(
        steps.iter().any(|line| !line.ends_with(" 0 K")),
        "the disk was full: {told}"
    );
    for said in ran.stderr.lines() {
        let known = [
            "The disk is full",
            "Free some space and repeat.",
            "What was decided is kept",
        ];
        assert!(known.iter().any(|one| said.starts_with(one)), "{said}: {told}");
    }
    // One packet, one return, and nothing half written beside them.
    let files = |end: &str| ran.stdout.lines().filter(|line| line.ends_with(end)).count();
    assert_eq!((files(".countersign"), files(".answer")), (1, 1), "{told}");
    let between = ran.stdout.lines().filter(|line| line.contains('/')).count();
    assert_eq!(between, 2, "{told}");
    let starved: Vec<&str> = ran.stdout.lines().filter(|line| line.ends_with(" starved")).collect();
    assert_eq!(starved, ["export starved", "answer starved"], "{told}");

    let at = |name: &str| office.folder().join("after").join(name);
    for side in ["office", "pia"] {
        assert_eq!(after(&office, &at(side), &["store", "check"])["sound"], true, "{side}");
        assert_eq!(after(&office, &at(side), &["audit", "verify"])["valid"], true, "{side}");
    }
    let denied = json!({ "instance": instance.parse::<i64>().expect("a number"), "filter": { "decision": ["deny"] } });
    let list = after(&office, &at("office"), &["call", "item.list", &denied.to_string()]);
    assert_eq!(list["total"], PEOPLE, "every answer counts");
    assert_eq!(after(&office, &at("office"), &["dispute", "list"])["total"], 0);
}
