//! What nobody should hold together with the package, who does, and the exceptions (E30, E35).

use crate::EvidenceError;
use crate::layout::canvas::{AMBER, GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::{exception, moment};
use crate::record::package::PackageHead;

pub(super) fn print(press: &mut Press<'_>, head: &PackageHead) -> Result<(), EvidenceError> {
    press.heading(1, "6  Separation of duties and exceptions")?;
    press.heading(2, "What nobody should hold together with it")?;
    if head.conflicts.is_empty() {
        press.paragraph("Nothing was named.")?;
    } else {
        rules(press, head)?;
        holders(press, head)?;
    }
    let none = "No exception in the register is about holding this package.";
    let about = "Every exception in the register about holding this package, in force or not. One that has ended covers \
                 nothing from the day after.";
    exception::print(press, exception::ASSIGNMENTS, (none, about), &head.exceptions)
}

fn rules(press: &mut Press<'_>, head: &PackageHead) -> Result<(), EvidenceError> {
    let mut table = Table::new(&[
        ("Package or group", 2600),
        ("Reason", 2219),
        ("Set", 1400),
        ("Lifted", 1400),
    ]);
    for one in &head.conflicts {
        let kind = if one.kind == "group" { "group" } else { "access package" };
        let mut other = vec![
            part(one.other.as_str()),
            part(format!("{kind}, {}", one.other_id)).ink(GREY),
        ];
        if one.stands_there {
            other.push(part("the rule stands with the other package").ink(GREY));
        }
        table.row(
            press,
            &[
                other,
                vec![part(one.reason.as_str())],
                vec![part(moment(one.added_at)), part(one.added_by.as_str()).ink(GREY)],
                vec![
                    one.removed_at
                        .map_or_else(|| part("stands"), |at| part(moment(at)).ink(AMBER)),
                ],
            ],
        )?;
    }
    press.y += 100;
    Ok(())
}

fn holders(press: &mut Press<'_>, head: &PackageHead) -> Result<(), EvidenceError> {
    press.heading(2, "Who holds both at this export")?;
    if head.conflicts.iter().all(|one| one.holders.is_empty()) {
        return press.paragraph_in("Nobody.", GREEN);
    }
    let mut table = Table::new(&[
        ("Assignment", 700),
        ("Person", 2400),
        ("Also holds", 2219),
        ("Through", 1400),
        ("Exception", 900),
    ]);
    for one in &head.conflicts {
        for holder in &one.holders {
            let exception = match holder.exception_id {
                Some(id) => part(format!("no. {id}, in force")).ink(AMBER),
                None => part("NONE").bold().ink(RED),
            };
            table.row(
                press,
                &[
                    vec![part(holder.assignment_id.to_string())],
                    vec![part(holder.person.as_str()), part(holder.user_name.as_str()).ink(GREY)],
                    vec![part(one.other.as_str())],
                    vec![part(holder.through.as_str())],
                    vec![exception],
                ],
            )?;
        }
    }
    press.y += 100;
    Ok(())
}
