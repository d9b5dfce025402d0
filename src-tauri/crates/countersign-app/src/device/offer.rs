//! Reading the file in which an installation shows its keys. Nothing is trusted yet.

use std::path::PathBuf;

use countersign_packet::Enrolment;
use countersign_store::StoreError;
use countersign_store::device::{self as kept, NewKey};
use countersign_store::rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::DeviceView;
use crate::Problem;
use crate::call::{Entry, Write};
use crate::packet::read_file;

/// Bytes of an enrolment; they have less than two thousand.
const LARGEST: u64 = 64 << 10;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DeviceOfferInput")]
pub struct OfferInput {
    #[ts(type = "string")]
    pub path: PathBuf,
}

/// A device as offered, and whose it may be.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DeviceOffered")]
pub struct Offered {
    pub device: DeviceView,
    /// People of the directory to whom the mail, the user name or the name fits.
    pub candidates: Vec<Candidate>,
    /// The accepted device whose keys these replace, by what the file says.
    pub replaces: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DeviceCandidate")]
pub struct Candidate {
    pub principal: i64,
    pub display_name: String,
    pub user_name: Option<String>,
    pub mail: Option<String>,
}

/// `device.offer`
pub(crate) fn offer(write: &Write<'_>, input: OfferInput) -> Result<(Offered, Entry), Problem> {
    let bytes = read_file(&input.path, LARGEST)?;
    let body = Enrolment::open(&bytes)?.body;
    let key_id = body.key.id();
    let known = kept::by_key(write.transaction, &key_id)?;
    let is_new = known.is_none();
    let row = match known {
        // The same file twice: what was decided of it stands.
        Some(row) => row,
        None => {
            let id = kept::offer(
                write.transaction,
                &kept::Offer {
                    key: NewKey {
                        key_id: &key_id,
                        sign: &body.key.sign.0,
                        seal: &body.key.seal,
                        keeping: "",
                    },
                    name: &body.device_name,
                    person: &serde_json::to_string(&body.person)?,
                    by: &write.actor.label(),
                    at: write.now,
                },
            )?;
            super::one(write.transaction, id)?
        }
    };
    let replaces = match &body.replaces {
        Some(before) => kept::by_key(write.transaction, before)?.filter(|one| one.state == "accepted"),
        None => None,
    };
    let offered = Offered {
        candidates: candidates(write.transaction, &body)?,
        replaces: replaces.map(|one| one.device),
        device: DeviceView::new(row),
    };
    let detail = json!({
        "key": key_id, "words": offered.device.words, "name": body.device_name, "person": body.person, "new": is_new,
        "replaces": body.replaces,
    });
    let subject = format!("device:{}", offered.device.row.device);
    Ok((offered, Entry::new(subject, detail)))
}

fn candidates(connection: &Connection, body: &Enrolment) -> Result<Vec<Candidate>, Problem> {
    let mut statement = connection
        .prepare_cached(
            "SELECT id, display_name, user_name, mail FROM principal
             WHERE kind = 'user' AND removed_snapshot_id IS NULL
               AND (mail = ?1 COLLATE NOCASE OR user_name = ?2 COLLATE NOCASE OR key = ?3 OR display_name = ?4)
             ORDER BY key IS ?3 DESC, mail IS ?1 DESC, user_name IS ?2 DESC, id LIMIT 10",
        )
        .map_err(StoreError::from)?;
    let person = &body.person;
    let rows = statement.query_map(
        params![person.mail, person.user_name, person.key, person.display_name],
        |row| {
            Ok(Candidate {
                principal: row.get(0)?,
                display_name: row.get(1)?,
                user_name: row.get(2)?,
                mail: row.get(3)?,
            })
        },
    );
    Ok(rows.and_then(Iterator::collect).map_err(StoreError::from)?)
}
