//! What a person is asked when they ask for a package.

mod parse;

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(super) use parse::parse;

/// One question. Graph's `accessPackageTextInputQuestion` and `accessPackageMultipleChoiceQuestion`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// Graph's id, by which answers name it; its sequence where the policy is new.
    pub id: String,
    /// Questions are asked in this order; no two share a number.
    pub sequence: u32,
    pub text: String,
    pub required: bool,
    /// Whether the answer may be changed later.
    pub editable: bool,
    pub localizations: Vec<Localization>,
    pub kind: QuestionKind,
}

/// A text in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "QuestionLocalization")]
pub struct Localization {
    /// Such as `de` or `pt-BR`.
    pub language: String,
    pub text: String,
}

/// How it is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub enum QuestionKind {
    Text {
        single_line: bool,
        /// A regular expression that the whole answer meets.
        pattern: Option<String>,
    },
    Choice {
        multiple: bool,
        choices: Vec<Choice>,
    },
}

/// One of the answers to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "QuestionChoice")]
pub struct Choice {
    /// What is kept; the text is what is shown.
    pub value: String,
    pub text: String,
    pub localizations: Vec<Localization>,
}

/// A pattern that the whole answer meets; none where it is not a regular expression. The size is bounded, and
/// matching takes time in proportion to the answer.
pub(super) fn to_regex(pattern: &str) -> Option<Regex> {
    let bounded = |pattern: &str| RegexBuilder::new(pattern).size_limit(1 << 20).build().ok();
    // On its own first: `a)|(b` must not close the parentheses put around it.
    bounded(pattern)?;
    bounded(&format!("\\A(?:{pattern})\\z"))
}
