//! A machine becomes a workstation that follows a store, before it has any copy of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use countersign_exchange::Place;
use countersign_packet::enrolment::Person;
use countersign_packet::{Cover, Enrolment, introduce};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use zeroize::Zeroizing;

use super::accept::{named, whole_words};
use super::key;
use super::station::Station;
use crate::exchange::Kept;
use crate::sheet::Target;
use crate::{Desk, Problem};

/// Minutes between two looks at the place, where nobody says.
const EVERY: u32 = 10;

#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields, rename = "WorkstationFollowInput")]
pub struct FollowInput {
    /// The folder that will hold the copies; new or empty, or one that follows already.
    #[ts(type = "string")]
    pub path: PathBuf,
    /// What people call this workstation.
    pub name: String,
    /// The eight words of the workstation that writes, as its administrator reads them out.
    pub words: String,
    /// Where the exchange happens, as this machine sees it.
    pub place: Place,
    pub secret: Option<String>,
    pub every_minutes: Option<u32>,
    /// Where the file is written that the administrator there gets.
    #[ts(type = "string")]
    pub out: PathBuf,
    /// It will follow a practice store.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub practice: bool,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub replace: bool,
}

/// A workstation that may be accepted.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "WorkstationFollowing")]
pub struct Following {
    #[ts(type = "string")]
    pub path: PathBuf,
    pub key_id: String,
    /// Eight words that the administrator there compares.
    pub words: String,
}

/// `workstation.follow`
pub(crate) fn follow(desk: &Arc<Desk>, input: FollowInput) -> Result<Following, Problem> {
    let name = named(&input.name)?;
    input.place.check()?;
    let words = whole_words(&input.words)?;
    let home = &input.path;
    // Before keys are made: what is refused leaves none behind.
    let target = Target::claim(&input.out, input.replace).map_err(|problem| problem.field("out"))?;
    let before = Station::read(home)?;
    if before.is_none() && home.join("store.json").exists() {
        return Err(Problem::new(format!("{} holds a store already.", home.display()))
            .code("exists")
            .field("path")
            .hint("Choose a new folder; what is in that one stays as it is."));
    }
    std::fs::create_dir_all(home)
        .map_err(|error| Problem::new(format!("{} cannot be made: {error}.", home.display())).field("path"))?;
    let mut station = match before {
        Some(station) => {
            if station.current.is_some() {
                by_administrator(desk, home)?;
            }
            station
        }
        None => key::fresh(desk, name, input.practice, None)?.0,
    };
    let secret = key::secret(desk, &station, None).ok_or_else(|| {
        Problem::new("The keys of this workstation are not on this machine.")
            .code("noWorkstation")
            .hint("Let it follow in a new folder.")
    })?;
    name.clone_into(&mut station.name);
    station.trusts = Some(words);
    // What came from a workstation that nobody had compared may count now.
    station.met.clear();
    station.exchange = Some(Kept {
        place: input.place,
        every_minutes: input.every_minutes.unwrap_or(EVERY).min(24 * 60),
    });
    if let Some(given) = input.secret.map(Zeroizing::new).filter(|given| !given.is_empty()) {
        key::put_place(desk, &mut station, &given)?;
    }
    let body = Enrolment {
        key: station.key.clone(),
        device_name: station.name.clone(),
        person: Person {
            display_name: desk.environment.account(input.practice).to_owned(),
            ..Person::default()
        },
        replaces: None,
        made_at: desk.clock().now(),
    };
    let cover = Cover {
        store: "",
        made_at: body.made_at,
    };
    let signed = introduce(&body, &cover, &secret.sign)?;
    std::fs::write(target.part(), &signed.bytes)
        .map_err(|error| crate::sheet::unwritable(&input.out, &error).field("out"))?;
    station.write(home)?;
    Ok(Following {
        path: target.settle()?,
        key_id: station.key.id(),
        words: station.key.words(),
    })
}

/// Where a copy lies already, only whoever administers it says whose copies take its place.
fn by_administrator(desk: &Desk, home: &Path) -> Result<(), Problem> {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let is_theirs = desk.open_now().is_some_and(|open| {
        absolute(&open.home) == absolute(home) && open.actor().is_some_and(|actor| actor.administrator)
    });
    match is_theirs {
        true => Ok(()),
        false => Err(Problem::new(format!(
            "{} holds a copy already; an administrator of it says whose copies take its place.",
            home.display()
        ))
        .code("permission")
        .field("path")
        .hint("Open it first, as its administrator, or follow in a new folder.")),
    }
}
