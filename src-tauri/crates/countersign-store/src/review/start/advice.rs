//! What further helpers say about each item: distance in the manager tree, rarity among peers, and what
//! the previous instance decided. One resource at a time, so that nothing holds a million answers.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use chrono::{DateTime, Utc};
use countersign_domain::definition::Helper;
use countersign_domain::recommendation::conflict::Clash;
use countersign_domain::recommendation::peer_distance::{Measure, PeerDistance, Tree, peer_distance};
use countersign_domain::recommendation::peer_rarity::{PeerRarity, Peers};
use countersign_domain::recommendation::previous::{self, Previous};
use countersign_domain::recommendation::{Insight, Recommendation};
use rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};

use super::Start;
use super::before::{Before, Earlier};
use super::clash::Clashes;
use super::people::People;
use crate::StoreError;
use crate::snapshot::Holder;

/// What the helpers said about one item, as it is kept; the sentences are made of it again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Said {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distance: Option<PeerDistance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rarity: Option<PeerRarity>,
    /// Whether the previous instance was asked; `previous` is then what it said, if anything.
    pub asked_previous: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<Previous>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Clash>,
    /// What a packet tells that was said elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Insight>,
}

impl Said {
    /// Each with its rule, its inputs and one sentence.
    pub fn insights(&self) -> Vec<Insight> {
        let mut all: Vec<Insight> = self.conflicts.iter().map(Clash::insight).collect();
        all.extend(self.distance.as_ref().map(PeerDistance::insight));
        all.extend(self.rarity.as_ref().map(PeerRarity::insight));
        if self.asked_previous {
            all.push(previous::insight(self.previous.as_ref()));
        }
        all.extend(self.told.iter().cloned());
        all
    }

    fn recommendations(&self) -> impl Iterator<Item = Recommendation> {
        let previous = self.asked_previous.then(|| previous::previous(self.previous.as_ref()));
        [
            self.distance.map(|one| one.recommendation()),
            self.rarity.map(|one| one.recommendation()),
            previous,
        ]
        .into_iter()
        .flatten()
    }
}

/// The helpers that a review has switched on.
pub(super) struct Helpers {
    tree: Option<Tree>,
    peers: Option<Peers>,
    before: Option<Before>,
    asks_previous: bool,
    clashes: Option<Clashes>,
}

/// What they say about the holders of one resource.
#[derive(Default)]
pub(super) struct Looked {
    distance: HashMap<i64, PeerDistance>,
    rarity: HashMap<(i64, Rc<str>), PeerRarity>,
    before: HashMap<(i64, Rc<str>), Earlier>,
    asks_previous: bool,
    says_anything: bool,
    clashes: HashMap<i64, Vec<Clash>>,
}

impl Helpers {
    pub(super) fn load(transaction: &Transaction<'_>, start: &Start<'_>, people: &People) -> Result<Self, StoreError> {
        let settings = &start.definition.settings;
        let wants = |helper| settings.helpers.contains(&helper);
        let asks_previous = wants(Helper::PreviousDecision);
        let before = if asks_previous || settings.carry_forward_days.is_some() {
            Before::load(transaction, start.instance)?
        } else {
            None
        };
        let (mut tree, mut peers) = (None, None);
        if wants(Helper::PeerDistance) || wants(Helper::PeerRarity) {
            let lines = lines(transaction, start.directory, people)?;
            if wants(Helper::PeerDistance) {
                let managers: Vec<Option<usize>> = lines.iter().map(|line| line.0).collect();
                tree = Some(Tree::new(&managers));
            }
            if wants(Helper::PeerRarity) {
                peers = Some(Peers::new(
                    lines.iter().map(|line| (line.1.as_deref(), line.2.as_deref())),
                ));
            }
        }
        Ok(Self {
            tree,
            peers,
            before,
            asks_previous,
            clashes: wants(Helper::Conflict)
                .then(|| Clashes::load(transaction))
                .transpose()?,
        })
    }

    /// Scratch for [`Self::look`], made once because it is as large as the directory.
    pub(super) fn measure(&self) -> Option<Measure<'_>> {
        self.tree.as_ref().map(Measure::new)
    }

    /// Looks at all holders of a resource, those the scope leaves out included: they are peers too.
    pub(super) fn look(
        &self,
        measure: Option<&mut Measure<'_>>,
        transaction: &Transaction<'_>,
        resource: i64,
        holders: &[Holder],
        people: &People,
    ) -> Result<Looked, StoreError> {
        let mut looked = Looked {
            asks_previous: self.asks_previous,
            says_anything: self.tree.is_some() || self.peers.is_some() || self.asks_previous || self.clashes.is_some(),
            ..Looked::default()
        };
        let place = |id: i64| usize::try_from(people.rank(id)).ok().filter(|_| people.is_user(id));
        if let Some(measure) = measure {
            let mut seen = HashSet::new();
            let members: Vec<(i64, usize)> = holders
                .iter()
                .filter(|holder| seen.insert(holder.principal_id))
                .filter_map(|holder| Some((holder.principal_id, place(holder.principal_id)?)))
                .collect();
            let places: Vec<usize> = members.iter().map(|(_, place)| *place).collect();
            let distances = peer_distance(measure, &places);
            looked.distance = members.into_iter().map(|(id, _)| id).zip(distances).collect();
        }
        if let Some(peers) = &self.peers {
            let mut by_entitlement: HashMap<Rc<str>, Vec<(i64, usize)>> = HashMap::new();
            for holder in holders {
                if let Some(place) = place(holder.principal_id) {
                    let list = by_entitlement.entry(Rc::clone(&holder.entitlement)).or_default();
                    list.push((holder.principal_id, place));
                }
            }
            for (entitlement, list) in by_entitlement {
                let places: Vec<usize> = list.iter().map(|(_, place)| *place).collect();
                for ((id, _), rarity) in list.iter().zip(peers.rarity(&places)) {
                    looked.rarity.insert((*id, Rc::clone(&entitlement)), rarity);
                }
            }
        }
        if let Some(clashes) = &self.clashes {
            looked.clashes = clashes.of(resource);
        }
        if let Some(before) = &self.before {
            looked.before = before.of(transaction, resource)?;
        }
        Ok(looked)
    }
}

impl Looked {
    /// The advice on one item, its sign-in advice included, and what to keep of it.
    pub(super) fn advise(
        &self,
        holder: &Holder,
        sign_in: Recommendation,
    ) -> Result<(Recommendation, Option<String>), StoreError> {
        if !self.says_anything {
            return Ok((sign_in, None));
        }
        let key = (holder.principal_id, Rc::clone(&holder.entitlement));
        let said = Said {
            distance: self.distance.get(&holder.principal_id).copied(),
            rarity: self.rarity.get(&key).copied(),
            asked_previous: self.asks_previous,
            previous: self
                .before
                .get(&key)
                .filter(|_| self.asks_previous)
                .map(|earlier| earlier.previous.clone()),
            conflicts: self.clashes.get(&holder.principal_id).cloned().unwrap_or_default(),
            told: Vec::new(),
        };
        let advice = Recommendation::combined(said.recommendations().chain([sign_in]));
        Ok((advice, Some(serde_json::to_string(&said)?)))
    }

    /// The earlier approval that is carried forward to this item, if one is.
    pub(super) fn carried(&self, holder: &Holder, since: Option<DateTime<Utc>>) -> Option<&Earlier> {
        let earlier = self
            .before
            .get(&(holder.principal_id, Rc::clone(&holder.entitlement)))?;
        let same = earlier.unchanged && earlier.direct == holder.direct && earlier.path[..] == holder.path[..];
        (same && earlier.approved_at? >= since?).then_some(earlier)
    }
}

type Line = (Option<usize>, Option<String>, Option<String>);

/// Manager, department and title of everybody, by their rank.
fn lines(transaction: &Transaction<'_>, directory: i64, people: &People) -> Result<Vec<Line>, StoreError> {
    let mut lines: Vec<Line> = vec![(None, None, None); people.len()];
    let mut statement = transaction.prepare(
        "SELECT id, manager_id, department, title FROM principal NOT INDEXED
         WHERE directory_id = ?1 AND removed_snapshot_id IS NULL AND kind = 'user'",
    )?;
    let mut rows = statement.query(params![directory])?;
    while let Some(row) = rows.next()? {
        let rank = |id: i64| {
            usize::try_from(people.rank(id))
                .ok()
                .filter(|rank| *rank < people.len())
        };
        let Some(at) = rank(row.get(0)?) else { continue };
        let manager = row.get::<_, Option<i64>>(1)?.and_then(rank);
        lines[at] = (manager, row.get(2)?, row.get(3)?);
    }
    Ok(lines)
}
