//! How good the advice to deny is, on organizations made up with planted mistakes: people who kept the
//! access of an earlier department, people who left in all but name, and people put into a wrong group.
//!
//! The rules never see what was planted. The organization is not built from the rules: a third of the
//! people never sign in here for honest reasons, some work across departments, and teams differ in size.

use chrono::{DateTime, Duration, TimeZone, Utc};
use countersign_domain::item::Decision;
use countersign_domain::recommendation::peer_distance::{Measure, Tree, peer_distance};
use countersign_domain::recommendation::peer_rarity::Peers;
use countersign_domain::recommendation::quality::Quality;
use countersign_domain::recommendation::{Recommendation, SignIn, from_sign_in};
use countersign_tests::population::Chance;

use crate::place::Place;
use crate::table::Row;
use crate::{Outcome, Size};

const SEEDS: u64 = 5;
const PEOPLE: usize = 4_000;
const TITLES: [&str; 5] = ["Analyst", "Engineer", "Clerk", "Lead", "Assistant"];

struct Person {
    manager: Option<usize>,
    department: String,
    title: &'static str,
    last_sign_in_at: Option<DateTime<Utc>>,
}

/// One access, and whether it is to be kept.
struct Access {
    person: usize,
    mistake: bool,
}

struct Organization {
    people: Vec<Person>,
    groups: Vec<Vec<Access>>,
    now: DateTime<Utc>,
}

fn organization(seed: u64) -> Organization {
    let mut chance = Chance::new(seed);
    let now = Utc.timestamp_opt(1_790_000_000, 0).single().unwrap_or_default();
    let teams = 60;
    let mut people: Vec<Person> = Vec::with_capacity(PEOPLE);
    // Nobody, then division heads, then team leads, then their people.
    for at in 0..PEOPLE {
        let (manager, team) = match at {
            0 => (None, 0),
            1..=12 => (Some(0), at),
            13..=72 => (Some(1 + at % 12), at - 13),
            _ => {
                let team = chance.below(teams);
                (Some(13 + team), team)
            }
        };
        let seen = match chance.below(100) {
            0..=29 => None,
            30..=39 => Some(chance.below(400)),
            _ => Some(chance.below(45)),
        };
        people.push(Person {
            manager,
            department: format!("Department {}", team % 20),
            title: TITLES[chance.below(TITLES.len())],
            last_sign_in_at: seen.map(|days| now - Duration::days(i64::try_from(days).unwrap_or(0))),
        });
    }
    let mut groups = Vec::new();
    for group in 0..200 {
        let home = format!("Department {}", group % 20);
        let across = chance.below(4) == 0;
        let mut members: Vec<Access> = Vec::new();
        for (at, person) in people.iter().enumerate() {
            let belongs = person.department == home && chance.below(100) < 70 || across && chance.below(100) < 4;
            if belongs {
                let left = person
                    .last_sign_in_at
                    .is_some_and(|last| now - last > Duration::days(120));
                members.push(Access {
                    person: at,
                    mistake: left,
                });
            }
        }
        for _ in 0..members.len() / 25 + 1 {
            let at = chance.below(PEOPLE);
            if people[at].department != home && members.iter().all(|one| one.person != at) {
                members.push(Access {
                    person: at,
                    mistake: true,
                });
            }
        }
        groups.push(members);
    }
    Organization { people, groups, now }
}

type Pairs = Vec<(Recommendation, Decision)>;

pub fn measure(_: &Place, _: Size) -> Outcome<Vec<Row>> {
    let mut told: [Pairs; 4] = Default::default();
    for seed in 1..=SEEDS {
        let organization = organization(seed);
        let managers: Vec<Option<usize>> = organization.people.iter().map(|one| one.manager).collect();
        let tree = Tree::new(&managers);
        let mut measure = Measure::new(&tree);
        let peers = Peers::new(
            organization
                .people
                .iter()
                .map(|one| (Some(one.department.as_str()), Some(one.title))),
        );
        for group in &organization.groups {
            let members: Vec<usize> = group.iter().map(|access| access.person).collect();
            let distance = peer_distance(&mut measure, &members);
            let rarity = peers.rarity(&members);
            for (at, access) in group.iter().enumerate() {
                let truth = if access.mistake {
                    Decision::Deny
                } else {
                    Decision::Approve
                };
                let input = SignIn {
                    last_sign_in_at: organization.people[access.person].last_sign_in_at,
                    created_at: None,
                    kept_by_directory: true,
                };
                let said = [
                    from_sign_in(&input, organization.now, Duration::days(90)),
                    distance[at].recommendation(),
                    rarity[at].recommendation(),
                ];
                for (pairs, advice) in told.iter_mut().zip(said) {
                    pairs.push((advice, truth));
                }
                told[3].push((Recommendation::combined(said), truth));
            }
        }
    }
    let names = [
        "last sign-in, 90 days",
        "distance in the manager tree",
        "rarity among peers",
        "all three together",
    ];
    let mut rows = Vec::new();
    for (name, pairs) in names.into_iter().zip(told) {
        let (accesses, planted) = (
            pairs.len(),
            pairs.iter().filter(|(_, truth)| *truth == Decision::Deny).count(),
        );
        let quality = Quality::of(pairs);
        let percent = |share: Option<f64>| share.map_or("none".into(), |share| format!("{:.1} %", share * 100.0));
        rows.push(
            Row::new(
                format!("advice to deny, {name}"),
                format!(
                    "precision {}, recall {}",
                    percent(quality.precision()),
                    percent(quality.recall())
                ),
            )
            .within(format!("{planted} planted in {accesses}"), planted > 0),
        );
    }
    Ok(rows)
}
