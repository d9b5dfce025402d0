//! How a workstation stands, and the list of all.

use chrono::{DateTime, Utc};
use countersign_domain::pen::Refusal;
use countersign_packet::{DeviceKey, PublicKey};
use countersign_store::rusqlite::Connection;
use countersign_store::workstation::{self as kept, TermRow, WorkstationRow};
use countersign_store::{StoreError, audit};
use serde::Serialize;
use ts_rs::TS;

use super::station::{Fork, Over, Station};
use crate::Problem;
use crate::call::Read;
use crate::desk::Open;
use crate::store::Nothing;

/// Whether this machine may write, and what it knows of those that do.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "WorkstationStanding")]
pub struct Standing {
    /// What this workstation is called; none: a copy that is no workstation's.
    pub name: Option<String>,
    pub writes: bool,
    /// Why it does not, and what to do.
    pub why: Option<String>,
    pub hint: Option<String>,
    /// Who has the term, and which one it is.
    pub holder: Option<String>,
    pub term: i64,
    /// The store was handed over to this workstation, and waits to be taken over.
    pub waits: bool,
    /// Another workstation took the store over meanwhile.
    pub ended: bool,
    /// When the copy here was made, and by whom; none: it is no copy.
    #[ts(type = "string | null")]
    pub as_of: Option<DateTime<Utc>>,
    pub from: Option<String>,
    pub entries: i64,
    /// A copy came whose log is not that of this one.
    pub fork: Option<Fork>,
    /// A workstation goes on writing although its term is over.
    pub over: Option<Over>,
}

/// A workstation as a person sees it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "WorkstationShown")]
pub struct Shown {
    #[serde(flatten)]
    pub row: WorkstationRow,
    pub words: String,
    /// This one.
    pub own: bool,
    /// It has the term.
    pub writes: bool,
    /// The last copy that went out to it from here: entries of the log, when it was made, and when the other said that
    /// it has it.
    pub copied_entries: Option<i64>,
    #[ts(type = "string | null")]
    pub copied_at: Option<DateTime<Utc>>,
    #[ts(type = "string | null")]
    pub sent_at: Option<DateTime<Utc>>,
    #[ts(type = "string | null")]
    pub has_at: Option<DateTime<Utc>>,
}

/// All workstations of the store and all terms.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WorkstationView {
    pub standing: Option<Standing>,
    /// The words of this workstation, for others to compare.
    pub words: Option<String>,
    pub rows: Vec<Shown>,
    /// The last first.
    pub terms: Vec<TermRow>,
    pub every_minutes: i64,
}

/// None: the store has one workstation alone.
pub(crate) fn standing(open: &Open) -> Result<Option<Standing>, Problem> {
    open.store
        .read(|connection| Ok::<_, StoreError>(of(open, connection)))?
}

fn of(open: &Open, connection: &Connection) -> Result<Option<Standing>, Problem> {
    let station = Station::read(&open.home)?;
    let last = kept::last_term(connection)?;
    let Some(last) = last else { return Ok(None) };
    let refused = open.store.may_write_in(connection);
    let is = |wanted: fn(&Refusal) -> bool| matches!(&refused, Err(StoreError::Pen { refusal, .. }) if wanted(refusal));
    let (waits, ended) = (
        is(|refusal| matches!(refusal, Refusal::NotTaken)),
        is(|refusal| matches!(refusal, Refusal::Ended { .. })),
    );
    let own = open.store.seat().own.clone();
    let problem = refused.err().map(Problem::from);
    let station = station.as_ref();
    Ok(Some(Standing {
        name: own.and(station.map(|station| station.name.clone())),
        writes: problem.is_none(),
        why: problem.as_ref().map(|problem| problem.message.clone()),
        hint: problem.and_then(|problem| problem.hint),
        holder: Some(last.name),
        term: last.number,
        waits,
        ended,
        as_of: station.and_then(|station| station.as_of),
        from: station.and_then(|station| station.from.clone()),
        entries: audit::head(connection)?.entries,
        fork: station.and_then(|station| station.fork.clone()),
        over: station.and_then(|station| station.over.clone()),
    }))
}

pub(crate) fn view(open: &Open, connection: &Connection) -> Result<WorkstationView, Problem> {
    let station = Station::read(&open.home)?;
    let own = station.as_ref().map(|station| station.key.id());
    let terms = kept::terms(connection)?;
    let rows = kept::list(connection)?.into_iter().map(|row| {
        let key = DeviceKey {
            sign: PublicKey(row.sign),
            seal: row.seal.clone(),
        };
        let sent = station
            .as_ref()
            .and_then(|station| station.sent.iter().rev().find(|one| one.to == row.key_id));
        Shown {
            words: key.words(),
            own: own.as_ref() == Some(&row.key_id),
            writes: terms.first().is_some_and(|term| term.workstation == row.id),
            copied_entries: sent.map(|one| one.entries),
            copied_at: sent.map(|one| one.made_at),
            sent_at: sent.and_then(|one| one.sent_at),
            has_at: sent.and_then(|one| one.has_at),
            row,
        }
    });
    Ok(WorkstationView {
        rows: rows.collect(),
        standing: of(open, connection)?,
        words: station.map(|station| station.key.words()),
        terms,
        every_minutes: super::setting(connection)?,
    })
}

/// `workstation.list`
pub(crate) fn list(read: &Read<'_>, _: Nothing) -> Result<WorkstationView, Problem> {
    view(read.open, read.connection)
}
