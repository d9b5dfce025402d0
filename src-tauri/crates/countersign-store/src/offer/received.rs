//! The person's own machine: what may be asked for, and what was asked for there.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, Transaction, params};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;
use crate::travel::{self, NewReceived, OpenedPacket, Travel};

/// One package of a packet that is taken in here.
#[derive(Debug, Clone)]
pub struct NewOffer {
    pub package: i64,
    pub name: String,
    /// As the packet has it, JSON.
    pub content: String,
}

/// A package that came in a packet, and what was asked for of it here.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfferRow {
    pub offer: i64,
    pub origin_name: String,
    pub person: i64,
    pub person_name: String,
    pub package: i64,
    pub package_name: String,
    /// What the packet says of it.
    #[ts(type = "unknown")]
    pub content: Value,
    /// When the packet was made that it stands in, and until when requests are taken.
    pub made_at: DateTime<Utc>,
    pub due_at: Option<DateTime<Utc>>,
    /// A newer packet does not offer it any more.
    pub gone: bool,
    /// What was asked for last; none where nothing was, it was taken back, or a newer packet shows what became of it.
    #[ts(type = "unknown")]
    pub asked: Option<Value>,
    pub asked_at: Option<DateTime<Utc>>,
    /// It was returned, and is not changed any more; it can be taken back.
    pub returned: bool,
    /// What was returned is taken back, and that is not returned yet.
    pub withdrawn: bool,
    #[serde(skip)]
    #[ts(skip)]
    pub packet: String,
    #[serde(skip)]
    #[ts(skip)]
    pub own: Option<i64>,
}

/// A request or a withdrawal that was not returned yet.
#[derive(Debug, Clone)]
pub struct OwnRequest {
    pub id: i64,
    pub package: i64,
    /// The name of what is taken back.
    pub withdraws: Option<String>,
    pub content: Value,
    pub made_at: DateTime<Utc>,
    pub uid: Option<String>,
}

/// Takes a packet in. Each package stands once, as it shows it; what it does not hold any more is marked so, and what was
/// asked for on the packet before and not returned goes with this one. Answers how many requests are kept so.
pub fn open(
    transaction: &Transaction<'_>,
    new: &NewReceived<'_>,
    offers: &[NewOffer],
    due_at: Option<DateTime<Utc>>,
) -> Result<usize, StoreError> {
    travel::open(transaction, Travel::Request, new)?;
    let mut put = transaction.prepare_cached(
        "INSERT INTO opened_offer (origin, person_id, package, packet_id, name, content, due_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (origin, person_id, package) DO UPDATE SET packet_id = excluded.packet_id, name = excluded.name,
           content = excluded.content, due_at = excluded.due_at, gone_at = NULL",
    )?;
    for one in offers {
        put.execute(params![
            new.origin,
            new.person,
            one.package,
            new.packet,
            one.name,
            one.content,
            due_at.map(stamp)
        ])?;
    }
    transaction.execute(
        "UPDATE opened_offer SET gone_at = ?4
         WHERE origin = ?1 AND person_id = ?2 AND packet_id <> ?3 AND gone_at IS NULL",
        params![new.origin, new.person, new.packet, stamp(new.now)],
    )?;
    let kept = transaction.execute(
        "UPDATE own_request SET packet_id = ?1 WHERE returned_in IS NULL AND packet_id <> ?1
           AND offer_id IN (SELECT id FROM opened_offer WHERE packet_id = ?1)",
        [new.packet],
    )?;
    Ok(kept)
}

const OFFER: &str = "SELECT a.*, o.origin_name, o.made_at, p.display_name AS person_name, e.id AS own, e.content AS asked,
    e.made_at AS asked_at, e.returned_in IS NOT NULL AS returned, w.id IS NOT NULL AS withdrawn
    FROM opened_offer a JOIN opened_offer_packet o ON o.packet_id = a.packet_id JOIN principal p ON p.id = a.person_id
    LEFT JOIN own_request e ON e.id = (SELECT max(x.id) FROM own_request x WHERE x.offer_id = a.id AND x.withdraws IS NULL
      -- What was returned on an older packet, and this one knew of, matters while this one says that it waits there.
      AND (x.returned_in IS NULL OR x.packet_id = a.packet_id OR x.made_at > o.made_at OR a.content ->> '$.asked' IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM own_request y WHERE y.withdraws = x.id AND y.returned_in IS NOT NULL))
    LEFT JOIN own_request w ON w.withdraws = e.id";
const SHOWN: &str = "(?1 IS NULL OR a.person_id = ?1)
    AND (a.gone_at IS NULL OR EXISTS (SELECT 1 FROM own_request x WHERE x.offer_id = a.id))";

fn read(row: &Row<'_>) -> rusqlite::Result<OfferRow> {
    let (content, asked): (String, Option<String>) = (row.get("content")?, row.get("asked")?);
    Ok(OfferRow {
        offer: row.get("id")?,
        origin_name: row.get("origin_name")?,
        person: row.get("person_id")?,
        person_name: row.get("person_name")?,
        package: row.get("package")?,
        package_name: row.get("name")?,
        content: serde_json::from_str(&content).unwrap_or_default(),
        made_at: row.get("made_at")?,
        due_at: row.get("due_at")?,
        gone: row.get::<_, Option<String>>("gone_at")?.is_some(),
        asked: asked.and_then(|text| serde_json::from_str(&text).ok()),
        asked_at: row.get("asked_at")?,
        returned: row.get("returned")?,
        withdrawn: row.get("withdrawn")?,
        packet: row.get("packet_id")?,
        own: row.get("own")?,
    })
}

/// What may be asked for, of one person or of everybody, by name, and how much there is.
pub fn list_offers(
    connection: &Connection,
    person: Option<i64>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<OfferRow>, i64), StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{OFFER} WHERE {SHOWN} ORDER BY a.name, a.id LIMIT ?3 OFFSET ?2"
    ))?;
    let rows = statement
        .query_map(params![person, offset, limit], read)?
        .collect::<Result<_, _>>()?;
    let total = connection.query_row(
        &format!("SELECT count(*) FROM opened_offer a WHERE {SHOWN}"),
        [person],
        |row| row.get(0),
    )?;
    Ok((rows, total))
}

/// One of them.
pub fn offer(connection: &Connection, offer: i64) -> Result<Option<OfferRow>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{OFFER} WHERE a.id = ?1"))?
        .query_row([offer], read)
        .optional()?)
}

/// Asks, or asks otherwise, for what was not returned yet.
pub fn write(
    transaction: &Transaction<'_>,
    row: &OfferRow,
    content: &Value,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO own_request (offer_id, packet_id, content, made_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (offer_id) WHERE returned_in IS NULL AND withdraws IS NULL
         DO UPDATE SET content = excluded.content, made_at = excluded.made_at, uid = NULL",
        params![row.offer, row.packet, content.to_string(), stamp(now)],
    )?;
    Ok(())
}

/// Takes away what was not returned yet: a request, or the withdrawal of one.
pub fn remove(transaction: &Transaction<'_>, row: &OfferRow) -> Result<(), StoreError> {
    transaction.execute(
        "DELETE FROM own_request WHERE (id = ?1 OR withdraws = ?1) AND returned_in IS NULL",
        [row.own],
    )?;
    Ok(())
}

/// Takes back what was returned; that travels with the next return.
pub fn withdraw(transaction: &Transaction<'_>, row: &OfferRow, now: DateTime<Utc>) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO own_request (offer_id, packet_id, withdraws, content, made_at)
         SELECT offer_id, ?2, id, json_object('kind', content ->> '$.kind'), ?3 FROM own_request WHERE id = ?1",
        params![row.own, row.packet, stamp(now)],
    )?;
    Ok(())
}

/// All that was said on a packet, oldest first, each with the return that it went with.
pub fn asked(connection: &Connection, packet: &str) -> Result<Vec<(OwnRequest, Option<String>)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT e.id, a.package, w.uid, e.content, e.made_at, e.uid, e.returned_in
         FROM own_request e JOIN opened_offer a ON a.id = e.offer_id LEFT JOIN own_request w ON w.id = e.withdraws
         WHERE e.packet_id = ?1 ORDER BY e.id",
    )?;
    let rows = statement.query_map([packet], |row| {
        let content: String = row.get(3)?;
        let own = OwnRequest {
            id: row.get(0)?,
            package: row.get(1)?,
            withdraws: row.get(2)?,
            content: serde_json::from_str(&content).unwrap_or_default(),
            made_at: row.get(4)?,
            uid: row.get(5)?,
        };
        Ok((own, row.get(6)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What was said on a packet and not returned yet, oldest first.
pub fn to_return(connection: &Connection, packet: &str) -> Result<Vec<OwnRequest>, StoreError> {
    let rows = asked(connection, packet)?.into_iter();
    Ok(rows
        .filter(|(_, returned)| returned.is_none())
        .map(|(own, _)| own)
        .collect())
}

/// Takes over what the same person asked for, or took back, on another device, under its name there, and the return that
/// it went with. A request here that is not returned and was written later stays. Answers whether it was taken over.
pub fn take_over(
    transaction: &Transaction<'_>,
    packet: &OpenedPacket,
    (said, uid, returned): (&OwnRequest, &str, Option<&str>),
) -> Result<bool, StoreError> {
    let content = said.content.to_string();
    let at = stamp(said.made_at);
    let of = params![
        packet.packet,
        packet.origin,
        packet.person,
        said.package,
        content,
        at,
        uid,
        returned
    ];
    const OFFER: &str = "FROM opened_offer a WHERE a.origin = ?2 AND a.person_id = ?3 AND a.package = ?4
        AND NOT EXISTS (SELECT 1 FROM own_request x WHERE x.offer_id = a.id AND x.uid = ?7)";
    let changed = match &said.withdraws {
        None => transaction
            .prepare_cached(&format!(
                "INSERT INTO own_request (offer_id, packet_id, content, made_at, uid, returned_in)
                 SELECT a.id, iif(?8 IS NULL, a.packet_id, ?1), ?5, ?6, ?7, ?8 {OFFER}
                 ON CONFLICT (offer_id) WHERE returned_in IS NULL AND withdraws IS NULL
                 DO UPDATE SET content = excluded.content, made_at = excluded.made_at, uid = excluded.uid
                 WHERE own_request.made_at < excluded.made_at"
            ))?
            .execute(of)?,
        // What it takes back was taken over before it, or is nothing here.
        Some(withdrawn) => {
            let of: Vec<&dyn ToSql> = of.iter().copied().chain([withdrawn as &dyn ToSql]).collect();
            transaction
                .prepare_cached(&format!(
                    "INSERT INTO own_request (offer_id, packet_id, withdraws, content, made_at, uid, returned_in)
                     SELECT a.id, iif(?8 IS NULL, a.packet_id, ?1),
                       (SELECT w.id FROM own_request w WHERE w.offer_id = a.id AND w.uid = ?9), ?5, ?6, ?7, ?8 {OFFER}
                       AND EXISTS (SELECT 1 FROM own_request w WHERE w.offer_id = a.id AND w.uid = ?9)
                     ON CONFLICT (withdraws) DO NOTHING"
                ))?
                .execute(of.as_slice())?
        }
    };
    Ok(changed > 0)
}
