//! Separation of duties: one request checked, everybody looked at, and the list of what was found.

use std::path::Path;
use std::time::Duration;

use countersign_store::{Header, Store, StoreError, catalog, conflict, package};
use countersign_tests::population::Chance;
use serde_json::json;

use crate::measure::{quantile, shown, timed};
use crate::place::Place;
use crate::table::Row;
use crate::{Outcome, Size, desk, population};

const CHECKS: usize = 300;
const PAGES: usize = 200;
const ONE: Duration = Duration::from_millis(10);
const EVERYBODY: Duration = Duration::from_secs(10);
const FRAME: Duration = Duration::from_millis(16);

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let folder = place.folder().join("conflict");
    let store = population::store(&folder, size)?;
    let (packages, pairs) = (size.of(20_000), size.of(1_000));
    let (first, people) = fill(&store, packages, pairs)?;
    let desk = desk::with(&store)?;
    desk::call(
        &desk,
        "actor.choose",
        json!({ "principal": null, "administrator": true }),
    )?;
    let (looked, everybody) = timed(|| desk::wait(&desk, "conflict.look", json!({})));
    let standing = desk::number(&looked?, "standing")?;
    let mut chance = Chance::new(11);
    let (mut checks, mut against) = (Vec::new(), 0);
    for _ in 0..CHECKS {
        let package = first + 10 * chance.below(packages / 10) as i64;
        let principal = people[chance.below(people.len())];
        let (found, took) = timed(|| {
            desk::call(
                &desk,
                "conflict.check",
                json!({ "package": package, "principal": principal }),
            )
        });
        against += usize::from(found?.as_array().is_some_and(|all| !all.is_empty()));
        checks.push(took);
    }
    let mut pages = Vec::new();
    for _ in 0..PAGES {
        let offset = chance.below(usize::try_from(standing).unwrap_or(0).max(1));
        let (page, took) = timed(|| desk::call(&desk, "conflict.list", json!({ "offset": offset, "limit": 100 })));
        if page?["total"] != standing {
            return Err("the list and the look differ in their totals.".into());
        }
        pages.push(took);
    }
    drop(desk);
    let _ = std::fs::remove_dir_all(&folder);
    let (one, page) = (quantile(&checks, 0.99), quantile(&pages, 0.99));
    Ok(vec![
        Row::new(
            format!("conflicts of one request, {packages} packages, p99"),
            shown(one),
        )
        .within("≤ 10 ms", one <= ONE),
        Row::new("  of these, refused", format!("{against} of {CHECKS}")),
        Row::new(
            format!("conflicts of everybody, {pairs} pairs, {standing} found"),
            shown(everybody),
        )
        .within("≤ 10 s", everybody <= EVERYBODY),
        Row::new("  any page of them, p99", shown(page)).within("≤ 16 ms", page <= FRAME),
    ])
}

/// Packages of one to three groups each, and pairs of packages and of packages with groups, drawn at random.
/// Answers the first package and everybody.
fn fill(store: &Path, packages: usize, pairs: usize) -> Outcome<(i64, Vec<i64>)> {
    let said = |error: StoreError| error.to_string();
    let header = Header::read(store).map_err(said)?;
    let key = Store::derive_key(&header, None)
        .map_err(said)?
        .ok_or("the store has a key of its own")?;
    let ledger = Store::open(store, header, key).map_err(said)?;
    let now = chrono::Utc::now();
    ledger
        .write::<_, StoreError>(|transaction| {
            let ids = |kind: &str| -> Result<Vec<i64>, StoreError> {
                let mut statement =
                    transaction.prepare("SELECT id FROM principal WHERE kind = ?1 AND removed_snapshot_id IS NULL")?;
                let rows = statement.query_map([kind], |row| row.get(0))?;
                Ok(rows.collect::<Result<_, _>>()?)
            };
            let (groups, people) = (ids("group")?, ids("user")?);
            // What many hold is what many conflict in.
            let large: Vec<i64> = transaction
                .prepare(
                    "SELECT resource_id FROM \"grant\" WHERE entitlement = 'member' GROUP BY 1 ORDER BY count(*) DESC LIMIT 200",
                )?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let directory: i64 = transaction.query_row("SELECT min(id) FROM directory", [], |row| row.get(0))?;
            let new = catalog::NewCatalog {
                key: "bench",
                directory,
                display_name: "Everything",
                description: "",
                kind: "userManaged",
                published: true,
                external: false,
            };
            let catalog = catalog::create(transaction, &new, "bench", now)?;
            let mut chance = Chance::new(7);
            let mut made = Vec::new();
            for n in 0..packages {
                let (key, name) = (format!("p{n}"), format!("Package {n}"));
                let new = package::NewPackage {
                    key: &key,
                    catalog,
                    display_name: &name,
                    description: "",
                    hidden: false,
                    adopts: false,
                };
                let id = package::create(transaction, &new, "bench", now)?;
                for _ in 0..=n % 3 {
                    let some = if n % 10 == 0 { &large } else { &groups };
                    let group = some[chance.below(some.len())];
                    package::add_role(transaction, id, group, "member", "bench", now)?;
                }
                made.push(id);
            }
            for n in 0..pairs {
                let one = made[10 * chance.below(made.len() / 10)];
                let (other, group) = match n % 4 {
                    0 => (None, Some(large[chance.below(large.len())])),
                    _ => (Some(made[10 * chance.below(made.len() / 10)]).filter(|other| *other != one), None),
                };
                if other.is_some() || group.is_some() {
                    conflict::add(transaction, one, other, group, "drawn", "bench", now)?;
                }
            }
            Ok((made[0], people))
        })
        .map_err(said)
}
