//! The people of a suggested package: kept in little room, and how each of them stands now.

use rusqlite::Connection;

use super::Held;
use crate::StoreError;

/// In seven bits a byte, each id less the one before it: a byte or two for each.
pub(super) fn pack(people: &[i64]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(people.len() * 2);
    let mut before = 0_i64;
    for id in people {
        let mut rest = id.wrapping_sub(before).cast_unsigned();
        before = *id;
        while rest >= 0x80 {
            packed.push(rest as u8 & 0x7f | 0x80);
            rest >>= 7;
        }
        packed.push(rest as u8);
    }
    packed
}

pub(super) fn unpack(packed: &[u8]) -> Result<Vec<i64>, StoreError> {
    let (mut people, mut before, mut rest, mut shift) = (Vec::new(), 0_i64, 0_u64, 0_u32);
    for byte in packed {
        if shift > 63 {
            return Err(StoreError::Value("the people of a suggested package".into()));
        }
        rest |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            before = before.wrapping_add(rest.cast_signed());
            people.push(before);
            (rest, shift) = (0, 0);
        }
    }
    Ok(people)
}

/// A person, and which of the entitlements they hold now.
#[derive(Debug, Clone)]
pub struct Standing {
    pub principal: i64,
    pub display_name: String,
    pub user_name: Option<String>,
    pub department: Option<String>,
    pub title: Option<String>,
    /// The directory holds the person no longer, or has disabled the account.
    pub gone: bool,
    /// For each entitlement, in the order they were asked for.
    pub holds: Vec<bool>,
}

/// How these people stand with these entitlements now.
pub fn standing(connection: &Connection, people: &[i64], roles: &[Held]) -> Result<Vec<Standing>, StoreError> {
    let mut person = connection.prepare_cached(
        "SELECT display_name, user_name, department, title, removed_snapshot_id IS NOT NULL OR enabled IS 0
         FROM principal WHERE id = ?1",
    )?;
    let mut held = connection.prepare_cached(HELD)?;
    let mut found = Vec::with_capacity(people.len());
    for id in people {
        let mut holds = Vec::with_capacity(roles.len());
        for (resource, entitlement) in roles {
            holds.push(held.exists(rusqlite::params![resource, entitlement, id])?);
        }
        found.push(person.query_row([id], |row| {
            Ok(Standing {
                principal: *id,
                display_name: row.get(0)?,
                user_name: row.get(1)?,
                department: row.get(2)?,
                title: row.get(3)?,
                gone: row.get(4)?,
                holds,
            })
        })?);
    }
    Ok(found)
}

const HELD: &str = "SELECT 1 FROM \"grant\" WHERE resource_id = ?1 AND entitlement = ?2 AND principal_id = ?3";

/// Those of these people who are present, not disabled, and hold every one of these entitlements now.
pub fn holding_all(connection: &Connection, people: &[i64], roles: &[Held]) -> Result<Vec<i64>, StoreError> {
    let mut present = connection.prepare_cached(
        "SELECT 1 FROM principal WHERE id = ?1 AND kind = 'user' AND removed_snapshot_id IS NULL AND enabled IS NOT 0",
    )?;
    let mut held = connection.prepare_cached(HELD)?;
    let mut found = Vec::new();
    'people: for id in people {
        for (resource, entitlement) in roles {
            if !held.exists(rusqlite::params![resource, entitlement, id])? {
                continue 'people;
            }
        }
        if present.exists([id])? {
            found.push(*id);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_kept_in_little_room_and_come_back_the_same() {
        let people: Vec<i64> = (1..5_000).chain([70_000, 1 << 40, i64::MAX]).collect();
        let packed = pack(&people);
        assert!(packed.len() < 5_030, "{}", packed.len());
        assert_eq!(unpack(&packed).expect("people"), people);
        assert_eq!(unpack(&[]).expect("nobody"), Vec::<i64>::new());
        unpack(&[0xff; 12]).expect_err("no number is so long");
    }
}
