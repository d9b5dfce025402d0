//! One person, several directories: everybody joined anew, one account that changes, and any person's whole access.

use std::fmt::Write as _;
use std::time::Duration;

use countersign_tests::population::Chance;
use serde_json::json;

use crate::measure::{quantile, shown, timed};
use crate::place::Place;
use crate::table::Row;
use crate::{Outcome, Size, desk};

const ALL: Duration = Duration::from_secs(10);
const FRAME: Duration = Duration::from_millis(16);
const LOOKS: usize = 300;

/// As many people in each of two directories, half of them joined by mail and half by number.
pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let folder = place.folder().join("correlation");
    let said = |error: std::io::Error| format!("{}: {error}", folder.display());
    std::fs::create_dir_all(&folder).map_err(said)?;
    let store = folder.join("store");
    let desk = desk::empty()?;
    let new = json!({ "path": store, "organization": "Example", "practice": true });
    desk::call(&desk, "store.init", new)?;
    desk::call(
        &desk,
        "actor.choose",
        json!({ "principal": null, "administrator": true }),
    )?;
    let people = size.users();
    let mut directories = Vec::new();
    for name in ["staff", "cloud"] {
        std::fs::write(folder.join(format!("{name}.csv")), list(name, people, 0)).map_err(said)?;
        let settings = json!({ "files": [{ "path": format!("../{name}.csv") }] });
        let added = desk::call(
            &desk,
            "directory.add",
            json!({ "name": name, "kind": "files", "settings": settings }),
        )?;
        directories.push(desk::number(&added, "directory")?);
        desk::wait(
            &desk,
            "directory.sync",
            json!({ "directory": directories[directories.len() - 1] }),
        )?;
    }
    let setting =
        json!({ "rules": ["immutableId", "userPrincipalName", "mail", "employeeId"], "source": directories[0] });
    let (view, all) = timed(|| desk::call(&desk, "correlation.change", setting));
    let joined = desk::number(&view?, "joined")?;
    if usize::try_from(joined) != Ok(people) {
        return Err(format!("{joined} accounts of {people} were joined"));
    }
    let mut chance = Chance::new(3);
    let (mut rulings, mut shows) = (Vec::new(), Vec::new());
    let rows = desk::call(&desk, "person.list", json!({ "limit": 1000 }))?;
    let known: Vec<i64> = rows["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| row["person"].as_i64())
        .collect();
    for _ in 0..LOOKS {
        let person = known[chance.below(known.len())];
        let (page, took) = timed(|| desk::call(&desk, "person.access.list", json!({ "principal": person })));
        page?;
        shows.push(took);
    }
    for _ in 0..20 {
        let (one, other) = (known[chance.below(known.len())], known[chance.below(known.len())]);
        let ruling = json!({ "one": one, "other": other, "same": false, "reason": "Two people" });
        let (made, took) = timed(|| desk::call(&desk, "ruling.make", ruling));
        if made.is_ok() {
            rulings.push(took);
        }
    }
    drop(desk);
    let _ = std::fs::remove_dir_all(&folder);
    let page = quantile(&shows, 0.99);
    Ok(vec![
        Row::new(
            format!("{people} people in two directories, everybody joined anew"),
            shown(all),
        )
        .within(format!("≤ {}", shown(ALL)), all <= ALL),
        Row::new(
            "a ruling, and what follows from it, median",
            shown(quantile(&rulings, 0.5)),
        ),
        Row::new("a person's whole access, p99", shown(page)).within(format!("≤ {}", shown(FRAME)), page <= FRAME),
    ])
}

fn list(name: &str, people: usize, from: usize) -> String {
    let mut text = String::from("id,displayName,mail,employeeNumber\n");
    for n in from..people {
        let (mail, number) = match (n % 2, name) {
            (0, _) => (format!("p{n}@example.org"), String::new()),
            (_, "staff") => (format!("p{n}@old.example"), format!("{n:07}")),
            _ => (format!("p{n}@new.example"), format!("{n:07}")),
        };
        let _ = writeln!(text, "{name}-{n},Person {n},{mail},{number}");
    }
    text
}
