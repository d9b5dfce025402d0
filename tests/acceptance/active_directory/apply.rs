//! Changes to a real domain, and whose password is whose.

use countersign_domain::snapshot::{ApplyOutcome, Change, Target};

use super::*;

pub(super) fn target(lab: &Lab, name: &str) -> Target {
    let column = |column: &str| {
        let lines = lab.lines(&format!("SELECT {column} FROM principal WHERE dn LIKE 'CN={name},%'"));
        lines
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("{name} is not there"))
    };
    Target {
        key: column("key"),
        dn: column("dn"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_carried_out_once_and_seen() {
    let Some(server) = Samba::start() else { return };
    let lab = Lab::new();
    let writer = active_directory(&server.settings(WRITER));
    lab.sync(&*writer, true).await.expect("a sync");
    let control = Control::default();
    let remove = |group: &str, name: &str| Change::RemoveMember {
        group: target(&lab, group),
        member: target(&lab, name),
        attribute: None,
    };
    let add = |group: &str, name: &str| Change::AddMember {
        group: target(&lab, group),
        member: target(&lab, name),
    };
    // Somebody was faster with one of them, and renamed another.
    server.modify(&format!(
        "dn: {}\nchangetype: modify\ndelete: member\nmember: {}\n\n",
        group("payroll"),
        person("eva")
    ));
    server.modify(&format!(
        "dn: {}\nchangetype: modrdn\nnewrdn: CN=ivan the clerk\ndeleteoldrdn: 1\n\n",
        person("ivan")
    ));
    server.modify(&format!("dn: {}\nchangetype: delete\n\n", person("svc-backup")));
    let changes = [
        remove("payroll", "ivan"),
        remove("payroll", "eva"),
        remove("payroll", "svc-backup"),
        remove("payroll", "PC7"),
        add("payroll", "fred"),
        add("payroll", "dora"),
        add("payroll", "svc-backup"),
        remove("Domain Users", "fred"),
        add("Domain Users", "fred"),
        remove("partners", "S-1-5-21-11-22-33-1105"),
    ];
    let outcomes = writer.apply(&changes, &control).await.expect("outcomes");
    use ApplyOutcome::{AlreadySo, Applied, ByHand, Refused};
    assert_eq!(outcomes[..2], [Applied, AlreadySo], "{outcomes:?}");
    assert_eq!(outcomes[2..6], [AlreadySo, Applied, Applied, AlreadySo], "{outcomes:?}");
    assert!(matches!(outcomes[6], Refused { code: 32, .. }), "{outcomes:?}");
    let said = "It is the account's primary group: another primary group must be chosen first.";
    assert_eq!(outcomes[7], ByHand { reason: said.into() });
    assert_eq!(outcomes[8..10], [AlreadySo, Applied]);
    let reader = active_directory(&server.settings(READER));
    let outcomes = reader
        .apply(&[remove("payroll", "dora")], &control)
        .await
        .expect("outcomes");
    assert!(matches!(outcomes[0], Refused { code: 50, .. }), "{outcomes:?}");
    assert_eq!(server.members("payroll"), ["dora", "fred", "gina", "payroll-team"]);
    let again = writer.apply(&changes[..6], &control).await.expect("outcomes");
    assert_eq!(again, vec![AlreadySo; 6], "the second time is harmless");

    let people = ["fred", "ivan", "gina"].map(|name| target(&lab, name));
    let presence = writer
        .confirm(&target(&lab, "payroll"), &people, &control)
        .await
        .expect("a look");
    let seen: Vec<_> = presence.iter().map(|one| one.present).collect();
    assert_eq!(seen, [true, false, true]);
    let primary = writer
        .confirm(&target(&lab, "Domain Users"), &people[..1], &control)
        .await;
    assert!(primary.expect("a look")[0].present, "a primary group counts");

    // Guests alone are disabled and deleted.
    let gina = target(&lab, "gina");
    let account = |name: &str| target(&lab, name);
    let changes = [
        Change::BlockAccount { account: gina.clone() },
        Change::BlockAccount {
            account: account("fred"),
        },
        Change::BlockAccount {
            account: account("Carl Contact"),
        },
    ];
    let outcomes = writer.apply(&changes, &control).await.expect("outcomes");
    assert_eq!(outcomes[0], Applied, "{outcomes:?}");
    assert!(
        matches!(&outcomes[1], Refused { reason, .. } if reason.contains("is not a guest")),
        "{outcomes:?}"
    );
    assert!(
        matches!(&outcomes[2], ByHand { reason } if reason.contains("has its account elsewhere")),
        "{outcomes:?}"
    );
    assert!(
        server
            .search("(cn=gina)", &["userAccountControl"])
            .contains("userAccountControl: 514")
    );
    let delete = [changes[0].clone(), Change::DeleteAccount { account: gina }];
    assert_eq!(
        writer.apply(&delete, &control).await.expect("outcomes"),
        [AlreadySo, Applied]
    );
    assert_eq!(server.count("(cn=gina)"), 0);
    assert_eq!(
        writer.apply(&delete[1..], &control).await.expect("outcomes"),
        [AlreadySo]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_proven_by_the_person_s_own_sign_in() {
    let Some(server) = Samba::start() else { return };
    let lab = Lab::new();
    let reader = active_directory(&server.settings(READER));
    lab.sync(&*reader, true).await.expect("a sync");
    let control = Control::default();
    let proven = async |name: &str, secret: &str| {
        let secret = zeroize::Zeroizing::new(secret.to_owned());
        reader
            .prove(&target(&lab, name), &secret, &control)
            .await
            .expect("an answer")
    };
    let right = countersign_tests::samba::PASSWORD;
    assert!(proven("olga", right).await);
    assert!(!proven("olga", "wrong").await);
    assert!(!proven("olga", "").await);
    assert!(!proven("dora", right).await, "a disabled account has no sign-in");
}

/// What is read is one part of the domain; a person and a group that were moved out of it hold what they held.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_left_the_part_that_is_read_is_not_gone() {
    let Some(server) = Samba::start() else { return };
    server.modify(&format!(
        "dn: CN=inner,{STAFF}\nchangetype: add\nobjectClass: group\nsAMAccountName: inner\nmember: {}\n\n",
        person("dora")
    ));
    let lab = Lab::new();
    let mut settings = server.settings(WRITER);
    settings["base"] = json!(STAFF);
    let writer = active_directory(&settings);
    lab.sync(&*writer, true).await.expect("a sync");
    let control = Control::default();
    let (inner, dora) = (target(&lab, "inner"), target(&lab, "dora"));
    for (name, place) in [("dora", GUESTS), ("inner", GROUPS)] {
        server.modify(&format!(
            "dn: CN={name},{STAFF}\nchangetype: modrdn\nnewrdn: CN={name}\ndeleteoldrdn: 1\nnewsuperior: {place}\n\n"
        ));
    }
    let look = || async {
        let seen = writer.confirm(&inner, std::slice::from_ref(&dora), &control).await;
        let seen = seen.expect("a look").remove(0);
        (seen.present, seen.group_exists)
    };
    assert_eq!(look().await, (true, true), "it stands");
    let remove = Change::RemoveMember {
        group: inner.clone(),
        member: dora.clone(),
        attribute: None,
    };
    let outcomes = writer.apply(std::slice::from_ref(&remove), &control).await;
    assert_eq!(outcomes.expect("outcomes"), [ApplyOutcome::Applied]);
    assert_eq!(look().await, (false, true));
}
