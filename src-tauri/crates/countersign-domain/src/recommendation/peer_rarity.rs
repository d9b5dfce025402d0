//! How many people like this one hold the same entitlement.
//!
//! The rule, Countersign's own: people like this one are the others with the same department and title,
//! or with the same department where fewer than five share the title. Under 5 % of them holding it
//! advises to deny, half of them or more to approve, anything between says nothing. Five others are the
//! least from which anything is concluded. Blanks around a name and its case do not matter.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Input, Insight, Recommendation};

/// The rule's published name, printed in the evidence.
pub const RULE: &str = "peerRarity/1";
/// So many others it takes to conclude anything.
pub const LEAST_PEERS: u32 = 5;
/// A share below this, in percent, is rare.
pub const RARE: u64 = 5;
/// A share from this on, in percent, is usual.
pub const USUAL: u64 = 50;

/// Whom a person was compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Likeness {
    DepartmentAndTitle,
    Department,
    /// Too few others, or no department on record.
    Nobody,
}

/// What is said of one holder. The person themselves is counted on neither side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeerRarity {
    pub likeness: Likeness,
    /// So many people like this one hold the entitlement,
    pub held: u32,
    /// of so many.
    pub of: u32,
}

/// Who is like whom; built once for a snapshot.
#[derive(Debug, Clone)]
pub struct Peers {
    /// For each person, their department and their title in it, as places in `sizes`.
    circles: Vec<Option<(u32, Option<u32>)>>,
    sizes: Vec<u32>,
}

impl Peers {
    /// From the department and the title of each person, by index.
    pub fn new<'a>(people: impl IntoIterator<Item = (Option<&'a str>, Option<&'a str>)>) -> Self {
        let mut names: HashMap<(String, Option<String>), u32> = HashMap::new();
        let mut sizes = Vec::new();
        let mut circle = |department: &str, title: Option<&str>| {
            let name = (department.to_owned(), title.map(str::to_owned));
            let place = *names.entry(name).or_insert_with(|| {
                sizes.push(0);
                sizes.len() as u32 - 1
            });
            sizes[place as usize] += 1;
            place
        };
        let clean = |name: Option<&str>| {
            name.map(|name| name.trim().to_lowercase())
                .filter(|name| !name.is_empty())
        };
        let circles = people
            .into_iter()
            .map(|(department, title)| {
                let department = clean(department)?;
                let wide = circle(&department, None);
                Some((wide, clean(title).map(|title| circle(&department, Some(&title)))))
            })
            .collect();
        Self { circles, sizes }
    }

    /// The rarity of one entitlement at each of its holders, in their order. Each holder is listed once.
    pub fn rarity(&self, holders: &[usize]) -> Vec<PeerRarity> {
        let circles = |holder: &usize| self.circles.get(*holder).copied().flatten();
        let mut held: HashMap<u32, u32> = HashMap::new();
        for (wide, narrow) in holders.iter().filter_map(circles) {
            *held.entry(wide).or_default() += 1;
            if let Some(narrow) = narrow {
                *held.entry(narrow).or_default() += 1;
            }
        }
        // The person is among both the people of the circle and the holders in it.
        let others = |circle: u32, likeness| PeerRarity {
            likeness,
            held: held.get(&circle).copied().unwrap_or(1) - 1,
            of: self.sizes[circle as usize] - 1,
        };
        let one = |holder: &usize| {
            let (wide, narrow) = circles(holder)?;
            let narrow = narrow.map(|narrow| others(narrow, Likeness::DepartmentAndTitle));
            narrow
                .into_iter()
                .chain([others(wide, Likeness::Department)])
                .find(|found| found.of >= LEAST_PEERS)
        };
        let nobody = PeerRarity {
            likeness: Likeness::Nobody,
            held: 0,
            of: 0,
        };
        holders.iter().map(|holder| one(holder).unwrap_or(nobody)).collect()
    }
}

impl PeerRarity {
    pub fn recommendation(&self) -> Recommendation {
        let (held, of) = (u64::from(self.held) * 100, u64::from(self.of));
        match self.likeness {
            Likeness::Nobody => Recommendation::NoInfoAvailable,
            _ if self.of < LEAST_PEERS => Recommendation::NoInfoAvailable,
            _ if held < of * RARE => Recommendation::Deny,
            _ if held >= of * USUAL => Recommendation::Approve,
            _ => Recommendation::NoInfoAvailable,
        }
    }

    pub fn sentence(&self) -> String {
        let like = match self.likeness {
            Likeness::DepartmentAndTitle => "with the same department and title",
            Likeness::Department => "in the same department",
            Likeness::Nobody => return format!("Fewer than {LEAST_PEERS} other people are like this one."),
        };
        format!("{} of {} other people {like} hold this.", self.held, self.of)
    }

    /// For the reviewer and the evidence.
    pub fn insight(&self) -> Insight {
        let likeness = match self.likeness {
            Likeness::DepartmentAndTitle => "departmentAndTitle",
            Likeness::Department => "department",
            Likeness::Nobody => "nobody",
        };
        Insight::new(
            RULE,
            self.recommendation(),
            self.sentence(),
            [
                ("likeness", Input::Text(likeness.into())),
                ("held", Input::Count(self.held.into())),
                ("of", Input::Count(self.of.into())),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(parts: &[(usize, Option<&'static str>, Option<&'static str>)]) -> Peers {
        let one = |(count, department, title): &(usize, _, _)| vec![(*department, *title); *count];
        Peers::new(parts.iter().flat_map(one).collect::<Vec<_>>())
    }

    #[test]
    fn the_person_themselves_is_counted_on_neither_side() {
        let peers = people(&[(8, Some("Sales"), Some("Clerk"))]);
        let found = peers.rarity(&[0, 1, 2])[0];
        assert_eq!((found.held, found.of), (2, 7));
        assert_eq!(found.recommendation(), Recommendation::NoInfoAvailable);
        assert_eq!(
            found.sentence(),
            "2 of 7 other people with the same department and title hold this."
        );
    }

    #[test]
    fn what_nobody_alike_holds_is_rare_and_what_half_of_them_hold_is_usual() {
        let peers = people(&[(41, Some("Sales"), Some("Clerk"))]);
        let table = [
            (1, Recommendation::Deny),
            (2, Recommendation::Deny),
            // Two of forty others are 5 %, which is not below it.
            (3, Recommendation::NoInfoAvailable),
            (20, Recommendation::NoInfoAvailable),
            (21, Recommendation::Approve),
            (41, Recommendation::Approve),
        ];
        for (holders, expected) in table {
            let holders: Vec<usize> = (0..holders).collect();
            assert_eq!(
                peers.rarity(&holders)[0].recommendation(),
                expected,
                "{}",
                holders.len()
            );
        }
    }

    #[test]
    fn where_too_few_share_the_title_the_department_is_asked_and_then_nobody() {
        let peers = people(&[
            (5, Some("Sales"), Some("Head")),
            (20, Some(" sales "), Some("clerk")),
            (3, Some("Legal"), Some("Clerk")),
            (9, None, Some("Clerk")),
            (7, Some("SALES"), None),
        ]);
        let found = peers.rarity(&[0, 5, 25, 28, 37, 999]);
        let likeness: Vec<Likeness> = found.iter().map(|one| one.likeness).collect();
        use Likeness::{Department, DepartmentAndTitle, Nobody};
        assert_eq!(
            likeness,
            [Department, DepartmentAndTitle, Nobody, Nobody, Department, Nobody]
        );
        assert_eq!((found[0].held, found[0].of), (2, 31));
        assert_eq!((found[1].held, found[1].of), (0, 19));
        assert_eq!(found[3].recommendation(), Recommendation::NoInfoAvailable);
    }
}
