//! Privileged items on their own: by entitlement, each with its items and what was decided (E31).

use std::collections::HashMap;

use super::seen::{Outcomes, Seen};
use crate::EvidenceError;
use crate::layout::canvas::{GREY, Ink};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Column, Table, part};
use crate::page::{Facts, chapter, count, decision_ink};
use crate::record::ItemRecord;
use crate::word::Words;

/// Items listed one by one; beyond, the entitlements alone with their totals.
const MOST_ROWS: usize = 20_000;
/// Entitlements told apart.
const MOST_GROUPS: usize = 2_000;
/// Links are as heavy as rows; in longer lists the page stands as a number alone.
const MOST_LINKS: u64 = 3_000;
/// Decisions by their place among the outcomes.
pub(super) const DECISIONS: [&str; 4] = ["approve", "deny", "dontKnow", "notReviewed"];

#[derive(Debug, Clone)]
struct Row {
    item: i64,
    person: String,
    group: usize,
    outcome: usize,
}

#[derive(Debug, Clone, Default)]
struct Group {
    resource: String,
    entitlement: String,
    outcomes: Outcomes,
}

/// The privileged items, gathered while they are printed among the others.
#[derive(Debug, Clone, Default)]
pub(super) struct Privileged {
    rows: Vec<Row>,
    groups: Vec<Group>,
    known: HashMap<(String, String), usize>,
    /// Of entitlements beyond those told apart.
    others: Outcomes,
    total: u64,
}

impl Privileged {
    pub(super) fn add(&mut self, item: &ItemRecord, outcome: usize) {
        self.total += 1;
        let last = self.groups.len().saturating_sub(1);
        let same = |one: &Group| one.resource == item.resource && one.entitlement == item.entitlement;
        let group = if self.groups.get(last).is_some_and(same) {
            last
        } else {
            let key = (item.resource.clone(), item.entitlement.clone());
            match self.known.get(&key) {
                Some(group) => *group,
                None if self.groups.len() >= MOST_GROUPS => {
                    self.others[outcome] += 1;
                    return;
                }
                None => {
                    self.groups.push(Group {
                        resource: key.0.clone(),
                        entitlement: key.1.clone(),
                        outcomes: Outcomes::default(),
                    });
                    self.known.insert(key, self.groups.len() - 1);
                    self.groups.len() - 1
                }
            }
        };
        self.groups[group].outcomes[outcome] += 1;
        if self.rows.len() < MOST_ROWS {
            self.rows.push(Row {
                item: item.item_id,
                person: item.person.name.clone(),
                group,
                outcome,
            });
        }
    }

    fn is_whole(&self) -> bool {
        self.rows.len() as u64 == self.total
    }
}

/// Three items beside each other.
const ACROSS: usize = 3;
const COLUMNS: &[Column] = &[
    ("column.item", 420),
    ("column.person", 1350),
    ("column.decision", 790),
    ("column.item", 420),
    ("column.person", 1350),
    ("column.decision", 790),
    ("column.item", 420),
    ("column.person", 1350),
    ("column.decision", 729),
];

pub(super) fn print(press: &mut Press<'_>, seen: &Seen, facts: &Facts) -> Result<(), EvidenceError> {
    let (w, all) = (press.words, &seen.privileged);
    chapter::open(press, chapter::REVIEW, "chapter.privileged")?;
    if all.total == 0 {
        return press.say("privileged.none");
    }
    let decisions = chapter::at(chapter::REVIEW, "chapter.decisions");
    press.say_of("privileged.about", &[("decisions", &decisions)])?;
    let told = w.fill(
        "privileged.total",
        &[("n", &count(all.total)), ("items", &count(facts.totals.items))],
    );
    press.paragraph(&told)?;
    by_entitlement(press, all)?;
    if !all.is_whole() {
        let most = count(MOST_ROWS as u64);
        return press.say_of("privileged.many", &[("most", &most), ("decisions", &decisions)]);
    }
    let mut rows: Vec<&Row> = all.rows.iter().collect();
    rows.sort_by_key(|row| row.group);
    press.under("privileged.items")?;
    let mut table = Table::new(COLUMNS);
    for same in rows.chunk_by(|one, next| one.group == next.group) {
        let group = &all.groups[same[0].group];
        let title = format!(
            "{}, {}: {}",
            group.resource,
            group.entitlement,
            outcomes(w, &group.outcomes)
        );
        table.title(press, title)?;
        for across in same.chunks(ACROSS) {
            table.row(press, &cells(w, seen, across))?;
        }
    }
    Ok(())
}

fn cells<'r>(w: &'static Words, seen: &Seen, across: &[&'r Row]) -> Vec<Cell<'r>> {
    let mut cells: Vec<Cell<'r>> = Vec::with_capacity(ACROSS * 3);
    for row in across {
        let decision = DECISIONS[row.outcome.min(3)];
        let to = seen.places.of(row.item).filter(|_| seen.privileged.total <= MOST_LINKS);
        let ink: Ink = decision_ink(decision);
        cells.push(vec![part(row.item.to_string()).to(to)]);
        cells.push(vec![part(row.person.as_str())]);
        cells.push(vec![part(w.known("decision", decision)).ink(ink)]);
    }
    cells
}

fn by_entitlement(press: &mut Press<'_>, all: &Privileged) -> Result<(), EvidenceError> {
    let w = press.words;
    let mut table = Table::new(&[
        ("column.resource", 2419),
        ("column.entitlement", 1400),
        ("column.items", 700),
        ("decision.approve", 700),
        ("decision.deny", 700),
        ("decision.dontKnow", 800),
        ("decision.notReviewed", 900),
    ]);
    for group in &all.groups {
        figures(press, &mut table, &group.resource, &group.entitlement, &group.outcomes)?;
    }
    if all.others.iter().sum::<u64>() > 0 {
        figures(press, &mut table, w.text("privileged.others"), "", &all.others)?;
    }
    let mut sums = all.others;
    for group in &all.groups {
        sums.iter_mut()
            .zip(group.outcomes)
            .for_each(|(sum, number)| *sum += number);
    }
    figures(press, &mut table, w.text("column.all"), "", &sums)?;
    press.y += 100;
    Ok(())
}

fn figures(
    press: &mut Press<'_>,
    table: &mut Table,
    resource: &str,
    entitlement: &str,
    outcomes: &Outcomes,
) -> Result<(), EvidenceError> {
    let mut cells: Vec<Cell<'_>> = vec![
        vec![part(resource)],
        vec![part(entitlement).ink(GREY)],
        vec![part(count(outcomes.iter().sum())).bold()],
    ];
    cells.extend(outcomes.iter().map(|number| vec![part(count(*number))]));
    table.row(press, &cells)
}

/// `12 items: Approve 10, Deny 2`.
fn outcomes(w: &'static Words, outcomes: &Outcomes) -> String {
    let mut text = w.many("count.item", outcomes.iter().sum());
    let met = DECISIONS.iter().zip(outcomes).filter(|(_, number)| **number > 0);
    for (index, (decision, number)) in met.enumerate() {
        text.push_str(if index == 0 { ": " } else { ", " });
        text.push_str(w.known("decision", decision));
        text.push(' ');
        text.push_str(&count(*number));
    }
    text
}
