//! The columns of an instance's items in memory, for lists of any length.
//!
//! A filter over a million rows in SQL costs hundreds of milliseconds, and a page deep in it more
//! still. The columns needed for filtering are small (about 18 bytes a row) and the population is
//! frozen, so they are read once; a page is then found in milliseconds at any depth, with an exact
//! total, and only the rows shown are read from the ledger.

mod list;

use std::borrow::Cow;
use std::collections::HashMap;

use countersign_domain::item::Decision;
use countersign_domain::recommendation::Recommendation;
use rusqlite::{Connection, params};
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
    /// Reads the columns of an instance.
    pub fn load(connection: &Connection, instance: i64) -> Result<Self, StoreError> {
        let (first, count, stage): (i64, i64, i64) = connection.query_row(
            "SELECT first_item_id, item_count, stage FROM instance WHERE id = ?1",
            [instance],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let capacity = usize::try_from(count).unwrap_or(0);
        let mut index = Self {
            first,
            people: Names::default(),
            resources: Names::default(),
            person: Vec::with_capacity(capacity),
            resource: Vec::with_capacity(capacity),
            set: Vec::with_capacity(capacity),
            set_count: 0,
            decision: Vec::with_capacity(capacity),
            recommendation: Vec::with_capacity(capacity),
            past: Vec::with_capacity(capacity),
            own: None,
            asked: HashMap::new(),
            by_person: Vec::new(),
            person_start: Vec::new(),
        };
        let place = index.load_names(connection, instance)?;
        let first_set = index.load_asked(connection, instance)?;
        let mut statement = connection.prepare_cached(
            "SELECT principal_id, resource_id, reviewer_set_id, decision, recommendation, stage
             FROM item WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        )?;
        let mut rows = statement.query(params![first, first + count - 1])?;
        let mut name = connection
            .prepare_cached("SELECT display_name FROM frozen WHERE instance_id = ?1 AND principal_id = ?2")?;
        let mut seen = std::collections::HashSet::new();
        while let Some(row) = rows.next()? {
            let resource: i64 = row.get(1)?;
            if index.resources.ids.last() != Some(&resource) {
                if !seen.insert(resource) {
                    return Err(StoreError::Value(format!(
                        "the items of group {resource} do not stand together"
                    )));
                }
                let display: String = name.query_row(params![instance, resource], |row| row.get(0))?;
                let searched = display.to_lowercase();
                index.resources.push(resource, display, &searched);
            }
            let at = to_u32(index.resources.ids.len() - 1)?;
            let person: i64 = row.get(0)?;
            index.person.push(*place.get(&person).ok_or_else(|| missing(person))?);
            index.resource.push(at);
            let set = match row.get::<_, Option<i64>>(2)? {
                Some(set) if set < first_set + i64::from(index.set_count) => to_u32(set - first_set)?,
                Some(set) => return Err(StoreError::Value(format!("reviewer set {set} is not of this instance"))),
                None => index.set_count,
            };
            index.set.push(set);
            index
                .decision
                .push(decision_code(row.get_ref(3)?.as_str().map_err(value)?)?);
            index
                .recommendation
                .push(recommendation_code(row.get_ref(4)?.as_str().map_err(value)?)?);
            index.past.push(row.get::<_, i64>(5)? != stage);
        }
        index.order_by_person();
        index.load_own(connection, instance)?;
        Ok(index)
    }

    /// What each person answered, where that is not what the item comes to.
    fn load_own(&mut self, connection: &Connection, instance: i64) -> Result<(), StoreError> {
        let several: bool = connection.query_row(
            "SELECT s.strategy <> 'lastAnswer' FROM instance n
             JOIN stage s ON s.instance_id = n.id AND s.position = n.stage WHERE n.id = ?1
             UNION ALL SELECT 0 LIMIT 1",
            [instance],
            |row| row.get(0),
        )?;
        if !several {
            return Ok(());
        }
        let mut own: HashMap<i64, HashMap<u32, u8>> = HashMap::new();
        let mut statement = connection.prepare_cached(
            "SELECT e.item_id, e.actor_id, e.decision, e.source FROM instance n
             JOIN decision_event e ON e.item_id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
             WHERE n.id = ?1 AND e.stage = n.stage ORDER BY e.id",
        )?;
        let mut rows = statement.query([instance])?;
        while let Some(row) = rows.next()? {
            let place = to_u32(row.get::<_, i64>(0)? - self.first)?;
            if row.get_ref(3)?.as_str().map_err(value)? == "reset" {
                own.values_mut().for_each(|answers| {
                    answers.remove(&place);
                });
            } else if let Some(actor) = row.get::<_, Option<i64>>(1)? {
                let code = decision_code(row.get_ref(2)?.as_str().map_err(value)?)?;
                own.entry(actor).or_default().insert(place, code);
            }
        }
        self.own = Some(own);
        Ok(())
    }

    fn load_names(&mut self, connection: &Connection, instance: i64) -> Result<HashMap<i64, u32>, StoreError> {
        let mut statement = connection
            .prepare_cached("SELECT principal_id, display_name, user_name, mail FROM frozen WHERE instance_id = ?1")?;
        let mut rows = statement.query([instance])?;
        let mut all: Vec<(String, i64, String, String)> = Vec::new();
        while let Some(row) = rows.next()? {
            let name: String = row.get(1)?;
            let folded = name.to_lowercase();
            let mut searched = folded.clone();
            for more in [row.get::<_, Option<String>>(2)?, row.get::<_, Option<String>>(3)?]
                .into_iter()
                .flatten()
            {
                searched.push('\n');
                searched.push_str(&more.to_lowercase());
            }
            all.push((folded, row.get(0)?, name, searched));
        }
        all.sort_unstable();
        let mut place = HashMap::with_capacity(all.len());
        for (at, (_, id, display, searched)) in all.into_iter().enumerate() {
            place.insert(id, to_u32(at)?);
            self.people.push(id, display, &searched);
        }
        Ok(place)
    }

    /// Answers the number of the first set, from which the others are counted.
    fn load_asked(&mut self, connection: &Connection, instance: i64) -> Result<i64, StoreError> {
        let (first, last): (i64, i64) = connection.query_row(
            "SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM reviewer_set WHERE instance_id = ?1",
            [instance],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        self.set_count = to_u32(last - first + 1)?;
        let mut statement = connection.prepare_cached(
            "SELECT m.principal_id, m.set_id FROM reviewer_set s
             JOIN reviewer_set_member m ON m.set_id = s.id WHERE s.instance_id = ?1 ORDER BY m.set_id",
        )?;
        let mut rows = statement.query([instance])?;
        while let Some(row) = rows.next()? {
            self.asked
                .entry(row.get(0)?)
                .or_default()
                .push(to_u32(row.get::<_, i64>(1)? - first)?);
        }
        Ok(first)
    }

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

    /// Keeps a column in step after a decision was committed.
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
            _ => Cow::Borrowed(&self.decision),
        }
    }

    /// Progress for each resource, in order.
    pub fn count_by_resource(&self) -> Vec<(i64, String, Count)> {
        let mut counts = vec![Count::default(); self.resources.ids.len()];
        for (resource, decision) in self.resource.iter().zip(&self.decision) {
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
