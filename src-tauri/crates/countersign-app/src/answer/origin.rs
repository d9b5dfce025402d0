//! The organizations whose packets are opened here: each is known by its key, which somebody accepted by its words.

use countersign_packet::enrolment::Organization;
use countersign_packet::word::normal;
use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, OptionalExtension, params};

use crate::Problem;
use crate::call::Write;

/// Whether the organization's key is the one that was accepted before; else whoever opens it says its words.
pub(crate) fn is_known(
    connection: &Connection,
    organization: &Organization,
    accept: Option<&str>,
) -> Result<bool, Problem> {
    let key = serde_json::to_string(&organization.key)?;
    let words = organization.key.words();
    let before: Option<String> = connection
        .query_row(
            "SELECT key FROM known_origin WHERE origin = ?1",
            [&organization.store],
            |row| row.get(0),
        )
        .optional()
        .map_err(StoreError::from)?;
    if before.as_deref() == Some(key.as_str()) {
        return Ok(true);
    }
    match accept {
        Some(accept) if normal(accept) == words => Ok(false),
        Some(_) => Err(Problem::new("These are not the words of the organization's key.")
            .code("words")
            .field("accept")),
        None => {
            let message = match before {
                None => format!("“{}” is not known here yet.", organization.name),
                Some(_) => format!("“{}” signs with another key than before.", organization.name),
            };
            Err(Problem::new(message)
                .code("unknownOrganization")
                .field("accept")
                .hint(format!(
                    "Compare these words with the organization by another way, then accept them: {words}"
                )))
        }
    }
}

/// Accepts the organization's key, if it was not accepted before; whether it was now.
pub(crate) fn know(write: &Write<'_>, organization: &Organization, accept: Option<&str>) -> Result<bool, Problem> {
    if is_known(write.transaction, organization, accept)? {
        return Ok(false);
    }
    let key = serde_json::to_string(&organization.key)?;
    write
        .transaction
        .execute(
            "INSERT INTO known_origin (origin, name, key, since, accepted_by) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (origin) DO UPDATE SET name = excluded.name, key = excluded.key, since = excluded.since,
               accepted_by = excluded.accepted_by",
            params![
                organization.store,
                organization.name,
                key,
                write.now.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
                write.actor.label()
            ],
        )
        .map_err(StoreError::from)?;
    Ok(true)
}
