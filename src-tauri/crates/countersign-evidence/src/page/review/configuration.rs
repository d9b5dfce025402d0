//! The controls, the document, and the configuration that was in force (E01–E04).

use crate::EvidenceError;
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::{chapter, control, moment, moment_or, yes_no};
use crate::record::RecordHead;

pub(super) fn print(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    let w = press.words;
    chapter::open(press, chapter::REVIEW, "chapter.configuration")?;
    let (review, set) = (&head.review, &head.configuration);
    press.named("review.name", &review.name)?;
    press.named("review.description", &review.description)?;
    let id = w.fill(
        "review.ids",
        &[("review", &review.review_id), ("instance", &review.instance_id)],
    );
    press.named("review.id", &id)?;
    let period = format!(
        "{} \u{2013} {}",
        moment_or(review.period_start, w.text("review.open")),
        moment_or(review.period_end, w.text("review.open"))
    );
    press.named("review.period", &period)?;
    control::controls(press, &head.controls)?;
    control::document(press, &head.document)?;
    press.under("review.configuration")?;
    press.named("review.scope", &set.scope)?;
    press.named("review.reviewers", &set.reviewer_rule)?;
    press.named("review.fallback", &set.fallback)?;
    press.named("review.duration", &w.many("count.day", set.duration_days.into()))?;
    press.named("review.silence", &set.default_on_silence)?;
    press.named("review.autoApply", yes_no(w, set.auto_apply))?;
    press.named("review.reasonRequired", yes_no(w, set.justification_required))?;
    let rule = set.recommendation_rule.as_deref();
    press.named(
        "review.recommendation",
        rule.unwrap_or(w.text("review.noRecommendation")),
    )?;
    if let Some(days) = set.look_back_days {
        press.named("review.lookBack", &w.many("count.day", days.into()))?;
    }
    press.named("review.threshold", set.threshold.as_deref().unwrap_or(w.text("none")))?;
    for setting in &set.further {
        press.field(&setting.name, &setting.value)?;
    }
    changes(press, head)?;
    press.under("review.definition")?;
    let definition = match review.definition.is_null() {
        true => String::new(),
        false => serde_json::to_string_pretty(&review.definition).unwrap_or_default(),
    };
    press.field("accessReviewScheduleDefinition", &definition)
}

fn changes(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    press.under("review.changes")?;
    if head.review.changes.is_empty() {
        return press.say("review.notChanged");
    }
    let mut table = Table::new(&[
        ("column.utc", 1300),
        ("column.by", 1500),
        ("column.setting", 1400),
        ("column.before", 1700),
        ("column.after", 1719),
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
