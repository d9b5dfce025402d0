//! Which fields of a record everybody may see.
//!
//! What stands in no table is personal: a field that is added later is withheld until somebody decides otherwise.

use super::{rule_package, rule_report, rule_review};
use crate::record::Section;

/// What becomes of a field.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule {
    /// Everybody may see it.
    Public,
    /// Withheld; the public part shows with `null` that there is something.
    Personal,
    /// Withheld, and not missed: the person's pseudonym stands for it.
    Silent,
    /// The name of a person: the pseudonym stands for it where there is one.
    Name,
    /// The id of a person: withheld, and in the public part the pseudonym `who`.
    Id,
    /// The cells of a row: those of the columns that name people are withheld.
    Cells,
    /// An object, or a list of objects, with rules of its own.
    Of(Fields),
}

/// Names of fields as they stand in the record, each with its rule.
pub(crate) type Fields = &'static [(&'static str, Rule)];

/// The rule of a field. `near` is where the one before was found: fields come in the order of their table.
pub(crate) fn rule(fields: Fields, name: &[u8], near: &mut usize) -> Rule {
    let (before, from) = fields.split_at((*near).min(fields.len()));
    let found = from
        .iter()
        .position(|(known, _)| known.as_bytes() == name)
        .map(|at| before.len() + at)
        .or_else(|| before.iter().position(|(known, _)| known.as_bytes() == name));
    match found {
        Some(at) => {
            *near = at + 1;
            fields[at].1
        }
        None => Rule::Personal,
    }
}

/// The table of a head part.
pub(crate) fn of_part(name: &str) -> Fields {
    match name {
        "document" => rule_review::DOCUMENT,
        "review" => rule_review::REVIEW,
        "configuration" => rule_review::CONFIGURATION,
        "population" => rule_review::POPULATION,
        "timeliness" => rule_review::TIMELINESS,
        "age" => rule_review::AGE,
        "plan" => rule_review::PLAN,
        "verification" => rule_review::VERIFICATION,
        "exceptions" => rule_review::EXCEPTION,
        "guests" => rule_review::GUEST,
        "releases" => rule_review::RELEASE,
        "acknowledgements" => rule_review::ACKNOWLEDGEMENT,
        "retention" => rule_review::RETENTION,
        "controls" => rule_review::CONTROL,
        "log" => rule_review::LOG,
        "package" => rule_package::PACKAGE,
        "catalog" => rule_package::CATALOG,
        "roles" => rule_package::ROLE,
        "policies" => rule_package::POLICY,
        "reads" => rule_package::READ,
        "conflicts" => rule_package::CONFLICT,
        "reconciliation" => rule_package::RECONCILIATION,
        "report" => rule_report::REPORT,
        "answer" => rule_review::SETTING,
        "groups" => rule_report::GROUP,
        "tables" => rule_report::TABLE,
        _ => &[],
    }
}

/// The table of a list's rows.
pub(crate) fn of_section(section: Section) -> Fields {
    match section {
        Section::Items => rule_review::ITEM,
        Section::Changes => rule_review::CHANGE,
        Section::Tasks => rule_review::TASK,
        Section::Findings => rule_review::FINDING,
        Section::Resources => rule_review::RESOURCE,
        Section::Reviewers => rule_review::REVIEWER,
        Section::Reassignments => rule_review::REASSIGNMENT,
        Section::Notices => rule_review::NOTICE,
        Section::Assignments => rule_package::ASSIGNMENT,
        Section::Requests => rule_package::REQUEST,
        Section::Rows => rule_report::ROW,
        Section::Entries => rule_review::ENTRY,
    }
}
