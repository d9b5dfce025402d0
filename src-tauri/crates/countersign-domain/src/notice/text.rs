//! The words of every notice, in one place. English; a translation is another table of these.

mod package;

use chrono::{DateTime, Utc};

use super::{NoticeKind, OWN_TEXT_LIMIT};

/// What a notice speaks about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject<'a> {
    pub organization: &'a str,
    /// The review, or the access package.
    pub review: &'a str,
    /// The stage, and how many there are; (1, 1) for a review in one stage.
    pub stage: (i64, i64),
    /// The person told; empty for the administrators.
    pub name: &'a str,
    /// Items this person was asked about, and how many of these still wait.
    pub items: i64,
    pub undecided: i64,
    pub due_at: Option<DateTime<Utc>>,
    /// The review's own words for its reviewers, or an administrator's for this notice.
    pub own_text: &'a str,
    /// What is to be done by hand, or how the review ended.
    pub detail: &'a str,
}

/// A notice as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// One line, without a line break or a character that would hide another.
    pub subject: String,
    /// Plain text; lines end with a line feed.
    pub body: String,
}

/// Writes a notice.
pub fn compose(kind: NoticeKind, about: &Subject<'_>) -> Text {
    let review = line(about.review);
    let until = about
        .due_at
        .map_or_else(String::new, |at| format!(" until {}", day(at)));
    let stage = match about.stage {
        (_, ..=1) => String::new(),
        (stage, stages) => format!(", stage {stage} of {stages}"),
    };
    let (subject, first) = match kind {
        NoticeKind::Started => (
            format!("Access review: {review}{until}"),
            format!(
                "You are asked to decide on {} in the access review “{review}”{stage}.",
                items(about.items)
            ),
        ),
        NoticeKind::StageStarted => (
            format!("Access review: {review}{stage}{until}"),
            format!(
                "The access review “{review}”{stage} is open. You are asked to decide on {}.",
                items(about.items)
            ),
        ),
        NoticeKind::Reminder | NoticeKind::ManualReminder => (
            format!("Reminder: {review}{until}"),
            format!(
                "{} still {} for your decision in the access review “{review}”{stage}.",
                capital(&items(about.undecided)),
                if about.undecided == 1 { "waits" } else { "wait" }
            ),
        ),
        NoticeKind::Reassigned => (
            format!("Handed to you: {review}{until}"),
            format!(
                "{} of the access review “{review}”{stage} {} handed to you.",
                capital(&items(about.items)),
                if about.items == 1 { "was" } else { "were" }
            ),
        ),
        NoticeKind::Completed => (
            format!("Completed: {review}"),
            format!("The access review “{review}” has ended."),
        ),
        NoticeKind::TaskOpened => (
            format!("To be done by hand: {review}{until}"),
            format!("The access review “{review}” left you something to do by hand."),
        ),
        _ => package::words(kind, &review, &stage, &until),
    };
    Text {
        subject,
        body: body(kind, about, &first),
    }
}

/// What waits for a person, on one line, such as “3 items wait for you until 15 March 2026”.
pub fn in_short(undecided: i64, due_at: Option<DateTime<Utc>>) -> String {
    format!(
        "{} {} for you{}",
        capital(&items(undecided)),
        if undecided == 1 { "waits" } else { "wait" },
        due_at.map_or_else(String::new, |at| format!(" until {}", day(at)))
    )
}

fn body(kind: NoticeKind, about: &Subject<'_>, first: &str) -> String {
    let mut parts = Vec::new();
    if !about.name.is_empty() {
        parts.push(format!("Hello {},", line(about.name)));
    }
    parts.push(first.to_owned());
    if !about.detail.is_empty() {
        parts.push(paragraphs(about.detail));
    }
    if let Some(due_at) = about.due_at {
        parts.push(format!("Due: {}", moment(due_at)));
    }
    if !about.own_text.is_empty() {
        parts.push(shortened(about.own_text));
    }
    let last = match kind {
        NoticeKind::Completed => "The result and its evidence are in Countersign.",
        NoticeKind::TaskOpened => "Close the task in Countersign when it is done.",
        kind if package::is_about(kind) => package::last(kind),
        _ => "Please decide in Countersign, or answer the packet that you were given.",
    };
    parts.push(last.to_owned());
    parts.push(line(about.organization));
    parts.join("\n\n") + "\n"
}

fn items(count: i64) -> String {
    match count {
        1 => "one item".to_owned(),
        count => format!("{count} items"),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn day(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y").to_string()
}

fn moment(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y, %H:%M UTC").to_string()
}

/// The words somebody wrote, to the length that a mail has room for; it says so where it ends early.
fn shortened(text: &str) -> String {
    let text = paragraphs(text);
    if text.chars().count() <= OWN_TEXT_LIMIT {
        return text;
    }
    let kept: String = text.chars().take(OWN_TEXT_LIMIT).collect();
    format!("{} … (the whole text is in the review)", kept.trim_end())
}

/// A text on one line: whatever would break the line, or turn its direction, is a space.
pub fn line(text: &str) -> String {
    let spaced = text
        .chars()
        .map(|one| if hides(one) { ' ' } else { one })
        .collect::<String>();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text on its own lines, each of them clean.
fn paragraphs(text: &str) -> String {
    text.lines().map(line).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Control characters, line and paragraph separators, and the marks that reorder what follows them.
fn hides(one: char) -> bool {
    one.is_control()
        || matches!(one, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about() -> Subject<'static> {
        Subject {
            organization: "Example",
            review: "Payroll\r\nBcc: eve@example.org",
            stage: (1, 1),
            name: "Zoë \u{202e}Müller",
            items: 3,
            undecided: 1,
            due_at: "2026-03-15T12:30:00Z".parse().ok(),
            own_text: "",
            detail: "",
        }
    }

    #[test]
    fn no_subject_breaks_its_line_and_no_kind_is_without_words() {
        for kind in NoticeKind::ALL {
            let text = compose(kind, &about());
            assert!(!text.subject.is_empty() && !text.subject.chars().any(hides), "{text:?}");
            assert!(text.subject.contains("Payroll Bcc: eve@example.org"), "{text:?}");
            assert!(text.body.starts_with("Hello Zoë Müller,\n\n"), "{text:?}");
            assert!(text.body.ends_with("\n\nExample\n"), "{text:?}");
        }
    }

    #[test]
    fn the_words_of_a_start_and_of_a_reminder() {
        let about = Subject {
            review: "Payroll",
            ..about()
        };
        let started = compose(NoticeKind::Started, &about);
        assert_eq!(started.subject, "Access review: Payroll until 15 March 2026");
        assert_eq!(
            started.body,
            "Hello Zoë Müller,\n\nYou are asked to decide on 3 items in the access review “Payroll”.\n\n\
             Due: 15 March 2026, 12:30 UTC\n\nPlease decide in Countersign, or answer the packet that you were given.\n\nExample\n"
        );
        let reminder = compose(NoticeKind::Reminder, &about);
        assert!(
            reminder.body.contains("One item still waits for your decision"),
            "{reminder:?}"
        );
    }

    #[test]
    fn what_waits_in_short() {
        let due_at = "2026-03-15T12:30:00Z".parse().ok();
        assert_eq!(in_short(3, due_at), "3 items wait for you until 15 March 2026");
        assert_eq!(in_short(1, None), "One item waits for you");
    }

    #[test]
    fn a_longer_text_of_one_s_own_says_that_it_goes_on() {
        let long = "x".repeat(300);
        let text = compose(
            NoticeKind::Started,
            &Subject {
                own_text: &long,
                ..about()
            },
        );
        assert!(
            text.body.contains(&format!("{} … (the whole text", "x".repeat(256))),
            "{text:?}"
        );
    }

    #[test]
    fn a_stage_is_named_where_there_are_several() {
        let text = compose(
            NoticeKind::StageStarted,
            &Subject {
                stage: (2, 3),
                review: "Payroll",
                ..about()
            },
        );
        assert_eq!(text.subject, "Access review: Payroll, stage 2 of 3 until 15 March 2026");
    }
}
