//! From a notice to the message of RFC 5322: every name encoded, nothing able to begin a header.

use chrono::{DateTime, Utc};
use countersign_domain::notice::{Appointment, is_address, line, to_calendar};
use countersign_store::notice::NoticeRow;
use lettre::Message;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

/// The most characters of a name in a header; a header's line has an end.
const NAME: usize = 78;
const CALENDAR: &str = "text/calendar; charset=utf-8; method=PUBLISH";

/// The message of a notice. A draft is marked so that mail programs open it for sending.
///
/// # Errors
/// The sentence that says why this cannot be a message: its address is none.
pub(crate) fn write(row: &NoticeRow, from: &Mailbox, now: DateTime<Utc>, draft: bool) -> Result<Message, String> {
    let address = row.address.as_deref().unwrap_or_default();
    let refused = || format!("“{}” is not a mail address.", address.escape_debug());
    if !is_address(address) {
        return Err(refused());
    }
    let name: String = line(&row.name).chars().take(NAME).collect();
    let to = Mailbox::new(
        (!name.is_empty()).then_some(name),
        address.parse().map_err(|_| refused())?,
    );
    let mut builder = Message::builder()
        .from(from.clone())
        .to(to)
        .subject(line(&row.subject))
        .message_id(Some(row.message_id.clone()))
        .date(now.into())
        .raw_header(plain("Auto-Submitted", "auto-generated"));
    if draft {
        builder = builder.raw_header(plain("X-Unsent", "1"));
    }
    let text = SinglePart::plain(row.body.clone());
    let parts = match appointment(row, now) {
        Some(calendar) => {
            let kind = ContentType::parse(CALENDAR).map_err(|error| error.to_string())?;
            let file = Attachment::new("deadline.ics".to_owned()).body(calendar, kind);
            builder.multipart(MultiPart::mixed().singlepart(text).singlepart(file))
        }
        None => builder.singlepart(text),
    };
    parts.map_err(|error| format!("This notice cannot be written as a mail: {error}."))
}

fn plain(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// The deadline of a notice, for a calendar; none where it speaks of no deadline.
pub(crate) fn appointment(row: &NoticeRow, now: DateTime<Utc>) -> Option<String> {
    let due_at = row.due_at?;
    // One deadline is one entry, however many notices speak of it.
    let uid = format!(
        "{}-{}-{}@countersign.invalid",
        row.instance,
        row.stage,
        row.recipient.unwrap_or(0)
    );
    Some(to_calendar(&Appointment {
        uid: &uid,
        summary: &row.subject,
        description: &row.body,
        due_at,
        written_at: now,
    }))
}
