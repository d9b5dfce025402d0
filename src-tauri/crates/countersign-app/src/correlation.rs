//! Which accounts of several directories are one person's: the rules, what they leave in doubt, and rulings.

use countersign_domain::correlation::{CorrelationRule, CorrelationSetting};
use countersign_store::StoreError;
use countersign_store::correlation::{self, Candidate, Correlated, DoubtRow, RulingRow, RulingState, Scope};
use countersign_store::rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::principal::page;
use crate::store::Nothing;

const LONGEST_REASON: usize = 1_000;

/// The settings, and what they came to.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CorrelationView {
    pub setting: CorrelationSetting,
    /// Every rule there is.
    pub offered: Vec<CorrelationRule>,
    /// Accounts that are joined to a person by another account.
    pub joined: i64,
    /// Accounts that may be more than one person's.
    pub in_doubt: i64,
}

/// A part of the accounts in doubt.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct DoubtListInput {
    pub directory: Option<i64>,
    /// Of this account alone.
    pub principal: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DoubtPage {
    pub rows: Vec<DoubtRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct CandidateListInput {
    /// An account in doubt.
    pub principal: i64,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CandidatePage {
    pub rows: Vec<Candidate>,
    pub total: i64,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct RulingListInput {
    pub state: Option<RulingState>,
    /// About this account alone.
    pub principal: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RulingPage {
    pub rows: Vec<RulingRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RulingMakeInput {
    pub one: i64,
    pub other: i64,
    /// They are one person's; else they are not.
    pub same: bool,
    pub reason: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RulingInput {
    pub ruling: i64,
}

/// A ruling, and what followed from it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Ruled {
    pub ruling: RulingRow,
    pub correlated: Correlated,
}

fn view(connection: &Connection) -> Result<CorrelationView, Problem> {
    let (joined, in_doubt) = correlation::counts(connection)?;
    Ok(CorrelationView {
        setting: correlation::setting(connection)?,
        offered: CorrelationRule::ALL.to_vec(),
        joined,
        in_doubt,
    })
}

pub(crate) fn show(read: &Read<'_>, _: Nothing) -> Result<CorrelationView, Problem> {
    view(read.connection)
}

pub(crate) fn change(write: &Write<'_>, input: CorrelationSetting) -> Result<(CorrelationView, Entry), Problem> {
    let mut seen = Vec::new();
    for rule in &input.rules {
        if seen.contains(rule) {
            return Err(Problem::new(format!("The rule {} is named twice.", rule.word())).field("rules"));
        }
        seen.push(*rule);
    }
    if let Some(source) = input.source {
        crate::directory::one(write.transaction, source).map_err(|problem| problem.field("source"))?;
    }
    let before = correlation::setting(write.transaction)?;
    correlation::put_setting(write.transaction, &input)?;
    let correlated = correlation::correlate(write.transaction, Scope::All)?.unwrap_or_default();
    let detail = json!({ "before": before, "after": input, "correlated": correlated });
    Ok((view(write.transaction)?, Entry::new("correlation", detail)))
}

pub(crate) fn doubts(read: &Read<'_>, input: DoubtListInput) -> Result<DoubtPage, Problem> {
    let part = page(input.offset, input.limit);
    let (rows, total) = correlation::doubts(read.connection, input.directory, input.principal, part)?;
    Ok(DoubtPage { rows, total })
}

pub(crate) fn candidates(read: &Read<'_>, input: CandidateListInput) -> Result<CandidatePage, Problem> {
    let part = page(input.offset, input.limit);
    let (rows, total) = correlation::candidates(read.connection, input.principal, part)?;
    Ok(CandidatePage { rows, total })
}

pub(crate) fn rulings(read: &Read<'_>, input: RulingListInput) -> Result<RulingPage, Problem> {
    let part = page(input.offset, input.limit);
    let (rows, total) = correlation::rulings(read.connection, input.state, input.principal, part)?;
    Ok(RulingPage { rows, total })
}

/// An account of a directory, by its number; its name.
fn account(connection: &Connection, principal: i64, field: &str) -> Result<String, Problem> {
    let found: Option<String> = connection
        .query_row(
            "SELECT display_name FROM principal WHERE id = ?1 AND kind = 'user' AND bucket >= 0",
            [principal],
            |row| row.get(0),
        )
        .optional()
        .map_err(StoreError::from)?;
    found.ok_or_else(|| Problem::missing("account", principal).field(field))
}

pub(crate) fn make(write: &Write<'_>, input: RulingMakeInput) -> Result<(Ruled, Entry), Problem> {
    let one = account(write.transaction, input.one, "one")?;
    let other = account(write.transaction, input.other, "other")?;
    if input.one == input.other {
        return Err(Problem::new("A ruling is about two accounts; this is one.").field("other"));
    }
    let reason = input.reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(
            Problem::new(format!("A ruling needs a reason of 1 to {LONGEST_REASON} characters.")).field("reason"),
        );
    }
    let by = write.actor.label();
    let pair = (input.one, input.other);
    let ruled = correlation::rule(write.transaction, pair, input.same, reason, &by, write.now)?;
    let ruling = ruled.map_err(|same| {
        let known = if same {
            "are one person's"
        } else {
            "are not one person's"
        };
        Problem::new(format!(
            "Rulings that stand say already that {one} and {other} {known}."
        ))
        .code("exists")
        .hint("Lift the ruling that says so first.")
    })?;
    settled(write, ruling, &[input.one, input.other])
}

pub(crate) fn lift(write: &Write<'_>, input: RulingInput) -> Result<(Ruled, Entry), Problem> {
    let found = correlation::ruling(write.transaction, input.ruling)?;
    let found = found.ok_or_else(|| Problem::missing("ruling", input.ruling))?;
    if !correlation::lift(write.transaction, input.ruling, &write.actor.label(), write.now)? {
        return Err(Problem::new("The ruling was lifted already.").code("state"));
    }
    settled(write, input.ruling, &[found.one, found.other])
}

/// What follows from a ruling that was made or lifted.
fn settled(write: &Write<'_>, ruling: i64, accounts: &[i64]) -> Result<(Ruled, Entry), Problem> {
    let correlated = correlation::correlate(write.transaction, Scope::Of(accounts))?.unwrap_or_default();
    let row = correlation::ruling(write.transaction, ruling)?.ok_or_else(|| Problem::missing("ruling", ruling))?;
    let detail = json!({ "ruling": row, "correlated": correlated });
    let ruled = Ruled {
        ruling: row,
        correlated,
    };
    Ok((ruled, Entry::new(format!("ruling:{ruling}"), detail)))
}
