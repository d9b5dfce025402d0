//! Which whole reads of the directory showed an access there, and gone.

use chrono::{DateTime, Utc};
use countersign_evidence::package::ReadRecord;
use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, params};

/// The reads of one directory, oldest first.
pub(super) struct Reads(Vec<ReadRecord>);

/// From which moment on a read shows what is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct After {
    /// The newest read at that moment, which does not show it.
    pub snapshot: i64,
    pub at: DateTime<Utc>,
}

/// When an access stood: from a read on, and until another one that showed it no longer.
struct Stood {
    since: i64,
    until: Option<i64>,
}

impl Reads {
    pub(super) fn of(connection: &Connection, directory: i64) -> Result<Self, StoreError> {
        let mut statement = connection.prepare_cached(
            "SELECT id, mode, started_at, ended_at, digest FROM snapshot WHERE directory_id = ?1 ORDER BY id",
        )?;
        let rows = statement.query_map([directory], |row| {
            Ok(ReadRecord {
                snapshot: row.get(0)?,
                mode: row.get(1)?,
                started_at: row.get(2)?,
                ended_at: row.get(3)?,
                digest: row.get(4)?,
            })
        })?;
        Ok(Self(rows.collect::<Result<_, _>>()?))
    }

    /// The newest that had ended by then; 0 where none had.
    pub(super) fn newest_at(&self, at: DateTime<Utc>) -> i64 {
        self.0
            .iter()
            .rev()
            .find(|read| read.ended_at <= at)
            .map_or(0, |read| read.snapshot)
    }

    /// Those that are named.
    pub(super) fn named(&self, numbers: &std::collections::BTreeSet<i64>) -> Vec<ReadRecord> {
        self.0
            .iter()
            .filter(|read| numbers.contains(&read.snapshot))
            .cloned()
            .collect()
    }

    /// Those that began after a moment.
    fn after(&self, moment: After) -> impl Iterator<Item = i64> {
        let first = self.0.partition_point(|read| read.snapshot <= moment.snapshot);
        self.0[first..]
            .iter()
            .filter(move |read| read.started_at >= moment.at)
            .map(|read| read.snapshot)
    }

    /// The first read after `given` that showed the access there, before the first one that could show it gone.
    pub(super) fn there(
        &self,
        connection: &Connection,
        access: (i64, &str, i64),
        given: After,
        taken: Option<After>,
    ) -> Result<Option<i64>, StoreError> {
        let stood = stood(connection, access)?;
        let last = taken.map_or(i64::MAX, |taken| taken.snapshot);
        Ok(self
            .after(given)
            .take_while(|read| *read <= last)
            .find(|read| shown(&stood, *read)))
    }

    /// The first read after `taken` that showed the access gone.
    pub(super) fn gone(
        &self,
        connection: &Connection,
        access: (i64, &str, i64),
        taken: After,
    ) -> Result<Option<i64>, StoreError> {
        let stood = stood(connection, access)?;
        Ok(self.after(taken).find(|read| !shown(&stood, *read)))
    }
}

fn shown(stood: &[Stood], read: i64) -> bool {
    stood
        .iter()
        .any(|one| one.since <= read && one.until.is_none_or(|until| read < until))
}

/// `(resource, entitlement, principal)`
fn stood(
    connection: &Connection,
    (resource, entitlement, principal): (i64, &str, i64),
) -> Result<Vec<Stood>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT since_snapshot_id, NULL FROM \"grant\" WHERE resource_id = ?1 AND entitlement = ?2 AND principal_id = ?3
         UNION ALL
         SELECT since_snapshot_id, until_snapshot_id FROM past_grant
         WHERE resource_id = ?1 AND entitlement = ?2 AND principal_id = ?3",
    )?;
    let rows = statement.query_map(params![resource, entitlement, principal], |row| {
        Ok(Stood {
            since: row.get(0)?,
            until: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
