//! Accounts of programs and of machines, told apart.

use countersign_tests::practice::Practice;
use countersign_tests::samba::PASSWORD;

use super::*;

#[test]
fn accounts_of_programs_without_owner_are_found_and_no_computer_is_among_them() {
    let Some(server) = Samba::start() else { return };
    // A managed account is a kind of computer to the domain, and a program uses it.
    let computers = format!("CN=Computers,{DOMAIN}");
    let machines: String = (0..40)
        .map(|n| {
            format!(
                "dn: CN=desk{n},{computers}\nchangetype: add\nobjectClass: computer\nsAMAccountName: desk{n}$\n\
                 userAccountControl: 4096\n\n"
            )
        })
        .collect();
    let managed = format!(
        "dn: CN=reports,{computers}\nchangetype: add\nobjectClass: msDS-ManagedServiceAccount\n\
         sAMAccountName: reports$\nuserAccountControl: 4096\n\n"
    );
    server.modify(&(machines + &managed));
    let practice = Practice::locked("2026-03-02T09:00:00Z".parse().expect("a moment"));
    let input = json!({ "name": "Domain", "kind": "ad", "settings": server.settings(READER), "secret": PASSWORD });
    let directory = practice.call("directory.add", input)["directory"].as_i64();
    practice.sync(directory.expect("a number"));
    let found = practice.call("finding.list", json!({ "kind": "serviceUnowned" }));
    let mut said: Vec<&str> = found["rows"]
        .as_array()
        .expect("findings")
        .iter()
        .filter_map(|row| row["sentence"].as_str())
        .collect();
    said.sort_unstable();
    let program = |name: &str| format!("A program uses the account {name} in Domain, and nobody answers for it.");
    assert_eq!(said, ["dns-dc1", "krbtgt", "reports", "svc-backup"].map(program));
    assert_eq!(found["total"], 4);
    let kinds = practice.call("principal.list", json!({ "kind": "servicePrincipal" }));
    assert_eq!(kinds["total"], server.count("(objectClass=computer)"), "{kinds}");
}
