//! Which attributes a rule names, and which of them nobody has.

use std::fmt::{Display, Formatter, Result as Written};

use super::token::{Token, cut};
use super::{Problem, Rule, Term};

/// An attribute that a rule names and a directory does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Where `user.` begins, counted in characters, from 1.
    pub column: usize,
    /// As the rule writes it, without `user.`.
    pub name: String,
    /// The attribute of the directory that is written most like it, where one is.
    pub nearest: Option<String>,
}

impl Display for Unknown {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        Display::fmt(&Problem::from(self), f)
    }
}

impl From<&Unknown> for Problem {
    fn from(unknown: &Unknown) -> Self {
        let Unknown { column, name, nearest } = unknown;
        let mut message = format!("Nobody in this directory has an attribute user.{name}");
        if let Some(nearest) = nearest {
            message += &format!("; the nearest is user.{nearest}");
        }
        message += ".";
        let column = *column;
        Self { column, message }
    }
}

impl Rule {
    /// The attributes it asks for, without `user.`, each once, in their order. Names that Microsoft Graph has
    /// are in its spelling.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.0.name_into(&mut names);
        names
    }
}

impl Term {
    fn name_into<'a>(&'a self, names: &mut Vec<&'a str>) {
        let name = match self {
            Term::And(terms) | Term::Or(terms) => return terms.iter().for_each(|term| term.name_into(names)),
            Term::Not(term) => return term.name_into(names),
            Term::Compare(compare) => compare.name.as_deref(),
            Term::Each(each) => Some(each.name.as_str()),
        };
        if let Some(name) = name
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
}

/// The attributes a rule names that are not among the known ones, at each place where they stand. Names are
/// compared without regard to case.
///
/// # Errors
/// The rule is not understood.
pub fn unknown(text: &str, known: &[impl AsRef<str>]) -> Result<Vec<Unknown>, Problem> {
    Rule::parse(text)?;
    let named = cut(text)?.into_iter().filter_map(|(column, token)| match token {
        // In a rule that was understood only attributes begin so.
        Token::Word(word) => match word.split_at_checked(5) {
            Some((user, name)) if user.eq_ignore_ascii_case("user.") => Some((column, name.to_owned())),
            _ => None,
        },
        _ => None,
    });
    let missing = named.filter(|(_, name)| !known.iter().any(|one| one.as_ref().eq_ignore_ascii_case(name)));
    Ok(missing
        .map(|(column, name)| Unknown {
            column,
            nearest: nearest(&name, known),
            name,
        })
        .collect())
}

/// Up to three letters apart, and fewer for a short name; of several the first by name.
fn nearest(name: &str, known: &[impl AsRef<str>]) -> Option<String> {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let most = (name.len() / 3).clamp(1, 3);
    let candidates = known.iter().filter_map(|one| {
        let other: Vec<char> = one.as_ref().to_lowercase().chars().collect();
        let close = name.len().abs_diff(other.len()) <= most;
        let apart = close.then(|| apart(&name, &other)).filter(|apart| *apart <= most)?;
        Some((apart, one.as_ref()))
    });
    candidates.min().map(|(_, one)| one.to_owned())
}

/// How many letters must be put in, left out or changed to make one of the other.
fn apart(one: &[char], two: &[char]) -> usize {
    let mut line: Vec<usize> = (0..=two.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut before = row;
        line[0] = row + 1;
        for (column, other) in two.iter().enumerate() {
            let changed = before + usize::from(letter != other);
            before = line[column + 1];
            line[column + 1] = changed.min(before + 1).min(line[column] + 1);
        }
    }
    line[two.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 4] = ["department", "costCentre", "accountEnabled", "mail"];

    #[test]
    fn a_rule_names_each_attribute_once_in_its_order_and_graph_s_spelling() {
        let text = r#"user.x -any (_ -eq "a") or not (user.DEPARTMENT -eq "b" and user.x -eq null) or user.mail -in ["user.y"]"#;
        let rule = Rule::parse(text).expect("a rule");
        assert_eq!(rule.names(), ["x", "department", "mail"]);
    }

    #[test]
    fn an_unknown_attribute_is_named_at_each_place_with_the_nearest_known_one() {
        let text = r#"user.Departmnt -eq "user.zip" -or (USER.CostCentre -eq "1" -and user.zip -ne "2") -or user.departmnt -eq null"#;
        let found = unknown(text, &KNOWN).expect("a rule");
        let told: Vec<(usize, &str, Option<&str>)> = found
            .iter()
            .map(|one| (one.column, one.name.as_str(), one.nearest.as_deref()))
            .collect();
        let again = text.rfind("user.").expect("the last") + 1;
        let zip = text.find("user.zip -ne").expect("the second") + 1;
        assert_eq!(
            told,
            [
                (1, "Departmnt", Some("department")),
                (zip, "zip", None),
                (again, "departmnt", Some("department"))
            ]
        );
        assert_eq!(
            found[0].to_string(),
            "Column 1: Nobody in this directory has an attribute user.Departmnt; the nearest is user.department."
        );
        assert_eq!(unknown(r#"user.MAIL -eq "x""#, &KNOWN), Ok(Vec::new()));
        assert_eq!(unknown("user.", &KNOWN).expect_err("no rule").column, 1);
        assert_eq!(nearest("mial", &KNOWN), None, "two letters of four are too many");
        assert_eq!(nearest("mai", &KNOWN).as_deref(), Some("mail"));
        assert_eq!(apart(&['a', 'b', 'c'], &['b', 'c', 'd']), 2);
    }
}
