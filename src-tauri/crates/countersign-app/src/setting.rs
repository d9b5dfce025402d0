//! What holds for the whole organization.

use countersign_domain::schedule::to_zone;
use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::store::Nothing;

/// The organization's settings.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Setting {
    /// Where days begin and end, by its IANA name; `UTC` until somebody says otherwise.
    pub time_zone: String,
    /// What evidence is printed on; none leaves it as it is.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub paper: Option<Paper>,
}

/// What evidence is printed on; the same rows stand on the same page of either.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Paper {
    #[default]
    A4,
    #[serde(rename = "letter")]
    Letter,
}

impl Paper {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "letter",
        }
    }
}

/// The paper that was chosen.
pub(crate) fn paper(connection: &Connection) -> Result<Paper, Problem> {
    let kept: Option<String> = connection
        .query_row("SELECT value FROM setting WHERE name = 'paper'", [], |row| row.get(0))
        .optional()
        .map_err(StoreError::from)?;
    Ok(match kept.as_deref() {
        Some("letter") => Paper::Letter,
        _ => Paper::A4,
    })
}

pub(crate) fn show(read: &Read<'_>, _: Nothing) -> Result<Setting, Problem> {
    Ok(Setting {
        time_zone: crate::review::zone(read.connection)?.name().to_owned(),
        paper: Some(paper(read.connection)?),
    })
}

/// Changes the settings. Runs that are going on keep their ends; the next start of every series that
/// names no zone of its own follows the new one.
pub(crate) fn change(write: &Write<'_>, input: Setting) -> Result<(Setting, Entry), Problem> {
    let before = crate::review::zone(write.transaction)?;
    let zone = to_zone(input.time_zone.trim()).ok_or_else(|| {
        Problem::new(format!("There is no time zone “{}”.", input.time_zone.trim()))
            .field("timeZone")
            .hint("Use a name such as Europe/Berlin.")
    })?;
    write
        .transaction
        .execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES ('timeZone', ?1)",
            params![zone.name()],
        )
        .map_err(StoreError::from)?;
    let paper_before = paper(write.transaction)?;
    let paper = input.paper.unwrap_or(paper_before);
    write
        .transaction
        .execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES ('paper', ?1)",
            params![paper.word()],
        )
        .map_err(StoreError::from)?;
    let moved = if zone == before {
        0
    } else {
        crate::review::reschedule(write)?
    };
    let setting = Setting {
        time_zone: zone.name().to_owned(),
        paper: Some(paper),
    };
    let detail = json!({
        "before": { "timeZone": before.name(), "paper": paper_before },
        "after": setting,
        "rescheduled": moved,
    });
    Ok((setting, Entry::new("setting", detail)))
}
