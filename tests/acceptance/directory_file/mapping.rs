//! What columns mean, put right and kept; and whom rows name that nobody is.

use serde_json::{Value, json};

use super::{Cli, add, office};

#[test]
fn a_wrong_guess_is_put_right_and_kept_and_one_that_reads_nothing_is_not() {
    let cli = Cli::practice();
    cli.write(
        "odd.csv",
        "Kürzel|Wer|Post|Zimmer\nA1|Ada|ada@example.org|12\nB1|Ben|ben@example.org|13\n",
    );
    add(&cli, "Odd", &json!([{ "path": "../odd.csv" }]));
    let refused = cli.refused(&["directory", "sync", "Odd"]);
    assert!(
        refused.contains("odd.csv, row 1, has no column with an id, a mail address or a user name"),
        "{refused}"
    );
    let refused = cli.refused(&["directory", "map", "Odd", "odd.csv", "--set", "name=Wer"]);
    assert!(refused.contains("has no column with an id"), "{refused}");
    let refused = cli.refused(&["directory", "map", "Odd", "odd.csv", "--set", "id=Nummer"]);
    assert!(refused.contains("odd.csv, row 1, has no column “Nummer”"), "{refused}");
    let words = [
        "directory",
        "map",
        "Odd",
        "odd.csv",
        "--set",
        "id=Kürzel",
        "--set",
        "name=Wer",
        "--set",
        "mail=Post",
    ];
    let mapping = cli.ok(&words);
    let column = |heading: &str| -> Value {
        let columns = mapping["columns"].as_array().expect("columns");
        columns
            .iter()
            .find(|one| one["heading"] == heading)
            .expect(heading)
            .clone()
    };
    assert_eq!(
        column("Kürzel"),
        json!({ "heading": "Kürzel", "fields": ["id"], "because": "the settings say so", "samples": ["A1", "B1"] })
    );
    assert_eq!(column("Zimmer")["fields"], json!([]));
    assert_eq!(cli.ok(&["directory", "sync", "Odd"])["entriesLoaded"], 2);
    let kept = cli.ok(&["directory", "list"])[0]["settings"]["files"][0]["mapping"].clone();
    assert_eq!(kept, json!({ "id": "Kürzel", "name": "Wer", "mail": "Post" }));
}

#[test]
fn whom_rows_name_and_nobody_is_are_listed_with_whoever_goes_by_that_name_elsewhere() {
    let cli = office();
    cli.write(
        "guests.csv",
        "id,displayName,mail\n900,Sam Stranger,Stranger@Example.net\n",
    );
    add(&cli, "Partners", &json!([{ "path": "../guests.csv" }]));
    cli.ok(&["directory", "sync", "Office"]);
    let alone = cli.ok(&["directory", "unmatched", "Office"]);
    assert_eq!((&alone["total"], &alone["rows"][0]["meant"]), (&json!(1), &Value::Null));
    assert_eq!(
        (&alone["rows"][0]["named"], &alone["rows"][0]["held"]),
        (&json!("stranger@example.net"), &json!(1))
    );
    cli.ok(&["directory", "sync", "Partners"]);
    let found = cli.ok(&["directory", "unmatched", "Office"]);
    let meant = &found["rows"][0]["meant"];
    assert_eq!(
        (&meant["displayName"], &meant["directoryName"], &meant["by"]),
        (&json!("Sam Stranger"), &json!("Partners"), &json!("mail"))
    );
    assert_eq!(found["rows"][0]["meantCount"], 1);
    assert_eq!(cli.ok(&["directory", "unmatched", "Partners"])["total"], 0);
}

#[test]
fn an_export_of_a_groups_members_is_named_by_hand_and_becomes_that_group() {
    let cli = office();
    cli.write(
        "members.csv",
        "id,userPrincipalName,displayName,objectType,userType,isUser,isGroup,isGuest\n\
         100,ada,Ada Adler,user,Member,True,False,False\n",
    );
    add(
        &cli,
        "Groups",
        &json!([{ "path": "../people.csv" }, { "path": "../members.csv" }]),
    );
    let refused = cli.refused(&["directory", "sync", "Groups"]);
    assert!(refused.contains("name that group as its resource"), "{refused}");
    cli.ok(&["directory", "map", "Groups", "members.csv", "--resource", "Payroll"]);
    let synced = cli.ok(&["directory", "sync", "Groups"]);
    assert_eq!(
        (&synced["population"]["group"], &synced["population"]["membership"]),
        (&json!(1), &json!(1))
    );
}
