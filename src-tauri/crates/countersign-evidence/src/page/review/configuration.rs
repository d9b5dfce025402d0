//! The document, and the configuration that was in force (E01–E04, E34).

use crate::EvidenceError;
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::{moment, moment_or, yes_no};
use crate::record::RecordHead;

pub(super) fn print(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    press.heading(1, "1  Review and configuration in force")?;
    let (document, review, set) = (&head.document, &head.review, &head.configuration);
    press.field("Review", &review.name)?;
    press.field("Description", &review.description)?;
    press.field("Organization", &document.organization)?;
    press.field("Store", &document.store_id)?;
    press.field("Machine and account", &document.machine_account)?;
    press.field("Time source", &document.time_source)?;
    for setting in &document.further {
        press.field(&setting.name, &setting.value)?;
    }
    press.heading(2, "Configuration")?;
    press.field("Scope", &set.scope)?;
    press.field("Reviewers", &set.reviewer_rule)?;
    press.field("Fallback reviewers", &set.fallback)?;
    press.field("Open for", &format!("{} days", set.duration_days))?;
    press.field("Silence means", &set.default_on_silence)?;
    press.field("Result carried out by itself", yes_no(set.auto_apply))?;
    press.field("Reason required", yes_no(set.justification_required))?;
    press.field(
        "Recommendation",
        set.recommendation_rule.as_deref().unwrap_or("None shown"),
    )?;
    if let Some(days) = set.look_back_days {
        press.field("Look-back", &format!("{days} days"))?;
    }
    press.field("Threshold", set.threshold.as_deref().unwrap_or("None"))?;
    for setting in &set.further {
        press.field(&setting.name, &setting.value)?;
    }
    press.heading(2, "Timeliness")?;
    let time = &head.timeliness;
    press.field(
        "Start",
        &planned(
            moment_or(time.planned_start, "not planned"),
            moment_or(time.started_at, "not started"),
        ),
    )?;
    press.field(
        "End",
        &planned(
            moment_or(time.planned_end, "not planned"),
            moment_or(time.ended_at, "not ended"),
        ),
    )?;
    let due = time
        .apply_due_on
        .map_or_else(|| "no due date".to_owned(), |on| on.to_string());
    press.field(
        "Result carried out",
        &planned(due, moment_or(time.applied_at, "not carried out")),
    )?;
    let late = match (time.planned_end, time.ended_at) {
        (Some(planned), Some(ended)) => yes_no(ended > planned),
        _ => "Not yet known",
    };
    press.field("Ended late", late)?;
    if let Some(reason) = &time.late_because {
        press.field("Because", reason)?;
    }
    changes(press, head)?;
    press.heading(2, "Definition as stored")?;
    let definition = serde_json::to_string_pretty(&review.definition).unwrap_or_default();
    press.field("accessReviewScheduleDefinition", &definition)
}

fn planned(planned: String, actual: String) -> String {
    format!("planned {planned}; actual {actual}")
}

fn changes(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    press.heading(2, "Changes to the configuration")?;
    if head.review.changes.is_empty() {
        return press.paragraph("The configuration was not changed between its making and this export.");
    }
    let mut table = Table::new(&[
        ("When", 1300),
        ("Who", 1500),
        ("Setting", 1400),
        ("Before", 1700),
        ("After", 1719),
    ]);
    for change in &head.review.changes {
        table.row(
            press,
            &[
                vec![part(moment(change.at))],
                vec![part(change.by.as_str())],
                vec![part(change.setting.as_str())],
                vec![part(change.before.as_str())],
                vec![part(change.after.as_str())],
            ],
        )?;
    }
    press.y += 100;
    Ok(())
}
