//! The end of a review is told to whoever made it, and to those whom the definition names.

use countersign_domain::notice::NoticeKind;
use countersign_store::notice;
use countersign_store::review::InstanceView;
use countersign_store::rusqlite::Connection;

use super::queue::{Occasion, Queued, WHOLE, administrators, definition, is_on, person};
use crate::Problem;
use crate::call::Write;

const ENDED: &str = "The review ended before this was sent.";

/// Tells that the review has ended. What still waits for the reviewers is withdrawn: there is nothing
/// left to decide. A recipient whom the directory does not know any more does not keep a review from ending.
pub(crate) fn queue_completed(write: &Write<'_>, instance: i64) -> Result<Queued, Problem> {
    let view = crate::review::one(write.transaction, instance)?;
    notice::withdraw(write.transaction, instance, ENDED)?;
    let definition = definition(write.transaction, &view)?;
    let maker = countersign_store::review::show(write.transaction, view.review)?.map(|review| review.created_by);
    let detail = format!("Its state is {}.", view.status);
    let occasion = Occasion {
        kind: NoticeKind::Completed,
        stage: WHOLE,
        ordinal: 1,
        due_at: None,
        own_text: "",
        detail: &detail,
        off: !is_on(&definition, "mailNotificationsEnabled"),
        view: &view,
    };
    let mut counts = Queued::default();
    let maker = match maker.as_deref().and_then(principal_of) {
        Some(principal) => person(write.transaction, principal, 0)?,
        None => None,
    };
    let maker = match maker {
        Some(maker) => maker,
        None => administrators(write)?,
    };
    occasion.queue(write, &maker, &mut counts)?;
    for principal in further(write.transaction, &view)? {
        if let Some(person) = person(write.transaction, principal, 0)? {
            occasion.queue(write, &person, &mut counts)?;
        }
    }
    Ok(counts)
}

/// The people of `additionalNotificationRecipients`, as far as the directory knows them today.
fn further(connection: &Connection, view: &InstanceView) -> Result<Vec<i64>, Problem> {
    let (definition, _) = crate::review::definition_of(connection, view)?;
    let recipients = definition.recipients.iter();
    Ok(recipients
        .filter_map(|rule| crate::review::people(connection, rule, "additionalNotificationRecipients").ok())
        .flatten()
        .map(|(principal, _)| principal)
        .collect())
}

/// The principal in an actor's label, “Anna (principal 7)”.
fn principal_of(label: &str) -> Option<i64> {
    label.strip_suffix(')')?.rsplit_once("(principal ")?.1.parse().ok()
}
