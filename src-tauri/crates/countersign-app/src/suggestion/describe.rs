//! What is said of a suggested package: its name, how far it reaches, and which rule would choose its people.

use std::collections::{BTreeSet, HashMap};

use countersign_domain::mining::Proposal;

use super::alike::{Alike, alike};
use super::gather::Access;
use super::{SuggestedPackage, SuggestedPerson, SuggestedRule};

/// People named as examples.
const SAMPLE: usize = 5;
const LONGEST_NAME: usize = 120;

pub(super) struct Describe<'a> {
    access: &'a Access,
    /// For each role, who holds it, by id.
    holders: Vec<Vec<i64>>,
    /// How many people of the directory a rule over these would choose.
    by_department: HashMap<String, usize>,
    by_title: HashMap<String, usize>,
    by_both: HashMap<(String, String), usize>,
    names: BTreeSet<String>,
}

impl<'a> Describe<'a> {
    pub fn new(access: &'a Access) -> Self {
        let mut holders = vec![Vec::new(); access.roles.len()];
        for (person, role) in &access.pairs {
            holders[*role as usize].push(*person);
        }
        for some in &mut holders {
            some.sort_unstable();
        }
        let mut all = Self {
            access,
            holders,
            by_department: HashMap::new(),
            by_title: HashMap::new(),
            by_both: HashMap::new(),
            names: BTreeSet::new(),
        };
        for one in access.people.values() {
            if !all.is_chosen(one.enabled) {
                continue;
            }
            let (department, title) = (folded(one.department.as_ref()), folded(one.title.as_ref()));
            if let (Some(department), Some(title)) = (&department, &title) {
                *all.by_both.entry((department.clone(), title.clone())).or_default() += 1;
            }
            if let Some(department) = department {
                *all.by_department.entry(department).or_default() += 1;
            }
            if let Some(title) = title {
                *all.by_title.entry(title).or_default() += 1;
            }
        }
        all
    }

    /// Whether a rule that asks for enabled accounts, where some are not, would find the account enabled.
    fn is_chosen(&self, enabled: Option<bool>) -> bool {
        !self.access.some_disabled || enabled == Some(true)
    }

    pub fn describe(&mut self, proposal: &Proposal<i64, u32>) -> SuggestedPackage {
        let people: Vec<_> = proposal
            .people
            .iter()
            .filter_map(|id| self.access.people.get(id))
            .collect();
        let roles: Vec<_> = proposal
            .entitlements
            .iter()
            .map(|one| &self.access.roles[*one as usize])
            .collect();
        let (covers, holders) = self.reach(proposal);
        let department = alike(people.iter().map(|one| one.department.as_deref()));
        let title = alike(people.iter().map(|one| one.title.as_deref()));
        let mut words: Vec<&str> = Vec::new();
        words.extend(department.as_ref().map(|one| one.value.as_str()));
        words.extend(title.as_ref().map(|one| one.value.as_str()));
        // What fewest hold says most about them.
        let rare = proposal
            .entitlements
            .iter()
            .min_by_key(|one| self.holders[**one as usize].len());
        if words.len() < 2
            && let Some(rare) = rare
        {
            words.push(&self.access.roles[*rare as usize].resource_name);
        }
        let display_name = self.free(&words.join(" · "));
        SuggestedPackage {
            display_name,
            rule: self.rule(proposal, department.as_ref(), title.as_ref()),
            department: department.map(|one| one.value),
            title: title.map(|one| one.value),
            people: proposal.people.len(),
            holders,
            sample: people
                .iter()
                .take(SAMPLE)
                .map(|one| SuggestedPerson {
                    principal: one.id,
                    display_name: one.display_name.clone(),
                })
                .collect(),
            gives: proposal.gives,
            covers,
            adds: proposal.people.len() * proposal.entitlements.len() - covers,
            entitlements: roles.into_iter().cloned().collect(),
        }
    }

    /// What the package covers in all, and how many of its people hold the whole of it.
    fn reach(&self, proposal: &Proposal<i64, u32>) -> (usize, usize) {
        let mut held = vec![0_usize; proposal.people.len()];
        for role in &proposal.entitlements {
            let holders = &self.holders[*role as usize];
            let mut at = 0;
            for (place, person) in proposal.people.iter().enumerate() {
                at += holders[at..].partition_point(|one| one < person);
                if holders.get(at) == Some(person) {
                    held[place] += 1;
                }
            }
        }
        let whole = held.iter().filter(|one| **one == proposal.entitlements.len()).count();
        (held.iter().sum(), whole)
    }

    /// The name, with a number where another of the run is called so.
    fn free(&mut self, name: &str) -> String {
        let short: String = name
            .chars()
            .filter(|one| !one.is_control())
            .take(LONGEST_NAME)
            .collect();
        let short = match short.trim() {
            "" => "Package".to_owned(),
            text => text.to_owned(),
        };
        let mut free = short.clone();
        let mut number = 2;
        while !self.names.insert(free.to_lowercase()) {
            free = format!("{short} ({number})");
            number += 1;
        }
        free
    }

    /// The rule that comes nearest to choosing exactly these people; none where it is wrong about more than a tenth.
    fn rule(
        &self,
        proposal: &Proposal<i64, u32>,
        department: Option<&Alike>,
        title: Option<&Alike>,
    ) -> Option<SuggestedRule> {
        let choices = [(department, None), (None, title), (department, title)];
        let all = proposal.people.len();
        choices
            .into_iter()
            .filter(|(one, other)| one.is_some() || other.is_some())
            .filter_map(|(department, title)| self.weigh(proposal, department, title))
            .filter(|rule| (rule.adds + rule.misses) * 10 <= all)
            // The first of those that are wrong about equally many: it says the least.
            .min_by_key(|rule| rule.adds + rule.misses)
    }

    fn weigh(
        &self,
        proposal: &Proposal<i64, u32>,
        department: Option<&Alike>,
        title: Option<&Alike>,
    ) -> Option<SuggestedRule> {
        let same = |wanted: Option<&Alike>, own: Option<&String>| {
            wanted.is_none_or(|wanted| own.is_some_and(|own| own.to_lowercase() == wanted.folded))
        };
        let met = proposal
            .people
            .iter()
            .filter_map(|id| self.access.people.get(id))
            .filter(|one| {
                self.is_chosen(one.enabled)
                    && same(department, one.department.as_ref())
                    && same(title, one.title.as_ref())
            })
            .count();
        let matches = match (department, title) {
            (Some(one), Some(other)) => self.by_both.get(&(one.folded.clone(), other.folded.clone())),
            (Some(one), None) => self.by_department.get(&one.folded),
            (None, Some(other)) => self.by_title.get(&other.folded),
            (None, None) => None,
        };
        let matches = matches.copied().unwrap_or_default();
        let text = super::alike::rule(department, title, self.access.some_disabled)?;
        Some(SuggestedRule {
            text,
            matches,
            adds: matches.saturating_sub(met),
            misses: proposal.people.len() - met,
        })
    }
}

fn folded(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.is_empty()).map(|text| text.to_lowercase())
}
