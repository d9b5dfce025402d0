//! Every item with its decision (E09, E12–E19, E21).

use super::seen::Seen;
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{AMBER, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Column, Table, part};
use crate::page::person::{self, about};
use crate::page::{Facts, chapter, count, decision_ink, moment, stacked, walk};
use crate::record::{DecisionEvent, ItemRecord, RecordSource, Section, Setting};
use crate::word::Words;

const COLUMNS: &[Column] = &[
    ("column.item", 370),
    ("column.person", 2000),
    ("decision.resource", 900),
    ("decision.obtained", 920),
    ("decision.recommendation", 800),
    ("column.decision", 490),
    ("column.reviewer", 810),
    ("column.utc", 380),
    ("column.reason", 949),
];

/// Pages between two bookmarks.
const BOOKMARK: u32 = 50;

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    facts: &mut Facts,
    seen: &mut Seen,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let w = press.words;
    chapter::open(press, chapter::REVIEW, "chapter.decisions")?;
    press.say("decision.about")?;
    let first_pass = recorder.is_some();
    let time = &source.head().timeliness;
    let mut table = Table::new(COLUMNS);
    let mut codes = Codes::default();
    let (mut number, mut marked) = (0_u64, press.page);
    walk!(recorder, Section::Items, source, for_each_item, |item| {
        number += 1;
        row(press, &mut table, &mut codes, item)?;
        seen.item(item, press.page, time);
        if press.page >= marked + BOOKMARK {
            marked = press.page;
            let item = item.item_id.to_string();
            press.bookmark(w.fill("decision.bookmark", &[("item", &item), ("n", &count(number))]));
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
        press.say("decision.none")?;
    }
    codes.print(press)
}

/// What repeats in thousands of rows and stands there as a code, spelled out once at the end.
#[derive(Default)]
struct Codes {
    rules: Known,
    devices: Known,
    proofs: Known,
}

/// Texts met, in the order in which they came.
#[derive(Default)]
struct Known(Vec<String>);

impl Known {
    /// More would be no rules but sentences; these stand with their item.
    const MOST: usize = 99;

    /// Writes what stands for the text in a row: a letter and its number.
    fn code(&mut self, letter: char, text: &str, out: &mut String) {
        let place = self.0.iter().position(|known| known == text);
        let place = match place {
            Some(place) => place,
            None if text.is_empty() || self.0.len() == Self::MOST => return out.push_str(text),
            None => {
                self.0.push(text.to_owned());
                self.0.len() - 1
            }
        };
        let number = place + 1;
        out.push(letter);
        if number > 9 {
            out.push(char::from(b'0' + (number / 10 % 10) as u8));
        }
        out.push(char::from(b'0' + (number % 10) as u8));
    }

    fn print(
        &self,
        press: &mut Press<'_>,
        title: &'static str,
        letter: char,
        told: impl Fn(&'static Words, &str) -> String,
    ) -> Result<(), EvidenceError> {
        if self.0.is_empty() {
            return Ok(());
        }
        press.under(title)?;
        for (index, text) in self.0.iter().enumerate() {
            let told = told(press.words, text);
            press.field(&format!("{letter}{}", index + 1), &told)?;
        }
        Ok(())
    }
}

impl Codes {
    /// Adds `A1 D2` to a text: how it was shown who decided, and where.
    fn proof(&mut self, event: &DecisionEvent, out: &mut String) {
        for (known, letter, text) in [
            (&mut self.proofs, 'A', event.assurance.as_deref()),
            (&mut self.devices, 'D', event.device.as_deref()),
        ] {
            let Some(text) = text else { continue };
            if letter == 'D' && !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            known.code(letter, text, out);
        }
    }

    fn print(&self, press: &mut Press<'_>) -> Result<(), EvidenceError> {
        self.rules
            .print(press, "decision.rules", 'R', |_, text| text.to_owned())?;
        let proof = |w: &'static Words, text: &str| w.known("assurance", text).to_owned();
        self.proofs.print(press, "decision.proofs", 'A', proof)?;
        self.devices
            .print(press, "decision.devices", 'D', |_, text| text.to_owned())
    }
}

fn row(press: &mut Press<'_>, table: &mut Table, codes: &mut Codes, item: &ItemRecord) -> Result<(), EvidenceError> {
    let w = press.words;
    let mut number: Cell<'_> = vec![part(item.item_id.to_string())];
    let last = item.events.last();
    if let Some(entry) = last.and_then(|event| event.entry) {
        number.push(part(w.fill("mark.log", &[("n", &entry.to_string())])).ink(GREY));
    }
    let ink = decision_ink(&item.decision);
    let mut decision: Cell<'_> = vec![part(w.known("decision", &item.decision)).bold().ink(ink)];
    if item.system {
        decision.push(part(w.text("mark.program")).ink(AMBER));
    }
    if item.is_own_access() {
        decision.push(part(w.text("mark.own")).bold().ink(RED));
    }
    if let Some(bulk) = &item.bulk {
        decision.push(part(w.fill("mark.bulk", &[("id", &bulk.id), ("n", &count(bulk.size))])).ink(GREY));
    }
    let reviewer: Cell<'_> = match &item.decided_by {
        Some(by) => {
            let mut role = String::with_capacity(by.role.len() + 10);
            role.push_str(&by.role);
            if let Some(last) = last.filter(|event| event.assurance.is_some() || event.device.is_some()) {
                role.push_str(if role.is_empty() { "" } else { ", " });
                codes.proof(last, &mut role);
            }
            vec![part(person::name(&by.name, &by.id)), part(role).ink(GREY)]
        }
        None => vec![part(if item.system { "Countersign" } else { "\u{2013}" }).ink(GREY)],
    };
    let mut resource: Cell<'_> = vec![part(item.resource.as_str()), part(item.entitlement.as_str()).ink(GREY)];
    if item.privileged {
        resource.push(part(w.text("mark.privileged")).bold().ink(AMBER));
    }
    let mut reason: Cell<'_> = vec![match item.justification.as_deref() {
        Some(reason) if !reason.is_empty() => part(reason),
        _ => part(w.text("decision.noReason")).ink(GREY),
    }];
    reason.extend(
        item.treatment
            .as_deref()
            .map(|done| part(w.fill("decision.treated", &[("done", done)])).ink(GREY)),
    );
    table.row(
        press,
        &[
            number,
            whose(w, item),
            resource,
            obtained(w, item),
            recommendation(w, item, &mut codes.rules),
            decision,
            reviewer,
            item.decided_at.map_or_else(Vec::new, |at| vec![part(stacked(at))]),
            reason,
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
        for one in &item.events {
            let mut proof = String::new();
            codes.proof(one, &mut proof);
            below.push(part(event(w, one, &proof)).ink(GREY));
        }
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

fn whose<'i>(w: &'static Words, item: &'i ItemRecord) -> Cell<'i> {
    let person = &item.person;
    vec![
        part(person::name(&person.name, &person.id)),
        part(about(w, person)).ink(GREY),
    ]
}

fn obtained<'i>(w: &'static Words, item: &'i ItemRecord) -> Cell<'i> {
    // The resource at the end of the path stands in the column beside it.
    let path = match item.path.split_last() {
        Some((last, before)) if *last == item.resource && !before.is_empty() => before,
        _ => item.path.as_slice(),
    };
    let mut cell = match path.is_empty() {
        true => vec![part(w.text("way.direct"))],
        false => vec![part(w.fill("way.through", &[("path", &path.join(" \u{203A} "))]))],
    };
    // Direct and nested follow from the path.
    let kind = item
        .assignment
        .as_deref()
        .filter(|kind| !matches!(*kind, "direct" | "nested"));
    cell.extend(kind.map(|kind| part(w.known("assignment", kind)).ink(GREY)));
    if let Some(since) = item.since {
        let on = since.format("%Y-%m-%d").to_string();
        cell.push(part(w.fill("way.since", &[("on", &on)])).ink(GREY));
    }
    cell
}

fn recommendation<'i>(w: &'static Words, item: &'i ItemRecord, rules: &mut Known) -> Cell<'i> {
    let Some(advice) = &item.recommendation else {
        return vec![part(w.text("decision.noneShown")).ink(GREY)];
    };
    let mut words = w.known("decision", &advice.advice).to_owned();
    match advice.followed {
        Some(true) => words.push_str(w.text("decision.followed")),
        Some(false) => words.push_str(w.text("decision.notFollowed")),
        None => {}
    }
    let mut basis = String::with_capacity(48);
    rules.code('R', &advice.rule, &mut basis);
    for (index, input) in advice.inputs.iter().filter(|input| !is_rule(input)).enumerate() {
        basis.push_str(if index == 0 { ": " } else { "; " });
        basis.push_str(&input.name);
        basis.push(' ');
        basis.push_str(&input.value);
    }
    vec![part(words).ink(decision_ink(&advice.advice)), part(basis).ink(GREY)]
}

fn event(w: &'static Words, event: &DecisionEvent, proof: &str) -> String {
    let who = match &event.by {
        Some(by) if by.role.is_empty() => person::name(&by.name, &by.id).to_owned(),
        Some(by) => format!("{} ({})", person::name(&by.name, &by.id), by.role),
        None => "Countersign".to_owned(),
    };
    let mut line = w.fill(
        "event.line",
        &[
            ("at", &moment(event.at)),
            ("decision", w.known("decision", &event.decision)),
            ("who", &who),
        ],
    );
    let mut more = |text: String| {
        line.push_str(", ");
        line.push_str(&text);
    };
    if let Some(stage) = event.stage {
        more(w.fill("event.stage", &[("n", &stage.to_string())]));
    }
    if let Some(bulk) = &event.bulk {
        more(w.fill("mark.bulk", &[("id", &bulk.id), ("n", &count(bulk.size))]));
    }
    if !proof.is_empty() {
        more(proof.to_owned());
    }
    if let Some(entry) = event.entry {
        more(w.fill("mark.log", &[("n", &entry.to_string())]));
    }
    if let Some(reason) = event.justification.as_deref().filter(|reason| !reason.is_empty()) {
        line.push_str(" \u{2013} ");
        line.push_str(reason);
    }
    if let Some(note) = &event.note {
        line.push_str(&format!(" [{note}]"));
    }
    line
}
