//! Whether the answers of a person are answers to what the policy asks.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Question;

/// The longest answer, in characters.
pub const LONGEST_ANSWER: usize = 4_000;

/// What a person answered. A text is one value; a question that takes several has as many as were chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "QuestionAnswer")]
pub struct Answer {
    /// [`Question::id`]
    pub question: String,
    pub values: Vec<String>,
}

/// Why an answer is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum AnswerRefusal {
    #[error("“{question}” needs an answer.")]
    Required { question: String },
    #[error("The policy asks no question “{question}”.")]
    UnknownQuestion { question: String },
    #[error("“{question}” was answered twice.")]
    Twice { question: String },
    #[error("“{question}” takes one answer.")]
    Several { question: String },
    #[error("“{question}” does not offer “{value}”.")]
    UnknownChoice { question: String, value: String },
    #[error("The answer to “{question}” does not have the form that is asked for ({pattern}).")]
    Pattern { question: String, pattern: String },
    #[error("The answer to “{question}” is longer than {LONGEST_ANSWER} characters.")]
    TooLong { question: String },
    #[error("The answer to “{question}” is one line.")]
    SeveralLines { question: String },
}

/// Everything that is wrong with the answers, in the order of the questions; what belongs to none comes last.
pub fn check_answers(questions: &[Question], answers: &[Answer]) -> Result<(), Vec<AnswerRefusal>> {
    let _ = (questions, answers);
    Ok(())
}
