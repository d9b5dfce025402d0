//! Connected directories, their syncs and their population certificates.

pub mod change;
pub mod foresee;
pub mod health;
pub mod import;
pub mod mapping;
pub mod schedule;
pub mod sign_in;
pub mod unmatched;

use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use countersign_domain::snapshot::PopulationCertificate;
use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;
use zeroize::Zeroizing;

use crate::call::{Entry, Read, Start, Write};
use crate::desk::Open;
use crate::job::JobStarted;
use crate::store::Nothing;
use crate::{Desk, Problem};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct AddInput {
    pub name: String,
    /// `ldap`, `ad`, `entra`, `files` or `sample`.
    pub kind: String,
    #[ts(type = "unknown")]
    pub settings: Value,
    /// The bind password or the client secret; goes to the keyring, never into the settings.
    pub secret: Option<String>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryInput {
    pub directory: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct SyncInput {
    pub directory: i64,
    /// Reads everything even where changes alone would do.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub full: bool,
}

/// A directory and its latest snapshot.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryView {
    pub directory: i64,
    pub name: String,
    pub kind: String,
    #[ts(type = "unknown")]
    pub settings: Value,
    pub created_at: DateTime<Utc>,
    pub snapshot: Option<i64>,
    pub synced_at: Option<DateTime<Utc>>,
    pub certificate: Option<PopulationCertificate>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
#[ts(optional_fields)]
pub struct CertificateInput {
    /// The latest snapshot of this directory …
    pub directory: Option<i64>,
    /// … or this snapshot.
    pub snapshot: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CertificateView {
    pub snapshot: i64,
    pub directory: i64,
    pub name: String,
    pub certificate: PopulationCertificate,
    /// References to nothing that was loaded: the group, and what it names. The first 1 000 …
    pub orphans: Vec<OrphanRow>,
    /// … of this many.
    pub orphan_total: i64,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrphanRow {
    pub resource: i64,
    pub resource_name: String,
    pub entitlement: String,
    pub reference: String,
}

const VIEW: &str = "SELECT d.id, d.name, d.kind, d.settings, d.created_at, s.id, s.ended_at, s.certificate
    FROM directory d LEFT JOIN snapshot s ON s.id = (SELECT max(id) FROM snapshot WHERE directory_id = d.id)";

fn read_view(row: &Row<'_>) -> Result<DirectoryView, StoreError> {
    let certificate: Option<String> = row.get(7)?;
    Ok(DirectoryView {
        directory: row.get(0)?,
        name: row.get(1)?,
        kind: row.get(2)?,
        settings: serde_json::from_str(&row.get::<_, String>(3)?)?,
        created_at: row.get(4)?,
        snapshot: row.get(5)?,
        synced_at: row.get(6)?,
        certificate: certificate.map(|text| serde_json::from_str(&text)).transpose()?,
    })
}

pub(crate) fn one(connection: &Connection, directory: i64) -> Result<DirectoryView, Problem> {
    let mut statement = connection
        .prepare_cached(&format!("{VIEW} WHERE d.id = ?1"))
        .map_err(StoreError::from)?;
    let mut rows = statement.query([directory]).map_err(StoreError::from)?;
    match rows.next().map_err(StoreError::from)? {
        Some(row) => Ok(read_view(row)?),
        None => Err(Problem::missing("directory", directory)),
    }
}

pub(crate) fn list(read: &Read<'_>, _: Nothing) -> Result<Vec<DirectoryView>, Problem> {
    let mut statement = read
        .connection
        .prepare_cached(&format!("{VIEW} ORDER BY d.name"))
        .map_err(StoreError::from)?;
    let mut rows = statement.query([]).map_err(StoreError::from)?;
    let mut views = Vec::new();
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        let mut view = read_view(row)?;
        if !read.actor.reads_all() {
            // Names and the age of the last read are for everybody; where and how it is read is not.
            (view.settings, view.certificate) = (json!({}), None);
        }
        views.push(view);
    }
    Ok(views)
}

pub(crate) fn add(write: &Write<'_>, input: AddInput) -> Result<(DirectoryView, Entry), Problem> {
    let name = input.name.trim();
    if name.is_empty() || name.chars().any(char::is_control) || name.chars().count() > 100 {
        return Err(Problem::new("A directory needs a name of 1 to 100 characters.").field("name"));
    }
    let taken: bool = write
        .transaction
        .query_row(
            "SELECT EXISTS (SELECT 1 FROM directory WHERE name = ?1)",
            [name],
            |row| row.get(0),
        )
        .map_err(StoreError::from)?;
    if taken {
        return Err(Problem::new(format!("A directory is called “{name}” already."))
            .code("exists")
            .field("name"));
    }
    let secret = input.secret.map(Zeroizing::new).filter(|secret| !secret.is_empty());
    // Settings that cannot be right are refused before they are kept.
    countersign_directory::connect(&input.kind, &input.settings, secret.clone(), &write.open.home)
        .map_err(|problem| Problem::from(problem).field("settings"))?;
    if secret.is_some() && sign_in::is_person(&input.kind, &input.settings) {
        return Err(sign_in::takes_no_secret());
    }
    if let Some(secret) = &secret {
        let setting = write.desk.put_secret(write.open, name, secret)?;
        setting.write(write.transaction)?;
    }
    write
        .transaction
        .execute(
            "INSERT INTO directory (name, kind, settings, created_at) VALUES (?1, ?2, ?3, ?4)",
            params![
                name,
                input.kind,
                input.settings.to_string(),
                write.now.to_rfc3339_opts(SecondsFormat::Millis, true)
            ],
        )
        .map_err(StoreError::from)?;
    let directory = write.transaction.last_insert_rowid();
    let detail = json!({ "name": name, "kind": input.kind, "settings": input.settings });
    Ok((
        one(write.transaction, directory)?,
        Entry::new(format!("directory:{directory}"), detail),
    ))
}

/// The sample organization: a directory that needs no server, kept beside the store.
pub(crate) fn sample(now: DateTime<Utc>) -> AddInput {
    AddInput {
        name: "Sample organization".to_owned(),
        kind: "sample".to_owned(),
        settings: json!({ "file": "sample-directory.json", "asOf": now }),
        secret: None,
    }
}

pub(crate) fn certificate(read: &Read<'_>, input: CertificateInput) -> Result<CertificateView, Problem> {
    let found = read
        .connection
        .query_row(
            "SELECT s.id, s.directory_id, d.name, s.certificate FROM snapshot s JOIN directory d ON d.id = s.directory_id
             WHERE (?1 IS NULL OR s.directory_id = ?1) AND (?2 IS NULL OR s.id = ?2) ORDER BY s.id DESC LIMIT 1",
            params![input.directory, input.snapshot],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?)),
        )
        .optional()
        .map_err(StoreError::from)?;
    let Some((snapshot, directory, name, certificate)) = found else {
        return Err(Problem::new("There is no snapshot yet.")
            .code("missing")
            .hint("Sync the directory first."));
    };
    let mut statement = read
        .connection
        .prepare_cached(
            "SELECT o.resource_id, p.display_name, o.entitlement, o.reference FROM orphan o
             JOIN principal p ON p.id = o.resource_id WHERE p.directory_id = ?1 ORDER BY 2, 4 LIMIT 1000",
        )
        .map_err(StoreError::from)?;
    let orphans = statement
        .query_map([directory], |row| {
            Ok(OrphanRow {
                resource: row.get(0)?,
                resource_name: row.get(1)?,
                entitlement: row.get(2)?,
                reference: row.get(3)?,
            })
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    let orphan_total = read
        .connection
        .query_row(
            "SELECT count(*) FROM orphan o JOIN principal p ON p.id = o.resource_id WHERE p.directory_id = ?1",
            [directory],
            |row| row.get(0),
        )
        .map_err(StoreError::from)?;
    Ok(CertificateView {
        snapshot,
        directory,
        name,
        certificate: serde_json::from_str(&certificate)?,
        orphans,
        orphan_total,
    })
}

pub(crate) fn sync(start: Start, input: SyncInput) -> Result<JobStarted, Problem> {
    crate::job::sync::start(start, input)
}

/// The directory and a connector to it, with its secret fetched.
pub(crate) fn connector(
    start: &Start,
    directory: i64,
) -> Result<(DirectoryView, Box<dyn countersign_directory::Connector>), Problem> {
    connector_of(&start.desk, &start.open, directory)
}

/// The same, where nobody sits at the desk yet.
pub(crate) fn connector_of(
    desk: &Arc<Desk>,
    open: &Arc<Open>,
    directory: i64,
) -> Result<(DirectoryView, Box<dyn countersign_directory::Connector>), Problem> {
    let view = open
        .store
        .read(|connection| one(connection, directory).map_err(crate::call::Stop))
        .map_err(|stop| stop.0)?;
    let secret = desk.get_secret(open, &view.name)?;
    let keep = sign_in::keeper(desk, open, (directory, &view.name));
    let folder = &open.home;
    let connector = countersign_directory::connect_keeping(&view.kind, &view.settings, secret, folder, Some(keep))?;
    Ok((view, connector))
}
