//! From tokens to terms.

use super::compare::{Compare, Literal, OPERATORS, Operator};
use super::token::{Token, cut};
use super::{DEEPEST, Each, LONGEST, Problem, Term};

/// Attributes in Microsoft Graph's spelling; a rule may write them in any case.
pub(super) const NAMES: [&str; 30] = [
    "accountEnabled",
    "assignedPlans",
    "city",
    "companyName",
    "country",
    "department",
    "displayName",
    "employeeId",
    "employeeType",
    "facsimileTelephoneNumber",
    "givenName",
    "jobTitle",
    "mail",
    "mailNickname",
    "mobile",
    "objectId",
    "onPremisesDistinguishedName",
    "onPremisesSecurityIdentifier",
    "otherMails",
    "physicalDeliveryOfficeName",
    "postalCode",
    "preferredLanguage",
    "proxyAddresses",
    "state",
    "streetAddress",
    "surname",
    "telephoneNumber",
    "usageLocation",
    "userPrincipalName",
    "userType",
];

struct Reader {
    tokens: Vec<(usize, Token)>,
    at: usize,
    /// The column after the last letter.
    end: usize,
    depth: usize,
    /// Inside `-any` or `-all`, where `_` stands for one value.
    inside: bool,
}

pub(super) fn parse(text: &str) -> Result<Term, Problem> {
    let length = text.chars().count();
    if length > LONGEST {
        return Err(Problem {
            column: LONGEST + 1,
            message: format!("A rule has at most {LONGEST} characters; this one has {length}."),
        });
    }
    let mut reader = Reader {
        tokens: cut(text)?,
        at: 0,
        end: length + 1,
        depth: 0,
        inside: false,
    };
    let term = reader.any_of()?;
    match reader.peek() {
        None => Ok(term),
        Some(_) => reader.expected("-and, -or or the end of the rule"),
    }
}

impl Reader {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn column(&self) -> usize {
        self.tokens.get(self.at).map_or(self.end, |(column, _)| *column)
    }

    fn problem<T>(&self, column: usize, message: impl Into<String>) -> Result<T, Problem> {
        let message = message.into();
        Err(Problem { column, message })
    }

    fn expected<T>(&self, what: &str) -> Result<T, Problem> {
        let found = self
            .peek()
            .map_or("the rule ends".into(), |token| format!("{} stands", token.shown()));
        self.problem(self.column(), format!("{found} where {what} is expected."))
    }

    /// Takes the word if it comes next, with or without its dash, in any case.
    fn takes(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(word)) if is_operator(word, wanted));
        self.at += usize::from(found);
        found
    }

    fn take(&mut self, wanted: &Token, what: &str) -> Result<(), Problem> {
        if self.peek() == Some(wanted) {
            self.at += 1;
            return Ok(());
        }
        self.expected(what)
    }

    fn deeper(&mut self, column: usize) -> Result<(), Problem> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.problem(
                column,
                format!("Parentheses and -not are nested more than {DEEPEST} deep."),
            );
        }
        Ok(())
    }

    fn any_of(&mut self) -> Result<Term, Problem> {
        let mut terms = Vec::new();
        loop {
            match self.all_of()? {
                Term::Or(inner) => terms.extend(inner),
                term => terms.push(term),
            }
            if !self.takes("or") {
                return Ok(if terms.len() == 1 {
                    terms.remove(0)
                } else {
                    Term::Or(terms)
                });
            }
        }
    }

    fn all_of(&mut self) -> Result<Term, Problem> {
        let mut terms = Vec::new();
        loop {
            match self.one()? {
                Term::And(inner) => terms.extend(inner),
                term => terms.push(term),
            }
            if !self.takes("and") {
                return Ok(if terms.len() == 1 {
                    terms.remove(0)
                } else {
                    Term::And(terms)
                });
            }
        }
    }

    fn one(&mut self) -> Result<Term, Problem> {
        let column = self.column();
        if self.takes("not") {
            self.deeper(column)?;
            let term = self.one()?;
            self.depth -= 1;
            return Ok(Term::Not(Box::new(term)));
        }
        if self.peek() == Some(&Token::Open) {
            return self.bracketed("(");
        }
        self.comparison()
    }

    fn bracketed(&mut self, what: &str) -> Result<Term, Problem> {
        let column = self.column();
        self.take(&Token::Open, what)?;
        self.deeper(column)?;
        let term = self.any_of()?;
        self.take(&Token::Close, ")")?;
        self.depth -= 1;
        Ok(term)
    }

    fn comparison(&mut self) -> Result<Term, Problem> {
        let name = self.name()?;
        let column = self.column();
        for (word, all) in [("any", false), ("all", true)] {
            if self.takes(word) {
                return match name {
                    Some(name) => self.each(name, all),
                    None => self.problem(column, "-any and -all go with an attribute, not with _."),
                };
            }
        }
        let found = match self.peek() {
            Some(Token::Word(word)) => OPERATORS.iter().find(|(name, ..)| is_operator(word, name)),
            _ => None,
        };
        let Some(&(_, operator, negated)) = found else {
            return self.expected("an operator such as -eq, -contains or -in");
        };
        self.at += 1;
        let column = self.column();
        let values = if operator == Operator::In {
            self.list()?
        } else {
            vec![self.literal("a value in double quotes, true, false or null")?]
        };
        let only_text = !matches!(operator, Operator::Equal | Operator::In);
        if only_text && !matches!(values[..], [Literal::Text { .. }]) {
            return self.problem(
                column,
                "This operator compares text: a value in double quotes is expected.",
            );
        }
        match Compare::new(name, (operator, negated), values) {
            Ok(compare) => Ok(Term::Compare(compare)),
            Err(reason) => self.problem(column, format!("This is not a regular expression: {reason}.")),
        }
    }

    fn each(&mut self, name: String, all: bool) -> Result<Term, Problem> {
        self.inside = true;
        let condition = self.bracketed("a condition on _ in parentheses")?;
        self.inside = false;
        let condition = Box::new(condition);
        Ok(Term::Each(Each { name, all, condition }))
    }

    /// `None` for `_`.
    fn name(&mut self) -> Result<Option<String>, Problem> {
        let what = if self.inside {
            "_"
        } else {
            "an attribute such as user.department"
        };
        let Some(Token::Word(word)) = self.peek() else {
            return self.expected(what);
        };
        let name = match (word.as_str(), self.inside) {
            ("_", true) => None,
            (_, true) => return self.expected(what),
            (word, false) => match word.split_at_checked(5) {
                Some((user, name)) if user.eq_ignore_ascii_case("user.") && is_name(name) => {
                    let known = NAMES.iter().find(|known| known.eq_ignore_ascii_case(name));
                    Some(known.map_or(name, |known| *known).to_owned())
                }
                _ => return self.expected(what),
            },
        };
        self.at += 1;
        Ok(name)
    }

    fn list(&mut self) -> Result<Vec<Literal>, Problem> {
        self.take(&Token::OpenList, "a list of values in [ ]")?;
        let mut values = vec![self.literal("a value")?];
        while self.peek() == Some(&Token::Comma) {
            self.at += 1;
            values.push(self.literal("a value")?);
        }
        self.take(&Token::CloseList, "a comma or ]")?;
        Ok(values)
    }

    fn literal(&mut self, what: &str) -> Result<Literal, Problem> {
        let literal = match self.peek() {
            Some(Token::Text(text)) => Some(Literal::text(text.clone())),
            Some(Token::Word(word)) => match word.trim_start_matches('$').to_ascii_lowercase().as_str() {
                "true" => Some(Literal::Flag(true)),
                "false" => Some(Literal::Flag(false)),
                "null" => Some(Literal::Null),
                _ => None,
            },
            _ => None,
        };
        match literal {
            Some(literal) => {
                self.at += 1;
                Ok(literal)
            }
            None => self.expected(what),
        }
    }
}

fn is_operator(word: &str, wanted: &str) -> bool {
    word.strip_prefix('-').unwrap_or(word).eq_ignore_ascii_case(wanted)
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}
