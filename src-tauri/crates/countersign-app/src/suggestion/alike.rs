//! What people have in common, and the membership rule that says so.

use std::collections::BTreeMap;

use countersign_domain::rule::Rule;

/// So many of a hundred make something common to all.
const NEARLY_ALL: usize = 90;

/// What nearly all have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alike {
    /// As most of them write it.
    pub value: String,
    /// As a rule compares it: case does not count.
    pub folded: String,
}

/// The value that nine tenths of them have, if there is one.
pub(super) fn alike<'a>(values: impl Iterator<Item = Option<&'a str>>) -> Option<Alike> {
    let mut all = 0;
    let mut spelled: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for value in values {
        all += 1;
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            *spelled
                .entry(value.to_lowercase())
                .or_default()
                .entry(value)
                .or_default() += 1;
        }
    }
    let (folded, ways) = spelled
        .into_iter()
        .find(|(_, ways)| ways.values().sum::<usize>() * 100 >= all * NEARLY_ALL)?;
    let most = ways.values().max().copied()?;
    let value = ways.into_iter().find(|(_, count)| *count == most)?.0;
    Some(Alike {
        value: value.to_owned(),
        folded,
    })
}

/// The rule in its normal form; `enabled` asks for enabled accounts too. None where it would be too long to be one.
pub(super) fn rule(department: Option<&Alike>, title: Option<&Alike>, enabled: bool) -> Option<String> {
    let term = |name: &str, value: &Alike| format!("(user.{name} -eq \"{}\")", quoted(&value.value));
    let mut terms = Vec::new();
    terms.extend(department.map(|value| term("department", value)));
    terms.extend(title.map(|value| term("jobTitle", value)));
    if enabled {
        terms.push("(user.accountEnabled -eq true)".to_owned());
    }
    Rule::parse(&terms.join(" -and ")).ok().map(|rule| rule.to_string())
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '"' | '\'' | '`') {
            quoted.push('`');
        }
        quoted.push(letter);
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_of_ten_make_something_common_and_their_commonest_spelling_names_it() {
        let ten = |other: Option<&'static str>| {
            let mut all = vec![Some("Sales"); 7];
            all.extend([Some("SALES"), Some("sales"), other]);
            alike(all.into_iter())
        };
        for other in [None, Some("Finance"), Some("Sales")] {
            assert_eq!(ten(other).expect("common").value, "Sales");
        }
        assert_eq!(alike([Some("Sales"), Some("Finance")].into_iter()), None);
        assert_eq!(alike([None, Some("  ")].into_iter()), None);
        assert_eq!(alike(std::iter::empty()), None);
    }

    #[test]
    fn a_rule_says_what_they_have_in_common_whatever_letters_it_has() {
        let of = |text: &str| alike([Some(text)].into_iter()).expect("common");
        let (odd, plain) = (of("R\"D` \\ 'x'"), of("Clerk"));
        let text = rule(Some(&odd), Some(&plain), true).expect("a rule");
        let parsed = Rule::parse(&text).expect("it is read again");
        assert_eq!(parsed.to_string(), text);
        assert!(text.contains("accountEnabled"), "{text}");
        assert_eq!(rule(Some(&of(&"x".repeat(5_000))), None, false), None);
    }
}
