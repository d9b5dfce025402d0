//! The grants of a merge: per resource the difference between what is and what was, one statement
//! each for what came and what went.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use countersign_domain::snapshot::Mark;
use rusqlite::types::Value;
use rusqlite::{Transaction, params};

use super::principal::Principals;
use super::staging::to_numbers;
use super::{Staging, digest, holding};
use crate::StoreError;

pub(super) struct Relations<'a> {
    tx: &'a Transaction<'a>,
    staging: &'a Staging,
    snapshot: i64,
    // Those whose grants changed because somebody else is gone.
    touched: BTreeSet<i64>,
    /// How many memberships and ownerships came, less those that went.
    pub member_change: i64,
    pub owner_change: i64,
    pub holding_change: i64,
}

/// What a staged reference number means.
struct Meaning {
    mark: Mark,
    text: String,
    id: Option<i64>,
}

impl<'a> Relations<'a> {
    pub(super) fn new(tx: &'a Transaction<'a>, staging: &'a Staging, snapshot: i64) -> Self {
        Relations {
            tx,
            staging,
            snapshot,
            touched: BTreeSet::new(),
            member_change: 0,
            owner_change: 0,
            holding_change: 0,
        }
    }

    /// Ends every grant of and on a principal that is gone, and nobody's manager is it any more.
    pub(super) fn drop_all(&mut self, id: i64, buckets: &mut BTreeSet<i64>) -> Result<(), StoreError> {
        let mut ended = Vec::new();
        {
            let mut of = self.tx.prepare_cached(
                "SELECT g.resource_id, g.entitlement, r.bucket FROM \"grant\" g JOIN principal r ON r.id = g.resource_id
                 WHERE g.principal_id = ?1 OR g.resource_id = ?1",
            )?;
            let mut rows = of.query([id])?;
            while let Some(row) = rows.next()? {
                // Packages are not the directory's: neither counted nor sealed with it.
                if row.get::<_, i64>(2)? >= 0 {
                    self.touched.insert(row.get(0)?);
                    ended.push(row.get::<_, String>(1)?);
                }
            }
        }
        for entitlement in ended {
            *self.change(&entitlement) -= 1;
        }
        for sql in [
            "INSERT OR REPLACE INTO past_grant SELECT resource_id, entitlement, principal_id, since_snapshot_id, ?2
             FROM \"grant\" WHERE principal_id = ?1 OR resource_id = ?1",
            "DELETE FROM \"grant\" WHERE principal_id = ?1 AND ?2",
            "DELETE FROM \"grant\" WHERE resource_id = ?1 AND ?2",
            "DELETE FROM orphan WHERE resource_id = ?1 AND ?2",
        ] {
            self.tx.prepare_cached(sql)?.execute([id, self.snapshot])?;
        }
        let mut led = self
            .tx
            .prepare_cached("UPDATE principal SET manager_id = NULL WHERE manager_id = ?1 RETURNING id, bucket")?;
        let mut rows = led.query([id])?;
        while let Some(row) = rows.next()? {
            self.touched.insert(row.get(0)?);
            buckets.insert(row.get(1)?);
        }
        Ok(())
    }

    /// Brings the grants of everything staged, and of what lost somebody, up to date.
    pub(super) fn renew(&mut self, principals: &mut Principals<'_>) -> Result<(), StoreError> {
        let meanings = self.follow(principals)?;
        self.claims(principals, &meanings)?;
        let mut before = self
            .tx
            .prepare_cached("SELECT grant_digest, manager_id FROM principal WHERE id = ?1")?;
        let mut after = self
            .tx
            .prepare_cached("UPDATE principal SET grant_digest = ?2, manager_id = ?3 WHERE id = ?1")?;
        let mut entries = self
            .staging
            .conn
            .prepare("SELECT manager, owners, members, marks, holdings FROM entry ORDER BY seq")?;
        let mut rows = entries.query([])?;
        let nothing = digest::relations(Vec::new(), Vec::new(), Vec::new(), None);
        for n in 0..principals.staged.len() {
            let Some(row) = rows.next()? else { break };
            let (id, bucket) = (principals.staged[n].id, principals.staged[n].bucket);
            let (group, new) = (principals.staged[n].group, principals.staged[n].new);
            self.touched.remove(&id);
            let manager: Option<u32> = row.get(0)?;
            let (old, old_manager): (Vec<u8>, Option<i64>) = match new {
                true => (Vec::new(), None),
                false => before.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?,
            };
            let owners = row.get_ref(1)?.as_blob().unwrap_or_default();
            let members = row.get_ref(2)?.as_blob().unwrap_or_default();
            let holdings = row.get_ref(4)?.as_blob().unwrap_or_default();
            let bare = !group
                && owners.is_empty()
                && members.is_empty()
                && holdings.is_empty()
                && (new || old_manager.is_none() && old == nothing);
            if !new {
                self.tx
                    .prepare_cached("DELETE FROM orphan WHERE resource_id = ?1")?
                    .execute([id])?;
            }
            let manager_id = match manager.and_then(|number| meanings.get(number as usize)) {
                Some(meaning) if meaning.id.is_none() => {
                    self.orphan(id, "manager", meaning)?;
                    None
                }
                // Nobody is their own manager, whatever the directory says.
                Some(meaning) => meaning.id.filter(|manager| *manager != id),
                None => None,
            };
            let mut lists = [Vec::new(), Vec::new()];
            let mut held = Vec::new();
            if !bare {
                let marks: Vec<u8> = row.get(3)?;
                for (list, (entitlement, bytes)) in lists.iter_mut().zip([("member", members), ("owner", owners)]) {
                    for number in to_numbers(bytes) {
                        match meanings.get(number as usize) {
                            Some(Meaning { id: Some(found), .. }) => list.push(*found),
                            Some(meaning) => self.orphan(id, entitlement, meaning)?,
                            None => {}
                        }
                    }
                    if group && entitlement == "member" {
                        for mark in marks.chunks_exact(16).skip(1) {
                            let mut claimed = self
                                .tx
                                .prepare_cached("SELECT principal_id FROM claim WHERE mark = ?1")?;
                            let mut rows = claimed.query([mark])?;
                            while let Some(row) = rows.next()? {
                                list.push(row.get(0)?);
                            }
                        }
                    }
                    list.sort_unstable();
                    list.dedup();
                    *self.change(entitlement) += self.difference(id, entitlement, list, new)?;
                }
                held = self.renew_holdings(id, new, holdings, &meanings)?;
            }
            let manager_key = manager_id.map(|id| principals.key(id)).transpose()?;
            let [members, owners] = lists.map(|list| {
                list.into_iter()
                    .map(|id| principals.key(id))
                    .collect::<Result<Vec<_>, _>>()
            });
            let held = to_keys(&held, principals)?;
            let relations = digest::relations(members?, owners?, held, manager_key);
            if new {
                principals.staged[n].relations = (relations, manager_id);
            } else if old != relations || old_manager != manager_id {
                after.execute(params![id, relations, manager_id])?;
                principals.bucket_mut().insert(bucket);
            }
        }
        self.settle_touched(principals)
    }

    // How many grants of this entitlement came or went.
    fn change(&mut self, entitlement: &str) -> &mut i64 {
        match entitlement {
            "member" => &mut self.member_change,
            "owner" => &mut self.owner_change,
            _ => &mut self.holding_change,
        }
    }

    // What every staged reference means, once.
    fn follow(&self, principals: &mut Principals<'_>) -> Result<Vec<Meaning>, StoreError> {
        let mut all = Vec::new();
        let mut references = self
            .staging
            .conn
            .prepare("SELECT mark, text FROM reference ORDER BY number")?;
        let mut rows = references.query([])?;
        while let Some(row) = rows.next()? {
            let mark = Mark(row.get(0)?);
            let id = principals.find(mark)?;
            // The text is only needed for what refers to nothing.
            let text = if id.is_some() { String::new() } else { row.get(1)? };
            all.push(Meaning { mark, text, id });
        }
        Ok(all)
    }

    fn claims(&self, principals: &Principals<'_>, meanings: &[Meaning]) -> Result<(), StoreError> {
        let mut forget = self.tx.prepare_cached("DELETE FROM claim WHERE principal_id = ?1")?;
        let mut put = self.tx.prepare_cached("INSERT OR IGNORE INTO claim VALUES (?1, ?2)")?;
        for staged in principals.staged.iter().filter(|one| !one.new) {
            forget.execute([staged.id])?;
        }
        if !self.staging.claimed {
            return Ok(());
        }
        let mut entries = self.staging.conn.prepare("SELECT claims FROM entry ORDER BY seq")?;
        let mut rows = entries.query([])?;
        for staged in &principals.staged {
            let Some(row) = rows.next()? else { break };
            for number in to_numbers(row.get_ref(0)?.as_blob().unwrap_or_default()) {
                if let Some(meaning) = meanings.get(number as usize) {
                    put.execute(params![staged.id, meaning.mark.0])?;
                }
            }
        }
        Ok(())
    }

    fn orphan(&self, id: i64, entitlement: &str, meaning: &Meaning) -> Result<(), StoreError> {
        let mut put = self
            .tx
            .prepare_cached("INSERT OR IGNORE INTO orphan VALUES (?1, ?2, ?3, ?4, ?5)")?;
        put.execute(params![id, entitlement, meaning.mark.0, meaning.text, self.snapshot])?;
        Ok(())
    }

    // Answers what the resource's roles are held by now.
    fn renew_holdings(
        &mut self,
        id: i64,
        new: bool,
        bytes: &[u8],
        meanings: &[Meaning],
    ) -> Result<Vec<(String, Vec<i64>)>, StoreError> {
        let mut now: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        if !new {
            // What was held once and is not named any more ends.
            now.extend(
                holding::entitlements(self.tx, id)?
                    .into_iter()
                    .map(|one| (one, Vec::new())),
            );
        }
        let mut numbers = to_numbers(bytes);
        while let (Some(entitlement), Some(number)) = (numbers.next(), numbers.next()) {
            let Some(entitlement) = self.staging.entitlements.get(entitlement as usize) else {
                continue;
            };
            match meanings.get(number as usize) {
                Some(Meaning { id: Some(found), .. }) => now.entry(entitlement.clone()).or_default().push(*found),
                Some(meaning) => self.orphan(id, entitlement, meaning)?,
                None => {}
            }
        }
        let mut held = Vec::new();
        for (entitlement, mut list) in now {
            list.sort_unstable();
            list.dedup();
            self.holding_change += self.difference(id, &entitlement, &list, new)?;
            held.push((entitlement, list));
        }
        Ok(held)
    }

    // Both lists are sorted; answers by how many grants the resource grew.
    fn difference(&self, resource: i64, entitlement: &str, now: &[i64], new: bool) -> Result<i64, StoreError> {
        let was: Vec<i64> = match new {
            true => Vec::new(),
            false => {
                let mut of = self.tx.prepare_cached(
                    "SELECT principal_id FROM \"grant\" WHERE resource_id = ?1 AND entitlement = ?2 ORDER BY principal_id",
                )?;
                of.query_map(params![resource, entitlement], |row| row.get(0))?
                    .collect::<Result<_, _>>()?
            }
        };
        if was == now {
            return Ok(0);
        }
        let came = without(now, &was);
        let went = without(&was, now);
        let change = came.len() as i64 - went.len() as i64;
        let list = |ids: Vec<i64>| Rc::new(ids.into_iter().map(Value::from).collect::<Vec<_>>());
        if !came.is_empty() {
            self.tx
                .prepare_cached("INSERT OR IGNORE INTO came VALUES (?1, ?2)")?
                .execute([self.snapshot, resource])?;
            let mut put = self
                .tx
                .prepare_cached("INSERT INTO \"grant\" SELECT ?1, ?2, value, ?3 FROM rarray(?4)")?;
            put.execute(params![resource, entitlement, self.snapshot, list(came)])?;
        }
        if !went.is_empty() {
            let went = list(went);
            for sql in [
                "INSERT OR REPLACE INTO past_grant SELECT resource_id, entitlement, principal_id, since_snapshot_id, ?3 FROM \"grant\"
                 WHERE resource_id = ?1 AND entitlement = ?2 AND principal_id IN (SELECT value FROM rarray(?4))",
                "DELETE FROM \"grant\" WHERE resource_id = ?1 AND entitlement = ?2 AND principal_id IN (SELECT value FROM rarray(?4)) AND ?3",
            ] {
                self.tx.prepare_cached(sql)?.execute(params![resource, entitlement, self.snapshot, went])?;
            }
        }
        Ok(change)
    }

    // Those that only lost somebody, and were not read again.
    fn settle_touched(&mut self, principals: &mut Principals<'_>) -> Result<(), StoreError> {
        for id in std::mem::take(&mut self.touched) {
            let mut lists = [Vec::new(), Vec::new()];
            for (list, entitlement) in lists.iter_mut().zip(["member", "owner"]) {
                let mut of = self
                    .tx
                    .prepare_cached("SELECT principal_id FROM \"grant\" WHERE resource_id = ?1 AND entitlement = ?2")?;
                let mut rows = of.query(params![id, entitlement])?;
                while let Some(row) = rows.next()? {
                    list.push(principals.key(row.get(0)?)?);
                }
            }
            let manager: Option<i64> = self
                .tx
                .prepare_cached("SELECT manager_id FROM principal WHERE id = ?1")?
                .query_row([id], |row| row.get(0))?;
            let manager = manager.map(|id| principals.key(id)).transpose()?;
            let [members, owners] = lists;
            let held = holding::of(self.tx, id)?;
            let held = to_keys(&held, principals)?;
            let relations = digest::relations(members, owners, held, manager);
            let mut put = self
                .tx
                .prepare_cached("UPDATE principal SET grant_digest = ?2 WHERE id = ?1 RETURNING bucket")?;
            let bucket = put.query_row(params![id, relations], |row| row.get(0))?;
            principals.bucket_mut().insert(bucket);
        }
        Ok(())
    }
}

fn to_keys<'h>(
    held: &'h [(String, Vec<i64>)],
    principals: &mut Principals<'_>,
) -> Result<Vec<(&'h str, Mark)>, StoreError> {
    let mut keys = Vec::new();
    for (entitlement, list) in held {
        for id in list {
            keys.push((entitlement.as_str(), principals.key(*id)?));
        }
    }
    Ok(keys)
}

/// What is in the first sorted list and not in the second.
fn without(list: &[i64], other: &[i64]) -> Vec<i64> {
    let mut other = other.iter().peekable();
    let missing = |id: &&i64| {
        while other.next_if(|one| one < id).is_some() {}
        other.peek() != Some(id)
    };
    list.iter().filter(missing).copied().collect()
}
