//! The normal form: operators with their dash and Graph's spelling, no parentheses but those needed.

use std::fmt::{Display, Formatter, Result};

use super::compare::{Compare, Literal, OPERATORS, Operator};
use super::{Each, Rule, Term};

impl Display for Rule {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.0.fmt(f)
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Term::Or(terms) => joined(f, terms, " -or "),
            Term::And(terms) => joined(f, terms, " -and "),
            Term::Not(term) => {
                f.write_str("-not ")?;
                bracketed(f, term, matches!(**term, Term::And(_) | Term::Or(_)))
            }
            Term::Compare(compare) => compare.fmt(f),
            Term::Each(Each { name, all, condition }) => {
                write!(f, "user.{name} -{} ", if *all { "all" } else { "any" })?;
                bracketed(f, condition, true)
            }
        }
    }
}

fn joined(f: &mut Formatter<'_>, terms: &[Term], between: &str) -> Result {
    for (at, term) in terms.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        // Only "or" binds more loosely than what it can stand in.
        bracketed(f, term, matches!(term, Term::Or(_)))?;
    }
    Ok(())
}

fn bracketed(f: &mut Formatter<'_>, term: &Term, needed: bool) -> Result {
    if needed { write!(f, "({term})") } else { term.fmt(f) }
}

impl Display for Compare {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.name {
            Some(name) => write!(f, "user.{name}")?,
            None => f.write_str("_")?,
        }
        let word = OPERATORS
            .iter()
            .find(|(_, operator, negated)| (*operator, *negated) == (self.operator, self.negated))
            .map_or("", |(word, ..)| word);
        write!(f, " -{word} ")?;
        if self.operator != Operator::In {
            return self.values.iter().try_for_each(|value| value.fmt(f));
        }
        for (at, value) in self.values.iter().enumerate() {
            write!(f, "{}{value}", if at == 0 { "[" } else { "," })?;
        }
        f.write_str("]")
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Literal::Null => f.write_str("null"),
            Literal::Flag(flag) => flag.fmt(f),
            Literal::Text { written, .. } => {
                f.write_str("\"")?;
                for letter in written.chars() {
                    if matches!(letter, '"' | '\'' | '`') {
                        f.write_str("`")?;
                    }
                    write!(f, "{letter}")?;
                }
                f.write_str("\"")
            }
        }
    }
}
