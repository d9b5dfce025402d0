//! What a person must change by hand (E28).

use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{AMBER, GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Table, part};
use crate::page::{moment, walk};
use crate::record::{RecordSource, Section, TaskRecord};

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    press.heading(1, "5  Remediation tasks and exceptions")?;
    press.paragraph(
        "Changes that no connector can make. Each has an owner and a due date, and is closed only by a later read of \
         the directory that shows the access gone; what a person says was done stands beside it.",
    )?;
    let mut table = Table::new(&[
        ("Task", 450),
        ("Item", 450),
        ("Person, resource", 1700),
        ("Way", 1100),
        ("Why by hand", 1619),
        ("Owner", 800),
        ("Due", 500),
        ("State", 1000),
    ]);
    let mut number = 0_u64;
    walk!(recorder, Section::Tasks, source, for_each_task, |task| {
        number += 1;
        let way = match task.path.is_empty() {
            true => "direct".to_owned(),
            false => format!("through {}", task.path.join(" \u{203A} ")),
        };
        table.row(
            press,
            &[
                vec![part(task.task_id.to_string())],
                vec![part(task.item_id.to_string())],
                vec![part(task.person.as_str()), part(task.resource.as_str()).ink(GREY)],
                vec![part(way)],
                vec![part(task.reason.as_str()), part(task.action.as_str()).ink(GREY)],
                vec![part(task.owner.as_str())],
                task.due_on.map_or_else(Vec::new, |on| vec![part(on.to_string())]),
                state(task),
            ],
        )
    });
    if number == 0 {
        press.paragraph("None.")?;
    }
    Ok(())
}

fn state(task: &TaskRecord) -> Cell<'_> {
    let (words, ink) = match task.state.as_str() {
        "closed" => ("Closed", GREEN),
        "waiting" => ("Said to be done, not seen yet", AMBER),
        "reopened" => ("OPEN AGAIN", RED),
        _ => ("OPEN", RED),
    };
    let mut cell = vec![part(words).bold().ink(ink)];
    if let Some(by) = &task.closed_by {
        cell.push(part(format!("Seen gone in {by}")).ink(GREY));
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
