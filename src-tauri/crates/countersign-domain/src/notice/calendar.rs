//! The deadline as a calendar entry (RFC 5545).

use chrono::{DateTime, Utc};

use super::line;

/// A deadline to be put into somebody's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appointment<'a> {
    /// The same for every notice about one deadline, so that a calendar holds it once.
    pub uid: &'a str,
    pub summary: &'a str,
    pub description: &'a str,
    pub due_at: DateTime<Utc>,
    pub written_at: DateTime<Utc>,
}

/// A calendar with one event at the deadline, which reminds a day before. An event and not a VTODO,
/// because common calendars import events only.
pub fn to_calendar(appointment: &Appointment<'_>) -> String {
    let stamp = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
    let summary = escape(&line(appointment.summary));
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Countersign//Countersign//EN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escape(&line(appointment.uid))),
        format!("DTSTAMP:{}", stamp(appointment.written_at)),
        // Without an end, an event ends when it starts (§3.6.1): the deadline is a moment.
        format!("DTSTART:{}", stamp(appointment.due_at)),
        format!("SUMMARY:{summary}"),
        format!("DESCRIPTION:{}", escape(appointment.description)),
        "TRANSP:TRANSPARENT".to_owned(),
        "BEGIN:VALARM".to_owned(),
        "ACTION:DISPLAY".to_owned(),
        format!("DESCRIPTION:{summary}"),
        "TRIGGER:-P1D".to_owned(),
        "END:VALARM".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| fold(line)).collect()
}

/// TEXT of §3.3.11; control characters other than the line feed are left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '\\' => out.push_str("\\\\"),
            ';' => out.push_str("\\;"),
            ',' => out.push_str("\\,"),
            '\n' => out.push_str("\\n"),
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// Lines of at most 75 octets (§3.1), cut between characters.
fn fold(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + line.len() / 60 + 2);
    let mut width = 0;
    for one in line.chars() {
        if width + one.len_utf8() > 75 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(one);
        width += one.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_75_octets_and_unfolding_gives_the_text_back() {
        let summary = "王小明; Payroll, “quarterly” \\ محمد علي ".repeat(8);
        let text = to_calendar(&Appointment {
            uid: "one@countersign.invalid",
            summary: &summary,
            description: "First line\nsecond\r\nBEGIN:VEVENT",
            due_at: "2026-03-15T12:30:00Z".parse().expect("a moment"),
            written_at: "2026-03-01T08:00:00Z".parse().expect("a moment"),
        });
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text}");
        let whole = text.replace("\r\n ", "");
        assert!(
            whole.contains(&format!("\r\nSUMMARY:{}\r\n", escape(&line(&summary)))),
            "{whole}"
        );
        assert!(
            whole.contains("\r\nDESCRIPTION:First line\\nsecond\\nBEGIN:VEVENT\r\n"),
            "{whole}"
        );
        assert_eq!(
            whole.matches("BEGIN:VEVENT\r\n").count(),
            2,
            "the event, and the text that names one"
        );
        assert_eq!(whole.matches("\r\nBEGIN:VEVENT\r\n").count(), 1, "one event");
        assert!(whole.contains("\r\nDTSTART:20260315T123000Z\r\n"), "{whole}");
    }
}
