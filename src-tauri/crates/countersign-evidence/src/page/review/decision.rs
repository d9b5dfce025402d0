//! Every item with its decision (E09, E12–E19, E21).

use std::borrow::Cow;

use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{AMBER, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Column, Table, part};
use crate::page::person::about;
use crate::page::{Facts, count, decision_words, moment, stacked, walk};
use crate::record::{DecisionEvent, ItemRecord, RecordSource, Section, Setting};

const COLUMNS: &[Column] = &[
    ("Item", 370),
    ("Person", 2000),
    ("Resource, entitlement", 900),
    ("How obtained", 920),
    ("Recommendation", 800),
    ("Decision", 490),
    ("Reviewer", 810),
    ("UTC", 380),
    ("Reason", 949),
];

/// Pages between two bookmarks.
const BOOKMARK: u32 = 50;

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    facts: &mut Facts,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    press.heading(1, "3  Decisions")?;
    press.paragraph(
        "PROGRAM marks a decision that no person took, OWN ACCESS one taken by the person whose access it is. A \
         lighter line under an item is its history, where there is more than one event. A recommendation names its \
         rule as R1, R2 and so on; the rules are spelled out at the end of this section.",
    )?;
    press.field(
        "Decisions on own access",
        &format!(
            "{} of {} items",
            count(facts.totals.own_access),
            count(facts.totals.items)
        ),
    )?;
    let first_pass = recorder.is_some();
    let mut table = Table::new(COLUMNS);
    let mut rules = Rules::default();
    let (mut number, mut marked) = (0_u64, press.page);
    walk!(recorder, Section::Items, source, for_each_item, |item| {
        number += 1;
        row(press, &mut table, &mut rules, item)?;
        if press.page >= marked + BOOKMARK {
            marked = press.page;
            press.bookmark(format!("From item {} (no. {})", item.item_id, count(number)));
        }
        if first_pass {
            facts
                .named_entries
                .extend(item.events.iter().filter_map(|event| event.entry));
        }
        Ok(())
    });
    facts.named_entries.sort_unstable();
    if number == 0 {
        press.paragraph("The review had no items.")?;
    }
    rules.print(press)
}

/// The rules met, in the order in which they came; each is printed once.
#[derive(Default)]
struct Rules(Vec<String>);

impl Rules {
    /// More would be no rules but sentences; these stand with their item.
    const MOST: usize = 99;

    /// What stands for the rule in a row.
    fn code<'r>(&mut self, rule: &'r str) -> Cow<'r, str> {
        let place = self.0.iter().position(|known| known == rule);
        let place = match place {
            Some(place) => place,
            None if rule.is_empty() || self.0.len() == Self::MOST => return Cow::Borrowed(rule),
            None => {
                self.0.push(rule.to_owned());
                self.0.len() - 1
            }
        };
        Cow::Owned(format!("R{}", place + 1))
    }

    fn print(&self, press: &mut Press<'_>) -> Result<(), EvidenceError> {
        if self.0.is_empty() {
            return Ok(());
        }
        press.heading(2, "Rules of the recommendations")?;
        for (index, rule) in self.0.iter().enumerate() {
            press.field(&format!("R{}", index + 1), rule)?;
        }
        Ok(())
    }
}

fn row(press: &mut Press<'_>, table: &mut Table, rules: &mut Rules, item: &ItemRecord) -> Result<(), EvidenceError> {
    let mut number: Cell<'_> = vec![part(item.item_id.to_string())];
    if let Some(entry) = item.events.last().and_then(|event| event.entry) {
        number.push(part(format!("log {entry}")).ink(GREY));
    }
    let (words, ink) = decision_words(&item.decision);
    let mut decision: Cell<'_> = vec![part(words).bold().ink(ink)];
    if item.system {
        decision.push(part("PROGRAM").ink(AMBER));
    }
    if item.is_own_access() {
        decision.push(part("OWN ACCESS").bold().ink(RED));
    }
    if let Some(bulk) = &item.bulk {
        decision.push(part(format!("bulk {} of {}", bulk.id, count(bulk.size))).ink(GREY));
    }
    let reviewer: Cell<'_> = match &item.decided_by {
        Some(by) => vec![part(by.name.as_str()), part(by.role.as_str()).ink(GREY)],
        None => vec![part(if item.system { "Countersign" } else { "\u{2013}" }).ink(GREY)],
    };
    let mut resource: Cell<'_> = vec![part(item.resource.as_str()), part(item.entitlement.as_str()).ink(GREY)];
    if item.privileged {
        resource.push(part("PRIVILEGED").bold().ink(AMBER));
    }
    table.row(
        press,
        &[
            number,
            person(item),
            resource,
            obtained(item),
            recommendation(item, rules),
            decision,
            reviewer,
            item.decided_at.map_or_else(Vec::new, |at| vec![part(stacked(at))]),
            vec![match item.justification.as_deref() {
                Some(reason) if !reason.is_empty() => part(reason),
                _ => part("none given").ink(GREY),
            }],
        ],
    )?;
    // What further rules said takes a line each, and no column is wide enough for it.
    let mut below: Cell<'_> = item
        .recommendation
        .iter()
        .flat_map(|advice| advice.inputs.iter().filter(|input| is_rule(input)))
        .map(|input| part(format!("{}: {}", input.name, input.value)).ink(GREY))
        .collect();
    if item.events.len() > 1 || item.events.iter().any(|event| event.note.is_some()) {
        below.extend(item.events.iter().map(event));
    }
    if !below.is_empty() {
        table.note(press, &below)?;
    }
    Ok(())
}

/// The answer of a further rule, under its published name, such as `peerRarity/1`.
fn is_rule(input: &Setting) -> bool {
    input
        .name
        .rsplit_once('/')
        .is_some_and(|(_, version)| version.bytes().all(|byte| byte.is_ascii_digit()))
}

fn person(item: &ItemRecord) -> Cell<'_> {
    let person = &item.person;
    let about = about(person);
    vec![part(person.name.as_str()), part(about).ink(GREY)]
}

fn obtained(item: &ItemRecord) -> Cell<'_> {
    // The resource at the end of the path stands in the column beside it.
    let path = match item.path.split_last() {
        Some((last, before)) if *last == item.resource && !before.is_empty() => before,
        _ => item.path.as_slice(),
    };
    let mut cell = match path.is_empty() {
        true => vec![part("direct")],
        false => vec![part(format!("through {}", path.join(" \u{203A} ")))],
    };
    if let Some(since) = item.since {
        cell.push(part(format!("since {}", since.format("%Y-%m-%d"))).ink(GREY));
    }
    cell
}

fn recommendation<'i>(item: &'i ItemRecord, rules: &mut Rules) -> Cell<'i> {
    let Some(advice) = &item.recommendation else {
        return vec![part("none shown").ink(GREY)];
    };
    let followed = match advice.followed {
        Some(true) => ", followed",
        Some(false) => ", NOT followed",
        None => "",
    };
    let (words, ink) = decision_words(&advice.advice);
    let mut basis = rules.code(&advice.rule).into_owned();
    for (index, input) in advice.inputs.iter().filter(|input| !is_rule(input)).enumerate() {
        basis.push_str(if index == 0 { ": " } else { "; " });
        basis.push_str(&input.name);
        basis.push(' ');
        basis.push_str(&input.value);
    }
    vec![part(format!("{words}{followed}")).ink(ink), part(basis).ink(GREY)]
}

fn event(event: &DecisionEvent) -> crate::layout::table::Part<'_> {
    let who = match &event.by {
        Some(by) if by.role.is_empty() => by.name.clone(),
        Some(by) => format!("{} ({})", by.name, by.role),
        None => "Countersign".to_owned(),
    };
    let reason = event
        .justification
        .as_deref()
        .map(|reason| format!(" \u{2013} {reason}"))
        .unwrap_or_default();
    let bulk = event
        .bulk
        .as_ref()
        .map(|bulk| format!(", bulk {} of {}", bulk.id, count(bulk.size)))
        .unwrap_or_default();
    let entry = event.entry.map(|entry| format!(", log {entry}")).unwrap_or_default();
    let stage = event.stage.map(|stage| format!(", stage {stage}")).unwrap_or_default();
    let note = event
        .note
        .as_deref()
        .map(|note| format!(" [{note}]"))
        .unwrap_or_default();
    let (words, _) = decision_words(&event.decision);
    part(format!(
        "{}  {words} by {who}{stage}{bulk}{entry}{reason}{note}",
        moment(event.at)
    ))
    .ink(GREY)
}
