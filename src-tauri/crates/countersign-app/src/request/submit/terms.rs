//! What a policy asks of whoever asks, checked the same at the desk and on a machine without a network.

use chrono::{DateTime, Utc};
use countersign_domain::policy::{Answer, Question, check_answers};
use countersign_domain::request::Act;

use crate::Problem;

/// The longest justification, in characters.
const LONGEST: usize = 4_000;

pub(crate) fn check_length(justification: &str) -> Result<(), Problem> {
    if justification.chars().count() > LONGEST {
        return Err(Problem::new(format!("A justification has at most {LONGEST} characters.")).field("justification"));
    }
    Ok(())
}

/// The reason, where the policy asks for one, and the answers to its questions.
pub(crate) fn check_said(
    act: Act,
    justified: bool,
    questions: &[Question],
    (justification, answers): (&str, &[Answer]),
) -> Result<(), Problem> {
    if act == Act::Remove {
        return Ok(());
    }
    if justified && justification.is_empty() {
        return Err(
            Problem::new("Say why the access is needed; this policy asks for a reason.")
                .code("justificationRequired")
                .field("justification"),
        );
    }
    if act == Act::Add || !answers.is_empty() {
        check_answers(questions, answers).map_err(|refusals| {
            let text: Vec<String> = refusals.iter().map(ToString::to_string).collect();
            Problem::new(text.join(" ")).code("answers").field("answers")
        })?;
    }
    Ok(())
}

/// The start, right as of now; when it comes it is looked at again.
pub(crate) fn check_start(start: Option<DateTime<Utc>>, own_dates: bool, now: DateTime<Utc>) -> Result<(), Problem> {
    let Some(start) = start else { return Ok(()) };
    let wrong = |message: &str| Err(Problem::new(message).code("dates").field("startsAt"));
    if start < now {
        return wrong("The access would begin in the past.");
    }
    if !own_dates {
        return wrong("This policy sets the start itself.");
    }
    Ok(())
}
