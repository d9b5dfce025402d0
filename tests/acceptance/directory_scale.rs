//! Large directories: whole, quick, and in little memory. Run with `--release -- --ignored`.

use std::fs::File;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use countersign_domain::snapshot::ReadMode;
use countersign_tests::lab::{Lab, ldap};
use countersign_tests::population::{self, group, person};
use countersign_tests::slapd::{ADMIN, BASE, PASSWORD, Slapd};

/// The time `ldapsearch` takes to write the same entries to a file.
fn dump(server: &Slapd) -> Duration {
    let begun = Instant::now();
    let out = File::create(server.folder().join("dump.ldif")).expect("a file");
    let mut command = Command::new("ldapsearch");
    command.args([
        "-x",
        "-LLL",
        "-H",
        &server.url(),
        "-D",
        ADMIN,
        "-w",
        PASSWORD,
        "-b",
        BASE,
        "(objectClass=*)",
    ]);
    command.args([
        "*",
        "entryUUID",
        "createTimestamp",
        "authTimestamp",
        "pwdAccountLockedTime",
    ]);
    assert!(
        command
            .stdout(out)
            .stderr(Stdio::null())
            .status()
            .expect("ldapsearch")
            .success()
    );
    begun.elapsed()
}

/// The most memory this process has held, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .map_or(0, |kib: u64| kib / 1024)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute"]
async fn a_million_memberships_are_read_in_a_few_times_the_time_of_a_dump() {
    let begun = Instant::now();
    let Some(server) = Slapd::start(&population::ldif(100_000, 5_000, 1_000_000, 1)) else {
        return;
    };
    println!("server filled in {:?}, peak {} MiB", begun.elapsed(), peak());
    let dumps = dump(&server).min(dump(&server));
    let connector = ldap(&server.settings());
    let mut best = Duration::MAX;
    for _ in 0..2 {
        let lab = Lab::new();
        let begun = Instant::now();
        let merged = lab.sync(&*connector, true).await.expect("a full sync");
        best = best.min(begun.elapsed());
        println!("full sync {:?} of {:?}", begun.elapsed(), merged.certificate.population);
    }
    println!(
        "dump {dumps:?}, full sync {best:?}: {:.2} times; peak {} MiB",
        best.as_secs_f64() / dumps.as_secs_f64(),
        peak()
    );
    let lab = Lab::new();
    lab.sync(&*connector, true).await.expect("a full sync");
    let begun = Instant::now();
    lab.sync(&*connector, false).await.expect("nothing changed");
    println!("incremental, nothing changed: {:?}", begun.elapsed());
    let changes: String = (0..100)
        .map(|n| {
            format!(
                "dn: {}\nchangetype: modify\nreplace: title\ntitle: Other\n\n",
                person(n * 37)
            )
        })
        .collect();
    server.modify(&changes);
    let begun = Instant::now();
    let merged = lab.sync(&*connector, false).await.expect("a hundred changes");
    let small = begun.elapsed();
    println!(
        "incremental, 100 changes: {small:?} ({:.2} % of full)",
        100.0 * small.as_secs_f64() / best.as_secs_f64()
    );
    assert_eq!((merged.certificate.mode, merged.changed), (ReadMode::Incremental, 100));
    let begun = Instant::now();
    let again = lab.sync(&*connector, true).await.expect("a second full sync");
    println!("full sync over the same: {:?}", begun.elapsed());
    assert_eq!(again.certificate.digest, merged.certificate.digest);
    assert_eq!(again.certificate.population, merged.certificate.population);
    let begun = Instant::now();
    let all = lab.store.read(|conn| {
        let nesting = countersign_store::snapshot::Nesting::load(conn)?;
        let mut all = 0;
        let mut ids = conn.prepare("SELECT id FROM principal WHERE kind = 'group'")?;
        let ids: Vec<i64> = ids.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for id in ids {
            all += nesting.members(conn, id)?.len();
        }
        Ok::<usize, countersign_store::StoreError>(all)
    });
    println!(
        "effective members of all groups: {} in {:?}",
        all.expect("members"),
        begun.elapsed()
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute"]
async fn a_group_of_a_hundred_thousand_is_whole() {
    let mut ldif = population::ldif(100_000, 2, 4, 1);
    ldif.push_str(&format!(
        "dn: cn=all,ou=groups,{BASE}\nobjectClass: groupOfNames\ncn: all\n"
    ));
    (0..100_000).for_each(|n| ldif.push_str(&format!("member: {}\n", person(n))));
    ldif.push_str(&format!("member: {}\n\n", group(0)));
    let Some(server) = Slapd::start(&ldif) else {
        return;
    };
    let lab = Lab::new();
    lab.sync(&*ldap(&server.settings()), true).await.expect("a sync");
    let members = lab.number(
        "SELECT count(*) FROM \"grant\" g JOIN principal r ON r.id = g.resource_id WHERE r.display_name = 'all'",
    );
    assert_eq!(members, 100_001);
}
