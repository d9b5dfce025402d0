//! Findings that the ledger shows by itself: counted and paged kind by kind, from indexes alone; only the rows of a
//! page are joined with names.

use chrono::{DateTime, NaiveDate, Utc};
use countersign_domain::control::FindingKind;
use rusqlite::{Connection, OptionalExtension, Row, Statement, ToSql};

use crate::StoreError;
use crate::review::stamp;

/// What the counting depends on beside the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The organization's day.
    pub today: NaiveDate,
    /// An exception that ends until this day ends soon.
    pub soon: NaiveDate,
    /// A directory that was read before this moment was not read for long.
    pub stale: DateTime<Utc>,
}

/// A finding in the ledger's own words.
#[derive(Debug, Clone)]
pub struct FoundRow {
    pub id: i64,
    /// What it stands under: the run of a task or an item, the package of a conflict.
    pub under: Option<i64>,
    /// A second thing it is about: the review of a run, the person of a conflict.
    pub about: Option<i64>,
    pub name: String,
    pub person: Option<String>,
    /// How many, where the kind counts something.
    pub count: Option<i64>,
    /// A day or a moment.
    pub since: Option<String>,
    pub owner: Option<String>,
    pub owner_id: Option<i64>,
}

/// How findings of one kind are found.
struct Source {
    key: &'static str,
    /// The table and the condition.
    cut: &'static str,
    order: &'static str,
    /// One by its key: what it stands under, what else it is about, name, person, count, since, owner, its number.
    show: &'static str,
}

fn source(kind: FindingKind) -> Option<Source> {
    Some(match kind {
        FindingKind::TaskOverdue => Source {
            key: "t.id",
            cut: include_str!("finding/task_overdue.sql"),
            order: "t.due_on, t.id",
            show: include_str!("finding/task_overdue_show.sql"),
        },
        FindingKind::CameBack => Source {
            key: "s.item_id",
            cut: include_str!("finding/came_back.sql"),
            order: "s.read_at, s.item_id",
            show: include_str!("finding/still_there_show.sql"),
        },
        FindingKind::StillEffective => Source {
            key: "s.item_id",
            cut: "still_there s WHERE s.state IN ('stillDirect','stillEffective')",
            order: "s.read_at, s.item_id",
            show: include_str!("finding/still_there_show.sql"),
        },
        FindingKind::Conflict => Source {
            key: "c.id",
            cut: include_str!("finding/conflict.sql"),
            order: "c.id DESC",
            show: include_str!("finding/conflict_show.sql"),
        },
        FindingKind::DisabledHolder => Source {
            key: "p.id",
            cut: include_str!("finding/disabled_holder.sql"),
            order: "p.display_name, p.id",
            show: include_str!("finding/disabled_holder_show.sql"),
        },
        FindingKind::AccountLeft => Source {
            key: "c.principal_id",
            cut: "correlation c WHERE c.standing = 'left'",
            order: "c.principal_id",
            show: include_str!("finding/account_show.sql"),
        },
        FindingKind::AccountUnowned => Source {
            key: "c.principal_id",
            cut: "correlation c WHERE c.standing = 'unowned'",
            order: "c.principal_id",
            show: include_str!("finding/account_show.sql"),
        },
        FindingKind::AccountInDoubt => Source {
            key: "c.principal_id",
            cut: "correlation c WHERE c.doubt IS NOT NULL",
            order: "c.principal_id",
            show: include_str!("finding/account_show.sql"),
        },
        FindingKind::ServiceUnowned => Source {
            key: "p.id",
            cut: include_str!("finding/service_unowned.sql"),
            order: "p.id",
            show: include_str!("finding/unowned_show.sql"),
        },
        FindingKind::GroupUnowned => Source {
            key: "p.id",
            cut: include_str!("finding/group_unowned.sql"),
            order: "p.id",
            show: include_str!("finding/unowned_show.sql"),
        },
        FindingKind::Undecided => Source {
            key: "i.id",
            cut: include_str!("finding/undecided.sql"),
            order: "i.ended_at, i.id",
            show: include_str!("finding/instance_show.sql"),
        },
        FindingKind::EvidenceMissing => Source {
            key: "i.id",
            cut: include_str!("finding/evidence_missing.sql"),
            order: "i.ended_at, i.id",
            show: include_str!("finding/instance_show.sql"),
        },
        FindingKind::ExceptionEnding => Source {
            key: "e.id",
            cut: "exception e WHERE e.state = 'approved' AND e.until_on BETWEEN :today AND :soon",
            order: "e.until_on, e.id",
            show: include_str!("finding/exception_show.sql"),
        },
        FindingKind::ExceptionEnded => Source {
            key: "e.id",
            cut: "exception e WHERE e.state = 'expired' OR (e.state = 'approved' AND e.until_on < :today)",
            order: "e.until_on, e.id",
            show: include_str!("finding/exception_show.sql"),
        },
        FindingKind::PlanWaiting => Source {
            key: "p.id",
            cut: include_str!("finding/plan_waiting.sql"),
            order: "p.drawn_at, p.id",
            show: include_str!("finding/plan_waiting_show.sql"),
        },
        FindingKind::DirectoryStale => Source {
            key: "d.id",
            cut: include_str!("finding/directory_stale.sql"),
            order: "d.id",
            show: include_str!("finding/directory_stale_show.sql"),
        },
        FindingKind::SyncFailing => Source {
            key: "d.id",
            cut: include_str!("finding/sync_failing.sql"),
            order: "d.id",
            show: include_str!("finding/sync_failing_show.sql"),
        },
        // Computed from the calendar, or from the log.
        FindingKind::PeriodMissing | FindingKind::PeriodLate | FindingKind::LogUnsigned => return None,
    })
}

/// Only tasks among these have an owner of the directory.
fn narrowed(kind: FindingKind, owner: Option<i64>) -> Option<&'static str> {
    match (owner, kind) {
        (None, _) => Some(""),
        (Some(_), FindingKind::TaskOverdue) => Some("AND t.owner_id = :owner"),
        (Some(_), _) => None,
    }
}

/// Gives a statement those of the values that it asks for.
fn bind(
    statement: &mut Statement<'_>,
    owner: Option<i64>,
    at: Moment,
    (offset, limit): (i64, i64),
) -> Result<(), StoreError> {
    let values: [(&str, &dyn ToSql); 6] = [
        (":today", &at.today),
        (":soon", &at.soon),
        (":stale", &stamp(at.stale)),
        (":owner", &owner),
        (":offset", &offset),
        (":limit", &limit),
    ];
    for (name, value) in values {
        if let Some(index) = statement.parameter_index(name)? {
            statement.raw_bind_parameter(index, value)?;
        }
    }
    Ok(())
}

/// How many there are of a kind; those of one owner alone where one is given.
pub fn count(connection: &Connection, kind: FindingKind, owner: Option<i64>, at: Moment) -> Result<i64, StoreError> {
    let (Some(source), Some(narrow)) = (source(kind), narrowed(kind, owner)) else {
        return Ok(0);
    };
    let mut statement = connection.prepare_cached(&format!("SELECT count(*) FROM {} {narrow}", source.cut))?;
    bind(&mut statement, owner, at, (0, 0))?;
    let mut rows = statement.raw_query();
    Ok(rows.next()?.map_or(Ok(0), |row| row.get(0))?)
}

/// A page of a kind, in its own order.
pub fn page(
    connection: &Connection,
    kind: FindingKind,
    owner: Option<i64>,
    at: Moment,
    part: (i64, i64),
) -> Result<Vec<FoundRow>, StoreError> {
    let (Some(source), Some(narrow)) = (source(kind), narrowed(kind, owner)) else {
        return Ok(Vec::new());
    };
    // Cut from the index first: what is passed over is not joined.
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {} FROM {} {narrow} ORDER BY {} LIMIT :limit OFFSET :offset",
        source.key, source.cut, source.order
    ))?;
    bind(&mut statement, owner, at, part)?;
    let mut keys = statement.raw_query();
    let mut show = connection.prepare_cached(source.show)?;
    let mut found = Vec::new();
    while let Some(key) = keys.next()? {
        let id: i64 = key.get(0)?;
        found.extend(show.query_row([id], |row| shown(id, row)).optional()?);
    }
    Ok(found)
}

fn shown(id: i64, row: &Row<'_>) -> rusqlite::Result<FoundRow> {
    Ok(FoundRow {
        id,
        under: row.get(0)?,
        about: row.get(1)?,
        name: row.get(2)?,
        person: row.get(3)?,
        count: row.get(4)?,
        since: row.get(5)?,
        owner: row.get(6)?,
        owner_id: row.get(7)?,
    })
}

/// Entries of a log that has never been signed; none where this store keeps no checkpoints.
pub fn unsigned(connection: &Connection) -> Result<Option<i64>, StoreError> {
    let keeps: bool = connection
        .prepare_cached("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'checkpoint'")?
        .exists([])?;
    if !keeps || connection.prepare_cached("SELECT 1 FROM checkpoint")?.exists([])? {
        return Ok(None);
    }
    let entries = crate::audit::head(connection)?.entries;
    Ok((entries > 0).then_some(entries))
}
