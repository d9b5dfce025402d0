//! Cutting a list out of the columns: which items match, in which order, and how they stand.

use countersign_domain::item::Decision;
use countersign_domain::recommendation::Recommendation;

use super::{Count, Filter, Group, ItemIndex, Names, Sort};

/// A filtered, sorted list, whole, so that any page of it is a slice; four bytes an item.
#[derive(Debug)]
pub struct List {
    first: i64,
    places: Vec<u32>,
    pub count: Count,
}

impl List {
    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Ids of the items of one page; fewer, or none, at the end.
    pub fn page(&self, offset: usize, limit: usize) -> Vec<i64> {
        let from = offset.min(self.places.len());
        let to = offset.saturating_add(limit).min(self.places.len());
        self.places[from..to]
            .iter()
            .map(|at| self.first + i64::from(*at))
            .collect()
    }
}

impl ItemIndex {
    /// The list of what matches.
    pub fn list(&self, filter: &Filter, sort: Sort) -> List {
        let mut counts = [0; Decision::ALL.len()];
        let column = self.column(filter);
        let places = self.places(filter, sort, |at| counts[usize::from(column[at])] += 1);
        List {
            first: self.first,
            places,
            count: Count::of(counts),
        }
    }

    /// Ids of the items that match, in order.
    pub fn select(&self, filter: &Filter, sort: Sort) -> Vec<i64> {
        self.list(filter, sort).page(0, usize::MAX)
    }

    /// The same list cut into runs by group or by person.
    pub fn groups(&self, filter: &Filter, sort: Sort) -> Vec<Group> {
        let (column, names) = match sort {
            Sort::Principal => (&self.person, &self.people),
            _ => (&self.resource, &self.resources),
        };
        let mut groups: Vec<Group> = Vec::new();
        let decision = self.column(filter);
        for (offset, at) in self.places(filter, sort, |_| ()).into_iter().enumerate() {
            let key = column[at as usize] as usize;
            let id = names.ids[key];
            if groups.last().is_none_or(|last| last.id != id) {
                groups.push(Group {
                    id,
                    display_name: names.display[key].clone(),
                    offset,
                    count: 0,
                    undecided: 0,
                });
            }
            if let Some(last) = groups.last_mut() {
                last.count += 1;
                last.undecided += usize::from(decision[at as usize] == 0);
            }
        }
        groups
    }

    /// How many of the matching items stand at which decision.
    pub fn count(&self, filter: &Filter) -> Count {
        let mut counts = [0; Decision::ALL.len()];
        let column = self.column(filter);
        self.scan(filter, |at| counts[usize::from(column[at])] += 1);
        Count::of(counts)
    }

    fn places(&self, filter: &Filter, sort: Sort, mut found: impl FnMut(usize)) -> Vec<u32> {
        match sort {
            Sort::Resource => {
                let mut places = Vec::new();
                self.scan(filter, |at| {
                    found(at);
                    places.push(at as u32);
                });
                places
            }
            Sort::Principal => {
                let mut matching = vec![false; self.decision.len()];
                self.scan(filter, |at| {
                    found(at);
                    matching[at] = true;
                });
                self.by_person
                    .iter()
                    .copied()
                    .filter(|at| matching[*at as usize])
                    .collect()
            }
            // Few different values: dealt onto piles, which keeps the order within each.
            Sort::Decision | Sort::Recommendation => {
                let mut piles: [Vec<u32>; 4] = Default::default();
                let column = self.column(filter);
                self.scan(filter, |at| {
                    found(at);
                    let pile = match (sort, self.recommendation[at]) {
                        (Sort::Decision, _) => usize::from(column[at]),
                        _ if filter.hidden.advice => 2,
                        (_, 1) => 0,
                        (_, 0) => 1,
                        _ => 2,
                    };
                    piles[pile].push(at as u32);
                });
                piles.concat()
            }
        }
    }

    /// Calls `found` for every matching place, in the order of the population.
    fn scan(&self, filter: &Filter, mut found: impl FnMut(usize)) {
        let Some(wanted) = Wanted::of(self, filter) else { return };
        let everything = 0..self.decision.len();
        if let Some(id) = filter.principal {
            let Some(person) = self.people.ids.iter().position(|one| *one == id) else {
                return;
            };
            let of_person = self.person_start[person] as usize..self.person_start[person + 1] as usize;
            for at in self.by_person[of_person].iter().map(|at| *at as usize) {
                if filter
                    .resource
                    .is_none_or(|id| self.resources.ids[self.resource[at] as usize] == id)
                    && wanted.has(self, at)
                {
                    found(at);
                }
            }
            return;
        }
        let range = match filter.resource {
            None => everything,
            Some(id) => {
                let Some(resource) = self.resources.ids.iter().position(|one| *one == id) else {
                    return;
                };
                let bound = |resource: usize| self.resource.partition_point(|one| (*one as usize) < resource);
                bound(resource)..bound(resource + 1)
            }
        };
        for at in range {
            if wanted.has(self, at) {
                found(at);
            }
        }
    }
}

/// What a filter wants of each item, looked up by the small numbers of the columns.
struct Wanted<'a> {
    column: std::borrow::Cow<'a, [u8]>,
    decision: [bool; 4],
    recommendation: [bool; 4],
    /// The people and groups that a search hits.
    hit: Option<(Vec<bool>, Vec<bool>)>,
    set: Option<Vec<bool>>,
}

impl<'a> Wanted<'a> {
    /// `None` when nothing can match.
    fn of(index: &'a ItemIndex, filter: &Filter) -> Option<Self> {
        let needle = filter
            .search
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_lowercase);
        let set = match filter.reviewer {
            None => None,
            Some(reviewer) => {
                let mut asked = vec![false; index.set_count as usize + 1];
                for set in index.asked.get(&reviewer)? {
                    asked[*set as usize] = true;
                }
                Some(asked)
            }
        };
        let recommendation = if filter.hidden.advice {
            let none = &filter.recommendation;
            [none.is_empty() || none.contains(&Recommendation::NoInfoAvailable); 4]
        } else {
            wanted(&filter.recommendation, &Recommendation::ALL)
        };
        Some(Wanted {
            column: index.column(filter),
            decision: wanted(&filter.decision, &Decision::ALL),
            recommendation,
            hit: needle.map(|needle| (index.people.hits(&needle), index.resources.hits(&needle))),
            set,
        })
    }

    #[inline]
    fn has(&self, index: &ItemIndex, at: usize) -> bool {
        self.decision[usize::from(self.column[at]) & 3]
            && self.recommendation[usize::from(index.recommendation[at]) & 3]
            && self.hit.as_ref().is_none_or(|(people, resources)| {
                people[index.person[at] as usize] || resources[index.resource[at] as usize]
            })
            && self
                .set
                .as_ref()
                .is_none_or(|asked| asked[index.set[at] as usize] && !index.past[at])
    }
}

/// Which values are wanted, by their place among all; an empty wish wants everything.
fn wanted<T: PartialEq>(wish: &[T], all: &[T]) -> [bool; 4] {
    std::array::from_fn(|at| wish.is_empty() || all.get(at).is_some_and(|one| wish.contains(one)))
}

impl Names {
    /// Whose text holds the needle.
    fn hits(&self, needle: &str) -> Vec<bool> {
        let mut hits = vec![false; self.ids.len()];
        if needle.contains('\0') {
            return hits;
        }
        let finder = memchr::memmem::Finder::new(needle);
        let (text, mut from, mut at) = (self.searched.as_bytes(), 0, 0);
        while let Some(found) = text.get(from..).and_then(|rest| finder.find(rest)) {
            let place = from + found;
            at += self.ends[at..].partition_point(|end| *end <= place);
            hits[at] = true;
            from = self.ends[at];
        }
        hits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_hits_those_whose_own_text_holds_it() {
        let mut names = Names::default();
        for (id, text) in [(1, "anna\nu1"), (2, "nan"), (3, ""), (4, "hannah\nanna@x")] {
            names.push(id, text.into(), text);
        }
        assert_eq!(names.hits("anna"), [true, false, false, true]);
        assert_eq!(names.hits("nan"), [false, true, false, false]);
        // Not across two names, and not over what keeps them apart.
        assert_eq!(names.hits("u1nan"), [false; 4]);
        assert_eq!(names.hits("\0"), [false; 4]);
    }
}
