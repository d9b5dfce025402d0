//! Where the log is not what was written.

use std::fmt;

/// The first place where the log is not what was written.
#[derive(Debug, PartialEq, Eq)]
pub enum Broken {
    /// The entry's own number or hash does not follow from the entry before it.
    Entry { seq: i64 },
    /// A number is missing: an entry was taken out, or put in.
    Gap { expected: i64, found: i64 },
    /// A kept hash of the tree is not that of its entries.
    Node { first: i64, last: i64 },
    /// A kept hash of the tree is missing, or one is there of entries that are not.
    Tree { nodes: i64, expected: i64 },
    /// A signed state of the log is not one of this log.
    Checkpoint { id: i64, size: i64, fault: Fault },
    /// A signed state that an entry records is not kept any more.
    Gone { checkpoint: i64, seq: i64 },
    /// Decision events do not match the entry that recorded them.
    Decision { seq: i64 },
    /// Answers that came in packets do not match the entry that recorded them.
    Heard { seq: i64 },
    /// An item shows another decision than the last event about it.
    Item { item: i64 },
}

/// What is wrong with a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The log had another root when it had so many entries.
    Root,
    /// The log has fewer entries.
    Shorter { entries: i64 },
    /// The entry that was written with it, right behind those it is over, is missing.
    Unrecorded,
    /// It cannot be read, is not signed by its key, or says something else than was kept beside it.
    Note { reason: String },
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry { seq } => write!(f, "Entry {seq} of the audit log was changed."),
            Self::Gap { expected, found } => write!(
                f,
                "Entry {expected} of the audit log is missing; the next one there is {found}."
            ),
            Self::Node { first, last } => write!(
                f,
                "The kept hash over entries {first} to {last} of the audit log is not the hash of these entries."
            ),
            Self::Tree { nodes, expected } => write!(
                f,
                "The tree over the audit log holds {nodes} hashes, and {expected} belong to its entries."
            ),
            Self::Checkpoint { id, size, fault } => match fault {
                Fault::Root => write!(
                    f,
                    "Checkpoint {id} over {size} entries shows another history: entries up to {size} were rewritten."
                ),
                Fault::Shorter { entries } => write!(
                    f,
                    "Checkpoint {id} is over {size} entries and the audit log has only {entries}: its end is missing."
                ),
                Fault::Unrecorded => write!(
                    f,
                    "Checkpoint {id} over {size} entries was written with the entry behind them, and that one is missing."
                ),
                Fault::Note { reason } => write!(f, "Checkpoint {id} over {size} entries is not genuine. {reason}"),
            },
            Self::Gone { checkpoint, seq } => write!(
                f,
                "Checkpoint {checkpoint}, which entry {seq} of the audit log records, is gone."
            ),
            Self::Decision { seq } => write!(
                f,
                "The decisions recorded by entry {seq} of the audit log are not those in the store."
            ),
            Self::Heard { seq } => write!(
                f,
                "What came in packets, which entry {seq} of the audit log records, is not what is in the store."
            ),
            Self::Item { item } => write!(
                f,
                "Item {item} shows another decision than the last one recorded on it."
            ),
        }
    }
}
