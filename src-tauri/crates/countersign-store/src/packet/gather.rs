//! What a reviewer's packet is made of, read in the order of the items.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use countersign_domain::recommendation::Insight;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use crate::StoreError;

/// Who is asked about which items in the stage that is going on, and the root over all items of the run.
#[derive(Debug)]
pub struct Parts {
    pub root: [u8; 32],
    pub snapshot_digest: String,
    pub directory: String,
    pub sign_ins_kept: bool,
    sets: HashMap<i64, Vec<i64>>,
    asked: BTreeMap<i64, Vec<i64>>,
}

/// Reads once through the items of a run.
pub fn parts(connection: &Connection, instance: i64) -> Result<Parts, StoreError> {
    let (first, count, stage, snapshot_digest, directory, sign_ins_kept) = connection.query_row(
        "SELECT n.first_item_id, n.item_count, n.stage, coalesce(s.digest, ''), coalesce(d.name, ''), n.sign_ins_kept
         FROM instance n LEFT JOIN snapshot s ON s.id = n.snapshot_id LEFT JOIN directory d ON d.id = n.directory_id
         WHERE n.id = ?1",
        [instance],
        |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, i64>(2)?,
                row.get::<_, String>(3)?,
                row.get::<_, String>(4)?,
                row.get(5)?,
            ))
        },
    )?;
    let mut root = Sha256::new();
    root.update(serde_json::to_string(&(
        "countersign-root/1",
        instance,
        &snapshot_digest,
    ))?);
    root.update(b"\n");
    let mut sets: HashMap<i64, Vec<i64>> = HashMap::new();
    let mut statement = connection.prepare(
        "SELECT id, principal_id, resource_id, entitlement, direct, path, stage, reviewer_set_id FROM item
         WHERE id BETWEEN ?1 AND ?1 + ?2 - 1 ORDER BY id",
    )?;
    let mut rows = statement.query([first, count])?;
    while let Some(row) = rows.next()? {
        let item: i64 = row.get(0)?;
        let entitlement = serde_json::to_string(row.get_ref(3)?.as_str().unwrap_or_default())?;
        let path = row.get_ref(5)?.as_str().unwrap_or("[]").to_owned();
        let (principal, resource, direct): (i64, i64, bool) = (row.get(1)?, row.get(2)?, row.get(4)?);
        root.update(format!(
            "[{item},{principal},{resource},{entitlement},{direct},{path}]\n"
        ));
        if row.get::<_, i64>(6)? == stage
            && let Some(set) = row.get::<_, Option<i64>>(7)?
        {
            sets.entry(set).or_default().push(item);
        }
    }
    let mut asked: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let mut members = connection.prepare(
        "SELECT m.set_id, m.principal_id FROM reviewer_set s JOIN reviewer_set_member m ON m.set_id = s.id
         WHERE s.instance_id = ?1",
    )?;
    let mut rows = members.query([instance])?;
    while let Some(row) = rows.next()? {
        let set: i64 = row.get(0)?;
        if sets.contains_key(&set) {
            asked.entry(row.get(1)?).or_default().push(set);
        }
    }
    Ok(Parts {
        root: root.finalize().into(),
        snapshot_digest,
        directory,
        sign_ins_kept,
        sets,
        asked,
    })
}

impl Parts {
    /// Everybody who is asked, by number.
    pub fn reviewers(&self) -> impl Iterator<Item = i64> + '_ {
        self.asked.keys().copied()
    }

    /// What this person is asked about, in ascending order.
    pub fn items(&self, reviewer: i64) -> Vec<i64> {
        let sets = self.asked.get(&reviewer).into_iter().flatten();
        let mut items: Vec<i64> = sets.filter_map(|set| self.sets.get(set)).flatten().copied().collect();
        items.sort_unstable();
        items
    }
}

/// Somebody or something as at the start of the run.
#[derive(Debug, Clone, Default)]
pub struct Person {
    pub id: i64,
    pub kind: String,
    pub key: String,
    pub dn: String,
    pub name: String,
    pub user_name: Option<String>,
    pub mail: Option<String>,
    pub user_type: Option<String>,
    pub enabled: Option<bool>,
    pub department: Option<String>,
    pub title: Option<String>,
    pub manager: Option<String>,
    pub created_at: Option<DateTime<Utc>>,
    pub last_sign_in_at: Option<DateTime<Utc>>,
    pub last_sign_in_field: Option<String>,
    /// Of a resource.
    pub description: Option<String>,
    pub owners: Vec<String>,
}

/// An item as it stands.
#[derive(Debug, Clone)]
pub struct GatheredItem {
    pub version: i64,
    pub principal: i64,
    pub resource: i64,
    pub entitlement: String,
    pub direct: bool,
    pub path: Vec<i64>,
    pub since: Option<DateTime<Utc>>,
    pub recommendation: String,
    pub insights: Vec<Insight>,
    /// The reviewer gave this access; an administrator lets them decide although they are not independent.
    pub provisioned: bool,
    pub released: bool,
    /// What the reviewer answered in this stage.
    pub own: Option<Own>,
    /// The last answer of everybody in the stages before.
    pub earlier: Vec<Earlier>,
}

/// Reads for one instance.
#[derive(Debug, Clone, Copy)]
pub struct Gatherer<'c> {
    pub connection: &'c Connection,
    pub instance: i64,
    pub stage: i64,
    /// Whether the stage shows what earlier ones came to.
    pub history: bool,
}

/// The reviewer's own answer: decision, reason, moment and source.
pub type Own = (String, String, DateTime<Utc>, String);

/// One answer of a stage before: stage, decision, whose, moment and reason.
pub type Earlier = (i64, String, String, DateTime<Utc>, String);

const PERSON: &str = "SELECT * FROM frozen f WHERE f.instance_id = ?1 AND f.principal_id = ?2";
const NOT_FROZEN: &str = "SELECT ?1, p.id AS principal_id, p.*, NULL AS manager_name FROM principal p WHERE p.id = ?2";

fn read_person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: row.get("principal_id")?,
        kind: row.get("kind")?,
        key: row.get("key")?,
        dn: row.get("dn")?,
        name: row.get("display_name")?,
        user_name: row.get("user_name")?,
        mail: row.get("mail")?,
        user_type: row.get("user_type")?,
        enabled: row.get("enabled")?,
        department: row.get("department")?,
        title: row.get("title")?,
        manager: row.get("manager_name")?,
        created_at: row.get("created_at")?,
        last_sign_in_at: row.get("last_sign_in_at")?,
        last_sign_in_field: row.get("last_sign_in_field")?,
        description: None,
        owners: Vec::new(),
    })
}

/// What a reviewer themselves answered last on an item in a stage, since it was last reset.
pub fn own(connection: &Connection, item: i64, stage: i64, reviewer: i64) -> Result<Option<Own>, StoreError> {
    let said = connection
        .prepare_cached(include_str!("own.sql"))?
        .query_row([item, stage, reviewer], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    Ok(said.filter(|(decision, ..): &Own| decision != "notReviewed"))
}

impl Gatherer<'_> {
    /// Somebody as at the start, which never changes; none: they were not kept then.
    pub fn frozen(&self, id: i64) -> Result<Option<Person>, StoreError> {
        let mut statement = self.connection.prepare_cached(PERSON)?;
        Ok(statement.query_row([self.instance, id], read_person).optional()?)
    }

    /// Somebody as at the start, or, where they were not kept then, as now.
    pub fn person(&self, id: i64) -> Result<Person, StoreError> {
        match self.frozen(id)? {
            Some(person) => Ok(person),
            None => Ok(self
                .connection
                .prepare_cached(NOT_FROZEN)?
                .query_row([self.instance, id], read_person)?),
        }
    }

    /// A resource with its description and the names of its owners.
    pub fn resource(&self, id: i64) -> Result<Person, StoreError> {
        let mut resource = self.person(id)?;
        resource.description = self
            .connection
            .prepare_cached("SELECT json_extract(attributes, '$.description[0]') FROM principal WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?
            .flatten();
        let mut owners = self.connection.prepare_cached(
            "SELECT p.display_name FROM \"grant\" g JOIN principal p ON p.id = g.principal_id
             WHERE g.resource_id = ?1 AND g.entitlement = 'owner' ORDER BY p.display_name LIMIT 20",
        )?;
        resource.owners = owners.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(resource)
    }

    /// One item, as this reviewer is to see it.
    pub fn item(&self, item: i64, reviewer: i64) -> Result<GatheredItem, StoreError> {
        let mut found =
            self.connection
                .prepare_cached(include_str!("item.sql"))?
                .query_row(params![item, reviewer], |row| {
                    Ok(GatheredItem {
                        version: row.get(0)?,
                        principal: row.get(1)?,
                        resource: row.get(2)?,
                        entitlement: row.get(3)?,
                        direct: row.get(4)?,
                        path: match row.get_ref(5)?.as_str_or_null()? {
                            Some(path) => serde_json::from_str(path).map_err(|error| {
                                rusqlite::Error::FromSqlConversionFailure(
                                    5,
                                    rusqlite::types::Type::Text,
                                    Box::new(error),
                                )
                            })?,
                            None => Vec::new(),
                        },
                        recommendation: row.get(6)?,
                        insights: crate::item::insights(row.get_ref(7)?.as_str_or_null()?)?,
                        since: row.get(8)?,
                        provisioned: row.get(9)?,
                        released: row.get(10)?,
                        own: None,
                        earlier: Vec::new(),
                    })
                })?;
        if found.version > 0 {
            found.own = own(self.connection, item, self.stage, reviewer)?;
        }
        if self.history && self.stage > 1 {
            found.earlier = self.earlier(item)?;
        }
        Ok(found)
    }

    fn earlier(&self, item: i64) -> Result<Vec<Earlier>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT stage, decision, actor, at, justification FROM decision_event
             WHERE id IN (SELECT max(id) FROM decision_event WHERE item_id = ?1 AND stage < ?2 GROUP BY stage, actor_id)
             ORDER BY id",
        )?;
        let rows = statement.query_map([item, self.stage], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
