//! Files as a directory, through the command line: added, probed, read, read again, and refused.

#[path = "directory_file/health.rs"]
mod health;
#[path = "directory_file/mapping.rs"]
mod mapping;

use countersign_tests::cli::Cli;
use serde_json::{Value, json};

const PEOPLE: &str = "employeeId,displayName,mail,userName,department,manager\n\
    100,Ada Adler,ada@example.org,ada,Finance,\n\
    101,Ben Brook,ben@example.org,ben,Finance,100\n\
    102,Carl Carter,carl@example.org,carl,Sales,101\n";
const BANK: &str = "Application;Role;E-Mail;Owner\n\
    Bank portal;Approver;ada@example.org;carl@example.org\n\
    Bank portal;Preparer;ben@example.org;\n\
    Bank portal;Preparer;stranger@example.net;\n\
    Door system;;carl@example.org;\n";

/// A practice store with the two files beside it, as a directory.
fn office() -> Cli {
    let cli = Cli::practice();
    cli.write("people.csv", PEOPLE);
    cli.write("bank.csv", BANK);
    add(
        &cli,
        "Office",
        &json!([{ "path": "../people.csv" }, { "path": "../bank.csv" }]),
    );
    cli
}

fn add(cli: &Cli, name: &str, files: &Value) {
    let settings = cli.write("settings.json", &json!({ "files": files }).to_string());
    let settings = settings.to_string_lossy();
    cli.ok(&["directory", "add", name, "--kind", "files", "--settings", &settings]);
}

fn grants(cli: &Cli, resource: &str) -> Vec<String> {
    let page = cli.ok(&["grant", "list", "--resource", resource]);
    let rows = page["rows"].as_array().expect("rows");
    let line = |row: &Value| format!("{} {}", row["entitlement"], row["principalName"]).replace('"', "");
    let mut lines: Vec<_> = rows.iter().map(line).collect();
    lines.sort();
    lines
}

#[test]
fn files_are_probed_and_read_and_the_certificate_counts_every_row() {
    let cli = office();
    let probe = cli.ok(&["directory", "probe", "Office"]);
    assert_eq!(probe["namingContexts"], json!(["people.csv", "bank.csv"]));
    let synced = cli.ok(&["directory", "sync", "Office"]);
    assert_eq!(synced["entriesReturned"], 7);
    assert_eq!(synced["entriesLoaded"], 7);
    let population = &synced["population"];
    assert_eq!(
        (
            &population["user"],
            &population["servicePrincipal"],
            &population["holding"],
            &population["ownership"]
        ),
        (&json!(4), &json!(2), &json!(4), &json!(1))
    );
    assert_eq!(
        grants(&cli, "Bank portal"),
        [
            "Approver Ada Adler",
            "Preparer Ben Brook",
            "Preparer stranger@example.net",
            "owner Carl Carter"
        ]
    );
    assert_eq!(grants(&cli, "Door system"), ["default access Carl Carter"]);

    let shown = cli.ok(&["directory", "certificate", "Office"]);
    let certificate = &shown["certificate"];
    let file = &certificate["files"][1];
    assert_eq!(
        (&file["name"], &file["size"], &file["rows"]),
        (&json!("bank.csv"), &json!(BANK.len()), &json!(4))
    );
    let hash = sha2::Digest::finalize(sha2::Digest::chain_update(<sha2::Sha256 as sha2::Digest>::new(), BANK));
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(file["sha256"], json!(hash));
    assert!(
        certificate["base"].as_str().is_some_and(|base| base.contains(&hash)),
        "every evidence prints it"
    );
    let unmatched = &certificate["adjusted"][0];
    assert_eq!(
        unmatched["reason"],
        "not among the people of the import; taken in as named"
    );
    assert_eq!(unmatched["examples"], json!(["bank.csv, row 4: stranger@example.net"]));
    assert_eq!(shown["orphanTotal"], 0);
}

#[test]
fn a_second_read_of_the_same_files_changes_nothing_and_of_new_ones_what_is_new() {
    let cli = office();
    let first = cli.ok(&["directory", "sync", "Office"]);
    let again = cli.ok(&["directory", "sync", "Office"]);
    assert_eq!(first["digest"], again["digest"]);
    assert_eq!(
        (&again["added"], &again["changed"], &again["removed"]),
        (&json!(0), &json!(0), &json!(0))
    );
    // Carl leaves, Dora comes, Ben moves on, and the stranger becomes a colleague.
    let people = PEOPLE.replace("102,Carl Carter,carl@example.org,carl,Sales,101\n", "")
        + "103,Dora Dietrich,stranger@example.net,dora,Sales,101\n";
    cli.write("people.csv", &people.replace("ben,Finance", "ben,Sales"));
    let bank = BANK
        .replace("Door system;;carl@example.org;\n", "")
        .replace(";carl@example.org", ";");
    cli.write("bank.csv", &bank.replace("Approver;ada", "Preparer;ada"));
    let third = cli.ok(&["directory", "sync", "Office"]);
    // Gone: Carl, the door system, and the stranger, who is Dora now.
    assert_eq!(
        (&third["added"], &third["changed"], &third["removed"]),
        (&json!(1), &json!(1), &json!(3))
    );
    assert_eq!(
        grants(&cli, "Bank portal"),
        ["Preparer Ada Adler", "Preparer Ben Brook", "Preparer Dora Dietrich"]
    );
    let log = cli.ok(&["audit", "verify"]);
    assert_eq!(log["valid"], true);
}

#[test]
fn the_columns_of_a_file_are_guessed_for_a_person_to_put_right() {
    let cli = office();
    let file = cli.folder().join("bank.csv");
    let found = cli.ok(&["directory", "mapping", &file.to_string_lossy()]);
    assert_eq!(
        (&found["format"], &found["table"], &found["delimiter"]),
        (&json!("csv"), &json!("grants"), &json!(";"))
    );
    assert_eq!(found["mapping"]["resource"], "Application");
    assert_eq!(found["mapping"]["personMail"], "E-Mail");
    assert_eq!(
        found["rows"][0],
        json!(["Bank portal", "Approver", "ada@example.org", "carl@example.org"])
    );
    let missing = cli.refused(&["directory", "mapping", "nowhere.csv"]);
    assert!(missing.starts_with("nowhere.csv is not there."), "{missing}");
}

#[test]
fn a_file_that_cannot_be_taken_whole_changes_nothing() {
    let cli = office();
    let good = cli.ok(&["directory", "sync", "Office"]);
    let cases: [(&str, &[u8], &str); 6] = [
        (
            "people.csv",
            b"employeeId,displayName\n1,A\n1,B\n",
            "people.csv, row 3, has the id “1”, which row 2 has already.",
        ),
        (
            "people.csv",
            b"displayName\nA\n",
            "people.csv, row 1, has no column with an id, a mail address or a user name; it has “displayName”.",
        ),
        (
            "people.csv",
            b"id,name\n1,\x81\xff\n",
            "people.csv is neither UTF-8, UTF-16 nor Windows-1252: byte 11 is 0x81.",
        ),
        ("people.csv", b"id,name\n", "people.csv holds headings and no rows."),
        (
            "bank.csv",
            b"Application;E-Mail\nBank;a;b\n",
            "bank.csv, row 2, has 3 cells where the first row has 2.",
        ),
        (
            "bank.csv",
            b"Application;E-Mail\n\"Bank;a\n",
            "bank.csv, row 2, column 1, has a quotation mark that is never closed.",
        ),
    ];
    for (name, bytes, sentence) in cases {
        let kept = std::fs::read(cli.folder().join(name)).expect("the good file");
        std::fs::write(cli.folder().join(name), bytes).expect("a bad file");
        let refused = cli.refused(&["directory", "sync", "Office"]);
        assert!(refused.starts_with(sentence), "{refused}");
        std::fs::write(cli.folder().join(name), kept).expect("the good file");
    }
    std::fs::remove_file(cli.folder().join("bank.csv")).expect("gone");
    assert!(
        cli.refused(&["directory", "sync", "Office"])
            .starts_with("bank.csv is not there.")
    );
    let shown = cli.ok(&["directory", "certificate", "Office"]);
    assert_eq!(
        shown["certificate"]["digest"], good["digest"],
        "the last snapshot stands"
    );
    assert_eq!(grants(&cli, "Bank portal").len(), 4);
}

#[test]
fn settings_that_cannot_be_right_are_refused_when_they_are_given() {
    let cli = Cli::practice();
    for (settings, words) in [
        (json!({ "files": [] }), "files must name 1 to 64 files"),
        (
            json!({ "files": [{ "path": "a.csv" }, { "path": "a.csv" }] }),
            "files[1].path is named twice",
        ),
        (
            json!({ "files": [{ "path": "a.csv", "delimiter": "\"" }] }),
            "files[0].delimiter cannot separate cells",
        ),
        (
            json!({ "files": [{ "path": "a.csv", "folder": "x" }] }),
            "unknown field `folder`",
        ),
    ] {
        let file = cli.write("settings.json", &settings.to_string());
        let refused = cli.refused(&[
            "directory",
            "add",
            "Office",
            "--kind",
            "files",
            "--settings",
            &file.to_string_lossy(),
        ]);
        assert!(refused.contains(words), "{refused}");
    }
}
