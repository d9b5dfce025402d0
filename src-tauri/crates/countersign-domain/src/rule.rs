//! The language of Microsoft Entra's dynamic membership rules, as an expression over a person's attributes.
//!
//! `(user.department -eq "Sales") -and (user.country -in ["DE","AT"])`. Operators and values are compared
//! without regard to case, operators may be written without their dash, and comparisons bind tighter than
//! `-not`, `-not` tighter than `-and`, `-and` tighter than `-or`, as Entra has it.

mod compare;
mod name;
mod parse;
mod print;
#[cfg(test)]
mod test;
mod token;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use compare::Compare;

pub use name::{Unknown, unknown};

/// Entra's limit on the length of a rule, in characters.
pub const LONGEST: usize = 3_072;
/// How deeply parentheses and `-not` may be nested.
pub const DEEPEST: usize = 50;

/// A rule that was understood. It is stored and sent as its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string", rename = "MembershipRule")]
pub struct Rule(Term);

/// What is wrong with a rule, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Column {column}: {message}")]
pub struct Problem {
    /// Counted in characters, from 1.
    pub column: usize,
    pub message: String,
}

/// What a person's attribute holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// No value; an empty text and an empty list count as none too.
    Null,
    Text(&'a str),
    Flag(bool),
    Many(&'a [String]),
}

/// Whoever a rule can be asked about.
pub trait Attribute {
    /// The value of an attribute by its name without `user.`. Names that Microsoft Graph has are given
    /// in its spelling (`department`, `jobTitle`, `proxyAddresses`), others as the rule writes them.
    fn value(&self, name: &str) -> Value<'_>;
}

#[derive(Debug, Clone, PartialEq)]
enum Term {
    /// At least two terms, none of them an `And`.
    And(Vec<Term>),
    /// At least two terms, none of them an `Or`.
    Or(Vec<Term>),
    Not(Box<Term>),
    Compare(Compare),
    Each(Each),
}

/// A condition on the values of an attribute that has many; inside, `_` is one of them.
#[derive(Debug, Clone, PartialEq)]
struct Each {
    name: String,
    /// `-all` instead of `-any`.
    all: bool,
    condition: Box<Term>,
}

impl Rule {
    /// Reads a rule.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let rule = Self(parse::parse(text)?);
        // What is stored is the normal form, with its dashes and blanks: it must be readable again.
        if rule.to_string().chars().count() > LONGEST {
            return Err(Problem {
                column: LONGEST,
                message: format!("Written out, the rule is longer than {LONGEST} characters."),
            });
        }
        Ok(rule)
    }

    /// Whether a person meets the rule.
    pub fn matches(&self, person: &impl Attribute) -> bool {
        self.0.holds(&|name| person.value(name), None)
    }
}

impl Term {
    fn holds<'a>(&self, person: &dyn Fn(&str) -> Value<'a>, one: Option<&str>) -> bool {
        match self {
            Term::And(terms) => terms.iter().all(|term| term.holds(person, one)),
            Term::Or(terms) => terms.iter().any(|term| term.holds(person, one)),
            Term::Not(term) => !term.holds(person, one),
            Term::Compare(compare) => match (&compare.name, one) {
                (Some(name), _) => compare.holds(person(name)),
                (None, Some(one)) => compare.holds(Value::Text(one)),
                (None, None) => compare.holds(Value::Null),
            },
            Term::Each(each) => {
                let holds = |value: &str| each.condition.holds(person, Some(value));
                match person(&each.name) {
                    // Nothing at all is not "all of them": nobody gains membership by an empty list.
                    Value::Null => false,
                    Value::Text(text) => !text.is_empty() && holds(text),
                    Value::Flag(flag) => holds(if flag { "true" } else { "false" }),
                    Value::Many(values) if each.all => !values.is_empty() && values.iter().all(|value| holds(value)),
                    Value::Many(values) => values.iter().any(|value| holds(value)),
                }
            }
        }
    }
}

impl TryFrom<String> for Rule {
    type Error = Problem;

    fn try_from(text: String) -> Result<Self, Problem> {
        Self::parse(&text)
    }
}

impl From<Rule> for String {
    fn from(rule: Rule) -> String {
        rule.to_string()
    }
}
