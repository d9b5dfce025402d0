//! Catalogs and access packages of the sample organization, by the command line.

use countersign_tests::cli::Cli;
use serde_json::{Value, json};

fn sample() -> Cli {
    let mut cli = Cli::bare();
    cli.now = Some("2026-09-01T08:00:00Z".into());
    cli.ok(&["store", "init", "--practice", "--sample", "--organization", "Example"]);
    cli.ok(&["directory", "sync", "Sample organization"]);
    cli
}

/// A person of the sample organization who may act.
fn somebody(cli: &Cli) -> String {
    let page = cli.ok(&["principal", "list", "--kind", "user", "--limit", "50"]);
    let people = page["rows"].as_array().expect("people");
    let able = people.iter().find(|one| one["enabled"] == true).expect("somebody");
    able["userName"].as_str().expect("an account").to_owned()
}

#[test]
fn a_catalog_is_made_filled_governed_exported_and_taken_in_elsewhere() {
    let cli = sample();
    let made = cli.ok(&["catalog", "create", "Finance", "--internal"]);
    assert_eq!((&made["published"], &made["external"]), (&json!(true), &json!(false)));
    cli.ok(&["catalog", "add-resource", "finance", "Ledger One"]);
    let added = cli.ok(&["catalog", "add-resource", "Finance", "Department Engineering"]);
    assert_eq!(added["entitlements"], json!(["member", "owner"]));
    let bank = cli.ok(&["catalog", "add-resource", "Finance", "Bank Portal"]);
    assert_eq!(
        bank["sentence"],
        "Nothing connects “Bank Portal”; giving it and taking it away are tasks for a person."
    );
    cli.ok(&[
        "package",
        "create",
        "Accountant",
        "--catalog",
        "Finance",
        "--description",
        "Closes the year",
    ]);
    cli.ok(&["package", "add-role", "Accountant", "Department Engineering"]);
    let shown = cli.ok(&[
        "package",
        "add-role",
        "accountant",
        "Ledger One",
        "--entitlement",
        "Poster",
    ]);
    assert_eq!(shown["roleCount"], 2);
    let foreseen = cli.ok(&[
        "package",
        "foresee",
        "Accountant",
        "--add",
        "Bank Portal:Approver",
        "--remove",
        "Department Engineering",
    ]);
    assert_eq!(
        (&foreseen["holders"], &foreseen["gains"][0]["byHand"]),
        (&json!(0), &json!("disconnected"))
    );
    assert_eq!(cli.ok(&["package", "hide", "Accountant"])["hidden"], true);
    assert_eq!(
        cli.ok(&["package", "edit", "Accountant", "--name", "Book keeper"])["displayName"],
        "Book keeper"
    );
    let by_resource = cli.ok(&["package", "list", "--catalog", "Finance", "--resource", "Ledger One"]);
    assert_eq!(by_resource["total"], 1);

    let person = somebody(&cli);
    let given = cli.ok(&["catalog", "give", "package-manager", &person, "--catalog", "Finance"]);
    assert_eq!(given["role"], "accessPackageManager");
    assert_eq!(cli.ok(&["--as", &person, "package", "list"])["total"], 1);
    let refused = cli.refused(&["--as", &person, "catalog", "delete", "Finance"]);
    assert!(refused.contains("may not delete a catalog."), "{refused}");
    cli.ok(&["catalog", "end", &given["delegation"].to_string()]);
    assert_eq!(cli.ok(&["--as", &person, "package", "list"])["total"], 0);
    assert_eq!(
        cli.ok(&["catalog", "delegations", "--catalog", "Finance", "--ended"])["total"],
        1
    );

    let file = cli.folder().join("finance.json");
    let path = file.to_string_lossy().into_owned();
    cli.ok(&["catalog", "export", "Finance", "--out", &path]);
    let text = std::fs::read_to_string(&file).expect("the file");
    let definition: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        definition["accessPackages"][0]["resourceRoleScopes"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );
    let other = sample();
    let imported = other.ok(&["catalog", "import", "--file", &path]);
    assert_eq!(
        (&imported["resourcesAdded"], &imported["packagesWritten"]),
        (&json!(3), &json!(1))
    );
    let again = other.refused(&["catalog", "import", "--file", &path]);
    assert!(
        again.contains("A catalog with this id is here already. (at id)"),
        "{again}"
    );
    other.ok(&["catalog", "import", "--file", &path, "--replace"]);
    let key = definition["accessPackages"][0]["id"].as_str().expect("an id");
    assert_eq!(other.ok(&["package", "show", key])["displayName"], "Book keeper");
    assert_eq!(
        other.ok(&["package", "export", "Book keeper"]),
        definition["accessPackages"][0]
    );

    let used = cli.refused(&["catalog", "remove-resource", "Finance", "Ledger One"]);
    assert!(
        used.contains("is used by one access package, among them “Book keeper”."),
        "{used}"
    );
    cli.ok(&[
        "package",
        "remove-role",
        "Book keeper",
        "Ledger One",
        "--entitlement",
        "Poster",
    ]);
    cli.ok(&["catalog", "remove-resource", "Finance", "Ledger One"]);
    cli.ok(&["package", "delete", "Book keeper"]);
    cli.ok(&["catalog", "delete", "Finance"]);
    let unknown = cli.refused(&["catalog", "show", "Finance"]);
    assert!(unknown.contains("No catalog is called “Finance”."), "{unknown}");
}

#[test]
fn every_verb_explains_itself() {
    let cli = Cli::bare();
    for words in [
        &["catalog", "--help"][..],
        &["catalog", "import", "--help"],
        &["catalog", "give", "--help"],
        &["package", "--help"],
        &["package", "foresee", "--help"],
    ] {
        let ran = cli.run(words);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(ran.stdout.contains("Usage: countersign"), "{}", ran.stdout);
    }
}
