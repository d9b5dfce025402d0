//! The columns of an instance's items in memory, for lists of any length.
//!
//! A filter over a million rows in SQL costs hundreds of milliseconds, and a page deep in it more
//! still. The columns needed for filtering are small (about 14 bytes a row) and the population is
//! frozen, so they are read once; a page is then found in milliseconds at any depth, with an exact
//! total, and only the rows shown are read from the ledger.

use std::collections::HashMap;

use countersign_domain::item::Decision;
use countersign_domain::recommendation::Recommendation;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::StoreError;

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
    searched: Vec<String>,
}

/// The columns of one instance.
#[derive(Debug)]
pub struct ItemIndex {
    first: i64,
    people: Names,
    resources: Names,
    person: Vec<u32>,
    resource: Vec<u32>,
    set: Vec<u32>,
    decision: Vec<u8>,
    recommendation: Vec<u8>,
    /// Sets that a reviewer belongs to.
    asked: HashMap<i64, Vec<u32>>,
    by_person: std::sync::OnceLock<Vec<u32>>,
}

impl ItemIndex {
    /// Reads the columns of an instance.
    pub fn load(connection: &Connection, instance: i64) -> Result<Self, StoreError> {
        let (first, count): (i64, i64) = connection.query_row(
            "SELECT first_item_id, item_count FROM instance WHERE id = ?1",
            [instance],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let capacity = usize::try_from(count).unwrap_or(0);
        let mut index = Self {
            first,
            people: Names::default(),
            resources: Names::default(),
            person: Vec::with_capacity(capacity),
            resource: Vec::with_capacity(capacity),
            set: Vec::with_capacity(capacity),
            decision: Vec::with_capacity(capacity),
            recommendation: Vec::with_capacity(capacity),
            asked: HashMap::new(),
            by_person: std::sync::OnceLock::new(),
        };
        let place = index.load_names(connection, instance)?;
        let mut statement = connection.prepare_cached(
            "SELECT principal_id, resource_id, reviewer_set_id, decision, recommendation
             FROM item WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        )?;
        let mut rows = statement.query(params![first, first + count - 1])?;
        let mut resources: HashMap<i64, u32> = HashMap::new();
        while let Some(row) = rows.next()? {
            let resource: i64 = row.get(1)?;
            let at = match resources.get(&resource) {
                Some(at) => *at,
                None => {
                    let at = to_u32(index.resources.ids.len())?;
                    index.resources.ids.push(resource);
                    resources.insert(resource, at);
                    at
                }
            };
            let person: i64 = row.get(0)?;
            index.person.push(*place.get(&person).ok_or_else(|| missing(person))?);
            index.resource.push(at);
            index.set.push(row.get::<_, Option<i64>>(2)?.map_or(Ok(u32::MAX), to_u32)?);
            index.decision.push(decision_code(row.get_ref(3)?.as_str().map_err(value)?)?);
            index.recommendation.push(recommendation_code(row.get_ref(4)?.as_str().map_err(value)?)?);
        }
        index.load_resources(connection, instance)?;
        index.load_asked(connection, instance)?;
        Ok(index)
    }

    fn load_names(&mut self, connection: &Connection, instance: i64) -> Result<HashMap<i64, u32>, StoreError> {
        let mut statement = connection.prepare_cached(
            "SELECT principal_id, display_name, user_name, mail FROM frozen WHERE instance_id = ?1",
        )?;
        let mut rows = statement.query([instance])?;
        let mut all: Vec<(String, i64, String, String)> = Vec::new();
        while let Some(row) = rows.next()? {
            let name: String = row.get(1)?;
            let folded = name.to_lowercase();
            let mut searched = folded.clone();
            for more in [row.get::<_, Option<String>>(2)?, row.get::<_, Option<String>>(3)?].into_iter().flatten() {
                searched.push('\n');
                searched.push_str(&more.to_lowercase());
            }
            all.push((folded, row.get(0)?, name, searched));
        }
        all.sort_unstable();
        let mut place = HashMap::with_capacity(all.len());
        for (at, (_, id, display, searched)) in all.into_iter().enumerate() {
            place.insert(id, to_u32(at)?);
            self.people.ids.push(id);
            self.people.display.push(display);
            self.people.searched.push(searched);
        }
        Ok(place)
    }

    fn load_resources(&mut self, connection: &Connection, instance: i64) -> Result<(), StoreError> {
        let mut statement = connection.prepare_cached(
            "SELECT display_name FROM frozen WHERE instance_id = ?1 AND principal_id = ?2",
        )?;
        for id in &self.resources.ids {
            let name: String = statement.query_row(params![instance, id], |row| row.get(0))?;
            self.resources.searched.push(name.to_lowercase());
            self.resources.display.push(name);
        }
        Ok(())
    }

    fn load_asked(&mut self, connection: &Connection, instance: i64) -> Result<(), StoreError> {
        let mut statement = connection.prepare_cached(
            "SELECT m.principal_id, m.set_id FROM reviewer_set s
             JOIN reviewer_set_member m ON m.set_id = s.id WHERE s.instance_id = ?1 ORDER BY m.set_id",
        )?;
        let mut rows = statement.query([instance])?;
        while let Some(row) = rows.next()? {
            self.asked.entry(row.get(0)?).or_default().push(to_u32(row.get::<_, i64>(1)?)?);
        }
        Ok(())
    }

    /// Keeps a column in step after a decision was committed.
    pub fn set_decision(&mut self, item: i64, decision: Decision) {
        let place = item.checked_sub(self.first).and_then(|at| usize::try_from(at).ok());
        if let Some(slot) = place.and_then(|at| self.decision.get_mut(at)) {
            *slot = Decision::ALL.iter().position(|one| *one == decision).map_or(0, |at| at as u8);
        }
    }

    /// Ids of the items that match, in order; the whole list, so that any page of it is a slice.
    pub fn select(&self, filter: &Filter, sort: Sort) -> Vec<i64> {
        self.places(filter, sort).into_iter().map(|at| self.first + i64::from(at)).collect()
    }

    /// The same list cut into runs by group or by person.
    pub fn groups(&self, filter: &Filter, sort: Sort) -> Vec<Group> {
        let (column, names) = match sort {
            Sort::Principal => (&self.person, &self.people),
            _ => (&self.resource, &self.resources),
        };
        let mut groups: Vec<Group> = Vec::new();
        for (offset, at) in self.places(filter, sort).into_iter().enumerate() {
            let key = column[at as usize] as usize;
            let id = names.ids[key];
            if groups.last().is_none_or(|last| last.id != id) {
                groups.push(Group { id, display_name: names.display[key].clone(), offset, count: 0, undecided: 0 });
            }
            if let Some(last) = groups.last_mut() {
                last.count += 1;
                last.undecided += usize::from(self.decision[at as usize] == 0);
            }
        }
        groups
    }

    /// How many of the matching items stand at which decision.
    pub fn count(&self, filter: &Filter) -> Count {
        let mut count = Count::default();
        self.scan(filter, |at| count.add(self.decision[at]));
        count
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
        for (set, decision) in self.set.iter().zip(&self.decision) {
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
        self.set.iter().filter(|set| **set == u32::MAX).count()
    }

    fn places(&self, filter: &Filter, sort: Sort) -> Vec<u32> {
        let mut places = Vec::new();
        if sort == Sort::Principal {
            let matching = {
                let mut matching = vec![false; self.decision.len()];
                self.scan(filter, |at| matching[at] = true);
                matching
            };
            places.extend(self.person_order().iter().filter(|at| matching[**at as usize]));
            return places;
        }
        self.scan(filter, |at| places.push(at as u32));
        match sort {
            Sort::Decision => places.sort_by_key(|at| self.decision[*at as usize]),
            Sort::Recommendation => places.sort_by_key(|at| match self.recommendation[*at as usize] {
                1 => 0u8,
                2 => 1,
                _ => 2,
            }),
            Sort::Resource | Sort::Principal => {}
        }
        places
    }

    /// Items by person: made once, by counting, because both columns are small numbers.
    fn person_order(&self) -> &[u32] {
        self.by_person.get_or_init(|| {
            let mut starts = vec![0u32; self.people.ids.len() + 1];
            for person in &self.person {
                starts[*person as usize + 1] += 1;
            }
            for at in 1..starts.len() {
                starts[at] += starts[at - 1];
            }
            let mut order = vec![0u32; self.person.len()];
            for (at, person) in self.person.iter().enumerate() {
                let slot = &mut starts[*person as usize];
                order[*slot as usize] = at as u32;
                *slot += 1;
            }
            order
        })
    }

    /// Calls `found` for every matching place, in the order of the population.
    fn scan(&self, filter: &Filter, mut found: impl FnMut(usize)) {
        let sets = filter.reviewer.map(|reviewer| self.asked.get(&reviewer).map_or(&[][..], Vec::as_slice));
        let mask = |list: &[usize]| list.iter().fold(0u8, |mask, at| mask | 1 << at);
        let decisions = if filter.decision.is_empty() {
            u8::MAX
        } else {
            mask(&positions(&filter.decision, &Decision::ALL))
        };
        let advice = if filter.recommendation.is_empty() {
            u8::MAX
        } else {
            mask(&positions(&filter.recommendation, &Recommendation::ALL))
        };
        let resource = filter.resource.map(|id| self.resources.ids.iter().position(|one| *one == id));
        let person = filter.principal.map(|id| self.people.ids.iter().position(|one| *one == id));
        if resource == Some(None) || person == Some(None) {
            return;
        }
        let (resource, person) = (resource.flatten(), person.flatten());
        let needle = filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_lowercase);
        let hit = |names: &Names| -> Option<Vec<bool>> {
            needle.as_ref().map(|needle| names.searched.iter().map(|text| text.contains(needle.as_str())).collect())
        };
        let (hit_person, hit_resource) = (hit(&self.people), hit(&self.resources));
        for at in 0..self.decision.len() {
            if decisions & (1 << self.decision[at]) == 0 || advice & (1 << self.recommendation[at]) == 0 {
                continue;
            }
            let (of_person, of_resource) = (self.person[at] as usize, self.resource[at] as usize);
            if resource.is_some_and(|one| one != of_resource) || person.is_some_and(|one| one != of_person) {
                continue;
            }
            if let (Some(people), Some(resources)) = (&hit_person, &hit_resource)
                && !people[of_person]
                && !resources[of_resource]
            {
                continue;
            }
            if sets.is_some_and(|sets| sets.binary_search(&self.set[at]).is_err()) {
                continue;
            }
            found(at);
        }
    }
}

fn positions<T: PartialEq>(wanted: &[T], all: &[T]) -> Vec<usize> {
    wanted.iter().filter_map(|one| all.iter().position(|other| other == one)).collect()
}

fn to_u32(number: impl TryInto<u32>) -> Result<u32, StoreError> {
    number.try_into().map_err(|_| StoreError::Value("an instance holds more rows than can be numbered".into()))
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
