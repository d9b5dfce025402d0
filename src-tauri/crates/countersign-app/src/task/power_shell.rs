//! Changes as PowerShell, in which every name is a literal.

/// A single-quoted literal. PowerShell takes typographic single quotes for plain ones, so these are doubled too.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars().filter(|c| !c.is_control()) {
        if matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}') {
            out.push(c);
        }
        out.push(c);
    }
    out.push('\'');
    out
}

/// A command with named literals: `Verb-Noun -Name 'value' …`, and what follows as written here.
pub(super) fn command(name: &str, parameters: &[(&str, &str)], rest: &str) -> String {
    let named: String = parameters
        .iter()
        .map(|(parameter, value)| format!(" -{parameter} {}", literal(value)))
        .collect();
    format!("{name}{named}{rest}\n\n")
}

/// A comment of one line, whatever the text holds.
pub(super) fn comment(text: &str) -> String {
    format!("# {}\n", super::change_file::one_line(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leaves_its_literal() {
        assert_eq!(literal("Ada"), "'Ada'");
        assert_eq!(literal("O'Hara; Remove-Item *"), "'O''Hara; Remove-Item *'");
        assert_eq!(literal("x\u{2019}; calc"), "'x\u{2019}\u{2019}; calc'");
        assert_eq!(literal("$(calc)`n\n"), "'$(calc)`n'");
        let text = command("Remove-ADGroupMember", &[("Identity", "a'b")], " -Confirm:$false");
        assert_eq!(text, "Remove-ADGroupMember -Identity 'a''b' -Confirm:$false\n\n");
        assert_eq!(comment("a\r\ncalc\u{2028}b\u{85}c"), "# a  calc b c\n");
    }
}
