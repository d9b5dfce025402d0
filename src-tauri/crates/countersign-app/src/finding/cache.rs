//! Counts of findings, and those that follow from the calendar, as of one entry of the log and one minute.
//!
//! Every change leaves an entry, so the log's head says whether anything may have changed.

use std::sync::{Arc, Mutex};

use chrono::{Days, TimeDelta};
use countersign_domain::control::{CoverageState, FindingKind};
use countersign_store::control::finding::{self, Moment};
use countersign_store::rusqlite::Connection;
use countersign_store::{audit, control};

use super::{FindingCount, FindingLead, FindingListInput, FindingRow};
use crate::Problem;
use crate::call::Read;
use crate::control::coverage::{LONGEST_DAYS, Ledger};

/// Days of `soon` and `stale` where nothing is said, and the most of them.
const DAYS: u32 = 30;
const MOST_DAYS: u32 = 3_660;

type Key = (i64, i64, u32, u32);

/// What was counted last.
#[derive(Default)]
pub(crate) struct FindingCache(Mutex<Option<(Key, Arc<Found>)>>);

/// The findings as of a moment.
pub(crate) struct Found {
    pub at: Moment,
    counts: Vec<FindingCount>,
    missing: Vec<FindingRow>,
    late: Vec<FindingRow>,
    unsigned: Vec<FindingRow>,
}

impl FindingCache {
    pub fn get(&self, read: &Read<'_>, input: &FindingListInput) -> Result<Arc<Found>, Problem> {
        let soon = input.soon_days.unwrap_or(DAYS);
        let stale = input.stale_days.unwrap_or(DAYS);
        for (days, field) in [(soon, "soonDays"), (stale, "staleDays")] {
            if days > MOST_DAYS {
                return Err(Problem::new(format!("At most {MOST_DAYS} days are looked over.")).field(field));
            }
        }
        let head = audit::head(read.connection)?.entries;
        let key = (head, read.now.timestamp() / 60, soon, stale);
        let kept = || self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((known, found)) = kept().as_ref()
            && *known == key
        {
            return Ok(found.clone());
        }
        let found = Arc::new(Found::look(read, soon, stale)?);
        *kept() = Some((key, found.clone()));
        Ok(found)
    }
}

impl Found {
    fn look(read: &Read<'_>, soon: u32, stale: u32) -> Result<Self, Problem> {
        let today = crate::exception::today(read.connection, read.now)?;
        let at = Moment {
            today,
            soon: today.checked_add_days(Days::new(soon.into())).unwrap_or(today),
            stale: read.now - TimeDelta::days(stale.into()),
        };
        let (missing, late) = periods(read)?;
        let unsigned = finding::unsigned(read.connection)?.map(|entries| FindingRow {
            key: "logUnsigned".to_owned(),
            kind: FindingKind::LogUnsigned,
            severity: FindingKind::LogUnsigned.severity(),
            sentence: format!("The audit log has {entries} entries and no signed checkpoint."),
            since: None,
            owner: None,
            owner_id: None,
            lead: FindingLead::Audit,
        });
        let mut found = Self {
            at,
            counts: Vec::new(),
            missing,
            late,
            unsigned: unsigned.into_iter().collect(),
        };
        found.counts = found.count(read.connection, None)?;
        Ok(found)
    }

    /// Those that no query finds; none for the others.
    pub fn computed(&self, kind: FindingKind) -> Option<&[FindingRow]> {
        match kind {
            FindingKind::PeriodMissing => Some(&self.missing),
            FindingKind::PeriodLate => Some(&self.late),
            FindingKind::LogUnsigned => Some(&self.unsigned),
            _ => None,
        }
    }

    /// How many there are of every kind; of one owner, where one is given.
    pub fn counts(&self, connection: &Connection, owner: Option<i64>) -> Result<Vec<FindingCount>, Problem> {
        match owner {
            None => Ok(self.counts.clone()),
            Some(_) => self.count(connection, owner),
        }
    }

    fn count(&self, connection: &Connection, owner: Option<i64>) -> Result<Vec<FindingCount>, Problem> {
        let one = |&kind: &FindingKind| {
            let count = match self.computed(kind) {
                Some(rows) => {
                    let of = rows.iter().filter(|row| owner.is_none() || row.owner_id == owner);
                    i64::try_from(of.count()).unwrap_or(i64::MAX)
                }
                None => finding::count(connection, kind, owner, self.at)?,
            };
            Ok(FindingCount {
                kind,
                severity: kind.severity(),
                count,
            })
        };
        FindingKind::ALL.iter().map(one).collect()
    }
}

/// Periods that are missing, and those that are late or still running after their grace; the oldest first.
fn periods(read: &Read<'_>) -> Result<(Vec<FindingRow>, Vec<FindingRow>), Problem> {
    let (rows, _) = control::list(read.connection, None, 0, -1)?;
    let Some(first) = rows.iter().map(|row| row.draft.first_on).min() else {
        return Ok((Vec::new(), Vec::new()));
    };
    let today = crate::exception::today(read.connection, read.now)?;
    let from = today
        .checked_sub_days(Days::new(LONGEST_DAYS))
        .unwrap_or(first)
        .max(first);
    let ledger = Ledger::load(read.connection, &rows, from)?;
    let (mut missing, mut late) = (Vec::new(), Vec::new());
    for row in rows {
        for cell in ledger.cells(read.connection, &row, from, today.max(from), read.now)? {
            let what = match cell.state {
                CoverageState::Missing => "was not reviewed".to_owned(),
                CoverageState::Late => format!("was reviewed {} days late", cell.days_late),
                CoverageState::Running if cell.days_late > 0 => {
                    format!("is still being reviewed, {} days late", cell.days_late)
                }
                _ => continue,
            };
            let (kind, list) = if cell.state == CoverageState::Missing {
                (FindingKind::PeriodMissing, &mut missing)
            } else {
                (FindingKind::PeriodLate, &mut late)
            };
            let (code, period) = (&row.draft.code, &cell.period);
            list.push(FindingRow {
                key: format!("{}:{}:{}", kind.word(), row.control, period.number),
                kind,
                severity: kind.severity(),
                sentence: format!("{code} {what}: the period {} to {}.", period.start_on, period.end_on),
                since: Some(period.last_on.to_string()),
                owner: Some(row.owner_name.clone()),
                owner_id: Some(row.draft.owner),
                lead: FindingLead::Control {
                    control: row.control,
                    period: period.number,
                },
            });
        }
    }
    for list in [&mut missing, &mut late] {
        list.sort_by(|one, other| (&one.since, &one.key).cmp(&(&other.since, &other.key)));
    }
    Ok((missing, late))
}
