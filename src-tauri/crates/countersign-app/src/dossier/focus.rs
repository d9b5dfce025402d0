//! From what was asked about to the access it is about.

use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;

/// What a dossier is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DossierAbout {
    Item,
    Assignment,
    Request,
    Exception,
    Change,
}

impl DossierAbout {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Assignment => "assignment",
            Self::Request => "request",
            Self::Exception => "exception",
            Self::Change => "change",
        }
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        let all = [
            Self::Item,
            Self::Assignment,
            Self::Request,
            Self::Exception,
            Self::Change,
        ];
        all.into_iter().find(|one| one.word() == word)
    }
}

/// What access is to.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DossierAccess {
    pub resource: i64,
    /// The immutable id in its directory.
    pub key: String,
    pub name: String,
    pub kind: String,
    pub directory: String,
    pub entitlement: String,
    pub privileged: bool,
    pub description: Option<String>,
    /// The directory holds it no longer.
    pub gone: bool,
}

/// An access: whose, and to what.
#[derive(Debug, Clone)]
pub(super) struct Focus {
    pub about: DossierAbout,
    pub id: i64,
    pub principal: Option<i64>,
    pub access: DossierAccess,
    pub sentence: String,
}

pub(super) fn find(connection: &Connection, about: DossierAbout, id: i64) -> Result<Focus, Problem> {
    let sql = match about {
        DossierAbout::Item => "SELECT principal_id, resource_id, entitlement, NULL FROM item WHERE id = ?1",
        DossierAbout::Assignment => {
            "SELECT a.principal_id, k.principal_id, 'assigned', NULL FROM assignment a JOIN package k ON k.id = a.package_id
             WHERE a.id = ?1"
        }
        DossierAbout::Request => {
            "SELECT q.target_id, k.principal_id, 'assigned', coalesce(q.outsider ->> '$.displayName', q.outsider ->> '$.mail')
             FROM request q JOIN package k ON k.id = q.package_id WHERE q.id = ?1"
        }
        DossierAbout::Exception => "SELECT principal_id, resource_id, entitlement, NULL FROM exception WHERE id = ?1",
        DossierAbout::Change => {
            "SELECT c.principal_id, coalesce(i.resource_id, c.resource_id), coalesce(i.entitlement, 'member'), NULL
             FROM change c LEFT JOIN item i ON i.id = c.item_id WHERE c.id = ?1"
        }
    };
    type Found = (Option<i64>, i64, String, Option<String>);
    let found: Option<Found> = connection
        .prepare_cached(sql)
        .map_err(StoreError::from)?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()
        .map_err(StoreError::from)?;
    let Some((principal, resource, entitlement, outsider)) = found else {
        return Err(Problem::missing(about.word(), id).field("id"));
    };
    let access = access(connection, resource, entitlement)?;
    let name = match principal {
        Some(principal) => countersign_store::history::principal_name(connection, principal)?.map(|(name, _)| name),
        None => outsider,
    };
    let name = name.unwrap_or_else(|| "Somebody without an account".into());
    let sentence = match access.entitlement.as_str() {
        "assigned" => format!("{name} with the access package {}", access.name),
        role @ ("member" | "owner") => format!("{name} as {role} of {}", access.name),
        role => format!("{name} with {role} on {}", access.name),
    };
    Ok(Focus {
        about,
        id,
        principal,
        access,
        sentence,
    })
}

fn access(connection: &Connection, resource: i64, entitlement: String) -> Result<DossierAccess, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT p.key, p.display_name, p.kind, d.name, p.attributes ->> '$.privileged[0]' = 'true',
                p.attributes ->> '$.description[0]', p.removed_snapshot_id IS NOT NULL
         FROM principal p JOIN directory d ON d.id = p.directory_id WHERE p.id = ?1",
    )?;
    Ok(statement.query_row([resource], |row| {
        Ok(DossierAccess {
            resource,
            key: row.get(0)?,
            name: row.get(1)?,
            kind: row.get(2)?,
            directory: row.get(3)?,
            entitlement,
            privileged: row.get::<_, Option<bool>>(4)?.unwrap_or(false),
            description: row.get(5)?,
            gone: row.get(6)?,
        })
    })?)
}
