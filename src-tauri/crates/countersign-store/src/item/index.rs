//! The columns of an instance's items in memory, for lists of any length.
//!
//! A filter over a million rows in SQL costs hundreds of milliseconds, and a page deep in it more
//! still. The columns needed for filtering are small (about 18 bytes a row) and the population is
//! frozen, so they are read once; a page is then found in milliseconds at any depth, with an exact
//! total, and only the rows shown are read from the ledger.

mod list;
mod load;

use std::borrow::Cow;
use std::collections::HashMap;

use countersign_domain::item::Decision;
use countersign_domain::recommendation::Recommendation;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::StoreError;
pub use list::List;

/// Which items to list; empty lists and `None` mean all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct Filter {
    /// Items that this person is asked about.
    pub reviewer: Option<i64>,
    pub decision: Vec<Decision>,
    pub recommendation: Vec<Recommendation>,
    pub resource: Option<i64>,
    pub principal: Option<i64>,
    /// Part of a person's name, account or mail, or of the group's name; case does not matter.
    pub search: Option<String>,
    /// What is not shown to whoever looks: neither a filter nor an order nor a count tells it.
    #[serde(skip)]
    #[ts(skip)]
    pub hidden: Hidden,
}

/// What a list does not show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Hidden {
    /// Decisions of stages before the one that is going on count as not reviewed.
    pub history: bool,
    /// Every recommendation counts as none.
    pub advice: bool,
}

/// By what the list is ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Sort {
    /// Group, then person: the order of the frozen population.
    #[default]
    Resource,
    /// Person, then group.
    Principal,
    /// Undecided first, then by decision.
    Decision,
    /// Recommended denials first.
    Recommendation,
}

/// A run of neighbouring rows that share a heading.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    pub id: i64,
    pub display_name: String,
    /// The first row of the group in the list.
    pub offset: usize,
    pub count: usize,
    pub undecided: usize,
}

/// How many items stand at which decision.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Count {
    pub total: usize,
    pub not_reviewed: usize,
    pub approve: usize,
    pub deny: usize,
    pub dont_know: usize,
}

impl Count {
    /// From how many stand at each decision, in the order of [`Decision::ALL`].
    fn of(counts: [usize; 4]) -> Self {
        let [not_reviewed, approve, deny, dont_know] = counts;
        Self {
            total: counts.iter().sum(),
            not_reviewed,
            approve,
            deny,
            dont_know,
        }
    }

    fn add(&mut self, decision: u8) {
        self.total += 1;
        match Decision::ALL[usize::from(decision)] {
            Decision::NotReviewed => self.not_reviewed += 1,
            Decision::Approve => self.approve += 1,
            Decision::Deny => self.deny += 1,
            Decision::DontKnow => self.dont_know += 1,
        }
    }
}

/// The people or groups of an instance, in their order, with what a search looks through.
#[derive(Debug, Default)]
struct Names {
    ids: Vec<i64>,
    display: Vec<String>,
    /// All of it in one text, folded, a NUL after each: one search goes through a hundred thousand
    /// names in a millisecond, a search in each of them takes ten times as long.
    searched: String,
    /// Where the part of each ends in `searched`, its NUL included.
    ends: Vec<usize>,
}

impl Names {
    fn push(&mut self, id: i64, display: String, searched: &str) {
        self.ids.push(id);
        self.display.push(display);
        self.searched.push_str(searched);
        self.searched.push('\0');
        self.ends.push(self.searched.len());
    }
}

/// The columns of one instance.
#[derive(Debug)]
pub struct ItemIndex {
    first: i64,
    people: Names,
    resources: Names,
    person: Vec<u32>,
    /// Never falls: the population is frozen group by group.
    resource: Vec<u32>,
    /// Numbers of reviewer sets, counted from the first; `set_count` where nobody is asked.
    set: Vec<u32>,
    set_count: u32,
    decision: Vec<u8>,
    recommendation: Vec<u8>,
    /// Items that do not take part in the stage that is going on: nobody is asked about them now.
    past: Vec<bool>,
    /// Where several answers make the outcome: what each person answered themselves, by place.
    own: Option<HashMap<i64, HashMap<u32, u8>>>,
    /// Sets that a reviewer belongs to.
    asked: HashMap<i64, Vec<u32>>,
    /// Items by person, and where each person's begin.
    by_person: Vec<u32>,
    person_start: Vec<u32>,
}

impl ItemIndex {
    /// By counting, because the numbers of people are small.
    fn order_by_person(&mut self) {
        let mut starts = vec![0u32; self.people.ids.len() + 1];
        for person in &self.person {
            starts[*person as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        self.by_person = vec![0u32; self.person.len()];
        for (at, person) in self.person.iter().enumerate() {
            let slot = &mut next[*person as usize];
            self.by_person[*slot as usize] = at as u32;
            *slot += 1;
        }
        self.person_start = starts;
    }

    /// Follows a decision that was committed: what the item comes to, and who answered what.
    pub fn set_decision(&mut self, item: i64, outcome: Decision, answer: Option<(i64, Decision)>) {
        let code = |decision| {
            Decision::ALL
                .iter()
                .position(|one| *one == decision)
                .map_or(0, |at| at as u8)
        };
        let place = item.checked_sub(self.first).and_then(|at| usize::try_from(at).ok());
        let Some((place, slot)) = place.and_then(|at| Some((at, self.decision.get_mut(at)?))) else {
            return;
        };
        *slot = code(outcome);
        if let (Some(own), Some((actor, decision)), Ok(place)) = (&mut self.own, answer, u32::try_from(place)) {
            own.entry(actor).or_default().insert(place, code(decision));
        }
    }

    /// The decisions as the filter's reviewer sees them: their own, where several make the outcome.
    fn column(&self, filter: &Filter) -> Cow<'_, [u8]> {
        match (&self.own, filter.reviewer) {
            (Some(own), Some(reviewer)) => {
                let mut column = vec![0; self.decision.len()];
                for (place, code) in own.get(&reviewer).into_iter().flatten() {
                    if let Some(slot) = column.get_mut(*place as usize) {
                        *slot = *code;
                    }
                }
                Cow::Owned(column)
            }
            _ if filter.hidden.history => {
                let shown = self.decision.iter().zip(&self.past);
                Cow::Owned(shown.map(|(code, past)| if *past { 0 } else { *code }).collect())
            }
            _ => Cow::Borrowed(&self.decision),
        }
    }

    /// Progress for each resource, in order.
    pub fn count_by_resource(&self, filter: &Filter) -> Vec<(i64, String, Count)> {
        let mut counts = vec![Count::default(); self.resources.ids.len()];
        for (resource, decision) in self.resource.iter().zip(self.column(filter).iter()) {
            counts[*resource as usize].add(*decision);
        }
        (0..counts.len())
            .map(|at| (self.resources.ids[at], self.resources.display[at].clone(), counts[at]))
            .collect()
    }

    /// Progress for each reviewer: items they are asked about, and where those stand.
    pub fn count_by_reviewer(&self) -> Vec<(i64, Count)> {
        let mut by_set: HashMap<u32, Count> = HashMap::new();
        for ((set, decision), _) in self
            .set
            .iter()
            .zip(&self.decision)
            .zip(&self.past)
            .filter(|(_, past)| !**past)
        {
            by_set.entry(*set).or_default().add(*decision);
        }
        let mut all: Vec<(i64, Count)> = self
            .asked
            .iter()
            .map(|(reviewer, sets)| {
                let mut sum = Count::default();
                for one in sets.iter().filter_map(|set| by_set.get(set)) {
                    sum.total += one.total;
                    sum.not_reviewed += one.not_reviewed;
                    sum.approve += one.approve;
                    sum.deny += one.deny;
                    sum.dont_know += one.dont_know;
                }
                (*reviewer, sum)
            })
            .collect();
        all.sort_unstable_by_key(|(reviewer, _)| *reviewer);
        all
    }

    /// Items that nobody can be asked about.
    pub fn unasked(&self) -> usize {
        let unasked = self.set.iter().zip(&self.past);
        unasked.filter(|(set, past)| **set == self.set_count && !**past).count()
    }
}

fn to_u32(number: impl TryInto<u32>) -> Result<u32, StoreError> {
    number
        .try_into()
        .map_err(|_| StoreError::Value("an instance holds more rows than can be numbered".into()))
}

fn missing(person: i64) -> StoreError {
    StoreError::Value(format!("principal {person} is not among the people of the instance"))
}

fn value(error: rusqlite::types::FromSqlError) -> StoreError {
    StoreError::Value(error.to_string())
}

fn decision_code(word: &str) -> Result<u8, StoreError> {
    code(Decision::ALL.iter().position(|one| one.word() == word), word)
}

fn recommendation_code(word: &str) -> Result<u8, StoreError> {
    code(Recommendation::ALL.iter().position(|one| one.word() == word), word)
}

fn code(place: Option<usize>, word: &str) -> Result<u8, StoreError> {
    place
        .and_then(|at| u8::try_from(at).ok())
        .ok_or_else(|| StoreError::Value(format!("“{word}” is not a word of the ledger")))
}
