//! A real OpenLDAP server in, a snapshot out.

use countersign_directory::Control;
use countersign_domain::snapshot::{ApplyOutcome, Change, ReadMode, Target};
use countersign_tests::lab::{Lab, ldap};
use countersign_tests::population::{self, group, person};
use countersign_tests::slapd::{BASE, READER, Shape, Slapd};

#[tokio::test(flavor = "multi_thread")]
async fn a_full_read_counts_what_ldapsearch_counts() {
    let Some(server) = Slapd::start(&population::ldif(300, 40, 2_000, 1)) else {
        return;
    };
    let lab = Lab::new();
    let merged = lab.sync(&*ldap(&server.settings()), true).await.expect("a sync");
    let certificate = &merged.certificate;
    assert_eq!(certificate.entries_returned, server.count("(objectClass=*)"));
    assert_eq!(certificate.entries_loaded, certificate.entries_returned);
    assert_eq!(certificate.population.user, server.count("(objectClass=inetOrgPerson)"));
    assert_eq!(certificate.population.group, server.count("(objectClass=groupOfNames)"));
    let members = server.search("(objectClass=groupOfNames)", &["member"]);
    let members = members.lines().filter(|line| line.starts_with("member:")).count() as u64;
    assert_eq!(certificate.population.membership, members);
    assert_eq!(
        lab.number("SELECT count(*) FROM \"grant\" WHERE entitlement = 'member'"),
        members
    );
    assert_eq!(
        (certificate.base.as_str(), certificate.account.as_str()),
        (BASE, READER)
    );
    assert_eq!(certificate.orphans, 0);
    assert_eq!(certificate.watermark_before, certificate.watermark_after);
}

#[tokio::test(flavor = "multi_thread")]
async fn start_tls_reads_the_same_as_ldaps() {
    let Some(server) = Slapd::start(&population::ldif(50, 5, 100, 2)) else {
        return;
    };
    let mut settings = server.settings();
    settings["url"] = server.url().into();
    settings["startTls"] = true.into();
    let (one, two) = (Lab::new(), Lab::new());
    let by_start_tls = one.sync(&*ldap(&settings), true).await.expect("a sync by StartTLS");
    let by_ldaps = two
        .sync(&*ldap(&server.settings()), true)
        .await
        .expect("a sync by LDAPS");
    assert_eq!(by_start_tls.certificate.digest, by_ldaps.certificate.digest);
}

const ODD: &str = "dn: uid=ann,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
objectClass: posixAccount
uid: ann
cn: Ann
cn: Another name
sn: A
uidNumber: 1
gidNumber: 500
homeDirectory: /srv/ann
manager: uid=nobody,ou=people,dc=example,dc=org

dn: uid=bob,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
objectClass: posixAccount
uid: bob
cn:: Qm9iB1RoZSBCZWxs
sn: B
uidNumber: 2
gidNumber: 100
homeDirectory: /srv/bob
displayName:: 4oCuZ2l2ZSBhY2Nlc3M=

dn: cn=circle,ou=groups,dc=example,dc=org
objectClass: groupOfNames
cn: circle
member: cn=circle,ou=groups,dc=example,dc=org
member: uid=ann,ou=people,dc=example,dc=org
member: uid=gone,ou=people,dc=example,dc=org

dn: cn=unique,ou=groups,dc=example,dc=org
objectClass: groupOfUniqueNames
cn: unique
uniqueMember: uid=ann,ou=people,dc=example,dc=org#'0101'B
uniqueMember: UID=Bob, OU=People,dc=example,dc=org

dn: cn=posix,ou=groups,dc=example,dc=org
objectClass: posixGroup
cn: posix
gidNumber: 500
memberUid: bob
memberUid: stranger

";

#[tokio::test(flavor = "multi_thread")]
async fn odd_entries_are_put_right_and_listed() {
    let Some(server) = Slapd::start(ODD) else {
        return;
    };
    let lab = Lab::new();
    let merged = lab.sync(&*ldap(&server.settings()), true).await.expect("a sync");
    let grants = lab.lines(
        "SELECT r.display_name || ' ' || p.user_name FROM \"grant\" g JOIN principal r ON r.id = g.resource_id
         JOIN principal p ON p.id = g.principal_id WHERE p.kind = 'user' ORDER BY 1",
    );
    assert_eq!(
        grants,
        ["circle ann", "posix ann", "posix bob", "unique ann", "unique bob"]
    );
    let orphans = lab.lines("SELECT entitlement || ' ' || reference FROM orphan ORDER BY 1");
    assert_eq!(
        orphans,
        [
            "manager uid=nobody,ou=people,dc=example,dc=org",
            "member memberUid=stranger",
            "member uid=gone,ou=people,dc=example,dc=org",
        ]
    );
    assert_eq!(merged.certificate.orphans, 2);
    let names = lab.lines("SELECT display_name FROM principal WHERE kind = 'user' ORDER BY user_name");
    assert_eq!(names, ["Ann", "\u{fffd}give access"]);
    let reasons: Vec<_> = merged
        .certificate
        .adjusted
        .iter()
        .map(|one| (one.reason.as_str(), one.count))
        .collect();
    assert!(
        reasons.contains(&("control characters in a name were replaced", 2))
            || reasons.contains(&("control characters in a name were replaced", 1)),
        "{reasons:?}"
    );
    let circle = lab.number("SELECT id FROM principal WHERE display_name = 'circle'") as i64;
    let effective = lab
        .store
        .read(|conn| countersign_store::snapshot::effective_member(conn, circle))
        .expect("members");
    assert_eq!(effective.len(), 1);
}

fn target(lab: &Lab, dn: &str) -> Target {
    let key = lab.lines(&format!("SELECT key FROM principal WHERE dn = '{dn}'"));
    Target {
        key: key.first().expect("a principal").clone(),
        dn: dn.to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn removals_are_carried_out_once_and_seen_gone() {
    let ldif = format!(
        "{}dn: cn=small,ou=groups,{BASE}\nobjectClass: groupOfNames\ncn: small\nmember: {}\nmember: {}\n\n",
        population::ldif(30, 2, 40, 3),
        person(1),
        person(2)
    );
    let Some(server) = Slapd::start(&ldif) else {
        return;
    };
    let lab = Lab::new();
    lab.sync(&*ldap(&server.settings()), true).await.expect("a sync");
    let writer = ldap(&server.writer_settings());
    let control = Control::default();
    let small = target(&lab, &format!("cn=small,ou=groups,{BASE}"));
    let (one, two) = (target(&lab, &person(1)), target(&lab, &person(2)));
    let remove = |member: &Target| Change::RemoveMember {
        group: small.clone(),
        member: member.clone(),
        attribute: None,
    };
    // The person moved since the plan was drawn: the removal finds them by their identity.
    server.modify(&format!(
        "dn: {}\nchangetype: modrdn\nnewrdn: uid=moved\ndeleteoldrdn: 1\n\n",
        person(1)
    ));
    let refused = ldap(&server.settings())
        .apply(&[remove(&two)], &control)
        .await
        .expect("an answer");
    assert!(
        matches!(refused.as_slice(), [ApplyOutcome::Refused { code: 50, .. }]),
        "{refused:?}"
    );
    // The server tells its groups of it in its own time.
    let has_moved = || server.search("(cn=small)", &["member"]).contains("uid=moved");
    for _ in 0..3_000 {
        if has_moved() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(has_moved(), "the group names the person by the new name");
    let outcomes = writer.apply(&[remove(&one)], &control).await.expect("outcomes");
    assert_eq!(outcomes, [ApplyOutcome::Applied]);
    let outcomes = writer.apply(&[remove(&one)], &control).await.expect("outcomes");
    assert_eq!(outcomes, [ApplyOutcome::AlreadySo]);
    let seen = writer
        .confirm(&small, &[one.clone(), two.clone()], &control)
        .await
        .expect("a look");
    assert_eq!(
        seen.iter()
            .map(|one| (one.present, one.group_exists))
            .collect::<Vec<_>>(),
        [(false, true), (true, true)]
    );
    // The last member of a group that cannot be empty is left to a person.
    let outcomes = writer.apply(&[remove(&two)], &control).await.expect("outcomes");
    assert!(
        matches!(outcomes.as_slice(), [ApplyOutcome::ByHand { .. }]),
        "{outcomes:?}"
    );
    let add = Change::AddMember {
        group: small.clone(),
        member: one.clone(),
    };
    let outcomes = writer.apply(&[add.clone(), add], &control).await.expect("outcomes");
    assert!(
        outcomes
            .iter()
            .all(|one| matches!(one, ApplyOutcome::Applied | ApplyOutcome::AlreadySo)),
        "{outcomes:?}"
    );
    server.modify(&format!("dn: cn=small,ou=groups,{BASE}\nchangetype: delete\n\n"));
    let outcomes = writer.apply(&[remove(&two)], &control).await.expect("outcomes");
    assert_eq!(outcomes, [ApplyOutcome::AlreadySo]);
}

/// What is read is one part of what the server keeps; a person and a group that were moved out of it hold what they held.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_left_the_part_that_is_read_is_not_gone() {
    let inside = format!("ou=inside,{BASE}");
    let ldif = format!(
        "{}dn: {inside}\nobjectClass: organizationalUnit\nou: inside\n\n\
         dn: uid=ann,{inside}\nobjectClass: inetOrgPerson\nuid: ann\ncn: Ann\nsn: A\n\n\
         dn: uid=bob,{inside}\nobjectClass: inetOrgPerson\nuid: bob\ncn: Bob\nsn: B\n\n\
         dn: cn=inner,{inside}\nobjectClass: groupOfNames\ncn: inner\nmember: uid=ann,{inside}\nmember: uid=bob,{inside}\n\n",
        population::ldif(5, 1, 3, 3)
    );
    let Some(server) = Slapd::start(&ldif) else {
        return;
    };
    let lab = Lab::new();
    let mut settings = server.writer_settings();
    settings["base"] = serde_json::json!(inside);
    let writer = ldap(&settings);
    lab.sync(&*writer, true).await.expect("a sync");
    let inner = target(&lab, &format!("cn=inner,{inside}"));
    let ann = target(&lab, &format!("uid=ann,{inside}"));
    server.modify(&format!(
        "dn: uid=ann,{inside}\nchangetype: modrdn\nnewrdn: uid=ann\ndeleteoldrdn: 1\nnewsuperior: ou=people,{BASE}\n\n"
    ));
    let has_moved = || {
        server
            .search("(cn=inner)", &["member"])
            .contains(&format!("uid=ann,ou=people,{BASE}"))
    };
    for _ in 0..3_000 {
        if has_moved() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(has_moved(), "the group names the person by the new name");
    server.modify(&format!(
        "dn: cn=inner,{inside}\nchangetype: modrdn\nnewrdn: cn=inner\ndeleteoldrdn: 1\nnewsuperior: ou=groups,{BASE}\n\n"
    ));
    let control = Control::default();
    let look = || async {
        let seen = writer.confirm(&inner, std::slice::from_ref(&ann), &control).await;
        let seen = seen.expect("a look").remove(0);
        (seen.present, seen.group_exists)
    };
    assert_eq!(look().await, (true, true), "it stands");
    let delete = Change::DeleteAccount { account: ann.clone() };
    let outcomes = writer.apply(&[delete], &control).await.expect("outcomes");
    assert!(
        matches!(&outcomes[0], ApplyOutcome::Refused { reason, .. } if reason.contains("is not a guest")),
        "it is not called deleted: {outcomes:?}"
    );
    let remove = Change::RemoveMember {
        group: inner.clone(),
        member: ann.clone(),
        attribute: None,
    };
    let outcomes = writer.apply(&[remove], &control).await.expect("outcomes");
    assert_eq!(outcomes, [ApplyOutcome::Applied]);
    assert_eq!(look().await, (false, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgetful_server_is_read_in_the_present_phase() {
    let Some(mut server) = Slapd::start_with(&population::ldif(200, 20, 900, 4), Shape::default()) else {
        return;
    };
    let lab = Lab::new();
    let connector = ldap(&server.settings());
    lab.sync(&*connector, true).await.expect("a full sync");
    server.modify(&format!(
        "dn: {}\nchangetype: delete\n\ndn: {}\nchangetype: delete\n\n",
        person(50),
        group(7)
    ));
    server.stop();
    server.start_again();
    let merged = lab.sync(&*connector, false).await.expect("an incremental sync");
    assert_eq!((merged.certificate.mode, merged.removed), (ReadMode::Incremental, 2));
    let fresh = Lab::new();
    let full = fresh.sync(&*connector, true).await.expect("a full sync");
    assert_eq!(lab.grants(), fresh.grants());
    assert_eq!(merged.certificate.digest, full.certificate.digest);
}
