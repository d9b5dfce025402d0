//! A rule cut into its words.

use super::Problem;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    OpenList,
    CloseList,
    Comma,
    /// `user.department`, `_`, `-eq`, `eq`, `true`, `null`.
    Word(String),
    Text(String),
}

impl Token {
    /// How a problem names it.
    pub fn shown(&self) -> String {
        match self {
            Self::Open => "(".into(),
            Self::Close => ")".into(),
            Self::OpenList => "[".into(),
            Self::CloseList => "]".into(),
            Self::Comma => ",".into(),
            Self::Word(word) => word.chars().take(40).collect(),
            Self::Text(_) => "a quoted value".into(),
        }
    }
}

/// The tokens with their columns, counted in characters from 1.
pub(super) fn cut(text: &str) -> Result<Vec<(usize, Token)>, Problem> {
    let letters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let column = at + 1;
        at += 1;
        let token = match letter {
            _ if letter.is_whitespace() => continue,
            '(' => Token::Open,
            ')' => Token::Close,
            '[' => Token::OpenList,
            ']' => Token::CloseList,
            ',' => Token::Comma,
            '"' | '\'' => Token::Text(quoted(&letters, &mut at, letter)?),
            _ if is_word(letter) => {
                let start = at - 1;
                while letters.get(at).copied().is_some_and(is_word) {
                    at += 1;
                }
                Token::Word(letters[start..at].iter().collect())
            }
            _ => {
                let shown = letter.escape_default();
                return Err(Problem {
                    column,
                    message: format!("{shown} has no meaning here; values stand in double quotes."),
                });
            }
        };
        tokens.push((column, token));
    }
    Ok(tokens)
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-' | '$')
}

/// A value up to its closing quote. A backquote before a quote or a backquote makes it part of the
/// value, and in single quotes two of them are one, as Entra has it.
fn quoted(letters: &[char], at: &mut usize, quote: char) -> Result<String, Problem> {
    let column = *at;
    let mut value = String::new();
    while let Some(&letter) = letters.get(*at) {
        let next = letters.get(*at + 1).copied();
        *at += 1;
        match (letter, next) {
            ('`', Some(escaped @ ('"' | '\'' | '`'))) => {
                value.push(escaped);
                *at += 1;
            }
            ('\'', Some('\'')) if quote == '\'' => {
                value.push('\'');
                *at += 1;
            }
            _ if letter == quote => return Ok(value),
            _ => value.push(letter),
        }
    }
    Err(Problem {
        column,
        message: format!("The value that begins here has no closing {quote}."),
    })
}
