//! Each shape that is particular to a domain, changed once: right after a full read, and after an incremental one.

use std::fmt::Write as _;

use super::change::compare;
use super::*;

/// More than three ranges of a controller's own size, 1 500.
const LEGION: usize = 5_000;

fn soldier(n: usize) -> String {
    format!("CN=soldier{n:04},OU=Barracks,{STAFF}")
}

/// A crowd, the group that lists all of it, and a place with people in it that is moved later.
fn ldif() -> String {
    let mut out = format!("dn: OU=Barracks,{STAFF}\nchangetype: add\nobjectClass: organizationalUnit\n\n");
    for n in 0..LEGION {
        let _ = write!(
            out,
            "dn: {}\nchangetype: add\nobjectClass: user\nsAMAccountName: soldier{n:04}\nuserAccountControl: 544\n\n",
            soldier(n)
        );
    }
    let _ = write!(
        out,
        "dn: {}\nchangetype: add\nobjectClass: group\nsAMAccountName: legion\ngroupType: -2147483646\n",
        group("legion")
    );
    for n in 0..LEGION {
        let _ = writeln!(out, "member: {}", soldier(n));
    }
    out += "\n";
    out
}

fn members(lab: &Lab, name: &str) -> u64 {
    lab.number(&format!(
        "SELECT count(*) FROM \"grant\" g JOIN principal r ON r.id = g.resource_id
         WHERE r.display_name = '{name}' AND g.entitlement = 'member'"
    ))
}

fn effective(lab: &Lab, name: &str) -> Vec<String> {
    let id = lab.number(&format!("SELECT id FROM principal WHERE display_name = '{name}'")) as i64;
    let found = lab
        .store
        .read(|conn| countersign_store::snapshot::effective_member(conn, id));
    let ids: Vec<_> = found
        .expect("members")
        .iter()
        .map(|one| one.principal_id.to_string())
        .collect();
    let ids = ids.join(",");
    lab.lines(&format!(
        "SELECT display_name FROM principal WHERE id IN ({ids}) ORDER BY 1"
    ))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_shape_of_a_domain_is_right_after_a_full_read_and_after_an_incremental_one() {
    let Some(server) = Samba::start_with(&ldif()) else {
        return;
    };
    let settings = server.settings(READER);
    let lab = Lab::new();
    let begun = std::time::Instant::now();
    let merged = lab
        .sync(&*active_directory(&settings), true)
        .await
        .expect("a full sync");
    println!(
        "{} entries in {:.1?}",
        merged.certificate.entries_returned,
        begun.elapsed()
    );
    assert_eq!(members(&lab, "legion"), LEGION as u64, "in ranges of 1 500");
    assert_eq!(effective(&lab, "level0"), ["Mona Ness"]);

    let modify = |dn: &str, lines: &str| server.modify(&format!("dn: {dn}\nchangetype: modify\n{lines}\n"));
    let rename = |dn: &str, lines: &str| server.modify(&format!("dn: {dn}\nchangetype: modrdn\n{lines}\n"));
    let mut round = 0;
    let mut modes = Vec::new();
    let mut equal = async |lab: &Lab| {
        modes.push(compare(&server, lab, &settings, round).await);
        round += 1;
    };

    // Members of every range go, and one comes.
    let legion = group("legion");
    for n in [0, 1_499, 1_500, 2_750, 4_999] {
        modify(&legion, &format!("delete: member\nmember: {}\n", soldier(n)));
    }
    modify(&legion, &format!("add: member\nmember: {}\n", person("olga")));
    equal(&lab).await;
    assert_eq!(members(&lab, "legion"), LEGION as u64 - 4);

    // Ten levels with a circle: somebody more at its deepest, then the chain is cut in its middle.
    modify(&group("level9"), &format!("add: member\nmember: {}\n", person("olga")));
    equal(&lab).await;
    assert_eq!(effective(&lab, "level0"), ["Mona Ness", "olga"]);
    assert_eq!(
        effective(&lab, "level5"),
        ["Mona Ness", "olga"],
        "in spite of the circle"
    );
    modify(
        &group("level4"),
        &format!("delete: member\nmember: {}\n", group("level5")),
    );
    equal(&lab).await;
    assert!(effective(&lab, "level0").is_empty());

    // A primary group is a membership that no list holds.
    let vault = server.search("(cn=vault)", &["primaryGroupToken"]);
    let number = vault.lines().find_map(|line| line.strip_prefix("primaryGroupToken: "));
    let number = number.expect("a number").to_owned();
    modify(
        &person("olga"),
        &format!("replace: primaryGroupID\nprimaryGroupID: {number}\n"),
    );
    equal(&lab).await;
    assert_eq!(effective(&lab, "vault"), ["fred", "olga", "Иван Петров"]);

    // A deleted user, of the crowd and of three groups.
    server.modify(&format!("dn: {}\nchangetype: delete\n\n", soldier(2_000)));
    server.modify(&format!("dn: {}\nchangetype: delete\n\n", person("ivan")));
    equal(&lab).await;
    assert_eq!(members(&lab, "legion"), LEGION as u64 - 5);
    assert_eq!(effective(&lab, "vault"), ["fred", "olga"]);
    assert_eq!(
        lab.number("SELECT count(*) FROM principal WHERE removed_snapshot_id IS NOT NULL"),
        2
    );

    // A renamed user is the same user.
    let key = || lab.lines("SELECT key FROM principal WHERE user_name = 'fred'");
    let before = key();
    rename(&person("fred"), "newrdn: CN=Frederick\ndeleteoldrdn: 1\n");
    equal(&lab).await;
    assert_eq!(effective(&lab, "vault"), ["Frederick", "olga"]);
    assert_eq!(key(), before);

    // A place is renamed, and then moved, with who is in it.
    rename(&format!("OU=Branch,{STAFF}"), "newrdn: OU=Outpost\ndeleteoldrdn: 1\n");
    equal(&lab).await;
    let place = || lab.lines("SELECT dn FROM principal WHERE user_name = 'zoe'").join("");
    assert_eq!(place(), format!("CN=zoe,OU=Outpost,{STAFF}"));
    rename(
        &format!("OU=Outpost,{STAFF}"),
        &format!("newrdn: OU=Outpost\ndeleteoldrdn: 1\nnewsuperior: {GUESTS}\n"),
    );
    equal(&lab).await;
    assert_eq!(place(), format!("CN=zoe,OU=Outpost,{GUESTS}"));
    assert!(
        effective(&lab, "payroll-team").contains(&"zoe".to_owned()),
        "her membership stays"
    );
    let guest = lab.lines("SELECT user_type FROM principal WHERE user_name = 'zoe'");
    assert_eq!(guest, ["guest"], "by the place where she is now");
    assert_eq!(
        modes[..6],
        [ReadMode::Incremental; 6],
        "all but the moves of a place need no full read"
    );
}
