//! An administrator names who signs for management, and who owns a control.

use countersign_domain::acknowledgement::Kind;
use countersign_store::StoreError;
use countersign_store::acknowledgement::{self as ledger, Nominee};
use countersign_store::rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::principal::page;
use crate::store::Nothing;

/// Whom, and for what: one review, one package, or (neither) all of them.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct NomineeNameInput {
    pub kind: Kind,
    pub principal: i64,
    pub review: Option<i64>,
    pub package: Option<i64>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NomineeDismissInput {
    pub nominee: i64,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct NomineeListInput {
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NomineePage {
    pub rows: Vec<Nominee>,
    pub total: i64,
}

pub(crate) fn nominees(read: &Read<'_>, input: NomineeListInput) -> Result<NomineePage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = ledger::nominees(read.connection, offset, limit)?;
    Ok(NomineePage { rows, total })
}

pub(crate) fn name(write: &Write<'_>, input: NomineeNameInput) -> Result<(Nominee, Entry), Problem> {
    if !input.kind.is_named() {
        return Err(
            Problem::new("Reviewers sign off what they were asked about; nobody is named for it.").field("kind"),
        );
    }
    let found: Option<(String, String, Option<bool>)> = write
        .transaction
        .query_row(
            "SELECT display_name, kind, enabled FROM principal WHERE id = ?1 AND removed_snapshot_id IS NULL",
            [input.principal],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()
        .map_err(StoreError::from)?;
    match found {
        Some((_, kind, enabled)) if kind == "user" && enabled != Some(false) => {}
        Some((name, _, _)) => {
            return Err(Problem::new(format!(
                "{name} cannot sign: that is no person whose account is enabled."
            ))
            .field("principal"));
        }
        None => return Err(Problem::missing("person", input.principal).field("principal")),
    }
    let target = (input.review, input.package);
    match target {
        (Some(_), Some(_)) => return Err(Problem::new("Say a review or a package, not both.").field("package")),
        (Some(review), None) => {
            countersign_store::review::show(write.transaction, review)?
                .ok_or_else(|| Problem::missing("review", review).field("review"))?;
        }
        (None, Some(package)) => {
            crate::job::export::package::catalog_of(write.transaction, package)?;
        }
        (None, None) => {}
    }
    let label = write.actor.label();
    let id = ledger::name(
        write.transaction,
        input.kind,
        target,
        input.principal,
        write.now,
        &label,
    )?;
    let nominee = ledger::nominee(write.transaction, id)?.ok_or_else(|| Problem::missing("nominee", id))?;
    let detail = json!({ "named": nominee });
    Ok((
        nominee,
        Entry::new(format!("nominee:{id}"), detail).of_package(input.package),
    ))
}

pub(crate) fn dismiss(write: &Write<'_>, input: NomineeDismissInput) -> Result<(Nothing, Entry), Problem> {
    let before =
        ledger::nominee(write.transaction, input.nominee)?.ok_or_else(|| Problem::missing("nominee", input.nominee))?;
    ledger::end_nominee(write.transaction, input.nominee, write.now, &write.actor.label())?;
    let package = before.package;
    let detail = json!({ "before": before });
    Ok((
        Nothing {},
        Entry::new(format!("nominee:{}", input.nominee), detail).of_package(package),
    ))
}
