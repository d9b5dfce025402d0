//! Every item with its decision (E09, E12–E19, E21).

use super::{Facts, count, decision_words, moment, stacked, walk};
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{AMBER, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Column, Table, part};
use crate::record::{DecisionEvent, ItemRecord, RecordSource, Section};

const COLUMNS: &[Column] = &[
    ("Item", 370),
    ("Person", 1850),
    ("Resource, entitlement", 1060),
    ("How obtained", 860),
    ("Recommendation", 950),
    ("Decision", 540),
    ("Reviewer", 760),
    ("UTC", 400),
    ("Reason", 829),
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
         lighter line under an item is its history, where there is more than one event.",
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
    let (mut number, mut marked) = (0_u64, press.page);
    walk!(recorder, Section::Items, source, for_each_item, |item| {
        number += 1;
        row(press, &mut table, item)?;
        if press.page >= marked + BOOKMARK {
            marked = press.page;
            press.bookmark(format!(
                "From item {} (no. {})",
                item.item_id,
                count(number)
            ));
        }
        if first_pass {
            facts
                .decision_entries
                .extend(item.events.iter().filter_map(|event| event.entry));
        }
        Ok(())
    });
    facts.decision_entries.sort_unstable();
    if number == 0 {
        press.paragraph("The review had no items.")?;
    }
    Ok(())
}

fn row(press: &mut Press<'_>, table: &mut Table, item: &ItemRecord) -> Result<(), EvidenceError> {
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
        None => vec![
            part(if item.system {
                "Countersign"
            } else {
                "\u{2013}"
            })
            .ink(GREY),
        ],
    };
    let mut resource: Cell<'_> = vec![
        part(item.resource.as_str()),
        part(item.entitlement.as_str()).ink(GREY),
    ];
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
            recommendation(item),
            decision,
            reviewer,
            item.decided_at
                .map_or_else(Vec::new, |at| vec![part(stacked(at))]),
            vec![match item.justification.as_deref() {
                Some(reason) if !reason.is_empty() => part(reason),
                _ => part("none given").ink(GREY),
            }],
        ],
    )?;
    if item.events.len() > 1 {
        let history = item.events.iter().map(event).collect();
        table.note(press, &history)?;
    }
    Ok(())
}

fn person(item: &ItemRecord) -> Cell<'_> {
    let person = &item.person;
    let mut about = person.user_name.clone();
    let kind = (person.kind != "member" && !person.kind.is_empty()).then_some(person.kind.as_str());
    let disabled = (person.enabled == Some(false)).then_some("DISABLED");
    let department = person.department.as_deref().filter(|name| !name.is_empty());
    for word in [kind, disabled, department].into_iter().flatten() {
        about.push_str(", ");
        about.push_str(word);
    }
    if let Some(manager) = person.manager.as_deref().filter(|name| !name.is_empty()) {
        about.push_str("; manager ");
        about.push_str(manager);
    }
    vec![part(person.name.as_str()), part(about).ink(GREY)]
}

fn obtained(item: &ItemRecord) -> Cell<'_> {
    let mut cell = match item.path.is_empty() {
        true => vec![part("direct")],
        false => vec![part(format!("through {}", item.path.join(" \u{203A} ")))],
    };
    if let Some(since) = item.since {
        cell.push(part(format!("since {}", since.format("%Y-%m-%d"))).ink(GREY));
    }
    cell
}

fn recommendation(item: &ItemRecord) -> Cell<'_> {
    let Some(advice) = &item.recommendation else {
        return vec![part("none shown").ink(GREY)];
    };
    let followed = match advice.followed {
        Some(true) => ", followed",
        Some(false) => ", NOT followed",
        None => "",
    };
    let (words, ink) = decision_words(&advice.advice);
    let inputs = advice
        .inputs
        .iter()
        .map(|input| format!("{} {}", input.name, input.value))
        .collect::<Vec<_>>()
        .join("; ");
    let basis = if inputs.is_empty() {
        advice.rule.clone()
    } else {
        format!("{}: {inputs}", advice.rule)
    };
    vec![
        part(format!("{words}{followed}")).ink(ink),
        part(basis).ink(GREY),
    ]
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
    let entry = event
        .entry
        .map(|entry| format!(", log {entry}"))
        .unwrap_or_default();
    let (words, _) = decision_words(&event.decision);
    part(format!(
        "{}  {words} by {who}{bulk}{entry}{reason}",
        moment(event.at)
    ))
    .ink(GREY)
}
