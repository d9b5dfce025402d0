//! Time stamps of an authority (RFC 3161) on checkpoints.

use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, OptionalExtension};

use crate::Problem;

const AUTHORITY: &str = "timeStampAuthority";

/// Where checkpoints are sent to be stamped, if anywhere.
pub(crate) fn authority(connection: &Connection) -> Result<Option<String>, Problem> {
    Ok(connection
        .query_row("SELECT value FROM setting WHERE name = ?1", [AUTHORITY], |row| {
            row.get(0)
        })
        .optional()
        .map_err(StoreError::from)?)
}
