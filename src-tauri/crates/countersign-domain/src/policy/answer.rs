//! Whether the answers of a person are answers to what the policy asks.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::question::to_regex;
use super::{Question, QuestionKind};

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
    let mut refusals = Vec::new();
    for question in questions {
        let mut given = answers.iter().filter(|answer| answer.question == question.id);
        let first = given.next();
        if given.next().is_some() {
            refusals.push(AnswerRefusal::Twice {
                question: question.text.clone(),
            });
            continue;
        }
        let values = first.map_or(&[][..], |answer| answer.values.as_slice());
        check(question, values, &mut refusals);
    }
    for answer in answers {
        if !questions.iter().any(|question| question.id == answer.question) {
            refusals.push(AnswerRefusal::UnknownQuestion {
                question: answer.question.clone(),
            });
        }
    }
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

/// The first thing that is wrong with each value. Blank values are no answer.
fn check(question: &Question, values: &[String], refusals: &mut Vec<AnswerRefusal>) {
    let name = || question.text.clone();
    let values: Vec<&String> = values.iter().filter(|value| !value.trim().is_empty()).collect();
    if values.is_empty() {
        if question.required {
            refusals.push(AnswerRefusal::Required { question: name() });
        }
        return;
    }
    let multiple = matches!(question.kind, QuestionKind::Choice { multiple: true, .. });
    if values.len() > 1 && !multiple {
        refusals.push(AnswerRefusal::Several { question: name() });
        return;
    }
    for (at, value) in values.iter().enumerate() {
        if value.chars().count() > LONGEST_ANSWER {
            refusals.push(AnswerRefusal::TooLong { question: name() });
            continue;
        }
        match &question.kind {
            QuestionKind::Choice { choices, .. } => {
                if !choices.iter().any(|choice| choice.value == **value) {
                    refusals.push(AnswerRefusal::UnknownChoice {
                        question: name(),
                        value: (*value).clone(),
                    });
                } else if values[..at].contains(value) {
                    refusals.push(AnswerRefusal::Twice { question: name() });
                }
            }
            QuestionKind::Text { single_line, pattern } => {
                if *single_line && value.contains(['\n', '\r']) {
                    refusals.push(AnswerRefusal::SeveralLines { question: name() });
                } else if let Some(pattern) = pattern
                    && !to_regex(pattern).is_some_and(|regex| regex.is_match(value))
                {
                    refusals.push(AnswerRefusal::Pattern {
                        question: name(),
                        pattern: pattern.clone(),
                    });
                }
            }
        }
    }
}
