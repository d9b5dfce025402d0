//! Retention classes, and which review or package has which.

use countersign_domain::retention as rule;
use countersign_store::retention::{self as ledger, RetentionClass};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::store::Nothing;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct RetentionClassInput {
    /// The class to change; none makes a new one.
    pub class: Option<i64>,
    pub name: String,
    pub years: u32,
    /// Who asks for it.
    pub because: Option<String>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct RetentionChooseInput {
    pub review: Option<i64>,
    pub package: Option<i64>,
    /// None takes the choice back.
    pub class: Option<i64>,
}

pub(crate) fn classes(read: &Read<'_>, _: Nothing) -> Result<Vec<RetentionClass>, Problem> {
    Ok(ledger::classes(read.connection)?)
}

pub(crate) fn put(write: &Write<'_>, input: RetentionClassInput) -> Result<(RetentionClass, Entry), Problem> {
    let name = rule::class(&input.name, input.years)?;
    let because = match input.because.as_deref().map(str::trim) {
        None | Some("") => String::new(),
        Some(text) => rule::reason(text).map_err(|refusal| Problem::from(refusal).field("because"))?,
    };
    let before = match input.class {
        Some(class) => Some(one(write, class)?),
        None => None,
    };
    if ledger::is_taken(write.transaction, &name, input.class)? {
        return Err(Problem::new(format!("There is a retention class “{name}” already."))
            .code("exists")
            .field("name"));
    }
    let id = ledger::put(write.transaction, input.class, &name, input.years, &because)?;
    let after = one(write, id)?;
    let detail = json!({ "before": before, "after": after });
    Ok((after, Entry::new(format!("retentionClass:{id}"), detail)))
}

pub(crate) fn choose(write: &Write<'_>, input: RetentionChooseInput) -> Result<(RetentionClass, Entry), Problem> {
    let target = (input.review, input.package);
    let subject = match target {
        (Some(_), Some(_)) => return Err(Problem::new("Say a review or a package, not both.").field("package")),
        (Some(review), None) => {
            countersign_store::review::show(write.transaction, review)?
                .ok_or_else(|| Problem::missing("review", review).field("review"))?;
            format!("review:{review}")
        }
        (None, Some(package)) => {
            crate::job::export::package::catalog_of(write.transaction, package)?;
            format!("package:{package}")
        }
        (None, None) => "setting".to_owned(),
    };
    let before = ledger::class_of(write.transaction, target)?;
    if let Some(class) = input.class {
        one(write, class).map_err(|problem| problem.field("class"))?;
    }
    ledger::choose(write.transaction, target, input.class, write.now, &write.actor.label())?;
    let after = ledger::class_of(write.transaction, target)?;
    let detail = json!({ "before": before, "after": after });
    Ok((after, Entry::new(subject, detail)))
}

fn one(write: &Write<'_>, class: i64) -> Result<RetentionClass, Problem> {
    ledger::class(write.transaction, class)?.ok_or_else(|| Problem::missing("retention class", class))
}
