//! The same from the command line, over files.

use countersign_tests::cli::Cli;
use serde_json::json;

#[test]
fn people_rulings_and_snapshots_are_reached_from_the_command_line() {
    let cli = Cli::practice();
    let add = |name: &str, text: &str| {
        cli.write(&format!("{name}.csv"), text);
        let settings = cli.write(
            "settings.json",
            &json!({ "files": [{ "path": format!("../{name}.csv") }] }).to_string(),
        );
        cli.ok(&[
            "directory",
            "add",
            name,
            "--kind",
            "files",
            "--settings",
            &settings.to_string_lossy(),
        ]);
        cli.ok(&["directory", "sync", name]);
    };
    add(
        "staff",
        "id,displayName,mail,employeeNumber\ns1,Ada Adler,ada@example.org,0042\ns2,Ben Brook,ben@example.org,0043\n",
    );
    add(
        "bank",
        "id,displayName,mail,employeeNumber\nb1,ADLER A,ada@bank.example,0042\nb2,Brook B,BEN@example.org,\nb3,Stranger,x@example.net,\n",
    );
    let shown = cli.ok(&["person", "show", "b2"]);
    assert_eq!(
        (
            &shown["displayName"],
            &shown["accounts"][1]["rule"],
            &shown["accounts"][1]["value"]
        ),
        (&json!("Ben Brook"), &json!("mail"), &json!("ben@example.org"))
    );
    assert_eq!(cli.ok(&["person", "list"])["total"], 2);
    cli.ok(&["correlation", "change", "--rules", "mail", "--source", "staff"]);
    assert_eq!(cli.ok(&["person", "list"])["total"], 1);
    assert_eq!(cli.ok(&["correlation", "show"])["setting"]["rules"], json!(["mail"]));
    let unowned = cli.finds(&["finding", "list", "--kind", "accountUnowned"]);
    assert_eq!(unowned["total"], 2, "{unowned}");
    let ruled = cli.ok(&["ruling", "make", "s1", "b1", "--reason", "Seen in person"]);
    assert_eq!(
        cli.ok(&["person", "show", "s1"])["accounts"].as_array().map(Vec::len),
        Some(2)
    );
    let number = ruled["ruling"]["ruling"].to_string();
    cli.ok(&["ruling", "lift", &number]);
    assert_eq!(cli.ok(&["ruling", "list", "--state", "standing"])["total"], 0);

    cli.write(
        "bank.csv",
        "id,displayName,mail,employeeNumber\nb1,ADLER A,ada@bank.example,0044\nb2,Brook B,BEN@example.org,\n",
    );
    cli.ok(&["directory", "sync", "bank"]);
    let snapshots = cli.ok(&["snapshot", "list", "bank"]);
    let at = |place: usize| snapshots["rows"][place]["snapshot"].to_string();
    let counts = cli.ok(&["snapshot", "compare", &at(1), &at(0)]);
    assert_eq!(
        counts["differs"],
        json!({ "came": 0, "gone": 1, "changed": 1, "grantsAdded": 0, "grantsRemoved": 0 })
    );
    let changed = cli.ok(&["snapshot", "principals", &at(1), &at(0), "--change", "changed"]);
    assert_eq!(
        changed["rows"][0]["fields"],
        json!([{ "field": "employeeId", "before": "0042", "after": "0044" }])
    );
    assert_eq!(cli.ok(&["snapshot", "grants", &at(1), &at(0)])["total"], 0);
    assert_eq!(cli.ok(&["person", "access", "b2"])["total"], 0);
    assert!(
        cli.refused(&["snapshot", "compare", &at(0), &at(1)])
            .contains("not older")
    );
}
