//! The hashes that show the entries of a record in the signed log.

use countersign_evidence::root::Hash;
use countersign_evidence::{EvidenceError, LogHead, Visit};
use countersign_store::audit;
use countersign_store::rusqlite::{Connection, Params};

use super::source::fault;

/// Walks the proof of the entries that `sql` names by ascending number, against the checkpoint of the record.
pub(super) fn nodes(
    connection: &Connection,
    log: &LogHead,
    sql: &str,
    values: impl Params,
    visit: Visit<'_, Hash>,
) -> Result<(), EvidenceError> {
    let mut statement = connection.prepare_cached(sql).map_err(fault)?;
    let seqs = statement.query_map(values, |row| row.get(0)).map_err(fault)?;
    let seqs: Vec<i64> = seqs.collect::<Result<_, _>>().map_err(fault)?;
    of(connection, log, seqs.into_iter(), visit)
}

/// The same, where the numbers are known.
pub(super) fn of(
    connection: &Connection,
    log: &LogHead,
    seqs: impl Iterator<Item = i64>,
    visit: Visit<'_, Hash>,
) -> Result<(), EvidenceError> {
    let Some(signed) = &log.checkpoint else { return Ok(()) };
    let indexes: Vec<u64> = seqs
        .filter_map(|seq| u64::try_from(seq).ok()?.checked_sub(1))
        .filter(|index| *index < signed.size)
        .collect();
    audit::proof(connection, signed.size, indexes).try_for_each(|hash| visit(&hash.map_err(fault)?))
}
