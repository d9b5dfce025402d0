//! What holds for the whole organization.

use countersign_domain::schedule::to_zone;
use countersign_store::StoreError;
use countersign_store::rusqlite::params;
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
}

pub(crate) fn show(read: &Read<'_>, _: Nothing) -> Result<Setting, Problem> {
    Ok(Setting {
        time_zone: crate::review::zone(read.connection)?.name().to_owned(),
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
    let moved = crate::review::reschedule(write)?;
    let setting = Setting {
        time_zone: zone.name().to_owned(),
    };
    let detail = json!({ "before": { "timeZone": before.name() }, "after": setting, "rescheduled": moved });
    Ok((setting, Entry::new("setting", detail)))
}
