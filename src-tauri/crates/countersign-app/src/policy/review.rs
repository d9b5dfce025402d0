//! The recurring review that a policy asks for.

use countersign_domain::policy::Policy;
use countersign_store::package::PackageRow;
use countersign_store::policy::{self, PolicyRow};

use crate::Problem;
use crate::call::Write;
use crate::review::{CreateInput, EditInput, ReviewInput};

/// Makes, changes or ends the review, as the policy now has it.
pub(super) fn keep(
    write: &Write<'_>,
    package: &PackageRow,
    row: &PolicyRow,
    rules: &Policy,
    reason: &str,
) -> Result<(), Problem> {
    let Some(asked) = &rules.review else {
        return end(write, row);
    };
    let name = format!("{}: {}", package.display_name, rules.display_name);
    let definition = asked.review_definition(&package.key, &row.key, &name);
    let placed = |problem: Problem| {
        let field = problem.field.clone().unwrap_or_default();
        problem.field(format!("reviewSettings ({field})"))
    };
    match row.review {
        Some(review) => {
            let input = EditInput {
                review,
                definition,
                reason: Some(reason.to_owned()),
            };
            crate::review::edit(write, input).map_err(placed)?;
        }
        None => {
            let (made, _) = crate::review::create(write, CreateInput { definition }).map_err(placed)?;
            policy::set_review(write.transaction, row.policy, Some(made.review))?;
        }
    }
    Ok(())
}

/// Ends the series; a run that is going on must be stopped first.
pub(super) fn end(write: &Write<'_>, row: &PolicyRow) -> Result<(), Problem> {
    if let Some(review) = row.review {
        crate::review::delete(write, ReviewInput { review }).map_err(|problem| problem.field("reviewSettings"))?;
        policy::set_review(write.transaction, row.policy, None)?;
    }
    Ok(())
}
