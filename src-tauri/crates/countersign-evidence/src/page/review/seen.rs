//! What is noted while the rows are printed, for the pages before them and the chapters behind them.
//!
//! Each list is bounded; one that would be longer keeps its exact total, and the chapter says where every
//! row of it is marked.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

use super::privileged::Privileged;
use crate::record::{ChangeRecord, FindingRecord, ItemRecord, Party, ReviewerRecord, TaskRecord, Timeliness};

/// Item numbers kept of one list.
const MOST_NUMBERS: usize = 100_000;
/// Rows kept of one list.
const MOST_ROWS: usize = 5_000;

/// Item numbers with their exact total.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    pub(super) total: u64,
    ids: Vec<i64>,
}

impl Numbers {
    fn add(&mut self, id: i64) {
        self.total += 1;
        if self.ids.len() < MOST_NUMBERS {
            self.ids.push(id);
        }
    }

    /// All of them, runs joined: `3–7, 12`; none where there are too many to list.
    pub(super) fn words(&self) -> Option<String> {
        if self.total != self.ids.len() as u64 {
            return None;
        }
        let mut out = String::new();
        let mut rest = self.ids.as_slice();
        while let Some(first) = rest.first() {
            let run = rest.iter().zip(*first..).take_while(|(id, next)| **id == *next).count();
            if !out.is_empty() {
                out.push_str(", ");
            }
            out.push_str(&first.to_string());
            if run > 1 {
                out.push(if run == 2 { ',' } else { '\u{2013}' });
                if run == 2 {
                    out.push(' ');
                }
                out.push_str(&rest[run - 1].to_string());
            }
            rest = &rest[run..];
        }
        Some(out)
    }
}

/// Counts of approve, deny, don't know, not reviewed.
pub(crate) type Outcomes = [u64; 4];

/// The place of a decision among [`Outcomes`].
pub(super) fn outcome(decision: &str) -> usize {
    match decision {
        "approve" => 0,
        "deny" => 1,
        "dontKnow" => 2,
        _ => 3,
    }
}

/// A bulk step, gathered from its items.
#[derive(Debug, Clone, Default)]
pub(super) struct BulkStep {
    pub(super) id: String,
    pub(super) said: u64,
    pub(super) found: u64,
    pub(super) outcomes: Outcomes,
    pub(super) by: String,
    pub(super) at: Option<DateTime<Utc>>,
    pub(super) first: i64,
}

/// An item that somebody decided who is not independent.
#[derive(Debug, Clone, Default)]
pub(super) struct Beside {
    pub(super) item: i64,
    pub(super) person: String,
    pub(super) resource: String,
    pub(super) by: String,
    pub(super) decision: String,
    pub(super) what: Option<String>,
}

/// A reviewer, for the chart.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    pub(super) name: String,
    pub(super) items: u64,
    pub(super) decided: u64,
}

/// On which page an item stands. Items are printed by ascending number; where they are not, nobody knows.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    starts: Vec<(i64, u32)>,
    last: i64,
    mixed: bool,
}

impl Places {
    fn add(&mut self, item: i64, page: u32) {
        self.mixed |= !self.starts.is_empty() && item <= self.last;
        self.last = item;
        if self.starts.last().is_none_or(|(_, known)| *known != page) {
            self.starts.push((item, page));
        }
    }

    /// Its page, as a place to lead to.
    pub(super) fn of(&self, item: i64) -> Option<(u32, i32)> {
        if self.mixed || item > self.last {
            return None;
        }
        let behind = self.starts.partition_point(|(first, _)| *first <= item);
        self.starts.get(behind.checked_sub(1)?).map(|(_, page)| (*page, 480))
    }
}

/// What the pages tell beyond the record's totals.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    pub(super) places: Places,
    /// Decisions of people by the day of the last one.
    pub(super) days: BTreeMap<NaiveDate, u64>,
    /// By decision, the program's and people's.
    pub(super) by_program: Outcomes,
    pub(super) by_people: Outcomes,
    /// By decision and what was done: where nobody said approve or deny, or the program decided.
    pub(super) treated: BTreeMap<(usize, bool, String), Numbers>,
    pub(super) late: Numbers,
    pub(super) own: Vec<Beside>,
    pub(super) noted: Vec<Beside>,
    pub(super) noted_total: u64,
    pub(super) bulk: Vec<BulkStep>,
    pub(super) bulk_steps: u64,
    known_bulk: HashMap<String, usize>,
    pub(super) privileged: Privileged,
    pub(super) changes: BTreeMap<&'static str, u64>,
    pub(super) came_back: u64,
    pub(super) tasks: BTreeMap<String, u64>,
    /// Reviewers who decided all they were asked, a part, nothing.
    pub(super) answered: [u64; 3],
    /// Those with the most left.
    pub(super) behind: Vec<Asked>,
    pub(super) findings: BTreeMap<String, (u64, u64)>,
}

impl Seen {
    pub(super) fn item(&mut self, item: &ItemRecord, page: u32, time: &Timeliness) {
        self.places.add(item.item_id, page);
        let place = outcome(&item.decision);
        let treatment = item.treatment.as_deref().unwrap_or_default();
        if item.system {
            self.by_program[place] += 1;
        } else {
            self.by_people[place] += 1;
            if let (true, Some(at)) = (place < 3, item.decided_at) {
                *self.days.entry(at.date_naive()).or_default() += 1;
                if time.planned_end.is_some_and(|end| at > end) {
                    self.late.add(item.item_id);
                }
            }
        }
        if item.system || place > 1 {
            let key = (place, item.system, treatment.to_owned());
            self.treated.entry(key).or_default().add(item.item_id);
        }
        self.independence(item);
        self.bulk(item, place);
        if item.privileged {
            self.privileged.add(item, place);
        }
    }

    fn independence(&mut self, item: &ItemRecord) {
        let beside = |by: Option<&Party>, decision: &str, what: Option<&str>| Beside {
            item: item.item_id,
            person: item.person.name.clone(),
            resource: item.resource.clone(),
            by: by.map_or_else(String::new, |by| by.name.clone()),
            decision: decision.to_owned(),
            what: what.map(str::to_owned),
        };
        if item.is_own_access() && self.own.len() < MOST_ROWS {
            self.own.push(beside(item.decided_by.as_ref(), &item.decision, None));
        }
        for event in item.events.iter().filter(|event| event.note.is_some()) {
            self.noted_total += 1;
            if self.noted.len() < MOST_ROWS {
                self.noted
                    .push(beside(event.by.as_ref(), &event.decision, event.note.as_deref()));
            }
        }
    }

    fn bulk(&mut self, item: &ItemRecord, place: usize) {
        let Some(bulk) = &item.bulk else { return };
        let index = match self.known_bulk.get(&bulk.id) {
            Some(index) => *index,
            None => {
                self.bulk_steps += 1;
                if self.bulk.len() >= MOST_ROWS {
                    return;
                }
                self.bulk.push(BulkStep {
                    id: bulk.id.clone(),
                    said: bulk.size,
                    by: item.decided_by.as_ref().map_or_else(String::new, |by| by.name.clone()),
                    at: item.decided_at,
                    first: item.item_id,
                    ..BulkStep::default()
                });
                self.known_bulk.insert(bulk.id.clone(), self.bulk.len() - 1);
                self.bulk.len() - 1
            }
        };
        let step = &mut self.bulk[index];
        step.found += 1;
        step.outcomes[place] += 1;
    }

    pub(super) fn change(&mut self, change: &ChangeRecord) {
        let state = match change.state.as_str() {
            _ if change.still_at.is_some() => "stillThere",
            _ if change.seen_gone_at.is_some() => "seenGone",
            "applied" | "alreadySo" => "notRead",
            "refused" => "refused",
            "byHand" => "byHand",
            "kept" => "kept",
            _ => "waiting",
        };
        *self.changes.entry(state).or_default() += 1;
        self.came_back += u64::from(change.came_back);
    }

    pub(super) fn task(&mut self, task: &TaskRecord) {
        *self.tasks.entry(task.state.clone()).or_default() += 1;
    }

    pub(super) fn finding(&mut self, one: &FindingRecord) {
        let (all, open) = self.findings.entry(one.kind.clone()).or_default();
        *all += 1;
        *open += u64::from(one.open);
    }

    pub(super) fn reviewer(&mut self, asked: &ReviewerRecord) {
        let place = match asked.decided {
            decided if decided >= asked.items => 0,
            0 => 2,
            _ => 1,
        };
        self.answered[place] += 1;
        let left = |one: &Asked| one.items.saturating_sub(one.decided);
        let one = Asked {
            name: asked.name.clone(),
            items: asked.items,
            decided: asked.decided,
        };
        let behind = self.behind.partition_point(|known| left(known) >= left(&one));
        if behind < super::charts::REVIEWERS {
            self.behind.insert(behind, one);
            self.behind.truncate(super::charts::REVIEWERS);
        }
    }

    /// What the second pass needs of the first: the figures, without the lists.
    pub(super) fn figures(mut self) -> Self {
        self.places = Places::default();
        self.treated.values_mut().for_each(|numbers| numbers.ids = Vec::new());
        self.late.ids = Vec::new();
        (self.own, self.noted, self.bulk) = (Vec::new(), Vec::new(), Vec::new());
        self.known_bulk = HashMap::new();
        self.privileged = Privileged::default();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_listed_as_runs() {
        let mut numbers = Numbers::default();
        [1, 2, 4, 7, 8, 9].into_iter().for_each(|id| numbers.add(id));
        assert_eq!(numbers.words().as_deref(), Some("1, 2, 4, 7\u{2013}9"));
    }

    #[test]
    fn an_item_is_found_on_its_page_and_one_beyond_the_last_nowhere() {
        let mut places = Places::default();
        for (item, page) in [(3, 5), (4, 5), (9, 6), (11, 6)] {
            places.add(item, page);
        }
        assert_eq!(places.of(4), Some((5, 480)));
        assert_eq!(places.of(10), Some((6, 480)));
        assert_eq!((places.of(12), places.of(2)), (None, None));
    }
}
