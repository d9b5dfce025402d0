//! A real Active Directory (Samba) in, a snapshot out, changes back in.

use countersign_directory::{Control, DirectoryProblem};
use countersign_domain::snapshot::ReadMode;
use countersign_tests::domain::{CROWD, GROUPS, GUESTS, STAFF, account, group, person};
use countersign_tests::lab::{Lab, active_directory, ad_with};
use countersign_tests::samba::{DOMAIN, READER, Samba, WRITER};
use countersign_tests::slapd::{self, Slapd};
use countersign_tests::sync::SyncProblem;
use serde_json::json;

#[path = "active_directory/apply.rs"]
mod apply;
#[path = "active_directory/change.rs"]
mod change;
#[path = "active_directory/computer.rs"]
mod computer;
#[path = "active_directory/failover.rs"]
mod failover;
#[path = "active_directory/line.rs"]
mod line;
#[path = "active_directory/office.rs"]
mod office;
#[path = "active_directory/package.rs"]
mod package;
#[path = "active_directory/shape.rs"]
mod shape;

#[tokio::test(flavor = "multi_thread")]
async fn a_probe_says_who_we_are_and_what_may_be_seen_and_changed() {
    let Some(server) = Samba::start() else { return };
    let dead = "ldaps://127.0.0.1:1";
    let mut settings = server.settings(READER);
    settings["url"] = json!(format!("{dead} {}", server.tls_url()));
    let report = active_directory(&settings)
        .probe(&Control::default())
        .await
        .expect("a probe");
    assert_eq!(report.server, "Samba Active Directory on dc1.lab.test");
    assert_eq!(report.account, READER);
    assert!(report.incremental);
    assert!(report.naming_contexts.iter().any(|one| one == DOMAIN));
    let seen = |name: &str| {
        let found = report.readable.iter().find(|one| one.attribute == name);
        found
            .unwrap_or_else(|| panic!("{name} is not in {:?}", report.readable))
            .seen
    };
    for name in ["objectGUID", "member", "userAccountControl"] {
        assert!(seen(name) > 0, "{name}: {:?}", report.readable);
    }
    // Few have these, and which fifty the server shows first is its own affair: that they are read shows a full read.
    for name in ["managedBy", "manager", "lastLogonTimestamp"] {
        seen(name);
    }
    assert_eq!(seen("member, to change it"), 0, "a reader changes nothing");
    let remarks = report.remarks.join("\n");
    assert!(remarks.contains("The domain is DC=lab,DC=test"), "{remarks}");
    assert!(
        remarks.contains("No directory answers at ldaps://127.0.0.1:1."),
        "{remarks}"
    );
    assert!(remarks.contains("may change the members of no group"), "{remarks}");
    let writer = active_directory(&server.settings(WRITER));
    let report = writer.probe(&Control::default()).await.expect("a probe");
    let changes = report
        .readable
        .iter()
        .find(|one| one.attribute == "member, to change it");
    assert!(changes.is_some_and(|one| one.seen > 0), "{:?}", report.readable);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_trusted_or_signed_in_to_is_refused() {
    let Some(server) = Samba::start() else { return };
    let probe = async |settings: &serde_json::Value, password: &str| {
        let connector = ad_with(settings, password);
        connector
            .probe(&Control::default())
            .await
            .expect_err("a problem")
            .to_string()
    };
    let settings = server.settings(READER);
    let url = server.tls_url();
    assert_eq!(
        probe(&settings, "not the password").await,
        format!("The directory at {url} does not accept the account {READER} with this password.")
    );
    let mut other = settings.clone();
    other["serverName"] = json!("dc2.lab.test");
    assert!(probe(&other, "x").await.contains("is not trusted"));
    if let Some(slapd) = Slapd::start("") {
        let problem = active_directory_at(&slapd)
            .probe(&Control::default())
            .await
            .expect_err("a problem");
        let said = format!(
            "{} is no controller of an Active Directory; use the kind ldap for it",
            slapd.tls_url()
        );
        assert!(problem.to_string().contains(&said), "{problem}");
    }
    let mut base = settings.clone();
    base["base"] = json!("OU=Nowhere,DC=lab,DC=test");
    let problem = probe(&base, countersign_tests::samba::PASSWORD).await;
    assert_eq!(
        problem,
        "The base OU=Nowhere,DC=lab,DC=test does not exist in the directory, or the account may not see it."
    );
}

/// A server of another make, taken for a domain.
fn active_directory_at(slapd: &Slapd) -> Box<dyn countersign_directory::Connector> {
    let settings = json!({ "url": slapd.tls_url(), "caPem": slapd.ca_pem, "bindDn": slapd::READER });
    ad_with(&settings, slapd::PASSWORD)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_read_holds_everybody_and_every_way() {
    let Some(server) = Samba::start() else { return };
    let vault = server.search("(cn=vault)", &["primaryGroupToken"]);
    let number = vault
        .lines()
        .find_map(|line| line.strip_prefix("primaryGroupToken: "))
        .expect("a number");
    let olga = person("olga");
    server.modify(&format!(
        "dn: {olga}\nchangetype: modify\nreplace: primaryGroupID\nprimaryGroupID: {number}\n\n"
    ));
    assert!(
        !server.members("vault").contains(&"olga".to_owned()),
        "the list does not hold her"
    );

    let lab = Lab::new();
    let mut settings = server.settings(READER);
    settings["pageSize"] = json!(50);
    let connector = active_directory(&settings);
    let merged = lab.sync(&*connector, true).await.expect("a sync");
    let certificate = &merged.certificate;
    assert_eq!(certificate.entries_returned, server.count(&certificate.filter));
    assert_eq!(
        certificate.entries_loaded, certificate.entries_returned,
        "{:?}",
        certificate.excluded
    );
    assert!(certificate.pages > 3);
    let machines = server.count("(objectClass=computer)");
    assert!(machines >= 2);
    assert_eq!(certificate.population.service_principal, machines);
    // Groups, and what Windows counts in at sign-in.
    let known = server.count("(&(objectClass=foreignSecurityPrincipal)(!(cn=S-1-5-21-*)))");
    assert_eq!(
        certificate.population.group,
        server.count("(objectClass=group)") + known
    );
    let people = server.count("(&(objectClass=user)(!(objectClass=computer)))");
    let population = certificate.population;
    assert_eq!(
        population.user + population.guest,
        people + 2,
        "with a contact and somebody of another domain"
    );
    assert_eq!(population.guest, 3);
    assert!(
        certificate
            .adjusted
            .iter()
            .any(|one| one.reason.contains("up to 14 days behind")),
        "{:?}",
        certificate.adjusted
    );

    let members = |name: &str| {
        lab.lines(&format!(
            "SELECT p.display_name FROM \"grant\" g JOIN principal r ON r.id = g.resource_id
             JOIN principal p ON p.id = g.principal_id
             WHERE r.display_name = '{name}' AND g.entitlement = 'member' ORDER BY 1"
        ))
    };
    assert_eq!(
        members("payroll"),
        [
            "Gina from outside",
            "PC7",
            "dora",
            "eva",
            "payroll-team",
            "svc-backup",
            "Иван Петров"
        ]
    );
    assert_eq!(
        members("vault"),
        ["fred", "olga", "Иван Петров"],
        "with her primary group"
    );
    assert_eq!(
        members("partners"),
        ["Authenticated Users", "S-1-5-21-11-22-33-1105", "fred"]
    );
    assert_eq!(members("everybody").len(), CROWD);
    assert_eq!(members("level9"), ["Mona Ness", "level0"]);
    let level = lab.number("SELECT id FROM principal WHERE display_name = 'level0'") as i64;
    let effective = lab
        .store
        .read(|conn| countersign_store::snapshot::effective_member(conn, level));
    assert_eq!(
        effective.expect("members").len(),
        1,
        "ten levels down, once, in spite of the circle"
    );
    let facts = lab.lines(
        "SELECT user_name || ' ' || coalesce(enabled, '?') || ' ' || attributes FROM principal
         WHERE user_name IN ('dora', 'eva', 'svc-backup', 'PC7$', 'news', 'Administrators') ORDER BY 1",
    );
    let find = |name: &str| facts.iter().find(|line| line.starts_with(name)).expect("a line");
    assert!(find("dora").starts_with("dora 0"));
    assert!(
        find("eva").starts_with("eva 1") && find("eva").contains("2001-01-01T00:00:00Z"),
        "{}",
        find("eva")
    );
    for (name, said) in [
        ("svc-backup", "serviceAccount"),
        ("PC7$", "computer"),
        ("news", "distribution"),
    ] {
        assert!(find(name).contains(said), "{}", find(name));
    }
    assert!(find("Administrators").contains("privileged") && !find("news").contains("privileged"));
    let owned = lab.number("SELECT count(*) FROM \"grant\" WHERE entitlement = 'owner'");
    assert_eq!(owned, 3);
    let signed = lab.lines("SELECT last_sign_in_field FROM principal WHERE user_name = 'reader'");
    assert_eq!(signed, ["lastLogonTimestamp, up to 14 days behind"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn start_tls_and_ranges_read_the_same_as_ldaps_at_once() {
    let Some(server) = Samba::start() else { return };
    let mut digests = Vec::new();
    let (mut start_tls, mut ranges) = (server.settings(READER), server.settings(READER));
    start_tls["url"] = json!(server.url());
    start_tls["startTls"] = json!(true);
    // The crowd comes in pieces of seven.
    ranges["rangeSize"] = json!(7);
    for settings in [server.settings(READER), start_tls, ranges] {
        let merged = Lab::new()
            .sync(&*active_directory(&settings), true)
            .await
            .expect("a sync");
        assert_eq!(merged.certificate.entries_loaded, merged.certificate.entries_returned);
        digests.push(merged.certificate.digest);
    }
    assert_eq!(digests[0], digests[1]);
    assert_eq!(digests[0], digests[2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_that_breaks_off_is_no_snapshot() {
    let Some(mut server) = Samba::start() else { return };
    let lab = Lab::new();
    // The first controller of the list is away all the time.
    let mut settings = server.settings(READER);
    settings["url"] = json!(format!("ldaps://127.0.0.1:1 {}", server.tls_url()));
    let reader = active_directory(&settings);
    let merged = lab.sync(&*reader, true).await.expect("a sync");
    assert_eq!(merged.certificate.url, server.tls_url());
    server.stop();
    let problem = lab.sync(&*reader, false).await.expect_err("nobody answers");
    assert!(
        matches!(problem, SyncProblem::Directory(DirectoryProblem::Unreachable { .. })),
        "{problem:?}"
    );
    assert_eq!(lab.number("SELECT count(*) FROM snapshot"), 1);
    server.start_again();
    let merged = lab.sync(&*reader, false).await.expect("a sync");
    assert_eq!(merged.certificate.mode, ReadMode::Incremental);
}
