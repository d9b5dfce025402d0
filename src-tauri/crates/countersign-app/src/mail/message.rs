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
    let about = match (row.instance, row.request, row.assignment) {
        (Some(instance), ..) => instance.to_string(),
        (_, Some(request), _) => format!("request-{request}"),
        (_, _, assignment) => format!("assignment-{}", assignment.unwrap_or_default()),
    };
    let uid = format!(
        "{about}-{}-{}@countersign.invalid",
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

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, subject: &str) -> NoticeRow {
        NoticeRow {
            notice: 1,
            instance: Some(1),
            request: None,
            assignment: None,
            stage: 1,
            kind: "started".into(),
            ordinal: 1,
            recipient: Some(7),
            name: name.into(),
            address: Some("eve@example.org".into()),
            state: "queued".into(),
            subject: subject.into(),
            queued_at: DateTime::UNIX_EPOCH,
            sent_at: None,
            channel: None,
            attempts: 0,
            last_problem: None,
            body: "Hello,\n.\nBcc: victim@example.org\n".into(),
            due_at: None,
            message_id: "<1@countersign.invalid>".into(),
        }
    }

    fn written(row: &NoticeRow) -> Result<String, String> {
        let from = Mailbox::new(Some("Me".into()), "me@example.org".parse().expect("an address"));
        write(row, &from, DateTime::UNIX_EPOCH, false)
            .map(|message| String::from_utf8(message.formatted()).expect("ASCII"))
    }

    #[test]
    fn no_name_and_no_subject_begins_a_header() {
        for evil in [
            "Eve\r\nBcc: victim@example.org",
            "Eve\nBcc: victim@example.org\n\nHello",
            "Eve\u{2028}Bcc: x\u{0}",
        ] {
            let message = written(&row(evil, evil)).expect("a message");
            let (head, _) = message.split_once("\r\n\r\n").expect("head and body");
            for line in head.split("\r\n") {
                assert!(!line.starts_with("Bcc"), "{head}");
                assert!(!line.contains(['\r', '\n']), "{head}");
            }
        }
    }

    #[test]
    fn an_address_that_is_none_is_refused_with_the_reason() {
        for evil in [
            "eve@example.org\r\nBcc: victim@example.org",
            "eve",
            "",
            "eve@example.org>",
        ] {
            let mut row = row("Eve", "Payroll");
            row.address = Some(evil.into());
            assert!(
                written(&row).is_err_and(|why| why.ends_with("is not a mail address.")),
                "{evil:?}"
            );
        }
    }
}
