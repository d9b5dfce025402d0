//! What nobody should hold together with the package, who does, and the exceptions (E30, E35).

use crate::EvidenceError;
use crate::layout::canvas::{AMBER, GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::{chapter, exception, moment};
use crate::record::package::PackageHead;

pub(super) fn print(press: &mut Press<'_>, head: &PackageHead) -> Result<(), EvidenceError> {
    chapter::open(press, chapter::PACKAGE, "chapter.conflicts")?;
    press.under("conflict.title")?;
    if head.conflicts.is_empty() {
        press.say("conflict.none")?;
    } else {
        rules(press, head)?;
        holders(press, head)?;
    }
    exception::print(press, &exception::PACKAGE, &head.exceptions)
}

fn rules(press: &mut Press<'_>, head: &PackageHead) -> Result<(), EvidenceError> {
    let w = press.words;
    let mut table = Table::new(&[
        ("conflict.other", 2600),
        ("column.reason", 2219),
        ("conflict.set", 1400),
        ("conflict.lifted", 1400),
    ]);
    for one in &head.conflicts {
        let kind = w.known("kind", &one.kind);
        let mut other = vec![
            part(one.other.as_str()),
            part(format!("{kind}, {}", one.other_id)).ink(GREY),
        ];
        if one.stands_there {
            other.push(part(w.text("conflict.there")).ink(GREY));
        }
        table.row(
            press,
            &[
                other,
                vec![part(one.reason.as_str())],
                vec![part(moment(one.added_at)), part(one.added_by.as_str()).ink(GREY)],
                vec![
                    one.removed_at
                        .map_or_else(|| part(w.text("conflict.stands")), |at| part(moment(at)).ink(AMBER)),
                ],
            ],
        )?;
    }
    press.y += 100;
    Ok(())
}

fn holders(press: &mut Press<'_>, head: &PackageHead) -> Result<(), EvidenceError> {
    let w = press.words;
    press.under("conflict.holders")?;
    if head.conflicts.iter().all(|one| one.holders.is_empty()) {
        return press.say_in(GREEN, "conflict.nobody", &[]);
    }
    let mut table = Table::new(&[
        ("conflict.assignment", 700),
        ("column.person", 2400),
        ("conflict.also", 2219),
        ("conflict.through", 1400),
        ("conflict.exception", 900),
    ]);
    for one in &head.conflicts {
        for holder in &one.holders {
            let exception = match holder.exception_id {
                Some(id) => part(w.fill("conflict.excepted", &[("n", &id.to_string())])).ink(AMBER),
                None => part(w.text("conflict.bare")).bold().ink(RED),
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
