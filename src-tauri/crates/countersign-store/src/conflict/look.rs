//! Who holds both sides of a pair, over everybody: the holders of each side as sets, and what they share.
//!
//! One side at a time is opened, at most so many holders are remembered, and each pair's findings are handed on
//! before the next is looked at: memory does not grow with the number of pairs.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, params};

use super::held::named;
use crate::StoreError;
use crate::review::stamp;
use crate::snapshot::Nesting;

/// Holders that are remembered between pairs, about twelve bytes each.
const REMEMBERED: usize = 2_000_000;

/// A pair that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub incompatible: i64,
    pub package: i64,
    /// A package, or a group.
    pub other: Side,
}

/// One side of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    Package(i64),
    Group(i64),
}

/// Somebody who holds both sides, and how: JSON lists of names.
#[derive(Debug, Clone)]
pub struct Found {
    pub principal: i64,
    pub one: Rc<str>,
    pub other: Rc<str>,
}

/// All pairs that stand, those of one package together.
pub fn pairs(connection: &Connection) -> Result<Vec<Pair>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT i.id, i.package_id, i.other_package_id, i.group_id FROM incompatible i
         WHERE i.removed_at IS NULL ORDER BY i.package_id, i.id",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(Pair {
            incompatible: row.get(0)?,
            package: row.get(1)?,
            other: match row.get::<_, Option<i64>>(2)? {
                Some(package) => Side::Package(package),
                None => Side::Group(row.get(3)?),
            },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Hands on each pair with everybody who holds both sides, by the order of their ids.
pub fn find<E: From<StoreError>>(
    connection: &Connection,
    pairs: &[Pair],
    mut each: impl FnMut(&Pair, Vec<Found>) -> Result<(), E>,
) -> Result<(), E> {
    let mut looker = Looker {
        connection,
        nesting: Nesting::load(connection)?,
        known: HashMap::new(),
        remembered: 0,
        ways: Ways::default(),
    };
    for pair in pairs {
        let one = looker.holders(Side::Package(pair.package))?;
        let found = match one.is_empty() {
            true => Vec::new(),
            false => looker.shared(&one, pair.other)?,
        };
        each(pair, found)?;
    }
    Ok(())
}

/// Ids in order, each with the number of its way.
type Holders = Rc<Vec<(i64, u32)>>;

struct Looker<'a> {
    connection: &'a Connection,
    nesting: Nesting,
    known: HashMap<Side, Holders>,
    remembered: usize,
    ways: Ways,
}

impl Looker<'_> {
    fn shared(&mut self, one: &Holders, other: Side) -> Result<Vec<Found>, StoreError> {
        let other = self.holders(other)?;
        let mut found = Vec::new();
        let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
        while let (Some(&&(a, one)), Some(&&(b, other))) = (left.peek(), right.peek()) {
            match a.cmp(&b) {
                std::cmp::Ordering::Less => drop(left.next()),
                std::cmp::Ordering::Greater => drop(right.next()),
                std::cmp::Ordering::Equal => {
                    found.push(Found {
                        principal: a,
                        one: self.ways.text(one)?,
                        other: self.ways.text(other)?,
                    });
                    left.next();
                    right.next();
                }
            }
        }
        Ok(found)
    }

    fn holders(&mut self, side: Side) -> Result<Holders, StoreError> {
        if let Some(known) = self.known.get(&side) {
            return Ok(known.clone());
        }
        let found = Rc::new(match side {
            Side::Package(package) => self.of_package(package)?,
            Side::Group(group) => self.of_role(group, "member")?,
        });
        self.remembered += found.len();
        if self.remembered > REMEMBERED {
            // The numbers of ways stay as they are: sets in hand refer to them.
            self.known.clear();
            self.remembered = found.len();
        }
        self.known.insert(side, found.clone());
        Ok(found)
    }

    /// Whoever is assigned a package, and whoever holds all it gives.
    fn of_package(&mut self, package: i64) -> Result<Vec<(i64, u32)>, StoreError> {
        let mut roles = self.connection.prepare_cached(
            "SELECT resource_id, entitlement FROM package_role WHERE package_id = ?1 AND removed_at IS NULL
             ORDER BY resource_id, entitlement",
        )?;
        let roles: Vec<(i64, String)> = roles
            .query_map([package], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let mut all: Option<Vec<(i64, u32)>> = None;
        for (resource, entitlement) in roles {
            if all.as_ref().is_some_and(Vec::is_empty) {
                break;
            }
            let holders = self.of_role(resource, &entitlement)?;
            all = Some(match all {
                None => holders,
                Some(before) => self.both(&before, &holders),
            });
        }
        let mut assigned = self.connection.prepare_cached(
            "SELECT a.principal_id, k.display_name FROM assignment a JOIN package k ON k.id = a.package_id
             WHERE a.package_id = ?1 AND a.state IN ('delivering','delivered','partiallyDelivered')
             ORDER BY a.principal_id",
        )?;
        let mut rows = assigned.query([package])?;
        let mut holders = Vec::new();
        while let Some(row) = rows.next()? {
            let way = self.ways.number(Way::Assigned(row.get(1)?));
            holders.push((row.get(0)?, way));
        }
        holders.extend(all.unwrap_or_default());
        // Who is assigned the package holds it by that; the sort is stable.
        holders.sort_by_key(|(id, _)| *id);
        holders.dedup_by_key(|(id, _)| *id);
        Ok(holders)
    }

    fn both(&mut self, one: &[(i64, u32)], other: &[(i64, u32)]) -> Vec<(i64, u32)> {
        let mut shared = Vec::new();
        let mut at = 0;
        for &(id, way) in one {
            while other.get(at).is_some_and(|(next, _)| *next < id) {
                at += 1;
            }
            if let Some(&(_, more)) = other.get(at).filter(|(next, _)| *next == id) {
                shared.push((id, self.ways.number(Way::Both(way, more))));
            }
        }
        shared
    }

    /// Everybody who holds a role on a resource, directly or through groups, each with a shortest way.
    fn of_role(&mut self, resource: i64, entitlement: &str) -> Result<Vec<(i64, u32)>, StoreError> {
        let mut name = self
            .connection
            .prepare_cached("SELECT display_name FROM principal WHERE id = ?1")?;
        let place: String = name.query_row([resource], |row| row.get(0))?;
        let direct = self.ways.number(Way::Role(named(place, entitlement)));
        let mut holding = self
            .connection
            .prepare_cached("SELECT principal_id FROM \"grant\" WHERE resource_id = ?1 AND entitlement = ?2")?;
        let mut member = self
            .connection
            .prepare_cached("SELECT principal_id FROM \"grant\" WHERE resource_id = ?1 AND entitlement = 'member'")?;
        let mut found: Vec<(i64, u32)> = Vec::new();
        let mut visited = HashSet::from([resource]);
        let mut level: Vec<(i64, u32)> = Vec::new();
        let mut rows = holding.query(params![resource, entitlement])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if !self.nesting.contains(id) {
                found.push((id, direct));
            } else if entitlement != "owner" && visited.insert(id) {
                level.push((id, direct));
            }
        }
        while !level.is_empty() {
            let mut next = Vec::new();
            for (group, above) in level {
                let inner: String = name.query_row([group], |row| row.get(0))?;
                let way = self.ways.number(Way::Through(inner, above));
                let mut rows = member.query([group])?;
                while let Some(row) = rows.next()? {
                    let id: i64 = row.get(0)?;
                    if !self.nesting.contains(id) {
                        found.push((id, way));
                    } else if visited.insert(id) {
                        next.push((id, way));
                    }
                }
            }
            level = next;
        }
        // The nearest way was found first; the sort is stable.
        found.sort_by_key(|(id, _)| *id);
        found.dedup_by_key(|(id, _)| *id);
        Ok(found)
    }
}

/// How somebody holds something.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Way {
    Assigned(String),
    Role(String),
    /// A group, and the way from it to the resource.
    Through(String, u32),
    Both(u32, u32),
}

/// Ways by number, so that a million holders share a few.
#[derive(Default)]
struct Ways {
    numbers: HashMap<Rc<Way>, u32>,
    all: Vec<Rc<Way>>,
    texts: HashMap<u32, Rc<str>>,
}

impl Ways {
    fn number(&mut self, way: Way) -> u32 {
        if let Some(known) = self.numbers.get(&way) {
            return *known;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let way = Rc::new(way);
        self.numbers.insert(way.clone(), number);
        self.all.push(way);
        number
    }

    /// A JSON list with a line for each right, from the person's own grant to the resource.
    fn text(&mut self, number: u32) -> Result<Rc<str>, StoreError> {
        if let Some(known) = self.texts.get(&number) {
            return Ok(known.clone());
        }
        let text: Rc<str> = serde_json::to_string(&self.lines(number))?.into();
        self.texts.insert(number, text.clone());
        Ok(text)
    }

    fn lines(&self, number: u32) -> Vec<String> {
        let Some(way) = self.all.get(number as usize) else {
            return Vec::new();
        };
        match &**way {
            Way::Assigned(package) => vec![format!("access package {package}")],
            Way::Role(place) => vec![place.clone()],
            Way::Through(group, above) => self
                .lines(*above)
                .into_iter()
                .map(|line| format!("{group} → {line}"))
                .collect(),
            Way::Both(one, other) => self.lines(*one).into_iter().chain(self.lines(*other)).collect(),
        }
    }
}

/// Begins a look and answers its number.
pub fn begin(transaction: &Transaction<'_>, pair_count: usize, now: DateTime<Utc>) -> Result<i64, StoreError> {
    transaction.execute(
        "INSERT INTO conflict_look (began_at, snapshot_id, pair_id, event_id, pair_count)
         VALUES (?1, (SELECT coalesce(max(id), 0) FROM snapshot), (SELECT coalesce(max(id), 0) FROM incompatible),
                 (SELECT coalesce(max(id), 0) FROM assignment_event), ?2)",
        params![stamp(now), pair_count],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// Keeps what a look found of one pair; a conflict that stood already stays the one it was.
pub fn keep(
    transaction: &Transaction<'_>,
    look: i64,
    incompatible: i64,
    found: &[Found],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO conflict (incompatible_id, principal_id, one, other, found_at, found_look_id, look_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
         ON CONFLICT (incompatible_id, principal_id) WHERE ended_at IS NULL
         DO UPDATE SET look_id = excluded.look_id, one = excluded.one, other = excluded.other",
    )?;
    let now = stamp(now);
    for one in found {
        statement.execute(params![incompatible, one.principal, &*one.one, &*one.other, now, look])?;
    }
    Ok(())
}

/// Ends a look: what it did not see any more has ended. Answers how many stand, are new, and have ended.
pub fn finish(transaction: &Transaction<'_>, look: i64, now: DateTime<Utc>) -> Result<(i64, i64, i64), StoreError> {
    let now = stamp(now);
    let gone = transaction.execute(
        "UPDATE conflict SET ended_at = ?2, ended_look_id = ?1 WHERE ended_at IS NULL AND look_id <> ?1",
        params![look, now],
    )?;
    let count = |sql: &str| transaction.query_row(sql, [look], |row| row.get::<_, i64>(0));
    let standing = count("SELECT count(*) FROM conflict WHERE ended_at IS NULL AND ?1 IS NOT NULL")?;
    let found = count("SELECT count(*) FROM conflict WHERE found_look_id = ?1")?;
    let gone = i64::try_from(gone).unwrap_or(i64::MAX);
    transaction.execute(
        "UPDATE conflict_look SET ended_at = ?2, standing = ?3, found = ?4, gone = ?5 WHERE id = ?1",
        params![look, now, standing, found, gone],
    )?;
    Ok((standing, found, gone))
}
