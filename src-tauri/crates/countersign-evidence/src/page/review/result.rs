//! What became of the denials (E26–E28).

use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{AMBER, GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Table, part};
use crate::page::{Facts, count, moment, stacked, walk};
use crate::record::{ChangeRecord, RecordSource, Section};

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    facts: &Facts,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    press.heading(1, "4  Results and verification")?;
    let head = source.head();
    match &head.plan {
        None => press.paragraph("No plan was drawn from the decisions before this export.")?,
        Some(plan) => {
            press.field(
                "Plan",
                &format!("{} with {} changes", plan.plan_id, count(plan.changes)),
            )?;
            press.field("SHA-256 of the plan", &plan.hash)?;
            press.field("Drawn", &format!("{} by {}", moment(plan.drawn_at), plan.drawn_by))?;
            press.field(
                "Countersigned",
                &by(plan.countersigned_at, plan.countersigned_by.as_deref(), "Not asked for"),
            )?;
            press.field(
                "Carried out",
                &by(plan.carried_out_at, plan.carried_out_by.as_deref(), "Not carried out"),
            )?;
        }
    }
    match &head.verification {
        None => press.paragraph("The directory was not read again to verify the result before this export.")?,
        Some(read) => {
            press.field(
                "Verified by reading again",
                &format!("{} by {}", moment(read.read_at), read.by),
            )?;
            press.field("SHA-256 of what was read", &read.digest)?;
        }
    }
    press.field(
        "Seen gone / still effective",
        &format!(
            "{} / {} of {} changes",
            count(facts.totals.seen_gone),
            count(facts.totals.still_effective),
            count(facts.totals.changes)
        ),
    )?;
    press.y += 60;
    let mut table = Table::new(&[
        ("Change", 450),
        ("Item", 450),
        ("Person", 1500),
        ("Resource, entitlement", 1500),
        ("Action", 1100),
        ("Receipt", 1000),
        ("UTC", 480),
        ("Confirming read", 1139),
    ]);
    let mut number = 0_u64;
    walk!(recorder, Section::Changes, source, for_each_change, |change| {
        number += 1;
        table.row(
            press,
            &[
                vec![part(change.change_id.to_string())],
                vec![part(change.item_id.to_string())],
                vec![part(change.person.as_str()), part(change.user_name.as_str()).ink(GREY)],
                vec![
                    part(change.resource.as_str()),
                    part(change.entitlement.as_str()).ink(GREY),
                ],
                action(change),
                receipt(change),
                change.at.map_or_else(Vec::new, |at| vec![part(stacked(at))]),
                confirmation(change),
            ],
        )
    });
    if number == 0 {
        press.paragraph("There were no changes to carry out.")?;
    }
    Ok(())
}

fn by(at: Option<chrono::DateTime<chrono::Utc>>, who: Option<&str>, otherwise: &str) -> String {
    match (at, who) {
        (Some(at), Some(who)) => format!("{} by {who}", moment(at)),
        (Some(at), None) => moment(at),
        _ => otherwise.to_owned(),
    }
}

fn action(change: &ChangeRecord) -> Cell<'_> {
    let mut cell = vec![part(change.action.as_str())];
    if !change.also.is_empty() {
        cell.push(part(format!("Also loses: {}", change.also.join(", "))).ink(AMBER));
    }
    cell
}

fn receipt(change: &ChangeRecord) -> Cell<'_> {
    let (words, ink) = match change.state.as_str() {
        "applied" => ("Applied", GREEN),
        "alreadySo" => ("Already so", GREEN),
        "refused" => ("Refused", RED),
        "byHand" => ("By hand, see tasks", AMBER),
        "waiting" => ("Waiting", AMBER),
        "kept" => ("Not done: the guest is kept", AMBER),
        other => (other, GREY),
    };
    let mut cell = vec![part(words).bold().ink(ink)];
    for text in [&change.result_code, &change.message, &change.by].into_iter().flatten() {
        cell.push(part(text.as_str()).ink(GREY));
    }
    cell
}

fn confirmation(change: &ChangeRecord) -> Cell<'_> {
    let mut cell = Vec::new();
    if let Some(at) = change.seen_gone_at {
        cell.push(part("Seen gone").bold().ink(GREEN));
        cell.push(part(moment(at)).ink(GREY));
    }
    if let Some(at) = change.still_at {
        let through = match change.still_through.is_empty() {
            true => "directly".to_owned(),
            false => format!("through {}", change.still_through.join(" \u{203A} ")),
        };
        cell.push(
            part(if change.came_back {
                "CAME BACK"
            } else {
                "STILL EFFECTIVE"
            })
            .bold()
            .ink(RED),
        );
        cell.push(part(format!("{through}, {}", moment(at))).ink(GREY));
    }
    if change.came_back && change.still_at.is_none() {
        cell.push(part("It had come back in between").ink(AMBER));
    }
    if cell.is_empty() {
        cell.push(part("Not read again").ink(AMBER));
    }
    cell
}
