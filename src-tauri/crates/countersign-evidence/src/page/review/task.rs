//! What a person must change by hand (E28).

use super::seen::Seen;
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{AMBER, GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Table, part};
use crate::page::{chapter, moment, person, walk};
use crate::record::{RecordSource, Section, TaskRecord};
use crate::word::Words;

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    seen: &mut Seen,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let w = press.words;
    chapter::open(press, chapter::REVIEW, "chapter.tasks")?;
    press.say("task.about")?;
    let mut table = Table::new(&[
        ("task.task", 450),
        ("column.item", 450),
        ("task.whose", 1700),
        ("task.way", 1100),
        ("task.why", 1619),
        ("task.owner", 800),
        ("task.due", 500),
        ("column.state", 1000),
    ]);
    let mut number = 0_u64;
    walk!(recorder, Section::Tasks, source, for_each_task, |task| {
        number += 1;
        seen.task(task);
        let way = match task.path.is_empty() {
            true => w.text("way.direct").to_owned(),
            false => w.fill("way.through", &[("path", &task.path.join(" \u{203A} "))]),
        };
        table.row(
            press,
            &[
                vec![part(task.task_id.to_string())],
                vec![part(task.item_id.to_string()).to(seen.places.of(task.item_id))],
                vec![
                    part(person::name(&task.person, "")),
                    part(task.resource.as_str()).ink(GREY),
                ],
                vec![part(way)],
                vec![part(task.reason.as_str()), part(task.action.as_str()).ink(GREY)],
                vec![part(task.owner.as_str())],
                task.due_on.map_or_else(Vec::new, |on| vec![part(on.to_string())]),
                state(w, task),
            ],
        )
    });
    if number == 0 {
        press.say("none.sentence")?;
    }
    Ok(())
}

fn state<'t>(w: &'static Words, task: &'t TaskRecord) -> Cell<'t> {
    let (words, ink) = match task.state.as_str() {
        "closed" => ("task.isClosed", GREEN),
        "waiting" => ("task.isWaiting", AMBER),
        "reopened" => ("task.isReopened", RED),
        _ => ("task.isOpen", RED),
    };
    let mut cell = vec![part(w.text(words)).bold().ink(ink)];
    if let Some(by) = &task.closed_by {
        cell.push(part(w.fill("task.seenGone", &[("by", by)])).ink(GREY));
        cell.extend(task.closed_at.map(|at| part(moment(at)).ink(GREY)));
    }
    if let Some(by) = &task.reopened_by {
        cell.push(part(by.as_str()).ink(RED));
        cell.extend(task.reopened_at.map(|at| part(moment(at)).ink(GREY)));
    }
    if let Some(proof) = &task.proof {
        cell.push(part(format!("\u{201C}{proof}\u{201D}")));
        cell.extend(task.noted_by.as_ref().map(|by| part(by.as_str()).ink(GREY)));
    }
    cell
}
