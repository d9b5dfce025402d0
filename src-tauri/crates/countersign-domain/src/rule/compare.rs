//! One comparison of an attribute with a value.

use regex::{Regex, RegexBuilder};

use super::Value;

/// How two texts are compared. Each has a negation, which holds exactly where it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    StartsWith,
    EndsWith,
    Contains,
    Match,
    In,
}

/// The operators by their words. `endsWith` goes beyond Entra's own list.
pub(super) const OPERATORS: [(&str, Operator, bool); 12] = [
    ("eq", Operator::Equal, false),
    ("ne", Operator::Equal, true),
    ("startsWith", Operator::StartsWith, false),
    ("notStartsWith", Operator::StartsWith, true),
    ("endsWith", Operator::EndsWith, false),
    ("notEndsWith", Operator::EndsWith, true),
    ("contains", Operator::Contains, false),
    ("notContains", Operator::Contains, true),
    ("match", Operator::Match, false),
    ("notMatch", Operator::Match, true),
    ("in", Operator::In, false),
    ("notIn", Operator::In, true),
];

/// A value as a rule writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Literal {
    Null,
    Flag(bool),
    Text { written: String, folded: String },
}

#[derive(Debug, Clone)]
pub(super) struct Compare {
    /// The attribute; `None` is `_`, one of many values.
    pub name: Option<String>,
    pub operator: Operator,
    pub negated: bool,
    /// One value, except for [`Operator::In`].
    pub values: Vec<Literal>,
    /// Compiled for [`Operator::Match`].
    pattern: Option<Regex>,
}

// A regular expression is its text.
impl PartialEq for Compare {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.operator == other.operator
            && self.negated == other.negated
            && self.values == other.values
    }
}

impl Literal {
    pub fn text(written: String) -> Self {
        let folded = written.to_lowercase();
        Self::Text { written, folded }
    }
}

impl Compare {
    /// `Err` says why a pattern is not a regular expression.
    pub fn new(
        name: Option<String>,
        (operator, negated): (Operator, bool),
        values: Vec<Literal>,
    ) -> Result<Self, String> {
        let pattern = match (operator, values.first()) {
            (Operator::Match, Some(Literal::Text { written, .. })) => Some(
                RegexBuilder::new(written)
                    .case_insensitive(true)
                    .size_limit(1 << 20)
                    .dfa_size_limit(1 << 20)
                    .nest_limit(50)
                    .build()
                    .map_err(|error| last_line(&error.to_string()))?,
            ),
            _ => None,
        };
        Ok(Self {
            name,
            operator,
            negated,
            values,
            pattern,
        })
    }

    /// A missing value meets no comparison, and so meets every negated one; only `null` is asked for itself.
    pub fn holds(&self, value: Value<'_>) -> bool {
        let found = match value {
            Value::Null | Value::Text("") | Value::Many([]) => self.finds_null(),
            Value::Text(text) => self.finds(text),
            Value::Flag(flag) => {
                let word = if flag { "true" } else { "false" };
                self.values.contains(&Literal::Flag(flag)) || self.finds(word)
            }
            Value::Many(values) => values.iter().any(|text| self.finds(text)),
        };
        found != self.negated
    }

    fn finds_null(&self) -> bool {
        matches!(self.operator, Operator::Equal | Operator::In) && self.values.contains(&Literal::Null)
    }

    fn finds(&self, text: &str) -> bool {
        if let Some(pattern) = &self.pattern {
            return pattern.is_match(text);
        }
        // Most text is ASCII; only the rest pays for a copy in lower case.
        let copy;
        let folded = if text.is_ascii() {
            text
        } else {
            copy = text.to_lowercase();
            &copy
        };
        self.values.iter().any(|literal| match literal {
            Literal::Null => false,
            Literal::Flag(flag) => folded.eq_ignore_ascii_case(if *flag { "true" } else { "false" }),
            Literal::Text { folded: wanted, .. } => self.operator.finds(folded.as_bytes(), wanted.as_bytes()),
        })
    }
}

impl Operator {
    /// Both sides are in lower case but for ASCII letters of `text`.
    fn finds(self, text: &[u8], wanted: &[u8]) -> bool {
        let Some(room) = text.len().checked_sub(wanted.len()) else {
            return false;
        };
        match self {
            Self::Equal | Self::In => text.eq_ignore_ascii_case(wanted),
            Self::StartsWith => text[..wanted.len()].eq_ignore_ascii_case(wanted),
            Self::EndsWith => text[room..].eq_ignore_ascii_case(wanted),
            Self::Contains => (0..=room).any(|at| text[at..at + wanted.len()].eq_ignore_ascii_case(wanted)),
            Self::Match => false,
        }
    }
}

/// The reason at the end of a regular expression's many-line problem.
fn last_line(problem: &str) -> String {
    let line = problem.lines().last().unwrap_or_default();
    line.trim().trim_start_matches("error: ").to_owned()
}
